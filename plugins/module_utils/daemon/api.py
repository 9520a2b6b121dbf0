# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who answers on an account's docker.sock: a daemon, in which unit. Asked as the account; of what is said only the shape is believed."""

import re

from . import units
from .units import UNIT
from ..machine.host import Unanswered, runtime_dir
from ..data.texts import sentence

NOBODY = {"answers": False, "version": [], "containers": 0, "service": UNIT, "outside": None, "pid": 0}
UNIT_NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9:_.@\\-]*\.service$")
MANAGER = "init.scope"      # the user manager's own place
VERSION = re.compile(r"^[0-9]+(\.[0-9]+)+")


def path(account):
    return runtime_dir(account) + "/docker.sock"


def ask(host, account):
    """Who answers, all of NOBODY where it is no daemon: that says a version and lists its containers.

    {"answers": bool, "version": [26, 1, 5], "containers": those that run, "pid": the daemon's, 0 where the manager listens for it,
     "service": its unit of the user manager, "outside": None, or a sentence's end that names process and place where no unit started it}
    """
    try:
        said, containers = host.get(path(account), "/version"), host.get(path(account), "/containers/json")
        listener = host.listener(path(account))
    except Unanswered:
        return dict(NOBODY)
    version = VERSION.match(said["Version"]) if isinstance(said, dict) and isinstance(said.get("Version"), str) else None
    if not version or not isinstance(containers, list):
        return dict(NOBODY)
    service, pid = _service(host, account, listener["cgroup"]), listener["pid"]
    return {
        "answers": True, "version": [int(part) for part in version.group().split(".")], "containers": len(containers),
        "pid": 0 if MANAGER in listener["cgroup"] else pid,
        "service": service or UNIT, "outside": None if service else _outside(host, listener),
    }


def _service(host, account, cgroup):
    """The unit of the user manager in whose cgroup a process runs, None where there is none that would start it again.

    Where the manager itself listens, for a docker.socket of the account's, it starts docker.service for whoever asks.
    """
    inside = cgroup.partition("/user@%d.service/" % account.uid)[2].split("/")
    if inside[0] == MANAGER:
        return UNIT
    name = next((part for part in inside if UNIT_NAME.match(part)), None)
    return name if name == UNIT or name and units.found(host, account, name) else None


def _outside(host, listener):
    names = [name for dummy, name in host.lineage(listener["pid"])] or ["unknown"]
    return sentence("%s (process %d) in %s" % (names[0], listener["pid"], listener["cgroup"].rpartition("/")[2] or "no unit at all"))
