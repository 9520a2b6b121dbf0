# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import tempfile

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Account

from real_host import GID, UID


@pytest.fixture
def home():
    """A folder of the account's own, on a path that it may walk (pytest's own temporary folders are root's alone)."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="rd-"))
    os.chown(folder, UID, GID)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def account(home):
    return Account("tester", UID, GID, home, "/bin/sh")


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path)
