// Errors thrown by the callbacks of timers, which the runtime reports without the
// object whose code it was.
import { stray } from "dotool:calls";
import { calling } from "dotool:objects";
import { apply, getPrototypeOf, hasOwn } from "dotool:own";
import { log } from "dotool:options";
import { timerSet } from "dotool:tests";
import { wrap } from "dotool:wrap";

function watched(callback) {
  if (typeof callback !== "function") return callback;
  return function () {
    try {
      return apply(callback, this, arguments);
    } catch (error) {
      stray(error);
      throw error;
    }
  };
}

function watchTimer(name, make) {
  let scope = globalThis;
  while (scope !== null && !hasOwn(scope, name)) scope = getPrototypeOf(scope);
  wrap(scope ?? globalThis, name, make);
}

if (log) {
  watchTimer("setTimeout", (original) => ({
    setTimeout() {
      if (arguments.length > 0) arguments[0] = watched(arguments[0]);
      const id = apply(original, this, arguments);
      timerSet(calling()?.object, id);
      return id;
    },
  }).setTimeout);
  watchTimer("setInterval", (original) => ({
    setInterval() {
      if (arguments.length > 0) arguments[0] = watched(arguments[0]);
      const id = apply(original, this, arguments);
      timerSet(calling()?.object, id);
      return id;
    },
  }).setInterval);
}
