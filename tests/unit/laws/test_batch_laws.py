# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that serves many accounts fails where one of them could not be served, and says what was done for all."""

from __future__ import annotations

import importlib
import json

import house
import pytest
from module_args import patch_module_args

NAMES = house.some((path.stem for path in (house.PLUGINS / "modules").glob("*.py") if "rootless.docker.common.batch" in path.read_text()), "modules")
NOBODY = "no-such-account-here"


@pytest.mark.parametrize("name", NAMES)
def test_it_fails_with_its_accounts(name, capsys):
    """main() with nothing replaced. In check mode an absent account counts as one to come, but the superuser is refused."""
    module = importlib.import_module(f"ansible_collections.rootless.docker.plugins.modules.{name}")
    check = name != "rootless_proof"        # which runs nothing in check mode, and so proves nothing
    account = "root" if check else NOBODY
    accounts = [account] if "rootless.docker.common.names" in module.DOCUMENTATION else {account: {}}
    with patch_module_args({"accounts": accounts, "_ansible_check_mode": check}), pytest.raises(SystemExit):
        module.main()
    printed = json.loads(capsys.readouterr().out)
    assert printed["failed"] is True and printed["changed"] is False
    assert printed["accounts"][account]["error"] in printed["msg"] and printed["msg"].startswith(f"{account}: ")
