# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from findings_made import FACTS, finding

from ansible_collections.rootless.docker.plugins.plugin_utils.judging import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes import options as wishes
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.remedies import read_remedies

WANTED = wishes.wanted({wishes.USERS: "alice"})


def forbid(*dummy):
    raise AssertionError("read for a host that does not need it")


def test_a_host_that_is_well_is_prescribed_nothing_and_needs_no_remedies(monkeypatch):
    monkeypatch.setattr(shipped, "read_remedies", forbid)
    answer = shipped.prescribed([finding(verdict="well")], WANTED, FACTS)
    assert (answer["plan"], answer["held"], answer["lines"], answer["errors"]) == ({}, [], [], [])


def test_what_is_ill_is_prescribed_for_in_printable_lines():
    answer = shipped.prescribed([finding(name="linger\x1b[2J")], WANTED, FACTS)
    assert answer["plan"] == {"session_start": {"accounts": ["alice"]}}
    assert "session_start" in read_remedies() and "\x1b" not in answer["lines"][0]


def test_a_proof_that_succeeded_costs_no_catalogue(monkeypatch):
    monkeypatch.setattr(shipped, "shipped", forbid)
    assert shipped.explained({"alice": {"error": None}}, []) == {"alice": {"error": None}}
    assert shipped.explained(None, []) is None


def test_a_proof_that_failed_is_explained():
    proof = shipped.explained({"alice": {"error": "newuidmap: write to uid_map failed: Operation not permitted"}}, [])
    assert [cause["id"] for cause in proof["alice"]["explained"]]
