"""The bucket of `backfile build --to`: parse it, open it, tell what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.publish.bucket_target import BucketTarget, parse_bucket

if TYPE_CHECKING:
    from generator.remote.output import RemoteOutput


def bucket(_context: click.Context, _parameter: click.Parameter, value: str | None) -> BucketTarget | None:
    """Parse the value of the option. Raises BadParameter."""
    found = parse_bucket(value) if value else None
    if value and not found:
        raise click.BadParameter(
            "name a bucket, s3://BUCKET/PREFIX (or gs://, az://, r2:, oss:, cos:, minio:)"
        )
    return found


def refuse(options: Mapping[str, object]) -> None:
    """Raise UsageError for options that do not go together with a bucket, if they are given."""
    for name, value in options.items():
        if value:
            raise click.UsageError(f"{name} is for an output in a folder: leave out {name} or --to")


def open_bucket(paths: SitePaths, target: BucketTarget) -> RemoteOutput:
    """Return the bucket, with what site.yaml says of publishing. Raises BackfileError."""
    from generator.publish.publish import KEEP, Request  # late: most builds go to a folder
    from generator.remote.output import RemoteOutput

    return RemoteOutput(paths, Request.of(load_config(paths.config), paths.root, target, KEEP), target)


def tell(remote: RemoteOutput) -> str:
    """Tell services what has changed, and print what they were told; return a line about the bucket."""
    for told in remote.tell():
        click.echo(str(told), err=True)
    sent = remote.outcome
    return f"{sent.target} ({sent.files:,} sent, {sent.removed:,} removed)"
