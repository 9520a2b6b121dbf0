"""docs/symptoms.md: a row a cause, from the catalogue, the texts in tests/unit/data and the scenarios' result files.

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

Every cause that the catalogue knows. This page is made by `make symptoms`; what it says is in `catalogue/`.
"By hand" is what a person types, "healed by" the remedy of the playbook site. An example is one of many texts that lead to the cause:
`make explain < log.txt` finds it in yours. Words in <angle brackets> are your host's.
"""
COLUMNS = ("cause", "seen", "breaks", "by hand", "healed by", "for example", "proved in")


def page():
    """The text of the page."""
    from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import shipped

    catalogue, proofs, texts = shipped(), proved(), examples()
    parts = [HEAD]
    for group, ids in groups():
        rows = [row(name, [card for card in catalogue.cards if card.id == name], texts.get(name), proofs.get(name)) for name in ids]
        parts.append("\n".join([f"## {group.capitalize()}", "", line(COLUMNS), line(["---"] * len(COLUMNS)), *map(line, rows)]) + "\n")
    return "\n".join(parts)


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
    from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import shipped
    from ansible_collections.rootless.docker.plugins.plugin_utils.explain import explain

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


def row(name, cards, example, scenarios):
    from ansible_collections.rootless.docker.plugins.plugin_utils.explain import words

    told = [words(card) for card in cards]
    remedies = sorted({remedy for card in told for remedy in card["remedy"] or {}})
    return [f"**{name}**", *(several(card[key] for card in told) for key in ("seen", "breaks", "fix")),
            ", ".join(remedies) or "a person", f"`` {example} ``" if example else "(no text tells it)", ", ".join(scenarios or ["explained only"])]


def several(texts):
    return "; or ".join(dict.fromkeys(texts))


def line(cells):
    return "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") if "``" not in cell else cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    importlib.import_module("conftest")      # makes this checkout importable
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
