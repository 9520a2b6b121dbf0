# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/session_steps, a machine laid over WELL: {"says", "host", "changed", "error", "did", "after", "asked"}."""

import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.session import steps as session_steps
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Account, Host

from case_files import cases
from living_host import LivingHost

SHOW = "systemctl show user@1000.service -p LoadState,ActiveState,ExecMainStatus"
LOOKING = ("systemctl show", "systemctl --user show", "busctl")
WELL = {
    "accounts": {"alice": [1000, 1000, "/home/alice", "/bin/bash"], "toor": [0, 0, "/root", "/bin/sh"]},
    "files": {"/var/lib/systemd/linger/alice": "", "/usr/bin/busctl": ""},
    "stats": {"/run/user/1000": {"kind": "dir", "mode": "700", "uid": 1000}},
    "commands": {
        SHOW: [0, "LoadState=loaded\nActiveState=active\n", ""],
        "systemctl show user@1000.service -p LoadState": [0, "LoadState=loaded\n", ""],
        "systemctl show user@1000.service -p ExecMainStatus": [0, "ExecMainStatus=0\n", ""],
        "busctl --user --no-pager status": [0, "BusID=1\nOwnerUID=1000\n", ""],
        "systemctl --user daemon-reload": [0, "", ""],
        "systemctl --user show dbus.socket -p LoadState": [0, "LoadState=loaded\n", ""],
        "systemctl --user show dbus.service -p LoadState": [0, "LoadState=loaded\n", ""],
    },
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(session_steps, "wait_until", lambda question, seconds: question())


def machine(case):
    given = case.get("host", {})
    parts = {part: dict(WELL.get(part, {}), **given.get(part, {})) for part in ("accounts", "files", "stats", "commands", "effects")}
    host = LivingHost(parts)
    for path in given.get("gone", []):
        host.files.pop(path, None)
        host.stats.pop(path, None)
    return host


def asked(host, name, check):
    return session_steps.bring_up_all(host, [name], check)[name]


@pytest.mark.parametrize("case", cases(__file__, "steps"))
def test_case(case):
    host = machine(case)
    reply = asked(host, case.get("name", "alice"), False)
    assert reply["error"] == case.get("error")
    assert reply["did"] == case.get("did", [])
    assert reply["changed"] == case.get("changed", bool(case.get("did")))
    assert [line for line in host.ran if not line.startswith(LOOKING)] == case.get("asked", [])


@pytest.mark.parametrize("case", cases(__file__, "steps"))
def test_check_mode_only_looks_and_says_the_same(case):
    host = machine(case)
    reply = asked(host, case.get("name", "alice"), True)
    assert [line for line in host.ran if not line.startswith(LOOKING)] == []
    assert reply["did"] == []
    if case.get("error") is None:
        assert reply["changed"] == case.get("changed", bool(case.get("did")))
        assert reply["after"] == session_steps.WELL


def test_an_account_that_will_be_made_would_change():
    reply = asked(machine({}), "ghost", True)
    assert (reply["changed"], reply["error"], reply["before"]) == (True, None, session_steps.NOTHING)


def test_what_nss_does_not_answer_is_that_accounts_error():
    host = machine({"host": {"accounts": {"bob": {"unanswered": "looking up bob took longer than 10 s"}}}})
    replies = session_steps.bring_up_all(host, ["bob", "alice"], False)
    assert replies["bob"]["error"] == "looking up bob took longer than 10 s" and replies["bob"]["changed"] is False
    assert replies["alice"]["error"] is None


@pytest.mark.slow
def test_an_account_that_stalls_or_crashes_costs_the_others_nothing(monkeypatch):
    """With real child processes."""
    class TwoNames(Host):
        def look_up(self, names, seconds=10):
            return {name: Account(name, 1000, 1000, "/home/" + name, "/bin/sh") for name in names}

    def look(host, account):
        if account.name == "stalls":
            time.sleep(60)
        return {"crashes": None}.get(account.name, dict(session_steps.WELL))

    monkeypatch.setattr(session_steps, "look", look)
    monkeypatch.setattr(session_steps, "ALL_STEPS", 2)
    replies = session_steps.bring_up_all(TwoNames(), ["stalls", "crashes", "alice"], False)
    assert replies["stalls"]["error"] == "setting up the session of stalls took longer than 2 s"
    assert replies["crashes"]["error"].startswith("setting up the session of crashes crashed: ")
    assert replies["alice"]["error"] is None and replies["alice"]["changed"] is False
