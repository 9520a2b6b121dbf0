"""The skeletons of a new symptom: make new-symptom SUBJECT=home ID=home-noexec [CASE=...] [ABOUT=host].

Writes a card, its sick case, the sick case of the probe and a line of the table, and says which two files are yours to extend. What has to be
filled in is in capitals: nothing loads, and no law is silent, before it is.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parents[2]
CASES = ROOT / "tests" / "unit" / "plugins" / "module_utils" / "cases" / "probes"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CARD = """
- id: {id}
{case}  about: {about}
  when: '{subject}.KEY == `true`'
  severity: blocks
  log:
    - 'THE LINE THAT TELLS IT'
  seen: 'WHAT WAS SEEN, WITH {{{subject}.KEY}}'
  breaks: 'WHAT WILL NOT WORK'
  fix: 'WHAT TO TYPE'
"""
LINE = """
- id: {id}
{case}  ails: {ails}
  breaks: HOW ROOT BREAKS IT
  meets: {{start: 'THE LINE THAT TELLS IT'}}
  undo: HOW A PERSON HEALS IT, WHERE NO REMEDY DOES
"""


def main(arguments):
    asked = parsed(arguments)
    about = "-account" if asked.about == "account" else ""
    well = wells(asked.subject, asked.about)
    words = {"id": asked.id, "case": f"  case: {asked.case}\n" if asked.case else "", "about": asked.about, "subject": asked.subject,
             "ails": "alice" if about else "host"}
    name = ".".join(filter(None, (asked.id, asked.case)))
    page, table = ROOT / "catalogue" / f"{asked.subject}.yml", ROOT / "molecule" / asked.subject / "tests" / "causes.yml"
    new(CASES / asked.subject / f"sick{about}-{asked.case or asked.id}.json", {"says": "WHAT WAS SEEN", "like": well, "host": {}, "facts": {"KEY": True}})
    new(ROOT / "tests" / "unit" / "catalogue" / "cases" / "every_card" / f"{name}.sick.json",
        {"says": "WHY", "facts": {f"{asked.subject}.KEY": True}, "consequences": []})
    append(page, CARD.format(**words))
    append(table, LINE.format(**words))
    print("yours: the key, in plugins/module_utils/probes/" + f"{asked.subject}.py (its docstring too)")
    print(f"yours: the key's well value, in {(CASES / asked.subject / well).relative_to(ROOT)}.json")
    print("then: make symptoms, make quick, tests/rig/causes -k " + asked.id)


def parsed(words):
    parser = argparse.ArgumentParser(prog="make new-symptom", description="SUBJECT=home ID=home-noexec [CASE=mounted] [ABOUT=host]")
    parser.add_argument("subject", choices=sorted(folder.name for folder in CASES.iterdir()))
    parser.add_argument("id")
    parser.add_argument("case", nargs="?", default="")
    parser.add_argument("about", nargs="?", default="account", choices=["account", "host"])
    asked = parser.parse_args(words)
    for word in filter(None, (asked.id, asked.case)):
        if not NAME.fullmatch(word):
            parser.error(f"{word!r} must be lower case words joined by hyphens")
    return asked


def wells(subject, about):
    """The well case that the cards' healthy host is made of."""
    page = json.loads((ROOT / "tests" / "unit" / "catalogue" / "well.json").read_text(encoding="utf-8"))
    return (page["accounts"]["alice"] if about == "account" else page["host"])[subject]["like"]


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")
    print(f"extended: {path.relative_to(ROOT)}")


def new(path, case):
    if path.exists():
        raise SystemExit(f"{path.relative_to(ROOT)} is there already")
    path.write_text(json.dumps(case, indent=2) + "\n", encoding="utf-8")
    print(f"new: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
