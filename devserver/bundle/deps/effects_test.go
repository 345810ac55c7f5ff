package deps

import "testing"

func TestCalm(t *testing.T) {
	own := map[string]bool{"./own": true, "@/own": true}
	for code, want := range map[string]bool{
		"": true,
		`"use strict"; import "./own"; export {}; export type A = 1; interface B {}`:                                           true,
		`export const a = 1, b = [1, { c: "d" }], e = -1 + 2;`:                                                                 true,
		`import { A } from "p"; export class B extends A { x = f(); static y = 1; m() { globalThis.z = 1; } } function f() {}`: true,
		`import { A } from "p"; export const a = new A(); export const b = a.c("d").e([1]);`:                                   true,
		`import * as p from "p"; export default p.f({ a: () => { globalThis.b = 1; } });`:                                      true,
		`import sql from "p"; export const q = sql` + "`SELECT ${1}`;":                                                         true,
		`enum E { A = f() } function f() { globalThis.x = 1; }`:                                                                false,
		`export enum E { A, B = 2 }`: true,
		`export const m = new Map([[1, 2]]), o = Object.freeze({}), t = "a".split(",");`:                                     true,
		`import { own } from "./own"; export const a = own;`:                                                                 true,
		`export async function* f() { await globalThis.x; }`:                                                                 true,
		`import { own } from "./own"; export const a = own();`:                                                               false,
		`import { own } from "@/own"; export const a = new own();`:                                                           false,
		`function f() { globalThis.x = 1; } const a = f();`:                                                                  false,
		`const f = () => { globalThis.x = 1; }; const a = f();`:                                                              false,
		`class A { constructor() { globalThis.x = 1; } } const a = new A();`:                                                 false,
		`(() => { globalThis.x = 1; })();`:                                                                                   false,
		`import { init } from "p"; init();`:                                                                                  false,
		`import p from "p"; p.option = 1;`:                                                                                   false,
		`import { Hono } from "p"; const app = new Hono(); app.get("/", (c) => c.text("x")).post("/y"); export default app;`: true,
		`import { own } from "./own"; const app = 1; app.get(own());`:                                                        false,
		`import lodash from "cjs"; export const a = lodash.chunk([1]);`:                                                      true,
		`import "cjs";`:                                 false,
		`import p from "p"; p.extend(1);`:               false,
		`Object.freeze(Array);`:                         false,
		`globalThis.x = 1;`:                             false,
		`import p from "p"; const a = p(globalThis);`:   false,
		`const a = Object.assign(Array.prototype, {});`: false,
		`const { a } = globalThis;`:                     false,
		`if (1) { f(); } function f() {}`:               false,
		`class A { static { globalThis.x = 1; } }`:      false,
		`class A { static a = globalThis.x = 1; }`:      false,
		`class A { [globalThis.x = 1]() {} }`:           false,
		`import { d } from "p"; @d class A {}`:          false,
		`import { d } from "p"; class A { @d m() {} }`:  false,
		`const a = await fetch("https://example.com");`: false,
		`const a = fetch("https://example.com");`:       false,
		`exports.a = 1;`:                                false,
		`const a = (`:                                   false,
		`let a = 1; a++;`:                               false,
		`for (const a of [1]) {}`:                       false,
		`namespace N { globalThis.x = 1; }`:             false,
		`import x = require("p");`:                      false,
		`using a = null;`:                               false,
	} {
		if got := calmModule("a.ts", code, own, map[string]bool{"cjs": true}); got != want {
			t.Errorf("%v, want %v: %s", got, want, code)
		}
	}
}
