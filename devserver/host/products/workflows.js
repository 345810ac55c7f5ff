// Runs Workflows with the engine that workerd brings, whose source is in its binary. An
// instance is an object of it; among its keys and values, "l:" begins the log of what
// happened to it, which is reported to the Worker whose Workflow it is.
import { WorkerEntrypoint } from "cloudflare:workers";
import { Engine as Bundled, WorkflowBinding } from "./bundled/workflows.js";

export { WorkflowBinding };

// As long as the engine leaves an instance alone whose steps run.
const later = 10 * 60 * 1000;

const engines = new WeakMap(); // by the keys and values of the instance
let watched = false;

export class Engine extends Bundled {
  #called = false;

  constructor(ctx, env) {
    super(ctx, env);
    const { kv } = ctx.storage;
    engines.set(kv, this);
    withSchedule(ctx);
    if (watched) return;
    watched = true;
    const proto = Object.getPrototypeOf(kv);
    const { put } = proto;
    proto.put = function (key, value) {
      put.call(this, key, value);
      if (key.startsWith("l:")) reportEvent(engines.get(this), value);
    };
  }

  create(...args) {
    this.#called = true;
    return super.create(...args);
  }

  exists() {
    this.#called = true;
    return super.exists();
  }

  // Stores the schedule that created the instance.
  scheduled(schedule) {
    this.ctx.storage.kv.put("schedule", schedule);
  }

  // As wrangler dev has the members of what was thrown.
  status() {
    const { error, ...status } = super.status();
    if (error === undefined) return status;
    const { name, message, ...rest } = error;
    return { ...status, error: name.startsWith("Workflow") ? error : { message, name, ...rest } };
  }

  // A command that hosts the Worker for something else lets no instance go on by itself.
  alarm() {
    if (this.env.QUIET && !this.#called) return this.ctx.storage.setAlarm(Date.now() + later);
    return super.alarm();
  }
}

// Adds the schedule that has created an instance to its event.
function withSchedule({ props: { workflowClass }, storage: { kv } }) {
  const { run } = workflowClass;
  const value = (event, step) => {
    const schedule = kv.get("schedule");
    return Reflect.apply(run, workflowClass, [schedule === undefined ? event : { ...event, schedule }, step]);
  };
  Object.defineProperty(workflowClass, "run", { value, configurable: true });
}

// The events that are reported, by the engine's names for them: see [event.Workflow].
const states = {
  workflow_queued: "queued",
  workflow_paused: "paused",
  workflow_waiting_for_pause: "pausing",
  workflow_completed: "completed",
  workflow_errored: "errored",
  workflow_terminated: "terminated",
  attempt_completed: "stored",
  attempt_errored: "failed",
  sleep_started: "sleeping",
  wait_started: "waiting",
  wait_completed: "received",
  wait_timed_out: "timed out",
  rollback_started: "rolling back",
  rollback_completed: "rolled back",
  rollback_errored: "not rolled back",
  rollback_attempt_errored: "failed",
};

function reportEvent(engine, event) {
  const { env, ctx } = engine;
  const name = ctx.props.workflowName;
  let state = states[event.type];
  if (state === undefined) return;
  if (state === "queued" && event.eventId === 1) state = "created";
  const entry = { state, at: event.timestamp, attempt: event.attempt, error: event.error };
  if (event.stepName !== undefined) {
    const end = event.stepName.lastIndexOf("-");
    entry.step = event.stepName.slice(0, end);
    entry.count = Number(event.stepName.slice(end + 1));
  }
  if (event.durationMs !== undefined) entry.until = event.timestamp + event.durationMs;
  if (event.retryDelayMs !== undefined) entry.until = event.timestamp + event.retryDelayMs;
  if (event.eventType !== undefined) entry.type = String(event.eventType);
  // The process ended while it ran.
  if (state === "failed" && event.retryDelayMs === undefined && event.error?.name === "WorkflowInternalError") entry.state = "interrupted";
  if (state === "completed" || state === "errored" || state === "terminated") entry.wallMs = event.timestamp - ctx.storage.kv.get("meta")?.created;
  ctx.waitUntil(env["report:" + name].workflow(env.SECRET, name, event.instanceId ?? ctx.id.name, JSON.stringify(entry)).catch(() => {}));
}

// Operations on instances for the commands of dotool.
export class Control extends WorkerEntrypoint {
  async fetch(request) {
    const { action, workflow, id, args } = await request.json();
    try {
      return Response.json({ result: (await this[action](workflow, id, args)) ?? null });
    } catch (error) {
      return Response.json({ error: String(error?.message ?? error) });
    }
  }

  #instance(workflow, id) {
    const namespace = this.env["workflow:" + workflow];
    if (namespace === undefined) throw new Error("the server runs no workflow " + workflow);
    return namespace.getByName(id);
  }

  // Has instances go on that the end of a process has cut: the engine itself does not
  // know that before its alarm, if one was set at all.
  async wake(_, __, instances) {
    for (const { workflow, id } of instances) {
      if (this.env["workflow:" + workflow] !== undefined) await this.#instance(workflow, id).exists().catch(() => {});
    }
  }

  async create(workflow, id, { params, schedule }) {
    this.#instance(workflow, "");
    if (schedule) await this.#instance(workflow, (id = crypto.randomUUID())).scheduled(schedule);
    /** @type {any} */
    const exports = this.ctx.exports;
    const binding = exports.WorkflowBinding({ props: { workflow } });
    return binding.create({ ...(id && { id }), ...(params !== undefined && { params }) });
  }

  pause(workflow, id) {
    return this.#instance(workflow, id).pause();
  }

  resume(workflow, id) {
    return this.#instance(workflow, id).resume();
  }

  terminate(workflow, id, { rollback }) {
    return this.#instance(workflow, id).terminate({ rollback });
  }

  restart(workflow, id, { from }) {
    return this.#instance(workflow, id).restart({ from });
  }

  sendEvent(workflow, id, { type, payload }) {
    return this.#instance(workflow, id).sendEvent({ type, payload });
  }
}

export default {};
