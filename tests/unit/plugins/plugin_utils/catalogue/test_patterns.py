# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import math
import re
import time

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import patterns
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.patterns import Pattern, squeeze

SHIPPED = {pattern.source: pattern for card in shipped().cards for pattern in card.log}


@pytest.mark.parametrize("raw, left", [
    (b"Foo \t bar\r\nBAZ", b"foobarbaz"),
    (b'a "b" \'c\' `d` \\"e\\"', b"abcde"),
    (b"\x1b[1;31mred\x1b[0m #033[31mx ^[[0my \\u001b[0mz", b"redxyz"),
    (b"a\\nb\\tc", b"abc"),
    (b"\xe2\x80\x98x\xe2\x80\x99\x00\x07", b"x"),
])
def test_what_does_not_count(raw, left):
    assert squeeze(raw) == left


@pytest.mark.parametrize("source, text", [
    ("newuidmap: write failed", 'newuidmap: "write\nfailed"'),
    (r"open /etc/sub[ug]id: (no such file|permission denied)", "open /etc/subgid: Permission denied"),
    (r"listen (tcp|udp)(4|6)? .{1,45}: bind: denied", "listen tcp 0.0.0.0:80: bind: denied"),
    (r"uid range \[\d{1,9}-", "uid range [1-65537)"),
    ("don't know iptables", "I don\u2019t know iptables"),
])
def test_it_matches(source, text):
    assert Pattern(source).search(text)


@pytest.mark.parametrize("begins", [
    'time="2026-11-22T10:11:12Z" level=error msg="', "[rootlesskit:child ] ", "+ ", "++ ", "[INFO] ", "WARN[0000] ", "Nov 22 10:11:12 web-1 dockerd[47]: ",
    "2026-11-22T10:11:12Z ",
    "\x1b[31m[ERROR] ", "dind-1  | + ", "  level=info x "])
@pytest.mark.parametrize("gap", [".{0,200}", "[^:]{0,200}"])
def test_a_gap_ends_where_a_logger_begins_its_next_message(begins, gap):
    both = f"msg=creating docker-1.scope\nof a unit\n{begins}x, open y, Permission denied"
    assert not Pattern(rf"creating docker{gap}Permission denied").search(both)
    assert Pattern(r"creating docker\n{0,200}Permission denied").search(both.replace("time=", "tim"))
    assert Pattern(rf"creating docker{gap}of a unit").search(both)


@pytest.mark.parametrize("source, words", [
    ("short", "has no text of 7 characters"),
    (".{0,20}", "has no text of 7 characters"),
    ("(telling words|x)", "has no text of 7 characters"),
    ("telling words.*", "has '*', which the patterns here do not know"),
    ("telling words+", "has '+', which the patterns here do not know"),
    ("^telling words", "has '^tell', which the patterns here do not know"),
    ("telling words$", "has '$', which the patterns here do not know"),
    (r"telling \bwords", r"has '\\bwor', which the patterns here do not know"),
    ("telling (words", "has '(word', which the patterns here do not know"),
    ("telling (a(b)c) words", "has '(a(b)', which the patterns here do not know"),
    ("telling words.{3}", "has '{3}', which the patterns here do not know"),
    ("telling words.{0,2000}", "spans more than 1000 characters"),
])
def test_refusals(source, words):
    with pytest.raises(Refusal) as refused:
        Pattern(source)
    assert words in str(refused.value)


def test_a_pattern_knows_how_much_it_knows():
    assert Pattern("abc defg").weight == 7
    assert Pattern("abcdefgh(ijk|lm).{0,9}n(op)?").weight == 11


@pytest.mark.parametrize("text, known", [
    ("No subuid ranges fou", 17), ("No subuid ranges found", 0), ("No sub", 0), ("ranges fou", 0), ("No subuid ranges fou x", 0)])
def test_where_a_line_was_cut_off(text, known):
    assert Pattern("No subuid ranges found").begun(squeeze(text.encode())) == known


def sample(text):
    """A text that a squeezed pattern matches."""
    made = ""
    for part in patterns._parts(text, text):
        if part["either"]:
            made += sample(patterns._branches(part["either"])[0])
        elif part["text"]:
            made += re.sub(r"\\(.)", r"\1", part["text"])
        else:
            kind, times = re.fullmatch(r"(.*?)(?:\{(\d+),\d+\})?", part[0]).groups()
            made += next(letter for letter in "a0s:u4xm[1\n" if re.fullmatch(kind, letter)) * int(times or 1)
    return made


@pytest.mark.parametrize("pattern", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_pattern_is_met_where_it_is(pattern):
    """Its needles, its width and its expression belong together."""
    text = sample(pattern._squeezed).encode()
    assert [match[0] for match in pattern.matches(b"q" * 3000 + text + b"q" * 3000)] == [text]
    assert any(needle in text for needle in pattern.needles) and len(text) <= pattern.width


def test_no_shipped_pattern_can_try_many_ways():
    """From one place on, gaps can be divided in at most so many ways; nothing else in a pattern can backtrack."""
    ways = {source: math.prod(int(most) - int(least) + 1 for least, most in re.findall(r"\{(\d+),(\d+)\}", source)) for source in SHIPPED}
    assert {source: number for source, number in ways.items() if number > 50000} == {}


def seconds(pattern, text):
    start = time.process_time()
    list(pattern.matches(text))
    return time.process_time() - start


@pytest.mark.slow
def test_no_shipped_pattern_backtracks_badly():
    """Each is fed all but the end of what it looks for, over and over; the slowest have to grow with the text, not with its square."""
    worst = {}
    for source, pattern in SHIPPED.items():
        begun = sample(pattern._squeezed).encode()[:-1]
        worst[source] = begun + b"".join(pattern.needles)
    spent = {source: seconds(SHIPPED[source], (unit * 4000)[:8000]) for source, unit in worst.items()}
    for source in sorted(spent, key=spent.get)[-8:]:
        small, large = [min(seconds(SHIPPED[source], (worst[source] * 64000)[:size]) for dummy in range(3)) for size in (16000, 64000)]
        assert large < 10 * max(small, 0.002), f"{source}: {small:.3f} s, and {large:.3f} s for four times the text"
