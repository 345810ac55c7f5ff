// Rate limits, counted as in wrangler dev: in windows aligned to the clock. The counts
// are lost when the runtime ends.
import { OwnMap, now, quote } from "dotool:own";

const { Error, TypeError, RangeError } = globalThis;
const { isFinite } = Number;
const { trunc } = Math;

const known = ["key", "limit", "period", "delta"];
const periods = [10, 60]; // in seconds
const most = 2 ** 32 - 1;

// The counts of the current window of each period: {epoch, of: count by namespace and key}.
const windows = new OwnMap();

class RateLimit {
  #namespace;
  #limit;
  #period;
  constructor({ namespace, limit, period }) {
    this.#namespace = namespace;
    this.#limit = limit;
    this.#period = period;
  }

  async limit(options) {
    check(typeof options === "object" && options !== null, "invalid rate limit options");
    const others = Object.keys(options).filter((name) => !known.includes(name));
    check(others.length === 0, `bad rate limit options: [${others.join(",")}]`);
    const { key = "", limit = this.#limit, period = this.#period, delta = 1 } = options;
    check(typeof key === "string", `invalid key: ${key}`);
    check(typeof limit === "number", `limit must be a number: ${limit}`);
    check(typeof period === "number", `period must be a number: ${period}`);
    check(periods.includes(period), `unsupported period: ${period}`);
    const weight = weightOf(delta);

    const epoch = trunc(now() / (period * 1000));
    let window = windows.get(period);
    if (window?.epoch !== epoch) windows.set(period, (window = { epoch, of: new OwnMap() }));
    const name = quote([this.#namespace, key]);
    const count = window.of.get(name) ?? 0;
    if (count >= limit) return { success: false };
    window.of.set(name, count + weight);
    return { success: true };
  }
}

function weightOf(delta) {
  const number = +delta;
  if (!isFinite(number)) throw new TypeError("The value cannot be converted because it is not an integer.");
  if (number < 0) throw new TypeError("The value cannot be converted because it is negative and this API expects a positive number.");
  if (number > most) throw new TypeError(`Value out of range. Must be less than or equal to ${most}.`);
  if (trunc(number) === 0) throw new RangeError("delta must be non-zero");
  return trunc(number);
}

function check(holds, message) {
  if (!holds) throw new Error(message);
}

export default (env) => new RateLimit(env);
