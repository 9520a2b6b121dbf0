# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Linger, user manager, runtime directory and bus of one account: what is, and the steps to what has to be.

    {"linger": "yes", "manager": "active", "runtime_dir": "right", "bus": "answers"}      # what has to be: WELL
"""

from . import state as session_state
from ..machine.host import Unanswered, runtime_dir, why_not
from .state import runtime_dir_state, unit_of
from .user_manager import do, one_line, show, user_do, wait_until

WELL = {"linger": "yes", "manager": "active", "runtime_dir": "right", "bus": "answers"}
NOTHING = {"linger": "no", "manager": "inactive", "runtime_dir": "missing", "bus": "silent"}
START = 60        # seconds a user manager may take
ALL_STEPS = 420   # and all steps of one account, which have deadlines of their own
SOON = 10         # seconds for what follows at once

PAM = ("PAM refused to start the user manager of %(name)s (status 224): the account or its password is expired, see: chage -l %(name)s")
MASKED = "user@.service is masked on this host, so no user manager can start; an administrator may say: systemctl unmask user@.service"
NO_BUS_UNIT = "there is no dbus.socket for user managers on this host, install the package that brings it (Debian: dbus-user-session)"
BUS_UNITS = ("dbus.socket", "dbus.service")       # the second is an alias where dbus-broker serves the bus
BUS_MASKED = "%(unit)s is masked for the user managers of all accounts; if that is not intended, run: systemctl --global unmask %(unit)s"
NO_BUSCTL = "there is no busctl on this host, so the user bus cannot be asked; runc asks with it too, install the package that brings it (systemd)"


# -- what is ---------------------------------------------------------------------------------------------------------


def look(host, account, seconds=20):
    """The account's state, with the keys of WELL."""
    state = {
        "linger": "yes" if session_state.lingers(host, account) else "no",
        "manager": session_state.manager(host, account)[0],
        "runtime_dir": runtime_dir_state(host, account),
    }
    asked = state["manager"] == "active" and state["runtime_dir"] in ("right", "open to others")
    state["bus"] = "answers" if asked and host.as_account(account, lambda inner: bus_answers(inner, account), seconds) else "silent"
    return state


def bus_answers(host, account):
    """Asked as the account."""
    if not host.find("busctl"):
        raise Unanswered(NO_BUSCTL)
    return session_state.bus(host, account)[0]


# -- the steps -------------------------------------------------------------------------------------------------------


def heal(host, account, state, did):
    """Take the steps that this state needs, in their order; a sentence for each lands in `did`. Unanswered where one fails."""
    for step in (heal_linger, heal_runtime_dir, heal_manager, heal_bus):
        did += step(host, account, state)


def heal_linger(host, account, state):
    if state["linger"] == "yes":
        return []
    do(host, ["loginctl", "enable-linger", account.name])
    return ["%s lingers now" % account.name]


def heal_runtime_dir(host, account, state):
    """A directory that is there and wrong goes first: restarting it takes the manager along, whose files were in it."""
    own = runtime_dir(account)
    if state["runtime_dir"] == "right" or (state["runtime_dir"] == "missing" and state["manager"] != "active"):
        return []
    if state["runtime_dir"] == "open to others":
        host.as_account(account, lambda inner: do(inner, ["chmod", "0700", own]))
        return ["%s is closed to others now" % own]
    do(host, ["systemctl", "restart", "user-runtime-dir@%d.service" % account.uid], START)
    do(host, ["systemctl", "restart", unit_of(account)], START)
    return ["%s was made anew, with it the user manager of %s" % (own, account.name)]


def heal_manager(host, account, state):
    did, unit = [], unit_of(account)
    if state["manager"] == "masked":
        host.run(["systemctl", "unmask", unit])
        host.run(["systemctl", "unmask", "--runtime", unit])
        if show(host, unit, ["LoadState"])["LoadState"] == "masked":
            raise Unanswered(MASKED)
        did.append("%s was masked and is no longer" % unit)
    if state["manager"] != "active":
        _start(host, account, unit)
        did.append("the user manager of %s was started" % account.name)
    return did


def _start(host, account, unit):
    host.run(["systemctl", "reset-failed", unit])
    started = host.run(["systemctl", "start", unit], seconds=START)
    if started.rc != 0:
        refused = show(host, unit, ["ExecMainStatus"])["ExecMainStatus"] == "224"
        raise Unanswered(PAM % {"name": account.name} if refused else "systemctl start %s: %s" % (unit, one_line(started.err)))


