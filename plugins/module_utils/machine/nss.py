# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts by name, from whatever NSS asks: in a child process with a deadline, for a directory service may hang, or crash whoever asks it."""

import pwd

from .account import Account, Unanswered
from ..data.texts import SURROGATE, of_crash, printable

LARGEST = 0xFFFFFFFE        # of uids and gids; the next number means "none"


def look_up(host, names, seconds=10):
    """{name: its Account, None where there is none, Unanswered where NSS did not say}.

    One child asks for all names. Only where it fails does each name get a child of its own, so that one costs the others nothing.
    """
    names = sorted(set(names))
    (together,) = host.aside([_question(names)], seconds)
    if isinstance(together, Unanswered):
        apart = host.aside([_question([name]) for name in names], seconds) if len(names) > 1 else [together]
        together = [answer if isinstance(answer, Unanswered) else answer[0] for answer in apart]
    return {name: _checked(name, entry) for name, entry in zip(names, together)}


def _question(names):
    return "looking up " + ", ".join(names), lambda dummy: [_entry(name) for name in names]


def _entry(name):
    """[name, uid, gid, home, shell], None, or the reason why there is no answer, as a text."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    except Exception as error:      # a name that NSS cannot even be asked for: a null byte
        return of_crash(error)
    if SURROGATE.search(entry.pw_name + entry.pw_dir):
        return "%s has a name or a home that is not valid UTF-8: %s" % (printable(name), printable(entry.pw_dir))
    return [entry.pw_name, entry.pw_uid, entry.pw_gid, entry.pw_dir, entry.pw_shell]


def _checked(name, entry):
    if entry is None or isinstance(entry, Unanswered):
        return entry
    if isinstance(entry, str):
        return Unanswered("looking up %s: %s" % (name, entry))
    account = Account(*entry)
    if not (0 <= account.uid <= LARGEST and 0 <= account.gid <= LARGEST):
        return Unanswered("%s has uid %d and gid %d, which no process can have" % (name, account.uid, account.gid))
    if not account.home.startswith("/"):
        return Unanswered("the home of %s is not an absolute path: '%s'" % (name, account.home))
    return account
