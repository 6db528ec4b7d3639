"""Query where the links of bodies lead, and which of these places have changed."""

from __future__ import annotations

from generator.index.site_links import CHANGED_TERMS, nothing_at

#: Where the links of a body to other posts lead, as a JSON object of sources and URLs; and the files that it
#: may name, each with "", or with what `generator.pictures.shown` says of a picture. Where addresses of the
#: archive lead nowhere, they are here with "", too (`generator.addresses.stem`); where they lead to posts,
#: with their URLs. Pictures of other hosts that the registry knows are here as files are. They come last in
#: `links`: without a registry, a post that names nothing but such pictures is not looked at.
LINKED = f"""CASE WHEN p.links = '[]' OR p.links GLOB '["http*' AND NOT EXISTS (SELECT 1 FROM pictures)
    THEN '{{}}' ELSE (
        SELECT json_group_object(name, url) FROM (
            SELECT q.path AS name, q.url FROM json_each(p.links) AS l
            CROSS JOIN posts AS q WHERE q.path = l.value AND q.live = 1
            UNION ALL SELECT f.path, coalesce(k.shown, '') FROM json_each(p.links) AS l
            CROSS JOIN files AS f ON f.path = l.value AND f.taken = 0
            LEFT JOIN file_pictures AS k ON k.path = f.path
            UNION ALL
            SELECT l.value, min(q.url) FROM json_each(p.links) AS l
            CROSS JOIN claims AS c CROSS JOIN posts AS q
            WHERE l.value GLOB '/*' AND q.path = c.path AND q.live = 1 AND stem(q.address) = l.value
                AND c.key IN (
                    substr(l.value, 2), substr(l.value, 2) || '.html', substr(l.value, 2) || '/index.html')
            GROUP BY l.value
            UNION ALL
            SELECT l.value, '' FROM json_each(p.links) AS l WHERE l.value GLOB '/*'
                AND {nothing_at("l.value")}
            UNION ALL SELECT k.address, k.shown FROM json_each(p.links) AS l
            CROSS JOIN pictures AS k WHERE k.address = l.value AND k.shown != ''
        )) END"""
#: SQL: the targets of links whose post, page, file or picture is new, changed or gone.
CHANGED_TARGETS = f"""
    {CHANGED_TERMS}
    UNION SELECT path FROM before UNION SELECT path FROM posts WHERE id IN (SELECT id FROM changed)
    UNION SELECT path FROM changed_files
    UNION SELECT stem(address) FROM before WHERE address != ''
    UNION SELECT stem(address) FROM posts WHERE id IN (SELECT id FROM changed)
    UNION SELECT stem(value) FROM before, json_each(before.aliases)
    UNION SELECT stem(value) FROM posts, json_each(posts.aliases)
        WHERE posts.id IN (SELECT id FROM changed)
    UNION SELECT stem(file_address(path)) FROM changed_files
    UNION SELECT address FROM changed_pictures"""
