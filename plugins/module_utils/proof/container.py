# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a container as an account and looks at its map of user ids: the one proof that a rootless daemon works."""

import os
import re

from . import image as proof_image
from ..wishes.credentials import without
from ..machine.host import Unanswered, runtime_dir, why_not
from ..machine.journal import CONTROL, WIDTH
from .scratch import PREFIX, Scratch, remove_left_overs
from ..data.shapes import fitting

CLEANING = 20       # seconds for each thing that is taken away, and for another proof to end
REPLY = {"changed": False, "ran": True, "uid_map": "0 1000 1, 1 100000 65536", "error": "why not", "note": "more"}
HINT = re.compile(r"^(Run '.*--help'|See '.*--help'|time=.*level=warning|WARNING:)")


def prove(host, names, image, seconds):
    """{name: {"ran", "uid_map", "error", ...}} for accounts, side by side; never raises."""
    there = host.look_up(names)
    proofs = {name: _failed(why_not(name, there[name])) for name in names}
    asked = [name for name in names if not proofs[name]["error"]]
    # waiting, making the image, running it and taking everything away have their own deadlines: this one is for a child that hangs itself
    answers = host.as_accounts([(there[name], _question(there[name], image, seconds)) for name in asked], 2 * seconds + 6 * CLEANING, fitting(REPLY))
    for name, answer in zip(asked, answers):
        proofs[name] = _failed(str(answer)) if isinstance(answer, Unanswered) else answer
        if not proofs[name]["ran"]:
            proofs[name]["error"] = proofs[name]["error"] or "what it answered is not a proof"
    return proofs


def skipped(names):
    """What check mode answers."""
    note = "check mode: no container was run"
    return {name: dict(_failed(None), note=note) for name in names}


def _failed(error):
    return {"changed": False, "ran": False, "uid_map": None, "error": error, "note": None}


def _question(account, image, seconds):
    def ask(host):
        with Scratch(runtime_dir(account), CLEANING) as folder:
            client = Client(host, account, folder, seconds)
            remove_left_overs(client)
            return run(host, account, client, image, folder)

    return ask


class Client:
    """The docker CLI against this account's own socket, with nothing of the account's configuration."""

    def __init__(self, host, account, folder, seconds):
        self.host, self.seconds = host, seconds
        self.start = [host.find("docker"), "-H", "unix://%s/docker.sock" % runtime_dir(account)]
        self.env = {"DOCKER_CONFIG": folder}
        if self.start[0] is None:
            raise Unanswered("there is no docker command on this host: install Docker's command line client")

    def ask(self, *words, **options):
        return self.host.run(self.start + list(words), options.get("seconds", self.seconds), self.env)

    def do(self, *words):
        """The output; Unanswered with the client's last telling line where it failed."""
        try:
            answer = self.ask(*words)
        except Unanswered:
            raise Unanswered("docker %s: no answer within %d s" % (words[0], self.seconds))
        if answer.rc != 0:
            raise Unanswered("docker %s: %s" % (words[0], last_line(answer.err) or last_line(answer.out) or "exit status %d" % answer.rc))
        return answer.out

    def clean(self, *words):
        """Did the daemon answer? If it did not, there is no use in asking for more; what matters was said before."""
        try:
            self.ask(*words, seconds=CLEANING)
        except Unanswered:
            return False
        return True


def last_line(text):
    """The last line that is no hint, without control characters and credentials; a long one keeps both its ends."""
    lines = [line.strip() for line in text.splitlines()]
    line = next((line for line in reversed(lines) if line and not HINT.match(line)), "")
    if len(line) > 8 * WIDTH:       # cut between words, so that no half of a password is left
        line = line[:4 * WIDTH].rpartition(" ")[0] + " ... " + line[-4 * WIDTH:].partition(" ")[2]
    line = re.sub("^docker: ", "", without(CONTROL.sub("", line)))
    return line if len(line) <= WIDTH else line[:WIDTH // 2] + " ... " + line[-WIDTH // 2:]


def run(host, account, client, image, folder, build=proof_image.build):
    """The proof of one account; whatever was made is taken away again, an image that was there before stays."""
    name = PREFIX + re.sub("[^a-z0-9]", "x", os.path.basename(folder)[len(PREFIX):])
    if image is None:
        options, made = ["--pull", "never"], name + ":latest"
        archive = os.path.join(folder, "image.tar")
        command = build(host, archive)
    else:
        options, made = ["--entrypoint", "cat"], None if client.ask("image", "inspect", image).rc == 0 else image
        command = [proof_image.MAP]
    try:
        if image is None:
            client.do("import", archive, made)
        return judged(client.do("run", "--rm", "--name", name, *(options + [image or made] + command)), account)
    finally:
        if client.clean("rm", "-f", name) and made:
            client.clean("rmi", made)


def judged(printed, account):
    """A container ran; is uid 0 in it the account outside? That is what rootless means."""
    rows = [line.split() for line in printed.splitlines() if re.match(r"^\s*\d+\s+\d+\s+\d+\s*$", line)][:350]
    shown = ", ".join(" ".join(row) for row in rows)
    error = None
    if not rows:
        error = "a container ran, but printed no map of user ids: '%s'" % last_line(printed)
    elif rows[0][:2] != ["0", str(account.uid)]:
        error = "a container ran, but not rootless: its user 0 is user %s outside, not '%s' (%d)" % (rows[0][1], account.name, account.uid)
    return {"changed": False, "ran": True, "uid_map": shown or None, "error": error, "note": None}
