# shellcheck shell=bash
# Sourced by every script of the rig. Whatever the rig makes lies in .cache, which git ignores, or in podman's storage.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export RIG=$ROOT/tests/rig
CACHE=$ROOT/.cache
cd "$ROOT"

export PATH=$CACHE/venv/bin:$PATH
export ANSIBLE_CONFIG=$ROOT/ansible.cfg
# Containers of two checkouts on one machine must not have one name.
export RIG_PREFIX=${RIG_PREFIX:-rootless-docker-}

say() { printf '\n== %s\n' "$*" >&2; }
die() { printf 'rig: %s\n' "$*" >&2; exit 1; }

# is_done NAME FILES... : are these files as they were at `done_with NAME FILES...`?
sum_of() { cat "${@:2}" | sha256sum | cut -d' ' -f1; }
is_done() { [ -e "$CACHE/stamps/$1" ] && [ "$(cat "$CACHE/stamps/$1")" = "$(sum_of "$@")" ]; }
done_with() { mkdir -p "$CACHE/stamps"; sum_of "$@" > "$CACHE/stamps/$1"; }
