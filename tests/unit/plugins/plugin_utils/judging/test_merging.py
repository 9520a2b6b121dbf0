# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.merging import Merged


def merged(*asked):
    result = Merged("subids_append")
    for name, account, arguments in asked:
        result.add({"id": name, "account": account}, arguments)
    return result


def test_lists_are_joined_in_order_and_dictionaries_merged():
    result = merged(("a", "alice", {"units": ["x", "y"], "modes": {"p": 1}}), ("b", "bob", {"units": ["y", "z"], "modes": {"q": 2}}))
    assert result.arguments == {"accounts": ["alice", "bob"], "units": ["x", "y", "z"], "modes": {"p": 1, "q": 2}}
    assert (result.ids, result.errors) == (["a", "b"], [])


def test_two_values_of_one_setting_name_both_findings():
    result = merged(("a", "alice", {"modes": {"p": 1}}), ("b", None, {"modes": {"p": 2}}))
    assert result.errors == ["a (alice) and b ask for different values of modes.p in the remedy subids_append."]


def test_two_kinds_of_one_setting_are_an_error_too():
    result = merged(("a", None, {"units": ["x"]}), ("b", None, {"units": {"x": 1}}), ("c", None, {"units": "x"}))
    assert len(result.errors) == 2


def test_what_a_finding_asked_for_is_not_changed_by_the_next():
    first = {"units": ["x"]}
    merged(("a", None, first), ("b", None, {"units": ["y"]}))
    assert first == {"units": ["x"]}
