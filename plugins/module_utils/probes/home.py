# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import os

from ..daemon import cli_context, files as daemon_files, api as daemon_socket, state as daemon_state, units as daemon_units
from ..accounts import creation_mark
from ..home import paths as home_paths
from ..machine.host import Unanswered

PROGRAMS = ("rootlesskit", "dockerd", "dockerd-rootless.sh", "containerd", "runc", "docker")


def probe(host):
    """Was a run killed while it created an account?

    {"unfinished": "alice"}     # by this collection's own mark, and nobody has used the account since; null where there is none
    """
    return {"unfinished": creation_mark.unfinished(host)}


def probe_account(host, account, wish):
    """Is every path of the home that we would write to what it seems?

    {
        "untrusted": ["/home/alice/.config/systemd/user is a symbolic link to /etc/systemd/system"],    # in the way of what has to be written
        "foreign": ["/home/alice/.config/docker/daemon.json belongs to root"],      # in the way of nothing now, a sentence each
        "cures": "chown -h alice: /home/alice/.config/docker/daemon.json",          # commands for both, null where there is nothing to cure
        "owner": 1000,                                  # uid whose directory the home is, null where there is none
        "claim": "give it ... usermod --home /home/alice.new alice",    # how it gets a home of its own; null where nobody else owns it
        "programs": ["/home/alice/bin/rootlesskit"],    # programs of the account's own that carry the engine's names
    }
    """
    found = home_paths.faults(host, account)
    untrusted = home_paths.in_the_way(found, [account.home] + _to_be_written(host, account, wish)) if found else []
    programs = [os.path.join(account.home, folder, name) for folder in ("bin", ".local/bin") for name in PROGRAMS]
    home = host.stat(account.home, follow=True)
    owner = home["uid"] if home and home["kind"] == "dir" else None
    return {
        "owner": owner, "claim": None if owner in (None, account.uid) else home_paths.claim(host, account, owner),
        "untrusted": [fault["seen"] for fault in untrusted], "foreign": [fault["seen"] for fault in found if fault not in untrusted],
        "cures": "; ".join(fault["cure"] for fault in found) or None, "programs": [path for path in programs if _there(host, path)],
    }


def _to_be_written(host, account, wish):
    """What a set-up would write now; what cannot be compared counts. A daemon that does not answer needs its data root, too."""
    shown = _shown(host)
    effective = daemon_files.parse_environment("Environment=" + shown["Environment"])
    questions = (
        (daemon_files.unit_path(account.home), lambda: daemon_state.unit_file(host, account, shown, soon=True)),
        (daemon_files.drop_in_path(account.home), lambda: daemon_state.drop_in_file(host, account, wish, effective)),
        (daemon_files.config_path(account.home), lambda: daemon_state.config_file(host, account, wish)),
        (daemon_units.enabled_path(account.home), lambda: not daemon_units.enabled(host, account)),
        (cli_context.config_path(account.home), lambda: any(cli_context.look(host, account).values())),
        (os.path.join(account.home, ".local/share/docker"), lambda: not daemon_socket.ask(host, account)["answers"]),
    )
    return [path for path, question in questions if _is_yes(question)]


def _shown(host):
    try:
        return daemon_state.shown_now(host, soon=True)
    except Unanswered:      # a manager that hangs is the probe daemon's to tell
        return daemon_state.NO_MANAGER


def _is_yes(question):
    try:
        return bool(question())
    except Unanswered:
        return True


def _there(host, path):
    try:
        return host.stat(path) is not None
    except Unanswered:      # in a folder that is closed to the account itself
        return False
