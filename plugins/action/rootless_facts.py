# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.plugins.action import ActionBase

from ansible_collections.rootless.docker.plugins.plugin_utils.answers import NO_ANSWER, believed
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal, plain
from ansible_collections.rootless.docker.plugins.plugin_utils.printable import printable

WORDS = ("msg", "module_stdout", "module_stderr", "exception")      # of a module that failed


class ActionModule(ActionBase):
    """Runs the module, and keeps of its reply what has the documented shape: a host that lies sets no other facts, and is never well unasked."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        accounts = self._task.args.get("accounts")
        reply = self._execute_module(task_vars=task_vars)
        if reply.get("failed") or reply.get("unreachable"):
            words = {key: reply[key] if isinstance(reply[key], str) else printable(reply[key]) for key in WORDS if reply.get(key)}
            return {**result, **{key: bool(reply.get(key)) for key in ("failed", "unreachable")}, "msg": NO_ANSWER, **words}
        try:
            facts = plain(reply.get("ansible_facts"))
            facts = facts.get("rootless_docker") if isinstance(facts, dict) else None
            return {**result, "changed": False, "ansible_facts": {**self._discovered(), "rootless_docker": believed(facts, accounts)}}
        except Refusal as error:
            return {**result, "failed": True, "msg": str(error)}

    def _discovered(self):
        """The interpreter that was looked for on the way, for the next tasks."""
        return {self._discovered_interpreter_key: self._discovered_interpreter} if self._discovered_interpreter_key else {}
