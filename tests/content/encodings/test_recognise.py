"""Encodings are recognised by evidence, and none is guessed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.decode import UncertainEncodingError, decode
from generator.content.encodings.common_characters import COMMON
from generator.content.encodings.names import codecs_of, decoded
from generator.content.encodings.recognise import CANDIDATES, recognise
from generator.content.encodings.western import is_western
from tests.content.encodings.samples import LABELLED, OTHERS, SIMPLIFIED, TRADITIONAL, texts


@pytest.mark.parametrize(("language", "lines", "codec", "name"), LABELLED)
def test_labelled_texts(language: str, lines: list[str], codec: str, name: str) -> None:
    unsure = 0
    for size, text in texts(lines, codec, 12):
        try:
            found = decode(text.encode(codec))
        except UncertainEncodingError:
            unsure += 1
            assert size <= 200, (language, text)
            continue
        assert found == (text, name)
    assert unsure <= 2


@pytest.mark.parametrize(("lines", "codec"), OTHERS)
def test_texts_in_other_encodings_are_never_guessed(lines: list[str], codec: str) -> None:
    for _, text in texts(lines, codec, 6):
        if not text.isascii():
            with pytest.raises(UncertainEncodingError, match="not sure"):
                decode(text.encode(codec))


def test_a_few_characters_are_not_enough() -> None:
    with pytest.raises(UncertainEncodingError, match="its encoding is not sure"):
        decode("# 桥\n".encode("gb18030"))


def test_the_reason_names_what_is_likely() -> None:
    with pytest.raises(UncertainEncodingError, match=r"it may be .*big5"):
        decode("新橋".encode("cp950"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s “quoted” text — really, and that is all of it.", True),
        ("l'été à la plage, une idée générale à réviser", True),
        ("Zwei Größen für die Tür", True),
        ("plain text of the town", True),
        ("donÕt say that it is", False),  # an apostrophe of Mac Roman
        ("La v‚rit‚ est dans le fond", False),  # é of code page 850
        ("Pøíliš žluouèký kùò", False),  # Czech
        ("Nový most otevøeli vèera", False),
        ("жизнь", False),
        ("mûködõ dolgok és õk", False),  # Hungarian
        ("Åäö", False),  # no word of a language
        ("the 10 µm", False),
    ],
)
def test_western_texts(text: str, expected: bool) -> None:
    assert is_western(text) is expected


def test_each_candidate_has_its_common_characters() -> None:
    assert {one.name for one in CANDIDATES} == COMMON.keys()
    for name, characters in COMMON.items():
        assert len(characters) > 200
        assert all(decoded(one.encode(codecs_of(name)[0], "ignore"), name) in (one, "") for one in characters)


@pytest.mark.parametrize(
    ("name", "codecs"),
    [
        ("Big5", ("cp950", "big5hkscs")), ("gb2312", ("gb18030",)), ("GBK", ("gb18030",)),
        ("shift_jis", ("cp932",)), ("euc-kr", ("cp949",)), ("latin-1", ("cp1252",)),
        ("ISO-8859-1", ("cp1252",)), ("us-ascii", ("utf-8",)), ("koi8-r", ("koi8-r",)),
    ],
)  # fmt: skip
def test_names_stand_for_what_they_are_used_for(name: str, codecs: tuple[str, ...]) -> None:
    assert codecs_of(name) == codecs


@pytest.mark.parametrize("name", ["martian", "rot13", "base64", "zip"])
def test_names_of_no_text_encoding(name: str) -> None:
    with pytest.raises(LookupError):
        codecs_of(name)


def test_big5_has_the_characters_of_hong_kong_and_of_windows() -> None:
    assert decoded("碁".encode("cp950") + "€".encode("cp950"), "big5") == "碁€"
    assert decoded("𣻗".encode("big5hkscs"), "big5") == "𣻗"


@pytest.mark.parametrize("lines", [SIMPLIFIED, TRADITIONAL])
def test_html_between_the_words_changes_nothing(lines: list[str]) -> None:
    codec = "gb18030" if lines is SIMPLIFIED else "cp950"
    text = "".join(f'<p class="body" style="color: red">{line}</p>\n' for line in lines)
    assert recognise(text.encode(codec))[0] == text


@given(st.binary(max_size=200))
def test_any_bytes_are_recognised_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        text, name = recognise(data)
        assert decoded(data, name) == text
