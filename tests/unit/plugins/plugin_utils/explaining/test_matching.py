# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import tracemalloc

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.explaining import matching
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.explaining.matching import OVERLAP, PIECE, SHOWN, collect

LINE = b"[rootlesskit:parent] error: No subuid ranges found for user 1000\n"


class Endless(io.RawIOBase):
    """A stream of so many bytes that is never in memory as a whole."""

    def __init__(self, unit, size, end=b""):
        self.unit, self.left, self.end = unit, size, end

    def read(self, size=-1):
        if self.left <= 0:
            piece, self.end = self.end, b""
            return piece
        self.left -= size
        return (self.unit * (size // len(self.unit) + 1))[:size]


def met(stream):
    whole, cut, length = collect(shipped(), stream)
    return {match.card.id for match in whole}, {match.card.id for match in cut}, length


SMALL = 2 * OVERLAP


@pytest.mark.parametrize("before", range(SMALL - len(LINE) - 2, SMALL + 2, 9))
def test_a_message_across_two_pieces_is_met(before, monkeypatch):
    monkeypatch.setattr(matching, "PIECE", SMALL)
    assert met(io.BytesIO(b"x" * before + b"\n" + LINE))[0] == {"subid-missing"}


def test_the_last_match_counts():
    text = LINE + b"level=info msg=x\n" * 100 + LINE.replace(b"1000", b"1001") + b"y\n" * OVERLAP
    assert {match.line for match in collect(shipped(), io.BytesIO(text))[0]} == {LINE.decode().strip().replace("1000", "1001")}


@pytest.mark.parametrize("word", ["Starting", "Stopping", "Reloading"])
@pytest.mark.parametrize("before", ["", "Nov 27 09:12:04 web1 systemd[812]: "])
def test_the_dots_with_which_systemd_says_what_it_does_cut_nothing_off(before, word):
    text = f"{before}{word} docker.service...\nfailed to start daemon: no reason\n"
    assert met(io.BytesIO(text.encode()))[1] == set()
    assert met(io.BytesIO(text.replace(word, "systemctl says").encode()))[1] >= {"unit-not-enabled"}


@pytest.mark.slow
def test_a_large_text_needs_little_memory():
    tracemalloc.start()
    found = met(Endless(b"level=info msg=busy container=0123456789abcdef\n", 8 * PIECE, LINE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[0] == {"subid-missing"}
    assert peak < 16 * PIECE


@pytest.mark.slow
@pytest.mark.parametrize("unit", [bytes(range(256)), b"\x00", b"\n", b"a" * 1000, b"\xff\xfe", LINE, LINE.strip()])
def test_any_bytes_do_no_harm(unit):
    assert met(Endless(unit, 2 * PIECE))[0] <= {"subid-missing"}


def test_of_a_line_without_an_end_the_telling_part_is_shown():
    shown = [match.line for match in collect(shipped(), io.BytesIO(b"z " * 50000 + LINE.strip() + b" z" * 50000))[0]]
    assert shown and all("No subuid ranges found" in line and len(line) <= SHOWN for line in shown)
