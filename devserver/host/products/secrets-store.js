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

// Changes the secrets of a store, for tests: only their runner binds it. A secret has its
// id in its metadata.
export class Admin extends WorkerEntrypoint {
  #space() {
    return new Space(this.env, this.ctx);
  }

  async #write(name, value) {
    const uuid = crypto.randomUUID().replaceAll("-", "");
    await this.#space().write({ key: name, expiration: null, metadata: JSON.stringify({ uuid }) }, new TextEncoder().encode(value));
    return uuid;
  }

  async #value(name) {
    const [entry] = await this.#space().read([name]);
    return new Response(entry.value).text();
  }

  create(value) {
    return this.#write(this.ctx.props.secret, String(value));
  }

  async update(value, id) {
    return this.#write(await this.get(id), String(value));
  }

  async duplicate(id, newName) {
    return this.#write(String(newName), await this.#value(await this.get(id)));
  }

  async delete(id) {
    await this.#space().delete(await this.get(id));
  }

  async list() {
    const { keys } = await new Response(await this.#space().list("", "", 1000)).json();
    return keys.map(({ name, metadata }) => ({ name, metadata: metadata && JSON.parse(metadata) }));
  }

  async get(id) {
    const found = (await this.list()).find(({ metadata }) => metadata?.uuid === id);
    if (found === undefined) throw new Error("Secret not found");
    return found.name;
  }
}

export default {};
