"""After the reboot: every user's daemon runs containers and publishes ports, and no rootful daemon runs."""
import secrets
import time

BUSYBOX = '/usr/lib/rig/busybox'


def fetched(account, port, seconds=15):
    """What the port answers, asked until it does."""
    deadline = time.monotonic() + seconds
    while True:
        done = account.host.run(BUSYBOX + ' wget -q -O - http://127.0.0.1:%s/', port)
        if done.rc == 0 or time.monotonic() > deadline:
            return done.stdout.strip()
        time.sleep(0.3)


def test_a_container_serves_a_published_port(account):
    token = secrets.token_hex(16)
    account.run('tar -C /usr/lib/rig -c busybox | docker import - rig')
    account.run("docker run --detach --name rig --publish 127.0.0.1::8000 rig /busybox sh -c "
                "'echo %s > /index.html; exec /busybox httpd -f -p 8000 -h /'" % token)
    try:
        port = account.run('docker port rig 8000/tcp').rsplit(':', 1)[1]
        assert fetched(account, port) == token
        assert account.run('docker exec rig /busybox cat /index.html') == token
    finally:
        account.run('docker rm --force rig && docker rmi rig')


def test_the_container_is_not_root_outside(account):
    account.run('tar -C /usr/lib/rig -c busybox | docker import - rig')
    uid_map = account.run('docker run --rm rig /busybox cat /proc/self/uid_map; docker rmi rig >/dev/null').split()
    assert uid_map[:3] == ['0', str(account.uid), '1']


def test_the_client_talks_to_the_users_own_daemon(account):
    assert account.run("docker context inspect --format '{{.Name}}'") == 'rootless'
    assert account.run("docker info --format '{{.SecurityOptions}}'").count('name=rootless')


def test_no_rootful_daemon_runs(machine):
    for unit in ('docker.service', 'docker.socket'):
        assert machine.run('systemctl is-active ' + unit).stdout.strip() == 'inactive'
        assert machine.run('systemctl is-enabled ' + unit).stdout.strip() == 'disabled'
    assert '/run/docker.sock' not in machine.check_output('cat /proc/net/unix').split()
    maps = machine.check_output('for id in $(pidof dockerd); do cat /proc/$id/uid_map; done').splitlines()
    assert maps and not [line for line in maps if line.split() == ['0', '0', '4294967295']]
