// Wrong: a Worker in the service-worker format exports nothing, so it can have
// no Durable Objects.
addEventListener("fetch", (event) => {
  event.respondWith(new Response("hello"));
});
