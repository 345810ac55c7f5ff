// Runs in each page of a server with --live-reload.
(() => {
  const script = new URL(document.currentScript.src);
  const key = script.pathname;
  // A page from a cache is as old after a reload: do not try a second time.
  let made = script.searchParams.get("made");
  let reloaded;
  try {
    reloaded = sessionStorage.getItem(key);
  } catch {} // not allowed on this page
  const again = location.href + " " + made;
  if (reloaded === again) made = String(Date.now());

  const least = 50;
  let wait = least;
  function connect() {
    const socket = new WebSocket(location.origin.replace("http", "ws") + key.slice(0, -3) + "?made=" + made);
    socket.onopen = () => (wait = least);
    socket.onmessage = () => {
      try {
        sessionStorage.setItem(key, again);
      } catch {}
      location.reload();
    };
    // The server is reloading, or has stopped.
    socket.onclose = () => {
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 2000);
    };
  }
  connect();
})();
