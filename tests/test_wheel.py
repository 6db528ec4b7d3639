"""The wheel is the whole product: installed into an empty environment it makes and builds an archive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: What the program depends on, as scripts/wheels brings it.
WHEELS = ROOT / "tests" / "wheels"


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sources with wheel and sdist in dist/."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("generator", "themes"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copyfile(ROOT / name, folder / name)
    run(sys.executable, "-m", "hatchling", "build", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def installed(sources: Path) -> Path:
    """Install the wheel into an empty environment, without a network; return the environment's bin/."""
    (wheel,) = (sources / "dist").glob("*.whl")
    environment = sources / "environment"
    venv.create(environment, symlinks=True)
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--python",
        environment / "bin" / "python",
        "install",
        "-q",
        "--no-index",
    )
    if WHEELS.is_dir():
        run(*pip, "--find-links", WHEELS, wheel, cwd=sources)
        return environment / "bin"
    run(*pip, "--no-deps", wheel, cwd=sources)
    # What it depends on comes from this environment; the program does not.
    site_packages = next(environment.glob("lib/*/site-packages"))
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin"


@pytest.mark.skipif(not WHEELS.is_dir(), reason="there are no locked wheels: run scripts/wheels")
def test_the_locked_wheels_are_all_that_it_needs(installed: Path, tmp_path: Path) -> None:
    asked = "import importlib.metadata as m; print(*sorted(d.name.lower() for d in m.distributions()))"
    found = run(installed / "python", "-c", asked, cwd=tmp_path).split()
    locked = {wheel.name.partition("-")[0].lower() for wheel in WHEELS.glob("*.whl")}
    assert {name.replace("-", "_") for name in found} - {"pip", "setuptools"} == locked | {"backfile"}


def test_a_wheel_from_the_sdist_has_the_same_files(sources: Path, tmp_path: Path) -> None:
    (sdist,) = (sources / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        # Python 3.11 has filters from its fourth release on.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=folder)
    first, second = (_files(next((one / "dist").glob("*.whl"))) for one in (sources, folder))
    assert first == second
    assert "generator/commands/ci/action.yml" in first


def _files(wheel: Path) -> dict[str, int]:
    """Return the names of the files in a wheel, with their checksums."""
    with zipfile.ZipFile(wheel) as archive:
        return {one.filename: one.CRC for one in archive.infolist()}


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
