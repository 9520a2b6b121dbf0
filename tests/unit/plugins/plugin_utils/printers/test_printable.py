# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.printers.printable import DEEPEST, LONGEST, MOST, printable, printable_data


@pytest.mark.parametrize("said, shown", [
    ("alice's daemon, \u00fcber all", "alice's daemon, \u00fcber all"),
    ("\x1b[2Jgone", "\\x1b[2Jgone"),
    ("ok\r\nweb1: all well", "ok\\r\\nweb1: all well"),
    ("a\u2028b\u202ec", "a\\u2028b\\u202ec"),
    ("\udc80", "\\x80"),
    (None, "None"),
    ("/tmp/a" + 60 * " " + "web1: all well", "/tmp/a web1: all well"),
    ("/tmp/" + 70 * "." + "web1: all well" + 20 * "*", "/tmp/... web1: all well*** "),
    ("x" * (LONGEST + 7), "x" * LONGEST + "... (7 more characters)"),
])
def test_a_text_is_one_printable_line(said, shown):
    assert printable(said) == shown and printable(said).isprintable()


def test_data_keeps_its_shape_and_loses_what_is_too_much():
    deep = current = []
    for dummy in range(DEEPEST + 3):
        current.append([])
        current = current[0]
    shown = printable_data({"a\n": ["\x07", 1, None, True], "many": list(range(MOST + 2)), "deep": deep})
    assert shown["a\\n"] == ["\\x07", 1, None, True]
    assert shown["many"] == [*range(MOST), "(2 more)"]
    assert "nested too deeply" in str(shown["deep"])
    assert printable_data({str(key): key for key in range(MOST + 1)})["(1 more)"] is True
