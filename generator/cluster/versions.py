"""Compare what the bytes of the output depend on: the program, Python and libraries, here and on workers."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from generator import __version__
from generator.system.versions import version

#: The libraries that read posts, or that make or compress anything that is published.
LIBRARIES = (
    "comrak", "jinja2", "latex2mathml", "markdown", "markupsafe", "nh3", "numpy", "pillow", "pyyaml",
    "rjsmin", "zstandard",
)  # fmt: skip
_PACKAGE = Path(__file__).parent.parent


def own_versions() -> dict[str, str]:
    """Return the versions by name, in the order in which messages name them."""
    return {
        "Backfile": __version__,
        "Python": platform.python_version(),
        **{name: _installed(name) for name in LIBRARIES},
        # Two checkouts may have the same number.
        "the files of Backfile": _digest(_PACKAGE),
    }


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _digest(package: Path) -> str:
    """Return a digest of all files of the program, without what Python compiles and the themes of a wheel."""
    whole = sha256()
    for name, file in sorted((path.relative_to(package).as_posix(), path) for path in package.rglob("*.*")):
        if "__pycache__" not in name and not name.startswith("themes/") and file.is_file():
            data = file.read_bytes()
            whole.update(f"{name}\0{len(data)}\0".encode())
            whole.update(data)
    return whole.hexdigest()[:12]


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    """Yield a phrase for each version that differs: `comrak 0.0.15 instead of 0.0.16`."""
    for name, expected in here.items():
        found = there.get(name, "none")
        if found != expected:
            yield f"{name} {found} instead of {expected}"


#: What helps against it.
SAME_VERSIONS = "install the same versions on all machines, from one lock file or as one image"


def different_versions(worker: str, wrong: Sequence[str]) -> str:
    """Return the message about a worker whose versions differ."""
    return (
        f"the worker {worker} has a different version of {', of '.join(wrong)}, so its pages could differ; "
        f"{SAME_VERSIONS}"
    )
