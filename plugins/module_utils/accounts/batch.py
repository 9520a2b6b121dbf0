# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module that serves many accounts ends: it fails where one of them could not be served, and says what was done for the others."""

from ..data.texts import each_text, printable, printable_lines


def finish(module, accounts, **answer):
    """Exit or fail with {"accounts": {name: {"error": sentence or None, ...}}} and the rest of the answer (changed, diff).

    Whatever an account wrote is shown printable here, in replies on one line.
    """
    accounts = each_text(printable, accounts)
    answer.update(accounts=accounts, diff=each_text(printable_lines, answer.get("diff", [])))
    errors = {name: reply["error"] for name, reply in accounts.items() if reply["error"]}
    if errors:
        module.fail_json(msg=sentence(errors), **answer)
    module.exit_json(**answer)


def sentence(errors):
    """One sentence for {account: error}; accounts that share an error are named together.

    >>> sentence({"bob": "no daemon", "alice": "no daemon", "carol": "no account"})
    'alice, bob: no daemon; carol: no account'
    """
    names = {}
    for name, error in sorted(errors.items()):
        names.setdefault(error, []).append(name)
    return "; ".join("%s: %s" % (", ".join(accounts), error) for error, accounts in sorted(names.items(), key=lambda pair: pair[1]))
