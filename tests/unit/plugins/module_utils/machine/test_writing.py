# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host.write and Host.remove on real folders."""

import os
import signal
import stat
import struct

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import host as module, writing
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host

from real_host import content, disown, put, refusal

NOBODY = 0xFFFFFFFF


def test_write_makes_folders_and_sets_the_mode(folder):
    Host().write(folder + "/a/b/file", u"caf\u00e9\n", mode=0o640, within=folder)
    assert Host().read(folder + "/a/b/file") == u"caf\u00e9\n"
    assert stat.S_IMODE(os.stat(folder + "/a/b/file").st_mode) == 0o640
    assert os.listdir(folder + "/a/b") == ["file"]


def test_the_group_and_the_acl_of_a_file_stay(folder):
    put(folder + "/file", "before")
    os.chown(folder + "/file", -1, 4321)
    # version 2; user::rw- user:4321:r-- group::r-- mask::r-- other::r--
    acl = b"\x02\0\0\0" + b"".join(struct.pack("<HHI", *entry) for entry in [(1, 6, NOBODY), (2, 4, 4321), (4, 4, NOBODY), (16, 4, NOBODY), (32, 4, NOBODY)])
    try:
        os.setxattr(folder + "/file", "system.posix_acl_access", acl)
    except OSError:
        acl = None      # this file system has none
    Host().write(folder + "/file", "after", within=folder)
    assert (content(folder + "/file"), os.stat(folder + "/file").st_gid) == ("after", 4321)
    assert acl is None or os.getxattr(folder + "/file", "system.posix_acl_access") == acl


def test_write_is_atomic_for_a_reader_that_has_the_old_file_open(folder):
    put(folder + "/file", "before")
    with open(folder + "/file") as reader:
        Host().write(folder + "/file", "after", within=folder)
        assert reader.read() == "before"
    assert content(folder + "/file") == "after"


def test_write_that_fails_leaves_the_file_and_nothing_else(folder, monkeypatch):
    put(folder + "/file", "before")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    assert refusal(Host().write, folder + "/file", "after", within=folder) == folder + "/file: No space left on device"
    assert content(folder + "/file") == "before"
    assert os.listdir(folder) == ["file"]


def test_write_refuses_a_link_in_the_middle(folder):
    os.mkdir(folder + "/elsewhere")
    os.mkdir(folder + "/home")
    os.symlink(folder + "/elsewhere", folder + "/home/.config")
    said = refusal(Host().write, folder + "/home/.config/systemd/unit", "x", within=folder + "/home")
    assert said == folder + "/home/.config: is a link or no directory"
    assert os.listdir(folder + "/elsewhere") == []


def test_write_refuses_a_link_at_the_end(folder):
    os.symlink(put(folder + "/target"), folder + "/link")
    assert "/link: not a regular file" in refusal(Host().write, folder + "/link", "x", within=folder)
    assert content(folder + "/target") == "kept"
    assert os.path.islink(folder + "/link")


def test_write_refuses_a_file_in_the_middle(folder):
    put(folder + "/file")
    assert refusal(Host().write, folder + "/file/below", "x", within=folder) == folder + "/file: is a link or no directory"


def test_write_refuses_a_fifo_at_once(folder):
    os.mkfifo(folder + "/fifo")
    assert "/fifo: not a regular file" in refusal(Host().write, folder + "/fifo", "x", within=folder)
    assert stat.S_ISFIFO(os.stat(folder + "/fifo").st_mode)
    assert os.listdir(folder) == ["fifo"]


def test_write_refuses_a_foreign_file(folder, monkeypatch):
    put(folder + "/file")
    disown(folder + "/file", monkeypatch)
    assert "/file: not a regular file of uid " in refusal(Host().write, folder + "/file", "x", within=folder)
    assert content(folder + "/file") == "kept"


@pytest.mark.parametrize("path", ["/outside", "/home/../outside"])
def test_write_refuses_what_lies_outside(folder, path):
    os.mkdir(folder + "/home")
    assert "lies outside" in refusal(Host().write, folder + path, "x", within=folder + "/home")
    assert os.listdir(folder) == ["home"]


def test_remove(folder):
    put(folder + "/file")
    Host().remove(folder + "/file", within=folder)
    Host().remove(folder + "/file", within=folder)
    assert os.listdir(folder) == []


def test_remove_does_not_follow_a_folder_that_is_a_link(folder):
    os.mkdir(folder + "/real")
    put(folder + "/real/file")
    os.symlink("real", folder + "/link")
    assert "/link: is a link" in refusal(Host().remove, folder + "/link/file", within=folder)
    assert content(folder + "/real/file") == "kept"


