"""Runs on the host: everything that a run of site may leave behind, as JSON. Logs, caches, images' layers and Ansible's own folder aside."""
import glob
import json
import os
import pwd
import re
import stat
import subprocess

ACCOUNTS = ('alice', 'bob')
SKIPPED = ('/proc', '/sys', '/dev', '/run', '/var/log', '/var/cache', '/root/.ansible', '/var/lib/apt', '/var/lib/systemd/timers',
           *('/home/%s/.local/share/docker' % name for name in ACCOUNTS))
# What runs have of their own: numbers of processes and times, what is the rig's, where Ansible unpacks a module, and a lock that stays until a reboot.
NOISE = re.compile(
    r'/__pycache__|/systemd-private-|/var/lib/systemd/(random-seed|timesync)|/etc/.*-$|/tmp/rig|/tmp/ansible_|^/run/rootless-docker.lock$')
SHORT_LIVED = ('/run/systemd/system/*', '/run/systemd/transient/*', '/run/user/*/*', '/run/*docker*')
TEXTS = ('/etc/passwd', '/etc/group', '/etc/subuid', '/etc/subgid', '/home/*/.config/docker/*', '/home/*/.config/systemd/user/*',
         '/home/*/.config/systemd/user/*.d/*', '/home/*/.docker/config.json', '/home/*/.docker/contexts/meta/*/*')


def output(*argv):
    return subprocess.run(argv, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60).stdout.strip()


def as_user(name, command):
    return output('runuser', '-l', name, '-c', 'export XDG_RUNTIME_DIR=/run/user/$(id -u); ' + command)


def paths():
    found = {}
    for folder, folders, names in os.walk('/'):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in SKIPPED]
        for path in (os.path.join(folder, name) for name in folders + names):
            if not NOISE.search(path):
                seen = os.lstat(path)
                found[path] = '%s %d:%d' % (stat.filemode(seen.st_mode), seen.st_uid, seen.st_gid)
    short_lived = (path for pattern in SHORT_LIVED for path in glob.glob(pattern))
    found.update((path, 'there') for path in short_lived if not NOISE.search(path))
    return found


def texts():
    found = {}
    for path in (path for pattern in TEXTS for path in glob.glob(pattern)):
        if os.path.isfile(path):
            with open(path, errors='replace') as text:
                found[path] = sorted(text.read().splitlines())
    return found


def daemon(name):
    uid = pwd.getpwnam(name).pw_uid
    network = [line for line in output('ps', '-u', str(uid), '-o', 'args=').splitlines() if line.startswith(('slirp4netns', '/usr/bin/slirp4netns'))]
    return {
        'containers': as_user(name, 'docker ps --all --quiet | wc -l'),
        'images': as_user(name, "docker images --format '{{.Repository}}' | sort | tr '\\n' ' '"),
        'settings': as_user(name, "docker info --format '{{.LoggingDriver}} {{.Driver}} {{.CgroupDriver}}'"),
        'network': sorted(set(re.findall(r'--mtu=\d+', ' '.join(network)))),
        'unit': as_user(name, 'systemctl --user show docker.service --property ActiveState,UnitFileState,NeedDaemonReload'),
        'transient': as_user(name, "systemctl --user list-units --all --plain --no-legend 'run-*' 'rootless*'"),
        'session': as_user(name, 'systemctl --user list-units --type socket,target,timer,path --state active --plain --no-legend | cut -d" " -f1').split(),
        'linger': output('loginctl', 'show-user', name, '--property', 'Linger'),
        'runs': as_user(name, 'tar -C /usr/lib/rig -c busybox | docker import - kills >/dev/null && docker run --rm kills /busybox echo ran;'
                              ' docker rmi kills >/dev/null'),
    }


print(json.dumps({
    'paths': paths(), 'texts': texts(), 'daemons': {name: daemon(name) for name in ACCOUNTS},
    'packages': sorted(output('dpkg-query', '-W', '-f', '${Package} ${Status}\n').splitlines()) + [output('dpkg', '--audit')],
    'units': {unit: [output('systemctl', 'is-enabled', unit), output('systemctl', 'is-active', unit)]
              for unit in ('docker.service', 'docker.socket', 'containerd.service')},
    'transient': output('systemctl', 'list-units', '--all', '--plain', '--no-legend', 'run-*', 'rootless*'),
    'failed': output('systemctl', 'list-units', '--failed', '--plain', '--no-legend'),
}))
