"""What `backfile init --ci` writes: the files by which a CI system builds and publishes an archive."""

from __future__ import annotations

from pathlib import Path

from generator.core.errors import BackfileError

#: Where each system looks for its file.
PLACES = {"github": ".github/workflows/archive.yml", "gitlab": ".gitlab-ci.yml"}


def write_workflow(directory: Path, system: str) -> str:
    """Write the file of a system into an archive, unless it is there already; return a sentence for a person.

    Raises BackfileError when another file stands in its place.
    """
    path = directory / PLACES[system]
    text = (Path(__file__).parent / "ci" / f"{system}.yml").read_text(encoding="utf-8")
    if path.exists():
        if path.read_text(encoding="utf-8", errors="replace") == text:
            return f"{path}: it is there already"
        raise BackfileError(f"{path}: there is another file already, and it stays; move it away first")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    hint = "" if (directory / ".git").exists() else ". It belongs at the top of the repository"
    return f"{path}: written; what to set once is said at its top{hint}"
