# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from action_run import run

from ansible_collections.rootless.docker.plugins.action import rootless_verdict

FATAL = ["ill", "failed", "unreachable"]


def conclude(state, **more):
    return run(rootless_verdict, {"verdict": {"state": state, "lines": ["line one", "line two"], "blocking": ["why.", "and why."]}, "fatal": FATAL, **more})


@pytest.mark.parametrize("state, ends", [
    ("well", {}), ("pending", {}), ("ill", {"failed": True}), ("failed", {"failed": True}), ("unreachable", {"unreachable": True})])
def test_a_run_ends_as_its_host_stands(state, ends):
    result = conclude(state)
    assert {key: result[key] for key in ("failed", "unreachable") if result.get(key)} == ends
    assert (result["verdict"], result["changed"]) == (["line one", "line two"], False)
    assert result.get("msg") == ("why. and why." if ends else None)


def test_the_last_line_says_where_the_report_is():
    assert conclude("well", report="/r.json")["verdict"][-1] == "The report is in /r.json."


def test_a_report_that_could_not_be_written_fails_the_run_after_its_verdict():
    result = conclude("well", error="rootless_docker_report: no.")
    assert result["failed"] and result["verdict"] == ["line one", "line two", "rootless_docker_report: no."]


@pytest.mark.parametrize("state, shown, said", [("pending", False, "line one\nline two\n"), ("pending", True, ""), ("well", False, ""), ("ill", False, "")])
def test_what_a_callback_would_hide_is_said_anyway(monkeypatch, capsys, state, shown, said):
    monkeypatch.setattr(rootless_verdict.C.config, "get_config_value", lambda *dummy, **dummies: shown)
    conclude(state)
    assert capsys.readouterr().out == said


def test_a_callback_without_the_option_hides_nothing(monkeypatch, capsys):
    def refuse(*dummy, **dummies):
        raise KeyError("display_ok_hosts")

    monkeypatch.setattr(rootless_verdict.C.config, "get_config_value", refuse)
    conclude("pending")
    assert capsys.readouterr().out == ""
