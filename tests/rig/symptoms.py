"""docs/symptoms.md: a heading a cause, from the catalogue, the texts in tests/unit/data and the tables of causes.

Run it after any change to those: make symptoms; a law compares docs/symptoms.md with what it says.
"""

from __future__ import annotations

import importlib
import io
import json
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).parents[2]
PAGE = ROOT / "docs" / "symptoms.md"
# The pages in reading order, under the words for them; a page that is not named comes last, under its own.
TITLES = {
    "engine": "engine", "system": "host and accounts", "subids": "subordinate ids", "kernel": "user namespaces", "apparmor": "AppArmor",
    "hardening": "hardened units", "session": "session", "cgroups": "cgroups", "storage": "storage", "home": "home", "modules": "kernel modules",
    "network": "network", "ports": "ports", "daemon": "daemon", "clients": "clients", "limits": "limits of rootless mode", "noise": "no cause"}
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
        parts.append(f"## {group[0].upper()}{group[1:]}\n")
        parts += [entry(name, [card for card in catalogue.cards if card.id == name], texts.get(name), proofs.get(name)) for name in ids]
    return "\n".join(parts)


def contents():
    """The ids of each group, as links."""
    return "\n".join(f"- {group}: {', '.join(f'[{name}](#{name})' for name in ids)}" for group, ids in groups()) + "\n"


def groups():
    """[(title, [ids])], a group a page; an id with cards on several pages stands where it is judged."""
    from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped

    home = {card.id: page_of(card) for card in sorted(shipped().cards, key=lambda card: card.when is not None)}
    pages = [*TITLES, *sorted({*home.values()} - {*TITLES})]
    found = {page: list(dict.fromkeys(card.id for card in shipped().cards if home[card.id] == page)) for page in pages}
    return [(TITLES.get(page, page), ids) for page, ids in found.items() if ids]


def page_of(card):
    return pathlib.PurePath(card.page).stem


def proved():
    """{id: [scenarios whose tables prove it]}"""
    found = {}
    for path in sorted(ROOT.glob("molecule/*/tests/causes.yml")):
        for name in dict.fromkeys(cause["id"] for cause in yaml.safe_load(path.read_text(encoding="utf-8"))):
            found.setdefault(name, []).append(path.parts[-3])
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
