"""A small Hexo site with every form of address, and what Hexo makes of it.

`site.txt` has its files; each is there for one rule of Hexo's. `golden.json` holds the addresses and texts
that Hexo 8 makes of them, so that the comparison needs no Hexo. To write it anew, make a folder with

    npm install hexo hexo-renderer-marked hexo-renderer-ejs hexo-generator-index hexo-generator-archive \
        hexo-generator-category hexo-generator-tag hexo-generator-feed

and run, with the path of its node_modules in HEXO_MODULES,

    python -m tests.importers.hexo.weekly > tests/importers/hexo/golden.json
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.importers.moved import Golden, as_json, golden_of, read_golden, read_site, write_site

_HERE = Path(__file__).parent
FILES = read_site(_HERE / "site.txt")
#: The folder with Hexo and its plugins, "" for none.
MODULES = os.environ.get("HEXO_MODULES", "")


def golden() -> Golden:
    """Return what Hexo made of the site when the file was written."""
    return read_golden(_HERE / "golden.json")


def hexo_output(source: Path) -> Golden:
    """Return what Hexo makes of a site."""
    modules = Path(MODULES)
    packages = json.loads((modules.parent / "package.json").read_text("utf-8"))["dependencies"]
    about = {"name": "weekly", "version": "1.0.0", "hexo": {"version": ""}, "dependencies": packages}
    (source / "package.json").write_text(json.dumps(about), "utf-8")
    (source / "node_modules").symlink_to(modules)
    subprocess.run(
        [modules / ".bin" / "hexo", "generate", "--cwd", source],
        check=True, capture_output=True, cwd=source, env={**os.environ, "TZ": "Asia/Shanghai"},
    )  # fmt: skip
    return golden_of(source / "public")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(as_json(hexo_output(write_site(Path(folder) / "site", FILES))) + "\n")
