# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.plugins.action import ActionBase

from ..plugin_utils.printers import report_file
from ..plugin_utils.printers.documents import document
from ..plugin_utils.door import plain
from ..plugin_utils.refusal import Refusal
from ..plugin_utils.judging.run import RUN, of_this_run
from ..plugin_utils.saying import say


class ActionModule(ActionBase):
    """Writes the report; needs no connection, so it works where the first host of the play cannot be reached."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        dummy, arguments = self.validate_argument_spec(argument_spec={
            "hosts": {"type": "dict", "default": {}},
            "alive": {"type": "list", "elements": "str", "default": []},
        })
        known = {name: of_this_run(value) for name, value in plain(arguments["hosts"]).items()}
        written, errors = [], []
        for path in dict.fromkeys(value["report"] for value in known.values() if value.get("report")):
            hosts = {name: value for name, value in known.items() if value.get("report") in (path, None)}
            try:
                written.append(report_file.write(path, document(hosts, RUN, arguments["alive"], self._task.check_mode)))
            except Refusal as error:
                errors.append(str(error))
        say([f"The report is in {path}." for path in written])
        return {**result, "changed": False, "run": RUN["id"], "paths": written, **({"failed": True, "msg": " ".join(errors)} if errors else {})}
