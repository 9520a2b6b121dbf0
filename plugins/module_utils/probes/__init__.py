# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of probes, and the runner that asks them.

A probe has probe(host), probe_account(host, account, wish), or both. The docstring's first line is the question, the
rest is the answer's shape as literal data. The list is written out: a target gets only what is imported by name.
"""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import ast
import traceback

from .. import journal
from ..host import Unanswered
from . import cgroups, daemon, engine, home, network, session, storage, subids, system

PROBES = {
    "cgroups": cgroups, "daemon": daemon, "engine": engine, "home": home, "network": network,
    "session": session, "storage": storage, "subids": subids, "system": system,
}


def shape(question):
    """The shape that a probe's docstring documents, as data: {"key": example}."""
    return ast.literal_eval(question.__doc__.split("\n", 1)[1].strip())


def blank(value):
    """The full shape of an answer about nothing: false, 0, [], null."""
    if isinstance(value, dict):
        return {key: blank(item) for key, item in value.items()}
    for kind, nothing in ((bool, False), (int, 0), (list, [])):
        if isinstance(value, kind):
            return nothing
    return None


def ask(question, *arguments):
    """(facts, {key: reason}) of one question. A probe files what it could not tell under "unanswered"; what it throws is caught here."""
    try:
        answer = question(*arguments)
    except Unanswered as error:
        return {}, {"": str(error)}
    except Exception:
        return {}, {"": "the probe crashed: %s" % traceback.format_exc(limit=-3)}
    return answer, answer.pop("unanswered", {}) if isinstance(answer, dict) else {}


def gather(host, wishes, seconds=30):
    """All facts: {subjects..., accounts: {name: {subjects...}}, unanswered: {"subject.key": reason}}."""
    facts, unanswered = _ask_all(PROBES, "probe", host)
    facts["accounts"], facts["unanswered"] = {}, unanswered
    there = {name: host.account(name) for name in wishes}
    absent = {name: {word: blank(shape(PROBES[word].probe_account)) for word in _words("probe_account")} for name in wishes}
    asked = [name for name in sorted(wishes) if there[name] and there[name].uid != 0]
    answers = host.as_accounts([(there[name], _questions(there[name], wishes[name])) for name in asked], seconds)
    for name in wishes:
        facts["accounts"][name] = dict(absent[name], unanswered={})
        if there[name]:
            facts["accounts"][name]["session"].update(exists=True, uid=there[name].uid)
    for name, answer in zip(asked, answers):
        failed = isinstance(answer, Unanswered)
        facts["accounts"][name] = {"unanswered": dict.fromkeys(absent[name], str(answer))} if failed else answer
        _add_journal(host, there[name], facts["accounts"][name])
    return facts


def _add_journal(host, account, answers):
    """What a daemon that does not answer said last. Root asks: where the journal is volatile, an account may not read its own."""
    if answers.get("daemon", {}).get("answers") is False:
        answers["daemon"]["journal"] = ask(journal.of_daemon, host, account.uid)[0] or []


def _words(function):
    return [word for word in sorted(PROBES) if hasattr(PROBES[word], function)]


def _questions(account, wish):
    """The function that a child process runs as the account: all its subjects at once, {subject: facts, unanswered: {}}."""

    def ask_account(host):
        facts, unanswered = _ask_all(PROBES, "probe_account", host, account, wish)
        facts["unanswered"] = unanswered
        return facts

    return ask_account


def _ask_all(probes, function, *arguments):
    facts, unanswered = {}, {}
    for word in _words(function):
        facts[word], reasons = ask(getattr(probes[word], function), *arguments)
        unanswered.update({".".join(filter(None, (word, key))): reason for key, reason in reasons.items()})
    return facts, unanswered
