# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils import documents
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.door import door
from ansible_collections.rootless.docker.plugins.plugin_utils.explain import with_proofs


@door
def report(findings, facts, host, proof=None, prescription=None, failed=(), trouble=None, mode="site", run=None):
    # Most runs prove what they claim, and cost no catalogue.
    unproved = any(result.get("error") for result in (proof or {}).values())
    proof = with_proofs(shipped(), proof, findings) if unproved else proof
    return documents.report(findings, facts, host, proof, prescription, failed, trouble, mode, run)


class FilterModule:
    def filters(self):
        return {"report": report}
