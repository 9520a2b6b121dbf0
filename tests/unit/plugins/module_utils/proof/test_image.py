# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ldd says on several systems, and an image of this very host's program."""

import os
import tarfile

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.proof import image as proof_image
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Result, Unanswered

GLIBC = """\tlinux-vdso.so.1 (0x00007f0c78e1a000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0c78c0f000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0c78e1c000)
"""


@pytest.mark.parametrize("said, found", [
    (GLIBC, ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"]),
    ("\t/lib/ld-musl-x86_64.so.1 (0x7f1)\n\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f1)\n", ["/lib/ld-musl-x86_64.so.1"]),
    ("\tstatically linked\n", []),
    ("\tnot a dynamic executable\n", []),
    ("\tlibgone.so => not found\n", []),
])
def test_libraries(said, found):
    assert proof_image.libraries(said) == found


class Host:
    """A host with programs of the test's own."""

    def __init__(self, programs, answer):
        self.programs, self.answer = programs, answer

    def find(self, name):
        return self.programs.get(name)

    def run(self, argv, seconds=10):
        return self.answer


def program(folder, name, head):
    path = folder / name
    path.write_bytes(head + b"rest")
    return str(path)


def test_a_script_in_the_place_of_cat_is_passed_over_and_links_become_files(tmp_path):
    library = program(tmp_path, "libc.so", b"lib")
    os.symlink(library, str(tmp_path / "libc.so.6"))
    programs = {"cat": program(tmp_path, "cat", b"#!/usr/bin/coreutils"), "grep": program(tmp_path, "grep", b"\x7fELF")}
    target = str(tmp_path / "image.tar")
    command = proof_image.build(Host(programs, Result(0, "libc.so.6 => %s/libc.so.6 (0x1f)\n" % tmp_path, "")), target)
    assert command == [programs["grep"], ".", "/proc/self/uid_map"]
    with tarfile.open(target) as tar:
        found = {member.name: (member.isreg(), member.mode, member.uid, member.gid, tar.extractfile(member).read()) for member in tar}
    assert found == {
        programs["grep"][1:]: (True, 0o755, 0, 0, b"\x7fELFrest"),
        str(tmp_path)[1:] + "/libc.so.6": (True, 0o755, 0, 0, b"librest"),
    }


def test_nothing_that_fits(tmp_path):
    with pytest.raises(Unanswered) as caught:
        proof_image.build(Host({"cat": program(tmp_path, "cat", b"#!x")}, Result(0, "", "")), str(tmp_path / "image.tar"))
    assert "no small program on this host" in str(caught.value)
