// Remembers what a stream of the user's code threw, with its stack. The runtime
// tells that such a stream failed, but not where, and to the other side of a
// call not even what.
import { note } from "./dotool-calls.js";

watch("ReadableStream", ["start", "pull", "cancel"]);
watch("WritableStream", ["start", "write", "close", "abort"]);
watch("TransformStream", ["start", "transform", "flush"]);

function watch(name, methods) {
  const Stream = globalThis[name];
  const Watched = new Proxy(Stream, {
    construct(target, args, newTarget) {
      return Reflect.construct(target, args.length === 0 ? args : [watched(args[0], methods), ...args.slice(1)], newTarget === Watched ? target : newTarget);
    },
  });
  Object.defineProperty(globalThis, name, { ...Object.getOwnPropertyDescriptor(globalThis, name), value: Watched });
  Object.defineProperty(Stream.prototype, "constructor", { ...Object.getOwnPropertyDescriptor(Stream.prototype, "constructor"), value: Watched });
}

function watched(source, methods) {
  if (typeof source !== "object" || source === null) return source;
  const failed = note();
  // The user's object stays as it is: what it inherits and has is read from it.
  const copy = Object.create(source);
  for (const method of methods) {
    const f = source[method];
    if (typeof f !== "function") continue;
    const value = (...args) => {
      let result;
      try {
        result = f.apply(source, args);
      } catch (error) {
        failed(error);
        throw error;
      }
      if (result instanceof Promise) result.then(undefined, failed);
      return result;
    };
    Object.defineProperty(copy, method, { value });
  }
  return copy;
}
