from collections.abc import Callable

import pytest

from generator.config.rules.machine_files import (
    check_color,
    check_feed_format,
    check_robots_line,
    check_robots_path,
)
from generator.config.yaml.errors import OptionError
from generator.core.errors import ConfigError
from generator.kinds.parts.feed_settings import FEED
from generator.kinds.parts.sitemaps import SITEMAPS
from generator.kinds.site_config import read_config


def _refusal(rule: Callable[[str], str], text: str) -> tuple[str, str]:
    with pytest.raises(OptionError) as caught:
        rule(text)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (check_feed_format, "rss"),
        (check_feed_format, "json"),
        (check_robots_path, "/files/*.pdf$"),
        (check_robots_line, "User-agent: GPTBot"),
        (check_robots_line, "Crawl-delay : 10"),
        (check_robots_line, "# by us"),
        (check_color, "#fdfcF9"),
    ],
)
def test_what_may_be_written(rule: Callable[[str], str], text: str) -> None:
    assert rule(text) == text


@pytest.mark.parametrize(
    ("rule", "text", "message", "hint"),
    [
        (check_feed_format, "atom", '"atom" is always made', "remove it"),
        (check_feed_format, "jsn", 'must be "rss" or "json", not "jsn"', 'did you mean "json"?'),
        (check_robots_path, "files", 'must be a path that starts with a slash, not "files"',
         "write for example /files/"),
        (check_robots_path, "/a b", 'must be a path that starts with a slash, not "/a b"',
         "write for example /files/"),
        (check_robots_line, "no line", '"no line" is not a line of robots.txt',
         "write for example 'User-agent: GPTBot', each line as an item"),
        (check_robots_line, "a: b\nc: d", '"a: b c: d" is not a line of robots.txt',
         "write for example 'User-agent: GPTBot', each line as an item"),
        (check_color, "red", 'must be a colour, not "red"', "write for example '#fdfcf9', in quotes"),
        (check_color, "#fff; x", 'must be a colour, not "#fff; x"', "write for example '#fdfcf9', in quotes"),
    ],
)  # fmt: skip
def test_what_may_not(rule: Callable[[str], str], text: str, message: str, hint: str) -> None:
    assert _refusal(rule, text) == (message, hint)


def test_some_options_need_the_address_of_the_site() -> None:
    text = "title: x\nfeed:\n  formats: [rss]\nsitemaps: {news: true}\n"
    with pytest.raises(ConfigError) as caught:
        read_config(text)
    assert str(caught.value).splitlines() == [
        "site.yaml:3:3: feed.formats: needs the address of the site (write url: as well)",
        "site.yaml:4:12: sitemaps.news: needs the address of the site (write url: as well)",
    ]
    after = "title: x\npublish:\n  after:\n    baidu: true\n    cloudfront_paths: 5\n"
    with pytest.raises(ConfigError) as caught:
        read_config(after)
    assert str(caught.value).splitlines() == [
        "site.yaml:4:5: publish.after.baidu: needs the address of the site (write url: as well)",
        "site.yaml:5:5: publish.after.cloudfront_paths: needs the address of the site (write url: as well)",
    ]
    assert read_config(after + "url: https://x.example/\n").publish.after.baidu
    assert FEED.of(read_config(text + "url: https://x.example/\n")).formats == ("rss",)
    assert not SITEMAPS.of(read_config("title: x\nfeed: {formats: []}\nsitemaps: {news: false}\n")).news
