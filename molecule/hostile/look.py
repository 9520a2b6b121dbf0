"""What must stay as it is: every path below these, with its kind, mode, owner, size, target and time. remember | compare"""
import json
import os
import sys

TREES = ('/etc/systemd', '/usr', '/root')
MEMORY = '/tmp/before.json'


def look(path):
    seen = os.lstat(path)
    target = os.readlink(path) if os.path.islink(path) else ''
    return [oct(seen.st_mode), seen.st_uid, seen.st_gid, seen.st_size, seen.st_mtime_ns, target]


def trees():
    found = {}
    for tree in TREES:
        for folder, folders, names in os.walk(tree):
            folders[:] = [name for name in folders if name not in ('.ansible', '__pycache__')]
            found.update((path, look(path)) for path in (os.path.join(folder, name) for name in folders + names))
    return found


if sys.argv[1:] == ['remember']:
    with open(MEMORY, 'w') as memory:
        json.dump(trees(), memory)
else:
    with open(MEMORY) as memory:
        before = json.load(memory)
    now = trees()
    changed = sorted(path for path in set(before) | set(now) if before.get(path) != now.get(path) and path != '/root')
    print('\n'.join(changed))
    sys.exit(1 if changed else 0)
