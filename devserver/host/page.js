// Answers a request that failed with a page that tells why.
import { env } from "cloudflare:workers";
import { fromOutside } from "./dotool-cf.js";
import { label } from "./dotool-calls.js";

// dotool itself, as an HTTP service. It is taken out of env before anybody
// could see it there.
const dotool = env?.__dotool;
if (dotool) delete env.__dotool;

export async function page(call, request, error) {
  // A Worker that called itself gets the error as it is.
  if (!dotool || !fromOutside(request)) throw error;
  const failure = call.failure;
  const told = {
    error: call.thrown,
    method: request.method,
    url: request.url,
    accept: request.headers.get("accept") ?? "",
    agent: request.headers.get("user-agent") ?? "",
    // Where the error was thrown, if not here.
    object: failure && { class: failure.call.object?.class, id: failure.call.object?.id, name: failure.call.object?.name, method: label(failure.call), error: failure.known },
  };
  const body = JSON.stringify(told);
  try {
    return await dotool.fetch("http://dotool/error", { method: "POST", body });
  } catch {
    throw error; // dotool is gone
  }
}
