"""Starts a real scheduler and real workers, each a process with a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: Seconds that anything may take here.
_PATIENCE = 30


class Machines:
    """A scheduler, and workers that do not see the folder `hidden`, where the machine lets us hide it."""

    def __init__(
        self,
        folder: Path,
        hidden: Path,
        environment: Mapping[str, str] = {},
        host: str = "127.0.0.1",
        protocol: str = "tcp",
    ) -> None:
        self.folder = folder
        self._host = host
        self._protocol = protocol
        self._hidden = hidden
        self._environment = dict(environment)
        self._port = _free_port()
        self._number = 0
        self._new: list[str] = []
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return f"{self._protocol}://{self._host}:{self._port}"

    @property
    def name(self) -> str:
        """The name of the worker that was started last."""
        return f"worker{self._number}"

    def start(self, workers: int) -> None:
        """Start the scheduler, unless it runs, and as many workers as are missing."""
        if self.scheduler is None:
            self.stop()  # Workers without a scheduler end, sooner or later.
            options = ["--host", self._host, "--port", str(self._port), "--protocol", self._protocol]
            self.scheduler = self._start("scheduler", options, {})
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < workers:
            self.workers.append(self.worker())
        self.wait_for_workers()

    def wait_for_workers(self) -> None:
        """Wait until the new workers have found the scheduler."""
        while self._new:
            self._wait_for(self._new.pop(), "Registered to")

    def worker(
        self, extra: Mapping[str, str] = {}, prefix: Sequence[str] = (), options: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a worker with further variables of its environment, with words before its command."""
        self._number += 1
        self._new.append(self.name)
        given = [self.address, "--protocol", self._protocol, "--name", self.name, "--nthreads", "1"]
        given += ["--no-nanny", "--death-timeout", "20"]
        return self._start(self.name, [*given, *options], extra, [*prefix, *self._hiding()])

    def kill_scheduler(self) -> None:
        assert self.scheduler
        _end(self.scheduler)
        self.scheduler = None

    def stop(self) -> None:
        for one in (*self.workers, *filter(None, [self.scheduler])):
            _end(one)
        self.workers, self.scheduler = [], None

    def _start(
        self, name: str, options: Sequence[str], extra: Mapping[str, str], prefix: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        module = f"distributed.cli.dask_{'scheduler' if name == 'scheduler' else 'worker'}"
        command = [*prefix, sys.executable, "-m", module, "--no-dashboard", *options]
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder),
            "DASK_TEMPORARY_DIRECTORY": str(folder), **self._environment, **extra,
        }  # fmt: skip
        with open(folder / "log", "wb") as log:
            return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def _hiding(self) -> list[str]:
        """Return the words that start a command in a place where the hidden folder is empty."""
        if not can_hide():
            return []
        script = 'mount -t tmpfs none "$0" && exec "$@"'
        return ["unshare", "--mount", "sh", "-c", script, str(self._hidden)]

    def _wait_for(self, name: str, text: str) -> None:
        log = self.folder / name / "log"
        deadline = time.monotonic() + _PATIENCE
        while text not in log.read_text("utf-8"):
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.02)


@cache
def can_hide() -> bool:
    """Tell whether this machine lets us mount something that only one process sees."""
    command = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"]
    return shutil.which("unshare") is not None and _succeeds(command)


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
