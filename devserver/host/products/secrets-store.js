// Secrets of a secrets store, in the format of wrangler dev: a store is a KV
// namespace whose keys are the names of the secrets.
import { WorkerEntrypoint } from "cloudflare:workers";
import { Space } from "./kv.js";
export { Namespace } from "./kv.js";

export class Secret extends WorkerEntrypoint {
  async get() {
    const { secret } = this.ctx.props;
    const [entry] = await new Space(this.env, this.ctx).read([secret]);
    if (entry === undefined) throw new Error(`Secret "${secret}" not found`);
    return new Response(entry.value).text();
  }
}

export default {};
