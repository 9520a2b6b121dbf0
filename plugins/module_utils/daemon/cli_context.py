# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The context `rootless` of an account's docker CLI. Everything here runs as the account.

A current context that somebody chose stays the current one; DOCKER_HOST, where it is set, wins over any context anyway.
"""

import hashlib
import os

from .config import parse_config
from ..machine.host import Unanswered, runtime_dir
from ..session.user_manager import do

NAME = "rootless"
NOTHING = {"make": None, "use": False}


def endpoint(account):
    return "unix://%s/docker.sock" % runtime_dir(account)


def config_path(home):
    return os.path.join(home, ".docker/config.json")


def look(host, account, soon=False):
    """{"make": "create" | "update" | None, "use": whether it becomes the current one}; all quiet where there is no docker CLI.

    With `soon` (check mode) a CLI that is not there counts as one that an earlier task would have installed.
    Raises Unanswered, a sentence, where config.json or the context's file cannot be read.
    """
    if not host.find("docker") and not soon:
        return dict(NOTHING)
    found = _endpoint_now(host, account)
    make = "create" if found is None else None if found == endpoint(account) else "update"
    return {"make": make, "use": _current(host, account) in (None, "", "default")}


def leads_here(host, account):
    """Whether the context `rootless` is there and leads to this account's own daemon."""
    return _endpoint_now(host, account) == endpoint(account)


def _endpoint_now(host, account):
    folder = hashlib.sha256(NAME.encode("ascii")).hexdigest()
    path = os.path.join(account.home, ".docker/contexts/meta", folder, "meta.json")
    found = _parsed(host, path)
    if found is None:
        return None
    try:
        return found["Endpoints"]["docker"]["Host"] or ""
    except (KeyError, TypeError):
        return ""


def _current(host, account):
    return (_parsed(host, config_path(account.home)) or {}).get("currentContext")


def _parsed(host, path):
    text = host.read(path)
    if text is None:
        return None
    try:
        return parse_config(text)
    except ValueError as error:
        raise Unanswered("%s %s" % (path, error))


def settle(host, account, state):
    """Do what look said; what was done, a sentence each."""
    did = []
    if state["make"]:
        do(host, ["docker", "context", state["make"], NAME, "--docker", "host=" + endpoint(account)])
        did.append("the CLI context %s of %s leads to %s" % (NAME, account.name, endpoint(account)))
    if state["use"]:
        do(host, ["docker", "context", "use", NAME])
        did.append("the CLI of %s uses the context %s" % (account.name, NAME))
    return did
