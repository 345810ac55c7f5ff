// Each check is an operation on a bucket; its result, or its error, is a line of JSON
// that wrangler dev and dotool print alike.
const MB = 1024 * 1024;

// A result without what differs from run to run.
const plain = (v) => {
  if (v === undefined) return "undefined";
  if (v === null || typeof v !== "object") return v;
  if (v instanceof Date) return Number.isNaN(v.getTime()) ? "bad date" : v.getFullYear() >= 2026 && Math.abs(v - Date.now()) < 60_000 ? "now" : v.toISOString();
  if (v instanceof ArrayBuffer) return { buffer: [...new Uint8Array(v)].slice(0, 24), length: v.byteLength };
  if (ArrayBuffer.isView(v)) return { view: [...v].slice(0, 24), length: v.length };
  if (v instanceof Headers) return [...v];
  if (v instanceof Error) return { error: v.name + ": " + v.message };
  if (Array.isArray(v)) return v.map(plain);
  if (typeof v.toJSON === "function" && v.constructor.name === "Checksums") v = v.toJSON();
  const out = {};
  const names = new Set();
  for (let o = v; o && o !== Object.prototype; o = Object.getPrototypeOf(o)) for (const n of Object.getOwnPropertyNames(o)) names.add(n);
  for (const n of [...names].sort()) {
    if (n === "constructor") continue;
    let value;
    try { value = v[n]; } catch (e) { value = "threw " + e.message; }
    if (typeof value === "function" || n === "body" || n === "bodyUsed" && value === undefined) continue;
    if (value !== undefined) out[n] = n === "version" ? typeof value + String(value).length : n === "uploadId" ? "id" + String(value).length : plain(value);
  }
  return out;
};
const checks = [];
const check = (name, run) => checks.push([name, run]);
const full = async (o) => (o === null ? null : { ...plain(o), text: "body" in o ? await o.text() : "no body" });
const bytes = (n) => Uint8Array.from({ length: n }, (_, i) => i % 251);
const digest = async (name, text) => crypto.subtle.digest(name, new TextEncoder().encode(text));
const hexOf = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, "0")).join("");

// head, get
check("head: none", (b) => b.head("none"));
check("get: none", (b) => b.get("none"));
check("put: text", (b) => b.put("a", "hello"));
check("head", (b) => b.head("a"));
check("get: text", async (b) => full(await b.get("a")));
check("get: json", async (b) => { await b.put("j", '{"x":[1,2]}'); return (await b.get("j")).json(); });
check("get: bad json", async (b) => (await b.get("a")).json());
check("get: arrayBuffer", async (b) => (await b.get("a")).arrayBuffer());
check("get: bytes", async (b) => (await b.get("a")).bytes());
check("get: blob", async (b) => { const blob = await (await b.get("a")).blob(); return { size: blob.size, type: blob.type, text: await blob.text() }; });
check("get: blob type", async (b) => { await b.put("ct", "x", { httpMetadata: { contentType: "text/css" } }); const blob = await (await b.get("ct")).blob(); return { size: blob.size, type: blob.type }; });
check("get: body", async (b) => new Response((await b.get("a")).body).text());
check("get: body twice", async (b) => { const o = await b.get("a"); await o.text(); return [o.bodyUsed, await o.text()]; });
check("get: no key", (b) => b.get());
check("get: number key", (b) => b.get(12));
check("get: null options", async (b) => full(await b.get("a", null)));
check("get: undefined options", async (b) => full(await b.get("a", undefined)));
check("get: writeHttpMetadata", async (b) => {
  await b.put("h", "x", { httpMetadata: { contentType: "text/html", contentLanguage: "de", contentDisposition: "inline", contentEncoding: "br", cacheControl: "max-age=5", cacheExpiry: new Date(1e12) } });
  const h = new Headers({ "x-own": "1" });
  const o = await b.get("h"); o.writeHttpMetadata(h);
  return [plain(h), plain(await full(o))];
});
check("head: writeHttpMetadata", async (b) => { const h = new Headers(); (await b.head("h")).writeHttpMetadata(h); return h; });
check("get: empty value", async (b) => { await b.put("empty", ""); return full(await b.get("empty")); });
check("get: read half and cancel", async (b) => { await b.put("big", bytes(MB)); const o = await b.get("big"); const r = o.body.getReader(); const c = await r.read(); await r.cancel(); return c.value.length > 0; });
check("get: unread", async (b) => { const o = await b.get("big"); return o.size; });
check("get: 1 MB", async (b) => { const v = new Uint8Array(await (await b.get("big")).arrayBuffer()); return [v.length, v.every((x, i) => x === i % 251)]; });

