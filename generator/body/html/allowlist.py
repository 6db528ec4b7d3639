"""List the elements and attributes that a body may have, and make the sanitiser that enforces the list.

The list is ammonia's default (the library under nh3), with media and task
lists, without image maps and elements of which a page has one (`nav`, `main`).
"""

from __future__ import annotations

from functools import lru_cache

import nh3

from generator.body.html.elements import names
from generator.body.links import LINK_SCHEMES

#: Elements whose text is no text of the article: they go with all that they hold.
DROPPED = names(
    "button datalist math noembed noframes option script select style svg template textarea title xmp"
)
#: Never allowed, whatever site.yaml says: they run or load things, or hold text that is read differently.
_DANGEROUS = DROPPED | names(
    "applet base body embed form frame frameset head html iframe link meta noscript object param plaintext"
)
_DANGEROUS_ATTRIBUTES = names("action formaction ping rel srcdoc style target")

#: Attributes of all elements. References to ids (`for`, `headers`, `aria-labelledby`) are left out.
_COMMON = names("aria-hidden aria-label class dir id lang title")
_PLAIN = names(
    """
    abbr acronym address article aside b bdi bdo big br center cite code dd dfn dt em figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hgroup hr i kbd mark picture pre rb rp rt rtc ruby s samp section small span
    strike strong sub summary sup tbody tfoot thead tr tt u ul var wbr
    """
)
_ELEMENTS: dict[str, str] = {
    **dict.fromkeys(_PLAIN, ""),
    "a": "href hreflang name rel",
    "audio": "controls loop muted preload src",
    "blockquote": "cite",
    "caption": "align",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "open",
    "div": "align",
    "dl": "",
    "img": "alt height sizes src srcset width",
    "input": "checked type",
    "ins": "cite datetime",
    "li": "value",
    "ol": "reversed start type",
    "p": "align",
    "q": "cite",
    "source": "media sizes src srcset type",
    "table": "",
    "td": "align colspan rowspan",
    "th": "abbr align colspan rowspan scope",
    "time": "datetime",
    "track": "default kind label src srclang",
    "video": "controls height loop muted playsinline poster preload src width",
}
_IFRAME = "allowfullscreen height src title width"


@lru_cache(maxsize=8)
def allowed(extra: tuple[tuple[str, tuple[str, ...]], ...], *, frames: bool) -> dict[str, set[str]]:
    """Return the attributes of each allowed element, besides those that all have.

    `extra` comes from site.yaml; `frames` says whether some host may be embedded.
    """
    table = {element: set(listed.split()) for element, listed in _ELEMENTS.items()}
    if frames:
        table["iframe"] = set(_IFRAME.split())
    for element, attributes in extra:
        if element not in _DANGEROUS:
            table.setdefault(element, set()).update(filter(_is_harmless, attributes))
    return table


def _is_harmless(attribute: str) -> bool:
    return not attribute.startswith("on") and attribute not in _DANGEROUS_ATTRIBUTES


@lru_cache(maxsize=8)
def cleaner(extra: tuple[tuple[str, tuple[str, ...]], ...], *, frames: bool) -> nh3.Cleaner:
    """Return the sanitiser of a site. Attributes are checked further in `generator.body.html.attributes`."""
    table = allowed(extra, frames=frames)
    return nh3.Cleaner(
        tags=set(table),
        clean_content_tags=set(DROPPED if frames else DROPPED | {"iframe"}),
        attributes={"*": set(_COMMON), **table},
        link_rel=None,
        url_schemes={"http", "https"} | LINK_SCHEMES,
    )
