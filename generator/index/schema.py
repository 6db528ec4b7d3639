"""Define the tables of the index, and what each column means.

The index is a cache: delete it, and the next build makes the same site. So a
new version of the schema needs no migration, only a new number.
"""

from __future__ import annotations

from enum import IntEnum

#: Raise it with every change of the tables, or of a value that they hold.
VERSION = 14


class AddressStatus(IntEnum):
    """Whether a post, page or file has the address that it wants: the column `taken` of posts and files."""

    FREE = 0
    #: A different source has the address.
    TAKEN = 1
    #: The program makes a page at the address.
    RESERVED = 2
    #: A folder of its name is needed.
    FOLDER = 3
    #: Only for a file: a page has the name of a folder above it.
    BELOW = 4


#: The rank of a file in the table `claims`; those of posts and pages are lower.
FILE_RANK = 2

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every file under content/, and every post in a pack, as it was last read. A file stands in front of a
-- packed post with its path, and so does a post in the pack of a later month.
CREATE TABLE sources (
    path     TEXT PRIMARY KEY,   -- relative to the site, forward slashes
    role     TEXT NOT NULL,      -- post, page, file (beside posts), static
    size     INTEGER NOT NULL,   -- bytes
    mtime_ns INTEGER NOT NULL,   -- 0 for a packed post
    digest   BLOB NOT NULL,      -- SHA-256 of its bytes, the first 16
    object_id BLOB,              -- of the same bytes in git, where that is known
    pack     TEXT,               -- the month of its pack; NULL for a file
    frame_offset INTEGER,        -- bytes; where its frame begins in the pack
    frame_size   INTEGER         -- bytes; 0 if the frame can't be read
) WITHOUT ROWID;
CREATE INDEX sources_packed ON sources (pack, path) WHERE pack IS NOT NULL;

-- Packs whose posts are all in the index.
CREATE TABLE packs (
    month   TEXT PRIMARY KEY,
    state   BLOB NOT NULL,       -- of names, sizes and times of the pack and of the list beside it
    digest  BLOB NOT NULL,       -- of the bytes of both
    posts   INTEGER NOT NULL     -- in the pack and not in the list
) WITHOUT ROWID;

-- Packed posts that are not published, since a file or a different pack stands in front of them.
CREATE TABLE shadowed (path TEXT NOT NULL, pack TEXT NOT NULL, PRIMARY KEY (path, pack)) WITHOUT ROWID;

-- Folders under content/ whose files are all in the index as they were when it was last listed.
CREATE TABLE folders (
    path      TEXT PRIMARY KEY,  -- with a final slash
    signature BLOB NOT NULL,     -- of its files' names, sizes and times
    posts     INTEGER NOT NULL   -- how many of them are posts
) WITHOUT ROWID;

-- Posts and static pages: first what their file says, then what follows from all files together.
CREATE TABLE posts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: `before` refers to it
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
    aliases    TEXT NOT NULL,              -- JSON array of output paths, or path?query
    draft      INTEGER NOT NULL,
    expires    INTEGER,                    -- microseconds since the epoch, UTC
    summary    TEXT NOT NULL,
    details    TEXT NOT NULL,              -- JSON object, see generator.core.model.Post
    links      TEXT NOT NULL,              -- JSON array: what it may name, see generator.core.model.Post
    stand_in   INTEGER NOT NULL DEFAULT 0, -- read from its last good source
    address    TEXT NOT NULL DEFAULT '',   -- output path
    url        TEXT NOT NULL DEFAULT '',   -- href from the root
    terms      TEXT NOT NULL DEFAULT '[]', -- JSON array of term ids
    section    INTEGER,                    -- the term in which it has neighbours: its first category
    taken      INTEGER NOT NULL DEFAULT 0, -- see AddressStatus
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
    stem     TEXT NOT NULL DEFAULT '',     -- address of its page, see generator.addresses.stem; '' for a day
    UNIQUE (taxonomy, name)
);
CREATE INDEX terms_stems ON terms (stem);
CREATE INDEX terms_size ON terms (taxonomy, posts);

-- The live posts of each term; the key is the order of every list.
CREATE TABLE post_terms (
    term_id INTEGER NOT NULL,
    stamp   INTEGER NOT NULL,
    path    TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    PRIMARY KEY (term_id, stamp, path)
) WITHOUT ROWID;

-- The first post of each numbered page of a list, from page 1 on, and last that of the front page. Lists
-- without numbered pages are not here.
CREATE TABLE pages (
    term_id INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    stamp   INTEGER NOT NULL,
    path    TEXT NOT NULL,
    PRIMARY KEY (term_id, number)
) WITHOUT ROWID;

