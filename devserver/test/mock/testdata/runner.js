// Runs the files of tests that its modules are made of, one request each.
import { begin } from "./mocker.js";
import * as vitest from "./vitest.js";

const { __startTests, __setSafeTimers, TestRunner } = vitest;

export default {
  async fetch(request) {
    __setSafeTimers();
    globalThis.vitest = vitest;
    const graph = await import("./" + new URL(request.url).pathname.slice(1));
    const mocks = await begin(graph);
    const config = {
      root: "/", setupFiles: graph.load.setup ? ["setup"] : [], maxConcurrency: 5, testTimeout: 5000, hookTimeout: 5000, retry: 0, includeTaskLocation: false,
      sequence: { hooks: "stack", setupFiles: "list", shuffle: false, concurrent: false, seed: 1 },
      snapshotOptions: { updateSnapshot: "none", snapshotEnvironment: environment, snapshotFormat: {} },
      expect: {}, experimental: { importDurations: { limit: 0 }, viteModuleRunner: true }, fakeTimers: {}, chaiConfig: {},
    };
    globalThis.__vitest_worker__ = {
      config, ctx: { pool: "workers" }, environment: { name: "workers" }, evaluatedModules: mocks.evaluatedModules, filepath: "/a.test.js",
      metaEnv: {}, providedContext: {}, resolvingModules: new Set(), rpc: { snapshotSaved() {} }, onCleanup() {},
    };
    class Runner extends TestRunner {
      async importFile(path, source) {
        if (source === "setup") return mocks.load(path);
        await mocks.load("file");
        await mocks.load("main");
      }
    }
    const runner = new Runner(config);
    runner.__setTraces({ $: (_, options, f) => (f ?? options)() });
    const [file] = await __startTests(["/a.test.js"], runner);
    const errors = (task) => (task.result?.errors ?? []).map((error) => error.message + "\n" + error.stack);
    return Response.json({
      passed: vitest.__getTests(file).filter((test) => test.result?.state === "pass").map((test) => test.name),
      failed: Object.fromEntries(vitest.__getTests(file).filter((test) => test.result?.state !== "pass").map((test) => [test.name, errors(test)])),
      errors: errors(file), inline: graph.inline, thrown: globalThis.thrown,
    });
  },
};

const environment = {
  getVersion: () => "1", getHeader: () => "", resolvePath: async (path) => path + ".snap", resolveRawPath: async (_, path) => path,
  readSnapshotFile: async () => null, saveSnapshotFile: async () => {}, removeSnapshotFile: async () => {},
};
