# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from ..network import resolver, routes
from ..session.state import rootlesskit_child

HELPERS = ("slirp4netns", "pasta", "lxc-user-nic")


def probe(host):
    """Does this host have what a rootless network is made of?

    {
        "slirp4netns": "/usr/bin/slirp4netns",      # absolute path, null where absent
        "pasta": "/usr/bin/pasta",
        "iptables": "/usr/sbin/iptables",
        "ip": "/usr/sbin/ip",
        "tun": "open",                              # /dev/net/tun: open to every account, closed, or missing
        "resolv_conf": {
            "real": "/run/systemd/resolve/stub-resolv.conf",        # where /etc/resolv.conf leads, null where it leads nowhere
            "outside": ["/var/run/systemd/resolve/resolv.conf"],    # on the way, and not in the sandbox of slirp4netns
        },
        "resolver_fault": "names only 127.0.0.53, where nothing listens",       # of /etc/resolv.conf, null where there is none
        "colliding": ["10.0.2.0/24 (eth0)"],        # routes of this host into the network that rootless daemons take for their own
    }
    """
    facts = {name: host.find(name) for name in ("slirp4netns", "pasta", "iptables", "ip")}
    facts["tun"] = device(host, "/dev/net/tun")
    facts["resolv_conf"] = resolver.resolv_conf(host)
    facts["resolver_fault"] = resolver.fault(host, facts["resolv_conf"]["real"])
    facts["colliding"] = routes.colliding(host)
    return facts


def probe_account(host, account, wish):
    """Which network process serves this account's daemon, and does it live?

    {
        "program": "slirp4netns",       # of the daemon that runs, else what is wished, else what dockerd-rootless.sh takes first
        "sandboxed": True,              # slirp4netns looks names up inside its sandbox; always false for others
        "helper_dead": False,           # it is a zombie: the daemon answers all the same
    }
    """
    parent = _rootlesskit(host, account)
    states = [_status(host, pid) for pid in (_children(host, parent) if parent else [])]
    helpers = [state for state in states if _program(state) in HELPERS]
    # A daemon of its own kind (lxc-user-nic is gone once it has made its device, host has none) runs without any.
    program = _program(helpers[0]) if helpers else None if parent else wish.get("network_driver") or HELPERS[0]
    alone = "--enable-sandbox" in (host.read("/proc/%s/cmdline" % helpers[0]["Pid"]) or "--enable-sandbox").split("\0") if helpers else True
    return {
        "program": program, "sandboxed": program == HELPERS[0] and alone,
        "helper_dead": any("Z" in state.get("State", "") for state in helpers),
    }


def _rootlesskit(host, account):
    """The pid of the rootlesskit that runs for this account, or None: it is the parent of the process that it named."""
    child = rootlesskit_child(host, account)
    parent = _status(host, child).get("PPid") if child else None
    return parent if parent and _program(_status(host, parent)) == "rootlesskit" else None      # the file may be an old one


def _program(state):
    """A program's name without what a package appends for a processor: pasta.avx2."""
    return state.get("Name", "").split(".")[0]


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
