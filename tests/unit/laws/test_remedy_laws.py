# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every remedy is in four places under one name: a card, the table of contents, a task file, a specification."""

from __future__ import annotations

import house
import pytest

from ansible_collections.rootless.docker.plugins.module_utils import probes
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.findings import diagnose
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.prescription import prescribe
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.remedies import healing_order, read_header, read_remedies
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

LONGEST = 40
# Both are rootless_daemon: what the first leaves, because it may not restart a daemon, the second does.
ONE_MODULE = ("daemon_restart", "daemon_setup")


def order():
    return house.some(healing_order(house.REMEDY / "tasks"), "remedies in tasks/main.yml")


def specs():
    return house.some(house.page(house.REMEDY / "meta" / "argument_specs.yml")["argument_specs"], "specifications")


def test_every_remedy_that_a_card_names_is_there_and_every_remedy_is_named():
    prescribed = {name for dummy, card in house.cards() for name in card.get("remedy", {})}
    assert prescribed == house.names(house.task_files())


def test_the_table_of_contents_is_whole_and_names_nothing_twice():
    assert sorted(order()) == sorted(house.names(house.task_files()))


def test_every_remedy_has_a_specification():
    assert set(specs()) - {"main"} == house.names(house.task_files())


def test_every_include_is_written_out_with_its_condition():
    tasks = [task for task in house.page(house.REMEDY / "tasks" / "main.yml") if "ansible.builtin.set_fact" not in task]
    assert tasks
    for task in tasks:
        assert task["ansible.builtin.include_tasks"] == "apply.yml"
        assert f"'{task['vars']['rootless_remedy_name']}' in rootless_remedy_plan" == task["when"]
        assert "loop" not in task


@pytest.mark.parametrize("path", house.task_files(), ids=lambda path: path.stem)
def test_every_task_file_says_what_it_takes_changes_and_disturbs(path):
    assert read_header(path).name == path.stem


@pytest.mark.parametrize("path", house.task_files(), ids=lambda path: path.stem)
def test_a_remedy_is_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", house.task_files(), ids=lambda path: path.stem)
def test_the_inputs_of_the_header_are_those_of_the_specification(path):
    options = page_options(path.stem)
    inputs = read_header(path).inputs
    assert [name for name in options if name not in inputs] == []


def test_every_input_is_given_where_the_remedy_is_included():
    """Those that apply.yml or the role of the loop give to all are named here."""
    given = {task["vars"]["rootless_remedy_name"]: set(task["vars"]) for task in house.page(house.REMEDY / "tasks" / "main.yml")
             if "rootless_remedy_name" in task.get("vars", {})}
    assert set(given) == house.names(house.task_files())
    lacking = {name: set(page_options(name)) - variables - {"rootless_remedy_accounts", "rootless_remedy_wishes"} for name, variables in given.items()}
    assert {name: options for name, options in lacking.items() if options} == {}


def page_options(name):
    return house.page(house.REMEDY / "meta" / "argument_specs.yml")["argument_specs"][name].get("options", {})


def test_what_heals_a_cause_comes_before_what_heals_its_consequence():
    """A remedy that fails keeps those from being tried that wait for it: they have to come later."""
    place, cures = {name: number for number, name in enumerate(order())}, {}
    for dummy, card in house.cards():
        cures.setdefault(card["id"], set()).update(card.get("remedy", {}))
    wrong = [(card["id"], cause) for dummy, card in house.cards() for remedy in card.get("remedy", {})
             for cause in card.get("after", ()) for first in cures[cause] if place[first] > place[remedy] and (first, remedy) != ONE_MODULE]
    assert wrong == []


def test_what_a_header_wants_healed_first_is_healed_earlier():
    place = {name: number for number, name in enumerate(order())}
    waits = house.some(((path.stem, name) for path in house.task_files() for name in read_header(path).after), "a header with After")
    cures = {name: [remedy for dummy, card in house.cards() if card["id"] == name for remedy in card.get("remedy", {})] for dummy, name in waits}
    assert [name for name, found in cures.items() if not found] == []
    assert [(remedy, name) for remedy, name in waits for first in cures[name] if place[first] >= place[remedy]] == []


@pytest.mark.parametrize("bus, session", [
    (None, ["packages_install", "accounts_create"]), ("/usr/lib/systemd/user/dbus.socket", ["accounts_create"])])
def test_where_the_mirror_is_dead_only_daemons_and_sessions_without_a_bus_wait(bus, session):
    """Accounts are made, and get their sub-ids."""
    facts = {word: probes.blank(shape) for word, shape in shipped().shapes["host"].items()}
    facts["subids"].update(source="files")
    facts["session"].update(dbus_user_unit=bus)
    facts["system"].update(init="systemd", distribution={"id": "debian", "release": "13", "like": []})
    facts["accounts"] = {"alice": {word: probes.blank(shape) for word, shape in shipped().shapes["account"].items()}}
    wishes = wanted({"rootless_docker_users": [{"name": "alice", "create": True}]})
    after = prescribe(diagnose(shipped(), facts, wishes, "web1"), wishes, facts, read_remedies(), shipped().packages)["after"]
    assert {name: waits.get("alice") for name, waits in after.items()} == {
        "accounts_create": [], "packages_install": [], "subids_append": ["accounts_create"], "session_start": session,
        "daemon_setup": ["accounts_create", "packages_install"]}
