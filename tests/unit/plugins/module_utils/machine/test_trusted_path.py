# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths on a machine made of data (follow), and real files, links and folders in a folder of the test's own (change_mode)."""

import os
import signal
import stat
import struct

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import trusted_path
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Unanswered
from ansible_collections.rootless.docker.plugins.module_utils.machine.trusted_path import change_mode, follow

from fake_host import FakeHost

LINK = {"kind": "link", "mode": "777"}
# What follow says of /usr/local/bin/p on a machine with these things on it; everything else is root's, and nobody else may write there.
MACHINES = [
    ("a plain file", {"/usr/local/bin/p": {}}, "/usr/local/bin/p", None),
    ("an absolute link of root's", {"/usr/local/bin/p": dict(LINK, target="/opt/x/p"), "/opt/x/p": {}}, "/opt/x/p", None),
    ("a relative one", {"/usr/local/bin/p": dict(LINK, target="../lib/./p"), "/usr/local/lib/p": {}}, "/usr/local/lib/p", None),
    ("more dots than folders", {"/usr/local/bin/p": dict(LINK, target="../../../../../opt/p"), "/opt/p": {}}, "/opt/p", None),
    ("a linked folder", {"/usr/local/bin": dict(LINK, target="/opt/bin"), "/opt/bin/p": {}}, "/opt/bin/p", None),
    ("a file of alice's", {"/usr/local/bin/p": {"uid": 1000}}, "/usr/local/bin/p", "/usr/local/bin/p belongs to uid 1000, not to root"),
    ("a folder of alice's", {"/usr/local/bin/p": {}, "/usr/local": {"kind": "dir", "mode": "755", "uid": 1000}}, "/usr/local",
     "/usr/local belongs to uid 1000, not to root"),
    ("a link of alice's", {"/usr/local/bin/p": dict(LINK, target="/opt/p", uid=1000), "/opt/p": {}}, "/usr/local/bin/p",
     "/usr/local/bin/p belongs to uid 1000, not to root"),
    ("a link of root's into a home", {"/usr/local/bin/p": dict(LINK, target="/home/alice/p"), "/home/alice": {"kind": "dir", "uid": 1000}, "/home/alice/p": {}},
     "/home/alice", "/home/alice belongs to uid 1000, not to root"),
    ("out of a home again", {"/usr/local/bin/p": dict(LINK, target="/home/alice/../../opt/p"), "/home/alice": {"kind": "dir", "uid": 1000}, "/opt/p": {}},
     "/home/alice", "/home/alice belongs to uid 1000, not to root"),
    ("a chain through a link of alice's", {"/usr/local/bin/p": dict(LINK, target="/opt/q"), "/opt/q": dict(LINK, target="/usr/bin/p", uid=1000),
     "/usr/bin/p": {}},
     "/opt/q", "/opt/q belongs to uid 1000, not to root"),
    ("a folder that a group may write", {"/usr/local/bin/p": {}, "/usr/local/bin": {"kind": "dir", "mode": "2775", "gid": 50}}, "/usr/local/bin",
     "/usr/local/bin can be written by others than root (mode 2775)"),
    ("a sticky folder", {"/usr/local/bin/p": dict(LINK, target="/tmp/p"), "/tmp": {"kind": "dir", "mode": "1777"}, "/tmp/p": {}}, "/tmp",
     "/tmp can be written by others than root (mode 1777)"),
    ("a file that others may write", {"/usr/local/bin/p": {"mode": "757"}}, "/usr/local/bin/p",
     "/usr/local/bin/p can be written by others than root (mode 0757)"),
    ("a link to nothing", {"/usr/local/bin/p": dict(LINK, target="q")}, "/usr/local/bin/q", "/usr/local/bin/q does not exist"),
    ("a link to itself", {"/usr/local/bin/p": dict(LINK, target="p")}, "/usr/local/bin", "/usr/local/bin/p leads through more than 40 links"),
    ("as many links as the kernel follows", dict({"/usr/local/bin/p": dict(LINK, target="l1"), "/usr/local/bin/l40": {}},
     **{"/usr/local/bin/l%d" % number: dict(LINK, target="l%d" % (number + 1)) for number in range(1, 40)}), "/usr/local/bin/l40", None),
    ("one more", dict({"/usr/local/bin/p": dict(LINK, target="l1"), "/usr/local/bin/l41": {}},
     **{"/usr/local/bin/l%d" % number: dict(LINK, target="l%d" % (number + 1)) for number in range(1, 41)}), "/usr/local/bin",
     "/usr/local/bin/p leads through more than 40 links"),
    ("a root that is not root's", {"/": {"kind": "dir", "uid": 5}, "/usr/local/bin/p": {}}, "/", "/ belongs to uid 5, not to root"),
]


