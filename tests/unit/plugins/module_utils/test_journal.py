# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/journal: {"says", "call", "arguments", "gives"}; what is printed to a journal is not to be trusted."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import journal

from fake_host import FakeHost


with io.open(os.path.join(os.path.dirname(__file__), "cases", "journal", "cases.json"), encoding="utf-8") as stream:
    CASES = [pytest.param(case, id=case["says"]) for case in json.load(stream)]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert getattr(journal, case["call"])(*case["arguments"]) == case["gives"]


def test_lines_and_widths_have_their_ends():
    found = journal.last_lines("".join("line %d %s\n" % (number, "x" * 2000) for number in range(100)))
    assert len(found) == 20 and found[-1].startswith("line 99 ") and set(len(line) for line in found) == set([500])


def test_only_this_start_of_this_account_is_asked_for():
    asked = ("journalctl -q --no-pager -o cat -n 400 --since=@10.250 --until=@20.000 _UID=1000 _SYSTEMD_USER_UNIT=docker.service"
             " + _UID=1000 USER_UNIT=docker.service")
    assert journal.of_daemon(FakeHost({"commands": {asked: [0, "+ exec dockerd\nfailed\n", ""]}}), 1000, 10.25, 20) == ["failed"]


def test_no_journal_is_no_error():
    assert journal.of_daemon(FakeHost({}), 1000, 1, 2) == []
