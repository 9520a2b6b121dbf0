# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From facts to findings: every card judged for the host or for every wanted account."""

from __future__ import annotations

import dataclasses

from ..catalogue.packages import distribution_of, install_command
from ..catalogue.paths import MISSING, at
from ..printers.printable import printable, printable_data
from ..catalogue.sentences import fill, fill_data
from ...module_utils.wishes.rules import SECRETS

SICK, CONSEQUENCE, WELL, UNKNOWN, NOT_APPLICABLE = "sick", "consequence", "well", "unknown", "not applicable"
ILL = (SICK, CONSEQUENCE)
JOURNAL_LINES = 20


@dataclasses.dataclass(frozen=True)
class View:
    """What the cards about one host, or about one account of it, see."""

    facts: dict
    reasons: dict       # {"subject.key": why it was not answered}
    not_asked: tuple    # "subject.key" of questions that nobody needed to ask
    packages: dict

    def install(self, need):
        return install_command(self.packages, distribution_of(self.facts), need)

    def reason(self, path):
        """Why a path has no answer: its own reason, or that of the question it was part of."""
        names = [".".join(path[:length]) for length in range(len(path), 0, -1)]
        return next((self.reasons[name] for name in names if name in self.reasons), "nobody answered")


def diagnose(catalogue, facts, wanted, host):
    """The findings about a host and its wanted accounts, the well ones too; host first, then account by account."""
    if not wanted["accounts"]:
        return []       # a host on which nobody wants Docker lacks nothing
    on_host = _judged(catalogue, "host", _view(catalogue, facts, wanted, host))
    findings = _told(on_host, set())
    causes = _ill(on_host)
    for account in wanted["accounts"]:
        judged = _judged(catalogue, "account", _view(catalogue, facts, wanted, host, account))
        findings += _told(judged, causes)
    return findings


def _view(catalogue, facts, wanted, host, account=None):
    own = facts.get("accounts", {}).get(account, {})
    subjects = {word: answer for word, answer in facts.items() if word in catalogue.shapes["host"]}
    if account is not None:
        # A key that is the account's to answer must not be read from the host where the account did not.
        for word, shape in catalogue.shapes["account"].items():
            inherited = {key: value for key, value in subjects.get(word, {}).items() if key not in shape}
            subjects[word] = {**inherited, **own.get(word, {})}
        wanted = {**wanted, "account": wanted["accounts"][account]}
        subjects["account"] = account
    return View(
        facts={**subjects, "host": host, "wanted": wanted},
        reasons={**facts.get("unanswered", {}), **own.get("unanswered", {})},
        not_asked=(*facts.get("not_asked", ()), *own.get("not_asked", ())),
        packages=catalogue.packages)


def _judged(catalogue, about, view):
    """[(card, view, verdict)] before anything is told as a consequence."""
    return [(card, view, _verdict(card, view)) for card in catalogue.cards if card.about == about and card.when]


def _verdict(card, view):
    missing = [".".join(path) for condition in card.conditions for path in condition.missing(view.facts)]
    if any(path in view.not_asked for path in missing):
        return NOT_APPLICABLE
    if card.where:
        applies = card.where.judge(view.facts)
        if not applies:
            return UNKNOWN if applies is None else NOT_APPLICABLE
    return {True: SICK, False: WELL, None: UNKNOWN}[card.when.judge(view.facts)]


def _ill(judged):
    """The ids that others may follow from. Nothing follows from an advice."""
    return {card.id for card, dummy, verdict in judged if verdict == SICK and card.severity != "advice"}


def _told(judged, causes):
    """Findings of one host or account; `causes` are the ids that ail its host."""
    causes = causes | _ill(judged)
    return [_finding(card, view, verdict, [name for name in card.after if name in causes]) for card, view, verdict in judged]


def _finding(card, view, verdict, because):
    ill, told = verdict == SICK, verdict in (SICK, UNKNOWN)
    return {
        "id": card.id,
        "case": card.case,
        "host": view.facts["host"],
        "account": view.facts.get("account"),
        "verdict": CONSEQUENCE if ill and because else verdict,
        "severity": card.severity,
        "seen": fill(card.seen, view.facts, view.install) if ill else _doubt(card, view) if told else None,
        "breaks": fill(card.breaks, view.facts, view.install) if told else None,
        "fix": fill(card.fix, view.facts, view.install, typed=True) if ill else None,
        "docs": f"docs/symptoms.md#{card.id}",
        "remedy": fill_data(card.remedy, view.facts, view.install) if ill and card.remedy else None,
        "evidence": printable_data(_evidence(card, view)),
        "because": because if ill else [],
        "journal": _telling_lines(card, view) if ill else [],
    }


def _doubt(card, view):
    """What an unknown verdict says: which question has no answer, and why."""
    missing = [path for condition in card.conditions for path in condition.missing(view.facts)]
    if missing:
        return f"Could not be determined: {'.'.join(missing[0])} has no answer ({view.reason(missing[0])})"
    names = ", ".join(".".join(path) for path in card.when.paths)
    return f"Could not be determined: {names} cannot be compared"


def _evidence(card, view):
    values = {path: at(view.facts, path) for path in card.when.paths}
    return {".".join(path): _shown(path, value) for path, value in values.items() if value is not MISSING}


def _shown(path, value):
    """Of wishes that may hold secrets, the names only."""
    secret = path[:2] == ("wanted", "account") and path[2:3] and path[2] in SECRETS
    return sorted(value) if secret and isinstance(value, dict) else "(set)" if secret and value is not None else value


def _telling_lines(card, view):
    lines = at(view.facts, ("daemon", "journal"))
    if not isinstance(lines, list):
        return []
    telling = [line for line in lines if any(pattern.search(line) for pattern in card.log)]
    return [printable(line) for line in telling[-JOURNAL_LINES:]]
