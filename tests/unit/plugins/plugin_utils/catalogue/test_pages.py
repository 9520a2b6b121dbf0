# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal
from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.pages import read_page


@pytest.mark.parametrize("text, words", [
    ("a: 1\nb: 2\na: 3\n", "pages/x.yml, line 3: the key 'a' is repeated."),
    ("- a: {b: 1, b: 2}\n", "pages/x.yml, line 1: the key 'b' is repeated."),
    ("on: 1\n", "pages/x.yml, line 1: the key True is not text."),
    ("a: [", "pages/x.yml is no YAML: "),
])
def test_refusals(tmp_path, text, words):
    (tmp_path / "pages").mkdir()
    page = tmp_path / "pages" / "x.yml"
    page.write_text(text)
    with pytest.raises(Refusal) as refused:
        read_page(page)
    assert str(refused.value).startswith(words)


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="cannot be read"):
        read_page(tmp_path / "x.yml")
