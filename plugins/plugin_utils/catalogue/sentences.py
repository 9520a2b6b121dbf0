# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words with {path} and {install:need} in them, filled from facts."""

from __future__ import annotations

import re
import shlex

from .paths import MISSING, at
from ..printers.printable import printable

# Lower case only and no blanks: ${HOME}, {{.Names}} and JSON stay as they are.
SLOT = re.compile(r"(?<!\{)\{(install:)?([a-z][a-z0-9_.-]*)\}(?!\})")
ACCOUNT = ("account",)


def slots(value):
    """({paths}, {needs}) that a text, or the texts in a list or dictionary, ask for."""
    found = [match for text in _texts(value) for match in SLOT.findall(text)]
    return ({tuple(name.split(".")) for install, name in found if not install},
            {name for install, name in found if install})


def _texts(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


def fill(text, facts, install, typed=False):
    """The text with every slot filled, printable whatever a fact holds; `install` makes the command of a need.

    What is to be typed has the name of an account as a shell takes it, and <docker host> for a fact that is not there.
    """

    def filled(match):
        if match[1]:
            return install(match[2])
        path = tuple(match[2].split("."))
        if typed and path == ACCOUNT and at(facts, path) is not MISSING:
            return shlex.quote(printable(at(facts, path)))
        if typed and at(facts, path) in (None, []):
            return f"<{path[-1].replace('_', ' ')}>"
        return printable(said(at(facts, path), version=path[-1].endswith("version")))

    return SLOT.sub(filled, text)


def fill_data(value, facts, install):
    """Data with its texts filled; a text that is nothing but one {path} becomes the value itself, type and all."""
    if isinstance(value, dict):
        return {key: fill_data(item, facts, install) for key, item in value.items()}
    if isinstance(value, list):
        return [fill_data(item, facts, install) for item in value]
    if not isinstance(value, str):
        return value
    whole = SLOT.fullmatch(value)
    found = at(facts, tuple(whole[2].split("."))) if whole and not whole[1] else MISSING
    return fill(value, facts, install) if found is MISSING else found


def said(value, version=False):
    """A fact as a person reads it: [26, 1] as a version 26.1, a list with commas, [100000, 65536] in a list 100000:65536."""
    if value is MISSING:
        return "(unknown)"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " ".join(said(item) for item in value.values())
    if isinstance(value, list):
        if version:
            return ".".join(map(str, value))
        return ", ".join(":".join(map(said, item)) if isinstance(item, list) else said(item) for item in value) or "none"
    return str(value)
