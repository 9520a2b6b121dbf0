# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.run import RUN, of_this_run


def test_what_this_run_left_is_believed():
    assert of_this_run({"run": RUN["id"], "begin": "b"}) == {"run": RUN["id"], "begin": "b"}


@pytest.mark.parametrize("forged", [{"begin": "b"}, {"run": "0" * 32, "begin": "b"}, "text", ["run"], None])
def test_what_another_run_or_the_host_itself_made_up_is_not(forged):
    assert of_this_run(forged) == {}
