# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role reads every option of the door, and no other variable; both know the same ones as its manual."""

from __future__ import annotations

import re

import house

from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import OPTIONS

ROLE = house.ROOT / "roles" / "rootless_docker"


def test_the_roles_tasks_read_no_option_but_the_users_whom_remedies_serve():
    """All others are read by one task, rootless_look, which refuses what is wrong before the host is asked."""
    found = {(path.name, name) for path in house.some(sorted((ROLE / "tasks").glob("*.yml")), "task files")
             for name in re.findall(r"(?<![\w.])rootless_docker_\w+", path.read_text(encoding="utf-8"))}
    assert {(file, name) for file, name in found if name != "rootless_docker_result"} == {("round.yml", "rootless_docker_users")}


def test_a_healthy_host_costs_one_task_and_one_condition():
    for entry in ("main.yml", "doctor.yml"):
        look, rest = house.page(ROLE / "tasks" / entry)
        assert ("rootless.docker.rootless_look" in look, look["register"], rest["when"]) == (
            True, "rootless_docker_result", "rootless_docker_result.remains | length > 0")


def test_no_task_that_may_be_skipped_registers_the_result():
    """It would overwrite it."""
    registers = [task for path in sorted((ROLE / "tasks").glob("*.yml")) for task in house.page(path) if task.get("register") == "rootless_docker_result"]
    assert registers and not [task for task in registers if "when" in task]


def test_the_manual_knows_the_options_of_the_door():
    assert set(house.page(ROLE / "meta" / "argument_specs.yml")["argument_specs"]["main"]["options"]) == set(OPTIONS)


def test_explain_judges_facts_too_and_reports_only_what_this_run_found():
    plays = {play["name"]: {task["name"]: task for task in play["tasks"]} for play in house.page(house.ROOT / "playbooks" / "explain.yml")}
    understood = plays["Explain the journals of users"]["Validate the names"]["ansible.builtin.set_fact"]
    assert "rootless.docker.wanted(facts=ansible_facts | default({}) | list)" in understood["__rootless_docker_wanted"]
    assert understood["__rootless_docker_explained"] == {}
    kept = plays["Explain the journals of users"]["Keep them for the report"]["ansible.builtin.set_fact"]["__rootless_docker_entry"]
    assert kept["run"] == "{{ __rootless_docker_id.run }}" and "inventory_hostname" not in str(kept)
    assert "rootless.docker.rootless_report" in plays["Write what was explained"]["Write the report on the control node"]
