# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils.door import entered, plain
from ..plugin_utils.wishes.settings import understood


@entered
def wanted(variables: dict, names: list = (), facts: list = ()):
    return understood(variables, plain, names, facts)


class FilterModule:
    def filters(self):
        return {"wanted": wanted}
