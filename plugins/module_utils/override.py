# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drop-in for a unit of the system manager: its name, its text, and what is wrong with a wish. Pure."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import re

FOLDER = "/etc/systemd/system"
HEAD = "# Written by rootless.docker and replaced when it differs. What is yours belongs into a drop-in of your own.\n"
# The sections of a unit beside Unit and Install; an unknown one is ignored by systemd, with a line in the journal as its only trace.
SECTIONS = {
    "service": ["Service"], "socket": ["Socket"], "mount": ["Mount"], "automount": ["Automount"], "swap": ["Swap"], "path": ["Path"],
    "timer": ["Timer"], "slice": ["Slice"], "scope": ["Scope"], "target": [], "device": [],
}
UNIT = re.compile(r"^[A-Za-z0-9:_.\\-]+(@[A-Za-z0-9:_.\\-]*)?\.(%s)$" % "|".join(sorted(SECTIONS)))
NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
KEY = re.compile(r"^[A-Z][A-Za-z0-9]*$")
SECRET = re.compile(r"^((?:Environment|SetCredential|SetCredentialEncrypted)=[^=:]*[=:]?).*$", re.M)


def path_of(unit, name):
    return "%s/%s.d/%s.conf" % (FOLDER, unit, name)


def faults(unit, name, sections):
    """What is wrong with a wish: one sentence an item, which names the option, the item and what is allowed."""
    if not UNIT.match(unit) or len(unit) > 255:
        return ["unit: '%s' is no name of a unit, allowed are letters, digits and :_.\\-@ with one of the endings .%s" % (unit, " .".join(sorted(SECTIONS)))]
    found = []
    if not NAME.match(name) or name.endswith(".conf") or len(name) > 200:
        found.append("name: '%s' cannot be used, allowed are letters, digits and _.- without the ending .conf" % name)
    allowed = ["Unit", "Install"] + SECTIONS[unit.rsplit(".", 1)[1]]
    for section, settings in sorted(sections.items()):
        if section not in allowed and not section.startswith("X-"):
            found.append("sections: '%s' is no section of %s, allowed are %s" % (section, unit, ", ".join(sorted(allowed))))
        elif not isinstance(settings, dict):
            found.append("sections.%s: must be a dictionary of settings" % section)
        else:
            found += [fault for key in sorted(settings) for fault in _key_faults(section, key, settings[key])]
    return found


def _key_faults(section, key, value):
    where = "sections.%s.%s" % (section, key)
    if not KEY.match(key):
        return ["%s: is no name of a setting, allowed are letters and digits, a capital first" % where]
    items = value if isinstance(value, list) else [value]
    numbered = [("%s[%d]" % (where, index + 1) if isinstance(value, list) else where, item) for index, item in enumerate(items)]
    return ["%s: %s" % (place, fault) for place, item in numbered for fault in [_value_fault(item)] if fault]


def _value_fault(item):
    if not isinstance(item, (str, int)):
        return "must be a text, a number, true or false, or a list of these"
    text = _text(item)
    if any(ord(sign) < 32 and sign != "\t" for sign in text):
        return "must not hold a newline or another control character"
    if text.endswith("\\"):
        return "must not end with a backslash, which would join the next line to it"
    return "must not begin or end with a blank" if text != text.strip() else None


def _text(item):
    return {True: "yes", False: "no"}[item] if isinstance(item, bool) else "%s" % item


def render(sections):
    """The text of the drop-in; a list repeats its setting. An empty text resets what the unit says."""
    parts = []
    for section, settings in sections.items():
        lines = ["%s=%s" % (key, _text(item)) for key, value in settings.items() for item in (value if isinstance(value, list) else [value])]
        parts.append("\n".join(["[%s]" % section] + lines) + "\n")
    return HEAD + "\n".join(parts)


def shown(text):
    """The text for a diff: values that may be secrets are left out."""
    return SECRET.sub(r"\1...", text)


def complaints(output, path):
    """What systemd-analyze verify says about that very file, without its name and systemd's "ignoring"."""
    found = []
    for line in output.splitlines():
        if line.startswith(path + ":"):
            found.append("line " + line[len(path) + 1:].replace(", ignoring", ""))
    return found
