# Copyright (c) 2026, The rootless.docker authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one account's daemon looks like on disk, and where it differs from a wish. Pure: text and data in, text and data out.

A wish is a dict with any of wish_rules.WISHES; what is null, empty or missing is not wished. Values of environment, proxy and
daemon_options never appear in what the *_differences functions or a ValueError of this file say: only names do.
"""

import os
import re

from ..machine.account import PATH

DROP_IN = "50-rootless-docker.conf"       # never override.conf, which is the administrator's
SCRIPT = "dockerd-rootless.sh"
SCRIPT_PATH = PATH + ":/usr/share/docker.io/contrib:/usr/libexec/docker"     # Debian keeps the script outside PATH
UNIT_FOLDERS = ("/etc/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user", "/lib/systemd/user")     # besides the home's

MARK = "# Written by rootless.docker and replaced when it differs."
UNIT = MARK + """ What is yours belongs in a drop-in of your own:
# systemctl --user edit docker
[Unit]
Description=Docker Application Container Engine (Rootless)
Documentation=https://docs.docker.com/go/rootless/
Requires=dbus.socket
After=dbus.socket
StartLimitBurst=3
StartLimitIntervalSec=60s

[Service]
Type=notify
NotifyAccess=all
Environment={path}
ExecStart={script}
ExecReload=/bin/kill -s HUP $MAINPID
# Upstream waits for ever; a start that hangs shall be seen, and a slow store shall have its time.
TimeoutStartSec=5min
Restart=always
RestartSec=2
KillMode=mixed
Delegate=yes
LimitNOFILE=infinity
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity

[Install]
WantedBy=default.target
"""

DROP_IN_HEAD = "# Written by rootless.docker from the settings of this account, and replaced when they change.\n[Service]\n"
ROOTLESSKIT = (
    ("network_driver", "DOCKERD_ROOTLESS_ROOTLESSKIT_NET"),
    ("port_driver", "DOCKERD_ROOTLESS_ROOTLESSKIT_PORT_DRIVER"),
    ("mtu", "DOCKERD_ROOTLESS_ROOTLESSKIT_MTU"),
)
PROXIES = (("http", "HTTP_PROXY"), ("https", "HTTPS_PROXY"), ("no", "NO_PROXY"))


# -- where things are ------------------------------------------------------------------------------------------------


def unit_path(home):
    return os.path.join(home, ".config/systemd/user/docker.service")


def drop_in_path(home, unit="docker.service"):
    return os.path.join(home, ".config/systemd/user", unit + ".d", DROP_IN)


def config_path(home):
    return os.path.join(home, ".config/docker/daemon.json")


# -- the unit --------------------------------------------------------------------------------------------------------


def service_path(dockerd=None):
    """PATH of the daemon: the system's folders, before them the one of a dockerd that is in none of them. Never a home's."""
    folder = os.path.dirname(dockerd or "")
    return PATH if folder in [""] + PATH.split(":") else folder + ":" + PATH


def unit_text(script, path=PATH):
    """The user unit docker.service; `script` is the absolute path of dockerd-rootless.sh as found, `path` the daemon's PATH."""
    return UNIT.format(path=quoted("PATH=" + path), script=quoted(script).replace("$", "$$"))


def is_ours(text):
    """True for a unit that this collection wrote."""
    return (text or "").startswith(MARK)


def quoted(word):
    """One word of a unit file's setting: specifiers doubled, and in double quotes where systemd would read it otherwise.

    Raises ValueError for a control character: systemd drops the whole line then, and nobody is told.
    """
    if re.search("[\x00-\x08\x0a-\x1f\x7f]", word):
        raise ValueError("holds a control character, which systemd does not take in a unit file")
    text = word.replace("%", "%%")
    if re.match(r"^[A-Za-z0-9_=:,./@%+~-]+$", text):
        return text
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")


# -- the environment -------------------------------------------------------------------------------------------------


def wished_environment(wish):
    """{NAME: text} that the daemon's environment has to hold; a typed wish wins over the same name in `environment`."""
    found = {name: _text(value) for name, value in (wish.get("environment") or {}).items()}
    found.update({name: _text(wish[key]) for key, name in ROOTLESSKIT if wish.get(key) not in (None, "")})
    proxy = wish.get("proxy") or {}
    found.update({name: _text(proxy[key]) for key, name in PROXIES if proxy.get(key) not in (None, "")})
    return found


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def drop_in_text(wish):
    """The text of our drop-in, its head alone where nothing of it is wished. ValueError names a variable that cannot be written."""
    lines = []
    for name, value in sorted(wished_environment(wish).items()):
        try:
            lines.append("Environment=%s\n" % quoted("%s=%s" % (name, value)))
        except ValueError as error:
            raise ValueError("environment variable %s %s" % (name, error))
    return DROP_IN_HEAD + "".join(lines)


def drop_in_environment(text):
    """{NAME: text} that a drop-in of ours sets; {} for None."""
    found = {}
    for line in (text or "").splitlines():
        if line.startswith("Environment="):
            found.update(parse_environment(line.replace("%%", "%")))
    return found


def environment_differences(wish, effective):
    """Sorted names whose wished value is not the effective one; `effective` is what parse_environment says."""
    return sorted(name for name, value in wished_environment(wish).items() if effective.get(name) != value)


def drop_in_differences(wish, text):
    """Sorted names by which the text of our drop-in (None: no file) differs from the wish, those no longer wished included."""
    wished, written = wished_environment(wish), drop_in_environment(text)
    return sorted(name for name in set(wished) | set(written) if wished.get(name) != written.get(name))


WORD = re.compile(r"""(?:\$'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\$]|\$)+""", re.S)
PIECE = re.compile(r"""\$'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|'([^']*)'|(\\.)|([^"'\\$]+|\$)""", re.S)
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|[0-7]{3}|.)", re.S)
LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "s": " "}


def parse_environment(shown):
    """{NAME: text} of what `systemctl show -p Environment` printed (with or without 'Environment=', other lines ignored).

    systemd quotes a word as "..." (until 240 or so) or $'...' where it has to.
    """
    lines = [line for line in shown.splitlines() if line.startswith("Environment=")] or [shown]
    value = lines[0][len("Environment="):] if lines[0].startswith("Environment=") else lines[0]
    words = ["".join(_plain(piece) for piece in PIECE.findall(word)) for word in WORD.findall(value)]
    return dict(word.split("=", 1) for word in words if "=" in word)


def _plain(piece):
    dollar, double, single, escape, bare = piece
    return ESCAPE.sub(_letter, dollar or double or escape) or single or bare


def _letter(match):
    code = match.group(1)
    if code[0] == "x" and len(code) == 3:
        return chr(int(code[1:], 16))
    if len(code) == 3:
        return chr(int(code, 8))
    return LETTERS.get(code, code)
