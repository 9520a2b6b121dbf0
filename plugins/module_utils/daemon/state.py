# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one account's daemon is now, and what a wish would change. Runs as the account and changes nothing."""

import os

from . import cli_context, files as daemon_files, config as daemon_json, api, units
from ..home import paths as home_paths
from ..storage import image_store
from ..machine import mounts, trusted_path
from .units import UNIT
from ..machine.host import Late, Unanswered
from ..data.texts import sentence
from ..session.user_manager import show

KEYS = ["LoadState", "FragmentPath", "ActiveState", "InvocationID", "NRestarts", "Job", "Environment", "DropInPaths", "MainPID", "NeedDaemonReload",
        "EnvironmentFiles"]
NO_MANAGER = dict(dict.fromkeys(KEYS, ""), LoadState="not-found", ActiveState="inactive", NRestarts="0")
NO_ENGINE = "there is no dockerd-rootless.sh on this host, install the engine with its rootless extras first"
MASKED = "docker.service is masked for every account by %s; where that is not meant, as root: systemctl --global unmask docker.service"
UNREAD = "%s (written after the daemon's start)"
OTHER = "drop-in %s (another value when the daemon was started)"
# What a daemon says in /info that it has read: keys of daemon.json, and their names there.
SAID = {"data-root": "DockerRootDir", "storage-driver": "Driver", "log-driver": "LoggingDriver", "debug": "Debug",
        "live-restore": "LiveRestoreEnabled", "default-runtime": "DefaultRuntime"}


def look(host, account, wish, soon=False):
    """All that the transaction needs to know; `soon` (check mode): manager and engine count as already brought by earlier tasks.

    {"unit": name of the unit that counts, "shown": what the manager says of it, "alive": a daemon answers, "answers": and its unit is active,
     "outside", "pid": see daemon_socket.ask, "enabled": bool, "masked": the path of a mask or None, "reload": the manager has not read the unit,
     "files": those that differ (see _file), "data_root": a directory to be made or None, "refused": why only root could make it, or None,
     "stale": names not yet in effect, "context": cli_context.look}
    Raises Unanswered, a sentence, where anything is in the way.
    """
    away = mounts.missing(host, host.resolved(account.home)) + mounts.missing(host, host.resolved(wish.get("data_root") or account.home))
    if away:
        raise Unanswered("nothing is mounted on %s; nothing was written" % away[0])
    socket = api.ask(host, account)
    unit = socket["service"]
    shown = shown_now(host, unit, soon)
    effective = daemon_files.parse_environment("Environment=" + shown["Environment"])
    found = [drop_in_file(host, account, wish, effective, unit), config_file(host, account, wish)]
    if unit == UNIT:
        found.insert(0, unit_file(host, account, shown, soon))
    state = {
        "unit": unit, "shown": shown, "alive": socket["answers"], "answers": in_its_unit(socket, shown), "outside": socket["outside"],
        "pid": socket["pid"], "enabled": units.enabled(host, account, unit), "masked": _masked(host, account),
        "reload": unread_unit(shown) and units.is_ours(host, account),
        "files": [one for one in found if one],
        "stale": daemon_files.environment_differences(wish, effective) + unread(host, account, wish, socket, shown),
        "context": cli_context.look(host, account, soon),
    }
    if shown == NO_MANAGER and state["enabled"] and units.found(host, account, unit):     # the manager that an earlier task starts brings it along
        state.update(alive=True, answers=True)
    state["data_root"], state["refused"] = _data_root(host, daemon_json.wished_root(wish) or _linked_root(host, account, wish))
    refusal = home_paths.refusal(host, account, _to_be_written(account.home, state))
    if refusal:
        raise Unanswered(refusal)
    return state


def _to_be_written(home, state):
    return [one["path"] for one in state["files"]] + ([] if state["enabled"] else [units.enabled_path(home)]) + (
        [cli_context.config_path(home)] if any(state["context"].values()) else [])


def shown_now(host, unit=UNIT, soon=False):
    try:
        return show(host, unit, KEYS, user=True)
    except Late:        # a manager that hangs is there
        raise
    except Unanswered:
        if soon:
            return dict(NO_MANAGER)
        raise


def in_its_unit(socket, shown):
    """Whether a daemon answers that its unit keeps alive: one whose unit failed, or is only being started, is not well."""
    return socket["answers"] and not socket["outside"] and shown["ActiveState"] in ("active", "reloading")


def answers(host, account, shown, unit=UNIT):
    socket = api.ask(host, account)
    return in_its_unit(socket, shown) and socket["service"] == unit


def _masked(host, account):
    """The account's own mask, which is to be taken back; an administrator's, for every account, is kept."""
    path = units.mask(host, account)
    if path and not units.is_own(account, path):
        raise Unanswered(MASKED % path)
    return path


def unread_unit(shown):
    """The unit came, went or changed on disk since the manager read it: a restart would not see it. One that came back is an "error"."""
    return shown["NeedDaemonReload"] == "yes" or shown["LoadState"] in ("not-found", "error") and shown["ActiveState"] == "active"


def unread(host, account, wish, socket, shown):
    """What this wish has in files that were written after the daemon's start: it runs on what it read before, or nobody can tell."""
    pid = int(shown["MainPID"] or 0) or socket["pid"]
    if not socket["answers"] or not pid:
        return []
    config = daemon_json.wished_config(wish)
    found = [UNREAD % "drop-in"] if host.written_since(daemon_files.drop_in_path(account.home, socket["service"]), pid) else []
    if config and host.written_since(daemon_files.config_path(account.home), pid) and not _said(host, account, config):
        found.append(UNREAD % "daemon.json")
    return found + ([] if shown["EnvironmentFiles"] else [OTHER % name for name in other_in_force(host, wish, shown, pid)])