// put bodies
const put = (name, make, options) => check("put: " + name, async (b) => { const o = await b.put("body", await make(), options?.()); return [plain(o), await full(await b.get("body"))]; });
put("empty text", () => "");
put("unicode", () => "äöü €😀\0");
put("ArrayBuffer", () => bytes(5).buffer);
put("Uint8Array", () => new TextEncoder().encode("bytes"));
put("view", () => new TextEncoder().encode("12345").subarray(1, 3));
put("DataView", () => new DataView(new TextEncoder().encode("12345").buffer, 2));
put("Uint16Array", () => new Uint16Array([0x4142, 0x4344]));
put("Blob", () => new Blob(["blob"], { type: "text/x-blob" }));
put("null", () => null);
put("undefined", () => undefined);
put("number", () => 12);
put("object", () => ({ a: 1 }));
put("array", () => [1, 2]);
put("Response body", () => new Response("resp").body);
put("Request body", () => new Request("http://x", { method: "POST", body: "req" }).body);
put("stream without a length", () => new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("s")); c.close(); } }));
put("FixedLengthStream", () => { const { readable, writable } = new FixedLengthStream(5); const w = writable.getWriter(); w.write(new TextEncoder().encode("fixed")).then(() => w.close()); return readable; });
put("stream that is too short", () => { const { readable, writable } = new FixedLengthStream(5); const w = writable.getWriter(); w.write(new TextEncoder().encode("fix")).then(() => w.close()).catch(() => {}); return readable; });
put("stream that breaks", () => { const { readable, writable } = new FixedLengthStream(MB); const w = writable.getWriter(); w.write(new TextEncoder().encode("fix")).then(() => w.abort(new Error("broken"))).catch(() => {}); return readable; });
check("put: after broken streams", async (b) => full(await b.get("body")));
put("Response", () => new Response("resp"));
put("FormData", () => new FormData());
put("File", () => new File(["file"], "x.txt"));

// metadata
const meta = (name, options, key = "m") => check("metadata: " + name, async (b) => { const o = await b.put(key, "v", options()); return [plain(o), plain(await b.head(key))]; });
meta("http", () => ({ httpMetadata: { contentType: "text/plain", contentLanguage: "en", contentDisposition: "attachment", contentEncoding: "gzip", cacheControl: "no-store", cacheExpiry: new Date("2030-01-02T03:04:05.678Z") } }));
meta("http Headers", () => ({ httpMetadata: new Headers({ "Content-Type": "a/b", "Content-Language": "fr", "Content-Disposition": "x", "Content-Encoding": "y", "Cache-Control": "z", Expires: "Wed, 21 Oct 2015 07:28:00 GMT", "X-Other": "no" }) }));
meta("http Headers, bad expires", () => ({ httpMetadata: new Headers({ Expires: "tomorrow" }) }));
meta("http partly", () => ({ httpMetadata: { contentType: "x" } }));
meta("http unknown", () => ({ httpMetadata: { nothing: "x" } }));
meta("http empty", () => ({ httpMetadata: {} }));
meta("http empty text", () => ({ httpMetadata: { contentType: "" } }));
meta("http not latin", () => ({ httpMetadata: { contentType: "täxt/€" } }));
meta("cacheExpiry 0", () => ({ httpMetadata: { cacheExpiry: new Date(0) } }));
meta("cacheExpiry bad", () => ({ httpMetadata: { cacheExpiry: new Date("x") } }));
meta("custom", () => ({ customMetadata: { a: "1", B: "two", "ä": "€" } }));
meta("custom number", () => ({ customMetadata: { a: 1, b: null, c: true } }));
meta("custom numeric keys", () => ({ customMetadata: { b: "1", 2: "x", 1: "y", a: "z" } }));
meta("custom __proto__", () => ({ customMetadata: JSON.parse('{"__proto__":"x","constructor":"y"}') }));
meta("custom empty key", () => ({ customMetadata: { "": "x", y: "" } }));
meta("custom 8192", () => ({ customMetadata: { k: "x".repeat(8191) } }));
meta("custom 8193", () => ({ customMetadata: { k: "x".repeat(8192) } }));
meta("custom 4096 wide", () => ({ customMetadata: { k: "€".repeat(4095) } }));
meta("custom 4097 wide", () => ({ customMetadata: { k: "€".repeat(4096) } }));
meta("storageClass", () => ({ storageClass: "InfrequentAccess" }));
meta("storageClass Standard", () => ({ storageClass: "Standard" }));
meta("storageClass bad", () => ({ storageClass: "Cold" }));
meta("ssecKey", () => ({ ssecKey: "a".repeat(64) }), "ssec");
check("ssecKey: get", async (b) => full(await b.get("ssec", { ssecKey: "a".repeat(64) })));
check("ssecKey: get without", async (b) => full(await b.get("ssec")));
check("ssecKey: get other", async (b) => full(await b.get("ssec", { ssecKey: "b".repeat(64) })));
meta("ssecKey buffer", () => ({ ssecKey: bytes(32).buffer }));
meta("ssecKey short", () => ({ ssecKey: "abc" }));
meta("ssecKey bad", () => ({ ssecKey: "z".repeat(64) }));
meta("put null options", () => null);

