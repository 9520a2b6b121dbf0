# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What the manuals of all modules say in the same words."""

    DOCUMENTATION = r"""
author:
  - The rootless.docker authors (@rootless-ansible)
attributes:
  action_group:
    description: Use C(group/rootless.docker.docker) in C(module_defaults) to set defaults for all modules of this collection.
    support: full
    membership:
      - rootless.docker.docker
  check_mode:
    description: Can run in check mode and return changed status prediction without modifying target.
    support: full
  diff_mode:
    description: Returns details on what has changed (or possibly needs changing in check mode), when in diff mode.
    support: full
  platform:
    description: Target OS families that can be operated against.
    support: full
    platforms: linux
"""

    # Modules that take a list of accounts.
    BATCH = r"""
options: {}
notes:
  - One account's failure never stops the others. When all have been served, the module fails where at least one could not be, with a sentence
    that names these accounts and their errors. C(accounts), C(changed) and C(diff) say the same then as after a success.
"""

    # Those of them to which names are enough. One that says more of the option overrides the description alone.
    NAMES = r"""
options:
  accounts:
    description: The names of the accounts.
    type: list
    elements: str
    required: true
"""
