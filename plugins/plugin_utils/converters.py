# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what YAML, -e and surveys bring to the type that is meant. Each raises Wrong with the rest of a sentence."""

from __future__ import annotations

import posixpath
import re

USER_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
BOOLEANS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
PROXIES = ("http", "https", "no")

# A data root is written to and, one day, removed: nothing that belongs to the system or to everyone.
SYSTEM_TREES = ("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr")
SHARED_FOLDERS = ("/", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/tmp", "/var", "/var/lib", "/var/lib/docker", "/var/tmp")


class Wrong(ValueError):
    """What is wrong with a value, and what is allowed."""


def split(value):
    """The items of a text with commas or one item a line."""
    return [item.strip() for item in re.split(r"[,\r\n]", value) if item.strip()]


def boolean(value):
    word = str(value).strip().lower()
    if not isinstance(value, (bool, int, str)) or word not in BOOLEANS:
        raise Wrong(f"is {value!r}, allowed are true and false")
    return BOOLEANS[word]


def number(low, high):
    def convert(value):
        digits = value.strip() if isinstance(value, str) else value
        whole = isinstance(digits, int) and not isinstance(digits, bool) or isinstance(digits, str) and re.fullmatch(r"[0-9]{1,9}", digits)
        if not whole or not low <= int(digits) <= high:
            raise Wrong(f"is {value!r}, allowed are whole numbers from {low} to {high}")
        return int(digits)

    return convert


def word(allowed):
    def convert(value):
        if value not in allowed:
            raise Wrong(f"is {value!r}, allowed are {', '.join(allowed)}")
        return value

    return convert


def words(allowed):
    def convert(value):
        found = names(value)
        for item in found:
            if item not in allowed:
                raise Wrong(f"names {item!r}, allowed are {', '.join(allowed)}")
        return found

    return convert


def names(value):
    """A list of words, each once, in the order given."""
    items = split(value) if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Wrong("must be a list of words, or text with words separated by commas or lines")
    return list(dict.fromkeys(items))


def text(value):
    if not isinstance(value, str) or CONTROL.search(value):
        raise Wrong("must be one line of text")
    return value.strip() or None


def folder(value):
    if not isinstance(value, str) or CONTROL.search(value) or not value.startswith("/") or ".." in value.split("/"):
        raise Wrong(f"is {value!r}, allowed is an absolute path without ..")
    path = "/" + posixpath.normpath(value).lstrip("/")
    if path in SHARED_FOLDERS or any((path + "/").startswith(tree + "/") for tree in SYSTEM_TREES):
        raise Wrong(f"is {value!r}, which belongs to the system, allowed is a folder of the user's own")
    return path


def daemon_options(value):
    if not isinstance(value, dict):
        raise Wrong("must be a dictionary of keys of daemon.json")
    if "hosts" in value:
        raise Wrong("must not contain 'hosts', the socket is the one that rootless mode gives")
    return value


def environment(value):
    if not isinstance(value, dict):
        raise Wrong("must be a dictionary of names and values")
    for name in value:
        if not VARIABLE.fullmatch(name):
            raise Wrong(f"has the name {name!r}, allowed are letters, digits and _ not beginning with a digit")
    return {name: _value(name, item) for name, item in value.items()}


def proxy(value):
    if not isinstance(value, dict):
        raise Wrong(f"must be a dictionary, allowed keys are {', '.join(PROXIES)}")
    for name in value:
        if name not in PROXIES:
            raise Wrong(f"has the unknown key {name!r}, allowed are {', '.join(PROXIES)}")
    return {name: _value(name, item) for name, item in value.items() if item not in (None, "")}


def _value(name, value):
    """A value that a unit file can carry on one line. It may be a secret, so the sentence names its key only."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Wrong(f"has a value for {name!r} that is no text, put it in quotes")
    if CONTROL.search(str(value)):
        raise Wrong(f"has a value for {name!r} with a line break or control character, allowed is one line of text")
    return str(value)
