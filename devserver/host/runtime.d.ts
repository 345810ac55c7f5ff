// What the JavaScript here uses beyond @cloudflare/workers-types: modules that
// are internal to workerd, and what dotool writes as it starts.

declare module "cloudflare-internal:workers" {
  const workers: typeof import("cloudflare:workers") & {
    RpcPromise: { prototype: PromiseLike<unknown> };
    RpcProperty: { prototype: object };
  };
  export default workers;
}
declare module "node-internal:async_hooks" {
  const hooks: typeof import("node:async_hooks");
  export default hooks;
}
declare module "node-internal:internal_inspect" {
  export const customInspectSymbol: unique symbol;
  export function formatWithOptions(options: object, ...values: unknown[]): string;
}
declare module "workerd:unsafe" {
  const unsafe: {
    abortAllDurableObjects(): Promise<void>;
    evict(stub: object, options?: { webSockets?: string }): Promise<void>;
    evictAllDurableObjects(options?: { webSockets: "close" }): Promise<void>;
  };
  export default unsafe;
}
// See [Options] in host.go.
declare module "dotool:options" {
  export const log: boolean;
  export const held: boolean;
  export const inspected: boolean;
}

declare module "*.txt" {
  const text: string;
  export default text;
}

// Objects without a prototype: what the user's code does to Object.prototype
// does not reach them.
interface PropertyDescriptor {
  __proto__?: null;
}
interface TypedPropertyDescriptor<T> {
  __proto__?: null;
}
interface ProxyHandler<T extends object> {
  __proto__?: null;
}
interface ErrorConstructor {
  stackTraceLimit: number;
  captureStackTrace(error: object, calledFrom?: Function): void;
}
declare module "*/bundled/workflows.js" {
  export class Engine extends import("cloudflare:workers").DurableObject {
    constructor(ctx: any, env: any);
    ctx: any;
    env: any;
    create(...args: any[]): void;
    exists(): boolean;
    status(): any;
    alarm(): Promise<void>;
  }
  export const WorkflowBinding: any;
}
