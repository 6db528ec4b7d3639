// @ts-check
/**
 * Searches the index of a site in the browser: `open(base).search(query, options)`.
 *
 * No dependencies, no build step. docs/search.md documents it for theme authors, search.d.ts
 * has its types. The format of the index is documented in the modules of generator/search.
 *
 * @typedef {import("./search.js").Page} Page
 * @typedef {import("./search.js").Result} Result
 * @typedef {import("./search.js").Options} Options
 * @typedef {import("./search.js").About} About
 * @typedef {Required<Omit<Options, "signal">>} Settings
 *
 * @typedef {{kind: number, text: string, run: number, offset: number, start: number, end: number}} Unit
 * A dense character, a word or a number. `offset` is its number in its run; `start` and `end` are in code points.
 * @typedef {{term: string, bare: boolean, prefix: boolean, run: number, offset: number, places: number[]}} Term
 * A list to look up: of one term, or of all that begin with it. `places` are the code points it covers.
 * @typedef {{text: string, terms: Term[], titles: Term[], titleOnly: boolean, exact: boolean}} Part
 * A part of a query. `titles` are the lists of its units in titles; `exact`: its lists alone decide.
 * @typedef {{posts: Int32Array | number[], high?: Int32Array, low?: Int32Array}} List
 * Posts in ascending order, and the 64 positions of each, position 0 as the highest bit of `high`.
 * @typedef {{term: string, count: number, base: number, data: Uint8Array}} Entry
 * @typedef {{posts: number, groups: {digest: string, since: string}[], terms: string[], digests: string[]}} Head
 * @typedef {{name: string, head: string, since: string, until: string, posts: number, frequent: string}} Listed
 * @typedef {{version: number, mode: string, fold: string, query?: string, segments: Listed[],
 *   categories: {slug: string, title: string, posts: number}[]}} Manifest
 * @typedef {{text: string, folded: string, places: number[]}} Folded
 * A text in composed form, folded; `places[i]` is the place in the text of the i-th code unit of `folded`.
 * @typedef {Set<number>[]} Frequent
 * Hashes of the terms that many posts have, and of those that very many have.
 * @typedef {{posts: number[], counts: number[], missed: number}} Matches
 * Posts in ascending order, and how often each has a part, at most 64; `missed`: how many have its terms elsewhere.
 * @typedef {{posts: number[], parts: Map<number, number>[], titles: Set<number>[], sizes: number[]}} Found
 * The answer of a segment; by part: its count in each post, the posts that may have it in the title, its posts.
 * @typedef {{segment: Segment, post: number, found: Found, score: number, row?: any[]}} Candidate
 */

const VERSION = 4;
const PAGE = 10;
const AT_ONCE = 4;
const GROUP = 128;
const SPAN = 4096;
const MANY = 8;
/** In how many ways n positions can be chosen of the first p: `WAYS[n][p]`. @type {number[][]} */
const WAYS = [Array(65).fill(1)];
while (WAYS.length < MANY) {
  let sum = 0;
  const fewer = WAYS[WAYS.length - 1];
  WAYS.push(fewer.map((_, p) => (p ? (sum += fewer[p - 1]) : 0)));
}
const WORD = 24;
const PREFIX = 4;
const LONGEST = 200;
const SNIPPET = 120;
const BEFORE = 30;
/** Segments are asked together until they have ten times so many posts, then a hundred times; all at once, if a part has
 * more terms than LONG, and so is rare. */
const WAVE = 100;
/** Blocks of lists that a query reads, unless the first lists of its parts have more; without those of categories. */
const MOST = 18;
const LONG = 3;
/** How many of the best candidates that may have a part in the title are read at once. */
const RANKED = 20;
/** How many posts of a segment are few; with fewer posts than SMALL, a third list is not worth its request. */
const FEW = 3;
const SMALL = 500;
/** In segments of so many posts, two lists are read at once, unless one of them is rare. */
const LARGE = 2000;
const BLANK = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f]/;

/* ---- Characters and folding: the same rules as characters.py and fold.py ---- */

const OTHER = 0;
const DENSE = 1;
const LETTER = 2;
const DIGIT = 3;
const DENSE_CHARACTER =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;

/** @param {number} code a code point @returns {number} its class */
export function classOf(code) {
  if (code > 0xffff) return code >= 0x20000 && code <= 0x3ffff ? DENSE : OTHER;
  const text = String.fromCharCode(code);
  if (DENSE_CHARACTER.test(text)) return DENSE;
  if (/\p{Nd}/u.test(text)) return DIGIT;
  return /[\p{L}\p{M}]/u.test(text) ? LETTER : OTHER;
}

/** Folds texts by the table of traditional and simplified characters, which stand in turns. */
export class Folder {
  /** @type {Map<string, string>} */
  #simplified = new Map();
  /** @type {Map<string, string>} */
  #known = new Map();

  /** @param {string} pairs */
  constructor(pairs) {
    const characters = [...pairs];
    for (let i = 0; i + 1 < characters.length; i += 2) this.#simplified.set(characters[i], characters[i + 1]);
  }

  /** Folds a text to search in: a row of blanks becomes one. @param {string} text @returns {Folded} */
  matchable(text) {
    const composed = text.normalize("NFC");
    /** @type {number[]} */
    const places = [];
    let folded = "";
    let place = 0;
    for (const character of composed) {
      for (const one of this.#character(character).replace(BLANK, " ")) {
        if (one === " " && folded.endsWith(" ")) continue;
        folded += one;
        while (places.length < folded.length) places.push(place);
      }
      place += character.length;
    }
    return { text: composed, folded, places };
  }

  /** @param {string} character */
  #character(character) {
    let folded = this.#known.get(character);
    if (folded === undefined) {
      folded = "";
      if (!INVISIBLE.test(character)) {
        for (const one of [...character.normalize("NFKC")].flatMap((part) => [...part.toLowerCase()])) {
          folded += this.#simplified.get(one) ?? one;
        }
      }
      this.#known.set(character, folded);
    }
    return folded;
  }
}

