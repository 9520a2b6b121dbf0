# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A container image made of what the host has: one small program and its libraries. Runs as the account, never as root.

Asking for the libraries of a program may run it, and whatever is packed is only ever executed in the account's container.
"""

import os
import re
import tarfile

from ..machine.host import Unanswered

MAP = "/proc/self/uid_map"
# Each of them prints a file; on some distributions the first ones are scripts or links to one program for all.
PROGRAMS = (("cat", []), ("grep", ["."]), ("sed", ["p"]), ("awk", ["1"]))
LIBRARY = re.compile(r"(?:=>\s*)?(/\S+)\s+\(0x[0-9a-f]+\)$")


def libraries(said):
    """The paths in what ldd prints; [] for a static program."""
    found = [LIBRARY.search(line.strip()) for line in said.splitlines()]
    return sorted(set(one.group(1) for one in found if one))


def build(host, path):
    """Write the tar file of an image to path; the command that prints the map in a container of it."""
    for name, arguments in PROGRAMS:
        program = host.find(name)
        if program and _is_binary(program):
            answer = host.run(["ldd", program])
            if answer.rc == 0 or "not a dynamic" in answer.out + answer.err or "statically linked" in answer.out:
                pack(path, [program] + libraries(answer.out))
                return [program] + arguments + [MAP]
    raise Unanswered("there is no small program on this host to make an image of (%s): name one in rootless_docker_prove_image"
                     % ", ".join(name for name, dummy in PROGRAMS))


def _is_binary(path):
    try:
        with open(path, "rb") as stream:
            return stream.read(4) == b"\x7fELF"
    except (IOError, OSError):
        return False


def pack(path, files):
    """A tar of files under their own paths, as a plain tree without links: /lib may be one on this host and is none in there."""
    with tarfile.open(path, "w") as tar:
        for name in files:
            real = os.path.realpath(name)
            member = tarfile.TarInfo(name.lstrip("/"))
            member.mode, member.size = 0o755, os.stat(real).st_size
            with open(real, "rb") as stream:
                tar.addfile(member, stream)
