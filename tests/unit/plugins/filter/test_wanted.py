# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.filter.wanted import FilterModule

wanted = FilterModule().filters()["wanted"]


def test_it_knows_the_ids_of_this_catalogue():
    answer = wanted({"rootless_docker_heal": ["limits", "daemon-not-running", "no-such-id"]})
    assert answer["errors"] == ["rootless_docker_heal: 'no-such-id' is not a finding, allowed are limits, advice and the ids of the catalogue."]


@pytest.mark.parametrize("name", ["rootless_docker_report", "__rootless_docker_report", "_rootless_docker_x", "rootless_remedy_plan", "__rootless_remedy_x",
                                  "inventory_hostname", "delegated_vars"])
def test_where_a_fact_has_the_name_of_a_variable_nothing_is_read(name):
    answer = wanted({"rootless_docker_report": "~/.bashrc", "rootless_docker_users": "eve"}, ["rootless_docker_report"], ["distribution", name])
    assert answer["errors"] == [
        f"The facts of this host hold '{name}': no setting is read, facts must not replace settings. "
        "Find out who put them there, then remove them from the fact cache."]
    assert (answer["report"], answer["accounts"], answer["strict"]) == (None, {}, False)


def test_facts_of_this_collections_own_name_and_of_others_are_none_of_its_business():
    facts = ["rootless_docker", "local", "my_rootless_docker_x", "hostname"]
    assert wanted({"rootless_docker_users": "alice"}, [], facts)["errors"] == []
