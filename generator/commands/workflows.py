"""Write the files with which a CI system builds and publishes an archive, for `backfile init --ci`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.core.errors import BackfileError

#: The files of each system by their names in `ci/`, relative to the archive; the first says what to set once.
WORKFLOW_FILES: Mapping[str, Mapping[str, str]] = {
    "github": {
        "github.yml": ".github/workflows/archive.yml",
        "action.yml": ".github/actions/backfile/action.yml",
    },
    "gitlab": {"gitlab.yml": ".gitlab-ci.yml"},
}


def write_workflow(directory: Path, system: str) -> str:
    """Write the files of a system into an archive, unless they are there already; return a message.

    Raises BackfileError if there is a different file in the place of one.
    """
    files = {
        directory / place: (Path(__file__).parent / "ci" / name).read_text(encoding="utf-8")
        for name, place in WORKFLOW_FILES[system].items()
    }
    new = [path for path, text in files.items() if not _is_there(path, text)]
    first = next(iter(files))
    if not new:
        return f"{first}: this file is there already"
    for path in new:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
    hint = "" if (directory / ".git").exists() else ". It belongs at the top of the repository"
    return f"{first}: written; its first lines list the settings to make once{hint}"


def _is_there(path: Path, text: str) -> bool:
    """Return whether a file is there. Raises BackfileError if it is a different one."""
    if not path.exists():
        return False
    if path.read_text(encoding="utf-8", errors="replace") == text:
        return True
    raise BackfileError(f"{path}: there is already a different file, which was kept; move it away first")
