# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""May root act on what lies at a path? Only where the real path and every folder above it belong to root, and nobody else may write there.

An access control list that lets somebody write shows in the group bits, which are its mask. A sticky folder like /tmp is
nobody's: who may write there may have put the name there.
"""

import errno
import os
import stat as statmod

from .account import Unanswered
from .writing import stat_below

OWNER = 0           # whom everything must belong to
LINKS = 40          # as many as the kernel follows
OTHERS = 0o022
TEMPORARY = ".rootless-docker.%d.tmp"       # for whom a folder is made


def follow(host, path, others=OTHERS):
    """(the real path, None), or (how far it goes, why root must not act on it: a sentence). Links of root's are followed, step by step.

    others: the bits of a mode that nobody else may have. Without them only owners count, which is enough for reading.
    """
    return _walk(host, path, others)[:2]


def _walk(host, path, others=OTHERS):
    """What follow says, and the names that were not reached."""
    here, pending, links = "/", path.split("/"), 0
    fault = _fault("/", host.stat("/"), others)
    while pending and not fault:
        name = pending.pop(0)
        if name in ("", ".", ".."):
            here = os.path.dirname(here) if name == ".." else here
            continue
        step = os.path.join(here, name)
        found = host.stat(step)
        fault = _fault(step, found, others)
        if fault or found["kind"] != "link":
            here = step
            continue
        links += 1
        fault = "%s leads through more than %d links" % (path, LINKS) if links > LINKS else None
        here = "/" if found["target"].startswith("/") else here
        pending = found["target"].split("/") + pending
    return here, fault, pending


def _fault(path, found, others=OTHERS):
    if found is None:
        return "%s does not exist" % path
    if found["uid"] != OWNER:
        return "%s belongs to uid %d, not to root" % (path, found["uid"])
    if found["kind"] != "link" and found["mode"] & others:
        return "%s can be written by others than root (mode %04o)" % (path, found["mode"])
    return None


def change_mode(path, before, after, top="/"):
    """Give the regular file at a real path the mode `after`, if nothing can have replaced it and its mode is still `before`; else Unanswered.

    Every folder is opened below the one that was checked, and the mode is set on what was checked, so no rename comes in between.
    """
    handle = _open(path, top)
    try:
        found = os.fstat(handle)
        if not statmod.S_ISREG(found.st_mode) or statmod.S_IMODE(found.st_mode) != before:
            raise Unanswered("%s is not the file any more that was looked at" % path)
        os.fchmod(handle, after)
    finally:
        os.close(handle)


def missing(host, path):
    """(real folder, [names]) of a folder that is not there and that root may make: all that is there above it is root's, and nobody else may
    write there. None where it is there, or where somebody else could decide what lies there. An empty one that is closed to all but root is
    what a killed run left before it gave it away, and counts as not there."""
    here, fault, pending = _walk(host, path)
    if not fault:
        return (os.path.dirname(here), [os.path.basename(here)]) if _is_left_over(host, here) else None
    if host.stat(here) is not None or ".." in pending:
        return None
    return os.path.dirname(here), [os.path.basename(here)] + [name for name in pending if name not in ("", ".")]


def _is_left_over(host, path):
    return is_closed(host.stat(path)) and not host.list(path)


def is_closed(found):
    """Whether what stat says is a directory for root alone."""
    return found["kind"] == "dir" and found["uid"] == OWNER and found["mode"] == 0o700


def make_folder(folder, names, uid, gid, top="/"):
    """Make what `missing` found: folders of root's, and the last one 0700 for an account. Unanswered where something came in between.

    Each is opened below the one before it, and given away by its descriptor: nothing can be put in its place.
    """
    walked, handle = folder, _open(folder, top)
    try:
        for left, name in zip(range(len(names) - 1, -1, -1), names):
            walked, above = os.path.join(walked, name), handle
            try:
                handle = _made(above, name, walked, 0o755 if left else 0o700, (-1, -1) if left else (uid, gid))
            finally:
                os.close(above)
        os.close(handle)
    except OSError as error:
        raise Unanswered("%s: %s" % (walked, os.strerror(error.errno)))


def _made(above, name, path, mode, owner):
    """A descriptor of a new folder. It gets its name last: a kill leaves none that is half given away."""
    _refuse_taken(above, name, path)
    temporary = TEMPORARY % owner[0]
    if temporary in os.listdir(above):
        os.rmdir(temporary, dir_fd=above)
    os.mkdir(temporary, 0o700, dir_fd=above)
    handle = _checked(os.open(temporary, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=above), path)
    try:
        os.fchmod(handle, mode)
        os.fchown(handle, *owner)
        os.rename(temporary, name, src_dir_fd=above, dst_dir_fd=above)
    except BaseException:
        os.close(handle)
        os.rmdir(temporary, dir_fd=above)
        raise
    return handle


def _refuse_taken(above, name, path):
    """Only root writes here, so what is looked at stays; and a rename replaces no folder but an empty one."""
    found = stat_below(above, name)
    if found is not None and (not statmod.S_ISDIR(found.st_mode) or found.st_uid != OWNER or statmod.S_IMODE(found.st_mode) != 0o700):
        raise Unanswered("%s: %s" % (path, os.strerror(errno.EEXIST)))


def _open(path, top):
    """A descriptor of what lies at a real path, reached from `top` without following any link."""
    walked, handle = top, None
    try:
        handle = _checked(os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), top)
        for name in os.path.relpath(path, top).split("/"):
            walked, above = os.path.join(walked, name), handle
            try:
                handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=above)
            finally:
                os.close(above)
            _checked(handle, walked)
    except OSError as error:
        raise Unanswered("%s: %s" % (walked, os.strerror(error.errno)))
    return handle


def _checked(handle, path):
    found = os.fstat(handle)
    fault = _fault(path, {"uid": found.st_uid, "mode": statmod.S_IMODE(found.st_mode), "kind": "opened"})
    if fault:
        os.close(handle)
        raise Unanswered(fault)
    return handle
