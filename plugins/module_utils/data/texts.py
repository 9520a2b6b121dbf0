# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others wrote, made fit to be passed on and to be shown: valid, printable, on one line, of bounded length and depth. Pure."""

import json
import os
import re
import traceback

LONGEST = 1000      # characters of a sentence
DEPTH = 50          # levels of nested data: Docker's API needs 7
DIGITS = 20         # of a number: the kernel's have no more, and Python is slow with longer ones, or refuses them
SURROGATE = re.compile(u"[\ud800-\udfff]")


def valid(text):
    """The same text; what no encoding of Unicode can hold (bytes of a file name, lone surrogates from JSON) becomes an escape."""
    return SURROGATE.sub(lambda match: _escape(match.group()), text)


def printable(text):
    """The text on one line; escapes stand for what a terminal would obey or hide: line ends, control and bidi characters, bytes that are not UTF-8."""
    return text if text.isprintable() else "".join(char if char.isprintable() else _escape(char) for char in text)


def printable_lines(text):
    """Like printable, but line ends and tabs stay: for diffs."""
    return "\n".join("\t".join(printable(part) for part in line.split("\t")) for line in text.split("\n"))


def sentence(text):
    """A reason as people read it: printable, at most LONGEST characters."""
    shown = printable(text.strip())
    return shown if len(shown) <= LONGEST else shown[:LONGEST - 4] + " ..."


def _escape(char):
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:        # a byte that is not UTF-8, as os.fsdecode keeps it
        return "\\x%02x" % (code - 0xDC00)
    return char.encode("unicode_escape").decode("ascii")


def each_text(change, data, depth=DEPTH):
    """A copy of plain data in which change(text) stands for each text, keys too. ValueError where it is nested too deeply."""
    if isinstance(data, str):
        return change(data)
    if not isinstance(data, (dict, list, tuple)):
        return data
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(data, dict):
        return {each_text(change, key): each_text(change, value, depth - 1) for key, value in data.items()}
    return [each_text(change, value, depth - 1) for value in data]


def from_json(text):
    """Data, with valid texts, from JSON that somebody else wrote. ValueError, a sentence's end, where it is not JSON or beyond DEPTH or DIGITS."""
    try:
        return each_text(valid, json.loads(text, parse_int=_integer, parse_float=_real, parse_constant=_real))
    except RuntimeError:        # RecursionError
        raise ValueError("nested too deeply")


def _integer(digits):
    if len(digits) > DIGITS:
        raise ValueError("a number of %d digits" % len(digits))
    return int(digits)


def _real(digits):
    """Of NaN, Infinity and 1e999 no JSON could be made again."""
    number = float(digits[:100])
    if number - number != 0:
        raise ValueError("the number %s" % digits[:DIGITS])
    return number


def of_crash(error):
    """An exception that nobody foresaw, in a sentence's end: KeyError: 'version' (daemon.py, line 73)."""
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [place for place in places if "module_utils" in place[0]] or places
    said = printable(str(error).strip())[:300]
    return type(error).__name__ + (": " + said if said else "") + ("".join(" (%s, line %d)" % (os.path.basename(path), line) for path, line in ours[-1:]))
