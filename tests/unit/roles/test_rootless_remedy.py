# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role's own main.yml and apply.yml, run by Ansible on two hosts over remedies that change nothing and fail as they are told."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[3]
pytestmark = pytest.mark.slow
HEAD = "---\n# Inputs: a\n# Changes: b\n# Disturbs: nothing\n"
FAKES = {
    # as the mirror's package manager says it, with a task that would fail for another reason behind it
    "packages_install": """
- name: Install the packages
  ansible.builtin.fail: {msg: "Failed to update apt cache:\\n  E: no route\\e[0m to http://me:secret@mirror"}
  when: inventory_hostname == 'web1'
""",
    "newuidmap_restore": """
- name: Set the modes
  ansible.builtin.command: {argv: [sh, -c, "echo E: first words >&2; echo last >&2; exit 3"]}
""",
    "subids_append": """
- name: Append the ranges
  ansible.builtin.set_fact: {appended: "{{ rootless_remedy_accounts }}"}
""",
    "session_start": """
- name: Start the sessions
  ansible.builtin.assert: {that: item != 'bob', fail_msg: "no session for {{ item }}", quiet: true}
  loop: "{{ rootless_remedy_accounts }}"
""",
    "daemon_setup": """
- name: Set the daemons up
  ansible.builtin.set_fact: {set_up: "{{ rootless_remedy_accounts }}"}
""",
}
PLAN = {
    "packages_install": {"packages": ["x"]}, "newuidmap_restore": {"modes": {"/nonexistent": "4755"}}, "subids_append": {"accounts": ["alice", "bob"]},
    "session_start": {"accounts": ["alice", "bob"]}, "daemon_setup": {"accounts": ["alice", "bob", "carol"]}}
AFTER = {"daemon_setup": {"alice": [], "bob": ["session_start"], "carol": ["packages_install"]}}
PLAY = [{
    "hosts": "all", "gather_facts": False, "tasks": [
        {"name": "Keep what failed long ago", "ansible.builtin.set_fact": {"rootless_remedy_errors": ["stale"]}},
        {"name": "Apply", "ansible.builtin.include_role": {"name": "rootless.docker.rootless_remedy"}, "vars": {
            "rootless_remedy_plan": PLAN, "rootless_remedy_after": AFTER, "rootless_remedy_wishes": {}}},
        {"name": "Tell", "ansible.builtin.copy": {"dest": "{{ told }}/{{ inventory_hostname }}", "mode": "0600", "content": (
            "{{ {'errors': rootless_remedy_errors, 'appended': appended | default(0), 'set_up': set_up | default(0)} | to_json }}")}}]}]


def played(folder, hosts):
    """What the playbook play.yml of this folder said; one that fails fails the test."""
    done = subprocess.run(
        [pathlib.Path(sys.executable).with_name("ansible-playbook"), folder / "play.yml", "-i", hosts, "-e", f"told={folder}"],
        check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={
            **os.environ, "HOME": str(folder), "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(folder), "ANSIBLE_TRANSPORT": "local", "ANSIBLE_FORCE_COLOR": "false",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """{host: {"errors": [...], ...}} after the remedies were applied."""
    folder = tmp_path_factory.mktemp("remedy")
    collection = folder / "ansible_collections" / "rootless" / "docker"
    (collection / "roles").mkdir(parents=True)
    for part in ("plugins", "meta", "catalogue", "galaxy.yml"):
        (collection / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "roles" / "rootless_remedy", collection / "roles" / "rootless_remedy")
    for name, tasks in FAKES.items():
        (collection / "roles" / "rootless_remedy" / "tasks" / f"{name}.yml").write_text(HEAD + tasks)
    (folder / "ansible.cfg").write_text("[defaults]\n")
    (folder / "play.yml").write_text(yaml.safe_dump(PLAY))
    played(folder, "web1,web2")
    return {host: json.loads((folder / host).read_text()) for host in ("web1", "web2")}


def of(told, host, remedy):
    return [entry for entry in told[host]["errors"] if entry["remedy"] == remedy]


def test_what_failed_before_is_forgotten(told):
    assert "stale" not in str(told)


def test_what_failed_is_kept_in_its_own_words(told):
    assert of(told, "web1", "packages_install") == [{
        "remedy": "packages_install", "task": "Install the packages", "said": "Failed to update apt cache: E: no route to http://***@mirror", "accounts": []}]
    assert of(told, "web2", "packages_install") == []


def test_what_does_not_depend_on_it_is_still_tried(told):
    assert [told[host]["appended"] for host in told] == [["alice", "bob"], ["alice", "bob"]]


def test_a_program_is_told_by_its_first_telling_line(told):
    assert [entry["said"] for entry in of(told, "web2", "newuidmap_restore")] == ["E: first words"]


def test_a_loop_over_accounts_keeps_whose_failed(told):
    assert of(told, "web2", "session_start") == [
        {"remedy": "session_start", "task": "Start the sessions", "said": "no session for bob", "accounts": ["bob"]}]


def test_what_depends_on_it_is_not_tried_for_whom_it_failed(told):
    waits = {name: {"remedy": "daemon_setup", "task": None, "said": f"not tried, because {name} failed", "accounts": [account]}
             for name, account in (("session_start", "bob"), ("packages_install", "carol"))}
    assert of(told, "web1", "daemon_setup") == [waits["session_start"], waits["packages_install"]]
    assert of(told, "web2", "daemon_setup") == [waits["session_start"]]
    assert [told[host]["set_up"] for host in told] == [["alice"], ["alice", "carol"]]


def test_an_installation_that_outlived_its_controller_is_waited_for(tmp_path):
    """dpkg itself does not wait: it says who has the lock."""
    dpkg = "#!/bin/sh\necho $$ >> $0.calls\n[ $(wc -l < $0.calls) -gt 2 ] || { echo 'dpkg: error: dpkg frontend lock was locked by apt' >&2; exit 2; }\n"
    for name, text in (("dpkg", dpkg), ("apt-get", "#!/bin/sh\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    tasks = (ROOT / "roles" / "rootless_remedy" / "tasks" / "packages" / "finish.yml").read_text(encoding="utf-8")
    (tmp_path / "finish.yml").write_text(tasks.replace("/usr/bin/", f"{tmp_path}/").replace("delay: 5", "delay: 0"))
    (tmp_path / "ansible.cfg").write_text("[defaults]\n")
    (tmp_path / "play.yml").write_text(yaml.safe_dump([{
        "hosts": "all", "gather_facts": False, "tasks": [{"name": "Finish", "ansible.builtin.include_tasks": "finish.yml"}]}]))
    played(tmp_path, "web1,")
    assert len((tmp_path / "dpkg.calls").read_text().splitlines()) == 3
