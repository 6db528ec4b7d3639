// Reloads this page when it has become another: the preview says that something changed, and the page's ETag
// tells whether this page did. A preview that was started again is asked once more.
(() => {
  const mark = document.currentScript.dataset.mark;
  const reading = document.querySelector("#backfile-preview .reading");
  const compare = async () => {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("etag") !== `"${mark}"`) location.reload();
  };
  const events = new EventSource("/-/backfile/events");
  events.addEventListener("change", (event) => {
    if (event.data === "files") location.reload();
    else compare().catch(() => {});
  });
  events.addEventListener("reading", (event) => {
    if (reading) reading.textContent = event.data;
  });
  events.addEventListener("open", () => compare().catch(() => {}));
})();
