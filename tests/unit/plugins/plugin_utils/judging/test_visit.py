# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from findings_made import FACTS, finding, held, step

from ansible_collections.rootless.docker.plugins.plugin_utils.judging import visit
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes import options as wishes
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.prescription import RESTARTS
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.run import RUN

PLAN = {"session_start": {"accounts": ["alice"]}}
PRESCRIPTION = {"plan": PLAN, "steps": [step()], "after": {}, "held": [], "touched": ["alice"], "lines": [], "errors": []}
NOTHING = {**PRESCRIPTION, "plan": {}, "steps": [], "touched": []}
FAILED = {"remedy": "session_start", "task": "Start", "said": "no", "accounts": []}
ILL = [finding()]


def wanted(**more):
    return wishes.wanted({wishes.USERS: "alice,bob", **{wishes.PREFIX + name: value for name, value in more.items()}})


@pytest.fixture(name="look")
def _look(monkeypatch):
    """One look at a host: what is judged and prescribed is given."""

    def look(record=None, findings=None, prescription=None, facts=None, **more):
        asked = []
        monkeypatch.setattr(visit, "judged", lambda *given: ILL if findings is None else findings)
        monkeypatch.setattr(visit, "prescribed", lambda *given: asked.append(given[-1]) or prescription or PRESCRIPTION)
        seen = visit.looked(record or visit.begun("web1", "site"), facts or FACTS, wanted(**more))
        seen["last plan"] = asked[0] if asked else None
        return seen
    return look


def test_the_first_look_is_what_was_found_whatever_comes_later(look):
    first = look()
    second = look(visit.applied(first, []), findings=[finding(verdict="well")], prescription=NOTHING)
    assert (second["found"], [one["verdict"] for one in second["findings"]]) == (ILL, ["well"])


def test_a_second_look_knows_the_plan_that_was_tried(look):
    assert look(visit.applied(look(), []))["last plan"] == PLAN


def test_what_was_applied_is_remembered_with_its_round_and_its_accounts(look):
    second = visit.applied(look(visit.applied(look(), [])), [FAILED])
    assert [one["round"] for one in second["done"]] == [1, 2]
    assert (second["touched"], second["failed"]) == (["alice"], [FAILED])


def test_a_remedy_that_is_tried_again_has_another_chance(look):
    once = visit.applied(look(), [FAILED])
    assert visit.applied(once, [])["failed"] == []
    assert visit.applied({**once, "prescription": NOTHING}, [FAILED])["failed"] == [FAILED]      # and is not told twice


def test_check_mode_has_done_nothing(look):
    assert visit.applied(look(visit.begun("web1", "check")), [])["done"] == []


def test_who_would_be_root_is_refused(look):
    seen = look(findings=[finding("run-as-root", seen="root has uid 0")])
    assert seen["trouble"]["said"] == ["rootless_docker_users: root has uid 0, name ordinary accounts"]
    assert visit.summed(seen)["state"] == "refused" and visit.unfinished(seen, wanted()) is None


def test_remedies_that_contradict_each_other_end_the_run(look):
    seen = look(prescription={**PRESCRIPTION, "errors": ["they contradict each other."]})
    assert visit.unfinished(seen, wanted()) is None
    assert visit.summed(seen)["why"].startswith("web1: the run failed for this host: they contradict each other. ")


def test_there_is_an_end_to_rounds(look):
    record = {**look(), "round": visit.ROUNDS}
    seen = look(record)
    assert (seen["prescription"]["plan"], seen["prescription"]["held"][0]["why"]) == ({}, visit.TOO_MANY)
    assert visit.summed(seen)["state"] == "ill"


@pytest.mark.parametrize("mode, prescription, touched, prove, remains", [
    ("site", PRESCRIPTION, [], "touched", ["heal"]), ("check", PRESCRIPTION, [], "touched", ["heal"]), ("doctor", PRESCRIPTION, [], "always", None),
    ("site", NOTHING, ["alice"], "touched", ["prove"]), ("site", NOTHING, [], "touched", None), ("site", NOTHING, ["alice"], "never", None),
    ("site", NOTHING, ["bob"], "touched", None), ("site", NOTHING, [], "always", ["prove"]), ("check", NOTHING, ["alice"], "always", None)])
def test_what_remains(look, mode, prescription, touched, prove, remains):
    seen = look({**visit.begun("web1", mode), "touched": touched}, prescription=prescription)
    left = visit.unfinished(seen, wanted(prove=prove))
    assert (left and left["remains"]) == remains
    assert not left or left["run"] == RUN["id"] and left["prove"] == (["alice"] if remains == ["prove"] else left["prove"])


@pytest.mark.parametrize("mode, strict, severity, fails", [
    ("site", False, "blocks", ["fail"]), ("site", False, "limits", []), ("doctor", False, "blocks", []), ("doctor", True, "blocks", ["fail"])])
def test_for_what_a_run_fails(look, mode, strict, severity, fails):
    seen = look({**visit.begun("web1", mode), "strict": strict}, findings=[finding(severity=severity)], prescription=NOTHING)
    assert visit.summed(seen)["remains"] == fails


@pytest.mark.parametrize("mode", ["site", "check", "doctor"])
def test_who_fails_for_a_waiting_restart_says_so(look, mode):
    waiting = {**NOTHING, "held": [held(f"{RESTARTS}, and containers run for alice")]}
    told = visit.summed(look({**visit.begun("web1", mode), "strict": True}, prescription=waiting))
    assert (told["state"], told["remains"], told["why"]) == ("pending", ["fail"], f"web1: {visit.STRICTLY}")
    assert visit.summed(look(visit.begun("web1", mode), prescription=waiting))["why"] == ""


def test_where_a_report_is_wished_it_remains_to_be_written(look):
    assert visit.summed(look({**visit.begun("web1", "site"), "report": "/r.json"}, findings=[], prescription=NOTHING))["remains"] == ["report"]


def test_passes_of_one_run_add_up(look):
    alice = {"accounts": {"alice": FACTS["accounts"]["alice"]}}
    first = visit.summed(look(prescription=NOTHING, facts=alice))
    second = visit.summed(look(findings=[], prescription=NOTHING, facts={"accounts": {"bob": FACTS["accounts"]["bob"]}}), earlier=first)
    assert list(second["accounts"]) == ["alice", "bob"] and [one["account"] for one in second["findings"]] == ["alice"]
    assert second["entries"]["web1"]["state"] == "ill"
