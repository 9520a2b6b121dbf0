# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One host in one run: a record to which every look adds, and what remains to be done after it.

    {"host", "mode", "begin", "report", "strict", "round", "facts", "found", "findings", "prescription", "done", "failed", "touched", "trouble"}

`found` are the findings of the first look, `failed` the remedies that failed (see failures.py), `trouble` what ended the run of this host
({"state", "task", "said"}), or None.
"""

from __future__ import annotations

from ..printers import documents
from . import verdict
from .findings import SICK
from .prescription import held_back
from .run import RUN
from .shipped import explained, judged, prescribed

ROUNDS = 4
TOO_MANY = f"{ROUNDS} rounds of remedies were not enough"
STRICTLY = "something waits for a restart that running containers forbid, and rootless_docker_strict is set, see the verdict."
HEAL, PROVE, REPORT, FAIL = "heal", "prove", "report", "fail"


def begun(host, mode):
    return {
        "host": host, "mode": mode, "begin": documents.now(), "report": None, "strict": False, "round": 0, "facts": {}, "found": [], "findings": [],
        "prescription": {}, "done": [], "failed": [], "touched": [], "trouble": None}


def applied(visit, failed):
    """The record after the remedies of its plan were tried, `failed` without success. A remedy that is tried again has another chance."""
    prescription, number = visit["prescription"], visit["round"] + 1
    before = [entry for entry in visit["failed"] if entry["remedy"] not in prescription.get("plan", {})]
    tried = [{**step, "round": number} for step in prescription.get("steps", []) if visit["mode"] != verdict.CHECK]
    return {
        **visit, "round": number, "done": visit["done"] + tried, "failed": before + [entry for entry in failed if entry not in before],
        "touched": list(dict.fromkeys([*visit["touched"], *prescription.get("touched", [])]))}


def looked(visit, facts, wanted):
    """The record after the host was asked: judged, and prescribed for."""
    findings = judged(facts, wanted, visit["host"])
    visit = {**visit, "facts": facts, "found": visit["found"] or findings, "findings": findings}
    superusers = [finding["seen"] for finding in findings if finding["id"] == "run-as-root" and finding["verdict"] == SICK]
    if superusers:
        return ended(visit, "refused", [f"rootless_docker_users: {', '.join(superusers)}, name ordinary accounts"])
    prescription = prescribed(findings, wanted, facts, visit["prescription"].get("plan"))
    if prescription["errors"]:
        return ended(visit, "failed", prescription["errors"])
    return {**visit, "prescription": held_back(prescription, TOO_MANY) if visit["round"] >= ROUNDS else prescription}


def ended(visit, state, said, task=None):
    """The record of a host whose run cannot go on."""
    return {**visit, "prescription": {}, "trouble": {"state": state, "task": task, "said": said}}


def unfinished(visit, wanted, earlier=None):
    """What the role leaves behind while something remains to be healed or proved, else None."""
    prove = _to_prove(visit, wanted)
    remains = [HEAL] if visit["mode"] != verdict.DOCTOR and visit["prescription"].get("plan") else [PROVE] if prove else []
    return {
        "state": "unfinished", "remains": remains, "prove": prove, "prove_image": wanted["prove_image"], "visit": visit, "run": RUN["id"],
        "begin": visit["begin"],
        "report": visit["report"], "entries": (earlier or {}).get("entries", {})} if remains else None


def _to_prove(visit, wanted):
    """The accounts as which a container has to run, once nothing is left to heal."""
    if visit["trouble"] or visit["mode"] != verdict.SITE:
        return []
    names = {"never": (), "always": wanted["accounts"], "touched": visit["touched"]}[wanted["prove"]]
    return [name for name, own in visit["facts"].get("accounts", {}).items() if name in names and own.get("daemon", {}).get("answers") is True]


def summed(visit, proof=None, earlier=None):
    """What the role leaves behind as rootless_docker_result, see its README; `earlier` is that of another pass of the role in this run."""
    told = documents.report(
        visit["findings"], visit["facts"], visit["host"], explained(proof, visit["findings"]), visit["prescription"], visit["failed"], visit["trouble"],
        visit["mode"], {"begin": visit["begin"], "found": visit["found"], "done": visit["done"], "earlier": (earlier or {}).get("entries", {})})
    own = told["report"][visit["host"]]
    fatal = verdict.FATAL[visit["mode"]] + verdict.STRICT[visit["mode"]] * visit["strict"]
    strictly = [f"{visit['host']}: {STRICTLY}"] if told["state"] == "pending" and visit["strict"] else []
    return {
        "state": told["state"], "accounts": told["accounts"], "findings": told["findings"], "done": own["done"], "held": own["held"], "proof": own["proof"],
        "lines": told["lines"], "why": " ".join(told["blocking"] or strictly), "run": RUN["id"], "begin": visit["begin"], "entries": told["report"],
        "report": visit["report"], "remains": [REPORT] * bool(visit["report"]) + [FAIL] * (told["state"] in fatal)}
