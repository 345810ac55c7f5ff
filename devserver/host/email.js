// The base of "cloudflare:email". workerd leaves this module to its
// embedder; without it a Worker that imports "cloudflare:email", as agent
// frameworks do, would not start.
class EmailMessage {
  constructor(from, to, raw) {
    this.from = from;
    this.to = to;
    Object.defineProperty(this, "EmailMessage::raw", { value: raw });
  }
}
export default { EmailMessage };
