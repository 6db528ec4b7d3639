"""The tables of the index, and what each column means.

The index is a cache: delete it, and the next build makes the same site. So a
new version of the schema needs no migration, only a new number.
"""

from __future__ import annotations

#: Raise it with every change below.
VERSION = 6

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every file under content/ as it was last read.
CREATE TABLE sources (
    path     TEXT PRIMARY KEY,   -- relative to the site, forward slashes
    role     TEXT NOT NULL,      -- post, page, file (beside posts), static
    size     INTEGER NOT NULL,   -- bytes
    mtime_ns INTEGER NOT NULL,
    digest   BLOB NOT NULL,      -- SHA-256 of its bytes, the first 16
    object_id BLOB               -- of the same bytes in git, where that is known
) WITHOUT ROWID;

-- Folders under content/ whose files are all in the index as they were when it was last listed.
CREATE TABLE folders (
    path      TEXT PRIMARY KEY,  -- with a final slash
    signature BLOB NOT NULL,     -- of its files' names, sizes and times
    posts     INTEGER NOT NULL   -- how many of them are posts
) WITHOUT ROWID;

-- Posts and static pages: first what their file says, then what follows from all of them together.
CREATE TABLE posts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: `before` goes by it
    path       TEXT NOT NULL UNIQUE,
    role       TEXT NOT NULL,              -- post or page
    digest     BLOB NOT NULL,              -- of the source it was read from
    title      TEXT NOT NULL,
    stamp      INTEGER NOT NULL,           -- microseconds since the epoch, UTC
    date       TEXT NOT NULL,              -- the same, ISO 8601 in the site's zone
    slug       TEXT NOT NULL,
    permalink  TEXT NOT NULL,
    categories TEXT NOT NULL,              -- JSON array of names, as written
    tags       TEXT NOT NULL,
    aliases    TEXT NOT NULL,              -- JSON array of output paths
    draft      INTEGER NOT NULL,
    expires    INTEGER,                    -- microseconds since the epoch, UTC
    summary    TEXT NOT NULL,
    details    TEXT NOT NULL,              -- JSON object, see generator.core.model.Post
    links      TEXT NOT NULL,              -- JSON array of source paths
    stand_in   INTEGER NOT NULL DEFAULT 0, -- read from its last good source
    address    TEXT NOT NULL DEFAULT '',   -- output path
    url        TEXT NOT NULL DEFAULT '',   -- href from the root
    terms      TEXT NOT NULL DEFAULT '[]', -- JSON array of term ids
    section    INTEGER,                    -- the term in which it has neighbours: its first category
    taken      INTEGER NOT NULL DEFAULT 0, -- its address belongs to another: 1 a source, 2 the program
    live       INTEGER NOT NULL DEFAULT 0  -- published
);
CREATE INDEX posts_newest ON posts (stamp, path) WHERE live = 1 AND role = 'post';
CREATE INDEX posts_idle ON posts (stamp) WHERE live = 0;
CREATE INDEX posts_drafts ON posts (id) WHERE draft = 1;
CREATE INDEX posts_expiring ON posts (expires) WHERE expires IS NOT NULL;
CREATE INDEX posts_taken ON posts (path) WHERE taken != 0;
CREATE INDEX posts_stand_in ON posts (path) WHERE stand_in = 1;
CREATE INDEX posts_pages ON posts (path) WHERE role = 'page';

-- Categories, tags and days, each with at least one post. The category '' holds posts without any.
CREATE TABLE terms (
    id       INTEGER PRIMARY KEY,
    taxonomy TEXT NOT NULL,                -- category, tag, day
    name     TEXT NOT NULL,
    slug     TEXT NOT NULL,
    label    TEXT NOT NULL DEFAULT '',
    letter   TEXT NOT NULL DEFAULT '',     -- A to Z, or #
    sort     TEXT NOT NULL DEFAULT '',     -- romanised label
    posts    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (taxonomy, name)
);
CREATE INDEX terms_size ON terms (taxonomy, posts);

-- Which live post stands under which term; the key is the order of every list.
CREATE TABLE post_terms (
    term_id INTEGER NOT NULL,
    stamp   INTEGER NOT NULL,
    path    TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    PRIMARY KEY (term_id, stamp, path)
) WITHOUT ROWID;

