# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what programs print to causes, most likely first. A text of any size is read in pieces, and little of it is kept."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import re

from ansible_collections.rootless.docker.plugins.plugin_utils import findings as judging
from ansible_collections.rootless.docker.plugins.plugin_utils import wishes
from ansible_collections.rootless.docker.plugins.plugin_utils.patterns import MARKS, squeeze
from ansible_collections.rootless.docker.plugins.plugin_utils.sentences import SLOT

NOISE = "healthy-noise"
PIECE = 1 << 19
OVERLAP = 1 << 13       # a message that two pieces share is whole in one of them
RECENT = 1 << 14        # what a log told in its last 16 kB counts more than what it told before
AT_MOST = 20            # matches of one pattern that are looked at in a piece, the last ones
SHOWN = 300             # characters of a matched line
# What facts say of a candidate, the likelier first; None: no card of it has a condition.
VERDICTS = (judging.SICK, judging.CONSEQUENCE, None, judging.UNKNOWN, judging.NOT_APPLICABLE, judging.WELL)

ALOUD = re.compile(rb"error:|error response|\[error\]|level=(error|fatal)|failed to start daemon|^erro\[|^fata\[|fatal", re.I)
QUIETLY = re.compile(rb"level=(debug|info|warning)|warn\[|info\[|^\W*(\S+ \| )?\+ ", re.I)
LINE = re.compile(rb"[^\n]{1,2000}\n?|\n")      # what has no line ends is cut
ASIDE = re.compile(r"\s*\([^()]*\{[a-z][^()]*\)|;[^;]*\{[a-z][^;]*$")
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
JINJA = re.compile(r"\{(?=[{%#])")
PASSWORD = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


@dataclasses.dataclass(frozen=True)
class Match:
    """Where a pattern of a card was met last, as loud as it was ever met."""

    card: object
    rank: int           # of the pattern among those of its card
    weight: int         # the characters of the text that the pattern knows
    loudness: int       # 2: an error says it, 0: a warning, a trace
    place: int          # in the text, for comparing
    line: str


def explain(catalogue, stream, facts=None, wanted=None, host="localhost", account=None):
    """Candidates [{"id", "matched", "seen", "breaks", "fix", "remedy", "verdict"}] for a binary stream, most likely first.

    With facts the words are those of the host, and what ails it (or the account) comes first, what is well there last.
    """
    matches, length = collect(catalogue, stream)
    found = _findings(catalogue, facts, wanted, host, account) if facts else []
    candidates = [_candidate(match, found, account) for match in _best(matches, length)]
    candidates.sort(key=lambda candidate: VERDICTS.index(candidate["verdict"]))
    causes = [candidate for candidate in candidates if candidate["id"] != NOISE]
    return causes or candidates


def _findings(catalogue, facts, wanted, host, account):
    wanted = wanted or wishes.wanted({wishes.USERS: list(facts.get("accounts", {}))})
    found = judging.diagnose(catalogue, facts, wanted, host)
    return [finding for finding in found if account is None or finding["account"] in (None, account)]


def collect(catalogue, stream):
    """([Match], the length of the text): of every pattern its last match, by loudness."""
    table = [(card, rank, pattern) for card in catalogue.cards for rank, pattern in enumerate(card.log)]
    matches, place, carried = {}, 0, b""
    while True:
        piece = stream.read(PIECE)
        raw = carried + piece
        for match in _matches(table, raw, place):
            matches[id(match.card), match.rank, match.loudness] = match
        if not piece:
            return list(matches.values()), place
        carried = raw[-OVERLAP:]
        place += len(raw) - len(carried)


def _matches(table, raw, place):
    text, lines = squeeze(raw), None
    for card, rank, pattern in table:
        for match in collections.deque(pattern.matches(text), AT_MOST):
            lines = lines or _Lines(raw)
            said = lines.between(match.start(), match.end())
            yield Match(card, rank, pattern.weight, _loudness(said), place + match.start(), _fit(said))


class _Lines:
    """Finds the lines of a piece again by places in its squeezed text."""

    def __init__(self, raw):
        self.lines = LINE.findall(raw)
        self.ends, end = [], 0
        for line in self.lines:
            end += len(squeeze(line))
            self.ends.append(end)

    def between(self, start, end):
        first = bisect.bisect_right(self.ends, start)
        last = bisect.bisect_left(self.ends, end)
        return b"".join(self.lines[first:last + 1])


def _loudness(said):
    return 2 if ALOUD.search(said) else 0 if QUIETLY.search(said) else 1


def _fit(said):
    """A matched line that may be shown anywhere: short, without control characters, passwords, and what Jinja would run."""
    text = UNFIT.sub(" ", MARKS.sub(b" ", said).decode("utf-8", "replace"))
    return JINJA.sub("{ ", PASSWORD.sub("***", " ".join(text.split())))[:SHOWN]


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
    finding = min(own, key=lambda finding: VERDICTS.index(finding["verdict"]), default=None)
    verdict = finding and finding["verdict"]
    told = finding if verdict in judging.ILL else _words(match.card, account)
    return {
        "id": match.card.id, "matched": match.line, "seen": told["seen"], "breaks": told["breaks"], "fix": told["fix"],
        "remedy": sorted(told["remedy"] or {}), "verdict": verdict}


def _words(card, account):
    """The words of a card without a host to fill them; asides in `seen` that tell nothing but values are left out."""
    seen = ASIDE.sub("", card.seen)
    if not SLOT.sub("", seen).strip(" ,."):
        seen = card.id.replace("-", " ")
    texts = {"seen": seen, "breaks": card.breaks, "fix": card.fix}
    return {**{key: _open(text, account) for key, text in texts.items()}, "remedy": card.remedy}


def _open(text, account):
    """{storage.data_root} becomes <data root>, {install:uidmap} install uidmap."""

    def said(slot):
        if slot[1]:
            return f"install {slot[2]}"
        return account if account and slot[2] == "account" else f"<{slot[2].rpartition('.')[2].replace('_', ' ')}>"

    return SLOT.sub(said, text)
