"""The texts of the themes that ship with the program, and which of them a language gets."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from generator.theme.lookup import SHIPPED, Theme, find_theme
from generator.theme.patterns import filled
from generator.theme.strings import catalogue, catalogue_files, missing_texts

DEFAULT = find_theme("default", Path("/nowhere"))
FOLDER = Path(DEFAULT.layers[0].folder, "strings")
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
#: Fields that all dates have, whichever of them a language writes.
_OF_DATES = {"year", "month", "month_name", "day"}


def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text("utf-8"))
    return found


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)", text)) - _OF_DATES


def words_in(theme: Theme, language: str) -> SimpleNamespace:
    return catalogue(theme, language)


def test_these_languages_are_complete() -> None:
    assert LANGUAGES == ["ar", "de", "en", "es", "fr", "ja", "ko", "zh-CN", "zh-Hant"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_keys_and_fields(language: str) -> None:
    own, english = texts(language), texts("en")
    assert list(own) == list(english)
    assert {key: fields(text) for key, text in own.items()} == {
        key: fields(text) for key, text in english.items()
    }
    assert all(own.values())
    assert missing_texts(DEFAULT, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_names_months_and_days(language: str) -> None:
    own = texts(language)
    names = [own[key].split() for key in ("month_names", "weekdays", "weekday_names")]
    assert [len(one) for one in names] == [12, 7, 7]
    assert [len(set(one)) for one in names] == [12, 7, 7]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_can_be_filled(language: str) -> None:
    words = words_in(DEFAULT, language)
    values = {
        "year": 2021,
        "month": 12,
        "day": 28,
        "count": 1234,
        "number": 12,
        "date": "d",
        "title": "t",
        "host": "h",
    }
    for key, text in texts(language).items():
        assert "{" not in filled(words, text, **values), key


@pytest.mark.parametrize(
    ("language", "date", "month", "count"),
    [
        ("zh-CN", "2021年3月1日", "2021年3月", "1,234篇"),
        ("zh-Hant", "2021年3月1日", "2021年3月", "1,234篇"),
        ("ja", "2021年3月1日", "2021年3月", "1,234件"),
        ("ko", "2021년 3월 1일", "2021년 3월", "1,234건"),
        ("en", "2021-03-01", "2021-03", "1,234 posts"),
        ("de", "1. März 2021", "März 2021", "1.234 Beiträge"),
        ("fr", "1 mars 2021", "mars 2021", "1\u202f234 articles"),
        ("es", "1 de marzo de 2021", "marzo de 2021", "1.234 artículos"),
        ("ar", "1 مارس 2021", "مارس 2021", "المقالات: 1,234"),
    ],
)
def test_dates_and_numbers(language: str, date: str, month: str, count: str) -> None:
    words = words_in(DEFAULT, language)
    moment = {"year": 2021, "month": 3, "day": 1}
    assert filled(words, words.date, **moment) == date
    assert filled(words, words.month, **moment) == month
    assert filled(words, words.posts_count, count=1234) == count


@pytest.mark.parametrize(
    ("language", "file"),
    [
        ("zh-CN", "zh-CN"), ("zh", "zh-CN"), ("zh-SG", "zh-CN"), ("zh-Hans-HK", "zh-CN"),
        ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-MO", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"),
        ("de-AT", "de"), ("FR-ca", "fr"), ("es-419", "es"), ("ar-EG", "ar"), ("en-GB", "en"), ("nl", "en"),
    ],
)  # fmt: skip
def test_the_closest_variety_is_chosen(language: str, file: str) -> None:
    assert [path.stem for path in catalogue_files(DEFAULT, language)] == [file]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own" / "strings").mkdir(parents=True)
    (tmp_path / "own" / "theme.yaml").write_text("inherits: default\n", "utf-8")
    return tmp_path


def test_english_texts_of_a_theme_override_none_in_the_language(own: Path) -> None:
    (own / "own" / "strings" / "en.yaml").write_text("home: Start\nrights: All rights reserved\n", "utf-8")
    theme = find_theme("own", own)
    words = words_in(theme, "de")
    assert (words.home, words.rights) == ("Startseite", "All rights reserved")
    assert words_in(theme, "en").home == "Start"
    assert missing_texts(theme, "de") == ["rights"]


def test_a_theme_can_add_a_language(own: Path) -> None:
    (own / "own" / "strings" / "nl.yaml").write_text("home: Begin\n", "utf-8")
    theme = find_theme("own", own)
    words = words_in(theme, "nl-BE")
    assert (words.home, words.tags) == ("Begin", "Tags")
    assert len(missing_texts(theme, "nl-BE")) == len(texts("en")) - 1


def test_other_shipped_themes_have_no_texts_of_their_own() -> None:
    others = [path for folder in SHIPPED if folder.is_dir() for path in folder.glob("*/strings/*.yaml")]
    assert {path.parent.parent.name for path in others} == {"default"}
