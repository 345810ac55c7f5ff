// Remembers the errors of the user's streams, with their stacks. The runtime reports
// that a stream failed, but not where, and to the other side of a call not even why.
import { note } from "dotool:calls";
import { append, apply, construct, defineProperty, isPromise, then } from "dotool:own";
import { wrap, wrapClass } from "dotool:wrap";

watch("ReadableStream", ["start", "pull", "cancel"]);
watch("WritableStream", ["start", "write", "close", "abort"]);
watch("TransformStream", ["start", "transform", "flush"]);

// Errors that a source reports with `error`.
for (const name of ["ReadableStreamDefaultController", "ReadableByteStreamController", "TransformStreamDefaultController"]) {
  const proto = globalThis[name]?.prototype;
  if (proto === undefined) continue; // absent at older dates
  wrap(proto, "error", (error) => ({ error(...args) {
    const result = apply(error, this, args);
    note()(args[0]);
    return result;
  } }).error);
}

function watch(name, methods) {
  const Stream = globalThis[name];
  wrapClass(name, (args, newTarget) => {
    const given = [];
    for (let i = 0; i < args.length; i++) append(given, i === 0 ? watched(args[0], methods) : args[i]);
    return construct(Stream, given, newTarget);
  });
}

const { create } = Object;

function watched(source, methods) {
  if (typeof source !== "object" || source === null) return source;
  const failed = note();
  // The user's object is not changed: its own and inherited properties are read from it.
  const copy = create(source);
  for (let i = 0; i < methods.length; i++) {
    const f = source[methods[i]];
    if (typeof f !== "function") continue;
    const value = (...args) => {
      let result;
      try {
        result = apply(f, source, args);
      } catch (error) {
        failed(error);
        throw error;
      }
      if (isPromise(result)) apply(then, result, [undefined, failed]);
      return result;
    };
    defineProperty(copy, methods[i], { __proto__: null, value });
  }
  return copy;
}
