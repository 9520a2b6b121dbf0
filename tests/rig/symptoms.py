"""docs/symptoms.md: a heading a cause, from the catalogue, the texts in tests/unit/data and the scenarios' result files.

A scenario that broke, healed and asked again says so in molecule/<scenario>/result.json: {"proved": ["subid-missing", ...]}.
Run it after any change to those: make symptoms; a law compares docs/symptoms.md with what it says.
"""

from __future__ import annotations

import importlib
import io
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parents[2]
PAGE = ROOT / "docs" / "symptoms.md"
HEAD = """\
# Symptoms

Every cause that the catalogue knows, under the id by which findings and reports name it. Where one id has several forms, each stands with its own
impact and cure. Words in &lt;angle brackets> are your host's. The example is one of many texts that lead to the cause:
`make explain < log.txt`, or the playbook explain, finds the cause of yours.

This page is made by `make symptoms` from `catalogue/`.
"""


def page():
    """The text of the page."""
    from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped

    catalogue, proofs, texts = shipped(), proved(), examples()
    parts = [HEAD, contents()]
    for group, ids in groups():
        parts.append(f"## {group.capitalize()}\n")
        parts += [entry(name, [card for card in catalogue.cards if card.id == name], texts.get(name), proofs.get(name)) for name in ids]
    return "\n".join(parts)


def contents():
    """The ids of each group, as links."""
    return "\n".join(f"- {group}: {', '.join(f'[{name}](#{name})' for name in ids)}" for group, ids in groups()) + "\n"


def groups():
    """[(group, [ids])] in the order of catalogue/README.md."""
    text = (ROOT / "catalogue" / "README.md").read_text(encoding="utf-8").split("## The ids", 1)[1]
    rows = re.findall(r"^\| ([a-z -]+) \| ([a-z0-9, -]+) \|$", text, re.MULTILINE)
    return [(group, ids.split(", ")) for group, ids in rows if ids != "ids"]


def proved():
    """{id: [scenarios]}"""
    found = {}
    for path in sorted(ROOT.glob("molecule/*/result.json")):
        for name in json.loads(path.read_text(encoding="utf-8"))["proved"]:
            found.setdefault(name, []).append(path.parent.name)
    return found


def examples():
    """{id: the first line that tells it}, of texts that were seen here where there are any."""
    from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
    from ansible_collections.rootless.docker.plugins.plugin_utils.explaining.explain import explain

    found = {}
    for name in ("seen", "errors", "told"):
        for text in (ROOT / "tests" / "unit" / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(text)
            if not set(case["labels"]) - set(found):
                continue
            best = explain(shipped(), io.BytesIO(case["text"].encode()))[:1]
            if best and best[0]["id"] in case["labels"]:
                found.setdefault(best[0]["id"], best[0]["matched"])
    return found


def entry(name, cards, example, scenarios):
    """A heading, which is the anchor, and what each form of the cause says."""
    from ansible_collections.rootless.docker.plugins.plugin_utils.explaining.explain import words

    forms = dict.fromkeys("\n".join(form(words(card))) for card in cards)
    ending = [f"For example: `` {example} ``"] if example else []
    if scenarios:
        ending.append(f"Reproduced and healed by `make causes` ({', '.join(scenarios)}).")
    return "\n\n".join([f"### {name}", *forms, *ending]) + "\n"


def form(told):
    """The lines of one card."""
    healed = f"healed by: the playbook site ({', '.join(sorted(told['remedy']))})" if told["remedy"] else "needs manual action"
    return [plain(told["seen"]), "", f"- impact: {plain(told['breaks'])}", f"- by hand: {plain(told['fix'])}", f"- {healed}"]


def plain(text):
    """Text that Markdown shows as it is."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    importlib.import_module("conftest")      # makes this checkout importable
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
