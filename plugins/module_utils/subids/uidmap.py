# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""newuidmap and newgidmap: which ones count, what each of them lacks, and what may be given back."""

import os

from ..machine import mounts, trusted_path
from ..machine.host import Unanswered
from ..session.user_manager import one_line

# The program that maps each kind of id, and the capability bit that serves it as well as the setuid bit.
HELPERS = (("newuidmap", 7), ("newgidmap", 6))
SETUID = 0o4000
BOTH = "has the setuid bit and a file capability, which the kernel refuses together"
NEITHER = "has neither the setuid bit nor its file capability"
# How each kind of fault is mended: by a mode, by its package, by a person who takes the copy away, by a person who mounts.
LACKS, BROKEN, SHADOWS, NOSUID = "lacks", "broken", "shadows", "nosuid"


def look(host):
    """[{"name", "path", "real", "fault", "kind", "mode", "cure"}] of both helpers.

    path is where PATH finds it, null where it is absent; fault a sentence or null, and kind one of LACKS, BROKEN, SHADOWS, NOSUID.
    mode and cure are numbers, cure null but for LACKS: then `real` may be given that mode.
    """
    mounted = mounts.seen(host)
    return [_helper(host, name, bit, mounted) for name, bit in HELPERS]


def _helper(host, name, bit, mounted):
    path = host.find(name) or _closed_to_all(host, name)
    seen = {"name": name, "path": path, "real": None, "fault": None, "kind": None, "mode": None, "cure": None}
    if path is None:
        return seen
    found = host.stat(path, follow=True)
    real, untrusted = trusted_path.follow(host, path)
    said, cure = _privilege(found["mode"], bool(host.capabilities(path) >> bit & 1), found["gid"])
    # The group of /usr/local may write there on some hosts: what works there is its administrators' affair, what lacks something is not given it.
    broken = "belongs to uid %d, not to root" % found["uid"] if found["uid"] != trusted_path.OWNER else None
    broken = broken or (said and untrusted and "%s, and %s" % (said, untrusted)) or (None if untrusted else _cannot_run(host, path, real))
    seen.update(real=real, mode=found["mode"])
    if not broken and not said:
        place = mounts.place(mounted, real)
        return dict(seen, fault="%s is on a file system mounted nosuid" % path, kind=NOSUID) if place and "nosuid" in place.options else seen
    other = _later(host, name, path)
    if other:
        return dict(seen, fault="%s %s, and it hides %s" % (path, broken or said, other), kind=SHADOWS)
    return dict(seen, fault="%s %s" % (path, broken or said), kind=BROKEN if broken else LACKS, cure=None if broken else cure)


def _closed_to_all(host, name):
    """The program where it lies in PATH without anybody's leave to run it, or None."""
    paths = [os.path.join(folder, name) for folder in host.path.split(":")]
    return next((path for path in paths if (host.stat(path, follow=True) or {}).get("kind") == "file"), None)


def _privilege(mode, capable, gid):
    """(what is wrong or None, the mode that cures it). Either privilege works, both together do not."""
    # A group of its own that may run it is a policy; where it is root's group, nobody may.
    runs = 0 if mode & 0o001 or gid != 0 else 0o111
    if mode & SETUID and capable:
        return BOTH, mode & ~SETUID | runs
    if not mode & SETUID and not capable:
        return NEITHER, mode | SETUID | runs
    return ("cannot be run by accounts (mode %04o)" % mode, mode | runs) if runs else (None, None)


def _cannot_run(host, path, real):
    """Why it is not the package's program, or None. Without arguments both print how they are used, and end with 1."""
    try:
        if not (host.read(real) or "").startswith("\x7fELF"):
            return "is not a program of the package uidmap (it is a script, or empty)"
    except Unanswered:      # larger than any of them, or closed to us, who are not root
        pass
    answer = host.run([path])
    return None if answer.rc == 1 and "usage" in answer.err else "cannot run (%s)" % (one_line(answer.err) or "status %d" % answer.rc)


def _later(host, name, path):
    """The same program in a folder that comes later in PATH, or None."""
    folders = host.path.split(":")
    behind = folders[folders.index(os.path.dirname(path)) + 1:]
    real = trusted_path.follow(host, path)[0]
    others = [host.find(name, folder) for folder in behind]
    return next((other for other in others if other and trusted_path.follow(host, other)[0] != real), None)


# -- giving it back ------------------------------------------------------------------------------------------------------


def restore(host, check, change_mode=trusted_path.change_mode):
    """{"changed", "programs": {path: {"before", "after"}}, "errors": [...], "diff"}: each helper that lacks only its bits gets them back."""
    programs, errors = {}, []
    for seen in look(host):
        if seen["kind"] != LACKS:
            errors += ["%s: nothing was changed" % seen["fault"]] if seen["fault"] else []
            continue
        try:
            if not check:
                change_mode(seen["real"], seen["mode"], seen["cure"])
            programs[seen["real"]] = {"before": "%04o" % seen["mode"], "after": "%04o" % seen["cure"]}
        except Unanswered as error:
            errors.append(str(error))
    diff = [{side: "mode: %s\n" % modes[side] for side in modes} for modes in programs.values()]
    for part, path in zip(diff, programs):
        part.update(before_header=path, after_header=path)
    return {"changed": bool(programs), "programs": programs, "errors": errors, "diff": diff}
