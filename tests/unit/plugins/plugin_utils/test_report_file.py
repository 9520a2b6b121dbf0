# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import multiprocessing
import os

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.documents import begun, document
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal
from ansible_collections.rootless.docker.plugins.plugin_utils.report_file import write

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


@pytest.mark.parametrize("before", ["", "no JSON", "[]", '{"hosts": {"old": {}}}', json.dumps(of("old", run={"id": "2" * 32, "begin": "a"}))])
def test_what_another_run_left_is_replaced(tmp_path, before):
    (tmp_path / "r.json").write_text(before)
    write(str(tmp_path / "r.json"), of("a"))
    assert hosts(tmp_path / "r.json") == ["a"]


def test_a_link_of_the_users_own_is_written_through(tmp_path):
    (tmp_path / "real.json").write_text("{}")
    (tmp_path / "link.json").symlink_to("real.json")
    write(str(tmp_path / "link.json"), of("a"))
    assert (tmp_path / "link.json").is_symlink() and hosts(tmp_path / "real.json") == ["a"]


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
