# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only code that touches a machine: read, run, stat, list, find, write, as_account.

Root never touches what an account could replace: whatever lies in a home, a runtime directory or a data root is
asked and written in a child process that IS the account (`as_account`). Everything that cannot be answered raises
Unanswered with a reason for people; the runner of the probes files it, a module reports it for that account.
"""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import collections
import errno
import os
import pwd
import select
import shutil
import stat as statmod
import subprocess
import time

from .account import LIMIT, PATH, Account, Late, Unanswered, environment, runtime_dir  # pylint: disable=unused-import  # what asks a host, too
from .child import Child
from .dialogue import http_get, kill_group, talk

WORKERS = 8          # accounts asked side by side

Result = collections.namedtuple("Result", "rc out err")

KINDS = (
    (statmod.S_ISREG, "file"), (statmod.S_ISDIR, "dir"), (statmod.S_ISLNK, "link"), (statmod.S_ISFIFO, "fifo"),
    (statmod.S_ISSOCK, "socket"), (statmod.S_ISCHR, "char"), (statmod.S_ISBLK, "block"),
)


class Host(object):
    """This machine, as the process that runs here may see it."""

    path = PATH
    own_session = True      # in as_account's child False: what it started must die with its process group

    # -- what is there ---------------------------------------------------------------------------------------------

    def stat(self, path, follow=False):
        """{kind, mode, uid, gid, size, device: [major, minor], target} of a path, or None where nothing is."""
        try:
            found = os.stat(path) if follow else os.lstat(path)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return None
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
        kind = next((name for test, name in KINDS if test(found.st_mode)), "unknown")
        return {
            "kind": kind, "mode": statmod.S_IMODE(found.st_mode), "uid": found.st_uid, "gid": found.st_gid,
            "size": found.st_size, "device": [os.major(found.st_rdev), os.minor(found.st_rdev)],
            "target": os.readlink(path) if kind == "link" else None,
        }

    def list(self, path):
        """The sorted names in a directory; [] where there is none."""
        try:
            return sorted(os.listdir(path))
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return []
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))

    def read(self, path, limit=LIMIT):
        """The text of a regular file, or None where nothing is. A link at its end, a FIFO, a device, a larger file: Unanswered."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return None
            reason = "is a link" if error.errno == errno.ELOOP else os.strerror(error.errno)
            raise Unanswered("%s: %s" % (path, reason))
        try:
            if not statmod.S_ISREG(os.fstat(handle).st_mode):
                raise Unanswered("%s: not a regular file" % path)
            with os.fdopen(os.dup(handle), "rb") as stream:
                data = stream.read(limit + 1)
        except OSError as error:
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
        finally:
            os.close(handle)
        if len(data) > limit:
            raise Unanswered("%s: larger than %d bytes" % (path, limit))
        return data.decode("utf-8", "replace")

    def read_system(self, path):
        """Like read, through links: only for paths that none but root can write (os-release is a link on most hosts)."""
        return self.read(os.path.realpath(path))

    def capabilities(self, path):
        """The file capabilities of a program, as the bit mask of its permitted set; 0 where it has none."""
        try:
            return int.from_bytes(os.getxattr(path, "security.capability")[4:8], "little")
        except OSError:
            return 0

    def find(self, program, path=None):
        """The absolute path of a program as execvp would find it, or None."""
        return shutil.which(program, path=path or self.path)

    def account(self, name):
        """The account of that name, from whatever NSS asks, or None."""
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            return None
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, entry.pw_dir, entry.pw_shell)

    # -- what answers ----------------------------------------------------------------------------------------------

    def run(self, argv, seconds=10, env=None, stdin=""):
        """Result(rc, out, err) of a command without a shell; rc 127 where the program is not there, 126 where it is none.

        Its output is cut at LIMIT; at the deadline its process group is killed and the question is Unanswered.
        """
        clean = {"PATH": self.path, "LC_ALL": "C.UTF-8"}
        clean.update({key: os.environ[key] for key in ("HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR") if key in os.environ})
        clean.update(env or {})
        try:
            child = subprocess.Popen(       # pylint: disable=ansible-bad-function  # run_command knows no deadline
                argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean, cwd="/",
                close_fds=True, start_new_session=self.own_session)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EACCES, errno.ENOTDIR):
                return Result(127, "", "%s: %s" % (argv[0], os.strerror(error.errno)))
            if error.errno == errno.ENOEXEC:
                return Result(126, "", "%s: %s" % (argv[0], os.strerror(error.errno)))
            raise
        try:
            out, err = talk(child, stdin.encode("utf-8"), time.time() + seconds)
        except subprocess.TimeoutExpired:
            if self.own_session:
                kill_group(child.pid)
            child.kill()
            raise Late("%s: no answer within %s s" % (" ".join(argv[:3]), seconds))
        return Result(child.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    def get(self, path, url, seconds=5):
        """The decoded JSON body (or text) of GET url over a unix socket that this very uid owns."""
        found = self.stat(path)
        if found is None:
            raise Unanswered("%s: no such socket" % path)
        if found["kind"] != "socket" or found["uid"] != os.geteuid():
            raise Unanswered("%s: not a socket of uid %d" % (path, os.geteuid()))
        try:
            return http_get(path, url, seconds)
        except (OSError, ValueError) as error:
            raise Unanswered("%s: %s" % (path, error))

    # -- what is changed -------------------------------------------------------------------------------------------

    def write(self, path, text, mode=0o644, within="/"):
        """Replace a file atomically, walking from `within` (a home) without following any link; directories are made 0755.

        Raises Unanswered, naming the path, where something else lies in the way; the file is then as it was.
        """
        folder = self._open_folder(os.path.dirname(path), within)
        name = os.path.basename(path)
        temporary = ".%s.%d.tmp" % (name, os.getpid())
        try:
            self._refuse_other_kinds(folder, name, path)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(text.encode("utf-8"))
                    stream.flush()
                    os.fchmod(stream.fileno(), mode)
                    os.fsync(stream.fileno())
                os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                os.unlink(temporary, dir_fd=folder)
                raise
        except OSError as error:
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
        finally:
            os.close(folder)

    def remove(self, path, within="/"):
        """Remove a file if it is there, walking like write."""
        if self.stat(path) is None:
            return
        folder = self._open_folder(os.path.dirname(path), within)
        try:
            os.unlink(os.path.basename(path), dir_fd=folder)
        except OSError as error:
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
        finally:
            os.close(folder)

    @staticmethod
    def _open_folder(path, within):
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        walked = within.rstrip("/") or "/"
        if ".." in os.path.relpath(path, walked).split("/"):
            raise Unanswered("%s: lies outside of %s" % (path, walked))
        try:
            folder = os.open(walked, flags)
            for name in [part for part in os.path.relpath(path, walked).split("/") if part != "."]:
                walked = os.path.join(walked, name)
                try:
                    os.mkdir(name, 0o755, dir_fd=folder)
                except OSError as error:
                    if error.errno != errno.EEXIST:
                        raise
                following, folder_before = os.open(name, flags | os.O_NOFOLLOW, dir_fd=folder), folder
                os.close(folder_before)
                folder = following
        except OSError as error:
            reason = "is a link or no directory" if error.errno in (errno.ELOOP, errno.ENOTDIR) else os.strerror(error.errno)
            raise Unanswered("%s: %s" % (walked, reason))
        return folder

    @staticmethod
    def _refuse_other_kinds(folder, name, path):
        try:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise
            return
        if not statmod.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise Unanswered("%s: not a regular file of uid %d" % (path, os.geteuid()))

    # -- as the account --------------------------------------------------------------------------------------------

    def as_account(self, account, function, seconds=20):
        """What function(host) returns when a child process that is the account runs it; JSON data only.

        A refusal, a crash or the deadline raises Unanswered; the child's whole process group is then gone.
        """
        (answer,) = self.as_accounts([(account, function)], seconds)
        if isinstance(answer, Unanswered):
            raise answer        # pylint: disable=raising-bad-type  # it cannot see that this is one
        return answer

    def as_accounts(self, questions, seconds=20):
        """The answers to [(account, function)], asked side by side; an Unanswered stands for what did not come."""
        answers, waiting, running = [None] * len(questions), list(enumerate(questions)), {}
        while waiting or running:
            while waiting and len(running) < WORKERS:
                index, (account, function) = waiting.pop(0)
                child = Child(self, account, function, seconds)
                running[child.pipe] = (index, child)
            ready = select.select(list(running), [], [], 0.2)[0]
            for pipe in list(running):
                index, child = running[pipe]
                if child.done(pipe in ready):
                    answers[index] = child.answer()
                    del running[pipe]
        return answers
