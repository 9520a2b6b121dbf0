# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files replaced atomically and removed, on a path that is walked folder by folder without following a link."""

import errno
import os
import re
import stat as statmod

from .account import Unanswered

# A home may be shared by hosts, and a process of another one is none of ours, dead or alive: so the host's name stands in the file's.
TEMPORARY = ".rootless-docker.%s.%d.tmp"
KEPT = ("security.selinux", "system.posix_acl_access")     # of the file that is replaced
LEFT_OVER = re.compile(r"^\.rootless-docker\.(.+)\.(\d+)\.tmp$")


def write(path, text, mode, within):
    """See Host.write."""
    data = _encoded(path, text)
    folder = open_folder(os.path.dirname(path), within)
    name = os.path.basename(path)
    try:
        _refuse_other_kinds(folder, name, path)
        _remove_left_overs(folder)
        _replace(folder, name, data, mode)
    except OSError as error:
        raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
    finally:
        os.close(folder)


def _encoded(path, text):
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Unanswered("%s: the text for it is not valid Unicode, nothing was written" % path)


def _replace(folder, name, data, mode):
    temporary = TEMPORARY % (os.uname().nodename, os.getpid())
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            _keep(folder, name, stream.fileno())
            os.fsync(stream.fileno())
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise


def _keep(folder, name, new):
    """The group, label and ACL of the file that is replaced stay, where the file system knows them."""
    try:
        old = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return
    try:
        _try(lambda: os.fchown(new, -1, os.fstat(old).st_gid))
        _try(lambda: [os.setxattr(new, key, os.getxattr(old, key)) for key in os.listxattr(old) if key in KEPT])
    finally:
        os.close(old)


def _try(function):
    try:
        function()
    except OSError:
        pass


def _remove_left_overs(folder):
    """What a killed run left here: files of ours, of this host, whose process is gone. One that cannot be removed stays, and stops nothing."""
    for name in os.listdir(folder):
        match = LEFT_OVER.match(name)
        if match and match.group(1) == os.uname().nodename and not _lives(int(match.group(2))):
            try:
                if _is_ours(stat_below(folder, name)):
                    os.unlink(name, dir_fd=folder)
            except OSError:
                pass


def _lives(pid):
    """Another process of that pid; with our own pid a file can only be of one before us."""
    try:
        os.kill(pid, 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    except OverflowError:       # nobody's, for it is no pid
        return True
    return pid != os.getpid()


def _is_ours(found):
    return found is not None and statmod.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()


def stat_below(folder, name):
    """The status of what lies under a name in an open folder, a link's own; None where nothing does."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise
        return None


def remove(path, within):
    """See Host.remove."""
    folder = open_folder(os.path.dirname(path), within)
    try:
        os.unlink(os.path.basename(path), dir_fd=folder)
    except OSError as error:
        raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
    finally:
        os.close(folder)


def remove_folder(path, within):
    """See Host.remove_folder."""
    above = open_folder(os.path.dirname(path), within)
    try:
        os.rmdir(os.path.basename(path), dir_fd=above)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise Unanswered("%s: %s" % (path, os.strerror(error.errno)))
    finally:
        os.close(above)


def open_folder(path, within):
    """A descriptor of the folder, which is made 0755 where it is missing; Unanswered where a link or no directory is in the way."""
    walked = within.rstrip("/") or "/"
    if ".." in os.path.relpath(path, walked).split("/"):
        raise Unanswered("%s: lies outside of %s" % (path, walked))
    folder = None
    try:
        folder = _open(walked, None, 0)
        for name in [part for part in os.path.relpath(path, walked).split("/") if part != "."]:
            walked = os.path.join(walked, name)
            _make(name, folder)
            folder = _open(name, folder, os.O_NOFOLLOW)
    except OSError as error:
        reason = "is a link or no directory" if error.errno in (errno.ELOOP, errno.ENOTDIR) else os.strerror(error.errno)
        raise Unanswered("%s: %s" % (walked, reason))
    return folder


def _open(name, above, flags):
    """The descriptor of a folder in the one above; that one is closed, come what may."""
    try:
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | flags, dir_fd=above)
    finally:
        if above is not None:
            os.close(above)


def _make(name, above):
    try:
        os.mkdir(name, 0o755, dir_fd=above)
    except OSError as error:
        if error.errno != errno.EEXIST:
            os.close(above)
            raise


def _refuse_other_kinds(folder, name, path):
    found = stat_below(folder, name)
    if found is not None and not _is_ours(found):
        raise Unanswered("%s: not a regular file of uid %d" % (path, os.geteuid()))
