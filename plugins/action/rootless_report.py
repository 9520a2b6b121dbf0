# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import uuid

from ansible.plugins.action import ActionBase

from ansible_collections.rootless.docker.plugins.plugin_utils import report_file
from ansible_collections.rootless.docker.plugins.plugin_utils.documents import document, now
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal, plain

# The strategy imports this file before it forks a worker for each host, so all writers of one run share it: that is how a worker
# knows whether a file is of this run.
RUN = {"id": uuid.uuid4().hex, "begin": now()}


class ActionModule(ActionBase):
    """Writes the report; needs no connection, so it works where the first host of the play cannot be reached."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        dummy, arguments = self.validate_argument_spec(argument_spec={
            "path": {"type": "str"},
            "hosts": {"type": "dict", "default": {}},
            "alive": {"type": "list", "elements": "str", "default": []},
        })
        result.update(changed=False, run=RUN["id"])
        if arguments["path"] is None:
            return result
        known = {name: of_this_run(value) for name, value in plain(arguments["hosts"]).items()}
        try:
            path = report_file.write(arguments["path"], document(known, RUN, arguments["alive"], self._task.check_mode))
        except Refusal as error:
            return {**result, "failed": True, "msg": str(error)}
        return {**result, "path": path}


def of_this_run(value):
    """What the role left of a host; where it has no id of this run, it may be a fact that the host made up: nothing is known then."""
    return value if isinstance(value, dict) and value.get("run") == RUN["id"] else {}
