# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what YAML, -e and surveys bring to the type that is meant. Each raises Wrong with the rest of a sentence.

The filters' door and the modules share these: what one of them takes, the other takes too.
"""

import posixpath
import re

# What a unit file, a line of a log or a terminal would not show as it is: controls, line separators, marks that turn the
# direction of writing, halves of characters.
CONTROL = re.compile(u"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")
IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@-]{0,499}")
BOOLEANS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
PROXIES = ("http", "https", "no")
SHOWN = 80              # characters of a value that a sentence repeats
LONGEST = 1 << 16       # characters of a value; the kernel starts no program with twice as many in one variable
DEEPEST = 32            # levels of lists and dictionaries
MOST = 100000           # values in them: a page of YAML can refer to itself and mean millions
FAULTS = 20             # sentences in one refusal

# A data root is written to and, one day, removed: nothing that belongs to the system or to everyone.
SYSTEM_TREES = ("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr")
SHARED_FOLDERS = ("/", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/tmp", "/var", "/var/lib", "/var/lib/docker", "/var/tmp")


class Wrong(ValueError):
    """What is wrong with a value, and what is allowed."""


def taken(convert, value, default, label, errors):
    """The converted value; null, the empty text of an unanswered survey, and a value that is wrong become default()."""
    if value is None or value == "":
        return default()
    try:
        return convert(value)
    except Wrong as error:
        errors.append("%s %s." % (label, error))
        return default()


def always(value):
    """A default of taken."""
    return lambda: value


def first(errors):
    """As many sentences as a person reads, and how many there are besides."""
    more = len(errors) - FAULTS
    return errors[:FAULTS] + (["%d more are wrong." % more] if more > 0 else [])


def shown(value):
    """A value as a sentence repeats it: on one line, a long one cut with its length, of lists and dictionaries the kind."""
    for kind, name in ((dict, "a dictionary"), ((list, tuple), "a list"), (bytes, "bytes")):
        if isinstance(value, kind):
            return name
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 64:
        return "a number of %d bits" % value.bit_length()
    if not isinstance(value, str):
        return repr(value)[:SHOWN]
    text = repr(value[:SHOWN])
    return text if len(value) <= SHOWN else "%s... (%d characters)" % (text, len(value))


def unfit(value):
    """What in nested data no JSON can carry or nobody can mean: ".key[2] is ..., allowed are ...", or None."""
    waiting, seen = [("", value, 0)], 0
    while waiting:
        where, item, depth = waiting.pop()
        seen += 1
        if seen > MOST:
            return " holds more than %d values, allowed are fewer" % MOST
        fault = _unfit_leaf(item) or ("is nested deeper than %d levels, allowed are fewer" % DEEPEST if depth > DEEPEST else None)
        if fault:
            return "%s %s" % (where if len(where) <= SHOWN else where[:SHOWN] + "...", fault)
        if isinstance(item, dict):
            waiting += [("%s.%s" % (where, _key(key)), inner, depth + 1) for key, inner in item.items()]
            waiting += [("%s.%s" % (where, _key(key)), key, depth) for key in item]
        elif isinstance(item, (list, tuple)):
            waiting += [("%s[%d]" % (where, number), inner, depth + 1) for number, inner in enumerate(item)]
    return None


def _key(key):
    return key if isinstance(key, str) and re.fullmatch(r"[\w.-]{1,80}", key) else shown(key)


def _unfit_leaf(value):
    if isinstance(value, (bytes, bytearray)):
        return "is bytes, allowed is text"
    if isinstance(value, str) and re.search(u"[\ud800-\udfff]", value):
        return "is not valid Unicode, allowed is text"
    if isinstance(value, float) and value - value != 0:         # NaN and the infinities
        return "is %r, allowed are finite numbers" % value
    if isinstance(value, int) and value.bit_length() > 64:
        return "is %s, allowed are 64" % shown(value)
    return None


def data(value):
    """Anything that JSON can carry."""
    fault = unfit(value)
    if fault:
        raise Wrong("holds at %s" % fault.strip())
    return value


def split(value):
    """The items of a text with commas or one item a line."""
    return [item.strip() for item in re.split(r"[,\r\n]", value) if item.strip()]


def boolean(value):
    word_said = value.strip().lower() if isinstance(value, str) else str(value).lower() if value in (0, 1) else ""
    if word_said not in BOOLEANS:
        raise Wrong("is %s, allowed are true and false" % shown(value))
    return BOOLEANS[word_said]


def number(low, high):
    def convert(value):
        digits = value.strip() if isinstance(value, str) else value
        whole = isinstance(digits, int) and not isinstance(digits, bool) or isinstance(digits, str) and re.fullmatch(r"[0-9]{1,10}", digits)
        if not whole or not low <= int(digits) <= high:
            raise Wrong("is %s, allowed are whole numbers from %d to %d" % (shown(value), low, high))
        return int(digits)

    return convert


def word(allowed):
    def convert(value):
        if not isinstance(value, str) or value not in allowed:
            raise Wrong("is %s, allowed are %s" % (shown(value), ", ".join(allowed)))
        return value

    return convert


def words(allowed):
    def convert(value):
        found = names(value)
        for item in found:
            if item not in allowed:
                raise Wrong("names %s, allowed are %s" % (shown(item), ", ".join(allowed)))
        return found

    return convert


def names(value):
    """A list of words, each once, in the order given."""
    items = split(value) if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Wrong("must be a list of words, or text with words separated by commas or lines")
    return sorted(set(items) - set([""]), key=items.index)


def text(value):
    if not isinstance(value, str) or CONTROL.search(value) or len(value) > LONGEST:
        raise Wrong("must be one line of text")
    return value.strip() or None


def image(value):
    if not isinstance(value, str) or not IMAGE.fullmatch(value):
        raise Wrong("is %s, which is not a valid image reference, allowed is one like registry.example.com/name:tag" % shown(value))
    return value


def is_systems(path):
    """Whether a normal path is no single user's."""
    return path in SHARED_FOLDERS or any((path + "/").startswith(tree + "/") for tree in SYSTEM_TREES)


