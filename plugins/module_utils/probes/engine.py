# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from .. import daemon_files
from ..host import Unanswered


def probe(host):
    """Which pieces of the engine does this host have, and does a rootful daemon run?

    {
        "dockerd": "/usr/sbin/dockerd",             # absolute paths along the system's PATH, null where absent
        "docker": "/usr/bin/docker",
        "containerd": "/usr/bin/containerd",
        "runc": "/usr/sbin/runc",
        "rootlesskit": "/usr/bin/rootlesskit",
        "script": "/usr/bin/dockerd-rootless.sh",   # in PATH, or where a distribution is known to keep it
        "rootful": {
            "active": False,                        # docker.service or docker.socket of the system manager runs
            "enabled": False,                       # ... or comes back at boot
            "units": ["docker.service"],            # those that are active or enabled
            "socket": False,                        # /var/run/docker.sock exists, live or left over
            "containers": 0,                        # containers it runs now
        },
    }
    """
    facts = {name: host.find(name) for name in ("dockerd", "docker", "containerd", "runc", "rootlesskit")}
    facts["script"] = host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH)
    facts["rootful"] = _rootful(host)
    try:
        facts["rootful"]["containers"] = _containers(host) if facts["rootful"]["active"] else 0
    except Unanswered as error:
        facts["unanswered"] = {"rootful.containers": str(error)}
    return facts


def _rootful(host):
    states = {
        question: _units(host, question, good)
        for question, good in (("is-active", ("active", "activating")), ("is-enabled", ("enabled", "enabled-runtime")))
    }
    return {
        "active": bool(states["is-active"]), "enabled": bool(states["is-enabled"]),
        "units": sorted(set(states["is-active"] + states["is-enabled"])),
        "socket": host.stat("/run/docker.sock") is not None,
    }


def _units(host, question, good):
    units = ("docker.service", "docker.socket")
    words = host.run(["systemctl", question] + list(units)).out.split()
    return [unit for unit, word in zip(units, words) if word in good]


def _containers(host):
    """Shims are counted, the daemon is not asked: a question would wake a daemon that only its socket keeps."""
    shims = host.run(["pgrep", "-u", "0", "-c", "-f", "containerd-shim.*-namespace moby"])
    if not shims.out.strip().isdigit():     # without pgrep none would be counted, and a busy daemon stopped
        raise Unanswered(shims.err.strip() or "pgrep ended with %d" % shims.rc)
    return int(shims.out)