def other_in_force(host, wish, shown, pid):
    """The wished variables that the unit sets as wished, and that the daemon was started with another value of."""
    effective, wished = daemon_files.parse_environment("Environment=" + shown["Environment"]), daemon_files.wished_environment(wish)
    return [name for name in sorted(wished) if effective.get(name) == wished[name] and host.variable(pid, name) not in (None, wished[name])]


def _said(host, account, config):
    """Whether the daemon itself says that it does what is wished, to the last key."""
    try:
        info = host.get(api.path(account), "/info")
    except Unanswered:
        return False
    return isinstance(info, dict) and all(key in SAID and info.get(SAID[key]) == value for key, value in config.items())


# -- the files that differ -------------------------------------------------------------------------------------------


def _file(what, path, before, after, mode, names):
    """before and after are texts, null for "no such file"; names are what differs in it, [] where the text itself may be shown."""
    return {"what": what, "path": path, "before": before, "after": after, "mode": mode, "names": names}


def unit_file(host, account, shown, soon=False):
    """Ours is written where no unit is, or an older one of ours: a distribution's, or one made by hand, is kept."""
    path = daemon_files.unit_path(account.home)
    before = None if units.mask(host, account) == path else host.read(path)
    foreign = units.is_there(host, shown["FragmentPath"], path) if before is None else not daemon_files.is_ours(before)
    if foreign:
        return None
    script = host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH)
    if not script and not soon:
        raise Unanswered(NO_ENGINE)
    text = daemon_files.unit_text(script or daemon_files.SCRIPT, daemon_files.service_path(host.find("dockerd")))
    return None if text == before else _file("unit", path, before, text, 0o644, [])


def drop_in_file(host, account, wish, effective, unit=UNIT):
    """A wish that is in effect by somebody else's drop-in needs none of ours. An emptied one stays: its time says that it is new."""
    path = daemon_files.drop_in_path(account.home, unit)
    before = host.read(path)
    written, missing = daemon_files.drop_in_environment(before), daemon_files.environment_differences(wish, effective)
    names = [sentence(name) for name in daemon_files.drop_in_differences(wish, before) if name in written or name in missing]
    try:
        after = daemon_files.drop_in_text(wish)
    except ValueError as error:
        raise Unanswered(str(error))
    return _file("drop-in", path, before, after, 0o600, names) if names else None


def config_file(host, account, wish):
    path, wanted = daemon_files.config_path(account.home), daemon_json.wished_config(wish)
    wanted.update(image_store.needed(host, account, wish))
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


def _linked_root(host, account, wish):
    """The data root where a link leads to it, else None. dockerd follows links to one that is there when it starts; through others runc runs nothing."""
    path = image_store.data_root_of(host, account, wish)
    return path if host.resolved(path) != path else None


def _data_root(host, path):
    """(the path where it has to be made, else None; why the account cannot make it, else None). Unanswered where nobody shall make one."""
    if not path:
        return None, None
    nearest = path
    while host.stat(nearest, follow=True) is None and nearest != "/":
        nearest = os.path.dirname(nearest)
    found = host.stat(nearest, follow=True)
    if found["kind"] != "dir":
        raise Unanswered("data_root %s: %s is not a directory" % (path, nearest))
    writable = host.run(["test", "-w", nearest, "-a", "-x", nearest]).rc == 0
    refused = None if writable else "data_root %s: the account may not write in %s, give it a directory of its own" % (path, nearest)
    made = nearest == path and not (refused and trusted_path.is_closed(found))      # root alone sees whether a killed run left that
    if refused and made:
        raise Unanswered(refused)
    return None if made else path, refused


# -- what it comes to ------------------------------------------------------------------------------------------------


def names_of(one):
    """What differs in a file: ["drop-in MTU"], or ["unit"] where the text itself may be shown."""
    return [one["what"] + " " + name for name in one["names"]] or [one["what"]]


def changes(state, start):
    """What would change, in names: [] is a daemon that is left alone. `start` is needs_start's answer."""
    found = ["data root"] if state["data_root"] else []
    found += [name for one in state["files"] for name in names_of(one)]
    found += ["unmasked"] if state["masked"] else []
    found += ["reloaded"] if state["reload"] and not start and not found else []
    found += [] if not start else ["restarted"] if state["alive"] else ["running"]
    found += [] if state["enabled"] else ["enabled"]
    found += ["context"] if state["context"]["make"] else []
    return found + (["current context"] if state["context"]["use"] else [])


def needs_start(state, restart=False):
    """A unit that differs says how the next start goes: that is no reason for one."""
    return bool(restart or [one for one in state["files"] if one["what"] != "unit"] or state["stale"] or not state["answers"])


def of_a_new_account(host, home, wish):
    """{"changes", "files"} of an account that an earlier task would have made: it has nothing, and its home may be anybody's still."""
    script, environment = host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH), sorted(daemon_files.wished_environment(wish))
    text = daemon_files.unit_text(script or daemon_files.SCRIPT, daemon_files.service_path(host.find("dockerd")))
    config, keys = daemon_json.merge_config(None, daemon_json.wished_config(wish))
    files = [_file("unit", daemon_files.unit_path(home), None, text, 0o644, [])]
    if environment:
        files.append(_file("drop-in", daemon_files.drop_in_path(home), None, daemon_files.drop_in_text(wish), 0o600, environment))
    if keys:
        files.append(_file("daemon.json", daemon_files.config_path(home), None, config, 0o600, keys))
    root = daemon_json.wished_root(wish)
    made = ["data root"] if root and (root.startswith(home + "/") or trusted_path.missing(host, root)) or not root and host.resolved(home) != home else []
    return {"files": files, "changes": made + [name for one in files for name in names_of(one)] + ["running", "enabled", "context", "current context"]}
