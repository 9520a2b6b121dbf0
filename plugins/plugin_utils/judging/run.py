# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which run this is: an id that all hosts of one ansible-playbook share, and that no host can know."""

from __future__ import annotations

import uuid

from ..printers.documents import now

# The strategy imports an action before it forks a worker for each host, so all workers of one run share this.
RUN = {"id": uuid.uuid4().hex, "begin": now()}


def of_this_run(value):
    """What the role left of a host; where it has no id of this run, it may be a fact that the host made up: nothing is known then."""
    return value if isinstance(value, dict) and value.get("run") == RUN["id"] else {}
