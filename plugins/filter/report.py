# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils.printers import documents
from ..plugin_utils.door import door
from ..plugin_utils.judging.shipped import explained


@door
def report(findings, facts, host, proof=None, prescription=None, failed=(), trouble=None, mode="site", run=None):
    return documents.report(findings, facts, host, explained(proof, findings), prescription, failed, trouble, mode, run)


class FilterModule:
    def filters(self):
        return {"report": report}
