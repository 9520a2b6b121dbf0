"""Runs the stages of stages.txt (or those named) and ends with a table of stages and minutes."""
import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def stages():
    with open(os.path.join(HERE, 'stages.txt')) as table:
        rows = [line.split(None, 2) for line in table if line.strip() and not line.startswith('#')]
    return [(name, float(minutes), command.strip()) for name, minutes, command in rows]


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


def main(wanted):
    chosen = [stage for stage in stages() if not wanted or stage[0] in wanted]
    unknown = set(wanted) - {stage[0] for stage in chosen}
    if unknown:
        sys.exit('no such stage: %s. There are: %s' % (', '.join(unknown), ', '.join(s[0] for s in stages())))
    results = [(stage,) + run(*stage) for stage in chosen]
    print('\n%-12s %8s %8s  %s' % ('stage', 'minutes', 'budget', ''))
    for (name, budget, _command), ended, minutes in results:
        late = ', over its budget' if ended == 'passed' and minutes > budget else ''
        print('%-12s %8.1f %8.1f  %s%s' % (name, minutes, budget, ended, late))
    print('%-12s %8.1f %8.1f' % ('all', sum(r[2] for r in results), sum(s[1] for s in chosen)))
    passed = sum(1 for result in results if result[1] == 'passed')
    print('\n%d passed, %d failed' % (passed, len(results) - passed))
    return 0 if passed == len(results) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
