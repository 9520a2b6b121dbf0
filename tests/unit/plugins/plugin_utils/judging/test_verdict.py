# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy

import pytest
from findings_made import FACTS, finding, held, step

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.prescription import RESTARTS
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.verdict import CHECK, STATES, failed_for, failing, state_of

RESTART = held(f"{RESTARTS} alice; rootless_docker_disturb=true allows it")
BOTH = {**FACTS, "accounts": {name: {"daemon": {"answers": True}} for name in ("alice", "bob")}}


def state(findings, facts=None, steps=(), waiting=(), **more):
    return state_of(findings, facts or FACTS, {"steps": list(steps), "held": list(waiting)}, **more)


@pytest.mark.parametrize("expected, findings, more", [
    ("well", [finding(verdict="well"), finding(severity="limits"), finding(verdict="unknown")], {}),
    ("ill", [finding()], {}),
    ("ill", [finding("daemon-not-answering", verdict="unknown")], {}),
    ("ill", [], {"proof": {"alice": {"error": "exit code 1"}}}),
    ("pending", [finding()], {"waiting": [RESTART]}),
    ("pending", [finding(account=None)], {"waiting": [{**RESTART, "accounts": []}], "facts": BOTH}),
    ("ill", [finding(account=None)], {"waiting": [{**RESTART, "accounts": []}]}),
    ("ill", [finding(account="bob")], {"waiting": [{**RESTART, "accounts": ["bob"]}]}),
    ("ill", [finding()], {"waiting": [held("it needs a reboot")]}),
    ("ill", [finding()], {"waiting": [RESTART, held("it needs a reboot")]}),
    ("ill", [finding(), finding("other", remedy=None)], {"waiting": [RESTART]}),
    ("planned", [finding()], {"steps": [step()], "mode": CHECK}),
    ("ill", [finding()], {"steps": [step()]}),
    ("ill", [finding()], {"steps": [step(accounts=["bob"])], "mode": CHECK}),
    ("ill", [finding(remedy=None)], {"steps": [step()], "mode": CHECK}),
    ("ill", [finding(remedy={"session_start": {}, "daemon_setup": {}})], {"steps": [step()], "mode": CHECK}),
    ("planned", [finding(), finding("unit-missing", verdict="consequence", because=["linger-disabled"], remedy=None)],
     {"steps": [step()], "mode": CHECK}),
    ("ill", [finding("daemon-not-answering", verdict="unknown")], {"steps": [step()], "mode": CHECK}),
    ("refused", [finding()], {"trouble": {"state": "refused", "said": ["x"]}}),
])
def test_state(expected, findings, more):
    assert state(findings, **copy.deepcopy(more)) == expected
    assert expected in STATES


def test_a_cause_stands_for_what_follows_from_it():
    cause, follows = finding("account-missing"), finding(verdict="consequence", because=["account-missing"])
    assert failing([cause, follows], FACTS) == [cause]
    assert failing([follows], FACTS) == [follows]


def test_a_remedy_that_failed_for_others_did_not_fail_for_this_account():
    entry = {"remedy": "session_start", "task": "t", "said": "s", "accounts": ["bob"]}
    assert failed_for(finding(), [entry]) == []
    assert failed_for(finding(account="bob"), [entry]) == failed_for(finding(account=None), [entry]) == [entry]
    assert failed_for(finding(remedy=None, account="bob"), [entry]) == []
