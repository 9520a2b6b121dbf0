# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.paths import MISSING, at, overlay

FACTS = {"engine": {"dockerd": None, "rootful": {"units": []}}}


@pytest.mark.parametrize("path, value", [
    ("engine.dockerd", None),
    ("engine.dockerd.below", None),         # null says "not there", and so is what would lie below
    ("engine.rootful.units", []),
    ("engine.rootful.units.first", MISSING),
    ("engine.docker", MISSING),
    ("daemon.state", MISSING),
])
def test_at(path, value):
    assert at(FACTS, path.split(".")) is value or at(FACTS, path.split(".")) == value != MISSING


def test_an_account_is_laid_over_its_host_key_by_key():
    assert overlay({"a": {"x": 1, "y": 1}, "b": {"z": 1}}, {"a": {"y": 2}, "c": {"w": 2}}) == {
        "a": {"x": 1, "y": 2}, "b": {"z": 1}, "c": {"w": 2}}
