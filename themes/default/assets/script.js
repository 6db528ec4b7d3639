// The filter of all categories and all tags. Without it, the list is a plain list.
(() => {
  "use strict";
  const form = document.querySelector(".filter");
  if (!form) return;
  const box = form.querySelector("input");
  const told = form.querySelector("output");

  // Wide and narrow, capital and small letters are the same; blanks and punctuation do not count.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, "");
  // The last step of an address is the name in pinyin.
  const slug = (link) => decodeURIComponent(link.pathname.replace(/\.html$/, "").split("/").pop());

  const sections = Array.from(document.querySelectorAll(".letter"), (section) => ({
    section,
    letter: document.querySelector(`.letters a[href="#${section.querySelector("h2").id}"]`),
    entries: Array.from(section.querySelectorAll("li"), (item) => {
      const link = item.querySelector("a");
      return { item, link, label: plain(link.textContent), slug: plain(slug(link)) };
    }),
  }));
  const entries = sections.flatMap((one) => one.entries);

  const has = (entry, word) => entry.label.includes(word) || entry.slug.includes(word);
  // The first letters of syllables, as people type them: nfrb for nanfangribao.
  const initials = (entry, word) => {
    let place = 0;
    if (entry.slug[0] !== word[0]) return false;
    for (const letter of word) {
      place = entry.slug.indexOf(letter, place) + 1;
      if (!place) return false;
    }
    return true;
  };

  const found = (text) => {
    const words = text.split(/\s+/).map(plain).filter(Boolean);
    const by = (fits) => entries.filter((entry) => words.every((word) => fits(entry, word)));
    const exact = by(has);
    return exact.length ? exact : by((entry, word) => has(entry, word) || initials(entry, word));
  };

  let matches = entries;
  let timer = 0;
  const show = () => {
    matches = found(box.value);
    const shown = new Set(matches);
    for (const { section, letter, entries } of sections) {
      for (const entry of entries) entry.item.hidden = !shown.has(entry);
      section.hidden = entries.every((entry) => entry.item.hidden);
      if (letter) letter.hidden = section.hidden;
    }
    // Voices read what stands here; they are left in peace until the typing rests.
    clearTimeout(timer);
    timer = setTimeout(tell, 250);
  };
  const tell = () => {
    const pattern = matches.length ? form.dataset.found : form.dataset.none;
    told.value = plain(box.value) ? pattern.replace("{count}", matches.length.toLocaleString(document.documentElement.lang)) : "";
  };

  box.addEventListener("input", show);
  // Enter opens the first that was found.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (plain(box.value) && matches.length) location.assign(matches[0].link.href);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.value) return;
    box.value = "";
    show();
  });
  // The browser may have kept what was typed before a reader came back.
  addEventListener("pageshow", () => box.value && show());
})();
