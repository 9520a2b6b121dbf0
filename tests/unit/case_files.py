# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases as data files: a folder cases/NAME beside a test holds lists of {"says": ..., ...}, one case a sentence."""

import io
import json
import os

import pytest


def cases(test, name):
    """One pytest parameter a case of cases/NAME; `test` is the test's own __file__."""
    folder = os.path.join(os.path.dirname(test), "cases", name)
    found = []
    for page in sorted(os.listdir(folder)):
        with io.open(os.path.join(folder, page), encoding="utf-8") as stream:
            found += [pytest.param(case, id="%s: %s" % (page[:-5], case["says"])) for case in json.load(stream)]
    assert found, "no case in %s" % folder
    return found


def as_json(answer):
    """An answer as a case can say it: tuples are lists, ordered dictionaries plain ones."""
    return json.loads(json.dumps(answer))


def check_call(module, case):
    """{"says", "call", "arguments", "gives" | "raises" (words of a ValueError) | "holds" (lines) and "lacks" (texts)}."""
    call = getattr(module, case["call"])
    if "raises" in case:
        with pytest.raises(ValueError) as caught:
            call(*case["arguments"])
        assert str(caught.value) == case["raises"]
        return
    answer = call(*case["arguments"])
    assert "gives" not in case or as_json(answer) == case["gives"]
    lines = (answer if isinstance(answer, str) else "").splitlines()
    assert [line for line in case.get("holds", []) if line not in lines] == []
    assert [text for text in case.get("lacks", []) if text in answer] == []
