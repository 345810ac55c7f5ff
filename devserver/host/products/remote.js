// Products that only Cloudflare has, or that lack a setting: the binding exists, and
// every call fails with an error that says why, where the call is awaited. With `read`,
// every property throws at once.
const { Error, Promise, Proxy } = globalThis;

class Remote {}

function refusal(message, error) {
  return new Proxy(() => {}, {
    get(_, key) {
      if (typeof key === "symbol") return undefined;
      if (key !== "then" && key !== "catch" && key !== "finally") return refusal(message, error);
      return (...args) => /** @type {any} */ (Promise.reject(error ?? new Error(message)))[key](...args);
    },
    apply: function apply() {
      return refusal(message, error ?? errorOf(message, apply));
    },
  });
}

// The error of the first call of a chain, with the stack of the caller.
function errorOf(message, called) {
  const error = new Error(message);
  Error.captureStackTrace(error, called);
  return error;
}

export default ({ message, read = false }) =>
  new Proxy(new Remote(), {
    get: function get(target, key) {
      if (typeof key === "symbol" || key === "then" || key in target) return Reflect.get(target, key);
      if (read) throw errorOf(message, get);
      return refusal(message);
    },
  });
