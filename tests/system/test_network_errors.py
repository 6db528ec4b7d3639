from __future__ import annotations

import socket
import ssl
from urllib.error import URLError

import pytest

from generator.system.network_errors import reason, seconds_to_wait


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (URLError(socket.gaierror(-2, "x")), "there is no host with that name"),
        (URLError(ConnectionRefusedError()), "it refuses connections"),
        (TimeoutError(), "it does not answer in time"),
        (URLError(ssl.SSLCertVerificationError()), "its certificate is not valid"),
        (ValueError("odd"), "odd"),
        (ConnectionResetError(), "ConnectionResetError"),
    ],
)
def test_reasons_are_words(error: Exception, words: str) -> None:
    if isinstance(error, URLError) and isinstance(error.reason, ssl.SSLCertVerificationError):
        error.reason.verify_message = "expired"
    assert reason(error).startswith(words)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("120", 120), (" 7 ", 7), ("Thu, 01 Jan 1970 00:16:40 GMT", 900), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
     ("", 0), ("soon", 0), ("-5", 0)],
)  # fmt: skip
def test_how_long_a_server_wants_to_wait(written: str, seconds: float) -> None:
    assert seconds_to_wait(written, 100.0) == seconds
