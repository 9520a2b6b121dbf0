# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from ..machine import mounts
from ..session import state as session_state
from ..machine.host import Unanswered, runtime_dir


def probe(host):
    """Can a user's bus be asked on this host?

    {
        "busctl": "/usr/bin/busctl",    # runc asks it for the owner of the user bus; null where absent
        "proc_hidden": False,           # /proc is mounted with hidepid and without a group that may look
        "dbus_user_unit": "/usr/lib/systemd/user/dbus.socket",      # null: no package brought a user bus
        "accounts_from": ["sss"],       # nsswitch.conf's sources for passwd besides this host's own files
    }
    """
    proc = mounts.place(mounts.seen(host), "/proc")
    options = proc.options if proc and proc.point == "/proc" else ()
    hidden = [option for option in options if option.startswith("hidepid=") and option not in ("hidepid=0", "hidepid=off")]
    units = ["%s/systemd/user/dbus.socket" % folder for folder in ("/etc", "/usr/lib", "/lib")]
    return {
        "busctl": host.find("busctl"),
        "proc_hidden": bool(hidden) and not any(option.startswith("gid=") for option in options),
        "dbus_user_unit": next((unit for unit in units if host.stat(unit)), None),
        "accounts_from": _sources_elsewhere(host.read_system("/etc/nsswitch.conf") or ""),
    }


def _sources_elsewhere(nsswitch):
    line = next((line for line in nsswitch.splitlines() if line.startswith("passwd:")), "passwd: files")
    return [word for word in line.split("#")[0].split()[1:] if word[0] != "[" and word not in ("files", "systemd", "compat")]


def probe_account(host, account, wish):
    """Does this account have a user manager that lives on without a login, and a bus that answers?

    {
        "exists": True,                 # NSS knows the account
        "uid": 1000,
        "home": "/home/alice",
        "runtime_dir": "/run/user/1000",
        "docker_host": "unix:///run/user/1000/docker.sock",
        "linger": True,                 # /var/lib/systemd/linger: logind reads the file, so live is persisted
        "manager": "active",            # user@UID.service: active, inactive, failed, masked
        "pam_refused": False,           # its last start ended with 224/PAM: account or password expired
        "runtime_dir_ok": True,         # there, a directory of this uid, mode 0700
        "bus": True,                    # it answered: a socket file may be left over
        "bus_owner": True,              # and told whose it is, as runc has to know: hidepid on /proc keeps that from accounts
    }
    """
    state, pam_refused = session_state.manager(host, account)
    facts = dict(
        identity(account), linger=session_state.lingers(host, account), manager=state, pam_refused=pam_refused,
        runtime_dir_ok=session_state.runtime_dir_state(host, account) == "right")
    try:
        there = session_state.socket_is_there(host, account)
        facts["bus"], facts["bus_owner"] = session_state.bus(host, account) if there else (False, False)
    except Unanswered as error:     # a bus that hangs is no reason to know nothing of the rest
        facts["unanswered"] = dict.fromkeys(("bus", "bus_owner"), str(error))
    return facts


def identity(account):
    """What NSS alone says of an account. Root knows it, and takes nobody else's word for it."""
    own = runtime_dir(account)
    return {"exists": True, "uid": account.uid, "home": account.home, "runtime_dir": own, "docker_host": "unix://%s/docker.sock" % own}
