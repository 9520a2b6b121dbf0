# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemons of many accounts, side by side, each in a child process that is its account; and what is told of them."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from . import daemon_change, daemon_json, daemon_state, home_paths, journal, trusted_path
from .host import Unanswered

BESIDES = 60        # seconds for everything but the two waits of a start and of the way back
UNMADE = "data_root %s: %s may not make it, and root makes folders only where no account may write: give it a directory of its own"


def settle_all(host, accounts, options):
    """{name: reply} for {name: wish}; see daemon_change.settle, with error and journal filled in here.

    `options` has check, start_only, wait, and two lists of names: restart, and leave_data (its data root may change although data lies there).
    """
    there = {name: host.account(name) for name in sorted(accounts)}
    replies = {name: _without_asking(host, name, there[name], accounts[name] or {}, options["check"]) for name in there}
    questions = [(there[name], _question(there[name], accounts[name] or {}, options)) for name in there if replies[name] is None]
    answered = host.as_accounts(questions, seconds=2 * options["wait"] + BESIDES)
    for (account, question), answer in zip(questions, answered):
        if not isinstance(answer, Unanswered) and answer.pop("refused"):
            answer = _with_data_root(host, account, daemon_json.wished_root(accounts[account.name]), question, answer, options)
        replies[account.name] = _told(host, account, answer)
    return replies


def _question(account, wish, options):
    own = dict(options, **{key: account.name in options[key] for key in ("restart", "leave_data")})
    return lambda inner: daemon_change.settle(inner, account, wish, own)


def _with_data_root(host, account, path, question, answer, options):
    """The answer of an account that cannot make its data root itself: root makes it where no account could have a hand in it, and it is asked again."""
    where = trusted_path.missing(host, path)
    if where is None:
        return Unanswered(UNMADE % (path, account.name))
    if options["check"]:
        return answer
    try:
        trusted_path.make_folder(*where, uid=account.uid, gid=account.gid)
        answer = host.as_account(account, question, seconds=2 * options["wait"] + BESIDES)
    except Unanswered as error:
        return error
    answer.pop("refused")
    return dict(answer, changes=["data root"] + answer["changes"], did=["%s was made for %s" % (path, account.name)] + answer["did"])


def _without_asking(host, name, account, wish, check):
    """The reply for an account that cannot be asked: it is not there (yet, in check mode), or it is the superuser."""
    if account is None and check:
        fresh = daemon_state.of_a_new_account(host, os.path.join(home_paths.new_homes(host), name), wish)
        return reply_of(changes=fresh["changes"], files=[daemon_change.shown_file(one) for one in fresh["files"]])
    if account is None:
        return reply_of(error="there is no account %s on this host" % name)
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
        try:
            reply["journal"] = journal.of_daemon(host, account.uid, *window)
            line = journal.telling(reply["journal"])
            reply["error"] += ". Its journal says: %s" % line if line else ""
        except Unanswered as error:
            reply["error"] += ". Its journal could not be read: %s" % error
    return reply