-- With which post each numbered page of a list begins, from 1 on, and at last the front page. Only lists
-- with numbered pages are here.
CREATE TABLE pages (
    term_id INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    stamp   INTEGER NOT NULL,
    path    TEXT NOT NULL,
    PRIMARY KEY (term_id, number)
) WITHOUT ROWID;

-- How many live posts of a category have a tag, from which labels follow.
CREATE TABLE pairs (
    category_id INTEGER NOT NULL,
    tag_id      INTEGER NOT NULL,
    posts       INTEGER NOT NULL,
    PRIMARY KEY (category_id, tag_id)
) WITHOUT ROWID;

-- Months with posts; `updated` is the latest date of a post or of its correction, ISO 8601.
CREATE TABLE months (month TEXT PRIMARY KEY, posts INTEGER NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID;

-- Who wants which output path. The first by rank (0 posts and pages, 1 files) and path has it.
CREATE TABLE claims (
    key     TEXT NOT NULL,                 -- the path as a careless file system sees it
    rank    INTEGER NOT NULL,
    path    TEXT NOT NULL,                 -- the source
    post_id INTEGER,
    PRIMARY KEY (key, rank, path)
) WITHOUT ROWID;

-- Files that go along as they are.
CREATE TABLE files (
    path    TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    taken   INTEGER NOT NULL DEFAULT 0     -- as of posts; 3 where others need a folder of its name
) WITHOUT ROWID;
CREATE INDEX files_address ON files (address);
CREATE INDEX files_taken ON files (path) WHERE taken != 0;

-- Former addresses of live posts, which become redirects.
CREATE TABLE aliases (
    key     TEXT NOT NULL,
    path    TEXT NOT NULL,                 -- the source of the post
    address TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    lost    INTEGER NOT NULL DEFAULT 0,    -- something else stands there
    PRIMARY KEY (key, path)
) WITHOUT ROWID;
CREATE INDEX aliases_post ON aliases (post_id);
CREATE INDEX aliases_lost ON aliases (path) WHERE lost = 1;

-- Links from the body of one post to the source of another.
CREATE TABLE links (
    target  TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    PRIMARY KEY (target, post_id)
) WITHOUT ROWID;
CREATE INDEX links_post ON links (post_id);

-- What reading each source had to say.
CREATE TABLE problems (
    path     TEXT NOT NULL,
    number   INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    column   INTEGER NOT NULL,
    code     TEXT NOT NULL,
    message  TEXT NOT NULL,
    hint     TEXT NOT NULL,
    severity TEXT NOT NULL,
    PRIMARY KEY (path, number)
) WITHOUT ROWID;
"""

#: Tables of one build: what it found. Owners that may be stale are in tables of `generator.plan.touched`.
SESSION = """
CREATE TEMP TABLE listed (path TEXT PRIMARY KEY, signature BLOB, posts INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE seen (path TEXT PRIMARY KEY, role TEXT, size INTEGER, mtime_ns INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE unread (path TEXT PRIMARY KEY, role TEXT, size INTEGER, mtime_ns INTEGER) WITHOUT ROWID;
-- Files whose bytes are, by what git says, those of an object in this state.
CREATE TEMP TABLE tracked (
    path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, object_id BLOB
) WITHOUT ROWID;
CREATE TEMP TABLE before AS SELECT * FROM posts WHERE 0;
CREATE UNIQUE INDEX temp.before_id ON before (id);
CREATE TEMP TABLE changed (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE contested (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE changed_files (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE moved_terms (id INTEGER PRIMARY KEY, delta INTEGER NOT NULL, stamp INTEGER NOT NULL);
CREATE TEMP TABLE gone_terms (taxonomy TEXT, name TEXT, PRIMARY KEY (taxonomy, name)) WITHOUT ROWID;
CREATE TEMP TABLE relabelled (id INTEGER PRIMARY KEY);

-- Outputs that wait in the staging folder.
CREATE TEMP TABLE staged (path TEXT PRIMARY KEY) WITHOUT ROWID;
-- Folders of the output in which something is not as the ledger knows it, and their files.
CREATE TEMP TABLE suspect (folder TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE present (
    folder TEXT, name TEXT, size INTEGER, mtime_ns INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
-- Those of them that have the size in the ledger and another time, which is theirs now.
CREATE TEMP TABLE retimed (
    folder TEXT, name TEXT, digest BLOB, mtime_ns INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""
