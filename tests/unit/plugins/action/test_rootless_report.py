# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from action_run import run

from ansible_collections.rootless.docker.plugins.action import rootless_report
from ansible_collections.rootless.docker.plugins.plugin_utils.printers.documents import NEVER_BEGUN, begun
from ansible_collections.rootless.docker.plugins.plugin_utils.judging.run import RUN


def known(path, **more):
    return {"run": RUN["id"], "begin": "b", "report": str(path), **more}


def test_it_writes_every_host_and_says_where(tmp_path, capsys):
    path = tmp_path / "new" / "r.json"
    result = run(rootless_report, {"hosts": {"a": known(path), "c": {}}, "alive": ["a"]}, check=True)
    told = json.loads(path.read_text())
    assert (result["paths"], result["changed"], result.get("failed")) == ([str(path)], False, None)
    assert (sorted(told["hosts"]), told["check"], told["run"]) == (["a", "c"], True, RUN["id"])
    assert capsys.readouterr().out == f"The report is in {path}.\n"


def test_what_the_host_made_up_is_not_believed(tmp_path):
    entries = {"victim": {**begun("b"), "state": "well"}}
    path, forged = tmp_path / "r.json", {"run": "0" * 32, "begin": "b", "report": str(tmp_path / "other"), "entries": entries}
    run(rootless_report, {"hosts": {"liar": forged, "a": known(path)}, "alive": ["liar", "a"]})
    told = json.loads(path.read_text())["hosts"]
    assert (list(told), told["liar"]["state"], told["liar"]["problem"]) == (["liar", "a"], "unfinished", NEVER_BEGUN)
    assert not (tmp_path / "other").exists()


def test_what_was_explained_is_written_the_same_way(tmp_path):
    path, found = tmp_path / "r.json", {"alice": [{"id": "x"}]}
    forged = {"run": "0" * 32, "report": str(tmp_path / "other"), "explained": found}
    run(rootless_report, {"hosts": {"a": {"run": RUN["id"], "report": str(path), "explained": found}, "liar": forged}})
    told = json.loads(path.read_text())["hosts"]
    assert (told["a"]["state"], told["a"]["explained"], told["liar"]["state"]) == ("explained", found, "unfinished")
    path.unlink()
    path.symlink_to(tmp_path / "precious")
    assert run(rootless_report, {"hosts": {"a": {"run": RUN["id"], "report": str(path), "explained": found}}})["failed"]


def test_where_no_host_wishes_one_there_is_none(capsys):
    assert run(rootless_report, {"hosts": {"a": known("")}})["paths"] == [] and capsys.readouterr().out == ""


def test_hosts_with_reports_of_their_own_are_in_them(tmp_path):
    run(rootless_report, {"hosts": {"a": known(tmp_path / "one"), "b": known(tmp_path / "two"), "c": {}}, "alive": []})
    assert [sorted(json.loads((tmp_path / name).read_text())["hosts"]) for name in ("one", "two")] == [["a", "c"], ["b", "c"]]


def test_where_nothing_can_be_written_it_fails_with_one_sentence(tmp_path):
    result = run(rootless_report, {"hosts": {"a": known(tmp_path)}, "alive": []})
    assert result["failed"] and result["msg"] == f"rootless_docker_report: {tmp_path} is not a regular file."
