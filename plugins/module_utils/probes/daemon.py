# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import os

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
    facts = {
        "unit": next((path for path in candidates if host.stat(path)), None),
        "enabled": any(host.stat(os.path.join(folder, "default.target.wants/docker.service")) for folder in (home,) + UNIT_FOLDERS),
        "context": _context(host, account), "config_fault": None, "unanswered": {},
    }
    facts.update(_running(host, account))
    shown = _show(host, account)
    facts["state"] = shown.get("ActiveState", "inactive")
    _compare(host, account, wish, shown, facts)
    return facts


def _running(host, account):
    path = runtime_dir(account) + "/docker.sock"
    try:
        version = host.get(path, "/version").get("Version", "")
        containers = host.get(path, "/containers/json")
    except (Unanswered, AttributeError):
        return {"answers": False, "version": [], "containers": 0}
    numbers = [part for part in version.split("+")[0].split("-")[0].split(".") if part.isdigit()]
    return {"answers": True, "version": [int(part) for part in numbers], "containers": len(containers)}


def _show(host, account):
    """Asked as the account with its runtime directory: systemctl --user -M starts managers, and needs a bus."""
    if host.stat(runtime_dir(account) + "/systemd/private") is None:
        return {}
    asked = host.run(["systemctl", "--user", "show", "docker.service", "-p", "ActiveState,Environment,DropInPaths"])
    return dict(line.split("=", 1) for line in asked.out.splitlines() if "=" in line)


def _context(host, account):
    folder = account.home + "/.docker/contexts/meta"
    for name in host.list(folder):
        text = host.read("%s/%s/meta.json" % (folder, name))
        try:
            found = json.loads(text or "{}")
            endpoint = found["Endpoints"]["docker"]["Host"]
        except (ValueError, KeyError, TypeError):
            continue
        if found.get("Name") == "rootless" and endpoint == "unix://%s/docker.sock" % runtime_dir(account):
            return True
    return False


def _compare(host, account, wish, shown, facts):
    """Fills differs, foreign and config_fault. A path that is no plain file of the account's is left to the probe home."""
    facts["differs"], facts["foreign"] = [], []
    try:
        config = host.read(daemon_files.config_path(account.home))
        keys = daemon_files.config_differences(wish, config)
        facts["differs"] += ["daemon.json " + key for key in keys]
    except Unanswered as error:
        facts["unanswered"]["config"] = str(error)
    except ValueError as error:
        facts["config_fault"] = str(error)
    effective = daemon_files.parse_environment("Environment=" + shown.get("Environment", ""))
    for name in daemon_files.environment_differences(wish, effective):
        place = _place(host, shown.get("DropInPaths", "").split(), name)
        facts["foreign" if place else "differs"].append("%s sets %s" % (place, name) if place else "drop-in " + name)


def _place(host, drop_ins, name):
    """FILE:LINE of the drop-in after ours that sets a variable otherwise, or None where ours would win."""
    for path in reversed([path for path in drop_ins if os.path.basename(path) > daemon_files.DROP_IN]):
        for number, line in enumerate((host.read(path) or "").splitlines(), 1):
            if line.strip().startswith("Environment=") and name + "=" in line:
                return "%s:%d" % (path, number)
    return None
