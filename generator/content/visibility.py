"""Decide from front matter whether a post is held back, as its author or a different program says."""

from __future__ import annotations

from functools import lru_cache

from generator.content.frontmatter.record import Record
from generator.core.wording import quoted, similar

#: Words under `status` and `visibility` (WordPress, Pelican, Ghost) by which everybody may read the post.
#: `future` and `scheduled` wait for the date of the post, as all posts do.
_SHOWN = frozenset(
    {"published", "publish", "public", "live", "visible", "final", "future", "scheduled", "公开", "已发布"}
)
_HELD = frozenset(
    {
        "draft", "drafts", "auto-draft", "pending", "pending-review", "review", "in-review", "private",
        "hidden", "unlisted", "unpublished", "trash", "deleted", "skip", "password", "protected", "members",
        "paid", "草稿", "私密", "隐藏", "待审",
    }
)  # fmt: skip
_STATES = ("status", "visibility")
_SWITCHES = ("private", "hidden", "unlisted")
_NO = frozenset({"", "false", "no", "off", "0"})


@lru_cache(maxsize=256)
def is_held_state(word: str) -> bool:
    """Tell whether a word under `status` or `visibility`, or one that is spelt like it, holds a post back."""
    plain = "-".join(word.lower().replace("_", " ").split())
    if plain in _SHOWN or plain in _HELD:
        return plain in _HELD
    nearest = similar(plain, sorted(_SHOWN | _HELD), cutoff=0.75)
    return bool(nearest) and nearest[0] in _HELD


def is_held_back(record: Record) -> bool:
    """Tell whether a post is held back; if not by `draft` or `published` alone, with a report."""
    is_draft = record.flag("draft", default=False)
    is_published = record.flag("published", default=True)
    # All are looked at, so that all are reported.
    return any([is_draft, not is_published, *_other_reasons(record)])


def _other_reasons(record: Record) -> list[bool]:
    states = [_is_held_by_state(record, name) for name in _STATES]
    switches = [_is_held_by_switch(record, name, held=True) for name in _SWITCHES]
    return [*states, *switches, _is_held_by_switch(record, "public", held=False), _has_password(record)]


def _is_held_by_state(record: Record, name: str) -> bool:
    word = record.text(name)
    if not word or not is_held_state(word):
        return False
    hint = f"write {name}: {'published' if name == 'status' else 'public'} to publish the post"
    _report(record, "draft.status", name, f"{name} is {quoted(word)}", hint)
    return True


def _is_held_by_switch(record: Record, name: str, *, held: bool) -> bool:
    if not record.text(name) or record.flag(name, default=not held) is not held:
        return False
    hint = f"write {name}: {str(not held).lower()} to publish the post"
    _report(record, "draft.private", name, f"{name} is {quoted(record.text(name))}", hint)
    return True


def _has_password(record: Record) -> bool:
    if record.text("password").lower() in _NO:
        return False
    # The password itself is not repeated: messages go into logs that others read.
    message = "the post has a password, which no page of a static site can ask for"
    _report(
        record, "draft.password", "password", message, "delete the password to publish the post for everybody"
    )
    return True


def _report(record: Record, code: str, name: str, message: str, hint: str) -> None:
    record.diagnostics.warn(code, record.position(name), f"{message}; the post is held back", hint)
