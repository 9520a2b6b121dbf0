# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every card that judges, on a host where it must say sick and on one where it must not.

A healthy host of alice and bob comes from the probes' well cases (probe_cases.py). cases/every_card/<id>[.<case>].<sick|well>[-<what>].json changes it:

    {"says": why this case is here,
     "facts": {"session.linger": false},        paths of alice's subjects, or of the host's
     "absent": true,                            there is no alice: her answers are the blank shapes
     "unanswered": ["session.bus"],             paths that nobody could tell
     "wanted": {"rootless_docker_rootful": "stop"},         public variables; the users are alice and bob unless it says so
     "also": ["daemon-not-running alice"],      other causes that are sick on their own
     "consequences": ["unit-missing alice"],    exactly what is told as a consequence; not checked where it is absent
     "verdict": "not applicable"}               where a card cannot be well on such a host
"""

from __future__ import annotations

import copy
import functools
import json
import pathlib
import re

import pytest

from probe_cases import well_host

from ansible_collections.rootless.docker.plugins.module_utils import probes
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import catalogue
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.findings import diagnose
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

HERE = pathlib.Path(__file__).parent
CASES = sorted((HERE / "cases" / "every_card").glob("*.json"))
KEYS = {"says", "facts", "absent", "unanswered", "wanted", "also", "consequences", "verdict"}
NAME = re.compile(r"(?P<card>[a-z0-9-]+(?:\.[a-z0-9-]+)?)\.(?P<verdict>sick|well)(?:-[a-z0-9-]+)?")
CARDS = {f"{card.id}.{card.case}" if card.case else card.id: card for card in catalogue.shipped().cards if card.when}
USERS = {"rootless_docker_users": ["alice", "bob"]}


def place(facts, word, key):
    """Where a fact lies: with alice where her shape has it, else with the host."""
    shapes = catalogue.shipped().shapes
    if key in shapes["account"].get(word, {}):
        return facts["accounts"]["alice"][word]
    assert key in shapes["host"].get(word, {}), f"no probe tells {word}.{key}"
    return facts[word]


def facts_of(case):
    facts = well_host()
    if case.get("absent"):
        blank = {word: probes.blank(shape) for word, shape in catalogue.shipped().shapes["account"].items()}
        facts["accounts"]["alice"] = {**copy.deepcopy(blank), "unanswered": {}}
    for path, value in case.get("facts", {}).items():
        word, key, *deeper = path.split(".")
        inside = place(facts, word, key)
        for step, following in zip([key, *deeper], deeper):
            inside, key = inside[step], following
        inside[key] = value
    for path in case.get("unanswered", []):
        word, key = path.split(".")
        del place(facts, word, key)[key]
    return facts


def judged(case):
    wishes = wanted({**USERS, **case.get("wanted", {})})
    assert wishes["errors"] == []
    return diagnose(catalogue.shipped(), facts_of(case), wishes, "web1")


@functools.lru_cache(maxsize=None)
def read(path):
    """(a case, what is found on its machine), asked once for all tests: none of them changes it."""
    case = json.loads(path.read_text())
    return case, judged(case)


def card_of(finding):
    return f"{finding['id']}.{finding['case']}" if finding["case"] else finding["id"]


def named(finding):
    return card_of(finding) + (f" {finding['account']}" if finding["account"] else "")


def with_verdict(findings, verdict):
    return sorted(named(finding) for finding in findings if finding["verdict"] == verdict)


def split(path):
    match = NAME.fullmatch(path.stem)
    assert match, f"{path.name} must be <id>[.<case>].<sick|well>[-<what>].json"
    return match["card"], match["verdict"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    case, findings = read(path)
    name, verdict = split(path)
    assert name in CARDS and set(case) <= KEYS and case["says"]
    own = named({"id": CARDS[name].id, "case": CARDS[name].case, "account": "alice" if CARDS[name].about == "account" else None})
    finding = next(finding for finding in findings if named(finding) == own)
    assert finding["verdict"] == case.get("verdict", verdict)
    assert with_verdict(findings, "sick") == sorted(([own] if verdict == "sick" else []) + case.get("also", []))
    if "consequences" in case:
        assert with_verdict(findings, "consequence") == sorted(case["consequences"])
    assert {finding["verdict"] for finding in findings if "unanswered" not in case} <= {"sick", "consequence", "well", "not applicable"}


@pytest.mark.parametrize("path", [path for path in CASES if split(path)[1] == "sick"], ids=lambda path: path.stem)
def test_a_sick_card_is_said_in_whole_sentences(path):
    name, dummy = split(path)
    for finding in read(path)[1]:
        if card_of(finding) == name and finding["verdict"] == "sick":
            said = [finding["seen"], finding["breaks"], finding["fix"]]
            assert all(said) and not [text for text in said if re.search(r"\{[a-z]|\(unknown\)|\bTrue\b|\bFalse\b|\bNone\b", text)]
            assert finding["evidence"] and bool(finding["remedy"]) == bool(CARDS[name].remedy)


def test_a_healthy_host_is_all_well():
    findings = judged({})
    assert {finding["verdict"] for finding in findings} == {"well", "not applicable"}
    assert {finding["account"] for finding in findings} == {None, "alice", "bob"}


def test_the_healthy_host_has_the_probes_shapes():
    facts, shapes = well_host(), catalogue.shipped().shapes
    assert {word: set(facts[word]) for word in shapes["host"]} == {word: set(shape) for word, shape in shapes["host"].items()}
    for account in facts["accounts"].values():
        assert {word: set(account[word]) for word in shapes["account"]} == {word: set(shape) for word, shape in shapes["account"].items()}


@pytest.mark.parametrize("name", sorted(CARDS))
def test_every_card_has_a_sick_and_a_well_case(name):
    assert {verdict for card, verdict in map(split, CASES) if card == name} == {"sick", "well"}


@pytest.mark.parametrize("name", sorted(CARDS))
def test_a_card_whose_facts_nobody_could_tell_is_unknown(name):
    """Never sick, never well: each fact that its condition names is taken away in turn."""
    card = CARDS[name]
    for path in {path[:2] for path in card.when.paths if path[0] not in ("wanted", "host", "account")}:
        sick = next(case for case in CASES if split(case) == (name, "sick"))
        case = json.loads(sick.read_text())
        case["unanswered"] = [".".join(path)]
        verdicts = {finding["verdict"] for finding in judged(case) if card_of(finding) == name and finding["account"] in (None, "alice")}
        assert verdicts == {"unknown"}, path
