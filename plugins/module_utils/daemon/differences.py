# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an account's daemon differs from a wish, in names of files, variables and keys. Asked as the account, changes nothing."""

import os

from . import files as daemon_files, config as daemon_json, state
from ..storage import data_left
from ..machine.host import Unanswered
from ..data.texts import sentence

OUTDATED = "is not the one that this host needs today"
UNREAD = "is not the one that the user manager has read"


def config(host, account, wish, facts):
    """Files the fault of daemon.json in facts; returns what differs in it. One that is no plain file of the account's is the probe home's to tell."""
    facts["config_fault"] = None
    try:
        now = data_left.where_it_is(wish) if data_left.behind(host, account, wish) else wish
        return ["daemon.json " + key for key in daemon_json.config_differences(now, host.read(daemon_files.config_path(account.home)))]
    except ValueError as error:
        facts["config_fault"] = str(error)
    except Unanswered as error:
        facts["unanswered"]["config_fault"] = str(error)
        del facts["config_fault"]
    return []


def unit(host, account, wish, socket, shown, facts):
    """Files "differs", "foreign" and "unit_fault" as the probe daemon says them in facts, where `differs` holds what differs in daemon.json."""
    facts.update(foreign=[], unit_fault=None)
    try:
        _compare_unit(host, account, shown, facts)
        _compare_drop_in(host, account, wish, socket, shown, facts)
        facts["differs"] += state.unread(host, account, wish, socket, shown)
    except Unanswered as error:
        facts["unanswered"]["differs"] = str(error)
        del facts["differs"]


def _compare_unit(host, account, shown, facts):
    """Ours against what we would write today, where there is an engine that it could start."""
    if facts["unit"] != daemon_files.unit_path(account.home) or not host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH):
        return
    if state.unit_file(host, account, shown):
        facts["unit_fault"] = OUTDATED
    elif state.unread_unit(shown):
        facts["unit_fault"] = UNREAD


def _compare_drop_in(host, account, wish, socket, shown, facts):
    """Our drop-in against the wish, and what the manager makes of all drop-ins."""
    effective = daemon_files.parse_environment("Environment=" + shown["Environment"])
    one = state.drop_in_file(host, account, wish, effective, socket["service"])
    facts["differs"] += state.names_of(one) if one else []
    facts["foreign"] += _overruled(host, wish, shown, socket)
    for name in daemon_files.environment_differences(wish, effective):
        place = _place(host, shown["DropInPaths"].split(), name)
        facts["foreign"] += ["%s sets %s" % (place, name)] if place else []
        facts["differs"] += ["drop-in " + name] if not place and "drop-in " + name not in facts["differs"] else []


def _overruled(host, wish, shown, socket):
    """["FILE:LINE sets NAME"] of the last environment file, which wins over every Environment= of unit and drop-ins, where the daemon obeys it."""
    pid, files = int(shown["MainPID"] or 0) or socket["pid"], [shown["EnvironmentFiles"].split(" (")[0]]
    if files == [""] or not pid:
        return []
    names = state.other_in_force(host, wish, shown, pid)
    places = [(name, _line(host, files, lambda line, name=name: line.startswith(name + "="))) for name in names]
    return ["%s sets %s" % (place, name) for name, place in places if place]


def _place(host, drop_ins, name):
    """FILE:LINE of the drop-in after ours that sets a variable otherwise, or None where ours would win."""
    later = [path for path in drop_ins if os.path.basename(path) > daemon_files.DROP_IN]
    return _line(host, later, lambda line: name in daemon_files.drop_in_environment(line))


def _line(host, paths, wanted):
    """FILE:LINE of the last file that has such a line, or None."""
    for path in reversed(paths):
        for number, line in enumerate(_text(host, path).splitlines(), 1):
            if wanted(line.strip()):
                return "%s:%d" % (sentence(path), number)
    return None


def _text(host, path):
    try:
        return host.read(path) or ""
    except Unanswered:      # a link, say: what it sets is in force all the same, and the probe home or a person finds where
        return ""
