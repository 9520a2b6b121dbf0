#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: rootless_journal
short_description: Read the last lines that accounts logged
version_added: "0.1.0"
description:
  - Reads the newest 2000 messages of each account from the journal of the host, all accounts side by side, for example to have them explained.
  - An account may log what it likes. So messages of more than 4 kB are left out, lines are cut, and no account's lines are more than 400 kB.
  - Control characters, passwords and tokens are taken out.
extends_documentation_fragment:
  - rootless.docker.common
  - rootless.docker.common.batch
  - rootless.docker.common.names
attributes:
  diff_mode:
    support: none
options:
  accounts:
    description: The names of the accounts. The superuser is refused.
"""

EXAMPLES = r"""
- name: Read what alice's programs logged
  rootless.docker.rootless_journal:
    accounts: [alice]
  register: journal

- name: Say what it means
  ansible.builtin.debug:
    msg: "{{ journal.accounts.alice.lines | rootless.docker.explain }}"
"""

RETURN = r"""
accounts:
  description: What each account logged.
  returned: always
  type: dict
  contains:
    NAME:
      description: One account.
      type: dict
      returned: always
      contains:
        changed:
          description: Always false.
          type: bool
          returned: always
        lines:
          description: The lines, the last one last. Empty where there are none, or no journal.
          type: list
          elements: str
          returned: always
        error:
          description: Why the journal could not be read, in one sentence, or null.
          type: str
          returned: always
  sample:
    alice: {changed: false, lines: ["[rootlesskit:parent] error: No subuid ranges found for user 1000"], error: null}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments
from ..module_utils.accounts.batch import finish
from ..module_utils.machine.host import Host
from ..module_utils.machine.journal import of_accounts


def main():
    module = AnsibleModule(argument_spec={"accounts": {"type": "list", "elements": "str", "required": True}}, supports_check_mode=True)
    options = arguments.settled(module, {"accounts": arguments.NAMES})
    finish(module, of_accounts(Host(), options["accounts"]), changed=False)


if __name__ == "__main__":
    main()
