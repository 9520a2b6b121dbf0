# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet costs its control node, in figures that can be compared within one run only.

    make bench-fleet            1, 50, 200 and 1,000 hosts;  HOSTS="50 200" make bench-fleet for others

All hosts are this machine, with an interpreter that answers every module with one recorded reply (of the healthy host of the unit tests): nothing
but the control node works. `command` is a play of one command task, site and doctor are the playbooks, `a tenth ill` is site where every
tenth host has an account that does not linger and stays so.
"""

from __future__ import annotations

import json
import os
import pathlib
import tempfile

from measured import measured
from probe_cases import well_host

COMMAND = [{"hosts": "all", "gather_facts": False, "tasks": [{"ansible.builtin.command": "true"}]}]
ROW = "{:>6}  {:<18} {:>7} {:>10} {:>7} {:>5} {:>6}"


def main():
    sizes = [int(word) for word in os.environ.get("HOSTS", "1 50 200 1000").split()]
    print(ROW.format("hosts", "play", "CPU s", "ms a host", "wall s", "MB", "times"))
    with tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(pathlib.Path(folder))
        for size in sizes:
            base = None
            for name, arguments in fleet.plays(size).items():
                cpu, wall, memory = measured("ansible-playbook", *arguments)
                base = base or cpu
                print(ROW.format(size, name, f"{cpu:.1f}", f"{1000 * cpu / size:.0f}", f"{wall:.1f}", memory, f"{cpu / base:.2f}"), flush=True)


class Fleet:
    """Inventories, playbooks and replies in one folder."""

    def __init__(self, folder):
        self.folder = folder
        well, ill = well_host(), well_host()
        ill["accounts"]["alice"]["session"]["linger"] = False
        self.well, self.ill = self._interpreter("well", well), self._interpreter("ill", ill)
        self.command = self._file("command.yml", json.dumps(COMMAND))

    def plays(self, size):
        well, tenth = self._inventory(f"well-{size}", size, size + 1), self._inventory(f"tenth-{size}", size, 10)
        return {"command": ["-i", well, self.command], "site": ["-i", well, "rootless.docker.site"], "doctor": ["-i", well, "rootless.docker.doctor"],
                "site, a tenth ill": ["-i", tenth, "rootless.docker.site"]}

    def _interpreter(self, name, facts):
        reply = self._file(f"{name}.json", json.dumps({"changed": False, "rc": 0, "stdout": "", "ansible_facts": {"rootless_docker": facts}}))
        path = self._file(name, f"#!/bin/sh\nexec cat {reply}\n")
        os.chmod(path, 0o755)
        return path

    def _inventory(self, name, size, every):
        hosts = {f"h{number:04d}": {"ansible_python_interpreter": self.ill if number % every == every - 1 else self.well} for number in range(size)}
        return self._file(f"{name}.json", json.dumps({"rootless_docker": {"hosts": hosts, "vars": {
            "ansible_connection": "local", "ansible_become": False, "rootless_docker_users": ["alice", "bob"]}}}))

    def _file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


if __name__ == "__main__":
    main()
