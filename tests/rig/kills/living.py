"""A disposable host on which site is run, killed in the middle, and run again."""
import json
import os
import re
import signal
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RIG = os.environ['RIG']
RUN = os.environ['RIG_RUN']
CONNECTION = {'ansible_connection': 'containers.podman.podman', 'ansible_python_interpreter': '/usr/bin/python3'}
# alice's wishes change her daemon.json and her drop-in, so that a run on a host that is well has something to do.
USERS = [{'name': 'alice', 'create': True, 'mtu': 1400, 'daemon_options': {'log-driver': 'local'}}, {'name': 'bob', 'create': True}]
# The hosts of moments.yml: the image, and what root did there before.
HOSTS = {
    'bare': ('trixie', ''),
    'engine': ('trixie-engine', ''),
    'accounts': ('trixie-engine', 'for name in alice bob; do useradd --create-home --shell /bin/bash $name; done; : > /etc/subuid; : > /etc/subgid'),
    'ready': ('trixie-ready', 'until [ -S /run/user/1000/docker.sock ] && [ -S /run/user/1001/docker.sock ]; do sleep 0.2; done'),
}


def script(name):
    with open(os.path.join(HERE, name)) as text:
        return text.read()


class Living:
    """The host of one test; a worker has one at a time."""

    def __init__(self, kind):
        self.image, self.prepare = HOSTS[kind]
        self.name = '%skill%s' % (os.environ['RIG_PREFIX'], os.environ.get('PYTEST_XDIST_WORKER', ''))
        self.inventory = os.path.join(RUN, self.name + '.json')
        with open(self.inventory, 'w') as text:
            json.dump({'rootless_docker': {
                'hosts': {'killed': {'ansible_host': self.name, **CONNECTION}}, 'vars': {'rootless_docker_users': USERS}}}, text)

    def up(self):
        self.down()
        subprocess.run([RIG + '/host', 'up', self.name, self.image], check=True)
        self.podman('sh', '-ec', self.prepare)

    def stop_before(self, call):
        """Ansible's Python on the host stops itself before this call, see sitecustomize.py."""
        python = '#!/bin/sh\nRIG_STOP=\'%s\' PYTHONPATH=/tmp/rig exec /usr/bin/python3 "$@"\n' % call
        self.podman('sh', '-ec', 'mkdir /tmp/rig; printf %s "$1" > /tmp/rig/sitecustomize.py; printf %s "$2" > /tmp/rig/python; chmod -R a+rX,u+x /tmp/rig',
                    'sh', script('sitecustomize.py'), python)

    def down(self):
        subprocess.run([RIG + '/host', 'down', self.name], check=True)

    def reboot(self):
        subprocess.run([RIG + '/host', 'restart', self.name], check=True)

    def podman(self, *argv):
        return subprocess.run(['podman', 'exec', self.name, *argv], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout

    def site(self, log, *options):
        with open(os.path.join(RUN, log), 'w') as said:
            return subprocess.Popen(
                ['ansible-playbook', 'rootless.docker.site', '-i', self.inventory, *options], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, env={**os.environ, 'ANSIBLE_CALLBACK_RESULT_FORMAT': 'json'})

    def state(self):
        return json.loads(self.podman('python3', '-c', script('state.py')))

    def pid_1(self):
        return int(subprocess.run(['podman', 'inspect', '-f', '{{.State.Pid}}', self.name], check=True, stdout=subprocess.PIPE, text=True).stdout)


class Watch:
    """watch.py on the host, waiting for a moment of moments.yml."""

    def __init__(self, host, moment):
        pattern = next(('%s %s' % (kind, moment[kind]) for kind in ('path', 'process') if kind in moment), 'told')
        if 'before' in moment:
            host.stop_before(moment['before'])
            pattern = 'path /tmp/rig-stopped'
        self.process = subprocess.Popen(
            ['podman', 'exec', '-i', host.name, 'python3', '-c', script('watch.py'), pattern],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        assert self.process.stdout.readline() == 'ready\n'
        os.set_blocking(self.process.stdout.fileno(), False)

    def seen(self):
        """What was stopped, or '' while the moment is still to come."""
        return (self.process.stdout.readline() or '').strip()

    def tell(self, word):
        try:
            self.process.stdin.write(word + '\n')
        except BrokenPipeError:
            pass

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def kill_tree(pid):
    """A controller dies as when its machine does: all at once, whatever sessions it made."""
    found = subprocess.run(['ps', '-e', '-o', 'pid=,ppid='], check=True, stdout=subprocess.PIPE, text=True).stdout
    above = dict(map(int, line.split()) for line in found.splitlines())
    doomed = {pid}
    while True:
        more = {child for child, parent in above.items() if parent in doomed} - doomed
        if not more:
            break
        doomed |= more
    for one in doomed:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def kill(host, watch, run, target):
    """Ends the module and what it started, the controller, or PID 1 of the host, and returns when the run is over."""
    if target == 'module':
        watch.tell('kill')
    elif target == 'controller':
        kill_tree(run.pid)
        watch.tell('go')        # what runs on the host goes on, as over a broken connection
    else:
        os.kill(host.pid_1(), signal.SIGKILL)
    run.wait(timeout=300)
    if target == 'host':
        host.reboot()


def reached(watch, run, moment, log):
    """Waits for the moment; returns what was stopped then, or '' where the run ended before."""
    began = time.monotonic()
    told = False
    while run.poll() is None:
        due = ('seconds' in moment and time.monotonic() - began > moment['seconds']
               or 'task' in moment and re.search(r'^TASK \[.*%s' % moment['task'], script(log), re.MULTILINE))
        if due and not told:
            time.sleep(moment.get('after', 0))
            watch.tell('stop')
            told = True
        stopped = watch.seen()
        if stopped:
            return stopped
        time.sleep(0.005)
    return ''
