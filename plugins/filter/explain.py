# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import os
import stat

from ..module_utils.wishes.converters import shown
from ..plugin_utils.explaining import explain as explaining
from ..plugin_utils.judging import findings
from ..plugin_utils.wishes import options as wishes
from ..plugin_utils.catalogue.catalogue import shipped
from ..plugin_utils.door import door
from ..plugin_utils.refusal import Refusal

MOST = 8 << 20      # bytes that are looked at, the last ones: about two seconds


@door
def explain(text, facts=None, wanted=None, host="localhost", account=None, file=False):
    found = []
    if facts:
        wanted = wanted or wishes.wanted({wishes.USERS: list(facts.get("accounts", {}))})
        found = findings.diagnose(shipped(), facts, wanted, host)
    with _stream(text, file) as stream:
        return explaining.explain(shipped(), stream, found, account)


def _stream(text, file):
    """The end of what is to be explained: a log may be of any size, and an account may have written it."""
    if file:
        return io.BytesIO(_read(text))
    lines = text if isinstance(text, list) else [text]
    if not all(isinstance(line, str) for line in lines):
        raise Refusal(f"what is to be explained is {shown(text)}, allowed are text and lists of lines")
    return io.BytesIO("\n".join(lines)[-MOST:].encode("utf-8", "replace"))


def _read(path):
    try:
        with open(os.fspath(path), "rb") as stream:      # a number would be a descriptor
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                stream.seek(max(0, stream.seek(0, os.SEEK_END) - MOST))
            return stream.read(MOST)
    except (OSError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a path"
        raise Refusal(f"the file {shown(path)} cannot be read ({reason}), allowed is a text file of the control node") from None


class FilterModule:
    def filters(self):
        return {"explain": explain}
