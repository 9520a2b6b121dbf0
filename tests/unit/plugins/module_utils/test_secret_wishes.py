# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of wishes the names are told, of their secrets nothing."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible_collections.rootless.docker.plugins.module_utils import secret_wishes


def test_secrets_are_the_values_that_could_be_some():
    wish = {"mtu": 1400, "network_driver": "slirp4netns", "environment": {"A": "geheim-a", "B": "1"}, "proxy": {"http": "http://u:p@x", "no": None},
            "daemon_options": {"debug": True, "labels": ["geheim-b"], "log-opts": {"x": {"y": "geheim-c"}}}}
    assert secret_wishes.secrets({"alice": wish, "bob": None}) == set(["geheim-a", "geheim-b", "geheim-c", "http://u:p@x"])


def test_of_the_wishes_only_names_are_logged():
    wish = {"mtu": 1400, "data_root": None, "environment": {"A": "geheim"}, "proxy": {"http": "x"}}
    assert secret_wishes.named_only({"alice": wish, "bob": None}) == {"alice": ["environment A", "proxy http", "mtu"], "bob": []}


def test_a_module_forgets_the_values_and_keeps_facts_readable():
    class Module(object):
        params = {"accounts": {"alice": {"mtu": 1400, "environment": {"TOKEN": "geheim-a"}}}}
        no_log_values = set(["1400", "geheim-a"])

    wishes = secret_wishes.hide(Module)
    assert wishes["alice"]["environment"] == {"TOKEN": "geheim-a"}
    assert Module.no_log_values == set(["geheim-a"])
    assert Module.params["accounts"] == {"alice": ["environment TOKEN", "mtu"]}
