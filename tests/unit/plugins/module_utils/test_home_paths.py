# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/home_paths: {"says", "stats", "gives"}; the home is /home/alice, its owner uid 1000."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import io
import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import home_paths

from fake_host import FakeHost

HOME = "/home/alice"
with io.open(os.path.join(os.path.dirname(__file__), "cases", "home_paths", "cases.json"), encoding="utf-8") as stream:
    CASES = [pytest.param(case, id=case["says"]) for case in json.load(stream)]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    stats = {os.path.join(HOME, name).rstrip("/"): dict({"kind": "dir", "uid": 1000}, **found) for name, found in case["stats"].items()}
    host = FakeHost({"stats": stats, "accounts": {"alice": [1000, 1000, HOME, "/bin/sh"]}})
    assert home_paths.untrusted(host, host.account("alice")) == case["gives"]
