# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils import report as printers
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal, door

FORMS = ("data", "text", "failures", "accounts")


@door
def report(findings, facts, host, form="data", prescription=None):
    if form not in FORMS:
        raise Refusal(f"form is {form!r}, allowed are {', '.join(FORMS)}.")
    if form == "failures":
        return printers.failures(findings)
    if form == "accounts":
        return printers.people(facts)
    if form == "text":
        return printers.as_lines(findings, facts, host, prescription)
    return printers.as_data(findings, facts, host)


class FilterModule:
    def filters(self):
        return {"report": report}
