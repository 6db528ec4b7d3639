"""One build at a time; a crash lets go."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.core.errors import LockedError
from generator.system.lock import hold

HOLDER = """
import sys, time
from pathlib import Path
from generator.system.lock import hold
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


def test_who_shares_it_does_not_keep_it_when_the_holder_is_done(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold(path, for_all=True) as lock:
        daemon = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, pass_fds=(lock,)
        )
    with daemon:
        with hold(path):
            assert daemon.poll() is None
        assert daemon.stdin
        daemon.stdin.close()


def test_who_shares_it_keeps_it_when_the_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = HOLDER.replace("sys.argv[1])):", "sys.argv[1]), for_all=True) as lock:").replace(
        "    print(",
        "    import subprocess\n"
        "    subprocess.Popen(['sleep', '0.5'], pass_fds=(lock,), stdout=subprocess.DEVNULL)\n    print(",
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        process.kill()
        process.wait()
        start = time.monotonic()
        with hold(path):
            assert time.monotonic() - start > 0.1
