# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.sentences import fill, fill_data, slots

FACTS = {"engine": {"path": "/usr/bin/x", "version": [26, 1], "names": ["a", "b"], "none": None, "works": False, "count": 3},
         "subids": {"ranges": [[100000, 65536], [300000, 5]], "empty": []}, "account": "alice"}


def install(need):
    return f"get {need}"


@pytest.mark.parametrize("text, filled", [
    ("{account} has {engine.path}", "alice has /usr/bin/x"),
    ("{engine.version} of {engine.names}", "26.1 of a, b"),
    ("{engine.none}, {engine.works}, {engine.count}, {subids.empty}", "none, no, 3, none"),
    ("{subids.ranges}", "100000:65536, 300000:5"),
    ("{engine.absent}", "(unknown)"),
    ("{install:uidmap}", "get uidmap"),
    ("docker info --format '{{.Driver}}' ${HOME} {\"a\": 1} {}", "docker info --format '{{.Driver}}' ${HOME} {\"a\": 1} {}"),
])
def test_fill(text, filled):
    assert fill(text, FACTS, install) == filled


def test_no_command_has_a_hole_in_it():
    assert fill("docker context create rootless --docker host={engine.none}; usermod {subids.empty}", FACTS, install, typed=True) == (
        "docker context create rootless --docker host=<none>; usermod <empty>")


def test_a_slot_alone_keeps_its_type():
    assert fill_data({"a": ["{engine.count}", "n {engine.count}"], "b": "{engine.names}", "c": 5, "d": "{engine.none}"}, FACTS, install) == {
        "a": [3, "n 3"], "b": ["a", "b"], "c": 5, "d": None}


def test_slots():
    assert slots(["{a.b} {install:x}", {"k": ["{c}"]}, 5]) == ({("a", "b"), ("c",)}, {"x"})


def test_what_is_to_be_typed_has_the_name_as_a_shell_takes_it():
    facts = {"account": "CORP\\jdoe"}
    assert fill("loginctl enable-linger {account}", facts, None, typed=True) == "loginctl enable-linger 'CORP\\jdoe'"
    assert fill("{account} does not linger", facts, None) == "CORP\\jdoe does not linger"
    assert fill("as {account}", {"account": "jane.doe@corp.example"}, None, typed=True) == "as jane.doe@corp.example"
