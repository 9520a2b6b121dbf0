"""Plain pytest works from any checkout: the collection is imported by its full name through a link."""
import atexit
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TREE = tempfile.mkdtemp(prefix='rootless-docker-')
atexit.register(shutil.rmtree, TREE, True)
os.makedirs(os.path.join(TREE, 'ansible_collections', 'rootless'))
os.symlink(HERE, os.path.join(TREE, 'ansible_collections', 'rootless', 'docker'))
sys.path[:0] = [TREE, os.path.join(HERE, 'tests', 'unit')]      # the second for what the units share


def pytest_configure(config):
    config.addinivalue_line('markers', 'slow: seconds long, `make quick` leaves it to `make test`')
