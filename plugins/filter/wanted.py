# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import shipped
from ansible_collections.rootless.docker.plugins.plugin_utils.door import entered
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes import forged
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes import wanted as understand


@entered
def wanted(variables: dict, names: list = (), facts: list = ()):
    faults = forged(facts)
    if faults:
        return {**understand({}), "errors": faults}      # not one of the variables is believed
    # Only a wish to heal more needs the catalogue: a healthy run without one does not wait for it here.
    ids = shipped().ids if variables.get("rootless_docker_heal") else None
    return understand(variables, ids, names)        # which makes each of them plain, and names the one that cannot be


class FilterModule:
    def filters(self):
        return {"wanted": wanted}
