# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.filter.report import FilterModule

report = FilterModule().filters()["report"]


def test_it_gives_every_reader_its_share():
    answer = report([], {"accounts": {"alice": {}}, "unanswered": {}}, "web1", {}, {})
    assert set(answer) == {"lines", "report", "findings", "accounts", "blocking"}
    assert answer["lines"] == ["web1: all well: alice. Nothing to do."]
