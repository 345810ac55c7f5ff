import type * as classes from "./classes";

export interface Env {
  DISH: string;
  RECIPE: unknown;
  PLAIN: DurableObjectNamespace<classes.Plain>;
  STATICS: DurableObjectNamespace<classes.Statics>;
  PRIVATE: DurableObjectNamespace<classes.Private>;
  BASE: DurableObjectNamespace<classes.Base>;
  DERIVED: DurableObjectNamespace<classes.Derived>;
  MIXED: DurableObjectNamespace<classes.Mixed>;
  EXPRESSION: DurableObjectNamespace<any>;
  PUBLIC: DurableObjectNamespace<classes.Public>;
  LEGACY: DurableObjectNamespace;
  CALLS: DurableObjectNamespace<classes.Calls>;
  SOCKETS: DurableObjectNamespace<classes.Sockets>;
  PARENT: DurableObjectNamespace<classes.Parent>;
}

/** What a check looks at. */
export interface Kitchen {
  env: Env;
  ctx: ExecutionContext & { exports: any };
}

/** How to look, and the JSON of what there is to see. */
export type Check = { saw: (kitchen: Kitchen) => unknown; want: unknown };

/** Returns true, or what was wrong. */
export async function run({ saw, want }: Check, kitchen: Kitchen): Promise<true | string> {
  try {
    const [got, wanted] = [JSON.stringify(await saw(kitchen)), JSON.stringify(want)];
    return got === wanted || `saw ${got}, want ${wanted}`;
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error) : error}`;
  }
}
