# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of a daemon that answers: those it runs against those that are installed, and those it would need. Asked as the account."""

import re

from . import files, config
from ..machine.account import PATH
from ..machine.host import Unanswered, runtime_dir

LIBEXEC = "/usr/local/libexec/docker:/usr/libexec/docker"      # where dockerd looks besides its PATH
SOCKETS = ("/docker/containerd/containerd.sock", "/dockerd-rootless/api.sock")      # containerd listens here, and rootlesskit


def outdated(host, account, socket):
    """Programs of which another build runs than the one that is installed: as after an upgrade.

    Told apart by their content, for a package that is installed again brings the same program as a new file.
    """
    found = []
    for pid in _pids(host, account, socket):
        path, running = host.program(pid)
        if host.build(path) not in (running, None):
            found.append(path)
    return found


def _pids(host, account, socket):
    """dockerd, containerd and rootlesskit, each by what it listens on; 0 is a dockerd for which the manager listens."""
    others = [_listener(host, runtime_dir(account) + name) for name in SOCKETS] if socket["answers"] else []
    return [pid for pid in [socket["pid"]] + others if pid]


def _listener(host, path):
    """0 where nobody listens, and for a rootlesskit that has a capability: such a process lets nobody look."""
    try:
        pid = host.listener(path)["pid"]
        return pid if host.program(pid) else 0
    except Unanswered:
        return 0


def proxies_missing(host, account, socket):
    """The programs that a published port needs and that this daemon, or the next one, would not find. A rootless dockerd before 28 runs
    rootlesskit's, which runs the engine's, and does not start without it."""
    version = socket["version"] or _installed(host)
    if not version or not _asked_for(host, account):
        return []
    own = host.variable(socket["pid"], "PATH") if socket["pid"] else None
    needed = ["docker-proxy"] if version >= [28] else ["rootlesskit-docker-proxy", "docker-proxy"]
    return [name for name in needed if not host.find(name, "%s:%s" % (own or PATH, LIBEXEC))]


def _installed(host):
    """The version of the dockerd that would be started, [] where there is none."""
    dockerd = host.find("dockerd")
    said = re.search(r"version ([0-9]+)\.([0-9]+)", host.run([dockerd, "--version"]).out) if dockerd else None
    return [int(part) for part in said.groups()] if said else []


def _asked_for(host, account):
    """A daemon.json may do without these programs, or name another."""
    try:
        found = config.parse_config(host.read(files.config_path(account.home)))
    except (Unanswered, ValueError):
        found = {}
    return found.get("userland-proxy") is not False and not found.get("userland-proxy-path")
