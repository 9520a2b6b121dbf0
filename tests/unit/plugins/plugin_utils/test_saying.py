# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils import saying

LINES = ["line one", "line \"two\""]


@pytest.fixture(name="callback")
def _callback(monkeypatch):
    def shows(value, name="default"):
        monkeypatch.setattr(saying.C, "DEFAULT_STDOUT_CALLBACK", name)
        monkeypatch.setattr(saying.C.config, "get_config_value", lambda *dummy, **dummies: value)
    return shows


@pytest.mark.parametrize("shown, well, said", [(True, True, True), (True, False, True), (False, False, True), (False, True, False)])
def test_lines_are_printed_as_they_are_unless_a_well_host_is_to_be_hidden(callback, capsys, shown, well, said):
    callback(shown)
    saying.say(LINES, well)
    assert capsys.readouterr().out == 'line one\nline "two"\n' * said


def test_no_lines_are_no_empty_line(callback, capsys):
    callback(True)
    saying.say([])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["json", "ansible.posix.json", "ansible.posix.jsonl"])
def test_output_for_programs_stays_theirs(callback, capsys, name):
    callback(True, name)
    saying.say(LINES)
    assert capsys.readouterr().out == ""


def test_a_callback_without_the_option_shows_everything(monkeypatch, capsys):
    def refuse(*dummy, **dummies):
        raise KeyError("display_ok_hosts")

    monkeypatch.setattr(saying.C.config, "get_config_value", refuse)
    saying.say(LINES, well=True)
    assert capsys.readouterr().out == 'line one\nline "two"\n'
