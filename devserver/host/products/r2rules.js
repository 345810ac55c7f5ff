// R2's rules: limits, conditions, ranges, errors. The
// shape of requests and responses is that between workerd's binding and R2.

const MAX_KEY = 1024; // bytes
const MAX_METADATA = 8192; // bytes
const MAX_VALUE = 5 * 2 ** 30 - 5 * 2 ** 20;
const MIN_PART = 5 * 2 ** 20; // bytes, of all parts but the last
const MAX_LIST = 1000;
const MAX_LIST_METADATA = 100; // when metadata is included

// Errors by the number that the binding adds to the text: status and text.
const ERRORS = {
  10001: [500, "We encountered an internal error. Please try again."],
  10007: [404, "The specified key does not exist."],
  10011: [400, "Your proposed upload is smaller than the minimum allowed object size."],
  10012: [400, "Your metadata headers exceed the maximum allowed metadata size."],
  10020: [400, "The specified object name is not valid."],
  10022: [400, "MaxKeys params must be positive integer <= 1000."],
  10024: [400, "The specified multipart upload does not exist."],
  10025: [400, "One or more of the specified parts could not be found."],
  10031: [412, "At least one of the pre-conditions you specified did not hold."],
  10037: [400, "The checksum you specified did not match what we received."],
  10039: [416, "The requested range is not satisfiable"],
  10048: [500, "There was a problem with the multipart upload."],
  100100: [400, "Your proposed upload exceeds the maximum allowed object size."],
};

// An operation that R2 refuses. After a failed condition, object is the existing one.
export class Refused extends Error {
  constructor(code, { message = ERRORS[code][1], object = undefined } = {}) {
    super(message);
    this.code = code;
    this.status = ERRORS[code][0];
    this.object = object;
  }
}

export const INTERNAL = 10001;
export const NO_SUCH_KEY = 10007;
export const NO_SUCH_UPLOAD = 10024;
export const INVALID_PART = 10025;
export const PRECONDITION_FAILED = 10031;
const TOO_SMALL = 10011;
const METADATA_TOO_LARGE = 10012;
const INVALID_NAME = 10020;
const INVALID_MAX_KEYS = 10022;
const BAD_DIGEST = 10037;
const INVALID_RANGE = 10039;
const BAD_UPLOAD = 10048;
const TOO_LARGE = 100100;

export function check(ok, code) {
  if (!ok) throw new Refused(code);
}

const encoder = new TextEncoder();

export function checkKey(key) {
  check(key.length <= MAX_KEY && encoder.encode(key).length <= MAX_KEY, INVALID_NAME);
}

export function checkSize(size) {
  check(size <= MAX_VALUE, TOO_LARGE);
}

// Counts two bytes a character where one is not of Latin-1, as wrangler does.
const length = (text) => (/[^\0-\xff]/.test(text) ? 2 : 1) * text.length;

// The metadata of a request, as the tables keep it: two texts of JSON.
export function metadata({ httpFields = /** @type {any} */ ({}), customFields = [] }) {
  const custom = Object.fromEntries(customFields.map(({ k, v }) => [k, v]));
  const size = Object.entries(custom).reduce((n, [k, v]) => n + length(k) + length(v), 0);
  check(size <= MAX_METADATA, METADATA_TOO_LARGE);
  const { cacheExpiry, ...http } = httpFields;
  if (cacheExpiry !== undefined) http.cacheExpiry = Number(cacheExpiry); // it arrives as text
  return [JSON.stringify(http), JSON.stringify(custom)];
}

// Checksums that a request may ask to be verified: the name of its field, that of the
// algorithm, and how its bytes are written.
const CHECKSUMS = [
  { field: "md5", name: "MD5", bytes: (text) => Uint8Array.fromBase64(text) },
  { field: "sha1", name: "SHA-1", bytes: (text) => Uint8Array.fromHex(text) },
  { field: "sha256", name: "SHA-256", bytes: (text) => Uint8Array.fromHex(text) },
  { field: "sha384", name: "SHA-384", bytes: (text) => Uint8Array.fromHex(text) },
  { field: "sha512", name: "SHA-512", bytes: (text) => Uint8Array.fromHex(text) },
];

