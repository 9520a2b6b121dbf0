# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.remedies import Remedy, read_header, read_remedies

MAIN = """
- name: Zero
  ansible.builtin.set_fact: {x: 1}
- name: One
  ansible.builtin.include_tasks: apply.yml
  vars: {rootless_remedy_name: second}
- name: Two
  ansible.builtin.include_tasks: apply.yml
  vars: {rootless_remedy_name: first}
"""
HEADER = "---\n# Inputs: a\n# Changes: b,\n#          c\n# Disturbs: nothing\n# And prose.\n- name: x\n"


def test_remedies_come_in_healing_order(tmp_path):
    for name, text in (("main", MAIN), ("first", HEADER), ("second", HEADER)):
        (tmp_path / f"{name}.yml").write_text(text)
    assert list(read_remedies(tmp_path)) == ["second", "first"]
    assert read_remedies(tmp_path)["first"] == Remedy("first", "a", "b, c", "nothing", ())


def test_a_header_may_name_what_has_to_be_healed_first(tmp_path):
    (tmp_path / "x.yml").write_text(HEADER.replace("# And", "# After: one, two\n# And"))
    assert read_header(tmp_path / "x.yml").after == ("one", "two")


@pytest.mark.parametrize("text, words", [
    (HEADER.replace("# Disturbs: nothing\n", ""), "tasks/x.yml: its header has no line '# Disturbs: ...'."),
    (HEADER.replace("nothing", "much"), "tasks/x.yml: Disturbs is 'much', allowed are nothing, restarts daemons, needs reboot."),
])
def test_a_header_must_be_whole(tmp_path, text, words):
    (tmp_path / "x.yml").write_text(text)
    with pytest.raises(Refusal) as refused:
        read_header(tmp_path / "x.yml")
    assert str(refused.value) == words


def test_an_included_file_must_be_there(tmp_path):
    (tmp_path / "main.yml").write_text(MAIN)
    with pytest.raises(Refusal, match="tasks/second.yml cannot be read, but tasks/main.yml includes it"):
        read_remedies(tmp_path)
