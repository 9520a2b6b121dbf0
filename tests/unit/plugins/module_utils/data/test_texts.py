# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import json

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.data import texts


@pytest.mark.parametrize("text, shown", [
    ("plain /home/alice", "plain /home/alice"),
    (u"caf\u00e9 \u4e2d \U0001f433", u"caf\u00e9 \u4e2d \U0001f433"),
    ("a\nweb1: all well", "a\\nweb1: all well"),
    ("a\r\tb\x00", "a\\r\\tb\\x00"),
    ("\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"),
    (u"\x9b31m\x7f", "\\x9b31m\\x7f"),
    (u"\u2028\u2029\u0085", "\\u2028\\u2029\\x85"),
    (u"\u202etxt.\u2066a\u2069\u200f\u061c", "\\u202etxt.\\u2066a\\u2069\\u200f\\u061c"),
    (u"\u200b\ufeff\u00ad\U000e0041", "\\u200b\\ufeff\\xad\\U000e0041"),
    (u"f\udcff\udce9", "f\\xff\\xe9"),
    (u"\ud800 \udc00", "\\ud800 \\udc00"),
])
def test_what_is_shown_is_printable_and_on_one_line(text, shown):
    assert texts.printable(text) == shown
    assert texts.printable(text).isprintable()


def test_lines_of_a_diff_stay_lines():
    assert texts.printable_lines("[Unit]\n\tA=\x1b[1m\r\n\udcff\n") == "[Unit]\n\tA=\\x1b[1m\\r\n\\xff\n"
    assert texts.printable_lines("") == ""


def test_a_sentence_has_an_end():
    assert texts.sentence(" why\n") == "why"
    assert len(texts.sentence("x" * 200000)) == texts.LONGEST and texts.sentence("x" * 200000).endswith("x ...")
    assert texts.sentence("x" * texts.LONGEST) == "x" * texts.LONGEST


def test_a_valid_text_can_be_encoded_and_keeps_its_lines():
    assert texts.valid(u"a\n\x1b\udc80\ud800") == "a\n\x1b\\x80\\ud800"
    assert texts.valid(u"\U0001f433") == u"\U0001f433"


def test_every_text_is_reached_keys_too():
    data = {u"\udc80": [u"\udcff", {"a": (u"\ud800", 1, None, True, 0.5)}]}
    assert texts.each_text(texts.valid, data) == {"\\x80": ["\\xff", {"a": ["\\ud800", 1, None, True, 0.5]}]}
    assert data == {u"\udc80": [u"\udcff", {"a": (u"\ud800", 1, None, True, 0.5)}]}


def nested(depth):
    return "[" * depth + "]" * depth


def test_json_of_others_is_data_with_valid_texts():
    assert texts.from_json('{"\\udc80": ["\\udcff", 18446744073709551615, 1.5, null, true]}') == {"\\x80": ["\\xff", 18446744073709551615, 1.5, None, True]}
    assert texts.from_json(nested(texts.DEPTH)) == json.loads(nested(texts.DEPTH))
    assert texts.from_json('{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize("text, said", [
    (nested(texts.DEPTH + 1), "nested too deeply"),
    (nested(990), "nested too deeply"),
    (nested(500000), "nested too deeply"),
    ('{"a":' * 150000, "nested too deeply"),
    ("9" * 900000, "a number of 900000 digits"),
    ("[-%s]" % ("9" * 20), "a number of 21 digits"),
    ("1e999", "the number 1e999"),
    ("NaN", "the number NaN"),
    ("[-Infinity]", "the number -Infinity"),
])
def test_json_beyond_what_anybody_needs_is_refused(text, said):
    with pytest.raises(ValueError) as caught:
        texts.from_json(text)
    assert str(caught.value) == said


@pytest.mark.parametrize("text", ["", "{", "nothing", "\x00", '{"a": 1}{'])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(ValueError):
        texts.from_json(text)


def crashed(function, *arguments):
    try:
        function(*arguments)
    except Exception as error:
        return texts.of_crash(error)
    raise AssertionError("it did not crash")


def test_a_crash_is_told_on_one_line_without_a_traceback():
    said = crashed(lambda: {}["\x1b\nweb1: all well"])
    assert said.startswith("KeyError: '\\x1b\\nweb1: all well' (test_texts.py, line ") and said.isprintable()
    assert crashed(int, "9" * 5000 + "x").startswith("ValueError: ") and len(crashed(int, "9" * 5000 + "x")) < 400


def test_a_crash_names_our_own_line_and_not_the_librarys():
    assert crashed(texts.from_json, "{").rpartition(" (")[2].startswith("texts.py, line ")


def test_a_crash_that_says_nothing_has_its_name():
    def refuse():
        raise MemoryError()

    assert crashed(refuse).startswith("MemoryError (test_texts.py, line ")
