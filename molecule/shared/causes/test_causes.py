"""Every cause of the tables (tests/causes.yml, the columns are explained in molecule/README.md) closes its loop: broken on a living host,
met by its user, named by doctor, healed by site or a person, proved by containers. As many lines at once as the scenario has hosts."""
import concurrent.futures
import glob
import os
import re
import time

import pytest
import yaml

from living import ACCOUNTS, SCENARIO, Living, play


def tables():
    """The scenario's own table; one that has none runs them all."""
    own = os.path.join(SCENARIO, 'tests', 'causes.yml')
    return [own] if os.path.exists(own) else sorted(glob.glob(os.path.join(SCENARIO, '..', '*', 'tests', 'causes.yml')))


def causes():
    for path in tables():
        with open(path) as text:
            yield from ((path.split(os.sep)[-3], cause) for cause in yaml.safe_load(text))


def pool():
    with open(os.path.join(SCENARIO, 'inventory', 'hosts.yml')) as text:
        return [Living(name) for name in yaml.safe_load(text)['rootless_docker']['hosts']]


def title(subject, cause):
    return ' '.join(filter(None, (subject, cause['id'], cause.get('case'), cause.get('how'))))


CAUSES = {title(*line): line[1] for line in causes()}


@pytest.fixture(scope='session')
def batches(request, result):
    """The chosen lines, on the hosts of the scenario."""
    items = [item for item in request.session.items if hasattr(item, 'callspec')]
    return Batches([item.callspec.params['line'] for item in items], pool(), result)


class Batches:
    """What became of each line, an error or None; a batch is run when the first of its lines is asked about."""

    def __init__(self, lines, hosts, result):
        self.lines, self.hosts, self.result, self.outcome = lines, hosts, result, {}

    def of(self, line):
        if line not in self.outcome:
            start = self.lines.index(line)
            self.run(self.lines[start:start + len(self.hosts)])
        return self.outcome[line]

    def run(self, lines):
        began, todo = time.monotonic(), [Loop(CAUSES[line], host) for line, host in zip(lines, self.hosts)]
        for step in (prepare, call_doctor, call_site, undo, call_site_again, run_containers):
            step([loop for loop in todo if loop.error is None])
        seconds = (time.monotonic() - began) / len(todo)
        for line, loop in zip(lines, todo):
            loop.host.spoilt = loop.error is not None or bool(loop.host.wishes)
            self.outcome[line] = loop.error
            self.result[line] = {'proved': loop.error is None, 'seconds': round(seconds, 1)}


class Loop:
    """One line on one host; the first thing that goes wrong ends it."""

    def __init__(self, cause, host):
        self.cause, self.host, self.error, self.severity = cause, host, None, None
        host.wishes = dict(cause.get('wishes', {}))

    def attempt(self, step, *arguments):
        try:
            step(self, *arguments)
        except Exception as error:      # whatever it is, the other hosts go on
            self.error = str(error) or repr(error)


def each(loops, step):
    """The step on all hosts side by side."""
    with concurrent.futures.ThreadPoolExecutor(max(len(loops), 1)) as workers:
        list(workers.map(lambda loop: loop.attempt(step), loops))


def played(loops, name, step):
    """One run of a playbook over all hosts, and the step with what it said of each."""
    if loops:
        try:
            entries = play(name, [loop.host for loop in loops])
        except AssertionError as error:
            for loop in loops:
                loop.error = str(error)
            return
        for loop in loops:
            loop.attempt(step, entries[loop.host.name])


def prepare(loops):
    each(loops, broken)


def broken(loop):
    loop.host.fresh()
    loop.host.root(loop.cause.get('breaks', 'true'))
    for command, words in loop.cause.get('meets', {}).items():
        said = loop.host.meet(command, words)
        assert re.search(words, said, re.MULTILINE), 'expected that a user meets %r, found:\n%s' % (words, said)


def call_doctor(loops):
    played(loops, 'doctor', named)


def named(loop, entry):
    """Doctor names this cause, for whom it ails, and no other; a neighbour may at most suffer from what ails the host."""
    ailing = {'host': [None], 'everyone': list(ACCOUNTS)}.get(loop.cause['ails'], [loop.cause['ails']])
    sick = [one for one in entry['findings'] if one['verdict'] == 'sick']
    found = [(one['id'], one['case'], one['account']) for one in sick]
    expected = [(loop.cause['id'], loop.cause.get('case'), name) for name in ailing]
    assert found == expected, 'expected %s, found %s\n%s' % (expected, found, said(entry))
    others = [one['id'] for one in entry['findings'] if one['verdict'] != 'sick' and one['account'] not in ailing and None not in ailing]
    unknown = [one['id'] for one in entry['findings'] if one['verdict'] == 'unknown']
    assert not others and not unknown, 'expected nothing else, found %s and could not check %s\n%s' % (others, unknown, said(entry))
    loop.severity = sick[0]['severity']


def call_site(loops):
    played(loops, 'site', site_said)


def site_said(loop, entry):
    (refused if 'undo' in loop.cause else well)(loop, entry)


def refused(loop, entry):
    """What only a person can heal, site names; it fails where that keeps Docker from working."""
    assert entry['succeeded'] == (loop.severity != 'blocks'), 'expected site to fail where it blocks, found: %s\n%s' % (entry['state'], said(entry))
    assert '(%s' % loop.cause['id'] in said(entry), 'expected that site names it, found:\n%s' % said(entry)


def undo(loops):
    each([loop for loop in loops if 'undo' in loop.cause], undone)


def undone(loop):
    """By hand on the host, or by wishing otherwise."""
    how = loop.cause['undo']
    if isinstance(how, dict):
        loop.host.wishes = how['wishes']
    else:
        loop.host.root(how)


def call_site_again(loops):
    played([loop for loop in loops if 'undo' in loop.cause], 'site', well)


def well(loop, entry):
    """Site says that nothing is left and that containers ran."""
    assert entry['succeeded'] and entry['findings'] == [], 'expected that all is well, found:\n%s' % said(entry)
    assert 'a container ran as %s' % ', '.join(ACCOUNTS) in said(entry), 'expected containers, found:\n%s' % said(entry)


def run_containers(loops):
    each(loops, contained)


def contained(loop):
    for account in ACCOUNTS:
        assert loop.host.run_container(account) == 'ran'


def said(entry):
    return '\n'.join(entry['said'])


@pytest.mark.parametrize('line', CAUSES)
def test_cause(batches, line):
    error = batches.of(line)
    assert error is None, error


def test_nothing_is_left_behind(batches):
    hosts = [host for host in batches.hosts if not host.spoilt]
    for host in hosts:
        host.wishes = {}
    assert not hosts or {name: entry['findings'] for name, entry in play('doctor', hosts).items() if entry['findings']} == {}
