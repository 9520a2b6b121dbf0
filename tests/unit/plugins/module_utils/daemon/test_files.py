# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every case of cases/daemon_files, as check_call reads them; and what is written is read back."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.daemon import files as daemon_files

from case_files import cases, check_call


@pytest.mark.parametrize("case", cases(__file__, "files"))
def test_case(case):
    check_call(daemon_files, case)


@pytest.mark.parametrize("value", ["plain", 'a "b" c', "100% of %h", "back\\slash \\n", "$HOME ${X} $$", "it's", "tab\tinside", u"gr\u00fcn", "", " edge "])
def test_what_the_drop_in_says_is_read_back(value):
    wish = {"environment": {"A": value, "B": "neighbour"}}
    text = daemon_files.drop_in_text(wish)
    assert daemon_files.drop_in_environment(text) == {"A": value, "B": "neighbour"}
    assert daemon_files.drop_in_differences(wish, text) == []
