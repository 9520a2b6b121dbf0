# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of wishes the names are told, of their secrets nothing."""

import base64
import json
from urllib.parse import quote

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.wishes import secrets as secret_wishes
from ansible_collections.rootless.docker.plugins.module_utils.wishes.secrets import Secrets, secret_parts


PASSWORD = 'pa/ss@"w%o\\rd@'
MIRROR = "https://alice:%s@mirror.corp:5000" % PASSWORD
SECRETS = Secrets({"alice": {
    "environment": {"API_TOKEN": "geheim/42@x", "LOG_LEVEL": "debug", "FOO": "sommerregen", "UNIT": "rootless", "SIZE": "1048576", "SHORT_PASSWORD": "true"},
    "proxy": {"http": "http://proxy-user:t0p%2Fs3cret@proxy:3128", "https": "http://proxy.corp:3128"},
    "daemon_options": {"registry-mirrors": [MIRROR], "storage-driver": "overlay2", "debug": True, "log-opts": {"splunk-token": "ab12"}}}})


@pytest.mark.parametrize("text", [
    PASSWORD, MIRROR, "geheim/42@x", "t0p%2Fs3cret", "t0p/s3cret", "the sommerregen came", "token ab12.",
    'level=error msg="Get %s"' % json.dumps(MIRROR)[1:-1],
    json.dumps('level=error msg="Get %s"' % json.dumps(MIRROR)[1:-1]),
    quote(PASSWORD, safe=""), quote(PASSWORD), quote("geheim/42@x", safe=""),
    "Basic " + base64.b64encode(("alice:" + PASSWORD).encode()).decode(),
    "Environment=API_TOKEN=geheim/42@x",
])
def test_a_secret_goes_in_every_form(text):
    shown = SECRETS.blot({"a": ["before " + text + " after", text]})["a"]
    assert shown[0].startswith("before ") and shown[0].endswith(" after") and "***" in shown[0]
    for secret in (PASSWORD, "geheim", "s3cret", "ab12", "wo", "sommer c"):
        assert secret not in shown[0]


@pytest.mark.parametrize("fact", [
    "overlay2", "true", "debug", "rootless", "rootlesskit is missing", "proxy-user", "level=debug msg=x overlay2", "1048576", "context rootless2",
    "/run/user/1000/docker.sock", "proxy.corp", "sommerregen",
])
def test_facts_are_not_forged(fact):
    assert SECRETS.blot({"fact": fact}) == {"fact": fact}


def test_other_data_stays():
    data = {"a": [1, None, True, 2.5, {"sommerregen here": []}]}
    assert SECRETS.blot(data) == data and Secrets(None).blot("x y") == "x y"


def test_credentials_nobody_wished_for_go_from_sentences():
    assert SECRETS.blot("dial http://eve:else@host/ failed") == "dial http://***@host/ failed"


def test_what_is_a_secret_of_a_value():
    assert secret_parts("proxy", "http://u:pass@x") == ({"u:pass", "pass"}, set())
    assert secret_parts("environment URL", "https://x/?a=1&token=geheim") == ({"geheim"}, set())
    assert secret_parts("environment A", "/srv/data") == secret_parts("environment A", "10m") == (set(), set())
    assert secret_parts("environment DB_PASSWORD", "/srv/data") == ({"/srv/data"}, set())


def test_of_the_wishes_only_names_are_logged():
    wish = {"mtu": 1400, "data_root": None, "environment": {"A": "geheim"}, "proxy": {"http": "x"}}
    assert secret_wishes.named_only({"alice": wish, "bob": None}) == {"alice": ["environment A", "proxy http", "mtu"], "bob": []}


def test_a_module_forgets_the_values_and_keeps_facts_readable():
    class Module:
        params = {"accounts": {"alice": {"mtu": 1400, "environment": {"TOKEN": "geheim-a"}}}}
        no_log_values = set(["1400", "geheim-a"])

    wishes, secrets = secret_wishes.hide(Module)
    assert wishes["alice"]["environment"] == {"TOKEN": "geheim-a"}
    assert Module.no_log_values == set()
    assert secrets.blot("1400 geheim-a") == "1400 ***"
    assert Module.params["accounts"] == {"alice": ["environment TOKEN", "mtu"]}
