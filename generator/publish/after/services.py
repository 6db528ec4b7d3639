"""List the services of a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.config.schema import After
from generator.publish.after.baidu import Baidu
from generator.publish.after.cloudflare import Cloudflare
from generator.publish.after.cloudfront import CloudFront
from generator.publish.after.indexnow import IndexNow
from generator.publish.after.service import Service
from generator.publish.after.webhook import Webhook
from generator.publish.after.websub import WebSub


def services(base: str, after: After, has_file: Callable[[str], bool]) -> Iterator[Service]:
    """Yield the services that site.yaml names, caches first: what the others fetch should be new.

    `base` is the URL of the site; `has_file` tells whether the output has a file.
    """
    if after.cloudflare:
        yield Cloudflare(base, after.cloudflare)
    if after.cloudfront:
        yield CloudFront(base, after.cloudfront, after.cloudfront_paths)
    if after.webhook:
        yield Webhook(base, after.webhook)
    if after.indexnow:
        key = after.indexnow
        yield IndexNow(base, key, after.indexnow_endpoint, has_file(f"{key}.txt"))
    if after.baidu:
        yield Baidu(base)
    yield from (WebSub(base, hub) for hub in after.websub)
