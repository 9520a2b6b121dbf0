# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from .. import daemon_files, daemon_json, home_paths
from ..host import Unanswered
from .network import device

# File systems that take no overlay upper directory, as stat -f names them.
NO_UPPER = ("overlayfs", "nfs", "fuseblk", "fuse", "v9fs", "cifs", "smb2")


def probe(host):
    """Does this host have what stands in for overlay where the kernel refuses it?

    {
        "fuse_overlayfs": "/usr/bin/fuse-overlayfs",    # absolute path, null where absent
        "fuse_device": "open",                          # /dev/fuse: open to every account, closed, or missing
        "homes_need_fuse": True,    # new homes lie on a file system that takes no overlay upper directory
    }
    """
    return {
        "fuse_overlayfs": host.find("fuse-overlayfs"), "fuse_device": device(host, "/dev/fuse"),
        "homes_need_fuse": _file_system(host, home_paths.new_homes(host))[0] in NO_UPPER,
    }


def probe_account(host, account, wish):
    """Where does this account's daemon keep its data, and can overlay work there?

    {
        "data_root": "/home/alice/.local/share/docker",
        "filesystem": "overlayfs",      # of the data root, or of the nearest folder above it that is there: stat -f -c %T
        "needs_fuse": True,             # this file system takes no overlay upper directory, and no driver without overlay is chosen
        "on_nfs": False,
        "full_percent": 12,             # blocks in use, whole percent; 100 only where none is free: 1% of a big disk is a lot
    }
    """
    driver = wish.get("storage_driver") or _configured(host, account).get("storage-driver")
    data_root = data_root_of(host, account, wish)
    filesystem, used = _file_system(host, data_root)
    return {
        "data_root": data_root, "filesystem": filesystem, "needs_fuse": filesystem in NO_UPPER and driver in (None, "overlay2", "fuse-overlayfs"),
        "on_nfs": filesystem == "nfs", "full_percent": used,
    }


def data_root_of(host, account, wish):
    """Where the daemon keeps its data, as wished, as configured, or where it would by itself."""
    return wish.get("data_root") or _configured(host, account).get("data-root") or os.path.join(account.home, ".local/share/docker")


def _configured(host, account):
    """{key: text} of the daemon.json of somebody else; one that cannot be read says nothing."""
    try:
        found = daemon_json.parse_config(host.read(daemon_files.config_path(account.home)))
    except (Unanswered, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str) and (key != "data-root" or value.startswith("/"))}


def _file_system(host, path):
    """(type, percent in use) of the file system where a path is, or would be made."""
    while path != "/" and host.stat(path, follow=True) is None:
        path = os.path.dirname(path)
    shown = host.run(["stat", "-f", "-c", "%b %a %T", path]).out.strip() or "0 0 unknown"
    blocks, free, kind = shown.split(None, 2)       # the name last: it may be "UNKNOWN (0xca451a4e)"
    return kind, 100 * (int(blocks) - int(free)) // int(blocks) if int(blocks) else 0
