"""Word messages: quote texts, count things, list names and suggest what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Longest text that a message quotes, and longest word that is compared with others, in characters.
LONGEST = 40


def printable(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line, of at most so many characters, and without control characters.

    Runs of white space become one space; a character that can't be shown, and
    could upset a terminal, becomes `�`; a text that is cut ends in `…`.
    """
    line = " ".join(text[: 4 * longest].split())
    short = line if len(line) <= longest else f"{line[:longest]}…"
    return "".join(char if char.isprintable() else "�" for char in short)


def quoted(text: str, longest: int = LONGEST) -> str:
    """Return the start of an author's text (a title, a link) as messages quote it: `“text”`."""
    return f"“{printable(text, longest)}”"


def quoted_value(text: str) -> str:
    """Return a value of a settings file as messages quote it: in straight quotes, which YAML takes too."""
    return f'"{printable(text)}"'


def counted(count: int, noun: str) -> str:
    """Return a number of things, whose plural has an s: `1 post`, `1,204 posts`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def how_many(count: int, noun: str) -> str:
    """Return the end of a message about the first of many things in a text: `; the text has 3 such links`."""
    return f"; the text has {count:,} such {noun}s" if count > 1 else ""


def listed(parts: Sequence[str]) -> str:
    """Return parts as a sentence lists them: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def similar(word: str, words: Iterable[str], most: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return those of some words that are spelt most like `word`, the most similar first.

    `cutoff` is the least similarity, from 0 to 1 (`difflib.SequenceMatcher.ratio`).
    """
    import difflib  # only a mistake needs it, and it makes each start slower

    return difflib.get_close_matches(word, list(words), most, cutoff)


def did_you_mean(word: str, words: Iterable[str], otherwise: str) -> str:
    """Return a hint that names the one of `words` that was probably meant; `otherwise` if none is similar.

    Upper and lower case make no difference.
    """
    by_fold = {candidate.casefold(): candidate for candidate in sorted(words)}
    found = similar(word[:LONGEST].casefold(), by_fold)
    return f'did you mean "{by_fold[found[0]]}"?' if found else otherwise
