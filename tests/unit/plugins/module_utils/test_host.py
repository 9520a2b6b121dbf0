# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host on the very machine that runs the tests: real files, links, FIFOs, processes and sockets in temporary folders.

As root the account that is asked is nobody's uid; otherwise it is the one that runs the tests, and nothing is skipped.
"""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os
import shutil
import signal
import socket
import stat
import tempfile
import threading
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils import host as module
from ansible_collections.rootless.docker.plugins.module_utils.host import Account, Host, Unanswered

ROOT = os.geteuid() == 0
UID, GID = (65534, 65534) if ROOT else (os.geteuid(), os.getegid())


@pytest.fixture
def home():
    """A folder of the account's own, on a path that it may walk (pytest's own temporary folders are root's alone)."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="rd-"))
    os.chown(folder, UID, GID)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def account(home):
    return Account("tester", UID, GID, home, "/bin/sh")


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path)


def put(path, text="kept"):
    with open(path, "w") as stream:
        stream.write(text)
    return path


def content(path):
    with open(path) as stream:
        return stream.read()


def disown(path, monkeypatch):
    """Make a path foreign: root gives it away, anybody else is told to be another."""
    if ROOT:
        os.chown(path, 1, 1)
    else:
        monkeypatch.setattr(module.os, "geteuid", lambda: os.getuid() + 1)


def refusal(function, *arguments, **named):
    with pytest.raises(Unanswered) as caught:
        function(*arguments, **named)
    return str(caught.value)


