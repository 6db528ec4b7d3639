"""One build at a time; a crash lets go."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import LockedError
from generator.lock import hold

HOLDER = """
import sys, time
from pathlib import Path
from generator.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_who_holds_it_and_a_crash_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "state" / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match=f"process {process.pid}") as error, hold(path):
            pass
        assert error.value.exit_code == 3
        process.send_signal(signal.SIGKILL)
        process.wait()
        with hold(path):
            assert path.exists()
