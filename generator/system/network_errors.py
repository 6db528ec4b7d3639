"""Say why a request over the network failed, and when it may be repeated."""

from __future__ import annotations

import socket
import ssl
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError, URLError


def reason(error: Exception) -> str:
    """Return the cause of a network error in plain words."""
    cause = error.reason if isinstance(error, URLError) and not isinstance(error, HTTPError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {cause.verify_message}"
    if isinstance(cause, socket.gaierror):
        return "there is no host with that name"
    if isinstance(cause, TimeoutError):
        return "it does not answer in time"
    if isinstance(cause, ConnectionRefusedError):
        return "it refuses connections"
    return str(cause) or type(cause).__name__


def seconds_to_wait(retry_after: str, now: float) -> float:
    """Return the seconds for which a server does not want requests (RFC 9110, 10.2.3); 0 if it does not say.

    `now` is in seconds since the epoch.
    """
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - now)
    except (ValueError, TypeError):
        return 0.0
