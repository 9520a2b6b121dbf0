"""What the text on standard input means, in the words of the playbook explain:  tests/rig/explain < log.txt"""

from __future__ import annotations

import importlib
import pathlib
import sys

import jinja2
import yaml

ROOT = pathlib.Path(__file__).parents[2]
TASKS = ROOT / "playbooks" / "tasks" / "explained.yml"


def meaning(stream, source="this text"):
    """Lines for people about a binary stream that can be read once."""
    from ansible_collections.rootless.docker.plugins.plugin_utils.catalogue.catalogue import shipped
    from ansible_collections.rootless.docker.plugins.plugin_utils.explaining.explain import explain

    [task] = yaml.safe_load(TASKS.read_text(encoding="utf-8"))
    words = jinja2.Environment(trim_blocks=True).from_string(task["vars"]["__rootless_docker_text"])      # as Ansible reads it
    return words.render(__rootless_docker_source=source, __rootless_docker_candidates=explain(shipped(), stream))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    importlib.import_module("conftest")      # makes this checkout importable
    print(meaning(sys.stdin.buffer))
