# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.causes import remedies_before
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.merging import Merged


def before(*findings, first=None):
    told, merged = [], {}
    for name, account, remedy, because in findings:
        told.append({"id": name, "account": account, "remedy": {remedy: {}} if remedy else None, "because": because})
        if remedy:
            merged.setdefault(remedy, Merged(remedy)).add(told[-1], {})
    return remedies_before(told, merged, first or {})


@pytest.mark.parametrize("findings, waits", [
    ([("a", None, "x", []), ("b", "alice", "y", ["a"])], {"alice": ["x"]}),                                     # a cause of the host's
    ([("a", "alice", "x", []), ("b", "alice", "y", ["a"])], {"alice": ["x"]}),                                  # one of its own
    ([("a", "bob", "x", []), ("b", "alice", "y", ["a"])], {"alice": []}),                                       # a neighbour's is none
    ([("a", None, "x", []), ("b", "alice", "y", ["a"]), ("c", "alice", "y", [])], {"alice": []}),               # one can be healed: it is tried
    ([("a", None, "x", []), ("b", "alice", "y", ["a"]), ("c", "alice", "y", ["b"])], {"alice": ["x"]}),         # through what the same remedy heals
    ([("a", None, None, []), ("b", "alice", "y", ["a"])], {"alice": []}),                                       # a cause without remedy is held, not waited for
    ([("b", "alice", "y", ["c"]), ("c", "alice", "y", ["b"])], {"alice": []}),                                  # a circle ends
])
def test_a_remedy_waits_for_those_that_heal_the_causes(findings, waits):
    assert before(*findings)["y"] == waits


def test_findings_that_are_not_prescribed_do_not_count():
    findings = [{"id": "a", "account": None, "remedy": {"x": {}}, "because": []}]
    assert remedies_before(findings, {}, {}) == {}


@pytest.mark.parametrize("findings, waits", [
    ([("a", None, "x", []), ("b", "alice", "y", [])], {"alice": ["x"]}),                                        # whatever its findings follow from
    ([("a", None, "x", []), ("b", "alice", "y", ["a"])], {"alice": ["x"]}),                                     # and not twice
    ([("c", None, "x", []), ("b", "alice", "y", [])], {"alice": []}),                                           # x heals something else this time
    ([("a", None, None, []), ("b", "alice", "y", [])], {"alice": []}),                                          # nothing in the plan heals it
])
def test_what_comes_first_in_any_case_is_waited_for(findings, waits):
    assert before(*findings, first={"y": ("a",)})["y"] == waits
