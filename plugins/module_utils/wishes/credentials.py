# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blots credentials out of what programs print: passwords and tokens in addresses, headers, options and assignments. Pure.

This knows no secret, only where one stands; secret_wishes knows the secrets of the wishes, wherever they stand.
"""

import re

MARK = "***"
NAMED = r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|auth|api[-_]?key|access[-_]?key|private[-_]?key|signature|sig)"
NAME = r"(?<![A-Za-z0-9])(?:[A-Za-z0-9]{1,40}[-_.]){0,6}%s(?:[-_.][A-Za-z0-9]{1,40}){0,2}" % NAMED
WORD = r"[^\s\"'`&<>\\]{1,4000}"

# What stands before the secret is kept. An address: a password may hold / and @, so everything up to its last @ goes; a port
# before a digest (registry:5000/name@sha256:...) is none, and nsenter's --preserve-credentials takes no value.
PLACES = (
    re.compile(r"(://)(?:[^\s/@:]{0,200}:|[^\s/@:]{1,2000}@)(?:\S{0,2000}@)?(?<=@)(?!sha256:)"),
    re.compile(r"(invalid port \\{0,3}\":)[^\s\"\\]{1,4000}"),        # what Go takes for one, in an address whose password has a /
    re.compile(r"((?:proxy-)?authorization[\"']?\s{0,3}[:=]\s{0,3}[\[\"'\\]{0,4}(?:(?:basic|bearer|digest|negotiate|token)\s{1,3})?)%s" % WORD, re.I),
    re.compile(r"(\b(?:basic|bearer)\s{1,3})(?=[a-z+/._~-]{0,4000}[0-9=])[a-z0-9+/._~-]{12,4000}={0,2}", re.I),
    re.compile(r"(\s--?(?!preserve-)(?:[a-z0-9]{1,20}-){0,3}%s(?:=|\s{1,3}))(?!-)[\"']?%s" % (NAMED, WORD), re.I),
    re.compile(r"(%s=)\\?[\"']?%s" % (NAME, WORD), re.I),
    re.compile(r"(\"[\w.-]{0,60}%s\"\s{0,3}:\s{0,3}\")(?:[^\"\\]|\\.){1,4000}" % NAMED, re.I),
    re.compile(r"(\\\"[\w.-]{0,60}%s\\\"\s{0,3}:\s{0,3}\\\")(?:[^\"\\]|\\[^\"]){1,4000}" % NAMED, re.I),
)


def without(text):
    r"""The text with a mark for each credential.

    >>> without("http://alice:pa/ss@wo@rd@proxy:3128/x, --password geheim")
    'http://***@proxy:3128/x, --password ***'
    """
    for place in PLACES:
        text = place.sub(_marked, text)
    return text


def _marked(match):
    return match.group(1) + MARK + ("@" if match.group(1) == "://" else "")


def fitted(text, width):
    """The text without credentials, cut at so many characters: first far off and between words, so that no half of a password is left."""
    if len(text) > 8 * width:
        near = text[:8 * width]
        text = near.rpartition(" ")[0] or (MARK if "://" in near else near)
    return without(text)[:width]
