# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user units of an account on disk: where one lies, whose it is, whether it starts with the manager. Asked as the account."""

import os

from . import files
from ..machine.host import Unanswered, runtime_dir

UNIT = "docker.service"


def enabled(host, account, unit=UNIT):
    """A link in default.target.wants: `is-enabled` also says so of one that hangs on a target no user manager has."""
    return _first_found(host, account, "default.target.wants/" + unit) is not None


def is_there(host, fragment, ours):
    """Whether the unit that the manager has read is another file than ours and is still there: it may have been read long ago."""
    return fragment not in ("", ours) and _seen(host, fragment) and host.stat(fragment)["target"] != os.devnull


def enabled_path(home):
    return os.path.join(os.path.dirname(files.unit_path(home)), "default.target.wants", UNIT)


def found(host, account, unit=UNIT):
    """The path of the unit that the account's manager would load, or None; a mask, which is a link to /dev/null, is found too."""
    return _first_found(host, account, unit)


def mask(host, account):
    """The path of a link to /dev/null in place of docker.service, or None. The first folder that has the unit counts, as for systemd."""
    home, etc, others = _folders(account)[0], _folders(account)[1], _folders(account)[2:]
    path = _first_found(host, account, UNIT, (home, etc, runtime_dir(account) + "/systemd/user", "/run/systemd/user") + others)
    return path if path and host.stat(path)["target"] == os.devnull else None


def is_own(account, path):
    """Whether a unit's path lies below what is the account's own; what lies elsewhere is an administrator's, for every account."""
    return (path or "").startswith(own_folders(account))


def own_folders(account):
    return account.home.rstrip("/") + "/", runtime_dir(account) + "/"


def is_ours(host, account):
    """Whether this collection wrote the unit in the home; one that cannot be read is nobody's of ours."""
    try:
        return files.is_ours(host.read(files.unit_path(account.home)))
    except Unanswered:
        return False


def _folders(account):
    return (os.path.dirname(files.unit_path(account.home)),) + files.UNIT_FOLDERS


def _first_found(host, account, name, among=None):
    paths = [os.path.join(folder, name) for folder in among or _folders(account)]
    return next((path for path in paths if _seen(host, path)), None)


def _seen(host, path):
    """What is closed to the account is not there for its manager either."""
    try:
        return host.stat(path) is not None
    except Unanswered:
        return False
