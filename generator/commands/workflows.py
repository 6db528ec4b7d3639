"""Write the files with which a CI system builds and publishes an archive, for `backfile init --ci`."""

from __future__ import annotations

from pathlib import Path

from generator.core.errors import BackfileError

#: The file of each system, relative to the archive.
WORKFLOW_FILES = {"github": ".github/workflows/archive.yml", "gitlab": ".gitlab-ci.yml"}


def write_workflow(directory: Path, system: str) -> str:
    """Write the file of a system into an archive, unless it is there already; return a message.

    Raises BackfileError if there is a different file in its place.
    """
    path = directory / WORKFLOW_FILES[system]
    text = (Path(__file__).parent / "ci" / f"{system}.yml").read_text(encoding="utf-8")
    if path.exists():
        if path.read_text(encoding="utf-8", errors="replace") == text:
            return f"{path}: this file is there already"
        raise BackfileError(f"{path}: there is already a different file, which was kept; move it away first")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    hint = "" if (directory / ".git").exists() else ". It belongs at the top of the repository"
    return f"{path}: written; its first lines list the settings to make once{hint}"
