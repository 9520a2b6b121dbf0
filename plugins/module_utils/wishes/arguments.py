# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules do first: every option through its converter, and one refusal before anything is touched."""

from . import converters as to
from . import secrets as secret_wishes, rules as wish_rules

NAMES = (wish_rules.user_names, list)
SECONDS = to.number(1, 3600)


def settled(module, rules):
    """The options of a module, converted: {option: (converter, what makes its default)}. All that is wrong ends the module."""
    errors = []
    for option, (convert, default) in sorted(rules.items()):
        module.params[option] = to.taken(convert, module.params[option], default, "%s:" % option, errors)
    refuse(module, errors)
    return module.params


def wishes(module, rules):
    """Like settled, for a module whose argument `accounts` holds wishes by account: (accounts, options, Secrets)."""
    given, secrets = secret_wishes.hide(module)
    errors = []
    accounts = wish_rules.accounts_by_name(given, errors)
    refuse(module, errors)
    return accounts, settled(module, rules), secrets


def refuse(module, errors):
    if errors:
        module.fail_json(msg=" ".join(to.first(errors)))
