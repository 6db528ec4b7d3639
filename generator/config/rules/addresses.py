"""Check options that are addresses or parts of addresses.

Each returns the text as the program uses it, and raises OptionError for one that it can't use.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from generator.addresses.links import SAFE_IN_PATH
from generator.addresses.segments import slugify
from generator.config.yaml.errors import OptionError
from generator.core.wording import did_you_mean, printable, quoted_value

_REDIRECTS = ("html", "netlify", "nginx")
#: Characters that no URL holds unencoded (RFC 3986, section 2).
_NOT_IN_URL = re.compile(r"[\s<>\"\\^`{|}]")
#: An empty step in a path, or one that leads to a different folder.
_BAD_STEP = re.compile(r"//|/\.{1,2}(?:/|$)")
#: A host name or IPv4 address, in any script, with its port.
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*(?::[0-9]{1,5})?")


def check_site_url(text: str) -> str:
    """Return the address of the site with a final slash, its host in lower case, its path percent-encoded."""
    if not text:
        return text
    parts = _split_url(text, "https://example.org/archive/")
    if "?" in text or "#" in text:
        raise OptionError("url", "may not have a query or fragment", "remove the part after ? or #")
    if _BAD_STEP.search(parts.path):
        raise OptionError("url", "has //, . or .. in its path", "write the path as browsers show it")
    path = quote(parts.path.rstrip("/"), safe=f"/%{SAFE_IN_PATH}")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}/"


def check_web_url(text: str) -> str:
    """Return the address of a page elsewhere."""
    if text:
        _split_url(text, "https://example.org/")
    return text


def check_picture(text: str) -> str:
    """Return the address of a picture: absolute, or a path under content/static/ (no slash before it)."""
    if ":" in text or text.startswith("//"):
        return check_web_url(text)
    if "\\" in text or ".." in text.split("/"):
        raise OptionError(
            "path",
            f"{quoted_value(text)} is not a path in content/static/",
            "write for example images/logo.png",
        )
    return text.lstrip("/")


def _split_url(text: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or _NOT_IN_URL.search(text):
        raise OptionError(
            "url", f"must be an http or https address, not {quoted_value(text)}", f"write it as {example}"
        )
    return parts


def check_host(text: str) -> str:
    """Return a host name in lower case; one without scheme, path or wildcard."""
    if _HOST.fullmatch(text):
        return text.lower()
    bare = text.rpartition("//")[2].partition("/")[0]
    cure = (
        f"write {printable(bare.lower())}" if _HOST.fullmatch(bare) else "write for example www.example.org"
    )
    raise OptionError("host", f"must be the name of a host and no more, not {quoted_value(text)}", cure)


def check_segment(text: str) -> str:
    """Return a text that is safe as one segment of a path on every system; "" stays ""."""
    safe = slugify(text)
    if safe == text:
        return text
    cure = f"write {quoted_value(safe)}" if safe else "use letters, digits and hyphens"
    raise OptionError("slug", f"{quoted_value(text)} can't be used in addresses and file names", cure)


def check_redirects(text: str) -> str:
    """Return the name of a form in which redirects are written."""
    if text in _REDIRECTS:
        return text
    cure = did_you_mean(text, _REDIRECTS, "write for example netlify")
    message = f'must be "html", "netlify" or "nginx", not {quoted_value(text)}'
    raise OptionError("choice", message, cure)
