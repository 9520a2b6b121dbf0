# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What useradd is asked to do on a machine made of data, and the lock with real processes."""

import copy
import os
import subprocess
import sys
import threading
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.accounts import creation_mark, local as local_accounts
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Result, Unanswered
from ansible_collections.rootless.docker.plugins.module_utils.accounts.local import MARK, HostLock, create

from fake_host import FakeHost

ALICE = [1000, 1000, "/home/alice", "/bin/bash"]
OWN = {"kind": "dir", "mode": "700", "uid": 1000}
USERADD = "useradd --create-home --shell /bin/bash -- alice"
BOOT = "b007-1d"
# What is said of an account that nobody ever had.
UNUSED = {"id -G alice": [0, "1000\n", ""], "pgrep -U 1000": [1, "", ""]}
SHADOW = "alice:!:20000:0:99999:7:::\n"


def mark(name="alice", boot=BOOT, age=7200):
    return {MARK: "%s %s %d\n" % (name, boot, time.time() - age)}


class Machine(FakeHost):
    """useradd, userdel and rmdir have their effects; `fails` are commands that end with 1, or with the status that stands there;
    `half` says that useradd then leaves the account, without a home."""

    def __init__(self, case):
        case["commands"] = dict(UNUSED, **dict(case.get("commands", {}), **{"useradd -D": [0, "GROUP=100\nHOME=/home\n", ""]}))
        case["files"] = dict({"/proc/sys/kernel/random/boot_id": BOOT + "\n", "/etc/shadow": SHADOW}, **case.get("files", {}))
        case["stats"] = dict({"/home": {"kind": "dir", "mode": "755"}}, **case.get("stats", {}))
        super().__init__(case)
        self.fails, self.home_of, self.half = dict(case.get("fails", {})), case.get("home_of", 1000), case.get("half", False)

    def run(self, argv, seconds=10, env=None, stdin=""):
        line = " ".join(argv)
        if argv[0] == "useradd" and argv[1] != "-D":
            assert self.files.get(MARK, "").startswith("%s %s " % (argv[-1], BOOT)), "a kill would leave no mark"
        answer = super().run(argv, seconds, env, stdin)
        if line in self.fails:
            self.accounts.update({argv[-1]: [1000, 1000, "/home/" + argv[-1], "/bin/bash"]} if self.half else {})
            return Result(self.fails[line], "", argv[0] + ": it failed\n")
        if argv[0] == "useradd" and argv[1] != "-D":
            self.accounts[argv[-1]] = [1000, 1000, "/home/" + argv[-1], "/bin/bash"]
            self.stats["/home/" + argv[-1]] = dict(OWN, uid=self.home_of)
        elif argv[0] == "userdel":
            del self.accounts[argv[1]]
        elif argv[0] == "rmdir":
            del self.stats[argv[1]]
        else:
            return answer
        return Result(0, "", "")


class NoLock:
    def __enter__(self):
        pass

    def __exit__(self, *dummy):
        pass


def made(check=False, names=("alice",), **case):
    host = Machine(case)
    return host, create(host, list(names), check, NoLock)


def changing(host):
    return [line for line in host.ran if line.split()[0] in ("useradd", "userdel", "rmdir") and line != "useradd -D"]


def test_one_that_is_missing_is_created_and_no_mark_is_left():
    host, answer = made()
    assert answer["accounts"] == {"alice": {"changed": True, "uid": 1000, "home": "/home/alice", "error": None}}
    assert changing(host) == [USERADD] and MARK not in host.files
    assert answer["changed"] and answer["diff"][0]["after"] == "home: /home/alice\nshell: /bin/bash\n"


def test_check_mode_says_the_same_and_runs_nothing():
    host, answer = made(check=True)
    assert answer["accounts"] == {"alice": {"changed": True, "uid": None, "home": "/home/alice", "error": None}}
    assert (answer["diff"], changing(host), host.written) == (made()[1]["diff"], [], {})


def test_one_that_is_there_is_left_as_it_is():
    host, answer = made(accounts={"alice": ALICE}, stats={"/home/alice": OWN})
    assert answer == {"changed": False, "diff": [], "accounts": {"alice": {"changed": False, "uid": 1000, "home": "/home/alice", "error": None}}}
    assert host.ran == []


@pytest.mark.parametrize("files", [{}, mark("toor")])
def test_the_superuser_under_whatever_name_is_refused(files):
    host, answer = made(names=["toor"], accounts={"toor": [0, 0, "/root", "/bin/sh"]}, files=files)
    assert answer["accounts"]["toor"]["error"] == "'toor' is the superuser (uid 0), rootless Docker is for other accounts"
    assert changing(host) == []


def test_a_group_of_that_name_is_not_joined():
    host = made(commands={"getent group alice": [0, "alice:x:900:\n", ""]})[0]
    assert changing(host) == ["useradd --create-home --shell /bin/bash --no-user-group -- alice"]


