# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedure itself, by a file of a kind that remembers what it was asked."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.landing.landing import Landing
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Unanswered

from fake_host import FakeHost

PATH = "/etc/x.d/y.conf"


class Told(Landing):
    """Its reader is a list."""

    def __init__(self, files=None, refuses=(), fails=(), behind=False):
        super().__init__(FakeHost({"files": files or {}}), PATH)
        self.refuses, self.fails, self.behind, self.read = refuses, list(fails), behind, []

    def shown(self, text):
        return text.replace("secret", "...")

    def verify(self, text):
        if text in self.refuses:
            raise Unanswered("it would be ignored")

    def activate(self):
        self.read.append(self.host.read(PATH))
        return True

    def check(self, before):
        if self.fails and self.fails.pop(0):
            raise Unanswered("the reader fails")

    def outdated(self):
        return self.behind


def test_a_new_file_lands_and_its_reader_is_told():
    told = Told()
    assert told.land("new secret") == {"changed": True, "path": PATH, "activated": True, "diff": [
        {"before_header": PATH + " (absent)", "before": "", "after_header": PATH, "after": "new ..."}]}
    assert (told.host.files[PATH], told.read) == ("new secret", ["new secret"])


def test_what_is_there_is_left_and_its_reader_not_told():
    told = Told({PATH: "a"})
    assert told.land("a") == {"changed": False, "path": PATH, "activated": False, "diff": []}
    assert (told.host.written, told.read) == ({}, [])


@pytest.mark.parametrize("check_mode, read", [(False, ["a"]), (True, [])])
def test_a_reader_that_is_behind_is_told(check_mode, read):
    told = Told({PATH: "a"}, behind=True)
    answer = told.land("a", check_mode)
    assert (answer["changed"], answer["activated"], told.read) == (True, not check_mode, read)


def test_what_would_not_do_is_refused_before_anything_is_written():
    told = Told({PATH: "a"}, refuses=["b"])
    with pytest.raises(Unanswered, match="it would be ignored"):
        told.land("b")
    assert (told.host.files[PATH], told.host.written, told.read) == ("a", {}, [])


@pytest.mark.parametrize("before", [None, "a"])
@pytest.mark.parametrize("after", ["b", None])
def test_where_it_goes_wrong_the_previous_state_is_back_and_its_reader_knows(before, after):
    told = Told({PATH: before} if before else {}, fails=[True])
    if before == after:
        return
    with pytest.raises(Unanswered) as caught:
        told.land(after)
    assert str(caught.value) == PATH + ": the reader fails; the previous state is back"
    assert (told.host.files.get(PATH), told.read) == (before, [after, before])


def test_check_mode_verifies_and_writes_nothing():
    told = Told({PATH: "a"})
    assert told.land(None, check_mode=True)["changed"] and told.host.files[PATH] == "a" and told.read == []
    with pytest.raises(Unanswered):
        Told(refuses=["b"]).land("b", check_mode=True)


def test_a_file_that_goes_takes_its_empty_folder_along():
    told = Told({PATH: "a"})
    told.land(None)
    assert PATH not in told.host.files and told.host.folders_removed == ["/etc/x.d"]


def test_the_plain_kind_only_lands():
    host = FakeHost({})
    assert Landing(host, PATH).land("a")["activated"] is False and host.files[PATH] == "a"
    assert Landing(host, PATH).land("a")["changed"] is False
