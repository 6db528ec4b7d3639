import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.rules.addresses import (
    check_host,
    check_picture,
    check_segment,
    check_site_url,
    check_web_url,
)
from generator.config.yaml.errors import OptionError
from generator.config.yaml.reader import Rule


def _refusal(rule: Rule, text: str) -> tuple[str, str]:
    with pytest.raises(OptionError) as caught:
        rule(text)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", ""),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("HTTP://Example.ORG:8080/Archive", "http://example.org:8080/Archive/"),
        ("https://example.org/旧闻", "https://example.org/%E6%97%A7%E9%97%BB/"),
        ("https://example.org/%E6%97%A7/", "https://example.org/%E6%97%A7/"),
        ("https://127.0.0.1/a/b//", None),
    ],
)
def test_site_url_ends_with_a_slash(text: str, url: str | None) -> None:
    if url is None:
        assert _refusal(check_site_url, text)[0] == "has //, . or .. in its path"
    else:
        assert check_site_url(text) == url
        assert check_site_url(url) == url


@pytest.mark.parametrize(
    "text",
    [
        "example.org",
        "ftp://example.org",
        "//example.org",
        "https://",
        "https:///a",
        "https://user@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://[::1",
        "https://a b/",
        "https://example.org/a b",
        "https://example.org/<x>",
        "javascript:alert(1)",
        "https://exa mple.org",
    ],
)
def test_addresses_that_are_not_of_the_web(text: str) -> None:
    expected = f'must be an http or https address, not "{text}"'
    assert _refusal(check_site_url, text) == (expected, "write it as https://example.org/archive/")
    assert _refusal(check_web_url, text) == (expected, "write it as https://example.org/")


@pytest.mark.parametrize(
    "text", ["https://example.org/?a=1", "https://example.org/#top", "https://example.org/?"]
)
def test_site_url_has_no_query(text: str) -> None:
    assert _refusal(check_site_url, text)[0] == "may not have a query or fragment"
    assert check_web_url(text) == text


@pytest.mark.parametrize("path", ["/a/../b", "/..", "/./a", "/a//b"])
def test_site_url_does_not_climb(path: str) -> None:
    assert _refusal(check_site_url, f"https://example.org{path}")[0] == "has //, . or .. in its path"


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("", ""),
        ("images/logo.png", "images/logo.png"),
        ("/images/logo.png", "images/logo.png"),
        ("https://example.org/logo.png?v=2", "https://example.org/logo.png?v=2"),
    ],
)
def test_pictures(text: str, picture: str) -> None:
    assert check_picture(text) == picture


@pytest.mark.parametrize(
    "text",
    ["../secret.png", "a/../../b.png", "a\\b.png", "javascript:alert(1)", "//cdn/logo.png", "C:\\logo.png"],
)
def test_pictures_that_are_refused(text: str) -> None:
    _refusal(check_picture, text)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Example.ORG", "example.org"),
        ("localhost:8080", "localhost:8080"),
        ("192.168.0.1", "192.168.0.1"),
        ("例子.中国", "例子.中国"),
        ("my_host.example.org", "my_host.example.org"),
    ],
)
def test_hosts(text: str, host: str) -> None:
    assert check_host(text) == host


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("https://Example.org/a/", "write example.org"),
        ("//example.org", "write example.org"),
        ("example.org/videos", "write example.org"),
        ("*.example.org", "write for example www.example.org"),
        ("", "write for example www.example.org"),
        ("a b", "write for example www.example.org"),
        ("user@example.org", "write for example www.example.org"),
        ("example..org", "write for example www.example.org"),
    ],
)
def test_hosts_are_names_only(text: str, cure: str) -> None:
    assert _refusal(check_host, text) == (f'must be the name of a host and no more, not "{text}"', cure)


@pytest.mark.parametrize("text", ["", "nanfang", "南方日报", "Nan-fang_2.0"])
def test_segments(text: str) -> None:
    assert check_segment(text) == text


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("nanfang daily", 'write "nanfang-daily"'),
        ("a/b", 'write "a-b"'),
        ("..", "use letters, digits and hyphens"),
        ("con", 'write "con-"'),
        ("-a-", 'write "a"'),
    ],
)
def test_segments_that_are_not_safe(text: str, cure: str) -> None:
    assert _refusal(check_segment, text) == (f'"{text}" can\'t be used in addresses and file names', cure)


@given(st.text(alphabet=st.characters(codec="utf-8")))
@pytest.mark.parametrize("rule", [check_site_url, check_web_url, check_picture, check_host, check_segment])
def test_any_text_is_used_or_refused(rule: Rule, text: str) -> None:
    with contextlib.suppress(OptionError):
        used = rule(text)
        assert rule(used) == used