@pytest.mark.parametrize("stats, real, fault", [machine[1:] for machine in MACHINES], ids=[machine[0] for machine in MACHINES])
def test_follow(stats, real, fault):
    assert follow(FakeHost({"stats": stats}), "/usr/local/bin/p") == (real, fault)


def test_follow_on_this_machine_goes_where_the_kernel_goes():
    for path in ("/bin/sh", "/usr/bin/env", "/etc/os-release"):
        real, fault = follow(Host(), path)
        assert fault is not None or real == os.path.realpath(path)


# -- acting --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def top(tmp_path, monkeypatch):
    """A folder of ours with the file bin/p; whoever runs the tests stands for root."""
    monkeypatch.setattr(trusted_path, "OWNER", os.geteuid())
    folder = os.path.realpath(str(tmp_path / "top"))
    os.makedirs(folder + "/bin")
    for path in (folder, folder + "/bin"):
        os.chmod(path, 0o755)
    with open(folder + "/bin/p", "w"):
        os.chmod(folder + "/bin/p", 0o755)
    before = len(os.listdir("/proc/self/fd"))
    yield folder
    assert len(os.listdir("/proc/self/fd")) == before, "a descriptor was left open"


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


def refusal(top, path="/bin/p", before=0o755):
    with pytest.raises(Unanswered) as caught:
        change_mode(top + path, before, 0o4755, top)
    return str(caught.value)


def test_the_mode_of_a_trusted_file_is_changed(top):
    change_mode(top + "/bin/p", 0o755, 0o4755, top)
    assert mode(top + "/bin/p") == 0o4755


def test_no_link_is_followed_at_the_end_or_on_the_way(top):
    os.rename(top + "/bin/p", top + "/bin/q")
    os.symlink("q", top + "/bin/p")
    os.symlink("bin", top + "/linked")
    assert refusal(top).startswith(top + "/bin/p: ")
    assert refusal(top, "/linked/q").startswith(top + "/linked: ")
    assert mode(top + "/bin/q") == 0o755


@pytest.mark.parametrize("path, given", [("", 0o775), ("/bin", 0o1777), ("/bin/p", 0o757)])
def test_what_others_may_write_is_refused(top, path, given):
    os.chmod(top + path, given)
    assert refusal(top, before=mode(top + "/bin/p")) == "%s can be written by others than root (mode %04o)" % (top + path, given)


