from __future__ import annotations

import socket

import pytest

from generator.core.errors import BackfileError
from generator.preview.server import listen_at, url_of


def test_any_free_port() -> None:
    with listen_at("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert url_of("127.0.0.1", listener) == f"http://127.0.0.1:{port}/"
        assert url_of("0.0.0.0", listener) == f"http://127.0.0.1:{port}/"
        assert url_of("::1", listener) == f"http://[::1]:{port}/"


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BackfileError, match=f"use a free port: --port {port + 1}"):
            listen_at("127.0.0.1", port)


def test_an_address_of_another_machine() -> None:
    with pytest.raises(BackfileError, match=r"--host 127\.0\.0\.1 always works"):
        listen_at("192.0.2.1", 0)


def test_a_name_that_is_none() -> None:
    with pytest.raises(BackfileError, match=r"--host no\.such\.invalid: there is no such host"):
        listen_at("no.such.invalid", 0)
