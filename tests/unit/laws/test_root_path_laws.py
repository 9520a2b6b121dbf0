# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No account chooses where root acts: builtin modules of remedies touch constants in trees that are root's, and follow no link there.

Modules of ours are free of this, for they check by themselves what they act on. So are those that take names instead of paths.
"""

from __future__ import annotations

import re

import house
import pytest
import yaml

NAMES_ONLY = ("ansible.builtin.package", "ansible.builtin.systemd_service", "ansible.builtin.set_fact", "ansible.builtin.assert", "ansible.builtin.debug",
              "ansible.builtin.include_role", "ansible.builtin.include_tasks", "ansible.builtin.service_facts")
PATHS = ("path", "dest", "src", "name", "chdir", "creates", "removes", "unix_socket", "argv", "cmd")
OURS = "rootless.docker."
ROOTS = re.compile(r"/(etc|usr|run|var/lib)/[A-Za-z0-9@._/-]+")
# Trees below these in which others may write.
OTHERS = re.compile(r"/(usr/local|run/user|run/lock|run/screen)(/|$)|/\.\.(/|$)")
# A constant program with names of packages behind it, which packages.yml and the package manager gave.
WITH_PACKAGES = re.compile(r"\{\{ \['(/[^']+)', .*\] \+ (rootless_remedy_packages|__rootless_remedy_again) \}\}", re.DOTALL)
# Every keyword of a task that is no module's name.
KEYWORDS = {"name", "when", "loop", "loop_control", "register", "vars", "notify", "become", "changed_when", "failed_when", "check_mode", "diff", "no_log",
            "tags", "until", "retries", "delay", "environment", "ignore_errors", "block", "rescue", "always", "run_once", "throttle", "args"}


def tasks_in(found):
    for task in found or []:
        yield task
        for part in ("block", "rescue", "always"):
            yield from tasks_in(task.get(part))


def faults(text):
    """What is wrong with a task file, a sentence each."""
    return [fault for task in tasks_in(yaml.safe_load(text)) for module in set(task) - KEYWORDS for fault in module_faults(module, task[module], task)]


def module_faults(module, given, task):
    if module in NAMES_ONLY or module.startswith(OURS):
        return []
    arguments = {"cmd": given} if isinstance(given, str) else dict(given or {})
    arguments.update(task.get("args", {}))
    if names := WITH_PACKAGES.fullmatch(str(arguments.get("argv"))):
        arguments["argv"] = [names[1]]
    found = [f"{module}: {key} {value!r} is no constant" for key, value in arguments.items() if key != "content" and "{" in str(value)]
    paths = [(key, path) for key in PATHS if (path := first(arguments.get(key)))]
    found += [f"{module}: {key} {path!r} is in no tree of root's" for key, path in paths if not ROOTS.fullmatch(path) or OTHERS.search(path)]
    if not paths:
        found.append(f"{module}: which file it acts on is not said")
    if module == "ansible.builtin.file" and arguments.get("state") != "absent" and arguments.get("follow") is not False:
        found.append(f"{module}: follows links, say follow: false")
    return found


def first(value):
    """The path, or the program of a command, in an argument."""
    words = value if isinstance(value, list) else str(value or "").split()
    return str(words[0]) if words else None


@pytest.mark.parametrize("path", sorted((house.REMEDY / "tasks").rglob("*.yml")), ids=lambda path: path.stem)
def test_no_remedy_acts_on_a_path_that_an_account_could_choose(path):
    assert faults(path.read_text(encoding="utf-8")) == []


def test_programs_are_looked_for_where_nobody_but_root_may_write():
    """Every remedy is applied by apply.yml, and nothing else includes one."""
    includes = [task["ansible.builtin.include_role"] for task in tasks_in(house.page(house.REMEDY / "tasks" / "apply.yml"))
                if "ansible.builtin.include_role" in task]
    assert [include["apply"]["environment"] for include in includes] == [{"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}]


BAD = [
    ("- ansible.builtin.file: {path: '{{ item.key }}', owner: root, mode: '4755'}\n  loop: '{{ modes | dict2items }}'", "is no constant"),
    ("- block:\n  - ansible.builtin.file: {path: '{{ home }}/x', state: absent}", "is no constant"),
    ("- block: []\n  rescue:\n  - ansible.builtin.copy: {dest: /home/alice/x, content: x}", "is in no tree of root's"),
    ("- block: []\n  always:\n  - ansible.builtin.template: {src: /etc/x, dest: /tmp/x}", "is in no tree of root's"),
    ("- ansible.builtin.copy: {dest: /run/user/1000/x, content: x}", "is in no tree of root's"),
    ("- ansible.builtin.copy: {dest: /etc/../home/alice/x, content: x}", "is in no tree of root's"),
    ("- ansible.builtin.copy: {dest: /etc/x, src: '{{ found }}'}", "is no constant"),
    ("- ansible.builtin.command: loginctl enable-linger alice", "is in no tree of root's"),
    ("- ansible.builtin.command: {argv: ['{{ program }}', --version]}", "is no constant"),
    ("- ansible.builtin.command: {argv: [/usr/local/bin/x]}", "is in no tree of root's"),
    ("- ansible.builtin.command: {argv: [/usr/bin/x, '{{ home }}']}", "is no constant"),
    ("- ansible.builtin.command: {argv: \"{{ ['/usr/bin/x', '-y'] + homes }}\"}", "is no constant"),
    ("- ansible.builtin.command: {argv: \"{{ ['/home/x', '-y'] + rootless_remedy_packages }}\"}", "is in no tree of root's"),
    ("- ansible.builtin.command: /usr/bin/x\n  args: {chdir: '{{ home }}'}", "is no constant"),
    ("- ansible.builtin.shell: '/usr/bin/x {{ name }}'", "is no constant"),
    ("- ansible.builtin.shell: x", "is in no tree of root's"),
    ("- ansible.builtin.file: {path: /etc/x, mode: '0644'}", "follows links"),
    ("- ansible.builtin.user: {name: '{{ item }}'}", "is no constant"),
    ("- community.general.ini_file: {path: '{{ x }}'}", "is no constant"),
    ("- ansible.builtin.uri: {url: 'http://x'}", "is not said"),
    ("- ansible.builtin.uri: {url: 'http://x', unix_socket: /home/alice/x}", "is in no tree of root's"),
]
GOOD = [
    "- ansible.builtin.file: {path: /run/docker.sock, state: absent}",
    "- ansible.builtin.uri: {url: 'http://x', unix_socket: /run/docker.sock}",
    "- ansible.builtin.file: {path: /etc/rootless-docker, state: directory, mode: '0755', follow: false}",
    "- ansible.builtin.copy: {dest: /etc/modules-load.d/x.conf, content: '{{ modules }}'}",
    "- ansible.builtin.command: {argv: [/usr/bin/dpkg, --configure, -a]}",
    "- ansible.builtin.command: /usr/bin/dpkg --configure -a",
    "- ansible.builtin.command: {argv: \"{{ ['/usr/bin/x', '-y'] + rootless_remedy_packages }}\"}",
    "- rootless.docker.subid_ranges: {accounts: '{{ rootless_remedy_accounts }}'}",
    "- ansible.builtin.package: {name: '{{ packages }}'}",
]


@pytest.mark.parametrize("text, fault", BAD)
def test_the_law_bites(text, fault):
    assert [said for said in faults(text) if fault in said]


@pytest.mark.parametrize("text", GOOD)
def test_the_law_lets_pass_what_is_right(text):
    assert faults(text) == []
