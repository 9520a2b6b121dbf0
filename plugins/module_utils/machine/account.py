# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account is, the environment in which it is asked, and what stands for an answer that did not come."""

import collections

from ..data.texts import printable, sentence

LIMIT = 1 << 20      # bytes: nothing we have a use for is larger, and an account must not fill our memory
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

Account = collections.namedtuple("Account", "name uid gid home shell")


class Unanswered(Exception):
    """A question that this host did not answer; str() is the reason, in words for people: one printable line, whatever it quotes."""

    def __init__(self, reason):
        super().__init__(sentence(str(reason)))


class Late(Unanswered):
    """A program that did not come back in time: what it would have said is not known, not even that it would have failed."""


def why_not(name, found):
    """Why there is no rootless daemon for what was found under a name (an Account, None or Unanswered), or None where there can be one."""
    if isinstance(found, Unanswered):
        return str(found)
    if found is None:
        return "there is no account %s on this host" % printable(name)
    return "%s has uid 0: a rootless daemon is for an ordinary account" % printable(name) if found.uid == 0 else None


def runtime_dir(account):
    return "/run/user/%d" % account.uid


def environment(account):
    """The clean environment in which an account is asked: nothing of ours, nothing of its shell's."""
    return {
        "HOME": account.home, "USER": account.name, "LOGNAME": account.name, "SHELL": "/bin/sh",
        "XDG_RUNTIME_DIR": runtime_dir(account), "PATH": PATH, "LC_ALL": "C.UTF-8",
    }
