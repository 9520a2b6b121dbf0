"""Read by every Python that Ansible starts on the host (PYTHONPATH): it stops itself right before one call, exactly there.

The environment's RIG_STOP is `CALL REGEX`: `run` (a command is started), or rename, link, unlink of os; REGEX is searched in the
arguments. It happens once; then the file RIG_STOPPED is there."""
import os
import re
import signal
import subprocess

CALL, dummy, PATTERN = os.environ.get('RIG_STOP', '').partition(' ')


def once():
    try:
        os.close(os.open('/tmp/rig-stopped', os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError:
        return False
    return True


def stopping(call):
    def stops(*words, **options):
        text = ' '.join(' '.join(map(str, word)) if isinstance(word, (list, tuple)) else word for word in words if isinstance(word, (list, tuple, str)))
        if re.search(PATTERN, text) and once():
            os.kill(os.getpid(), signal.SIGSTOP)
        return call(*words, **options)
    return stops


if CALL == 'run':
    subprocess.Popen.__init__ = stopping(subprocess.Popen.__init__)
elif CALL:
    setattr(os, CALL, stopping(getattr(os, CALL)))
