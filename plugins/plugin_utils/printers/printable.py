# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts and accounts said, fit for a terminal: one line, no control characters, of bounded length."""

from __future__ import annotations

import re

from ...module_utils.data import texts

LONGEST = 1000      # letters of one text
MOST = 200          # items of one list or dictionary
DEEPEST = 8         # levels of lists and dictionaries
# Terminals and callbacks fold long lines: with enough of these in a name, what follows them would stand on a line of its own.
PADDING = re.compile(r"(?<=\S)( ) {3,}|([^\w\s])\2{8,}")


def printable(value, longest=LONGEST):
    """The text of a value on one line, as the targets say it; what is too long is cut and counted."""
    text = PADDING.sub(lambda run: run[1] or run[2] * 3 + " ", str(value))
    shown = texts.printable(text[:longest])
    return shown if len(text) <= longest else f"{shown}... ({len(text) - longest} more characters)"


def printable_data(value, most=MOST, deepest=DEEPEST):
    """The same data with every text printable; what is too deep, or too much (`most` None: as much as there is), is said instead of shown."""
    if isinstance(value, str):
        return printable(value)
    if not isinstance(value, (dict, list, tuple)):
        return value
    if not deepest:
        return "(nested too deeply)"
    more = [f"({len(value) - most} more)"] if most and len(value) > most else []
    if isinstance(value, dict):
        shown = {printable(key): printable_data(item, most, deepest - 1) for key, item in list(value.items())[:most]}
        return {**shown, **dict.fromkeys(more, True)}
    return [printable_data(item, most, deepest - 1) for item in value[:most]] + more
