# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journal says about an account's daemon, cut and cleaned: its text is the account's, not to be trusted."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import re

LINES, WIDTH, FETCHED = 20, 500, 400
NOISE = re.compile(r"^\++ |\blevel=(info|debug)\b|Setting child propagation to")      # set -x of dockerd-rootless.sh, and what a well start says
CONTROL = re.compile(u"\x1b\\[[0-9;]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
CREDENTIALS = re.compile(r"//[^/@\s]*@")           # user:password@ of an address

# The line that tells the cause, most telling first; what systemd and rootlesskit say after every failure comes last.
TELLING = (
    re.compile(r"failed to start daemon|unable to configure the Docker daemon|failed to load listeners"),
    re.compile(r"\[rootlesskit:parent\] error: (?!child exited)"),
    re.compile(r"\[rootlesskit:child \] error: (?!command \[|EOF|parsing message)"),
    re.compile(r"dockerd-rootless\.sh: |needs to be|must be executed|Unable to locate|bad unit file"),
    re.compile(r"level=(error|fatal)|\berror\b|denied|timed out"),
)


def cleaned(text):
    """One line without control characters and credentials, at most WIDTH characters."""
    return CREDENTIALS.sub("//", CONTROL.sub("", text))[:WIDTH]


def last_lines(text):
    """The last LINES lines worth reading."""
    return [cleaned(line) for line in text.splitlines() if line.strip() and not NOISE.search(line)][-LINES:]


def telling(lines):
    """The line that most likely names the cause, or None."""
    for pattern in TELLING:
        found = [line for line in lines if pattern.search(line)]
        if found:
            return found[-1]
    return lines[-1] if lines else None


def of_daemon(host, uid, since=None, until=None):
    """last_lines of the account's docker.service, between two times (seconds since 1970) if they are given; [] where no journal can be read.

    Asked as root: with a volatile journal an account may not read its own.
    """
    said = ["_UID=%d" % uid, "_SYSTEMD_USER_UNIT=docker.service"]
    about = ["_UID=%d" % uid, "USER_UNIT=docker.service"]
    window = ["--%s=@%.3f" % pair for pair in (("since", since), ("until", until)) if pair[1] is not None]
    asked = host.run(["journalctl", "-q", "--no-pager", "-o", "cat", "-n", str(FETCHED)] + window + said + ["+"] + about)
    return last_lines(asked.out)
