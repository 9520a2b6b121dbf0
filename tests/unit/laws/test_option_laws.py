# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role reads every option of the door, and no other variable; both know the same ones as its manual."""

from __future__ import annotations

import re

import house

from ansible_collections.rootless.docker.plugins.plugin_utils.wishes import NO_OPTIONS, OPTIONS

ROLE = house.ROOT / "roles" / "rootless_docker"


def test_the_role_reads_the_options_of_the_door():
    task = next(task for task in house.page(ROLE / "tasks" / "wishes.yml") if task["name"] == "Validate variables")
    pattern = re.search(r"'(\^rootless_docker_\(.*\)\$)'", task["vars"]["__rootless_docker_options"])[1]
    assert [name for name in OPTIONS if not re.search(pattern, name)] == []
    assert [name for name in ("rootless_docker_users_base", *NO_OPTIONS) if re.search(pattern, name)] == []
    assert len(re.findall(r"\w+", pattern)) == len(OPTIONS) + 1


def test_the_manual_knows_the_options_of_the_door():
    assert set(house.page(ROLE / "meta" / "argument_specs.yml")["argument_specs"]["main"]["options"]) == set(OPTIONS)


def test_facts_are_judged_before_a_variable_is_read_and_another_runs_report_is_not_kept():
    tasks = {task["name"]: task for task in house.page(ROLE / "tasks" / "wishes.yml")}
    assert list(tasks)[:2] == ["Identify this run", "Validate variables"]
    assert re.search(r"rootless\.docker\.wanted\(.*, ansible_facts \| default\({}\) \| list\)",
                     tasks["Validate variables"]["ansible.builtin.set_fact"]["__rootless_docker_wanted"])
    kept = tasks["Start with a clean state"]["ansible.builtin.set_fact"]["__rootless_docker_report"]
    assert "selectattr('run', 'equalto', __rootless_docker_id.run)" in kept and "combine({'run': __rootless_docker_id.run," in kept


def test_explain_judges_facts_too_and_reports_only_what_this_run_found():
    plays = {play["name"]: {task["name"]: task for task in play["tasks"]} for play in house.page(house.ROOT / "playbooks" / "explain.yml")}
    understood = plays["Explain the journals of users"]["Validate the names"]["ansible.builtin.set_fact"]
    assert "rootless.docker.wanted(facts=ansible_facts | default({}) | list)" in understood["__rootless_docker_wanted"]
    assert understood["__rootless_docker_explained"] == {}
    kept = plays["Explain the journals of users"]["Keep them for the report"]["ansible.builtin.set_fact"]["__rootless_docker_entry"]
    assert kept["run"] == "{{ __rootless_docker_id.run }}" and "inventory_hostname" not in str(kept)
    written = plays["Write what was explained"]["Write the report on the control node"]
    assert "selectattr('value.run', 'equalto', __rootless_docker_id.run)" in written["vars"]["__rootless_docker_entries"]
    assert "'schema': 1, 'collection': {'name': 'rootless.docker'}" in written["ansible.builtin.copy"]["content"]
