# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from findings_made import FACTS, finding, held, many, step

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.prescription import RESTARTS
from ansible_collections.rootless.docker.plugins.plugin_utils.printers.lines import as_lines, reasons

RESTART = f"{RESTARTS} alice; rootless_docker_disturb=true allows it"
FAILED = [{"remedy": "session_start", "task": "Start sessions", "said": "no bus", "accounts": ["alice"]}]


def lines(findings, facts=None, **more):
    return as_lines("web1", findings, facts or FACTS, **more)


def headline(*findings, **more):
    return lines(list(findings), **more)[0].removeprefix("web1: ")


def test_all_well_is_one_modest_line():
    assert lines([finding(verdict="well"), finding(verdict="not applicable")]) == ["web1: all well: alice, bob. Nothing to do."]
    assert reasons("web1", [finding(verdict="well")], FACTS) == []


def test_a_host_on_which_nobody_is_named_says_so():
    assert lines([], {"accounts": {}}) == ["web1: rootless_docker_users names nobody. Nothing to do."]


def test_the_headline_counts_what_is_told():
    advice, other = finding("a", severity="advice"), finding("b", seen="other")
    waiting = {"prescription": {"held": [held(RESTART)]}}
    assert headline(finding()) == "1 finding, which keeps Docker from working."
    assert headline(advice) == "1 finding, which does not keep Docker from working."
    assert headline(finding(), other) == "2 findings, both of which keep Docker from working."
    assert headline(finding(), advice) == "2 findings, 1 of which keeps Docker from working."
    assert headline(advice, finding("c", severity="limits")) == "2 findings, none of which keeps Docker from working."
    assert headline(finding("x", verdict="unknown", fix=None)) == "no findings, but not everything could be checked."
    assert headline(finding(), **waiting) == "1 finding, which waits for a restart."
    assert headline(finding(), other, **waiting) == "2 findings, 1 of which keeps Docker from working; 1 waits for a restart."


def test_a_finding_is_said_once_for_all_its_accounts():
    assert lines([finding(), finding(account="bob"), finding("other", account=None, severity="advice")]) == [
        "web1: 2 findings, 1 of which keeps Docker from working.",
        "web1, alice, bob: no linger. (linger-disabled, blocks)",
        "    impact: it ends.",
        "    by hand: loginctl enable-linger",
        "web1: no linger. (other, advice)",
        "    impact: it ends.",
        "    by hand: loginctl enable-linger",
    ]


def test_ten_accounts_with_one_illness_are_six_lines():
    assert lines(*many(10)) == [
        "web1: 1 finding, which keeps Docker from working.",
        "web1, 10 accounts: USER does not linger. (linger-disabled, blocks)",
        "    USER is each of u01, u02, u03, u04, u05, u06, u07, u08, u09, u10",
        "    impact: the daemon of USER ends.",
        "    by hand: loginctl enable-linger USER",
        "    journal: Nov 27 10:00 user@UID.service: stopped",
    ]


def test_consequences_are_named_after_their_causes_for_all_accounts_at_once():
    follows = dict(verdict="consequence", because=["account-missing"])
    said = lines([finding("account-missing"), finding(account="alice", **follows), finding(account="bob", **follows)])
    assert said[-1] == "web1, alice, bob: consequences: linger-disabled."


def test_what_will_be_done_is_said_instead_of_what_to_type():
    plan = {"steps": [step(disturbs="restarts daemons")]}
    assert lines([finding()], prescription=plan, mode="check")[-1] == "    would be done: session_start, restarts daemons"
    assert lines([finding()], prescription=plan, mode="doctor")[-1] == "    by hand: loginctl enable-linger"


def test_what_is_held_back_says_why_once_and_what_to_type():
    prescription = {"held": [held("it needs a reboot"), held("it needs a reboot", "daemon_setup")]}
    said = lines([finding(remedy={"session_start": {}, "daemon_setup": {}})], prescription=prescription)
    assert said[-2:] == ["    not done: session_start, daemon_setup: it needs a reboot", "    by hand: loginctl enable-linger"]


def test_what_waits_for_a_restart_is_pending():
    said = lines([finding(fix="as alice: systemctl --user restart docker")], prescription={"held": [held(RESTART)]})
    assert said[1] == "web1, alice: no linger. (linger-disabled, pending)"
    assert said[-2:] == ["    pending: restart alice's daemon when its containers may stop (rootless_docker_disturb=true lets site do it)",
                         "    by hand: as alice: systemctl --user restart docker"]


def test_a_failed_remedy_is_named_with_its_task_and_its_words():
    said = lines([finding()], failed=FAILED)
    assert said[1] == 'web1, alice: session_start failed at "Start sessions": no bus.'
    assert said[-2:] == ["    not done: session_start: failed, see above", "    by hand: loginctl enable-linger"]
    assert reasons("web1", [finding()], FACTS, failed=FAILED) == [said[1], "web1, alice: no linger. (linger-disabled)"]


def test_a_failed_remedy_is_said_once():
    prescription = {"held": [held("this was already tried in this run and did not help")]}
    failed = [{**FAILED[0], "said": "Failed to update apt cache after 5 retries:"}]
    said = lines([finding()], failed=failed, prescription=prescription)
    assert said[1].endswith("Failed to update apt cache after 5 retries.")
    assert [line for line in said if "not done" in line] == ["    not done: session_start: failed, see above"]


