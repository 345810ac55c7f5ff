import { run } from "./checks.js";

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/checks") return new Response(await run(env, searchParams.get("only") ?? ""));
    const bucket = env[searchParams.get("bucket") ?? "R2"];
    const key = decodeURIComponent(pathname.slice(1));
    switch (request.method) {
      case "PUT":
        return Response.json(await bucket.put(key, request.body, { httpMetadata: request.headers, customMetadata: { by: searchParams.get("by") ?? "" } }));
      case "POST": // an upload in parts of 5 MiB
        return Response.json(await upload(bucket, key, Number(searchParams.get("size"))));
      case "DELETE":
        return Response.json((await bucket.delete(key)) ?? null);
    }
    if (key === "") return Response.json((await bucket.list({ include: ["customMetadata"] })).objects.map((o) => [o.key, o.size, o.customMetadata]));
    const object = await bucket.get(key);
    if (object === null) return new Response("no object\n", { status: 404 });
    if (searchParams.has("sum")) return new Response(new Uint8Array(await crypto.subtle.digest("SHA-256", await object.arrayBuffer())).toHex());
    const headers = new Headers({ ETag: object.httpEtag, By: object.customMetadata.by ?? "" });
    object.writeHttpMetadata(headers);
    return new Response(object.body, { headers });
  },
};

async function upload(bucket, key, size) {
  const upload = await bucket.createMultipartUpload(key, { customMetadata: { by: "parts" } });
  const part = new Uint8Array(5 * 2 ** 20).fill(65);
  const parts = [];
  for (let at = 0; at < size; at += part.length) parts.push(await upload.uploadPart(parts.length + 1, part.subarray(0, size - at)));
  return upload.complete(parts);
}
