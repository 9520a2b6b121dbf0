# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import conditions
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.conditions import Condition
from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal

YES, NO, CANNOT_TELL = True, False, None
FACTS = {
    "engine": {"works": False, "path": None, "version": [26, 1, 5], "name": "docker", "names": ["a", "b"], "none": []},
    "subids": {"count": 1000, "zero": 0, "ranges": [{"start": 100, "count": 5}]},
}


@pytest.mark.parametrize("text, answer", [
    ("engine.works == `false`", YES),
    ("!(engine.works)", YES),
    ("!(missing.works)", CANNOT_TELL),                  # JMESPath alone says yes
    ("missing.works == `false`", CANNOT_TELL),          # JMESPath alone says no
    ("engine.works && missing.works", CANNOT_TELL),
    ("engine.path == `null`", YES),                     # null is an answer: not there
    ("engine.path", NO),
    ("engine.path.below == `null`", YES),
    ("engine.name == 'docker'", YES),
    ("engine.names", YES),
    ("engine.none", NO),
    ("subids.count < `65536`", YES),
    ("subids.count < engine.path", CANNOT_TELL),
    ("engine.path < `5`", CANNOT_TELL),
    ("engine.name < 'podman'", CANNOT_TELL),            # no order of texts: 9 would be more than 10
    ("engine.works < `5`", CANNOT_TELL),
    ("engine.path != `null` && engine.path < `5`", NO),
    ("engine.version >= `[26, 0]`", YES),
    ("engine.version < `[2, 0]`", NO),
    ("engine.none < `[2, 0]`", CANNOT_TELL),
    ("subids.zero", CANNOT_TELL),                       # JMESPath alone takes 0 for true
    ("subids.zero && engine.works", CANNOT_TELL),
    ("!(subids.zero)", CANNOT_TELL),
    ("subids.zero == `0`", YES),
    ("contains(engine.names, 'a')", YES),
    ("contains(engine.path, 'a')", CANNOT_TELL),        # a function error is no answer
    ("length(engine.names) > `1`", YES),
    ("length(engine.path) > `1`", CANNOT_TELL),
    ("subids.ranges[?count < `10`]", YES),
    ("subids.ranges[?count > `10`]", NO),
    ("subids.ranges[?start < 'a']", CANNOT_TELL),
    ("missing.ranges[?count > `10`]", CANNOT_TELL),
    ("subids.ranges[0].start == `100`", YES),
    ("engine.names | contains(@, 'b')", YES),
])
def test_judge(text, answer):
    assert Condition(text).judge(FACTS) is answer


@pytest.mark.parametrize("text, paths", [
    ("a.b == `1` && !(c.d) || a.b", ["a.b", "c.d"]),
    ("a.b.c[0].d.e", ["a.b.c"]),
    ("a.b[?x == 'y'].z", ["a.b"]),
    ("a.b[].c", ["a.b"]),
    ("a.*.c", ["a"]),
    ("@.a.b", ["a.b"]),
    ("a.b | [0].c", ["a.b"]),
    ("contains(a.b, c.d)", ["a.b", "c.d"]),
    ("sort_by(a.b, &x.y)[0].z", ["a.b"]),
    ("[a.b, c][0]", ["a.b", "c"]),
    ("join(',', a.b[*].c)", ["a.b"]),
    ("a.{x: b}", ["a"]),
    ("'text' == `1`", []),
])
def test_paths(text, paths):
    assert [".".join(path) for path in Condition(text).paths] == paths


def test_what_is_no_expression_is_refused():
    with pytest.raises(Refusal, match="is no JMESPath expression"):
        Condition("a ==")


def test_without_jmespath_the_error_says_what_to_type(monkeypatch):
    monkeypatch.setattr(conditions, "jmespath", None)
    with pytest.raises(Refusal, match="jmespath is missing on the control node.* -m pip install jmespath$"):
        Condition("a")
