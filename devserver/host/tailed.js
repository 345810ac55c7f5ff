// For the Worker that passes tail events on to other dev servers: see products/registry.js.
import { sealWith } from "dotool:seal";
import { tailed } from "dotool:tails";

export default ({ SEAL }) => {
  sealWith(SEAL);
  return { tailed };
};
