# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/subid: {"says", "call", "text" (is parsed for the calls that take entries), "arguments", "gives"}."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.subids import ranges as subid

from case_files import as_json, cases


@pytest.mark.parametrize("case", cases(__file__, "ranges"))
def test_case(case):
    text = [subid.parse(case["text"])] if "text" in case else []
    answer = getattr(subid, case["call"])(*text + case["arguments"])
    assert as_json(answer) == case["gives"]
