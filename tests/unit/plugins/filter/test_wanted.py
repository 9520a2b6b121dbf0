# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.filter.wanted import FilterModule

wanted = FilterModule().filters()["wanted"]


def test_it_knows_the_ids_of_this_catalogue():
    answer = wanted({"rootless_docker_heal": ["limits", "daemon-not-running", "no-such-id"]})
    assert answer["errors"] == ["rootless_docker_heal: 'no-such-id' is not a finding, allowed are limits, advice and the ids of the catalogue."]
