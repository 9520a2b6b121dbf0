# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemons of many accounts, side by side, each in a child process that is its account; and what is told of them."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from . import daemon_change, journal
from .daemon_state import FRESH
from .host import Unanswered

SECRET = 6          # characters: what is shorter stands in too many harmless words to be hidden
BESIDES = 60        # seconds for everything but the two waits of a start and of the way back


def settle_all(host, accounts, restart, check, wait):
    """{name: reply} for {name: wish}; see daemon_change.settle, with error and journal filled in here."""
    replies, questions = {}, []
    for name, wish in sorted(accounts.items()):
        account = host.account(name)
        replies[name] = _without_asking(name, account, check)
        if replies[name] is None:
            options = {"check": check, "wait": wait, "restart": name in restart}
            questions.append((account, _question(account, wish or {}, options)))
    answered = host.as_accounts(questions, seconds=2 * wait + BESIDES)
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


def secrets(accounts):
    """The texts that may stand in no answer: values of environment, proxy and daemon_options (law 9)."""
    found = set()
    for wish in accounts.values():
        for key in ("environment", "proxy", "daemon_options"):
            found |= set(_texts(wish.get(key)) if isinstance(wish, dict) else ())
    return set(text for text in found if len(text) >= SECRET)


def _texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in _texts(inner)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def named_only(accounts):
    """The wishes with names for values, as they may be logged: {"alice": ["environment A", "mtu"]}."""
    found = {}
    for name, wish in accounts.items():
        wish = wish if isinstance(wish, dict) else {}
        deep = [key for key in sorted(wish) if isinstance(wish[key], dict)]
        found[name] = ["%s %s" % (key, inner) for key in deep for inner in sorted(wish[key])] + [
            key for key in sorted(wish) if key not in deep and wish[key] is not None]
    return found
