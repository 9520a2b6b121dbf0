# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.filter.report import FilterModule

report = FilterModule().filters()["report"]


def test_it_gives_every_reader_its_share():
    answer = report([], {"accounts": {"alice": {}}, "unanswered": {}}, "web1", {}, {})
    assert set(answer) == {"state", "lines", "report", "findings", "accounts", "blocking"}
    assert answer["lines"] == ["web1: all well: alice. Nothing to do."]


def test_it_takes_what_became_of_the_run():
    answer = report([], {}, "web1", trouble={"state": "unreachable", "said": "no route"}, mode="doctor", failed=[], run={"begin": "now"})
    assert (answer["state"], answer["lines"]) == ("unreachable", ["web1: unreachable: no route."])


def test_the_error_of_a_proof_is_explained():
    proof = {"alice": {"error": "docker run: write /srv/x: no space left on device"}}
    lines = report([], {"accounts": {"alice": {}}, "unanswered": {}}, "web1", proof, {})["lines"]
    assert any(line.endswith("(data-root-full)") and line.startswith("    which means: ") for line in lines)
