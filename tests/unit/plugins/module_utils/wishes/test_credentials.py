# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/credentials, and what a hostile text costs."""

import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.wishes import credentials

from case_files import cases, check_call


@pytest.mark.parametrize("case", cases(__file__, "credentials"))
def test_case(case):
    check_call(credentials, case)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["http://a:", "://", "--password ", "token=", "a-", "a_", " ", "@", "authorization: ", "://x:y@", "Bearer A", '"auth":"\\'])
def test_no_text_costs_much(unit):
    start = time.process_time()
    credentials.without(unit * (100000 // len(unit)))
    assert time.process_time() - start < 3


def test_no_half_of_a_password_is_left():
    text = "x " * 40 + "http://alice:" + "p/w@" * 200
    assert credentials.fitted(text, 50) == ("x " * 40)[:50]
    assert "p/w" not in credentials.fitted(text, 100)


def test_a_word_without_end_is_shown_where_it_is_no_address():
    assert credentials.fitted("x" * 1000, 50) == "x" * 50
    assert credentials.fitted("http://alice:" + "p" * 1000, 50) == "***"
