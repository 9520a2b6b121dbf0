# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the table of variables into README.md, from the role's argument_specs:  .cache/venv/bin/python tests/rig/variables.py

tests/unit/laws/test_readme.py fails while README.md has another table.
"""

from __future__ import annotations

import json
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).parents[2]
README = ROOT / "README.md"
SPECS = ROOT / "roles" / "rootless_docker" / "meta" / "argument_specs.yml"
BETWEEN = re.compile(r"(<!-- variables: .*? -->\n).*?(<!-- end of variables -->)", re.DOTALL)


def with_table(text):
    """The README's text with the table as the specification has it now."""
    if not BETWEEN.search(text):
        raise ValueError("README.md has lost the markers between which the table of variables stands")
    return BETWEEN.sub(lambda found: f"{found[1]}{table()}{found[2]}", text)


def table():
    options = yaml.safe_load(SPECS.read_text(encoding="utf-8"))["argument_specs"]["main"]["options"]
    rows = ["| variable | type | default | what it sets |", "|---|---|---|---|"]
    return "\n".join(rows + [row(name, option) for name, option in options.items()]) + "\n"


def row(name, option):
    cells = [f"`{name}`", kind(option), default(option), sentences(option)]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def kind(option):
    """A raw option takes a list, and a text as -e and surveys bring it."""
    words = {"raw": "list or text", "list": f"list of {option.get('elements', 'raw')}"}
    return words.get(option["type"], option["type"])


def default(option):
    if "default" not in option:
        return ""
    value = option["default"]
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def sentences(option):
    """The description as one line, with the choices and without the markup of ansible-doc."""
    description = option["description"]
    lines = [description] if isinstance(description, str) else list(description)
    if "choices" in option:
        lines.append(f"Choices: {', '.join(f'`{choice}`' for choice in option['choices'])}.")
    return re.sub(r"\b[CVOMP]\(([^)#]*)[^)]*\)", r"`\1`", " ".join(lines))


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
