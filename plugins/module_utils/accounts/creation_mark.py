# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mark that lies on the host while useradd works: what a killed run leaves is known by it, and whether that may be taken back.

A mark outlives its run where the kill came between the end of useradd and its removal, and the account may have lived for years since.
So a mark alone takes nothing back: it has to be fresh, and the account must never have been used.
"""

import time

from ..session import state as session_state
from ..machine.host import Unanswered
from ..session.user_manager import one_line

MARK = "/var/lib/rootless-docker/creating"      # "alice <boot id> <seconds since 1970>": the account that useradd is making now
BOOT = "/proc/sys/kernel/random/boot_id"
FRESH, FRESH_OF_THIS_BOOT = 3600, 86400         # seconds after which a mark counts for nothing: servers run for years, and a home may be away
LOCKED = ("!", "!!", "!*")                      # what useradd leaves in shadow for a password that was never set


def leave(host, name):
    host.write(MARK, "%s %s %d\n" % (name, _boot(host), time.time()), 0o600)


def marked(host):
    """The name on the mark, "" where there is none."""
    return ((host.read(MARK) or "").split() or [""])[0]


def unfinished(host):
    """The name of the account that a killed run left half made and nobody has used since, or None."""
    name = marked(host)
    account = host.account(name) if name else None
    half = account and account.uid != 0 and is_left(host, account.home) and why_kept(host, account) is None
    return name if half else None


def is_left(host, home):
    """Whether useradd came no further: there is no such home, or an empty directory of root's."""
    found = host.stat(home)
    return not found or (found["uid"] == 0 and found["kind"] == "dir" and not host.list(home))


def why_kept(host, account):
    """Why an account that is marked must not be taken back, the rest of a sentence, or None where nobody ever had it."""
    if not _is_fresh(host):
        return "the mark of its creation is old"
    if not _is_locked(host, account.name):
        return "it has a password"
    if [int(gid) for gid in _said(host, ["id", "-G", account.name]).split() if gid.isdigit()] != [account.gid]:
        return "it is in supplementary groups"
    if session_state.lingers(host, account):
        return "it lingers"
    return "it has processes" if _said(host, ["pgrep", "-U", str(account.uid)], (0, 1)) else None


def _boot(host):
    return (host.read(BOOT) or "").strip() or "-"


def _is_fresh(host):
    """A mark that says neither boot nor time, as earlier versions left them, is old; so is one of a time to come."""
    dummy, boot, stamp = ((host.read(MARK) or "").split() + ["", "", ""])[:3]
    longest = FRESH_OF_THIS_BOOT if boot == _boot(host) != "-" else FRESH
    return bool(boot) and stamp.isdigit() and 0 <= time.time() - int(stamp) < longest


def _is_locked(host, name):
    """Where useradd was killed between its files, there is no line in shadow yet."""
    text = host.read("/etc/shadow")
    if text is None:
        raise Unanswered("/etc/shadow does not exist, so nobody knows whether '%s' has a password" % name)
    fields = [line.split(":")[1:2] for line in text.splitlines() if line.split(":")[0] == name]
    return all(field and field[0] in LOCKED for field in fields)


def _said(host, argv, good=(0,)):
    shown = host.run(argv)
    if shown.rc not in good:
        raise Unanswered("%s: %s" % (" ".join(argv), one_line(shown.err) or "status %d" % shown.rc))
    return shown.out.strip()
