// A binding of send_email: checks a message as wrangler dev does, writes it to a file
// and logs that.
import { note } from "dotool:note";
import { getPrototypeOf, now } from "dotool:own";

const raw = "EmailMessage::raw"; // what cloudflare:email leaves of a message, see email.js

class SendEmail {
  #name;
  #folder; // as the log shows it
  #to; // the only destination, if there is one
  #among; // the destinations allowed, if not all are
  #senders; // the senders allowed, if not all are
  #write;

  constructor({ name, folder, to, among, senders, files }) {
    this.#name = name;
    this.#folder = folder;
    this.#to = to ?? undefined;
    this.#among = among ?? undefined;
    this.#senders = senders ?? undefined;
    const { fetch } = getPrototypeOf(files);
    this.#write = (file, body) => Reflect.apply(fetch, files, [`http://files/${file}`, { method: "PUT", body }]);
  }

  async send(message) {
    return raw in message ? await this.#sendRaw(message) : await this.#sendBuilt(message);
  }

  async #sendRaw({ from, to, [raw]: body }) {
    this.#checkSender(from);
    this.#checkDestinations([to].flat());
    const bytes = new Uint8Array(await new Response(body).arrayBuffer());
    const end = endOfHeader(bytes);
    const fields = fieldsOf(bytes.subarray(0, end < 0 ? bytes.length : end));
    const last = (name) => fields.findLast((field) => field.name === name)?.value;
    if (!last("message-id")) throw new Error("invalid message-id");
    let headers;
    try {
      headers = new Headers(fields.map(({ name, value }) => [name, value]));
    } catch (error) {
      throw new Error(`could not parse email: ${error.message}`);
    }
    if (from !== firstAddress(last("from")).address) throw new Error("From: header does not match mail from");
    if (headers.get("received") !== null) throw new Error("invalid headers set");
    const messageId = newMessageId(from);
    await this.#keep(withMessageId(bytes, end, messageId), `from ${from} to ${to}: ${subjectOf(decodeWords(last("subject") ?? ""))}`);
    return { messageId };
  }

  async #sendBuilt(builder) {
    const sender = addressOf(builder.from);
    this.#checkSender(sender);
    if (builder.to !== undefined || (builder.cc === undefined && builder.bcc === undefined)) {
      this.#checkDestinations([builder.to].flat().map(addressOf));
    }
    const messageId = newMessageId(sender);
    const to = [builder.to ?? [], builder.cc ?? [], builder.bcc ?? []].flat().map(addressOf).join(", ");
    await this.#keep(compose(builder, messageId), `from ${sender} to ${to}: ${subjectOf(builder.subject)}`);
    return { messageId };
  }

  #checkSender(from) {
    if (this.#senders && !this.#senders.includes(from)) throw new Error(`email from ${from} not allowed`);
  }

  #checkDestinations(all) {
    for (const to of all) {
      if ((this.#to !== undefined && to !== this.#to) || (this.#among && !this.#among.includes(to))) {
        throw new Error(`email to ${to} not allowed`);
      }
    }
  }

  // Writes a message to a file whose name sorts by time. A message that cannot be
  // written counts as sent.
  async #keep(message, summary) {
    const file = `${new Date(now()).toISOString().replace(/[:.]/g, "-")}-${randomText(8)}.eml`;
    let problem = "";
    try {
      const response = await this.#write(file, message);
      if (!response.ok) problem = `${response.status} ${response.statusText}`;
    } catch (error) {
      problem = error.message;
    }
    if (problem) note(this.#name, `sent ${summary}\nit could not be written to ${this.#folder}: ${problem}`, "warn");
    else note(this.#name, `sent ${summary}\n${this.#folder}/${file}`);
  }
}

// Where the header of a message ends: at its first empty line, -1 without one.
function endOfHeader(bytes) {
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) {
    if (bytes[i + 1] === 10 || (bytes[i + 1] === 13 && bytes[i + 2] === 10)) return bytes[i - 1] === 13 ? i - 1 : i;
  }
  return -1;
}

// The fields of a header, in their order; continued lines are joined.
function fieldsOf(header) {
  const lines = [];
  for (const line of new TextDecoder().decode(header).split(/\r?\n/)) {
    if (line === "") break;
    if (/^[ \t]/.test(line) && lines.length > 0) lines[lines.length - 1] += "\n" + line;
    else lines.push(line);
  }
  return lines.map((line) => {
    const [, name, value] = /^([^:]*)(?::([^]*))?$/.exec(line.replace(/\s+/g, " "));
    return { name: name.trim().toLowerCase(), value: (value ?? "").trim() };
  });
}

// The first address of a field such as From, {} without one.
function firstAddress(field) {
  if (!field) return /** @type {{ address?: string }} */ (undefined);
  let text = "", end = "";
  let quoted = "";
  let address;
  for (let i = 0; i < field.length; i++) {
    const c = field[i];
    if (end === '"' && c === "\\") i++, (quoted += field[i] ?? "");
    else if (end !== "") {
      if (c !== end) quoted += c;
      else {
        if (end === ">") address ??= quoted.trim();
        end = quoted = "";
      }
    } else if (c === '"') end = '"';
    else if (c === "(") end = ")";
    else if (c === "<") end = ">";
    else if (c === "," || c === ";") break;
    else text += c;
  }
  return { address: address ?? /[^@\s]+@[^\s]+/.exec(text)?.[0] ?? "" };
}

