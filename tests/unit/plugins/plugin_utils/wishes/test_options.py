# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import SHAPE, WISH_SHAPE, wanted

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "options").glob("*.json"))
IDS = ["linger-disabled"]


def at(answer, path):
    for word in path.split("."):
        answer = answer[word]
    return answer


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    """{"variables", "errors": word for word, "wanted": {dotted path: value}, of accounts the names}"""
    case = json.loads(path.read_text())
    answer = wanted(case["variables"], IDS)
    assert answer["errors"] == case["errors"]
    for place, value in case.get("wanted", {}).items():
        found = at(answer, place)
        assert (list(found) if place == "accounts" else found) == value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_error_repeats_a_secret(path):
    assert "s3cret" not in " ".join(wanted(json.loads(path.read_text())["variables"])["errors"])


def test_the_answer_is_always_whole():
    answer = wanted({"rootless_docker_users": ["alice"]})
    assert set(answer) == {"errors", *SHAPE}
    assert set(answer["accounts"]["alice"]) == set(WISH_SHAPE)


def test_defaults_are_nobodys_to_share():
    wanted({})["heal"].append("limits")
    wanted({"rootless_docker_users": ["alice"]})["accounts"]["alice"]["proxy"]["http"] = "x"
    answer = wanted({"rootless_docker_users": ["bob"]})
    assert (answer["heal"], answer["accounts"]["bob"]["proxy"]) == ([], {})
