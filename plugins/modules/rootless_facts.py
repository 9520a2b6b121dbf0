#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: rootless_facts
short_description: Ask a host and its accounts everything that rootless Docker depends on
version_added: "0.1.0"
description:
  - Runs every probe of the collection once and returns what is, without judging it.
  - Changes nothing. What an account owns is asked in a child process that is the account, eight accounts side by side.
  - A question that could not be answered is left out of the facts and named with its reason in C(unanswered).
extends_documentation_fragment:
  - rootless.docker.common
attributes:
  diff_mode:
    support: none
  facts:
    description: Action returns an ansible_facts dictionary that will update existing host facts.
    support: full
options:
  accounts:
    description:
      - The accounts to ask, each with its settings, as the filter P(rootless.docker.wanted#filter) returns them.
      - An account that does not exist is answered with false, 0, empty lists and nulls.
    type: dict
    required: true
  controllers:
    description: The cgroup controllers that user managers should have.
    type: list
    elements: str
    default: []
  seconds:
    description: The time after which an account that has not answered is filed as unanswered, in seconds.
    type: int
    default: 30
"""

EXAMPLES = r"""
- name: Ask the host about alice and bob
  rootless.docker.rootless_facts:
    accounts:
      alice: {}
      bob: {network_driver: pasta}

- name: Say where the daemon of alice listens
  ansible.builtin.debug:
    var: ansible_facts.rootless_docker.accounts.alice.session.docker_host
"""

RETURN = r"""
ansible_facts:
  description: The facts, under one name.
  returned: always
  type: dict
  contains:
    rootless_docker:
      description:
        - One dictionary a subject for the host, the accounts, and what could not be determined.
        - The shape of each subject stands in the docstring of its probe in C(plugins/module_utils/probes/).
      returned: always
      type: dict
      sample:
        engine: {dockerd: /usr/sbin/dockerd, rootlesskit: /usr/bin/rootlesskit}
        accounts: {alice: {session: {uid: 1000, linger: true}, unanswered: {}}}
        unanswered: {"session.bus": "busctl: no answer within 10 s"}
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments, converters, rules as wish_rules
from ..module_utils.machine.host import Host
from ..module_utils.probes import gather

RULES = {
    "controllers": (converters.words(wish_rules.CONTROLLERS), list),
    "seconds": (arguments.SECONDS, converters.always(30)),
}


def main():
    module = AnsibleModule(
        argument_spec={
            "accounts": {"type": "dict", "required": True, "no_log": True},
            "controllers": {"type": "list", "elements": "str", "default": []},
            "seconds": {"type": "int", "default": 30},
        },
        supports_check_mode=True,
    )
    accounts, options, secrets = arguments.wishes(module, RULES)
    wishes = {name: dict(wish, controllers=options["controllers"]) for name, wish in accounts.items()}
    facts = gather(Host(), wishes, options["seconds"])
    module.exit_json(changed=False, ansible_facts={"rootless_docker": secrets.blot(facts)})


if __name__ == "__main__":
    main()
