"""What was proved, and how long it took: .cache/run/SCENARIO/result.json for programs, proved.txt for people."""
import json
import os

import pytest


@pytest.fixture(scope='session')
def result():
    found = {}
    yield found
    with open(os.path.join(os.environ['RIG_RUN'], 'result.json'), 'w') as text:
        json.dump(found, text, indent=2)
    with open(os.path.join(os.environ['RIG_RUN'], 'proved.txt'), 'w') as text:
        for title, one in found.items():
            text.write('%6.1f s  %-10s  %s\n' % (one['seconds'], 'proved' if one['proved'] else 'NOT PROVED', title))
