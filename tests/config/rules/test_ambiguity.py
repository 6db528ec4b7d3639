import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.rules.ambiguity import MAX_STATES, is_explosive
from generator.config.schema import Tail


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*",
        "(?:a|a)*b",
        "(?:a|ab|b)*c",
        r"(?:\w|\d|_x)*!",
        r"(?:\s*,\s*)*x",
        r"(?:\w+\s?)*$",
        "(?:a?b?)*c",
        "(?:a+){2,}b",
        "(?:a{1,60}){1,60}b",
        "(?=(a+)+)b",
        "(?!(a+)+b)",
        "((x+x+)+)y",
        r"(?:.*,?)*;",
        r"(?:[^,]*,?\s*)*;",
        "(?:a+a?b)+c",
        r"(?:.|\n|x)*y",
        "(?i)(?:ab|AB)*c",
        "(?:x(?:a?|b?))*y",
        "(?:x(?:a*)?)*y",
        r"(?:\u6c5f|[\u6c5e-\u6c60]x?)*y",
        "(?:[一-龥]+|江)*x",
        r"(?P<a>x)(?(a)(?:y+)+|z)",
        ".*" * 80,
        "a" * (MAX_STATES + 1),
        "(?:a{20}){20}",
    ],
)
def test_explosive_or_too_large(pattern: str) -> None:
    re.compile(pattern)
    assert is_explosive(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "abc",
        Tail().source_link,
        Tail().back_links,
        Tail().credit,
        r"(?:\d{4}-)*x",
        r"(?:\d{1,3}\.){3}\d{1,3}",
        r"(?:\d{4})*x",
        r"(?:\w+\s+)*x",
        "(?:ab|ac)*d",
        "(?:a+b)*c",
        "(?:(?:a*b)*c)*d",
        "(?:[^a]|a)*b",
        "(?:a|b)*abb",
        "(?:(?:a)*)?b",
        r"(?:\s*,)*x",
        "(?i)[a-z]+(?:-[a-z]+)*",
        "(a)(?(1)b|c)",
        "(?P<x>a)(?P=x)*",
        r"(?:\[a\]|\(b\))*c",
        "(?:a|)(?:b|)",
        "^(?:南方|北方)+日报$",
    ],
)
def test_harmless(pattern: str) -> None:
    assert not is_explosive(pattern)


@pytest.mark.parametrize("depth", range(50, 400, 50))
def test_deep_nesting_is_judged_or_counts_as_too_large(depth: int) -> None:
    assert is_explosive("(?:" * depth + "a" + ")?" * depth) in (True, False)


# A small language of expressions, in which chance finds nested and adjacent repeats.
_EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "ab"]),
    lambda inner: st.one_of(
        inner.map(lambda x: f"(?:{x})*"),
        inner.map(lambda x: f"(?:{x})?"),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
    ),
    max_leaves=6,
)


@given(_EXPRESSIONS)
def test_a_part_that_explodes_makes_the_whole_explode(pattern: str) -> None:
    assert is_explosive(f"x(?P<url>{pattern})y") == is_explosive(pattern)


@given(_EXPRESSIONS)
def test_a_repeat_of_a_repeat_explodes_unless_a_fixed_character_parts_them(pattern: str) -> None:
    assert is_explosive(f"(?:(?:{pattern})+)+")
    assert is_explosive(f"(?:(?:{pattern})+,)+") == is_explosive(f"(?:(?:{pattern})+,)")


@given(st.text(alphabet="ab(|)[]*+?{2,}\\^$.dws-:=!<P>i", max_size=20))
def test_whatever_compiles_is_judged(pattern: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, Warning, OverflowError):
        return
    assert is_explosive(pattern) in (True, False)
