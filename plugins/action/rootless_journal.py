# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils.asking import AskingAccounts


class ActionModule(AskingAccounts):
    """Lines are texts, whatever a host says."""

    REPLY = {"changed": False, "lines": ["what was logged"], "error": "why not"}
