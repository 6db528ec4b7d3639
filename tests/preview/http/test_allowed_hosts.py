from __future__ import annotations

import pytest

from generator.preview.http.allowed_hosts import AllowedHosts


@pytest.mark.parametrize("header", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LocalHost.", "[::1]"])
def test_names_of_this_machine(header: str) -> None:
    assert AllowedHosts("127.0.0.1", ()).allows(header)


@pytest.mark.parametrize(
    "header",
    ["", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "192.168.0.7:8000", "["],
)
def test_others_are_not_answered(header: str) -> None:
    assert not AllowedHosts("127.0.0.1", ()).allows(header)


def test_names_that_are_allowed() -> None:
    hosts = AllowedHosts("192.168.0.7", ["Desk.local"])
    assert hosts.allows("192.168.0.7:80")
    assert hosts.allows("desk.local:8000")
    assert not hosts.allows("other.local")


def test_bound_to_all_addresses_every_address_is_its_own() -> None:
    hosts = AllowedHosts("0.0.0.0", ())
    assert hosts.allows("192.168.0.7:8000")
    assert hosts.allows("[fe80::1]:8000")
    assert not hosts.allows("evil.example:8000")
