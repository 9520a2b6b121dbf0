# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import fcntl
import json
import multiprocessing
import os

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.printers import report_file
from ansible_collections.rootless.docker.plugins.plugin_utils.printers.documents import begun, document
from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal
from ansible_collections.rootless.docker.plugins.plugin_utils.printers.report_file import write

RUN = {"id": "1" * 32, "begin": "b"}


def of(*names, run=None):
    run = run or RUN
    entries = {name: {**begun("b"), "state": "well", "end": f"{run['begin']}9"} for name in names}
    return {**document({}, run, []), "hosts": entries}


def hosts(path):
    return sorted(json.loads(path.read_text())["hosts"])


def test_a_relative_path_is_the_working_directorys_and_folders_are_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert write("new/deep/findings.json", of("a")) == str(tmp_path / "new/deep/findings.json")
    assert hosts(tmp_path / "new/deep/findings.json") == ["a"]
    assert os.stat(tmp_path / "new/deep/findings.json").st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path / "new/deep") == ["findings.json"]


def test_a_home_is_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert write("~/r.json", of("a")) == str(tmp_path / "r.json")


@pytest.mark.parametrize("before", ["", json.dumps(of("old", run={"id": "2" * 32, "begin": "a"}))])
def test_what_another_run_left_is_replaced(tmp_path, before):
    (tmp_path / "r.json").write_text(before)
    write(str(tmp_path / "r.json"), of("a"))
    assert hosts(tmp_path / "r.json") == ["a"]


@pytest.mark.parametrize("before", [
    "alias ls=ls", "[]", "{}", '{"hosts": {"old": {}}}', '{"schema": 1, "collection": {"name": "other"}}', "[" * 100000, "\udcff"])
def test_what_is_no_report_is_never_replaced(tmp_path, before):
    file = tmp_path / ".bashrc"
    file.write_bytes(before.encode("utf-8", "surrogateescape"))
    with pytest.raises(Refusal, match=r"^rootless_docker_report: .*/\.bashrc is not a report of this collection, remove it or name another file\.$"):
        write(str(file), of("a"))
    assert file.read_bytes() == before.encode("utf-8", "surrogateescape") and os.listdir(tmp_path) == [".bashrc"]


@pytest.mark.parametrize("target", ["real.json", "missing.json"])
def test_a_link_is_not_followed(tmp_path, target):
    (tmp_path / "real.json").write_text("")
    (tmp_path / "link.json").symlink_to(target)
    with pytest.raises(Refusal, match=r"link\.json is a link, links are not followed\.$"):
        write(str(tmp_path / "link.json"), of("a"))
    assert (tmp_path / "real.json").read_text() == "" and sorted(os.listdir(tmp_path)) == ["link.json", "real.json"]


def test_links_of_ones_own_on_the_way_to_a_folder_are_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "second").symlink_to(tmp_path / "real")
    (tmp_path / "first").symlink_to("real/../second/.")
    write(str(tmp_path / "first/new/r.json"), of("a"))
    assert hosts(tmp_path / "real/new/r.json") == ["a"]


@pytest.mark.parametrize("through", ["link", "link/new", "own/new"])
def test_a_link_of_another_user_on_the_way_is_not_followed(tmp_path, monkeypatch, through):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "own").symlink_to("link")
    seen = os.lstat
    monkeypatch.setattr(report_file.os, "lstat", lambda path: _of_another(seen(path)) if str(path).endswith("/link") else seen(path))
    with pytest.raises(Refusal, match="leads through .*/link, a link of another user"):
        write(str(tmp_path / through / "r.json"), of("a"))
    assert not list((tmp_path / "real").iterdir())


def test_links_in_a_circle_lead_nowhere(tmp_path):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(Refusal, match="leads through too many links"):
        write(str(tmp_path / "one/r.json"), of("a"))


def _of_another(found):
    return os.stat_result([*found[:4], os.geteuid() + 4711, *found[5:10]])


def test_a_file_of_another_user_is_refused(tmp_path, monkeypatch):
    write(str(tmp_path / "r.json"), of("a"))
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(Refusal, match=r"r\.json belongs to another user\.$"):
        write(str(tmp_path / "r.json"), of("b"))
    assert hosts(tmp_path / "r.json") == ["a"]


@pytest.fixture
def lock(tmp_path):
    return tmp_path / f".r.json.{os.geteuid()}.lock"


def test_a_lock_that_is_kept_is_waited_for_a_while(tmp_path, monkeypatch, lock):
    monkeypatch.setattr(report_file, "PATIENCE", 0.1)
    with open(lock, "w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Refusal, match=r"r\.json cannot be locked, another process of this user has kept \.r\.json\.\d+\.lock for 0\.1 seconds\.$"):
            write(str(tmp_path / "r.json"), of("a"))
    write(str(tmp_path / "r.json"), of("a"))
    assert os.listdir(tmp_path) == ["r.json"]


def test_a_lock_of_the_folder_holds_nobody_up(tmp_path):
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    writer = multiprocessing.get_context("fork").Process(target=put, args=(str(tmp_path / "r.json"), "a"), daemon=True)
    writer.start()
    writer.join(20)
    assert writer.exitcode == 0
    os.close(held)


def test_a_lock_file_that_is_a_link_is_refused(tmp_path, lock):
    lock.symlink_to("victim")
    with pytest.raises(Refusal, match=r"cannot be locked, its lock file \.r\.json\.\d+\.lock is a link, links are not followed\.$"):
        write(str(tmp_path / "r.json"), of("a"))
    assert not (tmp_path / "victim").exists()


def put(path, name):
    write(path, of(name))


def test_writers_of_one_run_lose_nothing_of_each_other(tmp_path):
    names = [f"h{number}" for number in range(12)]
    writers = [multiprocessing.get_context("fork").Process(target=put, args=(str(tmp_path / "r.json"), name)) for name in names]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert hosts(tmp_path / "r.json") == sorted(names)


def test_what_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match=r"^rootless_docker_report: .*/file/r.json cannot be written: (Not a directory|File exists)\.$"):
        write(str(tmp_path / "file" / "r.json"), of("a"))
    with pytest.raises(Refusal, match="is not a regular file"):
        write(str(tmp_path), of("a"))
    with pytest.raises(Refusal, match="is not a regular file"):
        write("/dev/null", of("a"))
