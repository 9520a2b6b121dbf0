# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking to a process or a socket that may never answer, answer for ever, or drip: by a deadline, within LIMIT."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import os
import select
import selectors
import signal
import socket
import subprocess
import time

from .account import LIMIT


def kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass


def talk(child, said, deadline):
    """(out, err) of a process, each cut at LIMIT: what it prints beyond is read and dropped. At the deadline: TimeoutExpired."""
    kept = {child.stdout: b"", child.stderr: b""}
    with selectors.DefaultSelector() as open_pipes:
        for stream in kept:
            open_pipes.register(stream, selectors.EVENT_READ)
        open_pipes.register(child.stdin, selectors.EVENT_WRITE)
        while open_pipes.get_map():
            for key, dummy in open_pipes.select(max(0, deadline - time.time())):
                stream, chunk = key.fileobj, b""
                if stream in kept:
                    chunk = os.read(stream.fileno(), 65536)
                    kept[stream] += chunk[:LIMIT - len(kept[stream])]
                else:
                    chunk = said = _hand_over(stream, said)
                if not chunk:
                    open_pipes.unregister(stream)
                    stream.close()
            if time.time() > deadline:
                raise subprocess.TimeoutExpired(child.args, 0)
    child.wait(max(0.01, deadline - time.time()))
    return kept[child.stdout], kept[child.stderr]


def _hand_over(stream, said):
    """What is left to say after the program has taken what fits into its pipe now."""
    try:
        return said[os.write(stream.fileno(), said[:select.PIPE_BUF]):] if said else b""
    except BrokenPipeError:     # it does not want to know
        return b""


def http_get(path, url, seconds):
    deadline = time.time() + seconds
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        stream.settimeout(seconds)
        stream.connect(path)
        stream.sendall(("GET %s HTTP/1.0\r\nHost: docker\r\n\r\n" % url).encode("ascii"))
        data = b""
        while len(data) <= LIMIT:
            if time.time() > deadline:      # each byte may come soon enough, and the whole never end
                raise socket.timeout("timed out")
            stream.settimeout(max(0.01, deadline - time.time()))
            chunk = stream.recv(65536)
            if not chunk:
                break
            data += chunk
    finally:
        stream.close()
    head, dummy, body = data.partition(b"\r\n\r\n")
    if len(data) > LIMIT or (head.split() + [b"", b""])[1] != b"200":
        raise ValueError("GET %s: %s" % (url, head[:80].decode("utf-8", "replace") or "no answer"))
    text = body.decode("utf-8", "replace")
    return json.loads(text) if text.startswith(("{", "[")) else text
