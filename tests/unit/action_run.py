# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An action plugin run as a task would run it, without a connection."""

from __future__ import annotations

import types


def run(module, arguments, check=False, variables=None, template=lambda value: value, reply=None, **task):
    """The result of the plugin in this file for a task with these arguments. `reply` answers for the module that it runs on the host."""
    task = types.SimpleNamespace(**{
        "args": arguments, "check_mode": check, "diff": False, "async_val": 0, "action": "rootless", "delegate_to": None, "environment": [],
        "no_log": False, "module_defaults": {}, "collections": [], "name": "A task", **task})
    connection = types.SimpleNamespace(_shell=types.SimpleNamespace(tmpdir=None), transport="local", become=None)
    play = types.SimpleNamespace(check_mode=check, remote_addr="192.0.2.7")
    plugin = module.ActionModule(task, connection, play, None, types.SimpleNamespace(template=template), None)
    if reply:
        plugin._execute_module = lambda **asked: reply(asked)
    return plugin.run(None, variables or {})
