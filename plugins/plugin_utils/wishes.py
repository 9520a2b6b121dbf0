# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one door for what a fleet wishes for: converts, fills defaults, refuses, and touches nothing.

Errors name the option, the item (counted from 1) and what is allowed. Values of environment, proxy and daemon_options
are secrets until proved otherwise: no sentence repeats them.
"""

from __future__ import annotations

import copy

from ansible_collections.rootless.docker.plugins.plugin_utils import converters as to
from ansible_collections.rootless.docker.plugins.plugin_utils.converters import Wrong

NETWORK_DRIVERS = ("slirp4netns", "pasta", "lxc-user-nic")
PORT_DRIVERS = ("builtin", "slirp4netns", "implicit", "none")
CONTROLLERS = ("cpu", "cpuset", "io", "memory", "pids")
STORAGE_DRIVERS = ("overlay2", "fuse-overlayfs", "btrfs", "vfs")

# Which port drivers work with a network driver (null: RootlessKit's choice, which is slirp4netns or none of pasta's kind).
PAIRS = {
    None: ("builtin", "slirp4netns", "none"),
    "slirp4netns": ("builtin", "slirp4netns", "none"),
    "pasta": ("implicit", "none"),
    "lxc-user-nic": ("builtin", "none"),
}

# A wish: its converter, and what stands where it is not wished for.
ACCOUNT_WISHES = {
    "create": (to.boolean, False),
    "network_driver": (to.word(NETWORK_DRIVERS), None),
    "port_driver": (to.word(PORT_DRIVERS), None),
    "mtu": (to.number(576, 65520), None),
    "data_root": (to.folder, None),
    "storage_driver": (to.word(STORAGE_DRIVERS), None),
    "daemon_options": (to.daemon_options, {}),
    "environment": (to.environment, {}),
    "proxy": (to.proxy, {}),
}
HOST_WISHES = {
    "controllers": (to.words(CONTROLLERS), []),
    "rootful": (to.word(("keep", "stop")), "keep"),
    "heal": (to.names, []),
    "disturb": (to.boolean, False),
    "prove": (to.word(("touched", "always", "never")), "touched"),
    "prove_image": (to.text, None),
    "report": (to.text, None),
    "strict": (to.boolean, False),
}
PREFIX = "rootless_docker_"
USERS = PREFIX + "users"
HEALABLE = ("limits", "advice")
NO_OPTIONS = ("hosts", "accounts", "findings")      # the playbooks' group, and what the role itself leaves behind
SECRETS = ("daemon_options", "environment", "proxy")

# What a condition may name as wanted.<wish> and wanted.account.<wish>.
WISH_SHAPE = {"name": "alice", **{name: default for name, (dummy, default) in ACCOUNT_WISHES.items()}}
SHAPE = {"accounts": {}, **{name: default for name, (dummy, default) in HOST_WISHES.items()}}


def wanted(variables, ids=None):
    """{"errors": [...], "accounts": {name: wishes}, <host-wide wishes>}.

    `variables` are the public ones that are defined, `ids` the findings that rootless_docker_heal may name (None: any).
    """
    errors = _unknown_options(variables)
    accounts = _accounts(variables.get(USERS), errors)
    wishes = {"accounts": accounts}
    for name, (convert, default) in HOST_WISHES.items():
        wishes[name] = _converted(convert, variables.get(PREFIX + name), default, f"{PREFIX}{name}:", errors)
    errors += _unknown_ids(wishes["heal"], ids)
    return {"errors": errors, **wishes}


def _unknown_options(variables):
    options = [USERS, *(PREFIX + wish for wish in HOST_WISHES)]
    known = [*options, *(PREFIX + word for word in NO_OPTIONS)]
    return [f"{name}: is no option, allowed are {_listed(sorted(options))}." for name in sorted(variables) if name not in known]


def _converted(convert, value, default, label, errors):
    """Null and the empty text of an unanswered survey mean the default."""
    if value is None or value == "":
        return copy.deepcopy(default)
    try:
        return convert(value)
    except Wrong as error:
        errors.append(f"{label} {error}.")
        return copy.deepcopy(default)


def _unknown_ids(heal, ids):
    if ids is None:
        return []
    return [f"{PREFIX}heal: {name!r} is no finding, allowed are limits, advice and the ids of the catalogue."
            for name in heal if name not in ids and name not in HEALABLE]


def _accounts(value, errors):
    accounts = {}
    for number, item in enumerate(_items(value, errors), 1):
        given = item if isinstance(item, dict) else {"name": item}
        label = f"{USERS}[{number}]" + (f" {given['name']!r}:" if isinstance(given.get("name"), (str, int)) else ":")
        wrong = _wrong_name(given, accounts)
        if wrong:
            errors.append(f"{label} {wrong}.")
            continue
        accounts[given["name"]] = _account(given, label, errors)
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
    if name is None:
        return "has no name, every user is a name or a dictionary with the key name"
    if not isinstance(name, str) or not to.USER_NAME.fullmatch(name):
        return "is no user name, allowed are up to 32 letters, digits and . _ - beginning with a letter or _"
    if name == "root":
        return "is the superuser (uid 0), allowed are ordinary users"
    return "is listed twice, name every user once" if name in accounts else None


def _account(given, label, errors):
    unknown = sorted(key for key in given if key not in WISH_SHAPE)
    errors += [f"{label} unknown key {key!r}, allowed are {_listed(sorted(WISH_SHAPE))}." for key in unknown]
    wishes, before = {"name": given["name"]}, len(errors)
    for name, (convert, default) in ACCOUNT_WISHES.items():
        wishes[name] = _converted(convert, given.get(name), default, f"{label} {name}", errors)
    if len(errors) == before:
        errors += [f"{label} {sentence}." for sentence in _contradictions(wishes)]
    return wishes


def _contradictions(wishes):
    """What cannot work together. Pasta's own port forwarding is called implicit, so that is what null means there."""
    network, port = wishes["network_driver"], wishes["port_driver"]
    if network == "pasta" and port is None:
        port = wishes["port_driver"] = "implicit"
    sentences = []
    if port is not None and port not in PAIRS[network]:
        pair = f"network_driver {network} cannot" if network else "without a network_driver cannot"
        needs = " (implicit needs pasta)" if port == "implicit" else ""
        sentences.append(f"{pair} work with port_driver {port}{needs}, allowed are {_listed(PAIRS[network])}")
    for wish, key in (("data_root", "data-root"), ("storage_driver", "storage-driver")):
        other = wishes["daemon_options"].get(key)
        if None not in (wishes[wish], other) and wishes[wish] != other:
            sentences.append(f"daemon_options sets {key!r} to another value than {wish}, allowed is one of the two")
    return sentences


def _listed(words):
    return ", ".join(words)
