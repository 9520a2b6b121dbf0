# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role of remedies says of itself: the healing order, and each task file's header."""

from __future__ import annotations

import dataclasses
import pathlib
import re

from ..refusal import Refusal
from .pages import read_page

FOLDER = pathlib.Path(__file__).parents[3] / "roles" / "rootless_remedy" / "tasks"
NOTHING, DAEMONS, REBOOT = DISTURBS = ("nothing", "restarts daemons", "needs reboot")
APPLY = "apply.yml"
HEADER = re.compile(r"# (Inputs|Changes|Disturbs|After): *(.*)")


@dataclasses.dataclass(frozen=True)
class Remedy:
    """One task file's header; `disturbs` is one of DISTURBS, `after` the ids that have to be healed first where they ail the host."""

    name: str
    inputs: str
    changes: str
    disturbs: str
    after: tuple[str, ...] = ()


def read_remedies(folder=FOLDER):
    """{name: Remedy} in healing order, which is the order in which tasks/main.yml applies them."""
    return {name: read_header(folder / f"{name}.yml") for name in healing_order(folder)}


def healing_order(folder=FOLDER):
    tasks = read_page(folder / "main.yml") or []
    return [task["vars"]["rootless_remedy_name"] for task in tasks if task.get("ansible.builtin.include_tasks") == APPLY]


def read_header(path):
    """The Remedy that a task file's first comment describes; its lines may go on, indented, in further comments."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Refusal(f"tasks/{path.name} cannot be read, but tasks/main.yml includes it: {error.strerror}.") from error
    found, key = {}, None
    for line in text.splitlines():
        match = HEADER.match(line)
        if match:
            key, found[match[1].lower()] = match[1].lower(), match[2].strip()
        elif key and line.startswith("#  "):
            found[key] += " " + line[1:].strip()
        else:
            key = None
    missing = [word for word in ("inputs", "changes", "disturbs") if not found.get(word)]
    if missing:
        raise Refusal(f"tasks/{path.name}: its header has no line '# {missing[0].capitalize()}: ...'.")
    if found["disturbs"] not in DISTURBS:
        raise Refusal(f"tasks/{path.name}: Disturbs is {found['disturbs']!r}, allowed are {', '.join(DISTURBS)}.")
    return Remedy(path.stem, **{**found, "after": tuple(re.findall(r"[^\s,]+", found.get("after", "")))})
