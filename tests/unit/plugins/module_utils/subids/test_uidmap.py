# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is given back, and to which file. What is looked at stands in cases/probes/subids."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.subids import uidmap
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Unanswered

from fake_host import FakeHost

NAMES = [name for name, dummy in uidmap.HELPERS]


def restored(stats=None, capabilities=None, check=False, refused=None):
    """(what was changed, the answer) where both helpers lie in /usr/bin with mode 0755, but for `stats`."""
    paths, changed = ["/usr/bin/" + name for name in NAMES], []
    host = FakeHost({
        "files": dict({"/proc/self/mountinfo": ""}, **{path: "\x7fELF" for path in paths}),
        "stats": dict({path: {"mode": "755"} for path in paths}, **stats or {}),
        "commands": {path: [1, "", "usage: it\n"] for path in paths}, "capabilities": capabilities or {}})

    def change_mode(*arguments):
        if refused:
            raise Unanswered(refused)
        changed.append(arguments)

    return changed, uidmap.restore(host, check, change_mode)


def test_what_lacks_only_its_bit_is_given_it():
    changed, answer = restored()
    assert changed == [("/usr/bin/newuidmap", 0o755, 0o4755), ("/usr/bin/newgidmap", 0o755, 0o4755)]
    assert answer["programs"] == {"/usr/bin/" + name: {"before": "0755", "after": "4755"} for name in NAMES}
    assert answer["diff"][0] == {"before_header": "/usr/bin/newuidmap", "before": "mode: 0755\n", "after_header": "/usr/bin/newuidmap", "after": "mode: 4755\n"}
    assert (answer["changed"], answer["errors"]) == (True, [])


def test_check_mode_says_the_same_and_changes_nothing():
    assert restored(check=True) == ([], restored()[1])


def test_the_setuid_bit_goes_where_the_capability_serves():
    changed = restored({"/usr/bin/newgidmap": {"mode": "4755"}, "/usr/bin/newuidmap": {"mode": "4755"}}, {"/usr/bin/newgidmap": 64})[0]
    assert changed == [("/usr/bin/newgidmap", 0o4755, 0o755)]


def test_other_bits_stay_and_accounts_may_run_it():
    changed = restored({"/usr/bin/newuidmap": {"mode": "700"}, "/usr/bin/newgidmap": {"mode": "750", "gid": 998}})[0]
    assert changed == [("/usr/bin/newuidmap", 0o700, 0o4711), ("/usr/bin/newgidmap", 0o750, 0o4750)]


@pytest.mark.parametrize("stats, fault", [
    ({"/usr/bin/newuidmap": {"mode": "755", "uid": 1000}}, "/usr/bin/newuidmap belongs to uid 1000, not to root: nothing was changed"),
    ({"/usr/local/bin/newuidmap": {"kind": "link", "target": "/home/alice/p"}, "/home/alice": {"kind": "dir", "uid": 1000}, "/home/alice/p": {"mode": "755"}},
     "/usr/local/bin/newuidmap has neither the setuid bit nor its file capability, and /home/alice belongs to uid 1000, not to root, and it hides "
     "/usr/bin/newuidmap: nothing was changed"),
])
def test_a_file_that_an_account_could_replace_is_given_nothing_and_the_other_helper_is_served(stats, fault):
    changed, answer = restored(stats)
    assert changed == [("/usr/bin/newgidmap", 0o755, 0o4755)]
    assert answer["errors"] == [fault]


def test_what_was_swapped_in_between_is_an_error():
    answer = restored(refused="/usr/bin/newuidmap is not the file any more that was looked at")[1]
    assert answer["programs"] == {} and not answer["changed"]
    assert answer["errors"] == ["/usr/bin/newuidmap is not the file any more that was looked at"] * 2
