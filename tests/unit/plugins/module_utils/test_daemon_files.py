# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/daemon_files: {"says", "call", "arguments", "gives" | "raises" | "holds" + "lacks"}."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import daemon_files

FOLDER = os.path.join(os.path.dirname(__file__), "cases", "daemon_files")


def cases():
    for name in sorted(os.listdir(FOLDER)):
        with io.open(os.path.join(FOLDER, name), encoding="utf-8") as stream:
            for case in json.load(stream):
                yield pytest.param(case, id="%s: %s" % (name[:-5], case["says"]))


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    call = getattr(daemon_files, case["call"])
    if "raises" in case:
        with pytest.raises(ValueError) as caught:
            call(*case["arguments"])
        assert str(caught.value) == case["raises"]
        return
    answer = call(*case["arguments"])
    if "gives" in case:
        assert json.loads(json.dumps(answer)) == case["gives"]
    lines = (answer if isinstance(answer, str) else "").splitlines()
    assert [line for line in case.get("holds", []) if line not in lines] == []
    assert [text for text in case.get("lacks", []) if text in answer] == []


@pytest.mark.parametrize("value", ["plain", 'a "b" c', "100% of %h", "back\\slash \\n", "$HOME ${X} $$", "it's", "tab\tinside", u"gr\u00fcn", "", " edge "])
def test_what_the_drop_in_says_is_read_back(value):
    wish = {"environment": {"A": value, "B": "neighbour"}}
    text = daemon_files.drop_in_text(wish)
    assert daemon_files.drop_in_environment(text) == {"A": value, "B": "neighbour"}
    assert daemon_files.drop_in_differences(wish, text) == []
