"""A real Slurm on this machine alone, for tests: ``slurmctld``, ``slurmd`` and ``munged`` of Debian.

    apt-get install -y --no-install-recommends slurm-wlm munge
    python tests/cluster/one_machine.py up FOLDER      # prints the SLURM_CONF to export
    python tests/cluster/one_machine.py down FOLDER

It needs no systemd, no cgroups and no configuration of the machine: key, socket, ports and logs are its own, so
it runs beside another Slurm, as root (in a container, say) or as a user. Accounting is off, as it is for a
guest on many clusters: there is no ``sacct``. ``MaxArraySize`` is tiny, so that tests meet it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PROGRAMS = ("slurmctld", "slurmd", "munged", "sbatch", "squeue", "scancel", "scontrol")
CPUS = 4
"""Processors that the node claims, whatever it has: two tasks of two fit at once on a small machine too."""
MEMORY = 4000
"""Megabytes that it claims."""
MOST_TASKS = 2
"""Tasks of one array, so that a third task already needs a second array."""
KILL_WAIT = 2
"""Seconds between TERM and KILL at the end of the time limit; the least that works reliably."""

CONF = """\
ClusterName=minga
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={control_port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
ReturnToService=2
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,max_array_tasks={most_tasks}
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
KillWait={kill_wait}
OverTimeLimit=0
MaxArraySize={most_tasks}
MessageTimeout=30
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=short Nodes={host} Default=YES MaxTime=01:00:00 State=UP OverSubscribe=NO
PartitionName=long Nodes={host} MaxTime=INFINITE State=UP OverSubscribe=NO
"""


def missing() -> list[str]:
    """The programs of Slurm and Munge that are not installed here."""
    return [name for name in PROGRAMS if program(name) is None]


def program(name: str) -> str | None:
    """Where a program is; daemons live in sbin, which is not on everybody's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    found = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return found


def call(*words: str, conf: Path | None = None) -> str:
    """Run a program to its end; its output."""
    env = os.environ | ({"SLURM_CONF": str(conf)} if conf else {})
    done = subprocess.run([program(words[0]) or words[0], *words[1:]], env=env, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


def up(folder: Path) -> Path:
    """Start the daemons, their state in a folder (a short path: a socket's name has 107 characters); the configuration."""
    folder = folder.resolve()
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    key = folder / "munge.key"
    key.write_bytes(secrets.token_bytes(1024))
    key.chmod(0o400)
    call("munged", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket", f"--pid-file={folder}/munged.pid",
         f"--log-file={folder}/munged.log", f"--seed-file={folder}/munge.seed")
    control_port, node_port = free_ports(2)
    conf = folder / "slurm.conf"
    # the node's name is the machine's: slurmd looks itself up by it
    conf.write_text(CONF.format(
        host=socket.gethostname().partition(".")[0], control_port=control_port, node_port=node_port, folder=folder,
        user=os.environ.get("USER", "root") if os.getuid() else "root", cpus=CPUS, memory=MEMORY, most_tasks=MOST_TASKS, kill_wait=KILL_WAIT,
    ), encoding="utf-8")
    call("slurmctld", "-c", "-f", str(conf), conf=conf)
    call("slurmd", "-f", str(conf), conf=conf)
    until = time.monotonic() + 30
    while "idle" not in call("sinfo", "-h", "-o", "%T", conf=conf):
        if time.monotonic() > until:
            down(folder)
            raise RuntimeError(f"the node did not become idle: see the logs in {folder}")
        time.sleep(0.1)
    return conf


def down(folder: Path) -> None:
    """End its jobs, then exactly the daemons that ``up`` started."""
    conf = folder / "slurm.conf"
    # jobs end first: a slurmd that goes leaves the processes of its jobs behind
    subprocess.run([program("scancel") or "scancel", "--signal=KILL", "--full", "--state=RUNNING"],
                   env=os.environ | {"SLURM_CONF": str(conf)}, capture_output=True, timeout=60, check=False)
    subprocess.run([program("scancel") or "scancel", "--state=PENDING"],
                   env=os.environ | {"SLURM_CONF": str(conf)}, capture_output=True, timeout=60, check=False)
    for name in ("slurmd", "slurmctld", "munged"):
        file = folder / f"{name}.pid"
        if file.exists() and (text := file.read_text().strip()).isdigit():
            end(int(text))


def end(pid: int, patience: float = 10) -> None:
    """TERM, and KILL for what is still there."""
    for wanted in (signal.SIGTERM, signal.SIGKILL):
        until = time.monotonic() + patience
        try:
            os.kill(pid, wanted)
            while time.monotonic() < until and "Z" not in state_of(pid):
                time.sleep(0.05)
            if "Z" in state_of(pid):
                return
        except (ProcessLookupError, FileNotFoundError):
            return


def state_of(pid: int) -> str:
    """The state letter of a process; a zombie has ended, it only waits for whoever is process 1 here."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


if __name__ == "__main__":
    if sys.argv[1] == "up":
        sys.stdout.write(f"export SLURM_CONF={up(Path(sys.argv[2]))}\n")
    else:
        down(Path(sys.argv[2]))
