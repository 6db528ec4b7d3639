// Runs functions of search.js for tests: a line of JSON in, a line of JSON out.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";

const module = await import(process.argv[2]);
const folder = new module.Folder(readFileSync(process.argv[3], "utf8"));
const opened = new Map();
const insecure = { subtle: undefined };

/** Pulls pages; `pull` of them at most, and aborts or waits where the options say so. */
async function search({ base, query, options = {}, pull = Infinity, fresh = true, abortAfter = -1, abortIn = 0, secure = true }) {
  Object.defineProperty(globalThis, "crypto", { value: secure ? webcrypto : insecure, configurable: true });
  const key = `${base}`;
  if (fresh || !opened.has(key)) opened.set(key, module.open(base));
  const control = new AbortController();
  if (abortAfter === 0) control.abort();
  if (abortIn) setTimeout(() => control.abort(), abortIn);
  const pages = [];
  try {
    const { limit, ...others } = options;
    const all = { ...others, ...(limit === undefined ? {} : { limit }), signal: control.signal };
    const generator = opened.get(key).search(query, all);
    while (pages.length < pull) {
      const { value, done } = await generator.next();
      if (done) break;
      pages.push(value);
      if (pages.length === abortAfter) control.abort();
    }
    if (pages.length === pull) await new Promise((go) => setTimeout(go, 150));
    return { pages };
  } catch (error) {
    return { pages, error: `${error.name}: ${error.message}` };
  }
}
const webcrypto = globalThis.crypto;

const calls = {
  search,
  matchable: (texts) => texts.map((text) => folder.matchable(text)),
  classes: (codes) => codes.map(module.classOf),
  units: (texts) => texts.map((text) => module.units(text)),
  pageText: (pages) => pages.map(module.pageText),
  snippet: ([blocks, parts]) => module.snippetOf(blocks.map((block) => folder.matchable(block)), parts),
  decode: (lists) =>
    lists.map(({ data, count, base, posts, bare }) => {
      try {
        const list = module.decode({ term: "", count, base, data: Buffer.from(data, "hex") }, posts, bare);
        return Array.from(list.posts, (post, i) => [post, bare ? [] : places(list.high[i], list.low[i])]);
      } catch (error) {
        return error.message;
      }
    }),
  open: (base) => {
    try {
      return `${module.open(base)}`;
    } catch (error) {
      return error.message;
    }
  },
  about: (base) => module.open(base).about(),
};

function places(high, low) {
  const all = Array.from({ length: 64 }, (_, i) => i);
  return all.filter((i) => (i < 32 ? high >>> (31 - i) : low >>> (63 - i)) & 1);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { call, argument } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: (await calls[call](argument)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.stack }));
  }
}
