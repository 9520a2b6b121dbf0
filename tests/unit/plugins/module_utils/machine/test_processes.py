# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes as the kernel tells them, on living ones: of this test, and of programs that it starts."""

import os
import shutil
import socket
import subprocess
import sys
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Unanswered

HOST = Host()


@pytest.fixture
def sleeper(tmp_path):
    """A program of its own that sleeps, and its process."""
    program = str(tmp_path / "sleeper")
    shutil.copy(shutil.which("sleep"), program)
    child = subprocess.Popen([program, "60"], env={"SAID": "a=b", "PATH": "/nowhere"})
    while HOST.program(child.pid)[0] != program or not HOST.variable(child.pid, "SAID"):        # until it has become the program
        time.sleep(0.01)
    yield child, program
    child.kill()
    child.wait()


def test_who_listens_is_told_by_the_kernel(tmp_path):
    path = str(tmp_path / "socket")
    door = socket.socket(socket.AF_UNIX)
    door.bind(path)
    door.listen(1)
    found = HOST.listener(path)
    door.close()
    assert found["pid"] == os.getpid()
    assert found["cgroup"].startswith("/")


def test_nobody_listens_on_what_is_left_over(tmp_path):
    path = str(tmp_path / "socket")
    socket.socket(socket.AF_UNIX).bind(path)
    for gone in (path, str(tmp_path / "nothing")):
        with pytest.raises(Unanswered):
            HOST.listener(gone)


def test_a_program_that_runs_is_what_is_installed_until_another_build_is(sleeper):
    child, program = sleeper
    before = HOST.build(program)
    assert HOST.program(child.pid) == (program, before)
    shutil.copy(program, program + ".new")
    os.rename(program + ".new", program)
    assert HOST.build(program) == before, "the same build in a new file is no other build"
    with open(program + ".new", "wb") as new, open(program, "rb") as old:
        new.write(old.read() + b"\n")
    os.rename(program + ".new", program)
    assert HOST.program(child.pid) == (program, before)
    assert HOST.build(program) != before


def test_a_program_that_is_gone_has_no_build(tmp_path):
    os.mkfifo(str(tmp_path / "fifo"))
    assert HOST.build(str(tmp_path / "nothing")) is None
    assert HOST.build(str(tmp_path / "fifo")) == "0 00000000", "and a FIFO is not waited for"
    with pytest.raises(Unanswered):
        HOST.build(str(tmp_path))


def test_what_was_written_since_a_process_began(sleeper, tmp_path, monkeypatch):
    child, program = sleeper
    path = tmp_path / "daemon.json"
    assert not HOST.written_since(str(path), child.pid)
    time.sleep(0.05)
    path.write_text(u"{}")
    assert HOST.written_since(str(path), child.pid)
    now = time.time()
    os.utime(str(path), (now - 3600, now - 3600))
    assert not HOST.written_since(str(path), child.pid)
    os.utime(str(path), (now + 3600, now + 3600))
    assert not HOST.written_since(str(path), child.pid), "a clock that was set back would make it new for ever"
    monkeypatch.setattr(time, "time", lambda: now + 7200)
    assert not HOST.written_since(str(path), child.pid), "the clock was set forward: the process is as old as it was"


def test_the_lineage_ends_where_another_uid_begins(sleeper):
    child, program = sleeper
    lineage = HOST.lineage(child.pid)
    assert lineage[0] == (child.pid, "sleeper") and lineage[1][0] == os.getpid()


def test_a_name_with_brackets_and_blanks_hides_nothing(tmp_path):
    program = str(tmp_path / "a) S 1 (b")
    shutil.copy(shutil.which("sleep"), program)
    child = subprocess.Popen([program, "60"])
    while HOST.lineage(child.pid)[0][1] != "a) S 1 (b":
        time.sleep(0.01)
    assert [pid for pid, dummy in HOST.lineage(child.pid)][:2] == [child.pid, os.getpid()]
    child.kill()
    child.wait()


def test_a_variable_is_that_of_the_start(sleeper):
    child, program = sleeper
    assert (HOST.variable(child.pid, "SAID"), HOST.variable(child.pid, "SAI")) == ("a=b", None)


def test_a_process_is_ended_politely(sleeper):
    child, program = sleeper
    assert not HOST.ended(child.pid)
    HOST.end(child.pid)
    deadline = time.time() + 10
    while not HOST.ended(child.pid) and time.time() < deadline:     # nobody has buried it yet
        time.sleep(0.01)
    assert HOST.ended(child.pid)
    assert child.wait() == -15
    assert HOST.ended(child.pid)
    for question in (HOST.end, HOST.program, HOST.lineage, lambda pid: HOST.variable(pid, "A")):
        with pytest.raises(Unanswered):
            question(child.pid)


def test_a_program_behind_a_link_is_the_file_itself():
    assert HOST.program(os.getpid())[0] == os.path.realpath(sys.executable)
