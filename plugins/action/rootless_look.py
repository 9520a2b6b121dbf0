# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.action import ActionBase

from ..plugin_utils.printers import report_file
from ..plugin_utils.wishes import settings
from ..plugin_utils.judging import verdict, visit
from ..plugin_utils.judging.answers import believed, discovered, told
from ..plugin_utils.catalogue.catalogue import shipped
from ..plugin_utils.printers.documents import document
from ..plugin_utils.door import evaluated, plain
from ..plugin_utils.refusal import Refusal
from ..plugin_utils.judging.failures import words
from ..plugin_utils.judging.run import RUN, of_this_run
from ..plugin_utils.saying import say

# The strategy imports this file before it forks a worker for each host: they all find the catalogue read. What is wrong with it, a run says.
with contextlib.suppress(Refusal):
    shipped()


class ActionModule(ActionBase):
    """Reads the settings, asks the host, judges, prescribes and says what is left: the one task that a healthy host costs."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        dummy, arguments = self.validate_argument_spec(argument_spec={
            "mode": {"type": "str", "choices": [verdict.SITE, verdict.DOCTOR], "default": verdict.SITE},
            "last": {"type": "dict", "default": {}},
            "failed": {"type": "list", "elements": "dict", "default": []},
        })
        wanted = settings.read(task_vars, lambda value: plain(evaluated(self._templar.template)(value)))
        looked = self._looked(self._begun(plain(arguments)), wanted, task_vars)
        earlier = of_this_run(plain(task_vars.get("rootless_docker_result")))
        found = discovered(self)
        return {**result, **self._left(looked, wanted, earlier), "changed": False, **({"ansible_facts": found} if found else {})}

    def _begun(self, arguments):
        if arguments["last"]:
            return visit.applied(arguments["last"]["visit"], arguments["failed"])
        check = self._task.check_mode and arguments["mode"] == verdict.SITE
        return visit.begun(None, verdict.CHECK if check else arguments["mode"])

    def _looked(self, begun, wanted, variables):
        begun = {**begun, "host": begun["host"] or self._name(variables), "strict": wanted["strict"]}
        try:
            if wanted["report"] and not begun["report"]:
                begun["report"] = self._report(wanted["report"], variables)
            if wanted["errors"]:
                return visit.ended(begun, "refused", wanted["errors"])
            return visit.looked(begun, self._asked(wanted, variables), wanted)
        except Refusal as error:
            return visit.ended(begun, "refused", [str(error)])
        except AnsibleConnectionFailure as error:
            return visit.ended(begun, "unreachable", [str(error)])
        except Unanswered as error:
            return visit.ended(begun, "failed", [str(error)], self._task.name)

    def _name(self, variables):
        """Facts rank above inventory_hostname: a host that has one of this name says that it is another, so its address stands for it."""
        forged = "inventory_hostname" in (variables.get("ansible_facts") or {})
        return self._task.delegate_to or (self._play_context.remote_addr if forged else variables["inventory_hostname"])

    def _report(self, path, variables):
        """A run that is killed, or that loses its hosts, must not leave yesterday's report; one that cannot be written is said first."""
        if not report_file.is_of(path, RUN):
            report_file.write(path, document(dict.fromkeys(variables["ansible_play_hosts_all"], {}), RUN, [], self._task.check_mode))
        return path

    def _asked(self, wanted, variables):
        """The facts that can be believed; nothing else of the host's reply is kept, whatever it wants to set."""
        reply = self._execute_module(
            module_name="rootless.docker.rootless_facts", module_args={"accounts": wanted["accounts"], "controllers": wanted["controllers"]},
            task_vars=variables)
        if reply.get("failed"):
            raise Unanswered(words(told(reply)))
        try:
            return believed(plain(reply.get("ansible_facts")), wanted["accounts"])
        except Refusal as error:
            raise Unanswered(str(error)) from error

    @staticmethod
    def _left(looked, wanted, earlier):
        """What remains to be healed or proved, with the record for it; where nothing does, the verdict, and its lines said."""
        left = visit.unfinished(looked, wanted, earlier)
        if left:
            lines = looked["prescription"]["lines"] if visit.HEAL in left["remains"] else []
            say([f"{looked['host']}: {line if looked['mode'] == verdict.CHECK else line.removeprefix('would ')}" for line in lines])
            return left
        told = visit.summed(looked, earlier=earlier)
        say(told["lines"], well=told["state"] == "well")
        return told


class Unanswered(Exception):
    """The host did not say what it was asked."""
