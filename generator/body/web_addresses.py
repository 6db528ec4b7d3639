"""Read and write addresses of the web, and tell those of this site from others."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from generator.body.options import BodyRules

#: Characters; servers refuse longer addresses, and nobody means them.
LONGEST = 8_000
#: Browsers take these out of addresses before they read them (URL Standard, 4.4).
_IGNORED = {ord(character): None for character in "\t\n\r"}
_EDGES = "".join(map(chr, range(33)))
#: What stands before a path: a scheme, perhaps a name and a password, and a host that can be looked up.
_LABEL = r"""[^\s/?#\\<>"`^{|}\[\]%@:.]++"""
_AUTHORITY = re.compile(
    rf"""(?:https?:)?//(?:[^\s/?#\\<>"`^{{|}}\[\]@]*+@)?
        (?: \[[0-9a-f:.]+\] | {_LABEL}(?:\.{_LABEL})*+\.? ) (?::\d*)?(?=[/?#\\]|$)""",
    re.VERBOSE | re.IGNORECASE,
)
#: A host that engines have percent-encoded, without a name before it; and what of ASCII is in hosts.
_ENCODED_HOST = re.compile(
    r"(?:(?:https?:)?//)([^/?#\\@:\[\]%]*+%[^/?#\\@:\[\]]*+)(?=(?::\d*)?(?:[/?#\\]|$))",
    re.IGNORECASE,
)
_NOT_IN_HOST = re.compile(r"[\x00-\x7f](?<![A-Za-z0-9._-])")
#: What an address may not hold, and a percent sign that encodes nothing.
_ILLEGAL = re.compile(r"""[\x00-\x20"<>\[\]\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})""")


def clean(url: str) -> str:
    """Return an address without what browsers take out of it before they read it."""
    return url.strip(_EDGES).translate(_IGNORED)


def web_address(url: str) -> str:
    """Return an address of another site fit for a page; "" for one that no browser could find."""
    url = with_plain_host(url)
    match = _AUTHORITY.match(url)
    if match is None:
        return ""
    path, query, fragment = split_address(url[match.end() :])
    path = legal(path.replace("\\", "/"))
    return f"{match[0]}{path}{query}{fragment}"


def with_plain_host(url: str) -> str:
    """Return an address of the web with its host decoded, once, as browsers do (URL Standard, 3.5).

    What no host may hold stays encoded, and with it the whole host.
    """
    encoded = _ENCODED_HOST.match(url) if "%" in url else None
    if encoded is None:
        return url
    try:
        host = unquote(encoded[1], errors="strict")
    except UnicodeDecodeError:
        return url
    if _NOT_IN_HOST.search(host) or not host.isprintable():
        return url
    return f"{url[: encoded.start(1)]}{host}{url[encoded.end(1) :]}"


def legal(url: str) -> str:
    """Return a part of an address with what may not stand in one percent-encoded (URL Standard, 4.3)."""
    return _ILLEGAL.sub(lambda found: quote(found[0], safe=""), url) if _ILLEGAL.search(url) else url


@lru_cache(maxsize=8)
def own_address(site_host: str, hosts: tuple[str, ...], base_path: str) -> re.Pattern[str] | None:
    """Return the expression for what comes before the path of an address of this site.

    On the site's own host there may be others beside it, so there its base path
    must be given; former hosts may have had it or not.
    """
    base = rf"(?-i:{re.escape(base_path.rstrip('/'))})"
    names = [rf"{re.escape(site_host)}(?::(?:80|443))?{base}"] if site_host else []
    names += [rf"{re.escape(host)}(?::(?:80|443))?(?:{base})?" for host in hosts if host != site_host]
    if not names:
        return None
    return re.compile(rf"(?:https?:)?//(?:{'|'.join(names)})(?=[/\\?#]|$)", re.IGNORECASE)


def within_site(url: str, rules: BodyRules) -> str:
    """Return a cleaned address of this site as a path from its root; any other address as it is."""
    own = own_address(rules.site_host, rules.own_hosts, rules.base_path) if "//" in url else None
    match = own.match(url) if own else None
    return f"/{url[match.end() :].lstrip('/')}" if match else url


def split_address(url: str) -> tuple[str, str, str]:
    """Return path, query with its `?` and fragment with its `#`, the last two fit for an address."""
    address, hash_sign, fragment = url.partition("#")
    path, question_mark, query = address.partition("?")
    fragment = legal(fragment).replace("#", "%23") if fragment else ""
    return path, question_mark + (legal(query) if query else ""), hash_sign + fragment
