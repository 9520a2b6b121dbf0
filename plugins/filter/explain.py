# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io

from ansible_collections.rootless.docker.plugins.module_utils.converters import shown
from ansible_collections.rootless.docker.plugins.plugin_utils import explain as explaining
from ansible_collections.rootless.docker.plugins.plugin_utils import findings, wishes
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal, door


@door
def explain(text, facts=None, wanted=None, host="localhost", account=None, file=False):
    found = []
    if facts:
        wanted = wanted or wishes.wanted({wishes.USERS: list(facts.get("accounts", {}))})
        found = findings.diagnose(shipped(), facts, wanted, host)
    with _stream(text, file) as stream:
        return explaining.explain(shipped(), stream, found, account)


def _stream(text, file):
    if file:
        try:
            return open(text, "rb")
        except (OSError, TypeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not a path"
            raise Refusal(f"the file {shown(text)} cannot be read ({reason}), allowed is a text file of the control node") from None
    lines = text if isinstance(text, list) else [text]
    if not all(isinstance(line, str) for line in lines):
        raise Refusal(f"what is to be explained is {shown(text)}, allowed are text and lists of lines")
    return io.BytesIO("\n".join(lines).encode("utf-8", "replace"))


class FilterModule:
    def filters(self):
        return {"explain": explain}
