// Runs the email handler of a Worker for an incoming message, with the rules, messages and
// results of wrangler dev.
import { WorkerEntrypoint } from "cloudflare:workers";
import { addressOf, compose, isBase64, joined, newMessageId, parse, randomText, without, withMessageId } from "./mime.js";

const raw = "EmailMessage::raw"; // the property of an EmailMessage of cloudflare:email that has its content
const maxSize = 25 * 1024 * 1024; // of a message in bytes, as in production

export default class extends WorkerEntrypoint {
  // Returns {problem} if the body is not an email, {missing} if the Worker is not hosted or has no
  // such handler, and otherwise {result}, with {error} if the handler threw, and the files of
  // forwarded messages and replies in {stored}.
  async receive({ worker, from, to }, body) {
    const missing = this.env["handlers:" + worker] === undefined;
    if (missing || !body || !from || !to) {
      await body?.pipeTo(new WritableStream()); // a connection that is not read to its end is lost
      return { missing, problem: missing ? undefined : "Invalid email. Your request must include URL parameters specifying the `from` and `to` addresses, as well as an email in the body" };
    }
    const given = await read(body);
    if (given === undefined) return { problem: "Email message size is bigger than the production size limit of 25 MiB." };
    const message = without(given, "bcc");
    const mail = parse(message);
    if (mail.messageId === undefined) return { problem: "Email could not be parsed: invalid or no message id provided" };
    return new Delivery(this.env, worker, from, to, message, mail).run();
  }
}

// Reads a message to its end. Returns undefined if it is too long.
async function read(body) {
  const parts = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size <= maxSize) parts.push(part);
  }
  return size <= maxSize ? joined(parts) : undefined;
}

class Delivery {
  outcome = "ok";
  rejectReason;
  forwards = [];
  replies = [];
  events = [];
  stored = [];
  error;
  missing = false; // the Worker has no such handler

  constructor(env, worker, from, to, message, mail) {
    this.env = env;
    this.worker = worker;
    this.from = from;
    this.to = to;
    this.message = message;
    this.mail = mail;
    this.headers = new Headers(mail.headers.map(({ name, value }) => [name, value]));
  }

  async run() {
    const { from, to, mail, message } = this;
    // As in wrangler dev. A message without From fails here with the same TypeError as there.
    const warnings = [];
    if (from !== mail.from.address) warnings.push(`the sender ${from} is not the address of its From header, ${mail.from.address}`);
    if (!mail.to.includes(to)) warnings.push(`the recipient ${to} is not among the addresses of its To header, ${mail.to.join(", ")}`);
    this.happened("received");
    try {
      await this.env["handlers:" + this.worker].email({
        from,
        to,
        raw: new Response(message).body,
        rawSize: message.byteLength,
        headers: this.headers,
        canBeForwarded: true,
        setReject: (value) => {
          value.replace(control, ""); // throws if the reason is not a string, as in wrangler dev
          this.happened("reject");
          this.rejectReason = value;
        },
        forward: (recipient, headers) => this.forward(recipient, headers),
        reply: (answer) => this.reply(answer),
        __dotool: { warnings },
      });
    } catch (error) {
      this.outcome = "exception";
      this.error = error?.stack ?? String(error);
      if (error instanceof Error && error.message.includes('does not implement the method "email"')) {
        this.missing = true;
        this.events = [];
        this.happened("unhandled");
      }
    }
    await scheduler.wait(0);
    const { outcome, rejectReason, forwards, replies, events, error, missing, stored } = this;
    return { result: { outcome, rejectReason, forwards, replies, events }, error, missing, stored };
  }

  happened(type, messageId) {
    this.events.push({ type, timestamp: new Date().toISOString(), messageId });
  }

  async forward(value, headers) {
    const messageId = newMessageId(value.replace(/[\x00-\x1f\x7f]/g, "")); // throws if the address is not a string, as in wrangler dev
    const added = headers ? [...headers.entries()] : [];
    const file = await this.keep("forward", joined([new TextEncoder().encode(added.map(([name, value]) => `${name}: ${value}\r\n`).join("")), this.message]));
    this.happened("forward", messageId);
    this.forwards.push({ recipient: value, headers: added, messageId });
    return { messageId, __dotool: file };
  }

  async reply(answer) {
    const { mail } = this;
    this.checkReplyable();
    const { sender, messageId, bytes } = raw in answer ? await checked(mail, answer) : built(mail, this.from, answer);
    const file = await this.keep("reply", bytes);
    this.happened("reply", messageId);
    this.replies.push({ messageId, sender, raw: new TextDecoder().decode(bytes) });
    return { messageId, __dotool: file };
  }

  // Throws if the message may not be replied to: it was sent automatically, it has only one of
  // In-Reply-To and References, or its thread has 100 messages.
  checkReplyable() {
    const { headers, mail } = this;
    const absentOr = (name, value) => headers.get(name) === null || headers.get(name).toLowerCase() === value;
    const consistent = (mail.inReplyTo === undefined) === (mail.references === undefined);
    const long = (mail.references?.match(/@/g)?.length ?? 0) >= 100;
    if (!absentOr("x-auto-response-suppress", "none") || !absentOr("auto-submitted", "no") || !consistent || long) {
      throw new Error("Original email is not replyable");
    }
  }

