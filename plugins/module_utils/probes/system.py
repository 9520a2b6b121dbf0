# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


def probe(host):
    """Which machine is this, as far as names and its init go?

    {
        "init": "systemd",                  # what runs as PID 1: /proc/1/comm
        "distribution": {
            "id": "debian",                 # os-release ID
            "like": ["debian"],             # os-release ID_LIKE
            "release": "13",                # os-release VERSION_ID, text: Arch has none, sid has none
        },
        "barred": ["alice"],                # wanted accounts that this run may not ask, since it is not root; the runner knows them
    }
    """
    names = _os_release(host.read_system("/etc/os-release") or "")
    return {
        "init": (host.read("/proc/1/comm") or "").strip() or None,
        "distribution": {
            "id": names.get("ID"), "like": names.get("ID_LIKE", "").split(), "release": names.get("VERSION_ID"),
        },
        "barred": [],
    }


def _os_release(text):
    pairs = [line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return {key.strip(): value.strip().strip("\"'") for key, dummy, value in pairs}
