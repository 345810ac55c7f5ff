// What `dotool test` has of vitest. Where vitest is installed, its own types are used: a
// pattern, as the star makes this, counts only for what is not found.
declare module "vitest*" {
  type Awaitable = unknown;
  export interface TestContext {
    readonly task: { readonly name: string };
    readonly expect: ExpectStatic;
    skip(note?: string): never;
    skip(condition: boolean, note?: string): void;
    onTestFinished(body: () => Awaitable): void;
    onTestFailed(body: () => Awaitable): void;
  }
  export interface TestOptions {
    timeout?: number;
    retry?: number;
    repeats?: number;
    concurrent?: boolean;
    sequential?: boolean;
    skip?: boolean;
    only?: boolean;
    todo?: boolean;
    fails?: boolean;
  }
  type Name = string | Function;
  type Cases<T> = T extends readonly unknown[] ? [...T] : [T];
  interface Define<Body> {
    (name: Name, body?: Body, options?: number | TestOptions): void;
    (name: Name, options: TestOptions, body?: Body): void;
    readonly only: this;
    readonly skip: this;
    readonly todo: this;
    readonly concurrent: this;
    readonly sequential: this;
    skipIf(condition: unknown): this;
    runIf(condition: unknown): this;
    each<T>(cases: readonly T[]): (name: Name, body: (...values: Cases<T>) => Awaitable, options?: number | TestOptions) => void;
    each(strings: TemplateStringsArray, ...values: any[]): (name: Name, body: (values: any) => Awaitable, options?: number | TestOptions) => void;
    for<T>(cases: readonly T[]): (name: Name, body: (value: T, context: TestContext) => Awaitable, options?: number | TestOptions) => void;
  }
  export interface TestAPI extends Define<(context: TestContext) => Awaitable> {
    readonly fails: this;
    extend(fixtures: object): any;
  }
  export interface SuiteAPI extends Define<() => Awaitable> {
    readonly shuffle: this;
  }
  export const test: TestAPI;
  export const it: TestAPI;
  export const describe: SuiteAPI;
  export const suite: SuiteAPI;
  export function beforeAll(body: () => Awaitable, timeout?: number): void;
  export function afterAll(body: () => Awaitable, timeout?: number): void;
  export function beforeEach(body: (context: TestContext) => Awaitable, timeout?: number): void;
  export function afterEach(body: (context: TestContext) => Awaitable, timeout?: number): void;
  export function onTestFinished(body: () => Awaitable): void;
  export function onTestFailed(body: () => Awaitable): void;

  interface Matchers<R> {
    toBe(expected: unknown): R;
    toEqual(expected: unknown): R;
    toStrictEqual(expected: unknown): R;
    toMatchObject(expected: object): R;
    toBeCloseTo(expected: number, digits?: number): R;
    toBeDefined(): R;
    toBeUndefined(): R;
    toBeNull(): R;
    toBeNullable(): R;
    toBeNaN(): R;
    toBeTruthy(): R;
    toBeFalsy(): R;
    toBeGreaterThan(expected: number | bigint): R;
    toBeGreaterThanOrEqual(expected: number | bigint): R;
    toBeLessThan(expected: number | bigint): R;
    toBeLessThanOrEqual(expected: number | bigint): R;
    toBeInstanceOf(expected: unknown): R;
    toBeTypeOf(expected: string): R;
    toBeOneOf(expected: readonly unknown[] | Set<unknown>): R;
    toContain(expected: unknown): R;
    toContainEqual(expected: unknown): R;
    toHaveLength(expected: number): R;
    toHaveProperty(path: string | readonly (string | number)[], value?: unknown): R;
    toMatch(expected: string | RegExp): R;
    toSatisfy(expected: (value: any) => boolean, message?: string): R;
    toThrow(expected?: unknown): R;
    toThrowError(expected?: unknown): R;
    toMatchSnapshot(shapeOrHint?: object | string, hint?: string): R;
    toMatchInlineSnapshot(shapeOrText?: object | string, text?: string): R;
    toThrowErrorMatchingSnapshot(hint?: string): R;
    toThrowErrorMatchingInlineSnapshot(text?: string, hint?: string): R;
    toHaveBeenCalled(): R;
    toHaveBeenCalledOnce(): R;
    toHaveBeenCalledTimes(times: number): R;
    toHaveBeenCalledWith(...args: any[]): R;
    toHaveBeenCalledExactlyOnceWith(...args: any[]): R;
    toHaveBeenLastCalledWith(...args: any[]): R;
    toHaveBeenNthCalledWith(nth: number, ...args: any[]): R;
    toHaveReturned(): R;
    toHaveReturnedTimes(times: number): R;
    toHaveReturnedWith(value: unknown): R;
    toHaveResolved(): R;
    toHaveResolvedWith(value: unknown): R;
    readonly not: this;
    [matcher: string]: any;
  }
  export interface Assertion<T = any> extends Matchers<void> {
    readonly resolves: Matchers<Promise<void>>;
    readonly rejects: Matchers<Promise<void>>;
  }
  export interface ExpectStatic {
    <T>(actual: T, message?: string): Assertion<T>;
    soft<T>(actual: T, message?: string): Assertion<T>;
    poll<T>(actual: () => T, options?: { interval?: number; timeout?: number; message?: string }): Matchers<Promise<void>>;
    any(constructor: unknown): any;
    anything(): any;
    arrayContaining(expected: readonly unknown[]): any;
    objectContaining(expected: object): any;
    stringContaining(expected: string): any;
    stringMatching(expected: string | RegExp): any;
    closeTo(expected: number, digits?: number): any;
    assertions(count: number): void;
    hasAssertions(): void;
    unreachable(message?: string): never;
    fail(message?: string): never;
    extend(matchers: object): void;
    addSnapshotSerializer(serializer: object): void;
    readonly not: any;
  }
  export const expect: ExpectStatic;
  export const assert: any;

