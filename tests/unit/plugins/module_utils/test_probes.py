# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every probe, on every machine of cases/probes/<subject>/<sick|well>-<what>.json, and the runner that asks them.

See tests/unit/probe_cases.py for what a case says.
"""

import json
import os

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import probes
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Unanswered
from ansible_collections.rootless.docker.plugins.module_utils.data.shapes import misfit

from fake_host import FakeHost
from probe_cases import cases

KEYS = {"says", "like", "host", "account", "wish", "facts", "lacks", "unanswered"}


CASES = list(cases())


def answer(subject, case):
    """(the question, facts, unanswered)"""
    host, probe = FakeHost(case["host"]), probes.PROBES[subject]
    if "account" not in case:
        return (probe.probe,) + probes.ask(probe.probe, host)
    account = host.account(case["account"])
    return (probe.probe_account,) + probes.ask(probe.probe_account, host, account, case.get("wish", {}))


def lacking(shape, facts, path=""):
    """The documented paths that an answer lacks, and those that it has besides. An empty dictionary holds any names."""
    if not (isinstance(shape, dict) and shape and isinstance(facts, dict)):
        return []
    found = [path + key for key in set(shape) ^ set(facts)]
    return found + [name for key in set(shape) & set(facts) for name in lacking(shape[key], facts[key], path + key + ".")]


@pytest.mark.parametrize("subject, name, case", CASES, ids=["%s %s" % case[:2] for case in CASES])
def test_case(subject, name, case):
    assert set(case) <= KEYS and name.split("-")[0] in ("sick", "well")
    question, facts, unanswered = answer(subject, case)
    assert facts == case["facts"]
    assert unanswered == case.get("unanswered", {})
    if "" not in unanswered:
        assert sorted(lacking(probes.shape(question), facts)) == sorted(unanswered)
    assert misfit(probes.shape(question), facts) is None


@pytest.mark.parametrize("subject, name, case", CASES, ids=["%s %s" % case[:2] for case in CASES])
def test_asking_changes_nothing(subject, name, case):
    host = FakeHost(case["host"])
    host.write = host.remove = None
    probe = probes.PROBES[subject]
    if "account" in case:
        probes.ask(probe.probe_account, host, host.account(case["account"]), case.get("wish", {}))
    else:
        probes.ask(probe.probe, host)
    idle = ("show", "is-active", "is-enabled", "list", "status")
    assert [line for line in host.ran if line.startswith(("systemctl", "busctl", "loginctl")) and not set(idle) & set(line.split())] == []
    assert not [line for line in host.ran if " -M " in line], "systemctl -M starts a manager for a user who has none"


QUESTIONS = [(word, name) for word in sorted(probes.PROBES) for name in ("probe", "probe_account") if hasattr(probes.PROBES[word], name)]


@pytest.mark.parametrize("subject, function", QUESTIONS)
def test_every_question_has_a_well_and_a_sick_case(subject, function):
    asked = [name.split("-")[0] for word, name, case in CASES if word == subject and ("account" in case) == (function == "probe_account")]
    assert {"sick", "well"} <= set(asked)


@pytest.mark.parametrize("subject, function", QUESTIONS)
def test_an_empty_machine_gets_the_full_shape(subject, function):
    """An absent program, file or manager is an answer, and its rule must be able to say sick."""
    host, question = FakeHost({"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/bash"]}}), getattr(probes.PROBES[subject], function)
    arguments = [host] if function == "probe" else [host, host.account("alice"), {}]
    facts, unanswered = probes.ask(question, *arguments)
    assert sorted(lacking(probes.shape(question), facts)) == sorted(unanswered)
    assert "" not in unanswered


# -- the runner --------------------------------------------------------------------------------------------------------


PEOPLE = {"accounts": {"alice": [1000, 1000, "/home/alice", "/bin/bash"], "bob": [1001, 1001, "/home/bob", "/bin/bash"],
                       "toor": [0, 0, "/root", "/bin/bash"]}}
SUBJECTS = sorted(word for word in probes.PROBES if hasattr(probes.PROBES[word], "probe_account"))


class Deaf(FakeHost):
    """A machine on which every question as one account ends at the deadline."""

    deaf = "bob"

    def as_accounts(self, questions, seconds=20, accept=None):
        answers = super().as_accounts(questions, seconds, accept)
        names = [account.name for account, dummy in questions]
        return [Unanswered("asking as %s took longer than %s s" % (name, seconds)) if name == self.deaf else found
                for name, found in zip(names, answers)]


def test_an_absent_account_gets_the_full_blank_shape():
    carol = probes.gather(FakeHost(PEOPLE), {"carol": {}})["accounts"]["carol"]
    assert carol.pop("unanswered") == {}
    assert sorted(carol) == SUBJECTS
    assert carol == {word: probes.blank(probes.shape(probes.PROBES[word].probe_account)) for word in SUBJECTS}
    assert carol["session"]["exists"] is False and carol["session"]["linger"] is False
    assert carol["daemon"]["unit"] is None and carol["daemon"]["answers"] is False
    assert carol["subids"]["uids"] == [] and carol["subids"]["uid_count"] == 0


def test_blank_is_false_zero_nothing_and_empty():
    assert probes.blank({"a": True, "b": 7, "c": "x", "d": [1], "e": None, "f": {"g": True, "h": {}}}) == {
        "a": False, "b": 0, "c": None, "d": [], "e": None, "f": {"g": False, "h": {}}}


def test_two_absent_accounts_share_nothing():
    accounts = probes.gather(FakeHost(PEOPLE), {"carol": {}, "dave": {}})["accounts"]
    accounts["carol"]["subids"]["uids"].append(1)
    assert accounts["dave"]["subids"]["uids"] == []


def test_the_superuser_is_never_asked():
    host = FakeHost(PEOPLE)
    toor = probes.gather(host, {"toor": {}})["accounts"]["toor"]
    assert toor["session"]["exists"] is True and toor["session"]["uid"] == 0
    assert toor["home"] == probes.blank(probes.shape(probes.PROBES["home"].probe_account))
    assert not [line for line in host.ran if "user@0" in line]


def test_a_crash_is_filed_and_ends_nothing(monkeypatch):
    def crash(host, *arguments):
        raise ZeroDivisionError("of this probe")

    crash.__doc__ = probes.PROBES["storage"].probe_account.__doc__
    monkeypatch.setattr(probes.PROBES["engine"], "probe", crash)
    monkeypatch.setattr(probes.PROBES["storage"], "probe_account", crash)
    facts = probes.gather(FakeHost(PEOPLE), {"alice": {}, "bob": {}})
    assert facts["engine"] == {}
    said = facts["unanswered"]["engine"]
    assert said.startswith("the probe crashed: ZeroDivisionError: of this probe (test_probes.py, line ") and said.isprintable()
    assert facts["network"]["slirp4netns"] is None
    for name in ("alice", "bob"):
        account = facts["accounts"][name]
        assert account["storage"] == {} and "ZeroDivisionError" in account["unanswered"]["storage"]
        assert account["session"]["exists"] is True


def test_what_a_probe_could_not_tell_is_left_out_and_named(monkeypatch):
    monkeypatch.setattr(probes.PROBES["engine"], "probe", lambda host: {"dockerd": None, "unanswered": {"docker": "no answer within 10 s"}})
    facts = probes.gather(FakeHost(PEOPLE), {})
    assert facts["engine"] == {"dockerd": None}
    assert facts["unanswered"]["engine.docker"] == "no answer within 10 s"


def test_a_refusal_of_a_whole_question_is_filed_under_its_subject(monkeypatch):
    def refuse(host):
        raise Unanswered("/etc/os-release: larger than 1048576 bytes")

    monkeypatch.setattr(probes.PROBES["system"], "probe", refuse)
    facts = probes.gather(FakeHost(PEOPLE), {})
    assert facts["system"] == {"barred": []} and facts["unanswered"] == {"system": "/etc/os-release: larger than 1048576 bytes"}


def test_whom_only_root_may_ask_is_named():
    facts = probes.gather(FakeHost(dict(PEOPLE, barred=["bob"])), {"bob": {}, "alice": {}, "nobody-of-that-name": {}})
    assert facts["system"]["barred"] == ["bob"]


def test_an_account_that_hangs_costs_the_others_nothing():
    facts = probes.gather(Deaf(PEOPLE), {"alice": {}, "bob": {}}, 7)
    bob = facts["accounts"]["bob"]
    assert bob.pop("unanswered") == dict.fromkeys(SUBJECTS, "asking as bob took longer than 7 s")
    assert bob.pop("session") == {"exists": True, "uid": 1001, "home": "/home/bob", "runtime_dir": "/run/user/1001",
                                  "docker_host": "unix:///run/user/1001/docker.sock"}
    assert bob == {word: {} for word in SUBJECTS if word != "session"}
    assert facts["accounts"]["alice"]["session"]["exists"] is True
    assert facts["unanswered"] == {}


def test_the_wish_of_each_account_reaches_its_probes():
    facts = probes.gather(FakeHost(PEOPLE), {"alice": {"data_root": "/srv/a"}, "bob": {"controllers": ["cpu"]}})
    assert facts["accounts"]["alice"]["storage"]["data_root"] == "/srv/a"
    assert facts["accounts"]["bob"]["cgroups"]["unoffered"] == ["cpu"]
    assert facts["accounts"]["alice"]["cgroups"]["unoffered"] == []


def test_the_facts_are_plain_data():
    facts = probes.gather(FakeHost(PEOPLE), {"alice": {}, "carol": {}, "toor": {}})
    assert json.loads(json.dumps(facts)) == facts
    assert sorted(facts) == sorted(["accounts", "unanswered"] + [word for word in probes.PROBES if hasattr(probes.PROBES[word], "probe")])


JOURNAL = ("journalctl -q --no-pager -r -n 400 -o json --output-fields=MESSAGE,MESSAGE_ID"
           " _UID=1000 _SYSTEMD_USER_UNIT=docker.service + _UID=1000 USER_UNIT=docker.service")
SOCKET = "/run/user/1000/docker.sock "


def test_a_silent_daemon_brings_its_last_words():
    said = '{"MESSAGE": "[rootlesskit:parent] error: No subuid ranges found for user 1000 (\\"alice\\")"}\n{"MESSAGE": "+ exec rootlesskit"}\n'
    facts = probes.gather(FakeHost(dict(PEOPLE, commands={JOURNAL: [0, said, ""]})), {"alice": {}, "bob": {}})
    assert facts["accounts"]["alice"]["daemon"]["journal"] == ['[rootlesskit:parent] error: No subuid ranges found for user 1000 ("alice")']
    assert facts["accounts"]["bob"]["daemon"]["journal"] == []


def test_a_daemon_that_answers_is_not_looked_up_in_the_journal():
    host = FakeHost(dict(PEOPLE, gets={SOCKET + "/version": {"Version": "26.1.5"}, SOCKET + "/containers/json": []}))
    assert probes.gather(host, {"alice": {}})["accounts"]["alice"]["daemon"]["answers"] is True
    assert [line for line in host.ran if line.startswith("journalctl")] == []


def test_a_journal_that_hangs_costs_nothing_and_is_named():
    host = FakeHost(dict(PEOPLE, commands={JOURNAL: {"unanswered": "journalctl -q --no-pager: no answer within 10 s"}}))
    alice = probes.gather(host, {"alice": {}})["accounts"]["alice"]
    assert alice["daemon"]["journal"] == []
    assert alice["unanswered"] == {"daemon.journal": "journalctl -q --no-pager: no answer within 10 s"}


# -- what is not believed ----------------------------------------------------------------------------------------------


def test_an_account_that_nss_does_not_answer_for_is_unknown_and_costs_the_others_nothing():
    host = FakeHost({"accounts": dict(PEOPLE["accounts"], bob={"unanswered": "looking up bob took longer than 10 s"})})
    accounts = probes.gather(host, {"alice": {}, "bob": {}})["accounts"]
    assert accounts["bob"] == dict({word: {} for word in SUBJECTS}, unanswered=dict.fromkeys(SUBJECTS, "looking up bob took longer than 10 s"))
    assert accounts["alice"]["session"]["exists"] is True


class Liar(FakeHost):
    """A machine on which bob's child says what bob likes."""

    lie = None

    def as_accounts(self, questions, seconds=20, accept=None):
        return super().as_accounts(
            [(account, (lambda host: self.lie) if account.name == "bob" else function) for account, function in questions], seconds, accept)


