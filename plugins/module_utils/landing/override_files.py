# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lands a drop-in of the system manager, or takes it away; the previous file comes back where systemd refuses the new one."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os
import shutil

from . import override
from ..machine.host import Unanswered

SCRATCH = "rootless-docker-scratch."        # and the pid
UNITS = (override.FOLDER, "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
WELL = ("loaded", "not-found", "masked", "merged", "stub")      # not-found and masked: the drop-in waits for its unit


def apply(host, unit, name, sections, state, reload, scratch, check=False):
    """{"changed", "path", "reloaded", "diff"} of the module systemd_override; Unanswered, in words for people, where it failed.

    scratch is an empty folder that none but root can write.
    """
    path = override.path_of(unit, name)
    before = host.read(path)
    after = override.render(sections) if state == "present" else None
    answer = {"changed": before != after, "path": path, "reloaded": False, "diff": []}
    if before == after:
        outdated = reload and _show(host, unit).get("NeedDaemonReload") == "yes"
        return dict(answer, changed=outdated, reloaded=outdated and not check and _reload(host))
    answer["diff"] = [{
        "before_header": path if before is not None else "%s (absent)" % path, "before": override.without_secrets(before or ""),
        "after_header": path if after is not None else "%s (absent)" % path, "after": override.without_secrets(after or ""),
    }]
    if after is not None:
        _verify(host, unit, name, after, scratch)
    if not check:
        answer["reloaded"] = _land(host, unit, path, before, after, reload)
    return answer


class Scratch(object):
    """A folder that none but root can write; the module's own may lie in the home of the login. What killed runs left goes with it."""

    def __init__(self, host, parent="/run"):
        self.host, self.parent = host, parent
        self.folder = os.path.join(parent, SCRATCH + "%d" % os.getpid())

    def __enter__(self):
        for name in self.host.list(self.parent):
            pid = name[len(SCRATCH):] if name.startswith(SCRATCH) else ""
            if pid == "%d" % os.getpid() or (pid.isdigit() and self.host.stat("/proc/" + pid) is None):
                shutil.rmtree(os.path.join(self.parent, name), ignore_errors=True)
        try:
            os.mkdir(self.folder, 0o700)
        except OSError as error:
            raise Unanswered("%s: %s" % (self.folder, os.strerror(error.errno)))
        return self.folder

    def __exit__(self, *dummy):
        shutil.rmtree(self.folder, ignore_errors=True)


def _verify(host, unit, name, text, scratch):
    """What systemd itself says about the file, beside a copy of the unit; it tells typing errors that it would only log later."""
    # a mask is a link to /dev/null
    fragment = next((found for found in _fragments(unit) if (host.stat(found, follow=True) or {}).get("kind") == "file"), None)
    if fragment is None or host.find("systemd-analyze") is None:
        return
    copy, drop_in = os.path.join(scratch, unit), os.path.join(scratch, unit + ".d", name + ".conf")
    try:
        host.write(copy, host.read_system(fragment) or "", within=scratch)
        host.write(drop_in, text, within=scratch)
        said = override.complaints(host.run(["systemd-analyze", "verify", "--man=no", copy], 30).err, drop_in)
    finally:
        for written in (copy, drop_in):
            host.remove(written, within=scratch)
    if said:
        raise Unanswered("sections: systemd would ignore what it does not understand: %s; nothing was written" % "; ".join(said))


def _fragments(unit):
    names = [unit] if "@" not in unit else [unit, unit.split("@")[0] + "@." + unit.rsplit(".", 1)[1]]
    return [os.path.join(folder, name) for name in names for folder in UNITS]


def _land(host, unit, path, before, after, reload):
    """Was systemd told? Raises Unanswered, with the previous file in its place again, where the unit cannot be loaded any more."""
    state_before = _show(host, unit).get("LoadState", "loaded") if reload else None
    _put(host, path, after)
    if not reload:
        return False
    try:
        _reload(host)
        shown = _show(host, unit)
        if shown.get("LoadState", "loaded") not in WELL and state_before in WELL:
            raise Unanswered("%s cannot be loaded with it (%s %s)" % (unit, shown["LoadState"], shown.get("LoadError", "")))
    except Unanswered as error:
        _put(host, path, before)
        _reload(host)
        raise Unanswered("%s: %s; the previous state is back" % (path, str(error).strip()))
    return True


def _put(host, path, text):
    if text is None:
        host.remove(path)
        host.remove_folder(os.path.dirname(path))
    else:
        host.write(path, text)


def _reload(host):
    result = host.run(["systemctl", "daemon-reload"], 90)
    if result.rc != 0:
        raise Unanswered("systemctl daemon-reload: %s" % (result.err.strip().splitlines() or ["rc %d" % result.rc])[-1])
    return True


def _show(host, unit):
    """LoadState, LoadError and NeedDaemonReload of a unit; a template is asked for through an instance that nobody runs."""
    asked = unit.replace("@.", "@rootless-docker-check.") if "@." in unit else unit
    shown = host.run(["systemctl", "show", asked, "-p", "LoadState,LoadError,NeedDaemonReload"])
    return dict(line.split("=", 1) for line in shown.out.splitlines() if "=" in line)
