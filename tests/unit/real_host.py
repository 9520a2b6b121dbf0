# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests on the very machine that runs them share: real files, links, FIFOs, processes and sockets in temporary folders.

As root the account that is asked is nobody's uid; otherwise it is the one that runs the tests, and nothing is skipped.
"""

import os
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Unanswered

ROOT = os.geteuid() == 0
UID, GID = (65534, 65534) if ROOT else (os.geteuid(), os.getegid())


def put(path, text="kept"):
    with open(path, "w") as stream:
        stream.write(text)
    return path


def content(path):
    with open(path) as stream:
        return stream.read()


def disown(path, monkeypatch):
    """Make a path foreign: root gives it away, anybody else is told to be another."""
    if ROOT:
        os.chown(path, 1, 1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)


def refusal(function, *arguments, **named):
    with pytest.raises(Unanswered) as caught:
        function(*arguments, **named)
    return str(caught.value)


def is_gone(pid, seconds=3):
    """No process of that number runs (one that nobody has waited for yet counts as gone)."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        try:
            with open("/proc/%d/stat" % pid) as stream:
                if stream.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except (IOError, OSError):
            return True
        time.sleep(0.02)
    return False


def pid_in(path, seconds=3):
    deadline = time.time() + seconds
    while time.time() < deadline:
        if os.path.exists(path) and content(path).strip():
            return int(content(path))
        time.sleep(0.02)
    raise AssertionError("%s was never written" % path)
