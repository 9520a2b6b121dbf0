# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One value, many printers: findings as data for a file, as lines for people, as the reasons to fail."""

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils.findings import CONSEQUENCE, ILL, NOT_APPLICABLE, SICK, UNKNOWN, WELL
from ansible_collections.rootless.docker.plugins.plugin_utils.remedies import NOTHING

# Of a named account it must be known whether its daemon answers: what could not be told here never reads as green.
ANSWERING = ("daemon-not-answering", "daemon-not-running")


def report(findings, facts, host, proof=None, prescription=None):
    """All that is said of one host at the end of a run; `proof` is {account: {"error": sentence or null}}."""
    return {
        "report": as_data(findings, facts, host),
        "findings": worth_telling(findings),
        "accounts": {name: _handle(answers) for name, answers in facts.get("accounts", {}).items()},
        "lines": [*as_lines(findings, facts, host, prescription), *_proved(host, proof or {})],
        "blocking": [*failures(findings), *_unproved(host, proof or {})],
    }


def as_data(findings, facts, host):
    """{host: {"findings": [...], "unanswered": {...}}} of every finding that is not well or not applicable."""
    return {host: {"findings": worth_telling(findings), "unanswered": unanswered(facts)}}


def _handle(answers):
    """What a playbook needs to use an account's daemon; null where it is not known."""
    session, daemon = answers.get("session", {}), answers.get("daemon", {})
    return {
        "uid": session.get("uid"), "home": session.get("home"), "docker_host": session.get("docker_host"),
        "xdg_runtime_dir": session.get("runtime_dir"), "context": "rootless" if daemon.get("context") else None}


def _proved(host, proof):
    names = [name for name, result in proof.items() if not result.get("error")]
    return ([f"{host}: a container ran as {', '.join(names)}."] if names else []) + _unproved(host, proof)


def _unproved(host, proof):
    return [f"{host}, {name}: no container could be run: {_sentence(result['error'])}" for name, result in proof.items() if result.get("error")]


def worth_telling(findings):
    return [finding for finding in findings if finding["verdict"] not in (WELL, NOT_APPLICABLE)]


def unanswered(facts):
    """{"subject.key": reason} of the host, and {"accounts.alice.subject.key": reason} of its accounts."""
    reasons = dict(facts.get("unanswered", {}))
    for name, answers in facts.get("accounts", {}).items():
        reasons.update({f"accounts.{name}.{key}": reason for key, reason in answers.get("unanswered", {}).items()})
    return reasons


def failures(findings):
    """The sentences for which site fails: what blocks, and a daemon of which it could not be told whether it answers."""
    blocking = [finding for finding in findings if finding["severity"] == "blocks" and finding["verdict"] in ILL]
    # A cause is named alone: what follows from it goes with it.
    failing = [finding for finding in blocking if finding["verdict"] == SICK] or blocking
    failing += [finding for finding in findings if finding["verdict"] == UNKNOWN and finding["id"] in ANSWERING]
    return [f"{place}: {_sentence(group[0]['seen'])} ({group[0]['id']})" for place, group in _groups(failing)]


def as_lines(findings, facts, host, prescription=None):
    """What a person reads about one host; `prescription` says what is going to be done, without it nothing is."""
    told = worth_telling(findings)
    if not told:
        people = ", ".join(facts.get("accounts", {}))
        return [f"{host}: all well: {people}. Nothing to do." if people else f"{host}: rootless_docker_users names nobody. Nothing to do."]
    causes = _groups([finding for finding in told if finding["verdict"] == SICK])
    blocking = len([group for dummy, group in causes if group[0]["severity"] == "blocks"])
    # Most of what is listed has one cause: what follows from others is not counted, the first sentence must not frighten.
    lines = [f"{host}: {_count(len(causes), 'finding')}, {blocking} of them {'keeps' if blocking == 1 else 'keep'} Docker from working."]
    for place, group in causes:
        lines += _paragraph(place, group, prescription)
    lines += _following(host, [finding for finding in told if finding["verdict"] == CONSEQUENCE])
    return lines + _untold(host, [finding for finding in told if finding["verdict"] == UNKNOWN], facts)


def _following(host, findings):
    """What follows from causes already told is named, not told: on a bare host that is most of it."""
    accounts = {}
    for finding in findings:
        accounts.setdefault(finding["id"], []).append(finding["account"])
    people = {}
    for name, whose in accounts.items():
        people.setdefault(", ".join(filter(None, whose)), []).append(name)
    return [f"{host}{', ' + whose if whose else ''}: from that follow {', '.join(names)}." for whose, names in people.items()]


def _untold(host, findings, facts):
    """One probe that did not answer leaves many questions open: they are named together, with its reason."""
    lines = []
    for account in dict.fromkeys(finding["account"] for finding in findings):
        ids = dict.fromkeys(finding["id"] for finding in findings if finding["account"] == account)
        lines.append(f"{host}{', ' + account if account else ''}: it could not be told whether these ail it: {', '.join(ids)}.")
        reasons = facts.get("accounts", {}).get(account, {}).get("unanswered", {}) if account else facts.get("unanswered", {})
        lines += [f"    {name} has no answer: {_sentence(reason)}" for name, reason in reasons.items()]
    return lines


def _groups(findings):
    """[(place, findings)]: what is said of several accounts in the same words is said once."""
    groups = {}
    for finding in findings:
        words = tuple(str(finding[key]) for key in ("id", "case", "verdict", "seen", "breaks", "fix", "because"))
        groups.setdefault((finding["host"], finding["account"] is None, words), []).append(finding)
    return [(_place(group), group) for group in groups.values()]


def _place(group):
    accounts = ", ".join(finding["account"] for finding in group if finding["account"])
    return f"{group[0]['host']}, {accounts}" if accounts else group[0]["host"]


def _paragraph(place, group, prescription):
    finding = group[0]
    lines = [f"{place}: {_sentence(finding['seen'])} ({finding['id']}, {finding['severity']})"]
    if finding["breaks"]:
        lines.append(f"    breaks: {_sentence(finding['breaks'])}")
    lines += [f"    {line}" for line in _what_to_do(group, prescription)]
    lines += [f"    journal: {line}" for line in finding["journal"]]
    return lines + [f"    which means: {_sentence(cause['seen'])} ({cause['id']})" for cause in finding.get("explained", [])[:2]]


def _what_to_do(group, prescription):
    """What will be done, what is held back and why; what to type where nothing is going to be done."""
    if group[0]["fix"] is None:
        return []
    names = {name for finding in group for name in finding["remedy"] or {}}
    accounts = {finding["account"] for finding in group}
    steps = [step for step in (prescription or {}).get("steps", []) if step["remedy"] in names and group[0]["id"] in step["ids"]]
    held = [entry for entry in (prescription or {}).get("held", [])
            if entry["remedy"] in names and (accounts == {None} or accounts & set(entry["accounts"]))]
    done = [f"will be done: {step['remedy']}" + (f", {step['disturbs']}" if step["disturbs"] != NOTHING else "") for step in steps]
    waiting = [f"not done: {entry['remedy']}: {entry['why']}" for entry in held]
    return [*done, *waiting] if done and not held else [*done, *waiting, f"by hand: {group[0]['fix'].strip()}"]


def _sentence(text):
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else text + "."


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"
