# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is of an account's session: asked here once, for the probe that tells it and for the module that heals it."""

from ..machine.host import Unanswered, runtime_dir
from .user_manager import pairs

LINGERING = "/var/lib/systemd/linger/"
PAM_REFUSED = "224"         # systemd's exit status for a start that PAM did not allow


def unit_of(account):
    return "user@%d.service" % account.uid


def lingers(host, account):
    """logind reads this file whenever it is asked, so what is persisted is what is live."""
    return host.stat(LINGERING + linger_name(account.name)) is not None


def linger_name(name):
    """The name of the file, as systemd's cescape() writes it: a backslash twice, bytes beyond ASCII as octal numbers."""
    def escaped(byte):
        return "\\" + chr(byte) if chr(byte) in "\\\"'" else chr(byte) if 32 <= byte < 127 else "\\%03o" % byte

    return "".join(escaped(byte) for byte in bytearray(name.encode("utf-8", "surrogateescape")))


def manager(host, account):
    """(active, inactive, failed or masked; whether PAM refused its last start).

    The system manager is asked: systemctl --user -M would start one for an account that has none.
    """
    keys = ("LoadState", "ActiveState", "ExecMainStatus")
    shown = pairs(host.run(["systemctl", "show", unit_of(account), "-p", ",".join(keys)]).out)
    state = "masked" if shown.get("LoadState") == "masked" else shown.get("ActiveState")
    return state, shown.get("ExecMainStatus") == PAM_REFUSED


def runtime_dir_state(host, account):
    """right, missing, wrong (another owner or kind, closed to the account itself) or open to others."""
    found = host.stat(runtime_dir(account))
    if found is None:
        return "missing"
    if found["kind"] != "dir" or found["uid"] != account.uid or found["mode"] & 0o700 != 0o700:
        return "wrong"
    return "open to others" if found["mode"] & 0o077 else "right"


def bus(host, account):
    """(does the user bus answer, may this account see who owns it): asked as the account, with the very words that runc asks with.

    The socket file proves nothing, it stays when nobody listens any more; and where /proc is mounted with hidepid the bus answers,
    but does not tell its owner, so that runc takes another one.
    """
    said = host.run(["busctl", "--user", "--no-pager", "status"]).out.split()
    return any(word.startswith("BusID=") for word in said), "OwnerUID=%d" % account.uid in said


def socket_is_there(host, account):
    try:
        return host.stat(runtime_dir(account) + "/bus") is not None
    except Unanswered:      # in a runtime directory that is closed to the account itself, as after an unmount
        return False


def rootlesskit_child(host, account):
    """The pid that rootlesskit wrote down, a text of digits, or None. A runtime directory that is not the account's own says nothing of its daemon."""
    try:
        child = (host.read(runtime_dir(account) + "/dockerd-rootless/child_pid") or "").strip()
    except Unanswered:
        if runtime_dir_state(host, account) == "wrong":
            return None
        raise
    return child if child.isdigit() else None