def is_gone(pid, seconds=3):
    """No process of that number runs (one that nobody has waited for yet counts as gone)."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        try:
            with open("/proc/%d/stat" % pid) as stream:
                if stream.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except (IOError, OSError):
            return True
        time.sleep(0.02)
    return False


def pid_in(path, seconds=3):
    deadline = time.time() + seconds
    while time.time() < deadline:
        if os.path.exists(path) and content(path).strip():
            return int(content(path))
        time.sleep(0.02)
    raise AssertionError("%s was never written" % path)


# -- read, stat, list, find --------------------------------------------------------------------------------------------


def test_read_gives_the_text_of_a_plain_file(folder):
    assert Host().read(put(folder + "/plain", "a\nb\n")) == "a\nb\n"


@pytest.mark.parametrize("path", ["/nothing", "/plain/below"])
def test_read_of_nothing_is_none(folder, path):
    put(folder + "/plain")
    assert Host().read(folder + path) is None


def test_read_refuses_a_link(folder):
    os.symlink(put(folder + "/target"), folder + "/link")
    assert refusal(Host().read, folder + "/link") == folder + "/link: is a link"


def test_read_refuses_a_dangling_link(folder):
    os.symlink(folder + "/nothing", folder + "/link")
    assert refusal(Host().read, folder + "/link") == folder + "/link: is a link"


def test_read_refuses_a_fifo_at_once(folder):
    os.mkfifo(folder + "/fifo")
    begin = time.time()
    assert refusal(Host().read, folder + "/fifo") == folder + "/fifo: not a regular file"
    assert time.time() - begin < 1


def test_read_refuses_a_folder_and_a_device(folder):
    assert refusal(Host().read, folder) == folder + ": not a regular file"
    assert refusal(Host().read, "/dev/zero") == "/dev/zero: not a regular file"


def test_read_refuses_what_is_larger_than_the_limit(folder):
    put(folder + "/large", "x" * (module.LIMIT + 1))
    assert refusal(Host().read, folder + "/large") == "%s/large: larger than %d bytes" % (folder, module.LIMIT)
    put(folder + "/large", "x" * module.LIMIT)
    assert len(Host().read(folder + "/large")) == module.LIMIT


def test_read_replaces_bytes_that_are_no_utf8(folder):
    with open(folder + "/latin", "wb") as stream:
        stream.write(b"caf\xe9")
    assert Host().read(folder + "/latin") == u"caf\ufffd"


def test_read_system_goes_through_links(folder):
    os.symlink(put(folder + "/target", "ID=debian\n"), folder + "/link")
    assert Host().read_system(folder + "/link") == "ID=debian\n"


def test_stat_says_what_a_path_is(folder):
    os.chmod(put(folder + "/plain", "four"), 0o4755)
    os.symlink("plain", folder + "/link")
    assert Host().stat(folder + "/plain") == {
        "kind": "file", "mode": 0o4755, "uid": os.geteuid(), "gid": os.stat(folder + "/plain").st_gid, "size": 4,
        "device": [0, 0], "target": None}
    assert Host().stat(folder + "/link")["kind"] == "link"
    assert Host().stat(folder + "/link")["target"] == "plain"
    assert Host().stat(folder + "/link", follow=True)["kind"] == "file"
    assert Host().stat(folder + "/nothing") is None
    assert Host().stat("/dev/null")["device"] == [1, 3]


def test_list_is_sorted_and_empty_where_nothing_is(folder):
    for name in ("b", "a", "c"):
        put(os.path.join(folder, name))
    assert Host().list(folder) == ["a", "b", "c"]
    assert Host().list(folder + "/nothing") == []


def test_find_looks_for_programs_only(folder):
    put(folder + "/tool")
    assert Host().find("tool", folder) is None
    os.chmod(folder + "/tool", 0o755)
    assert Host().find("tool", folder) == folder + "/tool"


def test_account_of_a_name_that_nobody_knows_is_none():
    assert Host().account("no-such-account-here") is None
    assert Host().account("root").uid == 0


# -- write, remove -----------------------------------------------------------------------------------------------------


def test_write_makes_folders_and_sets_the_mode(folder):
    Host().write(folder + "/a/b/file", u"caf\u00e9\n", mode=0o640, within=folder)
    assert Host().read(folder + "/a/b/file") == u"caf\u00e9\n"
    assert stat.S_IMODE(os.stat(folder + "/a/b/file").st_mode) == 0o640
    assert os.listdir(folder + "/a/b") == ["file"]


def test_write_is_atomic_for_a_reader_that_has_the_old_file_open(folder):
    put(folder + "/file", "before")
    with open(folder + "/file") as reader:
        Host().write(folder + "/file", "after", within=folder)
        assert reader.read() == "before"
    assert content(folder + "/file") == "after"


def test_write_that_fails_leaves_the_file_and_nothing_else(folder, monkeypatch):
    put(folder + "/file", "before")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    assert refusal(Host().write, folder + "/file", "after", within=folder) == folder + "/file: No space left on device"
    assert content(folder + "/file") == "before"
    assert os.listdir(folder) == ["file"]


def test_write_refuses_a_link_in_the_middle(folder):
    os.mkdir(folder + "/elsewhere")
    os.mkdir(folder + "/home")
    os.symlink(folder + "/elsewhere", folder + "/home/.config")
    said = refusal(Host().write, folder + "/home/.config/systemd/unit", "x", within=folder + "/home")
    assert said == folder + "/home/.config: is a link or no directory"
    assert os.listdir(folder + "/elsewhere") == []


def test_write_refuses_a_link_at_the_end(folder):
    os.symlink(put(folder + "/target"), folder + "/link")
    assert "/link: not a regular file" in refusal(Host().write, folder + "/link", "x", within=folder)
    assert content(folder + "/target") == "kept"
    assert os.path.islink(folder + "/link")


def test_write_refuses_a_file_in_the_middle(folder):
    put(folder + "/file")
    assert refusal(Host().write, folder + "/file/below", "x", within=folder) == folder + "/file: is a link or no directory"


def test_write_refuses_a_fifo_at_once(folder):
    os.mkfifo(folder + "/fifo")
    assert "/fifo: not a regular file" in refusal(Host().write, folder + "/fifo", "x", within=folder)
    assert stat.S_ISFIFO(os.stat(folder + "/fifo").st_mode)
    assert os.listdir(folder) == ["fifo"]


def test_write_refuses_a_foreign_file(folder, monkeypatch):
    put(folder + "/file")
    disown(folder + "/file", monkeypatch)
    assert "/file: not a regular file of uid " in refusal(Host().write, folder + "/file", "x", within=folder)
    assert content(folder + "/file") == "kept"


@pytest.mark.parametrize("path", ["/outside", "/home/../outside"])
def test_write_refuses_what_lies_outside(folder, path):
    os.mkdir(folder + "/home")
    assert "lies outside" in refusal(Host().write, folder + path, "x", within=folder + "/home")
    assert os.listdir(folder) == ["home"]


def test_remove(folder):
    put(folder + "/file")
    Host().remove(folder + "/file", within=folder)
    Host().remove(folder + "/file", within=folder)
    assert os.listdir(folder) == []


def test_remove_does_not_follow_a_folder_that_is_a_link(folder):
    os.mkdir(folder + "/real")
    put(folder + "/real/file")
    os.symlink("real", folder + "/link")
    assert "/link: is a link" in refusal(Host().remove, folder + "/link/file", within=folder)
    assert content(folder + "/real/file") == "kept"


# -- run ---------------------------------------------------------------------------------------------------------------


def test_run_returns_code_and_both_outputs():
    assert Host().run(["sh", "-c", "cat; echo err >&2; exit 3"], stdin="said") == (3, "said", "err\n")


def test_run_takes_a_large_stdin():
    assert Host().run(["wc", "-c"], stdin="x" * 300000).out.strip() == "300000"


def test_run_does_not_mind_a_program_that_reads_nothing():
    assert Host().run(["true"], stdin="x" * 300000).rc == 0


@pytest.mark.parametrize("program", ["no-such-program-here", "/etc/passwd/below", "/etc/passwd"])
def test_run_of_what_is_no_program_is_127(program):
    result = Host().run([program])
    assert result.rc == 127 and result.out == "" and program in result.err


@pytest.mark.parametrize("text", ["", "\x7fELF\x02\x01\x01 and then it ends"])
def test_run_of_a_program_that_was_cut_off_is_126(folder, text):
    os.chmod(put(folder + "/program", text), 0o755)
    assert Host().run([folder + "/program"]) == (126, "", folder + "/program: Exec format error")


def test_run_speaks_no_language_and_hands_on_nothing(monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("DOCKER_HOST", "tcp://elsewhere")
    shown = Host().run(["env"], env={"EXTRA": "1"}).out.splitlines()
    assert "LC_ALL=C.UTF-8" in shown and "EXTRA=1" in shown
    assert not [line for line in shown if line.startswith("DOCKER_HOST")]


def test_run_kills_the_whole_group_at_the_deadline(folder):
    begin = time.time()
    script = "sleep 300 & echo $! > %s/pid; wait" % folder
    assert refusal(Host().run, ["sh", "-c", script], seconds=1) == "sh -c %s: no answer within 1 s" % script
    assert time.time() - begin < 5
    assert is_gone(pid_in(folder + "/pid"))


def test_run_does_not_wait_for_a_program_that_only_closes_its_output():
    begin = time.time()
    assert "no answer within 1 s" in refusal(Host().run, ["sh", "-c", "exec >&- 2>&-; sleep 300"], seconds=1)
    assert time.time() - begin < 5


def test_run_cuts_both_outputs():
    result = Host().run(["sh", "-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"])
    assert (result.rc, len(result.out), len(result.err)) == (0, module.LIMIT, module.LIMIT)


def test_run_keeps_no_more_in_memory_than_it_returns():
    """A program of an account's own that prints for ever must not fill our memory until the deadline."""
    grown = rss_after(lambda: refusal(Host().run, ["yes", "x" * 1000], seconds=1))
    assert grown < 64, "grew by %d MiB" % grown


