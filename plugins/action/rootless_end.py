# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    """Ends the run of a host as its verdict demands: failed, or unreachable as the host was."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        dummy, arguments = self.validate_argument_spec(argument_spec={
            "state": {"type": "str", "required": True},
            "why": {"type": "str", "default": ""},
        })
        end = "unreachable" if arguments["state"] == "unreachable" else "failed"
        return {**result, "changed": False, end: True, "msg": arguments["why"]}