// checksums
for (const [field, name] of [["md5", "MD5"], ["sha1", "SHA-1"], ["sha256", "SHA-256"], ["sha384", "SHA-384"], ["sha512", "SHA-512"]]) {
  check(field + ": right", async (b) => b.put("sum", "sum", { [field]: await digest(name, "sum") }));
  check(field + ": kept", async (b) => full(await b.get("sum")));
  check(field + ": right hex", async (b) => b.put("sumhex", "sum", { [field]: hexOf(await digest(name, "sum")) }));
  check(field + ": upper hex", async (b) => b.put("sumhex", "sum", { [field]: hexOf(await digest(name, "sum")).toUpperCase() }));
  check(field + ": wrong", async (b) => b.put("sum", "other", { [field]: await digest(name, "sum") }));
  check(field + ": not replaced", async (b) => (await b.get("sum")).text());
  check(field + ": bad length", async (b) => b.put("sum", "sum", { [field]: new Uint8Array(3) }));
  check(field + ": bad text", async (b) => b.put("sum", "sum", { [field]: "xyz" }));
}
check("two checksums", async (b) => b.put("sum", "sum", { md5: await digest("MD5", "sum"), sha1: await digest("SHA-1", "sum") }));
check("checksums toJSON", async (b) => { await b.put("sum2", "sum", { sha256: await digest("SHA-256", "sum") }); return (await b.head("sum2")).checksums.toJSON(); });
check("checksum of a large value", async (b) => { const v = new Uint8Array(3 * MB); const o = await b.put("large", v, { sha256: await crypto.subtle.digest("SHA-256", v) }); return plain(o); });
check("wrong checksum of a large value", async (b) => b.put("large", new Uint8Array(3 * MB), { sha256: new Uint8Array(32) }));

// keys
const key = (name, k) => check("key: " + name, async (b) => { const o = await b.put(k, "v"); const got = await full(await b.get(k)); const list = await b.list({ prefix: k, limit: 1 }); await b.delete(k); return [o.key === k, got?.key === k, list.objects.length, plain(await b.head(k))]; });
key("empty", "");
key("slashes", "/a//b/../c/./");
key("odd", "a b?c#d%20e&f=g+h\"'<>\\|*");
key("unicode", "ä€😀");
key("newline", "a\nb\rc\td");
key("NUL", "a\0b");
key("1024", "k".repeat(1024));
key("1025", "k".repeat(1025));
key("1024 bytes", "€".repeat(341) + "x");
key("1026 bytes", "€".repeat(342));
key("lone surrogate", "a\ud800b");
key("LIKE", "a%_b");
check("key: long head", (b) => b.head("k".repeat(1025)));
check("key: long get", (b) => b.get("k".repeat(1025)));
check("key: long delete", (b) => b.delete("k".repeat(1025)));
check("key: long in delete of many", (b) => b.delete(["a", "k".repeat(1025)]));
check("key: long multipart", (b) => b.createMultipartUpload("k".repeat(1025)));

