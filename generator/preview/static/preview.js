// Reloads this page when it has become another: the preview says that something changed, and the page's ETag
// tells whether this page did. A preview that was started again is asked once more.
(() => {
  const mark = document.currentScript.dataset.mark;
  const reading = document.querySelector("#backfile-preview .reading");
  const compare = async () => {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("etag") !== `"${mark}"`) location.reload();
  };
  // Browsers keep few connections to a host: a page that nobody sees lets go of its own, and asks when it is seen.
  let events = null;
  const listen = () => {
    events = new EventSource("/-/backfile/events");
    events.addEventListener("change", (event) => {
      if (event.data === "files") location.reload();
      else compare().catch(() => {});
    });
    events.addEventListener("reading", (event) => {
      if (reading) reading.textContent = event.data;
    });
    events.addEventListener("open", () => compare().catch(() => {}));
  };
  const leave = () => {
    events?.close();
    events = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : events ?? listen()));
  addEventListener("pagehide", leave);
  if (!document.hidden) listen();
})();
