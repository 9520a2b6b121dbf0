# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make new-symptom writes skeletons that nothing takes for finished, and nothing over what is there."""

from __future__ import annotations

import importlib.util
import json
import shutil

import house
import pytest

from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue import catalogue
from ansible_collections.rootless.docker.plugins.plugin_utils.refusal import Refusal

PARTS = ("catalogue", "molecule/home/tests", "tests/unit/catalogue", "tests/unit/plugins/module_utils/cases/probes/home")
PROBE = "tests/unit/plugins/module_utils/cases/probes/home/sick-account-home-noexec.json"


@pytest.fixture(name="make")
def _make(tmp_path):
    """make(words) in a copy of the rooms that it writes to."""
    for part in PARTS:
        shutil.copytree(house.ROOT / part, tmp_path / part)
    spec = importlib.util.spec_from_file_location("new_symptom", house.ROOT / "tests" / "rig" / "new_symptom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT, module.CASES = tmp_path, tmp_path / "tests/unit/plugins/module_utils/cases/probes"
    return lambda *words: module.main(list(words)) or tmp_path


def test_every_skeleton_has_its_place_and_the_catalogue_refuses_the_card(make, capsys):
    root = make("home", "home-noexec")
    card, line = house.page(root / "catalogue" / "home.yml")[-1], house.page(root / "molecule" / "home" / "tests" / "causes.yml")[-1]
    assert (card["id"], card["about"], line["id"], line["ails"]) == ("home-noexec", "account", "home-noexec", "alice")
    assert json.loads((root / PROBE).read_text())["like"] == "well-account"
    assert json.loads((root / "tests/unit/catalogue/cases/every_card/home-noexec.sick.json").read_text())["facts"] == {"home.KEY": True}
    assert capsys.readouterr().out.count("yours: ") == 2
    with pytest.raises(Refusal, match="home.KEY"):
        catalogue.load(root / "catalogue")


def test_what_is_there_is_left(make):
    root = make("home", "home-noexec", "", "account")
    before = (root / "catalogue" / "home.yml").read_text()
    with pytest.raises(SystemExit, match="is there already"):
        make("home", "home-noexec", "", "account")
    assert (root / "catalogue" / "home.yml").read_text() == before


@pytest.mark.parametrize("words", [("hom", "x"), ("home", "X_y"), ("home", "a", "B"), ("home", "a", "", "people"), ("home",), ()])
def test_bad_words_are_refused_before_anything_is_written(make, words, capsys):
    with pytest.raises(SystemExit):
        make(*words)
    assert "make new-symptom" in capsys.readouterr().err
