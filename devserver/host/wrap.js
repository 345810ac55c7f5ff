// Replaces methods of the runtime by ours.
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
