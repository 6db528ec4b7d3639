// The search page: asks the module search/search.js, shows what it finds, and keeps the address in step.
// All words come from the page. Texts of posts are only ever set as text, never as HTML.
// This is no module, since browsers run none in pages that are opened as files.
(() => {
  "use strict";
  const [form, status, list, more] = ["form", "status", "results", "more"].map((part) =>
    document.querySelector(`[data-search-${part}]`),
  );
  const { root, separator } = form.dataset;
  const { q: field, category: select } = form.elements;
  const { lang } = document.documentElement;
  const { title } = document;
  const TEN = 10; // results at a time
  const REST = 250; // milliseconds without a key before a search begins

  const titles = new Map(); // of categories, by slug
  let index; // a promise of the opened index
  let running; // the AbortController of the search that runs
  let pages; // the results of that search, page by page
  let stale; // whether the list shows the results of a search before
  let timer;
  let asked = location.search; // the query in the address
  let settled = true; // whether the reader is done with that query, so that the next one does not take its place

  /** Fill the fields of a pattern such as {count:,} or {month:02d}. */
  const fill = (pattern, values) =>
    pattern.replace(/\{(\w+)(:\S+?)?\}/g, (_, name, format) => {
      const value = values[name];
      if (!format) return value;
      return format === ":," ? value.toLocaleString(lang) : String(value).padStart(2, "0");
    });
  const say = (word, count) => { status.textContent = word ? fill(status.dataset[word], { count }) : ""; };
  const element = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });

  /** Open the index once; after a failure the next search tries again. */
  function opened() {
    index ??= (async () => {
      const { open } = await import(new URL(`${root}search/search.js`, document.baseURI));
      const found = open(root);
      const { categories } = await found.about();
      const chosen = select.value;
      select.length = 1;
      for (const { slug, title, posts } of categories) {
        titles.set(slug, title);
        select.add(new Option(`${title} (${posts.toLocaleString(lang)})`, slug));
      }
      choose(chosen);
      return found;
    })().catch((error) => { index = undefined; throw error; });
    return index;
  }

  /** Choose a category; one that the site does not have, or whose title is not read yet, stands as its slug. */
  function choose(slug) {
    select.value = slug;
    if (select.selectedIndex < 0) select.add(new Option(slug, slug, false, true));
  }

  /** Return a day in the words of the site's language. */
  function spelled(date) {
    const [year, month, day] = date.split("-").map(Number);
    return fill(list.dataset.day, { year, month, day, month_name: list.dataset.months.split(" ")[month - 1] });
  }

  /** Append a text with its hits marked; `marks` are [start, end] in the text. */
  function appendMarked(parent, text, marks) {
    let at = 0;
    for (const [start, end] of marks) {
      parent.append(text.slice(at, start), element("mark", text.slice(start, end)));
      at = end;
    }
    parent.append(text.slice(at));
    return parent;
  }

  /**
   * Return the address of a result. Browsers that know text fragments scroll to its hits and mark them. They
   * look for whole words, in Chinese as well, so a hit goes up to the ends of the words that it touches.
   */
  function address({ url, snippet, marks }) {
    if (!Intl.Segmenter) return root + url;
    const words = new Intl.Segmenter(lang, { granularity: "word" }).segment(snippet);
    const hits = marks.map(([start, end]) => {
      const { index, segment } = words.containing(end - 1);
      return snippet.slice(words.containing(start).index, index + segment.length);
    });
    const texts = [...new Set(hits)].map((hit) => `text=${encodeURIComponent(hit).replace(/-/g, "%2D")}`);
    return root + url + (texts.length ? `#:~:${texts.join("&")}` : "");
  }

  function show(result) {
    const link = appendMarked(element("a"), result.title, result.titleMarks);
    link.href = address(result);
    const heading = element("h2");
    heading.append(link);
    const about = element("p");
    about.className = "about";
    if (titles.has(result.category)) about.append(element("span", titles.get(result.category)), " ");
    about.append(Object.assign(element("time", spelled(result.date)), { dateTime: result.date }));
    const item = element("li");
    item.append(heading, about);
    if (result.snippet) item.append(appendMarked(element("p"), result.snippet, result.marks));
    list.append(item);
  }

  /** Return what the form says, as pairs of name and value, without fields that are empty. */
  const filled = () => [...new FormData(form)].filter(([, value]) => value.trim());

  /** Search for what the form says, from its beginning, and show so many results. */
  async function search(count = TEN) {
    clearTimeout(timer);
    running?.abort();
    const mine = (running = new AbortController());
    const { q, category, ...options } = Object.fromEntries(filled());
    document.title = q ? `${q}${separator}${title}` : title;
    stale = true;
    more.hidden = true;
    if (!q) { list.replaceChildren(); say(); return; }
    say("busy");
    try {
      const found = await opened();
      if (mine.signal.aborted) return;
      pages = found.search(q, { ...options, categories: category ? [category] : [], signal: mine.signal });
      await next(mine, count);
    } catch (error) {
      failed(mine, error);
    }
  }

  /** Show so many results more. */
  async function next(mine, count) {
    more.disabled = true;
    const before = stale ? 0 : list.children.length;
    let ended = false;
    for (let left = count; left > 0 && !ended;) {
      const { value } = await pages.next();
      if (mine.signal.aborted) return;
      if (stale) list.replaceChildren();
      stale = false;
      value.results.forEach(show);
      report(value);
      left -= value.results.length;
      ended = value.done;
    }
    more.hidden = ended;
    more.disabled = false;
    history.replaceState(list.children.length, ""); // For those who come back.
    // Those who asked for more with the keyboard go on at the first new result.
    if (before) list.children[before]?.querySelector("a").focus();
  }

  function report({ estimate, exact, complete, problem }) {
    if (problem) say(problem === "empty" ? "short" : problem);
    else if (exact) say(estimate ? "found" : "none", estimate);
    else if (complete || estimate) say("about", estimate);
  }

  function failed(mine, error) {
    if (mine.signal.aborted) return;
    console.error(error);
    if (stale) list.replaceChildren();
    more.hidden = true;
    say("failed");
  }

  /** Keep the query in the address, so that a search can be shared and the back button works. */
  function remember() {
    const parameters = `${new URLSearchParams(filled())}`;
    const query = parameters && `?${parameters}`;
    if (query === asked) return;
    history[settled && asked ? "pushState" : "replaceState"](null, "", query || location.pathname);
    asked = query;
    settled = false;
  }

  /** Take the query from the address. */
  function restore() {
    asked = location.search;
    settled = true;
    const parameters = new URLSearchParams(asked);
    for (const one of form.elements) one.value = parameters.get(one.name) ?? "";
    choose(parameters.get("category") ?? "");
    search(history.state ?? TEN);
  }

  /** Go from the field to the results, and from one result to the next. */
  function move(event, step) {
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  }

  if (location.protocol === "file:") { say("file"); return; }
  form.addEventListener("input", (event) => {
    if (event.isComposing) return; // An input method is at work.
    running?.abort();
    clearTimeout(timer);
    timer = setTimeout(() => { remember(); search(); }, REST);
  });
  form.addEventListener("compositionend", () => form.dispatchEvent(new Event("input")));
  // Fields say so when they are left, or at once if they are choices.
  form.addEventListener("change", () => { settled = true; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
    settled = true;
    search();
  });
  more.addEventListener("click", () => { const mine = running; next(mine, TEN).catch((error) => failed(mine, error)); });
  addEventListener("popstate", () => { if (location.search !== asked) restore(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "/" && !event.target.closest?.("input, select")) {
      event.preventDefault();
      field.focus();
      field.select();
    }
    if (event.key === "ArrowDown") move(event, 1);
    if (event.key === "ArrowUp") move(event, -1);
  });
  restore();
  opened().catch(() => {}); // For the categories. A search says so if it fails.
})();
