// Looks into Workflows, by the testing interface of the runtime's engine.
import { env } from "cloudflare:workers";
import { Error, host, Map } from "./current.js";

const { Object, ReadableStream, Symbol, TypeError, Uint8Array, ArrayBuffer } = globalThis;

// The engine's interface of the Workflow that a binding of the Worker leads to.
function engineOf(workflow, method) {
  const name = Object.keys(env).find((key) => env[key] === workflow);
  const engine = name && host.bindings["workflow:" + name];
  if (!engine) throw new Error(`${method}: parameter 1 is not a binding of a Workflow of this Worker, from env`);
  return engine;
}

class Instance {
  #engine;
  #id;
  #modifier;
  #disposed = false;

  constructor(engine, id) {
    this.#engine = engine;
    this.#id = id;
  }

  async modify(change) {
    this.#modifier ??= await this.#engine.unsafeGetInstanceModifier(this.#id);
    await change(this.#modifier);
    return this;
  }

  async waitForStepResult({ name, index }) {
    return this.#engine.unsafeWaitForStepResult(this.#id, name, index);
  }

  async waitForStatus(status) {
    if (status !== "queued") await this.#engine.unsafeWaitForStatus(this.#id, status);
  }

  async getOutput() {
    return this.#engine.unsafeGetOutputOrError(this.#id, true);
  }

  async getError() {
    return this.#engine.unsafeGetOutputOrError(this.#id, false);
  }

  // Bound, since `await using` may call it alone.
  dispose = async () => {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#modifier?.[Symbol.dispose]?.();
    await this.#engine.unsafeAbort(this.#id, "Instance dispose");
  };

  [Symbol.asyncDispose] = this.dispose;
}

// Records what is to be changed of instances that do not exist yet.
class Recorder {
  #operations;

  constructor(operations) {
    this.#operations = operations;
  }

  #add(type, given) {
    this.#operations.push({ type, ...given });
  }

  async disableSleeps(steps) {
    this.#add("disableSleeps", { steps });
  }
  async disableRetryDelays(steps) {
    this.#add("disableRetryDelays", { steps });
  }
  async mockStepResult(step, stepResult) {
    if (stepResult instanceof ReadableStream) stepResult = { __workflowIntrospectionStreamResult: true, chunks: await chunksOf(stepResult) };
    this.#add("mockStepResult", { step, stepResult });
  }
  async mockStepError(step, { name, message }, times) {
    this.#add("mockStepError", { step, error: { name, message }, times });
  }
  async forceStepTimeout(step, times) {
    this.#add("forceStepTimeout", { step, times });
  }
  async mockEvent(event) {
    this.#add("mockEvent", { event });
  }
  async forceEventTimeout(step) {
    this.#add("forceEventTimeout", { step });
  }
}

async function chunksOf(stream) {
  if (stream.locked) throw new TypeError("Workflow mockStepResult() received a locked or unreadable ReadableStream.");
  const chunks = [];
  for await (const chunk of stream) {
    if (!(chunk instanceof ArrayBuffer) && !ArrayBuffer.isView(chunk)) throw new TypeError("Workflow mockStepResult() ReadableStream chunks must be ArrayBuffer or TypedArray values.");
    chunks.push(chunk instanceof ArrayBuffer ? new Uint8Array(chunk.slice()) : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice());
  }
  return chunks;
}

class Instances {
  #engine;
  #session;
  #operations = [];
  #known = new Map();
  #disposed = false;

  constructor(engine, session) {
    this.#engine = engine;
    this.#session = session;
  }

  async modifyAll(change) {
    await change(new Recorder(this.#operations));
    await this.#engine.unsafeSetIntrospectionOperations(this.#session, this.#operations);
  }

  // The instances that were created since the start.
  async get() {
    for (const id of await this.#engine.unsafeGetIntrospectionInstances(this.#session)) {
      if (!this.#known.has(id)) this.#known.set(id, new Instance(this.#engine, id));
    }
    return [...this.#known.values()];
  }

  dispose = async () => {
    if (this.#disposed) return;
    this.#disposed = true;
    const all = await this.get();
    await this.#engine.unsafeStopIntrospection(this.#session);
    for (const instance of all) await instance.dispose();
  };

  [Symbol.asyncDispose] = this.dispose;
}

export async function introspectWorkflowInstance(workflow, instanceId) {
  if (!workflow || !instanceId) throw new Error("[WorkflowIntrospector] Workflow binding and instance id are required.");
  return new Instance(engineOf(workflow, "introspectWorkflowInstance"), instanceId);
}

export async function introspectWorkflow(workflow) {
  if (!workflow) throw new Error("[WorkflowIntrospector] Workflow binding is required.");
  const engine = engineOf(workflow, "introspectWorkflow");
  return new Instances(engine, await engine.unsafeStartIntrospection());
}
