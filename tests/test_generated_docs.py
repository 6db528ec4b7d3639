"""Parts of the docs are made by this module: `python -m tests.test_generated_docs` writes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_layers import LAYERS, PACKAGE

DOCS = PACKAGE.parent / "docs"


def rooms() -> Iterator[tuple[int, str, Path]]:
    """Yield (layer, name, file with the docstring); packages inside a package follow it."""
    for layer, names in enumerate(LAYERS):
        for name in sorted(set(names) - {"__init__"}):
            package = PACKAGE / name
            if not package.is_dir():
                yield layer, f"{name}.py", PACKAGE / f"{name}.py"
            for file in sorted(package.rglob("__init__.py"), key=lambda file: file.parent.parts):
                yield layer, f"{file.parent.relative_to(PACKAGE).as_posix()}/", file


def first_sentence(file: Path) -> str:
    """Return the first sentence of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return re.split(r"(?<=\.)\s", text, maxsplit=1)[0].replace("\n", " ")


def room_table() -> str:
    """Return the rooms as a table in GitHub's Markdown."""
    rows = (f"| {layer} | `{name}` | {first_sentence(file)} |\n" for layer, name, file in rooms())
    return f"| layer | room | work |\n|---|---|---|\n{''.join(rows)}"


def decisions() -> str:
    """Return the decisions as a list in GitHub's Markdown, from the heading of each file."""
    files = sorted((DOCS / "adr").glob("*.md"))
    texts = (file.read_text(encoding="utf-8") for file in files)
    titles = (text.partition("\n# ")[2].partition("\n")[0] for text in texts)
    parts = (title.partition(". ") for title in titles)
    return "".join(
        f"{number}. [{title}](adr/{file.name})\n"
        for (number, _, title), file in zip(parts, files, strict=True)
    )


#: The file, the name in its marks, and what makes the text between them.
GENERATED = (("architecture.md", "rooms", room_table), ("index.md", "decisions", decisions))


def _between(name: str) -> re.Pattern[str]:
    start = f"<!-- {name}: made by `python -m tests.test_generated_docs` -->\n\n"
    return re.compile(f"(?<={re.escape(start)}).*(?=\n<!-- end of {name} -->)", re.DOTALL)


@pytest.mark.parametrize(("file", "name", "make"), GENERATED)
def test_generated_parts_are_up_to_date(file: str, name: str, make: Callable[[], str]) -> None:
    found = _between(name).search((DOCS / file).read_text(encoding="utf-8"))
    assert found
    assert found[0] == make(), "run python -m tests.test_generated_docs"


@pytest.mark.parametrize(("name", "file"), [room[1:] for room in rooms()])
def test_every_room_has_one_sentence_about_it(name: str, file: Path) -> None:
    sentence = first_sentence(file)
    assert re.fullmatch(r"[A-Z`].*\.", sentence), name
    assert "|" not in sentence


def test_the_picture_shows_every_room() -> None:
    text = (DOCS / "how-it-works.md").read_text(encoding="utf-8")
    for _, name, _ in rooms():
        assert re.search(rf"\b{name.partition('/')[0].removesuffix('.py')}\b", text), name


if __name__ == "__main__":
    for _file, _name, _make in GENERATED:
        _document = DOCS / _file
        _text = _document.read_text(encoding="utf-8")
        _document.write_text(_between(_name).sub(lambda _: _make(), _text), encoding="utf-8")  # noqa: B023