def test_a_remedy_that_was_not_tried_is_told_with_its_finding():
    failed = [{**FAILED[0], "task": None, "said": "not tried, because packages_install failed"}]
    said = lines([finding()], failed=failed)
    assert [line for line in said if "packages_install" in line] == ["    not done: session_start: not tried, because packages_install failed"]


def test_a_failed_remedy_of_a_host_that_is_well_is_no_matter():
    assert lines([], failed=FAILED) == ["web1: all well: alice, bob. Nothing to do."]
    assert reasons("web1", [], FACTS, failed=FAILED) == []


@pytest.mark.parametrize("trouble, said", [
    ({"state": "unreachable", "said": "Task failed: no\r\nroute\r\n"}, ["web1: unreachable: no route."]),
    ({"state": "failed", "task": "Ask", "said": "boom"}, ['web1: the run failed for this host, at "Ask": boom.']),
])
def test_what_became_of_the_run_comes_first(trouble, said):
    assert lines([], trouble=trouble) == reasons("web1", [], FACTS, trouble=trouble) == said
    assert lines([finding()], trouble=trouble)[:len(said)] == said


def test_a_refusal_is_said_once():
    """ansible-core prints the reason of a failure twice by itself."""
    trouble = {"state": "refused", "said": ["x: is wrong.", "y: too"]}
    assert lines([], trouble=trouble) == [
        "web1: invalid settings, nothing was touched: x: is wrong.", "web1: invalid settings, nothing was touched: y: too."]
    assert reasons("web1", [], FACTS, trouble=trouble) == ["web1: invalid settings, nothing was touched, see the verdict."]


def test_what_could_not_be_checked_is_named_together_with_its_reason():
    unknown = [finding(name, "bob", "unknown", fix=None) for name in ("a", "a", "b")] + [finding("c", None, "unknown", fix=None)]
    assert lines(unknown) == [
        "web1: no findings, but not everything could be checked.",
        "web1, bob: could not be checked: a, b.",
        "    session: took too long.",
        "web1: could not be checked: c.",
        "    engine.runc: no answer.",
    ]


def test_ten_accounts_that_gave_no_answer_are_two_lines():
    dummy, facts = many(10)
    for name, answers in facts["accounts"].items():
        answers["unanswered"] = {"session": f"asking as {name} took longer than 30 s"}
    assert lines([finding("a", name, "unknown", fix=None) for name in facts["accounts"]], facts)[1:] == [
        f"web1, {', '.join(facts['accounts'])}: could not be checked: a.", "    session: asking as USER took longer than 30 s."]


def test_a_run_that_is_not_root_says_so_first():
    barred = finding("not-root", None, seen="this run is not root, and may not ask as bob", remedy=None, evidence={"system.barred": ["bob"]})
    unknown = [finding(name, "bob", "unknown", fix=None) for name in ("daemon-not-answering", "b")] + [finding("c", None, "unknown", fix=None)]
    said = lines([finding("a"), *unknown, barred])
    assert lines([barred, *unknown])[0] == "web1: 1 finding, which keeps Docker from working."
    assert said[:2] == ["web1: 2 findings, both of which keep Docker from working.", "web1: this run is not root, and may not ask as bob. (not-root, blocks)"]
    assert said[-1] == "web1: not checked, this needs root (use become): bob."
    assert not [line for line in said if "could not be checked" in line]
    assert reasons("web1", [finding("daemon-not-answering", "bob", "unknown"), barred], FACTS) == [
        "web1: this run is not root, and may not ask as bob. (not-root)"]


@pytest.mark.parametrize("one, blocks", [
    (finding(), True),
    (finding(verdict="consequence"), True),
    (finding(severity="limits"), False),
    (finding(verdict="unknown", fix=None), False),
    (finding("daemon-not-answering", verdict="unknown", fix=None), True),
    (finding(verdict="well"), False),
])
def test_reasons_to_fail(one, blocks):
    assert reasons("web1", [one], FACTS) == ([f"web1, alice: no linger. ({one['id']})"] if blocks else [])


def test_an_account_without_proof_is_a_reason_to_fail():
    proof = {"alice": {"error": None}, "bob": {"error": "exit code 1"}}
    assert lines([], proof=proof)[1:] == ["web1: a container ran as alice.", "web1, bob: no container could be run: exit code 1."]
    assert reasons("web1", [], FACTS, proof=proof) == ["web1, bob: no container could be run: exit code 1."]


def test_nothing_that_an_account_wrote_moves_the_cursor():
    evil = "\x1b[2J\nweb1: all well: alice. Nothing to do."
    proof = {"bob": {"error": evil}}
    failed = [{"remedy": "session_start", "task": evil, "said": evil, "accounts": ["alice"]}]
    finding_of_evil = finding(seen=evil, journal=[evil], explained=[{"id": "x", "seen": evil}], breaks=evil)
    facts = {"unanswered": {}, "accounts": {"alice": {"unanswered": {"session": evil}}, "bob": {"unanswered": {}}}}
    said = [*lines([finding_of_evil, finding("b", verdict="unknown", fix=None)], facts, proof=proof, failed=failed),
            *reasons("web1", [finding_of_evil], facts, proof=proof, failed=failed)]
    assert all(line.isprintable() for line in said)
    assert not [line for line in said if line.startswith("web1: all well")]
