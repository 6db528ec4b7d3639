from __future__ import annotations

from generator.serve.quiet import Burst


def test_a_burst_is_over_when_it_has_been_quiet() -> None:
    burst = Burst(quiet=0.1, longest=2.0)
    assert not burst
    burst.add("a.md", 10.0)
    assert burst.due() == 10.1
    burst.add("a.md", 10.05)
    burst.add("b.md", 10.06)
    assert burst.due() == 10.06 + 0.1
    assert burst.take() == ("a.md", "b.md")
    assert not burst


def test_a_burst_that_goes_on_is_looked_at_all_the_same() -> None:
    burst = Burst(quiet=0.1, longest=2.0)
    for step in range(300):
        burst.add(f"{step}.md", 10.0 + step / 100)
    assert burst.due() == 12.0


def test_the_next_burst_has_its_own_time() -> None:
    burst = Burst(quiet=0.1, longest=2.0)
    burst.add("a.md", 10.0)
    burst.take()
    burst.add("a.md", 20.0)
    assert burst.due() == 20.1
    assert burst.take() == ("a.md",)
