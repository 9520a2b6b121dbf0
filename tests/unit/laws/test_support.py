# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only what a stage runs is called tested: docs/support.md has the series of ansible-core that tests/rig/core.txt and stages.txt have."""

from __future__ import annotations

import re

import house

RIG = house.ROOT / "tests" / "rig"


def rows(path):
    lines = (RIG / path).read_text(encoding="utf-8").splitlines()
    return house.some((line.split() for line in lines if line.strip() and not line.startswith("#")), path)


def series_of_the_rig():
    """{series: (first Python, which run has its stage)}, and the one of requirements.txt, under which all else runs."""
    run = {name: "make test-all" if budget.startswith("-/") else "make test" for name, budget, *dummy in rows("stages.txt")}
    found = {series: (pythons.split(",")[0], run["core-" + series]) for series, dummy, pythons, *dummy in rows("core.txt")}
    newest = re.search(r'^ansible-core==(\d+\.\d+)\.\d+; python_version >= "([\d.]+)"',
                       (house.ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return {**found, newest[1]: (newest[2], "make test")}


def test_every_series_is_in_the_matrix_and_no_other():
    page = (house.ROOT / "docs" / "support.md").read_text(encoding="utf-8")
    matrix = re.findall(r"^\| (2\.\d+) \| (3\.\d+) \| [^|]+ \| `(make [a-z-]+)` \|$", page, re.MULTILINE)
    assert {series: (python, run) for series, python, run in matrix} == series_of_the_rig()


def test_the_oldest_series_is_the_one_that_the_collection_requires():
    oldest = min(series_of_the_rig(), key=lambda series: [int(part) for part in series.split(".")])
    assert house.page(house.ROOT / "meta" / "runtime.yml")["requires_ansible"] == f">={oldest}.0"


def test_make_test_kills_each_of_the_three_once_on_every_host():
    for host, moments in house.page(RIG / "kills" / "moments.yml").items():
        picked = [target for moment in moments for target in moment.get("always", ())]
        assert sorted(picked) == ["controller", "host", "module"], host
        assert [moment["what"] for moment in moments if set(moment.get("always", ())) - set(moment["kills"])] == []
