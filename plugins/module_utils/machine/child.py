# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Child processes that answer one question each, side by side, by a deadline, through a pipe; most of them become an account first.

What comes through the pipe is not believed: an account can stop or kill what runs as it, and on a host with fs.suid_dumpable=1 trace it.
So an answer has a size, is data of bounded depth with valid texts, and is what `accept` makes of it, or Unanswered stands in its place.
"""

import collections
import json
import os
import select
import time

from .account import LIMIT, Unanswered, environment
from .dialogue import kill_group
from ..data.texts import from_json, of_crash

WORKERS = 8          # children that run side by side
PATIENCE = 0.25      # of its time, after which a child does not count among them: whoever stalls must not keep the others waiting

# what: the words for a sentence, "asking as alice"; account: whom the child becomes, None to stay who we are; function(host): JSON data.
Question = collections.namedtuple("Question", "what account function")


def side_by_side(host, questions, seconds, accept):
    """The answers to a list of Question, each what accept(answer) returns (ValueError refuses it); an Unanswered stands for what did not come.

    Where n of them stall for all of their time, it takes about (n / WORKERS * PATIENCE + 1) * seconds.
    """
    answers, waiting, running = [None] * len(questions), list(enumerate(questions)), {}
    try:
        while waiting or running:
            while waiting and sum(child.is_fresh() for dummy, child in running.values()) < WORKERS:
                index, question = waiting.pop(0)
                answers[index] = _begin(host, question, seconds, index, running)
            ready = _readable(running)
            for pipe in list(running):
                index, child = running[pipe]
                if child.done(pipe in ready):
                    del running[pipe]
                    answers[index] = child.answer(accept)
    finally:
        for dummy, child in running.values():
            child.end()
    return answers


def _begin(host, question, seconds, index, running):
    try:
        child = Child(host, question, seconds)
    except OSError as error:        # no process or no descriptor is left: that costs this question, not the run
        return Unanswered("%s could not begin: %s" % (question.what, os.strerror(error.errno)))
    running[child.pipe] = (index, child)
    return None


def _readable(pipes):
    poll = select.poll()        # select.select knows no descriptor from 1024 on
    for pipe in pipes:
        poll.register(pipe, select.POLLIN)
    return [pipe for pipe, dummy in poll.poll(200 if pipes else 0)]


class Child:
    """One forked child, and the pipe on which its answer comes. OSError where none can be made."""

    def __init__(self, host, question, seconds):
        self.what, self.seconds, self.began = question.what, seconds, time.monotonic()
        self.data, self.late = b"", False
        self.pipe, writing = os.pipe()
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _live(host, question, writing)
        except OSError:
            os.close(self.pipe)
            raise
        finally:
            os.close(writing)

    def age(self):
        return time.monotonic() - self.began

    def is_fresh(self):
        return self.age() < self.seconds * PATIENCE

    def done(self, ready):
        if ready:
            chunk = os.read(self.pipe, 65536)
            self.data += chunk
            if not chunk or len(self.data) > LIMIT:
                return True
        self.late = self.age() > self.seconds
        return self.late

    def answer(self, accept):
        self.end()
        if self.late:
            return Unanswered("%s took longer than %s s" % (self.what, self.seconds))
        if len(self.data) > LIMIT:
            return Unanswered("%s gave more than %d bytes" % (self.what, LIMIT))
        if not self.data:
            return Unanswered("%s gave no answer" % self.what)
        try:
            reply = from_json(self.data.decode("utf-8"))
            if not isinstance(reply, dict) or set(reply) not in ({"answer"}, {"unanswered"}):
                raise ValueError("a reply of another shape")
            return Unanswered(reply["unanswered"]) if "unanswered" in reply else accept(reply["answer"])
        except Exception as error:      # of accept too: it looks at what may have been forged, and one account must not end the run
            return Unanswered("%s gave no answer that can be used: %s" % (self.what, error if isinstance(error, ValueError) else of_crash(error)))

    def end(self):
        """Its whole process group goes. Until it is waited for its pid is its own, so nobody else can be hit."""
        os.close(self.pipe)
        kill_group(self.pid)
        self._bury()

    def _bury(self):
        """A file system that never answers holds a process beyond SIGKILL, and an account can mount one: never wait for long."""
        patience = time.monotonic() + 1
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0 and time.monotonic() < patience:
            time.sleep(0.005)


def _live(host, question, writing):
    """The child's whole life; it never returns."""
    try:
        reply = _reply(host, question, writing)
        with os.fdopen(writing, "wb") as stream:
            stream.write(reply.encode("ascii"))
    finally:
        os._exit(0)


def _reply(host, question, writing):
    try:
        os.setsid()
        _close_all_but(writing)
        os.chdir("/")
        if question.account is not None:
            _become(question.account)
        host.own_session = False
        return json.dumps({"answer": question.function(host)})
    except Unanswered as error:
        return json.dumps({"unanswered": str(error)})
    except BaseException as error:
        return json.dumps({"unanswered": "%s crashed: %s" % (question.what, of_crash(error))})


def _become(account):
    """Refuses uid 0: then nothing would be dropped. initgroups asks NSS, so it too runs within the deadline."""
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
