"""Hold the settings for bodies, as one small value that is sent to the workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.pictures.names import Smaller


class BodyRules(NamedTuple):
    """The slice of site.yaml that shapes bodies. `site_host` and `base_path` (`/archive/`) are of the URL.

    `encoding` is that of files which are not Unicode, "" for the one that is recognised.
    `smaller` is how smaller versions of pictures are made. `picture_url` is the address below which kept
    pictures are published, with a final slash; "" if they are files of the site.
    """

    engine: str = "comrak"
    extensions: tuple[str, ...] = ("extra", "sane_lists", "toc")
    extra_tags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    iframe_hosts: tuple[str, ...] = ()
    site_host: str = ""
    own_hosts: tuple[str, ...] = ()
    base_path: str = "/"
    source_link: str = ""
    back_links: str = ""
    credit: str = ""
    prefix_ids: bool = True
    math: bool = False
    encoding: str = ""
    smaller: Smaller = Smaller()
    picture_url: str = ""


class Place(NamedTuple):
    """Where a body is shown; its links are resolved against this.

    `root` is what leads from the page to the site's root (`../../`, or an
    absolute URL in a feed); `source` is the body's own file, relative to the
    site (`content/posts/2021/a.md`); `targets` maps source paths of linked
    posts to their hrefs, and has files that the body may name. Where the body
    is not shown on its own page but in a feed, `page` is the href of that page:
    its ids are there. `origin` is the address of the original, or "": the
    relative links of a scraped body that lead nowhere here belong to its site.
    `targets` has these too, each as `generator.addresses.stem.stem` of where it
    would lead, with "" as its href; so it has addresses of posts, with theirs. Of pictures of other hosts it
    has those that the registry knows, by `pictures.addresses.normal`, each with a text of `pictures.shown`.
    Files have such a text if they are pictures, else "".
    """

    root: str
    source: str
    targets: Mapping[str, str] = {}
    page: str = ""
    origin: str = ""
