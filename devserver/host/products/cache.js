// The Cache API: caches.default and caches.open(name), in memory. The runtime turns
// match, put and delete into GET, PUT and PURGE, where the body of a PUT is the
// response as HTTP/1.1 text. It follows RFC 9111 for a shared cache in what it stores,
// and for how long.

const MiB = 1 << 20;
const maxBytes = 64 * MiB; // of all entries; the most recently used ones are kept

const entries = new Map();
let bytes = 0;

function drop(key) {
  const entry = entries.get(key);
  if (entry === undefined) return false;
  entries.delete(key);
  bytes -= entry.body.byteLength;
  return entry.until > Date.now();
}

export default {
  async fetch(request) {
    const key = JSON.stringify([request.headers.get("CF-Cache-Namespace"), request.cf?.cacheKey ?? request.url.replace(/#.*/, "")]);
    switch (request.method) {
      case "GET":
        return match(key, request);
      case "PUT":
        return put(key, request);
      case "PURGE":
        return new Response(null, { status: drop(key) ? 200 : 404 });
    }
    return new Response(null, { status: 405 });
  },
};

function match(key, request) {
  const entry = entries.get(key);
  if (entry === undefined || entry.until <= Date.now()) {
    drop(key);
    return new Response(null, { status: 504, headers: { "CF-Cache-Status": "MISS" } });
  }
  entries.delete(key);
  entries.set(key, entry); // most recently used
  const { status, body } = entry;
  const size = body.byteLength;
  const headers = new Headers(entry.headers);
  headers.set("CF-Cache-Status", "HIT");
  headers.set("Age", String(Math.round(entry.age + (Date.now() - entry.at) / 1000)));
  headers.set("Date", new Date().toUTCString());
  const asked = request.headers.get("Range");
  const ranges = asked === null ? [] : parseRanges(asked, size);
  if (ranges === undefined) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${size}`, "CF-Cache-Status": "HIT" } });
  if (unchanged(request.headers, headers)) return new Response(null, { status: 304, headers });
  if (ranges.length === 0) return new Response(size === 0 ? null : body, { status, headers });
  if (ranges.length === 1) {
    const [{ start, end }] = ranges;
    headers.set("Content-Range", `bytes ${start}-${end}/${size}`);
    headers.set("Content-Length", String(end - start + 1));
    return new Response(body.subarray(start, end + 1), { status: 206, headers });
  }
  const boundary = crypto.randomUUID();
  const type = headers.get("Content-Type");
  const parts = [];
  for (const { start, end } of ranges) {
    parts.push(`--${boundary}\r\n`, type === null ? "" : `Content-Type: ${type}\r\n`, `Content-Range: bytes ${start}-${end}/${size}\r\n\r\n`, body.subarray(start, end + 1), "\r\n");
  }
  parts.push(`--${boundary}--`);
  headers.set("Content-Type", `multipart/byteranges; boundary=${boundary}`);
  const whole = new Blob(parts);
  headers.set("Content-Length", String(whole.size));
  return new Response(whole.stream(), { status: 206, headers });
}

// Reports whether the caller already has the response.
function unchanged(asked, headers) {
  const tag = entityTag(headers.get("ETag") ?? "");
  const tags = asked.get("If-None-Match");
  if (tag !== undefined && tags !== null && (tags.trim() === "*" || tags.split(",").some((t) => entityTag(t) === tag))) return true;
  return date(headers.get("Last-Modified")) <= date(asked.get("If-Modified-Since"));
}

// Returns what is between the quotes of an entity tag, weak or strong.
const entityTag = (text) => /^(?:W\/)?"(.+)"$/.exec(text.trim())?.[1];

// Returns the time of an HTTP date, or NaN.
const date = (text) => (/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(text ?? "") ? Date.parse(text) : NaN);

// Returns the requested ranges, none for the whole response, and undefined if a range
// does not exist.
function parseRanges(text, size) {
  const list = /^ *bytes *=(.*)$/i.exec(text)?.[1];
  if (list === undefined) return;
  if (list.trim() === "") return [];
  const ranges = [];
  for (const part of list.split(",")) {
    const [, first, last] = /^ *(\d*) *- *(\d*) *$/.exec(part) ?? [];
    if (!first && !last) return;
    if (!first) {
      if (Number(last) >= size) return []; // a suffix longer than the response
      if (Number(last) > 0) ranges.push({ start: size - Number(last), end: size - 1 });
      continue;
    }
    const start = Number(first);
    const end = last ? Math.min(Number(last), size - 1) : size - 1;
    if (start >= size || (last && Number(last) < start)) return;
    ranges.push({ start, end });
  }
  return ranges;
}

async function put(key, request) {
  const { status, headers, body } = parseResponse(new Uint8Array(await request.arrayBuffer()));
  const { storable, seconds, age } = freshness(request, status, headers);
  if (!storable) return new Response(null, { status: 413 });
  for (const name of hopByHop) headers.delete(name);
  drop(key);
  if (seconds > 0 && body.byteLength <= maxBytes) {
    const at = Date.now();
    entries.set(key, { status, headers: [...headers], body, age, at, until: at + 1000 * seconds });
    bytes += body.byteLength;
    for (const old of entries.keys()) {
      if (bytes <= maxBytes) break;
      drop(old);
    }
  }
  return new Response(null, { status: 204 });
}

// Headers of the connection, and headers that are set again.
const hopByHop = ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Warning", "Date", "Age"];

function parseResponse(text) {
  let end = 0;
  while (!(text[end] === 13 && text[end + 1] === 10 && text[end + 2] === 13 && text[end + 3] === 10)) end++;
  const [line, ...lines] = new TextDecoder().decode(text.subarray(0, end)).split("\r\n");
  const headers = new Headers();
  for (const header of lines) {
    const colon = header.indexOf(":");
    headers.append(header.slice(0, colon), header.slice(colon + 1).trim());
  }
  return { status: Number(line.split(" ")[1]), headers, body: text.slice(end + 4) };
}

// Statuses that a cache understands, and those that it may store by default.
const understood = [200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501];
const byDefault = understood.filter((status) => ![302, 303, 307].includes(status));
const day = 24 * 3600;

// Returns whether a response may be stored, for how many seconds, and how old it is.
function freshness(request, status, headers) {
  const control = directives(headers.get("Cache-Control"));
  if ("private" in control && String(control.private).toLowerCase() === "set-cookie") {
    delete control.private; // all but that header is for everyone
    headers.delete("Set-Cookie");
  }
  if (headers.get("Cache-Control") === null && /no-cache/.test(headers.get("Pragma") ?? "")) control["no-cache"] = true;
  const age = number(headers.get("Age"));
  const storable =
    understood.includes(status) && !control["no-store"] && !control.private && !headers.has("Set-Cookie") &&
    (request.headers.get("Authorization") === null || !!(control["must-revalidate"] || control.public || control["s-maxage"])) &&
    (headers.has("Expires") || !!(control["max-age"] || control["s-maxage"] || control.public) || byDefault.includes(status));
  const left = lifetime(headers, control) - age;
  const stale = Math.max(number(control["stale-while-revalidate"]), number(control["stale-if-error"]));
  return { storable, seconds: left + stale, age };
}

function lifetime(headers, control) {
  if (control["no-cache"] || control["proxy-revalidate"]) return 0;
  const told = control["s-maxage"] || control["max-age"];
  if (told) return number(told);
  const least = control.immutable ? day : 0;
  const sent = Date.parse(headers.get("Date") ?? "") || Date.now();
  if (headers.has("Expires")) {
    const expires = Date.parse(headers.get("Expires"));
    return expires >= sent ? Math.max(least, (expires - sent) / 1000) : 0;
  }
  const modified = Date.parse(headers.get("Last-Modified") ?? "");
  return modified < sent ? Math.max(least, (sent - modified) / 10_000) : least; // a tenth of its age
}

const number = (text) => parseInt(text ?? "", 10) || 0;

// Returns the directives of a Cache-Control header by their names: values, or true.
function directives(text) {
  const all = {};
  for (const part of (text ?? "").split(",")) {
    const [name, value] = part.split("=", 2);
    all[name.trim().toLowerCase()] = value === undefined ? true : value.trim().replace(/^"|"$/g, "");
  }
  return all;
}
