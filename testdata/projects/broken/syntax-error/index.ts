// Wrong: the call in fetch lacks its closing parenthesis.
export default {
  async fetch(request: Request): Promise<Response> {
    return new Response(new URL(request.url).pathname;
  },
};
