"""Set the attributes of sanitised elements: resolve links, prefix ids and classes, make pictures lazy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape

from generator.body.html.attribute_values import checked, has_name
from generator.body.html.elements import names
from generator.body.links import PREFIX, body_id, is_for_links, resolve
from generator.body.options import BodyRules, Place

Attributes = dict[str, str]

#: Start tags with attributes, as `tag` writes them.
_TAG = re.compile(r'<([a-z][^\s/>]*)((?: [^\s=">]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r'([^\s=">]+)="([^"]*)"')
_HTTPS = re.compile(r"(?:https:)?//([^/?#\\]+)")

_ADDRESSES = names("background cite data href longdesc manifest poster src")
#: Attributes that name ids; the default list allows none, site.yaml may.
_REFERENCES = names("aria-controls aria-describedby aria-labelledby aria-owns for form headers list")
_RELATIONS = ("nofollow", "sponsored", "ugc")
_LAZY = {"loading": "lazy", "decoding": "async", "referrerpolicy": "no-referrer"}
_FRAMED = {
    "sandbox": "allow-scripts allow-same-origin allow-presentation",
    "loading": "lazy",
    "referrerpolicy": "no-referrer",
}
#: A candidate of srcset: an address, and how wide or dense its picture is (HTML standard, 4.8.4.2.1).
_CANDIDATE = re.compile(r"(\S+)(?:\s+([1-9]\d*w(?:\s+\d+h)?|\d+(?:\.\d+)?x))?")
_BY_WIDTH = re.compile(r" \d+w(?:,|\Z| )")
#: Nobody gives more classes to an element, or more sizes to a picture.
_MOST = 32
_COMMA = re.compile(r",\s+|\s+,\s*|,$")
_ROOTED = re.compile(r'( (?:cite|href|poster|src|srcset)=")([^"]*)')


def with_page_attributes(html: str, place: Place, rules: BodyRules) -> str:
    """Return plain HTML with the attributes that its elements have on the page of `place`."""
    attributes = PageAttributes(place, rules)

    def on_page(found: re.Match[str]) -> str:
        return tag(found[1], attributes(found[1], written_attributes(found[2])) or {})

    return _TAG.sub(on_page, html)


def written_attributes(html: str) -> Attributes:
    """Return the attributes in a start tag, as `tag` or nh3 writes them."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(html)}


def address_from_root(html: str, root: str) -> str:
    """Return a finished body with `/…` where its links begin with `root`, the relative way to the root.

    Such a body can be a source again: `finish` then makes the same of it, wherever it lies.
    """

    def absolute(found: re.Match[str]) -> str:
        return found[1] + f" {found[2]}".replace(f" {root}", " /")[1:]

    return _TAG.sub(lambda tag: _ROOTED.sub(absolute, tag[0]), html)


