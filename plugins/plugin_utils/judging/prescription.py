# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From findings to a plan: each remedy once a host, its arguments merged, in healing order; what must wait is held."""

from __future__ import annotations

from .causes import remedies_before
from .findings import ILL, SICK
from .merging import Merged
from ..catalogue.packages import Names, distribution_of
from ..catalogue.remedies import DAEMONS, REBOOT
from ..catalogue.sentences import said

ALLOW = "rootless_docker_disturb=true allows it"
RESTARTS = "it restarts daemons, and containers run for"     # a report tells by it what only waits
NO_HELP = "this was already tried in this run and did not help"


def prescribe(findings, wanted, facts, remedies, packages, last=None):
    """{"plan": {remedy: arguments}, "steps", "after", "held", "touched": accounts, "lines": for people, "errors"} for one host.

    `remedies` are read_remedies()'s, `packages` the catalogue's table, `last` the plan of the round before. `after` is
    {remedy: {account, or "" for the host: [remedies]}}: what must not have failed, see causes.remedies_before.
    """
    names = Names(packages, distribution_of(facts))
    errors, held, merged, manual = [], [], {}, _manual_only(findings, names)
    for finding in findings:
        for name, arguments in _prescribed(finding, wanted):
            if name not in remedies:
                errors.append(f"{finding['id']} prescribes {name}, which the role rootless_remedy does not have.")
                continue
            why = _waits_for(finding, manual) or _reason_to_hold(remedies[name], finding["account"], wanted, facts)
            arguments, nameless = names.resolve(arguments)
            if why or nameless:
                _hold(held, name, finding, why or names.unknown(nameless))
            if not why and arguments is not None:
                merged.setdefault(name, Merged(name)).add(finding, arguments)
    after = remedies_before(findings, merged, {name: remedy.after for name, remedy in remedies.items()})
    steps = [_step(remedies[name], merged[name], after[name], errors) for name in remedies if name in merged]
    plan = _plan(steps)
    prescription = {
        "plan": plan, "steps": steps, "after": {step["remedy"]: after[step["remedy"]] for step in steps}, "held": held,
        "touched": _touched(steps, after, wanted), "lines": [*map(_line, steps), *_held_lines(held)], "errors": errors}
    # The same again: it did not help the first time, and would not the second.
    return held_back(prescription, NO_HELP) if plan and plan == last else prescription


def held_back(prescription, why):
    """The prescription with nothing to do: each step is held for this reason."""
    held = prescription["held"] + [{**{key: step[key] for key in ("remedy", "accounts", "ids")}, "why": why} for step in prescription["steps"]]
    return {**prescription, "plan": {}, "steps": [], "after": {}, "held": held, "touched": [], "lines": _held_lines(held)}


def _plan(steps):
    return {step["remedy"]: step["arguments"] for step in steps}


def _prescribed(finding, wanted):
    """The remedies of a finding that is ill, and that blocks or is wished to be healed."""
    wished = finding["severity"] == "blocks" or {finding["severity"], finding["id"]} & set(wanted["heal"])
    return (finding["remedy"] or {}).items() if finding["verdict"] in ILL and wished else ()


def _manual_only(findings, names):
    """{(account or None, id)} of what blocks and only a person can heal: no remedy, or a package whose name nobody knows."""
    return {(finding["account"], finding["id"]) for finding in findings
            if finding["verdict"] in ILL and finding["severity"] == "blocks" and _needs_a_person(finding, names)}


def _needs_a_person(finding, names):
    if not finding["remedy"]:
        return finding["verdict"] == SICK
    return any(names.resolve(arguments)[1] for arguments in finding["remedy"].values())


def _waits_for(finding, manual):
    """No remedy heals a consequence while its cause stays: trying would only add an error that hides the cause."""
    causes = [name for name in finding["because"] if {(finding["account"], name), (None, name)} & manual]
    return f"it follows from {', '.join(causes)}, which needs manual action" if causes else None


def _reason_to_hold(remedy, account, wanted, facts):
    if wanted["disturb"]:
        return None
    if remedy.disturbs == REBOOT:
        return f"it needs a reboot; {ALLOW}"
    busy = _busy(facts, wanted["accounts"] if account is None else [account]) if remedy.disturbs == DAEMONS else []
    return f"{RESTARTS} {', '.join(busy)}; {ALLOW}" if busy else None


def _busy(facts, accounts):
    """The accounts whose daemon runs containers; a number that nobody could tell comes from a daemon that does not answer."""
    daemons = {name: facts.get("accounts", {}).get(name, {}).get("daemon", {}) for name in accounts}
    return [name for name, daemon in daemons.items() if (daemon.get("containers") or 0) > 0]


def _hold(held, remedy, finding, why):
    entry = next((entry for entry in held if (entry["remedy"], entry["why"]) == (remedy, why)), None)
    if entry is None:
        entry = {"remedy": remedy, "accounts": [], "ids": [], "why": why}
        held.append(entry)
    entry["accounts"] += [name for name in [finding["account"]] if name and name not in entry["accounts"]]
    entry["ids"] += [name for name in [finding["id"]] if name not in entry["ids"]]


def _step(remedy, merged, before, errors):
    errors += merged.errors
    arguments = merged.arguments
    return {
        "remedy": remedy.name, "accounts": arguments.get("accounts", []), "arguments": arguments, "ids": merged.ids,
        "after": list(dict.fromkeys(name for names in before.values() for name in names)),
        "disturbs": remedy.disturbs, "changes": remedy.changes, "would": _would(remedy.name, arguments)}


def _would(remedy, arguments):
    """The sentence of check mode. A package manager is not asked: its lists may be empty, or those of tomorrow."""
    if "finish" in arguments:
        return f"would finish the interrupted installation{_and(arguments.get('packages'))}"
    if "packages" in arguments:
        return f"would install {', '.join(arguments['packages'])}"
    return f"would run {remedy}{_for(arguments.get('accounts'))}"


def _and(packages):
    return f" and install {', '.join(packages)}" if packages else ""


def _for(accounts):
    return f" for {', '.join(accounts)}" if accounts else ""


def _touched(steps, after, wanted):
    """The accounts that a step is for; what is done to the host is done to them all."""
    names = {name for step in steps for name in step["accounts"]}
    everyone = any("" in after[step["remedy"]] for step in steps)
    return [name for name in wanted["accounts"] if everyone or name in names]


def _line(step):
    """One prescribed remedy as a person reads it, in check mode and in the real run alike."""
    shown = {name: value for name, value in step["arguments"].items() if name not in ("accounts", "packages", "finish")}
    parts = [f"remedy: {step['remedy']}", *(f"{name}: {said(value)}" for name, value in shown.items()), f"changes: {step['changes']}",
             f"disturbs: {step['disturbs']}", f"because of: {', '.join(step['ids'])}"]
    return f"{step['would']} ({'; '.join(parts)})"


def _held_lines(held):
    """One line for each reason and its accounts: a missing account holds back everything that it would need."""
    groups = {}
    for entry in held:
        groups.setdefault((entry["why"], tuple(entry["accounts"])), []).append(entry)
    return [f"held back: {_all(group, 'remedy')}{_for(accounts)}: {why} (because of: {_all(group, 'ids')})" for (why, accounts), group in groups.items()]


def _all(entries, key):
    values = [entry[key] if isinstance(entry[key], list) else [entry[key]] for entry in entries]
    return ", ".join(dict.fromkeys(item for value in values for item in value))
