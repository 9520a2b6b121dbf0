# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every card that judges is proved on a living host by a line of its subject's table, or it is said why it cannot be."""

from __future__ import annotations

import collections
import re

import house

MOLECULE = house.ROOT / "molecule"
TABLES = house.some(sorted(MOLECULE.glob("*/tests/causes.yml")), "tables of causes")
CAUSES = [(path.parts[-3], cause) for path in TABLES for cause in house.page(path)]
COLUMNS = ["id", "case", "how", "ails", "wishes", "breaks", "meets", "undo"]


def name(words):
    return " ".join(filter(None, (words["id"], words.get("case"))))


JUDGING = {name(card): (word, card) for word, card in house.cards() if "when" in card}


def test_every_card_is_proved_or_it_is_said_why_it_cannot_be():
    proved, excused = {name(cause) for dummy, cause in CAUSES}, set(house.page(MOLECULE / "shared" / "causes" / "not_here.yml"))
    assert proved & excused == set()
    assert proved | excused == set(JUDGING)


def test_every_cause_stands_in_its_subjects_table():
    assert [name(cause) for word, cause in CAUSES if JUDGING[name(cause)][0] != word] == []


def test_what_no_remedy_heals_is_undone_by_hand():
    assert [name(cause) for dummy, cause in CAUSES if "undo" not in cause and "remedy" not in JUDGING[name(cause)][1]] == []


def test_the_columns_have_one_order_and_lines_of_one_card_are_told_apart():
    assert [name(cause) for dummy, cause in CAUSES if list(cause) != [column for column in COLUMNS if column in cause]] == []
    count = collections.Counter((name(cause), cause.get("how")) for dummy, cause in CAUSES)
    assert [which for which, times in count.items() if times > 1] == []


def test_what_a_user_meets_is_a_regular_expression_that_no_empty_answer_matches():
    assert [words for dummy, cause in CAUSES for words in cause.get("meets", {}).values() if re.search(words, "")] == []


def test_every_table_is_run_by_the_engine():
    assert [path for path in TABLES if house.page(path.parents[1] / "molecule.yml")["verifier"]["directory"] != "../shared/causes"] == []
