"""Find the pictures that a body shows: those of other hosts, and the first of all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.body.html.attributes import PageAttributes
from generator.body.html.raw_tags import COMMENT, OPAQUE, REST_OF_TAG, attributes_of
from generator.body.links import at_origin, named_files, resolve
from generator.body.options import BodyRules, Place
from generator.body.web_addresses import clean, own_address
from generator.core.lazy_pattern import lazy
from generator.pictures.addresses import normal
from generator.pictures.candidates import best_address

#: A cheap sign of a picture: most bodies have none.
_SIGNS = ("<img", "<IMG", "<Img", "poster", "POSTER")
_TOKEN = lazy(
    rf"{COMMENT} | {OPAQUE} | <(?P<name>img|video){REST_OF_TAG}", re.VERBOSE | re.DOTALL | re.IGNORECASE
)
#: An address that pages have as it is written, as most are (generator.body.links.resolve).
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9-]+\.)+[a-z]+/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}){0,2000}"
)
#: Pictures that are kept of one post.
_MOST = 2_000


def remote_pictures(
    html: str, source: str, image: str, rules: BodyRules, *, origin: str = ""
) -> tuple[str, ...]:
    """Return the pictures of other hosts in raw HTML, and `image` of the front matter, sorted, each once.

    Where relative addresses may be those of this archive or of the site of the original (`origin`, or ""),
    the second are returned.
    """
    has_pictures = any(sign in html for sign in _SIGNS)
    if not has_pictures and not image:
        return ()
    place = Place("", source, origin=origin)
    found = _addresses(html, place, rules) if has_pictures else iter(())
    keys = {normal(address) for address in (_remote(image, place, rules), *islice(found, _MOST))}
    return tuple(sorted(keys - {""}))


def lead_picture(
    html: str, source: str, image: str, rules: BodyRules, *, origin: str = ""
) -> tuple[str, ...]:
    """Return what the first picture of a post may be: files, then its address on another host; or ().

    It is `image` of the front matter, else the first one in raw HTML. Of what it may be, the first that the
    archive has counts.
    """
    written = image or (_first(html) if any(sign in html for sign in _SIGNS) else "")
    if not written:
        return ()
    remote = normal(_remote(written, Place("", source, origin=origin), rules))
    return tuple(filter(None, (*named_files(clean(written), source, rules), remote)))


def _first(html: str) -> str:
    """Return the address of the first picture in raw HTML, or ""."""
    for token in _TOKEN.finditer(html):
        if (token["name"] or "").lower() == "img":
            return best_address(attributes_of(token[0]))
    return ""


def _addresses(html: str, place: Place, rules: BodyRules) -> Iterator[str]:
    on_page = PageAttributes(place, rules)
    own = own_address(rules.site_host, rules.own_hosts, rules.base_path)
    for token in _TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if not name:
            continue
        written = attributes_of(token[0])
        if name == "video":
            yield _remote(written.get("poster", ""), place, rules)
            continue
        source = written.get("src", "")
        if "srcset" not in written and _PLAIN.fullmatch(source) and not (own and own.match(source)):
            yield source  # as it is on the page, too
            continue
        sources = {key: value for key, value in written.items() if key in ("src", "srcset")}
        address = best_address(on_page("img", sources) or {})
        yield address if "//" in address else at_origin(best_address(sources), place, rules)


def _remote(written: str, place: Place, rules: BodyRules) -> str:
    """Return the address of a picture as a page has it, or that at the site of the original."""
    if not written:
        return ""
    link = resolve(written, place, rules, is_link=False)
    if link and "//" in link.href:
        return link.href
    return at_origin(written, place, rules)
