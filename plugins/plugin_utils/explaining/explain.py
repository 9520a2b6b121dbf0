# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what programs print to causes, most likely first, and to the words of their cards."""

from __future__ import annotations

import io
import re

from ...module_utils.machine import journal
from ..judging import findings as judging
from ..catalogue.catalogue import probe_shapes
from .matching import collect
from ..catalogue.paths import at, overlay
from ..catalogue.sentences import SLOT

NOISE = "healthy-noise"
SILENT = ("daemon-not-running", "daemon-not-answering")     # what such a daemon's journal says is the cause
RECENT = 1 << 14        # what a log told in its last 16 kB counts more than what it told before
# What facts say of a candidate, the likelier first; None: no card of it has a condition. What is well is no candidate.
VERDICTS = (judging.SICK, judging.CONSEQUENCE, None, judging.UNKNOWN, judging.NOT_APPLICABLE)
# What the cases of one id say together: some of them apply, and none of these ails it.
TOGETHER = (judging.SICK, judging.CONSEQUENCE, judging.UNKNOWN, judging.WELL, judging.NOT_APPLICABLE)
ASIDE = re.compile(r"\s*\([^()]*\{[a-z][^()]*\)|;[^;]*\{[a-z][^;]*$")


def explain(catalogue, stream, found=(), account=None):
    """Candidates [{"id", "matched", "seen", "breaks", "fix", "remedy", "verdict"}] for a binary stream, most likely first.

    With findings of the host the words are the host's own, what ails it (or the account) comes first, and what is well there is left out.
    """
    whole, cut, length = collect(catalogue, stream)
    found = [finding for finding in found if account is None or finding["account"] in (None, account)]
    matches = _causes(whole) or _causes(cut) or whole
    candidates = [_candidate(match, found, account) for match in _best(matches, length)]
    possible = [candidate for candidate in candidates if candidate["verdict"] != judging.WELL]
    return sorted(possible, key=lambda candidate: VERDICTS.index(candidate["verdict"]))


def causes(catalogue, lines, found=(), account=None):
    """Like explain, for lines of which it is known that they tell a failure: neither noise, nor that the daemon does not run."""
    text = "\n".join(line for line in lines if isinstance(line, str)).encode("utf-8", "replace")
    return [candidate for candidate in explain(catalogue, io.BytesIO(text), found, account) if candidate["id"] not in (NOISE, *SILENT)]


def with_proofs(catalogue, proofs, found):
    """The same proofs {account: {"error", ...}}, each with what explains its error: "explained", as explain gives it."""
    return {name: {**proof, "explained": causes(catalogue, [proof.get("error")], found, name)} for name, proof in (proofs or {}).items()}


def with_journals(catalogue, found, facts):
    """The same findings; those of a daemon that does not answer have the telling lines of its journal, and what explains them."""
    return [_with_journal(catalogue, finding, found, facts) if _is_silent(finding) else finding for finding in found]


def _is_silent(finding):
    return finding["id"] in SILENT and finding["verdict"] in judging.ILL


def _with_journal(catalogue, finding, found, facts):
    lines = at(facts, ("accounts", finding["account"], "daemon", "journal"))
    lines = [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    candidates = causes(catalogue, lines, found, finding["account"])
    told = list(dict.fromkeys(candidate["matched"] for candidate in candidates))
    last = [line for line in [journal.telling(lines)] if line]
    return {**finding, "journal": told or finding["journal"] or last, "explained": candidates}


def _causes(matches):
    return [match for match in matches if match.card.id != NOISE]


def _best(matches, length):
    """The best match of every id, the likeliest first: what an error says, what was said last, who knows most of it."""

    def likelihood(match):
        return -match.loudness, (length - match.place) // RECENT, -match.weight, match.rank

    best = {}
    for match in sorted(matches, key=likelihood):
        best.setdefault(match.card.id, match)
    return list(best.values())


def _candidate(match, found, account):
    own = [finding for finding in found if finding["id"] == match.card.id]
    finding = min(own, key=lambda finding: TOGETHER.index(finding["verdict"]), default=None)
    verdict = finding and finding["verdict"]
    told = finding if verdict in judging.ILL else words(match.card, account)
    return {
        "id": match.card.id, "matched": match.line, "seen": told["seen"], "breaks": told["breaks"], "fix": told["fix"],
        "remedy": sorted(told["remedy"] or {}), "verdict": verdict}


def words(card, account=None):
    """The words of a card without a host to fill them; asides in `seen` that tell nothing but values are left out."""
    seen = ASIDE.sub("", card.seen)
    if not SLOT.sub("", seen).strip(" ,."):
        seen = _example(seen)
    texts = {"seen": seen, "breaks": card.breaks, "fix": card.fix}
    return {**{key: _open(text, account) for key, text in texts.items()}, "remedy": card.remedy}


def _example(slot):
    """What the probe's documentation shows of a fact, for words that are nothing but its value."""
    shapes = probe_shapes()
    shown = at(overlay(shapes["host"], shapes["account"]), tuple(SLOT.fullmatch(slot)[2].split(".")))
    return f"for example: {shown if isinstance(shown, str) else ', '.join(shown)}"


def _open(text, account):
    """{storage.data_root} becomes <data root>, {install:uidmap} install uidmap."""

    def said(slot):
        if slot[1]:
            return f"install {slot[2]}"
        return account if account and slot[2] == "account" else f"<{slot[2].rpartition('.')[2].replace('_', ' ')}>"

    return SLOT.sub(said, text)