// ranges
const range = (name, range) => check("range: " + name, async (b) => { await b.put("r", "0123456789"); return full(await b.get("r", { range: range() })); });
range("offset", () => ({ offset: 3 }));
range("length", () => ({ length: 4 }));
range("offset and length", () => ({ offset: 2, length: 3 }));
range("suffix", () => ({ suffix: 4 }));
range("suffix long", () => ({ suffix: 40 }));
range("suffix 0", () => ({ suffix: 0 }));
range("length 0", () => ({ length: 0 }));
range("length long", () => ({ offset: 5, length: 50 }));
range("offset at the end", () => ({ offset: 10 }));
range("offset at the end, length", () => ({ offset: 10, length: 1 }));
range("offset beyond", () => ({ offset: 11 }));
range("offset negative", () => ({ offset: -1 }));
range("length negative", () => ({ length: -1 }));
range("suffix negative", () => ({ suffix: -1 }));
range("offset 1.5", () => ({ offset: 1.5 }));
range("offset and suffix", () => ({ offset: 1, suffix: 2 }));
range("length and suffix", () => ({ length: 1, suffix: 2 }));
range("empty", () => ({}));
range("text", () => "bytes=1-2");
for (const h of ["bytes=0-3", "bytes=3-", "bytes=-3", "bytes=-30", "bytes=-10", "bytes=-0", "bytes=5-2", "bytes=10-", "bytes=20-30", "bytes=0-100", "bytes=9-9", "bytes=0-1,3-4", "bytes=", "bytes=a-b", "items=0-3", "BYTES = 1 - 2", "0-3", "", "bytes=0-1,"]) range("header " + JSON.stringify(h), () => new Headers({ Range: h }));
range("header none", () => new Headers());
check("range: of nothing", async (b) => full(await b.get("empty", { range: { offset: 0 } })));
check("range: of nothing, length", async (b) => full(await b.get("empty", { range: { length: 1 } })));
check("range: of nothing, suffix", async (b) => full(await b.get("empty", { range: { suffix: 1 } })));
check("range: no object", (b) => b.get("none", { range: { offset: 1 } }));
check("range: large", async (b) => { const v = new Uint8Array(await (await b.get("big", { range: { offset: 1000, length: 500_000 } })).arrayBuffer()); return [v.length, v.every((x, i) => x === (i + 1000) % 251)]; });

// conditions
const HOUR = 3_600_000;
const conditions = {
  "etagMatches": (o) => ({ etagMatches: o.etag }),
  "etagMatches other": () => ({ etagMatches: "0".repeat(32) }),
  "etagMatches quoted": (o) => ({ etagMatches: o.httpEtag }),
  "etagMatches *": () => ({ etagMatches: "*" }),
  "etagMatches empty": () => ({ etagMatches: "" }),
  "etagDoesNotMatch": (o) => ({ etagDoesNotMatch: o.etag }),
  "etagDoesNotMatch other": () => ({ etagDoesNotMatch: "x" }),
  "etagDoesNotMatch *": () => ({ etagDoesNotMatch: "*" }),
  "uploadedBefore later": () => ({ uploadedBefore: new Date(Date.now() + HOUR) }),
  "uploadedBefore earlier": () => ({ uploadedBefore: new Date(Date.now() - HOUR) }),
  "uploadedBefore same": (o) => ({ uploadedBefore: o.uploaded }),
  "uploadedAfter earlier": () => ({ uploadedAfter: new Date(Date.now() - HOUR) }),
  "uploadedAfter later": () => ({ uploadedAfter: new Date(Date.now() + HOUR) }),
  "uploadedAfter same": (o) => ({ uploadedAfter: o.uploaded }),
  "uploadedAfter same, seconds": (o) => ({ uploadedAfter: o.uploaded, secondsGranularity: true }),
  "uploadedAfter before, seconds": (o) => ({ uploadedAfter: new Date(Math.floor(o.uploaded / 1000) * 1000 - 1), secondsGranularity: true }),
  "uploadedBefore, seconds": (o) => ({ uploadedBefore: new Date(Math.floor(o.uploaded / 1000) * 1000 + 1000), secondsGranularity: true }),
  "both etags": (o) => ({ etagMatches: o.etag, etagDoesNotMatch: "x" }),
  "etag and before": (o) => ({ etagMatches: o.etag, uploadedBefore: new Date(0) }),
  "not etag and after": () => ({ etagDoesNotMatch: "x", uploadedAfter: new Date(Date.now() + HOUR) }),
  "empty": () => ({}),
  "number date": () => ({ uploadedBefore: Date.now() + HOUR }),
  "Headers If-Match": (o) => new Headers({ "If-Match": o.httpEtag }),
  "Headers If-Match two": (o) => new Headers({ "If-Match": `"x", ${o.httpEtag}` }),
  "Headers If-Match weak": (o) => new Headers({ "If-Match": `W/${o.httpEtag}` }),
  "Headers If-Match *": () => new Headers({ "If-Match": "*" }),
  "Headers If-Match unquoted": (o) => new Headers({ "If-Match": o.etag }),
  "Headers If-None-Match": (o) => new Headers({ "If-None-Match": o.httpEtag }),
  "Headers If-None-Match weak": (o) => new Headers({ "If-None-Match": `W/${o.httpEtag}` }),
  "Headers If-None-Match *": () => new Headers({ "If-None-Match": "*" }),
  "Headers If-None-Match other": () => new Headers({ "If-None-Match": '"x"' }),
  "Headers If-Modified-Since": () => new Headers({ "If-Modified-Since": new Date(Date.now() - HOUR).toUTCString() }),
  "Headers If-Modified-Since later": () => new Headers({ "If-Modified-Since": new Date(Date.now() + HOUR).toUTCString() }),
  "Headers If-Unmodified-Since": () => new Headers({ "If-Unmodified-Since": new Date(Date.now() - HOUR).toUTCString() }),
  "Headers If-Unmodified-Since later": () => new Headers({ "If-Unmodified-Since": new Date(Date.now() + HOUR).toUTCString() }),
  "Headers bad date": () => new Headers({ "If-Modified-Since": "yesterday" }),
  "Headers none": () => new Headers(),
  "null": () => null,
};
for (const [name, make] of Object.entries(conditions)) {
  check("onlyIf: get " + name, async (b) => { const o = await b.put("c", "cond"); const got = await b.get("c", { onlyIf: make(o) }); return got && full(got); });
  check("onlyIf: put " + name, async (b) => { const o = await b.put("c", "cond"); const got = await b.put("c", "new", { onlyIf: make(o) }); return [plain(got), await (await b.get("c")).text()]; });
  check("onlyIf: put none, " + name, async (b) => { const o = await b.put("c", "cond"); await b.delete("c2"); return b.put("c2", "new", { onlyIf: make(o) }); });
}
check("onlyIf: get none", (b) => b.get("none", { onlyIf: { etagMatches: "x" } }));
check("onlyIf: get, with a range", async (b) => { const o = await b.put("c", "cond"); return full(await b.get("c", { onlyIf: { etagDoesNotMatch: o.etag }, range: { offset: 1 } })); });
check("onlyIf: put a large value", async (b) => { await b.put("c", "cond"); return [await b.put("c", new Uint8Array(2 * MB), { onlyIf: { etagMatches: "x" } }), await (await b.get("c")).text()]; });

