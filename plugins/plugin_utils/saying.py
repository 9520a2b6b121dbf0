# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines for people, as they are: a callback would show them inside a result, by default as JSON with escaped quotes."""

from __future__ import annotations

from ansible import constants as C
from ansible.utils.display import Display

# Their output is read by programs; the lines are in the result that they print.
FOR_PROGRAMS = ("json", "jsonl", "null", "junit", "minimal_json")


def say(lines, well=False):
    """Print lines, unless those of a host that is well are not wished to be seen (display_ok_hosts=false)."""
    if lines and C.DEFAULT_STDOUT_CALLBACK.rpartition(".")[2] not in FOR_PROGRAMS and not (well and not _shows_ok_hosts()):
        Display().display("\n".join(lines))


def _shows_ok_hosts():
    """Whether the callback shows results that neither fail nor change anything; one that has no such option does."""
    try:
        return C.config.get_config_value("display_ok_hosts", plugin_type="callback", plugin_name=C.DEFAULT_STDOUT_CALLBACK)
    except Exception:
        return True
