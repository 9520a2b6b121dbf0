#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: subid_ranges
short_description: Give accounts the subordinate ids that rootless containers need
version_added: "0.1.0"
description:
  - Gives each account ranges in C(/etc/subuid) and C(/etc/subgid) that sum up to at least O(count) ids.
  - A new range lies within C(SUB_UID_MIN) and C(SUB_UID_MAX) (C(SUB_GID_MIN), C(SUB_GID_MAX)) of C(/etc/login.defs), overlaps no line of
    anybody, not even a broken one, and holds no id of C(/etc/passwd) or C(/etc/group). It starts at the same number in both files where that is possible.
  - Ranges are only appended, because the ids in a container follow the order of the lines. An account that has too few gets one more line for the rest.
  - A line of the account's own that shadow cannot read (no count, a carriage return or a blank at its end) is replaced in place where
    the account has no other. Where it has, the line becomes a comment.
  - Lines of others are never changed. An overlap with a neighbour is a warning, an overlap of the account with itself an error of that account;
    O(replace) says for whom both are healed.
  - Both files are changed under the locks that C(useradd) and C(usermod) take, and land atomically. Where others may not read
    the files, they may afterwards, because daemons read them as their account.
  - Where C(nsswitch.conf) names another source for C(subid:) than C(files), nothing is written and every account has an error that says so.
  - A daemon that runs keeps the map it was started with.
extends_documentation_fragment:
  - rootless.docker.common
  - rootless.docker.common.batch
  - rootless.docker.common.names
attributes:
  check_mode:
    details: An account that does not exist yet is given the range it would have. What useradd will give it counts as given.
options:
  accounts:
    description:
      - The names of the accounts.
      - An account that is missing, or is the superuser, is an error of that account only. The others are served before the module fails.
  count:
    description:
      - How many ids each account should have of each kind, at least 65536.
      - By default C(SUB_UID_COUNT) and C(SUB_GID_COUNT) of C(/etc/login.defs), but never fewer than 65536.
    type: int
  replace:
    description:
      - Names of accounts that get new ranges in the place of all their lines, where their ranges overlap each other, their own id or somebody else's.
      - Name only accounts of which no file belongs to such an id, because no container of theirs ever ran. Where nothing overlaps nothing is replaced.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Give alice and bob 65536 ids each
  rootless.docker.subid_ranges:
    accounts: [alice, bob]

- name: Give an account room for images that use high ids
  rootless.docker.subid_ranges:
    accounts: [ci]
    count: 1048576
"""

RETURN = r"""
accounts:
  description: What each account has now, or would have in check mode.
  returned: always
  type: dict
  contains:
    NAME:
      description: One account.
      returned: always
      type: dict
      contains:
        changed:
          description: Whether lines of this account were changed or added.
          returned: always
          type: bool
        uids:
          description: Its ranges of user ids as pairs of start and count, in the order of the file.
          returned: always
          type: list
          elements: list
        gids:
          description: Its ranges of group ids as pairs of start and count, in the order of the file.
          returned: always
          type: list
          elements: list
        error:
          description: Why this account could not be served, in one sentence, or null.
          returned: always
          type: str
  sample:
    alice: {changed: true, uids: [[100000, 65536]], gids: [[100000, 65536]], error: null}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments, converters
from ..module_utils.accounts.batch import finish
from ..module_utils.machine.host import Host
from ..module_utils.subids.ranges import STANDARD
from ..module_utils.subids.files import grant

LARGEST = 1 << 30       # a quarter of all ids there are
RULES = {"accounts": arguments.NAMES, "count": (converters.number(STANDARD, LARGEST), converters.always(None)), "replace": arguments.NAMES}


def main():
    module = AnsibleModule(
        argument_spec={
            "accounts": {"type": "list", "elements": "str", "required": True},
            "count": {"type": "int"},
            "replace": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    options = arguments.settled(module, RULES)
    answer = grant(Host(), options["accounts"], options["count"], module.check_mode, replace=options["replace"])
    for warning in answer.pop("warnings"):
        module.warn(warning)
    finish(module, **answer)


if __name__ == "__main__":
    main()
