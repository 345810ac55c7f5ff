// Types of the modules that tests import under `dotool test`, besides vitest's own.
// The types of the runtime must be known: those that `dotool types` or `wrangler types`
// writes, or @cloudflare/workers-types.

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
  export function waitOnExecutionContext(ctx: ExecutionContext): Promise<void>;

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
