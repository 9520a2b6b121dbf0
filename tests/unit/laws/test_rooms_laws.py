# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests mirror plugins by path, and nothing that is public lacks its manual or its three first lines."""

from __future__ import annotations

import re

import house
import pytest

HEADER = """\
# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
SOURCES = house.some((path for path in sorted(house.PLUGINS.rglob("*.py")) if path.stat().st_size), "sources")
TESTS = house.some(sorted((house.UNITS / "plugins").rglob("test_*.py")), "tests")


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(house.UNITS)))
def test_every_test_has_the_source_it_is_named_for(path):
    twin = house.PLUGINS / path.relative_to(house.UNITS / "plugins").parent / path.name.replace("test_", "", 1)
    package = twin.with_suffix("") / "__init__.py"
    assert twin.exists() or package.exists()


def test_every_folder_of_cases_has_its_engine():
    folders = house.some((folder for cases in house.UNITS.rglob("cases") for folder in cases.iterdir()), "folders of cases")
    assert [str(folder) for folder in folders if not (folder.parent.parent / f"test_{folder.name}.py").exists()] == []
    assert [str(folder) for folder in folders if not any(folder.rglob("*.json"))] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(house.PLUGINS)))
def test_every_source_begins_with_its_licence(path):
    text = path.read_text(encoding="utf-8")
    assert HEADER in text[:400]


def test_every_filter_has_its_manual():
    filters = house.some((house.PLUGINS / "filter").glob("*.py"), "filters")
    assert house.names(filters) == house.names((house.PLUGINS / "filter").glob("*.yml"))


@pytest.mark.parametrize("path", house.some(sorted(house.PLUGINS.rglob("*.yml")), "manuals"), ids=lambda path: path.name)
def test_every_manual_can_be_read(path):
    assert {"DOCUMENTATION", "EXAMPLES", "RETURN"} == set(house.page(path))


def test_no_room_knows_ansible():
    """The catalogue and explain can be used without it; what lies beside the rooms is the door to it."""
    rooms = house.some([path for place in ("plugin_utils", "module_utils") for path in (house.PLUGINS / place).glob("*/*.py") if path.stat().st_size], "rooms")
    assert [str(path) for path in rooms if re.search(r"^\s*(from|import) ansible\b", path.read_text(encoding="utf-8"), re.M)] == []


def test_probes_import_the_rooms_and_no_room_imports_a_probe():
    rooms = [path for path in (house.PLUGINS / "module_utils").glob("*/*.py") if path.parent.name != "probes"]
    assert [str(path) for path in rooms if re.search(r"^\s*from \.\.probes?\b|^\s*from \.\. import .*\bprobes\b", path.read_text(encoding="utf-8"), re.M)] == []


def test_within_the_collection_imports_are_relative():
    assert [str(path) for path in SOURCES if "ansible_collections.rootless" in path.read_text(encoding="utf-8")] == []


def test_lines_have_at_most_160_characters():
    """As ansible-test and ansible-lint demand, said in a second."""
    folders = ("plugins", "roles", "playbooks", "molecule", "tests", "changelogs", "meta", "examples")
    pages = house.some([path for folder in folders for ending in ("*.py", "*.yml") for path in (house.ROOT / folder).rglob(ending)], "pages")
    assert [f"{path}:{number}" for path in pages if "output" not in path.parts
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if len(line) > 160] == []
