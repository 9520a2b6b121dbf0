# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from .. import home_paths
from ..host import Unanswered

PROGRAMS = ("rootlesskit", "dockerd", "dockerd-rootless.sh", "containerd", "runc", "docker")


def probe_account(host, account, wish):
    """Is every path of the home that we would write to what it seems?

    {
        "untrusted": ["/home/alice/.config/systemd/user is a link to /etc/systemd/system"],     # in the way of ours, a sentence each
        "programs": ["/home/alice/bin/rootlesskit"],    # programs of the account's own that carry the engine's names
        "faults": ["/home/alice/bin/rootlesskit carries a name of the engine's, root never runs it"],   # sentences for both
    }
    """
    untrusted = home_paths.untrusted(host, account)
    programs = [os.path.join(account.home, folder, name) for folder in ("bin", ".local/bin") for name in PROGRAMS]
    programs = [path for path in programs if _there(host, path)]
    return {
        "untrusted": untrusted, "programs": programs,
        "faults": untrusted + ["%s carries a name of the engine's, root never runs it" % path for path in programs],
    }


def _there(host, path):
    try:
        return host.stat(path) is not None
    except Unanswered:      # in a folder that is closed to the account itself
        return False
