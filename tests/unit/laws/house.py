# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the rooms of the house are. The laws read files, so they hold whether or not a part can be imported."""

from __future__ import annotations

import functools
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).parents[3]
PLUGINS = ROOT / "plugins"
PROBES = PLUGINS / "module_utils" / "probes"
CATALOGUE = ROOT / "catalogue"
REMEDY = ROOT / "roles" / "rootless_remedy"
UNITS = ROOT / "tests" / "unit"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def some(found, what):
    """The collection itself; a law about nothing would always hold."""
    found = list(found)
    assert found, f"no {what}: this law has nothing to look at"
    return found


@functools.lru_cache(maxsize=None)
def page(path):
    """The data of a page, read once for all laws: none of them changes it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)


def names(paths):
    return {path.stem for path in paths}


def pages_of_rules():
    return some((path for path in sorted(CATALOGUE.glob("*.yml")) if path.name != "packages.yml"), "page of rules")


def cards():
    return some(((path.stem, card) for path in pages_of_rules() for card in page(path)), "rule cards")


def probe_files():
    return some((path for path in sorted(PROBES.glob("*.py")) if path.name != "__init__.py"), "probes")


def task_files():
    return some((path for path in sorted((REMEDY / "tasks").glob("*.yml")) if path.name not in ("main.yml", "apply.yml")), "remedies")


def code_lines(path):
    """Lines that are neither blank, nor comment, nor part of a docstring."""
    text = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
