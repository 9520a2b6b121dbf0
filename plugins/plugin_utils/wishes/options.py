# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one door for what a fleet wishes for: converts, fills defaults, refuses, and touches nothing.

Errors name the option, the item (by its name, else counted from 0 as in YAML and Jinja) and what is allowed. Values of environment, proxy and daemon_options
are secrets until proved otherwise: no sentence repeats them.
"""

from __future__ import annotations

import re

from ...module_utils.wishes import converters as to
from ...module_utils.wishes import rules as wish_rules
from ...module_utils.wishes.converters import shown, taken, unfit

HOST_WISHES = {
    "controllers": (to.words(wish_rules.CONTROLLERS), list),
    "rootful": (to.word(("keep", "stop")), to.always("keep")),
    "heal": (to.names, list),
    "disturb": (to.boolean, to.always(False)),
    "prove": (to.word(("touched", "always", "never")), to.always("touched")),
    "prove_image": (to.image, to.always(None)),
    "report": (to.text, to.always(None)),
    "strict": (to.boolean, to.always(False)),
}
PREFIX = "rootless_docker_"
USERS = PREFIX + "users"
OPTIONS = (USERS, *(PREFIX + wish for wish in HOST_WISHES))
NO_OPTIONS = ("hosts", "result")        # the playbooks' group, and what the role itself leaves behind
# What no fact may be named: variables of this collection, and those by which Ansible says which host is meant. Our own fact is rootless_docker.
FORGED = re.compile(r"_*rootless_(docker|remedy)_|(inventory_hostname|delegated_vars|ansible_delegated_vars)$")
HEALABLE = ("limits", "advice")

# What a condition may name as wanted.<wish> and wanted.account.<wish>.
WISH_SHAPE = {"name": "alice", **{name: default() for name, (dummy, default) in wish_rules.ACCOUNT_WISHES.items()}}
SHAPE = {"accounts": {}, **{name: default() for name, (dummy, default) in HOST_WISHES.items()}}


def wanted(variables, ids=None, names=()):
    """{"errors": [...], "accounts": {name: wishes}, <host-wide wishes>}.

    `variables` are the public ones that are defined, `ids` the findings that rootless_docker_heal may name (None: any),
    `names` all variables that begin like ours: a fleet may have its own, and a misspelt one of ours is refused.
    """
    errors = [f"{name}: {fault}." for name in sorted({*variables, *names}) for fault in [_misspelt(name)] if fault]
    variables = {name: _data(name, value, errors) for name, value in variables.items() if name in OPTIONS}
    accounts = _accounts(variables.get(USERS), errors)
    wishes = {"accounts": accounts}
    for name, (convert, default) in HOST_WISHES.items():
        wishes[name] = taken(convert, variables.get(PREFIX + name), default, f"{PREFIX}{name}:", errors)
    errors += _unknown_ids(wishes["heal"], ids)
    return {"errors": to.first(errors), **wishes}


def forged(facts):
    """Sentences about names of facts that would replace settings: every module's reply can bring facts, and they rank above the inventory."""
    names = [shown(name) for name in sorted(map(str, facts)) if FORGED.match(name)]
    if not names:
        return []
    return [f"The facts of this host hold {', '.join(to.first(names))}: no setting is read, facts must not replace settings. "
            "Find out who put them there, then remove them from the fact cache."]


def _misspelt(name):
    word = name.removeprefix(PREFIX)
    options = [option.removeprefix(PREFIX) for option in OPTIONS]
    if word in options or word in NO_OPTIONS:
        return None
    near = [known for known in (*options, *NO_OPTIONS) if _distance(word, known) <= min(2, min(len(word), len(known)) // 3)]
    return f"is not an option (did you mean {PREFIX}{near[0]}?)" if near else None


def _distance(one, other):
    """How many letters were left out, put in, replaced, or swapped with their neighbour."""
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, wanted_letter in enumerate(other, 1):
            steps = [before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted_letter)]
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted_letter):
                steps.append(older[j - 2] + 1)
            row.append(min(steps))
    return row[-1]


def _data(name, value, errors):
    """The value, or null with an error."""
    fault = unfit(value)
    return value if fault is None else errors.append(f"{name}{':' if fault.startswith(' ') else ''}{fault}.")


def _unknown_ids(heal, ids):
    if ids is None:
        return []
    return [f"{PREFIX}heal: {shown(name)} is not a finding, allowed are limits, advice and the ids of the catalogue."
            for name in heal if name not in ids and name not in HEALABLE]


def _accounts(value, errors):
    accounts = {}
    for number, item in enumerate(_items(value, errors)):
        given = item if isinstance(item, dict) else {"name": item}
        name = given.get("name")
        label = f"{USERS} {shown(name)}:" if isinstance(name, (str, int)) and name != "" else f"{USERS}[{number}]:"
        wrong = _wrong_name(given, accounts)
        if wrong:
            errors.append(f"{label} {wrong}.")
            continue
        accounts[given["name"]] = wish_rules.account(given, label, errors)
    return accounts


def _items(value, errors):
    if value is None:
        return []
    if isinstance(value, str):
        return to.split(value)
    if not isinstance(value, list):
        errors.append(f"{USERS}: must be a list of names or dictionaries, or text with names separated by commas or lines.")
        return []
    return value


def _wrong_name(given, accounts):
    name = given.get("name")
    if name is None or name == "":
        return "has no name, every user is a name or a dictionary with the key name"
    return wish_rules.name_fault(name) or ("is listed twice, name every user once" if name in accounts else None)
