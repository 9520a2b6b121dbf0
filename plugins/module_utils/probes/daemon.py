# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import os
import re

from .. import daemon_files
from ..host import Unanswered, runtime_dir

UNIT_FOLDERS = ("/etc/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user", "/lib/systemd/user")


def probe_account(host, account, wish):
    """Does this account's daemon run, answer, come back by itself, and do what is wished?

    {
        "unit": "/home/alice/.config/systemd/user/docker.service",      # the unit file that counts, null where none is
        "enabled": True,                # a link in default.target.wants: it starts with the user manager
        "state": "active",              # active, activating (also: it fails again and again), inactive, failed
        "answers": True,                # GET /version on a socket of this uid
        "version": [26, 1, 5],          # as the daemon says
        "containers": 0,                # containers that run now
        "context": True,                # the CLI's context "rootless" points to this daemon
        "differs": ["drop-in MTU"],     # what we would write otherwise: names of files, variables and keys, never values
        "foreign": ["/home/alice/.config/systemd/user/docker.service.d/override.conf:2 sets MTU"],     # contradicts a wish, not ours
        "config_fault": "is not valid JSON (line 1, column 2)",         # of daemon.json, null where there is none
    }
    """
    home = os.path.join(account.home, ".config/systemd/user")
    candidates = [os.path.join(folder, "docker.service") for folder in (home,) + UNIT_FOLDERS]
    links = [os.path.join(folder, "default.target.wants/docker.service") for folder in (home,) + UNIT_FOLDERS]
    facts = {
        "unit": next((path for path in candidates if _mine(host.stat, path)), None), "enabled": any(_mine(host.stat, path) for path in links),
        "context": _context(host, account), "differs": [], "unanswered": {},
    }
    facts.update(_running(host, account))
    _compare_config(host, account, wish, facts)
    try:
        shown = _show(host, account)
        facts["state"] = shown.get("ActiveState", "inactive")
        _compare_environment(host, wish, shown, facts)
    except Unanswered as error:     # a manager that hangs is no reason to know nothing of the rest
        facts["unanswered"].update(dict.fromkeys(("state", "differs", "foreign"), str(error)))
        facts.pop("differs")
    return facts


def _mine(question, path):
    """What is closed to the account is not there for its manager and its CLI either; the probe home names the path."""
    try:
        return question(path)
    except Unanswered:
        return None


def _running(host, account):
    path = runtime_dir(account) + "/docker.sock"
    try:
        version = host.get(path, "/version").get("Version", "")
        containers = host.get(path, "/containers/json")
    except (Unanswered, AttributeError):
        return {"answers": False, "version": [], "containers": 0}
    numbers = re.match(r"[0-9.]*", version if isinstance(version, str) else "").group().split(".")
    return {
        "answers": True, "version": [int(part) for part in numbers if part], "containers": len(containers) if isinstance(containers, list) else 0,
    }


def _show(host, account):
    """Asked as the account with its runtime directory: systemctl --user -M starts managers, and needs a bus."""
    if host.stat(runtime_dir(account) + "/systemd/private") is None:
        return {}
    asked = host.run(["systemctl", "--user", "show", "docker.service", "-p", "ActiveState,Environment,DropInPaths"])
    return dict(line.split("=", 1) for line in asked.out.splitlines() if "=" in line)


def _context(host, account):
    folder = account.home + "/.docker/contexts/meta"
    wanted = ("rootless", "unix://%s/docker.sock" % runtime_dir(account))
    return wanted in [_endpoint(host, "%s/%s/meta.json" % (folder, name)) for name in _mine(host.list, folder) or []]


def _endpoint(host, path):
    try:
        found = json.loads(_mine(host.read, path) or "{}")
        return found["Name"], found["Endpoints"]["docker"]["Host"]
    except (ValueError, KeyError, TypeError):
        return None


def _compare_config(host, account, wish, facts):
    try:
        config = host.read(daemon_files.config_path(account.home))
        facts["differs"] += ["daemon.json " + key for key in daemon_files.config_differences(wish, config)]
        facts["config_fault"] = None
    except Unanswered as error:     # no plain file of the account's: the probe home says so
        facts["unanswered"]["config_fault"] = str(error)
    except ValueError as error:
        facts["config_fault"] = str(error)


def _compare_environment(host, wish, shown, facts):
    effective = daemon_files.parse_environment("Environment=" + shown.get("Environment", ""))
    facts["foreign"] = []
    for name in daemon_files.environment_differences(wish, effective):
        place = _place(host, shown.get("DropInPaths", "").split(), name)
        facts["foreign" if place else "differs"].append("%s sets %s" % (place, name) if place else "drop-in " + name)


def _place(host, drop_ins, name):
    """FILE:LINE of the drop-in after ours that sets a variable otherwise, or None where ours would win."""
    for path in reversed([path for path in drop_ins if os.path.basename(path) > daemon_files.DROP_IN]):
        for number, line in enumerate((_mine(host.read, path) or "").splitlines(), 1):
            if name in daemon_files.parse_environment(line.strip() if line.strip().startswith("Environment=") else ""):
                return "%s:%d" % (path, number)
    return None
