// Types of the modules that tests import under `dotool test`, besides vitest's own.
// The types of the runtime must be known: those that `dotool types` or `wrangler types`
// writes, or @cloudflare/workers-types.

// For a `lib` without it; otherwise TypeScript's own counts.
interface AsyncDisposable {}

declare module "cloudflare:test" {
  /** Extend it where tests have bindings that the Worker does not have. */
  export interface ProvidedEnv {}

  /** The bindings; the same as `env` of cloudflare:workers. */
  export const env: Cloudflare.Env & ProvidedEnv;

  /** The default export of the Worker; the same as `exports.default` of cloudflare:workers. */
  export const SELF: Fetcher;

  /** Calls `callback` inside an object of this Worker, with its instance and its state, and returns the result. */
  export function runInDurableObject<O extends Rpc.DurableObjectBranded, R>(
    stub: DurableObjectStub<O>,
    callback: (instance: O, state: DurableObjectState) => R | Promise<R>,
  ): Promise<R>;
  export function runInDurableObject<O extends DurableObject, R>(
    stub: DurableObjectStub,
    callback: (instance: O, state: DurableObjectState) => R | Promise<R>,
  ): Promise<R>;

  /** Runs the alarm of an object now, and removes it. Returns false if none is set. */
  export function runDurableObjectAlarm(stub: DurableObjectStub): Promise<boolean>;

  /** The ids of the objects that have stored something. */
  export function listDurableObjectIds<T extends Rpc.DurableObjectBranded | undefined>(
    namespace: DurableObjectNamespace<T>,
  ): Promise<DurableObjectId[]>;

  export interface DurableObjectEvictionOptions {
    /** What becomes of hibernatable WebSockets; "hibernate" is the default. */
    webSockets?: "hibernate" | "close";
  }

  /** Removes an object from memory, once its requests have ended. What it stored stays. */
  export function evictDurableObject(stub: DurableObjectStub, options?: DurableObjectEvictionOptions): Promise<void>;

  /** Removes all objects from memory. What they stored stays. */
  export function evictAllDurableObjects(options?: DurableObjectEvictionOptions): Promise<void>;

  /** Ends all objects at once; what they stored stays. */
  export function abortAllDurableObjects(): Promise<void>;

  /** Deletes what all objects and bindings have stored. dotool does so after each test. */
  export function reset(): Promise<void>;

  /** An `ExecutionContext` to call handlers with. */
  export function createExecutionContext(): ExecutionContext;

  /** Waits for what was passed to `waitUntil` of a context of `createExecutionContext`. */
  export function waitOnExecutionContext(ctx: ExecutionContext | EventContext<Cloudflare.Env, string, unknown>): Promise<void>;

  export interface ScheduledControllerOptions {
    scheduledTime?: Date | number;
    cron?: string;
  }

  /** A `ScheduledController` to call `scheduled()` with. */
  export function createScheduledController(options?: ScheduledControllerOptions): ScheduledController;

  export type MessageBatchMessage<Body = unknown> = {
    id: string;
    timestamp: Date | number;
    attempts: number;
    body: Body;
  };

  /** A `MessageBatch` to call `queue()` with. */
  export function createMessageBatch<Body = unknown>(queueName: string, messages: MessageBatchMessage<Body>[]): MessageBatch<Body>;

  export interface QueueResult {
    outcome: string;
    ackAll: boolean;
    retryBatch: { retry: boolean; delaySeconds?: number };
    explicitAcks: string[];
    retryMessages: { msgId: string; delaySeconds?: number }[];
  }

  /** What became of the messages of a batch of `createMessageBatch`, once its `waitUntil` has ended. */
  export function getQueueResult(batch: MessageBatch, ctx: ExecutionContext): Promise<QueueResult>;

  export interface D1Migration {
    name: string;
    queries: string[];
  }

  /** Applies the migrations that a database does not have yet. */
  export function applyD1Migrations(db: D1Database, migrations: D1Migration[], migrationsTableName?: string): Promise<void>;

  /** Changes the value of a secret of a store. Declare it with `using`. */
  export interface SecretsStoreSecretAdmin extends Disposable {
    /** Returns the id of the new secret. */
    create(value: string): Promise<string>;
    update(value: string, id: string): Promise<string>;
    duplicate(id: string, newName: string): Promise<string>;
    delete(id: string): Promise<void>;
    list(): Promise<{ name: string; metadata?: { uuid: string } }[]>;
    /** Returns the name of a secret. */
    get(id: string): Promise<string>;
  }

