"""Living hosts with two accounts that site has set up: alice, whom things happen to, and bob, her neighbour."""
import json
import os
import subprocess
import time

ACCOUNTS = ('alice', 'bob')
RIG = os.environ['RIG']
SCENARIO = os.environ['MOLECULE_SCENARIO_DIRECTORY']
# `as alice COMMAND`: no login, which would start what is not there, and only what her user manager would give it.
PRELUDE = r'''
as() { who=$1; shift; runuser -u "$who" -- env -i -C "/home/$who" HOME="/home/$who" USER="$who" PATH=/usr/bin:/usr/sbin \
       XDG_RUNTIME_DIR="/run/user/$(id -u "$who")" sh -c "$*"; }
'''
RUN = 'docker run --rm rig /busybox echo ran'
# A line may take her whole store away, and the image with it.
IMPORT = 'docker image inspect rig >/dev/null 2>&1 || tar -C /usr/lib/rig -c busybox | docker import - rig >/dev/null'
# What a person does who then meets the error; any other word is a command of root's.
DOES = {
    # The table starts her daemon more often than its unit allows, so the count is reset first.
    'start': "cursor=$(journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p');"
             " as alice 'systemctl --user reset-failed docker; systemctl --user restart docker';"
             ' for try in 1 2 3 4 5 6 7 8 9; do sleep 0.3;'
             ' journalctl -o cat --after-cursor "$cursor" _UID=1000 | grep -qE "$WORDS" && break; done;'
             ' journalctl -o cat --after-cursor "$cursor" _UID=1000',
    'run': 'as alice ' + RUN,
    'client': 'as alice docker version',
    'pull': 'tar -C /usr/lib/rig -c busybox | as alice docker import - another',
}


class Living:
    """One host; `wishes` are the variables of the line that it stands for, `spoilt` whether the next line needs another one."""

    def __init__(self, name):
        self.name, self.container, self.wishes, self.spoilt = name, os.environ['RIG_PREFIX'] + name, {}, False

    def root(self, script, check=True, **environment):
        """What a shell of root's on the host prints, errors too."""
        given = [word for name, value in environment.items() for word in ('--env', '%s=%s' % (name, value))]
        done = subprocess.run(['podman', 'exec', *given, self.container, 'sh', '-c' + 'e' * check, PRELUDE + script],
                              check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        assert done.returncode == 0 or not check, '%s\n%s' % (script, done.stdout)
        return done.stdout

    def meet(self, command, words):
        return self.root(DOES.get(command, command), check=False, WORDS=words)

    def run_container(self, account):
        return self.root("as %s '%s; %s'" % (account, IMPORT, RUN)).strip()

    def fresh(self):
        """As its image is, with daemons that answer."""
        if self.spoilt:
            subprocess.run([RIG + '/host', 'down', self.container], check=True)
            subprocess.run([RIG + '/host', 'up', self.container, 'trixie-ready'], check=True, stdout=subprocess.DEVNULL)
        self.spoilt = False
        deadline = time.monotonic() + 60
        while True:
            try:
                return [self.root('as %s docker version' % account) for account in ACCOUNTS]
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.5)


def play(name, hosts):
    """{host: its entry of the report} of a playbook as a person would start it, for many hosts at once."""
    folder = os.environ['RIG_RUN']
    report, inventory = os.path.join(folder, 'report.json'), os.path.join(folder, 'batch.json')
    wishes = {host.name: {'users': ACCOUNTS, 'prove': 'always', **host.wishes, 'report': report} for host in hosts}
    with open(inventory, 'w') as text:
        json.dump({'rootless_docker': {'hosts': {
            name: {'rootless_docker_' + key: value for key, value in wish.items()} for name, wish in wishes.items()}}}, text)
    done = subprocess.run(
        ['ansible-playbook', 'rootless.docker.' + name, '-i', SCENARIO + '/../shared/inventory', '-i', inventory, '--forks', str(len(hosts))],
        check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, 'ANSIBLE_FORCE_COLOR': 'false'})
    try:
        with open(report) as text:
            entries = json.load(text)['hosts']
        os.remove(report)
    except OSError:
        raise AssertionError(done.stdout) from None
    recap = {line.split()[0]: line for line in done.stdout.rpartition('PLAY RECAP')[2].splitlines() if 'ok=' in line}
    return {host.name: {**entries[host.name], 'succeeded': 'failed=0 ' in recap[host.name] and 'unreachable=0 ' in recap[host.name]} for host in hosts}
