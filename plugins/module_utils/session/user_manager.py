# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking systemd: the host's own manager as root, an account's manager as the account.

`systemctl --user -M alice@` is never used: it starts a manager where none runs, and it needs the bus it is to heal.
In as_account's child XDG_RUNTIME_DIR is set, and the manager's private socket answers without any bus.
"""

import time

from ..machine.host import LIMIT, Unanswered

PAUSE = 0.25      # seconds between two looks
ALWAYS = ("LoadState", "ActiveState")


def pairs(text):
    """{key: value} of lines KEY=VALUE, as `systemctl show` prints them."""
    return dict(line.split("=", 1) for line in text.split("\n") if "=" in line)


def show(host, unit, keys, user=False):
    """{key: text} of a unit's properties; '' for one that this systemd does not have. Every unit has a state: without it nothing was said.

    A thousand drop-ins make the answer longer than what is kept of it, and what is cut off must not look like ''.
    """
    shown = host.run(["systemctl"] + (["--user"] if user else []) + ["show", unit, "-p", ",".join(keys)])
    if shown.rc != 0:
        raise Unanswered("systemctl %sshow %s: %s" % ("--user " if user else "", unit, one_line(shown.err)))
    found = pairs(shown.out)
    cut = len(shown.out.encode("utf-8")) >= LIMIT
    if cut or any(not found.get(key) for key in ALWAYS if key in keys):
        raise Unanswered("systemctl %sshow %s: %s" % (
            "--user " if user else "", unit, "answered with more than %d bytes" % LIMIT if cut else "said nothing of its state"))
    return {key: found.get(key, "") for key in keys}


def do(host, argv, seconds=30):
    """Run a command that has to succeed; Unanswered says what it said where it does not."""
    result = host.run(argv, seconds=seconds)
    if result.rc != 0:
        raise Unanswered("%s: %s" % (" ".join(argv), one_line(result.err or result.out) or "status %d" % result.rc))


def user_do(host, words, seconds=30):
    do(host, ["systemctl", "--user"] + words, seconds)


def one_line(text, limit=300):
    """What a program said, as one line for a sentence."""
    return " ".join(text.split())[:limit]


def wait_until(question, seconds, pause=PAUSE):
    """Ask until the answer is true or the time is over; the last answer."""
    deadline = time.time() + seconds
    while True:
        answer = question()
        if answer or time.time() > deadline:
            return answer
        time.sleep(pause)
