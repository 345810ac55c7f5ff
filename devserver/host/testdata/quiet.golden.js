import { Control, entrypoint, handler, object } from "./dotool-x-host.js";
import * as user from "./index.js";
export * from "./index.js";
export { Control as __dotool };
export default handler(user.default);
