# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of a module whose reply is read on the control node: runs it, and keeps of its reply what has the documented shape."""

from __future__ import annotations

from ansible.plugins.action import ActionBase

from .door import plain
from .judging.answers import replied, told
from .refusal import Refusal

READ = ("ansible_facts", "accounts")


class Asking(ActionBase):
    """`kept` is what is taken of a reply; other facts and other keys, with which a host could steer the play, are dropped."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        reply = self._execute_module(task_vars=task_vars)
        ends = {end: True for end in ("failed", "unreachable") if reply.get(end)}
        try:
            kept = self.kept(plain({key: reply.get(key) for key in READ}), bool(ends))
        except Refusal as error:
            kept = {"failed": True, "msg": str(error)}
        return {**result, "changed": False, **(told(reply) if ends else {}), **ends, **kept}

    def kept(self, reply, failed):
        """What stays of the reply, plain data, of a module that failed or did not. Refusal says why nothing can."""
        raise NotImplementedError


class AskingAccounts(Asking):
    """For a module that changes nothing, and answers {"accounts": {name: {"error", ...}}} for the names in its argument `accounts`."""

    REPLY = {}      # the shape of what it says of one account

    def kept(self, reply, failed):
        given = self._task.args.get("accounts") or []
        names = given if isinstance(given, list) else str(given).split(",")     # as a module's list is understood
        if failed and not isinstance(reply.get("accounts"), dict):
            return {}       # it did not get so far as to ask anybody
        return {"accounts": replied(self.REPLY, reply.get("accounts"), [str(name).strip() for name in names])}