  export interface Mock<F extends (...args: any[]) => any = (...args: any[]) => any> {
    (...args: Parameters<F>): ReturnType<F>;
    readonly mock: { readonly calls: Parameters<F>[]; readonly results: { type: string; value: any }[]; readonly lastCall?: Parameters<F>; readonly instances: any[]; readonly invocationCallOrder: number[] };
    mockClear(): this;
    mockReset(): this;
    mockRestore(): void;
    mockName(name: string): this;
    mockImplementation(fn: F): this;
    mockImplementationOnce(fn: F): this;
    mockReturnValue(value: ReturnType<F>): this;
    mockReturnValueOnce(value: ReturnType<F>): this;
    mockResolvedValue(value: Awaited<ReturnType<F>>): this;
    mockResolvedValueOnce(value: Awaited<ReturnType<F>>): this;
    mockRejectedValue(value: unknown): this;
    mockRejectedValueOnce(value: unknown): this;
  }
  export interface VitestUtils {
    fn<F extends (...args: any[]) => any>(fn?: F): Mock<F>;
    spyOn<T extends object, K extends keyof T>(object: T, key: K, access?: "get" | "set"): Mock<T[K] extends (...args: any[]) => any ? T[K] : () => T[K]>;
    mock(path: string | Promise<unknown>, factory?: (original: () => Promise<any>) => unknown): void;
    unmock(path: string): void;
    doMock(path: string, factory?: (original: () => Promise<any>) => unknown): void;
    doUnmock(path: string): void;
    hoisted<T>(factory: () => T): T;
    importActual<T = any>(path: string): Promise<T>;
    importMock<T = any>(path: string): Promise<T>;
    mocked<T>(value: T, options?: unknown): any;
    isMockFunction(value: unknown): boolean;
    clearAllMocks(): this;
    resetAllMocks(): this;
    restoreAllMocks(): this;
    resetModules(): this;
    stubGlobal(name: string, value: unknown): this;
    unstubAllGlobals(): this;
    stubEnv(name: string, value: string | boolean | undefined): this;
    unstubAllEnvs(): this;
    useFakeTimers(options?: object): this;
    useRealTimers(): this;
    isFakeTimers(): boolean;
    setSystemTime(time: number | string | Date): this;
    getMockedSystemTime(): Date | null;
    getRealSystemTime(): number;
    advanceTimersByTime(ms: number): this;
    advanceTimersByTimeAsync(ms: number): Promise<this>;
    advanceTimersToNextTimer(): this;
    advanceTimersToNextTimerAsync(): Promise<this>;
    runAllTimers(): this;
    runAllTimersAsync(): Promise<this>;
    runOnlyPendingTimers(): this;
    runOnlyPendingTimersAsync(): Promise<this>;
    clearAllTimers(): this;
    getTimerCount(): number;
    waitFor<T>(body: () => T | Promise<T>, options?: number | { timeout?: number; interval?: number }): Promise<T>;
    waitUntil<T>(body: () => T | Promise<T>, options?: number | { timeout?: number; interval?: number }): Promise<T>;
    setConfig(config: object): void;
    resetConfig(): void;
  }
  export const vi: VitestUtils;
  export const vitest: VitestUtils;
}
