# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host on the very machine that runs the tests: what is there, and what answers."""

import os
import shutil
import socket
import tempfile
import threading
import time

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.machine import dialogue, host as module
from ansible_collections.rootless.docker.plugins.module_utils.machine.host import Host

from real_host import GID, ROOT, UID, disown, is_gone, pid_in, put, refusal


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


def test_lines_are_cut_and_counted(folder):
    path = put(folder + "/lines", "abcdef\nab\nabcd\n")
    assert list(Host().lines(path, 16, 4)) == ["abcd", "ab\n", "abcd"]
    assert refusal(list, Host().lines(path, 14, 4)) == path + ": larger than 14 bytes"
    assert list(Host().lines(folder + "/nothing", 16, 4)) == []
    assert refusal(list, Host().lines(folder, 16, 4)) == folder + ": not a regular file"


def test_read_takes_no_more_into_memory_than_the_limit(folder):
    """A sparse file is as large as its owner likes."""
    with open(folder + "/sparse", "wb") as stream:
        stream.truncate(1 << 29)
    grown = rss_after(lambda: refusal(Host().read, folder + "/sparse"))
    assert grown < 64, "grew by %d MiB" % grown


def test_read_keeps_no_descriptor(folder):
    os.mkfifo(folder + "/fifo")
    before = sorted(os.listdir("/proc/self/fd"))
    Host().read(put(folder + "/plain"))
    for path in (folder, folder + "/fifo", "/dev/zero"):
        refusal(Host().read, path)
    assert sorted(os.listdir("/proc/self/fd")) == before


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


def test_list_ends_where_an_account_made_names_without_end(folder, monkeypatch):
    monkeypatch.setattr(module, "ENTRIES", 3)
    for name in "abc":
        put(os.path.join(folder, name))
    assert Host().list(folder) == ["a", "b", "c"]
    put(folder + "/d")
    assert refusal(Host().list, folder) == folder + ": more than 3 entries"


@pytest.mark.parametrize("name", ["a\0b", u"\ud800"])
@pytest.mark.parametrize("question", ["stat", "list", "read"])
def test_what_cannot_be_a_path_is_a_sentence(folder, question, name):
    """A data-root in somebody's daemon.json may say anything."""
    said = refusal(getattr(Host(), question), folder + "/" + name)
    assert said.startswith(folder + "/" + ("a\\x00b: " if "a" in name else "\\ud800: "))


@pytest.mark.skipif(not ROOT, reason="an account reads wherever it may")
def test_read_system_goes_through_no_link_of_an_account(folder):
    put(folder + "/secret")
    os.symlink("secret", folder + "/hers")
    os.lchown(folder + "/hers", UID, GID)
    os.symlink("hers", folder + "/link")
    assert refusal(Host().read_system, folder + "/link") == "%s/link: %s/hers belongs to uid %d, not to root" % (folder, folder, UID)
    assert Host().read_system(folder + "/none") is None


@pytest.mark.skipif(not ROOT, reason="an account runs what it likes")
def test_root_runs_only_what_no_account_could_replace():
    """In PATH come first a folder in which others may write, then a program that is an account's; both have the name of a program of root's."""
    host, folders = Host(), [os.path.realpath(tempfile.mkdtemp(prefix="rd-")) for dummy in range(2)]
    try:
        for folder in folders:
            os.chmod(put(folder + "/true", "#!/bin/sh\nexit 7\n"), 0o755)
        os.chmod(folders[0], 0o777)
        os.chown(folders[1] + "/true", UID, GID)
        host.path = ":".join(folders + [host.path])
        assert (host.find("true"), host.run(["true"]).rc) == (folders[0] + "/true", 0)
        host.path = ":".join(folders)
        assert host.run(["true"]) == (127, "", "true: no such program that only root can write")
    finally:
        for folder in folders:
            shutil.rmtree(folder)


def test_find_looks_for_programs_only(folder):
    put(folder + "/tool")
    assert Host().find("tool", folder) is None
    os.chmod(folder + "/tool", 0o755)
    assert Host().find("tool", folder) == folder + "/tool"


def test_account_of_a_name_that_nobody_knows_is_none():
    assert Host().account("no-such-account-here") is None
    assert Host().account("root").uid == 0


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


@pytest.mark.parametrize("argv, env", [(["true", "a\0b"], {}), (["true", u"\ud800"], {}), (["true"], {"A": "b\0"}), (["true", "x" * 200000], {})])
def test_run_of_what_cannot_be_started_is_a_sentence(argv, env):
    assert refusal(Host().run, argv, env=env).startswith("true could not be started: ")


def test_run_keeps_no_descriptor():
    before = sorted(os.listdir("/proc/self/fd"))
    Host().run(["true"])
    late = [refusal(Host().run, ["sleep", "60"], seconds=0.1)]
    assert sorted(os.listdir("/proc/self/fd")) == before and late == ["sleep 60: no answer within 0.1 s"]


