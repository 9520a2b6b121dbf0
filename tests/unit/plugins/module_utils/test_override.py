# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/override: {"says", "call", "arguments", "gives"}."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import override

FOLDER = os.path.join(os.path.dirname(__file__), "cases", "override")


def cases():
    for name in sorted(os.listdir(FOLDER)):
        with io.open(os.path.join(FOLDER, name), encoding="utf-8") as stream:
            for case in json.load(stream):
                yield pytest.param(case, id="%s: %s" % (name[:-5], case["says"]))


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    answer = getattr(override, case["call"])(*case["arguments"])
    assert json.loads(json.dumps(answer)) == case["gives"]
