"""A small Hugo site with every form of address, and what Hugo makes of it.

`site.txt` has its files; each is there for one rule of Hugo's. `golden.json` holds the addresses and texts
that Hugo 0.168 makes of them, so that the comparison needs no Hugo. Where Hugo is installed, a test compares
it with this file. To write it anew:

    python -m tests.importers.hugo.gazette > tests/importers/hugo/golden.json
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
    """Return what Hugo made of the site when the file was written."""
    return read_golden(_HERE / "golden.json")


def has_hugo() -> bool:
    """Tell whether Hugo is installed on this machine."""
    return shutil.which("hugo") is not None


def hugo_output(source: Path, output: Path) -> Golden:
    """Return what Hugo makes of a site."""
    subprocess.run(["hugo", "--quiet", "-s", source, "-d", output], check=True, capture_output=True)
    return golden_of(output)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = hugo_output(write_site(Path(folder) / "site", FILES), Path(folder) / "output")
        sys.stdout.write(as_json(made) + "\n")
