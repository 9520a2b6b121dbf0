# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people copy works: it parses, every variable is one of the role's, and every wish can be granted."""

from __future__ import annotations

import json

import house
import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

FLEET = house.ROOT / "examples" / "fleet"
OPTIONS = house.page(house.ROOT / "roles" / "rootless_docker" / "meta" / "argument_specs.yml")["argument_specs"]["main"]["options"]
GROUPS = house.some(sorted((FLEET / "inventory" / "group_vars").glob("*.yml")), "group_vars")
SURVEY = json.loads((FLEET / "survey.json").read_text(encoding="utf-8"))["spec"]


@pytest.mark.parametrize("path", sorted(FLEET.rglob("*.yml")), ids=lambda path: str(path.relative_to(FLEET)))
def test_it_parses(path):
    assert house.page(path)


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: path.stem)
def test_every_wish_of_the_inventory_is_one_and_can_be_granted(path):
    wishes = house.page(path)
    assert set(wishes) - set(OPTIONS) == set()
    assert wanted(wishes)["errors"] == []


def test_every_group_of_variables_is_a_group_of_the_inventory():
    inventory = house.page(FLEET / "inventory" / "hosts.yml")
    groups = set(inventory) | {child for group in inventory.values() for child in group["children"]}
    assert house.names(GROUPS) - groups == set()


def test_some_user_shows_every_word():
    shown = {word for path in GROUPS for user in house.page(path)["rootless_docker_users"] for word in user}
    assert shown == set(wanted({"rootless_docker_users": "alice"})["accounts"]["alice"])


@pytest.mark.parametrize("question", SURVEY, ids=lambda question: question["variable"])
def test_every_answer_of_the_survey_is_a_wish_that_can_be_granted(question):
    option = OPTIONS[question["variable"]]
    if "choices" in option:
        assert question["choices"] == option["choices"]
    for answer in {question["default"], *question["choices"]}:
        assert wanted({question["variable"]: answer})["errors"] == []


def test_the_survey_names_users_one_a_line():
    named = next(question["default"] for question in SURVEY if question["variable"] == "rootless_docker_users")
    assert list(wanted({"rootless_docker_users": named})["accounts"]) == named.split("\n")


@pytest.mark.parametrize("name", ["site", "doctor"])
def test_playbooks_import_those_of_the_collection(name):
    assert [play["import_playbook"] for play in house.page(FLEET / f"{name}.yml")] == [f"rootless.docker.{name}"]
    assert (house.ROOT / "playbooks" / f"{name}.yml").exists()


def test_the_execution_environment_finds_its_files():
    definition = house.page(FLEET / "execution-environment.yml")
    assert (FLEET / definition["dependencies"]["galaxy"]).exists()
    ours = house.page(house.ROOT / "meta" / "execution-environment.yml")
    assert "jmespath" in (house.ROOT / ours["dependencies"]["python"]).read_text(encoding="utf-8")
