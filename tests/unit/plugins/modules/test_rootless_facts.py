# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
import yaml

from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host
from ansible_collections.rootless.docker.plugins.modules import rootless_facts
from module_args import patch_module_args


@pytest.fixture
def run(monkeypatch, capsys):
    """run({options}) -> (what the module printed, what its probes were asked)."""
    asked = []

    def gather(*arguments):
        asked.append(arguments)
        return {"engine": {"dockerd": None}, "accounts": {}, "unanswered": {}}

    def start(options, **ansible):
        asked.clear()
        with patch_module_args({**options, **ansible}), pytest.raises(SystemExit):
            rootless_facts.main()
        return json.loads(capsys.readouterr().out), asked

    monkeypatch.setattr(rootless_facts, "gather", gather)
    return start


def test_it_returns_facts_and_changes_nothing(run):
    printed, asked = run({"accounts": {"alice": {}}})
    assert printed["changed"] is False
    assert printed["ansible_facts"] == {"rootless_docker": {"engine": {"dockerd": None}, "accounts": {}, "unanswered": {}}}
    assert len(asked) == 1 and isinstance(asked[0][0], Host)


def test_every_wish_is_handed_on_with_the_hosts_controllers(run):
    dummy, [(dummy, wishes, seconds)] = run({"accounts": {"alice": {"mtu": 1400}, "bob": {}, "carol": None}, "controllers": ["cpu", "memory"]})
    assert wishes == {
        "alice": {"mtu": 1400, "controllers": ["cpu", "memory"]}, "bob": {"controllers": ["cpu", "memory"]}, "carol": {"controllers": ["cpu", "memory"]}}
    assert seconds == 30


def test_it_may_be_told_how_long_to_wait(run):
    dummy, [(dummy, dummy, seconds)] = run({"accounts": {}, "seconds": 5})
    assert seconds == 5


def test_check_mode_asks_the_same(run):
    assert run({"accounts": {"alice": {}}}, _ansible_check_mode=True) == run({"accounts": {"alice": {}}})


def test_wishes_are_required(run):
    printed, asked = run({})
    assert printed["failed"] and "accounts" in printed["msg"] and asked == []


def test_a_wish_is_neither_logged_nor_returned(run, monkeypatch):
    """An environment or a proxy may hold secrets, and modules log their arguments to the target's journal."""
    logged = []
    monkeypatch.setattr(rootless_facts.AnsibleModule, "log", lambda self, text, log_args=None: logged.append((text, log_args)))
    printed, [(dummy, wishes, dummy)] = run({"accounts": {"alice": {"environment": {"TOKEN": "s3cret-of-alice"}}}})
    assert wishes["alice"]["environment"] == {"TOKEN": "s3cret-of-alice"}
    assert logged and "s3cret" not in str(logged) + str(printed)


def test_a_wish_blots_nothing_out_of_the_facts(run, monkeypatch):
    monkeypatch.setattr(rootless_facts, "gather", lambda *dummy: {"storage": {"driver": "overlay2"}})
    printed, dummy = run({"accounts": {"alice": {"daemon_options": {"storage-driver": "overlay2"}}}})
    assert printed["ansible_facts"]["rootless_docker"] == {"storage": {"driver": "overlay2"}}


def test_a_secret_comes_back_in_no_fact(run, monkeypatch):
    line = "Get https://alice:s3/cr@et@mirror/v2/: denied"
    monkeypatch.setattr(rootless_facts, "gather", lambda *dummy: {"accounts": {"alice": {"daemon": {"journal": [line]}}}})
    printed, dummy = run({"accounts": {"alice": {"daemon_options": {"registry-mirrors": ["https://alice:s3/cr@et@mirror"]}}}})
    assert printed["ansible_facts"]["rootless_docker"]["accounts"]["alice"]["daemon"]["journal"] == ["Get https://***@mirror/v2/: denied"]


def test_it_says_what_it_returns():
    returned = yaml.safe_load(rootless_facts.RETURN)
    options = yaml.safe_load(rootless_facts.DOCUMENTATION)["options"]
    assert list(returned) == ["ansible_facts"] and list(returned["ansible_facts"]["contains"]) == ["rootless_docker"]
    assert sorted(options) == ["accounts", "controllers", "seconds"]


def test_its_shape_of_subjects_is_the_probes_own(monkeypatch, capsys):
    """main() with nothing replaced, on the machine that runs the tests."""
    with patch_module_args({"accounts": {"no-such-account-here": {}}}), pytest.raises(SystemExit):
        rootless_facts.main()
    facts = json.loads(capsys.readouterr().out)["ansible_facts"]["rootless_docker"]
    assert {"accounts", "unanswered", "engine", "session", "system"} <= set(facts)
    assert facts["accounts"]["no-such-account-here"]["session"]["exists"] is False
