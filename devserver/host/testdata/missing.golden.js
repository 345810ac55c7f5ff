import { Control, entrypoint, handler, object } from "./dotool-x-host.js";
import * as user from "./index.js";
export * from "./index.js";
export { Control as __dotool };
const export0 = entrypoint("Other", user["Other"]);
export { export0 as "Other" };
export default {};
