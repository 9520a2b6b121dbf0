"""Site is killed at a moment and run again: the end is that of a run that nobody killed, and nothing is left over."""
import fcntl
import json
import os
import random
import re
import time

import pytest
import yaml

from living import RUN, Living, Watch, kill, reached, script

SEED = int(os.environ.get('RIG_SEED', 2611))
WHOLE = 'RIG_ALL' in os.environ
RANDOM = 12     # kills at random moments, in `make test-all`
SECONDS = {'bare': 30, 'engine': 9, 'accounts': 9, 'ready': 8}      # about what a run takes


def chosen(whole):
    for host, moments in yaml.safe_load(script('moments.yml')).items():
        for moment in moments:
            for target in moment['kills'] if whole else moment.get('always', []):
                yield {**moment, 'host': host, 'target': target}
    yield from at_random(RANDOM if whole else 0)


def at_random(count):
    dice = random.Random(SEED)
    for dummy in range(count):
        host = dice.choice(sorted(SECONDS))
        seconds = round(dice.uniform(0.5, SECONDS[host]), 1)
        yield {'host': host, 'seconds': seconds, 'target': dice.choice(['module', 'controller', 'host']), 'what': 'after %s s (seed %d)' % (seconds, SEED)}


def title(moment):
    return '%(target)s of %(host)s, %(what)s' % moment


def end_of(living):
    """What site says in the end, and what is there then. It proves both accounts, whatever was done for them in this run."""
    run = living.site(living.name + '-again.log', '-e', 'rootless_docker_prove=always')
    code = run.wait(timeout=400)
    said = script(os.path.join(RUN, living.name + '-again.log'))
    return code, said, living.state()


def reference(kind):
    """What a run that nobody killed leaves, made once for all workers."""
    path = os.path.join(RUN, 'reference-%s.json' % kind)
    with open(path + '.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(path):
            living = Living(kind)
            living.up()
            code, said, state = end_of(living)
            assert code == 0, said
            with open(path, 'w') as text:
                json.dump(state, text, indent=1)
        with open(path) as text:
            return json.load(text)


def differences(before, after, where=''):
    """Every leaf that is not the same, in a line each."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [line for key in sorted(set(before) | set(after))
                for line in differences(before.get(key, 'absent'), after.get(key, 'absent'), '%s %s' % (where, key))]
    return [] if before == after else ['%s: %s without a kill, here %s' % (where.strip(), before, after)]


@pytest.mark.parametrize('moment', list(chosen(WHOLE)), ids=title)
def test_a_killed_run_leaves_nothing_to_the_next(moment, table):
    expected = reference(moment['host'])
    living = Living(moment['host'])
    living.up()
    began = time.monotonic()
    watch = Watch(living, moment)
    log = os.path.join(RUN, living.name + '.log')
    run = living.site(log, *(['-e', 'ansible_python_interpreter=/tmp/rig/python'] if 'before' in moment else []))
    try:
        stopped = reached(watch, run, moment, log)
        after = time.monotonic() - began
        if not stopped:
            table(moment, after, 'the run was over', [], 'not killed')
            assert 'seconds' in moment, 'the moment did not come: %s' % script(log)[-2000:]
            return
        task = (re.findall(r'^TASK \[(?:.* : )?(.*?)\] \*', script(log), re.MULTILINE) or ['nothing was said yet'])[-1]
        kill(living, watch, run, moment['target'])
    finally:
        watch.end()
        if run.poll() is None:
            run.kill()
    code, said, state = end_of(living)
    left = differences(expected, state)
    table(moment, after, task, left, 'exit %d' % code)
    assert not left and code == 0, '\n'.join([title(moment), 'stopped: ' + stopped, 'exit %d' % code, *left, said[-6000:] if code else ''])
