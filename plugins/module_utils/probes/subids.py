# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from .. import mounts, subid
from ..host import Unanswered, runtime_dir

# The helper that maps each kind of id, and the capability bit that serves it as well as the setuid bit.
HELPERS = (("newuidmap", 7), ("newgidmap", 6))
FILES = (("uid", "/etc/subuid"), ("gid", "/etc/subgid"))


def probe(host):
    """Can accounts of this host map subordinate ids?

    {
        "newuidmap": "/usr/bin/newuidmap",      # absolute paths, null where absent
        "newgidmap": "/usr/bin/newgidmap",
        "helper_faults": ["/usr/bin/newuidmap has neither the setuid bit nor cap_setuid"],
        "helper_modes": {},                     # {path: octal mode}: what would cure each fault, none for a nosuid mount
        "source": "files",                      # nsswitch.conf's subid: source; with another one the files are ignored
    }
    """
    facts = {name: host.find(name) for name, dummy in HELPERS}
    mounted = mounts.mounted(host.read(mounts.MOUNTINFO) or "")
    faults = [_fault(host, facts[name], bit, mounted) for name, bit in HELPERS if facts[name]]
    facts["helper_faults"] = ["%s %s" % (path, said) for path, said, dummy in faults if said]
    facts["helper_modes"] = {path: mode for path, said, mode in faults if mode}
    facts["source"] = subid.source(host.read_system("/etc/nsswitch.conf") or "")
    return facts


def _fault(host, path, bit, mounted):
    """(path, what is wrong or None, the mode that cures it or None). Either privilege works, both together do not."""
    found = host.stat(path, follow=True)
    suid, capable = bool(found["mode"] & 0o4000), bool(host.capabilities(path) >> bit & 1)
    if found["uid"] != 0:
        return path, "belongs to uid %d, not to root" % found["uid"], "4755"
    if suid and capable:
        return path, "has the setuid bit and a file capability, which the kernel refuses together", "0755"
    if not suid and not capable:
        return path, "has neither the setuid bit nor its file capability", "4755"
    place = mounts.place(mounted, path)
    return path, "is on a file system mounted nosuid" if place and "nosuid" in place.options else None, None


def probe_account(host, account, wish):
    """Which subordinate ids does this account have, and does its running daemon use them?

    {
        "uids": [[100000, 65536]],      # [start, count] in the order of the file; of getsubids where the files are not the source
        "gids": [[100000, 65536]],
        "uid_count": 65536,             # ids in all
        "gid_count": 65536,
        "faults": ["/etc/subuid:3 'alice:100000' has no count"],    # lines of its own that no daemon can start with
        "self_overlap": False,          # two of its ranges share ids, or one holds its own id
        "neighbours": ["bob 100000:65536 in /etc/subuid"],          # who else owns some of these ids
        "map_outdated": False,          # the daemon that runs was started with other ranges, and there are new ones to restart it on
    }
    """
    ranges, faults, neighbours = {}, [], []
    elsewhere = subid.source(host.read_system("/etc/nsswitch.conf") or "") != "files"
    for kind, path in FILES:
        text, fault = ("", None) if elsewhere else _readable(host, path)
        entries = subid.parse(text)
        faults += [fault] if fault else []
        ranges[kind] = _told(host, account, kind) if elsewhere else subid.ranges_of(entries, account.name, account.uid)
        faults += [path + said for said in subid.own_faults(entries, account.name, account.uid)]
        neighbours += ["%(owner)s %(start)d:%(count)d in " % other + path for other in subid.overlaps(entries, account.name, account.uid)]
    own = {"uid": account.uid, "gid": account.gid}
    facts = {
        "uids": ranges["uid"], "gids": ranges["gid"], "faults": faults, "neighbours": neighbours,
        "uid_count": sum(count for dummy, count in ranges["uid"]), "gid_count": sum(count for dummy, count in ranges["gid"]),
        "self_overlap": any(subid.self_overlap(ranges[kind], own[kind]) for kind in ranges),
    }
    try:
        facts["map_outdated"] = all(ranges.values()) and _outdated(host, account, ranges)
    except Unanswered as error:
        facts["unanswered"] = {"map_outdated": str(error)}
    return facts


def _readable(host, path):
    """(the text, None), or ("", why): rootlesskit reads the file as the account, so what stops us here stops it too."""
    try:
        return host.read_system(path) or "", None
    except Unanswered as error:
        return "", str(error)


def _told(host, account, kind):
    """What getsubids says where the files are not the source: lines "0: alice 100000 65536"."""
    told = host.run(["getsubids"] + (["-g"] if kind == "gid" else []) + [account.name])
    lines = [line.split() for line in told.out.splitlines()] if told.rc == 0 else []
    return [[int(words[2]), int(words[3])] for words in lines if len(words) == 4]


def _outdated(host, account, ranges):
    """The map is fixed when the daemon's user namespace is made: later lines in the files change nothing."""
    child = (host.read(runtime_dir(account) + "/dockerd-rootless/child_pid") or "").strip()
    if not child.isdigit():
        return False
    for kind in ranges:
        text = host.read("/proc/%s/%s_map" % (child, kind))
        live = [[int(word) for word in line.split()[1:]] for line in (text or "").splitlines()]
        if text and sorted(live[1:]) != sorted(ranges[kind]):
            return True
    return False
