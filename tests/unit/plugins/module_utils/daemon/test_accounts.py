# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of many accounts, and what is not: the superuser, ghosts, the journal of a failure, and no secret."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.daemon import accounts as daemon_accounts, change as daemon_change, state as daemon_state
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Account, Unanswered

from fake_host import FakeHost

ACCOUNTS = {"alice": [1000, 1000, "/home/alice", "/bin/sh"], "bob": [1001, 1001, "/home/bob", "/bin/sh"], "toor": [0, 0, "/root", "/bin/sh"]}
FAILED = {"changes": [], "did": [], "error": "the daemon of alice did not start", "restarted": False, "window": [1.0, 2.0], "files": [], "refused": None}
JOURNAL = ("journalctl -q --no-pager -r -n 400 -o json --output-fields=MESSAGE,MESSAGE_ID --since=@1.000 --until=@2.000"
           " _UID=1000 _SYSTEMD_USER_UNIT=docker.service"
           " + _UID=1000 USER_UNIT=docker.service")


@pytest.fixture
def settled(monkeypatch):
    """daemon_change.settle answers alice with a failure, bob with nothing to do; the options it got are the value."""
    got = {}

    def settle(host, account, wish, options):
        got[account.name] = (wish, options)
        if account.name == "alice":
            return dict(FAILED)
        return dict(FAILED, error=None, window=None)

    monkeypatch.setattr(daemon_change, "settle", settle)
    return got


OPTIONS = {"check": False, "restart": (), "leave_data": ["alice"], "start_only": False, "wait": 90}


def ask(accounts, check=False, restart=()):
    host = FakeHost({"accounts": ACCOUNTS, "commands": {JOURNAL: [0, '{"MESSAGE": "failed to start daemon: x"}', ""]}})
    return daemon_accounts.settle_all(host, accounts, dict(OPTIONS, check=check, restart=restart))


def test_one_failure_carries_its_journal_and_stops_nobody(settled):
    replies = ask({"alice": {}, "bob": {"mtu": 1400}}, restart=["bob"])
    assert replies["alice"]["error"] == "the daemon of alice did not start. Its journal says: failed to start daemon: x"
    assert replies["alice"]["journal"] == ["failed to start daemon: x"]
    assert replies["bob"]["error"] is None and replies["bob"]["journal"] == []
    assert settled["bob"] == ({"mtu": 1400}, {"check": False, "start_only": False, "wait": 90, "restart": True, "leave_data": False})
    assert (settled["alice"][1]["restart"], settled["alice"][1]["leave_data"]) == (False, True)


def test_a_journal_that_does_not_come_is_said_and_stops_nobody(settled):
    host = FakeHost({"accounts": ACCOUNTS, "commands": {JOURNAL: {"unanswered": "journalctl: no answer within 20 s"}}})
    replies = daemon_accounts.settle_all(host, {"alice": {}, "bob": {}}, {"check": False, "restart": [], "leave_data": [], "start_only": False, "wait": 90})
    assert replies["alice"]["error"] == "the daemon of alice did not start. Its journal could not be read: journalctl: no answer within 20 s"
    assert replies["bob"]["error"] is None


def test_the_superuser_and_ghosts_are_not_asked(settled):
    replies = ask({"toor": {}, "ghost": None})
    assert replies["toor"]["error"] == "toor has uid 0: a rootless daemon is for an ordinary account"
    assert replies["ghost"]["error"] == "there is no account ghost on this host"
    assert settled == {}


def test_in_check_mode_a_ghost_would_get_everything(settled):
    assert ask({"ghost": {}}, check=True)["ghost"]["changes"] == ["unit", "running", "enabled", "context", "current context"]


def test_in_check_mode_a_ghosts_files_are_shown_with_their_wishes():
    wish = {"mtu": 1400, "daemon_options": {"debug": "geheim"}, "data_root": "/srv/docker/ghost"}
    reply = ask({"ghost": wish}, check=True)["ghost"]
    assert reply["changes"] == ["data root", "unit", "drop-in DOCKERD_ROOTLESS_ROOTLESSKIT_MTU", "daemon.json data-root", "daemon.json debug",
                                "running", "enabled", "context", "current context"]
    assert [one["path"] for one in reply["files"]] == [
        "/home/ghost/.config/systemd/user/docker.service", "/home/ghost/.config/systemd/user/docker.service.d/50-rootless-docker.conf",
        "/home/ghost/.config/docker/daemon.json"]
    assert "ExecStart=dockerd-rootless.sh" in reply["files"][0]["after"] and "geheim" not in str(reply)


REFUSED = dict(FAILED, changes=["data root", "running"], error=None, window=None, refused="data_root /srv/docker/bob: the account may not write in /srv")
DONE = dict(FAILED, changes=["running"], did=["started"], error=None, window=None, refused=None)


