# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from findings_made import FACTS, finding, held, step

from ansible_collections.rootless.docker.plugins.plugin_utils.printers.documents import begun, document, newest, report, step_of, version

RUN = {"id": "0" * 32, "begin": "2026-01-02T03:04:05.000000Z"}


def entry(findings=(), facts=None, **more):
    return report(list(findings), FACTS if facts is None else facts, "web1", **more)["report"]["web1"]


def test_an_entry_says_what_was_found_done_and_held():
    first, left = finding(), finding("other", account=None, severity="limits")
    done, failed = {**step(), "round": 2}, {"remedy": "session_start", "task": "t", "said": "s", "accounts": []}
    told = entry([left, finding(verdict="well")], proof={"alice": {"error": None}}, prescription={"held": [held("why")], "steps": [step()]},
                 failed=[failed], run={"begin": "b", "found": [first], "done": [done]})
    assert told["begin"] == "b" and told["end"]
    assert {key: told[key] for key in ("state", "problem", "found", "findings", "done", "failed", "held", "planned", "proof")} == {
        "state": "well", "problem": None, "found": [first], "findings": [left], "done": [step_of(step(), 2)], "failed": [failed], "held": [held("why")],
        "planned": [], "proof": {"alice": {"error": None}}}
    assert told["unanswered"] == {"engine.runc": "no answer", "accounts.bob.session": "took too long"}


@pytest.mark.parametrize("mode", ["check", "doctor"])
def test_what_only_would_be_done_is_planned(mode):
    assert entry([finding()], prescription={"steps": [step()]}, mode=mode)["planned"] == [step_of(step())]


def test_what_became_of_the_run_is_its_problem():
    assert entry(facts={}, trouble={"state": "failed", "task": "Ask", "said": "Task failed: boom"})["problem"] == {"task": "Ask", "said": "boom"}


def test_the_handles_of_the_accounts():
    assert report([], FACTS, "web1")["accounts"] == {
        "alice": {"uid": 1000, "home": "/home/alice", "docker_host": "unix:///x", "xdg_runtime_dir": "/x", "context": "rootless"},
        "bob": dict.fromkeys(("uid", "home", "docker_host", "xdg_runtime_dir", "context"))}


def of(*names, **more):
    facts = {"unanswered": {}, "accounts": {name: {"session": {"uid": 7}, "unanswered": {}} for name in names}}
    return report([finding(account=name) for name in names] + [finding("host", account=None)], facts, "web1", **more)


def test_passes_of_one_run_keep_all_accounts():
    first = of("alice", run={"begin": "b", "done": [step_of(step())]})
    second = of("bob", run={"begin": "c", "earlier": first["report"]})
    assert list(second["accounts"]) == ["alice", "bob"]
    assert [(one["id"], one["account"]) for one in second["findings"]] == [("linger-disabled", "alice"), ("linger-disabled", "bob"), ("host", None)]
    told = second["report"]["web1"]
    assert (told["begin"], told["state"], len(told["done"])) == ("b", "ill", 1)
    assert [line for line in second["lines"] if "alice" in line] == []


def test_a_second_pass_over_the_same_accounts_replaces_the_first():
    first = of("alice", run={"begin": "b"})
    facts = {"unanswered": {}, "accounts": {"alice": {"unanswered": {}}}}
    second = report([], facts, "web1", run={"begin": "c", "earlier": first["report"]})["report"]["web1"]
    assert (second["state"], second["findings"], len(second["found"]), second["begin"]) == ("well", [], 2, "b")


def test_a_worse_state_of_other_accounts_is_kept():
    first = of("alice", trouble={"state": "failed", "said": "x"})
    facts = {"unanswered": {}, "accounts": {"bob": {"unanswered": {}}}}
    second = report([], facts, "web1", run={"begin": "c", "earlier": first["report"]})["report"]["web1"]
    assert (second["state"], second["problem"]["said"]) == ("failed", "x")