@pytest.mark.parametrize("path, kind", [("home/.config/file", "link"), ("home/file/below", "file"), ("home/../outside", None)])
def test_a_refusal_keeps_no_descriptor(folder, path, kind):
    os.mkdir(folder + "/home")
    if kind == "link":
        os.symlink(folder, folder + "/home/.config")
    put(folder + "/home/file")
    before = sorted(os.listdir("/proc/self/fd"))
    for dummy in range(3):
        refusal(Host().write, folder + "/" + path, "x", within=folder + "/home")
        refusal(Host().write, folder + "/home/none/" + "x" * 300 + "/file", "x", within=folder + "/home")
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_a_text_that_utf8_does_not_have_is_refused_before_anything_is_touched(folder):
    said = refusal(Host().write, folder + "/a/file", u"\udc80", within=folder)
    assert said == folder + "/a/file: the text for it is not valid Unicode, nothing was written"
    assert os.listdir(folder) == []


# -- what killed runs left -----------------------------------------------------------------------------------------------


def dead_pid():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def temporary(pid, host=None):
    return writing.TEMPORARY % (host or os.uname().nodename, pid)


def test_write_removes_what_a_killed_run_left(folder):
    for name in ("file", "other"):
        put("%s/%s" % (folder, name))
    put(folder + "/" + temporary(dead_pid()))
    put(folder + "/" + temporary(os.getpid()))      # of a process that had our pid before us: its file would be in our way
    Host().write(folder + "/file", "after", within=folder)
    assert sorted(os.listdir(folder)) == ["file", "other"] and content(folder + "/file") == "after"


def test_a_run_that_is_killed_while_it_writes_leaves_nothing_to_the_next(folder):
    pid = os.fork()
    if pid == 0:
        os.rename = lambda *dummy, **named: os.kill(os.getpid(), signal.SIGKILL)
        Host().write(folder + "/file", "never", within=folder)
    os.waitpid(pid, 0)
    assert os.listdir(folder) == [temporary(pid)]
    Host().write(folder + "/file", "after", within=folder)
    assert os.listdir(folder) == ["file"]


@pytest.mark.parametrize("name", [
    temporary(1), temporary(4194999, "another.example.org"), ".rootless-docker.4194999.tmp", ".file.4194999.tmp", temporary(4194999) + ".bak",
    temporary(10 ** 30)])
def test_write_leaves_what_is_of_the_living_and_of_others(folder, name):
    put(folder + "/" + name)
    Host().write(folder + "/file", "x", within=folder)
    assert sorted(os.listdir(folder)) == sorted(["file", name])


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/etc/passwd", path)])
def test_write_removes_no_other_kind_and_does_not_stop_for_it(folder, make):
    name = temporary(dead_pid())
    make(folder + "/" + name)
    Host().write(folder + "/file", "x", within=folder)
    assert sorted(os.listdir(folder)) == sorted(["file", name])


def test_write_opens_nothing_that_lies_there_in_place_of_its_own(folder):
    """A FIFO would hold whoever opens it."""
    os.mkfifo(folder + "/" + temporary(os.getpid()))
    assert refusal(Host().write, folder + "/file", "x", within=folder) == folder + "/file: File exists"
    assert os.listdir(folder) == [temporary(os.getpid())]


def test_write_removes_nothing_of_another_uid(folder, monkeypatch):
    name = temporary(dead_pid())
    put(folder + "/" + name)
    disown(folder + "/" + name, monkeypatch)
    Host().write(folder + "/file", "x", within=folder)
    assert sorted(os.listdir(folder)) == sorted(["file", name])


def test_a_folder_is_removed_when_nothing_is_in_it(folder):
    Host().write(folder + "/a/b/file", "x", within=folder)
    Host().remove_folder(folder + "/a/b", within=folder)
    assert os.listdir(folder + "/a/b") == ["file"]
    Host().remove(folder + "/a/b/file", within=folder)
    for dummy in range(2):      # the second time there is none
        Host().remove_folder(folder + "/a/b", within=folder)
    assert os.listdir(folder + "/a") == []


def test_a_link_to_a_folder_is_no_folder_to_remove(folder):
    os.mkdir(folder + "/there")
    os.symlink(folder + "/there", folder + "/link")
    Host().remove_folder(folder + "/link", within=folder)
    assert sorted(os.listdir(folder)) == ["link", "there"]
