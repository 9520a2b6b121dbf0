# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from ..host import Unanswered

# What the daemon reads in a home; a folder of ours, and a file of ours, each must be the account's own and no link.
FOLDERS = (".config", ".config/docker", ".config/systemd", ".config/systemd/user", ".config/systemd/user/docker.service.d",
           ".config/systemd/user/default.target.wants", ".docker", ".local", ".local/share")
FILES = (".config/systemd/user/docker.service", ".config/systemd/user/docker.service.d/50-rootless-docker.conf",
         ".config/docker/daemon.json", ".docker/config.json")
PROGRAMS = ("rootlesskit", "dockerd", "dockerd-rootless.sh", "containerd", "runc", "docker")


def probe_account(host, account, wish):
    """Is every path of the home that we would write to what it seems?

    {
        "untrusted": ["/home/alice/.config/systemd/user is a link to /etc/systemd/system"],     # in the way of ours, a sentence each
        "programs": ["/home/alice/bin/rootlesskit"],    # programs of the account's own that carry the engine's names
        "faults": ["/home/alice/bin/rootlesskit carries a name of the engine's, root never runs it"],   # sentences for both
    }
    """
    wanted = [(name, "dir") for name in FOLDERS] + [(name, "file") for name in FILES]
    said = [_fault(host, account, os.path.join(account.home, name), kind) for name, kind in wanted]
    untrusted = [sentence for sentence in [_homeless(host, account)] + said if sentence]
    programs = [os.path.join(account.home, folder, name) for folder in ("bin", ".local/bin") for name in PROGRAMS]
    programs = [path for path in programs if _there(host, path)]
    return {
        "untrusted": untrusted, "programs": programs,
        "faults": untrusted + ["%s carries a name of the engine's, root never runs it" % path for path in programs],
    }


def _homeless(host, account):
    """The home itself may be reached by a link: whoever can set one there owns the machine."""
    found = host.stat(account.home, follow=True)
    own = found and found["kind"] == "dir" and found["uid"] == account.uid
    return None if own else "%s is not there, or no folder of %s" % (account.home, account.name)


def _there(host, path):
    try:
        return host.stat(path) is not None
    except Unanswered:      # in a folder that is closed to the account itself
        return False


def _fault(host, account, path, kind):
    try:
        found = host.stat(path)
    except Unanswered as error:     # the daemon could not look there either
        return str(error)
    if found is None:
        return None
    if found["kind"] == "link":
        return "%s is a link to %s" % (path, found["target"])
    if found["kind"] != kind:
        return "%s is a %s, not a %s" % (path, found["kind"], kind)
    return None if found["uid"] == account.uid else "%s belongs to uid %d" % (path, found["uid"])