/** @param {string} folded @returns {Unit[]} the units of a folded text, as in terms.py */
export function units(folded) {
  /** @type {Unit[]} */
  const found = [];
  let before = OTHER;
  let run = -1;
  let place = 0;
  for (const character of folded) {
    const kind = classOf(/** @type {number} */ (character.codePointAt(0)));
    const last = found[found.length - 1];
    if (kind !== OTHER && kind !== DENSE && kind === before) {
      last.text += character;
      last.end = place + 1;
    } else if (kind !== OTHER) {
      if (before === OTHER) run += 1;
      const offset = before === OTHER ? 0 : last.offset + 1;
      found.push({ kind, text: character, run, offset, start: place, end: place + 1 });
    }
    before = kind;
    place += 1;
  }
  return found;
}

/* ---- The text of a page: the same rules as page_text.py ---- */

const START = /<([a-z][\w-]*)(?=[\t-\r >])(?:"[^"]*"|'[^']*'|[^'">])*?[\t-\r ]data-search(?=[\t-\r =>])[^>]*>/i;
const LEFT_OUT = /<(rt|rp|script|style|template)\b[^>]*>.*?<\/\1[\t-\r ]*>/gis;
const MARKUP = /<!--.*?-->|<\/?([a-z][\w-]*)(?:"[^"]*"|'[^']*'|[^'">])*>/gis;
const ENTITY = /&(?:#(\d{1,7}|[xX][\da-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/g;
const BLOCKS = new Set(
  ("address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hr li main math nav ol option p pre section summary table tbody td " +
    "tfoot th thead tr ul").split(" "),
);
/** @type {Record<string, string>} */
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** @param {string} page @returns {string[]} the blocks of text in the element with `data-search` */
export function pageText(page) {
  const start = START.exec(page);
  if (!start) return [];
  const begin = start.index + start[0].length;
  const tags = new RegExp(`<(/?)${start[1]}(?=[\\t-\\r >/])`, "gi");
  tags.lastIndex = begin;
  let end = page.length;
  for (let depth = 1, tag = tags.exec(page); tag; tag = tags.exec(page)) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) {
      end = tag.index;
      break;
    }
  }
  return page
    .slice(begin, end)
    .replaceAll("\x01", "")
    .replace(LEFT_OUT, "")
    .replace(MARKUP, (_, name) => (name && BLOCKS.has(name.toLowerCase()) ? "\x01" : ""))
    .replace(ENTITY, (_, code, name) => (code ? character(Number(`0${code}`)) : NAMED[name]))
    .split("\x01")
    .map((block) => block.replace(BLANK, " ").replace(/^ +| +$/g, ""))
    .filter(Boolean);
}

/** Returns the character with a number; none for control characters and what is no character. @param {number} code */
function character(code) {
  const fits = code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return fits ? String.fromCodePoint(code) : "";
}

/* ---- Queries ---- */

