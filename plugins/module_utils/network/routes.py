# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks that this host reaches, against the one that rootless networks are made of."""

import socket
import struct

TABLE = "/proc/self/net/route"
OURS = ("10.0.2.0", 24)     # RootlessKit's own network; no setting of dockerd-rootless.sh moves it
NARROWEST = 16              # a wider route, to all of 10.0.0.0/8 say, is a way out and no sign of neighbours in 10.0.2.x


def colliding(host):
    """["10.0.2.0/24 (eth0)"]: the host's routes into the network that its rootless daemons take for their own."""
    rows = [line.split() for line in (host.read(TABLE) or "").splitlines()[1:]]
    found = [(row[0], int(row[1], 16), int(row[7], 16)) for row in rows if len(row) > 7]
    return ["%s (%s)" % (_shown(network, mask), device) for device, network, mask in found if _length(mask) >= NARROWEST and _overlap(network, mask)]


def _overlap(network, mask):
    """Both as the kernel prints them; two networks share addresses where they are equal under the wider mask."""
    ours, our_mask = _number(OURS[0]), (0xFFFFFFFF << (32 - OURS[1])) & 0xFFFFFFFF
    wider = _native(mask) & our_mask
    return _native(network) & wider == ours & wider


def _native(value):
    """From the order of the network, in which the kernel keeps an address, to a number."""
    return _number(socket.inet_ntoa(struct.pack("=I", value)))


def _number(address):
    return struct.unpack("!I", socket.inet_aton(address))[0]


def _length(mask):
    return bin(mask).count("1")


def _shown(network, mask):
    return "%s/%d" % (socket.inet_ntoa(struct.pack("=I", network)), _length(mask))
