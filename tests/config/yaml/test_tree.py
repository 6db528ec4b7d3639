import pytest

from generator.config.yaml.errors import PlacedError
from generator.config.yaml.syntax import read_root
from generator.config.yaml.tree import MAX_DEPTH, MAX_EXPANSION


def _message(text: str) -> str:
    with pytest.raises(PlacedError) as caught:
        read_root(text)
    return f"{caught.value.position.line}:{caught.value.position.column} {caught.value.error.message}"


def test_usual_nesting_and_aliases_pass() -> None:
    read_root("a: &x {b: [1, 2]}\nc: *x\nd: [*x, *x]")


def test_depth_is_bounded() -> None:
    read_root("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert _message("[" * 33 + "]" * 33) == "1:33 values nest too deep here"


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_a_hundred_thousand_levels_end_at_once(opening: str) -> None:
    # The loader in C would overrun its stack, and its flow syntax takes quadratic time.
    with pytest.raises(PlacedError, match="values nest too deep here"):
        read_root(opening * 100_000)


def test_aliases_of_aliases_are_counted_written_out() -> None:
    laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    # Lines 2 and 3 stand for 10 * 11 and 10 * 111 nodes; those of line 4 for 1,111 each.
    assert _message("\n".join(laughs)) == '4:45 "*a2" stands for too many values'


def test_expansion_is_counted_over_the_whole_file() -> None:
    text = "a: &a [" + "x, " * 999 + "]\n"
    passing = "".join(f"b{n}: *a\n" for n in range(MAX_EXPANSION // 1000))
    read_root(text + passing)
    assert _message(text + passing + "c: *a\n") == '12:4 "*a" stands for too many values'


def test_a_chain_of_aliases_may_not_nest_deeper_than_values() -> None:
    chain = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 120)]
    assert _message("\n".join(chain)).endswith("values nest too deep here")


@pytest.mark.parametrize("text", ["&a [*a]", "a: &a {b: [*a]}", "a: *nothing"])
def test_an_alias_refers_to_something_complete_above(text: str) -> None:
    assert _message(text).endswith("refers to nothing above")
