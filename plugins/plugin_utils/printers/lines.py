# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as lines for people: what was seen, what it breaks, what is done, waits or is to be typed."""

from __future__ import annotations

from ..judging import verdict
from ..judging.findings import CONSEQUENCE, NOT_APPLICABLE, SICK, UNKNOWN, WELL
from .grouping import alike, generalised, groups
from .printable import printable
from ..catalogue.remedies import NOTHING

TROUBLE = {
    "unreachable": "unreachable", "failed": "the run failed for this host", "refused": "invalid settings, nothing was touched"}
JOURNAL = 8     # lines that are shown of it


def as_lines(host, findings, facts, prescription=None, failed=(), proof=None, trouble=None, mode=verdict.SITE):
    """All that a person reads about one host; `failed` are remedies that failed, see verdict.state_of for the rest."""
    about = Host(host, findings, facts, prescription or {}, failed, mode)
    lines = [*_troubled(host, trouble), *about.lines(bool(trouble)), *_proved(host, proof or {})]
    return [printable(line) for line in lines]


def reasons(host, findings, facts, prescription=None, failed=(), proof=None, trouble=None, mode=verdict.SITE):
    """The sentences for which a run fails: what became of the run, which remedies failed, what blocks, whom nothing proves."""
    failing = groups(verdict.failing(findings, facts, prescription, mode), facts)
    lines = _failures(host, alike(failed, facts)) if failing else []
    lines += [f"{group.place}: {sentence(group.words['seen'])} ({group.first['id']})" for group in failing]
    refused = [f"{host}: {TROUBLE['refused']}, see the verdict."] if (trouble or {}).get("state") == "refused" else None       # the verdict has the sentences
    return [printable(line) for line in [*(refused or _troubled(host, trouble)), *lines, *_unproved(host, proof)]]


def worth_telling(findings):
    return [finding for finding in findings if finding["verdict"] not in (WELL, NOT_APPLICABLE)]


class Host:
    """One host, as it is told of; the order is that of reading."""

    def __init__(self, name, findings, facts, prescription, failed, mode):
        self.name, self.facts, self.prescription, self.failed, self.mode = name, facts, prescription, failed, mode
        self.told = worth_telling(findings)
        ordered = sorted(self._with(SICK), key=lambda finding: (finding["id"] != verdict.NOT_ROOT, self._waits(finding)))
        self.causes = groups(ordered, facts, self._waits, self._reasons)
        self.barred = verdict.barred(findings)

    def lines(self, troubled=False):
        if not self.told:
            return [] if troubled else [self._all_well()]
        lines = [self._headline(), *_failures(self.name, alike(self.failed, self.facts))]
        for group in self.causes:
            lines += self._paragraph(group)
        return [*lines, *self._consequences(), *self._unknown()]

    def _all_well(self):
        people = ", ".join(self.facts.get("accounts", {}))
        return f"{self.name}: all well: {people}. Nothing to do." if people else f"{self.name}: rootless_docker_users names nobody. Nothing to do."

    def _headline(self):
        """Most of what is listed has one cause: what follows from others is not counted, the first sentence must not frighten."""
        total, waiting = len(self.causes), len([group for group in self.causes if self._waits(group.first)])
        blocking = len([group for group in self.causes if verdict.blocks(group.first)]) - waiting
        if not total:
            return f"{self.name}: no findings, but not everything could be checked."
        if total == 1:
            does = "waits for a restart" if waiting else "keeps Docker from working" if blocking else "does not keep Docker from working"
            return f"{self.name}: 1 finding, which {does}."
        how_many = ("both" if total == 2 else "all") if blocking == total else blocking or "none"
        pending = f"; {waiting} {'waits' if waiting == 1 else 'wait'} for a restart" if waiting else ""
        return f"{self.name}: {total} findings, {how_many} of which {'keep' if blocking > 1 else 'keeps'} Docker from working{pending}."

    def _paragraph(self, group):
        what = "pending" if self._waits(group.first) else group.first["severity"]
        lines = [f"{group.place}: {sentence(group.words['seen'])} ({group.first['id']}, {what})"]
        details = [group.members, group.words["breaks"] and f"impact: {sentence(group.words['breaks'])}", *self._what_to_do(group)]
        details += [f"journal: {line}" for line in group.journal[:JOURNAL]]
        details += _meanings(group.first)
        return lines + [f"    {line}" for line in details if line]

    def _what_to_do(self, group):
        """What will be done, what is held back and why; what to type where nothing is going to be done."""
        if group.first["fix"] is None:
            return []
        applied = group.findings if self.mode != verdict.DOCTOR else []
        steps = _distinct(step for finding in applied for step in verdict.steps_for(finding, self.prescription))
        verb = "would be done" if self.mode == verdict.CHECK else "will be done"
        done = [f"{verb}: {step['remedy']}" + (f", {step['disturbs']}" if step["disturbs"] != NOTHING else "") for step in steps]
        waiting = [f"not done: {why}" for why in self._reasons(group.first)]
        if self._waits(group.first):
            waiting = [f"pending: {_restart(group.accounts)} (rootless_docker_disturb=true lets site do it)"]
        return done if done and not waiting else [*done, *waiting, *(f"by hand: {line}" for line in group.words["fix"].strip().splitlines())]

    def _reasons(self, finding):
        """Why its remedies are not applied; each reason once, with the remedies it holds. The doctor applies none anyway."""
        if self.mode == verdict.DOCTOR or self._waits(finding):
            return ()
        failed = {entry["remedy"]: "failed, see above" if entry["task"] else entry["said"] for entry in verdict.failed_for(finding, self.failed)}
        found = {}
        for entry in verdict.held_for(finding, self.prescription):
            if entry["remedy"] not in failed:
                found.setdefault(entry["why"], []).append(entry["remedy"])
        return tuple([*(f"{remedy}: {why}" for remedy, why in failed.items()), *(f"{', '.join(names)}: {why}" for why, names in found.items())])

    def _consequences(self):
        """What follows from causes already told is named, not told: on a bare host that is most of it."""
        accounts, people = {}, {}
        for finding in self._with(CONSEQUENCE):
            accounts.setdefault(finding["id"], []).append(finding["account"])
        for name, whose in accounts.items():
            people.setdefault(tuple(filter(None, whose)), []).append(name)
        return [f"{_place(self.name, whose)}: consequences: {', '.join(names)}." for whose, names in people.items()]

    def _unknown(self):
        """One probe that did not answer leaves many questions open: they are named together, with its reason, for all whom it concerns."""
        found = {}
        for account in dict.fromkeys(finding["account"] for finding in self._with(UNKNOWN)):
            ids = dict.fromkeys(finding["id"] for finding in self._with(UNKNOWN) if finding["account"] == account)
            found.setdefault((tuple(ids), self._unanswered(account, generalised)), []).append(account)
        if self.barred:
            people = ", ".join(name for names in found.values() for name in names if name)
            return [f"{self.name}: not checked, this needs root (use become): {people or 'the host'}."] if found else []
        lines = []
        for (ids, why), names in found.items():
            lines.append(f"{_place(self.name, filter(None, names))}: could not be checked: {', '.join(ids)}.")
            lines += [f"    {reason}" for reason in (why if len(names) > 1 else self._unanswered(names[0]))]
        return lines

    def _unanswered(self, account, words=lambda text, *dummy: text):
        answers = self.facts.get("accounts", {}).get(account, {}) if account else self.facts
        return tuple(f"{name}: {sentence(words(why, account, self.facts))}" for name, why in answers.get("unanswered", {}).items())

    def _with(self, kind):
        return [finding for finding in self.told if finding["verdict"] == kind]

    def _waits(self, finding):
        return verdict.blocks(finding) and verdict.waits(finding, self.facts, self.prescription)


