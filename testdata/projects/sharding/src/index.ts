// Documents, spread over shards. It shows a parent object that knows where
// things are, children that hold them, and RPC between the two.
//
//   PUT    /:workspace/docs/:id   stores the body, answers the shard
//   GET    /:workspace/docs/:id   answers the document
//   DELETE /:workspace/docs/:id
//   GET    /:workspace/shards     how many documents each shard holds
import { Directory } from "./directory";
import { Shard } from "./shard";

export { Directory, Shard };

export interface Env {
  DIRECTORY: DurableObjectNamespace<Directory>;
  SHARD: DurableObjectNamespace<Shard>;
  SHARD_SIZE: number; // documents that a shard takes
}

export default {
  async fetch(request, env): Promise<Response> {
    const match = /^\/([^/]+)\/(?:(shards)|docs\/([^/]+))$/.exec(new URL(request.url).pathname);
    if (!match) return new Response("not found\n", { status: 404 });
    const [, workspace, shards, id] = match;
    const directory = env.DIRECTORY.getByName(decodeURIComponent(workspace));

    if (shards) return Response.json(await directory.shards());
    switch (request.method) {
      case "PUT":
        return Response.json({ shard: await directory.write(id, await request.text()) });
      case "GET": {
        // The document does not pass through the parent, which has enough to do.
        const shard = await directory.locate(id);
        const text = shard && (await env.SHARD.getByName(shard).read(id));
        return text === null ? new Response("no such document\n", { status: 404 }) : new Response(text);
      }
      case "DELETE":
        return Response.json({ deleted: await directory.delete(id) });
      default:
        return new Response("method not allowed\n", { status: 405 });
    }
  },
} satisfies ExportedHandler<Env>;
