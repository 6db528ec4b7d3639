from generator.config.rules.cross_options import term_conflicts
from generator.config.schema import Term


def _conflicts(terms: dict[str, Term]) -> list[tuple[str, str]]:
    return [(".".join(map(str, path)), error.message) for path, error in term_conflicts("tags", terms)]


def test_terms_that_differ_have_no_conflict() -> None:
    assert _conflicts({"a": Term(slug="x", aliases=("b", "B")), "c": Term(slug="y"), "d": Term()}) == []


def test_two_terms_may_not_claim_an_alias() -> None:
    terms = {"a": Term(aliases=("x",)), "b": Term(aliases=("y", "x")), "c": Term(aliases=("x",))}
    assert _conflicts(terms) == [
        ("tags.b.aliases.1", '"x" counts as "a" already'),
        ("tags.c.aliases.0", '"x" counts as "a" already'),
    ]


def test_an_alias_may_not_be_described_itself() -> None:
    assert _conflicts({"a": Term(aliases=("b", "a")), "b": Term()}) == [
        ("tags.a.aliases.0", '"b" has an entry of its own'),
        ("tags.a.aliases.1", '"a" is the name of the entry itself'),
    ]


def test_an_alias_twice_in_one_term_is_harmless() -> None:
    assert _conflicts({"a": Term(aliases=("x", "x"))}) == []


def test_slugs_are_the_same_where_file_systems_ignore_case() -> None:
    terms = {"a": Term(slug="Straße"), "b": Term(slug="STRASSE"), "c": Term(slug="strasse")}
    assert _conflicts(terms) == [
        ("tags.b.slug", '"STRASSE" is the slug of "a" already'),
        ("tags.c.slug", '"strasse" is the slug of "a" already'),
    ]


def test_each_alias_has_its_first_claimant() -> None:
    terms = {"b": Term(), "a": Term(aliases=("b",)), "c": Term(aliases=("b",))}
    assert [message for _, message in _conflicts(terms)] == ['"b" has an entry of its own'] * 2
