# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from action_run import run
from ansible.errors import AnsibleConnectionFailure

from ansible_collections.rootless.docker.plugins.action import rootless_look
from ansible_collections.rootless.docker.plugins.module_utils import probes
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.run import RUN


def bare():
    """A host of nothing, with an account alice that does not exist."""
    facts = {word: probes.blank(shape) for word, shape in shipped().shapes["host"].items()}
    facts["accounts"] = {"alice": {word: probes.blank(shape) for word, shape in shipped().shapes["account"].items()}}
    return facts


def look(reply=None, arguments=None, check=False, delegate_to=None, **variables):
    asked = []

    def answer(given):
        asked.append(given)
        if isinstance(reply, Exception):
            raise reply
        return {"ansible_facts": {"rootless_docker": bare()}} if reply is None else reply

    variables = {"inventory_hostname": "web1", "ansible_play_hosts_all": ["web1", "web2"], "rootless_docker_users": [{"name": "alice", "create": True}],
                 **variables}
    result = run(rootless_look, arguments or {}, check=check, variables=variables, reply=answer, delegate_to=delegate_to)
    return result, asked


def test_an_ill_host_leaves_what_is_to_be_healed_and_says_it(capsys):
    result, asked = look()
    assert (result["state"], result["remains"], result["changed"]) == ("unfinished", ["heal"], False)
    assert "accounts_create" in result["visit"]["prescription"]["plan"]
    assert asked[0]["module_name"] == "rootless.docker.rootless_facts" and list(asked[0]["module_args"]["accounts"]) == ["alice"]
    said = capsys.readouterr().out
    assert "web1: run accounts_create for alice" in said and "would" not in said


def test_check_mode_says_what_would_be_done(capsys):
    assert look(check=True)[0]["visit"]["mode"] == "check"
    assert "would run accounts_create for alice" in capsys.readouterr().out


@pytest.mark.parametrize("check", [False, True])
def test_the_doctor_says_the_verdict_and_leaves_nothing_to_heal(capsys, check):
    result, dummy = look(arguments={"mode": "doctor"}, check=check)
    assert (result["state"], result["remains"]) == ("ill", []) and "visit" not in result
    assert "web1, alice: " in capsys.readouterr().out


def test_a_host_of_nobody_is_well_at_once(capsys):
    result, dummy = look(rootless_docker_users=[])
    assert (result["state"], result["remains"]) == ("well", [])
    assert capsys.readouterr().out == "web1: rootless_docker_users names nobody. Nothing to do.\n"


def test_another_look_goes_on_where_the_last_one_ended():
    first, dummy = look()
    second, dummy = look(arguments={"last": first, "failed": [{"remedy": "accounts_create", "task": "t", "said": "no", "accounts": []}]})
    assert [one["remedy"] for one in second["done"]][0] == "accounts_create"
    assert 'web1: accounts_create failed at "t": no.' in second["lines"] and second["remains"] == ["fail"]


def test_invalid_settings_are_refused_before_the_host_is_asked():
    result, asked = look(rootless_docker_users=[{"name": "alice", "mtu": 1}])
    assert (result["state"], asked) == ("refused", [])
    assert "mtu" in " ".join(result["lines"]) and result["remains"] == ["fail"]


@pytest.mark.parametrize("reply, state, why", [
    (AnsibleConnectionFailure("no route"), "unreachable", "web1: unreachable: no route."),
    ({"failed": True, "msg": "MODULE FAILURE", "module_stderr": "python: not found"}, "failed",
     'web1: the run failed for this host, at "A task": python: not found.'),
    ({"failed": True, "msg": "no python", "exception": object()}, "failed", 'web1: the run failed for this host, at "A task": no python.'),
    ({"ansible_facts": None, "warnings": [object()]}, "failed", 'web1: the run failed for this host, at "A task": the host gave no answer that can be used.'),
    ({"ansible_facts": []}, "failed", 'web1: the run failed for this host, at "A task": the host gave no answer that can be used.')])
def test_a_host_that_does_not_answer_has_a_verdict_too(reply, state, why):
    result, dummy = look(reply)
    assert (result["state"], result["why"], result["remains"]) == (state, why, ["fail"])


def test_a_host_whose_facts_say_that_it_is_another_is_told_of_by_its_address():
    result, asked = look(inventory_hostname="web2", ansible_facts={"inventory_hostname": "web2"})
    assert (result["state"], asked, list(result["entries"])) == ("refused", [], ["192.0.2.7"])


def test_facts_that_came_since_the_first_look_change_no_name():
    first, dummy = look()
    second, dummy = look(arguments={"last": first}, inventory_hostname="web2", ansible_facts={"inventory_hostname": "web2"})
    assert (second["state"], list(second["entries"])) == ("refused", ["web1"])


def test_nothing_else_that_a_host_replies_is_kept():
    facts = {**bare(), "accounts": {**bare()["accounts"], "mallory": {}}}
    lie = {"ansible_facts": {"rootless_docker": facts, "rootless_docker_users": "mallory", "ansible_user": "mallory"}, "add_host": {"host_name": "mallory"},
           "_ansible_delegated_vars": {"mallory": 1}, "invocation": {"module_args": {"accounts": "SECRET"}}, "changed": True}
    result, dummy = look(lie)
    assert "mallory" not in json.dumps(result) and "SECRET" not in json.dumps(result)
    assert not {"ansible_facts", "add_host", "_ansible_delegated_vars"} & set(result)


def test_yesterdays_report_gives_way_before_anything_is_touched_and_only_once(tmp_path):
    path = tmp_path / "r.json"
    result, dummy = look(rootless_docker_report=str(path))
    told = json.loads(path.read_text())
    assert (told["run"], sorted(told["hosts"]), result["report"]) == (RUN["id"], ["web1", "web2"], str(path))
    before = path.stat().st_ino
    look(rootless_docker_report=str(path))
    assert path.stat().st_ino == before


def test_a_report_that_cannot_be_written_is_refused_before_the_host_is_asked(tmp_path):
    result, asked = look(rootless_docker_report=str(tmp_path))
    assert (result["lines"], asked, result["report"]) == (
        [f"web1: invalid settings, nothing was touched: rootless_docker_report: {tmp_path} is not a regular file."], [], None)


def test_a_delegated_host_is_spoken_of_under_its_own_name_beside_earlier_ones():
    first, dummy = look(arguments={"mode": "doctor"})
    second, dummy = look(arguments={"mode": "doctor"}, delegate_to="web9", rootless_docker_result=first)
    assert sorted(second["entries"]) == ["web1", "web9"]
    assert {one["host"] for one in second["findings"]} == {"web1", "web9"}


def test_what_another_run_left_is_not_kept():
    first, dummy = look(arguments={"mode": "doctor"})
    second, dummy = look(arguments={"mode": "doctor"}, delegate_to="web9", rootless_docker_result={**first, "run": "0" * 32})
    assert sorted(second["entries"]) == ["web9"]
