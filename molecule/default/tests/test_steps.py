"""What the steps before the reboot said, read from their logs: a step that was skipped leaves none."""
import os
import re

LOGS = os.environ['RIG_RUN']


def rounds(log, host):
    """What every round of this log prescribed for this host, in order."""
    with open(os.path.join(LOGS, log)) as text:
        said = re.split(r'^\S+ \S+ p=\d+ u=\S+ n=\S+ \S+\| ', text.read(), flags=re.MULTILINE)
    found = [[line for line in one.splitlines() if line.startswith(host + ': ') and '(remedy: ' in line] for one in said]
    return ['\n'.join(lines) for lines in found if lines]


def test_check_mode_prints_what_the_run_then_does(machine):
    host = machine.check_output('hostname')
    promised = [text.replace('would ', '') for text in rounds('check.log', host)]
    assert promised == rounds('ansible.log', host)[:1] != []


def test_a_bare_host_is_well_after_two_rounds(machine):
    assert 1 <= len(rounds('ansible.log', machine.check_output('hostname'))) <= 2


def test_the_host_was_restarted_after_the_healthy_run(machine):
    booted = int(machine.check_output('stat -c %Y /proc/1'))
    assert booted > os.path.getmtime(os.path.join(LOGS, 'healthy.log'))
