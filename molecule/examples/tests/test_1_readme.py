"""README from its first step to its last, in this order."""
import os
import time

import pytest
import testinfra

from copies import Copy, blocks, commands, read

README = read('README.md')
PLAYS = commands(README)
BUSYBOX = '/usr/lib/rig/busybox'
# Stands for the image that README's playbook names, for there is no registry: a web server in it, too.
NGINX = "tar -C /usr/lib/rig -c busybox | docker import --change 'CMD [\"/busybox\", \"httpd\", \"-f\", \"-p\", \"80\"]' - nginx:alpine"


@pytest.fixture(scope='module')
def copy():
    made = Copy('readme')
    (hosts,) = blocks(README, 'ini')
    made.write('inventory/hosts', '\n'.join(line.strip() for line in hosts.splitlines()) + '\n')
    made.write('log.txt', 'failed to register layer: failed to Lchown "/x" for UID 70000\n')
    return made


@pytest.mark.parametrize('command', PLAYS)
def test_every_command_of_the_readme_ends_well(copy, command):
    said = copy.run(command)
    if '.site' in command and '--check' not in command:
        assert 'all well: alice, bob' in said, said


def test_the_report_lies_where_the_readme_says(copy):
    said = copy.run('ansible-playbook rootless.docker.doctor -i inventory -e rootless_docker_users=alice,bob -e rootless_docker_report=findings.json')
    assert os.path.exists(os.path.join(copy.folder, 'findings.json')), said


def test_the_playbook_of_the_readme_runs_a_web_server(copy):
    (playbook,) = [block for block in blocks(README, 'yaml') if 'hosts: rootless_docker' in block]
    copy.write('web.yml', playbook)
    hosts = [testinfra.get_host('podman://%s%s' % (os.environ['RIG_PREFIX'], name)) for name in ('web1.example.org', 'web2.example.org')]
    for host in hosts:
        host.check_output('apt-get -q update && apt-get install -q -y --no-install-recommends python3-requests')
        host.check_output('runuser -l alice -c %s', NGINX)
    copy.run('ansible-playbook -i inventory web.yml')
    for host in hosts:
        deadline = time.monotonic() + 15
        while 'HTTP/1' not in host.run(BUSYBOX + ' wget -S -O - http://127.0.0.1:8080/ 2>&1').stdout and time.monotonic() < deadline:
            time.sleep(0.3)
        assert 'HTTP/1' in host.run(BUSYBOX + ' wget -S -O - http://127.0.0.1:8080/ 2>&1').stdout
        host.check_output("runuser -l alice -c 'docker rm --force web; docker rmi nginx:alpine'")
