// Wrong: there is no greeting.js (the file is called greetings.js), and no
// package called "a-package-that-is-not-installed".
import { hello } from "./greeting.js";
import shout from "a-package-that-is-not-installed";

export default {
  fetch() {
    return new Response(shout(hello));
  },
};
