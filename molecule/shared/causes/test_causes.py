"""Every cause of the scenario's table (tests/causes.yml, its columns are explained in molecule/README.md) closes its loop:
broken on a living host, met by its user, named by doctor, healed by site or a person, proved by containers."""
import os
import re
import time

import pytest
import yaml

from living import ACCOUNTS, Living

with open(os.path.join(os.environ['MOLECULE_SCENARIO_DIRECTORY'], 'tests/causes.yml')) as table:
    CAUSES = yaml.safe_load(table)
# A host whose last cause left something behind is replaced: one that did not close its loop, or one with wishes of its own.
SPOILT = []


def title(cause):
    return ' '.join(filter(None, (cause['id'], cause.get('case'), cause.get('how'))))


@pytest.fixture
def living(request, result):
    host = Living(request.node.callspec.params['cause'].get('wishes', {}))
    if SPOILT:
        host.replace()
    SPOILT[:] = [request.node.name]
    host.settled()
    began = time.monotonic()
    yield host
    result[request.node.callspec.id] = {'proved': not SPOILT, 'seconds': round(time.monotonic() - began, 1)}
    if host.wishes:
        SPOILT[:] = [request.node.name]


@pytest.mark.parametrize('cause', CAUSES, ids=title)
def test_cause(living, cause):
    living.root(cause.get('breaks', 'true'))
    for command, words in cause.get('meets', {}).items():
        met(living, command, words)
    severity = named(living.playbook('doctor'), cause)
    if 'undo' in cause:
        refused(living.playbook('site'), cause, severity)
        undo(living, cause['undo'])
    well(living)
    SPOILT.clear()


def met(living, command, words):
    said = living.meet(command, words)
    assert re.search(words, said, re.MULTILINE), 'a user does not meet %r but:\n%s' % (words, said)


def named(run, cause):
    """Doctor names this cause, for whom it ails, and no other; a neighbour may at most suffer from what ails the host."""
    ailing = {'host': [None], 'everyone': list(ACCOUNTS)}.get(cause['ails'], [cause['ails']])
    found = [(one['id'], one['case'], one['account']) for one in run.findings if one['verdict'] == 'sick']
    assert found == [(cause['id'], cause.get('case'), name) for name in ailing], run.said
    others = [one for one in run.findings if one['verdict'] != 'sick' and one['account'] not in ailing and None not in ailing]
    assert not others and not [one for one in run.findings if one['verdict'] == 'unknown'], run.said
    return next(one['severity'] for one in run.findings if one['verdict'] == 'sick')


def refused(run, cause, severity):
    """What only a person can heal, site names; it fails where that keeps Docker from working."""
    assert (run.code != 0) == (severity == 'blocks'), run.said
    assert '(%s' % cause['id'] in run.said.rsplit('TASK [', 1)[-1], run.said


def undo(living, how):
    """By hand on the host, or by wishing otherwise."""
    if isinstance(how, dict):
        living.wishes = how['wishes']
    else:
        living.root(how)


def well(living):
    """Site says that nothing is left and that containers ran, and they do."""
    run = living.playbook('site')
    assert run.code == 0 and run.findings == [], run.said
    assert 'a container ran as %s' % ', '.join(ACCOUNTS) in run.said, run.said
    for account in ACCOUNTS:
        assert living.container(account) == 'ran'


def test_nothing_is_left_behind():
    run = Living({}).playbook('doctor')
    assert SPOILT or run.findings == [], run.said
