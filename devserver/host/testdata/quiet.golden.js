import { entrypoint, handler, object } from "./dotool-worker.js";
import * as user from "./index.js";
export * from "./index.js";
const control = entrypoint("s", "\u001ep\t");
export { control as __dotool };
export { default } from "./index.js";
