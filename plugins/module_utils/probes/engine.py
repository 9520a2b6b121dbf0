# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import stat

from ..daemon import files as daemon_files
from ..landing import override
from ..machine import trusted_path
from ..machine.host import Unanswered

UNITS = ("docker.service", "docker.socket")
# While packages are installed, a drop-in of this name keeps these units from starting (roles/rootless_remedy/tasks/packages_install.yml).
QUIET = "50-rootless-docker-installing"
DPKG = "/var/lib/dpkg/updates"
MANAGERS = "dpkg|apt|apt-get|aptitude|unattended-upgr"


def probe(host):
    """Which pieces of the engine does this host have, and does a rootful daemon run?

    {
        "dockerd": "/usr/sbin/dockerd",             # absolute paths along the system's PATH, null where absent
        "docker": "/usr/bin/docker",
        "containerd": "/usr/bin/containerd",
        "runc": "/usr/sbin/runc",
        "rootlesskit": "/usr/bin/rootlesskit",
        "lacks": ["runc"],                          # what dockerd starts and is absent, of containerd and runc
        "script": "/usr/bin/dockerd-rootless.sh",   # in PATH, or where a distribution is known to keep it
        "rootful": {
            "active": False,                        # docker.service or docker.socket of the system manager runs
            "enabled": False,                       # ... or comes back at boot
            "units": ["docker.service"],            # those that are active or enabled
            "off": ["docker.socket"],               # those that are neither; what a killed installation of ours holds back is off
            "socket": False,                        # /var/run/docker.sock exists, live or left over
            "containers": 0,                        # containers it runs now
        },
        "interrupted": ["/var/lib/dpkg/updates"],   # what an installation leaves behind that was killed; unanswered while one runs
    }
    """
    facts = {name: host.find(name) for name in ("dockerd", "docker", "containerd", "runc", "rootlesskit")}
    facts["script"] = host.find(daemon_files.SCRIPT, daemon_files.SCRIPT_PATH)
    facts["lacks"] = [name for name in ("containerd", "runc") if facts[name] is None]
    facts["rootful"], facts["unanswered"] = _rootful(host), {}
    _ask(facts, "interrupted", facts, lambda: _interrupted(host))
    _ask(facts, "containers", facts["rootful"], lambda: _containers(host) if facts["rootful"]["active"] else 0, "rootful.")
    return facts


def _ask(facts, key, into, question, above=""):
    try:
        into[key] = question()
    except Unanswered as error:
        facts["unanswered"][above + key] = str(error)


def _rootful(host):
    active = _units(host, "is-active", ("active", "activating"))
    enabled = [unit for unit in _units(host, "is-enabled", ("enabled", "enabled-runtime")) if unit not in _quiet(host)]
    on = sorted(set(active + enabled))
    return {
        "active": bool(active), "enabled": bool(enabled), "units": on,
        "off": [unit for unit in UNITS if unit not in on],
        "socket": host.stat("/run/docker.sock") is not None,
    }


def _units(host, question, good):
    words = host.run(["systemctl", question] + list(UNITS)).out.split()
    return [unit for unit, word in zip(UNITS, words) if word in good]


def _quiet(host):
    return [unit for unit in UNITS if host.stat(override.path_of(unit, QUIET)) is not None]


def _interrupted(host):
    """dpkg keeps what it does in numbered files until all is done; apt refuses everything while there are some."""
    found = [DPKG] if any(name.isdigit() for name in host.list(DPKG)) else []
    found += [override.path_of(unit, QUIET) for unit in _quiet(host)]
    at_work = _running(host, ["-x", MANAGERS]) if found else []
    if at_work:
        raise Unanswered("a package manager is at work (process %d), and %s may be its own" % (at_work[0], found[0]))
    return found


def _running(host, options):
    """The processes of root's; without pgrep there would be none, and a busy daemon stopped."""
    told = host.run(["pgrep", "-u", "0", "-U", "0"] + options)
    if told.rc not in (0, 1) or not all(word.isdigit() for word in told.out.split()):
        raise Unanswered(told.err.strip() or "pgrep ended with %d" % told.rc)
    return [pid for pid in map(int, told.out.split()) if not _by_an_account(host, pid)]


def _by_an_account(host, pid):
    """Any account starts a setuid program, by a link of whatever name, and some become root in both uids (sudo, while it asks for a password).
    Where the kernel lets it, it has a name of its own for the program, and may have taken that away since: what root runs lies in root's folders."""
    try:
        path = host.program(pid)[0]
        found = host.stat(path)
        return bool(found and found["mode"] & stat.S_ISUID or trusted_path.follow(host, os.path.dirname(path))[1])
    except Unanswered:      # gone, or we are not root
        return False


def _containers(host):
    """Shims are counted, the daemon is not asked: a question would wake a daemon that only its socket keeps."""
    return len(_running(host, ["-f", "containerd-shim.*-namespace moby"]))
