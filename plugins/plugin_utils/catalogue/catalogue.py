# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: every page of rule cards, read once, malformed ones refused with a sentence that names file and card."""

from __future__ import annotations

import dataclasses
import functools
import pathlib

from ...module_utils import probes
from .cards import Card, read_card
from ..refusal import Refusal
from .pages import read_page
from .paths import overlay
from ..wishes.options import SHAPE, WISH_SHAPE

FOLDER = pathlib.Path(__file__).parents[3] / "catalogue"
PACKAGES = "packages.yml"


@dataclasses.dataclass(frozen=True)
class Catalogue:
    """All cards in the order of the pages, the packages table, and {"host": {subject: shape}, "account": {...}}."""

    cards: tuple
    packages: dict
    shapes: dict

    @property
    def ids(self):
        return list(dict.fromkeys(card.id for card in self.cards))


@functools.lru_cache(maxsize=None)
def shipped():
    """The catalogue of this collection."""
    return load(FOLDER)


def load(folder, shapes=None):
    """The catalogue in a folder; shapes are the probes' own unless a test brings some."""
    shapes = probe_shapes() if shapes is None else shapes
    packages = _read_packages(folder / PACKAGES)
    flat = flat_shapes(shapes)
    pages = sorted(path for path in folder.glob("*.yml") if path.name != PACKAGES)
    if not pages:
        raise Refusal(f"{folder} has no page of rules.")
    cards = [card for page in pages for card in _read_rules(page, flat, packages)]
    _check_names(cards)
    _check_after(cards)
    return Catalogue(tuple(cards), packages, shapes)


@functools.lru_cache(maxsize=None)
def probe_shapes():
    """{"host": {subject: shape}, "account": {subject: shape}} as the probes' docstrings give them."""
    return {
        about: {word: probes.shape(getattr(probe, name)) for word, probe in probes.PROBES.items() if hasattr(probe, name)}
        for about, name in (("host", "probe"), ("account", "probe_account"))}


def flat_shapes(shapes):
    """What a condition about a host, or about an account, can see."""
    host = {**shapes["host"], "host": "", "wanted": SHAPE}
    account = overlay(shapes["host"], shapes["account"])
    return {"host": host, "account": {**account, "host": "", "account": "", "wanted": {**SHAPE, "account": WISH_SHAPE}}}


def _read_rules(page, flat, packages):
    entries = read_page(page)
    name = f"{page.parent.name}/{page.name}"
    if not isinstance(entries, list) or not entries:
        raise Refusal(f"{name} must be a list of rule cards.")
    cards = []
    for number, words in enumerate(entries, 1):
        label = words.get("id", "without an id") if isinstance(words, dict) else "no dictionary"
        try:
            if not isinstance(words, dict):
                raise Refusal("a card is a dictionary")
            cards.append(read_card(words, name, flat, packages))
        except Refusal as error:
            raise Refusal(f"{name}, card {number} ({label}): {error}.") from error
    return cards


def _read_packages(path):
    if not path.exists():
        return {}
    table = read_page(path)
    name = f"{path.parent.name}/{path.name}"
    for need, spellings in table.items() if isinstance(table, dict) else [("", None)]:
        if not isinstance(spellings, dict):
            raise Refusal(f"{name}: {need or 'the page'} must be a dictionary.")
        for spelling, names in spellings.items():
            if not (isinstance(names, list) and names and all(isinstance(item, str) for item in names)):
                raise Refusal(f"{name}: {need}, {spelling} must be a list of package names.")
    return table


def _check_names(cards):
    """An id has one card, or several that are told apart by their cases."""
    seen: dict[str, Card] = {}
    for card in cards:
        name = f"{card.page}, card {card.id}"
        for other in [seen[key] for key in seen if key[0] == card.id]:
            if card.case == other.case:
                raise Refusal(f"{name}: {'the case ' + card.case if card.case else 'the id'} is in {other.page} already.")
            if None in (card.case, other.case):
                raise Refusal(f"{name}: the id has another card in {other.page}, so each of them needs a case.")
        seen[card.id, card.case] = card


def _check_after(cards):
    judged: dict[str, set] = {}
    for card in cards:
        judged.setdefault(card.id, set()).update([card.about] if card.when else [])
    for card in cards:
        for other in card.after:
            if not judged.get(other):
                raise Refusal(f"{card.page}, card {card.id}: after names {other!r}, which no card with when has.")
            if card.about == "host" and "host" not in judged[other]:
                raise Refusal(f"{card.page}, card {card.id}: after names {other!r}, but that is about accounts and this about the host.")
    _check_circles(cards)


def _check_circles(cards):
    """In a circle every finding would be told as the consequence of the next, and none as the cause."""
    follows = {}
    for card in cards:
        follows.setdefault(card.id, set()).update(card.after)
    for start in follows:
        reached, waiting = set(), list(follows[start])
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting.extend(follows.get(other, ()))
        if start in reached:
            page = next(card.page for card in cards if card.id == start)
            raise Refusal(f"{page}, card {start}: by its after it is a consequence of itself.")
