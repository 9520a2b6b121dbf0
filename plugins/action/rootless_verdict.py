# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible import constants as C
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.rootless.docker.plugins.plugin_utils.door import plain


class ActionModule(ActionBase):
    """Says the verdict, and ends as it demands: well, failed, or unreachable as the host was."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        dummy, arguments = self.validate_argument_spec(argument_spec={
            "verdict": {"type": "dict", "required": True},
            "fatal": {"type": "list", "elements": "str", "required": True},
            "report": {"type": "str", "default": ""},
            "error": {"type": "str", "default": ""},
        })
        verdict, report, error = plain(arguments["verdict"]), arguments["report"], arguments["error"]
        lines = verdict["lines"] + [f"The report is in {report}."] * bool(report) + [error] * bool(error)
        result.update(changed=False, state=verdict["state"], verdict=lines, _ansible_verbose_always=True)
        if verdict["state"] in arguments["fatal"] or error:
            result["msg"] = " ".join([*verdict["blocking"], error]).strip()
            result["unreachable" if verdict["state"] == "unreachable" else "failed"] = True
        elif verdict["state"] != "well" and not _shows_ok_hosts():
            Display().display("\n".join(lines))
        return result


def _shows_ok_hosts():
    """Whether the callback shows results that neither fail nor change anything; one that has no such option does."""
    try:
        return C.config.get_config_value("display_ok_hosts", plugin_type="callback", plugin_name=C.DEFAULT_STDOUT_CALLBACK)
    except Exception:
        return True
