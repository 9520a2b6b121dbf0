# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/journal: {"says", "call", "arguments", "gives"}; what is printed to a journal is not to be trusted."""

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import journal

from fake_host import FakeHost


with io.open(os.path.join(os.path.dirname(__file__), "cases", "journal", "cases.json"), encoding="utf-8") as stream:
    CASES = [pytest.param(case, id=case["says"]) for case in json.load(stream)]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert getattr(journal, case["call"])(*case["arguments"]) == case["gives"]


ASKED = "journalctl -q --no-pager -r -n %d -o json --output-fields=MESSAGE,MESSAGE_ID %s_UID=1000%s"
DAEMON = ASKED % (400, "%s", " _SYSTEMD_USER_UNIT=docker.service + _UID=1000 USER_UNIT=docker.service")
STARTING = {"MESSAGE": "Starting docker.service - Docker...", "MESSAGE_ID": "7d4958e842da4a758f6c1cdc7b36dcc5"}
FAILED = {"MESSAGE": "docker.service: Failed with result 'exit-code'."}


def printed(*entries):
    """As journalctl -r prints entries: the newest first."""
    return "\n".join(json.dumps(entry if isinstance(entry, dict) else {"MESSAGE": entry}) for entry in reversed(entries)) + "\n"


def of_daemon(*entries):
    return journal.of_daemon(FakeHost({"commands": {DAEMON % "": [0, printed(*entries), ""]}}), 1000)


def test_lines_and_widths_have_their_ends():
    found = journal.last_lines(["line %d %s" % (number, "x" * 2000) for number in range(100)])
    assert len(found) == 20 and found[-1].startswith("line 99 ") and set(len(line) for line in found) == set([500])


def test_only_this_start_of_this_account_is_asked_for():
    asked = DAEMON % "--since=@10.250 --until=@20.000 "
    assert journal.of_daemon(FakeHost({"commands": {asked: [0, printed("+ exec dockerd", "failed"), ""]}}), 1000, 10.25, 20) == ["failed"]


def test_no_journal_is_no_error():
    assert journal.of_daemon(FakeHost({}), 1000, 1, 2) == []


def test_messages_of_any_kind_do_no_harm():
    found = of_daemon([102, 97, 105, 108, 255], None, "two\nlines", ["twice", "given"], {"no": "message"}, [300, -1], {"MESSAGE": {"a": 1}}, "last")
    assert found == [u"fail\ufffd", "two", "lines", "twice", "last"]
    for rubbish in ("", "null", "[]", "3", "{", "[" * 5000, "\x00", '{"MESSAGE": "cut o'):
        assert journal.of_daemon(FakeHost({"commands": {DAEMON % "": [0, rubbish + "\n" + printed("x"), ""]}}), 1000) == ["x"]


def test_earlier_starts_do_not_count():
    assert of_daemon(STARTING, "level=error msg=old", FAILED, STARTING, "error: new", FAILED) == [
        "Starting docker.service - Docker...", "error: new", "docker.service: Failed with result 'exit-code'."]
    assert "level=error msg=old" not in of_daemon(STARTING, "level=error msg=old", STARTING, "+ set -x")      # it ran well then


def test_a_start_that_has_told_nothing_yet_leaves_the_word_to_the_failed_one_before():
    assert "error: old" in of_daemon(STARTING, "error: older", FAILED, STARTING, "error: old", FAILED, STARTING, "+ set -x")
    assert "error: older" not in of_daemon(STARTING, "error: older", FAILED, STARTING, "error: old", FAILED, STARTING, "+ set -x")


def test_of_an_account_the_last_lines_are_kept():
    def asked(*entries):
        return journal.of_accounts(FakeHost({"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]},
                                             "commands": {ASKED % (2000, "", ""): [0, printed(*entries), ""]}}), ["alice", "bob"])

    assert asked("+ a\nb", "http://u:p@x")["alice"] == {"changed": False, "error": None, "lines": ["+ a", "b", "http://***@x"]}
    assert asked()["bob"] == {"changed": False, "error": "there is no account 'bob' on this host", "lines": []}
    lines = asked(*["%d %s" % (number, "x" * 2000) for number in range(1000)])["alice"]["lines"]
    assert lines[-1].startswith("999 ") and sum(map(len, lines)) <= journal.ALL_SIZE and len(lines) > 300


def test_a_journal_that_does_not_come_is_unanswered_for_that_account():
    late = FakeHost({"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]}, "commands": {ASKED % (2000, "", ""): {"unanswered": "journalctl: late"}}})
    assert journal.of_accounts(late, ["alice"])["alice"]["error"] == "journalctl: late"
