"""`pytest --quick` leaves out what takes long, without a list of tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

TESTS = """
import os, subprocess, time
import pytest

def test_fast():
    pass

def test_that_starts_a_program():
    subprocess.run(["true"])

def test_that_forks():
    os.fork()

@pytest.mark.slow
def test_marked():
    raise AssertionError

def test_not_marked():
    end = time.process_time() + 4.1
    while time.process_time() < end:
        pass
"""


def test_quick_tests_start_no_process_and_are_not_slow(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_addoption, pytest_configure\n")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nmarkers = slow\npythonpath = {ROOT}\n")
    (tmp_path / "test_some.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "--quick", "-n0", "-rs", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "1 failed, 1 passed, 3 skipped" in run.stdout
    assert "it starts a process (os.fork)" in run.stdout
    assert "mark it slow" in run.stdout