def believed(lie):
    """What becomes of it: bob's facts; alice beside him is well."""
    host = Liar(PEOPLE)
    host.lie = lie
    facts = probes.gather(host, {"alice": {}, "bob": {}})
    assert facts["accounts"]["alice"]["unanswered"] == {} and facts["unanswered"] == {}
    assert json.dumps(facts).isprintable()
    return facts["accounts"]["bob"]


def test_an_account_cannot_say_who_it_is():
    """Root reads the journal of the uid that stands here, and playbooks use its socket."""
    lie = {"session": {"exists": False, "uid": 0, "home": "/root", "runtime_dir": "/run", "docker_host": "unix:///run/docker.sock", "linger": True}}
    assert believed(lie)["session"] == {
        "exists": True, "uid": 1001, "home": "/home/bob", "runtime_dir": "/run/user/1001", "docker_host": "unix:///run/user/1001/docker.sock",
        "linger": True}


def test_an_account_cannot_speak_for_its_host():
    """helper_modes are what a remedy sets as root."""
    bob = believed({"subids": {"uids": [], "helper_modes": {"/home/bob/x": "4755"}}, "engine": {"dockerd": "/home/bob/x"}, "wanted": {"disturb": True}})
    assert bob["subids"] == {} and bob["unanswered"]["subids"] == "subids.helper_modes is not what was asked for"
    assert "engine" not in bob and "wanted" not in bob


