#!/usr/bin/python
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: rootless_daemon
short_description: Give accounts a rootless Docker daemon that runs, answers and has the requested settings
version_added: "0.1.0"
description:
  - For each account a transaction, run in a child process that is the account. The user unit C(docker.service), our drop-in
    C(docker.service.d/50-rootless-docker.conf) and C(~/.config/docker/daemon.json) are written, the daemon is restarted, and
    its API is asked. Where it does not answer in time, the previous files come back, the daemon is started on them again, and
    the error says so with the telling line of the journal.
  - A daemon that answers, in whichever unit, and contradicts no setting is left alone, whoever installed it. A unit of a distribution or of the
    account's own is kept. Other keys of C(daemon.json) stay.
  - What was written to C(daemon.json) or our drop-in after the daemon's start counts as not yet read, and the daemon is restarted.
  - A unit that is missing, masked by the account or outdated is written while its daemon goes on. A daemon that no unit started is ended
    through its RootlessKit, and the unit started in its place.
  - After that, the unit is enabled, and the CLI gets a context C(rootless), which becomes the current one unless the account chose another.
  - What lies in the way of a path to be written (a link, a FIFO, a file of somebody else) is named, and nothing is written for that account.
  - Values of environment, proxy and C(daemon.json) appear in no result and no diff, only their names do.
extends_documentation_fragment:
  - rootless.docker.common
  - rootless.docker.common.batch
options:
  accounts:
    description:
      - The settings by account, as the filter P(rootless.docker.wanted#filter) returns them. An empty dictionary asks for a daemon and nothing more.
      - Keys are V(network_driver), V(port_driver), V(mtu), V(data_root), V(storage_driver) (each may be null),
        V(daemon_options) (keys of C(daemon.json); objects are merged, everything else is replaced),
        V(environment) (variables of the daemon) and V(proxy) (with V(http), V(https), V(no)). V(name) and V(create) are allowed and not read.
      - In check mode an account, a user manager or an engine that does not exist counts as brought by an earlier task.
    type: dict
    required: true
  restart:
    description: Names of accounts whose daemon is restarted although nothing it reads differs, for example because its sub-ids have grown.
    type: list
    elements: str
    default: []
  leave_data:
    description:
      - Names of accounts whose data root may be changed although images, containers or volumes lie in the present one. Nothing is moved,
        they stay where they are, and the daemon no longer sees them.
      - Every other account keeps such a data root. One whose requested data root already holds images is changed without being named here.
    type: list
    elements: str
    default: []
  start_only:
    description: Leave a daemon that answers on what it has read, whatever differs; write its unit, enable it and make its CLI context all the same.
    type: bool
    default: false
  settings_only:
    description:
      - Write the drop-in and C(daemon.json), and restart what has not read them. Leave the unit, whether it is enabled, and the CLI context as they are.
    type: bool
    default: false
  wait:
    description: Seconds that a daemon has to answer after it was started, and once more on the previous files.
    type: int
    default: 90
notes:
  - Accounts are treated side by side, eight at a time.
  - A user manager and bus are needed first, see M(rootless.docker.rootless_session).
seealso:
  - module: rootless.docker.rootless_session
  - module: rootless.docker.rootless_facts
"""

EXAMPLES = r"""
- name: Daemons for alice and bob, bob's with pasta and a proxy
  rootless.docker.rootless_daemon:
    accounts:
      alice: {}
      bob:
        network_driver: pasta
        port_driver: implicit
        proxy:
          https: "{{ fleet_proxy }}"
        daemon_options:
          log-driver: local
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
          description: Whether something was changed, or would be in check mode. False where everything is as it was after a failure.
          type: bool
          returned: always
        changes:
          description: What was or would be changed, in names (data root, unit, drop-in NAME, daemon.json KEY, unmasked, reloaded, running, restarted,
            enabled, context, current context).
          type: list
          elements: str
          returned: always
        did:
          description: What was done, a sentence each. Empty in check mode.
          type: list
          elements: str
          returned: always
        error:
          description: Why the daemon does not have the requested settings after all, or null.
          type: str
          returned: always
        restarted:
          description: Whether a daemon that answered before was restarted.
          type: bool
          returned: always
        journal:
          description: After a failed start its journal, at most 20 lines of 500 characters, without control characters and credentials.
          type: list
          elements: str
          returned: always
  sample:
    alice:
      changed: true
      changes: [unit, running, enabled, context, current context]
      did: ["/home/alice/.config/systemd/user/docker.service was written", "the daemon of alice was started and answers"]
      error: null
      restarted: false
      journal: []
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.wishes import arguments, converters
from ..module_utils.accounts.batch import finish
from ..module_utils.daemon.accounts import settle_all
from ..module_utils.machine.host import Host

STATES = ("unmasked", "data root", "reloaded", "running", "restarted", "enabled", "context", "current context")
RULES = {
    "restart": arguments.NAMES,
    "leave_data": arguments.NAMES,
    "start_only": (converters.boolean, converters.always(False)),
    "settings_only": (converters.boolean, converters.always(False)),
    "wait": (arguments.SECONDS, converters.always(90)),
}
RETURNED = ("changes", "did", "error", "restarted", "journal")


def diff_of(name, reply):
    """The files with what may be shown of them, and the rest of the account's changes as one list of names."""
    files = [dict(before=one["before"] or "", after=one["after"] or "", before_header=one["path"], after_header=one["path"]) for one in reply["files"]]
    rest = [change for change in reply["changes"] if change in STATES]
    sides = {side: "".join("%s: %s\n" % (change, word) for change in rest) for side, word in (("before", "no"), ("after", "yes"))}
    return files + ([dict(sides, before_header="daemon of " + name, after_header="daemon of " + name)] if rest else [])


def main():
    module = AnsibleModule(
        argument_spec={
            "accounts": {"type": "dict", "required": True, "no_log": True},
            "restart": {"type": "list", "elements": "str", "default": []},
            "leave_data": {"type": "list", "elements": "str", "default": []},
            "start_only": {"type": "bool", "default": False},
            "settings_only": {"type": "bool", "default": False},
            "wait": {"type": "int", "default": 90},
        },
        supports_check_mode=True,
    )
    accounts, options, secrets = arguments.wishes(module, RULES)
    options = {key: options[key] for key in RULES}
    replies = settle_all(Host(), accounts, dict(options, check=module.check_mode))
    finish(
        module, secrets.blot({name: dict({key: reply[key] for key in RETURNED}, changed=bool(reply["changes"])) for name, reply in replies.items()}),
        changed=any(reply["changes"] for reply in replies.values()),
        diff=secrets.blot([diff for name, reply in sorted(replies.items()) for diff in diff_of(name, reply)]),
    )


if __name__ == "__main__":
    main()
