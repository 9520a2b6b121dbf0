# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The locks in a folder of the test's own, with real processes."""

import errno
import os
import subprocess
import sys

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import shadow_lock
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Unanswered
from ansible_collections.rootless.docker.plugins.module_utils.machine.shadow_lock import ShadowLock, leftovers


@pytest.fixture
def paths(tmp_path):
    return [str(tmp_path / name) for name in ("subuid", "subgid")]


def left(paths):
    return sorted(os.listdir(os.path.dirname(paths[0])))


def dead_pid():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_while_it_is_held_both_links_say_our_pid_and_afterwards_nothing_is_left(paths):
    with ShadowLock(paths):
        assert left(paths) == [".pwd.lock", "subgid.lock", "subuid.lock"]
        with open(paths[0] + ".lock", "rb") as stream:
            assert stream.read() == ("%d\0" % os.getpid()).encode()
    assert left(paths) == [".pwd.lock"]


def test_no_descriptor_is_left_open(paths):
    before = len(os.listdir("/proc/self/fd"))
    with ShadowLock(paths):
        pass
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_process_that_may_not_be_asked_lives(paths, monkeypatch):
    def kill(*dummy):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(shadow_lock.os, "kill", kill)
    with open(paths[0] + ".lock", "w") as stream:
        stream.write("%d" % os.getppid())
    with pytest.raises(Unanswered):
        ShadowLock(paths, 0.2).__enter__()
    assert "subuid.lock" in left(paths)


def test_an_error_inside_frees_it_and_comes_out(paths):
    with pytest.raises(KeyError):
        with ShadowLock(paths):
            raise KeyError("x")
    assert left(paths) == [".pwd.lock"]


@pytest.mark.parametrize("text", ["%d", "%d\0", "%d\n"])
def test_the_lock_of_a_dead_process_is_broken(paths, text):
    with open(paths[1] + ".lock", "w") as stream:
        stream.write(text % dead_pid())
    with ShadowLock(paths, 1):
        assert "subgid.lock" in left(paths)


@pytest.mark.parametrize("text, owner", [
    ("%d\0" % os.getppid(), "process %d" % os.getppid()), ("", "an unknown process"), ("1x", "an unknown process"), ("-1", "an unknown process"),
])
def test_the_lock_of_the_living_is_waited_for_and_named(paths, text, owner):
    with open(paths[1] + ".lock", "w") as stream:
        stream.write(text)
    with pytest.raises(Unanswered) as caught:
        ShadowLock(paths, 0.2).__enter__()
    assert str(caught.value).startswith("%s.lock is locked by %s for more than 0 s" % (paths[1], owner))
    assert left(paths) == [".pwd.lock", "subgid.lock"]      # theirs stays, ours is gone


def test_the_record_lock_of_another_process_is_waited_for(paths):
    lock = os.path.join(os.path.dirname(paths[0]), ".pwd.lock")
    holder = "import fcntl, sys; f = open(%r, 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()" % lock
    child = subprocess.Popen([sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()
    with pytest.raises(Unanswered):
        ShadowLock(paths, 0.2).__enter__()
    child.communicate()
    with ShadowLock(paths, 5):
        assert "subuid.lock" in left(paths)
    assert left(paths) == [".pwd.lock"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Unanswered) as caught:
        ShadowLock([str(tmp_path / "none" / "subuid")]).__enter__()
    assert "No such file or directory" in str(caught.value)


@pytest.mark.parametrize("name", [".pwd.lock", "subuid.PID"])
def test_no_link_is_followed_to_make_a_lock(paths, name):
    folder = os.path.dirname(paths[0])
    os.symlink(os.path.join(folder, "target"), os.path.join(folder, name.replace("PID", "%d" % os.getpid())))
    with pytest.raises(Unanswered):
        ShadowLock(paths, 0.2).__enter__()
    assert not os.path.lexists(os.path.join(folder, "target"))


def test_a_lock_that_is_a_link_is_waited_for_and_never_written(paths):
    with open(paths[0] + ".target", "w") as stream:
        stream.write("kept")
    os.symlink(paths[0] + ".target", paths[0] + ".lock")
    with pytest.raises(Unanswered):
        ShadowLock(paths, 0.2).__enter__()
    with open(paths[0] + ".target") as stream:
        assert stream.read() == "kept"


def test_the_files_of_the_dead_and_no_others_are_left_over(paths):
    dead, alive = dead_pid(), os.getppid()
    texts = {
        "subuid.%d" % dead: "%d\0" % dead, "subuid.lock": "%d\0" % dead, "subgid.%d" % alive: "%d\0" % alive, "subgid.lock": "%d" % alive,
        "subuid.%d" % (dead + 1): "%d" % dead, "subuid.bak": "%d" % dead, "subuid.0": "0", "subuidx.%d" % dead: "%d" % dead,
        "subuid.777": "alice:100000:65536\n" * 9, "subgid-": "%d" % dead, "subuid": "", "subgid.1x": "1x",
    }
    for name, text in texts.items():
        with open(os.path.join(os.path.dirname(paths[0]), name), "w") as stream:
            stream.write(text)
    os.symlink(paths[0] + ".%d" % dead, paths[1] + ".%d" % dead)
    assert leftovers(Host(), paths) == [paths[0] + ".%d" % dead, paths[0] + ".lock"]
