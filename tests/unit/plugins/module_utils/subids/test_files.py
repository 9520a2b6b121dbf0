# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/subid_files: {"says", "host", "names", "count", "changed", "written", "errors", "warnings", "diffs"}."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.subids import files as subid_files

from case_files import cases
from fake_host import FakeHost


class Lock:
    """A lock that lets somebody write before it is ours."""

    def __init__(self, host, meanwhile):
        self.host, self.meanwhile, self.taken = host, meanwhile, 0

    def __call__(self, paths):
        assert paths == ["/etc/subuid", "/etc/subgid"]
        return self

    def __enter__(self):
        self.taken += 1
        self.host.files.update(self.meanwhile)

    def __exit__(self, *dummy):
        pass


def ask(case, check):
    host = FakeHost(case["host"])
    lock = Lock(host, case.get("meanwhile", {}))
    return host, lock, subid_files.grant(host, case["names"], case.get("count"), check, lock, case.get("replace", ()))


@pytest.mark.parametrize("case", cases(__file__, "files"))
def test_case(case):
    host, lock, answer = ask(case, False)
    assert host.written == case.get("written", {})
    assert answer["changed"] == bool(host.written) == bool(lock.taken)
    assert {name: said["error"] for name, said in answer["accounts"].items() if said["error"]} == case.get("errors", {})
    assert answer["warnings"] == case.get("warnings", [])
    texts = [host.written[path] for path in ("/etc/subuid", "/etc/subgid") if path in host.written]
    assert [part["after"] for part in answer["diff"]] == case.get("diffs", texts)


@pytest.mark.parametrize("case", [case for case in cases(__file__, "files") if "real_run_only" not in case.values[0]])
def test_check_mode_says_the_same_and_writes_nothing(case):
    real, (host, lock, answer) = ask(case, False)[2], ask(case, True)
    assert answer == real
    assert (host.written, lock.taken) == ({}, 0)


DEAD = {"/etc/subuid.4711": "4711\0", "/etc/subgid.lock": "4711\0", "/etc/subuid.4712": "4712\0", "/proc/4712/comm": "useradd\n"}


@pytest.mark.parametrize("text", ["", "alice:100000:65536\n"])
def test_what_killed_runs_left_is_removed_whether_or_not_something_changes(text):
    case = {"host": {"files": dict(DEAD, **{"/etc/subuid": text, "/etc/subgid": "alice:100000:65536\n"}),
                     "accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]}},
            "names": ["alice"], "meanwhile": {"/etc/subgid.lock": "4712\0"}}
    host, lock, answer = ask(case, False)
    assert (host.removed, lock.taken, answer["changed"]) == (["/etc/subuid.4711"], 1, not text)
    host, lock, answer = ask(case, True)
    assert (host.removed, lock.taken, answer["changed"]) == ([], 0, not text)


BOB = {"/etc/subuid": "bob:100000:65536\n", "/etc/subgid": "bob:100000:65536\n"}


@pytest.mark.parametrize("login_defs, files, uids, changed", [
    ("", BOB, [[165536, 65536]], []),                                   # useradd gives as many as images need
    ("SUB_UID_COUNT 65536\nSUB_GID_COUNT 0\n", BOB, [[165536, 65536]], ["/etc/subgid"]),
    ("SUB_UID_COUNT 0\nSUB_GID_COUNT 0\n", BOB, [[165536, 65536]], ["/etc/subuid", "/etc/subgid"]),
    ("SUB_UID_COUNT 1000\nSUB_GID_COUNT 65536\n", BOB, [[165536, 1000], [166536, 64536]], ["/etc/subuid"]),
    ("", {"/etc/subuid": ""}, [[100000, 65536]], ["/etc/subgid (absent)"]),      # and only in a file that is there
    ("", {}, [[100000, 65536]], ["/etc/subuid (absent)", "/etc/subgid (absent)"]),
])
def test_what_useradd_will_have_given_to_an_account_is_not_counted_in_check_mode(login_defs, files, uids, changed):
    host, lock, answer = ask({"host": {"files": dict(files, **{"/etc/login.defs": login_defs})}, "names": ["alice"]}, True)
    assert answer["accounts"]["alice"] == {"changed": bool(changed), "uids": uids, "gids": answer["accounts"]["alice"]["gids"], "error": None}
    assert [part["before_header"] for part in answer["diff"]] == changed
    assert (answer["changed"], host.written, lock.taken) == (bool(changed), {}, 0)


def test_a_proposal_is_free_in_both_files_and_holds_no_real_id():
    host = FakeHost({"files": {"/etc/passwd": "x:x:165536:1::/:\n"}, "accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]}})
    texts = {"uid": "bob:100000:65536\n", "gid": "carol:165537:65536\n"}
    assert subid_files.proposal(host, host.account("alice"), texts) == "231073-296608"
    host.files["/etc/login.defs"] = "SUB_UID_MAX 200000\n"
    assert subid_files.proposal(host, host.account("alice"), texts) is None
