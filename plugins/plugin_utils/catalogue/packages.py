# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a need is called where: need -> package names, by distribution. Names choose names only, nothing else."""

from __future__ import annotations

# The words a person types, right too where a file of an installed package is gone; how the collection itself installs is Ansible's business.
COMMANDS = {
    "debian": "apt-get install --reinstall -y", "fedora": "dnf install -y", "rhel": "dnf install -y",
    "suse": "zypper install -y", "arch": "pacman -S --needed", "alpine": "apk add",
}


def spellings(distribution):
    """The keys under which a distribution is looked up, most specific first: debian-12, debian, then its kin.

    >>> spellings({"id": "ubuntu", "release": "24.04", "like": ["debian"]})
    ['ubuntu-24.04', 'ubuntu', 'debian']
    """
    own, release = distribution.get("id"), distribution.get("release")
    exact = [f"{own}-{release}"] if own and release else []
    return exact + [word for word in [own, *(distribution.get("like") or [])] if word]


def look_up(table, distribution):
    """The entry of the most specific spelling, or None."""
    return next((table[key] for key in spellings(distribution) if key in table), None)


def distribution_of(facts):
    return (facts.get("system") or {}).get("distribution") or {}


def install_command(packages, distribution, need):
    """What a person types to install a need on this very host."""
    names = look_up(packages.get(need, {}), distribution)
    command = look_up(COMMANDS, distribution)
    if names is None:
        return f"(the command that installs {need} here)"
    return " ".join([command or "(this host's package manager) install", *names])


class Names:
    """The table of packages.yml as one distribution sees it."""

    def __init__(self, packages, distribution):
        self._packages, self._distribution = packages, distribution

    def resolve(self, arguments):
        """(a remedy's arguments with `packages` for its `needs`, the needs without a name); None for arguments that would then install nothing."""
        if "needs" not in arguments:
            return arguments, []
        needs = [need for item in arguments["needs"] for need in (item if isinstance(item, list) else [item])]
        found = {need: look_up(self._packages.get(need, {}), self._distribution) for need in needs}
        names = [name for known in found.values() for name in known or []]
        rest = {key: value for key, value in arguments.items() if key != "needs"}
        resolved = {**rest, "packages": list(dict.fromkeys([*arguments.get("packages", []), *names]))}
        return resolved if names else None, [need for need, known in found.items() if known is None]

    def unknown(self, needs):
        """Why a need without a name is not installed."""
        system = " ".join(filter(None, (self._distribution.get("id"), self._distribution.get("release")))) or "this host"
        return f"the package that provides {', '.join(needs)} on {system} is not known: install it by hand"
