# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drop-in for a unit of the system manager: its name, its text, and what is wrong with a wish. Pure."""

import re

from ..wishes.converters import CONTROL, LONGEST, shown

FOLDER = "/etc/systemd/system"
HEAD = "# Written by rootless.docker and replaced when it differs. What is yours belongs in a drop-in of your own.\n"
# The sections of a unit beside Unit and Install; an unknown one is ignored by systemd, with a line in the journal as its only trace.
SECTIONS = {
    "service": ["Service"], "socket": ["Socket"], "mount": ["Mount"], "automount": ["Automount"], "swap": ["Swap"], "path": ["Path"],
    "timer": ["Timer"], "slice": ["Slice"], "scope": ["Scope"], "target": [], "device": [],
}
UNIT = re.compile(r"[A-Za-z0-9:_.\\-]+(@[A-Za-z0-9:_.\\-]*)?\.(%s)" % "|".join(sorted(SECTIONS)))
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}")
OWN_SECTION = re.compile(r"X-[A-Za-z0-9_.-]{1,80}")
KEY = re.compile(r"[A-Z][A-Za-z0-9]{0,79}")
SECRET = re.compile(r"^((?:Environment|SetCredential|SetCredentialEncrypted)=[^=:\n]*[=:]?).*$", re.M)


def path_of(unit, name):
    return "%s/%s.d/%s.conf" % (FOLDER, unit, name)


def faults(unit, name, sections):
    """What is wrong with a wish: one sentence an item, which names the option, the item and what is allowed."""
    if not UNIT.fullmatch(unit) or len(unit) > 200:
        return ["unit: %s is not a valid unit name, allowed are letters, digits and :_.\\-@ with one of the endings .%s" % (
            shown(unit), " .".join(sorted(SECTIONS)))]
    found = []
    if not NAME.fullmatch(name) or name.endswith(".conf"):
        found.append("name: %s cannot be used, allowed are letters, digits and _.- without the ending .conf" % shown(name))
    allowed = ["Unit", "Install"] + SECTIONS[unit.rsplit(".", 1)[1]]
    for section, settings in sorted(sections.items()):
        if section not in allowed and not OWN_SECTION.fullmatch(section):
            found.append("sections: %s is not a section of %s, allowed are %s and names that begin with X-" % (
                shown(section), unit, ", ".join(sorted(allowed))))
        elif not isinstance(settings, dict):
            found.append("sections.%s: is %s, allowed is a dictionary of settings" % (section, shown(settings)))
        else:
            found += [fault for key in sorted(settings) for fault in _key_faults(section, key, settings[key])]
    return found


def _key_faults(section, key, value):
    if not KEY.fullmatch(key):
        return ["sections.%s: %s is not the name of a setting, allowed are letters and digits, a capital first" % (section, shown(key))]
    where = "sections.%s.%s" % (section, key)
    items = value if isinstance(value, list) else [value]
    numbered = [("%s[%d]" % (where, index) if isinstance(value, list) else where, item) for index, item in enumerate(items)]
    return ["%s: %s" % (place, fault) for place, item in numbered for fault in [_value_fault(item)] if fault]


def _value_fault(item):
    """Why a line of a unit file cannot carry it; it may be a secret, so it is not repeated."""
    if not isinstance(item, (str, int)) or isinstance(item, int) and item.bit_length() > 64:
        return "must be a text, a number, true or false, or a list of these"
    text = _text(item)
    if CONTROL.search(text.replace("\t", " ")):
        return "must not hold a newline or another control character"
    if len(text) > LONGEST:
        return "has %d characters, allowed are %d" % (len(text), LONGEST)
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


def without_secrets(text):
    """The text for a diff: values that may be secrets are left out."""
    return SECRET.sub(r"\1...", text)


def complaints(output, path):
    """What systemd-analyze verify says about that very file, without its name and systemd's "ignoring"."""
    found = []
    for line in output.splitlines():
        if line.startswith(path + ":"):
            found.append("line " + line[len(path) + 1:].replace(", ignoring", ""))
    return found
