# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a new data root would leave behind: images, containers and volumes that the daemon would no longer see. Asked as the account."""

import os

from ..daemon import files as daemon_files, config as daemon_json
from ..machine.host import Unanswered, runtime_dir
from ..data.texts import sentence

KEY = "data-root"


def behind(host, account, wish):
    """'3 images and 1 container in /home/alice/.local/share/docker' that a wished data root would leave behind, or None.

    A wished data root that has images itself is where somebody has moved them to.
    """
    wished, now = daemon_json.wished_root(wish), now_in(host, account)
    if not wished or os.path.normpath(wished) == os.path.normpath(now) or _contents(host, wished):
        return None
    held = _contents(host, now)
    return sentence("%s in %s" % (" and ".join(held), now)) if held else None


def unseen(host, account):
    """The same of the data root that a daemon chooses by itself, where daemon.json names another one: nobody sees what lies there."""
    chosen, now = default(account), now_in(host, account)
    held = _contents(host, chosen) if os.path.normpath(chosen) != os.path.normpath(now) else []
    return sentence("%s in %s, and its daemon uses %s" % (" and ".join(held), chosen, now)) if held else None


def default(account):
    return os.path.join(account.home, ".local/share/docker")


def where_it_is(wish):
    """The wish without its data root."""
    return dict(wish, data_root=None, daemon_options={key: value for key, value in (wish.get("daemon_options") or {}).items() if key != KEY})


def now_in(host, account):
    """The data root that daemon.json names, else the one that a daemon chooses."""
    try:
        root = daemon_json.parse_config(host.read(daemon_files.config_path(account.home))).get(KEY)
    except (Unanswered, ValueError):
        root = None
    return root if isinstance(root, str) and root.startswith("/") else default(account)


def through_link(host, account):
    """The data root of a daemon that was started before it was there, where a link leads to it: it still says so itself. None otherwise."""
    said = host.get(runtime_dir(account) + "/docker.sock", "/info")
    root = said.get("DockerRootDir") if isinstance(said, dict) else None
    return sentence(root) if isinstance(root, str) and root.startswith("/") and host.resolved(root) != os.path.normpath(root) else None


def _contents(host, root):
    """['3 images', '1 container'] of a data root, as many as can be counted; [] is one that nobody would miss."""
    drivers = ["%s/image/%s/imagedb/content/sha256" % (root, driver) for driver in _names(host, root + "/image")]
    counts = (
        (sum(len(_names(host, folder)) for folder in drivers), "image"),
        (len(_names(host, root + "/containerd/daemon/io.containerd.content.v1.content/blobs/sha256")), "blob"),
        (len(_names(host, root + "/containers")), "container"),
        (len([name for name in _names(host, root + "/volumes") if name not in ("metadata.db", "backingFsBlockDev")]), "volume"),
    )
    return ["%d %s%s" % (count, what, "s" * (count != 1)) for count, what in counts if count]


def _names(host, folder):
    try:
        return host.list(folder)
    except Unanswered:      # closed to the account: no data root of its
        return []