@pytest.mark.parametrize("lie, path", [
    ({"daemon": []}, "daemon"), ({"daemon": "active"}, "daemon"), ({"daemon": {"version": "26"}}, "daemon.version"),
    ({"daemon": {"version": [26, "1"]}}, "daemon.version"), ({"daemon": {"containers": "0"}}, "daemon.containers"),
    ({"daemon": {"answers": 1}}, "daemon.answers"), ({"daemon": {"differs": [{"a": "b"}]}}, "daemon.differs"), ({}, "daemon"),
])
def test_what_has_another_shape_is_unanswered(lie, path):
    bob = believed(lie)
    assert bob["daemon"] == {} and bob["unanswered"]["daemon"] == path + " is not what was asked for"


@pytest.mark.parametrize("lie", [None, [], "text", 7, ["unanswered"]])
def test_what_is_no_answer_is_unanswered(lie):
    assert set(believed(lie)) == set(SUBJECTS) | {"unanswered"}


@pytest.mark.parametrize("reasons, taken", [
    ({"daemon.journal": "a\nweb1: all well\x1b[2J"}, {"daemon.journal": "a\\nweb1: all well\\x1b[2J"}),
    ({"engine.dockerd": "lost", "daemon.more": "x", "": "x", "daemon.state": 7, "daemon.unit": None}, {}),
    ({"daemon.state": "x" * 5000}, {"daemon.state": "x" * 996 + " ..."}),
    (["daemon"], {}), ("daemon", {}), (None, {}),
])
def test_reasons_are_sentences_about_what_was_asked(reasons, taken):
    answer = {word: {} for word in SUBJECTS}
    assert believed(dict(answer, unanswered=reasons))["unanswered"] == taken


