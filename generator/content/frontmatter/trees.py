"""Read front matter in any of its forms as a tree."""

from __future__ import annotations

from generator.content.frontmatter.split import Form
from generator.content.frontmatter.yaml_tree import Tree, read_tree


def read_front(text: str, form: Form) -> Tree:
    """Return the keys and values of front matter. Raises UnreadableError."""
    if form == "yaml":
        return read_tree(text)
    # Late, each: most archives have one form.
    if form == "toml":
        from generator.content.frontmatter.toml_tree import read_toml

        return read_toml(text)
    if form == "json":
        from generator.content.frontmatter.json_tree import read_json

        return read_json(text)
    from generator.content.frontmatter.line_tree import read_lines

    return read_lines(text)
