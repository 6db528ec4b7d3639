"""Purge changed files from CloudFront's cache (docs.aws.amazon.com, "Invalidate files to remove content").

1,000 paths a month are free, each further one costs; `/*` counts as one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from generator.publish.after.caches import cached_at
from generator.publish.after.service import BUSY, DENIED, EVERYTHING, Answer, Service, Waiting
from generator.publish.plan import Change

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_INSTALL = "it needs the extra `cloudfront`: pip install 'backfile[cloudfront]'"
_KEYS = "it refuses the keys of AWS in the environment, which must allow cloudfront:CreateInvalidation"
#: Codes of answers that ask to come again.
_TRY_LATER = ("TooManyInvalidationsInProgress", "Throttling", "ServiceUnavailable", "InternalError")


@dataclass(frozen=True, slots=True)
class CloudFront(Service):
    """The cache of a distribution. `base` is the URL of the site; `paths` are purged at most in a month."""

    base: str
    distribution: str
    paths: int

    batch: ClassVar[int] = 1_000
    most: ClassVar[int] = 1_000
    forgets: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The name of the service."""
        return "cloudfront"

    @property
    def a_month(self) -> int:
        """The paths of a month."""
        return self.paths

    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the paths of a file, from the root of the host."""
        folder = urlsplit(self.base).path
        yield from (folder + link for link in cached_at(change))

    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Make one invalidation."""
        try:
            from botocore import exceptions
        except ImportError:
            return Answer(problem=_INSTALL)
        paths = [one.address for one in waiting]
        if EVERYTHING in paths:
            paths = [f"{urlsplit(self.base).path}*"]
        try:
            _invalidate(self.distribution, paths)
        except exceptions.ClientError as error:
            return _refusal(error)
        except exceptions.BotoCoreError as error:
            return Answer(problem=" ".join(str(error).split()), wait=BUSY)
        return Answer(taken=True)


def _invalidate(distribution: str, paths: list[str]) -> None:
    from botocore.config import Config
    from botocore.session import get_session

    limits = Config(connect_timeout=20, read_timeout=20, retries={"total_max_attempts": 2})
    # CloudFront has one endpoint, in this region, for all the world.
    client = get_session().create_client("cloudfront", region_name="us-east-1", config=limits)
    batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": uuid.uuid4().hex}
    client.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)


def _refusal(error: ClientError) -> Answer:
    """Return what an answer of CloudFront means."""
    code = error.response["Error"]["Code"]
    said = error.response["Error"].get("Message", "")
    if code in _TRY_LATER:
        return Answer(problem=f"it asks to come again ({code})", wait=BUSY)
    if error.response["ResponseMetadata"]["HTTPStatusCode"] in (401, 403):
        return Answer(problem=f"{_KEYS} ({code})", wait=DENIED)
    if code == "NoSuchDistribution":
        return Answer(problem="it has no such distribution; check publish.after.cloudfront", wait=DENIED)
    return Answer(refused=True, problem=f"it answers {code}: {said}")
