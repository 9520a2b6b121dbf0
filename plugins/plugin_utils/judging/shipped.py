# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines over what this collection ships, its catalogue and its remedies. What only an ill host needs is read for ill hosts only."""

from __future__ import annotations

from ..explaining import explain
from . import findings, prescription
from ..catalogue.catalogue import shipped
from ..printers.printable import printable
from ..catalogue.remedies import read_remedies


def judged(facts, wanted, host):
    """The findings, see findings.diagnose; those of a daemon that does not answer with what its journal tells."""
    return explain.with_journals(shipped(), findings.diagnose(shipped(), facts, wanted, host), facts)


def prescribed(found, wanted, facts, last=None):
    """The prescription, see prescription.prescribe, with printable lines."""
    ill = any(finding["verdict"] in findings.ILL for finding in found)
    answer = prescription.prescribe(found, wanted, facts, read_remedies() if ill else {}, shipped().packages, last)
    return {**answer, "lines": [printable(line) for line in answer["lines"]]}


def explained(proof, found):
    """The proofs {account: {"error", ...}} with what explains their errors. Most runs prove what they claim, and cost no catalogue."""
    unproved = any(result.get("error") for result in (proof or {}).values())
    return explain.with_proofs(shipped(), proof, found) if unproved else proof
