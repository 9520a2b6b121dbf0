# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.settings import read, understood

FORGED = "no setting is read, facts must not replace settings"


def templated(value):
    if value == "{{ nowhere }}":
        raise Refusal("cannot be evaluated ('nowhere' is undefined)")
    return ["alice"] if value == "{{ people }}" else value


def test_each_option_is_evaluated_and_a_fleets_own_variables_are_not():
    variables = {
        "rootless_docker_users": "{{ people }}", "rootless_docker_strict": True, "rootless_docker_users_base": "{{ nowhere }}", "other": "{{ nowhere }}"}
    wishes = read(variables, templated)
    assert (list(wishes["accounts"]), wishes["strict"], wishes["errors"]) == (["alice"], True, [])


def test_a_misspelt_option_is_named_without_being_evaluated():
    assert read({"rootless_docker_user": "{{ nowhere }}"}, templated)["errors"] == [
        "rootless_docker_user: is not an option (did you mean rootless_docker_users?)."]


def test_an_option_that_cannot_be_evaluated_is_named_and_the_others_are_read():
    wishes = read({"rootless_docker_users": "{{ nowhere }}", "rootless_docker_report": "r.json"}, templated)
    assert wishes["errors"] == ["rootless_docker_users: cannot be evaluated ('nowhere' is undefined)."]
    assert wishes["report"] == "r.json"


def test_facts_that_would_replace_settings_are_named_before_a_setting_is_believed():
    wishes = read({"rootless_docker_report": "~/.bashrc", "ansible_facts": {"rootless_docker_report": "~/.bashrc"}}, templated)
    assert FORGED in wishes["errors"][0] and wishes["report"] is None


def test_the_filter_and_the_task_understand_alike():
    assert understood({"rootless_docker_users": "alice"}, templated) == read({"rootless_docker_users": "alice"}, templated)
