"""A supervisor of its own process, to be killed: ``python sweep_and_be_killed.py FOLDER WORKERS``."""

from __future__ import annotations

import sys
from pathlib import Path

from experiments.executors.local import Local
from experiments.sweep import resume

if __name__ == "__main__":
    faulty = Path(__file__).with_name("faulty.py")
    resume(sys.argv[1], executor=Local(int(sys.argv[2]), command=(sys.executable, str(faulty))))
