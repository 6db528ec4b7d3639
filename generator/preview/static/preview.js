// Reloads this page when it has changed: the preview sends an event for any change, and the page's ETag shows
// whether this page is different. After a restart of the preview, the ETag is compared once more.
(() => {
  const mark = document.currentScript.dataset.mark;
  const reading = document.querySelector("#backfile-preview .reading");
  const compare = async () => {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("etag") !== `"${mark}"`) location.reload();
  };
  // Browsers allow few connections to a host: a hidden page closes its own, and compares when it is visible.
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
