// Reaches into objects, and empties them.
import unsafe from "workerd:unsafe";
import { ask, host, Map } from "./current.js";

const { Object, Promise, Reflect, Response, TypeError } = globalThis;
const wait = scheduler.wait.bind(scheduler);
const actions = new Map(); // by number: what to run inside an object, then its outcome
let count = 0;

host.inside = (request, instance, ctx) => {
  const number = request.cf?.dotoolTest;
  if (number === undefined || !actions.has(number)) return undefined;
  return act(number, instance, ctx);
};

async function act(number, instance, ctx) {
  const action = actions.get(number);
  try {
    const result = await action(instance, ctx);
    actions.set(number, { result });
    return result instanceof Response ? result : new Response(null, { status: 204 });
  } catch (error) {
    actions.set(number, { error, failed: true });
    return new Response(null, { status: 204 });
  }
}

// Runs f inside the object of a stub. What it returns and throws are the values
// themselves, since the isolate is the same; a Response is one that the test can read.
export async function inside(stub, f) {
  const number = ++count;
  actions.set(number, f);
  try {
    const response = await stub.fetch("http://dotool.test/", { cf: { dotoolTest: number }, redirect: "manual" });
    const outcome = actions.get(number);
    if (outcome.failed) throw outcome.error;
    return outcome.result instanceof Response ? response : outcome.result;
  } finally {
    actions.delete(number);
  }
}

// The namespaces of the Worker's classes, by name.
export const namespaces = new Map();
for (const [key, value] of Object.entries(host.bindings)) if (key.startsWith("class:")) namespaces.set(key.slice(6), value);

// The name of the class of an id, if it is one of the Worker's.
export function classOf(id) {
  for (const [name, namespace] of namespaces) {
    try {
      namespace.idFromString(id);
      return name;
    } catch {
      // It is of another class.
    }
  }
  return undefined;
}

export const isStub = (value) => typeof value === "object" && value !== null && value.constructor?.name === "DurableObject" && typeof value.fetch === "function" && value.id !== undefined;

// Throws unless a value is a stub of an object of the Worker.
export function checkStub(value, method) {
  if (!isStub(value)) throw new TypeError(`Failed to execute '${method}': parameter 1 is not of type 'DurableObjectStub'.`);
  if (classOf(String(value.id)) === undefined) throw new TypeError(`Failed to execute '${method}': the object is of another Worker, and only those of this one run in the isolate of the tests.`);
}

export const stubOf = ({ class: name, id, name: objectName }) => {
  const namespace = namespaces.get(name);
  return objectName === undefined ? namespace.get(namespace.idFromString(id)) : namespace.getByName(objectName);
};

// The objects that have started since storage was restored.
let started = [];
let seen = false;
host.started = (object) => {
  seen = true;
  started.push(object);
};
export const objectsSeen = () => seen;
export const startedObjects = () => [...started];

// Makes the storage of all objects what it was at the last copy, or empty if there is none
// or all is to be wiped; they lose their memory and their alarms but those given.
export async function restore(alarms, wiped = false) {
  await empty();
  started = [];
  await ask(wiped ? "/wipe" : "/restore");
  for (const { key } of host.alarms()) host.forget(key);
  for (const { object, at } of alarms) await setAlarm(stubOf(object), at);
}

// Sets the alarm of an object that may have one in its files; null is none. The runtime's
// scheduler learns of an alarm only if it changes.
export const setAlarm = (stub, at) => inside(stub, async (_, { storage }) => {
  await storage.deleteAlarm();
  await storage.sync();
  if (at === null) return;
  await storage.setAlarm(at);
  await storage.sync();
});

