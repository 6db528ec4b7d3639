"""Write what calls embed from other sites: players where the archive allows their host, else links."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from urllib.parse import quote

from generator.importers.sites.calls import Call

#: Hosts of players, by the name of the call; for `sanitizer.iframe_hosts` of site.yaml.
PLAYERS = {
    "youtube": "www.youtube-nocookie.com",
    "vimeo": "player.vimeo.com",
    "bilibili": "player.bilibili.com",
}
_FRAMES = {"youtube": "embed/{id}", "vimeo": "video/{id}", "bilibili": "player.html?bvid={id}"}
_PAGES = {
    "youtube": "https://www.youtube.com/watch?v={id}",
    "vimeo": "https://vimeo.com/{id}",
    "bilibili": "https://www.bilibili.com/video/{id}",
}
_IN_URL = re.compile(r"(?:v=|/)([\w-]+)/?(?:[?#&].*)?$")


def embedded(call: Call, hosts: Collection[str]) -> str | None:
    """Return the HTML of a call that embeds something; None for other calls. `hosts` may be in frames."""
    name = call.name.removesuffix("_simple").lower()
    if name in PLAYERS:
        return _player(name, _id(call), call.get("title"), hosts)
    if name == "gist":
        return _link(_gist(call))
    if name in ("tweet", "x", "twitter"):
        user, number = call.get("user", 0), call.get("id", 1) or call.get("id", 0)
        return _link(f"https://x.com/{user if user and user != number else 'i'}/status/{number}")
    if name == "instagram":
        return _link(f"https://www.instagram.com/p/{_id(call)}/")
    return None


def _player(name: str, number: str, title: str, hosts: Collection[str]) -> str:
    number = quote(number)
    if PLAYERS[name] not in hosts:
        return _link(_PAGES[name].format(id=number), title)
    source = f"https://{PLAYERS[name]}/{_FRAMES[name].format(id=number)}"
    shown = f' title="{html.escape(title)}"' if title else ""
    return f'<iframe src="{source}" width="560" height="315" allowfullscreen{shown}></iframe>'


def _id(call: Call) -> str:
    written = call.get("id", 0)
    found = _IN_URL.search(written) if "/" in written else None
    return found[1] if found else written


def _gist(call: Call) -> str:
    first, second = call.get("user", 0), call.get("id", 1)
    number = quote(f"{first}/{second}" if re.fullmatch("[0-9a-f]+", second) else first)
    return f"https://gist.github.com/{number}"


def _link(address: str, title: str = "") -> str:
    address = html.escape(address)
    return f'<a href="{address}">{html.escape(title) or address}</a>'
