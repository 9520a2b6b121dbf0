# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.filter.prescribe import FilterModule
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

prescribe = FilterModule().filters()["prescribe"]
FACTS = {"system": {"distribution": {"id": "debian", "release": "13", "like": []}}, "accounts": {}}


def finding(remedy):
    return {"id": "x", "host": "web1", "account": "alice", "verdict": "sick", "because": [], "severity": "blocks", "remedy": remedy}


def test_it_knows_the_remedies_and_packages_of_this_collection():
    findings = [finding({"subids_append": {}}), finding({"packages_install": {"needs": ["uidmap"]}})]
    answer = prescribe(findings, wanted({"rootless_docker_users": ["alice"]}), FACTS)
    assert answer["errors"] == []
    assert answer["plan"] == {
        "packages_install": {"accounts": ["alice"], "packages": ["uidmap"]}, "subids_append": {"accounts": ["alice"]}}
    again = prescribe(findings, wanted({"rootless_docker_users": ["alice"]}), FACTS, answer["plan"])
    assert (again["plan"], len(again["held"])) == ({}, 2)
