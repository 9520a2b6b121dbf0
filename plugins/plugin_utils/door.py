# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters' door: plain data comes in, a refusal leaves as one sentence."""

from __future__ import annotations

import functools
import inspect
import json
import typing

from ansible.errors import AnsibleError, AnsibleFilterError, AnsibleUndefinedVariable
from ansible.module_utils.common.json import AnsibleJSONEncoder
from ..module_utils.wishes import converters

KINDS = {dict: "a dictionary", list: "a list", str: "text"}


class Refusal(Exception):
    """What this collection cannot work with; str() is one sentence for people."""


def plain(value):
    """The same data without Ansible's tags, vaults and lazy containers: JMESPath's functions know only plain types.

    This form is right for ansible-core 2.16 to 2.21, vaulted texts and dates included. Refuses what no JSON can carry.
    """
    try:
        return json.loads(json.dumps(value, cls=AnsibleJSONEncoder, vault_to_text=True))
    except AnsibleUndefinedVariable:
        raise
    except (TypeError, ValueError, AnsibleError) as error:
        raise Refusal(f"holds what is not data ({str(error)[:200]}), allowed are text, numbers, true, false, null, lists and dictionaries") from error
    except RecursionError as error:
        raise Refusal("is nested too deeply, allowed are lists and dictionaries of a few levels") from error


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
