"""A living host with two accounts that site has set up: alice, whom things happen to, and bob, her neighbour."""
import json
import os
import subprocess
import time

ACCOUNTS = ('alice', 'bob')
RIG = os.environ['RIG']
SCENARIO = os.environ['MOLECULE_SCENARIO_DIRECTORY']
NAME = os.path.basename(SCENARIO)
CONTAINER = os.environ['RIG_PREFIX'] + NAME
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
    def __init__(self, wishes):
        self.wishes = wishes

    def root(self, script, check=True, **environment):
        """What a shell of root's on the host prints, errors too."""
        given = [word for name, value in environment.items() for word in ('--env', '%s=%s' % (name, value))]
        done = subprocess.run(['podman', 'exec', *given, CONTAINER, 'sh', '-c' + 'e' * check, PRELUDE + script],
                              check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        assert done.returncode == 0 or not check, '%s\n%s' % (script, done.stdout)
        return done.stdout

    def meet(self, command, words):
        return self.root(DOES.get(command, command), check=False, WORDS=words)

    def container(self, account):
        return self.root("as %s '%s; %s'" % (account, IMPORT, RUN)).strip()

    def playbook(self, name):
        return Playbook(name, self.wishes)

    def replace(self):
        subprocess.run([RIG + '/host', 'down', CONTAINER], check=True)
        subprocess.run([RIG + '/host', 'up', CONTAINER, 'trixie-ready'], check=True)

    def settled(self):
        """Daemons need seconds after their host has started."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return [self.root('as %s docker version' % account) for account in ACCOUNTS]
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.5)


class Playbook:
    """A playbook as a person would start it: its exit code, its words, and the findings it wrote into a report."""

    def __init__(self, name, wishes):
        report = os.path.join(os.environ['RIG_RUN'], 'report.json')
        asked = {'users': ACCOUNTS, 'prove': 'always', **wishes, 'report': report}
        done = subprocess.run(
            ['ansible-playbook', 'rootless.docker.' + name, '-i', SCENARIO + '/../shared/inventory', '-i', SCENARIO + '/inventory',
             '-e', json.dumps({'rootless_docker_' + key: value for key, value in asked.items()})],
            check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, 'ANSIBLE_FORCE_COLOR': 'false', 'ANSIBLE_CALLBACK_RESULT_FORMAT': 'json'})
        self.code, self.said = done.returncode, done.stdout
        with open(report) as text:
            self.findings = json.load(text)['hosts'][NAME]['findings']
        os.remove(report)
