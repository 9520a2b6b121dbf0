#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: rootless_session
short_description: Give accounts a user manager that lives on without a login, and a user bus that answers
version_added: "0.1.0"
description:
  - Turns lingering on, starts C(user@UID.service) (a masked one is unmasked), makes C(/run/user/UID) anew where it is missing or not
    the account's own, and starts the account's C(dbus.socket) (a masked one is unmasked).
  - A user bus is believed only when C(busctl --user list) got an answer, because a socket file stays when nobody listens any more.
  - What is well already is not touched. A user manager is restarted only where its runtime directory is missing or wrong.
  - Needs root. What belongs to an account is asked and done in a child process that is the account.
extends_documentation_fragment:
  - rootless.docker.common
  - rootless.docker.common.batch
  - rootless.docker.common.names
options:
  accounts:
    description:
      - The names of the accounts. The superuser is refused.
      - In check mode an account that does not exist counts as one that an earlier task would have made.
  restart:
    description:
      - The names of accounts whose user managers are restarted also where they are well, with everything that runs in them.
      - A manager keeps the controllers that it was started with.
    type: list
    elements: str
    default: []
seealso:
  - module: rootless.docker.rootless_daemon
"""

EXAMPLES = r"""
- name: Let alice and bob have daemons without being logged in, both or fail
  rootless.docker.rootless_session:
    accounts: [alice, bob]

- name: Go on with the accounts that could be helped
  block:
    - name: Let alice and bob have daemons without being logged in
      rootless.docker.rootless_session:
        accounts: [alice, bob]
  rescue:
    - name: Say who could not be helped, and why
      ansible.builtin.debug:
        msg: "{{ ansible_failed_result.msg }}"
"""

RETURN = r"""
accounts:
  description: What was found and done, by account.
  returned: always
  type: dict
  contains:
    NAME:
      description: One entry an account.
      type: dict
      returned: always
      contains:
        changed:
          description: Whether something was changed, or would be in check mode.
          type: bool
          returned: always
        error:
          description: Why the account's session is not well after all, in one sentence, or null.
          type: str
          returned: always
        did:
          description: What was done, a sentence each. Empty in check mode.
          type: list
          elements: str
          returned: always
  sample:
    alice: {changed: true, error: null, did: ["alice lingers now", "the user manager of alice was started"]}
    bob: {changed: false, error: "there is no account bob on this host", did: []}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments
from ..module_utils.accounts.batch import finish
from ..module_utils.machine.host import Host
from ..module_utils.session.steps import bring_up_all


def diff_of(name, reply):
    """Lines of "key: state" before and after, for people."""
    sides = {side: "".join("%s: %s\n" % pair for pair in sorted(reply[side].items())) for side in ("before", "after")}
    return dict(sides, before_header="session of " + name, after_header="session of " + name)


def main():
    module = AnsibleModule(
        argument_spec={
            "accounts": {"type": "list", "elements": "str", "required": True},
            "restart": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    options = arguments.settled(module, {"accounts": arguments.NAMES, "restart": arguments.NAMES})
    replies = bring_up_all(Host(), options["accounts"], module.check_mode, options["restart"])
    finish(
        module, {name: {key: reply[key] for key in ("changed", "error", "did")} for name, reply in replies.items()},
        changed=any(reply["changed"] for reply in replies.values()),
        diff=[diff_of(name, reply) for name, reply in sorted(replies.items()) if reply["changed"]],
    )


if __name__ == "__main__":
    main()
