# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemons of many accounts, side by side, each in a child process that is its account; and what is told of them."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from . import daemon_change, journal
from .daemon_state import FRESH
from .host import Unanswered

BESIDES = 60        # seconds for everything but the two waits of a start and of the way back


def settle_all(host, accounts, options):
    """{name: reply} for {name: wish}; see daemon_change.settle, with error and journal filled in here.

    `options` has check, start_only, wait, and restart: names of accounts.
    """
    replies, questions = {}, []
    for name, wish in sorted(accounts.items()):
        account = host.account(name)
        replies[name] = _without_asking(name, account, options["check"])
        if replies[name] is None:
            questions.append((account, _question(account, wish or {}, dict(options, restart=name in options["restart"]))))
    answered = host.as_accounts(questions, seconds=2 * options["wait"] + BESIDES)
    for (account, dummy), answer in zip(questions, answered):
        replies[account.name] = _told(host, account, answer)
    return replies


def _question(account, wish, options):
    return lambda inner: daemon_change.settle(inner, account, wish, options)


def _without_asking(name, account, check):
    """The reply for an account that cannot be asked: it is not there (yet, in check mode), or it is the superuser."""
    if account is None:
        return reply_of(changes=FRESH) if check else reply_of(error="there is no account %s on this host" % name)
    if account.uid == 0:
        return reply_of(error="%s has uid 0: a rootless daemon is for an ordinary account" % name)
    return None


def reply_of(**said):
    reply = {"changes": [], "did": [], "error": None, "restarted": False, "journal": [], "files": []}
    reply.update(said)
    return reply


def _told(host, account, answer):
    if isinstance(answer, Unanswered):
        return reply_of(error=str(answer))
    window = answer.pop("window")
    reply = reply_of(**answer)
    if window:
        reply["journal"] = journal.of_daemon(host, account.uid, *window)
        line = journal.telling(reply["journal"])
        reply["error"] += ". Its journal says: %s" % line if line else ""
    return reply
