# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/override: {"says", "call", "arguments", "gives"}."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.landing import override

from case_files import cases, check_call


@pytest.mark.parametrize("case", cases(__file__, "override"))
def test_case(case):
    check_call(override, case)
