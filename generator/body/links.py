"""Resolve the links of a body: relative within the site, so that it works under any path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from generator.addresses.folders import BESIDE_POSTS, FILES, STATIC, find_file_address, paths_at
from generator.addresses.links import SAFE_IN_PATH
from generator.addresses.stem import stem
from generator.body.options import BodyRules, Place
from generator.body.source_paths import POST_SUFFIXES, beside, file_beside, in_own_folder
from generator.body.web_addresses import (
    LONGEST,
    clean,
    legal,
    own_address,
    split_address,
    web_address,
    with_plain_host,
    within_site,
)
from generator.pictures.beside import SUFFIXES as PICTURES

#: What ids and classes of a body begin with, so that they meet none of the theme's.
PREFIX = "post-"

#: Schemes of links besides http and https: those that web pages may register handlers for (HTML standard,
#: 8.7.1.1), so that browsers hand them to a program, and no script runs.
_SCHEMES_OF_PROGRAMS = (
    "bitcoin ftp ftps geo im irc ircs magnet mailto matrix mms news nntp openpgp4fpr sftp sip sips sms smsto "
    "ssh tel urn webcal xmpp"
)
LINK_SCHEMES = frozenset(_SCHEMES_OF_PROGRAMS.split())
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = re.compile(r"(https?:)?[/\\]{2,}(?=[^/\\])", re.IGNORECASE)
#: Without regard to case an expression has no fixed start, and is searched ten times as slowly.
_REFERENCES = tuple(
    re.compile(rf"""{name}(set)?+\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]++))""")
    for name in ("src", "href", "SRC", "HREF")
)
_HREF = re.compile(r"""href\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]++))""", re.IGNORECASE)
#: A cheap sign that there may be a link to a post: most bodies have none.
_SOURCE_HINT = re.compile(r"\.(?:md|markdown|html)[\"'?#\s>]", re.IGNORECASE)
#: What is left of bytes that are no UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Link(NamedTuple):
    """An address ready for an attribute (but for escaping). `external` when it leads out of the site."""

    href: str
    external: bool = False


def source_links(html: str, source: str, rules: BodyRules, picture: str = "") -> tuple[str, ...]:
    """Return the source paths of posts and of files (`named_files`) that a body seems to name, sorted.

    They are relative to the site (`content/posts/2021/a.md`); whether such a
    post or file exists is not known here. `picture` is one of the front matter.
    """
    found = set(_files(picture, source, rules)) if picture else set()
    for expression in _REFERENCES:
        for is_set, *values in expression.findall(html):
            written = unescape("".join(values))
            for one in written.split(",") if is_set else (written,):
                found.update(_files(one.strip().partition(" ")[0] if is_set else one, source, rules))
    if _SOURCE_HINT.search(html):
        for href in _HREF.findall(html):
            path = linked_source(clean(unescape("".join(href))), source)
            if path is not None:
                found.add(path)
    return tuple(sorted(found))


def _files(written: str, source: str, rules: BodyRules) -> Iterator[str]:
    return (file for file in named_files(clean(written), source, rules) if not _SURROGATE.search(file))


def named_files(url: str, source: str, rules: BodyRules) -> tuple[str, ...]:
    """Return the paths at which a file may be that a cleaned address names; () for an address elsewhere.

    For a relative address these are those of `linked_files`. A file under content/static/ may have the
    address of one beside a page. What an address from the root names may lie in several folders; only
    pictures are looked for outside of content/posts/. The first path at which there is a file counts.
    """
    path = within_site(url, rules)
    if path.startswith("/"):
        is_elsewhere = path.startswith("//") or len(url) > LONGEST
        return () if is_elsewhere else _from_folders(split_address(path)[0])
    files = linked_files(url, source)
    if not files or files[0].startswith(BESIDE_POSTS) or not files[0].lower().endswith(PICTURES):
        return files
    address = find_file_address(files[0])
    return tuple(dict.fromkeys((*files, *(paths_at(address) if address else ()))))


def _from_folders(path: str) -> tuple[str, ...]:
    """Return the paths at which a file may be that a path from the root of the site names."""
    is_picture = path.lower().endswith(PICTURES)
    if not (is_picture or path.startswith(f"/{FILES}")):
        return ()
    address = file_beside(path.lstrip("/"), STATIC)
    files = paths_at(address) if address else ()
    return files if is_picture else tuple(file for file in files if file.startswith(BESIDE_POSTS))


def linked_files(url: str, source: str) -> tuple[str, ...]:
    """Return the paths at which a file may be that a cleaned relative address names; () for other addresses.

    The first one is beside the source, the second one in the folder of the source's own name.
    """
    if not url or len(url) > LONGEST or url[0] in "/\\#?" or _SCHEME.match(url):
        return ()
    path = split_address(url)[0]
    if "." not in path.rpartition("/")[2] or path.lower().endswith(POST_SUFFIXES):
        return ()
    return tuple(file for file in (beside(path, source), in_own_folder(path, source)) if file)


def linked_source(url: str, source: str) -> str | None:
    """Return the source path that a cleaned relative link seems to name; None for any other link."""
    if not url or len(url) > LONGEST or url[0] in "/\\#?" or _SCHEME.match(url):
        return None
    path, _, _ = split_address(url)
    found = beside(path, source) if path.lower().endswith(POST_SUFFIXES) else None
    return None if found is None or _SURROGATE.search(found) else found


def resolve(url: str, place: Place, rules: BodyRules, *, is_link: bool = True) -> Link | None:
    """Return where a link of a body leads from the page that shows it; None when it must go.

    The first rule that fits: own hosts and `/…` lead to the site's root, `#…`
    to the prefixed id, the source of a post to its page, other relative paths
    to files beside the source. What leads nowhere leads to the site of the original; where that is not
    known, a link must go, but not the address of a picture (`is_link` false). Other schemes than http,
    https and LINK_SCHEMES are refused, in any disguise that a browser would see through.
    """
    url = clean(url)
    if not url or len(url) > LONGEST:
        return None
    if web := _WEB.match(url):
        return _web(f"{(web[1] or '').lower()}//{url[web.end() :]}", place, rules, is_link=is_link)
    if scheme := _SCHEME.match(url):
        known = scheme[1].lower()
        return Link(legal(url), external=known == "ftp") if known in LINK_SCHEMES else None
    if url[0] in "/\\":
        is_lost = (is_link or place.origin) and _is_missing(url, place)
        return _elsewhere(url, place, rules) if is_lost else _from_root(url, place, rules)
    if url[0] == "?" and place.origin:
        return _elsewhere(url, place, rules)
    if url[0] in "#?":
        within = in_page(url, rules) if url[0] == "#" else "".join(split_address(url))
        return Link(f"{place.root}{place.page}{within}" if place.page else within)
    return _relative(url, place, rules, is_link=is_link)


def is_for_links(href: str) -> bool:
    """Tell whether a resolved address is one that no picture, sound or film is loaded from."""
    scheme = _SCHEME.match(href)
    return scheme is not None and scheme[1].lower() not in ("http", "https", "ftp")


def in_page(url: str, rules: BodyRules) -> str:
    """Return a fragment (`#x`) as the ids of bodies are; `#` and queries stay."""
    if len(url) < 2 or url[0] != "#":
        return url
    name = legal(url[1:]).replace("#", "%23")
    if not rules.prefix_ids:
        return f"#{name.removeprefix(PREFIX)}"
    return f"#{name}" if unquote(name).startswith(PREFIX) else f"#{PREFIX}{name}"


def body_id(name: str, rules: BodyRules) -> str:
    """Return an id of a body as its page has it."""
    bare = name.removeprefix(PREFIX)
    return PREFIX + bare if rules.prefix_ids else bare


def _web(url: str, place: Place, rules: BodyRules, *, is_link: bool) -> Link | None:
    url = with_plain_host(url)
    if "//" in place.root and url.startswith(place.root):
        return Link(url)
    own = own_address(rules.site_host, rules.own_hosts, rules.base_path)
    if own and (match := own.match(url)):
        path = url[match.end() :]
        return None if is_link and _is_missing(path, place) else _from_root(path, place, rules)
    address = web_address(url)
    if address.startswith("//") and (place.page or "//" in place.root):
        address = f"https:{address}"  # in a feed, which is read anywhere
    return Link(address, external=True) if address else None


def _from_root(url: str, place: Place, rules: BodyRules) -> Link:
    path, query, fragment = split_address(url)
    segments: list[str] = []
    for segment in path.lstrip("/\\").replace("\\", "/").split("/"):
        plain = unquote(segment, errors="surrogateescape")
        if plain == "..":
            del segments[-1:]
        elif plain != ".":
            segments.append(quote(plain, safe=SAFE_IN_PATH, errors="surrogateescape"))
    address = "/".join(segments)
    if fragment and place.targets and place.targets.get(stem(unquote(address, errors="replace"))):
        fragment = in_page(fragment, rules)
    return Link(f"{place.root}{address}{query}{fragment}")


def _is_missing(path: str, place: Place) -> bool:
    """Tell whether the index knows that the archive has nothing at a path from its root."""
    if not place.targets:
        return False
    plain = unquote(re.split("[?#]", path, maxsplit=1)[0].replace("\\", "/"), errors="replace")
    return place.targets.get(stem(plain)) == ""


def origin_of(source_url: str, rules: BodyRules) -> str:
    """Return the address of the original whose site relative links may belong to; "" if that is this site."""
    own = own_address(rules.site_host, rules.own_hosts, rules.base_path) if source_url else None
    return "" if own and own.match(source_url) else source_url


def at_origin(url: str, place: Place, rules: BodyRules) -> str:
    """Return where a relative address leads if this archive has nothing there; "" for other addresses."""
    url = clean(url)
    if not url or url[0] == "#" or _WEB.match(url) or _SCHEME.match(url):
        return ""
    link = _elsewhere(url, place, rules)
    return link.href if link else ""


def _elsewhere(url: str, place: Place, rules: BodyRules) -> Link | None:
    """Return a relative link as one of the site that the body was taken from; None if that is not known."""
    if not place.origin:
        return None
    try:
        joined = urljoin(place.origin, url)
    except ValueError:
        return None
    own = own_address(rules.site_host, rules.own_hosts, rules.base_path)
    address = "" if own and own.match(joined) else web_address(joined)
    return Link(address, external=True) if address else None


def _relative(url: str, place: Place, rules: BodyRules, *, is_link: bool) -> Link | None:
    path, query, fragment = split_address(url)
    file = beside(path, place.source)
    if file is None:
        return _elsewhere(url, place, rules)
    if path.lower().endswith(POST_SUFFIXES):
        if file in place.targets:
            return Link(f"{place.root}{place.targets[file]}{in_page(fragment, rules)}")
        if not path.lower().endswith(".html"):
            return _elsewhere(url, place, rules)
    own = None if path.lower().endswith(POST_SUFFIXES) else in_own_folder(path, place.source)
    if own is not None and own in place.targets and file not in place.targets:
        file = own
    elif (is_link or place.origin) and _is_missing(_beside(path, place), place):
        return _elsewhere(url, place, rules)
    address = find_file_address(file)
    return None if address is None else Link(f"{place.root}{_quote(address)}{query}{fragment}")


def _beside(path: str, place: Place) -> str:
    return quote(file_beside(path, place.source) or "", errors="replace")


def _quote(path: str) -> str:
    return quote(path, safe=f"/{SAFE_IN_PATH}", errors="surrogateescape")
