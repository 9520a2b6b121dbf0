# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One rule card: its words, and what makes it malformed."""

from __future__ import annotations

import dataclasses
import re

from ...module_utils.data.shapes import documented
from .conditions import Condition
from ..refusal import Refusal
from .patterns import Pattern
from .sentences import slots
from ...module_utils.wishes.rules import SECRETS

WORDS = ("id", "case", "about", "where", "when", "after", "severity", "log", "seen", "breaks", "fix", "remedy")
REQUIRED = ("id", "about", "severity", "seen", "breaks", "fix")
CHOICES = {"about": ("host", "account"), "severity": ("blocks", "limits", "advice")}
TEXTS = ("id", "case", "where", "when", "seen", "breaks", "fix")
SECRET_PATHS = [("wanted", "account", wish) for wish in SECRETS]
TOO_WIDE = (("wanted",), ("wanted", "account"))      # they hold secrets below, and everything else
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclasses.dataclass(frozen=True)
class Card:
    """A rule. A card without `when` finds nothing: it only explains what programs print."""

    id: str
    about: str
    severity: str
    seen: str
    breaks: str
    fix: str
    case: str | None = None
    where: Condition | None = None
    when: Condition | None = None
    after: tuple = ()
    log: tuple = ()
    remedy: dict | None = None
    page: str = ""

    @property
    def conditions(self):
        return [condition for condition in (self.where, self.when) if condition]


def read_card(words, page, shapes, needs):
    """The Card of a page's entry. Refusal says what is wrong with it, without the card's name."""
    for check in (_check_words, _check_choices, _check_kinds, _check_sense):
        check(words)
    compiled = {key: _condition(key, words[key]) for key in ("where", "when") if key in words}
    log = tuple(Pattern(text) for text in words.get("log", []))
    card = Card(**{**words, **compiled, "after": tuple(words.get("after", [])), "log": log, "page": page})
    _check_paths(card, shapes[card.about])
    _check_needs(card, needs)
    return card


def _check_words(words):
    unknown = [key for key in words if key not in WORDS]
    if unknown:
        raise Refusal(f"unknown key {unknown[0]!r}, allowed are {', '.join(WORDS)}")
    missing = [key for key in REQUIRED if words.get(key) in (None, "")]
    if missing:
        raise Refusal(f"the key {missing[0]!r} is missing")
    ordered = [key for key in WORDS if key in words]
    if list(words) != ordered:
        raise Refusal(f"the keys must stand in the order {', '.join(ordered)}")


def _check_choices(words):
    for key, allowed in CHOICES.items():
        if words[key] not in allowed:
            raise Refusal(f"{key} is {words[key]!r}, allowed are {', '.join(allowed)}")


def _check_kinds(words):
    for key in TEXTS:
        if key in words and not isinstance(words[key], str):
            raise Refusal(f"{key} must be text, put it in single quotes")
    for key in ("after", "log"):
        if key in words and not (isinstance(words[key], list) and all(isinstance(item, str) for item in words[key])):
            raise Refusal(f"{key} must be a list of texts")
    remedy = words.get("remedy", {})
    if not isinstance(remedy, dict) or not all(isinstance(arguments, dict) for arguments in remedy.values()):
        raise Refusal("remedy must be a dictionary of remedies, each with a dictionary of arguments")


def _check_sense(words):
    for key in ("id", "case"):
        if key in words and not NAME.fullmatch(words[key]):
            raise Refusal(f"{key} is {words[key]!r}, it must be lower case words joined by hyphens")
    if "when" not in words and "log" not in words:
        raise Refusal("it has neither when nor log, so nothing could ever lead to it")
    idle = [key for key in ("where", "after", "remedy") if key in words and "when" not in words]
    if idle:
        raise Refusal(f"{idle[0]} means nothing without when")


def _condition(key, text):
    try:
        return Condition(text)
    except Refusal as error:
        raise Refusal(f"{key} {text!r} {error}" if "expression" in str(error) else str(error)) from error


def _check_paths(card, shape):
    told = sorted(slots([card.seen, card.breaks, card.fix, card.remedy or {}])[0])
    asked = [path for condition in card.conditions for path in condition.paths]
    for path in [*asked, *told]:
        if not documented(shape, path):
            raise Refusal(f"the path {'.'.join(path)!r} is in no probe's shape for about: {card.about}")
        if path in TOO_WIDE or path[:2] == ("wanted", "accounts") or path in told and path[:3] in SECRET_PATHS:
            raise Refusal(f"the path {'.'.join(path)!r} would show secrets of a setting")


def _check_needs(card, needs):
    asked = slots([card.seen, card.breaks, card.fix])[1]
    for arguments in (card.remedy or {}).values():
        asked |= {need for need in arguments.get("needs", []) if not slots(need)[0]}
    unknown = sorted(asked - set(needs))
    if unknown:
        raise Refusal(f"the need {unknown[0]!r} is not in packages.yml")
