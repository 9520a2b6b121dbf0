# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts by name from the NSS of the machine that runs the tests, and from one that hangs, crashes or says odd things."""

import os
import re
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import nss
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Account, Host, Unanswered

from real_host import refusal


def entry(name, uid=1000, home=None, shell="/bin/sh"):
    return nss.pwd.struct_passwd((name, "x", uid, uid, "", home or "/home/" + name, shell))


@pytest.fixture
def people(monkeypatch):
    """people({name: an entry, an exception, or a function}) is what NSS says from then on."""
    def say(answers):
        def getpwnam(name):
            found = answers.get(name, KeyError(name))
            if isinstance(found, Exception):
                raise found
            return found() if callable(found) else found

        monkeypatch.setattr(nss.pwd, "getpwnam", getpwnam)

    return say


def test_names_are_looked_up_together():
    found = Host().look_up(["root", "no-such-account-here", "root"])
    assert found["root"].uid == 0 and found["root"].home.startswith("/")
    assert found["no-such-account-here"] is None and len(found) == 2
    assert Host().look_up([]) == {}


def test_a_healthy_host_costs_one_process(people, monkeypatch):
    forks, real = [], os.fork

    def fork():
        forks.append(1)
        return real()

    people({"alice": entry("alice"), "bob": entry("bob", 1001)})
    monkeypatch.setattr(os, "fork", fork)
    found = Host().look_up(["alice", "bob", "carol"])
    assert found == {"alice": Account("alice", 1000, 1000, "/home/alice", "/bin/sh"), "bob": Account("bob", 1001, 1001, "/home/bob", "/bin/sh"),
                     "carol": None}
    assert len(forks) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault, said", [
    (lambda: time.sleep(60), "looking up bob took longer than 1 s"),
    (lambda: os._exit(139), "looking up bob gave no answer"),
    (ValueError("embedded null byte"), "looking up bob: ValueError: embedded null byte ("),
])
def test_one_name_that_nss_cannot_answer_costs_the_others_nothing(people, fault, said):
    people({"alice": entry("alice"), "bob": fault, "dave": entry("dave", 1002)})
    begin = time.time()
    found = Host().look_up(["alice", "bob", "carol", "dave"], seconds=1)
    assert time.time() - begin < 4
    assert isinstance(found["bob"], Unanswered) and str(found["bob"]).startswith(said)
    assert (found["alice"].uid, found["carol"], found["dave"].uid) == (1000, None, 1002)


@pytest.mark.slow
def test_a_directory_that_hangs_for_every_name_costs_two_deadlines(people):
    people({name: (lambda: time.sleep(60)) for name in "abcdefgh"})
    begin = time.time()
    found = Host().look_up("abcdefgh", seconds=1)
    assert time.time() - begin < 4
    assert [str(found[name]) for name in "abcdefgh"] == ["looking up %s took longer than 1 s" % name for name in "abcdefgh"]


@pytest.mark.slow
def test_a_single_name_is_asked_for_once(people):
    people({"alice": lambda: time.sleep(60)})
    begin = time.time()
    assert str(Host().look_up(["alice"], seconds=1)["alice"]) == "looking up alice took longer than 1 s"
    assert time.time() - begin < 2


@pytest.mark.parametrize("found, said", [
    (entry("alice", home="relative"), "the home of alice is not an absolute path: 'relative'"),
    (entry("alice", home=u"/home/\udce9"), "looking up alice: alice has a name or a home that is not valid UTF-8: /home/\\xe9"),
    (entry("alice", 0xFFFFFFFF), "alice has uid 4294967295 and gid 4294967295, which no process can have"),
])
def test_an_account_that_cannot_be_used_is_a_sentence(people, found, said):
    people({"alice": found})
    assert str(Host().look_up(["alice"])["alice"]) == said


def test_one_account_is_an_account_none_or_raised(people):
    people({"alice": entry("alice"), "bob": ValueError("broken")})
    assert Host().account("alice").uid == 1000
    assert Host().account("carol") is None
    assert refusal(Host().account, "bob").startswith("looking up bob: ValueError: broken (")


def test_nobody_else_asks_nss_in_the_process_of_root():
    """A law: only nss.py, in a child process, and the child that becomes an account look anybody up."""
    folders = [os.path.join(os.path.dirname(nss.__file__), "..", "..", room) for room in ("modules", "module_utils")]
    asking = re.compile(r"(?<!\.)\b(?:pwd|grp|spwd)\.|import (?:pwd|grp|spwd)\b|getpw|getgr(?!oups)|initgroups|expanduser|getuser")
    found = set()
    for place, dummy, names in (step for folder in folders for step in os.walk(folder)):
        for name in [name for name in names if name.endswith(".py")]:
            with open(os.path.join(place, name), "rb") as stream:
                found |= {name} if asking.search(stream.read().decode("utf-8")) else set()
    assert found == {"nss.py", "child.py"}
