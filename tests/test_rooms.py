"""Hold the table of rooms in docs/architecture.md to docstrings; `python -m tests.test_rooms` writes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_layers import LAYERS, PACKAGE, RANK

DOCS = PACKAGE.parent / "docs"
DOCUMENT = DOCS / "architecture.md"
_TABLE = re.compile(
    r"(?<=<!-- rooms: made by `python -m tests.test_rooms` -->\n\n).*?(?=\n<!-- end of rooms -->)", re.DOTALL
)


def rooms() -> Iterator[tuple[str, Path]]:
    """Yield (name, file with its docstring) of rooms, by layer; packages inside a package follow it."""
    for name in (name for names in LAYERS for name in sorted(names) if name != "__init__"):
        package = PACKAGE / name
        if not package.is_dir():
            yield f"{name}.py", PACKAGE / f"{name}.py"
            continue
        for file in sorted(package.rglob("__init__.py"), key=lambda file: file.parent.parts):
            yield f"{file.parent.relative_to(PACKAGE).as_posix()}/", file


def first_sentence(file: Path) -> str:
    """Return the first sentence of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return re.split(r"(?<=\.)\s", text, maxsplit=1)[0].replace("\n", " ")


def markdown_table() -> str:
    """Return the rooms as a table in GitHub's Markdown."""
    lines = ["| layer | room | work |", "|---|---|---|"]
    for name, file in rooms():
        layer = RANK[name.partition("/")[0].removesuffix(".py")]
        lines.append(f"| {layer} | `{name}` | {first_sentence(file)} |")
    return "\n".join(lines) + "\n"


def test_the_documentation_holds_the_table() -> None:
    found = _TABLE.search(DOCUMENT.read_text(encoding="utf-8"))
    assert found
    assert found[0] == markdown_table(), "run python -m tests.test_rooms"


@pytest.mark.parametrize(("name", "file"), list(rooms()))
def test_every_room_has_one_sentence_about_it(name: str, file: Path) -> None:
    sentence = first_sentence(file)
    assert re.fullmatch(r"[A-Z`].*\.", sentence), name
    assert "|" not in sentence


def test_the_picture_shows_every_room() -> None:
    text = (DOCS / "how-it-works.md").read_text(encoding="utf-8")
    for name, _ in rooms():
        assert re.search(rf"\b{name.partition('/')[0].removesuffix('.py')}\b", text), name


if __name__ == "__main__":
    DOCUMENT.write_text(
        _TABLE.sub(lambda _: markdown_table(), DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8"
    )
