# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os
import re

from .. import cli_context, daemon_files, daemon_json, daemon_state
from ..host import Late, Unanswered, runtime_dir


def probe_account(host, account, wish):
    """Does this account's daemon run, answer, come back by itself, and do what is wished?

    {
        "unit": "/home/alice/.config/systemd/user/docker.service",      # the unit file that counts, null where none is
        "ours": True,                   # this collection wrote that unit
        "enabled": True,                # a link in default.target.wants: it starts with the user manager
        "state": "active",              # active, activating (also: it fails again and again), inactive, failed
        "answers": True,                # GET /version on a socket of this uid
        "version": [26, 1, 5],          # as the daemon says
        "containers": 0,                # containers that run now
        "context": True,                # the CLI's context "rootless" leads to this daemon
        "differs": ["drop-in MTU"],     # what we would write otherwise: names of files, variables and keys, never values
        "foreign": ["/home/alice/.config/systemd/user/docker.service.d/override.conf:2 sets MTU"],     # contradicts a wish, not ours
        "config_fault": "is not valid JSON (line 1, column 2)",         # of daemon.json, null where there is none
        "journal": ["[rootlesskit:parent] error: ..."],     # last lines of a daemon that does not answer, asked as root
    }
    """
    facts = {
        "unit": daemon_state.unit_found(host, account), "enabled": daemon_state.enabled(host, account),
        "config_fault": None, "differs": [], "foreign": [], "journal": [], "unanswered": {},
    }
    facts.update(_running(host, account))
    facts["ours"] = facts["unit"] == daemon_files.unit_path(account.home) and daemon_state.is_ours(host, account)
    try:
        facts["context"] = cli_context.leads_here(host, account)
    except Unanswered as error:
        facts["unanswered"]["context"] = str(error)
    _compare_config(host, account, wish, facts)
    try:
        shown = daemon_state.shown_now(host, soon=True)
        facts["state"] = shown["ActiveState"]
        _compare_unit(host, account, wish, shown, facts)
    except Late as error:
        for key in ("state", "differs", "foreign"):
            facts.pop(key, None)
            facts["unanswered"][key] = str(error)
    return facts


def _running(host, account):
    path = runtime_dir(account) + "/docker.sock"
    try:
        version = host.get(path, "/version").get("Version", "")
        containers = host.get(path, "/containers/json")
    except (Unanswered, AttributeError):
        return {"answers": False, "version": [], "containers": 0}
    numbers = re.findall("[0-9]+", re.match("[0-9.]*", version if isinstance(version, str) else "").group())
    return {"answers": True, "version": [int(part) for part in numbers], "containers": len(containers) if isinstance(containers, list) else 0}


def _compare_config(host, account, wish, facts):
    """A daemon.json that is no plain file of the account's is the probe home's to tell, and leaves this open."""
    try:
        text = host.read(daemon_files.config_path(account.home))
        facts["differs"] += ["daemon.json " + key for key in daemon_json.config_differences(wish, text)]
    except ValueError as error:
        facts["config_fault"] = str(error)
    except Unanswered as error:
        facts["unanswered"]["config_fault"] = str(error)
        del facts["config_fault"]


def _compare_unit(host, account, wish, shown, facts):
    """Ours against what we would write today, and what the manager makes of all drop-ins against the wish."""
    engine = host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH)
    effective = daemon_files.parse_environment("Environment=" + shown["Environment"])
    try:
        files = [daemon_state.unit_file(host, account, shown)] if engine and facts["unit"] else []
        files.append(daemon_state.drop_in_file(host, account, wish, effective))
    except Unanswered as error:
        facts["unanswered"]["differs"] = str(error)
        del facts["differs"]
        return
    facts["differs"] += [name for one in files if one for name in daemon_state.names_of(one)]
    for name in daemon_files.environment_differences(wish, effective):
        place = _place(host, shown["DropInPaths"].split(), name)
        facts["foreign"] += ["%s sets %s" % (place, name)] if place else []
        facts["differs"] += ["drop-in " + name] if not place and "drop-in " + name not in facts["differs"] else []


def _place(host, drop_ins, name):
    """FILE:LINE of the drop-in after ours that sets a variable otherwise, or None where ours would win."""
    for path in reversed([path for path in drop_ins if os.path.basename(path) > daemon_files.DROP_IN]):
        for number, line in enumerate(_text(host, path).splitlines(), 1):
            if name in daemon_files.drop_in_environment(line.strip()):
                return "%s:%d" % (path, number)
    return None


def _text(host, path):
    try:
        return host.read(path) or ""
    except Unanswered:      # a link, say: what it sets is in force all the same, and the probe home or a person finds where
        return ""
