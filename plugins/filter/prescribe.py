# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils import prescription
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.door import door
from ansible_collections.rootless.docker.plugins.plugin_utils.printable import printable
from ansible_collections.rootless.docker.plugins.plugin_utils.remedies import read_remedies


@door
def prescribe(findings, wanted, facts, last=None):
    answer = prescription.prescribe(findings, wanted, facts, read_remedies(), shipped().packages, last)
    return {**answer, "lines": [printable(line) for line in answer["lines"]]}


class FilterModule:
    def filters(self):
        return {"prescribe": prescribe}
