# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host says of itself, before it is believed: a host that lies can lie about itself, and about nothing else."""

from __future__ import annotations

from ...module_utils.data.shapes import filled, misfit, taken
from ..catalogue.catalogue import probe_shapes
from ..printers.printable import printable
from ..refusal import Refusal

NO_ANSWER = "the host gave no answer that can be used"
WORDS = ("msg", "module_stdout", "module_stderr", "exception")      # of a module that failed


def believed(facts, accounts):
    """Our own of a host's facts, as plain data, for these names of accounts: of the shape that the probes document, the rest unanswered.

    Where `accounts` is no dictionary (the module takes text, too), all that the host tells of are meant.
    A host that gave no facts at all is refused: about nothing there would be no findings, and no findings read as well.
    """
    shapes, facts = probe_shapes(), facts.get("rootless_docker") if isinstance(facts, dict) else None
    if not isinstance(facts, dict) or not isinstance(facts.get("accounts"), dict):
        raise Refusal(NO_ANSWER)
    own = {name: facts["accounts"].get(name) for name in (accounts if isinstance(accounts, dict) else facts["accounts"])}
    return {**taken(shapes["host"], facts),
            "accounts": {name: taken(shapes["account"], said if isinstance(said, dict) else {}) for name, said in own.items()}}


def replied(shape, accounts, names):
    """{name: reply} of a module that was asked about these names; where it said nothing of this shape, its error says so."""
    said = accounts if isinstance(accounts, dict) else {}
    fits = {name: isinstance(said.get(name), dict) and misfit(shape, said[name]) is None for name in names}
    return {name: filled(shape, said[name]) if fits[name] else {**filled(shape, {}), "error": NO_ANSWER} for name in names}


def discovered(action):
    """{fact: the interpreter that an action looked for on its way}, for the next tasks; the one fact that a reply may bring beside our own."""
    return {action._discovered_interpreter_key: action._discovered_interpreter} if action._discovered_interpreter_key else {}


def told(reply):
    """The texts of the reply of a module that failed, a msg always. ansible-core puts objects of its own among them."""
    texts = {key: reply[key] for key in WORDS if isinstance(reply.get(key), str)}
    return texts if texts.get("msg") else {**texts, "msg": printable(reply.get("msg") or NO_ANSWER)}
