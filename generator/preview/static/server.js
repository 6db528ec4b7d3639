// @ts-check
/**
 * Asks the server of a preview, in place of an index. search.js loads this where the manifest says so.
 *
 * @typedef {import("../../search/search.js").Page} Page
 * @typedef {import("../../search/search.js").Result} Result
 */

const PAGE = 10;

/**
 * Yields the results of a query, page by page.
 * @param {{json: (path: string) => Promise<any>}} files
 * @param {string} path where the server answers
 * @param {string} query
 * @param {{categories: string[], from: string, to: string, order: string, limit: number}} settings
 * @param {Set<string>} shown the urls of results that the reader has
 * @returns {AsyncGenerator<Page>}
 */
export async function* ask(files, path, query, { categories, from, to, order, limit }, shown) {
  for (let offset = /** @type {number | null} */ (0); offset !== null; ) {
    const values = { q: query, categories: categories.join(","), from, to, order };
    const asked = new URLSearchParams({ ...values, offset: `${offset}`, limit: `${PAGE}` });
    const { next = null, ...page } = await files.json(`${path}?${asked}`);
    const results = page.results.filter((/** @type {Result} */ one) => !shown.has(one.url)).slice(0, limit - shown.size);
    for (const one of results) shown.add(one.url);
    offset = shown.size < limit ? next : null;
    const problem = shown.size ? undefined : page.problem;
    yield { ...page, results, estimate: shown.size, done: offset === null, problem };
  }
}
