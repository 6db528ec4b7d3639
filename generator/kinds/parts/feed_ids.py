"""Query the addresses from which the ids of posts in feeds are made (RFC 4287, section 4.2.6)."""

from __future__ import annotations

#: The address under which feeds know a post: that of its first alias that redirects, "" for its own.
FORMER = """CASE p.aliases WHEN '[]' THEN '' ELSE coalesce((
        SELECT CASE fold(j.value) WHEN fold(p.address) THEN '' ELSE a.address END
        FROM json_each(p.aliases) AS j LEFT JOIN aliases AS a ON a.post_id = p.id AND a.address = j.value
        WHERE a.lost = 0 OR fold(j.value) = fold(p.address) ORDER BY j.key LIMIT 1), '') END"""
#: SQL, after FROM: the posts whose aliases may redirect now, or no longer.
OF_CONTESTED_ALIASES = """contested CROSS JOIN aliases ON aliases.key = contested.key
    JOIN posts ON posts.id = aliases.post_id"""
