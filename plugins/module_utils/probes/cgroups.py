# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

ROOT = "/sys/fs/cgroup"


def probe(host):
    """Which cgroup hierarchy does this host have, and which controllers does it offer?

    {
        "version": 2,                                   # 1 also for the hybrid layout, 0 where nothing is mounted
        "controllers": ["cpu", "memory", "pids"],       # what the root of the v2 hierarchy offers
    }
    """
    offered = host.read(ROOT + "/cgroup.controllers")
    version = 1 if host.list(ROOT) else 0
    return {"version": version if offered is None else 2, "controllers": sorted((offered or "").split())}


def probe_account(host, account, wish):
    """Which controllers reach this account's user manager?

    {
        "delegated": ["cpu", "memory", "pids"],         # the manager's own cgroup.controllers: systemd's property is only an intention
        "undelegated": ["cpuset"],                      # wished for and offered by the host, but not delegated
        "unoffered": ["io"],                            # wished for, and this host has them not to give
    }
    """
    path = "%s/user.slice/user-%d.slice/user@%d.service/cgroup.controllers" % (ROOT, account.uid, account.uid)
    delegated, offered = ((host.read(name) or "").split() for name in (path, ROOT + "/cgroup.controllers"))
    missing = [name for name in wish.get("controllers", []) if name not in delegated]
    return {
        "delegated": sorted(delegated), "undelegated": [name for name in missing if name in offered],
        "unoffered": [name for name in missing if name not in offered],
    }
