"""An export is cut into its items: whatever their texts hold, and whatever is damaged."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importers.wordpress import pieces as module
from generator.importers.wordpress.pieces import parts_of, pieces


def kinds(data: bytes) -> list[str]:
    return [f"{piece.kind}:{piece.line}{'' if piece.whole else '!'}" for piece in pieces(io.BytesIO(data))]


def test_the_head_the_items_and_the_tail() -> None:
    data = b"<rss>\n<channel>\n<item>\n1</item>\n\n<item>2</item>\n</channel></rss>"
    found = list(pieces(io.BytesIO(data)))
    assert [one.kind for one in found] == ["head", "item", "item", "tail"]
    assert [one.line for one in found] == [1, 3, 6, 6]
    assert found[1].raw == b"<item>\n1</item>"


def test_tags_in_texts_and_comments_mean_nothing() -> None:
    data = b"<rss><item><t><![CDATA[</item><item>]]></t><!-- </item> --></item></rss>"
    assert kinds(data) == ["head:1", "item:1", "tail:1"]
    assert kinds(b"<rss><itemise><item>x</item></rss>") == ["head:1", "item:1", "tail:1"]


def test_a_file_that_is_cut_off_ends_in_an_item_without_an_end() -> None:
    assert kinds(b"<rss><item>1</item>\n<item>\n2") == ["head:1", "item:1", "item:2!", "tail:3"]
    assert kinds(b"<rss><item><![CDATA[ never closed") == ["head:1", "item:1!", "tail:1"]


def test_an_item_without_an_end_ends_at_the_next_one() -> None:
    assert kinds(b"<rss><item>1\n<item>2</item></rss>") == ["head:1", "item:1!", "item:2", "tail:2"]


def test_text_between_items_is_not_lost() -> None:
    for lost in (b" lost \n", b" x </item>\n"):
        data = b"<rss><item>1</item>" + lost + b"<item>2</item></rss>"
        assert kinds(data) == ["head:1", "item:1", "between:1", "item:2", "tail:2"]


def test_an_item_beyond_all_bounds_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 100)
    text = module._Text(io.BytesIO(b"<item>" + b"x" * 5_000 + b"</item><item>2</item>"))
    assert text.search(module._MARK, 5, limit=1_000) is None
    (long,) = module._unclosed(text)
    assert not long.whole
    assert text.data[text.start :].lstrip(b"x").removeprefix(b"</item>") == b"<item>2</item>"


def test_utf16_is_read() -> None:
    data = "<rss>\n<item>渡口</item></rss>".encode("utf-16")
    found = list(pieces(io.BytesIO(data)))
    assert found[1].raw.decode() == "<item>渡口</item>"


def test_a_text_that_is_not_closed_gives_back_the_items_that_it_swallowed() -> None:
    (piece,) = [
        one
        for one in pieces(
            io.BytesIO(b"<rss>\n<item>\n<a><![CDATA[ x\n</item>\n<item>\n<b><![CDATA[]]></b></item>")
        )
        if one.kind == "item"
    ]
    assert [(one.line, one.raw[:12]) for one in parts_of(piece)] == [
        (2, b"<item>\n<a><!"),
        (5, b"<item>\n<b><!"),
    ]


MARKS = [b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"x", b"\n", b" ", b"<", b"<item"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=40).map(b"".join), st.integers(1, 20))
def test_no_byte_is_lost_at_any_size_of_chunks(data: bytes, chunk: int) -> None:
    found = list(pieces(_Slow(data, chunk)))
    blank = b"".join(data.split())
    assert b"".join(b"".join(one.raw for one in found).split()) == blank
    lines = [one.line for one in found]
    assert lines == sorted(lines)


class _Slow(io.BytesIO):
    """A stream that gives few bytes at a time."""

    def __init__(self, data: bytes, chunk: int) -> None:
        super().__init__(data)
        self._chunk = chunk

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, self._chunk) if size and size > 0 else self._chunk)
