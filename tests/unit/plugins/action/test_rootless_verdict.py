# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from action_run import run
from findings_made import FACTS, finding, step

from ansible_collections.rootless.docker.plugins.action import rootless_verdict
from ansible_collections.rootless.docker.plugins.plugin_utils.judging import visit

PRESCRIPTION = {"plan": {"session_start": {}}, "steps": [step()], "held": [], "touched": ["alice"], "after": {}, "lines": []}
FAILED = {"remedy": "session_start", "task": "Start", "said": "no", "accounts": []}


def left(mode="site", **more):
    seen = {**visit.begun("web1", mode), "facts": FACTS, "found": [finding()], "findings": [finding()], "prescription": PRESCRIPTION, **more}
    return {"state": "unfinished", "visit": seen, "entries": {}}


def test_what_became_of_the_healing_is_summed_up_and_said(capsys):
    healed = left(findings=[], prescription={**PRESCRIPTION, "plan": {}, "steps": []}, done=[{**step(), "round": 1}])
    result = run(rootless_verdict, {"last": healed, "proof": {"alice": {"error": None}}})
    assert (result["state"], len(result["done"]), result["proof"], result["changed"]) == ("well", 1, {"alice": {"error": None}}, False)
    assert "web1: a container ran as alice." in capsys.readouterr().out and "visit" not in result


def test_a_remedy_that_failed_is_the_verdict(capsys):
    result = run(rootless_verdict, {"last": left(), "failed": [FAILED]})
    assert (result["state"], result["remains"]) == ("ill", ["fail"])
    assert 'web1: session_start failed at "Start": no.' in capsys.readouterr().out


def test_check_mode_has_planned_it():
    assert run(rootless_verdict, {"last": left("check")})["state"] == "planned"


def test_what_no_remedy_could_rescue_ends_the_run():
    result = run(rootless_verdict, {"last": left(), "trouble": {"state": "failed", "task": "Do it", "said": "boom"}})
    assert (result["state"], result["entries"]["web1"]["problem"]) == ("failed", {"task": "Do it", "said": "boom"})


def test_what_is_final_stays_and_is_not_said_twice(capsys):
    last = {"state": "well", "lines": ["web1: all well"], "remains": []}
    assert run(rootless_verdict, {"last": last})["state"] == "well"
    assert capsys.readouterr().out == ""
