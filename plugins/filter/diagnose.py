# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils.judging import shipped
from ..plugin_utils.door import door


@door
def diagnose(facts, wanted, host):
    return shipped.judged(facts, wanted, host)


class FilterModule:
    def filters(self):
        return {"diagnose": diagnose}
