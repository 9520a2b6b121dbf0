# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One account's daemon changed as a transaction: written, validated, restarted, asked; or all as it was. Runs as the account."""

import os
import time

from . import cli_context, files as daemon_files, config as daemon_json, units
from ..storage import data_left
from .state import answers, changes, look, needs_start, shown_now
from ..machine.host import Unanswered, runtime_dir
from ..machine.journal import cleaned
from ..data.texts import printable_lines
from ..session.user_manager import do, one_line, user_do, wait_until

GIVE_UP = 3      # automatic restarts after which a start has failed: a unit without a limit of its own goes on for ever
FAREWELL = 60    # seconds that a daemon has to end with its containers


def settle(host, account, wish, options):
    """The whole of one account: {changes, did, error, files, refused, restarted, window}. `options` has check, restart, start_only, settings_only,
    leave_data, wait.

    window is [from, to] in seconds since 1970 where the journal of a failed start is worth reading. refused says why only root could
    make the data root, and nothing was done then.
    """
    wish = wish if options["leave_data"] or not data_left.behind(host, account, wish) else data_left.where_it_is(wish)
    state = look(host, account, wish, soon=options["check"])
    start = needs_start(state, options["restart"])
    if options["start_only"] and state["alive"]:      # what would restart it is for a run that may
        state.update(files=[one for one in state["files"] if one["what"] == "unit"], stale=[], data_root=None, refused=None)
        start = False
    if options["settings_only"]:
        state.update(files=[one for one in state["files"] if one["what"] != "unit"], masked=None, enabled=True, context=cli_context.NOTHING)
    reply = {"changes": changes(state, start), "did": [], "error": None, "restarted": False, "window": None,
             "files": [shown_file(one) for one in state["files"]], "refused": state["refused"]}
    if options["check"] or state["refused"] or not reply["changes"]:
        return reply
    if start:
        _transaction(host, account, wish, state, options["wait"], reply)
    else:
        _write_unit(host, account, state, reply)
    if not reply["error"]:
        reply["did"] += _enable(host, account, state) + cli_context.settle(host, account, state["context"])
    return reply


def shown_file(one):
    """A file that differs as it may leave the account's process: a unit with its text, else the names alone."""
    if not one["names"]:
        return {"path": one["path"], "before": printable_lines(one["before"] or ""), "after": one["after"]}
    before = daemon_files.drop_in_environment(one["before"]) if one["what"] == "drop-in" else daemon_json.parse_config(one["before"])
    after = daemon_files.drop_in_environment(one["after"]) if one["what"] == "drop-in" else daemon_json.parse_config(one["after"])
    return {
        "path": one["path"],
        "before": "".join("%s: set\n" % name for name in one["names"] if name in before),
        "after": "".join("%s: %s\n" % (name, "changed" if name in before else "set") for name in one["names"] if name in after),
    }


# -- the transaction -------------------------------------------------------------------------------------------------


def _transaction(host, account, wish, state, wait, reply):
    began, written, before = time.time(), [], state["shown"]["InvocationID"]
    try:
        _validate(host, account, state)
        if state["data_root"]:
            do(host, ["mkdir", "-p", "--", state["data_root"]])
            reply["did"].append("%s was made" % state["data_root"])
        _write(host, account, state, written, reply)
        _in_effect(host, wish, state["unit"])
        _end_outside(host, account, state, reply)
        _start(host, account, state["unit"], wait)
        reply["restarted"] = state["alive"]
        reply["did"].append("the daemon of %s was started and answers" % account.name)
    except Unanswered as error:
        reply["error"], reply["window"] = str(error), [began, time.time()]
        _take_back(host, account, state, written, reply)
        if written and state["answers"] and shown_now(host, state["unit"])["InvocationID"] != before:
            _start_again(host, account, state["unit"], wait, reply)


def _write_unit(host, account, state, reply):
    """A unit alone is written and read while its daemon goes on: it says how the next start goes."""
    written = []
    try:
        if state["files"] or state["masked"] or state["reload"]:
            _write(host, account, state, written, reply)
    except Unanswered as error:
        reply["error"] = str(error)
        _take_back(host, account, state, written, reply)


def _write(host, account, state, written, reply):
    if state["masked"]:
        within = next(folder for folder in units.own_folders(account) if state["masked"].startswith(folder))
        host.remove(state["masked"], within=within)     # `systemctl unmask` would take the links along that enable the unit
        reply["did"].append("%s of %s was unmasked" % (state["unit"], account.name))
    for one in state["files"]:
        written.append(one)
        _put(host, account, one["path"], one["after"], one["mode"])
        reply["did"].append("%s was written" % one["path"])
    user_do(host, ["daemon-reload"])


