"""Declare the options of pictures, and where the archive keeps those of other hosts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from generator.config.groups import OptionGroup
from generator.config.rules.addresses import check_site_url
from generator.config.rules.pictures import check_digest, check_referer, check_store, check_target, is_bucket
from generator.config.schema import Bucket, SiteConfig
from generator.config.yaml.reader import Rules
from generator.config.yaml.scalars import Range
from generator.pictures.names import Smaller
from generator.pictures.shown import from_text
from generator.pictures.store import PictureStore
from generator.system.versions import version


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """How pictures are shown, and those of other hosts kept."""

    store: str = "pictures"
    """Place of the bytes of kept pictures: a folder, relative to site.yaml, or a bucket (`s3://bucket/prefix`).
    It belongs outside version control."""
    url: str = ""
    """Address of their own at which kept pictures are published, instead of as files of the site."""
    target: str = ""
    """Place where they are published: a folder, relative to site.yaml, or a bucket. It is served at `url`."""
    bucket: Bucket = field(default_factory=Bucket)
    """How the buckets of `store` and `target` are reached; without it as `publish.bucket` says."""
    widths: tuple[int, ...] = (960,)
    """Widths in pixels of smaller versions (16 to 4,000), which are made of wider pictures."""
    format: Literal["webp", "avif"] = "webp"
    """Format of smaller versions."""
    quality: int = 80
    """Quality of smaller versions (1 to 100)."""
    beside: bool = True
    """Whether pictures beside posts, and static ones, have their size, smaller versions and a link to the
    original, too."""
    max_bytes: int = 20_000_000
    """Larger pictures are not kept (1,000 to 500,000,000)."""
    large_bytes: int = 2_000_000
    """Kept pictures with more bytes are told of by `backfile check` (1,000 or more)."""
    max_pixels: int = 50_000_000
    """Pictures with more pixels are not kept, and have no smaller versions (1,000 to 80,000,000)."""
    pause: float = 1.0
    """Seconds between two requests to a host (0 to 3,600)."""
    per_host: int = 1
    """Requests to a host at the same time (1 to 8)."""
    referers: Mapping[str, str] = field(default_factory=dict)
    """Address that is sent as Referer, by host and for all hosts below it; without one none is sent."""
    refuse: tuple[str, ...] = ()
    """SHA-256 of pictures that hosts send in place of others ("not to be shown elsewhere")."""


#: The folder with copies of a store that is a bucket, relative to the archive: a build reads only these.
COPIES = ".backfile/originals"
PICTURES = OptionGroup(
    "pictures",
    PictureOptions,
    "How pictures are shown, and those of other hosts kept.",
    rules=Rules(
        ranges={
            "pictures.widths.*": Range(16, 4000, "960"),
            "pictures.quality": Range(1, 100, "80"),
            "pictures.max_bytes": Range(1000, 500_000_000, "20000000 for 20 MB"),
            "pictures.large_bytes": Range(1000, None, "2000000 for 2 MB"),
            "pictures.max_pixels": Range(1000, 80_000_000, "50000000"),
            "pictures.pause": Range(0, 3600, "1"),
            "pictures.per_host": Range(1, 8, "1"),
        },
        values={
            "pictures.store": check_store,
            "pictures.url": check_site_url,
            "pictures.target": check_target,
            "pictures.referers.*": check_referer,
            "pictures.refuse.*": check_digest,
        },
    ),
    needs=(("target", "url"),),
)


def store_folder(chosen: PictureOptions) -> str:
    """Return the folder from which builds read, relative to the archive: the store, or copies of a bucket."""
    return COPIES if is_bucket(chosen.store) else chosen.store


def store_bucket(chosen: PictureOptions) -> str:
    """Return the bucket that the store is, or ""."""
    return chosen.store if is_bucket(chosen.store) else ""


def picture_store(config: SiteConfig, root: Path) -> PictureStore:
    """Return what this machine has of the store of an archive."""
    chosen = PICTURES.of(config)
    return PictureStore(root / store_folder(chosen), published_apart=bool(chosen.url))


def bucket_options(config: SiteConfig) -> Bucket:
    """Return how the buckets of pictures are reached."""
    own = PICTURES.of(config).bucket
    return config.publish.bucket if own == Bucket() else own


def pillow() -> str:
    """Return the version of Pillow, or "" if it is not installed."""
    # To ask for the version of what is not installed would cost every build an import.
    return version("pillow") if find_spec("PIL") else ""


def wants_pillow(connection: sqlite3.Connection, config: SiteConfig) -> bool:
    """Tell whether a kept picture would have smaller versions if Pillow were installed."""
    wanted = Smaller(PICTURES.of(config).widths)
    if pillow() or not wanted.widths:
        return False
    query = "SELECT EXISTS (SELECT 1 FROM pictures WHERE width > ?)"
    return bool(connection.execute(query, (min(wanted.widths),)).fetchone()[0])


def smaller_pictures(config: SiteConfig) -> Smaller:
    """Return how smaller versions are made; none without Pillow."""
    chosen = PICTURES.of(config)
    return Smaller(chosen.widths if pillow() else (), chosen.format, chosen.quality)


def picture_files(text: str, smaller: Smaller) -> Iterator[tuple[str, int]]:
    """Yield the files of a kept picture: their names, and their widths in pixels, 0 for the original.

    `text` is what `generator.pictures.shown` says of it.
    """
    one = from_text(text)
    yield one.name, 0
    for width in smaller.below(one.width, one.height) if one.still else ():
        yield smaller.name(one.name, width), width


def max_pixels(config: SiteConfig) -> int:
    """Return the most pixels of a picture of the content that is made smaller; 0 if none is looked at."""
    chosen = PICTURES.of(config)
    return chosen.max_pixels if chosen.beside and pillow() else 0
