# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README and CONTRIBUTING say is so: the table, the links, the paths, the quotations, the words of findings."""

from __future__ import annotations

import re
import subprocess
import sys

import house
import pytest
import yaml

from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import wanted

sys.path.insert(0, str(house.ROOT / "tests" / "rig"))
import variables      # noqa: E402 pylint: disable=wrong-import-position

README = (house.ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (house.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = house.some((path for pattern in ("*.md", "*/*.md", "*/*/*.md") for path in house.ROOT.glob(pattern)
                    if not path.relative_to(house.ROOT).parts[0].startswith(".")), "pages")
QUOTATION = re.compile(r"In `([^`]+)`[^\n]*:\n\n```\w+\n(.*?)```", re.DOTALL)
SLOT = r"\\{[^}]*\\}"


def test_the_table_of_variables_is_up_to_date():
    assert variables.with_table(README) == README, "run .cache/venv/bin/python tests/rig/variables.py"


def test_every_variable_has_its_row():
    options = house.page(variables.SPECS)["argument_specs"]["main"]["options"]
    rows = re.findall(r"^\| `(rootless_docker_\w+)` \|", variables.table(), re.MULTILINE)
    assert rows == house.some(options, "variables")


def test_the_user_with_every_key_can_be_granted():
    [text] = re.findall(r"```yaml\n(rootless_docker_users:\n.*?)```", README, re.DOTALL)
    understood = wanted(yaml.safe_load(text))
    assert understood["errors"] == []
    assert all(understood["accounts"]["alice"].values()) and list(understood["accounts"]) == ["bob", "alice"]


def test_the_readme_opens_with_the_two_commands():
    opening = README.split("## ", 1)[0]
    assert re.findall(r"^make (\w+)", opening, re.MULTILINE) == ["demo", "test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(house.ROOT)))
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    local = [link.split("#")[0] for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(house.ROOT)))
def test_pages_are_plain(page):
    assert [line for line in page.read_text(encoding="utf-8").splitlines() if "\u2014" in line] == []


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_path_that_is_named_is_there(text):
    rooms = "plugins|catalogue|roles|playbooks|tests|molecule|changelogs|meta|examples|docs"
    paths = house.some(re.findall(rf"`((?:{rooms})/[\w./*@-]*)", text), "paths")
    assert [path for path in paths if not re.search("[A-Z]{3}", path) and not list(house.ROOT.glob(path.rstrip("/")))] == []


def test_contributing_quotes_what_is_there():
    for path, quoted in house.some(QUOTATION.findall(CONTRIBUTING), "quotations"):
        assert quoted in (house.ROOT / path).read_text(encoding="utf-8"), f"CONTRIBUTING.md quotes {path} as it is not"


def findings_of_the_readme():
    """(seen, id, severity) of the lines that the README shows of a run."""
    return house.some(re.findall(r"^\w+(?:, \w+)?: (.*)\. \(([a-z-]+), (\w+)\)$", README, re.MULTILINE), "findings")


@pytest.mark.parametrize("seen, name, severity", findings_of_the_readme(), ids=[name for dummy, name, dummy in findings_of_the_readme()])
def test_the_readme_shows_what_the_catalogue_says(seen, name, severity):
    cards = [card for dummy, card in house.cards() if card["id"] == name and severity in (card["severity"], "pending")]
    patterns = [re.sub(SLOT, ".*", re.escape(card["seen"])) for card in cards]
    assert any(re.fullmatch(pattern, seen) for pattern in patterns)


@pytest.mark.slow
def test_the_changelog_fragments_are_well():
    lint = subprocess.run([sys.executable, "-m", "antsibull_changelog", "lint"], cwd=house.ROOT, capture_output=True, text=True, check=False)
    assert (lint.returncode, lint.stdout + lint.stderr) == (0, "")
