# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/proof: {"says", "image", "answers": {docker's arguments: [rc, out, err]}, "gives" | "raises", "ran" (the words of each call)}."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.proof import container as proof
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Account, Unanswered

from case_files import cases
from fake_host import FakeHost

ALICE = Account("alice", 1000, 1000, "/home/alice", "/bin/sh")
SCRATCH = "/run/user/1000/rootless-docker-proof-a_B9"
DOCKER = "/usr/bin/docker -H unix:///run/user/1000/docker.sock "


def prove(host, image):
    client = proof.Client(host, ALICE, SCRATCH, 60)
    return proof.run(host, ALICE, client, image, SCRATCH, lambda host, path: ["/usr/bin/cat", "/proc/self/uid_map"])


@pytest.mark.parametrize("case", cases(__file__, "container"))
def test_case(case):
    host = FakeHost({"stats": {"/usr/bin/docker": {}}, "commands": {DOCKER + words: answer for words, answer in case["answers"].items()}})
    if "raises" in case:
        with pytest.raises(Unanswered) as caught:
            prove(host, case.get("image"))
        assert str(caught.value) == case["raises"]
    else:
        assert prove(host, case.get("image")) == dict({"changed": False, "ran": True, "error": None, "note": None}, **case["gives"])
    assert [line[len(DOCKER):] for line in host.ran] == case["ran"]


def test_no_client():
    with pytest.raises(Unanswered) as caught:
        prove(FakeHost({}), None)
    assert "there is no docker command on this host" in str(caught.value)


def test_one_account_that_cannot_be_asked_does_not_stop_the_others():
    host = FakeHost({"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"]}})
    answers = proof.prove(host, ["nope", "alice"], None, 1)
    assert answers["nope"]["error"] == "there is no account nope on this host"
    assert answers["alice"]["error"] and not answers["alice"]["ran"]


class Liar(FakeHost):
    """A machine on which the child of every account says what it likes."""

    lie = None

    def as_accounts(self, questions, seconds=20, accept=None):
        return super().as_accounts([(account, lambda host: self.lie) for account, dummy in questions], seconds, accept)


@pytest.mark.parametrize("lie, error", [
    ([], "it is not what was asked for"), ({"ran": "yes"}, "ran is not what was asked for"), ({"error": ["a"]}, "error is not what was asked for"),
    ({"more": 1}, "more is not what was asked for"), ({}, "what it answered is not a proof")])
def test_what_is_no_proof_is_that_accounts_error(lie, error):
    host = Liar({"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/sh"], "bob": {"unanswered": "looking up bob took longer than 10 s"}}})
    host.lie = lie
    answers = proof.prove(host, ["alice", "bob"], None, 1)
    assert answers["alice"] == {"changed": False, "ran": False, "uid_map": None, "error": error, "note": None}
    assert answers["bob"]["error"] == "looking up bob took longer than 10 s"


def test_check_mode_says_what_it_did_not_do():
    assert proof.skipped(["alice"])["alice"] == {"changed": False, "ran": False, "uid_map": None, "error": None, "note": "check mode: no container was run"}


@pytest.mark.parametrize("said, line", [
    ("docker: boom.\nSee 'docker run --help'.\n", "boom."),
    ("docker: boom.\n\nRun 'docker run --help' for more information\n", "boom."),
    ("Get http://me:secret@proxy/: \x1b[31mno\n", "Get http://***@proxy/: no"),
    ("", ""),
    ("a" * 400 + "b" * 400, "a" * 250 + " ... " + "b" * 250),
])
def test_the_line_that_tells(said, line):
    assert proof.last_line(said) == line
