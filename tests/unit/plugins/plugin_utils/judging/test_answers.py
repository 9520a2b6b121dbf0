# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from action_run import run

from ansible_collections.rootless.docker.plugins.action import rootless_facts, rootless_journal, rootless_proof
from ansible_collections.rootless.docker.plugins.module_utils.data import shapes
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.answers import NO_ANSWER
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import probe_shapes

SHAPES = probe_shapes()
ALICE = {word: shapes.blank(shape) for word, shape in SHAPES["account"].items()}
HOST = {**{word: shapes.blank(shape) for word, shape in SHAPES["host"].items()}, "accounts": {"alice": {**ALICE, "unanswered": {}}}, "unanswered": {}}


@pytest.fixture
def told(monkeypatch):
    """What the task is told where a host's module says this."""

    def told(reply, module=rootless_facts, accounts=None, check=False):
        monkeypatch.setattr(module.ActionModule, "_execute_module", lambda self, **dummy: reply)
        asked = {"alice": {}} if module is rootless_facts else ["alice"]
        return run(module, {"accounts": asked if accounts is None else accounts}, check)

    return told


def facts_of(told, **said):
    return told({"changed": False, "ansible_facts": {"rootless_docker": {**HOST, **said}}})["ansible_facts"]["rootless_docker"]


def test_what_an_honest_host_says_is_handed_on_as_it_is(told):
    assert facts_of(told) == HOST


@pytest.mark.parametrize("facts", [None, "text", [], 5, True, {}, {"rootless_docker": None}, {"rootless_docker": []}, {"rootless_docker": {}},
                                   {"rootless_docker": {**HOST, "accounts": ["alice"]}}])
def test_a_host_that_gives_no_facts_is_not_well_but_failed(told, facts):
    result = told({"changed": False, "ansible_facts": facts})
    assert (result["failed"], result["msg"]) == (True, NO_ANSWER)
    assert "ansible_facts" not in result


def test_a_host_sets_no_other_fact_and_no_key_of_ansible(told):
    result = told({"ansible_facts": {"rootless_docker": HOST, "rootless_docker_report": "/root/.bashrc", "inventory_hostname": "other"},
                   "results": [5], "warnings": [5], "add_host": {"host_name": "evil"}, "ansible_stats": {}, "changed": "maybe"})
    assert list(result["ansible_facts"]) == ["rootless_docker"]
    assert not {"results", "warnings", "add_host", "ansible_stats"} & set(result) and result["changed"] is False


def test_the_interpreter_that_was_looked_for_stays_known(monkeypatch):
    def executed(self, **dummy):
        self._discovered_interpreter_key, self._discovered_interpreter = "discovered_interpreter_python", "/usr/bin/python3"
        return {"ansible_facts": {"rootless_docker": HOST, "discovered_interpreter_python": "/tmp/evil"}}

    monkeypatch.setattr(rootless_facts.ActionModule, "_execute_module", executed)
    assert run(rootless_facts, {"accounts": {"alice": {}}})["ansible_facts"]["discovered_interpreter_python"] == "/usr/bin/python3"


def test_only_accounts_that_were_asked_about_are_told_of(told):
    assert list(facts_of(told, accounts={"alice": ALICE, "../../etc": ALICE, "{{ x }}": {}})["accounts"]) == ["alice"]
    missing = facts_of(told, accounts={})["accounts"]["alice"]
    assert missing == {**{word: {} for word in ALICE}, "unanswered": {word: f"{word} is not what was asked for" for word in ALICE}}


@pytest.mark.parametrize("said, key", [
    ({"engine": "x"}, "engine"), ({"engine": {"dockerd": ["x"]}}, "engine"), ({"storage": float("nan")}, "storage"),
    ({"system": {"barred": {"a": 1}}}, "system")])
def test_a_subject_of_another_shape_is_unanswered(told, said, key):
    facts = facts_of(told, **said)
    assert facts[key] == {} and facts["unanswered"][key].endswith("is not what was asked for")


def test_reasons_are_few_and_short_texts(told):
    many = {f"session.{number}": "z" * 2000 for number in range(1000)}
    reasons = facts_of(told, unanswered={**many, "session.busctl": "a\nb" + "z" * 2000, "engine": 5})["unanswered"]
    assert list(reasons) == ["session.busctl"] and len(json.dumps(reasons)) < 1100 and "\n" not in reasons["session.busctl"]


@pytest.mark.parametrize("reply, end", [({"failed": True}, "failed"), ({"unreachable": True, "msg": {"a": ["{{ x }}"]}}, "unreachable"),
                                        ({"failed": True, "msg": "MODULE FAILURE\nsee", "results": [5]}, "failed")])
def test_a_module_that_failed_says_why_in_a_text(told, reply, end):
    result = told(reply)
    assert result[end] is True and isinstance(result["msg"], str) and "results" not in result
    assert result["msg"] == (reply["msg"] if isinstance(reply.get("msg"), str) else "{'a': ['{{ x }}']}" if "msg" in reply else NO_ANSWER)


def test_accounts_may_be_a_text(told):
    reply = {"changed": False, "ansible_facts": {"rootless_docker": HOST}}
    assert told(reply, accounts='{"alice": {}}')["ansible_facts"]["rootless_docker"] == HOST
    assert list(told({"accounts": {"7": PROVED}}, rootless_proof, 7)["accounts"]) == ["7"]


PROVED = {"changed": False, "ran": True, "uid_map": "0 1000 1", "error": None, "note": None}


def test_an_honest_proof_is_handed_on(told):
    failed = {**PROVED, "ran": False, "uid_map": None, "error": "no daemon"}
    assert told({"accounts": {"alice": PROVED}}, rootless_proof) == {"changed": False, "accounts": {"alice": PROVED}}
    result = told({"failed": True, "exception": object(), "msg": "bob: no daemon", "accounts": {"alice": PROVED, "bob": failed}}, rootless_proof, "alice, bob")
    assert (result["failed"], result["msg"], result["accounts"]) == (True, "bob: no daemon", {"alice": PROVED, "bob": failed})


@pytest.mark.parametrize("said", [
    None, "x", [1], 5, {}, {"alice": "x"}, {"alice": None}, {"alice": {}}, {"alice": {"ran": "yes"}}, {"alice": {**PROVED, "ran": False}},
    {"alice": {"error": {"a": 1}}}, {"mallory": PROVED}])
def test_who_is_not_said_to_have_run_a_container_has_no_proof(told, said):
    accounts = told({"accounts": said, "ansible_facts": {"rootless_remedy_errors": []}}, rootless_proof)["accounts"]
    assert {name: proof["error"] for name, proof in accounts.items()} == {"alice": NO_ANSWER}


def test_check_mode_proves_nothing_and_fails_for_nothing(told):
    assert told({"accounts": {"alice": {**PROVED, "ran": False, "note": "check mode"}}}, rootless_proof, check=True)["accounts"]["alice"]["error"] is None


def test_a_module_that_asked_nobody_has_no_accounts(told):
    assert "accounts" not in told({"failed": True, "msg": "accounts: no"}, rootless_proof)


@pytest.mark.parametrize("said, lines, error", [
    ({"lines": ["a"], "error": None}, ["a"], None), ({"lines": 5}, [], NO_ANSWER), ({"lines": ["a", {"b": 1}]}, [], NO_ANSWER), ("x", [], NO_ANSWER)])
def test_lines_of_a_journal_are_texts(told, said, lines, error):
    alice = told({"accounts": {"alice": said, "{{ x }}": said}}, rootless_journal)["accounts"]
    assert alice == {"alice": {"changed": False, "lines": lines, "error": error}}
