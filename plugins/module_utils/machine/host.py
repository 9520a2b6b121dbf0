# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only code that touches a machine: read, run, stat, list, find, write, as_account.

Root never touches what an account could replace: whatever lies in a home, a runtime directory or a data root is
asked and written in a child process that IS the account (`as_account`). Everything that cannot be answered raises
Unanswered with a reason for people; the runner of the probes files it, a module reports it for that account.
"""

import collections
import errno
import itertools
import os
import shutil
import stat as statmod
import subprocess
import time

from . import nss, trusted_path, writing
from .account import LIMIT, PATH, Account, Late, Unanswered, environment, runtime_dir, why_not  # pylint: disable=unused-import  # what asks a host, too
from .child import Question, side_by_side
from .dialogue import http_get, kill_group, talk
from .processes import Processes

ENTRIES = 100000     # names in a directory that we can have a use for
UNUSABLE = (OSError, ValueError)        # the second: a path, or a word of a command, with a null byte or outside of Unicode

NO_PROGRAM = {errno.ENOENT: 127, errno.EACCES: 127, errno.ENOTDIR: 127, errno.ENOEXEC: 126}     # the status that a shell would give

Result = collections.namedtuple("Result", "rc out err")

KINDS = (
    (statmod.S_ISREG, "file"), (statmod.S_ISDIR, "dir"), (statmod.S_ISLNK, "link"), (statmod.S_ISFIFO, "fifo"),
    (statmod.S_ISSOCK, "socket"), (statmod.S_ISCHR, "char"), (statmod.S_ISBLK, "block"),
)


def _is_absent(error):
    return getattr(error, "errno", None) in (errno.ENOENT, errno.ENOTDIR)


def _why(error):
    return os.strerror(error.errno) if getattr(error, "errno", None) else str(error)


class Host(Processes):
    """This machine, as the process that runs here may see it."""

    path = PATH
    own_session = True      # in as_account's child False: what it started must die with its process group

    # -- what is there ---------------------------------------------------------------------------------------------

    def stat(self, path, follow=False):
        """{kind, mode, uid, gid, size, device: [major, minor], target} of a path, or None where nothing is."""
        try:
            found = os.stat(path) if follow else os.lstat(path)
            target = os.readlink(path) if statmod.S_ISLNK(found.st_mode) else None
        except UNUSABLE as error:
            if _is_absent(error):
                return None
            raise Unanswered("%s: %s" % (path, _why(error)))
        kind = next((name for test, name in KINDS if test(found.st_mode)), "unknown")
        return {
            "kind": kind, "mode": statmod.S_IMODE(found.st_mode), "uid": found.st_uid, "gid": found.st_gid,
            "size": found.st_size, "device": [os.major(found.st_rdev), os.minor(found.st_rdev)],
            "target": target,
        }

    def list(self, path):
        """The sorted names in a directory, at most ENTRIES; [] where there is none."""
        try:
            with os.scandir(path) as entries:
                names = [entry.name for entry in itertools.islice(entries, ENTRIES + 1)]
        except UNUSABLE as error:
            if _is_absent(error):
                return []
            raise Unanswered("%s: %s" % (path, _why(error)))
        if len(names) > ENTRIES:
            raise Unanswered("%s: more than %d entries" % (path, ENTRIES))
        return sorted(names)

    def read(self, path, limit=LIMIT):
        """The text of a regular file, or None where nothing is. A link at its end, a FIFO, a device, a larger file: Unanswered."""
        handle = self._open(path)
        if handle is None:
            return None
        try:
            with os.fdopen(handle, "rb") as stream:
                data = stream.read(limit + 1)
        except OSError as error:
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
        if len(data) > limit:
            raise Unanswered("%s: larger than %d bytes" % (path, limit))
        return data.decode("utf-8", "replace")

    def lines(self, path, limit, longest):
        """Like read, but line by line, so that a large file takes no memory: each is cut at `longest` bytes, and nothing is given where nothing is."""
        handle = self._open(path)
        if handle is None:
            return
        size, begins = 0, True
        try:
            with os.fdopen(handle, "rb") as stream:
                for piece in iter(lambda: stream.readline(longest), b""):
                    size += len(piece)
                    if size > limit:
                        raise Unanswered("%s: larger than %d bytes" % (path, limit))
                    if begins:
                        yield piece.decode("utf-8", "replace")
                    begins = piece.endswith(b"\n")
        except OSError as error:
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))

    @staticmethod
    def _open(path):
        """A descriptor of a regular file, or None where nothing is."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except UNUSABLE as error:
            if _is_absent(error):
                return None
            raise Unanswered("%s: %s" % (path, "is a link" if getattr(error, "errno", None) == errno.ELOOP else _why(error)))
        if not statmod.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise Unanswered("%s: not a regular file" % path)
        return handle

    def read_system(self, path):
        """Like read, through links (os-release is one on most hosts). Root goes through its own only, an account wherever it may."""
        if os.geteuid() != 0:
            return self.read(os.path.realpath(path))
        real, fault = trusted_path.follow(self, path, 0)
        if fault and self.stat(real):
            raise Unanswered("%s: %s" % (path, fault))
        return self.read(real)

    def resolved(self, path):
        """A path without the links that it leads through; one with a null byte, which can lead nowhere, as it is."""
        return path if "\0" in path else os.path.realpath(path)

    def capabilities(self, path):
        """The file capabilities of a program, as the bit mask of its permitted set; 0 where it has none."""
        try:
            return int.from_bytes(os.getxattr(path, "security.capability")[4:8], "little")
        except OSError:
            return 0

    def find(self, program, path=None):
        """The absolute path of a program as execvp would find it, or None."""
        return shutil.which(program, path=path or self.path)

    def trusted(self, program):
        """The first program of that name in PATH that root may run, because no account can replace it, or None."""
        for folder in self.path.split(":"):
            real, fault = trusted_path.follow(self, os.path.join(folder, program))
            if not fault and os.access(real, os.X_OK) and os.path.isfile(real):
                return os.path.join(folder, program)
        return None

    def account(self, name):
        """The account of that name, from whatever NSS asks, or None."""
        found = self.look_up([name])[name]
        if isinstance(found, Unanswered):
            raise found
        return found

    def look_up(self, names, seconds=10):
        """{name: its Account, None where there is none, Unanswered where NSS did not say in time}: for many names, in one child process."""
        return nss.look_up(self, names, seconds)

    @staticmethod
    def may_become(account):
        """Whether as_account() can ask as this account: root as everyone, everyone else as himself."""
        return os.geteuid() in (0, account.uid)

    # -- what answers ----------------------------------------------------------------------------------------------

    def run(self, argv, seconds=10, env=None, stdin=""):
        """Result(rc, out, err) of a command without a shell; rc 127 where the program is not there, 126 where it is none.

        Its output is cut at LIMIT; at the deadline its process group is killed and the question is Unanswered.
        """
        clean = {"PATH": self.path, "LC_ALL": "C.UTF-8"}
        clean.update({key: os.environ[key] for key in ("HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR") if key in os.environ})
        clean.update(env or {})
        program = argv[0] if "/" in argv[0] or os.geteuid() != 0 else self.trusted(argv[0])
        if program is None:
            return Result(127, "", "%s: no such program that only root can write" % argv[0])
        try:
            child = subprocess.Popen(       # pylint: disable=ansible-bad-function  # run_command knows no deadline
                argv, executable=program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean, cwd="/",
                close_fds=True, start_new_session=self.own_session)
        except UNUSABLE as error:
            if getattr(error, "errno", None) in NO_PROGRAM:
                return Result(NO_PROGRAM[error.errno], "", "%s: %s" % (argv[0], os.strerror(error.errno)))
            raise Unanswered("%s could not be started: %s" % (argv[0], _why(error)))     # no process is left for this account, say
        try:
            out, err = talk(child, stdin.encode("utf-8", "replace"), time.monotonic() + seconds)
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
        except UNUSABLE as error:
            raise Unanswered("%s: %s" % (path, _why(error)))

    # -- what is changed -------------------------------------------------------------------------------------------

    def write(self, path, text, mode=0o644, within="/"):
        """Replace a file atomically, walking from `within` (a home) without following any link; directories are made 0755.

        Raises Unanswered, naming the path, where something else lies in the way; the file is then as it was.
        """
        writing.write(path, text, mode, within)

    def remove(self, path, within="/"):
        """Remove a file if it is there, walking like write."""
        if self.stat(path) is not None:
            writing.remove(path, within)

    def remove_folder(self, path, within="/"):
        """Remove a directory in which nothing is any more, walking like write; any other stays."""
        writing.remove_folder(path, within)

    # -- in a child process ----------------------------------------------------------------------------------------

    def as_account(self, account, function, seconds=20):
        """What function(host) returns when a child process that is the account runs it; JSON data only.

        A refusal, a crash or the deadline raises Unanswered; the child's whole process group is then gone.
        """
        (answer,) = self.as_accounts([(account, function)], seconds)
        if isinstance(answer, Unanswered):
            raise answer        # pylint: disable=raising-bad-type  # it cannot see that this is one
        return answer

    def as_accounts(self, questions, seconds=20, accept=None):
        """The answers to [(account, function)], asked side by side; an Unanswered stands for what did not come.

        accept(answer) returns what is taken of an answer, and refuses one with a ValueError: an account may say anything.
        """
        asked = [Question("asking as " + account.name, account, function) for account, function in questions]
        return side_by_side(self, asked, seconds, accept or _as_it_is)

    def aside(self, questions, seconds=20):
        """Like as_accounts for [(words, function)], in children that stay what we are: for what may hang, about one account or the host.

        The words begin the sentence of an Unanswered: "looking up alice" took longer than 10 s.
        """
        return side_by_side(self, [Question(words, None, function) for words, function in questions], seconds, _as_it_is)


def _as_it_is(answer):
    return answer