def _failures(host, failed):
    """Each remedy that failed, with its task and its words; one that was not tried because of it (no task) is told with its findings."""
    return [f"{_place(host, entry['accounts'])}: {entry['remedy']} failed at \"{entry['task']}\": {sentence(entry['said'].rstrip(' :'))}"
            for entry in failed if entry["task"]]


def _troubled(host, trouble):
    if not trouble:
        return []
    task = f", at \"{trouble['task']}\"" if trouble.get("task") else ""
    return [f"{host}: {TROUBLE[trouble['state']]}{task}: {sentence(text)}" for text in words_of(trouble)]


def words_of(trouble):
    """What was said of a run that could not be finished, without what ansible-core puts in front since 2.19, on one line each."""
    said = trouble["said"] if isinstance(trouble["said"], list) else [trouble["said"]]
    return [" ".join(str(text).removeprefix("Task failed: ").split()) for text in said]


def _proved(host, proof):
    names = [name for name, result in proof.items() if not result.get("error")]
    return [*([f"{host}: a container ran as {', '.join(names)}."] if names else []), *_unproved(host, proof)]


def _unproved(host, proof):
    return [line for name, error in verdict.unproved(proof).items() for line in [
        f"{host}, {name}: no container could be run: {sentence(error)}", *(f"    {line}" for line in _meanings(proof[name]))]]


def _meanings(explained):
    return [f"which means: {sentence(cause['seen'])} ({cause['id']})" for cause in explained.get("explained", [])[:2]]


def _restart(accounts):
    if len(accounts) == 1:
        return f"restart {accounts[0]}'s daemon when its containers may stop"
    return f"restart the daemons of {', '.join(accounts)} when their containers may stop" if accounts else "restart the daemons when their containers may stop"


def _place(host, accounts):
    return ", ".join([host, *accounts])


def _distinct(steps):
    return list({step["remedy"]: step for step in steps}.values())


def sentence(text):
    text = str(text).strip()
    return text if text.endswith((".", "!", "?", ":")) else text + "."
