// Mocks of modules, as vitest has them. Package mock makes the module of a file of tests
// such that what may be mocked asks here for its exports, and calls of vi.mock name it by
// a number: "3:./room" is the fourth.
import { __createMockInstance, __ManualMockedModule, __mockObject } from "./vitest.js";

let generation = 0; // grows with each vi.resetModules: modules run again when they are next imported

/** Makes the mocks of one file of tests. Everything of the file is loaded with load. */
export async function begin(graph) {
  const mocker = new Mocker(graph);
  globalThis.__vitest_mocker__ = mocker;
  mocker.modules = (await graph.load.mocks?.())?.mocks ?? [];
  return mocker;
}

class Mocker {
  modules = []; // all that may be mocked: how it is called, how its own exports are had, and those of __mocks__
  registry = new Map(); // what is mocked, by number
  namespaces = new Map(); // exports of modules, as tests have them
  objects = new WeakSet(); // all that exports returned

  constructor(graph) {
    this.graph = graph;
    const mocker = this;
    // vi.resetModules iterates over this.
    this.evaluatedModules = {
      idToModuleMap: {
        forEach() {
          mocker.reset();
        },
        *[Symbol.iterator]() {},
      },
    };
  }

  get generation() {
    return generation;
  }

  /** Loads a file by its name in the graph, after the mocks that it leads to. */
  load(name) {
    return this.import(name, this.graph.load[name]);
  }

  /** Imports what leads to mocks: their factories may be asynchronous. */
  async import(key, load) {
    await this.settle(key);
    const exports = await load();
    return this.owns(exports) || exports?.[Symbol.toStringTag] === "Module" ? exports : (this.namespaces.get(exports)?.module ?? this.namespace(exports, exports, true));
  }

  /** Lets modules run again when they are next imported. What was imported before stays as it is. */
  reset() {
    generation++;
    for (const { exports, known } of this.namespaces.values()) known.exports = { ...exports };
    this.namespaces.clear();
  }

  async settle(key, asked = new Set()) {
    for (const i of this.graph.reach[key] ?? []) {
      if (asked.has(i)) continue;
      asked.add(i);
      const mock = this.registry.get(i);
      if (mock?.type === "manual") await this.made(mock);
      else await this.ready(i, mock?.type, asked);
    }
  }

  /** Waits for what module i leads to, and for itself: it may have an await at its top level. */
  async ready(i, type, asked) {
    if (type === "redirect") return this.settle("redirect/" + i, asked);
    await this.settle("actual/" + i, asked);
    await this.modules[i].load?.();
  }

  /** The result of a factory, or a promise of it. A factory that asks for itself gets the module. */
  made(mock) {
    if (mock.exports || mock.running) return mock.exports;
    mock.running = true;
    let result;
    try {
      result = mock.manual.resolve();
    } catch (error) {
      mock.running = false;
      throw error;
    }
    const finish = (exports) => {
      mock.running = false;
      return (mock.exports = this.keep(strict(exports, mock.manual.raw)));
    };
    if (typeof result?.then !== "function" || mock.manual.cache) return finish(result);
    return (mock.pending = result.then(finish, (error) => {
      mock.running = false;
      throw error;
    }));
  }

  /** What a module that imports module i gets. */
  exports(i) {
    const mock = this.registry.get(i);
    if (!mock) return this.original(i);
    if (mock.type === "manual") {
      if (!mock.running) this.made(mock)?.then?.(undefined, () => {}); // whoever awaits it has its error
      return mock.exports ?? (mock.later ??= this.keep(forward(() => mock.exports ?? this.original(i))));
    }
    if (mock.type === "redirect") return this.redirected(i);
    return (mock.exports ??= this.automocked(i, mock.type));
  }

  original(i) {
    return this.namespaces.get(i)?.module ?? this.namespace(this.actual(i), i);
  }

  actual(i) {
    const module = this.modules[i];
    if (!module.actual) throw new Error(`Cannot find module "${module.raw}", which is mocked without a factory or no longer mocked`);
    return module.actual();
  }

  /** Exports of a module, kept by a key, as an object whose properties can be replaced. */
  namespace(exports, key, own = exports?.__esModule || exports?.[Symbol.toStringTag] === "Module") {
    const module = this.keep(moduleObject());
    const known = { exports };
    if (!own) define(module, "default", () => exports);
    if (exports !== null && (typeof exports === "object" || typeof exports === "function")) {
      for (const key of Object.getOwnPropertyNames(exports)) {
        if (key !== "__esModule" && (own || key !== "default")) define(module, key, () => known.exports[key]);
      }
    }
    this.namespaces.set(key, { exports, module, known });
    return module;
  }