// The algorithms that a put needs. MD5 is first: it is the etag.
export const algorithms = (request) =>
  CHECKSUMS.filter(({ field }) => field === "md5" || request[field] !== undefined).map(({ name }) => name);

// Compares the checksums of a request with those of what came, by algorithm in
// hexadecimal, and returns what the table keeps of them.
export function checksums(request, digests) {
  const kept = {};
  for (const { field, name, bytes } of CHECKSUMS) {
    if (request[field] === undefined) continue;
    const given = bytes(request[field]).toHex();
    if (given !== digests[name]) {
      const message =
        `The ${name} checksum you specified did not match what we received.\n` +
        `You provided a ${name} checksum with value: ${given}\nActual ${name} was: ${digests[name]}`;
      throw new Refused(BAD_DIGEST, { message });
    }
    kept[field] = given;
  }
  return kept;
}

const includes = (etags, etag, weak) =>
  etags.some((e) => e.type === "wildcard" || (e.value === etag && (weak || e.type === "strong")));

// Whether the condition of a request holds for an object, or for none.
export function holds(onlyIf, row) {
  if (onlyIf === undefined) return true;
  const { etagMatches, etagDoesNotMatch, uploadedAfter, uploadedBefore, secondsGranularity } = onlyIf;
  if (row === undefined) return etagMatches === undefined && uploadedAfter === undefined;
  const time = (ms) => (secondsGranularity ? Math.floor(Number(ms) / 1000) * 1000 : Number(ms));
  const uploaded = time(row.uploaded);
  const match = etagMatches === undefined || includes(etagMatches, row.etag, false);
  const noneMatch = etagDoesNotMatch === undefined || !includes(etagDoesNotMatch, row.etag, true);
  const after = uploadedAfter === undefined || time(uploadedAfter) < uploaded || (etagDoesNotMatch !== undefined && noneMatch);
  const before = uploadedBefore === undefined || uploaded < time(uploadedBefore) || (etagMatches !== undefined && match);
  return match && noneMatch && after && before;
}

// The range that a get asks for: [start, end) of an object of a size.
export function range({ range, rangeHeader }, size) {
  if (rangeHeader !== undefined) return headerRange(rangeHeader, size) ?? [0, size];
  if (range === undefined) return [0, size];
  let [offset, length, suffix] = [range.offset, range.length, range.suffix].map((n) => (n === undefined ? n : Number(n)));
  if (suffix !== undefined) {
    check(suffix > 0, INVALID_RANGE);
    length = Math.min(suffix, size);
    offset = size - length;
  }
  offset ??= 0;
  length ??= size - offset;
  check(offset <= size && length > 0, INVALID_RANGE);
  const end = Math.min(offset + length, size);
  check(offset < end, INVALID_RANGE);
  return [offset, end];
}

// Of a header Range, only one range counts, and one that does not make sense is ignored.
function headerRange(header, size) {
  const match = /^ *bytes *= *(\d*) *- *(\d*) *$/i.exec(header);
  if (match === null) return;
  const [, first, last] = match;
  if (first === "") {
    const suffix = Number(last);
    return last === "" || suffix === 0 || suffix >= size ? undefined : [size - suffix, size];
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  return start < end ? [start, end] : undefined;
}

// How many entries a list may have.
export function listLimit({ limit = MAX_LIST, include = [] }) {
  check(limit >= 1 && limit <= MAX_LIST, INVALID_MAX_KEYS);
  return include.length > 0 ? Math.min(limit, MAX_LIST_METADATA) : limit;
}

// Checks the parts that an upload is completed with, in the order of the request.
export function checkParts(parts) {
  check(
    parts.slice(0, -1).every((p) => p.size >= MIN_PART),
    TOO_SMALL,
  );
  const ordered = parts.toSorted((a, b) => a.part_number - b.part_number);
  const size = ordered[0]?.size;
  ordered.forEach((p, i) => {
    const last = i === ordered.length - 1;
    check(last ? p.size <= size : p.size === size && size >= MIN_PART, BAD_UPLOAD);
  });
  return ordered;
}
