"""Find the first picture of a post, if the archive has it, and show it in lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from generator.addresses.folders import file_address
from generator.addresses.links import href
from generator.config.schema import SiteConfig
from generator.kinds.parts.pictures import PICTURES, pillow, smaller_pictures
from generator.kinds.parts.terms import CARD, CardRow
from generator.pictures.names import FOLDER, Smaller
from generator.pictures.shown import Shown, from_text
from generator.plan.touched import Rule
from generator.theme.lookup import Theme
from generator.theme.options import complete

#: The option of a theme that shows pictures in lists, and its value for thumbnails.
OPTION, THUMBNAILS = "list_pictures", "thumbnails"
#: Pixels of the width of a thumbnail: twice that in the shipped themes. Narrower pictures are icons, and have
#: none.
WIDTH = 240
#: Pixels of the height that a picture needs.
_LEAST_HEIGHT = 80

#: SQL: what the archive has of what the first picture of a post `p` may be, as a JSON array of arrays: the
#: path of a file or an address on another host, a text of `generator.pictures.shown`, bytes.
LEAD = """CASE WHEN instr(p.details, '"pictures": ') AND (
        EXISTS (SELECT 1 FROM pictures) OR EXISTS (SELECT 1 FROM file_pictures)) THEN (
    SELECT json_group_array(json_array(name, shown, size)) FROM (
        SELECT l.key AS number, l.value AS name, k.shown, k.size FROM json_each(p.details, '$.pictures') AS l
        CROSS JOIN pictures AS k WHERE k.address = l.value AND k.stored = 1
        UNION ALL
        SELECT l.key, l.value, k.shown, s.size FROM json_each(p.details, '$.pictures') AS l
        CROSS JOIN file_pictures AS k ON k.path = l.value AND k.shown != ''
        CROSS JOIN files AS f ON f.path = k.path AND f.taken = 0
        CROSS JOIN sources AS s ON s.path = k.path ORDER BY 1)) ELSE '[]' END"""
#: SQL: whether a live post begins with a picture, which has a `{name}` in `links`.
IS_LEAD = """max(EXISTS (
    SELECT 1 FROM links JOIN posts ON posts.id = links.post_id
    CROSS JOIN json_each(posts.details, '$.pictures') AS l
    WHERE links.target = {name} AND l.value = {name} AND posts.live = 1 AND posts.role = 'post'))"""
#: SQL: live posts whose first picture may have changed, though their files have not.
_POSTS = """(SELECT DISTINCT post_id FROM links
             WHERE target IN (SELECT address FROM changed_pictures UNION SELECT path FROM changed_files)) AS l
    CROSS JOIN posts ON posts.id = l.post_id AND posts.live = 1 AND posts.role = 'post'
        AND instr(posts.details, '"pictures": ')"""


class ListsChanged(NamedTuple):
    """The rule for lists of a taxonomy that show such posts, and SQL for the places of these in the lists."""

    rule: Rule
    places: str


_TERMS = f"""FROM {_POSTS} CROSS JOIN json_each(posts.terms) AS j
    CROSS JOIN terms AS t ON t.id = j.value AND t.taxonomy = :kind AND t.name != ''"""
LISTS_CHANGED = ListsChanged(
    Rule(
        f"SELECT t.name AS key, min(posts.stamp) AS start {_TERMS} GROUP BY t.name",
        "the picture of one of its posts changed",
    ),
    f"SELECT t.id, posts.stamp, posts.path {_TERMS}",
)


class Thumbnails(NamedTuple):
    """How thumbnails are made; `smaller` has no widths if there are none.

    `url`: the address below which those of kept pictures are published, "" if they are files of the site.
    """

    smaller: Smaller = Smaller()
    url: str = ""


class Lead(NamedTuple):
    """The first picture of a post: a link from the root to it, or its URL; bytes; how it is shown."""

    link: str
    size: int
    shown: Shown


def lead(found: str, picture_url: str = "") -> Lead | None:
    """Return the first picture of a post from the column `LEAD`.

    `picture_url` is the address below which kept pictures are published, or "".
    """
    for name, text, size in json.loads(found) if found != "[]" else ():
        one = from_text(text)
        is_kept = one.manner == "kept"
        link = f"{picture_url or FOLDER}{one.name}" if is_kept else href(file_address(name))
        return Lead(link, size, one)
    return None


def thumbnails(config: SiteConfig, theme: Theme) -> Thumbnails:
    """Return how thumbnails are made; without widths where the theme has none, or Pillow is missing."""
    chosen = complete(theme, config.theme.options).get(OPTION)
    is_on = chosen == THUMBNAILS and bool(pillow())
    smaller = smaller_pictures(config)._replace(widths=(WIDTH,) if is_on else ())
    return Thumbnails(smaller, PICTURES.of(config).url)


def thumbnail_widths(one: Shown, made: Smaller) -> list[int]:
    """Return the width of the thumbnail of a picture; [] for one that has none."""
    return made.below(one.width, one.height) if one.still and one.height >= _LEAST_HEIGHT else []


def card_columns(made: Thumbnails) -> str:
    """Return, in SQL, the columns from which `card_rows` makes rows."""
    return f"{CARD}, {LEAD}" if made.smaller.widths else f"{CARD}, ''"


def card_rows(rows: Iterable[tuple[Any, ...]], made: Thumbnails) -> list[CardRow]:
    """Return posts as lists show them, from `card_columns`."""
    if not made.smaller.widths:
        return list(map(CardRow._make, rows))
    return [CardRow._make((*row[:-1], _thumbnail(row[-1], made))) for row in rows]


def _thumbnail(found: str, made: Thumbnails) -> str:
    """Return output path or URL, width and height of a thumbnail, or ""."""
    first = lead(found)
    one = first.shown if first else Shown("gone")
    for width in thumbnail_widths(one, made.smaller):
        height = max(1, round(one.height * width / one.width))
        base = made.url if made.url and one.manner == "kept" else FOLDER
        return f"{base}{made.smaller.name(one.name, width)} {width} {height}"
    return ""
