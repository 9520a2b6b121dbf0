# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess
import sys

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.landing.scratch import SCRATCH, Scratch
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Unanswered


def test_the_scratch_folder_is_ours_alone_and_takes_along_what_killed_runs_left(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = [SCRATCH + tail for tail in ("%d" % dead.pid, "%d" % os.getpid(), "%d" % os.getppid(), "x")]
    for name in names + ["other"]:
        os.makedirs(str(tmp_path / name / "inside"))
    with Scratch(Host(), str(tmp_path)) as folder:
        assert os.path.basename(folder) == names[1] and os.listdir(folder) == [] and os.stat(folder).st_mode & 0o777 == 0o700
    assert sorted(os.listdir(str(tmp_path))) == sorted(names[2:] + ["other"])


def test_where_no_scratch_folder_can_be_made(tmp_path):
    with pytest.raises(Unanswered) as caught:
        Scratch(Host(), str(tmp_path / "none")).__enter__()
    assert "No such file or directory" in str(caught.value)
