# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.filter.diagnose import FilterModule
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

diagnose = FilterModule().filters()["diagnose"]


def test_a_host_that_answered_nothing_is_never_well():
    found = diagnose({"accounts": {}, "unanswered": {}}, wanted({"rootless_docker_users": ["alice"]}), "web1")
    assert {finding["account"] for finding in found} == {None, "alice"}
    judged = [finding for finding in found if finding["verdict"] != "not applicable"]
    assert judged and {finding["verdict"] for finding in judged} == {"unknown"}
