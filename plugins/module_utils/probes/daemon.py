# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from ..daemon import (
    cli_context, differences as daemon_differences, programs as daemon_programs, api as daemon_socket, state as daemon_state, units as daemon_units)
from ..storage import data_left
from ..daemon.files import unit_path
from ..machine.host import Late, Unanswered


def probe_account(host, account, wish):
    """Does this account's daemon run, answer, come back by itself, and do what is wished?

    {
        "unit": "/home/alice/.config/systemd/user/docker.service",      # the unit file that counts, null where none is
        "service": "docker.service",    # its name: the unit of the user manager in which the daemon that answers runs
        "ours": True,                   # this collection wrote that unit
        "unit_fault": "was removed or changed since the user manager read it",      # of ours, healed beside a daemon that runs; null
        "masked": "/home/alice/.config/systemd/user/docker.service",    # a link to /dev/null in place of docker.service, null
        "mask_is_own": True,            # ... which lies below the home or the runtime directory: the account's, not everybody's
        "enabled": True,                # a link in default.target.wants: it starts with the user manager
        "state": "active",              # active, activating (also: it fails again and again), inactive, failed
        "answers": True,                # on the account's docker.sock somebody says a version and lists containers
        "outside": "dockerd (process 317) in session-3.scope",      # who answers there without a unit that starts it again, null
        "version": [26, 1, 5],          # as the daemon says
        "containers": 0,                # containers that run now
        "outdated": ["/usr/sbin/dockerd"],      # programs that are installed in another build than the one that runs
        "proxies_missing": ["docker-proxy"],    # programs that a published port needs, and that this daemon would not find
        "root_through_link": "/home/alice/.local/share/docker",     # a running daemon's data root, where it has not followed a link to it, null
        "context": True,                # the CLI's context "rootless" leads to this daemon
        "differs": ["drop-in MTU"],     # what we would write otherwise, or what it has not read yet: names of files, variables and keys, never values
        "foreign": ["/home/alice/.config/systemd/user/docker.service.d/override.conf:2 sets MTU"],     # contradicts a wish, not ours
        "left_behind": "3 images in /home/alice/.local/share/docker",   # what the wished data root would leave, null
        "unseen": "1 image in /home/alice/.local/share/docker, and its daemon uses /srv/docker",     # what an earlier daemon left, null
        "config_fault": "is not valid JSON (line 1, column 2)",         # of daemon.json, null where there is none
        "journal": ["[rootlesskit:parent] error: ..."],     # last lines of a daemon that does not answer, asked as root
    }
    """
    socket = daemon_socket.ask(host, account)
    unit, mask = daemon_units.found(host, account, socket["service"]), daemon_units.mask(host, account)
    facts = {key: socket[key] for key in ("service", "answers", "outside", "version", "containers")}
    facts.update({
        "unit": None if unit == mask else unit, "masked": mask, "mask_is_own": daemon_units.is_own(account, mask),
        "ours": unit == unit_path(account.home) and daemon_units.is_ours(host, account),
        "enabled": daemon_units.enabled(host, account, socket["service"]), "journal": [], "unanswered": {},
    })
    _ask_each(facts, {
        "context": lambda: cli_context.leads_here(host, account), "left_behind": lambda: data_left.behind(host, account, wish),
        "unseen": lambda: data_left.unseen(host, account),
        "root_through_link": lambda: data_left.through_link(host, account) if socket["answers"] else None,
        "outdated": lambda: daemon_programs.outdated(host, account, socket),
        "proxies_missing": lambda: daemon_programs.proxies_missing(host, account, socket),
    })
    _ask_manager(host, account, wish, socket, facts)
    return facts


def _ask_each(facts, questions):
    """Each by itself: what one cannot tell says nothing of the others."""
    for key, question in questions.items():
        try:
            facts[key] = question()
        except Unanswered as error:
            facts["unanswered"][key] = str(error)


def _ask_manager(host, account, wish, socket, facts):
    """What the user manager makes of the unit. Where no manager runs, nothing is in effect; where one hangs, nobody can tell."""
    facts["differs"] = daemon_differences.config(host, account, wish, facts)
    try:
        shown = daemon_state.shown_now(host, socket["service"], soon=True)
        facts["state"] = "active" if shown["ActiveState"] == "reloading" else shown["ActiveState"]
        daemon_differences.unit(host, account, wish, socket, shown, facts)
    except Late as error:
        del facts["differs"]
        facts["unanswered"].update(dict.fromkeys(("state", "unit_fault", "differs", "foreign"), str(error)))
