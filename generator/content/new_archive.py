"""Create the folders and files of a new archive."""

from __future__ import annotations

from pathlib import Path

from generator.system.files import replacing

#: Files beside site.yaml. Git keeps no empty folders.
_FILES = {
    ".gitignore": "/output/\n/.backfile/\n/.output.staging/\n/pictures/\n",
    "content/posts/.gitkeep": "",
}


def create_archive(root: Path, settings: str) -> None:
    """Write site.yaml with the text `settings`, and the other files unless they exist. Raises OSError."""
    (root / "content" / "posts").mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        if not (root / name).exists():
            (root / name).write_text(text, encoding="utf-8")
    with replacing(root / "site.yaml") as file:
        file.write_text(settings, encoding="utf-8", newline="\n")
