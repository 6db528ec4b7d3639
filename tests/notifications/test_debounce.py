from __future__ import annotations

from generator.notifications.debounce import Debounce


def test_a_burst_is_over_when_it_has_been_quiet() -> None:
    debounce = Debounce(quiet=0.1, longest=2.0)
    assert not debounce
    debounce.add("a.md", 10.0)
    assert debounce.due() == 10.1
    debounce.add("a.md", 10.05)
    debounce.add("b.md", 10.06)
    assert debounce.due() == 10.06 + 0.1
    assert debounce.take() == ("a.md", "b.md")
    assert not debounce


def test_a_burst_that_goes_on_is_looked_at_all_the_same() -> None:
    debounce = Debounce(quiet=0.1, longest=2.0)
    for step in range(300):
        debounce.add(f"{step}.md", 10.0 + step / 100)
    assert debounce.due() == 12.0


def test_the_next_burst_has_its_own_time() -> None:
    debounce = Debounce(quiet=0.1, longest=2.0)
    debounce.add("a.md", 10.0)
    debounce.take()
    debounce.add("a.md", 20.0)
    assert debounce.due() == 20.1
    assert debounce.take() == ("a.md",)
