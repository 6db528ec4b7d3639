"""Read categories and tags from the newest posts, for an archive that was never built or checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from pathlib import Path

from generator.content.address import stem_of
from generator.content.dates import date_from_name
from generator.content.frontmatter.record import COMMAS, Record, read_record
from generator.content.packs.find import packs_by_month
from generator.content.packs.reader import PackReader
from generator.content.scan import post_paths
from generator.system.files import read_file
from generator.taxonomy.definitions import CATEGORY, Taxonomy

#: Posts that are read: a tenth of a second.
_NEWEST = 1_000


def packed_paths(root: Path, month: str) -> Iterator[str]:
    """Yield the paths of the posts in the pack of a month, which are read for that."""
    yield from PackReader(str(root)).paths(month)


def last_packed(root: Path) -> Iterator[str]:
    """Yield the paths of the posts in the last pack."""
    if month := _last_month(root):
        yield from packed_paths(root, month)


def _last_month(root: Path) -> str:
    """Return the month of the last pack; "" if there is none."""
    return max(packs_by_month(root), default="")


def record_of(root: Path, path: str) -> Record:
    """Return the front matter of a post, also of one in the last pack; an empty one if it can't be read."""
    data: bytes | None
    try:
        data, _ = read_file(str(root / path))
    except OSError:
        month = _last_month(root)
        data = PackReader(str(root)).search(path, month) if month and path else b""
    return read_record(data or b"", path)


def categories_of(record: Record) -> tuple[str, ...]:
    """Return the categories that a post names."""
    return record.texts("categories", "category")


def terms_in_posts(root: Path, taxonomy: Taxonomy) -> Iterator[tuple[str, ...]]:
    """Yield (name,) of each category or tag of the newest posts; a category has its most frequent tag too."""
    newest = nlargest(_NEWEST, post_paths(root), key=lambda path: (date_from_name(stem_of(path)), path))
    tags: dict[str, Counter[str]] = {}
    for path in newest:
        record = record_of(root, path)
        in_post = record.texts("tags", "tag", separator=COMMAS)
        for name in categories_of(record) if taxonomy.name == CATEGORY else in_post:
            tags.setdefault(name, Counter()).update(in_post if taxonomy.name == CATEGORY else ())
    for name, counts in tags.items():
        yield (name, *(tag for tag, _ in counts.most_common(1)))
