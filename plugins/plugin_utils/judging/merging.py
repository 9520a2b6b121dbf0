# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of one remedy, merged over all findings that ask for it."""

from __future__ import annotations

import copy


class Merged:
    """Lists are joined in order, dictionaries merged; two values for one setting are an error that names both findings."""

    def __init__(self, remedy):
        self.remedy, self.arguments, self.ids, self.errors = remedy, {}, [], []
        self._owners = {}       # path of a value: the finding that asked for it

    def add(self, finding, arguments):
        if finding["account"]:
            arguments = {"accounts": [finding["account"]], **arguments}
        if finding["id"] not in self.ids:
            self.ids.append(finding["id"])
        self._merge(self.arguments, arguments, (), _name(finding))

    def _merge(self, into, new, above, owner):
        for key, value in new.items():
            path = (*above, key)
            if isinstance(value, dict) and isinstance(into.get(key, {}), dict):
                self._owners.setdefault(path, owner)
                self._merge(into.setdefault(key, {}), value, path, owner)
            elif key not in into:
                self._owners[path], into[key] = owner, copy.deepcopy(value)
            elif isinstance(value, list) and isinstance(into[key], list):
                into[key] += [item for item in value if item not in into[key]]
            elif into[key] != value:
                self._contradict(path, owner)

    def _contradict(self, path, owner):
        self.errors.append(f"{self._owners[path]} and {owner} ask for different values of {'.'.join(path)} in the remedy {self.remedy}.")


def _name(finding):
    return finding["id"] + (f" ({finding['account']})" if finding["account"] else "")
