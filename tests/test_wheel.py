"""The wheel is the whole product: installed into an empty environment it makes and builds an archive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the sources and install it; return the environment's bin/."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("generator", "themes"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copyfile(ROOT / name, folder / name)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        wheel,
        cwd=folder,
    )
    # What it depends on comes from this environment, so that the test needs no network; the program does not.
    site_packages = next(environment.glob("lib/*/site-packages"))
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin"


def test_init_and_build(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import generator; print(generator.__file__)", cwd=tmp_path)
    assert where.startswith(str(installed.parent))
    run(installed / "backfile", "init", "archive", cwd=tmp_path)
    post = tmp_path / "archive" / "content" / "posts" / "2021-12-28-a.md"
    post.write_text("---\ntitle: 题目\ncategories: wanbao\n---\n正文。\n", encoding="utf-8")
    assert "1 found: 1 published" in run(installed / "backfile", "build", "archive", cwd=tmp_path)
    page = tmp_path / "archive/output/wanbao/2021/12/28/a.html"
    assert "返回首页" in page.read_text(encoding="utf-8")
    assert list((tmp_path / "archive/output/assets").glob("style.*.css"))
    site = tmp_path / "archive" / "site.yaml"
    site.write_text(f"{site.read_text(encoding='utf-8')}theme: broadsheet\n", encoding="utf-8")
    run(installed / "backfile", "build", "archive", cwd=tmp_path)
    assert list((tmp_path / "archive/output/assets").glob("broadsheet.*.css"))


def test_python_m_generator(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "python", "-m", "generator", "--version", cwd=tmp_path).startswith(
        "backfile, version "
    )


def test_what_ci_needs_and_publishing(installed: Path, tmp_path: Path) -> None:
    run(installed / "backfile", "init", "archive", "--ci", "github", cwd=tmp_path)
    assert (tmp_path / "archive/.github/workflows/archive.yml").is_file()
    run(installed / "backfile", "build", "archive", cwd=tmp_path)
    run(installed / "backfile", "publish", "archive", "www", cwd=tmp_path)
    home = tmp_path / "archive/output/index.html"
    assert (tmp_path / "www/current/index.html").read_bytes() == home.read_bytes()
