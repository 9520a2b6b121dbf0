# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The paths below a home that a daemon reads and we write, and whether each is what it seems. Asked as the account."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from .host import Unanswered

# A folder of ours, and a file of ours, each must be the account's own and no link.
FOLDERS = (".config", ".config/docker", ".config/systemd", ".config/systemd/user", ".config/systemd/user/docker.service.d",
           ".config/systemd/user/default.target.wants", ".docker", ".local", ".local/share")
FILES = (".config/systemd/user/docker.service", ".config/systemd/user/docker.service.d/50-rootless-docker.conf",
         ".config/docker/daemon.json", ".docker/config.json")


def untrusted(host, account):
    """A sentence for each path that is in the way of ours; [] is a home in which everything may be written."""
    wanted = [(name, "dir") for name in FOLDERS] + [(name, "file") for name in FILES]
    said = [_fault(host, account, os.path.join(account.home, name), kind) for name, kind in wanted]
    return [sentence for sentence in [_homeless(host, account)] + said if sentence]


def _homeless(host, account):
    """The home itself may be reached by a link: whoever can set one there owns the machine."""
    found = host.stat(account.home, follow=True)
    own = found and found["kind"] == "dir" and found["uid"] == account.uid
    return None if own else "%s is not there, or no folder of %s" % (account.home, account.name)


def _fault(host, account, path, kind):
    try:
        found = host.stat(path)
    except Unanswered as error:     # closed to the account: its daemon could not look there either
        return str(error)
    if found is None:
        return None
    if found["kind"] == "link":
        return "%s is a link to %s" % (path, found["target"])
    if found["kind"] != kind:
        return "%s is a %s, not a %s" % (path, found["kind"], kind)
    return None if found["uid"] == account.uid else "%s belongs to uid %d" % (path, found["uid"])