  redirected(i) {
    const key = "redirect/" + i;
    return this.namespaces.get(key)?.module ?? this.namespace(this.modules[i].redirect(), key);
  }

  automocked(i, type) {
    const exports = this.keep(moduleObject());
    const mock = this.registry.get(i);
    if (mock) mock.exports = exports; // for modules that import each other
    return this.mockObject(this.original(i), exports, type);
  }

  mockObject(object, exports, type) {
    if (exports === "automock" || exports === "autospy") [exports, type] = [undefined, exports];
    const globalConstructors = { Object, Function, Array, Map, RegExp };
    return __mockObject({ globalConstructors, createMockInstance: __createMockInstance, type: type ?? "automock" }, object, exports);
  }

  keep(object) {
    this.objects.add(object);
    return object;
  }

  owns(object) {
    return object !== null && (typeof object === "object" || typeof object === "function") && this.objects.has(object);
  }

  queueMock(path, _importer, factory) {
    const i = numberOf(path, "vi.mock");
    if (typeof factory === "function") {
      this.registry.set(i, { type: "manual", manual: new __ManualMockedModule(this.modules[i].raw, path, path, factory) });
    } else if (factory?.spy) this.registry.set(i, { type: "autospy" });
    else this.registry.set(i, { type: this.modules[i].redirect ? "redirect" : "automock" });
  }

  queueUnmock(path) {
    this.registry.delete(numberOf(path, "vi.unmock"));
  }

  async importActual(path) {
    const i = numberOf(path, "vi.importActual");
    await this.ready(i, "actual", this.running());
    return this.original(i);
  }

  async importMock(path) {
    const i = numberOf(path, "vi.importMock");
    const { type, ...mock } = this.registry.get(i) ?? { type: this.modules[i].redirect ? "redirect" : "automock" };
    if (type === "manual") {
      await this.settle("stub/" + i);
      return this.exports(i);
    }
    await this.ready(i, type, this.running());
    if (type === "redirect") return this.redirected(i);
    return this.mockObject(this.original(i), {}, type);
  }

  /** The mocks whose factories run: one of them may be asking. */
  running() {
    return new Set([...this.registry].filter(([, mock]) => mock.running).map(([i]) => i));
  }

  getMockContext() {
    return { callstack: null };
  }
}

function moduleObject() {
  const module = Object.create(null);
  Object.defineProperty(module, "__esModule", { value: true, configurable: true });
  Object.defineProperty(module, Symbol.toStringTag, { value: "Module", configurable: true, writable: true });
  return module;
}

function define(module, key, get) {
  Object.defineProperty(module, key, { enumerable: true, configurable: true, get });
}

function numberOf(path, method) {
  const found = /^(\d+):/.exec(path);
  if (!found) throw new Error(`${method}("${path}"): the path must be written where it is called, as a text, so that the module can be found when the tests are bundled`);
  return Number(found[1]);
}

/** What a module gets that is imported while the factory of a mock runs. */
function forward(exports) {
  return new Proxy(Object.create(null), {
    get: (_, key) => Reflect.get(exports(), key),
    has: (_, key) => Reflect.has(exports(), key),
    ownKeys: () => Reflect.ownKeys(exports()),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(exports(), key);
      return found && { ...found, configurable: true };
    },
  });
}

const symbols = [
  Symbol.asyncIterator, Symbol.hasInstance, Symbol.isConcatSpreadable, Symbol.iterator, Symbol.match, Symbol.matchAll, Symbol.replace,
  Symbol.search, Symbol.split, Symbol.species, Symbol.toPrimitive, Symbol.toStringTag, Symbol.unscopables,
];

/** What a factory returned, with vitest's error for what is not there. */
function strict(exports, raw) {
  return new Proxy(exports, {
    get(target, key) {
      if (key === "__esModule" && !(key in target)) return true; // default is a property, as in all that import it
      if (key === "then") return target instanceof Promise ? target.then.bind(target) : undefined;
      if (!(key in target)) {
        if (symbols.includes(key)) return undefined;
        const error = new Error(
          `[vitest] No "${String(key)}" export is defined on the "${raw}" mock. Did you forget to return it from "vi.mock"?\n` +
            `If you need to partially mock a module, you can use "importOriginal" helper inside:\n`,
        );
        error.codeFrame = `vi.mock(import("${raw}"), async (importOriginal) => {\n  const actual = await importOriginal()\n  return {\n    ...actual,\n    // your mocked methods\n  }\n})`;
        throw error;
      }
      return target[key];
    },
  });
}
