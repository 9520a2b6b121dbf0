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
import json
import os
import pwd
import select
import selectors
import shutil
import signal
import socket
import stat as statmod
import subprocess
import time
import traceback

LIMIT = 1 << 20      # bytes: nothing we have a use for is larger, and an account must not fill our memory
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
WORKERS = 8          # accounts asked side by side

Result = collections.namedtuple("Result", "rc out err")
Account = collections.namedtuple("Account", "name uid gid home shell")

KINDS = (
    (statmod.S_ISREG, "file"), (statmod.S_ISDIR, "dir"), (statmod.S_ISLNK, "link"), (statmod.S_ISFIFO, "fifo"),
    (statmod.S_ISSOCK, "socket"), (statmod.S_ISCHR, "char"), (statmod.S_ISBLK, "block"),
)


class Unanswered(Exception):
    """A question that this host did not answer; str() is the reason, in words for people."""


class Late(Unanswered):
    """A program that did not come back in time: what it would have said is not known, not even that it would have failed."""


def runtime_dir(account):
    return "/run/user/%d" % account.uid


def environment(account):
    """The clean environment in which an account is asked: nothing of ours, nothing of its shell's."""
    return {
        "HOME": account.home, "USER": account.name, "LOGNAME": account.name, "SHELL": "/bin/sh",
        "XDG_RUNTIME_DIR": runtime_dir(account), "PATH": PATH, "LC_ALL": "C.UTF-8",
    }


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
        """Result(rc, out, err) of a command without a shell; rc 127 where the program is not there.

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
            raise
        try:
            out, err = _talk(child, stdin.encode("utf-8"), time.time() + seconds)
        except subprocess.TimeoutExpired:
            if self.own_session:
                _kill_group(child.pid)
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
            return _http_get(path, url, seconds)
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
                child = _Child(self, account, function, seconds)
                running[child.pipe] = (index, child)
            ready = select.select(list(running), [], [], 0.2)[0]
            for pipe in list(running):
                index, child = running[pipe]
                if child.done(pipe in ready):
                    answers[index] = child.answer()
                    del running[pipe]
        return answers


class _Child(object):
    """One forked child that became an account, and the pipe on which its answer comes."""

    def __init__(self, host, account, function, seconds):
        self.account, self.seconds, self.deadline = account, seconds, time.time() + seconds
        self.data, self.late = b"", False
        self.pipe, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _become_and_answer(host, account, function, writing)
        os.close(writing)

    def done(self, ready):
        if ready:
            chunk = os.read(self.pipe, 65536)
            self.data += chunk
            if not chunk or len(self.data) > LIMIT:
                return True
        self.late = time.time() > self.deadline
        return self.late

    def answer(self):
        os.close(self.pipe)
        _kill_group(self.pid)
        self._bury()
        if self.late:
            return Unanswered("asking as %s took longer than %s s" % (self.account.name, self.seconds))
        if len(self.data) > LIMIT:
            return Unanswered("asking as %s gave more than %d bytes" % (self.account.name, LIMIT))
        try:
            reply = json.loads(self.data.decode("utf-8"))
        except ValueError:
            return Unanswered("asking as %s gave no answer" % self.account.name)
        return Unanswered(reply["unanswered"]) if "unanswered" in reply else reply["answer"]

    def _bury(self):
        """A file system that never answers holds a process beyond SIGKILL, and an account can mount one: never wait for long."""
        patience = time.time() + 1
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0 and time.time() < patience:
            time.sleep(0.005)


def _become_and_answer(host, account, function, writing):
    """The child's whole life; it never returns. Refuses uid 0: then nothing would be dropped."""
    try:
        os.setsid()
        if os.geteuid() == 0:
            if account.uid == 0:
                raise Unanswered("%s is the superuser" % account.name)
            os.initgroups(account.name, account.gid)
            os.setgid(account.gid)
            os.setuid(account.uid)
        elif os.geteuid() != account.uid:
            raise Unanswered("asking as %s needs root" % account.name)
        os.umask(0o077)
        os.environ.clear()
        os.environ.update(environment(account))
        os.chdir("/")
        _close_all_but(writing)
        host.own_session = False
        reply = {"answer": function(host)}
    except Unanswered as error:
        reply = {"unanswered": str(error)}
    except BaseException:
        reply = {"unanswered": "asking as %s crashed: %s" % (account.name, traceback.format_exc(limit=-3))}
    try:
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(reply).encode("utf-8"))
    finally:
        os._exit(0)


def _close_all_but(kept):
    """stdin, stdout and stderr become /dev/null; what root had open is no business of the account's."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != kept:
            try:
                os.close(int(name))
            except OSError:
                pass


def _kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass


def _talk(child, said, deadline):
    """(out, err) of a process, each cut at LIMIT: what it prints beyond is read and dropped. At the deadline: TimeoutExpired."""
    kept = {child.stdout: b"", child.stderr: b""}
    with selectors.DefaultSelector() as open_pipes:
        for stream in kept:
            open_pipes.register(stream, selectors.EVENT_READ)
        open_pipes.register(child.stdin, selectors.EVENT_WRITE)
        while open_pipes.get_map():
            for key, dummy in open_pipes.select(max(0, deadline - time.time())):
                stream, chunk = key.fileobj, b""
                if stream in kept:
                    chunk = os.read(stream.fileno(), 65536)
                    kept[stream] += chunk[:LIMIT - len(kept[stream])]
                else:
                    chunk = said = _hand_over(stream, said)
                if not chunk:
                    open_pipes.unregister(stream)
                    stream.close()
            if time.time() > deadline:
                raise subprocess.TimeoutExpired(child.args, 0)
    child.wait(max(0.01, deadline - time.time()))
    return kept[child.stdout], kept[child.stderr]


def _hand_over(stream, said):
    """What is left to say after the program has taken what fits into its pipe now."""
    try:
        return said[os.write(stream.fileno(), said[:select.PIPE_BUF]):] if said else b""
    except BrokenPipeError:     # it does not want to know
        return b""


def _http_get(path, url, seconds):
    deadline = time.time() + seconds
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        stream.settimeout(seconds)
        stream.connect(path)
        stream.sendall(("GET %s HTTP/1.0\r\nHost: docker\r\n\r\n" % url).encode("ascii"))
        data = b""
        while len(data) <= LIMIT:
            if time.time() > deadline:      # each byte may come soon enough, and the whole never end
                raise socket.timeout("timed out")
            stream.settimeout(max(0.01, deadline - time.time()))
            chunk = stream.recv(65536)
            if not chunk:
                break
            data += chunk
    finally:
        stream.close()
    head, dummy, body = data.partition(b"\r\n\r\n")
    if len(data) > LIMIT or (head.split() + [b"", b""])[1] != b"200":
        raise ValueError("GET %s: %s" % (url, head[:80].decode("utf-8", "replace") or "no answer"))
    text = body.decode("utf-8", "replace")
    return json.loads(text) if text.startswith(("{", "[")) else text
