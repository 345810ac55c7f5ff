// What the objects of a class can be asked for by RPC.
export function methods(Class, rpc) {
  const found = new Map();
  for (let proto = Class.prototype; proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    // Classes of the runtime end it.
    if (/\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(proto.constructor))) break;
    for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) {
      if (found.has(name) || name === "constructor" || name === "__dotool") continue;
      if (typeof value === "function") {
        // The head is enough to read the parameters from.
        found.set(name, { name, kind: "method", parameters: value.length, source: Function.prototype.toString.call(value).slice(0, 2000) });
      } else if (get) {
        found.set(name, { name, kind: "property", parameters: 0, source: "" });
      }
    }
  }
  return { rpc, methods: [...found.values()] };
}