// delete
check("delete", async (b) => { await b.put("d", "x"); return [await b.delete("d"), await b.head("d"), await b.delete("d")]; });
check("delete: many", async (b) => { await b.put("d1", "x"); await b.put("d2", "x"); return [await b.delete(["d1", "none", "d2"]), await b.head("d1"), await b.head("d2")]; });
check("delete: no keys", (b) => b.delete([]));
check("delete: same twice", async (b) => { await b.put("d1", "x"); return b.delete(["d1", "d1"]); });
check("delete: 1000", (b) => b.delete(Array.from({ length: 1000 }, (_, i) => "n" + i)));
check("delete: 1001", (b) => b.delete(Array.from({ length: 1001 }, (_, i) => "n" + i)));
check("delete: nothing", (b) => b.delete());

// list
const names = (l) => ({ objects: l.objects.map((o) => o.key), prefixes: l.delimitedPrefixes, truncated: l.truncated, cursor: l.cursor ?? "none" });
const KEYS = ["a", "a/1", "a/2", "a/b/1", "a/b/2", "a/c/1", "b", "b/1", "c", "ca", "cb", "d%", "d_", "da", "ä/1", "ä/2", "€", "😀", "\uffee", "Z", "z/", "z//", "z//x"];
check("list: filled", async (b) => { for (const k of KEYS) await b.put("L" + k, k, { customMetadata: { k }, httpMetadata: { contentType: "t/" + encodeURIComponent(k) } }); return names(await b.list({ prefix: "L" })); });
const list = (name, o) => check("list: " + name, async (b) => { const r = await b.list(o); return { ...names(r), first: plain(r.objects[0]) }; });
list("prefix", { prefix: "La/" });
list("prefix none", { prefix: "nothing" });
list("prefix %", { prefix: "Ld%" });
list("prefix _", { prefix: "Ld_" });
list("limit", { prefix: "L", limit: 3 });
list("limit 1", { prefix: "L", limit: 1 });
list("limit all", { prefix: "L", limit: KEYS.length });
list("limit one less", { prefix: "L", limit: KEYS.length - 1 });
list("limit 0", { limit: 0, prefix: "L" });
list("limit -1", { limit: -1, prefix: "L" });
list("limit 1000", { limit: 1000, prefix: "L" });
list("limit 1001", { limit: 1001 });
list("limit 1.5", { limit: 1.5, prefix: "L" });
list("limit text", { limit: "2", prefix: "L" });
list("delimiter", { prefix: "L", delimiter: "/" });
list("delimiter deep", { prefix: "La/", delimiter: "/" });
list("delimiter no slash", { prefix: "La", delimiter: "/" });
list("delimiter empty", { prefix: "L", delimiter: "" });
list("delimiter long", { prefix: "L", delimiter: "//" });
list("delimiter letter", { prefix: "L", delimiter: "b" });
list("delimiter and limit", { prefix: "L", delimiter: "/", limit: 2 });
list("startAfter", { prefix: "L", startAfter: "Lb" });
list("startAfter in a group", { prefix: "L", delimiter: "/", startAfter: "La/1" });
list("startAfter beyond", { prefix: "L", startAfter: "M" });
list("startAfter before", { prefix: "La", startAfter: "0" });
list("startAfter empty", { prefix: "La", startAfter: "" });
list("cursor bad", { prefix: "L", cursor: "!!" });
list("cursor empty", { prefix: "L", cursor: "" });
list("cursor other", { prefix: "L", cursor: btoa("Lb") });
list("cursor and startAfter", { prefix: "L", cursor: btoa("Lb"), startAfter: "Lc" });
list("include both", { prefix: "La", include: ["httpMetadata", "customMetadata"] });
list("include http", { prefix: "La", include: ["httpMetadata"] });
list("include custom", { prefix: "La", include: ["customMetadata"] });
list("include none", { prefix: "La", include: [] });
list("include bad", { prefix: "La", include: ["nothing"] });
list("unknown option", { prefix: "La", nothing: 1 });
check("list: null options", async (b) => (await b.list(null)).objects.length > 0);
check("list: no options", async (b) => Object.keys(await b.list()).sort());
for (const [limit, delimiter] of [[1], [2], [5], [1, "/"], [2, "/"], [3, "/"]]) {
  check(`list: pages of ${limit} ${delimiter ?? ""}`, async (b) => {
    const pages = [];
    for (let cursor; pages.length < 40; ) { const r = await b.list({ prefix: "L", limit, delimiter, cursor }); pages.push([...r.objects.map((o) => o.key), ...r.delimitedPrefixes.map((p) => p + "*")]); if (!r.truncated) break; cursor = r.cursor; }
    return pages;
  });
}
check("list: more than 1000", async (b) => { await Promise.all(Array.from({ length: 1005 }, (_, i) => b.put("N" + String(i).padStart(4, "0"), ""))); const r = await b.list({ prefix: "N" }); const s = await b.list({ prefix: "N", cursor: r.cursor }); const inc = await b.list({ prefix: "N", include: ["customMetadata"] }); return [r.objects.length, r.truncated, s.objects.length, s.truncated, inc.objects.length, inc.truncated]; });

