"""The strict bucket of the tests of publishing."""

from tests.publish.conftest import bucket, keys, store, without_proxies

__all__ = ["bucket", "keys", "store", "without_proxies"]
