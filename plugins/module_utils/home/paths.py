# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The paths below a home that a daemon reads and we write, and whether each is what it seems. Asked as the account."""

import os
import re
import shlex

from ..wishes import converters
from ..machine import mounts
from ..daemon.files import config_path
from ..machine.host import Unanswered

UNITS = ".config/systemd/user"
# A folder and a file that we write into must be the account's own, and no link.
FOLDERS = (".config", ".config/docker", ".config/systemd", UNITS, UNITS + "/docker.service.d", UNITS + "/default.target.wants", ".docker")
FILES = (UNITS + "/docker.service", UNITS + "/docker.service.d/50-rootless-docker.conf", ".config/docker/daemon.json", ".docker/config.json")
# Above the data root only the daemon writes, as the account: a link leads it where somebody wants it.
DAEMONS = (".local", ".local/share")
KINDS = {"dir": "directory", "fifo": "FIFO", "char": "device", "block": "device", "link": "symbolic link"}


def new_homes(host):
    """The folder in which useradd makes homes."""
    found = re.search("^HOME=(/.*)$", host.read("/etc/default/useradd") or "", re.MULTILINE)
    return found.group(1).strip() if found else "/home"


def faults(host, account):
    """What is not the account's own file or directory: [{"path", "seen": a sentence, "cure": a command, "closed": its daemon cannot read it}]."""
    wanted = [(name, "dir") for name in FOLDERS + DAEMONS] + [(name, "file") for name in FILES]
    found = [fault for fault in [_homeless(host, account)] if fault]
    for name, kind in [] if found else wanted:      # in a home that is not the account's nothing is foreign, and nothing to be given away
        path = os.path.join(account.home, name)
        fault = _fault(host, account, path, kind)
        hidden = fault and fault["seen"].startswith(path + ":") and in_the_way(found, [path])     # a folder above it says it all
        found += [fault] if fault and not hidden else []
    config = config_path(account.home)
    return [dict(fault, closed=fault["path"] in mounts.steps(config) and _is_closed(host, config)) for fault in found]


def in_the_way(found, paths):
    """Those that keep the daemon from reading, or any of the paths from being written: the path's own, and those of the folders above it."""
    paths = list(paths) + [fault["path"] for fault in found if fault.get("closed")]
    return [fault for fault in found if any(fault["path"] in mounts.steps(path) for path in paths)]


def refusal(host, account, paths):
    """Why the paths are not written, a sentence, or None. A home that is not the account's is in the way of everything."""
    found = in_the_way(faults(host, account), [account.home] + list(paths))
    return "%s; nothing was written" % "; ".join(fault["seen"] for fault in found) if found else None


def _homeless(host, account):
    """The home itself may be reached by a link: whoever can set one there owns the machine."""
    found = host.stat(account.home, follow=True)
    own = found and found["kind"] == "dir" and found["uid"] == account.uid
    seen = "%s does not exist or is not a directory owned by %s" % (account.home, account.name)
    return None if own else _said(account.home, seen, "ls -ld %s; getent passwd %s", account.home, account.name)


def claim(host, account, owner):
    """Commands that give an account a home of its own, where a directory of uid `owner` is in its place. No chown of what others need, too."""
    name, home = shlex.quote(account.name), shlex.quote(account.home)
    moved = "usermod --home %s %s; mkhomedir_helper %s" % (shlex.quote("/home/%s.new" % account.name), name, name)
    if _is_shared(host, account):
        return "give it a home of its own, for %s is not its alone: %s" % (home, moved)
    return ("see whose files these are: getent passwd %d; ls -la %s; find %s ! -user %s. If all of it is of %s, as root: "
            "chown --no-dereference --recursive --from=%d %s: %s. If not, give it another home: %s" % (owner, home, home, name, name, owner, name, home, moved))


def _is_shared(host, account):
    """The system's, or with another account's home in it, as far as this host's own file tells."""
    entries = [line.split(":") for line in (host.read_system("/etc/passwd") or "").splitlines()]
    others = [entry[5] for entry in entries if len(entry) == 7 and entry[0] != account.name]
    places = {"/" + os.path.normpath(path).lstrip("/") for path in (account.home, host.resolved(account.home))}
    return any(converters.is_systems(place) or any((other.rstrip("/") + "/").startswith(place + "/") for other in others) for place in places)


def _fault(host, account, path, kind):
    try:
        found = host.stat(path, follow=kind == "dir" and path.endswith(DAEMONS))
    except Unanswered as error:     # closed to the account: its daemon could not look there either
        return _said(path, str(error), "ls -ld %s", os.path.dirname(path))
    if found is None or _is_mask(path, found):
        return None
    if found["kind"] == "link":
        return _said(path, "%s is a symbolic link to %s" % (path, found["target"]), "mv %s %s", path, path + ".away")
    if found["kind"] != kind:
        seen = "%s is a %s, not a %s" % (path, KINDS.get(found["kind"], found["kind"]), KINDS.get(kind, kind))
        return _said(path, seen, "mv %s %s", path, path + ".away")
    if found["uid"] != account.uid:
        owner = "root" if found["uid"] == 0 else "uid %d" % found["uid"]
        return _said(path, "%s belongs to %s" % (path, owner), "chown -h %s: %s", account.name, path)
    return None


def _is_closed(host, path):
    """dockerd goes through links, and ends or waits for ever where this is no file that it may read."""
    try:
        host.stat(path)
        host.read_system(path)
    except Unanswered:
        return True
    return False


def _is_mask(path, found):
    """A unit that is a link to /dev/null is masked, which the unit's own finding says."""
    return found["target"] == "/dev/null" and "/" + UNITS + "/" in path


def _said(path, seen, cure, *words):
    return {"path": path, "seen": seen, "cure": cure % tuple(shlex.quote(word) for word in words)}
