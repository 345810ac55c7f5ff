// Isolates tests: what a hook stores is there for the tests that it is of, what a test
// stores is gone after it. A copy of all storage is kept for each level of suites: the
// state after its beforeAll hooks, taken when its first test or suite begins. Objects
// stay in memory then, so that what the hooks have of them lives on in the first test.
import { ask } from "./current.js";
import { alarms, restore, startedObjects } from "./objects.js";

// Follows the tasks of a file. `mode` says what is isolated; with `always`, other things
// than objects store data.
export class Levels {
  #mode;
  #always;
  #copies = []; // {suite, alarms, size}, the innermost last
  #beginning; // what concurrent tests wait for
  #running = 0; // tests, which may be concurrent
  #clean = false; // nothing has run since storage was restored

  constructor(mode, always) {
    this.#mode = mode;
    this.#always = always;
  }

  // A test begins, or a suite.
  async begins(task) {
    if (this.#mode !== "test") return;
    const test = task.type === "test";
    if (!test || this.#running++ === 0) this.#beginning = this.#begin(task.suite ?? task.file, task);
    await this.#beginning;
  }

  async #begin(suite, task) {
    if (suite !== task && this.#running <= 1) {
      if (this.#copies.at(-1)?.suite !== suite) await this.#push(suite);
      else await this.#restore(); // if it was not: a test that skips itself has no end
    }
    this.#clean = false;
  }

  // A test has ended.
  async ends() {
    if (this.#mode !== "test" || --this.#running > 0) return;
    this.#running = 0;
    await this.#restore();
  }

  // A test is about to be tried again.
  async again() {
    if (this.#mode !== "test" || this.#running > 1) return;
    await this.#restore();
    this.#clean = false;
  }

  // A suite has ended. The file is the last one.
  async leaves(suite) {
    if (this.#mode === "none" || (this.#mode === "file" && suite.filepath === undefined)) return;
    this.#running = 0;
    let stored = false; // what storage may have now is not that of the level outside
    if (this.#copies.at(-1)?.suite === suite) {
      stored = this.#copies.pop().size > 0 || this.#copies.at(-1)?.size > 0;
      await ask("/pop");
    }
    this.#clean = false;
    await this.#restore(stored);
  }

  // Whether an alarm was set by the hooks of a suite.
  hasAlarm(key, at) {
    return this.#copies.at(-1)?.alarms.some((alarm) => alarm.key === key && alarm.at === at) ?? false;
  }

  async #push(suite) {
    const set = await alarms();
    this.#copies.push({ suite, alarms: set, size: await ask("/push") });
  }

  async #restore(stored = false) {
    if (this.#clean) return;
    if (stored || this.#always || startedObjects().length > 0) await restore(this.#copies.at(-1)?.alarms ?? []);
    this.#clean = true;
  }
}
