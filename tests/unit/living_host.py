# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A FakeHost on which commands have effects, for what changes a machine.

    {"effects": {"loginctl enable-linger alice": {"files": {"/var/lib/systemd/linger/alice": ""}}}}     laid over the case after the command ran
     {"effects": {"COMMAND": [{...}, {...}]}}      of the first time, of the second and all later ones
"""

from fake_host import FakeHost


class LivingHost(FakeHost):
    def __init__(self, case):
        super().__init__(case)
        self.commands, self.gets, self.listeners = dict(self.commands), dict(self.gets), dict(self.listeners)
        self.effects = case.get("effects", {})

    def run(self, argv, seconds=10, env=None, stdin=""):
        answer = super().run(argv, seconds, env, stdin)
        effect = self.effects.get(" ".join(argv), {})
        if isinstance(effect, list):
            effect = effect.pop(0) if len(effect) > 1 else effect[0]
        for part in ("files", "stats", "commands", "gets", "listeners"):
            getattr(self, part).update(effect.get(part, {}))
        for path in effect.get("gone", []):
            self.files.pop(path, None)
            self.stats.pop(path, None)
        return answer
