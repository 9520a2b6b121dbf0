# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon.json of an account: read, compared with a wish, merged. Pure; no sentence of it holds a value."""

import collections
import json
import re

CONFIG_KEYS = (("data_root", "data-root"), ("storage_driver", "storage-driver"))


def wished_config(wish):
    """{key: value} that daemon.json has to hold."""
    found = dict(wish.get("daemon_options") or {})
    found.update({key: wish[name] for name, key in CONFIG_KEYS if wish.get(name)})
    return found


def wished_root(wish):
    """The data root that is wished for, in either way, or None."""
    return wished_config(wish).get("data-root")


def parse_config(text):
    """The object in a daemon.json as an ordered dict; None, an empty file and a lone byte order mark are {}, as for dockerd.

    Raises ValueError, a sentence's end that holds nothing of the text.
    """
    bare = (text or "").lstrip(u"\ufeff")
    if not bare.strip():
        return collections.OrderedDict()
    try:
        found = json.loads(bare, object_pairs_hook=collections.OrderedDict)
    except ValueError as error:
        place = " (line %d, column %d)" % (error.lineno, error.colno) if hasattr(error, "lineno") else ""
        raise ValueError("is not valid JSON%s, correct or remove it" % place)
    except RuntimeError:            # RecursionError: thousands of brackets
        raise ValueError("is nested too deeply, correct or remove it")
    if not isinstance(found, dict):
        raise ValueError("is not a JSON object, correct or remove it")
    return found


def merge_config(text, wanted):
    """(new text, sorted names of the keys that changed) after `wanted` is laid over the text of a daemon.json (None: no file).

    Keys that are not wanted stay, also those inside a wanted object; without a difference the text stays as it is.
    Raises ValueError like parse_config; nothing may be written then.
    """
    found = parse_config(text)
    changed = sorted(key for key, value in wanted.items() if not _holds(found, key, value))
    if not changed:
        return text or "", []
    if u"\ufffd" in (text or ""):
        raise ValueError("is not valid UTF-8, correct or remove it")
    for key in sorted(changed):
        found[key] = _laid_over(found.get(key), wanted[key])
    indent = re.search(r'^\s*\{\s*?\n([ \t]+)"', text or "")
    return json.dumps(found, indent=indent.group(1) if indent else 2, ensure_ascii=False) + "\n", changed


def config_differences(wish, text):
    """Sorted names of wished keys that daemon.json's text (None: no file) does not hold. Raises ValueError like parse_config."""
    return merge_config(text, wished_config(wish))[1]


def _laid_over(before, wanted):
    if not (isinstance(before, dict) and isinstance(wanted, dict)):
        return wanted
    merged = collections.OrderedDict(before)
    for key, value in wanted.items():
        merged[key] = _laid_over(before.get(key), value)
    return merged


def _holds(found, key, value):
    # By their JSON, because in Python 1 == True == 1.0, and dockerd takes only one of them.
    return key in found and _canonical(_laid_over(found[key], value)) == _canonical(found[key])


def _canonical(value):
    return json.dumps(value, sort_keys=True)
