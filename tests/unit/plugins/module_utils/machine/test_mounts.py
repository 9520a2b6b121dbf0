# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cases/mounts/places: {"says", "mountinfo": lines, "places": {path: [mount point, type]}}; missing: {"says", "files", "stats", "path", "gives"}."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import mounts
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host

from case_files import cases
from fake_host import FakeHost


@pytest.mark.parametrize("case", cases(__file__, "mounts/places"))
def test_a_path_lies_on_what_the_kernel_shows_there(case):
    mounted = mounts.mounted(case["mountinfo"])
    found = {path: mounts.place(mounted, path) for path in case["places"]}
    assert {path: [one.point, one.type] if one else None for path, one in found.items()} == case["places"]


@pytest.mark.parametrize("case", cases(__file__, "mounts/missing"))
def test_what_is_said_to_be_mounted_and_is_not(case):
    assert mounts.missing(FakeHost(case), case["path"]) == case["gives"]


@pytest.mark.parametrize("point, unit", [
    ("/home", "home.mount"), ("/home/alice", "home-alice.mount"), ("/home/jane-doe", r"home-jane\x2ddoe.mount"),
    ("/.hidden", r"\x2ehidden.mount"), ("/home/é", r"home-\xc3\xa9.mount"), ("/home/a.b_c:d", "home-a.b_c:d.mount"),
])
def test_a_unit_is_named_as_systemd_names_it(point, unit):
    assert mounts.unit_name(point) == unit


def test_options_of_the_mount_and_of_its_file_system_are_one_set():
    (found,) = mounts.mounted([r"36 1 0:22 / /srv\040disk rw,nosuid,noexec shared:5 master:1 - proc proc rw,hidepid=invisible"])
    assert (found.point, found.options) == ("/srv disk", {"rw", "nosuid", "noexec", "hidepid=invisible"})


ROOT = "27 1 8:1 / / rw - ext4 /dev/sda1 rw"
FUSE = "%d 27 0:%d / %s rw,nosuid,nodev - fuse.x x rw,user_id=%d,group_id=1"


def test_what_an_account_mounts_counts_on_its_own_paths_only():
    host = FakeHost({"files": {mounts.MOUNTINFO: "\n".join([ROOT, FUSE % (50, 50, "/home/mallory", 1001), FUSE % (51, 51, "/srv", 0)])}})
    assert [one.point for one in mounts.now(host, "/home/alice")] == ["/", "/srv"]
    assert mounts.of(host, "/home/mallory/x").point == "/home/mallory"
    assert not mounts.beside(host, "/home/alice")


def test_an_account_that_mounts_as_often_as_it_may_ends_no_answer(tmp_path, monkeypatch):
    """A thousand times, below names whose every byte is written as four."""
    below, table = "/home/mallory/" + "\\134" * 3000, tmp_path / "mountinfo"
    table.write_text("\n".join([ROOT] + [FUSE % (number, number, below + str(number), 1001) for number in range(50, 1050)]) + "\n")
    assert table.stat().st_size > 10 << 20
    monkeypatch.setattr(mounts, "MOUNTINFO", str(table))
    assert [one.point for one in mounts.now(Host(), "/home/alice")] == ["/"]


def test_a_name_holds_no_line_of_its_own():
    """The kernel escapes the line feed, and none of the other ends of lines that Python knows."""
    (found,) = mounts.mounted(FakeHost({"files": {mounts.MOUNTINFO: "40 27 8:2 / /srv/a\u2028b\x0bc rw - xfs /dev/sda2 rw"}}).lines(mounts.MOUNTINFO, 0, 0))
    assert found.point == "/srv/a\u2028b\x0bc"
