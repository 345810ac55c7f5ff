// The module `cloudflare:test`.
import { env } from "cloudflare:workers";
import unsafe from "workerd:unsafe";
import { runAlarm } from "./clock.js";
import { ask, host } from "./current.js";
import { checkStub, classOf, inside, restore } from "./objects.js";

export { env };
export { adminSecretsStore, applyD1Migrations, createPagesEventContext } from "./bindings.js";
export { createExecutionContext, createMessageBatch, createScheduledController, getQueueResult, waitOnExecutionContext } from "./events.js";
export { introspectWorkflow, introspectWorkflowInstance } from "./workflows.js";
export const SELF = host.bindings.SELF;

export async function runInDurableObject(stub, callback) {
  checkStub(stub, "runInDurableObject");
  if (typeof callback !== "function") throw new TypeError("Failed to execute 'runInDurableObject': parameter 2 is not of type 'function'.");
  return inside(stub, callback);
}

export async function runDurableObjectAlarm(stub) {
  checkStub(stub, "runDurableObjectAlarm");
  return runAlarm(stub);
}

export async function listDurableObjectIds(namespace) {
  if (typeof namespace?.newUniqueId !== "function") throw new TypeError("Failed to execute 'listDurableObjectIds': parameter 1 is not of type 'DurableObjectNamespace'.");
  const name = classOf(String(namespace.newUniqueId()));
  if (name === undefined) throw new TypeError("Failed to execute 'listDurableObjectIds': the namespace is of another Worker, and only the objects of this one are known.");
  const ids = await ask("/objects", { class: name });
  return ids.map((id) => namespace.idFromString(id));
}

const sockets = (options) => ({ webSockets: options?.webSockets ?? "hibernate" });

export async function evictDurableObject(stub, options) {
  checkStub(stub, "evictDurableObject");
  await unsafe.evict(stub, sockets(options));
}

export async function evictAllDurableObjects(options) {
  await unsafe.evictAllDurableObjects(sockets(options));
}

export async function abortAllDurableObjects() {
  await unsafe.abortAllDurableObjects();
}

export async function reset() {
  await restore([], true);
}