// multipart
const upload = async (b, key, sizes, options) => { const u = await b.createMultipartUpload(key, options); const parts = []; for (const [i, n] of sizes.entries()) parts.push(await u.uploadPart(i + 1, new Uint8Array(n).fill(65 + i))); return [u, parts]; };
check("multipart: create", async (b) => plain(await b.createMultipartUpload("mp")));
check("multipart: whole", async (b) => { const [u, parts] = await upload(b, "mp", [5 * MB, 5 * MB, 100], { customMetadata: { a: "1" }, httpMetadata: { contentType: "x/y" } }); const o = await u.complete(parts); const v = new Uint8Array(await (await b.get("mp")).arrayBuffer()); return [plain(o), plain(await b.head("mp")), v.length, [0, 5 * MB - 1, 5 * MB, 10 * MB - 1, 10 * MB, 10 * MB + 99].map((i) => v[i])]; });
check("multipart: part", async (b) => { const u = await b.createMultipartUpload("mp2"); const p = await u.uploadPart(1, "x"); return [Object.keys(p), p.partNumber, p.etag.length]; });
check("multipart: one part", async (b) => { const [u, parts] = await upload(b, "one", [10]); return [plain(await u.complete(parts)), await full(await b.get("one"))]; });
check("multipart: range over parts", async (b) => full(await b.get("mp", { range: { offset: 5 * MB - 3, length: 6 } })).then((o) => ({ ...o, text: [...o.text].map((c) => c.charCodeAt(0)) })));
check("multipart: suffix over parts", async (b) => { const v = new Uint8Array(await (await b.get("mp", { range: { suffix: 102 } })).arrayBuffer()); return [v.length, v[0], v[1], v[2]]; });
check("multipart: onlyIf", async (b) => { const o = await b.head("mp"); return [(await b.get("mp", { onlyIf: { etagMatches: o.etag } })).size, plain(await b.get("mp", { onlyIf: { etagDoesNotMatch: o.etag } }))]; });
check("multipart: list", async (b) => plain((await b.list({ prefix: "mp" })).objects));
check("multipart: overwritten", async (b) => { await b.put("mp", "small"); return full(await b.get("mp")); });
check("multipart: parts out of order", async (b) => { const [u, parts] = await upload(b, "order", [5 * MB, 5 * MB, 9]); return plain(await u.complete([parts[2], parts[0], parts[1]])); });
check("multipart: parts reversed", async (b) => { const [u, parts] = await upload(b, "order", [5 * MB, 5 * MB]); return plain(await u.complete(parts.reverse())); });
check("multipart: small part", async (b) => { const [u, parts] = await upload(b, "small", [10, 10]); return u.complete(parts); });
check("multipart: unequal parts", async (b) => { const [u, parts] = await upload(b, "small", [5 * MB, 6 * MB, 10]); return u.complete(parts); });
check("multipart: last part larger", async (b) => { const [u, parts] = await upload(b, "small", [5 * MB, 6 * MB]); return u.complete(parts); });
check("multipart: some parts", async (b) => { const [u, parts] = await upload(b, "some", [5 * MB, 10, 5 * MB]); const o = await u.complete([parts[0], parts[2]]); return plain(o); });
check("multipart: no parts", async (b) => { const u = await b.createMultipartUpload("nothing"); return plain(await u.complete([])); });
check("multipart: unknown part", async (b) => { const [u] = await upload(b, "u", [10]); return u.complete([{ partNumber: 2, etag: "x" }]); });
check("multipart: wrong etag", async (b) => { const [u] = await upload(b, "u", [10]); return u.complete([{ partNumber: 1, etag: "x" }]); });
check("multipart: part twice", async (b) => { const [u, parts] = await upload(b, "u", [10]); return u.complete([parts[0], parts[0]]); });
check("multipart: replaced part", async (b) => { const [u, parts] = await upload(b, "rep", [10]); const p = await u.uploadPart(1, "new"); return [await u.complete(parts).catch((e) => e.message), plain(await u.complete([p])), await (await b.get("rep")).text()]; });
check("multipart: complete twice", async (b) => { const [u, parts] = await upload(b, "u", [10]); await u.complete(parts); return u.complete(parts); });
check("multipart: part after complete", async (b) => { const [u, parts] = await upload(b, "u", [10]); await u.complete(parts); return u.uploadPart(2, "x"); });
check("multipart: abort", async (b) => { const [u] = await upload(b, "ab", [10]); return [await u.abort(), await b.head("ab")]; });
check("multipart: abort twice", async (b) => { const [u] = await upload(b, "ab", [10]); await u.abort(); return u.abort(); });
check("multipart: abort after complete", async (b) => { const [u, parts] = await upload(b, "ab", [10]); await u.complete(parts); return [await u.abort(), (await b.head("ab")).size]; });
check("multipart: part after abort", async (b) => { const [u] = await upload(b, "ab", [10]); await u.abort(); return u.uploadPart(1, "x"); });
check("multipart: complete after abort", async (b) => { const [u, parts] = await upload(b, "ab", [10]); await u.abort(); return u.complete(parts); });
check("multipart: resume", async (b) => { const [u, parts] = await upload(b, "res", [5 * MB]); const r = b.resumeMultipartUpload("res", u.uploadId); parts.push(await r.uploadPart(2, "end")); return [plain(r), plain(await r.complete(parts))]; });
check("multipart: resume unknown, part", (b) => b.resumeMultipartUpload("res", "unknown").uploadPart(1, "x"));
check("multipart: resume unknown, complete", (b) => b.resumeMultipartUpload("res", "unknown").complete([]));
check("multipart: resume unknown, abort", (b) => b.resumeMultipartUpload("res", "unknown").abort());
check("multipart: resume other key", async (b) => { const u = await b.createMultipartUpload("k1"); return b.resumeMultipartUpload("k2", u.uploadId).uploadPart(1, "x"); });
check("multipart: part 0", async (b) => (await b.createMultipartUpload("p0")).uploadPart(0, "x"));
check("multipart: part 10000", async (b) => { const u = await b.createMultipartUpload("p0"); const p = await u.uploadPart(10000, "x"); return [p.partNumber, plain(await u.complete([p]))]; });
check("multipart: part 10001", async (b) => (await b.createMultipartUpload("p0")).uploadPart(10001, "x"));
check("multipart: part -1", async (b) => (await b.createMultipartUpload("p0")).uploadPart(-1, "x"));
check("multipart: part 1.5", async (b) => { const p = await (await b.createMultipartUpload("p0")).uploadPart(1.5, "x"); return p.partNumber; });
check("multipart: part bodies", async (b) => { const u = await b.createMultipartUpload("pb"); const out = []; for (const v of ["", new Uint8Array(2), new Blob(["b"]), new Response("r").body]) out.push((await u.uploadPart(1, v)).etag.length); return out; });
check("multipart: part null", async (b) => { const u = await b.createMultipartUpload("pb"); return Object.keys(await u.uploadPart(1, null)); });
check("multipart: part stream without a length", async (b) => { const u = await b.createMultipartUpload("pb"); return u.uploadPart(1, new ReadableStream({ start(c) { c.close(); } })); });
check("multipart: metadata too large", (b) => b.createMultipartUpload("pb", { customMetadata: { k: "x".repeat(9000) } }));
check("multipart: storageClass, ssecKey", async (b) => { const u = await b.createMultipartUpload("ps", { storageClass: "InfrequentAccess", ssecKey: "a".repeat(64) }); const p = await u.uploadPart(1, "x", { ssecKey: "a".repeat(64) }); return plain(await u.complete([p])); });
check("multipart: Headers", async (b) => { const u = await b.createMultipartUpload("ph", { httpMetadata: new Headers({ "Content-Type": "q/r" }) }); const p = await u.uploadPart(1, "x"); return plain(await u.complete([p])); });
check("multipart: over an object with parts", async (b) => { for (let i = 0; i < 2; i++) { const [u, parts] = await upload(b, "again", [5 * MB, 5]); await u.complete(parts); } return (await b.get("again")).arrayBuffer().then((v) => v.byteLength); });
check("multipart: deleted while it is read", async (b) => { const o = await b.get("again"); const r = o.body.getReader(); let n = (await r.read()).value.length; await b.delete("again"); for (;;) { const { value, done } = await r.read(); if (done) return n; n += value.length; } });
check("multipart: delete", async (b) => { await b.delete("again"); return b.head("again"); });

