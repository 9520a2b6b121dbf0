# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make explain` says what the playbook says, without a task's name or a temporary file's."""

from __future__ import annotations

import io
import sys

import house

sys.path.insert(0, str(house.ROOT / "tests" / "rig"))
import meaning      # noqa: E402 pylint: disable=wrong-import-position


def test_the_answer_is_all_that_is_said():
    lines = meaning.meaning(io.BytesIO(b"[rootlesskit:parent] error: No subuid ranges found for user 1000\n")).splitlines()
    assert lines[:3] == [
        "this text: 1 possible cause.", "1. <account> has no subordinate ids that a daemon could start with (subid-missing)",
        "    matched: [rootlesskit:parent] error: No subuid ranges found for user 1000"]
    assert [line.split(":")[0].strip() for line in lines[3:]] == ["impact", "by hand", "healed by"]


def test_nothing_known_is_said():
    assert meaning.meaning(io.BytesIO(b"hello\n")).strip() == "this text: no known cause was found in it."
