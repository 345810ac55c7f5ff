var{apply:m,construct:nt,get:rt,has:st,ownKeys:J,defineProperty:b,deleteProperty:ct}=Reflect,l=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:N}=Reflect,
{freeze:R,setPrototypeOf:P}=Object,{keys:_,hasOwn:pt}=Object,{isArray:g}=Array,{isView:it}=ArrayBuffer,{now:ft}=Date;var{bind:y,call:z}=Function.prototype,r=m(y,y,[z]),lt=r(y),ut=Promise.prototype.then,dt=r(Function.prototype.toString),at=r(
String.prototype.charCodeAt),yt=r(String.prototype.slice),gt=r(String.prototype.indexOf),S=r(String.prototype.startsWith),
xt=r(RegExp.prototype.exec),ht=r(Object.prototype.isPrototypeOf);var Ot=Promise.prototype;function j(t,e){let o=N(t,e);return o!==void 0&&P(o,null),o}function k(t,e){let o=t&&j(t,e)?.get;return o===void 0?n=>n[e]:r(o)}function i(t,e){b(t,t.length,{__proto__:null,value:e,
writable:!0,enumerable:!0,configurable:!0})}function x(t,e){try{return t()}catch{return e}}function h(t){class e extends t{}
let o=J(t.prototype);for(let n=0;n<o.length;n++)o[n]!=="constructor"&&b(e.prototype,o[n],j(t.prototype,o[n]));return P(e.
prototype,null),R(e.prototype),e}var C=h(Map),wt=h(Set),mt=h(WeakMap);var{Int32Array:D,Uint8Array:A}=globalThis,F="",W="",K=0,U=0;function E(t){let e=t.split(" ");W=""+e[0].slice(0,8),F=""+e[0]+"	",K=e[1]|0,U=e[2]|0}function O(t){if(!S(t,W))return;
let e=t.split("	");return e.length<4?void 0:e.slice(3).join("	").split("")}var V=new TextEncoder,_t=r(V.encode),M=l(A.prototype),St=k(M,"length"),jt=r(M.set),v,G;H(4096);function H(t){v=new A(t),
G=new D(v.buffer)}var{Error:L,JSON:Q,Proxy:Mt,String:T}=globalThis,{parse:u,stringify:Tt}=Q,qt=Object.prototype,It=L.prototype,X="__dotool";function q(t){return(""+(t??"")).split(`
`).filter(o=>o.startsWith("    at ")&&!o.includes("dotool")).join(`
`)}function I(t){if(!g(t))return t;let e=[];for(let o=0;o<t.length;o++)t[o].entrypoint!==X&&i(e,Y(t[o]));return e.length>
0?e:void 0}function Y(t){let e=[],o=[];for(let s=0;s<t.exceptions.length;s++)i(o,B(t.exceptions[s]));let n=t.outcome;for(let s=0;s<
t.logs.length;s++){let c=t.logs[s],p=tt(c.message);if(p===void 0){i(e,c);continue}for(let d=0;d<p.length;d++){let[w,...a]=p[d].
split("	");w==="console"&&i(e,et(c.timestamp,a));let f=w==="error"&&a[3]==="request"?x(()=>u(a[4])[1],void 0):void 0;f===
void 0||o.length>0||(n="exception",i(o,{name:f.name??"Error",message:f.message??Z(f.thrown),timestamp:c.timestamp,stack:q(
f.stack)}))}}return $(t,{logs:e,exceptions:o,outcome:n})}var Z=t=>x(()=>T(u(t)),T(t));function $(t,e){let o={__proto__:l(
t)};for(let n of _(t))o[n]=n in e?e[n]:t[n];return o}var B=t=>t.stack===void 0?t:{...t,stack:q(t.stack)},tt=t=>g(t)&&t.length===
1&&typeof t[0]=="string"?O(t[0]):typeof t=="string"?O(t):void 0;function et(t,[,e,o,n]){let{message:s=[u(o)],errorInfo:c}=n===
void 0?{}:u(n),p={timestamp:t,level:e,message:s};return c!==void 0&&(p.errorInfo=c),p}var ot=({SEAL:t})=>(E(t),{tailed:I});export{ot as default};
