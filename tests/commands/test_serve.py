from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import program
from generator.core.paths import SitePaths
from generator.preview import server
from generator.preview.options import PreviewOptions


def run(*arguments: str | Path) -> None:
    CliRunner().invoke(
        program, ["serve", *map(str, arguments)], catch_exceptions=False, standalone_mode=False
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[SitePaths, PreviewOptions]]:
    """Collect what the server is asked for; nothing is served."""
    found: list[tuple[SitePaths, PreviewOptions]] = []
    monkeypatch.setattr(server, "serve", lambda paths, options, _: found.append((paths, options)))
    return found


def test_defaults(asked: list[tuple[SitePaths, PreviewOptions]], tmp_path: Path) -> None:
    run(tmp_path)
    ((paths, options),) = asked
    assert paths.root == tmp_path
    assert options == PreviewOptions(host="127.0.0.1", port=8000, reloads=True)


def test_options(asked: list[tuple[SitePaths, PreviewOptions]], tmp_path: Path) -> None:
    run(
        tmp_path, "--host", "::1", "--port", "0", "--allow-host", "a", "--allow-host", "b", "--jobs", "2",
        "--no-reload", "--poll", "--open", "--log-requests",
    )  # fmt: skip
    assert asked[0][1] == PreviewOptions("::1", 0, ("a", "b"), 2, False, True, True, True)


@pytest.mark.parametrize("library", ["uvicorn", "starlette"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; from generator.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"backfile: serve needs {library}, which is not installed; run pip install 'backfile[serve]'\n"
    )
