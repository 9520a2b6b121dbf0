# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The door between Ansible and this collection: plain data comes in, a refusal leaves as one sentence."""

from __future__ import annotations

import collections.abc
import datetime
import functools
import inspect
import typing

from ansible.errors import AnsibleError, AnsibleFilterError, AnsibleUndefinedVariable
from jinja2 import Undefined

from ..module_utils.wishes import converters
from .refusal import Refusal

try:
    from ansible.parsing.vault import EncryptedString
except ImportError:     # before ansible-core 2.19
    from ansible.parsing.yaml.objects import AnsibleVaultEncryptedUnicode as EncryptedString

KINDS = {dict: "a dictionary", list: "a list", str: "text"}


def plain(value):
    """The same data without Ansible's tags, vaults and lazy containers: JMESPath's functions know only plain types.

    Dates become text, tuples lists, keys text. Refuses what no JSON can carry.
    """
    try:
        return _plain(value)
    except AnsibleUndefinedVariable:
        raise
    except (TypeError, ValueError, AnsibleError) as error:
        raise Refusal(f"holds what is not data ({str(error)[:200]}), allowed are text, numbers, true, false, null, lists and dictionaries") from error
    except RecursionError as error:
        raise Refusal("is nested too deeply, allowed are lists and dictionaries of a few levels") from error


def _plain(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (str, int, float)):
        return _untagged(value)
    if isinstance(value, collections.abc.Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, EncryptedString):
        return _untagged(str(value))
    if isinstance(value, (list, tuple, collections.abc.Sequence)) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, Undefined):
        raise AnsibleUndefinedVariable(str(value._undefined_message))
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _untagged(value):
    """A text or number of the very type: those of Ansible are of subclasses, which carry where a value comes from."""
    for kind, exact in ((str, str.__str__), (int, int.__pos__), (float, float.__pos__)):
        if isinstance(value, kind):
            return exact(value)


def _key(key):
    """As JSON writes a key that is no text."""
    words = {None: "null", True: "true", False: "false"}
    if not (key is None or isinstance(key, (str, int, float))):
        raise TypeError("keys must be str, int, float, bool or None")
    return words[key] if key is None or isinstance(key, bool) else str(_untagged(key))


def door(function):
    """Make a filter of a function over plain data. What an argument must be, its annotation says."""
    return entered(function, plain)


def entered(function, made=lambda value: value):
    """Make a filter of a function, its arguments made by `made`."""
    shape, hints = inspect.signature(function), typing.get_type_hints(function)

    @functools.wraps(function)
    def filtered(*args, **kwargs):
        try:
            given = shape.bind(*made(args), **made(kwargs)).arguments
            for name, value in given.items():
                if not isinstance(value, hints.get(name, object)):
                    raise Refusal(f"{name} is {converters.shown(value)}, allowed is {KINDS.get(hints[name], hints[name])}")
            return function(**given)
        except Refusal as error:
            raise AnsibleFilterError(f"rootless.docker.{function.__name__}: {error}") from None      # ansible-core would say it twice

    return filtered


def evaluated(template):
    """The function `template`, whose errors are refusals."""

    def evaluate(value):
        try:
            return template(value)
        except AnsibleError as error:
            raise Refusal(f"cannot be evaluated ({' '.join(str(error).split())[:200]})") from error

    return evaluate
