// Runs two suites with vitest.js, and responds with what became of each test.
import * as vitest from "./vitest.js";
import { DurableObject } from "cloudflare:workers";

const { describe, expect, it, vi, __startTests, __setSafeTimers, TestRunner } = vitest;

export class Counter extends DurableObject {
  add(n) {
    if (n < 0) throw new RangeError("no negative numbers");
    return n + 1;
  }
}

const suite = (stub) => {
  describe("a suite", () => {
    it("passes", () => expect({ a: [1, 2] }).toEqual({ a: [1, expect.any(Number)] }));
    it("fails", () => expect({ a: 1 }).toEqual({ a: 2 }));
    it.each([1, 2])("has rows %i", (n) => expect(n).toBe(1));
    it.skip("skips", () => {});
    it.todo("waits");
    it.fails("may fail", () => expect(1).toBe(2));
    it("is tried again", { retry: 2 }, ({ task }) => expect(task.result.retryCount).toBe(2));
    it("takes too long", { timeout: 20 }, () => new Promise(() => {}));
    it("moves the clock", () => {
      vi.useFakeTimers({ now: 1000 });
      const called = vi.fn();
      setTimeout(called, 60_000);
      vi.advanceTimersByTime(60_000);
      expect(called).toHaveBeenCalledOnce();
      expect(Date.now()).toBe(61_000);
      vi.useRealTimers();
    });
    it("mocks", () => {
      const o = { f: () => 1 };
      vi.spyOn(o, "f").mockReturnValue(2);
      expect(o.f()).toBe(2);
      vi.restoreAllMocks();
      expect(o.f()).toBe(1);
    });
  });
  describe("calls of objects", () => {
    it("rejects where it does", () => expect(stub.add(-1)).rejects.toThrow(RangeError));
    it("does not reject where it does not", () => expect(stub.add(1)).rejects.toThrow());
    it("resolves", () => expect(stub.add(1)).resolves.toBe(2));
    it("does not resolve", () => expect(stub.add(-1)).resolves.toBe(2));
    it("rejects functions as vitest does", () => expect(() => Promise.reject(new Error("no"))).rejects.toThrow("no"));
  });
};

export default {
  async fetch(request, env) {
    const unhandled = [];
    addEventListener("unhandledrejection", (event) => unhandled.push(String(event.reason)));
    __setSafeTimers();
    const config = {
      root: "/", setupFiles: [], maxConcurrency: 5, testTimeout: 5000, hookTimeout: 5000, retry: 0, includeTaskLocation: false,
      sequence: { hooks: "stack", setupFiles: "parallel", shuffle: false, concurrent: false, seed: 1 },
      snapshotOptions: { updateSnapshot: "none", snapshotEnvironment: environment, snapshotFormat: {} },
      expect: {}, experimental: { importDurations: { limit: 0 }, viteModuleRunner: true }, fakeTimers: {}, chaiConfig: {},
    };
    globalThis.__vitest_worker__ = {
      config, ctx: { pool: "workers" }, environment: { name: "workers" }, evaluatedModules: new Map(), filepath: "/a.test.js",
      metaEnv: {}, providedContext: {}, resolvingModules: new Set(), rpc: { snapshotSaved() {} }, onCleanup() {},
    };
    class Runner extends TestRunner {
      importFile() {
        suite(env.COUNTER.getByName("a"));
      }
    }
    const runner = new Runner(config);
    runner.__setTraces({ $: (_, options, f) => (f ?? options)() });
    const files = await __startTests(["/a.test.js"], runner);
    const results = files.flatMap((file) => vitest.__getTests(file)).map((test) => ({
      name: test.name, state: test.result?.state ?? test.mode, errors: test.result?.errors?.map((error) => error.message) ?? [],
      diff: test.result?.errors?.[0]?.diff ?? "",
    }));
    return Response.json({ results, errors: files[0].result.errors ?? [], unhandled });
  },
};

const environment = {
  getVersion: () => "1", getHeader: () => "", resolvePath: async (path) => path + ".snap", resolveRawPath: async (_, path) => path,
  readSnapshotFile: async () => null, saveSnapshotFile: async () => {}, removeSnapshotFile: async () => {},
};
