# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking to a process or a socket that may never answer, answer for ever, or drip: by a deadline, within LIMIT."""

import os
import select
import selectors
import signal
import socket
import subprocess
import time

from .account import LIMIT
from ..data.texts import from_json


def kill_group(pid):
    """End a process that nobody has waited for yet, and its group; it may be so young that it leads none."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            pass


def talk(child, said, deadline):
    """(out, err) of a process, each cut at LIMIT: what it prints beyond is read and dropped. At the deadline (time.monotonic): TimeoutExpired."""
    kept = {child.stdout: b"", child.stderr: b""}
    try:
        with selectors.DefaultSelector() as open_pipes:
            for stream in kept:
                open_pipes.register(stream, selectors.EVENT_READ)
            open_pipes.register(child.stdin, selectors.EVENT_WRITE)
            while open_pipes.get_map():
                said = _exchange(open_pipes, kept, said, deadline)
        child.wait(max(0.01, deadline - time.monotonic()))
    finally:
        for stream in (child.stdin, child.stdout, child.stderr):
            stream.close()
    return kept[child.stdout], kept[child.stderr]


def _exchange(open_pipes, kept, said, deadline):
    """Read and write once what can be read and written now; what is left to say."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise subprocess.TimeoutExpired("", 0)
    for key, dummy in open_pipes.select(left):
        stream = key.fileobj
        if stream in kept:
            chunk = os.read(stream.fileno(), 65536)
            kept[stream] += chunk[:LIMIT - len(kept[stream])]
        else:
            chunk = said = _hand_over(stream, said)
        if not chunk:
            open_pipes.unregister(stream)
            stream.close()
    return said


def _hand_over(stream, said):
    """What is left to say after the program has taken what fits into its pipe now."""
    try:
        return said[os.write(stream.fileno(), said[:select.PIPE_BUF]):] if said else b""
    except BrokenPipeError:     # it does not want to know
        return b""


def http_get(path, url, seconds):
    """The body of GET url over a unix socket: data where it is JSON, else text. OSError or ValueError, with words for a sentence's end."""
    deadline = time.monotonic() + seconds
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _hurry(stream, deadline)
        stream.connect(path)
        _hurry(stream, deadline)
        stream.sendall(("GET %s HTTP/1.0\r\nHost: docker\r\n\r\n" % url).encode("ascii"))
        data = _received(stream, url, deadline)
    finally:
        stream.close()
    head, dummy, body = data.partition(b"\r\n\r\n")
    words = head.split()
    if words[1:2] != [b"200"] or not words[0].startswith(b"HTTP/"):
        raise ValueError("GET %s: %s" % (url, head[:80].decode("utf-8", "replace") or "no answer"))
    text = body.decode("utf-8", "replace")
    return from_json(text) if text.startswith(("{", "[")) else text


def _hurry(stream, deadline):
    """The next step has what is left of the time."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise socket.timeout("timed out")
    stream.settimeout(left)


def _received(stream, url, deadline):
    """All bytes until the end; each may come soon enough, and the whole never end."""
    data = b""
    while len(data) <= LIMIT:
        _hurry(stream, deadline)
        chunk = stream.recv(65536)
        if not chunk:
            return data
        data += chunk
    raise ValueError("GET %s: more than %d bytes" % (url, LIMIT))