// several
check("concurrent puts", async (b) => { const all = await Promise.all(Array.from({ length: 20 }, (_, i) => b.put("same", "v" + i))); const last = await (await b.get("same")).text(); return [all.length, /^v\d+$/.test(last)]; });
check("gets beside puts", async (b) => {
  let none = 0;
  for (const size of [10, 300_000]) {
    for (let i = 0; i < 50; i++) {
      const get = async () => { if ((await (await b.get("beside"))?.text())?.length !== size) none++; };
      if (i === 0) await b.put("beside", "x".repeat(size));
      await Promise.all([b.put("beside", "x".repeat(size)), get(), get(), b.put("beside", "y".repeat(size)), get()]);
    }
  }
  return none;
});
check("other bucket", async (b, env) => [plain(await env.OTHER.head("a")), plain(await env.OTHER.put("o", "1")), plain(await b.head("o"))]);
check("bucket without a name", async (b, env) => plain(await env.NONAME.put("o", "1")));
check("bucket itself", (b) => [typeof b, b.constructor.name, Object.getOwnPropertyNames(Object.getPrototypeOf(b)).sort()]);
check("large value by stream", async (b) => { const r = new Response(new Uint8Array(25 * MB).fill(7)); const o = await b.put("25", r.body); const v = new Uint8Array(await (await b.get("25")).arrayBuffer()); return [plain(o), v.length, v.every((x) => x === 7)]; });

export async function run(env, only) {
  const lines = [];
  for (const [name, run] of checks) {
    if (!name.includes(only)) continue;
    let result;
    try {
      result = plain(await run(env.R2, env));
    } catch (e) {
      result = { error: `${e?.name}: ${e?.message}`.replace("JsReadable", "Readable") }; // as older runtimes say it
    }
    lines.push(JSON.stringify([name, result]) + "\n");
  }
  return lines.join("");
}
