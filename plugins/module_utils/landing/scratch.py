# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder in which root tries out what it is going to write."""

import os
import shutil

from ..machine.host import Unanswered

SCRATCH = "rootless-docker-scratch."        # and the pid


class Scratch:
    """A folder that none but root can write; the module's own may lie in the home of the login. What killed runs left goes with it."""

    def __init__(self, host, parent="/run"):
        self.host, self.parent = host, parent
        self.folder = os.path.join(parent, SCRATCH + "%d" % os.getpid())

    def __enter__(self):
        for name in self.host.list(self.parent):
            pid = name[len(SCRATCH):] if name.startswith(SCRATCH) else ""
            if pid == "%d" % os.getpid() or (pid.isdigit() and self.host.stat("/proc/" + pid) is None):
                shutil.rmtree(os.path.join(self.parent, name), ignore_errors=True)
        try:
            os.mkdir(self.folder, 0o700)
        except OSError as error:
            raise Unanswered("%s: %s" % (self.folder, os.strerror(error.errno)))
        return self.folder

    def __exit__(self, *dummy):
        shutil.rmtree(self.folder, ignore_errors=True)
