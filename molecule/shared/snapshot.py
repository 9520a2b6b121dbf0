"""What a host is: every file, package and setting. Runs on the host, before and after what must change nothing:
    snapshot.py remember | compare
Its memory is in /tmp, which is not compared; nor is what a look may leave there and in logs, caches and Ansible's own folder."""
import hashlib
import json
import os
import stat
import subprocess
import sys

MEMORY = '/tmp/rig-snapshot.json'
SKIPPED = ('/proc', '/sys', '/dev', '/tmp', '/run', '/var/log', '/var/cache', '/root/.ansible')
# What the kernel counts by itself, see tests/rig/machine.py; and what every system of this kernel registers with it.
COUNTERS = ('fs.binfmt_misc.', 'fs.aio-nr', 'fs.dentry-state', 'fs.file-nr', 'fs.inode', 'fs.quota.', 'kernel.ns_last_pid', 'kernel.perf_event_max_sample_rate',
            'kernel.pty.nr', 'kernel.random.', 'kernel.tainted', 'net.netfilter.nf_conntrack_count')


def look(path):
    """Everything of a file but its time of access."""
    seen = os.lstat(path)
    body = ''
    if stat.S_ISLNK(seen.st_mode):
        body = os.readlink(path)
    elif stat.S_ISREG(seen.st_mode):
        with open(path, 'rb') as text:
            body = hashlib.sha256(text.read()).hexdigest()
    return [oct(seen.st_mode), seen.st_uid, seen.st_gid, body]


def files():
    found = {}
    for folder, folders, names in os.walk('/'):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in SKIPPED]
        for path in [os.path.join(folder, name) for name in folders + names]:
            try:
                found[path] = look(path)
            except FileNotFoundError:
                continue
    return found


def output(*argv):
    return sorted(subprocess.run(argv, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().splitlines())


def snapshot():
    seen = {'file ' + path: value for path, value in files().items()}
    seen.update(('package ' + line, True) for line in output('dpkg-query', '-W', '-f', '${Package} ${Version} ${Status}\n'))
    settings = [line for line in output('sh', '-c', 'sysctl -a || true') if not line.startswith(COUNTERS)]
    seen.update(('setting ' + line, True) for line in settings)
    return json.loads(json.dumps(seen))


def main(verb):
    now = snapshot()
    if verb == 'remember':
        with open(MEMORY, 'w') as memory:
            json.dump(now, memory)
        return
    with open(MEMORY) as memory:
        before = json.load(memory)
    changed = sorted(key for key in set(before) | set(now) if before.get(key) != now.get(key))
    if changed:
        sys.exit('\n'.join('%s: was %s, is %s' % (key, before.get(key, 'absent'), now.get(key, 'absent')) for key in changed[:50]))
    print('%d files, packages and settings, as they were' % len(now))


if __name__ == '__main__':
    main(sys.argv[1])
