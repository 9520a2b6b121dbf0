# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/*.schema.json describe what is shipped and what is written, key by key."""

from __future__ import annotations

import io
import json

import findings_made as made
import house
import jsonschema
import pytest
from probe_cases import well_host

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import cards
from ansible_collections.rootless.docker.plugins.plugin_utils.printers import documents
from ansible_collections.rootless.docker.plugins.plugin_utils.judging import verdict
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.explaining.explain import explain, with_journals
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.findings import diagnose
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.prescription import prescribe
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.remedies import DISTURBS, read_remedies
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

RUN = {"id": "0" * 32, "begin": documents.now()}
TROUBLE = {"state": "failed", "task": "Ask", "said": "boom"}


def schema(name):
    found = json.loads((house.ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found, format_checker=jsonschema.FormatChecker())


CARD, REPORT = schema("card"), schema("report")


@pytest.mark.parametrize("path", house.pages_of_rules(), ids=lambda path: path.stem)
def test_every_page_of_cards_is_as_its_schema_says(path):
    CARD.validate(house.page(path))


def test_the_schema_of_a_card_has_the_loaders_keys_in_their_order():
    items = CARD.schema["items"]
    assert tuple(items["properties"]) == cards.WORDS and tuple(items["required"]) == cards.REQUIRED
    assert {key: tuple(items["properties"][key]["enum"]) for key in cards.CHOICES} == cards.CHOICES


@pytest.mark.parametrize("spoil", [{"id": "No"}, {"about": "page"}, {"more": 1}, {"when": None}, {"remedy": {"x": []}}, {"log": []}])
def test_a_malformed_card_is_refused(spoil):
    card = {"id": "a", "about": "host", "when": "a", "severity": "blocks", "seen": "s", "breaks": "b", "fix": "f"}
    CARD.validate([card])
    with pytest.raises(jsonschema.ValidationError):
        CARD.validate([{**card, **spoil}])


def ill():
    """(findings, facts, prescription) of a bare host, judged and prescribed as in a run."""
    facts = well_host()
    facts["accounts"]["alice"]["session"]["linger"] = False
    facts["accounts"]["bob"]["daemon"].update(answers=False, journal=["newuidmap: write to uid_map failed: Operation not permitted"])
    del facts["accounts"]["bob"]["subids"]
    wishes = wanted({"rootless_docker_users": ["alice", "bob"]})
    findings = with_journals(shipped(), diagnose(shipped(), facts, wishes, "web1"), facts)
    return findings, facts, prescribe(findings, wishes, facts, read_remedies(), shipped().packages)


def reports():
    findings, facts, prescription = ill()
    failed = [{"remedy": "session_start", "task": "Start sessions", "said": "no bus", "accounts": ["alice"]}]
    run = {"begin": documents.now(), "found": findings, "done": [{**step, "round": 1} for step in prescription["steps"]]}
    for mode in verdict.MODES:
        yield documents.report(findings, facts, "web1", {"alice": {"error": None}, "bob": {"error": "x"}}, prescription, failed, None, mode, run)
    yield documents.report([], {}, "web1", trouble=TROUBLE, run=run)
    yield documents.report([], facts, "web1", run=run)
    yield documents.report(*made.many(300), "web1", run=run)


def test_every_report_is_as_its_schema_says():
    for told in reports():
        hosts = {"web1": {"begin": documents.now(), "entries": told["report"]}, "lost": {"begin": documents.now()}, "later": {}}
        REPORT.validate(documents.document(hosts, RUN, ["web1"]))


def test_a_report_of_what_was_explained_is_as_its_schema_says():
    found = {"alice": explain(shipped(), io.BytesIO(b"error: newuidmap: write to uid_map failed: Operation not permitted")), "bob": []}
    told = documents.document({"web1": {"explained": found}}, RUN, [])
    REPORT.validate(told)
    assert told["hosts"]["web1"]["explained"]["alice"] and set(told["hosts"]["web1"]) == set(REPORT.schema["$defs"]["explained"]["properties"])


def test_the_schema_of_a_report_has_the_codes_words():
    properties = REPORT.schema["$defs"]
    assert set(properties["state"]["enum"]) == set(verdict.STATES)
    assert properties["step"]["properties"]["disturbs"]["enum"] == list(DISTURBS)
    assert set(properties["host"]["properties"]) == set(documents.begun(None))
    assert REPORT.schema["properties"]["schema"]["const"] == documents.SCHEMA


def test_the_cases_are_whole():
    findings, dummy, prescription = ill()
    assert {finding["verdict"] for finding in findings} >= {"sick", "unknown", "well"} and prescription["steps"]
    assert [finding for finding in findings if finding.get("explained")]


@pytest.mark.parametrize("spoil", [{"state": "good"}, {"more": 1}, {"findings": [{}]}, {"begin": "yesterday"}, {"held": ["x"]}])
def test_a_malformed_report_is_refused(spoil):
    told = documents.report([], {"accounts": {}}, "web1", run={"begin": documents.now()})["report"]["web1"]
    with pytest.raises(jsonschema.ValidationError):
        REPORT.validate(documents.document({"web1": {"entries": {"web1": {**told, **spoil}}}}, RUN, []))
