# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A probe is small, listed, and says its shape; what runs on targets imports nothing of ansible."""

from __future__ import annotations

import ast
import re

import house
import pytest

from ansible_collections.rootless.docker.plugins.module_utils import probes

LONGEST = 80
ON_TARGETS = house.some(sorted((house.PLUGINS / "module_utils").rglob("*.py")), "module_utils")


def questions():
    found = ((f"{word}.{name}", getattr(probe, name)) for word, probe in probes.PROBES.items()
             for name in ("probe", "probe_account") if hasattr(probe, name))
    return house.some(found, "questions")


def test_every_probe_is_listed():
    assert house.names(house.probe_files()) == set(probes.PROBES)


@pytest.mark.parametrize("path", house.probe_files(), ids=lambda path: path.stem)
def test_a_probe_is_small(path):
    assert len(house.code_lines(path)) < LONGEST


@pytest.mark.parametrize("name, question", questions(), ids=[name for name, dummy in questions()])
def test_every_question_is_a_question_with_a_shape(name, question):
    assert question.__doc__.split("\n", 1)[0].endswith("?")
    assert isinstance(probes.shape(question), dict) and probes.shape(question)


def test_an_accounts_answers_hide_none_of_its_hosts():
    """Laid over the host's facts, a key of the same name would be lost to the rules about accounts."""
    both = [probe for probe in probes.PROBES.values() if hasattr(probe, "probe") and hasattr(probe, "probe_account")]
    hidden = [set(probes.shape(probe.probe)) & set(probes.shape(probe.probe_account)) for probe in house.some(both, "two-sided probes")]
    assert set().union(*hidden) == set()


@pytest.mark.parametrize("path", ON_TARGETS, ids=lambda path: str(path.relative_to(house.PLUGINS)))
def test_nothing_of_ansible_goes_to_targets(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    assert [name for name in imported if re.match(r"ansible", name)] == []
