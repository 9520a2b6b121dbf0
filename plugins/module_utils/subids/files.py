# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads /etc/subuid and /etc/subgid, decides for a list of accounts, and writes them under shadow's lock."""

from . import ranges as subid, plan
from ..machine.host import Unanswered, why_not
from ..machine.shadow_lock import ShadowLock, leftovers

PATHS = [plan.FILES[kind] for kind in subid.KINDS]


def grant(host, names, count=None, check=False, lock=ShadowLock, replace=()):
    """{"changed", "accounts": {name: {...}}, "diff": [...], "warnings": [...]} of the module subid_ranges."""
    asked = {"names": names, "count": count, "check": check, "replace": replace}
    try:
        source = subid.source(host.read_system("/etc/nsswitch.conf") or "")
        if source != "files":
            return _refused(names, "the subordinate ids of this host come from %s (subid: in /etc/nsswitch.conf), lines in /etc/subuid are "
                                   "ignored: an administrator must give this account ranges there" % source)
        asked["found"] = host.look_up(names)
        answer = _decide(host, asked)
        if check or not (answer["changed"] or leftovers(host, PATHS)):
            return _public(answer)
        with lock(PATHS):
            for path in leftovers(host, PATHS):     # a FILE.lock of the dead was broken, and is ours now
                host.remove(path)
            answer = _decide(host, asked)       # what was read before may have changed until the lock was ours
            for kind, path in sorted(plan.FILES.items(), reverse=True):
                if answer["write"][kind]:
                    host.write(path, answer["after"][kind], answer["modes"][kind])
        return _public(answer)
    except Unanswered as error:
        return _refused(names, str(error))


def _refused(names, sentence):
    accounts = {name: {"changed": False, "uids": [], "gids": [], "error": sentence} for name in names}
    return {"changed": False, "accounts": accounts, "diff": [], "warnings": []}


def _public(answer):
    return {key: answer[key] for key in ("changed", "accounts", "diff", "warnings")}


# -- deciding --------------------------------------------------------------------------------------------------------


def _decide(host, asked):
    read = {kind: _text(host, path) for kind, path in plan.FILES.items()}
    modes = {kind: _mode(host.stat(path)) for kind, path in plan.FILES.items()}
    rules = _rules(host, asked["count"])
    before = _with_useradds(host, asked, read, rules)
    accounts, after, warnings = {}, dict(before), []
    for name in asked["names"]:
        after, accounts[name] = _account(name, after, rules, asked)
        warnings += _neighbours(after, name, accounts[name].pop("uid"))
    write = {kind: after[kind] != before[kind] or (read[kind] is not None and modes[kind][0] != modes[kind][1]) for kind in subid.KINDS}
    read = {kind: before[kind] if text is not None else None for kind, text in read.items()}
    return {
        "accounts": accounts, "warnings": warnings, "after": after, "write": write, "changed": any(write.values()),
        "modes": {kind: new for kind, (dummy, new) in modes.items()}, "diff": [_diff(kind, read, after, modes) for kind in subid.KINDS if write[kind]],
    }


def _text(host, path):
    text = host.read(path)
    if u"\ufffd" in (text or ""):
        raise Unanswered("%s: holds bytes that are not UTF-8, which would not survive a change: correct it by hand" % path)
    return text


def _with_useradds(host, asked, read, rules):
    """{kind: text} with the ranges that useradd will have given, in the files that are there, to accounts that check mode finds missing."""
    texts = {kind: text or "" for kind, text in read.items()}
    counts = {kind: 0 if read[kind] is None else rules["spans"][kind]["COUNT"] for kind in subid.KINDS}
    for name in asked["names"] if asked["check"] else []:
        if asked["found"][name] is None:
            try:
                texts = plan.grant(texts, name, dict.fromkeys(subid.KINDS), counts, rules["spans"], rules["blocked"])
            except ValueError:      # then useradd fails, which is not ours to tell
                pass
    return texts


def _mode(found):
    """(mode now, mode wanted): getsubids and rootlesskit read the files as the account, so others must be allowed to read."""
    return (found["mode"], found["mode"] | 0o444) if found else (None, 0o644)


def _rules(host, count):
    """What is the same for all accounts: counts, spans and the real ids of this host, each by kind."""
    login_defs = host.read_system("/etc/login.defs") or ""
    spans = {kind: subid.limits(login_defs, kind) for kind in subid.KINDS}
    databases = {"uid": "/etc/passwd", "gid": "/etc/group"}
    return {
        "spans": spans, "counts": {kind: count or max(spans[kind]["COUNT"], subid.STANDARD) for kind in subid.KINDS},
        "blocked": {kind: subid.ids(host.read_system(path) or "") for kind, path in databases.items()},
    }


def _account(name, texts, rules, asked):
    """(texts after, what is returned for one account)."""
    account = asked["found"][name]
    own_ids = {"uid": getattr(account, "uid", None), "gid": getattr(account, "gid", None)}
    after, error = texts, _refusal(name, account, asked["check"])
    if not error:
        try:
            after = plan.vacate(texts, name, own_ids) if name in asked["replace"] else texts
            after = plan.grant(after, name, own_ids, rules["counts"], rules["spans"], rules["blocked"])
        except ValueError as reason:
            after, error = texts, str(reason)
    ranges = {kind: subid.ranges_of(subid.parse(after[kind]), name, own_ids["uid"]) for kind in subid.KINDS}
    return after, {"changed": after != texts, "uids": ranges["uid"], "gids": ranges["gid"], "error": error, "uid": own_ids["uid"]}


def _refusal(name, account, check):
    """Why an account is not served at all, a sentence, or None."""
    error = None if account is None and check else why_not(name, account)
    if not error and name.isdigit() and (account is None or name != "%d" % account.uid):
        return "'%s' is a name of digits only: a line of that owner in /etc/subuid would belong to the account with uid %s, too" % (name, name)
    return error


def proposal(host, account, texts):
    """"165536-231071": the first ids that are free in both files, as many as images need, as usermod takes them; None where there are none."""
    rules = _rules(host, subid.STANDARD)
    entries = {kind: subid.parse(texts[kind]) for kind in subid.KINDS}
    start = plan.common(entries, {"uid": account.uid, "gid": account.gid}, subid.STANDARD, rules["spans"], rules["blocked"])
    return None if start is None else "%d-%d" % (start, start + subid.STANDARD - 1)


def _neighbours(texts, name, uid):
    return [
        "ids of '%s' in %s belong to '%s' too (%d:%d), each can read and change the other's containers; not changed, as files may belong to them"
        % (name, path, other["owner"], other["start"], other["count"])
        for kind, path in sorted(plan.FILES.items(), reverse=True) for other in subid.overlaps(subid.parse(texts[kind]), name, uid)
    ]


def _diff(kind, read, after, modes):
    path, (old, new) = plan.FILES[kind], modes[kind]
    return {
        "before_header": path if read[kind] is not None else "%s (absent)" % path, "before": _shown(read[kind], old, new),
        "after_header": path, "after": _shown(after[kind], new, old),
    }


def _shown(text, mode, other):
    """The text, below its mode where that changes too."""
    return (text or "") if None in (mode, other) or mode == other else "mode: %04o\n%s" % (mode, text)
