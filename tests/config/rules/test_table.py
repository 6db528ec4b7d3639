import dataclasses
import re
import zoneinfo
from importlib.metadata import entry_points
from typing import Any

import pytest
from markdown import Markdown

from generator.config.reference import options
from generator.config.rules.table import (
    BUNDLED_EXTENSIONS,
    SITE_RULES,
    check_encoding,
    check_expression,
    check_extension,
    check_given,
    check_identifier,
    check_indexnow_key,
    check_language,
    check_time_zone,
)
from generator.config.schema import SiteConfig
from generator.config.yaml.errors import OptionError
from generator.config.yaml.reader import Rule
from generator.config.yaml.types import is_list, is_mapping, option_fields


def _refusal(rule: Rule, text: str) -> tuple[str, str]:
    with pytest.raises(OptionError) as caught:
        rule(text)
    return str(caught.value), caught.value.hint


def test_a_text_that_must_be_given() -> None:
    assert check_given("x") == "x"
    assert _refusal(check_given, "") == ("is empty", "write a text after the colon")


def test_keys_and_identifiers() -> None:
    for text in ("", "a1b2c3d4", "A-" * 64):
        assert check_indexnow_key(text) == text
    for text in ("short", "a" * 129, "with space", "钥匙钥匙钥匙钥匙"):
        assert _refusal(check_indexnow_key, text)[1] == "make one with: openssl rand -hex 16"
    assert check_identifier("E2QWRUHAPOMQZL") == "E2QWRUHAPOMQZL"
    for text in ("../zones", "a b", "x" * 65):
        assert _refusal(check_identifier, text)[0] == "must be letters and digits"


@pytest.mark.parametrize(
    "text",
    [
        "zh",
        "zh-CN",
        "zh-Hant-TW",
        "en",
        "en-US-x-us",
        "es-419",
        "de-CH-1901",
        "yue",
        "zh-cmn-Hans-CN",
        "ZH-cn",
    ],
)
def test_languages(text: str) -> None:
    assert check_language(text) == text


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("zh_CN", "write zh-CN"),
        ("Chinese", "write for example zh-CN, zh-Hant or en"),
        ("", "write for example zh-CN, zh-Hant or en"),
        ("zh-", "write for example zh-CN, zh-Hant or en"),
        ("中文", "write for example zh-CN, zh-Hant or en"),
        ("zh-CN\n", "write for example zh-CN, zh-Hant or en"),
    ],
)
def test_what_is_no_language(text: str, cure: str) -> None:
    assert _refusal(check_language, text)[1] == cure


@pytest.mark.parametrize("text", ["Asia/Shanghai", "UTC", "Europe/Berlin", "Asia/Urumqi"])
def test_time_zones(text: str) -> None:
    assert check_time_zone(text) == text


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("Asia/Shangai", 'did you mean "Asia/Shanghai"?'),
        ("Shanghai", 'did you mean "Asia/Shanghai"?'),
        ("+08:00", "write a name of the IANA database, such as Asia/Shanghai"),
        ("", "write a name of the IANA database, such as Asia/Shanghai"),
        ("../etc/passwd", "write a name of the IANA database, such as Asia/Shanghai"),
        ("localtime", "write a name of the IANA database, such as Asia/Shanghai"),
        ("a" * 500, "write a name of the IANA database, such as Asia/Shanghai"),
    ],
)
def test_unknown_time_zones(text: str, cure: str) -> None:
    message, hint = _refusal(check_time_zone, text)
    assert message.startswith("must be a time zone, not ")
    assert hint == cure


def test_a_folder_of_the_database_is_no_time_zone() -> None:
    assert _refusal(check_time_zone, "Asia")[0] == 'must be a time zone, not "Asia"'


