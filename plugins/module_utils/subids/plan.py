# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What /etc/subuid and /etc/subgid shall say so that an account has enough ids. Pure: texts in, texts out.

The map of a user namespace is built in the order of the file: a range that comes before one in use moves the owner of
every file. So ranges are appended, and a broken line becomes a range only where no good one follows it.
"""

from . import ranges

FILES = {"uid": "/etc/subuid", "gid": "/etc/subgid"}


def grant(texts, name, own_ids, counts, spans, blocked):
    """The texts {uid, gid} in which the account has counts[kind] ids; ValueError, in words for people, where that cannot be.

    own_ids {uid, gid} of the account, None where it does not exist yet; spans[kind] {"MIN", "MAX"}; blocked[kind] real ids.
    """
    uid = own_ids["uid"]
    for kind in ranges.KINDS:
        _refuse_overlap(texts[kind], name, own_ids, kind)
    mended = {kind: mend(texts[kind], name, uid, list(blocked[kind]) + [own_ids[kind]]) for kind in ranges.KINDS}
    entries = {kind: ranges.parse(mended[kind][0]) for kind in ranges.KINDS}
    missing = {kind: counts[kind] - total(entries[kind], name, uid) for kind in ranges.KINDS}
    said = [mended[kind][2] for kind in ranges.KINDS if mended[kind][2] is not None]
    starts = choose(entries, name, own_ids, missing, spans, blocked, said)
    return {kind: _placed(mended[kind], name, starts[kind], missing[kind]) for kind in ranges.KINDS}


def vacate(texts, name, own_ids):
    """The texts without any line of the account where its ranges overlap each other, its own id or somebody else's; else the texts."""
    overlapping = [
        kind for kind, text in texts.items()
        if _overlaps_itself(text, name, own_ids, kind) or ranges.overlaps(ranges.parse(text), name, own_ids["uid"])
    ]
    return {kind: _without(text, name, own_ids["uid"]) for kind, text in texts.items()} if overlapping else texts


def _without(text, name, uid):
    gone = [entry["index"] for entry in ranges.own(ranges.parse(text), name, uid)]
    return "\n".join(line for index, line in enumerate(text.split("\n")) if index not in gone)


def total(entries, name, uid):
    return sum(count for dummy, count in ranges.ranges_of(entries, name, uid))


def _overlaps_itself(text, name, own_ids, kind):
    return ranges.self_overlap(ranges.ranges_of(ranges.parse(text), name, own_ids["uid"]), own_ids[kind])


def _refuse_overlap(text, name, own_ids, kind):
    if _overlaps_itself(text, name, own_ids, kind):
        raise ValueError(
            "the ranges of '%s' in %s overlap each other or hold its own %s %s, the kernel refuses such a map: correct the lines by hand, "
            "files of its containers belong to these ids" % (name, FILES[kind], kind, own_ids[kind]))


# -- broken lines ----------------------------------------------------------------------------------------------------


def mend(text, name, uid, blocked):
    """(text, slot, start): own broken lines made good or into comments; slot is the line that a new range may take.

    A line is made good, with the very ids that it says, only where the account has no good one: those ids may own
    files. slot is None unless nothing good is left before or behind; start is what the line in the slot said.
    """
    entries = ranges.parse(text)
    broken = [entry for entry in ranges.own(entries, name, uid) if entry["broken"]]
    usable = bool(ranges.ranges_of(entries, name, uid))
    lines = text.split("\n")
    for entry in broken:
        others = [other for other in ranges.parse("\n".join(lines)) if other["index"] != entry["index"]]
        whole = not usable and entry["start"] is not None and entry["count"] and ranges.is_free(others, entry["start"], entry["count"], blocked)
        lines[entry["index"]] = _line(entry["owner"], entry["start"], entry["count"]) if whole else "#" + entry["text"].rstrip("\r")
    text = "\n".join(lines)
    slot = broken[0] if broken and not ranges.ranges_of(ranges.parse(text), name, uid) else None
    return text, slot and slot["index"], slot and slot["start"]


def _line(owner, start, count):
    return "%s:%d:%d" % (owner, start, count)


def _placed(mended, name, start, count):
    text, slot, dummy = mended
    if start is None:
        return text
    lines = text.split("\n")
    if slot is not None:
        lines[slot] = _line(name, start, count)
        return "\n".join(lines)
    return text + ("\n" if text and not text.endswith("\n") else "") + _line(name, start, count) + "\n"


# -- new ranges ------------------------------------------------------------------------------------------------------


def choose(entries, name, own_ids, missing, spans, blocked, said=()):
    """{uid, gid}: the start of the range to add, None where enough is there; the same for both where that is possible.

    said are starts that stood in broken lines: its files may belong to these ids.
    """
    needy = [kind for kind in ranges.KINDS if missing[kind] > 0]
    starts = dict.fromkeys(ranges.KINDS)
    for kind in needy:
        starts[kind] = _known(kind, entries, name, own_ids, missing[kind], spans[kind], blocked[kind], said)
    if len(needy) == 2 and starts["uid"] is None and starts["gid"] is None:
        starts = dict.fromkeys(needy, common(entries, own_ids, max(missing.values()), spans, blocked))
    for kind in needy:
        if starts[kind] is None:
            starts[kind] = _alone(kind, entries[kind], name, own_ids[kind], missing[kind], spans[kind], blocked[kind])
    return starts


def _known(kind, entries, name, own_ids, count, span, blocked, said):
    """A start that the account has had here, or has in the other file, if that is free here."""
    other = [word for word in ranges.KINDS if word != kind][0]
    candidates = list(said) + [start for start, dummy in ranges.ranges_of(entries[other], name, own_ids["uid"])]
    allowed = [start for start in candidates if span["MIN"] <= start and start + count - 1 <= span["MAX"]]
    return next((start for start in allowed if ranges.is_free(entries[kind], start, count, list(blocked) + [own_ids[kind]])), None)


def common(entries, own_ids, count, spans, blocked):
    """The first start that is free in both files, or None."""
    lowest, highest = max(span["MIN"] for span in spans.values()), min(span["MAX"] for span in spans.values())
    everyone = list(blocked["uid"]) + list(blocked["gid"]) + [own_ids["gid"]]
    return ranges.free_start(entries["uid"] + entries["gid"], count, lowest, highest, own_ids["uid"], everyone)


def _alone(kind, entries, name, own_id, count, span, blocked):
    start = ranges.free_start(entries, count, span["MIN"], span["MAX"], own_id, blocked)
    if start is None:
        raise ValueError(
            "no %d ids in a row are free for '%s' in %s between SUB_%s_MIN %d and SUB_%s_MAX %d of /etc/login.defs: raise the maximum "
            "or remove the lines of accounts that are gone" % (count, name, FILES[kind], kind.upper(), span["MIN"], kind.upper(), span["MAX"]))
    return start
