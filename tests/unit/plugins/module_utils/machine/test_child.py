# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions in real child processes, which become the account and answer by a deadline."""

import os
import resource
import signal
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import child, host as module
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host, Unanswered

from real_host import GID, ROOT, UID, content, is_gone, pid_in, put, refusal


# -- as the account ----------------------------------------------------------------------------------------------------


def test_as_account_is_the_account_in_a_clean_environment(account, monkeypatch):
    monkeypatch.setenv("SECRET_OF_ROOT", "1")

    def ask(host):
        mask = os.umask(0)
        return {"uid": os.getresuid(), "gid": os.getresgid(), "groups": os.getgroups(), "umask": mask, "cwd": os.getcwd(),
                "environment": dict(os.environ), "shown": host.run(["env"]).out}

    told = Host().as_account(account, ask)
    assert told["uid"] == [UID] * 3 and told["gid"] == [GID] * 3
    assert told["umask"] == 0o077 and told["cwd"] == "/"
    assert told["environment"] == {
        "HOME": account.home, "USER": "tester", "LOGNAME": "tester", "SHELL": "/bin/sh", "PATH": module.PATH,
        "XDG_RUNTIME_DIR": "/run/user/%d" % UID, "LC_ALL": "C.UTF-8"}
    assert "XDG_RUNTIME_DIR=/run/user/%d\n" % UID in told["shown"] and "SECRET_OF_ROOT" not in told["shown"]
    if ROOT:
        assert told["groups"] == [GID]


def test_as_account_cannot_become_root_again(account):
    def ask(host):
        try:
            os.setuid(0)
        except OSError:
            return os.getuid()

    assert Host().as_account(account, ask) == UID


def test_as_account_hands_on_no_open_file(account, folder):
    secret = os.open(put(folder + "/secret"), os.O_RDONLY)
    os.set_inheritable(secret, True)

    def ask(host):
        found = {}
        for name in os.listdir("/proc/self/fd"):
            try:
                found[name] = os.readlink("/proc/self/fd/" + name)
            except OSError:
                pass
        return found

    try:
        told = Host().as_account(account, ask)
    finally:
        os.close(secret)
    assert [told.pop(standard) for standard in ("0", "1", "2")] == ["/dev/null"] * 3
    assert [path.split(":")[0] for path in told.values()] == ["pipe"]


def test_as_account_starts_programs_without_our_pipe(account):
    shown = Host().as_account(account, lambda host: host.run(["ls", "-l", "/proc/self/fd"]).out)
    assert shown.count("pipe:") == 3        # run's own stdin, stdout and stderr


@pytest.mark.parametrize("answer", [None, 0, False, [], {}, u"caf\u00e9", {"a": [1, {"b": None}]}])
def test_as_account_returns_data(account, answer):
    assert Host().as_account(account, lambda host: answer) == answer


def test_as_account_writes_what_the_account_owns(account):
    Host().as_account(account, lambda host: host.write(account.home + "/.config/file", "x", within=account.home))
    assert os.stat(account.home + "/.config/file").st_uid == UID
    assert content(account.home + "/.config/file") == "x"


def test_as_account_passes_a_refusal_on(account):
    os.mkfifo(account.home + "/fifo")
    said = refusal(Host().as_account, account, lambda host: host.read(account.home + "/fifo"))
    assert said == account.home + "/fifo: not a regular file"


def test_as_account_reports_a_crash_with_its_reason(account):
    said = refusal(Host().as_account, account, lambda host: {}["missing"])
    assert said.startswith("asking as tester crashed: KeyError: 'missing' (test_child.py, line ") and said.isprintable()


