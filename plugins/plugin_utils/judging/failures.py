# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of a remedy that failed, and which remedies are not tried because of it.

    {"remedy": "packages_install", "task": "Install the packages", "said": "Failed to update apt cache", "accounts": []}

`accounts` is empty where it failed for the whole host; `task` is None where it was not tried.
"""

from __future__ import annotations

import re

from ...module_utils.machine.journal import cleaned

# What Ansible says of a failure whose words are elsewhere in the result.
EMPTY_WORDS = re.compile(
    r"(The command exited with a )?non-zero return code|MODULE FAILURE|(One or|All|Some).{0,20} items|Task failed: (Module result|Action failed)")
TELLING = re.compile(r"^(E|dpkg|Error|ERROR|error|fatal)\b.*:")


def failures(result, remedy, task, accounts=()):
    """The entries for a failed task's result: one for each error that its accounts have, or one with the words of the task."""
    errors = _of_accounts(result, accounts) or _of_items(result, accounts) or {words(result): []}
    return [{"remedy": remedy, "task": task, "said": said, "accounts": names} for said, names in errors.items()]


def waits(errors, remedy, before):
    """{"errors": entries for whom it is not tried, "accounts": these, "run": whether it is tried for anybody}.

    `before` is {account, or "" for the host: [remedies that must not have failed]}, as causes.remedies_before gives it.
    """
    why = {whose: next((name for name in names if _failed(errors, name, whose)), None) for whose, names in before.items()}
    waiting = {}
    for whose, name in why.items():
        if name:
            waiting.setdefault(f"not tried, because {name} failed", []).extend([whose] if whose else [])
    return {
        "errors": [{"remedy": remedy, "task": None, "said": said, "accounts": names} for said, names in waiting.items()],
        "accounts": [name for names in waiting.values() for name in names],
        "run": not before or None in why.values()}


def _failed(errors, remedy, account):
    return any(entry["remedy"] == remedy and (not entry["accounts"] or account in entry["accounts"]) for entry in errors)


def _of_accounts(result, accounts):
    """{error: accounts} of a module that serves many. A host may say anything: of others than these accounts nothing is taken."""
    errors, said = {}, result.get("accounts")
    for name, reply in said.items() if isinstance(said, dict) else ():
        if (not accounts or name in accounts) and isinstance(reply, dict) and reply.get("error"):
            errors.setdefault(_line(reply["error"]), []).append(name)
    return errors


def _of_items(result, accounts):
    """{error: accounts} of a loop; an item that is no account's name stands for the host."""
    errors, said = {}, result.get("results")
    for one in said if isinstance(said, list) else ():
        if isinstance(one, dict) and one.get("failed"):
            names = errors.setdefault(words(one), [])
            names += [one["item"]] if one.get("item") in accounts else []
    return errors


def words(result):
    """The first telling line of what a task said."""
    message = str(result.get("msg") or "")
    if message and not EMPTY_WORDS.match(message):
        return _line(message)
    texts = [str(result[key]) for key in ("stderr", "module_stderr", "stdout", "module_stdout", "exception") if result.get(key)]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    # A program begins with its error, a traceback ends with it.
    return _line(next(filter(TELLING.match, lines), lines[-1] if lines else message or "it failed without a word"))


def _line(text):
    return cleaned(" ".join(str(text).split())).rstrip(": ")
