"""Check the elements and attributes that site.yaml allows in posts besides the usual ones."""

from __future__ import annotations

import re

from generator.config.yaml.errors import OptionError
from generator.core.wording import quoted_value

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: Elements that run or load things, change how the page around them is read, or hold text that
#: browsers and sanitisers read differently (mutation XSS).
_DANGEROUS = re.compile(
    r"""applet|base|body|embed|form|frame|frameset|head|html|link|math|meta|noembed|noframes|noscript
        |object|plaintext|script|style|svg|template|textarea|title|xmp""",
    re.VERBOSE,
)
#: Attributes that hold code, or send a reader's actions to a different site.
_DANGEROUS_ATTRIBUTES = frozenset({"action", "formaction", "ping", "srcdoc", "style"})


def check_element(text: str) -> str:
    """Return the name of an element that posts may hold, in lower case; OptionError for a dangerous one."""
    name = text.lower()
    if name == "iframe":
        raise OptionError(
            "markup", '"iframe" is allowed by host only', "name the hosts under sanitizer.iframe_hosts"
        )
    if _DANGEROUS.fullmatch(name):
        raise OptionError("markup", f"{quoted_value(text)} is never safe in a post", "remove it")
    if not _NAME.fullmatch(name):
        raise OptionError(
            "markup", f"{quoted_value(text)} is not the name of an element", "write for example video"
        )
    return name


def check_attribute(text: str) -> str:
    """Return the name of an attribute that an element may have, in lower case."""
    name = text.lower()
    if name.startswith("on") or name in _DANGEROUS_ATTRIBUTES:
        raise OptionError(
            "markup", f"the attribute {quoted_value(text)} is never safe in a post", "remove it"
        )
    if name == "rel":
        raise OptionError("markup", 'the attribute "rel" is set by the program', "remove it")
    if not _NAME.fullmatch(name):
        raise OptionError(
            "markup", f"{quoted_value(text)} is not the name of an attribute", "write for example controls"
        )
    return name
