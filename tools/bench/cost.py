"""Runs a command and tells what it and its children cost: CPU and wall seconds, the largest process in KB, the exit code.

    python3 cost.py CAP OUT command...      CAP in seconds, 0 for none; OUT takes its stdout
"""

import os
import signal
import sys
import time

cap, out, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
start = time.monotonic()
child = os.posix_spawnp(
    command[0],
    command,
    os.environ,
    file_actions=[
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ],
    setpgroup=0,
)
killed = False
lost = 0.0  # what a killed command's children have used: nobody waits for them any more


def used_by_children():
    total = 0
    for entry in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        try:
            with open(f"/proc/{entry}/stat") as file:
                fields = file.read().rsplit(") ", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(fields[2]) == child and entry != str(child):
            total += sum(int(field) for field in fields[11:15])
    return total / os.sysconf("SC_CLK_TCK")


def stop(_signal, _frame):
    global killed, lost
    killed = True
    lost = used_by_children()
    os.killpg(child, signal.SIGKILL)


if cap > 0:
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, cap)
_, status, usage = os.wait4(child, 0)
signal.setitimer(signal.ITIMER_REAL, 0)
wall = time.monotonic() - start
code = -1 if killed else os.waitstatus_to_exitcode(status)
print(usage.ru_utime + usage.ru_stime + lost, wall, usage.ru_maxrss, code)
