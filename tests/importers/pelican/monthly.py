"""A small Pelican site with every form of address, and what Pelican makes of it.

`site.txt` has its files; each is there for one rule of Pelican's. `golden.json` holds the addresses and texts
that Pelican 4.12 makes of them, so that the comparison needs no Pelican. Where Pelican is installed, a test
compares it with this file. To write it anew:

    python -m tests.importers.pelican.monthly > tests/importers/pelican/golden.json
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.importers.moved import Golden, as_json, golden_of, read_golden, read_site, write_site

_HERE = Path(__file__).parent
FILES = read_site(_HERE / "site.txt")


def golden() -> Golden:
    """Return what Pelican made of the site when the file was written."""
    return read_golden(_HERE / "golden.json")


def has_pelican() -> bool:
    """Tell whether Pelican is installed on this machine."""
    return shutil.which("pelican") is not None


def pelican_output(source: Path, output: Path) -> Golden:
    """Return what Pelican makes of a site."""
    subprocess.run(
        ["pelican", "-q", "-s", source / "pelicanconf.py", "-t", source / "theme", "-o", output],
        check=True, capture_output=True, cwd=source,
    )  # fmt: skip
    made = golden_of(output)
    return made._replace(files=tuple(path for path in made.files if not path.startswith("theme/")))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = pelican_output(write_site(Path(folder) / "site", FILES), Path(folder) / "output")
        sys.stdout.write(as_json(made) + "\n")
