# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be wished for an account, and what is wrong with a wish: one truth for the filters' door and the modules. Pure.

Values of environment, proxy and daemon_options are secrets until proved otherwise: no sentence repeats them.
"""

import re

from . import converters as to
from .converters import Wrong, shown, taken, unfit

NETWORK_DRIVERS = ("slirp4netns", "pasta", "lxc-user-nic")
PORT_DRIVERS = ("builtin", "slirp4netns", "implicit", "none")
CONTROLLERS = ("cpu", "cpuset", "io", "memory", "pids")
STORAGE_DRIVERS = ("overlay2", "fuse-overlayfs", "btrfs", "vfs")
SECRETS = ("daemon_options", "environment", "proxy")

# Which port drivers work with a network driver (null: RootlessKit's choice, which is slirp4netns or none of pasta's kind).
PAIRS = {
    None: ("builtin", "slirp4netns", "none"),
    "slirp4netns": ("builtin", "slirp4netns", "none"),
    "pasta": ("implicit", "none"),
    "lxc-user-nic": ("builtin", "none"),
}

# A wish: its converter, and what makes the value that stands where it is not wished for.
ACCOUNT_WISHES = {
    "create": (to.boolean, to.always(False)),
    "network_driver": (to.word(NETWORK_DRIVERS), to.always(None)),
    "port_driver": (to.word(PORT_DRIVERS), to.always(None)),
    "mtu": (to.number(576, 65520), to.always(None)),
    "data_root": (to.folder, to.always(None)),
    "storage_driver": (to.word(STORAGE_DRIVERS), to.always(None)),
    "daemon_options": (to.daemon_options, dict),
    "environment": (to.environment, dict),
    "proxy": (to.proxy, dict),
}
WISHES = sorted(list(ACCOUNT_WISHES) + ["name"])

# Directories give names of many forms. None of these can be an option, a path, a number, or break a line of /etc/subuid;
# useradd is stricter, and a name that is to be made has to please it.
USER_NAME = re.compile(r"\w[\w.@\\+~-]*\$?")
NEW_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
NAME_BYTES = 255            # logind keeps a file of that name


def name_fault(name, create=False):
    """What is wrong with the name of an account, the rest of a sentence, or None."""
    if name == "root":
        return "is the superuser (uid 0), allowed are ordinary users"
    if not isinstance(name, str) or not USER_NAME.fullmatch(name) or name.isdigit() or len(name.encode("utf-8", "replace")) > NAME_BYTES:
        return ("is not a valid user name, allowed are letters, digits and . _ - @ + ~ \\, beginning with a letter, a digit or _,"
                " with at most a $ at the end, and not only digits")
    if create and not NEW_NAME.fullmatch(name):
        return "cannot be created under that name, allowed are up to 32 letters, digits and . _ - beginning with a letter or _"
    return None


def user_names(value):
    """A converter: the names of accounts, each once."""
    found = to.names(value)
    for name in found:
        if name != "root" and name_fault(name):     # what an account is, is the account's affair: its reply says so
            raise Wrong("names %s, which %s" % (shown(name), name_fault(name)))
    return found


def account(given, label, errors):
    """{every wish: its value} of a dictionary that has a valid name; what is wrong with it is added to errors."""
    before = len(errors)
    errors += ["%s unknown key %s, allowed are %s." % (label, shown(key), ", ".join(WISHES)) for key in sorted(set(given) - set(WISHES), key=str)]
    wishes = {"name": given["name"]}
    for name, (convert, default) in ACCOUNT_WISHES.items():
        wishes[name] = taken(convert, given.get(name), default, "%s %s" % (label, name), errors)
    if len(errors) == before:
        errors += ["%s %s." % (label, sentence) for sentence in _contradictions(wishes)]
    return wishes


def accounts_by_name(value, errors):
    """{name: what is wished} of a module's argument `accounts`; what is wrong with it is added to errors."""
    fault = "must be a dictionary of accounts and their settings" if not isinstance(value, dict) else unfit(value)
    if fault:
        errors.append("accounts%s%s." % ("" if fault[0] in ".[" else ": ", fault.strip()))
        return {}
    found = {}
    for name, given in sorted(value.items()):
        label, given = "accounts %s:" % shown(name), given if given not in (None, "") else {}
        fault = name_fault(name) if name != "root" else None
        if not isinstance(given, dict):
            fault = fault or "must be a dictionary of settings, allowed are %s" % ", ".join(WISHES)
        elif given.get("name", name) != name:
            fault = fault or "has the name %s too, allowed is one" % shown(given["name"])
        if fault:
            errors.append("%s %s." % (label, fault))
            continue
        wishes = account(dict(given, name=name), label, errors)
        found[name] = dict((key, wishes[key]) for key in given if key in wishes)
    return found


def _contradictions(wishes):
    """What cannot work together. Pasta's own port forwarding is called implicit, so that is what null means there."""
    network, port = wishes["network_driver"], wishes["port_driver"]
    if network == "pasta" and port is None:
        port = wishes["port_driver"] = "implicit"
    sentences = [fault for fault in [name_fault(wishes["name"], create=True)] if wishes["create"] and fault]
    if port is not None and port not in PAIRS[network]:
        pair = "network_driver %s cannot" % network if network else "without a network_driver cannot"
        needs = " (implicit needs pasta)" if port == "implicit" else ""
        sentences.append("%s work with port_driver %s%s, allowed are %s" % (pair, port, needs, ", ".join(PAIRS[network])))
    for wish, key in (("data_root", "data-root"), ("storage_driver", "storage-driver")):
        other = wishes["daemon_options"].get(key)
        if None not in (wishes[wish], other) and wishes[wish] != other:
            sentences.append("daemon_options sets '%s' to another value than %s, allowed is one of the two" % (key, wish))
    return sentences
