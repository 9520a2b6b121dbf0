# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import load
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.findings import diagnose
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "findings").glob("*.json"))
SHAPES = {
    "host": {"session": {"busctl": "/usr/bin/busctl"}, "engine": {"dockerd": None}, "system": {"distribution": {"id": "debian"}}},
    "account": {"session": {"linger": True, "uid": 1000}, "daemon": {"journal": []}},
}
KEYS = {
    "id", "case", "host", "account", "verdict", "severity", "seen", "breaks", "fix", "docs", "remedy", "evidence", "because", "journal"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path, tmp_path):
    """{"cards", "facts", "users", "expected": [the words of each finding that matter]}"""
    case = json.loads(path.read_text())
    (tmp_path / "rules.yml").write_text(json.dumps(case["cards"]))
    (tmp_path / "packages.yml").write_text(json.dumps({"uidmap": {"debian": ["uidmap"]}}))
    wishes = wanted({"rootless_docker_users": case["users"]})
    found = diagnose(load(tmp_path, SHAPES), case["facts"], wishes, "web1")
    assert [{key: finding[key] for key in expected} for finding, expected in zip(found, case["expected"])] == case["expected"]
    assert len(found) == len(case["expected"])
    assert all(set(finding) == KEYS for finding in found)
    assert "s3cret" not in json.dumps(found)
