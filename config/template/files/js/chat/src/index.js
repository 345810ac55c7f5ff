import { Room } from "./room";

export { Room };

export default {
  async fetch(request, env) {
    const [, name, path] = /^\/rooms\/([\w-]+)(\/ws)?$/.exec(new URL(request.url).pathname) ?? [];
    if (!name) return new Response("Not found\n", { status: 404 });
    const room = env.ROOM.getByName(name);
    if (path) return room.fetch(request);
    return Response.json(await room.history());
  },
};
