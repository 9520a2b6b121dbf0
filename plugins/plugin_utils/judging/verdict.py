# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a host stands at the end of a run, and for what the run has to fail."""

from __future__ import annotations

from .findings import ILL, SICK, UNKNOWN
from ..catalogue.paths import at
from .prescription import RESTARTS

# From bad to good. The first four come from what became of the run, the others from the findings.
STATES = ("unfinished", "unreachable", "failed", "refused", "ill", "planned", "pending", "well")
SITE, CHECK, DOCTOR = MODES = ("site", "check", "doctor")
# The states for which the run of a host fails, and those for which it fails as well where rootless_docker_strict is set.
FATAL = {SITE: ("unreachable", "failed", "refused", "ill"), CHECK: ("unreachable", "failed", "refused", "ill"), DOCTOR: ("unreachable", "failed", "refused")}
STRICT = {SITE: ("pending",), CHECK: ("pending",), DOCTOR: ("ill", "pending")}
# Of a named account it must be known whether its daemon answers: what could not be determined here never reads as green.
ANSWERING = ("daemon-not-answering", "daemon-not-running")
NOT_ROOT = "not-root"


def state_of(findings, facts, prescription=None, proof=None, trouble=None, mode=SITE):
    """One of STATES; `trouble` is {"state", "task", "said"} of a run that could not be finished."""
    if trouble:
        return trouble["state"]
    if failing(findings, facts, prescription, mode) or unproved(proof):
        return "ill"
    if any(blocks(finding) and planned(finding, prescription) for finding in findings) and mode == CHECK:
        return "planned"
    return "pending" if any(blocks(finding) and waits(finding, facts, prescription) for finding in findings) else "well"


def failing(findings, facts, prescription=None, mode=SITE):
    """The findings for which site fails. A cause stands for what follows from it; in check mode what the plan heals is no failure."""
    blocking = [finding for finding in findings if blocks(finding)]
    roots = [finding for finding in blocking if finding["verdict"] == SICK] or blocking
    left = [finding for finding in roots
            if not waits(finding, facts, prescription) and not (mode == CHECK and planned(finding, prescription))]
    whom = barred(findings)     # the finding not-root stands for them
    return left + [finding for finding in findings
                   if finding["verdict"] == UNKNOWN and finding["id"] in ANSWERING and finding["account"] not in whom]


def barred(findings):
    """The accounts that a run without root may not ask."""
    return {account for finding in findings if finding["id"] == NOT_ROOT and finding["verdict"] == SICK
            for account in finding["evidence"].get("system.barred", [])}


def blocks(finding):
    return finding["severity"] == "blocks" and finding["verdict"] in ILL


def planned(finding, prescription):
    """Whether every remedy of a finding is going to be applied for it."""
    steps = steps_for(finding, prescription)
    return bool(steps) and not held_for(finding, prescription) and {step["remedy"] for step in steps} == set(finding["remedy"])


def waits(finding, facts, prescription):
    """Whether it only waits for a restart which running containers forbid, while the daemons concerned work."""
    held = held_for(finding, prescription)
    if not held or steps_for(finding, prescription) or not all(entry["why"].startswith(RESTARTS) for entry in held):
        return False
    accounts = [finding["account"]] if finding["account"] else list(facts.get("accounts", {}))
    return all(at(facts, ("accounts", account, "daemon", "answers")) is True for account in accounts)


def steps_for(finding, prescription):
    return _concerning(finding, (prescription or {}).get("steps", []))


def held_for(finding, prescription):
    return _concerning(finding, (prescription or {}).get("held", []))


def failed_for(finding, failed):
    """The failed remedies (rootless_remedy_errors) that should have healed a finding."""
    return [entry for entry in failed if entry["remedy"] in (finding["remedy"] or {})
            and (not entry["accounts"] or finding["account"] in (None, *entry["accounts"]))]


def _concerning(finding, entries):
    """Those of the steps or held entries that are for this finding."""
    return [entry for entry in entries if entry["remedy"] in (finding["remedy"] or {}) and finding["id"] in entry["ids"]
            and (finding["account"] is None or not entry["accounts"] or finding["account"] in entry["accounts"])]


def unproved(proof):
    """{account: why no container ran}."""
    return {name: result["error"] for name, result in (proof or {}).items() if result.get("error")}