def test_a_machine_without_a_time_zone_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(key: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(key)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    expected = ('must be a time zone, not "Asia/Shanghai"', "install the package tzdata")
    assert _refusal(check_time_zone, "Asia/Shanghai") == expected


def test_bundled_extensions_are_those_of_the_installed_markdown() -> None:
    own = {
        entry.name
        for entry in entry_points(group="markdown.extensions")
        if entry.value.startswith("markdown.")
    }
    assert {name for name in own if "." not in name} == BUNDLED_EXTENSIONS
    for name in BUNDLED_EXTENSIONS:
        Markdown().build_extension(name, {})


@pytest.mark.parametrize("text", ["extra", "markdown.extensions.toc", "markdown.extensions.toc:TocExtension"])
def test_extensions(text: str) -> None:
    assert check_extension(text) == text


def test_extensions_that_can_not_be_imported() -> None:
    message, hint = _refusal(check_extension, "tabels")
    assert message == "\"tabels\" is not an extension of Python-Markdown: No module named 'tabels'"
    assert hint == 'did you mean "tables"?'
    assert _refusal(check_extension, "json")[0].startswith('"json" is not an extension of Python-Markdown: ')
    assert _refusal(check_extension, "no_such_package.x")[1] == "install it"
    assert _refusal(check_extension, "")[0].startswith('"" is not an extension')


@pytest.mark.parametrize("text", ["", "来源.+", r"\[返回[^\]]*\]"])
def test_expressions(text: str) -> None:
    assert check_expression(text) == text


def test_expressions_need_their_group() -> None:
    assert check_expression("(?P<url>x)", "url") == "(?P<url>x)"
    assert check_expression("", "url") == ""
    expected = ('lacks the group "url"', "write (?P<url>…) around that part")
    assert _refusal(lambda text: check_expression(text, "url"), "(x)") == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a(b", "missing ), unterminated subpattern at position 1"),
        ("*", "nothing to repeat at position 0"),
        ("[[a]", "Possible nested set at position 1"),
        ("a{99999999999}", "the repetition number is too large"),
        ("(" * 5000, ""),
    ],
)
def test_expressions_that_do_not_compile(text: str, reason: str) -> None:
    message, hint = _refusal(check_expression, text)
    assert message.startswith(f"is not a regular expression: {reason}")
    assert hint == "correct it; single quotes around it keep its backslashes"


def _patterns() -> set[str]:
    """All names that a rule may have, with `*` for any name in a group or item of a list."""
    names = {option.name.replace("<name>", "*"): option.kind for option in option_fields(SiteConfig)}
    below = {f"{name}.*" for name, kind in names.items() if is_list(kind) or is_mapping(kind)}
    return {*names, *below, "sanitizer.tags.*.*"}


def test_every_rule_belongs_to_an_option() -> None:
    rules = {*SITE_RULES.values, *SITE_RULES.ranges, *SITE_RULES.names, *SITE_RULES.shorthands}
    assert rules <= _patterns()


def test_every_number_has_a_range_which_its_description_states() -> None:
    numbers: dict[str, Any] = {
        option.name.replace("<name>", "*"): option.field.default
        for option in option_fields(SiteConfig)
        if option.kind in (int, float)
    }
    assert numbers.keys() == SITE_RULES.ranges.keys()
    meanings = {option.name.replace("<name>", "*"): option.meaning for option in options()}
    for name, bounds in SITE_RULES.ranges.items():
        assert re.sub("[,_]", "", str(bounds)).removeprefix("from ") in meanings[name].replace(",", ""), name
        assert bounds.low <= numbers[name] <= (bounds.high or float("inf"))
        assert bounds.low <= float(bounds.example.split()[0].rstrip(",")) <= (bounds.high or float("inf"))


def test_the_defaults_keep_the_rules() -> None:
    for option in option_fields(SiteConfig):
        rule = SITE_RULES.values.get(option.name.replace("<name>", "*"))
        if rule and option.field.default is not dataclasses.MISSING and option.name != "title":
            assert rule(option.field.default) == option.field.default


@pytest.mark.parametrize("name", ["", "big5", "GB18030", "windows-1251", "utf-8"])
def test_encodings(name: str) -> None:
    assert check_encoding(name) == name.lower()


@pytest.mark.parametrize("name", ["martian", "base64", "rot13", "\0", "big 5!"])
def test_unknown_encodings(name: str) -> None:
    message, hint = _refusal(check_encoding, name)
    assert message.startswith("must be the name of an encoding")
    assert "big5" in hint
