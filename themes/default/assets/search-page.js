// The search page: asks the module search/search.js, shows what it finds, and keeps the address in step.
// All words come from the page. Texts of posts are only ever set as text, never as HTML.

const form = document.querySelector("[data-search-form]");
const status = document.querySelector("[data-search-status]");
const list = document.querySelector("[data-search-results]");
const more = document.querySelector("[data-search-more]");
const { root, module } = form.dataset;
document.querySelector("[data-search-script]")?.remove();
const TEN = 10; // results at a time
const REST = 250; // milliseconds without a key before a search begins
const FIELDS = ["q", "category", "from", "to", "order"];

let index; // a promise of the opened index
let running; // the AbortController of the search that runs
let pages; // the results of that search, page by page
let timer;

const element = (name, text = "", className = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};
const fill = (pattern, count) => pattern.replace(/\{count(:,)?\}/, count.toLocaleString(document.documentElement.lang));
const say = (word, count = 0) => { status.textContent = word ? fill(status.dataset[word], count) : ""; };

/** Open the index once; after a failure the next search tries again. */
function opened() {
  index ??= (async () => {
    const { open } = await import(new URL(module, document.baseURI).href);
    const found = open(new URL(root || "./", document.baseURI).href);
    fillCategories((await found.about()).categories);
    return found;
  })().catch((error) => { index = undefined; throw error; });
  return index;
}

function fillCategories(categories) {
  const select = form.elements.category;
  if (select.options.length > 1) return;
  for (const { slug, title, posts } of categories) {
    const option = element("option", `${title} (${posts.toLocaleString(document.documentElement.lang)})`);
    option.value = slug;
    option.dataset.title = title;
    select.append(option);
  }
  select.value = new URLSearchParams(location.search).get("category") ?? "";
}

/** Append a text with its hits marked; `marks` are [start, end] in the text. */
function appendMarked(parent, text, marks) {
  let at = 0;
  for (const [start, end] of marks) {
    parent.append(text.slice(at, start), element("mark", text.slice(start, end)));
    at = end;
  }
  parent.append(text.slice(at));
}

/** The address of a hit: browsers that know text fragments scroll to it and mark it. */
function address(result) {
  const url = root + result.url;
  if (!result.marks?.length) return url;
  const [start, end] = result.marks[0];
  const hit = encodeURIComponent(result.snippet.slice(start, end)).replace(/-/g, "%2D");
  return `${url}#:~:text=${hit}`;
}

function show(result) {
  const item = element("li");
  const heading = element("h2");
  const link = element("a");
  link.href = address(result);
  appendMarked(link, result.title, result.titleMarks ?? []);
  heading.append(link);
  const about = element("p", "", "about");
  const time = element("time", result.date);
  time.dateTime = result.date;
  about.append(time);
  const named = [...form.elements.category.options].find((one) => one.value && one.value === result.category);
  if (named) about.append(" ", element("span", named.dataset.title));
  item.append(heading, about);
  if (result.snippet) {
    const snippet = element("p", "", "snippet");
    appendMarked(snippet, result.snippet, result.marks);
    item.append(snippet);
  }
  list.append(item);
}

const values = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]));

/** Search for what the form says, from its beginning. */
async function search() {
  running?.abort();
  const mine = (running = new AbortController());
  more.hidden = true;
  if (!values().q) { list.replaceChildren(); say(""); return; }
  say("busy");
  try {
    const found = await opened(); // Then the field of the category has its choices, and one of them its value.
    if (mine.signal.aborted) return;
    const { q, category, from, to, order } = values();
    pages = found.search(q, {
      categories: category ? [category] : undefined,
      from: from || undefined,
      to: to || undefined,
      order: order || "newest",
      signal: mine.signal,
    });
    await next(mine, true);
  } catch (error) {
    failed(mine, error);
  }
}

/** Show ten more results; with `fresh` in place of those of the search before. */
async function next(mine, fresh = false) {
  more.disabled = true;
  const first = fresh ? 0 : list.children.length;
  for (let shown = 0; shown < TEN;) {
    const { value, done } = await pages.next();
    if (mine.signal.aborted) return;
    if (fresh) list.replaceChildren();
    fresh = false;
    more.hidden = done || value.done;
    if (done) break;
    value.results.forEach(show);
    report(value);
    shown += value.results.length;
    if (value.done) break;
  }
  more.disabled = false;
  // Those who asked for more with the keyboard go on at the first new result.
  if (first) list.children[first]?.querySelector("a").focus();
}

function report({ estimate, exact, complete, problem }) {
  if (problem) say(problem === "empty" ? "short" : problem);
  else if (exact) say(estimate ? "found" : "none", estimate);
  else if (complete || estimate) say("about", estimate);
}

function failed(mine, error) {
  if (mine.signal.aborted || error.name === "AbortError") return;
  console.error(error);
  say(location.protocol === "file:" ? "file" : "failed");
}

/** Keep the query in the address, so that a search can be shared and the back button works. */
function remember(replace) {
  const parameters = new URLSearchParams(Object.entries(values()).filter(([, value]) => value));
  const url = parameters.size ? `?${parameters}` : location.pathname;
  if (url !== (location.search || location.pathname)) {
    history[replace ? "replaceState" : "pushState"](null, "", url);
  }
}

function restore() {
  const parameters = new URLSearchParams(location.search);
  for (const name of FIELDS) form.elements[name].value = parameters.get(name) ?? "";
}

form.addEventListener("input", (event) => {
  if (event.isComposing) return; // An input method is at work.
  running?.abort();
  clearTimeout(timer);
  timer = setTimeout(() => { remember(true); search(); }, REST);
});
form.addEventListener("compositionend", () => form.dispatchEvent(new Event("input")));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  remember(false);
  search();
});
more.addEventListener("click", () => { const mine = running; next(mine).catch((error) => failed(mine, error)); });
addEventListener("popstate", () => { restore(); search(); });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest?.("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    form.elements.q.focus();
    form.elements.q.select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    move(event, event.key === "ArrowDown" ? 1 : -1);
  }
});

/** Go from the field to the results and from one result to the next with the arrow keys. */
function move(event, step) {
  const links = [...list.querySelectorAll("h2 a")];
  const at = links.indexOf(document.activeElement);
  const inField = document.activeElement === form.elements.q;
  if (!links.length || (at < 0 && !(inField && step > 0))) return;
  event.preventDefault();
  (links[at + step] ?? (step < 0 ? form.elements.q : links[at])).focus();
}

restore();
if (form.elements.q.value) search();
else opened().catch(() => say(location.protocol === "file:" ? "file" : "")); // For the categories.
