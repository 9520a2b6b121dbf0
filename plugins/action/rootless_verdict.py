# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.plugins.action import ActionBase

from ..plugin_utils.judging import visit
from ..plugin_utils.door import plain
from ..plugin_utils.saying import say


class ActionModule(ActionBase):
    """Sums up what became of a host that was healed or proved, and says it; needs no connection."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        dummy, arguments = self.validate_argument_spec(argument_spec={
            "last": {"type": "dict", "required": True},
            "failed": {"type": "list", "elements": "dict", "default": []},
            "proof": {"type": "dict", "default": {}},
            "trouble": {"type": "dict", "default": {}},
        })
        arguments = plain(arguments)
        last = arguments["last"]
        if "visit" not in last:     # the last look found nothing left to do, and said so
            return {**result, **last}
        looked = visit.applied(last["visit"], arguments["failed"]) if arguments["failed"] else last["visit"]
        looked = {**looked, "trouble": arguments["trouble"] or looked["trouble"]}
        told = visit.summed(looked, arguments["proof"], last)
        say(told["lines"], well=told["state"] == "well")
        return {**result, **told, "changed": False}
