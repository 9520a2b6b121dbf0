# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed is the collection: all it reads at run time, and nothing of the workshop."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tarfile

import house
import pytest

WORKSHOP = {".ansible", ".cache", ".ci", ".config", ".git", ".gitignore", ".pytest_cache", "Makefile", "ansible.cfg", "constraints.txt", "findings.json",
            "requirements.txt", "molecule", "tests", "galaxy.yml"}
pytestmark = pytest.mark.slow     # ansible-galaxy is started
READ_AT_RUN_TIME = ("catalogue/*.yml", "roles/*/tasks/*.yml", "roles/*/meta/*.yml", "playbooks/*.yml", "plugins/**/*.py", "plugins/filter/*.yml",
                    "meta/*", "LICENSE", "README.md")


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The files of the tarball that ansible-galaxy builds of this checkout."""
    folder = tmp_path_factory.mktemp("tarball")
    program = pathlib.Path(sys.executable).with_name("ansible-galaxy")
    subprocess.run([program, "collection", "build", house.ROOT, "--output-path", folder], check=True, capture_output=True,
                   env={**os.environ, "HOME": str(folder)})
    with tarfile.open(next(folder.glob("*.tar.gz"))) as tarball:
        return {member.name for member in tarball if member.isfile()}


@pytest.mark.parametrize("pattern", READ_AT_RUN_TIME)
def test_all_that_is_read_at_run_time_is_in_it(names, pattern):
    wanted = house.some((str(path.relative_to(house.ROOT)) for path in house.ROOT.glob(pattern) if path.is_file()), pattern)
    assert set(wanted) - names == set()


def test_nothing_of_the_workshop_is_in_it(names):
    assert {name for name in names if name.split("/")[0] in WORKSHOP or name.endswith((".pyc", ".tar.gz"))} == set()
