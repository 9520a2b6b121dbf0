# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/daemon_change, a machine laid over one of MACHINES: bare, or well (ours runs and answers).

{"says", "on", "host", "wish", "restart", "start_only", "changes", "error", "did", "files": {path: text after, null for gone}, "stay": [paths],
 "asked": [commands], "not_asked": [commands]}
"""

import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.daemon import change as daemon_change, files as daemon_files
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Unanswered

from case_files import cases
from living_host import LivingHost

HOME = "/home/alice"
UNIT = daemon_files.unit_path(HOME)
SCRIPT = "/usr/share/docker.io/contrib/dockerd-rootless.sh"
SHOW = ("systemctl --user show docker.service -p LoadState,FragmentPath,ActiveState,InvocationID,NRestarts,Job,Environment,DropInPaths,MainPID,"
        "NeedDaemonReload,EnvironmentFiles")
RESTART = "systemctl --user --no-block restart docker.service"
LOOKING = ("systemctl --user show", "test ", "/usr/sbin/dockerd --version")
PING = "/run/user/1000/docker.sock /version"
LIST = "/run/user/1000/docker.sock /containers/json"
SAYS = {PING: {"Version": "26.1.5"}, LIST: []}
META = HOME + "/.docker/contexts/meta/12b961af5feb3e9d39f93b2cefb9a1a944f18d02cca0cac2f04f5a982240605f/meta.json"


def shown(state, invocation, environment="", drop_ins="", restarts=0, job="", fragment=UNIT, reload="no"):
    text = ("LoadState=%s\nFragmentPath=%s\nActiveState=%s\nInvocationID=%s\nNRestarts=%d\nJob=%s\nEnvironment=%s\nDropInPaths=%s\n"
            "MainPID=235\nNeedDaemonReload=%s\n")
    return [0, text % ("loaded" if fragment else "not-found", fragment, state, invocation, restarts, job, environment, drop_ins, reload), ""]


ENGINE = {"/usr/sbin/dockerd": "", "/usr/bin/docker": "", SCRIPT: ""}
QUIET = {line: [0, "", ""] for line in (
    "systemctl --user daemon-reload", "systemctl --user reset-failed docker.service", RESTART,
    "systemctl --user --no-block stop docker.service", "systemctl --user enable docker.service",
    "docker context create rootless --docker host=unix:///run/user/1000/docker.sock", "docker context use rootless")}
UP = {"commands": {SHOW: shown("active", "b")}, "gets": SAYS}
BARE = {
    "accounts": {"alice": [1000, 1000, HOME, "/bin/bash"]},
    "files": ENGINE, "stats": {HOME: {"kind": "dir", "mode": "700", "uid": 1000}}, "gets": {},
    "commands": dict(QUIET, **{SHOW: shown("inactive", "", fragment="")}),
    "effects": {
        "systemctl --user daemon-reload": {"commands": {SHOW: shown("inactive", "")}}, RESTART: UP,
        "systemctl --user enable docker.service": {"files": {HOME + "/.config/systemd/user/default.target.wants/docker.service": ""}},
    },
}
OURS = {
    UNIT: daemon_files.unit_text(SCRIPT), HOME + "/.config/systemd/user/default.target.wants/docker.service": "",
    META: json.dumps({"Name": "rootless", "Endpoints": {"docker": {"Host": "unix:///run/user/1000/docker.sock"}}}),
    HOME + "/.docker/config.json": '{"currentContext": "rootless"}',
}
OWNED = {path: {"uid": 1000} for path in OURS}
FOLDERS = {os.path.join(HOME, name): {"kind": "dir", "mode": "700", "uid": 1000} for name in (
    ".config", ".config/docker", ".config/systemd", ".config/systemd/user", ".config/systemd/user/docker.service.d",
    ".config/systemd/user/default.target.wants", ".docker", ".local", ".local/share")}
WELL = dict(
    BARE, files=dict(ENGINE, **OURS), stats=dict(BARE["stats"], **dict(OWNED, **FOLDERS)), gets=SAYS,
    commands=dict(QUIET, **{SHOW: shown("active", "a")}), effects={RESTART: UP})
MACHINES = {"bare": BARE, "well": WELL}
# What a case may say by one word in its "effects" and "commands"
WORDS = {
    "failed": shown("failed", "b", restarts=3), "looping": shown("activating", "b", restarts=3), "hanging": shown("activating", "b"),
    "waiting": shown("failed", "a", restarts=3, job="77"), "old": shown("active", "a"),
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(daemon_change, "wait_until", lambda question, seconds: question() or question())


def filled(data):
    """The case with $SHOW, $UNIT, $RESTART for their texts, and {"show": [..]} or a word of WORDS for what systemctl shows."""
    if isinstance(data, dict) and "show" in data:
        return shown(**data["show"]) if isinstance(data["show"], dict) else WORDS[data["show"]]
    if isinstance(data, dict):
        return {filled(key): filled(value) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(value) for value in data]
    words = (("$SOCKET", PING.split()[0]), ("$DROP_IN", daemon_files.drop_in_path(HOME)), ("$OTHER", SHOW.replace("docker.service", "dockerd.service")),
             ("$SHOW", SHOW), ("$UNIT", UNIT), ("$RESTART", RESTART), ("$HOME", HOME), ("$PING", PING))
    for word, text in words if isinstance(data, str) else ():
        data = data.replace(word, text)
    return data


def machine(case):
    base, given = MACHINES[case["on"]], case.get("host", {})
    host = LivingHost(dict(given, **{part: dict(base[part], **given.get(part, {})) for part in base}))
    for path in given.get("gone", []):
        host.files.pop(path, None)
        host.stats.pop(path, None)
    return host


def settle(host, case, check):
    options = {word: case.get(word, False) for word in ("restart", "leave_data", "start_only", "settings_only")}
    options.update(check=check, wait=5)
    try:
        return daemon_change.settle(host, host.account("alice"), case.get("wish", {}), options)
    except Unanswered as error:
        return {"changes": [], "did": [], "error": str(error), "files": []}


@pytest.mark.parametrize("case", cases(__file__, "change"))
def test_case(case):
    case = filled(case)
    host = machine(case)
    reply = settle(host, case, False)
    assert reply["error"] == case.get("error")
    assert reply["changes"] == case.get("changes", [])
    assert {path: host.files.get(path) for path in case.get("files", {})} == case.get("files", {})
    assert [path for path in case.get("stay", []) if path not in host.files] == []
    asked = [line for line in host.ran if not line.startswith(LOOKING)]
    assert [line for line in case.get("asked", []) if line not in asked] == []
    assert [line for line in case.get("not_asked", []) if line in asked] == []
    assert asked == [] or case.get("asked")
    assert case.get("did") in (None, reply["did"])


@pytest.mark.parametrize("case", cases(__file__, "change"))
def test_check_mode_only_looks(case):
    case = filled(case)
    host = machine(case)
    reply = settle(host, case, True)
    assert [line for line in host.ran if not line.startswith(LOOKING)] == []
    assert (host.written, host.removed) == ({}, [])
    if not case.get("error"):
        assert reply["changes"] == case.get("changes", [])


def test_no_value_of_a_wish_is_in_what_is_told():
    host = machine({"on": "well"})
    wish = {"environment": {"A": "geheim1"}, "proxy": {"http": "http://geheim2"}, "daemon_options": {"debug": "geheim3"}}
    reply = settle(host, {"wish": wish}, True)
    assert reply["changes"] == ["drop-in A", "drop-in HTTP_PROXY", "daemon.json debug", "restarted"]
    assert "geheim" not in json.dumps(reply)


def test_in_check_mode_a_daemon_comes_with_the_manager_that_an_earlier_task_starts():
    """Its unit is enabled: the run would find it running."""
    silent = {"commands": {SHOW: [1, "", "Failed to connect to bus: No medium found"]}, "gets": {PING: {"unanswered": "no such socket"}}}
    host = machine({"on": "well", "host": silent})
    assert settle(host, {}, True)["changes"] == []
    for place in (host.files, host.stats):
        place.pop(HOME + "/.config/systemd/user/default.target.wants/docker.service")
    assert settle(host, {}, True)["changes"] == ["running", "enabled"]


def test_what_an_account_wrote_into_its_unit_is_shown_printable():
    head = daemon_files.MARK + "\n"
    host = machine({"on": "well", "host": {"files": {UNIT: head + "Description=\x1b[2Jall\twell\r\n\u202e\n"}}})
    assert settle(host, {}, True)["files"][0]["before"] == head + "Description=\\x1b[2Jall\twell\\r\n\\u202e\n"