def _end_outside(host, account, state, reply):
    """A daemon that no unit started holds the lock, and ends with its rootlesskit. What is none of rootlesskit's is somebody else's program."""
    if not state["outside"]:
        return
    parents = [pid for pid, name in host.lineage(state["pid"]) if name == "rootlesskit"]
    if not parents:
        raise Unanswered("%s listens in place of the daemon of %s and was not started by rootlesskit: end it by hand" % (state["outside"], account.name))
    host.end(parents[-1])
    if not wait_until(lambda: host.ended(parents[-1]), FAREWELL):
        raise Unanswered("%s did not end within %d s" % (state["outside"], FAREWELL))
    reply["did"].append("%s was ended" % state["outside"])


def _put(host, account, path, text, mode):
    if text is None:
        host.remove(path, within=account.home)
    else:
        host.write(path, text, mode, within=account.home)


def _validate(host, account, state):
    """dockerd reads a copy first, where it can (from 23 on). It sees syntax, types and unknown keys, not whether it would start."""
    config = next((one for one in state["files"] if one["what"] == "daemon.json"), None)
    dockerd = host.find("dockerd")
    if not config or not dockerd:
        return
    copy = runtime_dir(account) + "/rootless-docker-daemon.json"
    host.write(copy, config["after"], 0o600, within=runtime_dir(account))
    try:
        said = host.run([dockerd, "--validate", "--config-file", copy], seconds=20)
    finally:
        host.remove(copy, within=runtime_dir(account))
    if said.rc != 0 and "unknown flag" not in said.err:
        raise Unanswered("dockerd refuses daemon.json: %s" % cleaned(one_line(said.err.replace(copy, config["path"]))))


def _in_effect(host, wish, unit):
    """A drop-in read after ours may say otherwise; that is somebody's decision and stays."""
    shown = shown_now(host, unit)
    if shown["LoadState"] != "loaded":
        raise Unanswered("%s is %s after daemon-reload: %s" % (unit, shown["LoadState"], shown["FragmentPath"] or "no such unit"))
    names = daemon_files.environment_differences(wish, daemon_files.parse_environment("Environment=" + shown["Environment"]))
    if names:
        later = [path for path in shown["DropInPaths"].split() if os.path.basename(path) > daemon_files.DROP_IN]
        raise Unanswered("a drop-in that comes after ours sets %s to another value, look in %s" % (", ".join(names), ", ".join(later)))


def _start(host, account, unit, wait):
    """Start it anew and wait until this very start answers. systemctl may wait for ever, so it is not waited for."""
    before = shown_now(host, unit)["InvocationID"]
    host.run(["systemctl", "--user", "reset-failed", unit])
    user_do(host, ["--no-block", "restart", unit])
    came = wait_until(lambda: _came_up(host, account, unit, before), wait)
    if came == "up":
        return
    state = shown_now(host, unit)["ActiveState"]
    raise Unanswered("the daemon of %s did not start" % account.name if came else
                     "the daemon of %s did not answer within %d s, %s is %s" % (account.name, wait, unit, state))


def _came_up(host, account, unit, before):
    """'up', 'failed', or None while it cannot be told. The old daemon may still answer, so the invocation has to be another.

    While our job waits, state and count of restarts are those of the time before it.
    """
    shown = shown_now(host, unit)
    if not shown["Job"].strip("0") and (shown["ActiveState"] == "failed" or int(shown["NRestarts"] or 0) >= GIVE_UP):
        return "failed"
    return "up" if shown["InvocationID"] != before and answers(host, account, shown, unit) else None


# -- and back --------------------------------------------------------------------------------------------------------


def _take_back(host, account, state, written, reply):
    """The previous files come back. Of a first set-up the unit stays, stopped and not enabled: the next round may find its cause healed."""
    stopped = not state["alive"] or state["outside"] is not None
    first = stopped and any(one["what"] == "unit" and one["before"] is None for one in written)
    kept = [one for one in written if first and one["what"] == "unit"]
    made = state["data_root"] and host.stat(state["data_root"], follow=True)
    reply["changes"] = [one["what"] for one in kept] + (["data root"] if made else [])
    reply["files"] = [shown_file(one) for one in kept]
    reply["did"] = ["%s was written" % one["path"] for one in kept]
    if not written:
        return
    try:
        for one in reversed(written):
            if one not in kept:
                _put(host, account, one["path"], one["before"], one["mode"])
        user_do(host, ["daemon-reload"])
        if stopped:
            user_do(host, ["--no-block", "stop", state["unit"]])
    except Unanswered as error:
        reply["error"] += "; the previous files could not be brought back: %s" % error
        return
    reply["error"] += "; it was stopped, and its unit stays for the next try" if kept else "; the previous files are back"


def _start_again(host, account, unit, wait, reply):
    try:
        _start(host, account, unit, wait)
        reply["error"] += " and the daemon answers on them"
    except Unanswered as error:
        reply["error"] += ", and on them too %s" % error


def _enable(host, account, state):
    if state["enabled"]:
        return []
    host.run(["systemctl", "--user", "enable", state["unit"]])
    if not units.enabled(host, account, state["unit"]):
        user_do(host, ["add-wants", "default.target", state["unit"]])     # its [Install] names a target that no user manager has
    return ["%s of %s starts with its user manager" % (state["unit"], account.name)]
