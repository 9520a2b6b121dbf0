# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a fleet, a survey or a caller of a module brings: one sentence that names the option, or it is taken. Never a traceback.

The same values go through every option of every door. The seed is fixed: what fails here fails again.
"""

from __future__ import annotations

import datetime
import itertools
import json
import random

import pytest
from ansible.errors import AnsibleFilterError
from ansible.module_utils.basic import AnsibleModule

from ansible_collections.rootless.docker.plugins.filter import explain, wanted
from ansible_collections.rootless.docker.plugins.module_utils.wishes import converters
from ansible_collections.rootless.docker.plugins.module_utils.wishes.rules import ACCOUNT_WISHES
from ansible_collections.rootless.docker.plugins.modules import (
    rootless_daemon, rootless_facts, rootless_journal, rootless_proof, rootless_session, subid_ranges, systemd_override)
from ansible_collections.rootless.docker.plugins.plugin_utils.wishes.options import OPTIONS, USERS

from module_args import patch_module_args

try:        # ansible-core 2.19 and later
    from ansible._internal._datatag._tags import TrustedAsTemplate

    def tagged(text):
        return TrustedAsTemplate().tag(text)
except ImportError:
    from ansible.utils.unsafe_proxy import wrap_var as tagged

ANSIBLES_OWN = ("argument ", "value of ")
pytestmark = pytest.mark.slow
LONG = 2500         # characters of a refusal: a few sentences with the lists of what is allowed
SECRET = "s3cret-of-a-fleet"


def nested(levels, kind):
    value = SECRET
    for dummy in range(levels):
        value = [value] if kind is list else {"a": value}
    return value


def cyclic():
    value = {}
    value["a"] = [value]
    return value


TEXTS = ["", " ", "\n", "a\nb", "\x00", "\x1b[31m", "\u2028", "\u202e", "\udc80", "-1", "-rf", "--", "1e9", "0x10", "٣", "/", "//", "/etc",
         "/srv/../etc", "/srv/a\n[Service]", "../..", "alice", "root", "alice,bob", "true", "null", "{{ 1 }}",
         "{% x %}", "${HOME}", "%n", "a\\", "]\n[Service", SECRET]
NUMBERS = [0, -5, 1, 575, 576, 65520, 65521, 2 ** 63, 2 ** 64, 0.0, 1.5, float("nan"), float("inf"), float("-inf"), True, False]
OTHERS = [None, [], {}, (), b"bytes", b"\xff", bytearray(b"x"), {1: 2}, {None: 1}, {(1, 2): 1}, {b"k": 1}, {"\udc80": 1}, {"": ""}, {"a b": 1}, {"hosts": []},
          datetime.date(2026, 1, 2), object(), {1, 2}, range(3), tagged("alice"), tagged("a\nb"), {"name": "alice"}, [["alice"]], [None], [1], [b"x"], cyclic(),
          {"data-root": "/etc"}, {"http": 5}, {"http": "a\u2028b"}, {"A": None}, {"A": float("nan")}]
DEEP = [nested(levels, kind) for levels in (31, 33, 100, 900, 990, 1200, 5000) for kind in (list, dict)]
HEAVY = ["a" * 200000, "é" * 70000, [[0] * 1000] * 1000, 10 ** 5000, -10 ** 5000]
LIGHT = [*TEXTS, *NUMBERS, *OTHERS, *DEEP]
VALUES = [*LIGHT, *HEAVY]


def mixed(dice, levels=3):
    """A value made of the others."""
    if levels == 0 or dice.random() < 0.5:
        return dice.choice(LIGHT)
    inner = [mixed(dice, levels - 1) for dummy in range(dice.randrange(4))]
    return inner if dice.random() < 0.5 else {dice.choice([*ACCOUNT_WISHES, "name", "Service", "X-a", "A", "\n", "a"]): item for item in inner}


def values(seed, how_many):
    dice = random.Random(seed)
    return [*VALUES, *(mixed(dice) for dummy in range(how_many))]


def some(seed, how_many):
    """A module costs milliseconds, so each of its options has other values."""
    return random.Random(seed).sample(values(seed, 50), how_many)


def of_json(value):
    """Is it what Ansible hands a module at all?"""
    try:
        return len(json.dumps(value, ensure_ascii=False).encode()) > 0
    except (TypeError, ValueError, RecursionError):
        return False


def check(sentence, *names):
    assert any(name in sentence for name in names), sentence
    assert len(sentence) <= LONG and "Traceback" not in sentence and SECRET * 3 not in sentence
    assert "\n" not in sentence and "\x1b" not in sentence and "\u2028" not in sentence
    assert any(words in sentence for words in ("allowed", "must", "meant", "has no name", "name every", "put it")), sentence


@pytest.mark.parametrize("option", OPTIONS)
def test_the_door_takes_or_refuses(option):
    understand = wanted.FilterModule().filters()["wanted"]
    for value in values(option, 300):
        for sentence in understand({option: value})["errors"]:
            check(sentence, option)


@pytest.mark.parametrize("wish", ["name", "no-such-wish", *ACCOUNT_WISHES])
def test_every_wish_of_an_account_is_taken_or_refused(wish):
    understand = wanted.FilterModule().filters()["wanted"]
    for value in values(wish, 200):
        item = {"name": "alice", wish: value}
        for sentence in understand({USERS: ["bob", item]})["errors"]:
            check(sentence, USERS)
            assert sentence.startswith((f"{USERS}[1]", f"{USERS} {converters.shown(item['name'])}:")) or "holds" in sentence or "nested" in sentence
            assert SECRET not in sentence or wish not in ("environment", "proxy", "daemon_options")


MODULES = {
    rootless_daemon: {"accounts": {"alice": {}}, "restart": ["alice"], "start_only": False, "wait": 5},
    rootless_facts: {"accounts": {"alice": {}}, "controllers": ["cpu"], "seconds": 5},
    rootless_journal: {"accounts": ["alice"]},
    rootless_proof: {"accounts": ["alice"], "image": "a", "seconds": 5},
    rootless_session: {"accounts": ["alice"], "restart": []},
    subid_ranges: {"accounts": ["alice"], "count": 65536},
    systemd_override: {"unit": "a.service", "name": "x", "sections": {"Service": {"A": "b"}}, "state": "present", "reload": True},
}
DOES = {
    rootless_daemon: "settle_all", rootless_facts: "gather", rootless_journal: "of_accounts", rootless_proof: "prove", rootless_session: "bring_up_all",
    subid_ranges: "grant", systemd_override: "apply"}
GIVES = {subid_ranges: {"warnings": [], "accounts": {}}}


@pytest.fixture
def run(monkeypatch, capsys):
    """run(module, options) -> what it printed; nothing of this machine is asked or changed."""
    monkeypatch.setattr(AnsibleModule, "log", lambda *dummy, **too: None)      # a syslog takes no null character
    for module, does in DOES.items():
        monkeypatch.setattr(module, does, lambda *dummy, answer=GIVES.get(module, {}), **too: json.loads(json.dumps(answer)))

    def start(module, options):
        try:
            patch_module_args(options).__enter__()
        except RecursionError:      # what Ansible itself cannot hand on
            return {}
        try:
            with patch_module_args(options), pytest.raises(SystemExit):
                module.main()
        except Exception as error:      # or 2.19 cannot read again
            assert str(error) == "Failed to decode JSON module parameters."
            return {}
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return start


@pytest.mark.parametrize("module, option", [(module, option) for module, options in MODULES.items() for option in options],
                         ids=lambda item: item if isinstance(item, str) else item.__name__.rpartition(".")[2])
def test_every_option_of_every_module_is_taken_or_refused(run, module, option):
    extra = []
    if MODULES[module][option] == {"alice": {}}:
        pairs = random.Random(option).sample(list(itertools.product(ACCOUNT_WISHES, LIGHT)), 100)
        extra = [{"alice": {wish: value}} for wish, value in pairs] + [{text: {}} for text in TEXTS]
    if option == "sections":
        extra = [{"Service": {"A": value}} for value in some(option, 60)] + [{"Service": {text: "x"}} for text in TEXTS]
        extra += [{"X-" + text: {"A": "x"}} for text in TEXTS]
    for value in filter(of_json, [*some(module.__name__ + option, 60), *extra]):
        if isinstance(MODULES[module][option], int) and value in (float("inf"), float("-inf")):
            continue        # ansible-core itself ends with a traceback
        printed = run(module, {**MODULES[module], option: value})
        if printed.get("failed"):
            assert "exception" not in printed and option in printed["msg"], printed
            assert printed["msg"].startswith(ANSIBLES_OWN) or len(printed["msg"]) <= 2 * LONG
            assert (printed["msg"].startswith(ANSIBLES_OWN) or "\n" not in printed["msg"])


def test_what_is_to_be_explained_is_taken_or_refused():
    ask = explain.FilterModule().filters()["explain"]
    for value, file in itertools.product(some("explain", 60), (False, True)):
        try:
            assert isinstance(ask(value, file=file), list)
        except AnsibleFilterError as error:
            assert str(error).startswith("rootless.docker.explain: ") and len(str(error)) <= LONG
