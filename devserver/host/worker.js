// Runs in the isolate of the user's Worker, before its code. It must not be noticeable:
// classes, instances and handlers are wrapped in proxies, so that they keep their
// identity, names, statics and private fields; nothing is added to them, to env or to
// storage.
//
// It is a module of the runtime's own kind, which the user's code cannot import;
// see own.js for what it may use.
import workers from "cloudflare-internal:workers";
import { atWork, unhandled } from "dotool:calls";
import "dotool:cf";
import { haveTails } from "dotool:console";
import { awaited, failureOf, label } from "dotool:errors";
import { entrypoint, handler, handles } from "dotool:handlers";
import { hold } from "dotool:hold";
import { harmless, plain } from "dotool:inspect";
import { haveKeyValue, watchNames } from "dotool:limits";
import { methods } from "dotool:methods";
import { note } from "dotool:note";
import { endAlarms, object, takesRpc } from "dotool:object";
import { classes as hosted, watchNamespace } from "dotool:objects";
import { log } from "dotool:options";
import { OwnSet, all, bound, getPrototypeOf, now } from "dotool:own";
import { answeredBy } from "dotool:page";
import { setRoutes } from "dotool:routes";
import { flushAll, inFlight, report, setRecording, stringify } from "dotool:report";
import { sealWith } from "dotool:seal";
import { isSecret, know } from "dotool:secret";
import { leave, watchSockets } from "dotool:sockets";
import { hiddenName, haveContainers, withSockets } from "dotool:state";
import "dotool:streams";
import { haveTests, hooks } from "dotool:tests";
import "dotool:timers";
import { end, engineEvent } from "dotool:workflows";

const { DurableObject, WorkerEntrypoint } = workers;
const { TypeError, addEventListener } = globalThis;
const wait = bound(scheduler.wait, scheduler);

// Called by the runtime as it makes env, before any code of the user's is there.
// The value is what env has under `hiddenName`.
export function install({ SECRET, SEAL, PAGES, WORKER, KEYVALUE, CONTAINERS, ROUTES, PATHS, NAMESPACE, TAILS, TESTS, ...others }) {
  know(SECRET);
  sealWith(SEAL);
  answeredBy(PAGES, WORKER);
  haveKeyValue(KEYVALUE.split(" "));
  if (CONTAINERS) haveContainers(CONTAINERS.split(" "));
  if (ROUTES) setRoutes(ROUTES, PATHS.split(" "));
  harmless(getPrototypeOf(PAGES)); // of service bindings
  harmless(workers.RpcStub.prototype);
  harmless(workers.RpcPromise.prototype);
  harmless(workers.RpcProperty.prototype);
  for (const Class of [DurableObject, WorkerEntrypoint, workers.RpcTarget]) plain(Class.prototype);
  if (TAILS) haveTails();
  if (TESTS) haveTests(others, { failureOf, label, closeSockets });
  if (NAMESPACE) {
    watchNamespace(NAMESPACE);
    if (log) watchNames(NAMESPACE);
  }
  // Taken by the first of the Worker's modules, which is dotool's.
  globalThis[hiddenName] = (env) => {
    delete globalThis[hiddenName];
    if (env) delete env[hiddenName];
    return { __proto__: null, Control, entrypoint, handler, object, tests: hooks };
  };
}

// Functions that close the WebSockets that are not hibernatable.
const closers = new OwnSet();
watchSockets(closers);

function closeSockets() {
  closers.forEach((close) => close(true));
  closers.clear();
}

// Unhandled rejections: workerd itself does not report them. Some are handled later.
addEventListener("unhandledrejection", ({ promise, reason }) => unhandled(promise, reason));
addEventListener("rejectionhandled", ({ promise }) => awaited(promise));

// The entrypoint for the control worker. It returns JSON: an object would be
// asked for a `then`, which may be the user's.
class Control extends WorkerEntrypoint {
  // The process is about to end: sends the close code to every plain WebSocket and returns how many there
  // were, the objects that hold hibernatable ones, and how many requests are
  // running.
  async closeSockets(given) {
    check(given);
    end();
    flushAll();
    const plain = closers.size;
    leave();
    closeSockets();
    return stringify({ __proto__: null, plain, objects: all(withSockets), inFlight });
  }

  // Waits until nothing is running any more, or for the time to be up, and
  // returns what still is, if calls are reported.
  async unfinished(given, end) {
    check(given);
    endAlarms();
    while (inFlight > 0 && now() < end) await wait(5);
    return stringify(inFlight > 0 ? atWork() : []);
  }

  // The objects with hibernatable WebSockets, and how many each has.
  async sockets(given) {
    check(given);
    return stringify(all(withSockets, ({ name, id, count }) => ({ __proto__: null, class: name, id, sockets: count })));
  }

  async takesRpc(given, name) {
    check(given);
    return takesRpc.get(name)?.();
  }

  // The methods and properties of a class; undefined if there is no such
  // class.
  async methods(given, name) {
    check(given);
    return hosted.has(name) ? stringify(methods(hosted.get(name), takesRpc.get(name)())) : undefined;
  }

  // Prints what waits to be printed; `on` says which calls are reported from here on, `mark` is
  // printed last.
  async flush(given, on, mark) {
    check(given);
    if (on !== undefined) setRecording(on);
    if (mark) report("mark\t" + mark);
    flushAll();
  }

  // Whether the default export has a handler.
  async handles(given, name) {
    check(given);
    return handles(name);
  }

  async workflow(given, name, id, text) {
    check(given);
    engineEvent(name, id, text);
  }

  // Prints a line about what happened on behalf of the Worker.
  async say(given, subject, text, level) {
    check(given);
    note(subject, text, level);
  }

  async hold(given, to) {
    check(given);
    return stringify(hold(to));
  }
}

function check(claimed) {
  if (!isSecret(claimed)) throw new TypeError("forbidden");
}