// Takes all objects out of memory, with their alarms. They are evicted, so that the stubs
// which tests have of them stay good. What the test left open would keep them: WebSockets,
// responses, calls and timers are ended. An object that stays all the same is aborted,
// which breaks its stubs, unless the process is replaced.
async function empty() {
  for (const { object } of host.alarms()) {
    try {
      await setAlarm(stubOf(object), null);
    } catch {
      // It cannot start.
    }
  }
  await endInstances();
  host.closeSockets();
  cancelUnread();
  host.endCalls(ended);
  await clearTimers();
  const options = { webSockets: "close" };
  const evicted = unsafe.evictAllDurableObjects(options);
  if (await within(evicted, 250)) return;
  await stuck?.();
  const objects = new Map(started.map((object) => [object.class + "/" + object.id, object]));
  await Promise.all([...objects.values()].map(async (object) => {
    const stub = stubOf(object);
    if (await within(unsafe.evict(stub, options), 50)) return;
    await within(inside(stub, (_, ctx) => ctx.abort(ended)), 50);
  }));
  if (!(await within(evicted, 100))) await unsafe.deleteAllDurableObjects();
}

// Ends the instances of Workflows, which are not evicted.
async function endInstances() {
  if (!Object.keys(host.bindings).some((key) => key.startsWith("workflow:"))) return;
  for (const [name, ids] of Object.entries(await ask("/instances"))) {
    for (const id of ids) await host.bindings["workflow:" + name]?.unsafeDeletePersistedInstance(id);
  }
}

// Ends the timers of all objects, or of one.
async function clearTimers(only) {
  const timers = Map.groupBy(host.takeTimers(), ([object]) => object);
  for (const [object, ids] of timers) {
    if (only !== undefined && object.id !== only) continue;
    await within(inside(stubOf(object), () => ids.forEach(([, id]) => host.clearTimer(id))), 50);
  }
}

// Drops the memory of an object as a crash does: its calls fail.
export async function kill(stub) {
  const id = String(stub.id);
  host.endCalls("The object was killed.", { class: classOf(id), id });
  await clearTimers(id);
  if (await within(evict(stub, "close"), 500)) return;
  await within(inside(stub, (_, ctx) => ctx.abort("The object was killed.")), 100); // as earlier runtimes need it
}

// Drops the memory of an object that is idle, if it is in memory.
export async function evict(stub, webSockets) {
  try {
    await unsafe.evict(stub, { webSockets });
  } catch (error) {
    if (!/not currently running/.test(error?.message)) throw error;
  }
}

// Called for objects that cannot be evicted: the process can be replaced, so that no stub breaks.
let stuck;
export function whenStuck(f) {
  stuck = f;
}

// The message of the errors of calls that are ended here.
export const ended = "The call had not ended when its test did.";

// Whether a promise settles in a time, in milliseconds.
const within = (promise, time) => Promise.race([promise.then(() => true, () => true), wait(time)]);

// Responses whose bodies may not have been read.
let responses = [];

function cancelUnread() {
  for (const { body } of responses) if (body && !body.locked) body.cancel().catch(() => {});
  responses = [];
}

// Has the responses to requests of the tests noted. It is called in a request, in which
// stubs can be made.
let watching = false;
export function watchResponses() {
  if (watching) return;
  watching = true;
  let proto = host.bindings.SELF;
  while (proto !== null && !Object.hasOwn(proto, "fetch")) proto = Object.getPrototypeOf(proto);
  if (proto === null) return;
  const property = Object.getOwnPropertyDescriptor(proto, "fetch");
  const { value: original } = property;
  property.value = {
    async fetch(...args) {
      const response = await Reflect.apply(original, this, args);
      responses.push(response);
      return response;
    },
  }.fetch;
  Object.defineProperty(proto, "fetch", property);
}

// The objects with an alarm.
export async function alarms() {
  const set = [];
  for (const { key, object } of host.alarms()) {
    try {
      const at = await inside(stubOf(object), (_, { storage }) => storage.getAlarm());
      if (at === null) host.forget(key);
      else set.push({ key, object, at });
    } catch {
      host.forget(key); // its class cannot start
    }
  }
  return set;
}