  // Writes a message to a file whose name sorts by time. Returns its path, or a problem, for the log.
  async keep(kind, bytes) {
    const file = `${new Date().toISOString().replace(/[:.]/g, "-")}-${kind}-${randomText(8)}.eml`;
    const path = `${this.env.FOLDER}/${file}`;
    try {
      const response = await this.env.FILES.fetch(`http://files/${file}`, { method: "PUT", body: bytes });
      if (!response.ok) return `it could not be written to ${this.env.FOLDER}: ${response.status} ${response.statusText}`;
    } catch (error) {
      return `it could not be written to ${this.env.FOLDER}: ${error.message}`;
    }
    this.stored.push(path);
    return path;
  }
}

// Checks a reply that is a complete message.
async function checked(mail, { from, [raw]: body }) {
  const given = new Uint8Array(await new Response(body).arrayBuffer());
  const reply = parse(given);
  if (reply.from?.address !== from) throw new Error("From: header does not match mail from");
  if (reply.messageId === undefined && reply.headers.some(({ name }) => name === "message-id")) throw new Error("invalid message-id");
  if (new Headers(reply.headers.map(({ name, value }) => [name, value])).get("received") !== null) throw new Error("invalid headers set");
  if (reply.inReplyTo === undefined) throw new Error("no In-Reply-To header found in reply message");
  if (reply.inReplyTo !== mail.messageId) throw new Error("In-Reply-To does not match original Message-ID");
  const before = mail.references ?? "";
  let whole = given, end = reply.end;
  if (reply.references === undefined) {
    const added = new TextEncoder().encode(`References: ${before}${before.length > 0 ? " " : ""}${mail.messageId}\r\n`);
    whole = joined([added, given]);
    if (end >= 0) end += added.length;
  } else if (!reply.references.includes(mail.messageId) || !reply.references.includes(before)) {
    throw new Error("provided References header is invalid");
  }
  const messageId = newMessageId(from);
  return { sender: from, messageId, bytes: new Uint8Array(await withMessageId(whole, end, messageId).arrayBuffer()) };
}

// Header fields that a built reply has from the builder's other members or from the original
// message: those among its own headers are ignored.
const managed = ["bcc", "cc", "content-transfer-encoding", "content-type", "date", "from", "in-reply-to", "message-id", "mime-version", "references", "reply-to", "subject", "to"];
const control = /[\x00-\x1f\x7f]/;
const mimeType = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

// Makes a reply from the members of a builder.
function built(mail, recipient, builder) {
  const sender = shown(builder.from);
  const attachments = builder.attachments ?? [];
  const texts = [sender, recipient, builder.replyTo && shown(builder.replyTo), builder.subject, ...attachments.flatMap(({ filename, contentId }) => [filename, contentId]), ...Object.values(builder.headers ?? {})];
  if (texts.some((text) => text !== undefined && control.test(text))) throw new Error("invalid headers set");
  for (const { type, disposition = "attachment", contentId, content } of attachments) {
    if (!mimeType.test(type) || !["inline", "attachment"].includes(disposition) || (disposition === "inline" && !contentId)) throw new Error("invalid attachment");
    if (typeof content === "string" && !isBase64(content)) throw new Error("invalid attachment content");
  }
  let headers;
  try {
    headers = new Headers(builder.headers);
  } catch {
    throw new Error("invalid headers set");
  }
  if (headers.has("received")) throw new Error("invalid headers set");
  for (const name of managed) headers.delete(name);
  const replies = { "In-Reply-To": mail.messageId, References: mail.references === undefined ? mail.messageId : `${mail.references} ${mail.messageId}` };
  const messageId = newMessageId(addressOf(builder.from));
  let text;
  if (attachments.length === 0 && !(builder.text && builder.html)) {
    const lines = [`From: ${sender}`, `To: ${recipient}`];
    if (builder.replyTo) lines.push(`Reply-To: ${shown(builder.replyTo)}`);
    lines.push(`Subject: ${builder.subject}`, `Message-ID: ${messageId}`, `Date: ${new Date().toUTCString()}`, "MIME-Version: 1.0");
    for (const [name, value] of [...Object.entries(replies), ...headers]) lines.push(`${name}: ${value}`);
    lines.push(`Content-Type: text/${builder.html ? "html" : "plain"}; charset=utf-8`, "", builder.html || (builder.text ?? ""));
    text = lines.join("\r\n");
  } else {
    text = compose({ ...builder, to: recipient, cc: undefined, bcc: undefined, headers: { ...replies, ...Object.fromEntries(headers) } }, messageId, Date.now());
  }
  return { sender, messageId, bytes: new TextEncoder().encode(text) };
}

const shown = (given) => (typeof given === "string" ? given : `"${given.name.replace(/["\\]/g, "\\$&")}" <${given.email}>`);
