"""Plain pytest works from any checkout: the collection is imported by its full name through the link that tests/rig/setup makes too."""
import os
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TREE = os.path.join(HERE, '.cache', 'collections')
LINK = os.path.join(TREE, 'ansible_collections', 'rootless', 'docker')
if not (os.path.exists(LINK) and os.path.samefile(LINK, HERE)):
    os.makedirs(os.path.dirname(LINK), exist_ok=True)
    os.symlink(HERE, LINK + '.%d' % os.getpid())
    os.replace(LINK + '.%d' % os.getpid(), LINK)      # workers that start side by side replace each other's
sys.path[:0] = [TREE, os.path.join(HERE, 'tests', 'unit'), os.path.join(HERE, 'tests', 'unit', 'laws')]      # the last two for what the units share


def pytest_configure(config):
    config.option.importmode = 'importlib'      # rooms may have tests of one name
    config.addinivalue_line('markers', 'slow: costs more than a third of a second, `make quick` leaves it to `make test`')