class PageAttributes:
    """Gives the elements of one body, in their order, the attributes that they have on a page."""

    def __init__(self, place: Place, rules: BodyRules) -> None:
        self._place = place
        self._rules = rules
        self._ids: set[str] = set()
        self._special: dict[str, Callable[[Attributes], Attributes | None]] = {
            "a": self._anchor,
            "audio": _player,
            "iframe": self._frame,
            "img": _picture,
            "input": _checkbox,
            "source": _source,
            "track": _source,
            "video": _player,
        }

    def __call__(self, element: str, written: Mapping[str, str]) -> Attributes | None:
        """Return the attributes that an element has instead of those that are written; None removes it."""
        rule = self._special.get(element)
        if not written and rule is None:
            return {}
        attributes: Attributes = {}
        for name, value in written.items():
            kept = self._value(element, name, value)
            if kept is not None:
                attributes[name] = kept
        if "aria-label" in attributes and "role" not in attributes and not has_name(element):
            del attributes["aria-label"]
        return rule(attributes) if rule else attributes

    def _value(self, element: str, name: str, value: str) -> str | None:
        if name == "class":
            return _classes(element, value)
        if name == "id":
            return self._id(value)
        if name in _REFERENCES:
            return " ".join([body_id(one, self._rules) for one in value.split()[:_MOST]]) or None
        if name == "srcset":
            return self._candidates(value)
        if name in _ADDRESSES and (element, name) != ("a", "href"):
            return self._address(value)
        return checked(element, name, value)

    def _id(self, value: str) -> str | None:
        """Return an id with its prefix; None for one that is taken, or none (HTML standard, 3.2.6)."""
        prefixed = body_id(value, self._rules)
        if prefixed in self._ids or len(value.split()) != 1:
            return None
        self._ids.add(prefixed)
        return prefixed

    def _address(self, url: str) -> str | None:
        link = resolve(url, self._place, self._rules, is_link=False)
        return None if link is None or is_for_links(link.href) else link.href

    def _candidates(self, value: str) -> str | None:
        """Return the pictures of srcset, one of each size; None if one is no picture that may be shown.

        Their sizes are widths or densities, not both; the first has its way.
        """
        candidates: dict[str, str] = {}
        for part in filter(None, _COMMA.split(value.strip(), maxsplit=_MOST)):
            match = _CANDIDATE.fullmatch(part)
            address = self._address(match[1]) if match else None
            if match is None or address is None:
                return None
            size = " ".join((match[2] or "").split())
            candidates.setdefault(size or "1x", f"{address} {size}".rstrip())
        by_width = "w" in next(iter(candidates), "")
        return ", ".join(text for size, text in candidates.items() if ("w" in size) == by_width) or None

    def _anchor(self, attributes: Attributes) -> Attributes | None:
        """Resolve a link; one that may not stay leaves its content, and its id."""
        name = attributes.pop("name", "")
        if "id" not in attributes and (target := self._id(name)):
            attributes["id"] = target
        relations = attributes.pop("rel", "").lower().split()
        link = resolve(attributes.pop("href", ""), self._place, self._rules)
        if link:
            attributes["href"] = link.href
        if link and link.external:
            kept = [relation for relation in _RELATIONS if relation in relations]
            attributes["rel"] = " ".join(["noopener", "noreferrer", *kept])
        if link:
            return attributes
        return {"id": attributes["id"]} if "id" in attributes else None

    def _frame(self, attributes: Attributes) -> Attributes | None:
        """Keep a frame of one of the hosts that site.yaml names."""
        host = _HTTPS.match(attributes.get("src", ""))
        if not host or host[1].lower() not in self._rules.iframe_hosts:
            return None
        attributes["src"] = f"https:{attributes['src'].removeprefix('https:')}"
        attributes.setdefault("title", host[1].lower())
        return attributes | _FRAMED


def tag(name: str, attributes: Mapping[str, str]) -> str:
    """Return a start tag."""
    if not attributes:
        return f"<{name}>"
    written = "".join([f' {attribute}="{_escaped(value)}"' for attribute, value in attributes.items()])
    return f"<{name}{written}>"


def _escaped(value: str) -> str:
    """Return a value as serialisers write it (HTML standard, 13.3)."""
    escaped = value.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _classes(element: str, value: str) -> str | None:
    """Return classes with the prefix of bodies, but for the language of code, which highlighters look for."""
    kept = "language-" if element == "code" else PREFIX
    classes = [name if name.startswith((PREFIX, kept)) else PREFIX + name for name in value.split()[:_MOST]]
    return " ".join(classes) or None


def _picture(attributes: Attributes) -> Attributes | None:
    if not ("src" in attributes or "srcset" in attributes):
        return None
    attributes["alt"] = attributes.get("alt", "").strip()
    return _sized(attributes) | _LAZY


def _sized(attributes: Attributes) -> Attributes:
    """Drop sizes that no picture is chosen by: without srcset, or where that has no widths."""
    if not _BY_WIDTH.search(attributes.get("srcset", "")):
        attributes.pop("sizes", None)
    return attributes


def _player(attributes: Attributes) -> Attributes:
    """Give sound and films their controls: nothing may play that a reader can't stop."""
    attributes.pop("controls", None)
    return attributes | {"controls": ""}


def _checkbox(attributes: Attributes) -> Attributes | None:
    """Leave the boxes of task lists, which can't be ticked, and no other input."""
    if attributes.get("type", "").lower() != "checkbox":
        return None
    checked = {"checked": ""} if "checked" in attributes else {}
    return {"type": "checkbox", "disabled": "", **checked}


def _source(attributes: Attributes) -> Attributes | None:
    return _sized(attributes) if "src" in attributes or "srcset" in attributes else None
