# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine made of one small data file, with the methods of module_utils/machine/host.py.

    {"files": {"/etc/subuid": "alice:100000:65536\\n"},           a text, in which $NOW is the time, or {"unanswered": "reason"}
     "stats": {"/dev/fuse": {"kind": "char", "mode": "666"}},      what is not said is a file of root's, 0644
     "commands": {"loginctl show-user alice": [0, "Linger=yes\\n", ""]},   not named = the program is not there (127)
     "not_executable": ["/usr/bin/newuidmap"],                     # what `find` passes over
     "resolved": {"/home/alice/.docker": "/srv/alice/.docker"},    where links lead, not named = no link is on the way
     "gets": {"/run/user/1000/docker.sock /version": {"Version": "26.1.5"}},
     "capabilities": {"/usr/bin/newuidmap": 128},                  bits of its file capabilities, not named = 0
     "listeners": {"/run/user/1000/docker.sock": {"pid": 317, "cgroup": "/user.slice/..."}},      not said = dockerd 317 in docker.service
     "unread": ["/home/alice/.config/docker/daemon.json"],         files that were written after any process began
     "processes": {"317": {"program": ["/usr/sbin/dockerd", "old"], "variables": {}, "lineage": [[317, "dockerd"]]}},
     "builds": {"/usr/sbin/dockerd": "new"},                       not named = "same", as of every program that runs; "" = it is gone
     "accounts": {"alice": [1000, 1000, "/home/alice", "/bin/bash"]},      or {"unanswered": "reason"} where NSS does not say
     "barred": ["alice"]}                                          accounts that only root may become, and this is not root
"""

import os
import time

from ansible_collections.rootless.docker.plugins.module_utils.machine import host as real

PLAIN = {"kind": "file", "mode": 0o644, "uid": 0, "gid": 0, "size": 1, "device": [0, 0], "target": None}


class FakeHost:
    path = real.PATH
    own_session = True

    def __init__(self, case):
        files = {path: text.replace("$NOW", "%d" % time.time()) if isinstance(text, str) else text for path, text in case.get("files", {}).items()}
        self.files = dict({"/proc/self/mountinfo": "27 1 8:1 / / rw - ext4 /dev/sda1 rw\n"}, **files)
        self.stats = dict(case.get("stats", {}))
        self.commands = case.get("commands", {})
        self.gets, self.links = case.get("gets", {}), case.get("resolved", {})
        self.accounts = case.get("accounts", {})
        self.barred = case.get("barred", [])
        self.masks = case.get("capabilities", {})
        self.listeners, self.unread = case.get("listeners", {}), case.get("unread", [])
        self.processes, self.builds = case.get("processes", {}), case.get("builds", {})
        self.written, self.removed, self.folders_removed, self.ran, self.over = {}, [], [], [], []
        self.closed = case.get("not_executable", [])

    def stat(self, path, follow=False):
        given = self.stats.get(path, {} if path in self.files else None)
        if given is None:
            inside = any(name.startswith(path.rstrip("/") + "/") for name in list(self.files) + list(self.stats))
            return dict(PLAIN, kind="dir", mode=0o755) if inside else None
        if "unanswered" in given:
            raise real.Unanswered(given["unanswered"])
        found = dict(PLAIN, **given)
        if follow and found["kind"] == "link":
            return self.stat(os.path.normpath(os.path.join(os.path.dirname(path), found["target"] or "")), True)
        if isinstance(found["mode"], str):
            found["mode"] = int(found["mode"], 8)
        return found

    def list(self, path):
        start = path.rstrip("/") + "/"
        if "unanswered" in (self.stats.get(path) or {}):
            raise real.Unanswered(self.stats[path]["unanswered"])
        names = [name[len(start):].split("/")[0] for name in list(self.files) + list(self.stats) if name.startswith(start)]
        return sorted(set(names))

    def read(self, path, limit=real.LIMIT):
        text = self.files.get(path)
        if isinstance(text, dict):
            raise real.Unanswered(text["unanswered"])
        kind = (self.stats.get(path) or {}).get("kind", "file")
        if kind != "file":
            raise real.Unanswered("%s: %s" % (path, "is a link" if kind == "link" else "not a regular file"))
        return text

    read_system = read

    def lines(self, path, limit, longest):
        return (self.read(path) or "").split("\n")

    def resolved(self, path):
        return self.links.get(path, path)

    def capabilities(self, path):
        return self.masks.get(path, 0)

    def find(self, program, path=None):
        for folder in (path or self.path).split(":"):
            found = os.path.join(folder, program)
            if (found in self.files or found in self.stats) and found not in self.closed:
                return found
        return None

    account = real.Host.account

    def look_up(self, names, seconds=10):
        return {name: self._found(name) for name in names}

    def _found(self, name):
        given = self.accounts.get(name)
        if isinstance(given, dict):
            return real.Unanswered(given["unanswered"])
        return given and real.Account(name, *given)

    def may_become(self, account):
        return account.name not in self.barred

    def run(self, argv, seconds=10, env=None, stdin=""):
        line = " ".join(argv)
        self.ran.append(line)
        answer = self.commands.get(line, [127, "", "%s: No such file or directory" % argv[0]])
        if isinstance(answer, dict):
            raise real.Late(answer["unanswered"])
        return real.Result(*answer)

    def get(self, path, url, seconds=5):
        answer = self.gets.get("%s %s" % (path, url), {"unanswered": "%s: no such socket" % path})
        if isinstance(answer, dict) and "unanswered" in answer:
            raise real.Unanswered(answer["unanswered"])
        return answer

    def listener(self, path):
        given = self.listeners.get(path, {} if any(name.startswith(path + " ") for name in self.gets) else {"unanswered": "no such socket"})
        if "unanswered" in given:
            raise real.Unanswered(given["unanswered"])
        uid = path.split("/")[3]
        return dict({"pid": 317, "cgroup": "/user.slice/user-%s.slice/user@%s.service/app.slice/docker.service" % (uid, uid)}, **given)

    def written_since(self, path, pid):
        return path in self.unread and path in self.files

    def process(self, pid, key, default):
        given = self.processes.get(str(pid), {})
        if "unanswered" in given:
            raise real.Unanswered(given["unanswered"])
        return given.get(key, default)

    def lineage(self, pid):
        return [tuple(one) for one in self.process(pid, "lineage", [[pid, "dockerd"]])]

    def program(self, pid):
        return tuple(self.process(pid, "program", ["/usr/sbin/dockerd", "same"]))

    def variable(self, pid, name):
        return self.process(pid, "variables", {}).get(name)

    def build(self, path):
        return self.builds.get(path, "same") or None

    def ended(self, pid):
        return pid in self.over

    def end(self, pid):
        self.ran.append("end %d" % pid)
        self.over.append(pid)

    def write(self, path, text, mode=0o644, within="/"):
        self.read(path)
        self.files[path] = self.written[path] = text

    def remove(self, path, within="/"):
        self.removed.append(path)
        self.files.pop(path, None)
        self.stats.pop(path, None)

    def remove_folder(self, path, within="/"):
        self.folders_removed.append(path)

    def as_account(self, account, function, seconds=20):
        return function(self)

    def as_accounts(self, questions, seconds=20, accept=None):
        return [self._answer(function, accept) for dummy, function in questions]

    def aside(self, questions, seconds=20):
        return [self._answer(function, None) for dummy, function in questions]

    def _answer(self, function, accept):
        try:
            answer = function(self)
        except real.Unanswered as error:
            return error
        try:
            return accept(answer) if accept else answer
        except ValueError as error:
            return real.Unanswered(error)
