# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes: literal data that stands for all answers to a question, and whether an answer fits. Pure.

Null fits everywhere: not there. A dictionary may lack keys, which then could not be determined; an empty one stands for keys of any name.
A list stands for any number of items like its first.
"""

import ast

from .texts import sentence


def shape(question):
    """The shape that a probe's docstring documents, as data: {"key": example}."""
    return ast.literal_eval(question.__doc__.split("\n", 1)[1].strip())


def blank(value):
    """The full shape of an answer about nothing: false, 0, [], null."""
    if isinstance(value, dict):
        return {key: blank(item) for key, item in value.items()}
    for kind, nothing in ((bool, False), (int, 0), (list, [])):
        if isinstance(value, kind):
            return nothing
    return None


def documented(example, path):
    """Whether a shape has such a path, a sequence of words."""
    for word in path:
        if example == {}:
            return True
        if not isinstance(example, dict) or word not in example:
            return False
        example = example[word]
    return True


def misfit(example, value, path=()):
    """The path, a tuple of words, of the first value that does not fit the shape, or None."""
    if value is None:
        return None
    if isinstance(example, dict):
        return _misfit_in_dict(example, value, path)
    if isinstance(example, list):
        items = value if isinstance(value, list) else [()]
        found = (misfit(example[0] if example else "", item, path) for item in items)
        return next((place for place in found if place is not None), None)
    fits = type(value) is type(example)     # pylint: disable=unidiomatic-typecheck  # true is no number here
    return None if fits or (example is None and not isinstance(value, (dict, list))) else path


def fitting(example):
    """An accept() for host.as_accounts: the answer where it has the shape, filled up; a ValueError names the first value that does not fit."""

    def accept(answer):
        place = misfit(example, answer)
        if place is not None or answer is None:
            raise ValueError("%s is not what was asked for" % (".".join(place or ()) or "it"))
        return filled(example, answer)

    return accept


def taken(shapes, answer):
    """{subject: facts, "unanswered": {"subject.key": reason}}: what is taken of an answer that somebody else gave, `shapes` are {subject: shape}.

    The subjects that have their documented shape, and reasons for what is documented. Accounts and hosts may say what they like: they can lie
    about themselves, but hand on nothing that no card expects. ValueError where it is no answer at all.
    """
    if not isinstance(answer, dict):
        raise ValueError("a reply of another shape")
    said = answer.get("unanswered")
    reasons = {key: sentence(reason) for key, reason in (said.items() if isinstance(said, dict) else ())
               if isinstance(reason, str) and documented(shapes, key.split("."))}
    facts = {}
    for word in shapes:
        place = misfit(shapes[word], answer.get(word), (word,))
        facts[word] = {} if place else answer.get(word) or {}
        if place or word not in answer:
            reasons[word] = "%s is not what was asked for" % ".".join(place or (word,))
    return dict(facts, unanswered=reasons)


def filled(example, value):
    """A value that fits, with all that it lacks as blank has it; items of lists that are null are left out."""
    if value is None:
        return blank(example)
    if isinstance(example, dict) and example:
        return {key: filled(example[key], value.get(key)) for key in example}
    if isinstance(example, list) and example:
        return [filled(example[0], item) for item in value if item is not None]
    return value


def _misfit_in_dict(example, value, path):
    if not isinstance(value, dict):
        return path
    for key, item in value.items():
        if example and key not in example:
            return path + (key,)
        place = misfit(example.get(key, ""), item, path + (key,))
        if place is not None:
            return place
    return None
