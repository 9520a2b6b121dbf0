# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.printers import report

FACTS = {
    "unanswered": {"engine.runc": "no answer"},
    "accounts": {
        "alice": {"session": {"uid": 1000, "home": "/home/alice", "docker_host": "unix:///x", "runtime_dir": "/x"},
                  "daemon": {"context": True}, "unanswered": {}},
        "bob": {"unanswered": {"session": "took too long"}}},
}


def finding(name="linger-disabled", account="alice", verdict="sick", **words):
    return {
        "id": name, "case": None, "host": "web1", "account": account, "verdict": verdict, "severity": "blocks", "seen": "no linger",
        "breaks": "it ends", "fix": "loginctl enable-linger", "docs": None, "remedy": {"session_start": {}}, "evidence": {},
        "because": [], "journal": [], **words}


def test_all_well_is_one_modest_line():
    answer = report([finding(verdict="well"), finding(verdict="not applicable")], FACTS, "web1")
    assert answer["lines"] == ["web1: all well: alice, bob. Nothing to do."]
    assert (answer["blocking"], answer["findings"]) == ([], [])


def test_a_host_on_which_nobody_is_named_says_so():
    assert report([], {"accounts": {}}, "web1")["lines"] == ["web1: rootless_docker_users names nobody. Nothing to do."]


def test_a_finding_is_said_once_for_all_its_accounts():
    assert report([finding(), finding(account="bob"), finding("other", account=None, severity="advice")], FACTS, "web1")["lines"] == [
        "web1: 2 findings, 1 of them keeps Docker from working.",
        "web1, alice, bob: no linger. (linger-disabled, blocks)",
        "    breaks: it ends.",
        "    by hand: loginctl enable-linger",
        "web1: no linger. (other, advice)",
        "    breaks: it ends.",
        "    by hand: loginctl enable-linger",
    ]


def test_consequences_are_named_after_their_causes_for_all_accounts_at_once():
    follows = dict(verdict="consequence", because=["account-missing"])
    lines = report([finding("account-missing"), finding(account="alice", **follows), finding(account="bob", **follows)], FACTS, "web1")["lines"]
    assert lines[-1:] == ["web1, alice, bob: from that follow %s." % finding()["id"]]


def test_what_will_be_done_is_said_instead_of_what_to_type():
    step = {"remedy": "session_start", "ids": ["linger-disabled"], "accounts": ["alice"], "arguments": {"accounts": ["alice"]}, "disturbs": "restarts daemons"}
    lines = report([finding()], FACTS, "web1", {}, {"steps": [step], "held": []})["lines"]
    assert lines[-1] == "    will be done: session_start, restarts daemons"


def test_what_is_held_back_says_why_and_what_to_type():
    held = {"remedy": "session_start", "ids": ["linger-disabled"], "accounts": ["alice"], "why": "it needs a reboot"}
    lines = report([finding()], FACTS, "web1", {}, {"steps": [], "held": [held]})["lines"]
    assert lines[-2:] == ["    not done: session_start: it needs a reboot", "    by hand: loginctl enable-linger"]


def test_what_could_not_be_told_is_named_together_with_its_reason():
    findings = [finding(name, "bob", "unknown", fix=None) for name in ("a", "a", "b")] + [finding("c", None, "unknown", fix=None)]
    assert report(findings, FACTS, "web1")["lines"] == [
        "web1: 0 findings, 0 of them keep Docker from working.",
        "web1, bob: it could not be told whether these ail it: a, b.",
        "    session has no answer: took too long.",
        "web1: it could not be told whether these ail it: c.",
        "    engine.runc has no answer: no answer.",
    ]


@pytest.mark.parametrize("one, blocks", [
    (finding(), True),
    (finding(verdict="consequence"), True),
    (finding(severity="limits"), False),
    (finding(verdict="unknown", fix=None), False),
    (finding("daemon-not-answering", verdict="unknown", fix=None), True),
    (finding(verdict="well"), False),
])
def test_blocking(one, blocks):
    assert report([one], FACTS, "web1")["blocking"] == ([f"web1, alice: no linger. ({one['id']})"] if blocks else [])


def test_an_account_without_proof_blocks():
    answer = report([], FACTS, "web1", {"alice": {"error": None}, "bob": {"error": "exit code 1"}})
    assert answer["lines"][1:] == ["web1: a container ran as alice.", "web1, bob: no container could be run: exit code 1."]
    assert answer["blocking"] == ["web1, bob: no container could be run: exit code 1."]


def test_the_report_has_what_nobody_answered():
    answer = report([finding(), finding(verdict="well")], FACTS, "web1")
    assert answer["report"] == {"web1": {
        "findings": [finding()], "unanswered": {"engine.runc": "no answer", "accounts.bob.session": "took too long"}}}


def test_the_handles_of_the_accounts():
    assert report([], FACTS, "web1")["accounts"] == {
        "alice": {"uid": 1000, "home": "/home/alice", "docker_host": "unix:///x", "xdg_runtime_dir": "/x", "context": "rootless"},
        "bob": dict.fromkeys(("uid", "home", "docker_host", "xdg_runtime_dir", "context"))}
