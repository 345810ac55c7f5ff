// Emails as bytes, as postal-mime reads them in wrangler dev.

// Where the header of a message ends: at its first empty line, -1 without one.
export function endOfHeader(bytes) {
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) {
    if (bytes[i + 1] === 10 || (bytes[i + 1] === 13 && bytes[i + 2] === 10)) return bytes[i - 1] === 13 ? i - 1 : i;
  }
  return -1;
}

// The fields of a header, in their order; continued lines are joined.
export function fieldsOf(header) {
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

// Reads the header fields of a message; those that are absent or empty are undefined.
export function parse(bytes) {
  const end = endOfHeader(bytes);
  const headers = fieldsOf(bytes.subarray(0, end < 0 ? bytes.length : end));
  const last = (name) => headers.findLast((field) => field.name === name)?.value || undefined;
  const words = (name) => last(name) && decodeWords(last(name));
  return {
    end,
    headers,
    from: firstAddress(last("from")),
    to: headers.filter(({ name }) => name === "to").flatMap(({ value }) => addressesOf(value)),
    messageId: words("message-id"),
    inReplyTo: words("in-reply-to"),
    references: words("references"),
  };
}

// The message without a field of its header.
export function without(bytes, unwanted) {
  const end = endOfHeader(bytes);
  const header = binary(end < 0 ? bytes : bytes.subarray(0, end + 2)); // with the end of its last line
  const kept = header.replace(new RegExp(`^${unwanted}:[^\\n]*(?:\\n[ \\t][^\\n]*)*(?:\\n|$)`, "gim"), "");
  if (kept === header) return bytes;
  return joined([Uint8Array.from(kept, (c) => c.charCodeAt(0)), bytes.subarray(header.length)]);
}

export function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) all.set(part, at), (at += part.length);
  return all;
}

// The addresses of a field such as To.
function addressesOf(field) {
  return field.match(/(?:"(?:\\.|[^"\\])*"|\([^)]*\)|<[^>]*>|[^,;])+/g)?.map((one) => firstAddress(one)?.address).filter(Boolean) ?? [];
}

// The first address of a field such as From, {} without one.
export function firstAddress(field) {
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

// The message with its Message-ID replaced, or one added.
export function withMessageId(bytes, end, messageId) {
  if (end < 0) throw new Error("could not find end of email headers");
  const header = binary(bytes.subarray(0, end));
  for (const [i, line] of (header === "" ? [] : header.split(/\r?\n/)).entries()) {
    if (/^[ \t]/.test(line)) {
      if (i > 0) continue;
      throw new Error("email header block contains an invalid continuation");
    }
    if (!line.includes(":")) throw new Error("email header block contains an invalid field");
    if (/^[ \t]*:/.test(line)) throw new Error("email header block contains an invalid field name");
  }
  let first = true;
  const changed = header.replace(/^message-id[ \t]*:.*(?:\r?\n[ \t].*)*(\r?\n)?/gim, (_, end = "") => {
    const field = first ? `Message-ID: ${messageId}${end}` : "";
    first = false;
    return field;
  });
  if (first) return new Blob([`Message-ID: ${messageId}`, end === 0 ? "" : /^[^\n]*\r\n/.test(header + binary(bytes.subarray(end, end + 2))) ? "\r\n" : "\n", bytes]);
  return new Blob([Uint8Array.from(changed, (c) => c.charCodeAt(0)), bytes.subarray(end)]);
}

// Bytes as a string with a character for each.
function binary(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 1 << 14) text += String.fromCharCode(...bytes.subarray(i, i + (1 << 14)));
  return text;
}

export const subjectOf = (subject) => subject || "(no subject)";

export const addressOf = (given) => (typeof given === "string" ? (/<([^>]+)>\s*$/.exec(given)?.[1] ?? given).trim() : given.email);

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
export const randomText = (length) => Array.from(crypto.getRandomValues(new Uint8Array(length)), (b) => letters[b % letters.length]).join("");

export const newMessageId = (sender) => `<${randomText(36)}@${domainOf(sender)}>`;

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
export function compose(builder, messageId, at) {
  const lines = [];
  const field = (name, value) => lines.push(`${name}: ${encodeWords(oneLine(value))}`);
  const addresses = (name, all) => all !== undefined && lines.push(`${name}: ${[all].flat().map(mailbox).join(", ")}`);
  addresses("From", builder.from);
  addresses("To", builder.to);
  addresses("Cc", builder.cc);
  addresses("Bcc", builder.bcc);
  addresses("Reply-To", builder.replyTo);
  field("Subject", builder.subject ?? "");
  lines.push(`Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`, `Message-ID: ${messageId}`);
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
export const isBase64 = (content) => typeof content === "string" && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content.replace(/\s+/g, ""));
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

export function decodeWords(text) {
  return text.replace(/=\?utf-8\?(?:b\?([^?]*)|q\?([^?]*))\?=\s*/gi, (all, b, q) => {
    try {
      const bytes = b !== undefined ? atob(b) : q.replace(/_/g, " ").replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      return new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
    } catch {
      return all;
    }
  });
}
