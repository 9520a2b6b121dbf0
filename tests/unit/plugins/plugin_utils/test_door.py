# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest

from ansible.errors import AnsibleFilterError, AnsibleUndefinedVariable
from ansible_collections.rootless.docker.plugins.plugin_utils.door import door, evaluated, plain
from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal


class Tagged(str):
    """As ansible-core 2.19 and later hand texts to filters."""


def test_plain_data_has_plain_types():
    answer = plain({"text": Tagged("a"), "date": datetime.date(2026, 1, 2), "list": (1, None)})
    assert answer == {"text": "a", "date": "2026-01-02", "list": [1, None]}
    assert not isinstance(answer["text"], Tagged)


def test_a_refusal_leaves_as_a_filter_error_that_names_the_filter():
    @door
    def judge(value):
        raise Refusal("no")

    with pytest.raises(AnsibleFilterError, match="rootless.docker.judge: no"):
        judge({})


def test_every_argument_is_made_plain():
    @door
    def give(value, other, named=None):
        return [isinstance(item, Tagged) for item in (value, other, named)]

    assert give(Tagged("a"), Tagged("b"), named=Tagged("c")) == [False, False, False]


@pytest.mark.parametrize("value, why", [
    (b"bytes", "Object of type bytes"), ({"a": [object()]}, "Object of type object"), ({(1, 2): 1}, "keys must be"), ({1, 2}, "Object of type set")])
def test_what_no_json_can_carry_is_refused(value, why):
    with pytest.raises(Refusal, match=f"holds what is not data .{why}"):
        plain(value)


def test_what_holds_itself_is_refused():
    value = {}
    value["a"] = [value]
    with pytest.raises(Refusal, match="nested too deeply"):
        plain(value)


def test_keys_are_texts_as_in_json():
    assert plain({7: 2, None: 3, True: 4, Tagged("a"): 5, 1.5: 6}) == {"7": 2, "null": 3, "true": 4, "a": 5, "1.5": 6}
    assert [type(key) for key in plain({Tagged("a"): 1})] == [str]


def test_a_vaulted_text_is_opened(monkeypatch):
    from ansible.parsing import vault

    secret = vault.VaultSecret(b"secret")
    lib = vault.VaultLib([("default", secret)])
    ciphertext = lib.encrypt("hello", secret).decode()
    if hasattr(vault, "EncryptedString"):
        monkeypatch.setattr(vault.VaultSecretsContext, "_current", vault.VaultSecretsContext([("default", secret)]))
        text = vault.EncryptedString(ciphertext=ciphertext)
    else:       # before ansible-core 2.19
        from ansible.parsing.yaml.objects import AnsibleVaultEncryptedUnicode
        text = AnsibleVaultEncryptedUnicode(ciphertext)
        text.vault = lib
    assert plain({"a": text}) == {"a": "hello"} and [kind.__name__ for kind in map(type, plain([text]))] == ["str"]


def test_an_undefined_variable_stays_one():
    from jinja2 import Undefined

    with pytest.raises(AnsibleUndefinedVariable, match="'x' is undefined"):
        plain({"a": Undefined(name="x", hint="'x' is undefined")})


def test_what_cannot_be_evaluated_is_refused():
    def template(value):
        raise AnsibleUndefinedVariable("'x' is undefined")

    with pytest.raises(Refusal, match="cannot be evaluated"):
        evaluated(template)("{{ x }}")
    assert evaluated(str.upper)("a") == "A"