  /** Gives access to the secret behind a binding of a secrets store. */
  export function adminSecretsStore(binding: { get(): Promise<string> }): SecretsStoreSecretAdmin;

  /** A step of a Workflow; `index`, from 1, is for steps of one name. */
  export interface WorkflowStepSelector {
    name: string;
    index?: number;
  }

  /** Changes what the steps of an instance of a Workflow do. */
  export interface WorkflowInstanceModifier {
    /** All sleeps, or those of the steps, end at once. */
    disableSleeps(steps?: WorkflowStepSelector[]): Promise<void>;
    /** Retries of all steps, or of these, follow at once. */
    disableRetryDelays(steps?: WorkflowStepSelector[]): Promise<void>;
    /** The step has this result, and does not run. */
    mockStepResult(step: WorkflowStepSelector, stepResult: unknown): Promise<void>;
    /** The step fails so many times, without `times` always. */
    mockStepError(step: WorkflowStepSelector, error: Error, times?: number): Promise<void>;
    /** The step takes too long so many times, without `times` always. */
    forceStepTimeout(step: WorkflowStepSelector, times?: number): Promise<void>;
    /** `step.waitForEvent()` gets this event. */
    mockEvent(event: { type: string; payload: unknown }): Promise<void>;
    /** `step.waitForEvent()` takes too long at once. */
    forceEventTimeout(step: WorkflowStepSelector): Promise<void>;
  }

  /** Looks into an instance of a Workflow. Declare it with `await using`. */
  export interface WorkflowInstanceIntrospector extends AsyncDisposable {
    modify(change: (modifier: WorkflowInstanceModifier) => Promise<void>): Promise<WorkflowInstanceIntrospector>;
    /** Waits until a step has ended, and returns its result. */
    waitForStepResult(step: WorkflowStepSelector): Promise<unknown>;
    /** Waits for a status, and rejects if the instance ends with another. */
    waitForStatus(status: InstanceStatus["status"]): Promise<void>;
    getOutput(): Promise<unknown>;
    getError(): Promise<{ name: string; message: string }>;
    dispose(): Promise<void>;
  }

  /** Looks into all instances that are created from now on. Declare it with `await using`. */
  export interface WorkflowIntrospector extends AsyncDisposable {
    modifyAll(change: (modifier: WorkflowInstanceModifier) => Promise<void>): Promise<void>;
    get(): Promise<WorkflowInstanceIntrospector[]>;
    dispose(): Promise<void>;
  }

  export function introspectWorkflowInstance(workflow: Workflow, instanceId: string): Promise<WorkflowInstanceIntrospector>;
  export function introspectWorkflow(workflow: Workflow): Promise<WorkflowIntrospector>;

  /** The argument of a Pages Function. */
  export function createPagesEventContext<F extends PagesFunction<Cloudflare.Env, string, any>>(init: {
    request: Request<unknown, IncomingRequestCfProperties>;
    functionPath?: string;
    next?(request: Request): Response | Promise<Response>;
    params?: Record<string, string | string[]>;
    data?: unknown;
  }): Parameters<F>[0];
}

/** What dotool adds to cloudflare:test. */
declare module "dotool:test" {
  /** What an object had stored at a moment: see `snapshot`. */
  export interface ObjectSnapshot {
    readonly id: string;
  }

  /** Copies what an object has stored, with its alarm. */
  export function snapshot(stub: DurableObjectStub): Promise<ObjectSnapshot>;

  /** Puts a copy back. The object loses its memory. */
  export function restore(snapshot: ObjectSnapshot): Promise<void>;

  /** Runs SQL in the database of an object, and returns the rows. */
  export function sql<Row extends Record<string, SqlStorageValue> = Record<string, any>>(
    stub: DurableObjectStub,
    query: string,
    ...params: SqlStorageValue[]
  ): Promise<Row[]>;

  /** Moves the clock, and runs the alarms that are due until then, in order. Returns how many ran. */
  export function advanceAlarms(ms: number): Promise<number>;

  /** Removes an object from memory as if it had been idle: its WebSockets hibernate. */
  export function hibernate(stub: DurableObjectStub): Promise<void>;

  /** Drops the memory of an object without warning, as a crash does. The next call starts it again. */
  export function killAndRestart(stub: DurableObjectStub): Promise<void>;
}
