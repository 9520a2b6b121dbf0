# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one account's daemon is now, and what a wish would change. Runs as the account and changes nothing."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from . import cli_context, daemon_files, daemon_json, home_paths
from .host import Late, Unanswered, runtime_dir
from .user_manager import show

UNIT = "docker.service"
KEYS = ["LoadState", "FragmentPath", "ActiveState", "InvocationID", "NRestarts", "Job", "Environment", "DropInPaths"]
NO_MANAGER = {"LoadState": "not-found", "FragmentPath": "", "ActiveState": "inactive", "InvocationID": "", "NRestarts": "0",
              "Job": "", "Environment": "", "DropInPaths": ""}
NO_ENGINE = "there is no dockerd-rootless.sh on this host, install the engine with its rootless extras first"
MASKED = "docker.service is masked for the user manager of %s; where that is not meant, as %s: systemctl --user unmask docker.service"


def look(host, account, wish, soon=False):
    """All that the transaction needs to know; `soon` (check mode): manager and engine count as already brought by earlier tasks.

    {"shown": what the manager says of the unit, "answers": bool, "enabled": bool, "context": cli_context.look,
     "files": those that differ (see _file), "data_root": a directory to be made or None, "stale": names not yet in effect}
    Raises Unanswered, a sentence, where anything is in the way.
    """
    shown = shown_now(host, soon)
    if shown["LoadState"] == "masked":
        raise Unanswered(MASKED % (account.name, account.name))
    effective = daemon_files.parse_environment("Environment=" + shown["Environment"])
    state = {
        "shown": shown, "answers": answers(host, account), "enabled": enabled(host, account),
        "files": [found for found in (
            unit_file(host, account, shown, soon), drop_in_file(host, account, wish, effective), config_file(host, account, wish)) if found],
        "data_root": _data_root(host, wish.get("data_root")),
        "stale": daemon_files.environment_differences(wish, effective),
        "context": cli_context.look(host, account, soon),
    }
    refusal = home_paths.refusal(host, account, _to_be_written(account.home, state))
    if refusal:
        raise Unanswered(refusal)
    return state


def _to_be_written(home, state):
    return [one["path"] for one in state["files"]] + ([] if state["enabled"] else [enabled_path(home)]) + (
        [cli_context.config_path(home)] if any(state["context"].values()) else [])


def enabled_path(home):
    return os.path.join(os.path.dirname(daemon_files.unit_path(home)), "default.target.wants", UNIT)


def shown_now(host, soon=False):
    try:
        return show(host, UNIT, KEYS, user=True)
    except Late:        # a manager that hangs is there
        raise
    except Unanswered:
        if soon:
            return dict(NO_MANAGER)
        raise


def answers(host, account):
    try:
        return host.get(runtime_dir(account) + "/docker.sock", "/_ping") == "OK"
    except Unanswered:
        return False


def enabled(host, account):
    """A link in default.target.wants: `is-enabled` also says so of one that hangs on a target no user manager has."""
    return _first_found(host, account, "default.target.wants/" + UNIT) is not None


def unit_found(host, account):
    """The path of the unit docker.service that the account's manager would load, or None."""
    return _first_found(host, account, UNIT)


def is_ours(host, account):
    """Whether this collection wrote the unit in the home; one that cannot be read is nobody's of ours."""
    try:
        return daemon_files.is_ours(host.read(daemon_files.unit_path(account.home)))
    except Unanswered:
        return False


def _first_found(host, account, name):
    folders = (os.path.dirname(daemon_files.unit_path(account.home)),) + daemon_files.UNIT_FOLDERS
    return next((path for path in (os.path.join(folder, name) for folder in folders) if _seen(host, path)), None)


def _seen(host, path):
    """What is closed to the account is not there for its manager either."""
    try:
        return host.stat(path) is not None
    except Unanswered:
        return False


# -- the files that differ -------------------------------------------------------------------------------------------


def _file(what, path, before, after, mode, names):
    """before and after are texts, null for "no such file"; names are what differs in it, [] where the text itself may be shown."""
    return {"what": what, "path": path, "before": before, "after": after, "mode": mode, "names": names}


def unit_file(host, account, shown, soon=False):
    """Ours is written where no unit is, or an older one of ours: a distribution's, or one made by hand, is kept."""
    path = daemon_files.unit_path(account.home)
    before = host.read(path)
    foreign = shown["FragmentPath"] not in ("", path) if before is None else not daemon_files.is_ours(before)
    if foreign:
        return None
    script = host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH)
    if not script and not soon:
        raise Unanswered(NO_ENGINE)
    text = daemon_files.unit_text(script or daemon_files.SCRIPT, daemon_files.service_path(host.find("dockerd")))
    return None if text == before else _file("unit", path, before, text, 0o644, [])


def drop_in_file(host, account, wish, effective):
    """A wish that is in effect by somebody else's drop-in needs none of ours."""
    path = daemon_files.drop_in_path(account.home)
    before = host.read(path)
    written, missing = daemon_files.drop_in_environment(before), daemon_files.environment_differences(wish, effective)
    names = [name for name in daemon_files.drop_in_differences(wish, before) if name in written or name in missing]
    try:
        after = daemon_files.drop_in_text(wish) or None
    except ValueError as error:
        raise Unanswered(str(error))
    return _file("drop-in", path, before, after, 0o600, names) if names else None


def config_file(host, account, wish):
    path, wanted = daemon_files.config_path(account.home), daemon_json.wished_config(wish)
    try:
        before, found = host.read(path), host.stat(path)
    except Unanswered:
        if wanted:
            raise
        return None         # whatever it is, nothing is written there
    try:
        after, names = daemon_json.merge_config(before, wanted)
    except ValueError as error:
        raise Unanswered("%s %s" % (path, error))
    return _file("daemon.json", path, before, after, found["mode"] if found else 0o600, names) if names else None


def _data_root(host, path):
    """The path where it has to be made, None where it is there; Unanswered where the account could not make or fill it."""
    if not path:
        return None
    nearest = path
    while host.stat(nearest, follow=True) is None and nearest != "/":
        nearest = os.path.dirname(nearest)
    found = host.stat(nearest, follow=True)
    if found["kind"] != "dir":
        raise Unanswered("data_root %s: %s is no directory" % (path, nearest))
    if host.run(["test", "-w", nearest, "-a", "-x", nearest]).rc != 0:
        raise Unanswered("data_root %s: the account may not write in %s, give it a directory of its own" % (path, nearest))
    return None if nearest == path else path


# -- what it comes to ------------------------------------------------------------------------------------------------


def names_of(one):
    """What differs in a file: ["drop-in MTU"], or ["unit"] where the text itself may be shown."""
    return [one["what"] + " " + name for name in one["names"]] or [one["what"]]


def changes(state, restart=False):
    """What would change, in names: [] is a daemon that is left alone."""
    found = [name for one in state["files"] for name in names_of(one)]
    found += ["data root"] if state["data_root"] else []
    found += ["running"] if not state["answers"] else ["restarted"] if needs_restart(state, restart) else []
    found += [] if state["enabled"] else ["enabled"]
    found += ["context"] if state["context"]["make"] else []
    return found + (["current context"] if state["context"]["use"] else [])


def needs_restart(state, restart=False):
    return bool(restart or state["files"] or state["stale"] or not state["answers"])


FRESH = ["unit", "running", "enabled", "context", "current context"]
