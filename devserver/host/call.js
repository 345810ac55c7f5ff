// Calls objects for the commands of dotool, through an ordinary stub.
import { encode, revive } from "dotool:codec";

// Returns the entrypoint of a Worker, undefined if it is not hosted.
export const workerOf = (env, worker = env.WORKER) => env["worker:" + worker];

export function stubOf(env, { worker = env.WORKER, name, id, objectName }) {
  const namespace = env["class:" + worker + "/" + name];
  if (!namespace) throw new Error("the server hosts no class " + (worker === env.WORKER ? name : worker + "/" + name));
  return namespace.get(typeof objectName === "string" ? namespace.idFromName(objectName) : namespace.idFromString(id));
}

// Responds with a line of JSON: {"value"}, {"error"}, or {"stream"}, after which come
// the bytes of the stream.
export async function call(request, env) {
  const { target, path, args, get } = await request.json();
  let value;
  try {
    const rpc = await workerOf(env, target.worker)?.takesRpc(env.SECRET, target.name);
    if (rpc === false) throw Object.assign(new Error("the class " + target.name + " does not support RPC: it does not extend DurableObject"), { kind: "no-rpc" });
    let self = stubOf(env, target);
    for (const key of path.slice(0, -1)) self = self[key];
    const key = path.at(-1);
    value = get ? await self[key] : await self[key](...args.map(revive));
    if (value instanceof ReadableStream) return await streamed(value);
    return new Response('{"value":' + (await encode(value)) + "}\n");
  } catch (error) {
    return Response.json({ error: failure(error) });
  }
}

async function streamed(stream) {
  const reader = stream.getReader();
  let next = await reader.read(); // an error this early belongs to the call
  const { readable, writable } = new TransformStream();
  const pass = async () => {
    const writer = writable.getWriter();
    try {
      await writer.write(new TextEncoder().encode('{"stream":true}\n'));
      for (; !next.done; next = await reader.read()) await writer.write(next.value);
      await writer.close();
    } catch (error) {
      await writer.abort(error); // the client sees that it is incomplete
      await reader.cancel(error); // or the client is gone
    }
  };
  pass().catch(() => {});
  return new Response(readable);
}

function failure(error) {
  const known = { name: String(error?.name ?? ""), message: String(error?.message ?? error), kind: error?.kind };
  if (typeof error !== "object" || error === null) known.name = "";
  for (const flag of ["remote", "retryable", "overloaded", "durableObjectReset"]) if (error?.[flag]) known[flag] = true;
  return known;
}

// Sends a request on to an object. Request and response are described in a header, as
// base64 of JSON, so that they can have any headers of their own.
export async function forward(request, env) {
  try {
    const { target, method, url, headers } = unpack(request.headers.get("dotool-request"));
    const own = new Headers(headers);
    const upgrade = request.headers.get("upgrade");
    if (upgrade) own.set("Upgrade", upgrade);
    const body = method === "GET" || method === "HEAD" ? undefined : request.body;
    const response = await stubOf(env, target).fetch(new Request(url, { method, headers: own, body, redirect: "manual" }));
    const answer = { "dotool-response": pack({ status: response.status, statusText: response.statusText, headers: [...response.headers] }) };
    if (response.webSocket && !upgrade) {
      // No one uses it, and if left open, it would keep the object in memory.
      response.webSocket.accept();
      response.webSocket.close(1000, "not asked for");
      return new Response(null, { headers: answer });
    }
    if (response.webSocket) {
      const protocol = response.headers.get("sec-websocket-protocol");
      if (protocol) answer["Sec-WebSocket-Protocol"] = protocol;
      return new Response(null, { status: 101, webSocket: response.webSocket, headers: answer });
    }
    return new Response(response.body, { headers: answer });
  } catch (error) {
    return new Response(null, { headers: { "dotool-error": pack(failure(error)) } });
  }
}

const unpack = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
const pack = (value) => btoa(Array.from(new TextEncoder().encode(JSON.stringify(value)), (b) => String.fromCharCode(b)).join(""));
