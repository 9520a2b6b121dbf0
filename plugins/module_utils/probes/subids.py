# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import os

from ..session.state import rootlesskit_child
from ..storage import image_store
from ..subids import ranges as subid, files as subid_files, uidmap
from ..machine.host import Unanswered

HELPER_FACTS = (("helper_faults", uidmap.LACKS), ("helpers_broken", uidmap.BROKEN), ("helpers_shadowing", uidmap.SHADOWS), ("helpers_nosuid", uidmap.NOSUID))
FILES = (("uid", "/etc/subuid"), ("gid", "/etc/subgid"))


def probe(host):
    """Can accounts of this host map subordinate ids?

    {
        "newuidmap": "/usr/bin/newuidmap",      # absolute paths along the system's PATH, null where absent
        "newgidmap": "/usr/bin/newgidmap",
        "helper_faults": ["/usr/bin/newuidmap has neither the setuid bit nor its file capability"],     # only its bits are lacking
        "helpers_broken": ["/usr/bin/newuidmap belongs to uid 1, not to root"],     # not what the package brings
        "helpers_shadowing": ["/usr/local/bin/newuidmap belongs to uid 1001, not to root, and it hides /usr/bin/newuidmap"],     # before another in PATH
        "helpers_nosuid": ["/usr/bin/newuidmap is on a file system mounted nosuid"],
        "source": "files",                      # nsswitch.conf's subid: source; with another one the files are ignored
    }
    """
    helpers = uidmap.look(host)
    facts = {seen["name"]: seen["path"] for seen in helpers}
    for key, kind in HELPER_FACTS:
        facts[key] = [seen["fault"] for seen in helpers if seen["kind"] == kind]
    facts["source"] = subid.source(host.read_system("/etc/nsswitch.conf") or "")
    return facts


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
        "unused": False,                # nothing is kept where its containers would be: no file belongs to its ids
        "free": "165536-231071",        # ids that are free in both files, where it lacks or shares some; START-END where that could not be told
        "map_outdated": False,          # the daemon that runs was started with other ranges, and there are new ones to restart it on
    }
    """
    ranges, texts, faults, neighbours = {}, {}, [], []
    elsewhere = subid.source(host.read_system("/etc/nsswitch.conf") or "") != "files"
    for kind, path in FILES:
        texts[kind], fault = ("", None) if elsewhere else _readable(host, path)
        entries = subid.parse(texts[kind] or "")
        faults += [fault] if fault else []
        ranges[kind] = _from_getsubids(host, account, kind) if elsewhere else subid.ranges_of(entries, account.name, account.uid)
        faults += [path + said for said in subid.own_faults(entries, account.name, account.uid)]
        neighbours += ["%(owner)s %(start)d:%(count)d in " % other + path for other in subid.overlaps(entries, account.name, account.uid)]
    own = {"uid": account.uid, "gid": account.gid}
    facts = {
        "uids": ranges["uid"], "gids": ranges["gid"], "faults": faults, "neighbours": neighbours,
        "uid_count": sum(count for dummy, count in ranges["uid"]), "gid_count": sum(count for dummy, count in ranges["gid"]),
        "self_overlap": any(subid.self_overlap(ranges[kind], own[kind]) for kind in ranges),
        "unused": _unused(host, account, wish),
    }
    needy = min(facts["uid_count"], facts["gid_count"]) < subid.STANDARD or facts["self_overlap"] or neighbours
    facts["free"] = _free(host, account, texts) if needy and not elsewhere else None
    try:
        facts["map_outdated"] = all(ranges.values()) and _outdated(host, account, ranges)
    except Unanswered as error:
        facts["unanswered"] = {"map_outdated": str(error)}
    return facts


def _unused(host, account, wish):
    """Other programs that map the same ids keep theirs beside Docker's; what cannot be looked into counts as used."""
    keepers = {image_store.data_root_of(host, account, wish), image_store.data_root_of(host, account, {})}
    keepers.update(os.path.join(account.home, ".local/share", name) for name in ("docker", "containers"))
    try:
        return not any(host.list(path) for path in sorted(keepers))
    except Unanswered:
        return False


def _free(host, account, texts):
    try:
        return None not in texts.values() and subid_files.proposal(host, account, texts) or "START-END"
    except Unanswered:
        return "START-END"


def _readable(host, path):
    """(the text, None), or (None, why): rootlesskit reads the file as the account, so what stops us here stops it too."""
    try:
        return host.read_system(path) or "", None
    except Unanswered as error:
        return None, str(error)


def _from_getsubids(host, account, kind):
    """What getsubids says where the files are not the source: lines "0: alice 100000 65536"."""
    if account.name.startswith("-"):
        raise Unanswered("getsubids takes the name %s for an option" % account.name)
    told = host.run(["getsubids"] + (["-g"] if kind == "gid" else []) + [account.name])
    rows = [line.split()[-2:] for line in told.out.splitlines()] if told.rc == 0 else []
    return [[int(word) for word in row] for row in rows if len(row) == 2 and all(word.isdigit() and len(word) < 11 for word in row)]


def _outdated(host, account, ranges):
    """The map is fixed when the daemon's user namespace is made: later lines in the files change nothing."""
    child = rootlesskit_child(host, account)
    if child is None:
        return False
    for kind in ranges:
        text = host.read("/proc/%s/%s_map" % (child, kind))
        live = [[int(word) for word in line.split()[1:]] for line in (text or "").splitlines()]
        if text and sorted(live[1:]) != sorted(ranges[kind]):
            return True
    return False
