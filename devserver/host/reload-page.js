// In each page of a server with --live-reload.
(() => {
  const script = new URL(document.currentScript.src);
  const key = script.pathname;
  // A page that comes out of a cache is as old after it was reloaded: a second
  // time would not help.
  let made = script.searchParams.get("made");
  let reloaded;
  try {
    reloaded = sessionStorage.getItem(key);
  } catch {} // not allowed here
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
    // The code is being changed, or the server is away.
    socket.onclose = () => {
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 2000);
    };
  }
  connect();
})();
