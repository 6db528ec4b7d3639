"""A bucket at a server that was not written for the program: that of moto, which plays Amazon's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.sites import Tree


class Store:
    """A bucket at moto's server, seen by Amazon's own library."""

    def __init__(self, url: str, client: Any) -> None:
        self.url = url
        self.client = client
        # All of its servers in a process have the same buckets.
        urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()
        self.client.create_bucket(Bucket="archive")

    def tree(self) -> Tree:
        """Return the objects that are not of the program."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="archive")
        keys = [one["Key"] for page in pages for one in page.get("Contents", ())]
        return {key: self.read(key)["Body"].read() for key in keys if not key.startswith(".backfile")}

    def read(self, key: str) -> Any:
        """Return an object with its headers."""
        return self.client.get_object(Bucket="archive", Key=key)

    def remove(self, key: str) -> None:
        """Remove an object."""
        self.client.delete_object(Bucket="archive", Key=key)

    def options(self) -> str:
        """Return the options of site.yaml by which it is reached."""
        return f"{{endpoint: {self.url}, region: us-east-1, path_style: true}}"


@contextmanager
def moto_store() -> Iterator[Store]:
    """Run a server with a bucket; the test is left out where a library is missing."""
    pytest.importorskip("obstore", reason="the test needs obstore: pip install 'backfile[buckets]'")
    boto3 = pytest.importorskip("boto3", reason="the test needs moto: pip install 'moto[s3]'")
    moto = pytest.importorskip("moto.server", reason="the test needs moto's server: pip install flask")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        yield Store(url, boto3.client("s3", endpoint_url=url, region_name="us-east-1"))
    finally:
        server.stop()
