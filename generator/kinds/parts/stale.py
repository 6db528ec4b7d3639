"""Find in the change set which days, months, years and labels of categories changed."""

from __future__ import annotations

from generator.plan.touched import Rule

#: SQL: the terms with posts that moved, of one taxonomy (complete it with `= 'day'`).
OF_MOVED = "FROM moved_terms JOIN terms USING (id) WHERE terms.taxonomy"
#: SQL: the names of days whose posts changed.
CHANGED_DAYS = f"""SELECT name {OF_MOVED} = 'day'
                   UNION SELECT name FROM gone_terms WHERE taxonomy = 'day'"""
#: SQL: days that are new or gone, so that the links of their neighbours change.
_NEW_DAYS = f"""SELECT name {OF_MOVED} = 'day' AND terms.posts = moved_terms.delta
                UNION ALL SELECT name FROM gone_terms WHERE taxonomy = 'day'"""
_EARLIER = "t.name < substr(new.name, 1, {length}) ORDER BY t.name DESC LIMIT 1"
_LATER = "t.name > substr(new.name, 1, {length}) || '~' ORDER BY t.name LIMIT 1"


def beside_rules(length: int) -> tuple[Rule, ...]:
    """Return the rules for days, months or years (by the length of their names) next to new and gone ones."""
    return tuple(
        Rule(
            f"""SELECT substr(name, 1, {length}) AS key, NULL AS start FROM terms WHERE id IN (
                SELECT (SELECT id FROM terms AS t WHERE t.taxonomy = 'day' AND {side.format(length=length)})
                FROM ({_NEW_DAYS}) AS new)""",
            "a neighbouring day, month or year is new or gone",
        )
        for side in (_EARLIER, _LATER)
    )


def cards_relabelled(taxonomy: str) -> Rule:
    """Return the rule for terms of a taxonomy, given as SQL, whose posts show a category with a new label."""
    return Rule(
        f"""SELECT DISTINCT terms.name AS key, NULL AS start
            FROM relabelled CROSS JOIN post_terms ON post_terms.term_id = relabelled.id
            CROSS JOIN posts ON posts.id = post_terms.post_id CROSS JOIN json_each(posts.terms) AS other
            CROSS JOIN terms ON terms.id = other.value
            WHERE posts.section = relabelled.id AND terms.name != '' AND terms.taxonomy = {taxonomy}""",
        "a category of its posts has a different label",
    )