def heal_bus(host, account, state):
    if wait_until(lambda: runtime_dir_state(host, account) == "right", SOON) is not True:
        raise Unanswered("%s is %s although the user manager runs" % (runtime_dir(account), runtime_dir_state(host, account)))
    return host.as_account(account, lambda inner: bus_steps(inner, account, state), START)


def bus_steps(host, account, state):
    """As the account. A package that came a moment ago is seen only after daemon-reload; a manager that just started brings its bus along."""
    fresh = state["manager"] != "active" or state["runtime_dir"] in ("missing", "wrong")
    if bus_answers(host, account) or (fresh and wait_until(lambda: bus_answers(host, account), 3)):
        return []
    user_do(host, ["daemon-reload"])
    for unit in BUS_UNITS:
        _unmask(host, account, unit)
    return _start_bus(host, account)


def _unmask(host, account, unit):
    """A mask of the account's own goes; one for all accounts is an administrator's."""
    if _load_state(host, unit) == "masked":
        host.run(["systemctl", "--user", "unmask", unit])
        host.run(["systemctl", "--user", "unmask", "--runtime", unit])
    loaded = _load_state(host, unit)
    if loaded == "masked":
        raise Unanswered(BUS_MASKED % {"unit": unit})
    if loaded != "loaded":
        raise Unanswered(NO_BUS_UNIT if loaded == "not-found" else "%s of %s is %s" % (unit, account.name, loaded))


def _load_state(host, unit):
    return show(host, unit, ["LoadState"], user=True)["LoadState"]


def _start_bus(host, account):
    host.run(["systemctl", "--user", "reset-failed"] + list(BUS_UNITS))
    user_do(host, ["start", "dbus.socket"])
    if not wait_until(lambda: bus_answers(host, account), 3):
        # Its socket file was removed under it. Nothing that requires the bus may be stopped for this: the daemon does.
        host.run(["systemctl", "--user", "--job-mode=ignore-dependencies", "stop", "dbus.service", "dbus-broker.service", "dbus.socket"])
        user_do(host, ["--job-mode=ignore-dependencies", "start", "dbus.socket"])
    if not wait_until(lambda: bus_answers(host, account), SOON):
        raise Unanswered("the user bus of %s does not answer although dbus.socket was started" % account.name)
    return ["the user bus of %s was started" % account.name]


# -- one account -----------------------------------------------------------------------------------------------------


def bring_up_all(host, names, check, again=()):
    """{name: reply of bring_up}, side by side, each in a child process: what holds one account up costs no other, nor does a crash."""
    found = host.look_up(names)
    asked = [("setting up the session of " + name, _question(name, found[name], check, name in again)) for name in names]
    replies = host.aside(asked, ALL_STEPS)
    return {name: _reply(error=str(reply)) if isinstance(reply, Unanswered) else reply for name, reply in zip(names, replies)}


def _question(name, account, check, restart):
    return lambda host: bring_up(host, name, account, check, restart)


def _reply(**said):
    return dict({"changed": False, "error": None, "did": [], "before": dict(NOTHING), "after": dict(NOTHING)}, **said)


def bring_up(host, name, account, check, restart=False):
    """The module's answer for one account, as host.look_up has found it: {changed, error, did, before, after}."""
    if account is None and check:
        return _reply(changed=True, after=dict(WELL))
    reply = _reply(error=why_not(name, account))
    if reply["error"]:
        return reply
    try:
        reply["before"] = reply["after"] = look(host, account)
        if restart or reply["before"] != WELL:
            reply["changed"], reply["after"] = True, dict(WELL)
            if not check:
                state = _restarted(host, account, reply["did"]) if restart else reply["before"]
                heal(host, account, state, reply["did"])
                reply["after"] = look(host, account)
    except Unanswered as error:
        reply["error"] = str(error)
    return _settled(host, account, reply, check)


def _restarted(host, account, did):
    """What a manager was started with, its controllers above all, it keeps until it is another one."""
    do(host, ["systemctl", "restart", unit_of(account)], START)
    did.append("the user manager of %s was restarted" % account.name)
    return look(host, account)


def _settled(host, account, reply, check):
    """After an error the state is looked at once more: what was changed is said even where the last step failed."""
    if reply["error"] and not check:
        try:
            reply["after"] = look(host, account)
        except Unanswered:
            reply["after"] = dict(reply["before"])
        reply["changed"] = any(state == WELL[key] != reply["before"][key] for key, state in reply["after"].items())
    elif not check and reply["after"] != WELL:
        reply["error"] = "the session of %s is not well after all steps: %s" % (
            account.name, ", ".join("%s is %s" % pair for pair in sorted(reply["after"].items()) if WELL[pair[0]] != pair[1]))
    return reply
