# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an account's daemon keeps its images, and whether that store can mount its layers there. Asked as the account.

Engines until 28 choose a graph driver, which tries overlay2 and falls back to fuse-overlayfs. From 29 on a fresh data root
gets containerd's store, which knows overlay alone: the daemon starts, pulls, and can run nothing.
"""

import os
import re

from ..daemon import files as daemon_files, config as daemon_json
from ..machine import mounts
from ..machine.host import Unanswered, runtime_dir

# Types of file systems that take no overlay upper directory.
NO_UPPER = re.compile(r"(overlay|ecryptfs|nfs4?|9p|cifs|smb3|fuse(blk|\..*)?)$")
GRAPH_DRIVERS = ("overlay2", "fuse-overlayfs", "btrfs", "zfs", "vfs")
CONTAINERD_SINCE = 29
SNAPSHOTTER = "containerd-snapshotter"
IMAGES = "containerd/daemon/io.containerd.content.v1.content/blobs/sha256"


def chosen(config, prior, version):
    """{"kind": "containerd" | "graphdriver", "driver", "by"} that dockerd chooses when it starts; kind null where the version decides and is unknown.

    config is its daemon.json with DOCKER_DRIVER laid over as storage-driver, prior the graph drivers that left data, version dockerd's first number.
    A driver is null where the graph drivers are tried in turn; by is "daemon.json", "images" or "engine".
    """
    driver, features = config.get("storage-driver") or None, config.get("features")
    feature = features.get(SNAPSHOTTER) if isinstance(features, dict) else None
    if isinstance(feature, bool):
        return _store("containerd" if feature else "graphdriver", driver, "daemon.json")
    if prior:
        return _store("graphdriver", driver or (prior[0] if len(prior) == 1 else None), "daemon.json" if driver else "images")
    if driver:
        return _store("graphdriver" if driver in GRAPH_DRIVERS or version and version < CONTAINERD_SINCE else "containerd", driver, "daemon.json")
    return _store(version and ("containerd" if version >= CONTAINERD_SINCE else "graphdriver"), None, "engine")


def _store(kind, driver, by):
    return {"kind": kind, "driver": driver or ("overlayfs" if kind == "containerd" else None), "by": by}


def look(host, account, wish):
    """{"data_root", "place": its mounts.Mount, "prior": [graph drivers with data], "store", "lacks_overlay", "replaceable"}.

    The store of a daemon that answers is the one in force, unless a driver is wished, which is what its next start takes.
    replaceable: the engine chose it, and nothing is lost by another.
    """
    config, data_root = laid_over(configured(host, account), wish), data_root_of(host, account, wish)
    place = mounts.of(host, data_root)
    prior = [name for name in GRAPH_DRIVERS if name != "vfs" and _entries(host, os.path.join(data_root, name))]
    store = chosen(config, prior, None)
    if NO_UPPER.match(place.type):
        in_force = {} if "storage-driver" in laid_over({}, wish) else _in_force(host, account)
        store = dict(chosen(config, prior, _version(host) if store["kind"] is None else None), **in_force)
    lacks_overlay = bool(NO_UPPER.match(place.type)) and (store["kind"], store["driver"]) in (("containerd", "overlayfs"), ("graphdriver", "overlay2"))
    return {
        "data_root": data_root, "place": place, "prior": prior, "store": store, "lacks_overlay": lacks_overlay,
        "replaceable": lacks_overlay and store["by"] == "engine" and not _entries(host, os.path.join(data_root, IMAGES)),
    }


def data_root_of(host, account, wish):
    """Where the daemon keeps its data, as wished, as configured, or where it would by itself."""
    return laid_over(configured(host, account), wish).get("data-root") or os.path.join(account.home, ".local/share/docker")


def needs_fuse(found):
    """Whether fuse-overlayfs is what stands in for overlay: chosen, to be chosen, or tried by the graph drivers."""
    store = found["store"]
    tried = store["kind"] != "containerd" and store["driver"] in (None, "fuse-overlayfs")
    return bool(NO_UPPER.match(found["place"].type)) and (tried or found["replaceable"])


def needed(host, account, wish):
    """{key: value} that daemon.json has to hold besides what is wished, so that containers can run: {} nearly always."""
    if not look(host, account, wish)["replaceable"]:
        return {}
    # Both: some engines take a driver's name alone for that of a snapshotter.
    features = dict(daemon_json.wished_config(wish).get("features") or {})
    return {"storage-driver": "fuse-overlayfs", "features": dict(features, **{SNAPSHOTTER: False})}


def laid_over(config, wish):
    """The daemon.json that a wish makes of another, and the environment's DOCKER_DRIVER, which dockerd prefers."""
    found = dict(config, **daemon_json.wished_config(wish))
    driver = (wish.get("environment") or {}).get("DOCKER_DRIVER")
    found.update({"storage-driver": driver} if driver else {})
    return {key: value for key, value in found.items() if key == "features" or isinstance(value, str) and (key != "data-root" or value.startswith("/"))}


def configured(host, account):
    """The daemon.json that is there, read through links as dockerd reads it; one that cannot be read says nothing."""
    try:
        return daemon_json.parse_config(host.read_system(daemon_files.config_path(account.home)))
    except (Unanswered, ValueError):
        return {}


def used_percent(host, path):
    """Blocks or inodes in use of the file system where a path is, or would be made."""
    while path != "/" and not _there(host, path):
        path = os.path.dirname(path)
    shown = host.run(["stat", "-f", "-c", "%b %a %c %d", path]).out.split()
    blocks, free, inodes, free_inodes = [int(word) for word in shown] if len(shown) == 4 else (0, 0, 0, 0)
    return max(_used(blocks, free), _used(inodes, free_inodes))


def _there(host, path):
    try:
        return host.stat(path, follow=True) is not None
    except Unanswered:      # behind a folder that is closed to the account: it lies where that does
        return False


def _used(size, free):
    return 100 * (size - free) // size if size else 0       # btrfs has no number of inodes


def _entries(host, folder):
    try:
        return host.list(folder)
    except Unanswered:      # closed to the account, so its daemon finds nothing there either
        return []


def _version(host):
    """The first number of dockerd's version, None where there is no dockerd that says one."""
    dockerd = host.find("dockerd")
    said = re.search(r"version (\d{1,4})\.", host.run([dockerd, "--version"]).out) if dockerd else None
    return int(said.group(1)) if said else None


def _in_force(host, account):
    """What the daemon itself says of its store, {} where it says nothing."""
    try:
        told = host.get(runtime_dir(account) + "/docker.sock", "/info")
    except Unanswered:
        return {}
    driver, status = (told.get("Driver"), told.get("DriverStatus")) if isinstance(told, dict) else (None, None)
    if not isinstance(driver, str) or not re.match("[a-z0-9-]{1,40}$", driver):
        return {}
    return {"kind": "containerd" if "io.containerd.snapshotter" in str(status) else "graphdriver", "driver": driver}
