import pytest
import yaml

from generator.config.yaml import tree
from generator.config.yaml.errors import PlacedError
from generator.config.yaml.scalars import is_null
from generator.config.yaml.syntax import position_at, read_root


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers read the same."""
    if request.param == "pure Python":
        monkeypatch.setattr(tree, "LOADER", yaml.BaseLoader)


#: Texts with the line and column of their mistake, and the message.
MISTAKES = [
    ("title: a: b", 1, 9, "this does not fit in here"),
    ("标题\nurl: x", 2, 4, "this does not fit in here"),
    ("title: x\n  sub: y", 2, 6, "this does not fit in here"),
    ("title: - x", 1, 8, "this does not fit in here"),
    ("home:\n  posts: 1\n order: recent", 3, 2, "this does not fit in with the lines above"),
    ("title: 1\n- b", 2, 1, "this does not fit in with the lines above"),
    ("title: 'x' y", 1, 12, "this does not fit in with the lines above"),
    ("- a\nb: 1", 2, 1, "this does not fit in with the lines above"),
    ('标题: "x\nb: 1\n', 1, 5, "a quote is opened here and never closed"),
    ("a: 'x\n---\ny'", 1, 4, "a quote is opened here and never closed"),
    ("own_hosts: [a, b\nurl: x", 1, 12, "the list that begins here is not closed, or lacks a comma"),
    ("home: {posts: 1\nurl: x", 1, 7, "the group that begins here is not closed, or lacks a comma"),
    ("home:\n\tposts: 1", 2, 1, "there is a tab where spaces are expected"),
    ("home:\n  posts: 1\n\torder: recent", 3, 1, "there is a tab where spaces are expected"),
    ("title: @x", 1, 8, "a value can't begin like this"),
    ("title: `x`", 1, 8, "a value can't begin like this"),
    ("title: %x", 1, 8, "a value can't begin like this"),
    ("title: ] x", 1, 8, "a value can't begin like this"),
    ("title: & x", 1, 9, "a value can't begin like this"),
    ("a: 1\nb\n", 2, 1, "a colon is missing after a name"),
    ("a: 1\nb\nc: 2", 2, 1, "a colon is missing after a name"),
    ("a: 1\nown_hosts: [a,\n\n", 2, 14, "the file ends within a value"),
    ("{", 1, 1, "the file ends within a value"),
    ("title: &", 1, 8, "the file ends within a value"),
    ("title: !x!y z", 1, 8, "a value can't begin like this"),
    ("title: *x", 1, 8, '"*x" refers to nothing above'),
    ("a: b\n---\nc: d", 2, 1, "the file has to be one group of options"),
    ("--- a\n...\nb", 3, 1, "the file has to be one group of options"),
    ("%YAML 3.0\n--- a", 1, 1, "the file has to be one group of options"),
    ("title: >x\n  y", 1, 9, "this is not YAML"),
    ("title: a\x00b", 1, 9, "there is an invisible control character here"),
    ("标题: a\nb: \x1b[31m", 2, 4, "there is an invisible control character here"),
    ("title: \ud800", 1, 8, "there is an invisible control character here"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), MISTAKES)
def test_syntax_errors_are_told_in_plain_words(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(PlacedError) as caught:
        read_root(text)
    assert caught.value.error.message == message
    assert caught.value.position == (line, column)
    assert caught.value.error.hint


@pytest.mark.parametrize("text", ['a: "\\q"', 'a: "\\xzz"', 'a: "C:\\Users"'])
def test_backslashes_between_double_quotes_are_explained(text: str) -> None:
    with pytest.raises(PlacedError, match="a backslash between double quotes") as caught:
        read_root(text)
    assert caught.value.error.hint == "use single quotes, or write the backslash twice"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n...\n"])
def test_nothing_is_nothing(text: str) -> None:
    root = read_root(text)
    assert root is None or is_null(root)


def test_columns_count_characters() -> None:
    root = read_root("标题: x\n江: {😀: 1, 乙: 2}\n")
    assert isinstance(root, tree.Mapping)
    group = root.pairs[1][1]
    assert isinstance(group, tree.Mapping)
    assert [key.column for key, _ in group.pairs] == [4, 10]


@pytest.mark.parametrize(("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3))])
def test_position_at_counts_from_one(offset: int, place: tuple[int, int]) -> None:
    assert position_at("ab\ncd\n", offset) == place
