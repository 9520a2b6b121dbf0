"""A folder as somebody has it who copied from here. Only how to reach the rig's hosts is added: inventory/rig.yml."""
import os
import re
import shutil
import subprocess

ROOT = os.environ['MOLECULE_PROJECT_DIRECTORY']
RUN = os.environ['RIG_RUN']
SHARED = os.path.join(ROOT, 'molecule/shared/inventory/connection.yml')


def read(*path):
    with open(os.path.join(ROOT, *path)) as text:
        return text.read()


def blocks(text, language):
    """The code blocks of a page."""
    return re.findall(r'^ *```%s\n(.*?)^ *```' % language, text, re.MULTILINE | re.DOTALL)


def commands(text):
    """Every ansible-playbook command that a page prints in blocks or indented, without what a comment says behind it."""
    lines = re.findall(r'^\s+(ansible-playbook .*)|^(ansible-playbook .*)', text, re.MULTILINE)
    return [re.sub(r'\s{2,}#.*', '', first or second).strip() for first, second in lines]


class Copy:
    def __init__(self, name, source=None):
        self.folder = os.path.join(RUN, name)
        if source:
            shutil.copytree(os.path.join(ROOT, source), self.folder)
        else:
            os.makedirs(os.path.join(self.folder, 'inventory'))
        shutil.copy(SHARED, os.path.join(self.folder, 'inventory/rig.yml'))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), 'w') as copy:
            copy.write(text)

    def run(self, command):
        """What it printed; a command that fails fails the test, with its words."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith('ANSIBLE_')}
        own = os.path.exists(os.path.join(self.folder, 'ansible.cfg'))
        environment.update({
            'ANSIBLE_COLLECTIONS_PATH': os.path.join(ROOT, '.cache/collections'), 'ANSIBLE_CALLBACK_RESULT_FORMAT': 'json',
            **({} if own else {'ANSIBLE_PIPELINING': 'true'})})
        done = subprocess.run(command, shell=True, cwd=self.folder, env=environment, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, '%s\n%s' % (command, done.stdout[-8000:])
        return done.stdout
