"""The benchmark runs, and counts what both programs publish."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent.parent / "bench"


def test_a_small_run(tmp_path: Path) -> None:
    command = [sys.executable, "-B", str(BENCH / "compare.py"), "--posts", "40", "--rounds", "1"]
    command += [
        "--backfile",
        str(Path(sys.executable).with_name("backfile")),
        "--write",
        str(tmp_path / "table.md"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    table = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "| cold build, s " in table
    assert "| posts in the output " in table
    assert "40" in table
