# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from ..home import paths as home_paths
from ..storage import image_store
from ..machine import mounts
from ..machine.host import Unanswered
from .network import device


def probe(host):
    """Does this host have what stands in for overlay where the kernel refuses it, and is the disk of new homes there?

    {
        "fuse_overlayfs": "/usr/bin/fuse-overlayfs",    # absolute path, null where absent
        "fuse_device": "open",                          # /dev/fuse: open to every account, closed, or missing
        "homes_need_fuse": True,    # new homes lie on a file system that takes no overlay upper directory
        "homes_not_mounted": ["/home (/etc/fstab)"],    # mount points above new homes where nothing is mounted, and the file that declares each
    }
    """
    homes = home_paths.new_homes(host)
    return {
        "fuse_overlayfs": host.find("fuse-overlayfs"), "fuse_device": device(host, "/dev/fuse"),
        "homes_need_fuse": bool(image_store.NO_UPPER.match(mounts.of(host, homes).type)),
        "homes_not_mounted": mounts.missing(host, homes),
    }


def probe_account(host, account, wish):
    """Where does this account's daemon keep its images, is that disk there, and can containers be mounted from it?

    {
        "data_root": "/home/alice/.local/share/docker",
        "filesystem": "overlay",        # type of the mount on which the data root is, or would be made
        "store": "containerd overlayfs",    # kind and driver in force, or what a start would choose; "" where that is not decided yet
        "lacks_overlay": True,          # that store mounts overlay, and this file system takes no overlay upper directory
        "replaceable": True,            # the engine itself chose that store, and it holds no images
        "needs_fuse": True,             # fuse-overlayfs is what stands in for overlay here
        "several": ["overlay2", "fuse-overlayfs"],      # graph drivers with data, none of them named in daemon.json: dockerd refuses to choose
        "on_nfs": False,
        "read_only": False,
        "full_percent": 12,             # blocks or inodes in use, whole percent; 100 only where none is free: 1% of a big disk is a lot
        "not_mounted": ["/home/alice (/etc/fstab)"],    # mount points of home and data root where nothing is mounted, and what declares each
        "seems_unmounted": False,       # the home is empty, and homes beside it are mounts of their own
        "bare": False,                  # the home is empty, and new homes get files from /etc/skel
    }
    """
    found = image_store.look(host, account, wish)
    home, data_root, store, place = host.resolved(account.home), host.resolved(found["data_root"]), found["store"], found["place"]
    empty = _is_empty(host, account.home)
    return {
        "data_root": found["data_root"], "filesystem": place.type, "store": " ".join(filter(None, (store["kind"], store["driver"]))),
        "lacks_overlay": found["lacks_overlay"], "replaceable": found["replaceable"], "needs_fuse": image_store.needs_fuse(found),
        "several": found["prior"] if len(found["prior"]) > 1 and store["by"] == "images" else [],
        "on_nfs": place.type in ("nfs", "nfs4"), "read_only": "ro" in place.options, "full_percent": image_store.used_percent(host, data_root),
        "not_mounted": sorted(set(mounts.missing(host, home) + mounts.missing(host, data_root))),
        "seems_unmounted": empty and mounts.beside(host, home), "bare": empty and bool(host.list("/etc/skel")),
    }


def _is_empty(host, home):
    try:
        return host.stat(home, follow=True) is not None and host.list(home) == []
    except Unanswered:      # closed to the account: what is in it is not seen
        return False
