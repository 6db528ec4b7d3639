from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.decode import DAMAGED, UncertainEncodingError, decode

POST = "---\ntitle: 社区治理谱新篇\n---\n伴随着房地产业的蓬勃发展，中山物业管理行业有了长足的发展。\n"


def test_utf8_is_read_as_it_is() -> None:
    assert decode(POST.encode()) == (POST, "utf-8")


def test_byte_order_mark_is_taken_off() -> None:
    assert decode(codecs.BOM_UTF8 + POST.encode()) == (POST, "utf-8")


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_become_lf(line_end: str) -> None:
    assert decode(POST.replace("\n", line_end).encode()) == (POST, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf16_is_recognised_with_and_without_its_mark(encoding: str, mark: str) -> None:
    assert decode((mark + POST).encode(encoding)) == (POST, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_of_ascii_is_not_utf8_with_nul(encoding: str) -> None:
    assert decode("---\ntitle: a\n---\n".encode(encoding)) == ("---\ntitle: a\n---\n", encoding)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_chinese_code_pages_are_gb18030(encoding: str) -> None:
    assert decode(POST.encode(encoding)) == (POST, "gb18030")


def test_a_character_that_was_cut_in_two_costs_no_more_than_itself() -> None:
    text, encoding = decode(POST.encode() + "尾".encode()[:2])
    assert (text, encoding) == (POST + "\ufffd", DAMAGED)


def test_damaged_utf8_is_not_taken_for_gb18030() -> None:
    text, encoding = decode("一二三四五六七八九十百千".encode() + b"\xe4\xb8" + "。\n".encode())
    assert encoding == DAMAGED
    assert text.startswith("一二三四五六七八九十百千\ufffd")


def test_stray_nul_is_dropped() -> None:
    assert decode(POST.encode() * 4 + b"\0") == (POST * 4, "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\2\0\x08\6\0\0\0\xf4x\xd4\xfa",
        b"\0" * 4096,
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0",
        b"\xff\xd8\xff\xe0\x10JFIF\1\1\1",
    ],
    ids=["png", "zeros", "jpeg", "jpeg-without-nul"],
)
@pytest.mark.parametrize("encoding", ["", "windows-1251"])
def test_binary_files_are_refused(data: bytes, encoding: str) -> None:
    with pytest.raises(ValueError, match=r"binary|unknown encoding") as caught:
        decode(data, encoding)
    assert not isinstance(caught.value, UncertainEncodingError)


@pytest.mark.parametrize("data", [b"\x80\x81\x82", "жизнь на реке".encode("cp1251"), "桥".encode("gbk")])
def test_a_text_in_an_unknown_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(UncertainEncodingError, match="its encoding is not sure"):
        decode(data)


def test_the_named_encoding_is_used_for_what_is_not_unicode() -> None:
    text = "жизнь на реке\n"
    assert decode(text.encode("cp1251"), "windows-1251") == (text, "windows-1251")
    assert decode("桥\n".encode("gbk"), "gbk") == ("桥\n", "gbk")
    assert decode(POST.encode(), "big5") == (POST, "utf-8")
    assert decode(POST.encode("utf-16-le"), "big5") == (POST, "utf-16-le")
    assert decode(POST.encode() + "尾".encode()[:2], "big5")[1] == DAMAGED


def test_a_text_that_is_not_in_the_named_encoding_is_refused() -> None:
    with pytest.raises(UncertainEncodingError, match="it is not in shift_jis"):
        decode("社区治理".encode("gb18030") + b"\xff\xff", "shift_jis")


def decoded(data: bytes) -> tuple[str, str] | None:
    try:
        return decode(data)
    except UnicodeError:
        raise AssertionError("the reason is not one to show") from None
    except ValueError:
        return None


@given(st.binary(max_size=300))
def test_bytes_are_text_or_refused(data: bytes) -> None:
    text, encoding = decoded(data) or ("", "none")
    assert encoding
    assert not set(text) & {"\r", "\0"}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff"), max_size=200))
def test_utf8_round_trip(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")
