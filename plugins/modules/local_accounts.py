#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: local_accounts
short_description: Create accounts that do not exist
version_added: "0.1.0"
description:
  - Creates each account that does not exist with C(useradd), with a home and the shell C(/bin/bash). An account that exists is left as it is.
  - Runs that come from several control nodes at once wait for each other on the host. C(useradd) alone does not look again after it has waited,
    and leaves an account whose home belongs to another uid.
  - What a killed run left undone is taken back and done again, but only where that run was in this boot or less than an hour ago, and the account has
    no home of its own, no password, no supplementary groups, no lingering and no processes. Any other account is not touched.
  - An account whose home is there already is not created, because C(useradd) would leave the home to whom it belongs.
  - A home is only made in a folder that belongs to root and that nobody else can write.
extends_documentation_fragment:
  - rootless.docker.common
  - rootless.docker.common.batch
  - rootless.docker.common.names
options:
  accounts:
    description: The names of the accounts. A name that does not exist yet needs up to 32 letters, digits and C(. _ -), beginning with a letter or C(_).
seealso:
  - module: rootless.docker.subid_ranges
"""

EXAMPLES = r"""
- name: Have accounts for alice and bob
  rootless.docker.local_accounts:
    accounts: [alice, bob]
"""

RETURN = r"""
accounts:
  description: What each account is now, or would be in check mode.
  returned: always
  type: dict
  contains:
    NAME:
      description: One account.
      returned: always
      type: dict
      contains:
        changed:
          description: Whether it was created.
          returned: always
          type: bool
        uid:
          description: Its uid, or null where it does not exist (yet, in check mode).
          returned: always
          type: int
        home:
          description: Its home, or null.
          returned: always
          type: str
        error:
          description: Why it was not created, in one sentence, or null.
          returned: always
          type: str
  sample:
    alice: {changed: true, uid: 1000, home: /home/alice, error: null}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments
from ..module_utils.accounts.batch import finish
from ..module_utils.machine.host import Host
from ..module_utils.accounts.local import create


def main():
    module = AnsibleModule(
        argument_spec={"accounts": {"type": "list", "elements": "str", "required": True}},
        supports_check_mode=True,
    )
    options = arguments.settled(module, {"accounts": arguments.NAMES})
    finish(module, **create(Host(), options["accounts"], module.check_mode))


if __name__ == "__main__":
    main()
