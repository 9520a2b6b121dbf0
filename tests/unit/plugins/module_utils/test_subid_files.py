# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/subid_files: {"says", "host", "names", "count", "changed", "written", "errors", "warnings", "diffs"}."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import subid_files

from case_files import cases
from fake_host import FakeHost


class Lock(object):
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
    return host, lock, subid_files.grant(host, case["names"], case.get("count"), check, lock)


@pytest.mark.parametrize("case", cases(__file__, "subid_files"))
def test_case(case):
    host, lock, answer = ask(case, False)
    assert host.written == case.get("written", {})
    assert answer["changed"] == bool(host.written) == bool(lock.taken)
    assert {name: said["error"] for name, said in answer["accounts"].items() if said["error"]} == case.get("errors", {})
    assert answer["warnings"] == case.get("warnings", [])
    texts = [host.written[path] for path in ("/etc/subuid", "/etc/subgid") if path in host.written]
    assert [part["after"] for part in answer["diff"]] == case.get("diffs", texts)


@pytest.mark.parametrize("case", [case for case in cases(__file__, "subid_files") if "real_run_only" not in case.values[0]])
def test_check_mode_says_the_same_and_writes_nothing(case):
    real, (host, lock, answer) = ask(case, False)[2], ask(case, True)
    assert answer == real
    assert (host.written, lock.taken) == ({}, 0)


def test_an_account_that_is_made_later_is_given_a_range_in_check_mode():
    host, lock, answer = ask({"host": {"files": {"/etc/subuid": "bob:100000:65536\n"}}, "names": ["alice"]}, True)
    assert answer["accounts"]["alice"] == {"changed": True, "uids": [[165536, 65536]], "gids": [[165536, 65536]], "error": None}
    assert [part["before_header"] for part in answer["diff"]] == ["/etc/subuid", "/etc/subgid (absent)"]
    assert (answer["changed"], host.written, lock.taken) == (True, {}, 0)
