#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: systemd_override
short_description: Write a drop-in for a unit of the system manager
version_added: "0.1.0"
description:
  - Writes C(/etc/systemd/system/UNIT.d/NAME.conf), the whole file, and tells systemd to read its units again.
  - The text is validated before it lands, with C(systemd-analyze verify) on a private copy where the unit is there. What systemd would
    only ignore and log, an unknown setting for example, is refused.
  - The file lands atomically. Where the unit cannot be loaded with it, the previous file comes back and the module fails.
  - Units that run are not restarted. They keep what they were started with.
  - Units of user managers are not for this module.
extends_documentation_fragment:
  - rootless.docker.common
attributes:
  diff_mode:
    details: Values of C(Environment) and C(SetCredential) are left out.
options:
  unit:
    description: The name of the unit with its ending, a template like V(user@.service) too.
    type: str
    required: true
  name:
    description: The name of the drop-in without C(.conf). Later names win over earlier ones.
    type: str
    default: 50-rootless-docker
  sections:
    description:
      - The settings of each section, in the order in which they should stand in the file.
      - A value is a text, a number or a boolean (C(yes), C(no)). A list repeats its setting, an empty text resets what was said before.
      - Needed for O(state=present).
    type: dict
    default: {}
  state:
    description: Whether the drop-in should be there.
    type: str
    choices: [present, absent]
    default: present
  reload:
    description: Whether systemd is told to read its units again after a change.
    type: bool
    default: true
"""

EXAMPLES = r"""
- name: Give user managers more cgroup controllers
  rootless.docker.systemd_override:
    unit: user@.service
    sections:
      Service:
        Delegate: cpu cpuset io memory pids

- name: Take it back
  rootless.docker.systemd_override:
    unit: user@.service
    state: absent
"""

RETURN = r"""
path:
  description: The path of the drop-in.
  returned: success
  type: str
  sample: /etc/systemd/system/user@.service.d/50-rootless-docker.conf
reloaded:
  description: Whether systemd was told to read its units again.
  returned: success
  type: bool
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments, converters
from ..module_utils.landing import override
from ..module_utils.landing.drop_in import DropIn
from ..module_utils.landing.scratch import Scratch
from ..module_utils.machine.host import Host, Unanswered

RULES = {
    "unit": (converters.data, str),
    "name": (converters.data, converters.always("50-rootless-docker")),
    "sections": (converters.data, dict),
    "state": (converters.word(("present", "absent")), converters.always("present")),
    "reload": (converters.boolean, converters.always(True)),
}


def main():
    module = AnsibleModule(
        argument_spec={
            "unit": {"type": "str", "required": True},
            "name": {"type": "str", "default": "50-rootless-docker"},
            "sections": {"type": "dict", "default": {}},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "reload": {"type": "bool", "default": True},
        },
        supports_check_mode=True,
    )
    wish = arguments.settled(module, RULES)
    if not wish["sections"] and wish["state"] == "present":
        arguments.refuse(module, ["sections: is empty, say what the drop-in should hold, allowed is a dictionary of sections."])
    arguments.refuse(module, ["%s." % fault for fault in override.faults(wish["unit"], wish["name"], wish["sections"])])
    try:
        with Scratch(Host()) as scratch:
            answer = apply(Host(), wish, scratch, module.check_mode)
    except Unanswered as error:
        module.fail_json(msg=str(error))
    module.exit_json(**answer)


def apply(host, wish, scratch, check_mode):
    """{"changed", "path", "reloaded", "diff"}; Unanswered where it failed."""
    text = override.render(wish["sections"]) if wish["state"] == "present" else None
    answer = DropIn(host, wish["unit"], wish["name"], scratch, wish["reload"]).land(text, check_mode)
    answer["reloaded"] = answer.pop("activated")
    return answer


if __name__ == "__main__":
    main()
