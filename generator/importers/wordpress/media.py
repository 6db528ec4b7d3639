"""Write the HTML of pictures, galleries, sound, films and links to films."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from generator.importers.wordpress.places import Place

_SOUND = re.compile(r"\.(?:mp3|ogg|oga|wav|m4a|flac|aac|opus)(?:[?#]|$)", re.IGNORECASE)
_FILM = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov)(?:[?#]|$)", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:[?#]|$)", re.IGNORECASE)


def figure(media: str, caption: str) -> str:
    """Return a figure with some HTML and a caption, which is HTML too ("" for none)."""
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{media}{below}</figure>"


def gallery(places: Iterable[Place]) -> str:
    """Return the pictures of a gallery, each with its caption; other files as links."""
    inner = "\n".join(_member(place) for place in places)
    return f'<div class="gallery">\n{inner}\n</div>' if inner else ""


def _member(place: Place) -> str:
    if not _PICTURE.search(place.url):
        return player(place.url, place.caption)
    src, alt = html.escape(place.url), html.escape(place.alt)
    return figure(f'<img src="{src}" alt="{alt}">', html.escape(place.caption, quote=False))


def player(url: str, title: str = "", poster: str = "") -> str:
    """Return a player for a sound or a film by its suffix, and a link to any other address."""
    src = html.escape(url)
    if _SOUND.search(url):
        return figure(f'<audio controls src="{src}"></audio>', html.escape(title, quote=False))
    if _FILM.search(url):
        still = f' poster="{html.escape(poster)}"' if poster else ""
        return figure(f'<video controls src="{src}"{still}></video>', html.escape(title, quote=False))
    return link(url, title)


def link(url: str, title: str = "") -> str:
    """Return a paragraph with a link to an address of the web; its text for any other."""
    shown = html.escape(title or url, quote=False)
    if not re.match(r"https?://|/", url, re.IGNORECASE):
        return f"<p>{shown}</p>"
    return f'<p><a href="{html.escape(url)}">{shown}</a></p>'


def code(text: str, language: str) -> str:
    """Return a block of code. The text may have entities of HTML or not."""
    shown = html.escape(html.unescape(text.strip("\n")), quote=False)
    kind = f' class="language-{html.escape(language)}"' if re.fullmatch(r"[\w+#-]{1,40}", language) else ""
    return f"<pre><code{kind}>{shown}</code></pre>"
