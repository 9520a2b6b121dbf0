# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from action_run import run

from ansible_collections.rootless.docker.plugins.action import rootless_end


@pytest.mark.parametrize("state, end", [("ill", "failed"), ("failed", "failed"), ("refused", "failed"), ("unreachable", "unreachable")])
def test_a_run_ends_as_its_host_stands(state, end):
    result = run(rootless_end, {"state": state, "why": "why. and why."})
    assert {key for key in ("failed", "unreachable") if result.get(key)} == {end}
    assert (result["msg"], result["changed"]) == ("why. and why.", False)