def test_facts_are_printable_and_on_one_line():
    bob = believed({"storage": {"data_root": u"/x\n\x1b]0;title\x07\u202e\udcff"}})
    assert bob["storage"]["data_root"] == "/x\\n\\x1b]0;title\\x07\\u202e\\xff"


def test_a_home_full_of_traps_stops_nobody(account):
    """For real: names, links and files of a home that no encoding has, that forge lines, that are nested or numbered beyond reason."""
    Host().as_account(account, lambda dummy: set_traps(os.fsencode(account.home)))

    class TwoNames(Host):
        def look_up(self, names, seconds=10):
            return {name: account._replace(name=name) for name in names}

    facts = probes.gather(TwoNames(), {"tester": {"daemon_options": {"x": 1}}, "other": {}})
    assert json.dumps(facts, ensure_ascii=False).isprintable()
    for name in ("tester", "other"):
        answers = facts["accounts"][name]
        assert answers["session"]["uid"] == account.uid and answers["cgroups"] != {}
        assert "Traceback" not in str(answers["unanswered"])
    assert account.home + "/.config/systemd is a symbolic link to /tmp/\\xff\\n\\x1b[2Jweb1: all well" in facts["accounts"]["tester"]["home"]["untrusted"]


def set_traps(home):
    for folder in (b".config", b".config/docker", b".docker"):
        os.mkdir(os.path.join(home, folder))
    os.symlink(b"/tmp/\xff\n\x1b[2Jweb1: all well", os.path.join(home, b".config/systemd"))
    os.symlink(b"\xfe", os.path.join(home, b"bin"))
    with open(os.path.join(home, b".config/docker/daemon.json"), "wb") as stream:
        stream.write(b'{"\\udc80": "\\udc80", "data-root": "/\\udc80\\u0000", "x": ' + b"9" * 100000 + b"}")
    with open(os.path.join(home, b".docker/config.json"), "wb") as stream:
        stream.write(b"[" * 200000)
