# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML pages of this collection, read strictly."""

from __future__ import annotations

import yaml

from ..refusal import Refusal

FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)      # ten times faster where libyaml is at hand


class _Strict(FastLoader):
    """Refuses a repeated key, which YAML silently lets win."""


def _mapping(loader, node):
    seen = set()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise Refusal(f"line {key_node.start_mark.line + 1}: the key {key!r} is not text")
        if key in seen:
            raise Refusal(f"line {key_node.start_mark.line + 1}: the key {key!r} is repeated")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_page(path):
    """The data of one YAML file; Refusal names the file and the line."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)
    except Refusal as error:
        raise Refusal(f"{name}, {error}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{name} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise Refusal(f"{name} is no YAML: {' '.join(str(error).split())}.") from error