def test_run_speaks_no_language_and_hands_on_nothing(monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("DOCKER_HOST", "tcp://elsewhere")
    shown = Host().run(["env"], env={"EXTRA": "1"}).out.splitlines()
    assert "LC_ALL=C.UTF-8" in shown and "EXTRA=1" in shown
    assert not [line for line in shown if line.startswith("DOCKER_HOST")]


@pytest.mark.slow
def test_run_kills_the_whole_group_at_the_deadline(folder):
    begin = time.time()
    script = "sleep 300 & echo $! > %s/pid; wait" % folder
    assert refusal(Host().run, ["sh", "-c", script], seconds=1) == "sh -c %s: no answer within 1 s" % script
    assert time.time() - begin < 5
    assert is_gone(pid_in(folder + "/pid"))


@pytest.mark.slow
def test_run_does_not_wait_for_a_program_that_only_closes_its_output():
    begin = time.time()
    assert "no answer within 1 s" in refusal(Host().run, ["sh", "-c", "exec >&- 2>&-; sleep 300"], seconds=1)
    assert time.time() - begin < 5


def test_run_cuts_both_outputs():
    result = Host().run(["sh", "-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"])
    assert (result.rc, len(result.out), len(result.err)) == (0, module.LIMIT, module.LIMIT)


@pytest.mark.slow
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


@pytest.mark.slow
def test_get_gives_up_on_silence(serve):
    path, begin = serve(lambda connection: time.sleep(5)), time.time()
    assert refusal(Host().get, path, "/version", seconds=0.5) == path + ": timed out"
    assert time.time() - begin < 2


@pytest.mark.slow
def test_get_gives_up_on_an_answer_that_drips(serve):
    """Each byte comes soon enough; the whole never ends."""
    def drip(connection):
        while True:
            connection.sendall(b"H")
            time.sleep(0.002)

    path, begin = serve(drip), time.time()
    assert refusal(Host().get, path, "/version", seconds=0.5) == path + ": timed out"
    assert time.time() - begin < 2


HEAD = b"HTTP/1.0 200 OK\r\n\r\n"


class Clock:
    """Each look at it takes a second."""

    def __init__(self):
        self.now = 0

    def monotonic(self):
        self.now += 1
        return self.now


def test_get_has_one_deadline_for_the_whole_answer(serve, monkeypatch):
    """No part of it comes late, so that each wait would be granted; the sum is what counts."""
    path = serve(lambda connection: connection.sendall(HEAD + b"x" * 500000))
    monkeypatch.setattr(dialogue, "time", Clock())
    assert refusal(Host().get, path, "/version", seconds=5) == path + ": timed out"


def test_get_takes_answers_up_to_the_limit(serve):
    path = serve(lambda connection: connection.sendall(HEAD + b"x" * (module.LIMIT - len(HEAD))))
    assert len(Host().get(path, "/version")) == module.LIMIT - len(HEAD)


def test_get_refuses_a_larger_answer(serve):
    path = serve(lambda connection: connection.sendall(HEAD + b"x" * (module.LIMIT - len(HEAD) + 1)))
    assert refusal(Host().get, path, "/version") == "%s: GET /version: more than %d bytes" % (path, module.LIMIT)


def test_get_does_not_read_an_answer_without_end(serve):
    def gush(connection):
        while True:
            connection.sendall(b"x" * 65536)

    path, begin = serve(gush), time.time()
    assert "more than" in refusal(Host().get, path, "/version", seconds=20)
    assert time.time() - begin < 10


@pytest.mark.parametrize("body, said", [
    ("[" * 100000 + "]" * 100000, "nested too deeply"), ('{"Version": %s}' % ("9" * 900000), "a number of 900000 digits"), ("[NaN]", "the number NaN")])
def test_get_refuses_json_that_nobody_needs(serve, body, said):
    path = serve(http(body))
    assert refusal(Host().get, path, "/version") == "%s: %s" % (path, said)


def test_get_returns_valid_texts(serve):
    assert Host().get(serve(http('{"\\udc80": "\\ud800"}')), "/version") == {"\\x80": "\\ud800"}


def test_get_quotes_an_answer_on_one_printable_line(serve):
    path = serve(lambda connection: connection.sendall(b"\x1b[2J\nweb1: all well"))
    assert refusal(Host().get, path, "/version") == path + ": GET /version: \\x1b[2J\\nweb1: all well"


def test_get_gives_up_on_a_server_that_takes_nobody(folder):
    """Its queue is full, so that not even a connection is made."""
    server, waiting = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(folder + "/s")
    server.listen(0)
    waiting.connect(folder + "/s")
    begin = time.time()
    assert refusal(Host().get, folder + "/s", "/version", seconds=5) == folder + "/s: Resource temporarily unavailable"
    assert time.time() - begin < 2
    waiting.close()
    server.close()


@pytest.mark.parametrize("answer, said", [
    (http('{"message":"page not found"}', "404 Not Found"), "GET /version: HTTP/1.0 404 Not Found"),
    (http("", "500 200 "), "GET /version: HTTP/1.0 500 200"),
    (lambda connection: None, "GET /version: no answer"),
    (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n"), "GET /version: SSH-2.0-OpenSSH"),
    (lambda connection: connection.sendall(b"SSH-2.0 200 \r\n\r\nOK"), "GET /version: SSH-2.0 200"),
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
