# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wishes as module arguments: their secret values stand in no log and no answer, their names may."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

SECRET = 6          # characters: what is shorter stands in too many harmless words to be hidden


def hide(module):
    """Take the argument `accounts` (no_log) out of a module: it is returned, and only its secrets are blotted out of the answers.

    Ansible itself would blot out every value of it, so that each "true" and "pasta" of the facts became asterisks.
    """
    accounts = module.params["accounts"]
    module.no_log_values = secrets(accounts)
    module.params["accounts"] = named_only(accounts)
    return accounts


def secrets(accounts):
    """The texts that may stand in no answer: values of environment, proxy and daemon_options (law 9)."""
    found = set()
    for wish in accounts.values():
        for key in ("environment", "proxy", "daemon_options"):
            found |= set(_texts(wish.get(key)) if isinstance(wish, dict) else ())
    return set(text for text in found if len(text) >= SECRET)


def _texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in _texts(inner)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def named_only(accounts):
    """The wishes with names for values, as they may be logged: {"alice": ["environment A", "mtu"]}."""
    found = {}
    for name, wish in accounts.items():
        wish = wish if isinstance(wish, dict) else {}
        deep = [key for key in sorted(wish) if isinstance(wish[key], dict)]
        found[name] = ["%s %s" % (key, inner) for key in deep for inner in sorted(wish[key])] + [
            key for key in sorted(wish) if key not in deep and wish[key] is not None]
    return found
