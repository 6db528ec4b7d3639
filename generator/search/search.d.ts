/** The types of search.js, the module that searches the index of a site (docs/search.md). */

/** A post that a query found. All texts are plain: none is HTML. */
export interface Result {
  /** The address of the post, from the root of the site. */
  url: string;
  title: string;
  /** The ranges of the hits in the title, as [start, end], sorted. */
  titleMarks: [number, number][];
  /** The day of the post: `2021-12-28`. */
  date: string;
  /** The slug of its first category, or "". */
  category: string;
  /** Text around the first hit, "…" where it is cut; the beginning of the text if only the title has hits. */
  snippet: string;
  /** The ranges of the hits in the snippet, as [start, end], sorted. */
  marks: [number, number][];
}

/** Why a query cannot have results. */
export type Problem =
  /** It has nothing that can be looked up: no character of a word, and no digit. */
  | "empty"
  /** A part of it is a single Chinese character, and no title fits. */
  | "short"
  /** It has more than 200 characters. */
  | "long";

/** New results, and the number of all. */
export interface Page {
  /** Up to 10 results that no page before had. */
  results: Result[];
  /** The number of results in the segments that have answered. */
  estimate: number;
  /** Whether `estimate` is the number of all results. */
  exact: boolean;
  /** Whether all segments have answered, so that `estimate` is about all. */
  complete: boolean;
  /** Whether this page is the last one. */
  done: boolean;
  problem?: Problem;
}

export interface Options {
  /** Slugs of categories: results have at least one of them. None: all categories. */
  categories?: string[];
  /** The first day, month or year: `2021-12-28`, `2021-12`, `2021`. */
  from?: string;
  /** The last day, month or year. */
  to?: string;
  /** "newest" (the default) or "relevance". */
  order?: "newest" | "relevance";
  /** The search ends after so many results. */
  limit?: number;
  /** Aborts all requests; the search then throws the reason of the signal. */
  signal?: AbortSignal;
}

/** The whole index, as its manifest describes it. */
export interface About {
  /** "full"; "titles": texts are not searched; "server": a preview, whose other values are empty. */
  mode: "full" | "titles" | "server";
  posts: number;
  /** The days of the first and of the last post, or "". */
  since: string;
  until: string;
  categories: { slug: string; title: string; posts: number }[];
}

export interface SearchIndex {
  /** Yields the results of a query. Throws an Error with a message for readers if the index cannot be read. */
  search(query: string, options?: Options): AsyncGenerator<Page, void, void>;
  /** Reads the manifest and the table of characters. */
  about(options?: { signal?: AbortSignal }): Promise<About>;
}

/**
 * Opens the index of a site. Reads no file yet.
 * @param base the address of the root of the site; in a page, it can be relative to the page.
 * @throws Error where the address is one of a file: search needs a web server.
 */
export function open(base: string | URL): SearchIndex;
