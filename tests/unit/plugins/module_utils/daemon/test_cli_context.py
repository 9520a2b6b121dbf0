# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/cli_context: {"says", "files", "stats", "soon", "gives" | "raises", "did"}."""

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.daemon import cli_context
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Unanswered

from fake_host import FakeHost

META = "/home/alice/.docker/contexts/meta/12b961af5feb3e9d39f93b2cefb9a1a944f18d02cca0cac2f04f5a982240605f/meta.json"
SHORT = {"META": META, "CONFIG": "/home/alice/.docker/config.json", "CLI": "/usr/bin/docker"}
with io.open(os.path.join(os.path.dirname(__file__), "cases", "cli_context", "cases.json"), encoding="utf-8") as stream:
    CASES = [pytest.param(case, id=case["says"]) for case in json.load(stream)]


def machine(case):
    files = {SHORT[name]: text if isinstance(text, (type(u""), str)) else json.dumps(text) for name, text in case["files"].items()}
    commands = {line: [0, "", ""] for line in case.get("asked", [])}
    stats = {SHORT[name]: found for name, found in case.get("stats", {}).items()}
    return FakeHost({"files": files, "stats": stats, "commands": commands, "accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]}})


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    host = machine(case)
    account = host.account("alice")
    if "raises" in case:
        with pytest.raises(Unanswered) as caught:
            cli_context.look(host, account)
        assert str(caught.value) == case["raises"]
        return
    state = cli_context.look(host, account, case.get("soon", False))
    assert state == {"make": case["gives"][0], "use": case["gives"][1]}
    assert host.ran == []
    if not case.get("soon"):
        cli_context.settle(host, account, state)
        assert host.ran == case.get("asked", [])


def test_a_cli_that_refuses_is_quoted():
    host = FakeHost({"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]}, "commands": {"docker context use rootless": [1, "", "no such context\n"]}})
    with pytest.raises(Unanswered) as caught:
        cli_context.settle(host, host.account("alice"), {"make": None, "use": True})
    assert str(caught.value) == "docker context use rootless: no such context"
