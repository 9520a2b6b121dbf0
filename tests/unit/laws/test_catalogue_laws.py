# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue is whole: nothing is named that is not there, and nothing is there that nobody names."""

from __future__ import annotations

import re

import house

from ansible_collections.rootless.docker.plugins.module_utils import probes
from ansible_collections.rootless.docker.plugins.module_utils.data.shapes import documented
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import catalogue
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.sentences import slots


def test_it_loads_and_every_path_a_rule_names_is_in_a_probes_shape():
    assert len(catalogue.shipped().cards) == len(house.cards())


def test_every_page_that_judges_is_about_a_probe_and_every_probe_has_a_page():
    """A page without a condition only explains what programs print: no room has to know its word."""
    assert {word for word, card in house.cards() if "when" in card} | set(probes.PROBES) == set(probes.PROBES)
    assert set(probes.PROBES) - house.names(house.pages_of_rules()) == set()


def test_every_card_asks_its_own_subject():
    """A card lies on the page where a reader looks for it: its condition names the page's word."""
    lost = [card["id"] for word, card in house.cards() if "when" in card and not re.search(rf"\b{word}\.", card["when"])]
    assert lost == []


def test_every_need_is_asked_for():
    asked = str([card for dummy, card in house.cards()])
    table = house.some(house.page(house.CATALOGUE / "packages.yml"), "needs")
    assert [need for need in table if f"install:{need}}}" not in asked and not re.search(rf"'needs': \[[^\]]*'{need}'", asked)] == []


def test_no_remedy_takes_an_argument_from_what_an_account_says():
    """Remedies act as root: their arguments are words of the card, names, wishes, and what root itself has seen of the host."""
    ours = {**catalogue.probe_shapes()["host"], "host": "", "account": "", "wanted": {}}
    asked = house.some(((card["id"], path) for dummy, card in house.cards() for path in slots(card.get("remedy", {}))[0]), "arguments with a path")
    assert [(name, ".".join(path)) for name, path in asked if not documented(ours, path)] == []


def test_conditions_stand_in_single_quotes():
    text = "".join(path.read_text(encoding="utf-8") for path in house.pages_of_rules())
    conditions = house.some(re.findall(r"^  (?:when|where): (.*(?:\n    .*)*)$", text, re.MULTILINE), "conditions")
    assert [line for line in conditions if not re.fullmatch(r"'[^']*'", line)] == []


WRITES = {"accounts_create", "cgroups_delegate", "daemon_restart", "daemon_setup", "session_start", "subids_append"}


def test_nothing_is_done_for_an_account_whose_disk_is_not_mounted():
    """A card whose remedy writes for an account, or starts what writes, names storage-not-mounted in its `after`."""
    writing = [card for dummy, card in house.cards() if card["about"] == "account" and WRITES & set(card.get("remedy", {}))]
    assert [card["id"] for card in house.some(writing, "cards that write") if "storage-not-mounted" not in card.get("after", [])] == []
