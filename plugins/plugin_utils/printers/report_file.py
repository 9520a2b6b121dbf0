# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report's file on the control node: several hosts may write at once, and a reader never finds half of it.

Its folder may be one in which others write too (/tmp): no link is followed there, no file of another user is read, replaced or waited for,
and nothing is replaced but a report of ours, whoever chose the path.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import stat
import time

from .documents import NAME, newest
from ..refusal import Refusal

PATIENCE = 10       # seconds that another writer of this user may take
BEGINNING = 400     # bytes in which a report names its run
OPEN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def write(path, document):
    """The absolute path of the file that now holds the document; Refusal says why there is none.

    A relative path is one of the working directory, as in every other program; missing folders are made. What another writer of the
    same run has put there is kept, another run's report or an empty file is replaced, anything else is refused.
    """
    path = os.path.abspath(os.path.expanduser(path))
    folder, name = os.path.split(path)
    try:
        _refuse_strange_links(folder)
        os.makedirs(folder, exist_ok=True)
        with _opened(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) as there:
            _found(there, name)
            with _lock(there, f".{name}.{os.geteuid()}.lock"):
                _replace(there, name, newest(document, _of_this_run(_found(there, name), document)))
    except Refusal as error:
        raise Refusal(f"rootless_docker_report: {path} {error}.") from None
    except OSError as error:
        raise Refusal(f"rootless_docker_report: {path} cannot be written: {error.strerror}.") from error
    return path


def _refuse_strange_links(folder):
    """On the way to a folder, root's and this user's links are followed. Most kernels refuse others in /tmp by themselves."""
    walked, left = "/", folder.split("/")
    for dummy in range(1000):
        name = left.pop(0) if left else None
        if name is None:
            return
        walked = os.path.normpath(os.path.join(walked, name))       # what is walked holds no link any more, so .. is the folder above
        if os.path.islink(walked):
            if os.lstat(walked).st_uid not in (0, os.geteuid()):
                raise Refusal(f"leads through {walked}, a link of another user")
            left = [*os.readlink(walked).split("/"), *left]
            walked = "/" if left[0] == "" else os.path.dirname(walked)
    raise Refusal("leads through too many links")


def is_of(path, run):
    """Whether the file is a report of this very run already."""
    try:
        with _opened(os.path.abspath(os.path.expanduser(path)), os.O_RDONLY | OPEN) as descriptor:
            return run["id"].encode() in os.read(descriptor, BEGINNING)
    except OSError:
        return False


@contextlib.contextmanager
def _opened(name, flags, there=None):
    descriptor = os.open(name, flags, 0o600, dir_fd=there)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _status(there, name):
    """The status of a regular file of this user, None where there is no such name."""
    try:
        status = os.stat(name, dir_fd=there, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        raise Refusal("is a link, links are not followed")
    if not stat.S_ISREG(status.st_mode):
        raise Refusal("is not a regular file")
    if status.st_uid != os.geteuid():
        raise Refusal("belongs to another user")
    return status


def _found(there, name):
    """The report in the file, {} where there is none yet."""
    status = _status(there, name)
    if status is None or status.st_size == 0:
        return {}
    with _opened(name, os.O_RDONLY | OPEN, there) as descriptor, open(descriptor, encoding="utf-8", closefd=False) as text:
        try:
            found = json.load(text)
            if found["schema"] and found["collection"]["name"] == NAME:
                return found
        except (ValueError, TypeError, KeyError, RecursionError):
            pass
    raise Refusal("is not a report of this collection, remove it or name another file")


def _of_this_run(found, document):
    """What is in the file, if this very run wrote it; yesterday's is worth nothing."""
    same = found.get("run") == document["run"] and found["schema"] == document["schema"]
    return found if same else {"hosts": {}}


@contextlib.contextmanager
def _lock(there, name):
    """One writer at a time, by a file of this user that goes away with its writer; where the file system knows no locks, the last one wins."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _status(there, name)
        except Refusal as error:
            raise Refusal(f"cannot be locked, its lock file {name} {error}") from None
        with _opened(name, os.O_RDWR | os.O_CREAT | OPEN, there) as descriptor:
            if _locked(descriptor) and _is(there, name, descriptor):
                try:
                    yield
                finally:
                    os.unlink(name, dir_fd=there)
                return
        if time.monotonic() > end:
            raise Refusal(f"cannot be locked, another process of this user has kept {name} for {PATIENCE} seconds")
        time.sleep(0.02)


def _locked(descriptor):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _is(there, name, descriptor):
    """Whether the name is still that of the open file, and it is this user's: the writer before took its lock file away."""
    status, mine = _status(there, name), os.fstat(descriptor)
    return status is not None and os.path.samestat(status, mine)


def _replace(there, name, document):
    """The new file is its owner's alone, 0600: a report says how a host can be hurt."""
    temporary = f".rootless-docker-report-{secrets.token_hex(8)}"
    try:
        with _opened(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | OPEN, there) as descriptor, \
                open(descriptor, "w", encoding="utf-8", closefd=False) as stream:
            json.dump(document, stream, indent=2, ensure_ascii=True)
            stream.write("\n")
        os.replace(temporary, name, src_dir_fd=there, dst_dir_fd=there)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=there)
        raise
