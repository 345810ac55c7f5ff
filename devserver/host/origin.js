// The Worker before the user's, if requests are to arrive at another origin than
// the server's: the URL, the Host header and URLs in other headers are changed on the
// way in, and back on the way out, as wrangler dev does.
export default {
  async fetch(request, env) {
    const outer = new URL(request.url);
    const inner = new URL(outer);
    inner.protocol = env.ORIGIN.protocol;
    if (env.ORIGIN.host) {
      inner.port = "";
      inner.host = env.ORIGIN.host;
    }
    const sent = new Request(inner, request);
    rewrite(sent.headers, outer, inner);
    sent.headers.set("Host", inner.host);
    const response = await env.NEXT.fetch(sent);
    if (response.webSocket || !needed(response.headers, inner)) return response;
    const back = new Response(response.body, response);
    rewrite(back.headers, inner, outer);
    return back;
  },
};

// Whether a header names the host.
function needed(headers, from) {
  for (const [name, value] of headers) if (value.includes(name === "set-cookie" ? from.hostname : from.host)) return true;
  return false;
}

function rewrite(headers, from, to) {
  const cookies = headers.getSetCookie();
  for (const [name, value] of [...headers]) {
    if (name === "set-cookie" || !value.includes(from.host)) continue;
    headers.set(name, value.replace(/(https?:\/\/[^/?#\s,;"']+)([^\s,;"']*)/gi, (url, origin, rest) => (URL.parse(origin)?.host === from.host ? to.origin + rest : url)));
  }
  if (cookies.length === 0) return;
  headers.delete("set-cookie");
  for (const cookie of cookies) headers.append("set-cookie", cookie.replace(/(;\s*domain=)\.?([^;,\s]+)/i, (all, name, domain) => (domain.toLowerCase() === from.hostname ? name + to.hostname : all)));
}
