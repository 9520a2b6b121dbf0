# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What rootful_stop makes of the socket, run by Ansible on sockets of our own: its first task, which stops the units, is left out."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess
import sys
import tempfile

import pytest
import yaml

TASKS = pathlib.Path(__file__).parents[3] / "roles" / "rootless_remedy" / "tasks" / "rootful_stop.yml"
pytestmark = pytest.mark.slow


@pytest.fixture(name="folder")
def short_folder():
    """A unix socket's path has 107 bytes at most, which tmp_path may be longer than."""
    with tempfile.TemporaryDirectory() as path:
        yield pathlib.Path(path)


@pytest.fixture(name="bind")
def binder(folder):
    """Bind a unix socket below the folder; all are closed at the end."""
    bound = []

    def bind(name):
        bound.append(socket.socket(socket.AF_UNIX))
        bound[-1].bind(str(folder / name))
        bound[-1].listen()
        return bound[-1]

    yield bind
    for one in bound:
        one.close()


def is_left(folder):
    """Whether docker.sock is still there after the tasks."""
    path = folder / "docker.sock"
    tasks = yaml.safe_load(TASKS.read_text(encoding="utf-8").replace("/run/docker.sock", str(path)))[1:]
    (folder / "play.yml").write_text(yaml.safe_dump([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    done = subprocess.run(
        [pathlib.Path(sys.executable).with_name("ansible-playbook"), folder / "play.yml", "-i", "web1,"], check=False, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, env={**os.environ, "HOME": str(folder), "ANSIBLE_TRANSPORT": "local", "ANSIBLE_PYTHON_INTERPRETER": sys.executable})
    assert done.returncode == 0, done.stdout + done.stderr
    return path.exists()


def test_a_socket_on_which_nobody_listens_is_removed_whatever_another_is_called(folder, bind):
    bind("docker.sock").close()
    (folder / "x /run").mkdir(parents=True)
    bind("x /run/docker.sock")
    assert not is_left(folder)


def test_a_socket_on_which_somebody_listens_is_kept(folder, bind):
    bind("docker.sock")
    assert is_left(folder)
