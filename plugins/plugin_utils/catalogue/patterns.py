# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What programs print, reduced to what counts, and the patterns of the cards' `log:` over it.

Terminals wrap lines where they like, loggers quote and escape, versions change capitals. So blanks, line ends, quotes,
backslashes, colours and capitals do not count: neither in a text nor in a pattern. A pattern is a small language, in which
nothing can backtrack badly: text, \\ before punctuation, [classes], \\d, (this|that), (maybe)?, and bounded gaps .{0,200}.

One line end counts: where a logger begins its next message. Only the gap \\n{0,200} crosses it.
"""

from __future__ import annotations

import functools
import re

from ..refusal import Refusal

BEGUN = 10          # characters of a pattern that tell it where a line was cut off,
ENOUGH = 0.4        # and the part of all that it knows
SHORTEST = 7        # of the text that is looked for first: shorter ones are everywhere
WIDEST = 1000       # characters that a pattern may span

# Colours as a terminal, JSON, syslog or `cat -v` has them; line ends, blanks and quotes that were escaped; curly quotes.
MARKS = re.compile(
    rb"(?:\x1b|\\x1b|\\u001b|\\033|#033|\^\[)(?:\[[0-9;?]{0,20}[a-zA-Z]|\][^\x07\n]{0,200}\x07)|\\[nrt]|\\u0026|\xe2\x80[\x98-\x9f]|\xc2\xa0")
NEXT = b"\x1e"        # stands before a message of a logger
MESSAGE = re.compile(
    rb"(?m)^[ \t]{0,8}(?=(?:[\w.-]{1,60} +\| )?(?:time=\"|level=|\[rootlesskit:|\[(?:info|error|warn(?:ing)?)\]|(?:debu|info|warn|erro|fata)\[|\+{1,3} "
    rb"|[a-z]{3} [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\d[t ]\d\d:\d\d))", re.I)
IGNORED = bytes(set(range(0x21)) - set(NEXT)) + b"\x7f\"'`\\"
LOWER = bytes(range(256)).lower()

CLASS = re.compile(r"\[\^|\[(?:[^\]\\]|\\.)+\]|\\.|\.")
HELD = {".": r"[^\x1e]", "[^": r"[^\x1e", r"\n": "."}       # what of a pattern would cross to the next message, and what does
PART = re.compile(
    r"(?P<either>\((?:[^()\\]|\\.)+\))(?P<maybe>\??)"
    r"|(?P<gap>(?:\.|\\d|\\n|\[(?:[^\]\\]|\\.)+\])\{\d+,(?P<width>\d+)\})"
    r"|(?P<one>\.|\\d|\[(?:[^\]\\]|\\.)+\])"
    r"|(?P<text>(?:\\[^a-zA-Z0-9]|[^\\.^$*+?{}\[\]()|])+)")


def squeeze(raw, fresh=True):
    """The bytes that count, and NEXT before every message of a logger; raw may begin with one if it is fresh.

    >>> squeeze(b'echo "Hello\\r\\n  World"\\n[rootlesskit:parent] x')
    b'echohelloworld\\x1e[rootlesskit:parent]x'
    """
    bare = MARKS.sub(b"", raw).replace(NEXT, b"")
    text = MESSAGE.sub(NEXT, bare).translate(LOWER, IGNORED)
    return text if fresh else text.removeprefix(NEXT)


class Pattern:
    """One line of a card's `log:`. Refusal says what is wrong with it."""

    def __init__(self, source):
        self.source = source
        squeezed = re.sub(r"[\s\"'`]", "", source).lower()
        parts = _parts(squeezed, source)
        certain = [_texts(part, source) for part in parts if not part["maybe"]]
        self.tails = [text.encode() for text in _texts(parts[-1], source)] if parts else []
        self.needles = tuple(text.encode() for text in max(certain, key=_least, default=[""]))
        self.weight = sum(map(_least, certain))      # the characters that the pattern knows
        if min(map(len, self.needles)) < SHORTEST:
            raise Refusal(f"log {source!r} has no text of {SHORTEST} characters")
        self.width = sum(map(_width, parts))
        if self.width > WIDEST:
            raise Refusal(f"log {source!r} spans more than {WIDEST} characters")
        self._squeezed = squeezed

    @functools.cached_property
    def regex(self):
        # Only when its needle was met: a healthy run compiles none.
        return re.compile(CLASS.sub(lambda part: HELD.get(part[0], part[0]), self._squeezed).encode(), re.DOTALL)

    @functools.cached_property
    def _beginnings(self):
        """(what is left of the last words wherever they may be cut off so that enough is known, what each then lacks), the longest first."""
        enough = max(BEGUN, self.weight * ENOUGH)
        cuts = [(tail[:kept], tail[kept:]) for tail in self.tails for kept in range(len(tail) - 1, 1, -1)]
        known = [(beginning, missing) for beginning, missing in cuts if self.weight - len(missing) >= enough]
        return tuple(beginning for beginning, dummy in known), tuple(missing for dummy, missing in known)

    def __repr__(self):
        return f"Pattern({self.source!r})"

    def matches(self, text):
        """The matches in a squeezed text, looked for only where a needle is near."""
        if not any(map(text.__contains__, self.needles)):
            return
        for start, end in self._places(text):
            yield from self.regex.finditer(text, start, end)

    def _places(self, text):
        start = end = -1
        for place in sorted(place for needle in self.needles for place in self._steps(needle, text)):
            if place - self.width > end:
                if end >= 0:
                    yield start, end
                start = max(0, place - self.width)
            end = place + 2 * self.width
        if end >= 0:
            yield start, end

    def _steps(self, needle, text):
        """The first place of a needle in every stretch as wide as the pattern."""
        place = text.find(needle)
        while place >= 0:
            yield place
            place = text.find(needle, place + self.width)

    def begun(self, text):
        """How many of its characters stand at the end of a text that was cut off within its last words; 0 where too few."""
        if not text.endswith(self._beginnings[0]):      # one look for nearly every pattern
            return 0
        for beginning, missing in zip(*self._beginnings):
            if text.endswith(beginning):
                whole = text[-self.width:] + missing
                if any(match.end() == len(whole) for match in self.regex.finditer(whole)):
                    return self.weight - len(missing)
        return 0

    def search(self, line):
        """The first match in a line, or None."""
        return next(self.matches(squeeze(line.encode("utf-8", "replace"))), None)


def _parts(text, source):
    """The parts of a squeezed pattern, or a refusal where something in it is in no part."""
    parts, position = [], 0
    while position < len(text):
        part = PART.match(text, position)
        if not part:
            raise Refusal(f"log {source!r} has {text[position:position + 5]!r}, which the patterns here do not know")
        if part["either"]:
            for branch in _branches(part["either"]):
                _parts(branch, source)
        parts.append(part)
        position = part.end()
    return parts


def _branches(either):
    return re.split(r"(?<!\\)\|", either[1:-1])


def _texts(part, source):
    """One of these texts is in everything that the part matches."""
    if not part["either"]:
        return [re.sub(r"\\(.)", r"\1", part["text"] or "")]
    return [max((_texts(inner, source)[0] for inner in _parts(branch, source)), key=len, default="") for branch in _branches(part["either"])]


def _least(texts):
    return min(map(len, texts))


def _width(part):
    """The characters that a part spans at most."""
    if part["either"]:
        return max(sum(map(_width, _parts(branch, part["either"]))) for branch in _branches(part["either"]))
    return len(_texts(part, "")[0]) or int(part["width"] or 1)
