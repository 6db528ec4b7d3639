// Searches a site that lies in a folder, and counts what it reads: a line of JSON in, a line of JSON out.
//
//   node search_driver.mjs MODULE SITE
//   {"query": "气温", "options": {}, "all": true}
//   {"urls": […], "estimate": 12, "first": {…}, "ten": {…}, "complete": {…}, "end": {…}}
//
// The counts are [requests, bytes] by kind of file, at the first result, at the tenth, when all segments
// have answered, and when all candidates are verified ("all"). Heads, with
// files of frequent terms, count although browsers keep them.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

const [, , source, site] = process.argv;
const base = new URL("http://site.invalid/");
let counts = {};

function kindOf(path) {
  if (!path.startsWith("search/")) return "pages";
  const name = path.split("/").pop();
  if (name.startsWith("head-") || name.startsWith("frequent-")) return "heads";
  if (name.startsWith("docs-")) return "documents";
  return name.endsWith(".bin") ? "lists" : "start";
}

globalThis.fetch = async (url) => {
  const path = decodeURIComponent(url.pathname.slice(1));
  const data = await readFile(`${site}/${path}`);
  const [requests, bytes] = counts[kindOf(path)] ?? [0, 0];
  counts[kindOf(path)] = [requests + 1, bytes + data.length];
  return new Response(data);
};

const { open } = await import(source);

async function search({ query, options = {}, all = false }) {
  counts = {};
  const found = { urls: [] };
  for await (const page of open(base).search(query, options)) {
    found.urls.push(...page.results.map((one) => one.url));
    if (page.results.length) found.first ??= { ...counts };
    if (found.urls.length >= 10 || page.done) found.ten ??= { ...counts };
    found.estimate = page.estimate;
    if (page.complete) found.complete ??= { ...counts };
    if (page.complete && !all) break;
  }
  return { ...found, end: counts };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await search(JSON.parse(line))));
}
