# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What modules take of wishes by account is what the door takes; the door's cases are in plugin_utils/wishes/cases/options."""

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.wishes import rules as wish_rules


def read(accounts):
    errors = []
    return wish_rules.accounts_by_name(accounts, errors), errors


def test_what_is_given_is_converted_and_nothing_is_added():
    given = {"alice": {"mtu": "1400", "network_driver": None, "environment": {"A": 5}}, "bob": {}, "carol": None, "dave": ""}
    assert read(given) == ({"alice": {"mtu": 1400, "network_driver": None, "environment": {"A": "5"}}, "bob": {}, "carol": {}, "dave": {}}, [])


def test_what_the_door_gives_is_taken_as_it_is():
    wishes = wish_rules.account({"name": "alice"}, "", [])
    assert read({"alice": wishes}) == ({"alice": wishes}, [])


@pytest.mark.parametrize("accounts, errors", [
    ({"alice": "x"}, ["accounts 'alice': must be a dictionary of settings, allowed are create, daemon_options, data_root, environment, mtu, name, "
                      "network_driver, port_driver, proxy, storage_driver."]),
    ({"alice": {"name": "bob"}}, ["accounts 'alice': has the name 'bob' too, allowed is one."]),
    ({"alice": {"mtu": [1]}}, ["accounts 'alice': mtu is a list, allowed are whole numbers from 576 to 65520."]),
    ({"alice": {"environment": {"A": u"x\u2028y"}}},
     ["accounts 'alice': environment has a value for 'A' with a line break or control character, allowed is one line of text."]),
    ({"alice": {"daemon_options": {"data-root": "/etc"}}},
     ["accounts 'alice': daemon_options has a value for 'data-root' that cannot be used, allowed is an absolute path to a folder of the user's own."]),
    ({"alice": {"daemon_options": {"mtu": float("nan")}}}, ["accounts.alice.daemon_options.mtu is nan, allowed are finite numbers."]),
    ({"alice": {"shel": 1}}, ["accounts 'alice': unknown key 'shel', allowed are create, daemon_options, data_root, environment, mtu, name, "
                              "network_driver, port_driver, proxy, storage_driver."]),
    ({"alice": {"network_driver": "pasta", "port_driver": "builtin"}},
     ["accounts 'alice': network_driver pasta cannot work with port_driver builtin, allowed are implicit, none."]),
    (None, ["accounts: must be a dictionary of accounts and their settings."]),
    ([], ["accounts: must be a dictionary of accounts and their settings."]),
])
def test_a_wish_that_cannot_be_is_refused_in_one_sentence(accounts, errors):
    assert read(accounts)[1] == errors


@pytest.mark.parametrize("name", [u"jane.doe@corp.example", u"CORP\\jdoe", u"7of9", u"x" * 40, u"host$", u"Zo\xeb", u"CORP+j", u"a~b", u"_a"])
def test_names_of_directories_are_names(name):
    assert wish_rules.name_fault(name) is None


@pytest.mark.parametrize("name", [
    u"-rf", u"a/b", u"a:b", u"a b", u"a,b", u"..", u".", u"1000", u"a\u2028b", u"$x", u"a$b", u"+x", u"x" * 256, u"a\x00", u"a\n", u"\\x", u"~x", u"", u"a%b",
    u"a'b", u'a"b', u"a;b", u"a=b", u"a`b", u"\ud800", None, 7, [], b"alice",
])
def test_what_could_be_an_option_a_path_or_a_number_is_none(name):
    assert wish_rules.name_fault(name).startswith("is not a valid user name")


@pytest.mark.parametrize("name, fault", [("alice", None), ("jane.doe@corp.example", "cannot"), ("7of9", "cannot"), ("x" * 33, "cannot"), ("host$", "cannot")])
def test_a_name_that_is_to_be_created_has_to_please_useradd(name, fault):
    assert (wish_rules.name_fault(name, create=True) or "None").split()[0] == str(fault)


def test_the_superuser_is_an_error_of_that_account_where_names_are_a_list():
    assert wish_rules.user_names(["root", "alice", "alice", ""]) == ["root", "alice"]
    with pytest.raises(wish_rules.Wrong) as caught:
        wish_rules.user_names(["alice", "-rf"])
    assert str(caught.value).startswith("names '-rf', which is not a valid user name")
