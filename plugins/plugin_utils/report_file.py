# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report's file on the control node: several hosts may write at once, and a reader never finds half of it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile

from ansible_collections.rootless.docker.plugins.plugin_utils.documents import newest
from ansible_collections.rootless.docker.plugins.plugin_utils.door import Refusal


def write(path, document):
    """The absolute path of the file that now holds the document; Refusal says why there is none.

    A relative path is one of the working directory, as in every other program; missing folders are made. What another writer of the
    same run has put there is kept, anything else is replaced.
    """
    path = os.path.realpath(os.path.expanduser(path))
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, exist_ok=True)
        if os.path.exists(path) and not os.path.isfile(path):
            raise Refusal(f"rootless_docker_report: {path} is not a regular file.")
        with _lock(folder):
            _replace(folder, path, newest(document, _of_this_run(path, document)))
    except OSError as error:
        raise Refusal(f"rootless_docker_report: {path} cannot be written: {error.strerror}.") from error
    return path


@contextlib.contextmanager
def _lock(folder):
    """One writer at a time; where the file system knows no locks, the last one wins."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _of_this_run(path, document):
    """What is in the file, if this very run wrote it; yesterday's is worth nothing."""
    try:
        with open(path, encoding="utf-8") as text:
            found = json.load(text)
        return found if found["run"] == document["run"] and found["schema"] == document["schema"] else {"hosts": {}}
    except (OSError, ValueError, TypeError, KeyError):
        return {"hosts": {}}


def _replace(folder, path, document):
    """mkstemp's file is its owner's alone, 0600: a report says how a host can be hurt."""
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".rootless-docker-report-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(document, stream, indent=2, ensure_ascii=True)
            stream.write("\n")
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
