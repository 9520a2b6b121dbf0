# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option of the module reaches what decides."""

from __future__ import annotations

import json

import pytest

from ansible_collections.rootless.docker.plugins.modules import subid_ranges

from module_args import patch_module_args


def test_every_option_is_passed_on(monkeypatch, capsys):
    asked = []

    def grant(host, names, count, check, replace):
        asked.append([names, count, check, replace])
        return {"changed": False, "accounts": {}, "diff": [], "warnings": []}

    monkeypatch.setattr(subid_ranges, "grant", grant)
    with patch_module_args({"accounts": ["alice", "bob"], "count": 70000, "replace": ["bob"], "_ansible_check_mode": True}), pytest.raises(SystemExit):
        subid_ranges.main()
    assert asked == [[["alice", "bob"], 70000, True, ["bob"]]]
    assert json.loads(capsys.readouterr().out)["changed"] is False
