# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drop-in lands, is refused, or goes; every machine here is a FakeHost whose systemctl answers in turn."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.landing import override
from ansible_collections.rootless.docker.plugins.module_utils.landing.drop_in import DropIn
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Unanswered

from fake_host import FakeHost

PATH = "/etc/systemd/system/user@.service.d/50-rootless-docker.conf"
SHOW = "systemctl show user@rootless-docker-check.service -p LoadState,LoadError,NeedDaemonReload"
VERIFY = "systemd-analyze verify --man=no /scratch/user@.service"
SECTIONS = {"Service": {"Delegate": "cpu"}}
TEXT = override.render(SECTIONS)


class Machine(FakeHost):
    """A host whose systemctl show gives one answer after the other."""

    def __init__(self, states, files=None, said=""):
        super().__init__({
            "files": dict({"/usr/lib/systemd/system/user@.service": "[Service]\n"}, **(files or {})), "stats": {"/usr/bin/systemd-analyze": {}},
            "commands": {"systemctl daemon-reload": [0, "", ""], VERIFY: [1, "", said]},
        })
        self.states = states

    def run(self, argv, seconds=10, env=None, stdin=""):
        if " ".join(argv) == SHOW:
            self.commands[SHOW] = [0, self.states.pop(0), ""]
        return super().run(argv, seconds, env, stdin)


def ask(host, state="present", check=False, reload=True):
    return DropIn(host, "user@.service", "50-rootless-docker", "/scratch", reload).land(TEXT if state == "present" else None, check)


def test_it_lands_and_nothing_else_is_left():
    host = Machine(["LoadState=loaded\n", "LoadState=loaded\n"])
    answer = ask(host)
    assert (answer["changed"], answer["activated"], answer["path"]) == (True, True, PATH)
    assert host.files[PATH] == TEXT
    assert [name for name in host.files if name.startswith("/scratch")] == []


def test_check_mode_says_the_same_and_writes_nothing():
    host = Machine([])
    answer = ask(host, check=True)
    assert answer["diff"] == ask(Machine(["", ""]))["diff"] and answer["changed"]
    assert PATH not in host.files and host.ran == [VERIFY]


def test_what_is_there_is_left():
    host = Machine(["LoadState=loaded\nNeedDaemonReload=no\n"], {PATH: TEXT})
    assert ask(host) == {"changed": False, "path": PATH, "activated": False, "diff": []}
    assert host.written == {} and host.ran == [SHOW]


def test_a_file_that_systemd_has_not_read_yet_is_read():
    host = Machine(["LoadState=loaded\nNeedDaemonReload=yes\n"], {PATH: TEXT})
    assert ask(host)["activated"] is True


@pytest.mark.parametrize("before", [None, "[Service]\nDelegate=memory\n"])
def test_a_unit_that_cannot_be_loaded_with_it_gets_the_previous_state_back(before):
    host = Machine(["LoadState=loaded\n", "LoadState=bad-setting\nLoadError=org.x \"Unit has a bad unit file setting.\"\n"], {PATH: before} if before else {})
    with pytest.raises(Unanswered) as caught:
        ask(host)
    assert "user@.service cannot be loaded with it (bad-setting" in str(caught.value) and "the previous state is back" in str(caught.value)
    assert host.files.get(PATH) == before
    assert host.ran.count("systemctl daemon-reload") == 2


def test_a_unit_that_was_bad_before_does_not_keep_it_from_landing():
    host = Machine(["LoadState=bad-setting\n", "LoadState=bad-setting\n"])
    assert ask(host)["changed"] and host.files[PATH] == TEXT


def test_what_systemd_would_ignore_is_refused_before_anything_is_written():
    host = Machine([], said="/scratch/user@.service.d/50-rootless-docker.conf:2: Unknown key 'Delegate' in section [Service], ignoring.\n")
    with pytest.raises(Unanswered) as caught:
        ask(host)
    assert str(caught.value) == (
        "sections: systemd would ignore what it does not understand: line 2: Unknown key 'Delegate' in section [Service].; nothing was written")
    assert PATH not in host.files


@pytest.mark.parametrize("shipped", [True, False])
def test_a_masked_unit_is_verified_as_it_was_shipped(shipped):
    """A mask is a link to /dev/null, which can be read from but is no unit."""
    host = Machine(["LoadState=masked\n", "LoadState=masked\n"])
    host.stats["/etc/systemd/system/user@.service"] = {"kind": "char"}
    if not shipped:
        del host.files["/usr/lib/systemd/system/user@.service"]
    assert ask(host)["changed"] and host.files[PATH] == TEXT
    assert (VERIFY in host.ran) is shipped


def test_absent():
    host = Machine(["LoadState=loaded\n", "LoadState=loaded\n"], {PATH: TEXT})
    assert ask(host, "absent")["changed"] and PATH not in host.files
    assert host.folders_removed == ["/etc/systemd/system/user@.service.d"]
    assert ask(Machine(["LoadState=loaded\n"]), "absent")["changed"] is False


def test_a_host_without_systemd():
    host = Machine(["", ""])
    host.commands["systemctl daemon-reload"] = [127, "", "systemctl: No such file or directory"]
    host.stats = {}
    with pytest.raises(Unanswered) as caught:
        ask(host)
    assert "systemctl: No such file or directory" in str(caught.value)
