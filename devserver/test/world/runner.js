// Runs a file of tests with vitest's runner, and reports what happens.
import { AsyncLocalStorage } from "node:async_hooks";
import { resetClock } from "./clock.js";
import { ask, Error, host, Map, now, send, setCurrent } from "./current.js";
import { keepEnvironment, keepVitest, loaded, restoreAll } from "./globals.js";
import { Levels } from "./levels.js";
import { begin } from "./mocker.js";
import { ended, objectsSeen, watchResponses, whenStuck } from "./objects.js";
import { environment, setPositions } from "./snapshots.js";
import { stored } from "./stored.js";
import * as vitest from "./vitest.js";

const { Array, JSON, Number, Object, Promise, RegExp, Set, String } = globalThis;
const { __getTests: getTests, __processError: processError, __setSafeTimers: setSafeTimers, __startTests: startTests, TestRunner } = vitest;
const wait = scheduler.wait.bind(scheduler);

setSafeTimers();
keepVitest();
loaded();

let runner;

// The test that code belongs to, as far as it is not in an object.
const within = new AsyncLocalStorage();
const active = new Set(); // tests

// Rejected promises that no one waits for so far, each with its test: a promise has until
// the end of that.
const rejections = new Map();
addEventListener("unhandledrejection", ({ promise, reason }) => {
  if (reason?.message !== ended) rejections.set(promise, { reason, test: within.getStore() ?? runner?.last });
});
addEventListener("rejectionhandled", ({ promise }) => rejections.delete(promise));

host.uncaught = (error) => send("unhandled", { type: "Uncaught Exception", test: (within.getStore() ?? runner?.last)?.id, error: sent(processError(error)) });

function reportRejections() {
  for (const [promise, { reason, test }] of rejections) {
    if (active.has(test)) continue;
    rejections.delete(promise);
    send("unhandled", { type: "Unhandled Rejection", test: test?.id, error: sent(processError(reason)) });
  }
}

class Runner extends TestRunner {
  last; // the test that began last, while it runs
  #order;
  #mocks; // loads the modules of the file
  #levels;
  #done = new Set(); // the tests whose result was reported

  constructor(config, order, mocks) {
    super(config);
    this.#order = order;
    this.#mocks = mocks;
    this.#levels = new Levels(order.isolate, order.always);
  }

