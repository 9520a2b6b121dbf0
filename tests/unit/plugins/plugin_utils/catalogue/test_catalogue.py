# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import load
from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "catalogue").glob("*.json"))
SHAPES = {
    "host": {"session": {"busctl": "/usr/bin/busctl"}, "engine": {"dockerd": None}},
    "account": {"session": {"linger": True}},
}


def written(folder, case):
    """The case's pages as files; YAML reads JSON, and json keeps the order of keys."""
    folder.mkdir()
    for name, cards in [*case["pages"].items(), ("packages.yml", case["packages"])]:
        (folder / name).write_text(json.dumps(cards))
    return folder


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path, tmp_path):
    """{"pages": {file: cards}, "packages", "refusal": the sentence, or its beginning where a library's words follow, or null}"""
    case = json.loads(path.read_text())
    folder = written(tmp_path / "rules", case)
    if case["refusal"] is None:
        assert [card.id for card in load(folder, SHAPES).cards] == [card["id"] for cards in case["pages"].values() for card in cards]
        return
    with pytest.raises(Refusal) as refused:
        load(folder, SHAPES)
    said = str(refused.value)
    assert said == case["refusal"] if case["refusal"].endswith(".") and case["pages"] else case["refusal"] in said


def test_ids_are_named_once(tmp_path):
    case = json.loads((CASES[0].parent / "cases.json").read_text())
    assert load(written(tmp_path / "rules", case), SHAPES).ids == ["linger-disabled"]
