# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from action_run import run

from ansible_collections.rootless.docker.plugins.action import rootless_report
from ansible_collections.rootless.docker.plugins.plugin_utils.documents import NEVER_BEGUN, begun


def test_it_writes_every_host_and_says_where(tmp_path):
    path = str(tmp_path / "new" / "r.json")
    result = run(rootless_report, {"path": path, "hosts": {"a": {"run": rootless_report.RUN["id"], "begin": "b"}, "c": {}}, "alive": ["a"]}, check=True)
    told = json.loads((tmp_path / "new" / "r.json").read_text())
    assert (result["path"], result["changed"], result.get("failed")) == (path, False, None)
    assert (sorted(told["hosts"]), told["check"], told["run"]) == (["a", "c"], True, rootless_report.RUN["id"])


@pytest.mark.parametrize("forged", [{"begin": "b"}, {"run": "0" * 32, "begin": "b"}, "text", ["run"]])
def test_what_another_run_or_the_host_itself_made_up_is_not_believed(tmp_path, forged):
    if isinstance(forged, dict):
        forged["entries"] = {"victim": {**begun("b"), "state": "well"}}
    run(rootless_report, {"path": str(tmp_path / "r.json"), "hosts": {"liar": forged}, "alive": ["liar"]})
    told = json.loads((tmp_path / "r.json").read_text())["hosts"]
    assert (list(told), told["liar"]["state"], told["liar"]["problem"]) == (["liar"], "unfinished", NEVER_BEGUN)


def test_without_a_path_it_only_says_which_run_this_is():
    assert run(rootless_report, {}) == {"changed": False, "run": rootless_report.RUN["id"]}


def test_where_nothing_can_be_written_it_fails_with_one_sentence(tmp_path):
    result = run(rootless_report, {"path": str(tmp_path), "hosts": {}, "alive": []})
    assert result["failed"] and result["msg"] == f"rootless_docker_report: {tmp_path} is not a regular file."
