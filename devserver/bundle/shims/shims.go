// Package shims has modules that stand for npm packages which are written for Node.js.
package shims

import (
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// shims stand for npm packages that are written for Node.js and have no use in a
// Worker, or have it built in. wrangler replaces the same ones (those of unenv's npmShims,
// https://github.com/unjs/unenv), whether they are installed or not.
var shims = map[string]string{
	"cross-fetch": `export const fetch = (...args) => globalThis.fetch(...args);
export const { Headers, Request, Response } = globalThis;
export default fetch;`,
	"cross-fetch/polyfill": `export default {};`,
	"fsevents": `export default {
  watch: async () => {},
  getInfo: (path) => ({ event: "mock", path, type: "file", flags: 0x100000000, changes: { inode: false, finder: false, access: false, xattrs: false } }),
};`,
	"inherits":         `export { inherits as default } from "node:util";`,
	"isomorphic-fetch": `export default {};`,
	"node-fetch": `export const fetch = (...args) => globalThis.fetch(...args);
export const { Headers, Request, Response, AbortController } = globalThis;
export const FetchError = Error, AbortError = Error;
export const isRedirect = (status) => [301, 302, 303, 307, 308].includes(status);
export default Object.assign(fetch, { Promise, isRedirect });`,
	"node-fetch-native/polyfill": `export default {};`,
	"whatwg-url": `const no = (name) => () => { throw new Error("[unenv] whatwg-url." + name + " is not implemented yet!"); };
export const { URL, URLSearchParams } = globalThis;
export const basicURLParse = no("basicURLParse"), cannotHaveAUsernamePasswordPort = no("cannotHaveAUsernamePasswordPort"),
  parseURL = no("parseURL"), percentDecodeBytes = no("percentDecodeBytes"), percentDecodeString = no("percentDecodeString"),
  serializeHost = no("serializeHost"), serializeInteger = no("serializeInteger"), serializeURL = no("serializeURL"),
  serializeURLOrigin = no("serializeURLOrigin"), setThePassword = no("setThePassword"), setTheUsername = no("setTheUsername");`,
	"whatwg-url/webidl2js-wrapper": `export const { URL, URLSearchParams } = globalThis;`,
}

func init() {
	shims["node-fetch-native"] = shims["node-fetch"]
}

// Plugin replaces the packages in a Worker that has Node's modules. dir is that of the
// project.
func Plugin(dir string) api.Plugin {
	return api.Plugin{Name: "shims", Setup: func(b api.PluginBuild) {
		var names []string
		for name := range shims {
			names = append(names, regexp.QuoteMeta(name))
		}
		filter := "^(" + strings.Join(names, "|") + ")$"
		b.OnResolve(api.OnResolveOptions{Filter: filter}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			namespace := "shim"
			if args.Kind == api.ResolveJSRequireCall && args.Namespace != "required-shim" {
				namespace = "required-shim"
			}
			return api.OnResolveResult{Path: args.Path, Namespace: namespace}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "shim"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			code := shims[args.Path]
			return api.OnLoadResult{Contents: &code, ResolveDir: dir}, nil
		})
		// require() returns its default export, with the other exports as properties.
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "required-shim"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			code := "import * as all from \"" + args.Path + "\";\nconst { default: main = {}, ...named } = all;\nmodule.exports = Object.assign(main, named);\n"
			return api.OnLoadResult{Contents: &code, ResolveDir: dir}, nil
		})
	}}
}