@pytest.mark.parametrize("end", [lambda: os._exit(7), lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_as_account_survives_a_child_that_just_ends(account, end):
    assert refusal(Host().as_account, account, lambda host: end()) == "asking as tester gave no answer"


def test_as_account_refuses_what_is_no_data(account):
    said = refusal(Host().as_account, account, lambda host: object())
    assert said.startswith("asking as tester crashed: TypeError: ") and "JSON" in said


def test_as_account_takes_no_more_than_the_limit(account):
    said = refusal(Host().as_account, account, lambda host: "x" * (module.LIMIT + 1))
    assert said == "asking as tester gave more than %d bytes" % module.LIMIT


def test_as_account_does_not_read_an_answer_without_end(account):
    def gush(dummy):
        while True:
            os.write(own_pipe(), b"x" * 65536)

    begin = time.time()
    assert refusal(Host().as_account, account, gush, seconds=20) == "asking as tester gave more than %d bytes" % module.LIMIT
    assert time.time() - begin < 10


@pytest.mark.slow
def test_as_account_kills_everything_at_the_deadline(account):
    def ask(host):
        put(account.home + "/child", str(os.getpid()))
        host.run(["sh", "-c", "sleep 300 & echo $! > %s/grandchild; sleep 300" % account.home], seconds=100)

    begin = time.time()
    assert refusal(Host().as_account, account, ask, seconds=1) == "asking as tester took longer than 1 s"
    assert time.time() - begin < 5
    assert is_gone(pid_in(account.home + "/child")) and is_gone(pid_in(account.home + "/grandchild"))


def test_as_account_leaves_nothing_behind_after_an_answer(account):
    def ask(host):
        os.system("sleep 300 & echo $! > %s/grandchild" % account.home)
        return "answer"

    assert Host().as_account(account, ask) == "answer"
    assert is_gone(pid_in(account.home + "/grandchild"))


@pytest.mark.slow
def test_as_account_kills_a_child_that_takes_no_signal(account):
    def ask(host):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        put(account.home + "/child", str(os.getpid()))
        while True:
            time.sleep(1)

    refusal(Host().as_account, account, ask, seconds=0.5)
    assert is_gone(pid_in(account.home + "/child"))


@pytest.mark.slow
def test_as_account_does_not_wait_for_a_child_that_cannot_die(account, monkeypatch):
    """A file system that never answers (a dead NFS server, a FUSE of the account's own) holds a process beyond SIGKILL."""
    waited, real = [], os.waitpid

    def undead(pid, flags):
        waited.append(pid)
        assert flags & os.WNOHANG, "would wait for ever"
        return 0, 0

    monkeypatch.setattr(module.os, "waitpid", undead)
    begin = time.time()
    assert Host().as_account(account, lambda host: "answer") == "answer"
    assert time.time() - begin < 3
    real(waited[0], 0)


def test_as_account_refuses_the_superuser(account):
    said = refusal(Host().as_account, account._replace(name="toor", uid=0, gid=0), lambda host: "answer")
    assert said == ("toor is the superuser" if ROOT else "asking as toor needs root")


def test_as_account_does_not_speak_for_another_account(account, monkeypatch):
    """Without root nobody can be dropped to: the answer would be our own."""
    monkeypatch.setattr(module.os, "geteuid", lambda: UID + 1)
    assert refusal(Host().as_account, account, lambda host: "answer") == "asking as tester needs root"


def test_the_parent_stays_what_it_was(account):
    before = (os.getresuid(), os.getgroups(), dict(os.environ), os.getcwd(), sorted(os.listdir("/proc/self/fd")))
    host = Host()
    host.as_account(account, lambda host: 1)
    refusal(host.as_account, account, lambda host: time.sleep(60), seconds=0.2)
    assert before == (os.getresuid(), os.getgroups(), dict(os.environ), os.getcwd(), sorted(os.listdir("/proc/self/fd")))
    assert host.own_session


# -- what is not believed ----------------------------------------------------------------------------------------------


def test_every_text_of_an_answer_is_valid(account):
    """A name that is not UTF-8, and a lone surrogate from a daemon.json, could not be printed: that ended the run for all accounts."""
    os.symlink(b"to-\xff\n", os.fsencode(account.home) + b"/link-\xfe")

    def ask(host):
        names = host.list(account.home)
        return {"names": names, "targets": [host.stat(account.home + "/" + name)["target"] for name in names], u"\udc80": u"\ud800\x00"}

    assert Host().as_account(account, ask) == {"names": ["link-\\xfe"], "targets": ["to-\\xff\n"], "\\x80": "\\ud800\x00"}


def test_a_reason_is_one_printable_line_whatever_it_quotes(account):
    os.mkfifo(account.home + u"/\udcff\n\x1b[2J\u202eweb1: all well")
    said = refusal(Host().as_account, account, lambda host: [host.read(account.home + "/" + name) for name in host.list(account.home)])
    assert said == account.home + "/\\xff\\n\\x1b[2J\\u202eweb1: all well: not a regular file"


def own_pipe():
    """In a child: the descriptor on which its reply goes."""
    (pipe,) = [name for name in os.listdir("/proc/self/fd") if "pipe:" in os.path.realpath("/proc/self/fd/" + name)]
    return int(pipe)


def tell(raw):
    """A question whose child says raw bytes instead of a reply: what an account could do that traces its child."""
    def ask(dummy):
        os.write(own_pipe(), raw)
        os._exit(0)

    return ask


UNUSABLE = "asking as tester gave no answer that can be used: "


@pytest.mark.parametrize("raw, said", [
    (b"", "asking as tester gave no answer"),
    (b"nothing", UNUSABLE + "Expecting value"),
    (b"[]", UNUSABLE + "a reply of another shape"),
    (b'["unanswered"]', UNUSABLE + "a reply of another shape"),
    (b'"unanswered"', UNUSABLE + "a reply of another shape"),
    (b"7", UNUSABLE + "a reply of another shape"),
    (b"{}", UNUSABLE + "a reply of another shape"),
    (b'{"answer": 1, "unanswered": 2}', UNUSABLE + "a reply of another shape"),
    (b'{"unanswered": ["a", "b"]}', "['a', 'b']"),
    (b'{"unanswered": "a\\nb"}', "a\\nb"),
    (b'{"answer": "\xff"}', UNUSABLE + "'utf-8' codec can't decode"),
    (b'{"answer": ' + b"[" * 60000 + b"]" * 60000 + b"}", UNUSABLE + "nested too deeply"),
    (b'{"answer": ' + b"9" * 60000 + b"}", UNUSABLE + "a number of 60000 digits"),
    (b'{"answer": NaN}', UNUSABLE + "the number NaN"),
    (b'{"answer": 1}{"answer": 2}', UNUSABLE + "Extra data"),
])
def test_a_forged_reply_is_that_accounts_unanswered(account, raw, said):
    forged, well = Host().as_accounts([(account, tell(raw)), (account, lambda host: "well")])
    assert isinstance(forged, Unanswered) and str(forged).startswith(said)
    assert well == "well"


def test_a_key_that_is_told_twice_counts_once(account):
    assert Host().as_account(account, tell(b'{"answer": {"a": 1, "a": 2}}')) == {"a": 2}


def test_what_accept_refuses_or_cannot_bear_is_unanswered(account):
    def odd(answer):
        if answer == "odd":
            raise ValueError("odd it is")
        return {"even": answer, "crash": {}[answer] if answer == "crash" else None}

    questions = [(account, lambda host, answer=answer: answer) for answer in ("even", "odd", "crash")]
    even, refused, crashed = Host().as_accounts(questions, accept=odd)
    assert even == {"even": "even", "crash": None}
    assert str(refused) == UNUSABLE + "odd it is"
    assert str(crashed).startswith(UNUSABLE + "KeyError: 'crash' (")


def escape(marker):
    """A question that leaves a process behind which is in a session of its own and keeps the pipe open."""
    def ask(dummy):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                put(marker, str(os.getpid()))
                time.sleep(8)
            os._exit(0)
        return "answer"

    return ask


@pytest.mark.slow
def test_a_pipe_that_is_kept_open_ends_at_the_deadline(account):
    begin = time.time()
    assert refusal(Host().as_account, account, escape(account.home + "/escaped"), seconds=1) == "asking as tester took longer than 1 s"
    assert time.time() - begin < 3
    os.kill(pid_in(account.home + "/escaped"), signal.SIGKILL)


@pytest.mark.slow
def test_a_child_that_its_account_stops_ends_at_the_deadline(account):
    def ask(dummy):
        put(account.home + "/child", str(os.getpid()))
        os.kill(os.getpid(), signal.SIGSTOP)

    begin = time.time()
    assert refusal(Host().as_account, account, ask, seconds=1) == "asking as tester took longer than 1 s"
    assert time.time() - begin < 3
    assert is_gone(pid_in(account.home + "/child"))


@pytest.mark.slow
def test_a_child_is_closed_to_its_account(account):
    """Else a process of the account's could open the pipe and answer in its child's place. Without root both are us, and nothing is between them."""
    def ask(host):
        put(account.home + "/child", str(os.getpid()))
        time.sleep(1)
        return "the child's"

    def peep(host):
        pid = pid_in(account.home + "/child")
        try:
            return os.listdir("/proc/%d/fd" % pid) != []
        except OSError:
            return False

    with open("/proc/sys/fs/suid_dumpable") as stream:
        closed = ROOT and stream.read().strip() != "1"
    assert Host().as_accounts([(account, ask), (account, peep)]) == ["the child's", not closed]


@pytest.mark.slow
def test_what_drips_ends_at_the_deadline(account):
    def ask(dummy):
        while True:
            os.write(own_pipe(), b" ")
            time.sleep(0.01)

    begin = time.time()
    assert refusal(Host().as_account, account, ask, seconds=1) == "asking as tester took longer than 1 s"
    assert time.time() - begin < 3


def test_no_process_left_for_an_account_is_a_sentence(account):
    """As after a fork bomb of its own, or with a limit of processes that is reached."""
    def ask(host):
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        return host.run(["true"]).rc

    assert refusal(Host().as_account, account, ask) == "true could not be started: Resource temporarily unavailable"


def test_no_process_left_for_us_costs_the_questions_and_not_the_run(account, monkeypatch):
    def refuse():
        raise OSError(11, "Resource temporarily unavailable")

    before = sorted(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(module.os, "fork", refuse)
    answers = Host().as_accounts([(account, lambda host: "answer")] * 20)
    assert [str(answer) for answer in answers] == ["asking as tester could not begin: Resource temporarily unavailable"] * 20
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_a_child_whose_memory_is_used_up_is_a_sentence(account):
    def ask(dummy):
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        return "x" * (1 << 31)

    assert refusal(Host().as_account, account, ask).startswith("asking as tester crashed: MemoryError (test_child.py, line ")


@pytest.mark.slow
def test_becoming_the_account_runs_within_the_deadline(account, monkeypatch):
    """initgroups asks NSS, which may hang."""
    monkeypatch.setattr(module.os, "initgroups" if ROOT else "umask", lambda *dummy: time.sleep(60))
    begin = time.time()
    assert refusal(Host().as_account, account, lambda host: 1, seconds=1) == "asking as tester took longer than 1 s"
    assert time.time() - begin < 3


@pytest.mark.slow
def test_a_child_that_is_too_young_to_lead_a_group_is_ended_too(account, monkeypatch):
    monkeypatch.setattr(module.os, "setsid", lambda: [put(account.home + "/child", str(os.getpid())), time.sleep(60)])
    assert refusal(Host().as_account, account, lambda host: 1, seconds=0.5) == "asking as tester took longer than 0.5 s"
    assert is_gone(pid_in(account.home + "/child"))


# -- side by side ------------------------------------------------------------------------------------------------------


def test_accounts_are_asked_side_by_side_eight_at_a_time(account):
    """Each waits for seven others, however slowly they come; the two that are left need nobody."""
    def ask(host):
        begin = time.time()
        put("%s/asked-%d" % (account.home, os.getpid()), "")
        while len([name for name in os.listdir(account.home) if name.startswith("asked-")]) < child.WORKERS and time.time() < begin + 15:
            time.sleep(0.01)
        return [begin, time.time()]

    spans = Host().as_accounts([(account, ask)] * 10)
    assert max(sum(1 for span in spans if span[0] <= moment[0] < span[1]) for moment in spans) == child.WORKERS


@pytest.mark.slow
def test_whoever_stalls_does_not_keep_the_others_waiting(account):
    """Twenty-four that take all of their time, then one that is well: one after another, eight at a time, it would wait for three deadlines."""
    questions = [(account, lambda host: time.sleep(60))] * 24 + [(account, lambda host: time.time())]
    begin = time.time()
    answers = Host().as_accounts(questions, seconds=4)
    assert answers[-1] - begin < 4
    assert time.time() - begin < 8
    assert set(str(answer) for answer in answers[:-1]) == {"asking as tester took longer than 4 s"}


def test_children_are_gone_when_the_asking_ends_early(account, monkeypatch):
    def interrupt(pipes):
        pid_in(account.home + "/child")
        raise KeyboardInterrupt

    monkeypatch.setattr(child, "_readable", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Host().as_account(account, lambda host: [put(account.home + "/child", str(os.getpid())), time.sleep(60)])
    assert is_gone(pid_in(account.home + "/child"))


@pytest.mark.slow
def test_aside_stays_what_we_are():
    asked = [("asking for the uid", lambda host: [os.geteuid(), host.own_session]), ("asking in vain", lambda host: time.sleep(60))]
    told, late = Host().aside(asked, seconds=1)
    assert told == [os.geteuid(), False]
    assert str(late) == "asking in vain took longer than 1 s"


def test_answers_stand_in_the_order_of_the_questions(account):
    def ask(number):
        return lambda host: [number, time.sleep((3 - number) * 0.1)]

    assert [answer[0] for answer in Host().as_accounts([(account, ask(number)) for number in range(4)])] == [0, 1, 2, 3]


@pytest.mark.slow
def test_one_account_that_hangs_or_crashes_costs_the_others_nothing(account):
    questions = [lambda host: time.sleep(60), lambda host: {}["missing"], lambda host: "well"]
    late, crashed, well = Host().as_accounts([(account, question) for question in questions], seconds=1)
    assert str(late) == "asking as tester took longer than 1 s"
    assert "KeyError" in str(crashed)
    assert well == "well"


def test_large_answers_side_by_side_do_not_block_each_other(account):
    answers = Host().as_accounts([(account, lambda host: "x" * 500000)] * 9, seconds=10)
    assert [len(answer) for answer in answers] == [500000] * 9
