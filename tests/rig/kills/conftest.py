"""The table of kills: .cache/run/kills/table.txt, a line each."""
import os

import pytest

from living import RUN, Living


@pytest.fixture
def table():
    def line(moment, seconds, task, left, ended):
        with open(os.path.join(RUN, 'table.txt'), 'a') as text:
            text.write('%-10s | %-8s | %-55s | %4.1f s | %-60s | %s | %s\n' % (
                moment['target'], moment['host'], moment['what'], seconds, task[-60:], ended, '; '.join(left)[:400] or 'nothing left'))
    return line


@pytest.fixture(scope='session', autouse=True)
def gone():
    yield
    Living('bare').down()
