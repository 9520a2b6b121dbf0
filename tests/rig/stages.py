"""Runs the stages of stages.txt (or those named) and ends with a table of stages and minutes: stages.py [--all] [NAME...]"""
import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
THINNED = os.path.join(ROOT, '.cache', 'thinned.txt')


def stages(whole):
    """[(name, minutes or None where only `make test-all` runs it, command)]"""
    with open(os.path.join(HERE, 'stages.txt')) as table:
        rows = [line.split(None, 2) for line in table if line.strip() and not line.startswith('#')]
    budgets = [minutes.split('/')[-1 if whole else 0] for _name, minutes, _command in rows]
    return [(name, None if minutes == '-' else float(minutes), command.strip())
            for (name, _minutes, command), minutes in zip(rows, budgets)]


def chosen(wanted, whole):
    """The stages to run: those named, whatever the table says of them, or all that this kind of run has a budget for."""
    unknown = set(wanted) - {name for name, _minutes, _command in stages(whole)}
    if unknown:
        sys.exit('no such stage: %s. There are: %s' % (', '.join(unknown), ', '.join(stage[0] for stage in stages(whole))))
    if wanted:
        return [stage if stage[1] else every for stage, every in zip(stages(whole), stages(True)) if stage[0] in wanted]
    return [stage for stage in stages(whole) if stage[1]]


def run(name, minutes, command):
    """Returns how it ended, in a word, and the minutes it took."""
    print('\n######## %s (budget %g minutes): %s' % (name, minutes, command), flush=True)
    began = time.monotonic()
    # A session of its own, so that what it started ends with it when it overruns.
    process = subprocess.Popen(command, shell=True, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        code = process.wait(timeout=minutes * 1.5 * 60)
        ended = 'passed' if code == 0 else 'FAILED (exit %d)' % code
    except subprocess.TimeoutExpired:
        ended = 'FAILED (over its budget by half)'
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    return ended, (time.monotonic() - began) / 60


def left_out(named, whole):
    """What only `make test-all` does, a line each: whole stages, and what stages wrote with tests/rig/thinned."""
    names = [name for name, minutes, _command in stages(whole) if not minutes]
    lines = ['the stages %s' % ', '.join(names)] if names and not named else []
    if os.path.exists(THINNED):
        with open(THINNED) as text:
            lines += text.read().splitlines()
    return lines


def main(wanted):
    whole = '--all' in wanted
    if whole:
        os.environ['RIG_ALL'] = '1'
    named = [word for word in wanted if word != '--all']
    picked = chosen(named, whole)
    if os.path.exists(THINNED):
        os.remove(THINNED)
    results = [(stage,) + run(*stage) for stage in picked]
    print('\n%-12s %8s %8s  %s' % ('stage', 'minutes', 'budget', ''))
    for (name, budget, _command), ended, minutes in results:
        late = ', over its budget' if ended == 'passed' and minutes > budget else ''
        print('%-12s %8.1f %8.1f  %s%s' % (name, minutes, budget, ended, late))
    print('%-12s %8.1f %8.1f' % ('all', sum(r[2] for r in results), sum(s[1] for s in picked)))
    for line in left_out(named, whole):
        print('left to make test-all: ' + line)
    passed = sum(1 for result in results if result[1] == 'passed')
    print('\n%d passed, %d failed' % (passed, len(results) - passed))
    return 0 if passed == len(results) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
