from __future__ import annotations

import asyncio
import signal

import pytest

from generator.system.signals import SIGNALS
from generator.system.stop_signals import catch_signals


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_told(number: signal.Signals) -> None:
    told: list[str] = []
    with catch_signals() as signals:
        signals.send_to(lambda: told.append("stop"))
        assert told == []
        signal.raise_signal(number)
    assert told == ["stop"]


def test_one_that_came_before_is_told_at_once() -> None:
    told: list[str] = []
    with catch_signals() as signals:
        signal.raise_signal(signal.SIGTERM)
        signals.send_to(lambda: told.append("stop"))
    assert told == ["stop"]


def test_one_that_meets_a_callback_of_a_loop_is_not_lost() -> None:
    async def until_told() -> None:
        stop = asyncio.Event()
        signals.send_to(stop.set)
        asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 60)

    with catch_signals() as signals:
        asyncio.run(until_told())


def test_a_second_of_the_same_kind_ends_at_once() -> None:
    with catch_signals():
        signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is not signal.SIG_DFL


def test_what_was_passed_over_still_is() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with catch_signals() as signals:
            signals.send_to(lambda: pytest.fail("it was to be passed over"))
            signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_handlers_are_put_back() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with catch_signals():
        signal.raise_signal(signal.SIGTERM)
    assert [signal.getsignal(number) for number in SIGNALS] == before
