# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet's variables ask for: the one place that reads them, for the role's tasks and for the filter alike."""

from __future__ import annotations

from ..catalogue.catalogue import shipped
from ..refusal import Refusal
from .options import OPTIONS, PREFIX, forged, wanted


def understood(values, made, names=(), facts=()):
    """What options.wanted returns for {option: value}. `made` makes plain data of a value, or refuses; a fleet's own variables are not touched.

    `names` are all variables with our prefix, `facts` the names of the host's facts.
    """
    faults = forged(facts)
    if faults:
        return {**wanted({}), "errors": faults}      # not one of the variables is believed
    given, errors = {}, []
    for name in OPTIONS:
        try:
            given.update({name: made(values[name])} if name in values else {})
        except Refusal as error:
            errors.append(f"{name}: {error}.")
    # Only a wish to heal more needs the catalogue: a healthy run without one does not wait for it here.
    ids = shipped().ids if given.get(f"{PREFIX}heal") else None
    wishes = wanted(given, ids, (*values, *names))
    return {**wishes, "errors": errors + wishes["errors"]}


def read(variables, made):
    """The same for the variables of a task."""
    ours = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
    return understood(ours, made, facts=variables.get("ansible_facts") or {})
