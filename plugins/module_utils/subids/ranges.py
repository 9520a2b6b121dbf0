# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arithmetic of /etc/subuid and /etc/subgid. Pure: texts in, texts and numbers out.

An entry is {"owner", "start", "count", "index", "text", "broken"}: index counts the file's lines from 0, broken is None or
what shadow cannot read in it. start and count are what a person reads there, also in a broken line, or None: a range
that its owner cannot use today may hold its files, so nobody else is given it.
"""

import re

STANDARD = 65536                # ids that images expect
LAST = 4294967294               # 2**32 - 1 means "no id"
DEFAULTS = {"MIN": 100000, "MAX": 600100000, "COUNT": STANDARD}
KINDS = ("uid", "gid")
# strtoul with base 0, as shadow reads: blanks before it, hexadecimal and octal, but nothing behind it.
NUMBER = re.compile(r"^[ \t]*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$")


# -- reading ---------------------------------------------------------------------------------------------------------


def source(nsswitch):
    """The source of sub-ids that nsswitch.conf names: shadow takes the first word, and "files" where the line is absent."""
    for line in nsswitch.splitlines():
        words = line.split("#")[0].split()
        if words and words[0] == "subid:" and len(words) > 1:
            return words[1]
    return "files"


def limits(login_defs, kind):
    """{"MIN", "MAX", "COUNT"} of the sub-ids of a kind (uid, gid), from login.defs or shadow's defaults."""
    found = dict(DEFAULTS)
    for line in login_defs.splitlines():
        words = line.split()
        name = words[0][len("SUB_UID_"):] if len(words) > 1 and words[0].startswith("SUB_%s_" % kind.upper()) else None
        if name in found and number(words[1]) is not None:
            found[name] = number(words[1])
    return found


def ids(database):
    """The numbers in the third column of passwd or group: ids of real accounts, which no range may hold."""
    columns = [line.split(":") for line in database.splitlines()]
    return [int(column[2]) for column in columns if len(column) > 2 and column[2].isdigit()]


def number(text):
    found = NUMBER.match(text)
    if not found:
        return None
    digits = found.group(1)
    return int(digits, 16 if digits[:2] in ("0x", "0X") else 8 if digits.startswith("0") else 10)


def parse(text):
    """The entries of a file; comments and empty lines are none."""
    return [_entry(index, line) for index, line in enumerate(text.split("\n")) if line.strip() and not line.lstrip().startswith("#")]


def _entry(index, line):
    fields = line.split(":") + ["", ""]
    start, count = (number(field.strip()) for field in fields[1:3])
    return {"owner": fields[0].strip(), "start": start, "count": count, "index": index, "text": line, "broken": _broken(line, fields)}


def _broken(line, fields):
    """Why shadow ignores this line, or None. All of these were tried: it reads more than one would think, and less."""
    if fields[0] != fields[0].strip():
        return "has a blank beside its owner"
    if line.endswith("\r"):
        return "ends with a carriage return"
    for field, name in zip(fields[1:3], ("start", "count")):
        if not field.strip():
            return "has no %s" % name
        if number(field) is None:
            return "has a blank behind its %s" % name if number(field.strip()) is not None else "has a %s that is not a number" % name
    if number(fields[2]) == 0:
        return "has no ids"
    return "ends above %d" % LAST if number(fields[1]) + number(fields[2]) - 1 > LAST else None


# -- whose -----------------------------------------------------------------------------------------------------------


def own(entries, name, uid):
    """The entries of an account, by its name or its uid (None: not known yet)."""
    return [entry for entry in entries if entry["owner"] in _names(name, uid)]


def _names(name, uid):
    return (name,) if uid is None else (name, "%d" % uid)


def ranges_of(entries, name, uid):
    """[[start, count]] that the account can use, in the order of the file; a line that is there twice counts once."""
    found = []
    for entry in own(entries, name, uid):
        pair = [entry["start"], entry["count"]]
        if not entry["broken"] and pair not in found:
            found.append(pair)
    return found


def own_faults(entries, name, uid):
    """":3 'alice:100000' has no count": the lines of its own that shadow cannot read, to be put behind the file's name."""
    return [":%d '%s' %s" % (entry["index"] + 1, entry["text"].strip()[:80], entry["broken"]) for entry in own(entries, name, uid) if entry["broken"]]


def overlaps(entries, name, uid):
    """[{"owner", "start", "count"}] of others who own some of the account's ids too."""
    mine = ranges_of(entries, name, uid)
    others = [entry for entry in entries if entry["owner"] not in _names(name, uid) and not entry["broken"]]
    return [
        {key: entry[key] for key in ("owner", "start", "count")}
        for entry in others if any(_meet(_span(entry), (start, start + count)) for start, count in mine)
    ]


def self_overlap(ranges, own_id=None):
    """Do ranges of one account share ids, or hold its own id? The kernel refuses such a map."""
    ordered = sorted(ranges + ([] if own_id is None else [[own_id, 1]]))
    return any(start + count > following[0] for (start, count), following in zip(ordered, ordered[1:]))


# -- what is free ----------------------------------------------------------------------------------------------------


def _span(entry):
    """(first, behind the last) id; a start without a count is given the standard room."""
    return (entry["start"], entry["start"] + (entry["count"] or STANDARD))


def _meet(one, other):
    return one[0] < other[1] and other[0] < one[1]


def _taken(entries, blocked):
    spans = [_span(entry) for entry in entries if entry["start"] is not None]
    return sorted(spans + [(one, one + 1) for one in blocked if one is not None])


def is_free(entries, start, count, blocked=()):
    """Does nobody own any of these ids, in whatever line, and is none of them a real id?"""
    return start + count - 1 <= LAST and not any(_meet(span, (start, start + count)) for span in _taken(entries, blocked))


def free_start(entries, count, lowest, highest, own_id, blocked=()):
    """The start of the first range of count ids within lowest..highest that is free, or None."""
    start = lowest
    for first, behind in _taken(entries, list(blocked) + [own_id]):
        if _meet((first, behind), (start, start + count)):
            start = behind
    return start if start + count - 1 <= min(highest, LAST) else None
