# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of several accounts in the same words is said once: words that differ only by name, uid and home are the same."""

from __future__ import annotations

import re

from ..catalogue.paths import at

WORDS = ("seen", "breaks", "fix")
NAMED = 5       # so many accounts are named in front of a sentence, more are counted there and listed below it
VARYING = re.compile(r"\d+|\b[0-9a-f]{12,}\b")      # times, process numbers, ids: two such lines of a journal say the same


def groups(findings, facts, *kind):
    """[Group]: in the order of their first findings; `kind` are functions of a finding that keep unlike ones apart."""
    found = {}
    for finding in findings:
        words = general(finding, facts)
        key = (finding["id"], finding["case"], finding["verdict"], finding["account"] is None, tuple(finding["because"]), *words.values(),
               *(function(finding) for function in kind))
        found.setdefault(key, []).append((finding, words))
    return [Group([finding for finding, dummy in members], members[0][1], facts) for members in found.values()]


class Group:
    """Findings that are said together; its words are those of the only finding, or have USER, UID and HOME in them."""

    def __init__(self, findings, words, facts):
        self.findings, self.first = findings, findings[0]
        self.accounts = [finding["account"] for finding in findings if finding["account"]]
        own = {key: self.first[key] or "" for key in WORDS}
        self.generalised = len(findings) > 1 and words != own
        self.words = words if self.generalised else own
        self.journal = distinct(line for finding in findings for line in _lines(finding, facts, self.generalised))

    @property
    def place(self):
        """Where it is so: a host, or accounts of it."""
        if not self.accounts:
            return self.first["host"]
        return f"{self.first['host']}, {', '.join(self.accounts) if len(self.accounts) <= NAMED else f'{len(self.accounts)} accounts'}"

    @property
    def members(self):
        """The sentence that says who is meant, where the first line does not."""
        names = ", ".join(self.accounts)
        if self.generalised:
            return f"USER is each of {names}"
        return f"accounts: {names}" if len(self.accounts) > NAMED else None


def general(finding, facts):
    """The words of a finding, the same for every account that has it alike."""
    return {key: generalised(finding[key] or "", finding["account"], facts) for key in WORDS}


def generalised(text, account, facts):
    """A text about an account with USER for its name, UID for its uid and HOME for an unusual home."""
    if not account:
        return text
    session = at(facts, ("accounts", account, "session"))
    session = session if isinstance(session, dict) else {}
    home, uid = session.get("home"), session.get("uid")
    if isinstance(home, str) and len(home) > 1 and not home.endswith(f"/{account}"):
        text = re.sub(rf"{re.escape(home)}(?![\w.-])", "HOME", text)
    if isinstance(uid, int):
        text = re.sub(rf"(/run/user/|user@|user-|uid[ =]){uid}\b", r"\1UID", text, flags=re.IGNORECASE)
    return re.sub(rf"(?<![\w.-]){re.escape(account)}(?![\w-]|\.\w)", "USER", text)


def _lines(finding, facts, general_words):
    return [generalised(line, finding["account"], facts) if general_words else line for line in finding["journal"]]


def alike(failed, facts):
    """Failed remedies, those once that failed for several accounts in the same words: {"remedy", "task", "said", "accounts"}."""
    found = {}
    for entry in failed:
        said = generalised(entry["said"], entry["accounts"][0] if len(entry["accounts"]) == 1 else None, facts)
        found.setdefault((entry["remedy"], entry["task"], VARYING.sub("#", said)), []).append((entry, said))
    return [entries[0][0] if len(entries) == 1 else _joined(entries) for entries in found.values()]


def _joined(entries):
    """One failed remedy of several, in the words of the first."""
    first, said = entries[0]
    return {**first, "said": said, "accounts": [name for entry, dummy in entries for name in entry["accounts"]]}


def distinct(lines):
    """The lines without those that say the same but for numbers."""
    found = {}
    for line in lines:
        found.setdefault(VARYING.sub("#", line), line)
    return list(found.values())