@pytest.fixture
def made(monkeypatch):
    """The first answer is that only root could make the data root, the second that all is done; what root made is the value."""
    found, answers = [], [dict(REFUSED), dict(DONE)]
    monkeypatch.setattr(daemon_change, "settle", lambda *dummy: answers.pop(0))
    monkeypatch.setattr(daemon_accounts.trusted_path, "make_folder", lambda folder, names, uid, gid: found.append((folder, names, uid, gid)))
    return found


def bob(stats, check=False):
    host = FakeHost({"accounts": ACCOUNTS, "stats": stats})
    options = {"check": check, "restart": [], "leave_data": [], "start_only": False, "wait": 90}
    return daemon_accounts.settle_all(host, {"bob": {"data_root": "/srv/docker/bob"}}, options)["bob"]


def test_root_makes_a_data_root_where_no_account_may_write(made):
    reply = bob({"/srv": {"kind": "dir"}})
    assert made == [("/srv", ["docker", "bob"], 1001, 1001)]
    assert reply["changes"] == ["data root", "running"] and reply["did"] == ["/srv/docker/bob was made for bob", "started"] and reply["error"] is None


def test_root_gives_away_what_a_killed_run_left_closed(made):
    assert bob({"/srv/docker/bob": {"kind": "dir", "mode": "700"}})["error"] is None
    assert made == [("/srv/docker", ["bob"], 1001, 1001)]


@pytest.mark.parametrize("mode, asks_root", [("700", True), ("755", False)])
def test_an_account_leaves_a_closed_data_root_of_roots_to_root(mode, asks_root):
    host = FakeHost({"stats": {"/srv/docker/bob": {"kind": "dir", "mode": mode}}})
    said = "data_root /srv/docker/bob: the account may not write in /srv/docker/bob, give it a directory of its own"
    if asks_root:
        assert daemon_state._data_root(host, "/srv/docker/bob") == ("/srv/docker/bob", said)
    else:
        with pytest.raises(Unanswered, match=said):
            daemon_state._data_root(host, "/srv/docker/bob")


def test_root_makes_nothing_where_an_account_may_write(made):
    reply = bob({"/srv/docker": {"kind": "dir", "uid": 1002}})
    assert made == [] and reply["changes"] == []
    assert reply["error"] == ("data_root /srv/docker/bob: bob may not make it, and root makes folders only where no account may write:"
                              " give it a directory of its own")


def test_root_makes_nothing_that_was_not_wished_for(made):
    """Whatever an account answers: what is made is the wish's, which is root's own."""
    host = FakeHost({"accounts": ACCOUNTS, "stats": {"/srv": {"kind": "dir"}}})
    replies = daemon_accounts.settle_all(host, {"bob": {}}, dict(OPTIONS))
    assert made == [] and "give it a directory of its own" in replies["bob"]["error"]


def test_in_check_mode_root_makes_nothing(made):
    assert bob({"/srv": {"kind": "dir"}}, check=True)["changes"] == ["data root", "running"]
    assert made == []


def test_what_was_not_answered_is_that_accounts_error(monkeypatch):
    def settle(host, account, wish, options):
        raise Unanswered("asking as %s took longer than 1 s" % account.name)

    monkeypatch.setattr(daemon_change, "settle", settle)
    assert ask({"bob": {}})["bob"]["error"] == "asking as bob took longer than 1 s"


@pytest.mark.parametrize("lie, error", [
    ([], "it is not what was asked for"), ({"changes": "all"}, "changes is not what was asked for"),
    ({"files": [{"path": []}]}, "files.path is not what was asked for"), ({"window": ["@0", "--root=/"]}, "window is not what was asked for"),
    ({"more": 1}, "more is not what was asked for"), ({"window": [1.0]}, None), ({}, None), ({"files": [None], "changes": None, "did": [None]}, None)])
def test_what_has_another_shape_is_that_accounts_error(monkeypatch, lie, error):
    monkeypatch.setattr(daemon_change, "settle", lambda *dummy: lie)
    bob = ask({"bob": {}})["bob"]
    bob.pop("window"), bob.pop("refused")
    assert bob == {"changes": [], "did": [], "error": error, "restarted": False, "journal": [], "files": []}


def test_an_account_may_have_another_name_than_it_was_asked_for_by(monkeypatch, settled):
    """A directory service that does not mind capitals answers Bob with bob."""
    monkeypatch.setattr(FakeHost, "_found", lambda self, name: Account("bob", 1001, 1001, "/home/bob", "/bin/sh"))
    assert list(ask({"Bob": {}})) == ["Bob"]


def test_what_nss_does_not_answer_is_that_accounts_error(settled):
    host = FakeHost({"accounts": dict(ACCOUNTS, dave={"unanswered": "looking up dave took longer than 10 s"})})
    replies = daemon_accounts.settle_all(host, {"dave": {}, "bob": {}}, dict(OPTIONS))
    assert replies["dave"]["error"] == "looking up dave took longer than 10 s" and replies["bob"]["error"] is None
