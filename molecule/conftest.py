"""Fixtures for the scenarios' tests: each runs for every host and user that the scenario's inventory names."""
import os

import pytest
import testinfra
import yaml


def inventory():
    with open(os.path.join(os.environ['MOLECULE_SCENARIO_DIRECTORY'], 'inventory/hosts.yml')) as text:
        return yaml.safe_load(text)['rootless_docker']


class Account:
    """A user on a host: runs commands as a login would, less the password."""

    def __init__(self, host, name):
        self.host, self.name = host, name
        self.uid = int(host.check_output('id -u %s', name))

    def run(self, command):
        """Returns what the command printed; one that fails fails the test, with its words."""
        done = self.host.run('runuser -l %s -c %s', self.name, command)
        assert done.rc == 0, '%s: %s\n%s' % (command, done.stdout, done.stderr)
        return done.stdout.strip()


def pytest_generate_tests(metafunc):
    hosts = list(inventory()['hosts'])
    if 'account' in metafunc.fixturenames:
        users = [user['name'] for user in inventory()['vars']['rootless_docker_users']]
        metafunc.parametrize('account', [(host, user) for host in hosts for user in users], indirect=True, ids='-'.join)
    elif 'machine' in metafunc.fixturenames:
        metafunc.parametrize('machine', hosts, indirect=True)


@pytest.fixture
def machine(request):
    return testinfra.get_host('podman://' + os.environ['RIG_PREFIX'] + request.param)


@pytest.fixture
def account(request):
    host, user = request.param
    return Account(testinfra.get_host('podman://' + os.environ['RIG_PREFIX'] + host), user)
