# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which remedies have to succeed before another one can: those that heal the causes of what it heals."""

from __future__ import annotations


def remedies_before(findings, merged, first):
    """{remedy: {account, or "" for the host: [remedies]}} for the remedies of a plan.

    A remedy heals several findings of an account. It waits for what ALL of them wait for: while one of them can be healed, it is tried.
    `first` is {remedy: ids of findings}: what heals these in this plan comes first in any case.
    """
    ill = {}        # {(account or None, id): its findings}; several cards may share an id
    for finding in findings:
        ill.setdefault((finding["account"], finding["id"]), []).extend([finding] if finding["remedy"] else [])
    waits = {name: {} for name in merged}
    for finding in findings:
        for name in finding["remedy"] or {}:
            if finding["id"] in (merged[name].ids if name in merged else ()):
                waits[name].setdefault(finding["account"] or "", []).append(_before(finding, name, ill, set()))
    return {name: {whose: list(dict.fromkeys([*_healers(first.get(name, ()), merged), *_common(sets)])) for whose, sets in accounts.items()}
            for name, accounts in waits.items()}


def _healers(ids, merged):
    return [name for name, one in merged.items() if set(ids) & set(one.ids)]


def _before(finding, remedy, ill, seen):
    """The other remedies that heal a finding's causes; what its own remedy heals as well is looked through."""
    found = []
    for cause in _causes(finding, ill):
        key = (cause["account"], cause["id"], cause.get("case"))
        if key not in seen:
            seen.add(key)
            found += _before(cause, remedy, ill, seen) if remedy in cause["remedy"] else cause["remedy"]
    return list(dict.fromkeys(found))


def _causes(finding, ill):
    return [cause for name in finding["because"] for whose in dict.fromkeys((finding["account"], None)) for cause in ill.get((whose, name), ())]


def _common(lists):
    return [name for name in lists[0] if all(name in other for other in lists)]
