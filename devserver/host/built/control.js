import J from"workerd:unsafe";async function M(t){let e=[],n="",a=new Map,r=s=>n+=s,i=s=>{e.push(n,s),n=""};function f(s,w,p){if(o(s))return;if(a.has(
s))return r('{"$ref":'+JSON.stringify(I(a.get(s)))+"}");let y={parent:w,key:p};a.set(s,y),g(s,y)}function o(s){switch(typeof s){case"\
undefined":return r('{"$undefined":true}'),!0;case"string":return r(JSON.stringify(s)),!0;case"boolean":return r(String(
s)),!0;case"number":return r(te(s)),!0;case"bigint":return r('{"$bigint":"'+s+'"}'),!0;case"symbol":return r('{"$stub":'+
JSON.stringify(String(s))+"}"),!0;case"function":return r('{"$stub":'+JSON.stringify(N(s))+"}"),!0}return s===null&&r("n\
ull"),s===null}function l(s,w){r("[");let p="",y=0;for(let h of s)r(p),p=",",f(h,w,y++);r("]")}function c(s,w,p,y){for(let h of w){
let m=h.startsWith("$")?"$"+h:h;r(y+JSON.stringify(m)+":"),y=",",f(s[h],p,m)}}function u(s,w){let p=Object.keys(s),y=p.findIndex(
m=>!/^(0|[1-9]\d*)$/.test(m)),h=y<0?p.length:y;if(h===p.length&&s.length<=2*h+16){r("[");for(let m=0;m<s.length;m++)m>0&&
r(","),m in s?f(s[m],w,m):r('{"$hole":true}');r("]");return}r('{"$array":{'),c(s,p,{parent:w,key:"$array"},""),r('},"len\
gth":'+s.length+"}")}function d(s,w){r('{"$bytes":"'+k(s.buffer,s.byteOffset,s.byteLength)+'"');let p=s[Symbol.toStringTag]??
"DataView";p!=="Uint8Array"&&r(',"type":"'+p+'"');let{buffer:y}=s;!a.has(y)&&!y.resizable&&s.byteLength===y.byteLength?a.
set(y,{parent:w,key:"buffer"}):(r(',"buffer":'),f(y,w,"buffer"),s.byteOffset>0&&r(',"offset":'+s.byteOffset),q(s)&&r(',"\
lengthTracking":true')),r("}")}function g(s,w){let p=y=>({parent:w,key:y});if(Array.isArray(s))return u(s,w);if(ArrayBuffer.
isView(s))return d(s,w);if(s instanceof Map){r('{"$map":[');let y=0;for(let h of s)y>0&&r(","),l(h,{parent:p("$map"),key:y++});
r("]}")}else if(s instanceof Set)r('{"$set":'),l(s,p("$set")),r("}");else if(s instanceof Date)r('{"$date":'+(isNaN(+s)?
"null":JSON.stringify(s.toISOString()))+"}");else if(s instanceof RegExp)r('{"$regexp":'+JSON.stringify([s.source,s.flags])+
"}");else if(s instanceof Number||s instanceof String||s instanceof Boolean||s instanceof BigInt)r('{"$boxed":'),o(s.valueOf()),
r("}");else if(s instanceof ArrayBuffer)r('{"$bytes":"'+k(s,0,s.byteLength)+'","type":"ArrayBuffer"'+(s.resizable?',"max\
Length":'+s.maxByteLength:"")+"}");else if(typeof DOMException=="function"&&s instanceof DOMException)r('{"$domException\
":'+JSON.stringify({name:s.name,message:s.message})+"}");else if(s instanceof Error){r('{"$error":{"name":'+JSON.stringify(
String(s.name))+',"message":'+JSON.stringify(String(s.message)));let y=Object.keys(s).filter(h=>!["name","message","stac\
k"].includes(h));for(let h of P)Object.hasOwn(s,h)&&!y.includes(h)&&y.push(h);c(s,y,p("$error"),","),r("}}")}else s instanceof
Headers?r('{"$headers":'+JSON.stringify([...s])+"}"):s instanceof Response?(r('{"$response":{"status":'+s.status+',"head\
ers":'+JSON.stringify([...s.headers])+',"body":'),i(ee(s)),r("}}")):s instanceof Request?r('{"$request":'+JSON.stringify(
s.url)+',"init":{"method":'+JSON.stringify(s.method)+',"headers":'+JSON.stringify([...s.headers])+"}}"):s instanceof Blob?
(r('{"$bytes":"'),i(s.arrayBuffer().then(y=>k(y,0,y.byteLength))),r('","type":"Blob","contentType":'+JSON.stringify(s.type)+
"}")):v(s)?(r("{"),c(s,Object.keys(s),w,""),r("}")):r('{"$stub":'+JSON.stringify(N(s))+"}")}return o(t)||(a.set(t,null),
g(t,null)),e.length===0?n:(e.push(n),(await Promise.all(e)).join(""))}var P=["cause","errors","error","suppressed"];function q(t){
let{resizable:e,byteLength:n,maxByteLength:a}=t.buffer;if(!e||t.byteOffset+t.byteLength<n-7)return!1;let r=structuredClone(
t);if(n<a)return r.buffer.resize(a),r.byteLength>t.byteLength;r.buffer.resize(t.byteOffset);try{return r.fill?r.fill(0).
length===0:r.byteLength===0}catch{return!1}}function v(t){let e=Object.getPrototypeOf(t);return e===null||e===Object.prototype||
t[Symbol.toStringTag]===void 0&&!/^(Rpc|Fetcher|DurableObject)/.test(N(t))}function N(t){try{return String(Object.getPrototypeOf(
t)?.constructor?.name||"function")}catch{return"function"}}async function ee(t){let e=await t.arrayBuffer();try{return JSON.
stringify(new TextDecoder("utf-8",{fatal:!0,ignoreBOM:!1}).decode(e))}catch{return'{"$bytes":"'+k(e,0,e.byteLength)+'"}'}}
function te(t){return Object.is(t,-0)?'{"$number":"-0"}':Number.isFinite(t)?Number.isInteger(t)&&!Number.isSafeInteger(t)&&
Math.abs(t)<1e21?String(BigInt(t)):String(t):'{"$number":"'+t+'"}'}function I(t){if(t===null)return"#";let e=String(t.key);
return I(t.parent)+"/"+e.replaceAll("~","~0").replaceAll("/","~1")}var R=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));
function k(t,e=0,n=t.byteLength){let a=new Uint8Array(t,e,n),r=[];for(let i=0;i<a.length;i+=32768)r.push(String.fromCharCode.
apply(null,a.subarray(i,i+32768)));return btoa(r.join(""))}function F(t){let e=new Map;function n(o){if(o===null||typeof o!=
"object")return o;if(Array.isArray(o)){let d=new Array(o.length);return e.set(o,d),o.forEach((g,s)=>g?.$hole||(d[s]=n(g))),
d}let c=Object.keys(o).find(d=>d.charCodeAt(0)===T&&d.charCodeAt(1)!==T);if(c===void 0)return a({},o);if(c==="$ref")return f(
o.$ref);let u=r(o,c,o[c]);return typeof u=="object"&&u!==null&&e.set(o,u),u}function a(o,l,c=l){e.set(c,o);for(let u of Object.
keys(l)){let d=u.charCodeAt(0)===T?u.slice(1):u;d in o?E(o,d,n(l[u])):o[d]=n(l[u])}return o}function r(o,l,c){switch(l){case"\
$undefined":return;case"$number":return Number(c);case"$bigint":return BigInt(c);case"$date":return new Date(c===null?NaN:
c);case"$regexp":return new RegExp(c[0],c[1]);case"$boxed":return Object(n(c));case"$headers":return new Headers(c);case"\
$bytes":return i(o,c);case"$domException":return new DOMException(c.message??"",c.name??"Error");case"$array":{let u=new Array(
o.length);return a(u,c,o)}case"$map":{let u=new Map;e.set(o,u);for(let[d,g]of c)u.set(n(d),n(g));return u}case"$set":{let u=new Set;
e.set(o,u);for(let d of c)u.add(n(d));return u}case"$error":{let{name:u="Error",message:d,...g}=c,s=new(D[u]??Error)(d??
"");D[u]||E(s,"name",u,!1),e.set(o,s),E(s,"stack",String(s));for(let[w,p]of Object.entries(g))E(s,w.replace(/^\$/,""),n(
p),w!=="stack"&&!P.includes(w));return s}case"$request":return new Request(c,n(o.init))}throw new Error(`a value with ${l}\
 cannot be written while a server runs: stop it first`)}function i(o,l){let{type:c="Uint8Array"}=o;if(c==="Blob")return new Blob(
[R(l)],{type:o.contentType??""});if(c==="ArrayBuffer"){if(o.maxLength===void 0)return R(l).buffer;let s=R(l),w=new ArrayBuffer(
s.length,{maxByteLength:o.maxLength});return new Uint8Array(w).set(s),w}let u=K[c];if(!u)throw new Error("there is no "+
c+" here");if(!o.buffer)return new u(R(l).buffer);let d=n(o.buffer),g=R(l).length/(u.BYTES_PER_ELEMENT??1);return o.lengthTracking?
new u(d,o.offset??0):new u(d,o.offset??0,g)}function f(o){let l=t,c=o.split("/").slice(1).map(u=>u.replaceAll("~1","/").
replaceAll("~0","~"));for(let[u,d]of c.entries()){if(d==="buffer"&&u===c.length-1&&l?.$bytes!==void 0&&l.buffer===void 0)
return e.get(l)?.buffer;l=l?.[d]}return e.get(l)}return n(t)}var T=36,K={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,
Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array==
"function"&&(K.Float16Array=Float16Array);var D={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};
function E(t,e,n,a=!0){let{configurable:r,enumerable:i,writable:f=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,
enumerable:a};Object.defineProperty(t,e,{configurable:r,enumerable:i,writable:f,value:n})}var b=(t,e=t.WORKER)=>t["worker:"+e];function S(t,{worker:e=t.WORKER,name:n,id:a,objectName:r}){let i=t["class:"+e+"/"+n];
if(!i)throw new Error("the server hosts no class "+(e===t.WORKER?n:e+"/"+n));return i.get(typeof r=="string"?i.idFromName(
r):i.idFromString(a))}async function z(t,e){let{target:n,path:a,args:r,get:i}=await t.json(),f;try{if(await b(e,n.worker)?.
takesRpc(e.SECRET,n.name)===!1)throw Object.assign(new Error("the class "+n.name+" does not support RPC: it does not ext\
end DurableObject"),{kind:"no-rpc"});let l=S(e,n);for(let u of a.slice(0,-1))l=l[u];let c=a.at(-1);return f=i?await l[c]:
await l[c](...r.map(F)),f instanceof ReadableStream?await re(f):new Response('{"value":'+await M(f)+`}
`)}catch(o){return Response.json({error:_(o)})}}async function re(t){let e=t.getReader(),n=await e.read(),{readable:a,writable:r}=new TransformStream;
return(async()=>{let f=r.getWriter();try{for(await f.write(new TextEncoder().encode(`{"stream":true}
`));!n.done;n=await e.read())await f.write(n.value);await f.close()}catch(o){await f.abort(o),await e.cancel(o)}})().catch(
()=>{}),new Response(a)}function _(t){let e={name:String(t?.name??""),message:String(t?.message??t),kind:t?.kind};(typeof t!=
"object"||t===null)&&(e.name="");for(let n of["remote","retryable","overloaded","durableObjectReset"])t?.[n]&&(e[n]=!0);
return e}async function H(t,e){try{let{target:n,method:a,url:r,headers:i}=ne(t.headers.get("dotool-request")),f=new Headers(
i),o=t.headers.get("upgrade");o&&f.set("Upgrade",o);let l=a==="GET"||a==="HEAD"?void 0:t.body,c=await S(e,n).fetch(new Request(
r,{method:a,headers:f,body:l,redirect:"manual"})),u={"dotool-response":Q({status:c.status,statusText:c.statusText,headers:[
...c.headers]})};if(c.webSocket&&!o)return c.webSocket.accept(),c.webSocket.close(1e3,"not asked for"),new Response(null,
{headers:u});if(c.webSocket){let d=c.headers.get("sec-websocket-protocol");return d&&(u["Sec-WebSocket-Protocol"]=d),new Response(
null,{status:101,webSocket:c.webSocket,headers:u})}return new Response(c.body,{headers:u})}catch(n){return new Response(
null,{headers:{"dotool-error":Q(_(n))}})}}var ne=t=>JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(t),e=>e.charCodeAt(
0)))),Q=t=>btoa(Array.from(new TextEncoder().encode(JSON.stringify(t)),e=>String.fromCharCode(e)).join(""));import{WorkerEntrypoint as se}from"cloudflare:workers";async function V({worker:t,at:e,cron:n},a){let{outcome:r,noRetry:i}=await U(a,t).scheduled({scheduledTime:new Date(e??Date.
now()),cron:n??""});return{outcome:r,noRetry:i===!0}}function U(t,e){let n=t["handlers:"+(e||t.WORKER)];if(n===void 0)throw new Error(
"the server hosts no Worker "+e);return n}async function j(t,e){try{let n=await V(t,e),a=n.outcome!=="ok"&&!await b(e,t.
worker||e.WORKER).handles(e.SECRET,"scheduled");return{...n,missing:a}}catch(n){return{missing:!1,error:String(n?.message??
n)}}}async function G({worker:t,queue:e,messages:n},a){let r=U(a,t),i=n.map(({id:s,body:w,attempts:p})=>({id:s,timestamp:new Date,
body:w,attempts:p})),f={backlogCount:0,backlogBytes:0},{outcome:o,ackAll:l,retryBatch:c,explicitAcks:u,retryMessages:d}=await r.
queue(e,i,{metrics:f}),g=o!=="ok"&&!await b(a,t||a.WORKER).handles(a.SECRET,"queue");return{outcome:o,ackAll:l,retryBatch:c,
explicitAcks:u,retryMessages:d,missing:g}}var O=class extends se{async fetch(e){let{pathname:n,searchParams:a}=new URL(e.
url),{worker:r,hosts:i}=this.ctx.props;for(let[c,u]of[["Host",`http://${e.headers.get("host")}`],["Origin",e.headers.get(
"origin")]]){let d=u===null?"localhost":URL.parse(u)?.hostname;if(!["localhost","127.0.0.1","[::1]",...i].includes(d))return new Response(
`Invalid ${c} header`,{status:403})}if(n.endsWith("/email"))return ae(r,a,e,this.env);let f=a.get("time"),o=await V({worker:r,
cron:a.get("cron"),at:f?parseInt(f):void 0},this.env);if(n==="/__scheduled")return new Response("Ran scheduled event");let l=o.
outcome==="ok"?200:500;return a.get("format")==="json"?Response.json(o,{status:l}):new Response(o.outcome,{status:l})}};
async function ae(t,e,n,a){let r;try{r=await a.EMAIL.receive({worker:t,from:e.get("from"),to:e.get("to")},n.body)}catch(c){
return new Response(c?.stack??String(c),{status:500})}let{problem:i,result:f,error:o,missing:l}=r;return i!==void 0?new Response(
i,{status:400}):e.get("format")==="json"?Response.json(f,{status:f.outcome==="ok"?200:500}):l?new Response("Worker does \
not export an email() handler; message stored without delivery.",{status:500}):o!==void 0?new Response(o,{status:500}):f.
rejectReason!==void 0?new Response(`Worker rejected email with the following reason: ${f.rejectReason}`,{status:400}):new Response(
"Worker successfully processed email")}async function Y(t,e,n){let a=t.get("worker")||n.WORKER;try{return U(n,a),n.EMAIL===
void 0?(await e.body?.pipeTo(new WritableStream),{missing:!0}):await n.EMAIL.receive({worker:a,from:t.get("from"),to:t.get(
"to")},e.body)}catch(r){let i=String(r?.message??r);return{problem:/reading 'address'/.test(i)?"the message has no From \
header":i}}}var oe={async fetch(t,e,n){if(t.headers.get("authorization")!=="Bearer "+e.SECRET)return new Response(`forbidden
`,{status:403});let{pathname:a,searchParams:r}=new URL(t.url);if(a==="/drain")return le(t,e,n);if(a==="/ping")return new Response;
if(a==="/registry"){let i=await t.json();return await e.REGISTRY?.update(i),n.waitUntil(L(()=>e.QUEUES?.elsewhere(Object.
keys(i.queues)))),new Response}if(a==="/flush"){let i=await t.text(),f=i===""?void 0:JSON.parse(i),o=c=>Array.isArray(f)?
f.filter(u=>(u.worker??c)===c):f,l=X(e).filter(c=>c!==e.WORKER);return await Promise.all(l.map(c=>b(e,c).flush(e.SECRET,
o(c)))),await b(e).flush(e.SECRET,o(e.WORKER),r.get("mark")),new Response}if(a==="/sockets")return Response.json((await $(
e,i=>i.sockets(e.SECRET))).flatMap(x));if(a==="/queue")return C(await L(async()=>G(await t.json(),e)));if(a==="/queues"){
let{action:i,args:f=[]}=await t.json(),o=L(()=>e.QUEUES?.[i](...f));if(i==="wake"&&f.length===0)n.waitUntil(o);else return C(
await o);return new Response}if(a==="/hold")return Response.json(await ie(await t.json(),e));if(a==="/object")return pe(
await t.json(),e);if(a==="/call")return z(t,e);if(a==="/fetch")return H(t,e);if(a==="/methods"){let{worker:i,name:f}=await t.
json();return C(await b(e,i)?.methods(e.SECRET,f)??"null")}return a==="/scheduled"?Response.json(await j(await t.json(),
e)):a==="/workflows"?e.WORKFLOWS?.fetch(new Request(t))??Response.json({error:"the server runs no workflows"}):a==="/ema\
il"?Response.json(await Y(r,t,e)):a==="/evict"?ye(await t.json(),e):new Response(`unknown
`,{status:404})}},C=t=>new Response(t,{headers:{"content-type":"application/json"}}),X=t=>Object.keys(t).filter(e=>e.startsWith(
"worker:")).map(e=>e.slice(7));function Z(t,e){return Promise.all(X(t).map(async n=>({worker:n,answer:await e(b(t,n),n)})))}
var $=async(t,e)=>(await Z(t,e)).map(({worker:n,answer:a})=>({worker:n,answer:JSON.parse(a)})),x=({worker:t,answer:e})=>e.
map(n=>({worker:t,...n}));async function L(t){try{return JSON.stringify({result:await t()??null})}catch(e){return JSON.stringify(
{error:String(e?.message??e)})}}async function ie({to:t,crons:e,deliver:n},a){let r=await B(t,a);if(e)await ce(e,r,a);else if(n)
await fe(n,r,a);else return r;return await Z(a,i=>i.flush(a.SECRET,void 0,"")),r}async function ce(t,e,n){Object.assign(
e,{ran:0,missing:!1});for(let[a,r]of t.entries())if(await A(e,r.at,n),Object.assign(e,await j(r,n)),e.missing||e.error!==
void 0||(e.ran++,await A(e,void 0,n),e.changed.length>0||e.delivery?.at<t[a+1]?.at))return}async function fe({until:t,most:e},n,a){
for(n.delivered=[];n.delivered.length<e&&n.changed.length===0&&n.delivery?.at<=t;){let{at:r}=n.delivery;await A(n,r,a);let i=await a.
QUEUES.advance(r);if(i===null)return;n.delivered.push(i),await A(n,void 0,a)}}async function A(t,e,n){let{now:a,changed:r,
delivery:i}=await B(e,n);Object.assign(t,{now:a,changed:[...t.changed,...r]}),e===void 0&&(t.delivery=i)}async function B(t,e){
t!==void 0&&await e.QUEUES?.clock(t);let n=await $(e,o=>o.hold(e.SECRET,t)),{held:a,now:r}=n[0].answer,i=a&&t===void 0&&
e.QUEUES?await e.QUEUES.due():null,f=n.flatMap(({worker:o,answer:l})=>x({worker:o,answer:l.changed}));return t===void 0&&
await Promise.all(f.map(o=>ue(o,e))),{held:a,now:r,delivery:i,changed:f}}async function ue(t,e){let{worker:n,class:a,id:r,
name:i}=t;try{let f=await b(e,n).takesRpc(e.SECRET,a);t.alarm={at:await W(e,{worker:n,name:a,id:r,objectName:i,rpc:f},"g\
et-alarm",{})}}catch{}}function le(t,e,n){let{readable:a,writable:r}=new TransformStream;return n.waitUntil(de(t.body,r.
getWriter(),e).catch(()=>{})),new Response(a)}async function de(t,e,n){let a=new TextEncoder,r=t.getReader(),{value:i}=await r.
read(),f=Number(new TextDecoder().decode(i)),o=Date.now()+f*.9,l=w=>e.write(a.encode(JSON.stringify(w)+`
`)),c=await Promise.race([we(n),scheduler.wait(Math.min(f/4,250))]),{inFlight:u,sockets:d}=c||{inFlight:1,sockets:0},g=u===
0&&d>0;g&&(f=Math.min(f,50)),await l({idle:g}),await r.read();let s=Promise.resolve(n.QUEUES?.end()).catch(()=>{});await Promise.
race([s.then(()=>J.evictAllDurableObjects({webSockets:"close"})),scheduler.wait(f*.9)]),await l(g?[]:(await $(n,w=>w.unfinished(
n.SECRET,o))).flatMap(x)),await e.close(),await J.abortAllDurableObjects()}async function we(t){let e=await $(t,r=>r.closeSockets(
t.SECRET)),n=e.flatMap(({worker:r,answer:i})=>x({worker:r,answer:i.objects}));await Promise.allSettled(n.map(r=>W(t,r,"c\
lose-sockets")));let a=r=>e.reduce((i,{answer:f})=>i+r(f),0);return{inFlight:a(r=>r.inFlight),sockets:a(r=>r.plain)+n.length}}
async function ye({target:t,webSockets:e},n){try{return await J.evict(S(n,t),{webSockets:e}),Response.json({evicted:!0})}catch(a){
return/not currently running/.test(a?.message)?Response.json({evicted:!1}):Response.json({error:String(a?.message??a)})}}
async function pe({worker:t,name:e,id:n,objectName:a,action:r,args:i},f){try{r==="fire-alarm"&&i.clock!==void 0&&await B(
i.clock,f);let o=await b(f,t)?.takesRpc(f.SECRET,e);if(o===void 0)throw new Error("the server hosts no class "+e);return Response.
json({result:await W(f,{worker:t,name:e,id:n,objectName:a,rpc:o},r,i)??null})}catch(o){return Response.json({error:String(
o?.message??o)})}}async function W(t,{worker:e,name:n,id:a,objectName:r,rpc:i},f,o){let l=S(t,{worker:e,name:n,id:a,objectName:r});
return i?l.__dotool(t.SECRET,f,o):(await l.fetch("http://dotool/",{method:"POST",headers:{"dotool-secret":t.SECRET},body:JSON.
stringify({action:f,args:o})})).json()}export{O as Routes,oe as default};
