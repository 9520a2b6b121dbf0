# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a value is said, and what no data may hold; the converters themselves are in the cases of the door."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.wishes import converters as to


def nested(levels):
    value = "x"
    for dummy in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value, shown", [
    ("a", "'a'"), ("a\nb", "'a\\nb'"), (u"\u2028", "'\\u2028'"), ([1], "a list"), ({}, "a dictionary"), (b"x", "bytes"), (None, "None"), (True, "True"),
    ("x" * 200000, "'%s'... (200000 characters)" % ("x" * 80)), (10 ** 1000, "a number of 3322 bits"),
])
def test_a_value_is_shown_short_and_on_one_line(value, shown):
    assert to.shown(value) == shown


@pytest.mark.parametrize("value, fault", [
    ({"a": [1, None, True, 1.5, "x"]}, None),
    ({"a": [1, b"x"]}, ".a[1] is bytes, allowed is text"),
    ({"a b": u"\udc80"}, ".'a b' is not valid Unicode, allowed is text"),
    ({u"\udc80": 1}, ".'\\udc80' is not valid Unicode, allowed is text"),
    (float("inf"), " is inf, allowed are finite numbers"),
    ([10 ** 30], "[0] is a number of 100 bits, allowed are 64"),
    (nested(32), None), (nested(2000), "[0]" * 26 + "[0... is nested deeper than 32 levels, allowed are fewer"),
    ([[0] * 1000] * 1000, " holds more than 100000 values, allowed are fewer"),
])
def test_what_is_unfit_says_where(value, fault):
    assert to.unfit(value) == fault


def test_a_list_that_holds_itself_is_nested_too_deeply():
    value = []
    value.append(value)
    assert "nested deeper" in to.unfit(value)


def test_only_the_first_faults_are_told():
    assert to.first(["x"] * 3) == ["x"] * 3
    assert to.first(["x"] * 50) == ["x"] * 20 + ["30 more are wrong."]
