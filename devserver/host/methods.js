// The methods of classes and instances.
import { OwnMap, OwnSet, all, getPrototypeOf, own, ownKeys, slice, toText } from "dotool:own";

const ObjectPrototype = Object.prototype;

// The methods and properties of a class that RPC can reach.
export function methods(Class, rpc) {
  const found = new OwnMap();
  for (let proto = Class.prototype; proto && proto !== ObjectPrototype; proto = getPrototypeOf(proto)) {
    // Stop at classes of the runtime.
    const text = typeof proto.constructor === "function" ? toText(proto.constructor) : "";
    if (slice(text, -17) === "{ [native code] }") break;
    const names = ownKeys(proto);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (typeof name !== "string" || found.has(name) || name === "constructor" || name === "__dotool") continue;
      const { value, get } = own(proto, name);
      if (typeof value === "function") {
        // The head suffices to read the parameters.
        found.set(name, { __proto__: null, name, kind: "method", parameters: value.length, source: slice(toText(value), 0, 2000) });
      } else if (get) {
        found.set(name, { __proto__: null, name, kind: "property", parameters: 0, source: "" });
      }
    }
  }
  return { __proto__: null, rpc, methods: all(found) };
}

// Whether a property that is a function can be replaced by a wrapper. A getter may
// return a stub, or a function to pass on; and a proxy cannot return another value for
// a frozen property.
export function isMethod(instance, key) {
  for (let o = instance; o !== null; o = getPrototypeOf(o)) {
    const property = own(o, key);
    if (property === undefined) continue;
    if (property.get !== undefined) return handlers.has(key);
    return o !== instance || property.configurable || property.writable;
  }
  return true; // of a user's proxy
}

const handlers = new OwnSet();
handlers.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");
