import { Directory } from "./directory";
import { Shard } from "./shard";

export { Directory, Shard };

export default {
  async fetch(request, env) {
    const [, name, key] = /^\/stores\/([\w-]+)(?:\/([\w-]+))?$/.exec(new URL(request.url).pathname) ?? [];
    if (!name) return new Response("GET /stores/NAME; GET or PUT /stores/NAME/KEY\n", { status: 404 });
    const directory = env.DIRECTORY.getByName(name);
    if (!key) return Response.json(await directory.summary());
    const shard = env.SHARD.getByName(await directory.shardOf(key));
    if (request.method === "PUT") {
      await shard.put(key, await request.text());
      return new Response(null, { status: 204 });
    }
    const value = await shard.get(key);
    return value === null ? new Response("Not found\n", { status: 404 }) : new Response(value);
  },
};
