# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

import pytest

from ansible_collections.rootless.docker.plugins.module_utils.data.shapes import documented, filled, fitting, misfit

SHAPE = {"path": "/usr/bin/newuidmap", "there": True, "count": 1, "version": [26, 1], "ranges": [[100000, 65536]], "modes": {}, "any": None,
         "rootful": {"units": ["docker.service"], "socket": False}, "mounts": [{"at": "/", "free": 1}]}


@pytest.mark.parametrize("path, known", [
    ("rootful.units", True), ("modes.any.name", True), ("rootful", True), ("path.below", False), ("rootfu", False), ("rootful.x", False), ("", False)])
def test_documented(path, known):
    assert documented(SHAPE, path.split(".")) is known


@pytest.mark.parametrize("answer", [
    {}, {"path": None, "there": False, "count": 0, "version": [], "ranges": [], "modes": {}, "any": "text"},
    {"modes": {"/usr/bin/newuidmap": "4755", "x": None}, "any": 7, "ranges": [[1, 2], []], "rootful": None, "mounts": [{}, {"free": 2}]},
    {"rootful": {"units": ["a", "b"]}}, {"version": [26, None]}, None,
])
def test_what_fits(answer):
    assert misfit(SHAPE, answer) is None


@pytest.mark.parametrize("answer, path", [
    ([], ""), ("text", ""), (7, ""),
    ({"path": 7}, "path"), ({"path": ["/"]}, "path"), ({"there": 1}, "there"), ({"there": "true"}, "there"), ({"count": True}, "count"),
    ({"count": 1.5}, "count"), ({"version": "26.1"}, "version"), ({"version": [26, "1"]}, "version"), ({"version": {"0": 26}}, "version"),
    ({"ranges": [1, 2]}, "ranges"), ({"ranges": [["1", "2"]]}, "ranges"), ({"modes": []}, "modes"), ({"modes": {"x": {"y": 1}}}, "modes.x"),
    ({"modes": {"x": 4755}}, "modes.x"), ({"any": []}, "any"), ({"any": {}}, "any"), ({"rootful": []}, "rootful"),
    ({"rootful": {"units": "docker.service"}}, "rootful.units"), ({"rootful": {"more": 1}}, "rootful.more"), ({"more": None}, "more"),
    ({"mounts": [{"at": "/"}, {"at": 1}]}, "mounts.at"), ({"mounts": [[]]}, "mounts"),
])
def test_what_does_not_fit_is_named(answer, path):
    assert misfit(SHAPE, answer) == tuple(filter(None, path.split(".")))


def test_what_an_answer_lacks_is_filled_up():
    blank = {"path": None, "there": False, "count": 0, "version": [], "ranges": [], "modes": {}, "any": None,
             "rootful": {"units": [], "socket": False}, "mounts": []}
    assert filled(SHAPE, {}) == filled(SHAPE, None) == filled(SHAPE, dict.fromkeys(SHAPE)) == blank
    assert filled(SHAPE, {"rootful": {"socket": True}, "mounts": [None, {"at": "/"}], "modes": {"x": None}, "count": 7}) == dict(
        blank, rootful={"units": [], "socket": True}, mounts=[{"at": "/", "free": 0}], modes={"x": None}, count=7)


def test_fitting_takes_or_refuses():
    assert fitting({"a": [1]})({}) == {"a": []}
    for answer, said in ((None, "it"), ([], "it"), ({"a": ["1"]}, "a"), ({"b": 1}, "b")):
        with pytest.raises(ValueError) as caught:
            fitting({"a": [1]})(answer)
        assert str(caught.value) == said + " is not what was asked for"
