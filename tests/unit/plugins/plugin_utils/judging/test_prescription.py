# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.judging.prescription import prescribe
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.remedies import DAEMONS, NOTHING, REBOOT, Remedy
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "prescription").glob("*.json"))
PACKAGES = {"uidmap": {"debian": ["uidmap"]}, "engine": {"debian": ["docker-ce"], "debian-12": ["docker.io"]}}
REMEDIES = {name: Remedy(name, "inputs", changes, disturbs) for name, changes, disturbs in (
    ("packages_install", "packages", NOTHING), ("subids_append", "/etc/subuid", NOTHING), ("daemon_setup", "units", DAEMONS),
    ("kernel_args", "the boot loader", REBOOT))}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    """{"findings", "facts", "variables", "last", "expected": {key of the answer: value}}"""
    case = json.loads(path.read_text())
    answer = prescribe([{"because": [], **finding} for finding in case["findings"]], wanted(case["variables"]), case["facts"], REMEDIES, PACKAGES, case["last"])
    assert {key: answer[key] for key in case["expected"]} == case["expected"]
    assert list(answer["plan"]) == [name for name in REMEDIES if name in answer["plan"]]
    assert [step["remedy"] for step in answer["steps"]] == list(answer["plan"])
