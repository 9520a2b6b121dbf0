# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The locks that useradd and usermod take before they change /etc/subuid and /etc/subgid.

Two of them, in this order: the record lock on .pwd.lock beside the files, for which the others wait (without it they give
up at once), then FILE.lock, a hard link to a file that holds the owner's pid. A lock whose owner is dead is broken, as
shadow breaks it.
"""

import errno
import fcntl
import os
import time

from .host import Unanswered


class ShadowLock:
    """with ShadowLock(["/etc/subuid", "/etc/subgid"]): nobody else writes them. Unanswered where that took too long."""

    def __init__(self, paths, seconds=15):
        self.paths, self.seconds, self.held, self.handle = paths, seconds, [], None

    def __enter__(self):
        deadline = time.time() + self.seconds
        try:
            self.handle = self._wait(self._lock_records, os.path.join(os.path.dirname(self.paths[0]), ".pwd.lock"), deadline)
            for path in self.paths:
                self._wait(_link, path + ".lock", deadline)
                self.held.append(path + ".lock")
        except OSError as error:
            self.__exit__()
            raise Unanswered("%s: %s" % (error.filename or self.paths[0], os.strerror(error.errno)))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *dummy):
        while self.held:
            os.unlink(self.held.pop())
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None

    def _wait(self, attempt, path, deadline):
        while True:
            taken = attempt(path)
            if taken is not None:
                return taken
            if time.time() > deadline:
                raise Unanswered("%s is locked by %s for more than %d s: wait for it, or remove a lock that nobody holds" % (path, _owner(path), self.seconds))
            time.sleep(0.1)

    @staticmethod
    def _lock_records(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return None
            raise
        return handle


def _link(lock):
    """True where the lock is ours now; None where somebody holds it. A lock of the dead is removed for the next attempt."""
    own = "%s.%d" % (lock[:-len(".lock")], os.getpid())
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, ("%d\0" % os.getpid()).encode("ascii"))
        os.link(own, lock)
        return True
    except OSError as error:
        if error.errno != errno.EEXIST:
            raise
    finally:
        os.close(handle)
        os.unlink(own)
    if _is_stale(lock):
        os.unlink(lock)
    return None


def leftovers(host, paths):
    """The files of killed runs beside these paths: FILE.lock and FILE.PID that hold the pid of a process which is gone."""
    found = []
    for path in paths:
        folder, name = os.path.split(path)
        tails = [other[len(name) + 1:] for other in host.list(folder) if other.startswith(name + ".")]
        found += ["%s.%s" % (path, tail) for tail in tails if tail == "lock" or tail.isdigit()]
    return [path for path in found if _is_left(host, path)]


def _is_left(host, path):
    try:
        pid = (host.read(path, 32) or "").strip("\0 \n")
    except Unanswered:      # a link, or more than a pid: not of this kind
        return False
    return pid.isdigit() and int(pid) > 0 and path.rsplit(".", 1)[1] in ("lock", pid) and host.stat("/proc/%d" % int(pid)) is None


def _pid(lock):
    """The pid in a lock, or None where it is gone or holds none."""
    try:
        with open(lock, "rb") as stream:
            text = stream.read(32).strip(b"\0 \n")
    except OSError:
        return None
    return int(text) if text.isdigit() and int(text) > 0 else None


def _is_stale(lock):
    pid = _pid(lock)
    try:
        if pid is not None:
            os.kill(pid, 0)
    except OSError as error:
        return error.errno == errno.ESRCH
    return False


def _owner(lock):
    pid = _pid(lock)
    return "process %d" % pid if pid is not None else "an unknown process"
