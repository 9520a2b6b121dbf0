# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from findings_made import FACTS, finding, many

from ansible_collections.rootless.docker.plugins.plugin_utils.printers.grouping import alike, distinct, generalised, groups


def test_words_that_differ_only_by_the_account_are_one_group():
    findings, facts = many(10)
    group, = groups(findings, facts)
    assert group.words == {"seen": "USER does not linger", "breaks": "the daemon of USER ends", "fix": "loginctl enable-linger USER"}
    assert (group.place, group.members) == ("web1, 10 accounts", "USER is each of " + ", ".join(facts["accounts"]))
    assert group.journal == ["Nov 27 10:00 user@UID.service: stopped"]


def test_one_account_keeps_its_own_words():
    findings, facts = many(1)
    group, = groups(findings, facts)
    assert (group.words["seen"], group.place, group.members) == ("u01 does not linger", "web1, u01", None)


@pytest.mark.parametrize("other", [
    {"seen": "another thing"}, {"name": "other"}, {"verdict": "consequence"}, {"case": "c"}, {"because": ["x"]}, {"account": None}])
def test_unlike_findings_stay_apart(other):
    assert len(groups([finding(account="bob"), finding(**{"account": "alice", **other})], FACTS)) == 2


def test_a_function_keeps_apart_what_only_it_can_tell():
    pair = [finding(), finding(account="bob")]
    assert len(groups(pair, FACTS)) == 1
    assert len(groups(pair, FACTS, lambda one: one["account"])) == 2


@pytest.mark.parametrize("text, said", [
    ("alice's files in /run/user/1000 of user@1000.service", "USER's files in /run/user/UID of user@UID.service"),
    ("1000 ids for alice", "1000 ids for USER"),
    ("malice, alice-2 and alice.conf stay, alice goes.", "malice, alice-2 and alice.conf stay, USER goes."),
    ("/data/people/a/.config and /home/alice", "HOME/.config and /home/USER"),
])
def test_what_is_the_accounts_own(text, said):
    facts = {"accounts": {"alice": {"session": {"uid": 1000, "home": "/data/people/a"}}}}
    assert generalised(text, "alice", facts) == said


@pytest.mark.parametrize("session", [None, "a lie", {"home": 3, "uid": "x"}, {}])
def test_facts_of_any_shape_do_no_harm(session):
    assert generalised("alice", "alice", {"accounts": {"alice": {"session": session}}}) == "USER"


def test_a_remedy_that_failed_for_several_in_the_same_words_is_one():
    failed = [{"remedy": "daemon_setup", "task": "t", "said": f"the daemon of {name} said: newuidmap {pid} failed", "accounts": [name]}
              for name, pid in (("alice", 671), ("bob", 651))]
    other = {"remedy": "packages_install", "task": "t", "said": "no mirror", "accounts": []}
    assert alike([other, *failed], FACTS) == [other, {
        "remedy": "daemon_setup", "task": "t", "said": "the daemon of USER said: newuidmap 671 failed", "accounts": ["alice", "bob"]}]
    assert alike(failed[:1], FACTS) == failed[:1]


def test_lines_that_differ_by_numbers_are_said_once():
    assert distinct(["10:01 dockerd[17]: no", "10:02 dockerd[18]: no", "yes"]) == ["10:01 dockerd[17]: no", "yes"]
