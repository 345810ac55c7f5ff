import { Control, handler, object } from "./dotool-worker.js";
import * as user from "./index.js";
export * from "./index.js";
export { Control as __dotool };
const class0 = object("Room", user["Room"]);
export { class0 as "Room" };
const class1 = object("odd \"name\"", user["odd \"name\""]);
export { class1 as "odd \"name\"" };
export default handler(user.default);
