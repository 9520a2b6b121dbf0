# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An action plugin run as a task would run it, without a connection."""

from __future__ import annotations

import types


def run(module, arguments, check=False):
    """The result of the plugin in this file for a task with these arguments."""
    task = types.SimpleNamespace(args=arguments, check_mode=check, diff=False, async_val=0, action="rootless", delegate_to=None, environment=[],
                                 no_log=False, module_defaults={}, collections=[])
    connection = types.SimpleNamespace(_shell=types.SimpleNamespace(tmpdir=None), transport="local", become=None)
    return module.ActionModule(task, connection, types.SimpleNamespace(check_mode=check), None, None, None).run(None, {})
