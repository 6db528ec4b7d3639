import pytest

from generator.config.rules.html import check_attribute, check_element
from generator.config.yaml.errors import OptionError


@pytest.mark.parametrize(
    ("text", "name"), [("video", "video"), ("Video", "video"), ("my-player", "my-player"), ("h1", "h1")]
)
def test_elements(text: str, name: str) -> None:
    assert check_element(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "script",
        "STYLE",
        "object",
        "embed",
        "form",
        "meta",
        "base",
        "link",
        "svg",
        "math",
        "noscript",
        "template",
    ],
)
def test_dangerous_elements(text: str) -> None:
    with pytest.raises(OptionError, match=f'"{text}" is never safe in a post'):
        check_element(text)


def test_iframes_are_allowed_by_host() -> None:
    with pytest.raises(OptionError) as caught:
        check_element("iframe")
    assert caught.value.hint == "name the hosts under sanitizer.iframe_hosts"


@pytest.mark.parametrize("text", ["", "*", "a b", "<video>", "1a", "svg:a", "scr\u0131pt"])
def test_what_is_no_element(text: str) -> None:
    with pytest.raises(OptionError, match="is not the name of an element"):
        check_element(text)


@pytest.mark.parametrize(("text", "name"), [("src", "src"), ("Controls", "controls"), ("data-id", "data-id")])
def test_attributes(text: str, name: str) -> None:
    assert check_attribute(text) == name


@pytest.mark.parametrize("text", ["onclick", "ONERROR", "on", "style", "srcdoc", "formaction", "ping"])
def test_dangerous_attributes(text: str) -> None:
    with pytest.raises(OptionError, match=f'the attribute "{text}" is never safe in a post'):
        check_attribute(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rel", 'the attribute "rel" is set by the program'),
        ("xlink:href", '"xlink:href" is not the name of an attribute'),
        ("", '"" is not the name of an attribute'),
        ("a=b", '"a=b" is not the name of an attribute'),
    ],
)
def test_other_attributes_that_are_refused(text: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        check_attribute(text)
    assert str(caught.value) == message
