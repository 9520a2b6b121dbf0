# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.failures import failures, waits

TRACEBACK = "Traceback (most recent call last):\n  File \"x\", line 1\nValueError: bad luck\n"


def entry(said, *accounts, task="t", remedy="r"):
    return {"remedy": remedy, "task": task, "said": said, "accounts": list(accounts)}


@pytest.mark.parametrize("result, said", [
    ({"msg": "Failed to update apt cache"}, "Failed to update apt cache"),
    ({"msg": "Failed to update apt cache after 5 retries: "}, "Failed to update apt cache after 5 retries"),
    ({"msg": "two\n  lines, \x1b[31mred\x1b[0m"}, "two lines, red"),
    ({"msg": "W: http://me:pw@mirror/ is dead"}, "W: http://***@mirror/ is dead"),
    ({"msg": "x" * 9000}, "x" * 500),
    ({"msg": ["a", "list"]}, "['a', 'list']"),
    ({"msg": "non-zero return code", "stderr": "warning\ndpkg: error: dpkg frontend lock is locked\nlast"}, "dpkg: error: dpkg frontend lock is locked"),
    ({"msg": "The command exited with a non-zero return code.", "stderr": "", "stdout": "first\nlast\n"}, "last"),
    ({"msg": "MODULE FAILURE: see stdout", "module_stderr": TRACEBACK}, "ValueError: bad luck"),
    ({"msg": "", "exception": TRACEBACK}, "ValueError: bad luck"),
    ({"msg": "non-zero return code"}, "non-zero return code"),
    ({}, "it failed without a word"),
])
def test_the_words_of_a_failure_are_one_line(result, said):
    assert failures(result, "r", "t") == [entry(said)]


@pytest.mark.parametrize("said", ["x", 5, [1, "alice"], {"alice": "x", "bob": 5}, {"mallory": {"error": "{{ x }}"}}])
def test_a_host_that_answers_in_another_shape_failed_as_a_whole(said):
    assert failures({"msg": "no", "accounts": said, "results": said}, "r", "t", ["alice", "bob"]) == [entry("no")]
    assert failures({"msg": "no", "results": [5, None, {"failed": True, "item": {}}]}, "r", "t", ["alice"]) == [entry("it failed without a word")]


def test_the_accounts_of_a_module_keep_their_errors():
    accounts = {"alice": {"error": "no\nbus"}, "bob": {"error": None}, "carol": {"error": "no bus"}, "dave": {"error": "no account"}}
    assert failures({"msg": "alice: no bus", "accounts": accounts}, "r", "t") == [entry("no bus", "alice", "carol"), entry("no account", "dave")]


def test_the_items_of_a_loop_keep_their_accounts():
    items = [{"item": "alice", "failed": True, "msg": "locked"}, {"item": "bob"}, {"item": "docker.service", "failed": True, "msg": "masked"}]
    assert failures({"msg": "One or more items failed", "results": items}, "r", "t", ["alice", "bob"]) == [entry("locked", "alice"), entry("masked")]


@pytest.mark.parametrize("before, run, idle", [
    ({}, True, []),
    ({"": []}, True, []),
    ({"": ["host-wide"]}, False, [entry("not tried, because host-wide failed", task=None)]),
    ({"alice": ["of-alice"], "bob": ["of-alice"]}, True, [entry("not tried, because of-alice failed", "alice", task=None)]),
    ({"alice": ["well", "host-wide"], "bob": ["host-wide"]}, False, [entry("not tried, because host-wide failed", "alice", "bob", task=None)]),
    ({"": [], "bob": ["host-wide"]}, True, [entry("not tried, because host-wide failed", "bob", task=None)]),
])
def test_who_waits_for_what_failed(before, run, idle):
    failed = [entry("x", remedy="host-wide"), entry("y", "alice", remedy="of-alice")]
    accounts = [name for one in idle for name in one["accounts"]]
    assert waits(failed, "r", before) == {"errors": idle, "accounts": accounts, "run": run}
