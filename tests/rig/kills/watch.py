"""Runs on the host: waits for a moment in a run, stops whatever Ansible runs there at that very moment, and does as it is told.

    watch.py PATTERN       PATTERN is `path GLOB...`, `process REGEX` or `told`, which waits for a line
It prints a line when it is ready and one with what it stopped, and reads one: `kill` or `go`."""
import glob
import os
import re
import select
import signal
import sys
import time


def command(pid):
    try:
        with open('/proc/%d/cmdline' % pid, 'rb') as words:
            return words.read().replace(b'\0', b' ').decode('utf-8', 'replace').strip()
    except OSError:
        return ''


def parents():
    found = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open('/proc/%s/stat' % name) as stat:
                    found[int(name)] = int(stat.read().rsplit(')', 1)[1].split()[1])
            except OSError:
                continue
    return found


def session():
    """What came into this container from outside (`podman exec`) and what that started; nothing of the host's own, nor this."""
    above = parents()

    def top(pid):
        while above.get(pid, 0):
            pid = above[pid]
        return pid
    own = {1, top(os.getpid())}
    return [pid for pid in above if top(pid) not in own]


def condition(kind, pattern):
    """A function that says whether the moment is there."""
    if kind == 'path':
        return lambda: any(map(glob.glob, pattern.split()))
    if kind == 'process':
        words = re.compile(pattern)
        return lambda: any(words.search(command(pid)) for pid in session())
    return lambda: select.select([sys.stdin], [], [], 0)[0] and sys.stdin.readline()


def signalled(number):
    """The signal to all of them until no new one appears."""
    seen = set()
    while True:
        fresh = set(session()) - seen
        if not fresh:
            return seen
        for pid in fresh:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
        seen |= fresh


def main(pattern):
    kind, dummy, rest = pattern.partition(' ')
    there = condition(kind, rest)
    print('ready', flush=True)
    while not there():
        time.sleep(0.0002)
    while not signalled(signal.SIGSTOP):      # between two tasks nothing runs here: then the next
        time.sleep(0.001)
    print(' | '.join(sorted(filter(None, map(command, session()))))[:400], flush=True)
    signalled(signal.SIGKILL if sys.stdin.readline().strip() == 'kill' else signal.SIGCONT)
    print('done', flush=True)


main(sys.argv[1])