@pytest.mark.parametrize("stats, said", [
    ({"/home/alice": {"kind": "dir", "uid": 1003}}, "/home/alice is there already (a dir of uid 1003), so the account was not created: move it away"),
    ({"/home/alice": {"kind": "dir", "uid": 0}}, "/home/alice is there already (a dir of uid 0)"),
    ({"/home/alice": {"kind": "link", "target": "/etc", "uid": 0}}, "/home/alice is there already (a link of uid 0)"),
    ({"/home": {"kind": "dir", "mode": "1777"}}, "no home can be made below /home: /home can be written by others than root (mode 1777)"),
    ({"/home": {"kind": "dir", "uid": 7}}, "no home can be made below /home: /home belongs to uid 7, not to root"),
])
@pytest.mark.parametrize("check", [False, True])
def test_where_no_home_of_its_own_could_be_made_nothing_is_done(stats, said, check):
    host, answer = made(check, stats=stats)
    assert answer["accounts"]["alice"]["error"].startswith(said)
    assert (answer["changed"], changing(host), host.written) == (False, [], {})


def test_one_that_cannot_be_created_stops_no_other():
    host, answer = made(names=["bob", "alice"], fails={"useradd --create-home --shell /bin/bash -- bob": 1})
    assert [answer["accounts"][name]["error"] for name in ("bob", "alice")] == ["useradd bob: useradd: it failed", None]
    assert MARK not in host.files


def test_a_home_that_belongs_to_another_uid_afterwards_is_an_error():
    assert made(home_of=1001)[1]["accounts"]["alice"]["error"] == "useradd alice said that all went well, and /home/alice is not a folder of its own"


# -- after a kill --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("accounts, stats, steps", [
    ({"alice": ALICE}, {}, ["userdel alice", USERADD]),
    ({"alice": ALICE}, {"/home/alice": {"kind": "dir", "mode": "0"}}, ["rmdir /home/alice", "userdel alice", USERADD]),
    ({}, {}, [USERADD]),
    ({}, {"/home/alice": {"kind": "dir", "mode": "0"}}, ["rmdir /home/alice", USERADD]),
])
def test_what_was_left_undone_is_taken_back_and_done_again(accounts, stats, steps):
    host, answer = made(files=mark(), accounts=dict(accounts), stats=stats)
    assert changing(host) == steps
    assert answer["accounts"]["alice"] == {"changed": True, "uid": 1000, "home": "/home/alice", "error": None}
    host, answer = made(True, files=mark(), accounts=dict(accounts), stats=stats)
    assert (answer["changed"], changing(host)) == (True, [])


def test_what_was_done_but_for_the_mark_is_whole():
    host, answer = made(files=mark(), accounts={"alice": ALICE}, stats={"/home/alice": OWN})
    assert (answer["changed"], answer["accounts"]["alice"]["error"], changing(host), host.removed) == (False, None, [], [MARK])


@pytest.mark.parametrize("files, stats", [({}, {}), (mark("bob"), {}), ({}, {"/home/alice": {"kind": "dir", "uid": 1003}})])
def test_an_account_that_lost_its_home_otherwise_is_for_a_person(files, stats):
    host, answer = made(files=files, accounts={"alice": ALICE}, stats=stats)
    assert answer["accounts"]["alice"]["error"].startswith("'alice' exists, and its home /home/alice is not a directory of its own")
    assert (changing(host), host.removed) == ([], [])


@pytest.mark.parametrize("home", [{"kind": "dir", "uid": 1003}, {"kind": "link", "target": "/etc"}])
def test_what_an_account_could_have_put_there_is_not_taken_back(home):
    host, answer = made(files=mark(), accounts={"alice": ALICE}, stats={"/home/alice": home})
    assert answer["accounts"]["alice"]["error"].startswith("/home/alice is there already")
    assert changing(host) == []


LINGER = "/var/lib/systemd/linger/alice"


@pytest.mark.parametrize("case", [
    {"files": {MARK: "alice\n"}}, {"files": mark(boot="another")}, {"files": mark(boot="another", age=-7200)}, {"files": mark(age=86401)},
    {"files": {MARK: "alice another never\n"}},
    {"files": dict(mark(), **{"/etc/shadow": "alice:$y$j9T$x:20000::::::\n"})}, {"files": dict(mark(), **{"/etc/shadow": "alice::20000::::::\n"})},
    {"commands": {"id -G alice": [0, "1000 27\n", ""]}}, {"commands": {"pgrep -U 1000": [0, "4711\n", ""]}}, {"stats": {LINGER: {}}},
], ids=["no boot", "old", "of a time to come", "of long ago", "no time", "password", "empty password", "groups", "processes", "linger"])
def test_an_account_that_was_ever_used_is_not_taken_back_and_its_mark_goes(case):
    host, answer = made(accounts={"alice": ALICE}, **dict({"files": mark()}, **case))
    assert answer["accounts"]["alice"]["error"].startswith(
        "'alice' exists, and its home /home/alice is not a directory of its own: the account was not touched")
    assert (answer["changed"], changing(host), host.removed, host.accounts) == (False, [], [MARK], {"alice": ALICE})


