# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..module_utils.proof.container import REPLY
from ..plugin_utils.judging.answers import NO_ANSWER
from ..plugin_utils.asking import AskingAccounts


class ActionModule(AskingAccounts):
    """Who is not said to have run a container has not run one."""

    REPLY = REPLY

    def kept(self, reply, failed):
        kept = super().kept(reply, failed)
        for proof in kept.get("accounts", {}).values() if not self._task.check_mode else ():
            proof["error"] = proof["error"] or (None if proof["ran"] else NO_ANSWER)
        return kept
