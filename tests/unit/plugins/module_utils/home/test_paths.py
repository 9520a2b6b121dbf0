# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/paths: {"says", "stats", "gives"}; the home is /home/alice, its owner uid 1000."""

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.home import paths as home_paths
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Account

from fake_host import FakeHost

HOME = "/home/alice"
with io.open(os.path.join(os.path.dirname(__file__), "cases", "paths", "cases.json"), encoding="utf-8") as stream:
    CASES = [pytest.param(case, id=case["says"]) for case in json.load(stream)]


def home(stats):
    stats = {os.path.join(HOME, name).rstrip("/"): dict({"kind": "dir", "uid": 1000}, **found) for name, found in stats.items()}
    # A folder of which only what lies in it is said is the account's, too.
    above = {path.rsplit("/", back)[0] for path in stats for back in (1, 2, 3) if path.rsplit("/", back)[0].startswith(HOME + "/")}
    stats.update({path: {"kind": "dir", "uid": 1000} for path in above if path not in stats})
    host = FakeHost({"stats": stats, "accounts": {"alice": [1000, 1000, HOME, "/bin/sh"]}})
    return host, host.account("alice")


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert home_paths.faults(*home(case["stats"])) == case["gives"]


@pytest.mark.parametrize("path, refused", [
    (".config/docker/daemon.json", True), (".config/systemd/user/docker.service", False), (".docker/config.json", False),
])
def test_only_what_is_in_the_way_is_refused(path, refused):
    host, alice = home({"": {}, ".config/docker": {"uid": 0}})
    said = home_paths.refusal(host, alice, [os.path.join(HOME, path)])
    assert said == ("/home/alice/.config/docker belongs to root; nothing was written" if refused else None)


def test_a_home_that_is_not_the_accounts_is_in_the_way_of_everything():
    host, alice = home({"": {"uid": 0}})
    assert home_paths.refusal(host, alice, []).endswith("owned by alice; nothing was written")


def test_nothing_in_a_home_of_somebody_elses_is_given_away():
    host, alice = home({"": {"uid": 1001}, ".docker": {"uid": 1001}, ".config": {"uid": 1001}})
    assert [fault["path"] for fault in home_paths.faults(host, alice)] == [HOME]


def test_a_data_root_may_lie_behind_a_link(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "home" / ".local").mkdir(parents=True)
    (tmp_path / "home" / ".local" / "share").symlink_to(tmp_path / "disk")
    alice = Account("alice", os.getuid(), os.getgid(), str(tmp_path / "home"), "/bin/sh")
    assert home_paths.faults(Host(), alice) == []


def test_what_a_cure_names_is_quoted():
    host, alice = home({"": {}, ".docker": {"uid": 0}})
    (fault,) = home_paths.faults(host, alice._replace(name="jane doe"))
    assert fault["cure"] == "chown -h 'jane doe': /home/alice/.docker"


PASSWD = "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::%s:/bin/sh\nmallory:x:1001:1001::/home/mallory:/bin/sh\n"


@pytest.mark.parametrize("place, shared", [
    ("/", True), ("//", True), ("/usr/games", True), ("/var/lib", True), ("/home/mallory", True), ("/home/mallory/", True), ("/home/./mallory", True),
    ("/home", True), (HOME, False), ("/home/mall", False), ("/home/mallory/alice", False),
])
def test_no_home_that_others_need_is_given_away(place, shared):
    host = FakeHost({"files": {"/etc/passwd": PASSWD % place}, "accounts": {"alice": [1000, 1000, place, "/bin/sh"]}})
    said = home_paths.claim(host, host.account("alice"), 1001)
    assert ("chown" not in said) == shared
    assert said.endswith("usermod --home /home/alice.new alice; mkhomedir_helper alice")


def test_a_link_to_what_others_need_is_not_given_away(monkeypatch):
    host = FakeHost({"files": {"/etc/passwd": PASSWD % HOME}, "accounts": {"alice": [1000, 1000, HOME, "/bin/sh"]}})
    monkeypatch.setattr(host, "resolved", lambda path: "/home/mallory")
    assert "chown" not in home_paths.claim(host, host.account("alice"), 1001)
