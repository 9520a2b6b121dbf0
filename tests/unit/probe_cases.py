# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases of the probes, and the healthy host that they make together.

{"says": why this case is here, "host": a case of fake_host.py, "facts": the exact answer,
 "account": "alice" (absent: the host is asked), "wish": what is wished for it, "unanswered": {key: reason},
 "like": a well case of the subject, over which this one is laid: it says only what differs. In "host" the entries of a part are laid over
         each other, null takes one, or the part, away; of "facts" whole keys are replaced,
 "lacks": keys of those facts that have no answer here}

So a new key of a subject is said once, in its well case, and where it is sick.
"""

import copy
import io
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "plugins", "module_utils", "cases", "probes")
WELL = os.path.join(HERE, "catalogue", "well.json")


def cases():
    for subject in sorted(os.listdir(FOLDER)):
        pages = {}
        for name in sorted(os.listdir(os.path.join(FOLDER, subject))):
            with io.open(os.path.join(FOLDER, subject, name), encoding="utf-8") as stream:
                pages[name[:-len(".json")]] = json.load(stream)
        for name, case in sorted(pages.items()):
            yield subject, name, whole(case, pages[case["like"]]) if "like" in case else case


def whole(case, base):
    """The case that says only what differs from another one, as one that says everything."""
    facts = dict(base["facts"], **case.get("facts", {}))
    host = dict(base["host"])
    for part, entries in case.get("host", {}).items():
        host[part] = entries
        if isinstance(entries, dict):
            host[part] = {name: entry for name, entry in dict(base["host"].get(part, {}), **entries).items() if entry is not None}
    told = dict(base, host={part: entries for part, entries in host.items() if entries is not None})
    told["facts"] = {key: value for key, value in facts.items() if key not in case.get("lacks", [])}
    return dict(told, **{key: case[key] for key in case if key not in ("host", "facts")})


def well_host():
    """The facts of a healthy host of alice and bob: of each subject those of a well case, but for what catalogue/well.json says besides."""
    told = {(subject, name): case["facts"] for subject, name, case in cases()}
    with io.open(WELL, encoding="utf-8") as stream:
        page = json.load(stream)

    def facts(subjects):
        found = {word: dict(told[word, own["like"]], **own) for word, own in subjects.items()}
        return {word: copy.deepcopy({key: value for key, value in answer.items() if key != "like"}) for word, answer in found.items()}

    people = {name: dict(facts(subjects), unanswered={}) for name, subjects in page["accounts"].items()}
    return dict(facts(page["host"]), accounts=people, unanswered={})
