"""The types that theme authors read, search.d.ts, are those of the code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.preview.search import SCRIPT_FILE
from generator.search.script import SOURCE

_COMPILER = Path(__file__).parent.parent / "node" / "node_modules" / ".bin" / "tsc"
_OPTIONS = (
    "--noEmit", "--strict", "--allowJs", "--checkJs", "--types", "", "--target", "es2022",
    "--module", "esnext", "--moduleResolution", "bundler",
    "--lib", "es2023,dom,dom.iterable,dom.asynciterable",
)  # fmt: skip
#: What a module exports has the declared type; and a theme author's mistake is one.
_USE = """\
import * as code from "./code.js";
import type * as declared from "./search.js";

export const open: typeof declared.open = code.open;
export async function use(control: AbortController): Promise<void> {
  const { categories } = await open("./").about({ signal: control.signal });
  const options: declared.Options = { categories: [categories[0].slug], order: "relevance", limit: 3 };
  for await (const { results, done } of open(new URL("./", "https://a.example/")).search("深圳", options)) {
    for (const { title, titleMarks } of results) console.log(title.slice(...titleMarks[0]), done);
  }
  // @ts-expect-error
  open("./").search("深圳", { order: "oldest" });
}
"""


@pytest.mark.skipif(
    not _COMPILER.exists() or shutil.which("node") is None,
    reason="no TypeScript: scripts/checkers brings it (it needs npm: apt-get install npm)",
)
def test_the_types_are_those_of_the_code(tmp_path: Path) -> None:
    (tmp_path / "code.js").write_bytes(SOURCE.read_bytes())
    (tmp_path / "search.d.ts").write_bytes(SOURCE.with_name("search.d.ts").read_bytes())
    (tmp_path / "server.js").write_text(
        SCRIPT_FILE.read_text("utf-8").replace("../../search/search.js", "./search.js"), "utf-8"
    )
    (tmp_path / "use.ts").write_text(_USE, "utf-8")
    names = ("code.js", "server.js", "use.ts")
    done = subprocess.run(
        [_COMPILER, *_OPTIONS, *names], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)
