# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters' door: plain data comes in, a refusal leaves as one sentence."""

from __future__ import annotations

import functools
import json

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.json import AnsibleJSONEncoder


class Refusal(Exception):
    """What this collection cannot work with; str() is one sentence for people."""


def plain(value):
    """The same data without Ansible's tags, vaults and lazy containers: JMESPath's functions know only plain types.

    This form is right for ansible-core 2.16 to 2.21, vaulted texts and dates included.
    """
    return json.loads(json.dumps(value, cls=AnsibleJSONEncoder, vault_to_text=True))


def door(function):
    """Make a filter of a function over plain data."""

    @functools.wraps(function)
    def filtered(value, *args, **kwargs):
        try:
            return function(plain(value), *plain(args), **plain(kwargs))
        except Refusal as error:
            raise AnsibleFilterError(f"rootless.docker.{function.__name__}: {error}") from error

    return filtered
