var{apply:m,construct:rt,get:st,has:ct,ownKeys:J,defineProperty:b,deleteProperty:pt}=Reflect,l=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:N}=Reflect,
{freeze:R,setPrototypeOf:P}=Object,{keys:k,hasOwn:it}=Object,{isArray:g}=Array,{isView:ft}=ArrayBuffer,{now:lt}=Date;var{bind:y,call:z}=Function.prototype,r=m(y,y,[z]),ut=r(y),dt=Promise.prototype.then,at=r(Function.prototype.toString),yt=r(
String.prototype.charCodeAt),gt=r(String.prototype.slice),xt=r(String.prototype.indexOf),_=r(String.prototype.startsWith),
ht=r(RegExp.prototype.exec),Ot=r(Object.prototype.isPrototypeOf);function C(t){function e(){}return e.prototype=t,e}var wt=C(Promise.prototype);function S(t,e){let o=N(t,e);return o!==void 0&&P(o,null),o}function j(t,e){let o=t&&S(t,e)?.get;return o===void 0?n=>n[e]:r(o)}function i(t,e){b(t,t.length,{__proto__:null,value:e,
writable:!0,enumerable:!0,configurable:!0})}function x(t,e){try{return t()}catch{return e}}function h(t){class e extends t{}
let o=J(t.prototype);for(let n=0;n<o.length;n++)o[n]!=="constructor"&&b(e.prototype,o[n],S(t.prototype,o[n]));return P(e.
prototype,null),R(e.prototype),e}var D=h(Map),mt=h(Set),bt=h(WeakMap);var{Int32Array:F,Uint8Array:A}=globalThis,L="",W="",K=0,U=0;function E(t){let e=t.split(" ");W=""+e[0].slice(0,8),L=""+e[0]+"	",K=e[1]|0,U=e[2]|0}function O(t){if(!_(t,W))return;
let e=t.split("	");return e.length<4?void 0:e.slice(3).join("	").split("")}var V=new TextEncoder,_t=r(V.encode),M=l(A.prototype),St=j(M,"length"),jt=r(M.set),v,G;H(4096);function H(t){v=new A(t),
G=new F(v.buffer)}var{Error:Q,JSON:X,Proxy:Tt,String:T}=globalThis,{parse:u,stringify:qt}=X,It=Object.prototype,Jt=Q.prototype,Y="__dotool";function q(t){return(""+(t??"")).split(`
`).filter(o=>o.startsWith("    at ")&&!o.includes("dotool")).join(`
`)}function I(t){if(!g(t))return t;let e=[];for(let o=0;o<t.length;o++)t[o].entrypoint!==Y&&i(e,Z(t[o]));return e.length>
0?e:void 0}function Z(t){let e=[],o=[];for(let s=0;s<t.exceptions.length;s++)i(o,tt(t.exceptions[s]));let n=t.outcome;for(let s=0;s<
t.logs.length;s++){let c=t.logs[s],p=et(c.message);if(p===void 0){i(e,c);continue}for(let d=0;d<p.length;d++){let[w,...a]=p[d].
split("	");w==="console"&&i(e,ot(c.timestamp,a));let f=w==="error"&&a[3]==="request"?x(()=>u(a[4])[1],void 0):void 0;f===
void 0||o.length>0||(n="exception",i(o,{name:f.name??"Error",message:f.message??$(f.thrown),timestamp:c.timestamp,stack:q(
f.stack)}))}}return B(t,{logs:e,exceptions:o,outcome:n})}var $=t=>x(()=>T(u(t)),T(t));function B(t,e){let o={__proto__:l(
t)};for(let n of k(t))o[n]=n in e?e[n]:t[n];return o}var tt=t=>t.stack===void 0?t:{...t,stack:q(t.stack)},et=t=>g(t)&&t.
length===1&&typeof t[0]=="string"?O(t[0]):typeof t=="string"?O(t):void 0;function ot(t,[,e,o,n]){let{message:s=[u(o)],errorInfo:c}=n===
void 0?{}:u(n),p={timestamp:t,level:e,message:s};return c!==void 0&&(p.errorInfo=c),p}var nt=({SEAL:t})=>(E(t),{tailed:I});export{nt as default};
