// Replaces methods and classes of the runtime.
import { attempt, defineProperty, own, quote, value as unseen } from "dotool:own";
import { report } from "dotool:report";

// Replaces a method by what `make` returns for the original. The replacement has the name,
// the length and the descriptor of the original; write it as a method (`({ get() {} }).get`),
// which like those of the runtime cannot be called with `new`. What the runtime lacks is
// reported, and left out.
export function wrap(object, name, make) {
  const property = own(object, name);
  const original = property?.value;
  if (typeof original !== "function") {
    const of = attempt(() => unseen(unseen(object, "constructor"), "name") + ".", "");
    report("missing\t" + quote(of + name));
    return;
  }
  const replacement = make(original);
  defineProperty(replacement, "name", { __proto__: null, value: original.name });
  defineProperty(replacement, "length", { __proto__: null, value: original.length });
  property.value = replacement;
  defineProperty(object, name, property);
}

// Replaces a global class by a proxy that `construct(args, newTarget)` makes the instances
// of; `called` is what it does without `new`.
export function wrapClass(name, construct, called) {
  const Class = globalThis[name];
  const handler = { __proto__: null, construct: (target, args, newTarget) => construct(args, newTarget === Wrapped ? target : newTarget) };
  if (called) handler.apply = called;
  const Wrapped = new Proxy(Class, handler);
  defineProperty(globalThis, name, { __proto__: null, ...own(globalThis, name), value: Wrapped });
  defineProperty(Class.prototype, "constructor", { __proto__: null, ...own(Class.prototype, "constructor"), value: Wrapped });
}
