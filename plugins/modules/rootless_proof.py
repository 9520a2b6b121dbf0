#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: rootless_proof
short_description: Run a container as each account and see whether it is rootless
version_added: "0.1.0"
description:
  - Runs one container as each account, eight accounts side by side, on the daemon that listens on C(/run/user/UID/docker.sock), and reads the map
    of user ids from inside. The container ran rootless where its user 0 is the account outside.
  - Without O(image) an image is made on the spot from one small program of the host, C(cat) as a rule, and its libraries. No registry is needed.
  - The container has Docker's default network, so that a daemon without a working network does not pass.
  - The container and the image that was made or pulled for it are removed whatever happens. So nothing is changed in the end,
    and RV(ignore:changed) is always false.
  - The command line client runs with an empty configuration of its own, so that contexts, proxies and credential helpers of the account take no part.
extends_documentation_fragment:
  - rootless.docker.common
  - rootless.docker.common.batch
  - rootless.docker.common.names
attributes:
  check_mode:
    details: Runs no container and says so in RV(accounts.NAME.note).
  diff_mode:
    support: none
options:
  image:
    description:
      - An image to run instead. It is pulled where it is not there, without a login, and must hold C(cat).
      - An image that was there before stays.
    type: str
  seconds:
    description: The time that making an image, and running a container, may take each, in seconds.
    type: int
    default: 120
"""

EXAMPLES = r"""
- name: Run a container as alice and bob
  rootless.docker.rootless_proof:
    accounts: [alice, bob]
  register: proof

- name: Say what the container of alice saw
  ansible.builtin.debug:
    var: proof.accounts.alice.uid_map

- name: Run an image of one's own
  rootless.docker.rootless_proof:
    accounts: [alice]
    image: registry.example.com/tools/busybox:1.36
"""

RETURN = r"""
accounts:
  description: The proof of each account.
  returned: always
  type: dict
  contains:
    NAME:
      description: One account.
      returned: always
      type: dict
      contains:
        changed:
          description: Always false.
          returned: always
          type: bool
        ran:
          description: Whether a container ran to its end.
          returned: always
          type: bool
        uid_map:
          description: The map of user ids in the container, its lines joined by commas; each is the first id inside, the first outside, and how many. Or null.
          returned: always
          type: str
        error:
          description: Why there is no proof, in one sentence with the last line that docker said, or null.
          returned: always
          type: str
        note:
          description: What else is to be known, or null.
          returned: always
          type: str
  sample:
    alice: {changed: false, ran: true, uid_map: "0 1000 1, 1 100000 65536", error: null, note: null}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments, converters
from ..module_utils.accounts.batch import finish
from ..module_utils.machine.host import Host
from ..module_utils.proof.container import prove, skipped

RULES = {
    "accounts": arguments.NAMES,
    "image": (converters.image, converters.always(None)),
    "seconds": (arguments.SECONDS, converters.always(120)),
}


def main():
    module = AnsibleModule(
        argument_spec={
            "accounts": {"type": "list", "elements": "str", "required": True},
            "image": {"type": "str"},
            "seconds": {"type": "int", "default": 120},
        },
        supports_check_mode=True,
    )
    options = arguments.settled(module, RULES)
    names, image, seconds = options["accounts"], options["image"], options["seconds"]
    accounts = skipped(names) if module.check_mode else prove(Host(), names, image, seconds)
    finish(module, accounts, changed=False)


if __name__ == "__main__":
    main()