def rss_after(function):
    """MiB by which this process's peak grows, measured in a child, whose peak begins at what it has now."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            before = peak()
            function()
            os.write(writing, b"%d" % ((peak() - before) // 1024))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        answer = stream.read()
    os.waitpid(pid, 0)
    return int(answer)


def peak():
    with open("/proc/self/status") as stream:
        return int(next(line for line in stream if line.startswith("VmHWM")).split()[1])


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
    assert said.startswith("asking as tester crashed: ") and "KeyError: 'missing'" in said


@pytest.mark.parametrize("end", [lambda: os._exit(7), lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_as_account_survives_a_child_that_just_ends(account, end):
    assert refusal(Host().as_account, account, lambda host: end()) == "asking as tester gave no answer"


def test_as_account_refuses_what_is_no_data(account):
    assert refusal(Host().as_account, account, lambda host: object()) == "asking as tester gave no answer"


def test_as_account_takes_no_more_than_the_limit(account):
    said = refusal(Host().as_account, account, lambda host: "x" * (module.LIMIT + 1))
    assert said == "asking as tester gave more than %d bytes" % module.LIMIT


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


def test_as_account_kills_a_child_that_takes_no_signal(account):
    def ask(host):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        put(account.home + "/child", str(os.getpid()))
        while True:
            time.sleep(1)

    refusal(Host().as_account, account, ask, seconds=0.5)
    assert is_gone(pid_in(account.home + "/child"))


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


# -- side by side ------------------------------------------------------------------------------------------------------


def test_accounts_are_asked_side_by_side_eight_at_a_time(account):
    def ask(host):
        begin = time.time()
        time.sleep(0.5)
        return [begin, time.time()]

    begin = time.time()
    spans = Host().as_accounts([(account, ask)] * 10)
    assert time.time() - begin < 10 * 0.5 / 2
    assert max(sum(1 for span in spans if span[0] <= moment[0] < span[1]) for moment in spans) == module.WORKERS


def test_answers_stand_in_the_order_of_the_questions(account):
    def ask(number):
        return lambda host: [number, time.sleep((3 - number) * 0.1)]

    assert [answer[0] for answer in Host().as_accounts([(account, ask(number)) for number in range(4)])] == [0, 1, 2, 3]


def test_one_account_that_hangs_or_crashes_costs_the_others_nothing(account):
    questions = [lambda host: time.sleep(60), lambda host: {}["missing"], lambda host: "well"]
    late, crashed, well = Host().as_accounts([(account, question) for question in questions], seconds=1)
    assert str(late) == "asking as tester took longer than 1 s"
    assert "KeyError" in str(crashed)
    assert well == "well"


def test_large_answers_side_by_side_do_not_block_each_other(account):
    answers = Host().as_accounts([(account, lambda host: "x" * 500000)] * 9, seconds=10)
    assert [len(answer) for answer in answers] == [500000] * 9


# -- get ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def serve(folder):
    """serve(function) starts a small server on a unix socket and returns the socket's path; function(connection) answers one client."""
    servers = []

    def start(answer):
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(folder + "/s")
        server.listen(1)
        servers.append(server)
        thread = threading.Thread(target=_serve_one, args=(server, answer))
        thread.daemon = True
        thread.start()
        return folder + "/s"

    yield start
    for server in servers:
        server.close()