/** @param {string} query folded, its rows of blanks one @returns {string[]} its parts */
function cut(query) {
  return query
    .split(/["“”]/)
    .flatMap((text, number) => (number % 2 ? [text.trim()] : text.split(" ")))
    .filter(Boolean);
}

/** @param {string} text a part of a query, folded @returns {Part} the lists to look up for it */
function plan(text) {
  const length = [...text].length;
  const all = units(text);
  const terms = all.flatMap((unit, i) => termsOf(unit, all[i - 1], all[i + 1], length));
  const titles = all.map((unit) => titleTerm(unit, length));
  const titleOnly = !terms.length && titles.length > 0;
  return { text, terms: titleOnly ? titles : terms, titles, titleOnly, exact: isExact(all, length) };
}

/**
 * @param {Unit} unit
 * @param {Unit | undefined} before
 * @param {Unit | undefined} after
 * @param {number} length of the part, in code points
 * @returns {Term[]}
 */
function termsOf(unit, before, after, length) {
  const { run, offset } = unit;
  const own = Array.from({ length: unit.end - unit.start }, (_, i) => unit.start + i);
  /** @type {Term[]} */
  const found = [];
  if (unit.kind === LETTER && unit.end === length) {
    const short = unit.text.length <= PREFIX;
    const term = short ? `${unit.text}*` : unit.text.slice(0, WORD);
    found.push({ term, bare: short, prefix: !short, run, offset, places: own });
  } else if (unit.kind !== DENSE) {
    found.push({ term: unit.text.slice(0, WORD), bare: false, prefix: false, run, offset, places: own });
  }
  if (after?.run === run) {
    if (unit.kind === DENSE || after.kind === DENSE) {
      const term = /** @type {string} */ ([...unit.text].pop()) + [...after.text][0];
      found.push({ term, bare: false, prefix: false, run, offset, places: [unit.end - 1, after.start] });
    }
  } else if (unit.kind === DENSE && before?.run !== run && unit.start > 0 && unit.end < length) {
    found.push({ term: unit.text, bare: false, prefix: false, run, offset, places: own });
  }
  return found;
}

/** @param {Unit} unit @param {number} length @returns {Term} */
function titleTerm({ kind, text, run, offset, start, end }, length) {
  const term = `t:${text.slice(0, WORD)}`;
  return { term, bare: true, prefix: kind === LETTER && end === length, run, offset, places: [start] };
}

/** Returns whether the lists of a part alone decide which posts have it. @param {Unit[]} all @param {number} length */
function isExact(all, length) {
  const [first, second] = all;
  if (!first || first.start > 0 || all[all.length - 1].end < length) return false;
  if (all.length === 1) return first.kind === DENSE || first.text.length <= WORD - (first.kind === DIGIT ? 1 : 0);
  return all.length === 2 && second.run === first.run && first.kind === DENSE && second.kind === DENSE;
}

/**
 * Chooses the rarest term of a part, then those that cover most of it, its ends before its middle, far from each
 * other. Pairs of characters from two words are rare, and say most.
 * @param {Term[]} terms
 * @param {number} most
 * @param {(term: Term) => number} [level] how frequent a term is, from 0 for a rare one to 2
 * @returns {Term[]}
 */
function choose(terms, most, level = () => 1) {
  /** @type {Term[]} */
  const chosen = [];
  const left = new Set(terms);
  while (chosen.length < most && left.size) {
    const value = (/** @type {Term} */ term) => {
      const fresh = term.places.filter((place) => !chosen.some((one) => one.places.includes(place))).length;
      const distance = Math.min(9, ...chosen.map((other) => Math.abs(other.places[0] - term.places[0])));
      const end = term === terms[0] || term === terms[terms.length - 1] ? 1 : 0;
      return (chosen.length ? fresh * 5 + distance / 10 : 0) - level(term) * (chosen.length ? 2 : 9) + end;
    };
    const best = [...left].reduce((one, other) => (value(other) > value(one) ? other : one));
    left.delete(best);
    chosen.push(best);
  }
  return chosen;
}

/**
 * Returns the hits of a part in a folded text, as [start, end] in code units.
 * @param {string} folded
 * @param {string} part
 * @param {number} [most]
 * @returns {[number, number][]}
 */
function hits(folded, part, most = Infinity) {
  const first = classOf(part.charCodeAt(0));
  const last = classOf(part.charCodeAt(part.length - 1));
  /** @type {[number, number][]} */
  const found = [];
  let at = folded.indexOf(part);
  while (at >= 0 && found.length < most) {
    const end = at + part.length;
    // Before the text and after it, there is NaN, which is OTHER. LETTER and DIGIT are the highest classes.
    const joined =
      (first > DENSE && classOf(folded.charCodeAt(at - 1)) === first) ||
      (last === DIGIT && classOf(folded.charCodeAt(end)) === DIGIT);
    if (!joined) found.push([at, end]);
    at = folded.indexOf(part, joined ? at + 1 : end);
  }
  return found;
}

/**
 * Returns the ranges of the hits of all parts in a text, sorted; those that touch are one.
 * @param {Folded} text
 * @param {string[]} parts
 * @returns {[number, number][]}
 */
function marksOf({ text, folded, places }, parts) {
  const all = parts.flatMap((part) => hits(folded, part)).sort((one, other) => one[0] - other[0]);
  /** @type {[number, number][]} */
  const marks = [];
  for (const [first, after] of all) {
    const start = places[first];
    const end = places[after - 1] + (isWide(text, places[after - 1]) ? 2 : 1);
    const last = marks[marks.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

/**
 * Returns the text around the first hit in the block that has most parts, or the beginning of the text.
 * @param {Folded[]} blocks
 * @param {string[]} parts
 * @returns {{snippet: string, marks: [number, number][]}}
 */
export function snippetOf(blocks, parts) {
  let [best, most] = [/** @type {Folded | undefined} */ (undefined), 0];
  for (const block of blocks) {
    const count = parts.filter((part) => hits(block.folded, part, 1).length).length;
    if (count > most) [best, most] = [block, count];
  }
  const text = best ? best.text : blocks.map((block) => block.text).join(" ");
  const marks = best ? marksOf(best, parts) : [];
  let start = Math.max(0, (marks[0]?.[0] ?? 0) - BEFORE);
  let end = Math.min(text.length, start + SNIPPET);
  start = Math.max(0, Math.min(start, end - SNIPPET));
  if (isWide(text, start - 1)) start -= 1;
  if (isWide(text, end - 1)) end += 1;
  const cutAt = start > 0 ? "…" : "";
  const shift = cutAt.length - start;
  return {
    snippet: cutAt + text.slice(start, end) + (end < text.length ? "…" : ""),
    marks: marks
      .filter((mark) => mark[0] < end)
      .map((mark) => [mark[0] + shift, Math.min(mark[1], end) + shift]),
  };
}

/** Returns whether a character takes two places. @param {string} text @param {number} place */
function isWide(text, place) {
  return (text.codePointAt(place) ?? 0) > 0xffff;
}

/* ---- Files of the index: the same formats as binary.py, head.py, blocks.py, postings.py ---- */

/** Says that a file is missing or damaged: perhaps the site changed meanwhile. */
class Broken extends Error {}

class Reader {
  #place = 0;
  #text = "";
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
  }
  number() {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = this.take(1)[0];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
  /** Reads a term as a string that has a character for each byte, so that strings sort as terms do. */
  text() {
    const sizes = this.take(1)[0];
    const length = (sizes & 15) === 15 ? this.number() : sizes & 15;
    this.#text = this.#text.slice(0, sizes >> 4) + bytesText(this.take(length));
    return this.#text;
  }
  digest() {
    return hex(this.take(8));
  }
  /** @param {number} length */
  take(length) {
    const end = this.#place + length;
    if (end > this.data.length) throw new Broken("a list is damaged");
    const found = this.data.subarray(this.#place, end);
    this.#place = end;
    return found;
  }
}

/** @param {Uint8Array} data */
function bytesText(data) {
  return String.fromCharCode(...data);
}

/** @param {Uint8Array} data @returns {Head} */
function readHead(data) {
  const reader = new Reader(data);
  const posts = reader.number();
  const groups = Array.from({ length: atMost(reader.number(), data.length) }, () => {
    const digest = reader.digest();
    return { digest, since: dayOf(reader.number()) };
  });
  const terms = [];
  const digests = [];
  for (let left = reader.number(); left > 0; left--) {
    terms.push(reader.text());
    digests.push(reader.digest());
  }
  return { posts, groups, terms, digests };
}

/** @param {Uint8Array} data @returns {Frequent} */
function readFrequent(data) {
  const reader = new Reader(data);
  return [0, 1].map(() => {
    const found = new Set();
    for (let left = reader.number(), hash = 0; left > 0; left--) found.add((hash += reader.number()));
    return found;
  });
}

/** @param {string} term @returns {string} one that sorts as its bytes do */
function keyOf(term) {
  return bytesText(new TextEncoder().encode(term));
}

/** Returns how frequent a term is: 0, 1 or 2; 1 if nothing is known. @param {Term} term @param {Frequent} frequent */
function levelOf({ term, prefix }, frequent) {
  return frequent.length && !prefix ? frequent.filter((some) => some.has(hashOf(keyOf(term)))).length : 1;
}

/** Returns the hash of a term, which has a character for each byte. @param {string} key */
function hashOf(key) {
  let value = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193);
  return value >>> 13;
}

/** Returns the day with a number, from 1 for the first day of the year 1. @param {number} number */
function dayOf(number) {
  return new Date((number - 719163) * 86400000).toISOString().slice(0, 10);
}

/** @param {number} value @param {number} most */
function atMost(value, most) {
  if (value > most) throw new Broken("a list is damaged");
  return value;
}

/** @param {Uint8Array} data @returns {Entry[]} */
function readBlock(data) {
  const reader = new Reader(data);
  const table = Array.from({ length: atMost(reader.number(), data.length) }, () => {
    const term = reader.text();
    const [sizes] = reader.take(1);
    const more = (/** @type {number} */ size) => (size % 15 ? size : reader.number());
    const count = more(sizes >> 4);
    const base = sizes < 16 ? reader.number() : -1;
    return { term, count, base, length: sizes & 15 ? more(sizes & 15) : 0 };
  });
  return table.map(({ term, count, base, length }) => ({ term, count, base, data: reader.take(length) }));
}

/**
 * Decodes a list, or a part of one.
 * @param {Entry} entry
 * @param {number} total the number of posts in the segment
 * @param {boolean} bare whether it has no positions
 * @returns {List}
 */
export function decode({ data, count, base }, total, bare) {
  const posts = new Int32Array(atMost(count, Math.min(total, data.length * 8)));
  const high = new Int32Array(bare ? 0 : count);
  const low = new Int32Array(bare ? 0 : count);
  let place = 0;
  const window = () => {
    const i = place >> 3;
    const word = (data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3];
    return word << (place & 7);
  };
  const number = (/** @type {number} */ length) => {
    const value = length ? window() >>> (32 - length) : 0;
    place += length;
    return value;
  };
  const ones = (/** @type {number} */ most) => {
    for (let sum = 0; ; ) {
      const some = Math.min(Math.clz32(~window()), most - sum);
      place += some;
      sum += some;
      if (sum === most) return sum;
      if (place >= data.length * 8) throw new Broken("a list is damaged");
      if (window() >= 0) {
        place += 1;
        return sum;
      }
    }
  };
  const scaled = Math.floor(((base >= 0 ? SPAN : total) * 11) / (16 * count));
  const k = Math.max(0, 31 - Math.clz32(scaled));
  let post = Math.max(base, 0) - 1;
  for (let i = 0; i < count; i++) {
    const quotient = ones(Infinity);
    post += 1 + quotient * 2 ** k + number(k);
    if (post >= total) throw new Broken("a list is damaged");
    posts[i] = post;
    if (bare) continue;
    const places = ones(MANY - 1) + 1;
    if (places === MANY) {
      high[i] = (number(16) << 16) | number(16);
      low[i] = (number(16) << 16) | number(16);
    }
    let rank = places < MANY ? number(26 - Math.clz32(WAYS[places][64] - 1)) * 64 + number(6) : 0;
    for (let left = places < MANY ? places : 0, position = 63; left > 0; left--) {
      while (WAYS[left][position] > rank) position -= 1;
      rank -= WAYS[left][position];
      if (position < 32) high[i] |= 1 << (31 - position);
      else low[i] |= 1 << (63 - position);
    }
  }
  if (place > data.length * 8) throw new Broken("a list is damaged");
  return bare ? { posts } : { posts, high, low };
}

/** Returns the posts that are in one of some lists. @param {List[]} lists @returns {List} */
function union(lists) {
  if (lists.length === 1) return lists[0];
  const size = Math.max(0, ...lists.map(({ posts }) => 1 + (posts[posts.length - 1] ?? -1)));
  const [seen, high, low] = [0, 0, 0].map(() => new Int32Array(size));
  for (const list of lists) {
    list.posts.forEach((post, i) => {
      seen[post] = 1;
      high[post] |= list.high?.[i] ?? 0;
      low[post] |= list.low?.[i] ?? 0;
    });
  }
  const posts = Int32Array.from(seen.keys()).filter((post) => seen[post]);
  const of = (/** @type {Int32Array} */ masks) => posts.map((post) => masks[post]);
  return lists.every((list) => list.high) ? { posts, high: of(high), low: of(low) } : { posts };
}

/**
 * Returns the posts that all lists of a part have, at fitting positions, and the number of those of each.
 * @param {Term[]} terms
 * @param {List[]} lists
 * @returns {Matches}
 */
function together(terms, lists) {
  const order = lists.map((_, i) => i).sort((i, j) => lists[i].posts.length - lists[j].posts.length);
  /** @type {number[]} */
  const posts = [];
  /** @type {number[]} */
  const counts = [];
  const next = lists.map(() => 0);
  let missed = 0;
  for (const post of lists[order[0]].posts) {
    const everywhere = order.every((i) => {
      while (lists[i].posts[next[i]] < post) next[i] += 1;
      return lists[i].posts[next[i]] === post;
    });
    if (!everywhere) continue;
    const count = positions(terms, lists, next);
    if (!count) {
      missed += 1;
      continue;
    }
    posts.push(post);
    counts.push(count);
  }
  return { posts, counts, missed };
}

/** Returns the posts that are in all of some lists. @param {List[]} lists @returns {number[]} */
function common(lists) {
  return together([], lists.map(({ posts }) => ({ posts }))).posts;
}

/** @param {Term[]} terms @param {List[]} lists @param {number[]} at @returns {number} how many starts fit, at least */
function positions(terms, lists, at) {
  /** @type {Map<number, [number, number]>} */
  const runs = new Map();
  lists.forEach(({ high, low }, i) => {
    if (!high || !low) return;
    const [one, other] = rotated(high[at[i]], low[at[i]], terms[i].offset & 63);
    const [a, b] = runs.get(terms[i].run) ?? [-1, -1];
    runs.set(terms[i].run, [a & one, b & other]);
  });
  return Math.min(...[...runs.values()].map(([a, b]) => bits(a) + bits(b)), runs.size ? 64 : 1);
}

/** Moves a mask of 64 bits to the left. @param {number} high @param {number} low @param {number} by */
function rotated(high, low, by) {
  if (by >= 32) [high, low] = [low, high];
  by &= 31;
  return by ? [(high << by) | (low >>> (32 - by)), (low << by) | (high >>> (32 - by))] : [high, low];
}

/** @param {number} mask */
function bits(mask) {
  let count = 0;
  for (; mask; mask &= mask - 1) count += 1;
  return count;
}

/* ---- Requests ---- */

/** Keeps values, at most so many: those used last. @template V */
class Kept {
  /** @type {Map<string, V>} */
  #values = new Map();
  /** @param {number} most */
  constructor(most) {
    this.most = most;
  }
  /** @param {string} key @returns {V | undefined} */
  get(key) {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }
  /** @param {string} key @param {V} value */
  set(key, value) {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.most) this.#values.delete(this.#values.keys().next().value ?? "");
  }
  clear() {
    this.#values.clear();
  }
}

/** Runs at most AT_ONCE tasks at a time; urgent ones go first. */
class Lane {
  #running = 0;
  /** @type {(() => void)[]} */
  #waiting = [];
  /** @template T @param {() => Promise<T>} task @param {boolean} urgent @returns {Promise<T>} */
  async run(task, urgent) {
    if (this.#running < AT_ONCE) this.#running += 1;
    else await new Promise((/** @type {(value: void) => void} */ go) => this.#waiting[urgent ? "unshift" : "push"](go));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** The files of a site for one try of a search. They are kept in `store`, which all searches share. */
class Files {
  /** @type {Map<string, Promise<any>>} */
  #pending = new Map();
  /** How many blocks a query may still read, beside one for each part in each segment. */
  spare = Infinity;
  /** @param {Store} store @param {AbortSignal} signal @param {boolean} [again] whether no cache may answer */
  constructor(store, signal, again = false) {
    this.store = store;
    this.signal = signal;
    this.again = again;
  }

  /**
   * Reads a file of the index. The digest in its name is checked where the browser can.
   * @template T
   * @param {Kept<T>} kept
   * @param {string} path
   * @param {(data: Uint8Array) => T} parse
   * @returns {Promise<T>}
   */
  index(kept, path, parse, urgent = false) {
    return this.#once(kept, path, urgent, async () => {
      const data = new Uint8Array(await this.#read(path, "arrayBuffer"));
      const [, digest = ""] = /([0-9a-f]+)\.\w+$/.exec(path) ?? [];
      const sum = await globalThis.crypto?.subtle?.digest("SHA-256", data);
      try {
        if (!sum || hex(new Uint8Array(sum)).startsWith(digest)) return parse(data);
      } catch {}
      throw new Broken(`${path} is damaged`);
    });
  }

  /** Reads the text of a post's page; none if the page is gone. @param {string} url @returns {Promise<Folded[] | null>} */
  async page(url) {
    const { pages, folder } = this.store;
    const path = `./${url}`; // So a colon in it does not make it an absolute address.
    const { blocks } = await this.#once(pages, path, true, async () => {
      const text = await this.#read(path, "text", "default", [404, 410]);
      const fold = (/** @type {string} */ block) => /** @type {Folder} */ (folder).matchable(block);
      return { blocks: text === null ? null : pageText(text).map(fold) };
    });
    return blocks;
  }

  /** @param {string} path @returns {Promise<any>} the value of a JSON file */
  json(path) {
    return this.store.lane.run(() => this.#read(path, "json", "no-cache"), true);
  }

  /**
   * @param {string} path
   * @param {"arrayBuffer" | "json" | "text"} kind
   * @param {RequestCache} [cache]
   * @param {number[]} [gone] the statuses for which it returns null
   * @returns {Promise<any>}
   */
  async #read(path, kind, cache = "default", gone = []) {
    const { signal } = this;
    signal.throwIfAborted();
    try {
      const response = await fetch(new URL(path, this.store.base), { signal, cache: this.again ? "reload" : cache });
      if (gone.includes(response.status)) return null;
      if (!response.ok) throw new Error(`status ${response.status}`);
      return await response[kind]();
    } catch (error) {
      signal.throwIfAborted();
      throw new Broken(`${path} could not be read (${error instanceof Error ? error.message : error})`);
    }
  }

  /**
   * @template T
   * @param {Kept<T>} kept
   * @param {string} path
   * @param {boolean} urgent
   * @param {() => Promise<T>} load
   * @returns {Promise<T>}
   */
  #once(kept, path, urgent, load) {
    const known = kept.get(path);
    if (known !== undefined) return Promise.resolve(known);
    const pending = this.#pending.get(path) ?? this.store.lane.run(load, urgent);
    this.#pending.set(path, pending);
    return pending.then((value) => {
      this.#pending.delete(path);
      kept.set(path, value);
      return value;
    });
  }
}

/** @param {Uint8Array} data */
function hex(data) {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** All that an index has read. */
class Store {
  /** @type {Manifest | undefined} */
  manifest;
  /** @type {Folder | undefined} */
  folder;
  lane = new Lane();
  /** @type {Kept<Folder>} */
  folders = new Kept(2);
  /** Heads, and files of frequent terms. @type {Kept<any>} */
  heads = new Kept(50);
  /** @type {Kept<Entry[]>} */
  blocks = new Kept(200);
  /** @type {Kept<any[][]>} */
  groups = new Kept(500);
  /** @type {Kept<{blocks: Folded[] | null}>} */
  pages = new Kept(500);
  /** @param {URL} base */
  constructor(base) {
    this.base = base;
  }

  /** Reads the manifest and the table of characters, once. @param {Files} files @returns {Promise<Manifest>} */
  async prepare(files) {
    this.manifest ??= /** @type {Manifest} */ ((await files.json("search/manifest.json")) ?? {});
    const { version, mode, fold, segments } = this.manifest;
    if (mode === "server") return this.manifest;
    if (version !== VERSION || !segments) throw new Broken("its version does not fit the page");
    this.folder = await files.index(this.folders, `search/${fold}`, (data) => new Folder(new TextDecoder().decode(data)));
    return this.manifest;
  }

  /** Forgets all that can be out of date, before one more try. */
  forget() {
    this.manifest = undefined;
    for (const kept of [this.folders, this.heads, this.blocks, this.groups, this.pages]) kept.clear();
  }
}

/* ---- Segments ---- */

/** A segment of the index, for one search. */
class Segment {
  /** @param {Files} files @param {Listed} listed @param {number} before how many older posts there are */
  constructor(files, listed, before) {
    this.files = files;
    this.listed = listed;
    this.before = before;
  }

  /** @param {string} name */
  #path(name) {
    return `search/${this.listed.name}/${name}`;
  }

  /** @returns {Promise<Head>} */
  head() {
    return this.files.index(this.files.store.heads, this.#path(`head-${this.listed.head}.bin`), readHead);
  }

  /** Reads which terms many posts have, if the index says so. @returns {Promise<Frequent>} */
  async frequent() {
    const { frequent } = this.listed;
    return frequent ? this.files.index(this.files.store.heads, this.#path(`frequent-${frequent}.bin`), readFrequent, true) : [];
  }

  /** Reads what the index says of a post: url, title, day, slugs of categories. @param {number} post */
  async row(post) {
    return (await this.#group(Math.floor(post / GROUP)))[post % GROUP];
  }

  /** @param {number} number */
  async #group(number) {
    const { groups, posts } = await this.head();
    const size = Math.min(GROUP, posts - number * GROUP);
    const path = this.#path(`docs-${groups[number]?.digest}.json`);
    const parse = (/** @type {Uint8Array} */ data) => {
      const rows = JSON.parse(new TextDecoder().decode(data));
      if (rows.length === size && rows.every(Array.isArray)) return rows;
      throw new Broken();
    };
    return this.files.index(this.files.store.groups, path, parse, true);
  }

  /** Returns the number of the first post whose day is past. @param {(day: string) => boolean} isPast */
  async #first(isPast) {
    const { groups } = await this.head();
    const group = groups.filter(({ since }) => !isPast(since)).length - 1;
    if (group < 0) return 0;
    const rows = await this.#group(group);
    const inside = rows.findIndex((/** @type {any[]} */ row) => isPast(row[2]));
    return group * GROUP + (inside < 0 ? rows.length : inside);
  }

  /**
   * Asks for the posts that may have all parts, oldest first. Reads no list that cannot change the answer.
   * @param {Part[]} parts
   * @param {Settings} settings
   * @param {Frequent} frequent
   * @returns {Promise<Found>}
   */
  async ask(parts, { categories, from, to, order }, frequent) {
    const { since, until } = this.listed;
    const most = this.listed.posts < SMALL ? 2 : 3; // Lists, unless there are more parts.
    const alone = (/** @type {Term[]} */ terms) => this.#narrow([terms], Math.ceil(most / parts.length), frequent);
    const ranked = order === "relevance" ? parts : [];
    const all = parts.map(({ terms }) => terms);
    const sets = ranked[0] ? (await Promise.all(all.map(alone))).flat() : await this.#narrow(all, most, frequent);
    if (!ranked[0] && !common(sets).length) return { posts: [], parts: [], titles: [], sizes: [] };
    const [titles, allowed, first, end] = await Promise.all([
      Promise.all(ranked.map((part) => alone(part.titles))),
      Promise.all(categories.map((slug) => this.#list(`c:${slug}`))),
      isBefore(since, from) ? this.#first((day) => !isBefore(day, from)) : 0,
      isAfter(until, to) ? this.#first((day) => isAfter(day, to)) : this.listed.posts,
    ]);
    const found = common(categories.length ? [...sets, union(allowed)] : sets);
    return {
      posts: found.filter((post) => post >= first && post < end),
      parts: ranked.map((_, part) => new Map(sets[part].posts.map((post, i) => [post, sets[part].counts[i]]))),
      titles: titles.map(([set]) => new Set(set.posts)),
      sizes: sets.map((set) => set.posts.length),
    };
  }

  /**
   * Reads lists of parts until these decide, the rarest first: at most so many, but one of each part. Where both are
   * needed mostly, two are read at once.
   *
   * Of several parts, a second list is read if more than FEW posts are left, which would have to be read. A third is read
   * where two leave posts, and perhaps wrong ones: about one in 40 of those `missed`, by chance; or where two leave out a
   * character, and more than one post. Neither is read if its blocks, as many as it may have, are more than the query
   * has to `spare`: two of these are left for segments with more posts to leave out.
   * @param {Term[][]} parts
   * @param {number} most
   * @param {Frequent} frequent
   * @returns {Promise<Matches[]>}
   */
  async #narrow(parts, most, frequent) {
    const { terms } = await this.head();
    const level = (/** @type {Term} */ term) => levelOf(term, frequent);
    const all = parts.map((part) => {
      const chosen = choose(part, most, level);
      // Two lists cover up to four characters, if neither is that of the pair in the middle.
      const whole = !part[2] || (!part[3] && chosen[2] === part[1]);
      return { chosen, whole, lists: /** @type {(List & {blocks: number})[]} */ ([]), found: /** @type {any} */ ({ posts: [] }) };
    });
    const rarest = [...all].sort((one, other) => level(one.chosen[0]) - level(other.chosen[0]));
    for (let turn = 0, count = 0; turn < most; turn++) {
      for (const one of rarest) {
        const { chosen, whole, lists, found } = one;
        const term = chosen[lists.length];
        const left = count ? common(all.flatMap(({ lists, found }) => (lists[0] ? found : []))).length : 1;
        if (!left || (turn && count >= most)) break;
        const few = lists[1] ? (whole ? !term?.bare && found.missed * 2 <= left : left < 2) : lists[0] && parts[1] && left <= FEW;
        if (!term || lists.length > turn || few) continue;
        const next = chosen.slice(turn, turn + (turn || parts[1] || this.listed.posts < LARGE || !level(term) ? 1 : 2));
        const sum = next.flatMap(({ term }) => [0, ...terms.filter((one) => one === keyOf(term))]).length;
        if (turn && this.files.spare - sum < (left < 10 ? 2 : 0)) continue;
        count += next.length;
        this.files.spare -= sum - (turn ? 0 : 1);
        lists.push(...(await Promise.all(next.map(({ term, prefix, bare }) => this.#list(term, prefix, bare)))));
        this.files.spare += sum;
        for (const { blocks } of lists.slice(turn)) this.files.spare -= blocks;
        one.found = together(chosen, lists);
      }
    }
    return all.map(({ found }) => found);
  }

  /** Reads the list of a term, or of all terms that begin with it. @param {string} term @returns {Promise<List & {blocks: number}>} */
  async #list(term, prefix = false, bare = true) {
    const { terms, posts } = await this.head();
    const key = keyOf(term);
    const fits = (/** @type {string} */ one) => (prefix ? one.startsWith(key) : one === key);
    const after = terms.findIndex((one) => one >= key);
    const first = after < 0 ? terms.length : after;
    // A list may begin in the block before, but not if this block has its first part.
    const begin = first > 0 && (prefix || terms[first] !== key) ? first - 1 : first;
    const numbers = terms.map((_, i) => i).filter((i) => i === begin || (i >= first && fits(terms[i])));
    const lists = await Promise.all(numbers.map((number) => this.#lists(number, fits, posts, bare)));
    if (begin === first && first > 0 && (lists[0]?.[0]?.base ?? 0) > 0) {
      lists.push(await this.#lists(first - 1, fits, posts, bare));
    }
    return { ...union(lists.flat()), blocks: lists.length };
  }

  /** @param {number} number of a block @param {(term: string) => boolean} fits @param {number} posts @param {boolean} bare */
  async #lists(number, fits, posts, bare) {
    const { digests } = await this.head();
    const entries = await this.files.index(this.files.store.blocks, this.#path(`${digests[number]}.bin`), readBlock);
    return entries
      .filter(({ term }) => fits(term))
      .map((entry) => ({ ...decode(entry, posts, bare), base: entry.base }));
  }
}

/** @param {string} day @param {string} from a day, month or year */
function isBefore(day, from) {
  return day.slice(0, from.length) < from;
}

/** @param {string} day @param {string} to a day, month or year; "" for any time */
function isAfter(day, to) {
  return day.slice(0, to.length) > to;
}

/* ---- Searches ---- */

/** One search in the index of one manifest. */
class SearchRun {
  /** @type {Segment[]} those not asked yet, newest first */
  #waiting;
  /** @type {Promise<Candidate[]>[]} of the segments that are asked, newest first */
  #asked = [];
  /** How many segments did not answer yet. */
  #silent;
  /** How many candidates there are so far; of these, the wrong ones; those not verified yet. */
  #known = 0;
  #wrong = 0;
  #open = 0;
  /** @type {number[]} how many posts have each usable part */
  #sizes = [];
  /** @type {Set<string>} the urls of results */
  #verified = new Set();

  /**
   * @param {Files} files
   * @param {Manifest} manifest
   * @param {Part[]} parts
   * @param {Settings} settings
   * @param {Set<string>} shown the urls of results that the reader has
   */
  constructor(files, manifest, parts, settings, shown) {
    this.files = files;
    this.parts = parts;
    this.usable = parts.filter((part) => part.terms.length);
    this.settings = settings;
    this.shown = shown;
    this.titles = manifest.mode === "titles";
    this.exact = parts.every((part) => part.exact);
    this.total = totalOf(manifest);
    let before = this.total;
    const all = manifest.segments.map((one) => new Segment(files, one, (before -= one.posts)));
    /** The one whose frequent terms are those of all. */
    this.largest = all.reduce((one, other) => (other.listed.posts > one.listed.posts ? other : one), all[0]);
    this.#waiting = all.filter(({ listed }) => !isBefore(listed.until, settings.from) && !isAfter(listed.since, settings.to));
    this.#silent = this.#waiting.length;
  }

  /** Asks the next segments, of so many posts together. @param {number} posts */
  #ask(posts) {
    for (let sum = 0; sum < posts && this.#waiting.length; ) {
      const segment = /** @type {Segment} */ (this.#waiting.shift());
      sum += segment.listed.posts;
      const answer = this.#answer(segment);
      answer.catch(() => {}); // It is thrown where the answer is awaited.
      this.#asked.push(answer);
    }
  }

  /** @param {Segment} segment @returns {Promise<Candidate[]>} newest first */
  async #answer(segment) {
    const found = await segment.ask(this.usable, this.settings, await this.largest?.frequent() ?? []);
    this.#silent -= 1;
    this.#known += found.posts.length;
    this.#open += found.posts.length;
    found.sizes.forEach((size, i) => (this.#sizes[i] = (this.#sizes[i] ?? 0) + size));
    return found.posts.map((post) => ({ segment, post, found, score: 0 })).reverse();
  }

  /** Returns how many results the next page may have: PAGE together until the reader has so many, then PAGE each. */
  #want() {
    const { size } = this.shown;
    return Math.min(size < PAGE ? PAGE - size : PAGE, this.settings.limit - size);
  }

  /** Yields results, the newest first. @returns {AsyncGenerator<Page>} */
  async *newest() {
    this.files.spare = MOST - this.#waiting.length * this.usable.length;
    let wave = this.usable.some(({ terms }) => terms.length > LONG) ? Infinity : WAVE;
    /** @type {Candidate[]} */
    let queue = [];
    for (let more = true; more; ) {
      const early = this.shown.size < PAGE;
      const want = this.#want();
      if (!early) this.#ask(Infinity);
      if (!early) await Promise.all(this.#asked);
      /** @type {Result[]} */
      const page = [];
      while (more && page.length < want) {
        if (!queue.length) {
          if (early && page.length) break; // The reader has something to see while older segments are asked.
          if (!this.#asked.length) this.#ask((wave *= 10));
          queue = (await this.#asked.shift()) ?? [];
        }
        const batch = queue.splice(0, want - page.length);
        if (early && !queue.length && !this.#asked.length) this.#ask((wave *= 10));
        page.push(...(await this.#results(batch)));
        more = queue.length + this.#asked.length + this.#waiting.length > 0;
      }
      more &&= this.shown.size + page.length < this.settings.limit;
      yield this.#page(page, !more);
    }
  }

  /** Yields results, the best first. @returns {AsyncGenerator<Page>} */
  async *relevant() {
    this.#ask(Infinity);
    const all = (await Promise.all(this.#asked)).flat(); // Newest first: sorting keeps this where scores are equal.
    const rank = (/** @type {Candidate[]} */ some) => {
      for (const one of some) one.score = this.#score(one);
      if (some.length) all.sort((one, other) => other.score - one.score);
    };
    rank(all);
    const isOpen = (/** @type {Candidate} */ { row, post, found }) => !row && found.titles.some((set) => set.has(post));
    for (let more = true; more; ) {
      const want = this.#want();
      /** @type {Result[]} */
      const page = [];
      while (all.length && page.length < want) {
        // Characters that stand apart in a title make a score too high, until the title is read.
        const unread = all.slice(0, RANKED).filter(isOpen);
        await Promise.all(unread.map(async (one) => (one.row = await one.segment.row(one.post))));
        rank(unread);
        const firstOpen = all.findIndex(isOpen);
        const ready = firstOpen < 0 ? all.length : firstOpen;
        page.push(...(await this.#results(all.splice(0, Math.min(ready, want - page.length)))));
      }
      more = all.length > 0 && this.shown.size + page.length < this.settings.limit;
      yield this.#page(page, !more);
    }
  }

  /**
   * Scores a candidate: rare parts count more, parts in the title most, and new posts up to a fifth more.
   * @param {Candidate} candidate
   */
  #score({ segment, post, found, row }) {
    const title = row && this.#fold(row[1]).folded;
    const sum = this.usable.reduce((before, part, i) => {
      const count = found.parts[i].get(post) ?? 0;
      const inTitle = title === undefined ? found.titles[i].has(post) : hits(title, part.text, 1).length > 0;
      return before + Math.log(1 + this.total / this.#sizes[i]) * (count / (count + 1.5) + (inTitle ? 2 : 0));
    }, 0);
    return sum * (1 + (0.2 * (segment.before + post)) / this.total);
  }

  /** @param {string} text */
  #fold(text) {
    return /** @type {Folder} */ (this.files.store.folder).matchable(text);
  }

  /** Returns the results among candidates, in their order. @param {Candidate[]} candidates */
  async #results(candidates) {
    const found = await Promise.all(candidates.map((one) => this.#result(one)));
    this.#open -= candidates.length;
    const fresh = found.filter((one) => one && !this.#verified.has(one.url) && this.#verified.add(one.url));
    this.#wrong += candidates.length - fresh.length;
    return /** @type {Result[]} */ (fresh).filter((one) => !this.shown.has(one.url));
  }

  /** Verifies a candidate. @param {Candidate} candidate @returns {Promise<Result | null>} */
  async #result({ segment, post, row }) {
    const [url, name, date, category = ""] = row ?? (await segment.row(post));
    if (isBefore(date, this.settings.from) || isAfter(date, this.settings.to)) return null;
    const title = this.#fold(name);
    const missing = this.parts.filter((part) => !hits(title.folded, part.text, 1).length);
    if (missing.some((part) => this.titles || part.titleOnly)) return null;
    const blocks = this.titles ? [] : await this.files.page(url);
    const has = (/** @type {Part} */ part) => blocks?.some((block) => hits(block.folded, part.text, 1).length);
    if (!blocks || !missing.every(has)) return null;
    const texts = this.parts.map((part) => part.text);
    const titleMarks = marksOf(title, texts);
    return { url, title: title.text, titleMarks, date, category, ...snippetOf(blocks, texts) };
  }

  /** @param {Result[]} results @param {boolean} done @returns {Page} */
  #page(results, done) {
    for (const one of results) this.shown.add(one.url);
    const estimate = this.#known - this.#wrong;
    const exact = !this.#silent && (this.exact || !this.#open);
    const short = done && !estimate && this.parts.some((part) => part.titleOnly);
    return { results, estimate, exact, complete: !this.#silent, done, ...(short && { problem: "short" }) };
  }
}

/** @param {Manifest} manifest @returns {number} the number of posts */
function totalOf({ segments = [] }) {
  return segments.reduce((sum, one) => sum + one.posts, 0);
}

/** The search index of a site. Made by `open`. */
class SearchIndex {
  #store;
  /** @param {URL} base */
  constructor(base) {
    this.#store = new Store(base);
  }

  /** Reads the manifest. @param {{signal?: AbortSignal}} [options] @returns {Promise<About>} */
  async about({ signal } = {}) {
    const manifests = this.#tries(signal, async function* (files) {
      yield await files.store.prepare(files);
    });
    const manifest = /** @type {Manifest} */ ((await manifests.next()).value);
    await manifests.return();
    const { mode, segments = [], categories = [] } = manifest;
    const days = segments.flatMap(({ since, until }) => [since, until]).sort();
    const span = { since: days[0] ?? "", until: days.pop() ?? "" };
    return { mode: /** @type {About["mode"]} */ (mode), posts: totalOf(manifest), ...span, categories };
  }

  /**
   * Yields the results of a query, page by page (docs/search.md).
   * @param {string} query
   * @param {Options} [options]
   * @returns {AsyncGenerator<Page, void, void>}
   */
  async *search(query, options = {}) {
    const { categories = [], from = "", to = "", order = "newest", limit = Infinity, signal } = options;
    const settings = { categories, from, to, order, limit };
    const shown = new Set();
    yield* this.#tries(signal, (files) => this.#pages(files, query, settings, shown));
  }

  /**
   * Yields what a task yields. A task that meets a broken file begins once more.
   * @template T
   * @param {AbortSignal | undefined} signal
   * @param {(files: Files) => AsyncGenerator<T>} task
   * @returns {AsyncGenerator<T, void, void>}
   */
  async *#tries(signal, task) {
    const control = new AbortController();
    const abort = () => control.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    try {
      for (let again = false; ; again = true) {
        try {
          for await (const value of task(new Files(this.#store, control.signal, again))) {
            yield value;
            control.signal.throwIfAborted();
            again = false;
          }
          return;
        } catch (error) {
          if (!(error instanceof Broken)) throw error;
          this.#store.forget();
          if (again) throw new Error(`The search index cannot be read: ${error.message}. Try again later.`, { cause: error });
        }
      }
    } finally {
      signal?.removeEventListener("abort", abort);
      control.abort();
    }
  }

  /**
   * @param {Files} files
   * @param {string} query
   * @param {Settings} settings
   * @param {Set<string>} shown
   * @returns {AsyncGenerator<Page>}
   */
  async *#pages(files, query, settings, shown) {
    const manifest = await this.#store.prepare(files);
    if (manifest.mode === "server") {
      // Only a preview has this file. Its server answers in place of the index.
      const { ask } = await import(/** @type {string} */ ("./server.js"));
      yield* ask(files, manifest.query, query, settings, shown);
      return;
    }
    const { folded } = /** @type {Folder} */ (this.#store.folder).matchable(query);
    const parts = [...new Set(cut(folded))].map(plan);
    const long = [...folded].length > LONGEST;
    if (long || !parts.some((part) => part.terms.length)) {
      const problem = long ? "long" : "empty";
      yield { results: [], estimate: 0, exact: true, complete: true, done: true, problem };
      return;
    }
    const search = new SearchRun(files, manifest, parts, settings, shown);
    yield* settings.order === "relevance" ? search.relevant() : search.newest();
  }

}

/**
 * Opens the search index of a site. No file is read before the first search.
 * @param {string | URL} base the address of the site's root
 * @returns {SearchIndex}
 */
export function open(base) {
  const url = new URL(base, globalThis.document?.baseURI);
  if (url.protocol === "file:") throw new Error("Search needs a web server, not a disk.");
  url.search = url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return new SearchIndex(url);
}
