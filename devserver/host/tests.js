// What the runner of tests, which runs in the isolate of the Worker, uses of dotool's
// modules: see package test. Without tests, `hooks` is undefined.
import { OwnMap, all } from "dotool:own";
import { reportAlone } from "dotool:report";

/**
 * @type {undefined | {
 *   bindings: Record<string, any>,
 *   inside: undefined | ((request: Request, instance: object, ctx: any) => Promise<Response> | undefined),
 *   started: undefined | ((object: { class: string, id: string, name?: string }) => void),
 *   [name: string]: any,
 * }}
 */
export let hooks;

// Called with the bindings of the runner, as env is made.
export function haveTests(bindings, others) {
  hooks = {
    __proto__: null,
    ...others,
    bindings,
    inside: undefined, // runs what a request of the runner asks for in an object
    started: undefined, // called with each object whose constructor is about to run
    alarms: () => all(alarms),
    forget: (key) => alarms.delete(key),
    report: (text) => reportAlone("test\t" + text),
  };
}

// Objects whose alarm may be set, with the time that it was set to last.
const alarms = new OwnMap();

// Called with each object that sets, deletes or runs its alarm; `at` is undefined if none
// is set then.
export function alarmSet(object, at) {
  if (hooks === undefined || object === undefined) return;
  const key = object.class + "/" + object.id;
  if (at === undefined) alarms.delete(key);
  else alarms.set(key, { __proto__: null, key, object, at });
}
