"""Find the references of a body (links, pictures, sound, films) with their positions in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from generator.addresses.routes import NOTHING_RESERVED, Reserved
from generator.body.links import at_origin, body_id, linked_source, resolve
from generator.body.options import BodyRules, Place
from generator.body.site_addresses import site_address
from generator.body.web_addresses import clean
from generator.body.written_addresses import AddressFinder, has_template_tag, tag_addresses

#: Kinds of addresses.
Kind = Literal["source", "address", "page", "web", "outside", "empty", "template"]

#: The longest address that is stored, in characters; longer addresses are data, or damaged.
_LONGEST = 2_000
#: Schemes that are removed from bodies without a report: scripts of buttons, data, blank pages, mail.
_SILENT = re.compile(r"(?:javascript|data|about|blob|mailto|tel|ftp|sms|weixin|tencent):", re.IGNORECASE)


class Reference(NamedTuple):
    """A reference of a body, as it is written and as it is resolved.

    `kind` says what `target` is: the path of a source, a path of the output (`address`; "" is the root), or
    a web address (`web`). `target` is "" for the page itself and for unusable addresses. `fragment` is an id
    of the target, as the page has it. `elsewhere` is where a relative address of a scraped body leads if
    this archive has nothing there, else "".
    """

    line: int
    column: int
    element: str
    written: str
    kind: Kind
    target: str
    fragment: str
    elsewhere: str = ""


class Origin(NamedTuple):
    """Where a body is from: its source, the address of its original on a different site or "".

    `reserved` are the pages of the program, which are this archive's own.
    """

    source: str
    address: str = ""
    reserved: Reserved = NOTHING_RESERVED

    def elsewhere(self, url: str, rules: BodyRules) -> str:
        """Return where a relative address leads if this archive has nothing there, or ""."""
        source = linked_source(clean(url), self.source)
        if not (self.address and (source or site_address(url, self.source, self.reserved, rules))):
            return ""
        return at_origin(url, Place("/", self.source, origin=self.address), rules)


class Meaning(NamedTuple):
    """The resolved form of an address in a body; see Reference."""

    kind: Kind
    target: str = ""
    fragment: str = ""


def references(
    html: str, text: str, first_line: int, origin: Origin, rules: BodyRules
) -> Iterator[Reference]:
    """Yield the references of HTML that was made from `text`, which begins in `first_line` of its source."""
    finder = AddressFinder(text, first_line)
    for element, address in tag_addresses(html):
        meant = meaning(address, element, origin.source, rules, origin.address)
        if meant:
            line, column, written = finder.find(address.strip()[:_LONGEST])
            elsewhere = origin.elsewhere(address, rules) if meant.kind in ("source", "address") else ""
            yield Reference(line, column, element, written, *meant, elsewhere)


def original_link(
    address: str, text: str, first_line: int, source: str, rules: BodyRules
) -> Iterator[Reference]:
    """Yield the address of the original, which the tail of a text names; nothing for ""."""
    meant = meaning(address, "a", source, rules) if address else None
    if meant:
        line, column, written = AddressFinder(text, first_line).find(address)
        yield Reference(line, column, "source_url", written, meant.kind, meant.target, meant.fragment)


def meaning(address: str, element: str, source: str, rules: BodyRules, origin: str = "") -> Meaning | None:
    """Return the meaning of an address in a body; None for mail, data and scripts, which are not checked."""
    url = clean(address)
    if not url:
        return Meaning("empty") if element == "a" else None
    if has_template_tag(url):
        return Meaning("template")
    linked = linked_source(url, source) if element == "a" else None
    if linked is not None:
        return Meaning("source", linked, _identifier(url.partition("#")[2], rules))
    link = resolve(url, Place("/", source, origin=origin), rules)
    if link is None or link.external or link.href[:1] not in "/#?":
        return _elsewhere(url, link.href if link else "")
    path, _, fragment = link.href.partition("#")
    if path[:1] == "/":
        return Meaning("address", unquote(path[1:].partition("?")[0]), _identifier(fragment, None))
    return Meaning("page", "", _identifier(fragment, None)) if fragment else None


def _elsewhere(url: str, href: str) -> Meaning | None:
    """Return the meaning of an address outside this site."""
    if href.startswith(("http://", "https://", "//")):
        whole = href if href[0] == "h" else f"https:{href}"
        return Meaning("web", whole.partition("#")[0])
    return None if href or _SILENT.match(url) or len(url) > _LONGEST else Meaning("outside")


def _identifier(fragment: str, rules: BodyRules | None) -> str:
    """Return the id that a fragment names in the page; "" for the top of it (HTML standard, 7.4.6.3).

    With `rules`, the fragment names an id of a body.
    """
    name = unquote(fragment.partition(":~:")[0])
    if not name or name.lower() == "top":
        return ""
    return body_id(name, rules) if rules else name
