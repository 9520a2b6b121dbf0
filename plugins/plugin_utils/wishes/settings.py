# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet's variables ask for: the one place that reads them, for the role's tasks and for the filter alike."""

from __future__ import annotations

from ansible.errors import AnsibleError

from ..catalogue.catalogue import shipped
from .options import OPTIONS, PREFIX, forged, wanted


def understood(values, names=(), facts=()):
    """What wishes.wanted returns for {option: value}; `names` are all variables with our prefix, `facts` the names of the host's facts."""
    faults = forged(facts)
    if faults:
        return {**wanted({}), "errors": faults}      # not one of the variables is believed
    # Only a wish to heal more needs the catalogue: a healthy run without one does not wait for it here.
    ids = shipped().ids if values.get(f"{PREFIX}heal") else None
    return wanted(values, ids, names)        # which makes each of them plain, and names the one that cannot be


def read(variables, template):
    """The same for a task's variables, which `template` makes values of. A fleet's own ones that begin alike are not read, only their names."""
    values, errors = {}, []
    for name in OPTIONS:
        if name in variables:
            try:
                values[name] = template(variables[name])
            except AnsibleError as error:
                errors.append(f"{name}: cannot be evaluated ({' '.join(str(error).split())[:200]}).")
    wishes = understood(values, [name for name in variables if name.startswith(PREFIX)], variables.get("ansible_facts") or {})
    return {**wishes, "errors": errors + wishes["errors"]}
