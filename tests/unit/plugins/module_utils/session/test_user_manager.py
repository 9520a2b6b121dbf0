# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of systemd, what is made of its answers, and that waiting has an end."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.session import user_manager
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import LIMIT, Unanswered

from fake_host import FakeHost


def test_a_property_that_this_systemd_lacks_is_empty():
    host = FakeHost({"commands": {"systemctl --user show x.service -p LoadState,Job": [0, "LoadState=loaded\n", ""]}})
    assert user_manager.show(host, "x.service", ["LoadState", "Job"], user=True) == {"LoadState": "loaded", "Job": ""}


@pytest.mark.parametrize("out, why", [
    ("LoadState=loaded\nEnvironment=" + "x" * LIMIT, "answered with more than %d bytes" % LIMIT),
    ("LoadState=loaded\nActiveState=\n", "said nothing of its state"),
    ("LoadState=loaded\nEnvironment=A=b\n", "said nothing of its state"),
])
def test_a_state_that_was_not_said_is_no_state(out, why):
    host = FakeHost({"commands": {"systemctl --user show x.service -p LoadState,Environment,ActiveState": [0, out[:LIMIT], ""]}})
    with pytest.raises(Unanswered) as caught:
        user_manager.show(host, "x.service", ["LoadState", "Environment", "ActiveState"], user=True)
    assert str(caught.value) == "systemctl --user show x.service: " + why


def test_a_value_may_hold_equal_signs():
    assert user_manager.pairs("Environment=A=b C=d\u2028E=f\nnoise\n") == {"Environment": "A=b C=d\u2028E=f"}


def test_what_has_to_succeed_says_why_it_did_not():
    host = FakeHost({"commands": {"a b": [1, "", "two\n  lines\n"], "c": [3, "", ""]}})
    for argv, words in ((["a", "b"], "a b: two lines"), (["c"], "c: status 3")):
        with pytest.raises(Unanswered) as caught:
            user_manager.do(host, argv)
        assert str(caught.value) == words


def test_waiting_ends_with_the_answer_or_with_the_time():
    answers = [None, None, "up"]
    assert user_manager.wait_until(lambda: answers.pop(0), 5, pause=0) == "up"
    assert user_manager.wait_until(lambda: None, 0, pause=0) is None
