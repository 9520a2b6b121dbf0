# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the playbooks say of hosts and accounts that are not there, run by Ansible on this machine; nothing is changed."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[3]
PLAYBOOKS = ("site", "doctor", "explain")
pytestmark = pytest.mark.slow


def said(tmp_path, playbooks, *arguments, **variables):
    """(exit code, all that is printed) of playbooks with an inventory of web1 in the group web, and an empty group."""
    (tmp_path / "inventory").write_text("[web]\nweb1 ansible_connection=local\n[empty]\n")
    program, names = pathlib.Path(sys.executable).with_name("ansible-playbook"), [f"rootless.docker.{name}" for name in playbooks]
    done = subprocess.run(
        [program, *names, "-i", tmp_path / "inventory", "-e", json.dumps(variables), *arguments],
        check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_PYTHON_INTERPRETER": sys.executable})
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_pattern_that_matches_nobody_does_not_end_green(tmp_path, playbook):
    code, text = said(tmp_path, [playbook], "--list-hosts", rootless_docker_explain_user="alice")
    assert code and 'rootless_docker_hosts: "rootless_docker" matches no host and no group of the inventory' in text


@pytest.mark.parametrize("pattern", ["empty", "web", ["web1", "web2"]])
def test_a_group_that_is_empty_and_a_list_of_hosts_are_patterns(tmp_path, pattern):
    code, text = said(tmp_path, PLAYBOOKS, "--list-hosts", rootless_docker_explain_user="alice", rootless_docker_hosts=pattern)
    assert code == 0 and text.count("      web1\n") == (0 if pattern == "empty" else len(PLAYBOOKS))


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes root")
def test_explain_names_an_account_that_is_not_there(tmp_path):
    code, text = said(tmp_path, ["explain"], rootless_docker_hosts="web", rootless_docker_explain_user="nobodyhere", ansible_become=False)
    assert code == 0 and "web1: there is no account ''nobodyhere'' on this host." in text and "no known cause" not in text
