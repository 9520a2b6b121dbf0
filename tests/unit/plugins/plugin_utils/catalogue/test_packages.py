# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.packages import distribution_of, install_command, look_up, spellings

DEBIAN = {"id": "debian", "release": "12", "like": []}
UBUNTU = {"id": "ubuntu", "release": "24.04", "like": ["debian"]}
ARCH = {"id": "arch", "release": None, "like": []}
TABLE = {"cli": {"debian-12": ["docker.io"], "debian": ["docker-cli"]}}


@pytest.mark.parametrize("distribution, keys", [
    (DEBIAN, ["debian-12", "debian"]), (UBUNTU, ["ubuntu-24.04", "ubuntu", "debian"]), (ARCH, ["arch"]), ({}, [])])
def test_spellings(distribution, keys):
    assert spellings(distribution) == keys


@pytest.mark.parametrize("distribution, names", [(DEBIAN, ["docker.io"]), (UBUNTU, ["docker-cli"]), (ARCH, None)])
def test_the_most_specific_name_wins(distribution, names):
    assert look_up(TABLE["cli"], distribution) == names


@pytest.mark.parametrize("distribution, command", [
    (DEBIAN, "apt-get install --reinstall -y docker.io"), (UBUNTU, "apt-get install --reinstall -y docker-cli"),
    (ARCH, "(the command that installs cli here)")])
def test_install_command(distribution, command):
    assert install_command(TABLE, distribution, "cli") == command


@pytest.mark.parametrize("facts", [{}, {"system": {}}, {"system": {"distribution": None}}])
def test_a_host_that_did_not_say_has_no_distribution(facts):
    assert distribution_of(facts) == {}