def _serve_one(server, answer):
    try:
        connection = server.accept()[0]
        connection.recv(65536)
        answer(connection)
        connection.close()
    except OSError:     # the client has had enough
        pass


def http(body, status="200 OK"):
    text = "HTTP/1.0 %s\r\nContent-Type: application/json\r\n\r\n%s" % (status, body)
    return lambda connection: connection.sendall(text.encode("utf-8"))


@pytest.mark.parametrize("body, decoded", [('{"Version": "26.1.5"}\n', {"Version": "26.1.5"}), ("[]\n", []), ("OK", "OK"), ("", "")])
def test_get_decodes_the_body(serve, body, decoded):
    assert Host().get(serve(http(body)), "/version") == decoded


def test_get_asks_with_the_url(serve, folder):
    heard = []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(folder + "/asked")
    server.listen(1)

    def listen():
        connection = server.accept()[0]
        heard.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nOK")
        connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    Host().get(folder + "/asked", "/containers/json")
    thread.join()
    server.close()
    assert heard[0].startswith(b"GET /containers/json HTTP/1.0\r\nHost: docker\r\n")


def test_get_gives_up_on_silence(serve):
    path, begin = serve(lambda connection: time.sleep(5)), time.time()
    assert refusal(Host().get, path, "/version", seconds=0.5) == path + ": timed out"
    assert time.time() - begin < 2


def test_get_gives_up_on_an_answer_that_drips(serve):
    """Each byte comes soon enough; the whole never ends."""
    def drip(connection):
        while True:
            connection.sendall(b"H")
            time.sleep(0.002)

    path, begin = serve(drip), time.time()
    assert refusal(Host().get, path, "/version", seconds=0.5) == path + ": timed out"
    assert time.time() - begin < 2


def test_get_refuses_a_huge_answer(serve):
    path = serve(lambda connection: [connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")] + [connection.sendall(b"x" * 65536) for dummy in range(40)])
    assert "GET /version: " in refusal(Host().get, path, "/version")


@pytest.mark.parametrize("answer, said", [
    (http('{"message":"page not found"}', "404 Not Found"), "GET /version: HTTP/1.0 404 Not Found"),
    (http("", "500 200 "), "GET /version: HTTP/1.0 500 200"),
    (lambda connection: None, "GET /version: no answer"),
    (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n"), "GET /version: SSH-2.0-OpenSSH"),
])
def test_get_refuses_anything_but_200(serve, answer, said):
    path = serve(answer)
    assert refusal(Host().get, path, "/version").startswith("%s: %s" % (path, said))


def test_get_refuses_broken_json(serve):
    path = serve(http('{"Version": '))
    assert refusal(Host().get, path, "/version").startswith(path + ": Expecting value")


def test_get_names_a_socket_that_is_not_there(folder):
    assert refusal(Host().get, folder + "/none", "/version") == folder + "/none: no such socket"


def test_get_refuses_a_foreign_socket(serve, monkeypatch):
    path = serve(http("{}"))
    disown(path, monkeypatch)
    assert "/s: not a socket of uid " in refusal(Host().get, path, "/version")


@pytest.mark.parametrize("make", [put, lambda path: os.symlink("/run/docker.sock", path), os.mkfifo])
def test_get_refuses_what_is_no_socket(folder, make):
    make(folder + "/not")
    assert refusal(Host().get, folder + "/not", "/version") == "%s/not: not a socket of uid %d" % (folder, os.geteuid())


def test_get_of_a_left_over_socket(folder):
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(folder + "/left")
    server.close()
    assert "Connection refused" in refusal(Host().get, folder + "/left", "/version")