@pytest.mark.parametrize("path", ["", "/bin", "/bin/p"])
def test_what_an_access_control_list_lets_somebody_write_is_refused(top, path):
    named = [(1, 7, -1), (2, 6, 65534), (4, 5, -1), (16, 7, -1), (32, 5, -1)]       # user::rwx, user:nobody:rw-, group::r-x, mask::rwx, other::r-x
    try:
        os.setxattr(top + path, "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in named))
    except OSError:
        pytest.skip("this file system keeps no access control lists")
    assert "can be written by others than root" in refusal(top, before=mode(top + "/bin/p"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("path", ["", "/bin", "/bin/p"])
def test_what_belongs_to_somebody_else_is_refused(top, path):
    os.chown(top + path, 65534, 0)
    assert refusal(top) == "%s belongs to uid 65534, not to root" % (top + path)


def test_another_kind_of_file_another_mode_and_nothing_are_refused(top):
    os.mkfifo(top + "/bin/fifo", 0o755)
    assert "is not the file any more" in refusal(top, "/bin/fifo")
    assert "is not the file any more" in refusal(top, "/bin")
    assert "is not the file any more" in refusal(top, before=0o700)
    assert refusal(top, "/bin/none") == top + "/bin/none: No such file or directory"
    assert refusal(top, "/none/p") == top + "/none: No such file or directory"


DIRECTORY = {"kind": "dir", "mode": "755"}
# What missing says of /srv/docker/alice on a machine with these things on it.
FOLDERS = [
    ("all is missing below root's", {"/srv": DIRECTORY}, ("/srv", ["docker", "alice"])),
    ("the last one", {"/srv/docker": DIRECTORY}, ("/srv/docker", ["alice"])),
    ("behind a link of root's", {"/srv": dict(LINK, target="/data"), "/data": DIRECTORY}, ("/data", ["docker", "alice"])),
    ("nothing is missing", {"/srv/docker/alice": DIRECTORY}, None),
    ("a killed run's", {"/srv/docker/alice": dict(DIRECTORY, mode="700")}, ("/srv/docker", ["alice"])),
    ("a closed one that is not empty", {"/srv/docker/alice": dict(DIRECTORY, mode="700"), "/srv/docker/alice/file": {}}, None),
    ("a closed one below what others may write", {"/srv/docker": dict(DIRECTORY, mode="1777"), "/srv/docker/alice": dict(DIRECTORY, mode="700")}, None),
    ("a closed file", {"/srv/docker": DIRECTORY, "/srv/docker/alice": {"mode": "700"}}, None),
    ("below what is an account's", {"/srv/docker": dict(DIRECTORY, uid=1000)}, None),
    ("below what others may write", {"/srv": dict(DIRECTORY, mode="1777")}, None),
    ("below a link of an account's", {"/srv": dict(LINK, target="/data", uid=1000), "/data": DIRECTORY}, None),
]


@pytest.mark.parametrize("stats, found", [folder[1:] for folder in FOLDERS], ids=[folder[0] for folder in FOLDERS])
def test_missing(stats, found):
    assert trusted_path.missing(FakeHost({"stats": stats}), "/srv/docker/alice") == found


def test_missing_is_not_led_up_again():
    assert trusted_path.missing(FakeHost({"stats": {"/srv": DIRECTORY}}), "/srv/docker/../../etc") is None


@pytest.fixture
def srv(tmp_path, monkeypatch):
    monkeypatch.setattr(trusted_path, "OWNER", os.geteuid())
    tmp_path.chmod(0o755)
    return str(tmp_path)


def test_make_folder_gives_away_the_last_one_only(srv):
    before = os.umask(0o077)
    trusted_path.make_folder(srv, ["docker", "alice"], os.geteuid(), os.getegid(), top=srv)
    os.umask(before)
    assert stat.S_IMODE(os.stat(srv + "/docker").st_mode) == 0o755
    assert stat.S_IMODE(os.stat(srv + "/docker/alice").st_mode) == 0o700


def test_make_folder_takes_nothing_that_came_in_between(srv, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    for name, make in (("link", lambda path: path.symlink_to("elsewhere")), ("folder", lambda path: path.mkdir()), ("file", lambda path: path.write_text(u""))):
        make(tmp_path / name)
        with pytest.raises(Unanswered):
            trusted_path.make_folder(srv, [name, "alice"], os.geteuid(), os.getegid(), top=srv)
    assert os.listdir(str(tmp_path / "elsewhere")) == []


@pytest.mark.parametrize("call", ["mkdir", "fchmod", "fchown"])
@pytest.mark.parametrize("names", [["alice"], ["docker", "alice"]])
def test_a_kill_leaves_no_folder_that_is_half_given_away(srv, call, names):
    child = os.fork()
    if child == 0:
        real = getattr(os, call)

        def killed(*args, **options):
            real(*args, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(os, call, killed)
        trusted_path.make_folder(srv, names, os.geteuid(), os.getegid(), top=srv)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert not os.path.exists(os.path.join(srv, names[0]))
    trusted_path.make_folder(srv, names, os.geteuid(), os.getegid(), top=srv)
    assert [mode(os.path.join(srv, *names[:depth + 1])) for depth in range(len(names))] == [0o755, 0o700][-len(names):]


def test_make_folder_gives_an_empty_closed_folder_away_and_no_other(srv, tmp_path):
    for name in ("closed", "full", "open"):
        (tmp_path / name).mkdir(0o700)
    (tmp_path / "full" / "file").write_text(u"")
    (tmp_path / "open").chmod(0o755)
    trusted_path.make_folder(srv, ["closed"], os.geteuid(), os.getegid(), top=srv)
    for name in ("full", "open"):
        with pytest.raises(Unanswered):
            trusted_path.make_folder(srv, [name], os.geteuid(), os.getegid(), top=srv)
    assert sorted(os.listdir(srv)) == ["closed", "full", "open"]


def test_make_folder_tells_folders_of_one_name_apart(srv):
    trusted_path.make_folder(srv, ["a", "a"], os.geteuid(), os.getegid(), top=srv)
    assert (mode(srv + "/a"), mode(srv + "/a/a")) == (0o755, 0o700)


def test_make_folder_refuses_a_folder_that_others_may_write(srv, tmp_path):
    tmp_path.chmod(0o1777)
    with pytest.raises(Unanswered):
        trusted_path.make_folder(srv, ["alice"], os.geteuid(), os.getegid(), top=srv)
    assert os.listdir(srv) == []
