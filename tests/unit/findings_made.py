# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as diagnose returns them, and the facts they come from, for tests of what is said of them."""

from __future__ import annotations

FACTS = {
    "unanswered": {"engine.runc": "no answer"},
    "accounts": {
        "alice": {"session": {"uid": 1000, "home": "/home/alice", "docker_host": "unix:///x", "runtime_dir": "/x"},
                  "daemon": {"context": True, "answers": True, "containers": 1}, "unanswered": {}},
        "bob": {"daemon": {"answers": False}, "unanswered": {"session": "took too long"}}},
}


def finding(name="linger-disabled", account="alice", verdict="sick", **words):
    return {
        "id": name, "case": None, "host": "web1", "account": account, "verdict": verdict, "severity": "blocks", "seen": "no linger",
        "breaks": "it ends", "fix": "loginctl enable-linger", "docs": f"docs/symptoms.md#{name}", "remedy": {"session_start": {}}, "evidence": {},
        "because": [], "journal": [], **words}


def step(remedy="session_start", accounts=("alice",), ids=("linger-disabled",), disturbs="nothing"):
    return {"remedy": remedy, "accounts": list(accounts), "arguments": {"accounts": list(accounts)}, "ids": list(ids), "after": [],
            "disturbs": disturbs, "changes": "lingering", "would": "would run it"}


def held(why, remedy="session_start", accounts=("alice",), ids=("linger-disabled",)):
    return {"remedy": remedy, "accounts": list(accounts), "ids": list(ids), "why": why}


def many(number):
    """(findings, facts) of so many accounts with one illness, in the words of a card."""
    names = [f"u{count:02d}" for count in range(1, number + 1)]
    facts = {"unanswered": {}, "accounts": {
        name: {"session": {"uid": 1000 + count, "home": f"/home/{name}"}, "daemon": {"answers": True}, "unanswered": {}} for count, name in enumerate(names)}}
    findings = [finding(account=name, seen=f"{name} does not linger", breaks=f"the daemon of {name} ends", fix=f"loginctl enable-linger {name}",
                        journal=[f"Nov 27 10:0{count % 10} user@{1000 + count}.service: stopped"] * 3) for count, name in enumerate(names)]
    return findings, facts
