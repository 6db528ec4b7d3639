"""Write redirects for servers: the file `_redirects` of Netlify and Cloudflare Pages, and a map of nginx."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from generator.addresses.links import SAFE_IN_PATH
from generator.addresses.written import has_values

#: Static rules that Cloudflare Pages reads (developers.cloudflare.com/pages/configuration/redirects/).
CLOUDFLARE_RULES = 2_000
#: In a rule of `_redirects` a star and a colon begin what is filled in.
_SAFE_IN_RULE = SAFE_IN_PATH.replace("*", "").replace(":", "") + "/"


class Redirect(NamedTuple):
    """A redirect: the decoded path from the root without its slash, the query, and the href of the target."""

    path: str
    query: str
    target: str


def netlify_redirects(redirects: Sequence[Redirect], base: str, *, forced: bool) -> bytes:
    """Return a `_redirects` file (docs.netlify.com/manage/routing/redirects/overview/).

    `base` is the path of the site in slashes. A `forced` rule (`301!`) counts at Netlify even where a file
    has the address; Cloudflare, whose rules always count, does not read it. No more does it read rules with
    a query, which are forced, since the page without the query may exist.
    """
    limits = f"Cloudflare Pages reads {CLOUDFLARE_RULES:,} rules, and none with a query."
    lines = [f"# {len(redirects):,} redirects, the newest posts first. {limits}"]
    for path, query, target in redirects:
        source = quote(f"{base}{path}", safe=_SAFE_IN_RULE)
        parameters = query.replace(":", "%3A").split("&") if query else []
        if not query or has_values(query):
            status = "301!" if forced or query else "301"
            lines.append(" ".join([source, *parameters, _rule_target(base, target), status]))
    return ("\n".join(lines) + "\n").encode()


def _rule_target(base: str, target: str) -> str:
    return f"{base}{target}".replace(":", "%3A").replace("*", "%2A")


def nginx_redirects(redirects: Sequence[Redirect], base: str) -> bytes:
    """Return maps of nginx (nginx.org/en/docs/http/ngx_http_map_module.html) for its `http` block.

    They give `$backfile_redirect` the address to which a request is redirected, or "".
    """
    with_query = [one for one in redirects if one.query]
    without = [one for one in redirects if not one.query]
    lines = [
        "map $uri $backfile_moved {",
        *_entries(((f"{base}{path}", target) for path, _, target in without), base),
        "}",
        "map $uri?$args $backfile_redirect {",
        "    default $backfile_moved;",
        *_entries(((f"{base}{path}?{query}", target) for path, query, target in with_query), base),
        "}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entries(rows: Iterator[tuple[str, str]], base: str) -> Iterator[str]:
    """Yield entries of a map. nginx ignores case in them, so those that differ by it are expressions."""
    found = list(rows)
    counts = Counter(source.lower() for source, _ in found)
    for source, target in found:
        name = source if counts[source.lower()] == 1 else f"~^{re.escape(source)}$"
        # A dollar sign would begin a variable.
        yield f"    {_quoted(name)} {_quoted(f'{base}{target}'.replace('$', '%24'))};"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
