// The Worker before the user's with --live-reload. Everything passes unchanged, except
// HTML for browsers, which gets a script.
import script from "page.txt";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === env.PATH) return env.DOTOOL.fetch(request);
    if (url.pathname === env.PATH + ".js") {
      return new Response(script, { headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" } });
    }
    const destination = request.headers.get("sec-fetch-dest");
    if (destination !== null && !pages.has(destination)) return env.NEXT.fetch(request);
    if (destination !== null) request = anew(request);
    const response = await env.NEXT.fetch(request);
    return shown(request, response) ? withScript(url, response, env.PATH) : response;
  },
};

const pages = new Set(["document", "iframe", "frame"]);

// A copy cached by a browser before could lack the script.
function anew(request) {
  if (!request.headers.has("if-none-match") && !request.headers.has("if-modified-since")) return request;
  const headers = new Headers(request.headers);
  headers.delete("if-none-match");
  headers.delete("if-modified-since");
  return new Request(request, { headers });
}

function shown(request, { status, headers, body }) {
  if (request.method === "HEAD" || body === null || status === 206 || (status >= 300 && status < 400)) return false;
  if (!/^\s*text\/html\s*(;|$)/i.test(headers.get("content-type") ?? "")) return false;
  if (/(^|[\s,])no-transform\b/i.test(headers.get("cache-control") ?? "")) return false;
  // The runtime decodes no others, and would change the body as if it were text.
  return /^\s*(|identity|gzip|br)\s*$/i.test(headers.get("content-encoding") ?? "");
}

// Whether the runtime can rewrite text of a type: it throws for a charset that is
// unknown or does not include ASCII.
function rewritable(type) {
  try {
    new HTMLRewriter().transform(new Response("", { headers: { "content-type": type } }));
    return true;
  } catch {
    return false;
  }
}

function withScript(url, response, path) {
  const policies = (response.headers.get("content-security-policy") ?? "").split(",");
  if (permission(policies, url) === undefined || !rewritable(response.headers.get("content-type"))) return response;
  // When the page was made, in case it misses the message to reload.
  const src = path + ".js?made=" + Date.now();
  let done = false;
  const add = (place) => {
    if (done) return;
    done = true;
    const nonce = permission(policies, url);
    if (nonce !== undefined) place(`<script src="${src}"${nonce && ` nonce="${nonce}"`} async></script>`, { html: true });
  };
  const headers = new Headers(response.headers);
  // They describe the page without the script, or would keep a page with an old time.
  for (const name of ["content-length", "etag", "last-modified", "expires"]) headers.delete(name);
  headers.set("cache-control", "no-store");
  const changed = new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  return new HTMLRewriter()
    .on("meta[http-equiv][content]", {
      element(meta) {
        if (/^\s*content-security-policy\s*$/i.test(meta.getAttribute("http-equiv"))) policies.push(...decoded(meta.getAttribute("content")).split(","));
      },
    })
    .on("body", { element: (body) => body.onEndTag((end) => add((text, options) => end.before(text, options))) })
    .onDocument({ end: (end) => add((text, options) => end.append(text, options)) })
    .transform(changed);
}

// HTMLRewriter returns attributes as written.
const decoded = (text) => text.replace(/&(?:#0*39|#x0*27|apos);/gi, "'").replace(/&quot;/gi, '"').replace(/&amp;/gi, "&");

// Whether all content security policies allow the script and its WebSocket: returns the
// nonce that the script needs, "" for none, or undefined.
export function permission(policies, url) {
  const all = policies.map(directives);
  for (const policy of all) {
    if (policy.sandbox && !["allow-scripts", "allow-same-origin"].every((word) => policy.sandbox.some((s) => s.toLowerCase() === word))) return undefined;
    if (!allows(policy["connect-src"] ?? policy["default-src"], url, "ws")) return undefined;
  }
  const scripts = all.map((policy) => policy["script-src-elem"] ?? policy["script-src"] ?? policy["default-src"]);
  const byName = (sources) => !sources?.some((s) => s.toLowerCase() === "'strict-dynamic'") && allows(sources, url, "http");
  if (scripts.every(byName)) return "";
  const nonces = new Set(scripts.flatMap((sources) => (sources ?? []).map((s) => /^'nonce-([\w+/=-]+)'$/i.exec(s)?.[1])));
  nonces.delete(undefined);
  return [...nonces].find((nonce) => scripts.every((sources) => byName(sources) || sources.some((s) => s.toLowerCase().startsWith("'nonce-") && s.slice(7, -1) === nonce)));
}

function directives(policy) {
  const found = Object.create(null);
  for (const directive of policy.split(";")) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    found[name.toLowerCase()] ??= sources; // the first one counts
  }
  return found;
}

// Whether a list of sources includes this server. Sources with paths or wildcards are
// not evaluated: better no script than an error in the page.
function allows(sources, url, scheme) {
  return sources === undefined || sources.some((source) => {
    source = source.toLowerCase();
    const [, given, host] = /^(?:(https?|wss?):)?(?:\/\/)?(.*?)\/?$/.exec(source);
    if (source === "*" || source === "'self'") return true;
    if (given !== undefined && given.replace(/s$/, "") !== scheme && !(scheme === "http" && given === "ws")) return false;
    return host === url.host || (host === "" && given !== undefined);
  });
}
