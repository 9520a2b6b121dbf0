# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a proof has for a moment, and what an earlier one left that was killed: folders, containers and images whose names begin with PREFIX.

An account has one proof at a time, by a lock on its runtime directory: whatever has the prefix when the lock is held is left over.
"""

import errno
import fcntl
import os
import shutil
import tempfile
import time

from ..machine.host import Unanswered

PREFIX = "rootless-docker-proof-"


class Scratch:
    """A folder of the account's own in its runtime directory, gone afterwards. Unanswered where another proof holds the lock for too long."""

    def __init__(self, parent, seconds):
        self.parent, self.seconds, self.folder, self.lock = parent, seconds, None, None

    def __enter__(self):
        try:
            self.lock = os.open(self.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            self._wait()
            for name in os.listdir(self.parent):
                if name.startswith(PREFIX):
                    shutil.rmtree(os.path.join(self.parent, name), ignore_errors=True)
            self.folder = tempfile.mkdtemp(prefix=PREFIX, dir=self.parent)
        except (IOError, OSError) as error:
            self.__exit__()
            raise Unanswered("no temporary folder could be made in the runtime directory %s: %s" % (self.parent, error.strerror))
        except Unanswered:
            self.__exit__()
            raise
        return self.folder

    def _wait(self):
        deadline = time.time() + self.seconds
        while True:
            try:
                return fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (IOError, OSError) as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
            if time.time() > deadline:
                raise Unanswered("another proof of this account has been running for more than %d s" % self.seconds)
            time.sleep(0.2)

    def __exit__(self, *dummy):
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


def remove_left_overs(client):
    """The containers and images of killed proofs; `client` is proof.Client, and this proof has none yet."""
    containers = _ours(client.ask("ps", "--all", "--filter", "name=" + PREFIX, "--format", "{{.Names}}"))
    images = _ours(client.ask("images", "--filter", "reference=%s*" % PREFIX, "--format", "{{.Repository}}:{{.Tag}}"))
    if containers:
        client.clean("rm", "-f", *containers)
    if images:
        client.clean("rmi", *images)


def _ours(listed):
    return [name for name in listed.out.split() if name.startswith(PREFIX)] if listed.rc == 0 else []
