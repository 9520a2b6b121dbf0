# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command costs, with all the processes that it starts."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

# A process between, so that the largest of its children is of this command and not of an earlier one.
BETWEEN = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.returncode)
"""


def measured(*command, fails=True):
    """(CPU seconds, wall seconds, MB of the largest process) of a command; `fails`: it may, and still be a measure."""
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run([sys.executable, "-c", BETWEEN, *command], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not fails and said[1] != "0":
        raise SystemExit(f"{' '.join(command)} failed")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - begin, int(said[0]) // 1024