// The message with its Message-ID replaced.
function withMessageId(bytes, end, messageId) {
  if (end < 0) throw new Error("could not find end of email headers");
  const header = binary(bytes.subarray(0, end));
  for (const line of header.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) continue;
    if (!line.includes(":")) throw new Error("email header block contains an invalid field");
    if (/^[ \t]*:/.test(line)) throw new Error("email header block contains an invalid field name");
  }
  let first = true;
  const changed = header.replace(/^message-id[ \t]*:.*(?:\r?\n[ \t].*)*(\r?\n)?/gim, (_, end = "") => {
    const field = first ? `Message-ID: ${messageId}${end}` : "";
    first = false;
    return field;
  });
  return new Blob([Uint8Array.from(changed, (c) => c.charCodeAt(0)), bytes.subarray(end)]);
}

// Bytes as a string with a character for each.
function binary(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 1 << 14) text += String.fromCharCode(...bytes.subarray(i, i + (1 << 14)));
  return text;
}

const subjectOf = (subject) => subject || "(no subject)";

const addressOf = (given) => (typeof given === "string" ? (/<([^>]+)>\s*$/.exec(given)?.[1] ?? given).trim() : given.email);

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const randomText = (length) => Array.from(crypto.getRandomValues(new Uint8Array(length)), (b) => letters[b % letters.length]).join("");

const newMessageId = (sender) => `<${randomText(36)}@${domainOf(sender)}>`;

function domainOf(sender) {
  const literal = /@(\[(?:[\x21-\x5a\x5e-\x7e]|\\[\x20-\x7e])+\])$/.exec(sender)?.[1];
  if (literal !== undefined) return literal;
  const domain = /@([^@]*)$/.exec(sender)?.[1] ?? "";
  if (domain === "" || /[\s/:?#@[\]\\<>%]/.test(domain)) return "localhost";
  try {
    const { hostname } = new URL(`http://${domain}`);
    const labels = hostname.replace(/\.$/, "").split(".");
    return hostname.length <= 254 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label)) ? hostname : "localhost";
  } catch {
    return "localhost";
  }
}

// A message of the fields that a builder has, as MIME.
function compose(builder, messageId) {
  const lines = [];
  const field = (name, value) => lines.push(`${name}: ${encodeWords(oneLine(value))}`);
  const addresses = (name, all) => all !== undefined && lines.push(`${name}: ${[all].flat().map(mailbox).join(", ")}`);
  addresses("From", builder.from);
  addresses("To", builder.to);
  addresses("Cc", builder.cc);
  addresses("Bcc", builder.bcc);
  addresses("Reply-To", builder.replyTo);
  field("Subject", builder.subject ?? "");
  lines.push(`Date: ${new Date(now()).toUTCString().replace("GMT", "+0000")}`, `Message-ID: ${messageId}`);
  for (const [name, value] of Object.entries(builder.headers ?? {})) field(oneLine(name), value);
  lines.push("MIME-Version: 1.0");

  const attachments = builder.attachments ?? [];
  const of = (disposition) => attachments.filter((a) => (a.disposition ?? "attachment") === disposition).map(attachment);
  const texts = [];
  if (builder.text !== undefined || builder.html === undefined) texts.push(part("text/plain; charset=utf-8", builder.text ?? ""));
  if (builder.html !== undefined) texts.push(part("text/html; charset=utf-8", builder.html));
  const body = multipart("mixed", [multipart("related", [multipart("alternative", texts), ...of("inline")]), ...of("attachment")]);
  return lines.join("\r\n") + "\r\n" + body;
}

function attachment({ filename, type, content, disposition = "attachment", contentId }) {
  const name = encodeWords(oneLine(filename)).replace(/["\\]/g, "\\$&");
  const fields = [`Content-Disposition: ${disposition}; filename="${name}"`];
  if (contentId !== undefined) fields.push(`Content-ID: <${oneLine(contentId)}>`);
  return part(oneLine(type ?? "application/octet-stream"), isBase64(content) ? fromBase64(content) : content, fields);
}

// Text of an attachment is base64; what is not is taken as it is.
const isBase64 = (content) => typeof content === "string" && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content.replace(/\s+/g, ""));
const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/\s+/g, "")), (c) => c.charCodeAt(0));

function part(type, content, fields = []) {
  const text = base64(content).replace(/.{76}/g, "$&\r\n");
  return [`Content-Type: ${type}`, "Content-Transfer-Encoding: base64", ...fields, "", text, ""].join("\r\n");
}

// Several parts as one; one is itself.
function multipart(kind, parts) {
  if (parts.length === 1) return parts[0];
  const boundary = randomText(24);
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n` + parts.map((p) => `--${boundary}\r\n${p}\r\n`).join("") + `--${boundary}--\r\n`;
}

function base64(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : ArrayBuffer.isView(content) ? new Uint8Array(content.buffer, content.byteOffset, content.byteLength) : new Uint8Array(content);
  return btoa(binary(bytes));
}

const oneLine = (text) => String(text).replace(/[\r\n]+/g, " ");

function mailbox(given) {
  if (typeof given === "string") return oneLine(given);
  const name = oneLine(given.name ?? "");
  const shown = /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : encodeWords(name);
  return name === "" ? oneLine(given.email) : `${shown} <${oneLine(given.email)}>`;
}

// Text that is not ASCII in a field, see RFC 2047: words of at most 45 bytes, whole characters each.
function encodeWords(text) {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words = [""];
  for (const c of text) {
    if (new TextEncoder().encode(words.at(-1) + c).length > 45) words.push("");
    words[words.length - 1] += c;
  }
  return words.map((word) => `=?utf-8?B?${base64(word)}?=`).join("\r\n ");
}

function decodeWords(text) {
  return text.replace(/=\?utf-8\?(?:b\?([^?]*)|q\?([^?]*))\?=\s*/gi, (all, b, q) => {
    try {
      const bytes = b !== undefined ? atob(b) : q.replace(/_/g, " ").replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      return new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
    } catch {
      return all;
    }
  });
}

export default (env) => new SendEmail(env);
