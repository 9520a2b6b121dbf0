# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates accounts with useradd, one run of this collection at a time, and never half.

useradd asks whether a name is taken before it locks anything: two at once give one account two uids, and the home belongs to
the one that lost. So asking and creating happen under a lock of ours. What a killed run left undone is known by a mark.
"""

import errno
import fcntl
import os
import re
import time

from . import creation_mark
from ..machine import trusted_path
from ..wishes.converters import shown
from .creation_mark import MARK
from ..machine.host import Unanswered
from ..session.user_manager import one_line
from ..wishes.rules import name_fault

LOCK = "/run/rootless-docker.lock"
SHELL = "/bin/bash"
TAKEN = 9           # useradd's status where somebody else made the account since we looked
LOST = ("'%(name)s' exists, and its home %(home)s is not a directory of its own: the account was not touched "
        "(mkhomedir_helper %(name)s makes one that is missing)")


class HostLock:
    """with HostLock(): no other run on this host is in here. Unanswered where that took too long."""

    def __init__(self, path=LOCK, seconds=60):
        self.path, self.seconds, self.handle = path, seconds, None

    def __enter__(self):
        deadline = time.time() + self.seconds
        try:
            self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            while not self._taken():
                if time.time() > deadline:
                    self.__exit__()
                    raise Unanswered("another run has been creating accounts on this host for more than %d s (%s)" % (self.seconds, self.path))
                time.sleep(0.1)
        except OSError as error:
            self.__exit__()
            raise Unanswered("%s: %s" % (self.path, os.strerror(error.errno)))
        return self

    def _taken(self):
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            return False
        return True

    def __exit__(self, *dummy):
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None


def create(host, names, check=False, lock=HostLock):
    """{"changed", "accounts": {name: {"changed", "uid", "home", "error"}}, "diff": [...]} of the module local_accounts."""
    accounts = {}
    try:
        if check:
            accounts = {name: _account(host, name, check) for name in names}
        else:
            with lock():
                _settle(host)
                accounts = {name: _account(host, name, check) for name in names}
    except Unanswered as error:
        accounts = {name: accounts.get(name) or _reply(error=str(error)) for name in names}
    diff = [_diff(name, reply) for name, reply in accounts.items() if reply["changed"]]
    return {"changed": bool(diff), "accounts": accounts, "diff": diff}


def _reply(**said):
    return dict({"changed": False, "uid": None, "home": None, "error": None}, **said)


def _diff(name, reply):
    return {"before_header": "account " + name, "before": "", "after_header": "account " + name, "after": "home: %s\nshell: %s\n" % (reply["home"], SHELL)}


def _account(host, name, check):
    try:
        found = host.account(name)
        fault = None if found else name_fault(name, create=True)
        if fault:
            raise Unanswered("%s %s" % (shown(name), fault))
        undone = creation_mark.marked(host) == name
        if found and not (undone and _is_half(host, found)):
            return _there(host, found)
        home = os.path.join(_base(host), name)
        if found and found.home != home:
            return _there(host, found)
        _refuse_home(host, home, undone)
        if check:
            return _reply(changed=True, home=home)
        if undone:
            _take_back(host, name, home, found)
        return _made(host, name)
    except Unanswered as error:
        return _reply(error=str(error))


def _settle(host):
    """A mark whose account is whole, or has been used since, counts for nothing any more; whoever it names."""
    name = creation_mark.marked(host)
    try:
        found = host.account(name) if name else None
        if found and not _is_half(host, found):
            host.remove(MARK)
    except Unanswered:      # it stays, and takes nothing back while that cannot be answered
        pass


def _is_half(host, account):
    """Whether an account that is marked is what a killed run left: without a home, and never used."""
    return account.uid != 0 and not _has_home(host, account) and creation_mark.why_kept(host, account) is None


def _there(host, account):
    if account.uid == 0:
        raise Unanswered("'%s' is the superuser (uid 0), rootless Docker is for other accounts" % account.name)
    lost = not _has_home(host, account)
    return _reply(uid=account.uid, home=account.home, error=LOST % {"name": account.name, "home": account.home} if lost else None)


def _base(host):
    """Where useradd puts homes; refused where somebody else could put a link."""
    said = host.run(["useradd", "-D"])
    if said.rc != 0:
        raise Unanswered("useradd -D: %s" % (one_line(said.err) or "status %d" % said.rc))
    found = re.search("^HOME=(/.*)$", said.out, re.MULTILINE)
    base = found.group(1) if found else "/home"
    fault = trusted_path.follow(host, base)[1]
    if fault:
        raise Unanswered("no home can be made below %s: %s" % (base, fault))
    return base


def _has_home(host, account):
    """Asked as the account: a home may lie on a file server that answers nobody, or not root."""
    found = host.as_account(account, lambda inner: inner.stat(account.home, follow=True))
    return bool(found) and found["kind"] == "dir" and found["uid"] == account.uid


def _refuse_home(host, home, undone):
    """useradd leaves a home that is there to whom it belongs."""
    found = host.stat(home)
    if found and not (undone and creation_mark.is_left(host, home)):
        raise Unanswered(
            "%s is there already (a %s of uid %d), so the account was not created: move it away, or create the account by hand and give the home to it "
            "(useradd --no-create-home --shell %s %s)" % (home, found["kind"], found["uid"], SHELL, os.path.basename(home)))


def _made(host, name):
    # Without a group of its own where one of that name is there: it may be a powerful one.
    group = ["--no-user-group"] if host.run(["getent", "group", name]).rc == 0 else []
    creation_mark.leave(host, name)
    made = host.run(["useradd", "--create-home", "--shell", SHELL] + group + ["--", name], seconds=60)
    # What was killed, or failed with the account half made, keeps its mark for the next run.
    if made.rc in (0, TAKEN) or (made.rc > 0 and host.account(name) is None):
        host.remove(MARK)
    if made.rc != 0:
        raise Unanswered("useradd %s: %s" % (name, one_line(made.err) or "status %d" % made.rc))
    found = host.account(name)
    if found is None or not _has_home(host, found):
        raise Unanswered("useradd %s said that all went well, and %s" % (
            name, "there is no such account" if found is None else "%s is not a folder of its own" % found.home))
    return _reply(changed=True, uid=found.uid, home=found.home)


def _take_back(host, name, home, found):
    """A run was killed while useradd worked: nobody ever had this account, and its home was never given to it."""
    steps = ([["rmdir", home]] if host.stat(home) else []) + ([["userdel", name]] if found else [])
    for argv in steps:
        gone = host.run(argv, seconds=60)
        if gone.rc != 0:
            raise Unanswered("the creation of '%s' was interrupted; %s: %s" % (name, " ".join(argv), one_line(gone.err) or "status %d" % gone.rc))
