// The methods and properties of a class that RPC can reach.
import { OwnMap, all, getPrototypeOf, own, ownKeys, slice, toText } from "dotool:own";

const ObjectPrototype = Object.prototype;

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