-- How many live posts of a category have a tag; labels of categories follow from it.
CREATE TABLE pairs (
    category_id INTEGER NOT NULL,
    tag_id      INTEGER NOT NULL,
    posts       INTEGER NOT NULL,
    PRIMARY KEY (category_id, tag_id)
) WITHOUT ROWID;

-- Months with posts; `updated` is the latest date of a post or of its correction, ISO 8601.
CREATE TABLE months (month TEXT PRIMARY KEY, posts INTEGER NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID;

-- Which sources want which output path. The first by rank and path gets it: 0 posts and pages, 1 those
-- without front matter, 2 files.
CREATE TABLE claims (
    key     TEXT NOT NULL,                 -- the path, folded as by a file system that ignores case
    rank    INTEGER NOT NULL,
    path    TEXT NOT NULL,                 -- the source
    post_id INTEGER,
    PRIMARY KEY (key, rank, path)
) WITHOUT ROWID;

-- Claims in a folder that may have the name of a page, see generator.index.nested.
CREATE INDEX claims_nested ON claims (key) WHERE key GLOB '*.*/*';

-- Files beside posts and static files, which are copied as they are.
CREATE TABLE files (
    path    TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    taken   INTEGER NOT NULL DEFAULT 0     -- see AddressStatus
) WITHOUT ROWID;
CREATE INDEX files_address ON files (address);
CREATE INDEX files_taken ON files (path) WHERE taken != 0;

-- Former addresses of live posts; each becomes a redirect. One with a query (path?query) is no file.
CREATE TABLE aliases (
    key     TEXT NOT NULL,
    path    TEXT NOT NULL,                 -- the source of the post
    address TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    lost    INTEGER NOT NULL DEFAULT 0,    -- a different output has the address
    PRIMARY KEY (key, path)
) WITHOUT ROWID;
CREATE INDEX aliases_post ON aliases (post_id);
CREATE INDEX aliases_lost ON aliases (path) WHERE lost = 1;
CREATE INDEX aliases_nested ON aliases (key) WHERE key GLOB '*.*/*';

-- Links from the body of one post to the source of another, to files that it may show, and to pictures of
-- other hosts.
CREATE TABLE links (
    target  TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    PRIMARY KEY (target, post_id)
) WITHOUT ROWID;
CREATE INDEX links_post ON links (post_id);

-- Relative links and pictures of bodies, see generator.core.model.SiteLink.
CREATE TABLE site_links (
    path    TEXT NOT NULL,                 -- the source that has it
    number  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    column  INTEGER NOT NULL,
    element TEXT NOT NULL,
    written TEXT NOT NULL,
    target  TEXT NOT NULL,
    other   TEXT NOT NULL,
    lost    INTEGER,                       -- it leads nowhere; NULL as long as that is not known
    PRIMARY KEY (path, number)
) WITHOUT ROWID;
CREATE INDEX site_links_target ON site_links (target);
CREATE INDEX site_links_other ON site_links (other) WHERE other != '';
CREATE INDEX site_links_lost ON site_links (path) WHERE lost = 1;
CREATE INDEX site_links_new ON site_links (path) WHERE lost IS NULL;

-- What the registry says of pictures of other hosts (generator.pictures.entry).
CREATE TABLE pictures (
    address TEXT PRIMARY KEY,              -- see generator.pictures.addresses
    status  TEXT NOT NULL,
    hash    TEXT NOT NULL,                 -- SHA-256 in hexadecimal, or ''
    size    INTEGER NOT NULL,              -- bytes
    stored  INTEGER NOT NULL,              -- pages can show it: the store has it, or it is published apart
    shown   TEXT NOT NULL,                 -- how pages show it (generator.pictures.shown); '' as if unknown
    width   INTEGER NOT NULL               -- pixels, if smaller versions can be made of it; else 0
) WITHOUT ROWID;
CREATE INDEX pictures_hash ON pictures (hash) WHERE hash != '';

-- Pictures that posts show from their addresses on other hosts; none without a registry.
CREATE TABLE unkept_pictures (address TEXT PRIMARY KEY) WITHOUT ROWID;

-- Pictures among the files beside posts and pages, and among static files (generator.pictures.beside).
CREATE TABLE file_pictures (
    path  TEXT PRIMARY KEY,
    hash  TEXT NOT NULL,                   -- SHA-256 in hexadecimal
    shown TEXT NOT NULL,                   -- how pages show it (generator.pictures.shown); '' as if unknown
    width INTEGER NOT NULL                 -- pixels, if smaller versions can be made of it; else 0
) WITHOUT ROWID;
CREATE INDEX file_pictures_hash ON file_pictures (hash);

-- The problems that were found when each source was read.
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
