"""A warm process that forks one build after another, and ends some of them early.

Starting Python takes longer than a small build. This process has everything
loaded; each order (a line of JSON, see `warm.Warm`) is one fork that becomes
the leader of a session of its own and runs the real command line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from generator import cli
from generator.commands import build as _command  # noqa: F401
from generator.commands import pack as _pack  # noqa: F401
from generator.commands import publish as _publish  # noqa: F401
from generator.commands import unpack as _unpack  # noqa: F401
from generator.content import post as _post  # noqa: F401
from generator.core.paths import SitePaths
from generator.output import survey
from generator.pipeline import build as _build  # noqa: F401, here and below: loaded once, for all forks
from generator.pipeline import index_stage, search_stage
from generator.plan import task
from generator.render import renderer as _renderer  # noqa: F401
from generator.search import update as _search  # noqa: F401
from generator.taxonomy import pinyin
from tests.crashes import faults

#: Small batches, so that a small archive keeps several workers busy.
_FILES, _TASKS = 6, 12
#: Parts of the program in which what is done last, or is seen by others.
_TRACED = (
    "build.py", "output_stage.py", "search_stage.py", "index_stage.py", "last_good.py", "database.py",
    "taxonomy/registry.py", "ledger/outputs.py", "search_record.py", "search/update.py", "staging.py",
    "system/files.py", "ingest.py", "sources.py", "executor.py", "changes.py",
    "folder.py", "releases.py", "manifest.py", "rsync.py", "git.py", "repository.py", "publish.py",
    "pack.py", "pack_file.py", "packs/writer.py", "unpack.py", "bucket.py", "bucket_lease.py",
)  # fmt: skip
Order = dict[str, Any]


def main() -> None:
    """Serve orders from standard input until it ends."""
    pinyin.romanize("暖")
    search_stage._load_arrays()
    index_stage._BATCH, task.BATCH = _FILES, _TASKS
    # The output is surveyed as a large one is: in a process of its own, folders by their times.
    survey._ALONE = survey.SMALL = 0
    survey._TICK = 20_000_000  # 20 ms; nobody waits 2 s between builds here.
    with tempfile.TemporaryDirectory() as compiled:
        # Most archives have the same theme, and compiling it takes longer than building them.
        SitePaths.templates = property(lambda _: Path(compiled))  # type: ignore[assignment,method-assign]
        for line in sys.stdin:
            print(json.dumps(_serve(json.loads(line))), flush=True)


def _serve(order: Order) -> Order:
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        child = os.fork()
        if not child:
            _become(order, Path(folder))
        killed = _kill(order, child, start)
        _, status = os.waitpid(child, 0)
        told = {path.name: path.read_text("utf-8", "replace") for path in Path(folder).iterdir()}
        return {
            "code": os.waitstatus_to_exitcode(status), "killed": killed, "seconds": time.monotonic() - start,
            "out": told.get("out", ""), "err": told.get("err", ""), "lines": int(told.get("lines") or 0),
            "session": child,
        }  # fmt: skip


def _become(order: Order, folder: Path) -> None:
    """Be the build that was ordered; this never returns."""
    os.setsid()
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), number)
    sys.argv = ["backfile", *order["arguments"]]
    os.environ.update(order["environment"])
    code = 70
    try:
        for name, *arguments in order["faults"]:
            getattr(faults, name)(*arguments)
        code = 0  # Only a signal that comes when the program has ended can break off what follows.
        with open(folder / "lines", "w") as counted:
            code = _run(order["kill"], lambda count: print(count, file=counted))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(kill: Order, tell: Callable[[int], object]) -> int:
    """Run the command line and return its exit code; count lines, or stop at one, where that is asked for."""
    counter = _Counter(kill["line"]) if "line" in kill else None
    if counter:
        sys.settrace(counter.call)
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 71
    finally:
        if counter:
            sys.settrace(None)
            tell(counter.count)
    return 0


class _Counter:
    """Counts the lines that this process runs in some of the program's modules, and kills at one of them."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last
        self._process = os.getpid()

    def call(self, frame: FrameType, event: str, argument: object) -> Any:
        if os.getpid() == self._process and frame.f_code.co_filename.endswith(_TRACED):
            return self._line
        return None

    def _line(self, frame: FrameType, event: str, argument: object) -> Any:
        self.count += 1
        if self.count == self._last:
            os.killpg(0, signal.SIGKILL)
        return self._line


def _kill(order: Order, child: int, start: float) -> bool:
    """Send a signal when its time has come; tell whether there was somebody to receive it."""
    kill = order["kill"]
    if "after" not in kill:
        return False
    if _ended(child, start + kill["after"]):
        return False
    targets = {"group": [-child], "parent": [child], "worker": faults.children(child)[:1]}[kill["who"]]
    for target in targets:
        try:
            os.kill(target, kill["signal"])
        except ProcessLookupError:
            return False
    return bool(targets)


def _ended(child: int, deadline: float) -> bool:
    """Wait for a moment; tell whether the child ended before it."""
    while (left := deadline - time.monotonic()) > 0:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return True
        time.sleep(min(left, 0.01))
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


if __name__ == "__main__":
    main()
