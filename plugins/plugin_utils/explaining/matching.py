# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the patterns of the cards are met in a text of any size: it is read in pieces, and little of it is kept."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import itertools
import re

from ...module_utils.wishes.credentials import without
from ..catalogue.patterns import MARKS, squeeze

PIECE = 1 << 19
OVERLAP = 1 << 13       # a message that two pieces share is whole in one of them
AT_MOST = 8            # matches of one pattern that are looked at in a piece, the last ones
SHOWN = 300             # characters of a matched line

ALOUD = re.compile(rb"error:|error response|\[error\]|level=(error|fatal)|failed to start daemon|^erro\[|^fata\[|fatal", re.I)
QUIETLY = re.compile(rb"level=(debug|info|warning)|warn\[|info\[|^\W*(\S+ \| )?\+ ", re.I)
LINE = re.compile(rb"[^\n]{1,2000}\n?|\n")      # what has no line ends is cut
DOTS = (b"\xe2\x80\xa6", b"...", b">")      # where a line was cut off, and the characters before them that are looked at
LEAST, MOST = 20, 2000
UNCUT = re.compile(rb"(^|: )(Starting|Stopping|Reloading) .+$")      # systemd ends these with dots of its own
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
JINJA = re.compile(r"\{(?=[{%#])")


@dataclasses.dataclass(frozen=True)
class Match:
    """Where a pattern of a card was met."""

    card: object
    rank: int           # of the pattern among those of its card
    weight: int         # the characters of the text that the pattern knows
    loudness: int       # 2: an error says it, 0: a warning, a trace
    place: int          # in the text, for comparing
    said: bytes         # its lines
    begin: int = 0      # where in them it is

    @property
    def line(self):
        return _fit(self.said, self.begin)


def collect(catalogue, stream):
    """([Match], Matches of lines that were cut off, the length of the text): of every pattern its last match, by loudness."""
    table = [(card, rank, pattern) for card in catalogue.cards for rank, pattern in enumerate(card.log)]
    matches, place, carried = {}, 0, b""
    while piece := stream.read(PIECE):
        raw = carried + piece
        for match in _matches(table, raw, place):
            matches[id(match.card), match.rank, match.loudness] = match
        carried = raw[-OVERLAP:]
        place += len(raw) - len(carried)
    return list(matches.values()), _cut(table, carried, place), place


def _matches(table, raw, place):
    text, lines = squeeze(raw), None
    for card, rank, pattern in table:
        for match in collections.deque(pattern.matches(text), AT_MOST):
            lines = lines or _Lines(raw)
            said, begin = lines.between(match.start(), match.end())
            yield Match(card, rank, pattern.weight, _loudness(said), place + match.start(), said, begin)


def _cut(table, raw, place):
    """What the last lines tell that a terminal or a copy cut off: those that end in an ellipsis or >, and the end itself."""
    lines = [(line, start) for line, start in itertools.islice(_ending_in_dots(raw), AT_MOST) if not UNCUT.search(line)]
    for line, start in [*lines, (raw[-MOST:], len(raw))]:
        text = squeeze(line)
        for card, rank, pattern in table:
            known = pattern.begun(text)
            if known:
                yield Match(card, rank, known, _loudness(line), place + start, line.splitlines()[-1])


def _ending_in_dots(raw):
    """(line without its dots, where it begins) of each."""
    start = 0
    for line in raw.split(b"\n"):
        text = line.rstrip(b" \r")
        dots = next((dots for dots in DOTS if text.endswith(dots)), b"")
        if dots and len(text) >= LEAST + len(dots):
            yield text[:-len(dots)][-MOST:], start
        start += len(line) + 1


class _Lines:
    """Finds the lines of a piece again by places in its squeezed text."""

    def __init__(self, raw):
        self.lines = LINE.findall(raw)
        self.ends, end = [], 0
        for before, line in zip([b"\n", *self.lines], self.lines):
            end += len(squeeze(line, before.endswith(b"\n")))
            self.ends.append(end)

    def between(self, start, end):
        """(the lines between two places of the squeezed text, where in the first of them the first place is)."""
        first, last = bisect.bisect_right(self.ends, start), bisect.bisect_left(self.ends, end)
        line, before = self.lines[first], self.ends[first - 1] if first else 0
        said, begin = b"".join(self.lines[first:last + 1]), 0
        if len(said) > SHOWN:
            begin = bisect.bisect_right(range(len(line)), start - before, key=lambda width: len(squeeze(line[:width]))) - 1
        return said, begin


def _loudness(said):
    return 2 if ALOUD.search(said) else 0 if QUIETLY.search(said) else 1


def _fit(said, begin):
    """A matched line that may be shown anywhere: short, without control characters, credentials, and what Jinja would run."""
    text = _clean(said)
    if begin > SHOWN // 2 and len(text) > SHOWN:
        near = max(0, len(_clean(said[:begin])) - SHOWN // 4)
        text = text[text.find(" ", near) + 1:]
    return JINJA.sub("{ ", text)[:SHOWN]


def _clean(said):
    """Credentials go before anything is cut, so that no half of one is left."""
    return without(" ".join(UNFIT.sub(" ", MARKS.sub(b" ", said).decode("utf-8", "replace")).split()))
