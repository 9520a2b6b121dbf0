"""Mallory's traps, set by root for her: her docker.service shouts 30 MB a line and fails, her docker.sock answers whatever is asked."""
import os
import pwd
import subprocess
import textwrap

OWNER = pwd.getpwnam('mallory')
SHOUT = '''\
    import array, fcntl, os, socket
    memory = os.memfd_create('shout', os.MFD_ALLOW_SEALING)
    with os.fdopen(os.dup(memory), 'wb') as text:
        text.write(b'MESSAGE=token ' + b'x' * 30000000 + b'\\n')
    fcntl.fcntl(memory, 1033, 15)       # F_ADD_SEALS, all of them: journald takes nothing that may still change
    journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    journal.connect('/run/systemd/journal/socket')
    journal.sendmsg([], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [memory]))])
    os.write(2, b'\\xff\\x1b[31mfailed to start daemon: \\xed\\xb2\\x80\\n')
    raise SystemExit(1)
    '''
LIE = '''\
    import os, socket
    path = os.environ['XDG_RUNTIME_DIR'] + '/docker.sock'
    if os.path.exists(path):
        os.remove(path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(64)
    while True:
        peer = server.accept()[0]
        peer.recv(4096)
        peer.sendall(b'HTTP/1.0 200 OK\\r\\n\\r\\n{}')
        peer.close()
    '''
UNIT = '[Service]\nType=%s\nExecStart=/usr/bin/python3 %s\n[Install]\nWantedBy=default.target\n'
FILES = {
    'shout.py': textwrap.dedent(SHOUT), 'lie.py': textwrap.dedent(LIE),
    '.config/systemd/user/docker.service': UNIT % ('oneshot', OWNER.pw_dir + '/shout.py'),
    '.config/systemd/user/lie.service': UNIT % ('simple', OWNER.pw_dir + '/lie.py'),
    '.config/docker/daemon.json': '{"labels": ["\\udc80"], "\\udc80": 1}',
}


def as_mallory(*words):
    environment = {'HOME': OWNER.pw_dir, 'PATH': os.environ['PATH'], 'XDG_RUNTIME_DIR': '/run/user/%d' % OWNER.pw_uid}
    return subprocess.run(['runuser', '-u', 'mallory', '--', *words], check=False, env=environment)


for name, text in FILES.items():
    path = os.path.join(OWNER.pw_dir, name)
    as_mallory('mkdir', '-p', os.path.dirname(path))
    with open(path, 'w', encoding='ascii') as stream:
        stream.write(text)
    os.chown(path, OWNER.pw_uid, OWNER.pw_gid)
as_mallory('systemctl', '--user', 'daemon-reload')
as_mallory('systemctl', '--user', 'enable', '--now', 'lie.service')
for time in range(4):
    as_mallory('systemctl', '--user', 'start', 'docker.service')
