# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A JMESPath condition over facts with three answers: yes, no, cannot tell.

JMESPath alone takes an absent fact for an answer: `!(missing.x)` is true, and 0 is true as well. So every path that a
condition names must be present before it is evaluated, and what has no sound answer ends in "cannot tell".
"""

from __future__ import annotations

import sys

from ..refusal import Refusal
from .paths import MISSING, at

try:
    import jmespath
    from jmespath.exceptions import JMESPathError
    from jmespath.visitor import TreeInterpreter
except ImportError:
    jmespath = None
    JMESPathError = Refusal
    TreeInterpreter = object

# The nodes whose first child alone is read from the facts: the others see what the first has found.
CHAINS = ("subexpression", "index_expression", "pipe", "projection", "filter_projection", "value_projection", "flatten")


class CannotTell(Exception):
    """This condition has no sound answer for these facts."""


class _Interpreter(TreeInterpreter):
    """JMESPath without its traps: an order of anything but numbers or versions, and 0 taken for true."""

    def visit_comparator(self, node, value):
        if node["value"] in self._EQUALITY_OPS:
            return super().visit_comparator(node, value)
        left, right = [self.visit(child, value) for child in node["children"]]
        if not (_is_number(left) and _is_number(right) or _is_version(left) and _is_version(right)):
            raise CannotTell
        return self.COMPARATOR_FUNC[node["value"]](left, right)

    def visit_not_expression(self, node, value):
        return self._is_false(self.visit(node["children"][0], value))

    def _is_false(self, value):
        if _is_number(value):
            raise CannotTell
        return super()._is_false(value)


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_version(value):
    return isinstance(value, list) and value != [] and all(_is_number(part) for part in value)


class Condition:
    """One condition of a card.

    >>> Condition("engine.works == `false`").judge({"engine": {"works": False}})
    True
    """

    def __init__(self, text):
        if jmespath is None:
            raise Refusal(
                "the Python library jmespath is missing on the control node, where Ansible runs; "
                f"install it with: {sys.executable} -m pip install jmespath")
        try:
            self._tree = jmespath.compile(text).parsed
        except JMESPathError as error:
            raise Refusal(f"is no JMESPath expression: {' '.join(str(error).split())}") from error
        self.paths = list(dict.fromkeys(_paths(self._tree)))

    def missing(self, facts):
        """The named paths that the facts do not have."""
        return [path for path in self.paths if at(facts, path) is MISSING]

    def judge(self, facts):
        """True, False, or None for cannot tell. An empty text, list or dictionary and null are no; a number is no answer."""
        if self.missing(facts):
            return None
        interpreter = _Interpreter()
        try:
            return not interpreter._is_false(interpreter.visit(self._tree, facts))
        except (CannotTell, JMESPathError, TypeError, ValueError):
            return None


def _paths(node):
    """The dotted chains that are read from the facts themselves, each up to its first node that is no field."""
    begin = node
    while begin["type"] in CHAINS:
        begin = begin["children"][0]
    if begin["type"] in ("field", "current"):
        path = _straight(node)[0]
        return [path] if path else []
    if begin["type"] in ("literal", "expref"):
        return []
    return [path for child in begin["children"] for path in _paths(child)]


def _straight(node):
    """(the fields that a chain begins with, whether it is nothing but fields)."""
    if node["type"] in ("field", "current"):
        return ((node["value"],) if node["type"] == "field" else ()), True
    if node["type"] not in CHAINS:
        return (), False
    first, *rest = node["children"]
    path, straight = _straight(first)
    if node["type"] != "subexpression":
        return path, False
    for child in rest:
        more, still = _straight(child) if straight else ((), False)
        path, straight = path + more, straight and still
    return path, straight
