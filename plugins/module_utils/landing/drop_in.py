# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drop-in of the system manager lands: systemd says what it thinks of it before, reads it, and can still load the unit after."""

import os

from ..machine.host import Unanswered
from . import override
from .landing import Landing

UNITS = (override.FOLDER, "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
WELL = ("loaded", "not-found", "masked", "merged", "stub")      # not-found and masked: the drop-in waits for its unit


class DropIn(Landing):
    """`scratch` is an empty folder that none but root can write, `reload` whether systemd is told."""

    def __init__(self, host, unit, name, scratch, reload=True):
        super().__init__(host, override.path_of(unit, name))
        self.unit, self.name, self.scratch, self.reload = unit, name, scratch, reload

    def shown(self, text):
        return override.without_secrets(text)

    def verify(self, text):
        """What systemd itself says about the file, beside a copy of the unit; it tells typing errors that it would only log later."""
        # a mask is a link to /dev/null
        fragment = next((found for found in _fragments(self.unit) if (self.host.stat(found, follow=True) or {}).get("kind") == "file"), None)
        if fragment is None or self.host.find("systemd-analyze") is None:
            return
        said = self._complaints(fragment, text)
        if said:
            raise Unanswered("sections: systemd would ignore what it does not understand: %s; nothing was written" % "; ".join(said))

    def _complaints(self, fragment, text):
        copy, drop_in = os.path.join(self.scratch, self.unit), os.path.join(self.scratch, self.unit + ".d", self.name + ".conf")
        try:
            self.host.write(copy, self.host.read_system(fragment) or "", within=self.scratch)
            self.host.write(drop_in, text, within=self.scratch)
            return override.complaints(self.host.run(["systemd-analyze", "verify", "--man=no", copy], 30).err, drop_in)
        finally:
            for written in (copy, drop_in):
                self.host.remove(written, within=self.scratch)

    def state(self):
        return self._show().get("LoadState", "loaded") if self.reload else None

    def activate(self):
        if not self.reload:
            return False
        result = self.host.run(["systemctl", "daemon-reload"], 90)
        if result.rc != 0:
            raise Unanswered("systemctl daemon-reload: %s" % (result.err.strip().splitlines() or ["rc %d" % result.rc])[-1])
        return True

    def check(self, before):
        shown = self._show() if self.reload else {}
        if shown.get("LoadState", "loaded") not in WELL and before in WELL:
            raise Unanswered("%s cannot be loaded with it (%s %s)" % (self.unit, shown["LoadState"], shown.get("LoadError", "")))

    def outdated(self):
        return self.reload and self._show().get("NeedDaemonReload") == "yes"

    def _show(self):
        """LoadState, LoadError and NeedDaemonReload of the unit; a template is asked for through an instance that nobody runs."""
        asked = self.unit.replace("@.", "@rootless-docker-check.") if "@." in self.unit else self.unit
        shown = self.host.run(["systemctl", "show", asked, "-p", "LoadState,LoadError,NeedDaemonReload"])
        return dict(line.split("=", 1) for line in shown.out.splitlines() if "=" in line)


def _fragments(unit):
    names = [unit] if "@" not in unit else [unit, unit.split("@")[0] + "@." + unit.rsplit(".", 1)[1]]
    return [os.path.join(folder, name) for name in names for folder in UNITS]
