# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.rootless.docker.plugins.modules import rootless_daemon

from module_args import patch_module_args

REPLY = {"changes": [], "did": [], "error": None, "restarted": False, "journal": [], "files": []}
WISH = {"environment": {"TOKEN": "s3cret/of@alice", "PASSWORD": "plainly-s3cret"},
        "proxy": {"http": "http://alice:pass/w@rd@proxy"}, "daemon_options": {"storage-driver": "overlay2"}}


@pytest.fixture
def run(monkeypatch, capsys):
    """run({options}, reply of alice's) -> (what the module printed, what was logged, what it was to settle)."""
    logged, asked = [], []
    monkeypatch.setattr(rootless_daemon.AnsibleModule, "log", lambda self, text, log_args=None: logged.append((text, log_args)))

    def start(options, **reply):
        monkeypatch.setattr(rootless_daemon, "settle_all", lambda *given: asked.append(given) or {"alice": {**REPLY, **reply}})
        with patch_module_args(options), pytest.raises(SystemExit):
            rootless_daemon.main()
        return json.loads(capsys.readouterr().out), logged, asked

    return start


def test_no_secret_is_logged_or_returned(run):
    said = 'level=error msg="proxyconnect: http://alice:pass/w@rd@proxy: s3cret/of@alice, pass%2Fw%40rd"'
    files = [{"path": "/home/alice/x", "before": None, "after": "Environment=TOKEN=s3cret/of@alice\n"}]
    printed, logged, asked = run({"accounts": {"alice": WISH}}, error="it failed. Its journal says: " + said, journal=[said], did=[said], files=files)
    assert asked[0][1]["alice"] == WISH
    for secret in ("s3cret", "plainly", "pass/w", "w@rd", "w%40rd"):
        assert secret not in json.dumps(printed) and secret not in str(logged)
    assert logged and printed["accounts"]["alice"]["journal"] == ['level=error msg="proxyconnect: http://***@proxy: ***, ***"']
    assert printed["diff"][0]["after"] == "Environment=TOKEN=***\n"


def test_words_of_docker_are_no_secrets(run):
    printed = run({"accounts": {"alice": WISH}}, did=["the driver overlay2 is used"], changes=["daemon.json storage-driver"])[0]
    assert printed["accounts"]["alice"]["did"] == ["the driver overlay2 is used"]


def test_null_and_the_empty_text_are_the_default(run):
    printed, dummy, asked = run({"accounts": {"alice": ""}, "restart": ""})
    assert not printed.get("failed"), printed
    given = asked[0]
    assert given[1:] == ({"alice": {}}, {"wait": 90, "restart": [], "leave_data": [], "start_only": False, "settings_only": False, "check": False})


@pytest.mark.parametrize("options, sentence", [
    ({"accounts": {"alice": {}}, "wait": -5}, "wait: is -5, allowed are whole numbers from 1 to 3600."),
    ({"accounts": {"alice": "x"}}, "accounts 'alice': must be a dictionary of settings, allowed are create, daemon_options, data_root, environment, mtu, name, "
                                   "network_driver, port_driver, proxy, storage_driver."),
    ({"accounts": {"alice": {}}, "restart": ["-rf"]},
     "restart: names '-rf', which is not a valid user name, allowed are letters, digits and . _ - @ + ~ \\, beginning with a letter, a digit or _, "
     "with at most a $ at the end, and not only digits."),
])
def test_a_refusal_touches_nothing(run, options, sentence):
    printed, dummy, asked = run(options)
    assert (printed["failed"], printed["msg"], asked) == (True, sentence, [])
