// What the bundler must get right: one check per kind of import or syntax.
/** @jsx h */
/** @jsxFrag Fragment */
import { AsyncLocalStorage } from "node:async_hooks";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import EventEmitter from "events";
import { env } from "cloudflare:workers";
import { herb } from "~/herb";
import pepper from "spice";
import type { Check } from "./check";
import { Stove as LegacyStove } from "./decorators/legacy/legacy";
import { Stove } from "./decorators/standard";
import add from "./food/add.wasm";
import menu, { dishes } from "./food/menu.json";
import page from "./food/page.html";
import query from "./food/query.sql";
import recipe from "./food/recipe.txt";
import salt from "./food/salt.bin";
import oven from "./lib/oven.cjs";

// Not React: elements are strings.
type Component = (props: {}, ...children: string[]) => string;
const h = (tag: string | Component, props: Record<string, string> | null, ...children: string[]): string =>
  typeof tag === "function"
    ? tag(props ?? {}, ...children)
    : `<${tag}${Object.entries(props ?? {}).map(([k, v]) => ` ${k}="${v}"`).join("")}>${children.join("")}</${tag}>`;
const Fragment: Component = (_, ...children) => children.join("");

enum Heat {
  Low = 1,
  High,
}

namespace Shelf {
  export const jars = 3;
}

class Tap implements Disposable {
  constructor(private log: string[]) {} // a parameter property
  [Symbol.dispose]() {
    this.log.push("closed");
  }
}

// Read while the module loads, before any request.
const dish = (env as { DISH: string }).DISH;
const instance = await WebAssembly.instantiate(add);

export const modules: Record<string, Check> = {
  "json-import": { saw: () => [menu.name, dishes], want: ["menu", ["soup", "salad"]] },
  "text-import": { saw: () => recipe, want: "Boil the water.\n" },
  "sql-import": { saw: () => query, want: "SELECT 1 AS one;\n" },
  "html-import": { saw: () => page, want: "<h1>Kitchen</h1>\n" },
  "binary-import": {
    saw: () => [salt instanceof ArrayBuffer, [...new Uint8Array(salt)]],
    want: [true, [0, 1, 2, 253, 254, 255]],
  },
  "wasm-import": {
    saw: () => [add instanceof WebAssembly.Module, (instance.exports.add as Function)(2, 3)],
    want: [true, 5],
  },
  "commonjs-import": { saw: () => oven.tray, want: "oven/tray" },
  "dynamic-import": { saw: async () => (await import("./lib/cellar")).wine, want: "red" },
  "tsconfig-paths": { saw: () => herb, want: "basil" },
  alias: { saw: () => pepper, want: "pepper" },
  define: { saw: () => [SINK, typeof process.env.NODE_ENV, navigator.userAgent], want: ["stainless", "string", "Cloudflare-Workers"] },
  jsx: {
    saw: () => <p id="a">{<>soup{" of "}<b>the</b></>} day</p>,
    want: '<p id="a">soup of <b>the</b> day</p>',
  },
  "standard-decorators": {
    saw: () => new Stove().cook(),
    want: "soup with salt, by a decorator of cook(method)",
  },
  "experimental-decorators": {
    saw: () => new LegacyStove().cook(),
    want: "soup with salt, by a decorator of cook(object)",
  },
  "typescript-values": { saw: () => [Heat.High, Heat[1], Shelf.jars], want: [2, "Low", 3] },
  using: {
    saw: () => {
      const log: string[] = [];
      {
        using _ = new Tap(log);
        log.push("open");
      }
      return log;
    },
    want: ["open", "closed"],
  },
  names: {
    saw: () => {
      const pan = () => {};
      const Pot = class {};
      return [pan.name, Pot.name, Tap.name, (class Lid {}).name];
    },
    want: ["pan", "Pot", "Tap", "Lid"],
  },
  "node-crypto": { saw: () => createHash("sha1").update("soup").digest("hex").slice(0, 8), want: "93ad1eda" },
  "node-buffer": { saw: () => Buffer.from("soup").toString("base64"), want: "c291cA==" },
  "node-async-hooks": { saw: () => new AsyncLocalStorage<string>().run("pot", async () => (await null, "pot")), want: "pot" },
  "bare-events": {
    saw: () => {
      const bell = new EventEmitter();
      const heard: string[] = [];
      bell.on("ready", (dish: string) => heard.push(dish));
      bell.emit("ready", "soup");
      return heard;
    },
    want: ["soup"],
  },
  "cloudflare-workers-env": { saw: () => dish, want: "soup" },
};
