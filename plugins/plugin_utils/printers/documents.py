# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report for machines: one entry a host, one document a run. docs/report.schema.json is its contract."""

from __future__ import annotations

import datetime
import json
import pathlib

from ..judging import verdict
from ..catalogue.pages import read_page
from ..catalogue.paths import MISSING, at
from .printable import printable_data
from .lines import as_lines, reasons, words_of, worth_telling

NAME = "rootless.docker"
SCHEMA = 1      # changes when a reader of the report has to
ROOT = pathlib.Path(__file__).parents[3]
LISTS = ("found", "findings", "done", "failed", "held", "planned", "said")
STEP = ("remedy", "accounts", "ids", "changes", "disturbs")
LOST = {"task": None, "said": "the connection was lost while this host was healed"}
NEVER_BEGUN = {"task": None, "said": "the run ended for this host before it was asked"}


def report(findings, facts, host, proof=None, prescription=None, failed=(), trouble=None, mode=verdict.SITE, run=None):
    """All that is said of one host at the end of a run, see plugins/filter/report.yml.

    `run` is what else the role knows: {"begin": time, "found": findings first seen, "done": steps, "earlier": {host: entry}}.
    """
    run, prescription = run or {}, prescription or {}
    told = {"facts": facts, "prescription": prescription, "proof": proof, "trouble": trouble, "mode": mode}
    lines = as_lines(host, findings, failed=failed, **told)
    entry = printable_data({
        "state": verdict.state_of(findings, **told), "begin": run.get("begin"), "end": now(),
        "problem": _problem(trouble), "accounts": {name: _handle(facts, name) for name in facts.get("accounts", {})},
        "found": worth_telling(run.get("found") or findings), "findings": worth_telling(findings), "unanswered": unanswered(facts),
        "done": [step_of(step, step["round"]) for step in run.get("done", [])], "failed": list(failed), "held": prescription.get("held", []),
        "planned": [step_of(step) for step in prescription.get("steps", [])] if mode != verdict.SITE else [],
        "proof": proof or {}, "said": lines}, most=None)
    entries = {**run.get("earlier", {}), host: together(run.get("earlier", {}).get(host), entry)}
    return {
        "state": entry["state"], "lines": lines, "blocking": reasons(host, findings, failed=failed, **told),
        "accounts": {name: handle for one in entries.values() for name, handle in one["accounts"].items()},
        "findings": [finding for one in entries.values() for finding in one["findings"]], "report": entries}


def step_of(step, number=1):
    """One applied or planned remedy, without its arguments."""
    return {"round": number, **{key: step[key] for key in STEP}}


def begun(begin):
    """The entry of a host of which nothing more is known yet."""
    return {"state": "unfinished", "begin": begin, "end": None, "problem": None if begin else NEVER_BEGUN, "accounts": {}, "unanswered": {}, "proof": {},
            **{name: [] for name in LISTS}}


def explained(found):
    """The entry of a host whose journals the playbook explain has read: {account: candidates}, or {file: candidates} of the control node."""
    return {"state": "explained", "begin": now(), "end": now(), "explained": found}


def together(earlier, entry):
    """An entry with what an earlier pass of the role, in the same run, told of other accounts of that host."""
    if not earlier or set(earlier["accounts"]) <= set(entry["accounts"]):
        return {**entry, **({"begin": earlier["begin"], "found": earlier["found"], "done": earlier["done"] + entry["done"]} if earlier else {})}
    others = {name: handle for name, handle in earlier["accounts"].items() if name not in entry["accounts"]}
    joined = {name: [item for item in earlier[name] if not isinstance(item, dict) or item.get("account", True) in (True, *others)] + entry[name]
              for name in LISTS}
    states = [one["state"] for one in (earlier, entry)]
    return {**entry, **joined, "begin": earlier["begin"], "state": min(states, key=verdict.STATES.index),
            "problem": entry["problem"] or earlier["problem"], **{key: {**earlier[key], **entry[key]} for key in ("accounts", "unanswered", "proof")}}


def document(hosts, run, alive, check=False):
    """The whole report. `hosts` is {name: {"begin", "entries": {host: entry}}}, {name: {"explained": ...}}, or {} for one of which nothing
    is known; `run` is {"id", "begin"} of the process that writes; `alive` are the names that are still in the play.

    What a host that was begun with has of itself counts, whatever another one says of it.
    """
    entries, weights = {}, {}
    for name, known in hosts.items():
        for host, entry in (known.get("entries") or {name: explained(known["explained"]) if "explained" in known else begun(known.get("begin"))}).items():
            lost = entry["state"] == "unfinished" and entry["begin"] and name not in alive
            weight = 1 if host != name else 2 if known.get("begin") else 0
            if weight >= weights.get(host, 0):
                weights[host], entries[host] = weight, {**entry, "state": "unreachable", "problem": LOST} if lost else entry
    return {
        "schema": SCHEMA, "collection": {"name": NAME, "version": version()}, "run": run["id"], "begin": run["begin"], "end": now(),
        "check": check, "hosts": entries}


def newest(mine, others):
    """The document with what another writer of the same run knows of hosts that were finished later, or that are not in mine."""
    hosts = dict(mine["hosts"])
    for name, entry in others["hosts"].items():
        if (entry["end"] or "") > (hosts.get(name, {}).get("end") or ""):
            hosts[name] = entry
    return {**mine, "hosts": hosts}


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def version(root=ROOT):
    """The version of this collection: its manifest says it where it is installed, galaxy.yml in a checkout."""
    manifest = root / "MANIFEST.json"
    if manifest.exists():
        return json.loads(manifest.read_text(encoding="utf-8"))["collection_info"]["version"]
    return read_page(root / "galaxy.yml")["version"]


def unanswered(facts):
    """{"subject.key": reason} of the host, and {"accounts.alice.subject.key": reason} of its accounts."""
    reasons_of = dict(facts.get("unanswered", {}))
    for name, answers in facts.get("accounts", {}).items():
        reasons_of.update({f"accounts.{name}.{key}": reason for key, reason in answers.get("unanswered", {}).items()})
    return reasons_of


def _problem(trouble):
    return {"task": trouble.get("task"), "said": " ".join(words_of(trouble))} if trouble else None


def _handle(facts, account):
    """What a playbook needs to use an account's daemon; null where it is not known."""

    def fact(*path):
        found = at(facts, ("accounts", account, *path))
        return None if found is MISSING else found

    return {
        "uid": fact("session", "uid") if fact("session", "exists") is not False else None,
        "home": fact("session", "home"), "docker_host": fact("session", "docker_host"),
        "xdg_runtime_dir": fact("session", "runtime_dir"), "context": "rootless" if fact("daemon", "context") else None}