@pytest.mark.parametrize("case", [
    {"commands": {"id -G alice": [1, "", "id: no"]}}, {"commands": {"pgrep -U 1000": [127, "", "pgrep: no"]}},
    {"files": dict(mark(), **{"/etc/shadow": {"unanswered": "closed"}})},
])
def test_an_account_of_which_nobody_says_is_not_touched_and_keeps_its_mark(case):
    host, answer = made(accounts={"alice": ALICE}, **dict({"files": mark()}, **case))
    assert answer["accounts"]["alice"]["error"]
    assert (changing(host), host.removed) == ([], [])


def test_a_fresh_mark_of_another_boot_is_taken_back():
    assert changing(made(files=mark(boot="another", age=60), accounts={"alice": ALICE})[0]) == ["userdel alice", USERADD]


def test_killed_before_shadow_was_written_is_taken_back():
    assert changing(made(files=dict(mark(), **{"/etc/shadow": "root:*:::::::\n"}), accounts={"alice": ALICE})[0]) == ["userdel alice", USERADD]


@pytest.mark.parametrize("case", [
    {}, {"stats": {"/home/alice": {"kind": "dir", "mode": "0"}}}, {"stats": {"/home/alice": OWN}}, {"stats": {"/home/alice": {"kind": "dir", "uid": 1003}}},
    {"stats": {"/home/alice/file": {}}}, {"files": mark(boot="another")}, {"files": mark(boot="another", age=60)}, {"files": {}}, {"stats": {LINGER: {}}},
    {"accounts": {}}, {"files": mark("toor"), "accounts": {"toor": [0, 0, "/home/toor", "/bin/sh"]}},
], ids=["no home", "root's home", "own home", "another's home", "file of root's", "old", "young", "no mark", "linger", "no account", "superuser"])
def test_what_the_facts_call_unfinished_is_what_is_taken_back(case):
    case = dict({"files": mark(), "accounts": {"alice": ALICE}}, **case)
    said = creation_mark.unfinished(Machine(copy.deepcopy(case)))
    assert said == ("alice" if "userdel alice" in changing(made(**copy.deepcopy(case))[0]) else None)


@pytest.mark.parametrize("check, removed", [(False, [MARK]), (True, [])])
def test_a_mark_of_another_account_that_is_whole_is_settled(check, removed):
    host = made(check, ["bob"], files=mark(), accounts={"alice": ALICE, "bob": [1001, 1001, "/home/bob", "/bin/sh"]},
                stats={"/home/alice": OWN, "/home/bob": dict(OWN, uid=1001)})[0]
    assert host.removed == removed


@pytest.mark.parametrize("status, half, kept", [(-9, False, True), (-9, True, True), (12, True, True), (1, False, False), (9, True, False)])
def test_the_mark_stays_for_what_useradd_left_half(status, half, kept):
    host, answer = made(fails={USERADD: status}, half=half)
    assert answer["accounts"]["alice"]["error"] == "useradd alice: useradd: it failed"
    assert (MARK in host.files) == kept


@pytest.mark.parametrize("name", ["1.5", "a\nb", "-r", "../../etc", "7", "b" * 33])
@pytest.mark.parametrize("check", [False, True])
def test_a_name_that_cannot_be_created_is_refused_before_anything_runs(name, check):
    host, answer = made(check, [name])
    error = answer["accounts"][name]["error"]
    assert "allowed are" in error and "\n" not in error
    assert (answer["changed"], host.ran, host.written) == (False, [], {})


# -- one at a time ---------------------------------------------------------------------------------------------------------


def test_others_wait_until_the_first_is_done(tmp_path):
    path, order = str(tmp_path / "lock"), []

    def other():
        with HostLock(path, 10):
            order.append("other")

    with HostLock(path):
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]


def test_another_process_is_waited_for_and_then_named(tmp_path):
    path = str(tmp_path / "lock")
    holder = "import fcntl, sys; f = open(%r, 'w'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()" % path
    child = subprocess.Popen([sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()
    with pytest.raises(Unanswered) as caught:
        HostLock(path, 0.2).__enter__()
    assert "another run has been creating accounts on this host for more than 0 s" in str(caught.value)
    child.communicate()
    with HostLock(path, 5):
        pass


def test_a_link_is_not_followed_and_the_file_is_roots_alone(tmp_path):
    os.symlink(str(tmp_path / "target"), str(tmp_path / "link"))
    with pytest.raises(Unanswered):
        HostLock(str(tmp_path / "link")).__enter__()
    assert not (tmp_path / "target").exists()
    with HostLock(str(tmp_path / "lock")):
        assert os.stat(str(tmp_path / "lock")).st_mode & 0o777 == 0o600


def test_a_lock_that_cannot_be_taken_is_every_accounts_error(monkeypatch):
    def never():
        raise Unanswered("busy")

    answer = local_accounts.create(Machine({}), ["alice", "bob"], False, never)
    assert {name: reply["error"] for name, reply in answer["accounts"].items()} == {"alice": "busy", "bob": "busy"}
