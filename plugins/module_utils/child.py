# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A child process that becomes an account, runs one function as it, and sends its answer through a pipe."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import os
import time
import traceback

from .account import LIMIT, Unanswered, environment
from .dialogue import kill_group


class Child(object):
    """One forked child that became an account, and the pipe on which its answer comes."""

    def __init__(self, host, account, function, seconds):
        self.account, self.seconds, self.deadline = account, seconds, time.time() + seconds
        self.data, self.late = b"", False
        self.pipe, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _become_and_answer(host, account, function, writing)
        os.close(writing)

    def done(self, ready):
        if ready:
            chunk = os.read(self.pipe, 65536)
            self.data += chunk
            if not chunk or len(self.data) > LIMIT:
                return True
        self.late = time.time() > self.deadline
        return self.late

    def answer(self):
        os.close(self.pipe)
        kill_group(self.pid)
        self._bury()
        if self.late:
            return Unanswered("asking as %s took longer than %s s" % (self.account.name, self.seconds))
        if len(self.data) > LIMIT:
            return Unanswered("asking as %s gave more than %d bytes" % (self.account.name, LIMIT))
        try:
            reply = json.loads(self.data.decode("utf-8"))
        except ValueError:
            return Unanswered("asking as %s gave no answer" % self.account.name)
        return Unanswered(reply["unanswered"]) if "unanswered" in reply else reply["answer"]

    def _bury(self):
        """A file system that never answers holds a process beyond SIGKILL, and an account can mount one: never wait for long."""
        patience = time.time() + 1
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0 and time.time() < patience:
            time.sleep(0.005)


def _become_and_answer(host, account, function, writing):
    """The child's whole life; it never returns. Refuses uid 0: then nothing would be dropped."""
    try:
        os.setsid()
        if os.geteuid() == 0:
            if account.uid == 0:
                raise Unanswered("%s is the superuser" % account.name)
            os.initgroups(account.name, account.gid)
            os.setgid(account.gid)
            os.setuid(account.uid)
        elif os.geteuid() != account.uid:
            raise Unanswered("asking as %s needs root" % account.name)
        os.umask(0o077)
        os.environ.clear()
        os.environ.update(environment(account))
        os.chdir("/")
        _close_all_but(writing)
        host.own_session = False
        reply = {"answer": function(host)}
    except Unanswered as error:
        reply = {"unanswered": str(error)}
    except BaseException:
        reply = {"unanswered": "asking as %s crashed: %s" % (account.name, traceback.format_exc(limit=-3))}
    try:
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(reply).encode("utf-8"))
    finally:
        os._exit(0)


def _close_all_but(kept):
    """stdin, stdout and stderr become /dev/null; what root had open is no business of the account's."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != kept:
            try:
                os.close(int(name))
            except OSError:
                pass
