# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils.judging.answers import believed, discovered
from ..plugin_utils.asking import Asking


class ActionModule(Asking):
    """A host that lies sets no other facts, and is never well unasked."""

    def kept(self, reply, failed):
        if failed:
            return {}
        found = believed(reply.get("ansible_facts"), self._task.args.get("accounts"))
        return {"ansible_facts": {**discovered(self), "rootless_docker": found}}
