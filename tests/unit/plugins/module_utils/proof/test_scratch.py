# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.proof import container as proof, scratch as proof_scratch
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Account, Unanswered

from fake_host import FakeHost

ALICE = Account("alice", 1000, 1000, "/home/alice", "/bin/sh")
DOCKER = "/usr/bin/docker -H unix:///run/user/1000/docker.sock "
CONTAINERS = "ps --all --filter name=rootless-docker-proof- --format {{.Names}}"
IMAGES = "images --filter reference=rootless-docker-proof-* --format {{.Repository}}:{{.Tag}}"


def ran(answers):
    host = FakeHost({"stats": {"/usr/bin/docker": {}}, "commands": {DOCKER + words: answer for words, answer in answers.items()}})
    proof_scratch.remove_left_overs(proof.Client(host, ALICE, "/run/user/1000/x", 60))
    return [line[len(DOCKER):] for line in host.ran]


def test_the_folder_is_gone_also_after_an_error(tmp_path):
    with pytest.raises(KeyError):
        with proof_scratch.Scratch(str(tmp_path), 1) as folder:
            with open(os.path.join(folder, "image.tar"), "w"):
                raise KeyError
    assert os.listdir(str(tmp_path)) == []
    with pytest.raises(Unanswered) as caught:
        proof_scratch.Scratch(str(tmp_path / "none"), 1).__enter__()
    assert "no temporary folder could be made in the runtime directory" in str(caught.value)


def test_what_a_killed_proof_left_is_gone_and_nothing_else(tmp_path):
    (tmp_path / "rootless-docker-proof-killed").mkdir()
    (tmp_path / "rootless-docker-proof-killed" / "image.tar").write_text(u"x")
    (tmp_path / "rootless-docker-other").mkdir()
    with proof_scratch.Scratch(str(tmp_path), 1) as folder:
        assert sorted(os.listdir(str(tmp_path))) == sorted(["rootless-docker-other", os.path.basename(folder)])


def test_a_proof_that_runs_is_left_alone(tmp_path):
    with proof_scratch.Scratch(str(tmp_path), 1) as folder:
        with pytest.raises(Unanswered) as caught:
            proof_scratch.Scratch(str(tmp_path), 0).__enter__()
        assert os.listdir(folder) == []
    assert str(caught.value) == "another proof of this account has been running for more than 0 s"
    with proof_scratch.Scratch(str(tmp_path), 0) as folder:
        assert os.listdir(str(tmp_path)) == [os.path.basename(folder)]


def test_containers_and_images_of_killed_proofs_are_removed():
    assert ran({CONTAINERS: [0, "rootless-docker-proof-a\n", ""], IMAGES: [0, "rootless-docker-proof-a:latest\nrootless-docker-proof-b:latest\n", ""]}) == [
        CONTAINERS, IMAGES, "rm -f rootless-docker-proof-a", "rmi rootless-docker-proof-a:latest rootless-docker-proof-b:latest"]


@pytest.mark.parametrize("answers", [
    {CONTAINERS: [0, "", ""], IMAGES: [0, "", ""]},
    {CONTAINERS: [1, "", "Cannot connect"], IMAGES: [1, "rootless-docker-proof-a", "Cannot connect"]},
    {CONTAINERS: [0, "web my-rootless-docker-proof-x --force", ""], IMAGES: [0, "nginx:alpine", ""]},
])
def test_nothing_else_is_removed(answers):
    assert ran(answers) == [CONTAINERS, IMAGES]