def test_another_host_of_the_same_play_has_its_own_entry():
    first = of("alice")
    facts = {"unanswered": {}, "accounts": {"carol": {"unanswered": {}}}}
    second = report([finding(account="carol", host="web2")], facts, "web2", run={"earlier": first["report"]})
    assert list(second["report"]) == ["web1", "web2"] and list(second["accounts"]) == ["alice", "carol"]
    assert [one["host"] for one in second["findings"]] == ["web1", "web1", "web2"]


def test_a_document_has_every_host_of_the_play():
    told = {"begin": "b", "entries": {"well1": entry()}}
    hosts = document({"well1": told, "healing": {"begin": "b"}, "lost": {"begin": "b"}, "later": {}}, RUN, ["well1", "healing"])["hosts"]
    assert {name: (one["state"], (one["problem"] or {}).get("said")) for name, one in hosts.items()} == {
        "well1": ("well", None), "healing": ("unfinished", None), "lost": ("unreachable", "the connection was lost while this host was healed"),
        "later": ("unfinished", "the run ended for this host before it was asked")}


def test_a_host_that_speaks_for_others_has_no_entry_of_its_own():
    assert list(document({"localhost": {"begin": "b", "entries": {"web1": entry()}}}, RUN, ["localhost"])["hosts"]) == ["web1"]


@pytest.mark.parametrize("names", [("web1", "liar"), ("liar", "web1")])
def test_what_a_host_has_of_itself_beats_what_another_one_says_of_it(names):
    forged = {"begin": "b", "entries": {"liar": entry(), "web1": {**entry(), "state": "well", "said": ["forged"]}}}
    told = {"liar": forged, "web1": {"begin": "b", "entries": {"web1": {**entry(), "state": "ill", "said": ["own"]}}}}
    hosts = document({name: told[name] for name in names}, RUN, names)["hosts"]
    assert (hosts["web1"]["state"], hosts["web1"]["said"], set(hosts)) == ("ill", ["own"], {"liar", "web1"})
    begun_only = {"liar": forged, "web1": {"begin": "b"}}
    assert document({name: begun_only[name] for name in names}, RUN, names)["hosts"]["web1"]["state"] == "unfinished"
    never = {"liar": forged, "web1": {}}       # the role may be included for one host and delegated to another
    assert document({name: never[name] for name in names}, RUN, names)["hosts"]["web1"]["said"] == ["forged"]


def test_of_two_writers_the_one_that_finished_a_host_later_is_believed():
    mine = document({"a": {"begin": "b"}, "b": {"begin": "b", "entries": {"b": {**entry(), "end": "2"}}}}, RUN, ["a", "b"])
    other = {"hosts": {"a": {**entry(), "end": "1"}, "b": {**begun("b"), "end": "1"}, "c": begun("b"), "d": {**entry(), "end": "1"}}}
    assert {name: one["end"] for name, one in newest(mine, other)["hosts"].items()} == {"a": "1", "b": "2", "d": "1"}


def test_nothing_in_it_is_unprintable():
    evil = "\x1b[2J\nweb1"
    told = entry([finding(seen=evil, journal=[evil], evidence={"x": [evil]})], facts={"accounts": {}, "unanswered": {evil: evil}},
                 proof={"alice": {"error": evil}}, failed=[{"remedy": "r", "task": evil, "said": evil, "accounts": []}])
    assert all(text.isprintable() for text in texts(told))


def texts(value):
    if isinstance(value, dict):
        return [text for item in value.items() for text in texts(list(item))]
    return [text for item in value for text in texts(item)] if isinstance(value, list) else [value] if isinstance(value, str) else []


def test_the_version_is_that_of_the_manifest_where_it_is_installed(tmp_path):
    (tmp_path / "galaxy.yml").write_text("version: 1.2.3")
    assert version(tmp_path) == "1.2.3"
    (tmp_path / "MANIFEST.json").write_text(json.dumps({"collection_info": {"version": "1.2.4"}}))
    assert version(tmp_path) == "1.2.4"
