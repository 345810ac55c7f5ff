// The base of "cloudflare:email". workerd leaves this module to its
// embedder; without it a Worker that imports "cloudflare:email", as agent
// frameworks do, would not start.

// Makes a plain object, as wrangler dev does: an instance of a class could not be
// passed to another Worker.
class EmailMessage {
  constructor(from, to, raw) {
    return { from, to, "EmailMessage::raw": raw };
  }
}
export default { EmailMessage };
