// Answers a request that failed with a page that tells why.
import { env } from "cloudflare:workers";
import { fromOutside } from "./dotool-cf.js";
import { label } from "./dotool-calls.js";

// dotool itself, as an HTTP service. It is taken out of env before anybody
// could see it there.
const dotool = env?.__dotool;
if (dotool) delete env.__dotool;

// How long dotool may take: then the runtime answers as it would alone.
const patience = 2000;

const wait = AbortSignal.timeout.bind(AbortSignal);

export async function page(call, request, error) {
  // A Worker that called itself gets the error as it is.
  if (!dotool || !fromOutside(request)) throw error;
  const thrown = call.origin; // where the error comes from, if not from here
  const body = JSON.stringify({
    error: call.thrown,
    method: request.method,
    url: request.url,
    accept: request.headers.get("accept") ?? "",
    agent: request.headers.get("user-agent") ?? "",
    object: thrown && { class: thrown.call.object?.class, id: thrown.call.object?.id, name: thrown.call.object?.name, method: label(thrown.call), error: thrown.known },
  });
  let answer;
  try {
    answer = await dotool.fetch("http://dotool/error", { method: "POST", body, signal: wait(patience) });
  } catch {
    throw error; // dotool is gone, or busy
  }
  if (answer.status !== 500) throw error;
  return request.method === "HEAD" ? new Response(null, answer) : answer;
}
