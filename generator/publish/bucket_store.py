"""Open object stores, and translate their errors into sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.config.schema import Bucket
from generator.core.errors import BackfileError
from generator.publish.bucket_target import BucketTarget

if TYPE_CHECKING:
    from obstore import Attributes, GetResult, ObjectMeta, PutMode, PutResult, UpdateVersion
    from obstore.store import ObjectStore

#: How long a request is repeated, by itself and with all its repetitions.
_TIMEOUT, _PATIENCE = timedelta(seconds=60), timedelta(minutes=3)
#: Bytes from which on an object is sent in parts.
_LARGE = 100_000_000
#: Objects that one request removes (Amazon takes 1,000).
_REMOVED = 1000
#: The environment variables with the id of an account at Cloudflare.
_ACCOUNTS = ("R2_ACCOUNT_ID", "CLOUDFLARE_ACCOUNT_ID")
_INSTALL = "buckets need the extra `buckets`: pip install 'backfile[buckets]'"


def open_store(target: BucketTarget, options: Bucket, headers: Mapping[str, str] = {}) -> ObjectStore:
    """Return the store of a target; keys come from the environment. Raises BackfileError.

    `headers` are sent with each request.
    """
    try:
        from obstore.store import AzureStore, GCSStore, S3Store
    except ImportError:
        raise BackfileError(f"{target}: {_INSTALL}") from None
    shared: dict[str, Any] = {
        "prefix": target.prefix or None,
        "client_options": {"timeout": _TIMEOUT, "allow_http": True, "default_headers": dict(headers)},
        "retry_config": {"max_retries": 8, "retry_timeout": _PATIENCE},
    }
    with errors_explained(target):
        if target.provider == "gs":
            return GCSStore(target.bucket, **shared)
        if target.provider == "az":
            return AzureStore(target.bucket, **shared)
        return S3Store(target.bucket, config=_s3_settings(target, options), **shared)  # type: ignore[arg-type]


def _s3_settings(target: BucketTarget, options: Bucket) -> dict[str, Any]:
    """Return the settings of a store with S3's API. Raises BackfileError when one is missing."""
    in_path = options.path_style or target.provider == "minio"
    settings: dict[str, Any] = {"virtual_hosted_style_request": not in_path}
    if endpoint := options.endpoint or _endpoint(target, options):
        settings["endpoint"] = endpoint if in_path else _with_bucket(endpoint, target.bucket)
        settings["disable_bulk_delete"] = True  # It needs a checksum, which many stores but Amazon's refuse.
    if region := options.region or ("auto" if target.provider == "r2" else ""):
        settings["region"] = region
    if options.checksum:
        settings["checksum_algorithm"] = options.checksum
    return settings


def _endpoint(target: BucketTarget, options: Bucket) -> str:
    """Return the address of a provider's API; "" for Amazon, whose address follows from the region."""
    match target.provider:
        case "r2":
            account = next(filter(None, map(os.environ.get, _ACCOUNTS)), "")
            if not account:
                raise _lacking(target, f"publish.bucket.endpoint, or {_ACCOUNTS[0]} in the environment")
            return f"https://{account}.r2.cloudflarestorage.com"
        case "oss" | "cos":
            if not options.region:
                raise _lacking(target, "publish.bucket.region")
            if target.provider == "oss":
                return f"https://oss-{options.region.removeprefix('oss-')}.aliyuncs.com"
            return f"https://cos.{options.region}.myqcloud.com"
        case "minio":
            found = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT")
            if not found:
                raise _lacking(target, "publish.bucket.endpoint")
            return found
    return ""


def _with_bucket(endpoint: str, bucket: str) -> str:
    """Return an address with the bucket before the host's name, unless it is there."""
    scheme, _, host = endpoint.partition("://")
    return endpoint if host.startswith(f"{bucket}.") else f"{scheme}://{bucket}.{host}"


def _lacking(target: BucketTarget, what: str) -> BackfileError:
    return BackfileError(f"{target}: the address of the store is not known; give {what}")


@contextmanager
def errors_explained(target: BucketTarget) -> Iterator[None]:
    """Turn errors of the store into BackfileError."""
    from obstore import exceptions

    try:
        yield
    except FileNotFoundError:
        raise BackfileError(f"{target}: there is no such bucket; make it first") from None
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError):
        raise BackfileError(
            f"{target}: the store refuses the keys in the environment; they must be allowed to read, write "
            "and delete objects"
        ) from None
    except exceptions.BaseError as error:
        raise BackfileError(f"{target}: the store failed: {_first_line(error)}") from None


def read_object(store: ObjectStore, key: str) -> GetResult | None:
    """Return an object of the program, or None if there is none."""
    import obstore

    try:
        return obstore.get(store, key)
    except FileNotFoundError:
        return None


def put_object(store: ObjectStore, key: str, data: bytes, headers: Attributes) -> None:
    """Write an object, in parts if it is large."""
    import obstore

    obstore.put(store, key, data, attributes=headers, use_multipart=len(data) > _LARGE)


def put_file(store: ObjectStore, key: str, file: Path) -> None:
    """Write a file of the program as an object, in parts if it is large."""
    import obstore

    headers: Attributes = {"Cache-Control": "no-store"}
    obstore.put(store, key, file, attributes=headers, use_multipart=file.stat().st_size > _LARGE)


def delete_objects(
    store: ObjectStore, keys: Iterable[str], done: Callable[[int], object] = lambda _: None
) -> None:
    """Remove objects, as far as they are there; `done` is told of how many after each request."""
    import obstore

    stream = iter(keys)
    while some := list(islice(stream, _REMOVED)):
        with suppress(FileNotFoundError):
            obstore.delete(store, some)
        done(len(some))


class TakenError(Exception):
    """Somebody else has written an object since it was read."""


def replace_object(
    store: ObjectStore, key: str, data: bytes, version: PutMode, headers: Attributes | None = None
) -> UpdateVersion:
    """Write an object in place of the version that was read ("create": of none); return the new version.

    Raises TakenError.
    """
    import obstore
    from obstore.exceptions import AlreadyExistsError, PreconditionError

    try:
        made = obstore.put(store, key, data, attributes=headers, mode=version, use_multipart=False)
    except (AlreadyExistsError, PreconditionError):
        raise TakenError(key) from None
    return version_of(made)


def version_of(meta: ObjectMeta | PutResult) -> UpdateVersion:
    """Return what identifies the version of an object that is to be replaced."""
    found: UpdateVersion = {}
    if meta["e_tag"] is not None:
        found["e_tag"] = meta["e_tag"]
    if meta["version"] is not None:
        found["version"] = meta["version"]
    return found


def _first_line(error: Exception) -> str:
    """Return the first sentence of a message, which goes on with the whole answer of the server."""
    return " ".join(str(error).split("\n", 1)[0].split())[:300]
