# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ..host import runtime_dir

HELPERS = ("slirp4netns", "pasta", "lxc-user-nic")


def probe(host):
    """Does this host have what a rootless network is made of?

    {
        "slirp4netns": "/usr/bin/slirp4netns",      # absolute path, null where absent
        "pasta": "/usr/bin/pasta",
        "iptables": "/usr/sbin/iptables",
        "ip": "/usr/sbin/ip",
        "tun": "open",                              # /dev/net/tun: open to every account, closed, or missing
    }
    """
    facts = {name: host.find(name) for name in ("slirp4netns", "pasta", "iptables", "ip")}
    facts["tun"] = device(host, "/dev/net/tun")
    return facts


def probe_account(host, account, wish):
    """Does the network process of this account's daemon live?

    {
        "helper_dead": False,           # rootlesskit's slirp4netns or pasta is a zombie: the daemon answers all the same
    }
    """
    child = (host.read(runtime_dir(account) + "/dockerd-rootless/child_pid") or "").strip()
    parent = _status(host, child).get("PPid", "0") if child.isdigit() else "0"
    states = [_status(host, pid) for pid in (_children(host, parent) if parent != "0" else [])]
    return {"helper_dead": any(state.get("Name", "").split(".")[0] in HELPERS and "Z" in state.get("State", "") for state in states)}


def device(host, path):
    """How open a character device is to accounts: open, closed or missing."""
    found = host.stat(path)
    if found is None or found["kind"] != "char":
        return "missing"
    return "open" if found["mode"] & 0o006 == 0o006 else "closed"


def _children(host, pid):
    """The kernel names those of each thread, zombies too; no program is needed that a small host may lack."""
    folder = "/proc/%s/task" % pid
    return [child for thread in host.list(folder) for child in (host.read("%s/%s/children" % (folder, thread)) or "").split()]


def _status(host, pid):
    lines = (host.read("/proc/%s/status" % pid) or "").splitlines()
    return {key: value.strip() for key, dummy, value in (line.partition(":") for line in lines)}
