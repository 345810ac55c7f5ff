import { Document } from "./document";

export { Document };

export default {
  async fetch(request, env): Promise<Response> {
    const [, name] = /^\/documents\/([\w-]+)$/.exec(new URL(request.url).pathname) ?? [];
    if (!name) return new Response("Not found\n", { status: 404 });
    return env.DOCUMENT.getByName(name).fetch(request);
  },
} satisfies ExportedHandler<Env>;
