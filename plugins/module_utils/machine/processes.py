# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the kernel says of processes: who listens, where it runs, since when, from which program. The part of Host that asks it."""

import errno
import os
import signal
import socket
import struct
import time
import zlib

from .account import Unanswered

BOOTTIME = 7        # CLOCK_BOOTTIME, which Python names from 3.7 on: what /proc counts the start of a process in
HEAD = 1 << 16      # bytes of a program in which compilers leave the id of the build


class Processes:
    """Raises Unanswered, a sentence, where a process is gone or may not be looked at."""

    def listener(self, path):
        """{pid, cgroup} of the process that listens on a unix socket. The kernel says who: nobody can listen as somebody else."""
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            stream.settimeout(5)
            stream.connect(path)
            pid = struct.unpack("3i", stream.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        except OSError as error:
            raise Unanswered("%s: %s" % (path, error))
        finally:
            stream.close()
        return {"pid": pid, "cgroup": self._cgroup(pid)}

    def _cgroup(self, pid):
        """The path in systemd's hierarchy. With cgroup v1 beside v2 both have a line, and either may be the bare root."""
        lines = [line.split(":", 2) for line in self._proc(pid, "cgroup").splitlines()]
        paths = [path for dummy, controllers, path in lines if controllers in ("", "name=systemd")]
        return max(paths + [""], key=len)

    def written_since(self, path, pid):
        """Whether a file was written after a process began. By the clock as it is now, for setting it moves no process;
        a file of a time to come, which a clock that was set back leaves, says nothing."""
        try:
            written = os.lstat(path).st_mtime
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return False
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
        age = time.clock_gettime(BOOTTIME) - int(self._status(pid)[19]) / os.sysconf("SC_CLK_TCK")
        return time.time() - age < written <= time.time()

    def lineage(self, pid):
        """[(pid, name)] of a process, its parent, and so on, as far as they belong to this uid."""
        found = []
        while pid > 1 and "\nUid:\t%d\t" % os.geteuid() in self._proc(pid, "status"):
            said = self._proc(pid, "stat")
            found.append((pid, said[said.index("(") + 1:said.rindex(")")]))
            pid = int(self._status(pid)[1])
        return found

    def program(self, pid):
        """(path, build) of what a process runs; the path of a file that was replaced since is where its successor lies."""
        link = "/proc/%d/exe" % pid
        try:
            path = os.readlink(link)
        except OSError as error:
            raise Unanswered("%s: %s" % (link, os.strerror(error.errno)))
        gone = " (deleted)"
        return path[:-len(gone)] if path.endswith(gone) else path, self.build(link)

    def variable(self, pid, name):
        """The text of a variable in the environment with which a process began, or None."""
        words = self._proc(pid, "environ").split("\0")
        return next((word.partition("=")[2] for word in words if word.startswith(name + "=")), None)

    def build(self, path):
        """What tells two builds of a program apart, null where no file is: its size, and a sum of its head."""
        try:
            with open(path, "rb", opener=_without_waiting) as stream:
                return "%d %08x" % (os.fstat(stream.fileno()).st_size, zlib.crc32(stream.read(HEAD)) & 0xffffffff)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return None
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))

    def ended(self, pid):
        """Whether a process is no more; one that waits to be buried counts as ended."""
        try:
            return self._status(pid)[0] == "Z"
        except Unanswered:
            return True

    def end(self, pid):
        """Ask a process politely to end."""
        try:
            os.kill(pid, signal.SIGTERM)
        except OSError as error:
            raise Unanswered("process %d: %s" % (pid, os.strerror(error.errno)))

    def _status(self, pid):
        """The words of /proc/PID/stat behind the name, which may hold blanks and brackets: state, parent, ..."""
        return self._proc(pid, "stat").rpartition(")")[2].split()

    @staticmethod
    def _proc(pid, name):
        try:
            with open("/proc/%d/%s" % (pid, name), "rb") as stream:
                return stream.read(HEAD).decode("utf-8", "replace")
        except OSError as error:
            raise Unanswered("process %d: %s" % (pid, os.strerror(error.errno)))


def _without_waiting(path, flags):
    """A FIFO in the place of a program is opened at once, and is empty."""
    return os.open(path, flags | os.O_NONBLOCK)
