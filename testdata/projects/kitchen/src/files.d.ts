declare module "*.html" { const text: string; export default text }
declare module "*.sql" { const text: string; export default text }
declare module "*.txt" { const text: string; export default text }
declare module "*.bin" { const bytes: ArrayBuffer; export default bytes }
declare module "*.wasm" { const module: WebAssembly.Module; export default module }
declare const SINK: string; // defined by wrangler.jsonc
declare module "spice" { const name: string; export default name } // an alias of wrangler.jsonc
declare namespace JSX {
  type Element = string;
  interface IntrinsicElements { [tag: string]: Record<string, string> }
}
