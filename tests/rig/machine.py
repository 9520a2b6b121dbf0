"""Did the tests change this machine? Compares the kernel's settings before and after (design, law 11):
    python3 tests/rig/machine.py remember | compare
A privileged container has only net.* for itself; whatever is written to the others lands here and stays."""
import json
import os
import sys

MEMORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../.cache/machine.json')
TREES = ('kernel', 'user', 'fs', 'vm')
# The kernel's own counters: they move by themselves.
COUNTERS = {
    'fs.aio-nr', 'fs.dentry-state', 'fs.file-nr', 'fs.inode-nr', 'fs.inode-state',
    'fs.quota.allocated_dquots', 'fs.quota.cache_hits', 'fs.quota.drops', 'fs.quota.free_dquots',
    'fs.quota.lookups', 'fs.quota.reads', 'fs.quota.syncs', 'fs.quota.writes',
    'kernel.ns_last_pid', 'kernel.perf_event_max_sample_rate', 'kernel.pty.nr',
    'kernel.random.entropy_avail', 'kernel.random.uuid', 'kernel.tainted',
}


def settings():
    found = {}
    for tree in TREES:
        for folder, _folders, names in os.walk('/proc/sys/' + tree):
            for path in (os.path.join(folder, name) for name in names):
                key = path[len('/proc/sys/'):].replace('/', '.')
                try:
                    with open(path, errors='replace') as setting:
                        found[key] = setting.read().strip()
                except OSError:     # some can only be written, or hold nothing here
                    continue
    return {key: value for key, value in found.items() if key not in COUNTERS}


def main(verb):
    now = settings()
    if verb == 'remember':
        os.makedirs(os.path.dirname(MEMORY), exist_ok=True)
        with open(MEMORY, 'w') as memory:
            json.dump(now, memory)
        print('remembered %d settings of %s' % (len(now), ', '.join(TREES)))
        return 0
    with open(MEMORY) as memory:
        before = json.load(memory)
    changed = sorted(key for key in set(before) | set(now) if before.get(key) != now.get(key))
    for key in changed:
        print('%s was %r and is now %r: something in the tests writes this machine\'s settings'
              % (key, before.get(key), now.get(key)))
    print('%d settings of the machine compared, %d changed' % (len(now), len(changed)))
    return 1 if changed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]) if sys.argv[1:] in (['remember'], ['compare']) else __doc__)
