"""The python of a host that lies: whatever module Ansible runs by it, the reply brings the facts of /opt/lies.json as well."""
import json
import subprocess
import sys

done = subprocess.run(['/usr/bin/python3', *sys.argv[1:]], check=False, stdout=subprocess.PIPE)
with open('/opt/lies.json') as lies:
    try:
        reply = json.loads(done.stdout)
        reply['ansible_facts'] = {**reply.get('ansible_facts', {}), **json.load(lies)}
        print(json.dumps(reply))
    except ValueError:
        sys.stdout.buffer.write(done.stdout)
sys.exit(done.returncode)
