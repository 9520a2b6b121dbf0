# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/symptoms.md says what the catalogue says."""

from __future__ import annotations

import functools
import importlib.util

import house

SOURCE = house.ROOT / "tests" / "rig" / "symptoms.py"


def maker():
    spec = importlib.util.spec_from_file_location("symptoms", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.lru_cache
def page():
    return maker().page()


def test_the_page_is_up_to_date():
    made = page()
    assert (house.ROOT / "docs" / "symptoms.md").read_text(encoding="utf-8") == made, "run make symptoms"


def test_every_known_cause_has_an_anchor():
    missing = [name for dummy, ids in maker().groups() for name in ids if f"\n### {name}\n" not in page() or f"](#{name})" not in page()]
    assert missing == []
    assert {card["id"] for dummy, card in house.cards()} == {name for dummy, ids in maker().groups() for name in ids}
