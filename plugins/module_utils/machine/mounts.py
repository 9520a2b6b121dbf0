# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is mounted, what a path lies on, and what this host says belongs there. Text in, data out; now(), of() and what is below them ask the host."""

import collections
import os
import re

from .account import Unanswered

Mount = collections.namedtuple("Mount", "number parent point options type")      # options: a set, of the mount and of its file system

MOUNTINFO = "/proc/self/mountinfo"
# FUSE lets any account mount, 1000 times where nobody said otherwise, with long names, each of whose bytes may be written as four: that is 48 MB.
WHOLE, LINE = 1 << 26, 1 << 16      # bytes; what is cut off a line are options of the file system
UNITS = ("/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
         "/lib/systemd/system")


def decoded(word):
    """A word of mountinfo, fstab or an autofs map: blanks, tabs, line ends and backslashes are written as \\040 and the like."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), word)


def mounted(lines, path="/"):
    """[Mount] of the lines of mountinfo, in the order in which they were mounted; of what accounts mounted, only what is above the path or on it."""
    found = []
    for line in lines:
        here, dummy, there = line.rstrip("\n").partition(" - ")
        words, tail = here.split(" "), there.split(" ")
        if len(words) > 5 and len(tail) > 2:
            one = Mount(words[0], words[1], words[4], frozenset((words[5] + "," + tail[2]).split(",")), tail[0])
            if not _by_an_account(one) or len(one.point) <= 4 * len(path) and decoded(one.point) in steps(path):
                found.append(one._replace(point=decoded(one.point)))
    return found


def _by_an_account(mount):
    """FUSE alone lets accounts mount, and the kernel says whose it is."""
    return mount.type.split(".")[0] == "fuse" and any(option.startswith("user_id=") and option != "user_id=0" for option in mount.options)


def seen(host, path="/"):
    """The [Mount] of this machine, as the asking process sees it; [] where there is no /proc. See mounted."""
    return mounted(host.lines(MOUNTINFO, WHOLE, LINE), path)


def now(host, path):
    """Like seen, but it has to be known."""
    found = seen(host, path)
    if not found:
        raise Unanswered("%s: nothing to read" % MOUNTINFO)
    return found


def of(host, path):
    """The Mount on which a path lies now, links followed."""
    real = host.resolved(path)
    return place(now(host, real), real)


def place(mounts, path):
    """The Mount on which an absolute path lies, or None: walked as the kernel walks, so that what is covered by a later mount counts for nothing."""
    numbers = {one.number for one in mounts}
    here = next((one for one in reversed(mounts) if one.point == "/" and (one.parent not in numbers or one.parent == one.number)), None)
    for point in steps(path):
        over = here
        while over:
            here, over = over, next((one for one in reversed(mounts) if one.parent == over.number != one.number and one.point == point), None)
    return here


def steps(path):
    """/, /home, /home/alice: the path and every folder above it, from the root on."""
    parts = [part for part in path.split("/") if part]
    return ["/"] + ["/" + "/".join(parts[:length]) for length in range(1, len(parts) + 1)]


# -- what belongs there ----------------------------------------------------------------------------------------------


def missing(host, path):
    """[where and by what something is said to be mounted], for a path and the folders above it, where nothing is mounted now."""
    mounts = now(host, path)
    return ["%s (%s)" % (point, source) for point, source in declared(host, path) if place(mounts, point).point != point]


def declared(host, path):
    """[(mount point, file that says so)] for a path and the folders above it, the outermost first."""
    points = steps(path)[1:]
    found = {point: "/etc/fstab" for point in fstab_points(_text(host, "/etc/fstab")) if point in points}
    for point, source in _autofs(host):
        found.setdefault(point, source)
    for point in points:
        units = [folder + "/" + unit_name(point) for folder in UNITS]
        there = next((path for path in units + _encrypted(point) if _seen(host, path)), None)
        if there:
            found.setdefault(point, there)
    return [(point, found[point]) for point in points if point in found]


def _encrypted(home):
    """What lies beside a home that is decrypted at a login: of systemd-homed, and of eCryptfs."""
    return [home + ".home", home + ".homedir", os.path.join(os.path.dirname(home), ".ecryptfs", os.path.basename(home))]


def beside(host, path):
    """Whether other folders beside this one are mount points, and not by the will of an account."""
    folder = os.path.dirname(path)
    return folder != "/" and any(os.path.dirname(one.point) == folder and one.point != path for one in now(host, path))


def _seen(host, path):
    try:
        found = host.stat(path)
    except Unanswered:      # in a folder that is closed to the account
        return False
    return found is not None and found["target"] != "/dev/null"


def _text(host, path):
    """The generator makes a unit of every line of fstab, so one that is closed to the account is no loss."""
    try:
        return host.read_system(path) or ""
    except Unanswered:
        return ""


def fstab_points(text):
    """The mount points of an fstab, swap and comments aside."""
    lines = [line.split() for line in text.splitlines() if not line.lstrip().startswith("#")]
    return [decoded(words[1]).rstrip("/") or "/" for words in lines if len(words) > 1 and words[1].startswith("/")]


def unit_name(point):
    """The name of the mount unit of a mount point, as systemd-escape --path says it."""
    escaped = re.sub("[^a-zA-Z0-9:_./]|^[.]", lambda match: "".join("\\x%02x" % byte for byte in match.group().encode("utf-8")), point.strip("/"))
    return escaped.replace("/", "-") + ".mount"


def _autofs(host):
    """[(mount point, map)]: an indirect map is mounted on its own folder, a direct one has a mount point in each line."""
    masters = ["/etc/auto.master"] + ["/etc/auto.master.d/" + name for name in host.list("/etc/auto.master.d") if name.endswith(".autofs")]
    found = []
    for master in masters:
        for point, said in _lines(host, master):
            path = said[0].split(":")[-1]
            direct = _lines(host, path) if point == "/-" and path.startswith("/") else []
            found += [(key, path) for key, dummy in direct] if point == "/-" else [(point, master)]
    return [(os.path.normpath(point), source) for point, source in found if point.startswith("/")]


def _lines(host, path):
    """[(first word, the others)] of a map of autofs."""
    words = [line.split() for line in _text(host, path).splitlines() if not line.lstrip().startswith(("#", "+"))]
    return [(decoded(line[0]), line[1:]) for line in words if len(line) > 1]
