// Wrong: the module throws before it can serve.
const limits = JSON.parse("{ requests: 10 }");

export default {
  fetch() {
    return Response.json(limits);
  },
};
