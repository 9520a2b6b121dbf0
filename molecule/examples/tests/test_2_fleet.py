"""examples/fleet as it stands: its inventory, its group_vars, the commands of its README, its survey, its execution environment."""
import json
import os
import subprocess

import pytest
import testinfra

from copies import Copy, commands, read

COMMANDS = commands(read('examples/fleet/README.md'))


def host_of(name):
    return testinfra.get_host('podman://%s%s.example.org' % (os.environ['RIG_PREFIX'], name))


@pytest.fixture(scope='module')
def fleet():
    return Copy('fleet', 'examples/fleet')


@pytest.mark.parametrize('command', COMMANDS)
def test_every_command_of_the_example_ends_well(fleet, command):
    fleet.run(command)


# Words about the controllers of cgroups are not looked at: not every machine that runs this can delegate them.
@pytest.mark.parametrize('name, user', [('web1', 'alice'), ('web1', 'bob'), ('web2', 'alice'), ('web2', 'bob'), ('build1', 'alice'), ('build1', 'ci')])
def test_every_user_of_the_inventory_runs_containers(name, user):
    ran = 'tar -C /usr/lib/rig -c busybox | docker import - rig >/dev/null && docker run --rm rig /busybox echo ran; docker rmi rig >/dev/null'
    assert host_of(name).check_output('runuser -l %s -c %s', user, ran) == 'ran'


def test_ci_has_what_the_inventory_wishes_for_it():
    host = host_of('build1')
    info = json.loads(host.check_output("runuser -l ci -c 'docker info --format {{json\\ .}}'"))
    assert (info['DockerRootDir'], info['Driver'], info['LoggingDriver']) == ('/srv/docker/ci', 'overlay2', 'json-file')
    assert info['HttpProxy'] == 'http://proxy.example.org:3128'


def test_a_second_run_changes_nothing(fleet):
    said = fleet.run('ansible-playbook -i inventory site.yml')
    assert said.count('changed=0 ') == 3, said


def test_the_answers_of_the_survey_are_understood(fleet):
    answers = {question['variable']: question['default'] for question in json.loads(read('examples/fleet/survey.json'))['spec']}
    answers['rootless_docker_prove'] = 'always'
    fleet.write('answers.json', json.dumps(answers))
    said = fleet.run('ansible-playbook -i inventory site.yml --limit web -e @answers.json')
    assert said.count('a container ran as alice, bob') == 2, said


def test_ansible_builder_takes_the_execution_environment(fleet):
    subprocess.run([os.environ['RIG'] + '/builder', 'create', '-f', 'execution-environment.yml', '-c', 'context'], cwd=fleet.folder, check=True)
    with open(os.path.join(fleet.folder, 'context/_build/requirements.yml')) as text:
        assert 'rootless.docker.git' in text.read()
