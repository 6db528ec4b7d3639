"""Read categories and tags from the newest posts, for an archive that was never built or checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from pathlib import Path

from generator.content.address import stem_of
from generator.content.dates import date_from_name
from generator.content.frontmatter.record import COMMAS, Record, read_record
from generator.content.packs.find import FoundPack, find_packs
from generator.content.packs.reader import PackReader
from generator.content.scan import Folder, scan
from generator.system.files import read_file
from generator.taxonomy.definitions import CATEGORY, Taxonomy

#: Posts that are read: a tenth of a second.
_NEWEST = 1_000


def post_paths(root: Path) -> Iterator[str]:
    """Yield the paths of all posts, in no particular order, without reading them."""
    for folder in scan(root):
        if isinstance(folder, Folder) and folder.role == "post":
            yield from (found.path for found in folder.found() if found.role == "post")


def packed_paths(root: Path, month: str) -> Iterator[str]:
    """Yield the paths of the posts in the pack of a month, which are read for that."""
    yield from PackReader(str(root)).paths(month)


def last_packed(root: Path) -> Iterator[str]:
    """Yield the paths of the posts in the last pack."""
    months = [pack.month for pack in find_packs(root) if isinstance(pack, FoundPack)]
    yield from packed_paths(root, max(months)) if months else ()


def record_of(root: Path, path: str) -> Record:
    """Return the front matter of a post, also of one in the last pack; an empty one if it can't be read."""
    data: bytes | None
    try:
        data, _ = read_file(str(root / path))
    except OSError:
        months = [pack.month for pack in find_packs(root) if isinstance(pack, FoundPack)]
        data = PackReader(str(root)).search(path, max(months)) if months and path else b""
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
