# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest

from ansible.errors import AnsibleFilterError
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal, door, plain


class Tagged(str):
    """As ansible-core 2.19 and later hand texts to filters."""


def test_plain_data_has_plain_types():
    answer = plain({"text": Tagged("a"), "date": datetime.date(2026, 1, 2), "list": (1, None)})
    assert answer == {"text": "a", "date": "2026-01-02", "list": [1, None]}
    assert not isinstance(answer["text"], Tagged)


def test_a_refusal_leaves_as_a_filter_error_that_names_the_filter():
    @door
    def judge(value):
        raise Refusal("no")

    with pytest.raises(AnsibleFilterError, match="rootless.docker.judge: no"):
        judge({})


def test_every_argument_is_made_plain():
    @door
    def give(value, other, named=None):
        return [isinstance(item, Tagged) for item in (value, other, named)]

    assert give(Tagged("a"), Tagged("b"), named=Tagged("c")) == [False, False, False]
