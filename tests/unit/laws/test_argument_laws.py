# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a card gives a remedy is what the remedy's specification takes."""

from __future__ import annotations

import house
import pytest

KINDS = {"list": list, "dict": dict, "str": str, "bool": bool, "int": int}
SPECS = house.page(house.REMEDY / "meta" / "argument_specs.yml")["argument_specs"]
GIVEN = house.some(((card["id"], remedy, name, value) for dummy, card in house.cards()
                    for remedy, arguments in card.get("remedy", {}).items() for name, value in arguments.items()), "arguments")


@pytest.mark.parametrize("card, remedy, name, value", GIVEN, ids=[f"{given[0]} {given[2]}" for given in GIVEN])
def test_an_argument_of_a_card_fits_its_specification(card, remedy, name, value):
    """A text that is nothing but one {path} has the type of what stands there, which only a run can tell."""
    name = "packages" if name == "needs" else name
    option = SPECS[remedy]["options"][f"rootless_remedy_{name}"]
    assert isinstance(value, KINDS[option["type"]]) or str(value).startswith("{")
