# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/subid_plan: {"says", "uid", "gid" (texts), ...settings, "gives": [uid text, gid text] | "raises"} for alice, 1000."""

import random

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.subids import ranges as subid, plan as subid_plan

from case_files import cases


def grant(texts, count=65536, span=None, blocked=(), own=1000):
    span = span or {"MIN": 100000, "MAX": 600100000}
    settings = [dict.fromkeys(subid.KINDS, value) for value in (own, count, span, blocked)]
    return subid_plan.grant(texts, "alice", *settings)


@pytest.mark.parametrize("case", cases(__file__, "plan"))
def test_case(case):
    settings = {key: case[key] for key in ("count", "span", "blocked", "own") if key in case}
    texts = {kind: case.get(kind, "") for kind in subid.KINDS}
    if "raises" in case:
        with pytest.raises(ValueError) as caught:
            grant(texts, **settings)
        assert case["raises"] in str(caught.value)
        return
    given = grant(texts, **settings)
    assert [given["uid"], given["gid"]] == case["gives"]
    assert grant(given, **settings) == given        # and asked again nothing is left to do


@pytest.mark.parametrize("seed", range(50))
def test_whatever_the_files_say_nothing_is_taken_from_anybody(seed):
    dice = random.Random(seed)
    owners, tails = ["bob", "1000", "alice", "carol", "1001", "#x"], ["", "", "", "\r", ":", " "]
    texts = {kind: "".join("%s:%d:%d%s\n" % (dice.choice(owners), dice.randrange(99000, 400000), dice.randrange(0, 99999), dice.choice(tails))
                           for dummy in range(dice.randrange(6))) for kind in subid.KINDS}
    try:
        after = grant(texts)
    except ValueError as error:
        assert "overlap each other" in str(error)
        return
    for kind in subid.KINDS:
        before, now = subid.parse(texts[kind]), subid.parse(after[kind])
        old, new = subid.ranges_of(before, "alice", 1000), subid.ranges_of(now, "alice", 1000)
        assert new[:len(old)] == old
        assert sum(count for dummy, count in new) >= 65536
        assert not subid.self_overlap(new, 1000)
        assert subid.overlaps(now, "alice", 1000) == subid.overlaps(before, "alice", 1000)
        others = [entry["text"] for entry in before if entry["owner"] not in ("alice", "1000")]
        assert [entry["text"] for entry in now if entry["owner"] not in ("alice", "1000")] == others
