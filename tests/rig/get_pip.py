"""Brings pip into an empty virtual environment, from what Python itself carries.

ansible-test calls this with pip's options, as it would call the script of the same name that it downloads."""
import subprocess
import sys

subprocess.check_call([sys.executable, '-m', 'ensurepip', '--default-pip'])
options = [option for option in sys.argv[1:] if option not in ('--no-setuptools', '--no-wheel')]
sys.exit(subprocess.call([sys.executable, '-m', 'pip', 'install', '--upgrade'] + options))
