# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a file of root's lands: verified before it is written, told to whom it concerns, and put back where that fails.

What a file of one kind needs for it is a subclass; everything that root writes outside of a home goes this way.
"""

import os

from ..machine.host import Unanswered


class Landing:
    """One file. The defaults are those of a file that is read when its reader starts: nothing to verify, nobody to tell."""

    def __init__(self, host, path):
        self.host, self.path = host, path

    def shown(self, text):
        """What of the text may stand in a diff."""
        return text

    def verify(self, text):
        """Raises Unanswered, in words for people, where the text would not do what it should; nothing is written yet."""

    def state(self):
        """What check() compares, asked before the file is written."""

    def activate(self):
        """Tells who reads the file; True where somebody was told. Raises Unanswered where it did not work."""
        return False

    def check(self, before):
        """Raises Unanswered where it went wrong with the new file; `before` is what state() said."""

    def outdated(self):
        """Whether the file is as it should be, but whoever reads it has not read it yet."""
        return False

    def land(self, text, check_mode=False):
        """{"changed", "path", "activated", "diff"}; text None removes the file. Unanswered where it failed: the previous state is back then."""
        before = self.host.read(self.path)
        answer = {"changed": before != text, "path": self.path, "activated": False, "diff": []}
        if before == text:
            outdated = self.outdated()
            return dict(answer, changed=outdated, activated=outdated and not check_mode and self.activate())
        answer["diff"] = [dict(self._side("before", before), **self._side("after", text))]
        if text is not None:
            self.verify(text)
        if not check_mode:
            answer["activated"] = self._replace(before, text)
        return answer

    def _side(self, side, text):
        header = self.path if text is not None else "%s (absent)" % self.path
        return {side + "_header": header, side: self.shown(text or "")}

    def _replace(self, before, text):
        state = self.state()
        self._put(text)
        try:
            told = self.activate()
            self.check(state)
        except Unanswered as error:
            self._put(before)
            self.activate()
            raise Unanswered("%s: %s; the previous state is back" % (self.path, str(error).strip()))
        return told

    def _put(self, text):
        if text is None:
            self.host.remove(self.path)
            self.host.remove_folder(os.path.dirname(self.path))
        else:
            self.host.write(self.path, text)
