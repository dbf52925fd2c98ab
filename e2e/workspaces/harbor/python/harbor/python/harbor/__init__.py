"""Counts ships by the program that comes with this package."""

import subprocess
import sysconfig
from pathlib import Path


def berths(quay: int, length: int) -> int:
    program = Path(sysconfig.get_path("scripts")) / "harbor-native"
    answer = subprocess.run([program, str(quay), str(length)], capture_output=True, check=True, text=True)
    return int(answer.stdout)
