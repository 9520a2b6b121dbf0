# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one host costs, in ratios that can be compared within one run only.

    make bench                  1, 10 and 50 healthy users;  USERS="1 10" make bench for others

The host is a disposable system container. `gather_facts` is a play that does nothing else, run in turns with site and doctor.
"""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import subprocess
import tempfile

from measured import measured

ROOT = pathlib.Path(__file__).parents[3]
TURNS = 5
GATHER = [{"hosts": "all", "gather_facts": True, "become": True, "tasks": []}]
ROW = "{:>6}  {:<14} {:>7} {:>8} {:>14} {:>14}"


def main():
    name = f"{os.environ['RIG_PREFIX']}bench"
    rig = [str(ROOT / "tests" / "rig" / "host")]
    subprocess.run([*rig, "up", name, "trixie-engine"], check=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            table(name, pathlib.Path(folder), [int(word) for word in os.environ.get("USERS", "1 10 50").split()])
    finally:
        subprocess.run([*rig, "down", name], check=True)


def table(name, folder, sizes):
    gather = folder / "gather.yml"
    gather.write_text(json.dumps(GATHER), encoding="utf-8")
    print(ROW.format("users", "play", "CPU s", "wall s", "/ gather_facts", "/ first row's"))
    first = {}
    for size in sizes:
        inventory = folder / f"{size}.json"
        inventory.write_text(json.dumps({"rootless_docker": {"hosts": {"bench": {
            "ansible_host": name, "ansible_connection": "containers.podman.podman", "ansible_python_interpreter": "/usr/bin/python3",
            "rootless_docker_users": [{"name": f"u{number:02d}", "create": True} for number in range(1, size + 1)]}}}}), encoding="utf-8")
        dummy, wall, dummy = measured("ansible-playbook", "-i", str(inventory), "rootless.docker.site", fails=False)
        print(ROW.format(size, "site, at first", "", f"{wall:.1f}", "", ""), flush=True)
        plays = {"gather_facts": str(gather), "site": "rootless.docker.site", "doctor": "rootless.docker.doctor"}
        turns = [{play: measured("ansible-playbook", "-i", str(inventory), path, fails=False) for play, path in plays.items()} for dummy in range(TURNS)]
        for play in plays:
            cpu, wall = (statistics.median(turn[play][index] for turn in turns) for index in (0, 1))
            ratio = statistics.median(turn[play][1] / turn["gather_facts"][1] for turn in turns)
            first.setdefault(play, wall)
            print(ROW.format(size, play, f"{cpu:.1f}", f"{wall:.1f}", f"{ratio:.2f}", f"{wall / first[play]:.2f}"), flush=True)


if __name__ == "__main__":
    main()