  async importFile(path, source) {
    if (source === "setup") return this.#mocks.load(path);
    const mocking = this.#mocks.modules.length > 0; // the file's mocks are for the Worker too
    if (!mocking) setCurrent(await this.#mocks.load("main"));
    await this.#mocks.load("file");
    if (mocking) setCurrent(await this.#mocks.load("main"));
  }

  extendTaskContext(context) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 25;
    const { stack } = new Error();
    Error.stackTraceLimit = limit;
    const at = stack.indexOf(this.#order.module + ":");
    const [, line, column] = at < 0 ? [] : /:(\d+):(\d+)/.exec(stack.slice(at));
    if (at >= 0) context.task.location = { line: Number(line), column: Number(column) };
    return super.extendTaskContext(context);
  }

  onCollected(files) {
    const [file] = files;
    for (const test of getTests(file)) {
      const earlier = this.#order.done?.[test.id];
      if (test.mode !== "run" && test.mode !== "queued") continue;
      if (earlier !== undefined || (this.#order.only && !this.#order.only.includes(fullName(test)))) test.mode = "skip";
      if (earlier !== undefined) this.#done.add(test.id);
    }
    for (const suite of suites(file)) if (suite.mode === "run" && this.#order.broken?.includes(suite.id)) skip(suite, this.#done);
    settle(file);
    send("collected", { tasks: file.tasks.map(described), took: file.collectDuration, setup: file.setupDuration });
    if (this.#order.list) for (const task of file.tasks) skipAll(task);
  }

  async onBeforeRunSuite(suite) {
    await super.onBeforeRunSuite(suite);
    if (suite.mode === "skip" || suite.mode === "todo" || suite.result?.state === "fail") return;
    send("suite", { id: idOf(suite), timeout: this.config.hookTimeout });
    await this.#levels.begins(suite);
  }

  async onAfterRunSuite(suite) {
    for (const test of getTests(suite)) {
      const runs = test.mode === "run" || test.mode === "queued";
      if (test.result !== undefined || !runs || suite.filepath !== undefined) this.#report(test);
    }
    await super.onAfterRunSuite(suite);
    if (suite.filepath !== undefined) await wait(0); // for rejections of the last test
    reportRejections();
    await this.#levels.leaves(suite);
    if (suite.filepath === undefined) send("result", result(suite));
  }

  async onBeforeRunTask(test) {
    await super.onBeforeRunTask(test);
    if (test.mode !== "run" && test.mode !== "queued") return;
    send("test", { id: test.id, timeout: test.timeout });
    await this.#levels.begins(test);
    this.last = test;
    active.add(test);
  }

  async onTestAnnotate(_, annotation) {
    return annotation;
  }

  async onTestArtifactRecord(_, artifact) {
    return artifact;
  }

  runTask(test) {
    return within.run(test, TestRunner.getTestFn(test));
  }

  async onBeforeTryTask(test, tries) {
    if (tries.retry > 0 || tries.repeats > 0) await this.#levels.again();
    return super.onBeforeTryTask(test);
  }

  async onAfterRunTask(test) {
    await super.onAfterRunTask(test);
    // Calls that the test did not wait for have begun after so many turns (measured), and
    // rejections are noticed.
    for (let i = 0; i < (objectsSeen() ? 10 : 1); i++) await wait(0);
    const left = this.#left(test.result.startTime);
    const touched = this.#order.showState && test.result.state === "fail" ? await stored() : undefined;
    resetClock();
    this.#report(test, left, touched);
    await this.#levels.ends();
    active.delete(test);
    if (this.last === test) this.last = undefined;
    reportRejections();
    if (test.result.state !== "fail" || !(this.config.bail > 0)) return;
    if ((await ask("/failed")) >= this.config.bail) this.cancel("test-failure"); // it counts this one
  }

  // Has the process replaced, unless there are snapshots to write at the end of the file.
  async leave() {
    const state = this.snapshotClient.getSnapshotState(this.#order.file);
    if (state._dirty || state._inlineSnapshots.length > 0) return;
    send("stuck");
    await new Promise(() => {});
  }

  // Returns what a test has left behind: calls of objects that still run, and alarms it has set.
  #left(since) {
    const left = host.calls().filter(({ start }) => start >= since).map(({ name, object }) => ({ kind: "promise", text: String(name), object }));
    for (const { key, object, at } of host.alarms().sort((a, b) => a.at - b.at)) if (!this.#levels.hasAlarm(key, at)) left.push({ kind: "alarm", object, at });
    return left.length > 0 ? left : undefined;
  }

  #report(test, left, touched) {
    if (this.#done.has(test.id)) return;
    this.#done.add(test.id);
    send("result", { ...result(test), left, touched });
  }
}

const fullName = (test) => (test.suite && test.suite !== test.file ? fullName(test.suite) + " " : "") + test.name;
const suites = (file) => file.tasks.flatMap((task) => (task.type === "suite" ? [task, ...suites(task)] : []));
const idOf = (task) => (task.filepath === undefined ? task.id : "");

function skip(suite, done) {
  suite.mode = "skip";
  for (const task of suite.tasks) {
    if (task.type === "suite") skip(task, done);
    else if (task.mode !== "todo") task.mode = "skip";
  }
  done.add(suite.id);
}

function skipAll(task) {
  task.mode = "skip";
  task.tasks?.forEach(skipAll);
}

// A suite without a test to run runs no hooks.
function settle(suite) {
  for (const task of suite.tasks) if (task.type === "suite") settle(task);
  if (suite.mode === "run" && suite.tasks.length > 0 && suite.tasks.every((task) => task.mode !== "run" && task.mode !== "queued")) suite.mode = "skip";
}

const described = (task) => ({
  id: task.id, name: task.name, suite: task.type === "suite", mode: task.mode === "queued" ? "run" : task.mode,
  line: task.location?.line, column: task.location?.column,
  tasks: task.type === "suite" ? task.tasks.map(described) : undefined,
});

const states = { pass: "pass", fail: "fail", skip: "skip", todo: "todo" };

const result = (task) => ({
  id: idOf(task), state: states[task.result?.state] ?? (task.mode === "todo" ? "todo" : task.result ? "pass" : "skip"),
  at: task.result?.startTime, duration: task.result?.duration, retries: task.result?.retryCount, repeats: task.result?.repeatCount,
  note: task.result?.note, errors: task.result?.errors?.map((error) => sent(error)),
});

// An error as vitest has processed it, with what is known of the object that threw it. It
// stands below outer errors: vitest keeps causes that lead back to them, and long chains.
function sent(error, outer = []) {
  if (typeof error !== "object" || error === null) return { thrown: String(error) };
  if (outer.includes(error)) return { thrown: "the same error again" };
  const failure = attempt(() => host.failureOf(error));
  const { name, message, stack, cause } = error;
  const known = { name: text(name), message: text(message), stack: frames(text(stack), text(message)) };
  known.assertion = name === "AssertionError" || error.code === "ERR_ASSERTION";
  if (stack === undefined && name === undefined) known.thrown = known.message || (error.message === "" && '""') || attempt(() => JSON.stringify(error, (key, value) => (ours.has(key) ? undefined : value))) || "a value that cannot be read";
  if (error.remote === true) known.remote = true; // of a call that left the Worker
  if (error.diff) known.diff = text(error.diff);
  if (typeof error.actual === "string") known.actual = error.actual;
  if (typeof error.expected === "string") known.expected = error.expected;
  if (outer.length < 5) {
    const next = [...outer, error];
    if (cause) known.cause = sent(cause, next);
    if (Array.isArray(error.errors)) known.errors = error.errors.slice(0, 5).map((inner) => sent(inner, next));
  }
  if (failure !== undefined) known.failure = { error: failure.known, object: failure.call.object, method: host.label(failure.call) };
  return known;
}

// A property of an error that should be a string.
const text = (value) => (typeof value === "string" ? value : value === undefined ? "" : (attempt(() => String(value)) ?? attempt(() => JSON.stringify(value)) ?? "a value that cannot be read"));

// Properties that vitest adds to errors.
const ours = new Set(["diff", "showDiff", "actual", "expected", "operator", "stackStr", "nameStr", "VITEST_TEST_NAME", "VITEST_TEST_PATH"]);

// A stack without its message, which may look like frames.
function frames(stack, message) {
  const at = message === "" ? -1 : stack.indexOf(message);
  return at < 0 ? stack : stack.slice(at + message.length);
}

function attempt(f) {
  try {
    return f();
  } catch {
    return undefined;
  }
}

const traces = { $: (_, options, f) => (f ?? options)() };

// Runs one file.
export async function run(order) {
  const restoreEnvironment = keepEnvironment();
  const graph = await import("./" + order.module);
  const mocks = await begin(graph);
  setPositions(order.module, graph.inline);
  const config = {
    root: order.root, setupFiles: order.setup, maxConcurrency: 5, testTimeout: order.testTimeout, hookTimeout: order.hookTimeout,
    retry: order.retry, bail: order.bail, includeTaskLocation: false, passWithNoTests: false, globals: order.globals, allowOnly: true,
    testNamePattern: order.pattern ? new RegExp(order.pattern) : undefined,
    expect: {}, experimental: { importDurations: { limit: 0 }, viteModuleRunner: true }, fakeTimers: {}, chaiConfig: {}, tags: [],
    ...order.config,
    ...(order.serial && { maxConcurrency: 1 }),
    sequence: { hooks: "stack", setupFiles: "list", shuffle: false, concurrent: false, seed: 1, ...order.config?.sequence },
    snapshotOptions: {
      updateSnapshot: order.update, snapshotEnvironment: environment, expand: false,
      snapshotFormat: { printBasicPrototype: false, escapeString: false, ...order.config?.snapshotFormat },
    },
  };
  globalThis.__vitest_worker__ = {
    config, ctx: { pool: "workers" }, environment: { name: "workers" }, evaluatedModules: mocks.evaluatedModules, filepath: order.file,
    metaEnv: environmentOf(order), providedContext: order.provided ?? {}, resolvingModules: new Set(),
    rpc: { snapshotSaved: (result) => send("snapshots", { result }), getCountOfFailedTests: () => 0, onCancel() {} },
    onCleanup() {},
  };
  if (order.globals) for (const name of globals) globalThis[name] = vitest[name];
  runner = new Runner({ ...config, bail: 0 }, order, mocks);
  runner.config.bail = order.bail;
  runner.__setTraces(traces);
  watchResponses();
  whenStuck(order.replace ? () => runner.leave() : undefined);
  const begun = now();
  let file;
  try {
    [file] = await startTests([order.file], runner);
  } finally {
    setCurrent(undefined);
  }
  reportRejections();
  restoreAll();
  restoreEnvironment();
  send("file", { ...result(file), id: "", took: now() - begun });
}

// The variables of the environment as vitest sets them, and import.meta.env over them.
function environmentOf(order) {
  const env = globalThis.process?.env ?? {};
  Object.assign(env, { BASE_URL: "/", DEV: "1", MODE: "test", PROD: "", SSR: "1", VITEST_POOL_ID: "1", VITEST_WORKER_ID: "0", ...order.env });
  const truths = ["DEV", "PROD", "SSR"];
  return new Proxy(env, {
    get: (_, key) => (truths.includes(key) ? env[key] !== "" && env[key] !== undefined : env[key]),
    set(_, key, value) {
      env[key] = truths.includes(key) ? (value ? "1" : "") : value;
      return true;
    },
  });
}

const globals = [
  "suite", "test", "describe", "it", "chai", "expect", "assert", "expectTypeOf", "assertType", "vitest", "vi", "should",
  "beforeAll", "afterAll", "beforeEach", "afterEach", "onTestFailed", "onTestFinished", "aroundEach", "aroundAll",
];
