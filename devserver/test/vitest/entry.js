// The exports of vitest.js: see vitest_test.go.
export * from "vitest";
export { startTests as __startTests } from "@vitest/runner";
export { getNames as __getNames, getTests as __getTests } from "@vitest/runner/utils";
export { setSafeTimers as __setSafeTimers } from "@vitest/utils/timers";
export { processError as __processError } from "@vitest/utils/error";
export { parseErrorStacktrace as __parseErrorStacktrace } from "@vitest/utils/source-map";
export { addSerializer as __addSerializer, getSerializers as __getSerializers } from "@vitest/snapshot";
export { mockObject as __mockObject } from "@vitest/mocker";
export { ManualMockedModule as __ManualMockedModule } from "@vitest/mocker";
export { createMockInstance as __createMockInstance } from "@vitest/spy";
