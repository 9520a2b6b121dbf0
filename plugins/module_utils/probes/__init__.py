# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of probes, and the runner that asks them.

A probe has probe(host), probe_account(host, account, wish), or both. The docstring's first line is the question, the
rest is the answer's shape as literal data. The list is written out: a target gets only what is imported by name.
"""

import functools

from ..machine import journal
from ..machine.account import Account, Unanswered
from ..data.shapes import blank, shape, taken
from ..data.texts import each_text, of_crash, printable
from . import cgroups, daemon, engine, home, network, session, storage, subids, system

PROBES = {
    "cgroups": cgroups, "daemon": daemon, "engine": engine, "home": home, "network": network,
    "session": session, "storage": storage, "subids": subids, "system": system,
}
HOST, ACCOUNT = "probe", "probe_account"        # the functions of a probe
JOURNAL_SECONDS = 30


def ask(question, *arguments):
    """(facts, {key: reason}) of one question. A probe files what it could not tell under "unanswered"; what it throws is caught here."""
    try:
        answer = question(*arguments)
    except Unanswered as error:
        return {}, {"": str(error)}
    except Exception as error:
        return {}, {"": "the probe crashed: %s" % of_crash(error)}
    return answer, answer.pop("unanswered", {}) if isinstance(answer, dict) else {}


def gather(host, wishes, seconds=30):
    """All facts: {subjects..., accounts: {name: {subjects...}}, unanswered: {"subject.key": reason}}.

    Every question runs in a child process with a deadline, those about accounts as the account. Each text is printable and on one line.
    """
    facts = _of_host(host, seconds)
    found = host.look_up(list(wishes))
    facts["accounts"] = {name: _before_asking(found[name]) for name in wishes}
    facts["system"]["barred"] = [name for name in sorted(wishes) if isinstance(found[name], Account) and not host.may_become(found[name])]
    asked = [name for name in sorted(wishes) if isinstance(found[name], Account) and found[name].uid != 0]
    questions = [(found[name], _question(_words(ACCOUNT), ACCOUNT, found[name], wishes[name])) for name in asked]
    shapes = {word: shape(getattr(PROBES[word], ACCOUNT)) for word in _words(ACCOUNT)}
    for name, answer in zip(asked, host.as_accounts(questions, seconds, functools.partial(taken, shapes))):
        facts["accounts"][name] = _unknown(answer) if isinstance(answer, Unanswered) else answer
        facts["accounts"][name]["session"].update(session.identity(found[name]))     # this we know better than whoever answered
    _add_journals(host, {name: found[name] for name in asked}, facts["accounts"])
    return each_text(printable, facts)


def _of_host(host, seconds):
    """The subjects of the host, each asked aside: /home may be a file system that never answers."""
    words, facts, unanswered = _words(HOST), {}, {}
    answers = host.aside([("asking the host about its %s" % word, _question([word], HOST)) for word in words], seconds)
    for word, answer in zip(words, answers):
        failed = isinstance(answer, Unanswered)
        facts[word] = {} if failed else answer[word]
        unanswered.update({word: str(answer)} if failed else answer["unanswered"])
    return dict(facts, unanswered=unanswered)


def _before_asking(found):
    """What is known of an account of which NSS has said what `found` is: nothing is there of one that does not exist, and of root's nothing is asked."""
    if isinstance(found, Unanswered):
        return _unknown(found)
    answers = {word: blank(shape(getattr(PROBES[word], ACCOUNT))) for word in _words(ACCOUNT)}
    if found:
        answers["session"].update(exists=True, uid=found.uid)
    return dict(answers, unanswered={})


def _unknown(reason):
    return dict({word: {} for word in _words(ACCOUNT)}, unanswered=dict.fromkeys(_words(ACCOUNT), str(reason)))


def _add_journals(host, accounts, answers):
    """What daemons that do not answer said last. Root asks: where the journal is volatile, an account may not read its own."""
    silent = [name for name in sorted(accounts) if answers[name]["daemon"].get("answers") is False]
    journals = host.aside([("reading the journal of " + name, _journal(accounts[name].uid)) for name in silent], JOURNAL_SECONDS)
    for name, lines in zip(silent, journals):
        failed = isinstance(lines, Unanswered)
        answers[name]["daemon"]["journal"] = [] if failed else lines
        answers[name]["unanswered"].update({"daemon.journal": str(lines)} if failed else {})


def _journal(uid):
    return lambda host: journal.of_daemon(host, uid)


def _words(function):
    return [word for word in sorted(PROBES) if hasattr(PROBES[word], function)]


def _question(words, function, *arguments):
    """The function that a child process runs: {subject: facts, unanswered: {"subject.key": reason}} for several subjects at once."""

    def ask_all(host):
        facts, unanswered = {}, {}
        for word in words:
            facts[word], reasons = ask(getattr(PROBES[word], function), host, *arguments)
            unanswered.update({".".join(filter(None, (word, key))): reason for key, reason in reasons.items()})
        return dict(facts, unanswered=unanswered)

    return ask_all
