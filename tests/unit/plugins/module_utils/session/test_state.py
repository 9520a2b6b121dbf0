# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where logind notes that an account lingers: seen for each of these names on a host with systemd 257."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.session import state as session_state

from fake_host import FakeHost


@pytest.mark.parametrize("name, file", [
    (u"alice", "alice"), (u"jane.doe@corp.example", "jane.doe@corp.example"), (u"CORP\\jdoe", "CORP\\\\jdoe"), (u"Zo\xeb", "Zo\\303\\253"), (u"host$", "host$"),
])
def test_an_account_of_any_name_lingers(name, file):
    there, other = [FakeHost({"accounts": {name: [1000, 1000, "/home/x", "/bin/sh"]}, "files": {"/var/lib/systemd/linger/" + found: ""}})
                    for found in (file, file + "x")]
    assert session_state.lingers(there, there.account(name)) and not session_state.lingers(other, there.account(name))
