import { JobQueue } from "./queue";

export { JobQueue };

export default {
  async fetch(request, env): Promise<Response> {
    const [, name] = /^\/queues\/([\w-]+)$/.exec(new URL(request.url).pathname) ?? [];
    if (!name) return new Response("GET or POST /queues/NAME\n", { status: 404 });
    const queue = env.JOBS.getByName(name);
    if (request.method === "POST") {
      const id = await queue.add(await request.text());
      return Response.json({ id }, { status: 202 });
    }
    return Response.json(await queue.list());
  },
} satisfies ExportedHandler<Env>;
