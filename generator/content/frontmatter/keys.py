"""The keys of front matter that mean something; others are the author's own affair."""

from __future__ import annotations

#: Keys of sentences and names, where a `#` after a space is more likely a hashtag than a comment.
TEXT_KEYS = frozenset(
    {
        "title", "summary", "excerpt", "description", "source", "author", "authors",
        "categories", "category", "tags", "tag", "image_alt",
    }
)  # fmt: skip

KEYS = TEXT_KEYS | {
    "date", "updated", "expires", "slug", "permalink", "aliases", "redirect_from", "draft", "published",
    "source_url", "image", "lang", "layout", "markdown", "translations",
}  # fmt: skip

#: Keys under which a mapping stands.
MAPPING_KEYS = frozenset({"translations"})
