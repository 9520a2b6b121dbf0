# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemons of many accounts, side by side, each in a child process that is its account; and what is told of them."""

import os

from . import change, config, state
from ..home import paths as home_paths
from ..machine import journal, trusted_path
from ..machine.host import Unanswered, why_not
from ..data.shapes import fitting

# What change.settle answers: an account may answer anything else.
ANSWER = {"changes": ["unit"], "did": ["a sentence"], "error": "why not", "restarted": True, "window": [1.5, 2.5], "refused": "why only root could",
          "files": [{"path": "/home/alice/.config", "before": "text", "after": "text"}]}
READING = 30        # seconds for the journals of those that failed
BESIDES = 60        # seconds for everything but the two waits of a start and of the way back
UNMADE = "data_root %s: %s may not make it, and root makes folders only where no account may write: give it a directory of its own"


def settle_all(host, accounts, options):
    """{name: reply} for {name: wish}; see daemon_change.settle, with error and journal filled in here.

    `options` has check, start_only, wait, and two lists of names: restart, and leave_data (its data root may change although data lies there).
    """
    found = host.look_up(list(accounts))
    replies = {name: _without_asking(host, name, found[name], accounts[name] or {}, options["check"]) for name in sorted(accounts)}
    questions = {name: (found[name], _question(name, found[name], accounts[name] or {}, options)) for name in replies if replies[name] is None}
    answers = _answers(host, questions, options)
    _make_data_roots(host, found, {name: config.wished_root(accounts[name] or {}) for name in questions}, questions, answers, options)
    replies.update({name: _told(answer) for name, answer in answers.items()})
    _add_journals(host, found, replies)
    return replies


def _question(name, account, wish, options):
    own = dict(options, **{key: name in options[key] for key in ("restart", "leave_data")})
    return lambda inner: change.settle(inner, account, wish, own)


def _answers(host, questions, options):
    """{name: answer} for {name: (account, function)}."""
    return dict(zip(questions, host.as_accounts(list(questions.values()), 2 * options["wait"] + BESIDES, fitting(ANSWER))))


def _make_data_roots(host, found, paths, questions, answers, options):
    """Whoever cannot make its data root itself is asked again, after root has made it where no account could have a hand in it."""
    again = {}
    for name in [name for name, answer in answers.items() if not isinstance(answer, Unanswered) and answer["refused"]]:
        try:
            if _make_data_root(host, found[name], paths[name], options["check"]):
                again[name] = questions[name]
        except Unanswered as error:
            answers[name] = error
    for name, answer in _answers(host, again, options).items():
        answers[name] = answer if isinstance(answer, Unanswered) else dict(
            answer, changes=["data root"] + answer["changes"], did=["%s was made for %s" % (paths[name], name)] + answer["did"])


def _make_data_root(host, account, path, check):
    """Was it made? Not in check mode. Unanswered where root may not, or where no such folder was wished for, whatever the account says."""
    where = trusted_path.missing(host, path) if path else None
    if where is None:
        raise Unanswered(UNMADE % (path, account.name))
    if not check:
        trusted_path.make_folder(*where, uid=account.uid, gid=account.gid)
    return not check


def _without_asking(host, name, account, wish, check):
    """The reply for an account that cannot be asked: it is not there (yet, in check mode), or it is the superuser."""
    if account is None and check:
        fresh = state.of_a_new_account(host, os.path.join(home_paths.new_homes(host), name), wish)
        return reply_of(changes=fresh["changes"], files=[change.shown_file(one) for one in fresh["files"]])
    error = why_not(name, account)
    return reply_of(error=error) if error else None


def reply_of(**said):
    reply = {"changes": [], "did": [], "error": None, "restarted": False, "journal": [], "files": [], "window": None, "refused": None}
    reply.update(said)
    return reply


def _told(answer):
    return reply_of(error=str(answer)) if isinstance(answer, Unanswered) else reply_of(**answer)


def _add_journals(host, found, replies):
    """The journals of the starts that failed, as root but aside: one that cannot be read takes nothing from the others."""
    failed = [name for name, reply in sorted(replies.items()) if reply["error"] and len(reply["window"] or ()) == 2]
    asked = [("reading the journal of " + name, _journal(found[name].uid, replies[name]["window"])) for name in failed]
    for name, lines in zip(failed, host.aside(asked, READING)):
        if isinstance(lines, Unanswered):
            replies[name]["error"] += ". Its journal could not be read: %s" % lines
            continue
        line = journal.telling(lines)
        replies[name]["journal"] = lines
        replies[name]["error"] += ". Its journal says: %s" % line if line else ""


def _journal(uid, window):
    return lambda host: journal.of_daemon(host, uid, *window)
