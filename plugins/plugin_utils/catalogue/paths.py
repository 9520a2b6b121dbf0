# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a value lies in facts. A path is a tuple of words."""

from __future__ import annotations

MISSING = object()      # nobody could tell, which is not null: null says "not there"


def at(facts, path):
    """The value at a path; None where null lies at it or above it, MISSING where a key is absent."""
    value = facts
    for word in path:
        if value is None:
            return None
        if not isinstance(value, dict) or word not in value:
            return MISSING
        value = value[word]
    return value


def overlay(host, account):
    """The host's subjects with an account's laid over them, key by key."""
    return {word: {**host.get(word, {}), **account.get(word, {})} for word in {**host, **account}}
