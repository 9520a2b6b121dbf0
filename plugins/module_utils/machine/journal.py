# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journal says about an account's daemon, cut and cleaned: its text is the account's, not to be trusted.

It is asked as root, since with a volatile journal an account may not read its own; never for more than so many entries, and without
fields of more than 4 kB, which journalctl leaves out of JSON: an account may have logged gigabytes.
"""

import collections
import re

from .account import Unanswered
from ..wishes.credentials import fitted
from ..data.texts import from_json

LINES, WIDTH = 20, 500          # of the lines that a reply or a fact carries
FETCHED = 400                   # entries of a daemon
SECONDS = 20                    # for one account's journal
ALL, ALL_WIDTH, ALL_SIZE = 2000, 1000, 400000       # entries of an account, characters of a line, and of all of them
STARTING = "7d4958e842da4a758f6c1cdc7b36dcc5"       # the id of systemd's message "Starting ..."

NOISE = re.compile(r"^\++ |\blevel=(info|debug)\b|Setting child propagation to")      # set -x of dockerd-rootless.sh, and what a well start says
CONTROL = re.compile(u"\x1b\\[[0-9;]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# What follows every failure and tells no cause.
AFTERMATH = re.compile(
    r"\[rootlesskit:(parent|child )\] error: (child exited|command \[|EOF|parsing message)|^(Starting|Started|Stopping|Stopped|Failed to start) "
    r"|\.service: (Main process exited|Control process exited|Failed with result|Scheduled restart|Start request repeated|Consumed)")
FAILED = re.compile(r"\.service: Failed with result|^Failed to start ")

# The line that tells the cause, most telling first.
TELLING = (
    re.compile(r"failed to start daemon|unable to configure the Docker daemon|failed to load listeners"),
    re.compile(r"\[rootlesskit:(parent|child )\] error: "),
    re.compile(r"dockerd-rootless\.sh: |needs to be|must be executed|Unable to locate|bad unit file"),
    re.compile(r"level=(error|fatal)|\berror\b|denied|timed out"),
    re.compile(r"not permitted|cannot |no such file|not found|no space|failed|invalid|unable to|refused", re.I),
)

Entry = collections.namedtuple("Entry", "begins text")      # begins: systemd starts the daemon here; text: None where it was too long


def cleaned(text, width=WIDTH):
    """One line without control characters and credentials, at most `width` characters."""
    return fitted(CONTROL.sub("", text), width)


def last_lines(texts):
    """Of messages, the last LINES lines worth reading."""
    lines = [line for text in texts for line in text.splitlines()]
    return [cleaned(line) for line in lines if line.strip() and not NOISE.search(line)][-LINES:]


def telling(lines):
    """The line that most likely names the cause, or None."""
    told = [line for line in lines if not AFTERMATH.search(line)]
    for pattern in TELLING:
        found = [line for line in told if pattern.search(line)]
        if found:
            return found[-1]
    return (told or lines or [None])[-1]


def of_daemon(host, uid, since=None, until=None):
    """The last_lines of the account's docker.service since its last start, between two times (seconds since 1970) if they are given.

    Raises Unanswered where the journal did not come in time; [] where there is none.
    """
    said = ["_UID=%d" % uid, "_SYSTEMD_USER_UNIT=docker.service"]
    about = ["_UID=%d" % uid, "USER_UNIT=docker.service"]
    window = ["--%s=@%.3f" % pair for pair in (("since", since), ("until", until)) if pair[1] is not None]
    return last_lines(of_last_start(_entries(host, FETCHED, window + said + ["+"] + about)))


def of_account(host, uid):
    """The last lines of everything that an account logged, as many as ALL_SIZE holds. Raises Unanswered."""
    lines, size = [], 0
    for entry in reversed(_entries(host, ALL, ["_UID=%d" % uid])):
        for line in reversed((entry.text or "").splitlines()):
            lines.append(cleaned(line, ALL_WIDTH))
            size += len(lines[-1])
            if size > ALL_SIZE:
                return lines[-2::-1]
    return lines[::-1]


def of_accounts(host, names):
    """{name: {"changed", "error", "lines"}}: of_account for many, side by side."""
    found = host.look_up(names)
    replies = {name: _reply(error=why) for name in names for why in [_why_not(name, found[name])] if why}
    asked = [name for name in names if name not in replies]
    answers = host.aside([("reading the journal of " + name, _question(found[name].uid)) for name in asked], 2 * SECONDS)
    for name, answer in zip(asked, answers):
        replies[name] = _reply(error=str(answer)) if isinstance(answer, Unanswered) else _reply(lines=answer)
    return replies


def _why_not(name, account):
    if account is None:
        return "there is no account '%s' on this host" % name
    if isinstance(account, Unanswered):
        return str(account)
    return None if account.uid else "%s has uid 0: what the system logs is not the journal of an account" % name


def _question(uid):
    return lambda host: of_account(host, uid)


def _reply(**said):
    return dict({"changed": False, "error": None, "lines": []}, **said)


def _entries(host, count, matches):
    """The newest entries, the oldest of them first. What does not fit into an answer of host.run are the oldest."""
    asked = ["journalctl", "-q", "--no-pager", "-r", "-n", str(count), "-o", "json", "--output-fields=MESSAGE,MESSAGE_ID"]
    found = [_entry(line) for line in host.run(asked + matches, SECONDS).out.splitlines()]
    return [entry for entry in reversed(found) if entry]


def _entry(line):
    """An Entry; bytes that are not UTF-8 come as numbers, a field that is too long as null, one that was given twice as a list."""
    try:
        fields = from_json(line)
    except ValueError:
        return None             # cut off
    text = fields.get("MESSAGE") if isinstance(fields, dict) else None
    if isinstance(text, list) and text and isinstance(text[0], (str, list)):
        text = text[0]
    if isinstance(text, list) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in text):
        text = bytes(bytearray(text)).decode("utf-8", "replace")
    begins = isinstance(fields, dict) and fields.get("MESSAGE_ID") == STARTING
    return Entry(begins, text if isinstance(text, str) else None)


def of_last_start(entries):
    """The texts since the last start; while it has told nothing yet, those of a failed one before it come first."""
    starts = [0] + [index for index, entry in enumerate(entries) if entry.begins]
    texts = [[entry.text for entry in entries[begin:end] if entry.text] for begin, end in zip(starts, starts[1:] + [None])]
    lines = [[line for text in start for line in text.splitlines()] for start in texts]
    before = texts[-2] if len(texts) > 1 and not _tells(lines[-1]) and any(FAILED.search(line) for line in lines[-2]) else []
    return before + texts[-1]


def _tells(lines):
    told = [line for line in lines if not AFTERMATH.search(line) and not NOISE.search(line)]
    return any(pattern.search(line) for pattern in TELLING for line in told)
