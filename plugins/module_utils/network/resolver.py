# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How this host finds its name servers, and whether a rootless network can find them too.

slirp4netns answers for containers on 10.0.2.3 by asking the servers of /etc/resolv.conf. Its sandbox holds /etc, /run and the
folder of the file itself, so a link on the way that leads through any other folder, /var/run for example, ends nowhere there.
"""

import os
import socket
import struct

FILE = "/etc/resolv.conf"
LINKS = 40          # the kernel gives up after as many
DNS = 53


def resolv_conf(host):
    """{"real": path of the file, null where a link leads nowhere, "outside": the paths on the way that the sandbox does not have}."""
    steps = _steps(host, FILE)
    real = steps[-1] if len(steps) == 1 or _is_there(host, steps[-1]) else None
    seen = ("/etc/", "/run/") + ((os.path.dirname(real) + "/",) if real else ())
    return {"real": real, "outside": [path for path in steps if not path.startswith(seen)]}


def _is_there(host, path):
    found = host.stat(path)
    return found is not None and found["kind"] != "link"        # a circle ends with one


def _steps(host, path):
    """The path, and what it becomes with each link on its way, to the one without any."""
    steps = [path]
    while len(steps) <= LINKS:
        following = _follow_first_link(host, steps[-1])
        if following is None:
            break
        steps.append(following)
    return steps


def _follow_first_link(host, path):
    parts = path.strip("/").split("/")
    for length in range(1, len(parts) + 1):
        above = "/" + "/".join(parts[:length])
        found = host.stat(above)
        if found and found["kind"] == "link":
            return os.path.normpath(os.path.join(os.path.dirname(above), found["target"], *parts[length:]))
    return None


def fault(host, real):
    """Why this host resolves no name, as the end of a sentence that begins with the file's name; null where nothing speaks against it.

    real: what resolv_conf says. A host without the file, or without a server in it, does without names on purpose.
    """
    if real is None:
        found = host.stat(FILE)
        return "is a link to %s, which does not exist" % found["target"] if found and found["kind"] == "link" else None
    pairs = [line.split() for line in (host.read(real) or "").splitlines()]
    servers = [pair[1] for pair in pairs if len(pair) > 1 and pair[0] == "nameserver"]
    local = [server for server in servers if server.startswith("127.") or server == "::1"]
    heard = _listening(host) if local else []
    if not servers or servers != local or "*" in heard or any(server in heard for server in servers):
        return None
    return "names only %s, where nothing listens" % ", ".join(servers)


def _listening(host):
    """The IPv4 addresses on which something takes DNS queries, "::1" for IPv6, "*" for all of them."""
    found = set()
    for path in ("/proc/self/net/udp", "/proc/self/net/udp6"):
        rows = [line.split() for line in (host.read(path) or "").splitlines()[1:]]
        for address, port in [row[1].split(":") for row in rows if len(row) > 1 and row[1].count(":") == 1]:
            if int(port, 16) == DNS:
                found.add(_address(address))
    return found


def _address(digits):
    """An address as the kernel's tables print it: words of 32 bits in the machine's own order."""
    if not digits.strip("0"):
        return "*"
    return socket.inet_ntoa(struct.pack("=I", int(digits, 16))) if len(digits) == 8 else "::1"
