# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.accounts.batch import finish, sentence


class Module:
    def __init__(self):
        self.said = None

    def exit_json(self, **answer):
        self.said = ("exit", answer)

    def fail_json(self, **answer):
        self.said = ("fail", answer)
        raise SystemExit(1)


def test_where_all_are_served_it_exits():
    module, accounts = Module(), {"alice": {"error": None}}
    finish(module, accounts, changed=True, diff=[1])
    assert module.said == ("exit", {"accounts": accounts, "changed": True, "diff": [1]})


def test_where_one_is_not_it_fails_with_all_that_was_done():
    module, accounts = Module(), {"alice": {"error": None}, "bob": {"error": "no bus"}}
    with pytest.raises(SystemExit):
        finish(module, accounts, changed=True, diff=[1])
    assert module.said == ("fail", {"msg": "bob: no bus", "accounts": accounts, "changed": True, "diff": [1]})


def test_what_an_account_wrote_is_shown_printable():
    """A unit's text in a diff keeps its lines; a sentence is one."""
    module, accounts = Module(), {"alice": {"error": None, "did": [u"/home/alice/\udcff\nweb1: all well was written"]}}
    finish(module, accounts, diff=[{"before": "[Service]\n\tExecStart=\x1b[2J\n", "before_header": u"/home/alice/\u202e"}])
    assert module.said == ("exit", {
        "accounts": {"alice": {"error": None, "did": ["/home/alice/\\xff\\nweb1: all well was written"]}},
        "diff": [{"before": "[Service]\n\tExecStart=\\x1b[2J\n", "before_header": "/home/alice/\\u202e"}]})


def test_those_who_share_an_error_are_named_together():
    assert sentence({"dave": "x", "carol": "y", "bob": "y"}) == "bob, carol: y; dave: x"
