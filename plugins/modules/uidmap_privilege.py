#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: uidmap_privilege
short_description: Give newuidmap and newgidmap their setuid bits back
version_added: "0.1.0"
description:
  - Finds C(newuidmap) and C(newgidmap) along the system's PATH. Where one of them has neither its setuid bit nor its file capability, or both,
    or accounts cannot run it, its mode is put right, and nothing else is changed.
  - There is no option, so that nobody else can choose the file. It has to be the package's own program, belong to root, and be reached
    through folders and links that belong to root and that nobody else can write. The mode is set on the very file that was checked.
  - A file that belongs to somebody else, is a script, cannot run, or hides a good one that comes later in PATH, is not touched. The module
    then fails after it has served the other one. Installing the package again cures it.
extends_documentation_fragment:
  - rootless.docker.common
"""

EXAMPLES = r"""
- name: Give newuidmap and newgidmap their privilege back
  rootless.docker.uidmap_privilege:
"""

RETURN = r"""
programs:
  description: The programs whose mode was changed, or would be in check mode, by their real path.
  returned: always
  type: dict
  contains:
    PATH:
      description: One program.
      returned: where it was changed
      type: dict
      contains:
        before:
          description: Its mode before, octal.
          returned: always
          type: str
        after:
          description: Its mode afterwards, octal.
          returned: always
          type: str
  sample:
    /usr/bin/newuidmap: {before: "0755", after: "4755"}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.machine.host import Host
from ..module_utils.subids.uidmap import restore


def main():
    module = AnsibleModule(argument_spec={}, supports_check_mode=True)
    answer = restore(Host(), module.check_mode)
    errors = answer.pop("errors")
    if errors:
        module.fail_json(msg="; ".join(errors), **answer)
    module.exit_json(**answer)


if __name__ == "__main__":
    main()
