# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wishes as module arguments: their secret values stand in no log and no answer, their names may."""

import base64
import json
import re
import sys
from urllib.parse import quote, unquote

from . import credentials
from .credentials import MARK
from .rules import SECRETS

SHORTEST, SUBSTRING = 4, 8      # characters of a secret, and of one that is looked for within words too
NAMED = re.compile("%s|key$" % credentials.NAMED, re.I)
USERINFO = re.compile(r"://(\S*)@")
ASSIGNED = re.compile(r"[?&;\s]?([\w.-]{1,80})=([^\s&;]+)")

# Facts of ours say these in their own right: nobody's secret, and blotting them out would forge facts.
HARMLESS = re.compile(
    r"[0-9.]+[A-Za-z%]{0,3}"                    # numbers, sizes, times, addresses
    r"|[0-9a-fA-F.:]+/[0-9]+"                   # networks
    r"|/[A-Za-z0-9_./:@-]*"                     # paths
    r"|[a-z][a-z0-9+.-]*://[A-Za-z0-9._-]*(:[0-9]+)?/?|unix://[A-Za-z0-9_./-]+"
    r"|true|false|yes|no|none|null|debug|info|warn|error|fatal|local|journald|syslog|json-file|systemd|cgroupfs|host|bridge|private|runc|crun"
    r"|overlay2|overlayfs|fuse-overlayfs|btrfs|vfs|native|slirp4netns|pasta|lxc-user-nic|builtin|implicit")
WORD = re.compile(r"[A-Za-z][A-Za-z_.-]*[0-9]{0,2}")


def hide(module):
    """(accounts, Secrets): the argument `accounts` (no_log) of a module. What is left of it in its parameters may be logged.

    Ansible itself would blot every value of it out of the answers, so that each "true" and "pasta" of the facts became asterisks.
    So the modules do it: what leaves them goes through Secrets.blot.
    """
    accounts = module.params["accounts"]
    secrets = Secrets(accounts)
    module.no_log_values = set()
    module.params["accounts"] = named_only(accounts)
    return accounts, secrets


class Secrets:
    """The secret texts of wishes, in all the forms in which programs print them."""

    def __init__(self, accounts):
        anywhere, in_prose = set(), set()
        for name, text in _values(accounts):
            found, weak = secret_parts(name, text)
            anywhere |= found
            in_prose |= weak
        self.anywhere, self.in_prose = _any_of(anywhere, SUBSTRING), _any_of(in_prose, sys.maxsize)

    def blot(self, value):
        """Data with a mark for every secret in its texts; keys are names, and stay."""
        if isinstance(value, dict):
            return dict((key, self.blot(item)) for key, item in value.items())
        if isinstance(value, (list, tuple)):
            return [self.blot(item) for item in value]
        return self._without(value) if isinstance(value, str) else value

    def _without(self, text):
        text = self.anywhere.sub(MARK, text)
        return credentials.without(self.in_prose.sub(MARK, text)) if " " in text else text


def secret_parts(name, text):
    """({secrets}, {words that are secrets only where they stand in a sentence}) of one value and the names above it."""
    found = set()
    for userinfo in USERINFO.findall(text):
        found |= set([userinfo, unquote(userinfo), userinfo.partition(":")[2] or userinfo])
    found |= set(value for key, value in ASSIGNED.findall(text) if NAMED.search(key))
    if NAMED.search(name):
        found.add(text)
    found = set(part for part in found if len(part) >= SHORTEST and part not in ("true", "false", "none"))
    if found or len(text) < 6 or HARMLESS.fullmatch(text):
        return found, set()
    return (set(), set([text])) if WORD.fullmatch(text) else (set([text]), set())


def _values(accounts):
    """[(the names above a value, its text)] of environment, proxy and daemon_options."""
    wishes = [wish for wish in accounts.values() if isinstance(wish, dict)] if isinstance(accounts, dict) else []
    waiting, found = [(key, wish.get(key)) for wish in wishes for key in SECRETS], []
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [("%s %s" % (name, key), inner) for key, inner in value.items()]
        elif isinstance(value, (list, tuple)):
            waiting += [(name, inner) for inner in value]
        elif isinstance(value, str):
            found.append((name, value))
    return found


def forms(secret):
    """A secret as it is, in addresses, as Go, JSON and systemd quote it, once and twice, and as a header carries it."""
    found = set([secret, unquote(secret)])
    for text in list(found):
        encoded = text.encode("utf-8", "replace")
        found |= set([quote(encoded, safe=safe) for safe in ("", "/", "/:@", "!$&'()*+,;=:@/")])
        found |= set(coder(encoded).decode("ascii").rstrip("=") for coder in (base64.b64encode, base64.urlsafe_b64encode))
    for text in list(found):
        once = json.dumps(text, ensure_ascii=False)[1:-1]
        html = once.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        found |= set([once, html, json.dumps(once, ensure_ascii=False)[1:-1], text.replace("%", "%%"), json.dumps(text)[1:-1]])
    return set(form for form in found if len(form) >= SHORTEST)


def _any_of(secrets, substring):
    """A pattern for all forms, the longest first; one shorter than `substring` is none within another word."""
    found = sorted(set(form for secret in secrets for form in forms(secret)), key=lambda form: (-len(form), form))
    shapes = [re.escape(form) if len(form) >= substring else r"(?<![A-Za-z0-9])%s(?![A-Za-z0-9])" % re.escape(form) for form in found]
    return re.compile("|".join(shapes) or r"(?!)")


def named_only(accounts):
    """The wishes with names for values, as they may be logged: {"alice": ["environment A", "mtu"]}."""
    found = {}
    for name, wish in accounts.items() if isinstance(accounts, dict) else ():
        wish = wish if isinstance(wish, dict) else {}
        deep = [key for key in sorted(wish) if isinstance(wish[key], dict)]
        found[name] = ["%s %s" % (key, inner) for key in deep for inner in sorted(wish[key])] + [
            key for key in sorted(wish) if key not in deep and wish[key] is not None]
    return found
