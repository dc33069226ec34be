"""Runs a cell of a notebook without one: `notebook.py FILE`. Lines that begin with `!` go to the shell.

Colab's secrets are those of the environment. As in a notebook, a command that fails does not end the cell; here it is
an error, but for the exit code 75 of a training that was told to end early.
"""

import os
import re
import subprocess
import sys
import types


class UserData(types.ModuleType):
    get = staticmethod(os.environ.__getitem__)


def shell(command):
    print("+", command, file=sys.stderr, flush=True)
    code = subprocess.run(["bash", "-c", command]).returncode
    if code and not (code == 75 and "--max-runtime" in command):
        sys.exit(f"exit code {code}: {command}")


sys.path.insert(0, "")  # As in a notebook, modules of the current folder are found.
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = types.ModuleType("google.colab")
sys.modules["google.colab"].userdata = UserData("userdata")
with open(sys.argv[1], encoding="utf-8") as cell:
    exec(re.sub(r"(?m)^( *)!(.*)$", lambda line: f"{line[1]}shell({line[2]!r})", cell.read()), {"shell": shell})