def folder(value):
    if not isinstance(value, str) or CONTROL.search(value) or not value.startswith("/") or ".." in value.split("/") or len(value) > 1000:
        raise Wrong("is %s, allowed is an absolute path without .." % shown(value))
    path = "/" + posixpath.normpath(value).lstrip("/")
    if is_systems(path):
        raise Wrong("is %s, which belongs to the system, allowed is a folder of the user's own" % shown(value))
    return path


def daemon_options(value):
    """Keys of daemon.json. Their values may be secrets, so sentences name keys only."""
    if not isinstance(value, dict):
        raise Wrong("must be a dictionary of keys of daemon.json")
    if "hosts" in value:
        raise Wrong("must not contain 'hosts', the socket is the one that rootless mode gives")
    for key in value:
        if CONTROL.search(key) or not 0 < len(key) <= 200:
            raise Wrong("has the key %s, allowed are keys of daemon.json" % shown(key))
    if "data-root" not in value:
        return value
    try:
        return dict(value, **{"data-root": folder(value["data-root"])})
    except Wrong:
        raise Wrong("has a value for 'data-root' that cannot be used, allowed is an absolute path to a folder of the user's own")


def environment(value):
    if not isinstance(value, dict):
        raise Wrong("must be a dictionary of names and values")
    for name in value:
        if not VARIABLE.fullmatch(name):
            raise Wrong("has the name %s, allowed are letters, digits and _ not beginning with a digit" % shown(name))
    return dict((name, _value(name, item)) for name, item in value.items())


def proxy(value):
    if not isinstance(value, dict):
        raise Wrong("must be a dictionary, allowed keys are %s" % ", ".join(PROXIES))
    for name in value:
        if name not in PROXIES:
            raise Wrong("has the unknown key %s, allowed are %s" % (shown(name), ", ".join(PROXIES)))
    return dict((name, _value(name, item)) for name, item in value.items() if item not in (None, ""))


def _value(name, value):
    """A value that a unit file can carry on one line. It may be a secret, so the sentence names its key only."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Wrong("has a value for '%s' that is not text, put it in quotes" % name)
    if CONTROL.search(str(value)):
        raise Wrong("has a value for '%s' with a line break or control character, allowed is one line of text" % name)
    if len(str(value)) > LONGEST:
        raise Wrong("has a value for '%s' of %d characters, allowed are %d" % (name, len(str(value)), LONGEST))
    return str(value)
