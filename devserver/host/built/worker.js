import he from"cloudflare-internal:workers";import If from"cloudflare-internal:workers";import mf from"node-internal:async_hooks";import Zs from"cloudflare-internal:workers";import{customInspectSymbol as vs}from"node-internal:internal_inspect";var{apply:l,construct:Y,get:v,has:wt,ownKeys:U,defineProperty:S,deleteProperty:Gt}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:Vs}=Reflect,
{freeze:Gs,setPrototypeOf:xr}=Object,{keys:H,hasOwn:K}=Object,{isArray:R}=Array,{isView:Qt}=ArrayBuffer,{now:x}=Date,B=JSON.
stringify,me=JSON.parse,{bind:cn,call:Qs}=Function.prototype,g=l(cn,cn,[Qs]),q=g(cn),C=Promise.prototype.then,Xt=g(Function.
prototype.toString),sa=g(String.prototype.charCodeAt),O=g(String.prototype.slice),Q=g(String.prototype.indexOf),I=g(String.
prototype.startsWith),ye=g(RegExp.prototype.exec),Xs=g(Object.prototype.isPrototypeOf),$=(t,e)=>Xs(e,t),W=t=>$(t,Ys),Ys=Promise.
prototype;function k(t,e){let n=Vs(t,e);return n!==void 0&&xr(n,null),n}function N(t,e){return k(t,e)?.value}function y(t,e){
let n=t&&k(t,e)?.get;return n===void 0?r=>r[e]:g(n)}function w(t,e){S(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,
configurable:!0})}function b(t,e){try{return t()}catch{return e}}function un(t){class e extends t{}let n=U(t.prototype);
for(let r=0;r<n.length;r++)n[r]!=="constructor"&&S(e.prototype,n[r],k(t.prototype,n[r]));return xr(e.prototype,null),Gs(
e.prototype),e}var _=un(Map),E=un(Set),M=un(WeakMap);function tt(t,e=n=>n){let n=[];return t.forEach(r=>w(n,e(r))),n}var{RpcPromise:tf,RpcProperty:ef,RpcStub:nf}=Zs,rf=Object.prototype,{getOwnPropertySymbols:of}=Object,Or=new E,Yt=[];function rt(t){
for(;t&&t!==rf&&!Or.has(t);t=p(t)){if(an===void 0&&(an=t),!sf(t))return;Or.add(t),ln(t),S(t,vs,{__proto__:null,value:ff,
writable:!0,configurable:!0}),w(Yt,t)}}function ln(t){let e=of(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&S(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var an;function sf(t){for(;t;t=p(t))if(t===an||t===
nf.prototype||t===tf.prototype||t===ef.prototype)return!0;return!1}function ff(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=U(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&k(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function dn(t){for(let e=0;e<Yt.length;e++)S(Yt[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<Yt.length;e++)Gt(Yt[e],"toJSON")}}import{log as Rr}from"dotool:options";var{Int32Array:cf,Uint8Array:Sr}=globalThis,Ar="",Er="",pn=0,hn=0,uf=0;function Pr(t){let e=t.split(" ");Er=""+e[0].slice(
0,8),Ar=""+e[0]+"	",pn=e[1]|0,hn=e[2]|0}function yn(t){if(!I(t,Er))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function ge(t){return t=++uf+"	"+t,Ar+df(t)+"	"+t}var Tr=new TextEncoder,af=g(Tr.encode),$r=p(
Sr.prototype),kr=y($r,"length"),lf=g($r.set),Zt,mn;Nr(4096);function Nr(t){Zt=new Sr(t),mn=new cf(Zt.buffer)}function df(t){
let e=pn,n=hn^238,r=1819895653^pn,o=1952801890^hn,i=af(Tr,t),s=kr(i),f=(s|3)+1;f>kr(Zt)&&Nr(2*f),lf(Zt,i),mn[(f>>2)-1]&=
(1<<8*(s&3))-1,Zt[f-1]=s;let c=mn,a=f>>2;for(let d=0;d<a;d++){let h=c[d];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var xn=q(console.log,console);function P(t){switch(typeof t){case"string":return B(t);case"object":break;case"undefined":
return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";if(R(t)){for(let r=0;r<t.length;r++)
e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=H(t);for(let r=0;r<n.length;r++){let o=P(N(t,n[r]));o!==void 0&&
(e+=(e===""?"":",")+B(n[r])+":"+o)}return"{"+e+"}"}var z=Rr;function Mr(t){z=Rr||t===!0,be=R(t)?t:void 0,wn++}var be,wn=0;
function X(t){if(z||be===void 0)return z;if(t.choice!==wn){t.choice=wn,t.chosen=!1;for(let e=0;e<be.length&&!t.chosen;e++){
let n={__proto__:null,...be[e]};t.chosen=(n.class??t.class)===t.class&&I(t.id,n.id??"")&&I(t.name??"",n.prefix??"")}}return t.
chosen}var bn=20,Oe="",bt="",ee=0,ne=0,_e=!1,Bt,_n,jr=0,pf=1e3,dt=0;function re(){dt++}function ot(){dt--}function V(t){
Bt!==void 0&&Br(),bt+=bt===""?t:Oe+t}function Lr(t,e){Bt===void 0?Bt=t:_n.next=t,_n=t,(++jr>=pf||Cr(e))&&_t()}function Br(){
let t=bt;for(let e=Bt;e!==void 0;){t+=(t===""?"":Oe)+hf(e);let{next:n}=e;e.next=void 0,e=n}bt=t,Bt=_n=void 0,jr=0}var we=256,
gn=0,vt=new _,te=0;function hf(t){let{object:e,kind:n,detail:r,failed:o}=t,i=n==="rpc"?"":r[2],s=e===void 0?vt.get(i):e.
known,f=0;for(;s!==void 0&&!(s.kind===n&&s.failed===o&&s.first===r[0]&&s.second===r[1]&&s.url===i);)s=++f<8?s.other:void 0;
let c=t.parent===void 0?0:t.parent.n;if(s!==void 0&&gn-s.made<we){let a="";return te===0&&(te=t.start,a="from	"+te+Oe),a+=
(s.made&we-1)+"	"+t.n+"	"+(t.start-te)+"	"+t.took+"	"+t.busy,c===0&&t.root===t.n?a:a+"	"+t.root+"	"+c}return s===void 0&&
(s={__proto__:null,kind:n,failed:o,first:r[0],second:r[1],url:i,made:gn,other:void 0},e!==void 0?(s.other=f<8?e.known:void 0,
e.known=s):(vt.size>=we&&vt.clear(),s.other=f<8?vt.get(i):void 0,vt.set(i,s))),s.made=gn++,"like	"+(s.made&we-1)+"	"+On(
t)}var On=t=>"call	"+t.n+"	"+t.root+"	"+(t.parent?.n??0)+"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+t.took+"	"+t.busy+
"	"+(t.failed?"exception":"ok")+"	"+P(t.detail),xe=()=>ne>8,Cr=t=>!_e||t-ee>=bn||dt===0&&!xe();function Ct(t){V(t),ke()}
function ke(){(Cr(x())||bt.length>65536)&&_t()}function pt(t){V(t),_t()}function _t(){let t=Wr();if(t==="")return;let e=x();
ne=e-ee<bn?ne+1:e-ee<2*bn&&xe()?ne:0,ee=e,_e||=dt>0||xe(),xn(ge(_e?t+Oe+"busy":t))}function kn(){ne=0,_e=!1,_t()}function It(t){
_t(),xn(ge(t))}function Ir(t,e){V(t),xe()&&(ee=e),xn(ge(Wr()))}function Wr(){Bt!==void 0&&Br();let t=bt;return bt="",te=
0,t}function m(t,e,n){let r=k(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>N(N(t,"constructor"),"name")+".","");V("m\
issing	"+B(s+e));return}let i=n(o);S(i,"name",{__proto__:null,value:o.name}),S(i,"length",{__proto__:null,value:o.length}),
r.value=i,S(t,e,r)}function Se(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,f,c)=>e(f,c===i?s:c)};n&&(o.apply=
n);let i=new Proxy(r,o);S(globalThis,t,{__proto__:null,...k(globalThis,t),value:i}),S(r.prototype,"constructor",{__proto__:null,
...k(r.prototype,"constructor"),value:i})}var j=new mf.AsyncLocalStorage;S(j,"getStore",{__proto__:null,value:j.getStore});S(j,"run",{__proto__:null,value:j.run});
var st=()=>j.getStore();function oe(){let t=j.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var Z=new M,it=new _;
function qr(t,e){let n=Sn(e),r=t+"\0"+n,o=it.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:it.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1,known:void 0},it.set(r,o),V("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var xt=new _;
function Dr(t){let e=j.getStore();if(e===void 0)return;let n=xt.get(t);if(n!==e){if(n===void 0)xt.set(t,e);else if(n.size===
void 0)xt.set(t,new E().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:w(e.holds,t)}}function zr(t){
for(let e=0;e<t.holds.length;e++){let n=xt.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&xt.delete(t.holds[e])}}function Fr(t){
let e=t.name!==void 0&&xt.get(t.name)||xt.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.
object===t?void 0:e}var Sn=t=>t.toString();function Jr(t){let e=p(t);Sn=g(p(t.idFromName("")).toString);let n=!1,r=o=>(n||
(n=!0,rt(p(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return z&&Dr(i[0].name??Sn(i[0])),s}}).get),m(e,"getByN\
ame",o=>({getByName(...i){let s=r(l(o,this,i));return z&&typeof i[0]=="string"&&Dr(i[0]),s}}).getByName)}var ft=new _;var{ArrayBuffer:yf,Date:gf,Error:wf,Map:bf,RegExp:_f,Set:xf,String:Ae}=globalThis,Ur=Object.prototype;function Ee(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=se(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function se(t){if(typeof t!="object"||t===null)return ie(t,40);let e=R(t),n=e?null:p(t);if(n!==Ur&&
n!==null)return ie(t);let r=e?t:H(t);if(r.length===0||r.length>4)return ie(t);let o="";for(let i=0;i<r.length;i++){let s=N(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+ie(s,20),o.length>60)return ie(t)}return e?"["+o+"]":"{ "+o+" }"}function ie(t,e){
switch(typeof t){case"string":return B(t.length>e?O(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return Ae(
t);case"function":return"\u0192";case"object":return t===null?"null":R(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
bf||t instanceof xf?t.constructor.name+"("+t.size+")":t instanceof gf?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
_f||t instanceof wf?O(Ae(t),0,60):Qt(t)||t instanceof yf?t.byteLength+" B":"{"+(H(t).length>0?"\u2026":"")+"}";default:return Ae(
t)}}function Pe(t){return b(()=>{if(typeof t=="function")return(I(Xt(t),"class")?"class ":"\u0192 ")+O(Ae(N(t,"name")??""),
0,100);let e=se(t);if(typeof t!="object"||t===null||!I(e,"{"))return e;let n=p(t),r=n!==null&&n!==Ur?N(n,"constructor"):
void 0,o=typeof r=="function"?N(r,"name"):void 0;return typeof o=="string"&&o!==""?O(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:Of,String:kf}=globalThis,Sf=Of.prototype,Af=Object.prototype,Ne=new M,Kr=new M,kt=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Vr(t,e){let n=kt(e)?Kr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function J(t,e){let n=Vr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}kt(e)&&Yr($e.get(e));let r=Me(
e,t),o=Re(t,e,r);o!==void 0&&(r.from=o.n);let i=(z?void 0:o?.root)??t?.root??o?.root??0;if(kt(e)&&Kr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(kt(e)?Ne.get(e):void 0)??vr(e,r),known:r,call:t,
at:0},f=t;do f=f.parent,f!==void 0&&(f.failure=s);while(f!==void 0&&f.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&Pf(s)}pt("error	"+Gr(t,i,r))}var Gr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([St(t),n]),An=new M,$e=new M,Ef=0;function Qr(t,e,n,r){if(Vr(e,n)!==void 0)return;let o=kt(n)?$e.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++Ef,error:n,promises:0},kt(n)&&$e.set(n,o);let i=Me(n,e),s=Re(e,n,i);s!==void 0&&(i.from=s.
n);let f=(z?void 0:s?.root)??e?.root??s?.root??0;pt("unhandled	"+o.n+"	"+r+"	"+Gr(e,f,i))}o.promises++,An.set(t,o)}function Xr(t){
let e=An.get(t);An.delete(t),e!==void 0&&--e.promises===0&&Yr(e)}function Yr(t){t!==void 0&&(kt(t.error)&&$e.delete(t.error),
pt("handled	"+t.n))}var Ot=new _;function Pf(t){if(t.at=x(),Ot.delete(t.text),Ot.set(t.text,t),Ot.size<=100)return;let e;
Ot.forEach((n,r)=>e??=r),Ot.delete(e)}var Pn=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Re(t,e,n){let r=vr(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&I(r,"#<")))return o;if(!Pn(e))return;let i=Ot.get(
r);if(i===void 0){let s=Q(r,": ");if(i=s>0?Ot.get(O(r,s+2)):void 0,i?.known.name!==O(r,0,s))return}return i!==void 0&&x()-
i.at<1e4?i:void 0}var Zr=t=>Re(void 0,t,{__proto__:null,message:t.message});function vr(t,e){if(e.message!==void 0)return e.
message;try{return kf(t)}catch{return e.thrown}}function St(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var Te=16384,Me=(t,e)=>b(()=>En(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function En(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:Pe(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),f=typeof s=="string"||$(t,Sf);if(typeof i!="string"&&i!==null||!f)return{
__proto__:null,thrown:Pe(t)};let c=b(()=>t.name,void 0);typeof c!="string"&&(c="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:Q(s,i);a>=0&&(s=O(s,a+i.length));let u={__proto__:null,name:O(c,0,200),message:Nf(i??"(its message canno\
t be read)"),stack:O(s,0,Te)};(b(()=>t.durableObjectReset,!1)===!0||Ne.has(t))&&(u.reset=!0);let d=$f(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(w(o,t),h!=null){u.cause=Tf(o,h)?{__proto__:null,thrown:"th\
e same error again"}:En(h,e,n+1,r,o);let D=Re(e,h,u.cause);D!==void 0&&(u.cause.from=D.n)}let T=b(()=>t.errors,void 0);if(R(
T)){u.errors=[];for(let D=0;D<T.length&&D<5;D++)w(u.errors,En(T[D],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(I(i,"\
The RPC receiver does not implement the method")||O(i,-Hr.length)===Hr)&&(u.classes=Rf(e)),u}var Hr=" is not a function";
function Tf(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function $f(t){let e=[],n=b(()=>H(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(to.has(n[r]))continue;let o=b(()=>k(t,n[r]),void 0);o===void 0||o.get!==void 0||w(e,[O(n[r],
0,100),b(()=>Pe(o.value),"\u2026")])}return e}var to=new E;to.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var Nf=t=>t.length>Te?O(t,0,Te)+"\u2026 ("+(t.length-Te)+" more charact\
ers)":t;function Rf(t){let e=new E;it.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return ft.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&K(s,"constructor")&&s!==Af&&s.constructor.name!=="DurableObject";s=p(s)){let f=U(s);for(let c=0;c<f.length;c++)
typeof f[c]=="string"&&typeof N(s,f[c])=="function"&&!eo.has(f[c])&&w(i,f[c])}n[o]=i}),n}var eo=new E;eo.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as Wf}from"dotool:options";var{Error:Mf,Promise:jf,TypeError:no,clearTimeout:Lf}=globalThis,L;function ro(t,e){L={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>tt(je),forget:n=>je.delete(n),calls:()=>tt(Wt),endCalls:Bf,takeTimers:Cf,
clearTimer:n=>Lf(n),report:n=>It("test	"+n)}}var Wt=new _,$n=(t,e,n)=>function(){let r=l(e,this,arguments);return W(r)?new jf(
(o,i)=>{Wt.set(i,{__proto__:null,object:n,name:t,start:x()}),l(C,r,[s=>(Wt.delete(i),o(s)),s=>(Wt.delete(i),i(s))])}):r};
function Bf(t,e){Wt.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(Wt.delete(r),r(new Mf(t)))})}
var Tn=[];function Nn(t,e){L!==void 0&&t!==void 0&&w(Tn,[t,e])}function Cf(){let t=Tn;return Tn=[],t}var je=new _;function Dt(t,e){
if(L===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?je.delete(n):je.set(n,{__proto__:null,key:n,object:t,
at:e})}var oo=new E;oo.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var At=(t,e)=>L!==void 0&&typeof e=="string"&&!oo.has(e)&&!wt(p(t),e);function Le(t,e){return L!==void 0&&(t.getOwnPropertyDescriptor=
(n,r)=>e&&At(n,r)?void 0:k(n,r)),t}function fe(t,e){let n='"'+e+'"';throw wt(t,e)?new no("The RPC receiver's prototype d\
oes not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new no("The RPC receiver does not implement "+n+".")}var{RpcPromise:Df}=If,{Error:io,String:so}=globalThis,Mn=0;function A(t,e,n){let r={n:++Mn,root:Mn,parent:void 0,kind:t,
object:e,detail:n,start:x(),busy:0,took:0,failed:!1,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,sent:void 0,
closed:!1,before:void 0,after:void 0,next:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockC\
oncurrencyWhile")){let o=t==="blockConcurrencyWhile"?j.getStore():Fr(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}
var Ce=t=>V("alarm	"+t.n+"	"+(t.object?.k??0)),fo=100,co=0,Be=0,Rn=20;function Ln(t,e,n,r,o){t-co>=fo&&(co=t,Rn=Be>fo?2:
20,Be=0),!(++Be>Rn+1)&&Ir("start	"+(Be<=Rn?P([e,n,r??"",o?.class??"",o?.id??"",o?.name??null]):""),t)}var ht={__proto__:null,
before:void 0,after:void 0};ht.before=ht.after=ht;function uo(){let t=[];for(let{after:e}=ht;e!==ht;e=e.after){let{kind:n,
object:r,detail:o,start:i}=e;w(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:R(o)?o[0]:void 0,
url:n==="request"||n==="fetch"?o[2]:void 0})}return t}var ao=Df.prototype,{then:lo}=ao,jn=t=>typeof t=="function"&&$(t,ao);
function po(t,e,n,r){Ln(t.start,t.n,t.kind,R(t.detail)?t.detail[0]:"",t.object),re();let{before:o}=ht;t.after=ht,t.before=
o,ht.before=o.after=t;let i;try{i=j.run(t,l,e,n,r)}catch(s){throw zt(t,s),s}return t.busy=x()-t.start,i}var F=(t,e,n,r,o)=>ho(
t,po(t,e,n,r),o);function ho(t,e,n){if(typeof e=="object"&&e!==null){if(W(e))return e.then===C?l(C,e,[r=>qt(t,r,n),r=>zt(
t,r)]):qt(t,void 0),e;if(!jn(e)&&typeof e.then=="function")return qf(t,e,n)}return jn(e)?l(lo,e,[r=>qt(t,r,n),r=>zt(t,r)]):
qt(t,e,n),e}function mo(t,e,n,r,o,i,s){try{let f=po(t,e,n,r);if(W(f)&&f.then===C)return l(C,f,[u=>(qt(t,u,o),i(t,r[0],u)),
u=>(zt(t,u),s(t,r[0],u))]);let c=ho(t,f,o);if(!W(c)&&typeof c?.then!="function")return i(t,r[0],c);let a=[u=>i(t,r[0],u),
u=>s(t,r[0],u)];return W(c)?l(C,c,a):c.then(a[0],a[1])}catch(f){return s(t,r[0],f)}}async function qf(t,e,n){let r;try{r=
await e}catch(o){throw zt(t,o),o}return qt(t,r,n),r}function qt(t,e,n){let r=n?.(t,e);r!==void 0?zt(t,r):Cn(t)}function zt(t,e){
(t.kind==="request"||t.kind==="fetch")&&(t.detail[1]=500),J(t,e),t.failed=!0,Cn(t)}function Et(t,e,n,r,o,i){let s=c=>J(A(
t,n,[e]),c);Ln(x(),0,t,e,n);let f;try{f=l(r,o,i)}catch(c){throw s(c),c}return W(f)?l(C,f,[void 0,s]):jn(f)&&l(lo,f,[()=>{},
s]),f}function Bn(){let t=j.getStore();return e=>{Ct("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+P(["\
stream",Me(e,void 0)]))}}function yo(t,e,n,r,o){Ln(x(),0,"request","",void 0),re();let i;try{i=l(t,e,n)}catch(f){return ot(),
o(n[0],f)}let s=i?.then;return typeof s!="function"?(ot(),r(n[0],i)):l(s,i,[f=>(ot(),r(n[0],f)),f=>(ot(),o(n[0],f))])}function Cn(t){
if(t.closed)return;t.closed=!0,ot(),t.before.after=t.after,t.after.before=t.before,t.before=t.after=void 0,t.holds!==void 0&&
zr(t);let e=x(),{kind:n}=t;if(t.took=e-t.start,t.sent===void 0&&(n==="request"||n==="rpc"||n==="fetch"))return Lr(t,e);Ct(
On(t)+(t.sent===void 0?"":zf(t.sent))),Wf&&(n==="alarm"||n==="scheduled"||n==="queue")&&_t()}var zf=({count:t,same:e,first:n})=>"\
	"+P({__proto__:null,count:t,same:e,...n});function go(t,e,n){let r=++Mn;Ct("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+x()+
"	0	0	ok	"+P(n))}function Ie(t,e,n,r){let o=s=>J(t,s),i;try{i=j.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return W(i)&&l(
C,i,[void 0,o]),i}function wo(t,e,n){let r=A(e,t,[]);try{return j.run(r,n)}catch(o){throw J(r,o),o}}function bo(t,e,n){let r=j.
getStore()?.root;l(C,t,[void 0,o=>{let i=A(e,n,[]);r!==void 0&&(i.root=r),J(i,o)}])}function _o(t){L?.uncaught?.(t),J(Oo(
t),t)}function xo(t,e){let n=j.getStore();Qr(t,Oo(e),e,n?.after===void 0?0:n.n)}function Oo(t){let e=j.getStore();if(e===
void 0||Pn(t))return;let n=A(e.kind,e.object,e.detail);return n.root=e.root,n}function ko(t,e){let n=j.getStore(),r=n!==
void 0&&n.object===t&&n.kind!=="constructor",o=e;e instanceof io||(o=new io(e===void 0?"Application called abort() to re\
set Durable Object.":so(e))),Ne.set(o,o===e?b(()=>so(e),void 0):void 0),J(r?n:A("abort",t,[]),o),!(!r||!X(t))&&(n.failed=
!0,Cn(n))}var ce=k(Request.prototype,"cf"),So=ce?.get&&g(ce.get);ce?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...ce,get(){let t=So(this);if(!t||!K(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...Ff,...n}}});var Ff={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function Ao(t){if(!ce?.get)return!0;let e=So(t);return typeof e=="object"&&e!==null&&K(e,"clientIp")}import{formatWithOptions as ec}from"node-internal:internal_inspect";import{inspected as nc}from"dotool:options";var{Error:Jf,JSON:Uf,Proxy:Hf,String:In}=globalThis,{parse:We,stringify:Kf}=Uf,Vf=Object.prototype,Gf=Jf.prototype,Wn="_\
_dotool";function Po(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+Qf(t[o]);let s=$(t[o],Gf)?b(
()=>Xf(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function Qf(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":R(t)||e===Vf||e===null||typeof t.toJSON=="function")?Kf(t):typeof t=="sy\
mbol"?"{}":B(In(t)))??"null"}catch{return"{}"}}var Xf=t=>'{"name":'+B(""+t.name)+',"message":'+B(""+t.message)+',"stack"\
:'+B(Dn(t.stack))+"}";function Dn(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function To(t){if(!R(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==Wn&&w(e,Yf(t[n]));return e.length>
0?e:void 0}function Yf(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)w(n,tc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=$o(i.message);if(s===void 0){w(e,i);continue}for(let f=0;f<s.length;f++){let[c,...a]=s[f].
split("	");c==="console"&&w(e,No(i.timestamp,a));let u=c==="error"&&a[3]==="request"?b(()=>We(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",w(n,{name:u.name??"Error",message:u.message??Zf(u.thrown),timestamp:i.timestamp,stack:Dn(
u.stack)}))}}return vf(t,{logs:e,exceptions:n,outcome:r})}var Zf=t=>b(()=>In(We(t)),In(t));function vf(t,e){let n={__proto__:p(
t)};for(let r of H(t))n[r]=r in e?e[r]:t[r];return n}var tc=t=>t.stack===void 0?t:{...t,stack:Dn(t.stack)},$o=t=>R(t)&&t.
length===1&&typeof t[0]=="string"?yn(t[0]):typeof t=="string"?yn(t):void 0;function No(t,[,e,n,r]){let{message:o=[We(n)],
errorInfo:i}=r===void 0?{}:We(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var Ro=t=>t?.event?.
entrypoint!==Wn&&t?.event?.info?.entrypoint!==Wn;function Mo(t){if(typeof t=="function")return n=>Eo(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new _;return new Hf(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>Eo(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function Eo(t,e){let n=t?.event?.type==="log"?
$o(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:f,message:c}=No(0,s);r=e({...t,event:{...t.event,level:f,message:c}})}return r}var{String:ze}=globalThis,jo=!1;function Lo(){jo=!0}var rc=q(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])ct(t,(...e)=>ic(t,e));var{log:Ft,error:oc}=console;ct("dir",t=>Ft(t));ct("trace",(...t)=>Ft(ze(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(Fe).join(" "))));ct("assert",(t,...e)=>t||oc("Assertion failed"+(e.length>0?": "+
Fe(e[0]):""),...e.slice(1)));var De=new Map;ct("count",(t="default")=>{De.set(t,(De.get(t)??0)+1),Ft(t+": "+De.get(t))});
ct("countReset",(t="default")=>De.delete(t));var qe=new Map;ct("time",(t="default")=>qe.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])ct(t,(e="default",...n)=>{qe.has(e)&&(Ft(e+": "+(Date.now()-qe.get(e))+" ms",...n),t==="timeEnd"&&qe.
delete(e))});ct("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return Ft(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,f]of e){let c=typeof f=="object"&&f!==null;o.push([s,...n.map(a=>c&&a in
f?Fe(f[a]):""),...r?[c?"":Fe(f)]:[]])}let i=o[0].map((s,f)=>Math.max(...o.map(c=>c[f].length)));Ft("%s",o.map(s=>s.map((f,c)=>f.
padEnd(i[c])).join("  ").trimEnd()).join(`
`))});function ic(t,e){let n=fc(e);It("console	"+oe()+"	"+t+"	"+B(n)+(jo?"	"+Po(e):"")),nc&&sc(t,e)}function sc(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)w(n,e[r]);l(rc,void 0,n)}function fc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)w(e,t[n]);try{let n=()=>""+l(ec,void 0,e);return typeof t[0]==
"string"&&Q(t[0],"%j")>=0?dn(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??ze(n))+")>"}catch{return"<Format\
ting threw>"}}}function Fe(t){if(typeof t=="string")return t;try{return dn(()=>JSON.stringify(t))??ze(t)}catch{return ze(
t)}}function ct(t,e){m(console,t,()=>e)}import iu from"cloudflare-internal:workers";var Io=new M,Wo=new M,cc=2,uc=3,qn=4,Do=1,ac=2,qo=!1,zo=t=>b(()=>{let e=v(t,"messages",t),n=p(t),r=p(e[0]);if(k(n,"ackAl\
l")===void 0||k(r,"ack")===void 0)return[];let o=[v(t,"queue",t),e.length,0,0,0];qo||lc(n,r),Io.set(t,o);for(let i=0;i<e.
length;i++)Wo.set(e[i],[o,!1]);return o},[]);function lc(t,e){qo=!0,Je(e,"ack",n=>Bo(n,cc)),Je(e,"retry",n=>Bo(n,uc)),Je(
t,"ackAll",n=>Co(n,Do)),Je(t,"retryAll",n=>Co(n,ac))}function Je(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function Bo(t,e){let n=Wo.get(t);n===void 0||n[1]||n[0][qn]===Do||(n[1]=!0,n[0][e]++)}function Co(t,e){let n=Io.
get(t);n!==void 0&&n[qn]===0&&(n[qn]=e)}import{held as $t}from"dotool:options";var Pt=200*365*864e5,zn=Pt+50*365*864e5,Fo=Math.floor((2**63-1024)/1e6)-Pt,Tt=Date,Jo=g(Date.prototype.getTime),{max:Jn,
min:Uo,round:dc,trunc:Ho}=Math,Jt=0,ut=()=>x()+Jt,Ko=t=>t<=Fo?Jn(t+Pt,zn):t*1e6>=2**63?t:Uo(t,zn-1),Un=t=>$t&&t!==null&&
t>=zn?t-Pt:t,Fn=new _,ue;function Vo(t){if(ue??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},L!==void 0&&pc(
t),!$t)return;let e=n=>{let r=Z.get(n);r!==void 0&&Fn.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Tt?Jo(r):r;return l(n,this,[typeof i=="number"&&i>=0?Ko(Jn(Ho(i),ut())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Un(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function pc(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Tt?Jo(n):n;return Dt(Z.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=Fo&&L.fakeTimers?.()?Ho(o)+Pt:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=Pt?r-Pt:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return Dt(Z.get(this),void 0),l(e,
this,n)}}).deleteAlarm)}var Hn=new _;async function Go(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Un(await l(ue.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=x();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let f=s?e:i??ut();return $t&&Hn.
set(t.id.toString(),{__proto__:null,at:Uo(f,ut()),set:f,retry:r,keep:o}),await l(ue.setAlarm,t.storage,[x()]),{at:i,fired:!0}}
async function Kn(t){try{return Un(await l(ue.getAlarm,t,[]))??void 0}catch{return}}function Qo(t,e){let n=$t?Hn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Tt?new Tt(r):r}}async function Xo(t){let e=Hn.get(t.id.toString());if(e?.keep)
try{await l(ue.setAlarm,t.storage,[Ko(e.set)])}catch{}}function Yo(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Jt>0&&(e.clock=ut()),e}function Zo(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Jt>0?ut():void 0}}function vo(t){$t&&t!==void 0&&(Jt=Jn(Jt,t-x()));let e=tt(Fn,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Fn.clear(),{__proto__:null,held:$t,now:dc(ut()),changed:e}}$t&&(Se("Date",(e,n)=>Y(Tt,e.length===
0&&Jt>0?[ut()]:e,n),()=>new Tt(ut()).toString()),m(Tt,"now",()=>()=>ut()));import{held as su}from"dotool:options";function mt(t,e,n="info"){It("binding	"+oe()+"	"+n+"	"+B([t,e]))}var Ue="email";function ti(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
f=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&mt(Ue,`rejected: ${a}`,"warn"),w(f,u),u},async forward(a,u){
let{__dotool:d,...h}=await r(a,u);return mt(Ue,`forwarded to ${a}
${d}`),h},async reply(a){let{__dotool:u,...d}=await o(a);return mt(Ue,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)mt(Ue,e.warnings[d],
"warn");let u=await a();for(let d=0;d<f.length;d++)try{await f[d]}catch{}return u}}}var Vn,oi;function ii(t,e){oi=e;let{fetch:n}=p(t);Vn=r=>l(n,t,["http://dotool/error",r])}var hc=2e3,{Response:si}=globalThis,
mc=q(AbortSignal.timeout,AbortSignal),ei=y(Request.prototype,"method"),yc=y(Request.prototype,"url"),ni=y(Request.prototype,
"headers"),ri=g(Headers.prototype.get),gc=y(si.prototype,"status");async function He(t,e,n){if(!Vn||!Ao(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:oi,error:t.thrown,method:ei(e),url:yc(e),accept:ri(ni(e),"accept")??"",agent:ri(ni(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:St(
r.call),error:r.known}}),i;try{i=await Vn({__proto__:null,method:"POST",body:o,signal:mc(hc)})}catch{throw n}if(gc(i)!==
500)throw n;return ei(e)==="HEAD"?new si(null,i):i}var wc=y(Request.prototype,"url"),Ke,Gn,Ve=()=>Ke!==void 0;function fi(t,e){Ke=q(t.fetch,t),Gn=new E;for(let n=0;n<e.length;n++)
Gn.add(e[n])}function ci(t){if(Ke===void 0)return;let e=wc(t),n=Q(e,"/",8),r=Q(e,"?",n);return Gn.has(r<0?O(e,n):O(e,n,r))?
Ke(t):void 0}var{ArrayBuffer:di,BigInt:bc,Date:_c,Error:pi,Map:Ge,Set:Xn,String:xc}=globalThis,{abs:ui,ceil:Oc,min:kc}=Math,{isInteger:Sc}=Number,
{prototype:Ac}=Object,hi=new TextEncoder,Ec=g(hi.encode),Pc=y(p(Uint8Array.prototype),"byteLength"),Qn=g(Ge.prototype.forEach),
mi=g(Xn.prototype.forEach),Tc=g(bc.prototype.toString),G=2e6,ae=t=>Pc(Ec(hi,t)),yi=1<<18,at=yi,ai=x(),$c=0;function Nc(){
if(at>=0)return!0;if((++$c&7)!==0)return!1;let t=x();return at=kc(yi,at+(t-ai)*400),ai=t,at>=0}function gi(t){if(!Nc())return 0;
try{return Ut(t)}catch{return 0}}function Ut(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===Ac||n===null){for(let r in t){if(at--,e>G)break;e+=r.length*2+8+Ut(
N(t,r))}return e}if(R(t)){for(let r=0;r<t.length&&e<=G;r++,at--)e+=Ut(t[r]);return e}if(Qt(t))return t.buffer.byteLength+
16;if(t instanceof di)return t.byteLength+16;if(t instanceof Ge||t instanceof Xn){let r=t instanceof Ge?Qn:mi;return r(t,
(o,i)=>{at--,e<=G&&(e+=Ut(o)+(r===Qn?Ut(i):0))}),e}if(t instanceof pi)return e+4096;for(let r in t){if(at--,e>G)break;e+=
r.length*2+8+Ut(N(t,r))}return e}function Yn(t){let e=new E,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+li(i.length)+i.length*(ye(Rc,i)!==null?2:1);case"number":return Sc(i)&&ui(i)<2**30?1+li(ui(i)*2):9;case"bigint":
return 2+Oc(Tc(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Qt(i))return i.buffer.byteLength+8;if(i instanceof di)return i.byteLength+4;let s=3;if(R(i))for(let f=0;f<i.length;f++)
s+=r(i[f]);else if(i instanceof Ge)Qn(i,(f,c)=>s+=r(c)+r(f));else if(i instanceof Xn)mi(i,f=>s+=r(f));else if(i instanceof
_c)s+=8;else if(i instanceof pi)s+=r(xc(i.stack))+r(i.message);else{let f=H(i);for(let c=0;c<f.length;c++)s+=r(f[c])+r(N(
i,f[c]))}return s},o=2+r(t);return at-=1e7-n,o}var Rc=/[^\0-\xff]/,li=t=>t<128?1:t<16384?2:t<2097152?3:4;var yt=2048,Xe=128*1024,Mc=32,nr=128,wi=1e10,vn=1024,{Date:Oi,Error:Qe}=globalThis,{round:jc}=Math,Lc=g(Oi.prototype.getUTCFullYear);
function ki(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>yt)&&bi("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>yt)&&bi("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?rr("put",this,n[0],n[1]):
Cc(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&Wc(this,+n[0]),r}}).setAlarm)}
function Si(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&rr("kv.put",void 0,n[0],n[1]),r}}).
put)}var Bc=0;function Ai(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>G&&Dc(n),(++Bc&4095)===0&&zc(this),r}}).
exec)}function Ei(t){let e=p(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>vn&&Fc(n,o[0]),i}})[n])}function bi(t,e,n){if(typeof n=="string")n.length*3>yt&&tr(t,e,n);else if(R(
n)){for(let r=0;r<n.length;r++)n[r].length*3>yt&&tr(t,e,n[r]);n.length>nr&&Pi(t,e,n.length)}}function Cc(t,e){if(typeof e!=
"object"||e===null)return;let n=H(e),r=n.length;for(let o=0;o<r;o++)rr("put",t,n[o],N(e,n[o]));r>nr&&Pi("put",t,r)}function rr(t,e,n,r){
n.length*3>yt&&tr(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=gi(r);
break;default:return}o>Xe-yt&&Ic(t,e,n,r,o)}function tr(t,e,n){Ye(Ri(e)?.class)&&lt("key-size",t,e,()=>{let r=ae(n);if(!(r<=
yt))return[r,yt,`a key of ${Ht(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function Ic(t,e,n,r,o){if(e!==void 0&&Ye(Ri(e)?.class)){if(o<=Xe)return;lt("value-size",t,e,()=>{let i=Yn(
r);if(!(i<=Xe+Mc))return[i,Xe,`${se(n)} has a value of ${Ht(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=G||lt("value-size",t,e,()=>{
let i=Yn(r)+ae(n);if(!(i<=G))return[i,G,`${se(n)} and its value have ${er(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function Pi(t,e,n){lt("key-count",t,e,()=>[n,nr,`${Ht(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function Wc(t,e){lt("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${Lc(new Oi(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function Dc(t){let e=0,n=0,r="";lt("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
f=typeof s=="string"?ae(s):s?.byteLength??8;e+=f,f>n&&(n=f,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>G)return[n,G,`a ${r} of ${er(n)}, where production takes 2 MB`,o];if(e>G&&ye(qc,t[0])!==
null)return[e,G,`a row of ${er(e)}, where production takes 2 MB`,o]})}var qc=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function zc(t){let e=t.databaseSize;e<=wi||lt("database-size","exec",void 0,()=>[e,wi,`the database of the object has ${Ht(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function Fc(t,e){
lt("name-size",t,void 0,()=>{let n=ae(e);if(!(n<=vn))return[n,vn,`a name of ${Ht(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function Ti(t){
lt("handler-name","acceptWebSocket",void 0,()=>{let e=ft.get(t).prototype,n=U(e);for(let r=0;r<_i.length;r++){let o=_i[r];
if(wt(e,o))continue;let i=xi(o);for(let s=0;s<n.length;s++){let f=n[s];if(typeof f!="string")continue;let c=xi(f);if(c===
i||c==="on"+i||c===i+"s"||c==="on"+O(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${f}()`,`\
rename it to ${o}`]}}})}var _i=["webSocketMessage","webSocketClose","webSocketError"],xi=g(String.prototype.toLowerCase),
$i=new E;function Ni(t){for(let e of t)$i.add(e)}var Ye=t=>$i.has(t),Ri=t=>Z.get(t)??st()?.object,Zn=new E;function lt(t,e,n,r){
let o=st(),i=o?.object??Z.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+St(o);if(Zn.has(s)||Zn.size>=1e3)return;let f,c;try{if(f=
r(),f===void 0)return;c=Jc()}catch{return}c!==""&&(Zn.add(s),pt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:f[0],limit:f[1],message:f[2],hint:f[3],stack:c})))}function Jc(){let{stackTraceLimit:t}=Qe;Qe.stackTraceLimit=
20;let{stack:e}=new Qe;if(Qe.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=Q(
e,`
`,r),o<0&&(o=e.length);let i=O(e,r,o);I(i,"    at ")&&Q(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function Ht(t){let e=""+jc(t*10)/10,n=Q(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=O(e,0,r)+","+O(e,r);
return e}var er=t=>Ht(t/1e6)+" MB";import{log as Uc}from"dotool:options";var{Error:Hc,WebSocket:Bi}=globalThis,Kc=y(Bi.prototype,"readyState"),gt="__dotool",Mi=!1;function ir(t,e){if(Mi)return;
Mi=!0,e&&Gt(e,gt);let n=t?.exports;if(!n)return;let r=U(n);for(let o=0;o<r.length;o++)I(r[o],gt)?Gt(n,r[o]):rt(p(n[r[o]]))}
var ji=!1;function Mt(t,e){if(ir(t,e),ji||typeof t!="object"||t===null)return;let n=p(t);typeof k(n,"waitUntil")?.value==
"function"&&(ji=!0,Ci(n))}function Ci(t){m(t,"waitUntil",e=>({waitUntil(...n){return W(n[0])&&bo(n[0],"waitUntil",Nt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function Ii(t,e){Wi.has(e)&&S(t,"container",{__proto__:null,value:new or(e),enumerable:!0,
configurable:!0})}var Wi=new E;function Di(t){for(let e of t)Wi.add(e)}var or=class{#e;constructor(e){this.#e=e}#t(){throw new Hc(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
Nt=new M,sr,Ze,qi,Li=!1;function zi(t){if(Li)return;Li=!0;let e=p(t);sr=y(e,"id"),Ze=y(e,"storage"),Ci(e),qi=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=Nt.get(this);return o!==void 0&&ko(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=Nt.get(this);Uc&&Ti(o);let f=Rt.get(s);f?
f.count++:Rt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=Nt.get(this);if(i===void 0||typeof r!="function")return l(n,this,cr(r,o));let s=A("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(c){throw J(s,c),c}}])}}).blockConcurrencyWhile)}var Rt=new _;function fr(t){
let{id:e}=Nt.get(t).object,n=Rt.get(e);if(n===void 0)return;let r=l(qi,t,[]);n.count=0;for(let o=0;o<r.length;o++)Kc(r[o])===
Vc&&n.count++;n.count===0&&Rt.delete(e)}var Vc=Bi.OPEN;function cr(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)w(n,e[r]);return n}import Gc from"cloudflare-internal:workers";var{WorkflowEntrypoint:Qc,RpcPromise:Hi}=Gc,{Error:Xc,Promise:Yc,String:le}=globalThis,Zc=Xc.prototype,vc=Hi.prototype.then,
tu=t=>typeof t=="function"&&$(t,Hi.prototype),Ki=t=>typeof t=="function"&&$(t.prototype,Qc.prototype);function Vi(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Mt(n[0],n[1]);let o=Y(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let f=v(o,s,
o);return typeof f!="function"||s==="constructor"||typeof s=="symbol"||!Kt(o,s)?f:s==="run"?(c,a)=>nu(f,o,c,a):(...c)=>l(
f,o,c)}})}})}function Gi(t,e){let n="\0"+t+"\0"+e,r=it.get(n);return r===void 0&&(r={k:it.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},it.set(n,r),V("instance	"+r.k+"	"+P([t,e]))),r}var de=!1;function Qi(){de=!0}var eu=q(scheduler.wait,scheduler),
ve=()=>eu(2147483647);function nu(t,e,n,r){let o=Gi(le(N(n,"workflowName")),le(N(n,"instanceId"))),i=A("run",o,[]);i.root=
0,ru(r,o);let s=c=>{if(de)return ve();if(Xi(c))return Yi();throw J(i,c),c},f;try{f=j.run(i,()=>l(t,e,[n,r]))}catch(c){return s(
c)}return W(f)?l(C,f,[void 0,s]):f}var Fi="WorkflowAbortedError",Xi=t=>$(t,Zc)&&b(()=>I(le(t.name),Fi)||I(le(t.message),
Fi),!1);function Yi(){return pt("over"),new Yc(()=>{})}function ru(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];S(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(de)return ve();
let s=[],f=l(o,t,r===0?ou(i,e,s):i),c=u=>(Ui(s),u),a=u=>{if(Ui(s),de)return ve();if(Xi(u))return Yi();throw u};return tu(
f)?l(vc,f,[c,a]):W(f)?l(C,f,[c,a]):f}})}}function ou(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Ji(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof N(i,"rollback")=="function"){let{rollback:f}=i;
s={...i,rollback:Ji(e,t[0],f)}}w(r,s)}return r}function Ji(t,e,n,r){return(...o)=>{if(de)return ve();let i=o[0],s=i?.attempt??
1,f=i?.step?.count??1;if(r!==void 0){let c=t.k+" "+f+" "+s+" "+e;tn.has(c)||re(),tn.set(c,!0),w(r,c)}return F(A("step",t,
[le(e)+(f>1?" #"+f:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var tn=new _;function Ui(t){for(let e=0;e<t.length;e++)
tn.delete(t[e])&&ot();t.length=0}function Zi(t,e,n){let r=Gi(t,e),{state:o,step:i,count:s,attempt:f,error:c}=me(n);(o===
"stored"||o==="failed")&&(tn.delete(r.k+" "+s+" "+f+" "+i)&&ot(),o==="stored")||(X(r)||c!==void 0)&&Ct("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:fu}=iu,{Response:ns,TypeError:rs}=globalThis,vi=y(Request.prototype,"method"),ts=y(Request.prototype,
"url"),cu=y(ns.prototype,"status"),os,is=t=>b(()=>typeof os[t]=="function",!1);function ss(t){return os=typeof t=="funct\
ion"?t.prototype:t,typeof t=="function"?new Proxy(t,{__proto__:null,construct(e,n,r){return Mt(n[0],n[1]),es(Y(e,n,r),!0)}}):
typeof t!="object"||t===null?t:es(t,!1)}function es(t,e){let n=e?void 0:new _,r=(o,i)=>{e&&At(t,i)&&fe(t,i);let s=v(t,i,
t);if(i==="fetch"&&s===void 0&&Ve()&&(s=pu),typeof s!="function"||i==="constructor")return s;if(typeof i=="symbol")return q(
s,t);let f=n?.get(i);if(f!==void 0&&f[0]===s)return f[1];if(i!=="fetch"&&!Kt(t,i))return s;let c=i==="fetch"?au(s,t):uu(
i,s,t,e);return n===void 0||(S(c,"length",{__proto__:null,value:s.length}),n.set(i,[s,c])),c};return new Proxy({},{__proto__:null,
get:r,has:(o,i)=>wt(t,i)||i==="fetch"&&Ve(),getPrototypeOf:()=>p(t),ownKeys:()=>U(t),getOwnPropertyDescriptor(o,i){if(e&&
At(t,i))return;let s=k(t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}
function fs(t,e){if(Ki(e))return Vi(e);if(typeof e!="function"||!$(e.prototype,fu.prototype))return e;let n=new _,r={__proto__:null,
get(i,s){L!==void 0&&At(i,s)&&fe(i,s);let f=v(i,s,i);if(typeof f!="function"||s==="constructor"||typeof s=="symbol")return f;
let c=n.get(s);if(c===void 0||c[0]!==f||K(i,s)){if(!Kt(i,s))return f;c=[f,t+"."+s],K(i,s)||n.set(s,c)}return(...a)=>Et("\
rpc",c[1],void 0,f,i,a)}},o=!1;return new Proxy(e,{__proto__:null,construct(i,s,f){return Mt(s[0],s[1]),o||Le(r,!0),o=!0,
new Proxy(Y(i,s,f),r)}})}var cs=new E;cs.add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("t\
race").add("test").add("connect");function uu(t,e,n,r){return(...o)=>{if(Mt(o[2],o[1]),t==="tail"&&(o[0]=To(o[0]))===void 0)
return;if(t==="tailStream")return Ro(o[0])?Mo(l(e,n,o)):void 0;let i=t==="email"?ti(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,F(A(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!cs.has(t))return z?F(A("rpc",void 0,[t,Ee(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=A(t,void 0,t==="scheduled"?Zo(o[0]):t==="queue"?zo(o[0]):[]);return su&&(t==="schedu\
led"||t==="queue")&&Ce(s),F(s,e,n,o)}}function au(t,e){let n=(o,i)=>{let s=A("request",void 0,[vi(o),500,ts(o)]);return J(
s,i),He(s,o,i)},r=(o,i)=>as(i)?i:n(o,ar());return(...o)=>{let i=o[0];if(Ve()){let s=ci(i);if(s!==void 0)return s}return Mt(
o[2],o[1]),z?mo(A("request",void 0,[vi(i),0,ts(i)]),t,e,o,ur,lu,He):yo(t,e,o,r,n)}}var lu=(t,e,n)=>t.thrown===void 0?n:He(
t,e,ar());function Kt(t,e){for(let n=t;n!==null;n=p(n)){let r=k(n,e);if(r!==void 0)return r.get!==void 0?us.has(e):n!==t||
r.configurable||r.writable}return!0}var us=new E;us.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClos\
e").add("webSocketError");var as=t=>$(t,du),du=ns.prototype;function ur(t,e){if(as(e))t.detail[1]=cu(e);else if(typeof e?.
then!="function")return ar()}function pu(){throw new rs("Handler does not export a fetch() function.")}function ar(){let t=new rs(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}var hu=Object.prototype;function ls(t,e){let n=new _;for(let r=t.prototype;r&&r!==hu;r=p(r)){let o=typeof r.constructor==
"function"?Xt(r.constructor):"";if(O(o,-17)==="{ [native code] }")break;let i=U(r);for(let s=0;s<i.length;s++){let f=i[s];
if(typeof f!="string"||n.has(f)||f==="constructor"||f==="__dotool")continue;let{value:c,get:a}=k(r,f);typeof c=="functio\
n"?n.set(f,{__proto__:null,name:f,kind:"method",parameters:c.length,source:O(Xt(c),0,2e3)}):a&&n.set(f,{__proto__:null,name:f,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:tt(n)}}import zu from"cloudflare-internal:workers";var mu=["cause","errors","error","suppressed"];var jt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function dr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function ps(t){
let e=new Map;function n(f){if(f===null||typeof f!="object")return f;if(Array.isArray(f)){let d=new Array(f.length);return e.
set(f,d),f.forEach((h,T)=>h?.$hole||(d[T]=n(h))),d}let a=Object.keys(f).find(d=>d.charCodeAt(0)===lr&&d.charCodeAt(1)!==
lr);if(a===void 0)return r({},f);if(a==="$ref")return s(f.$ref);let u=o(f,a,f[a]);return typeof u=="object"&&u!==null&&e.
set(f,u),u}function r(f,c,a=c){e.set(a,f);for(let u of Object.keys(c)){let d=u.charCodeAt(0)===lr?u.slice(1):u;d in f?en(
f,d,n(c[u])):f[d]=n(c[u])}return f}function o(f,c,a){switch(c){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(f,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(f.length);return r(u,a,f)}case"$map":{let u=new Map;e.set(f,
u);for(let[d,h]of a)u.set(n(d),n(h));return u}case"$set":{let u=new Set;e.set(f,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...h}=a,T=new(ds[u]??Error)(d??"");ds[u]||en(T,"name",u,!1),e.set(f,T),en(T,"stack",
String(T));for(let[D,fn]of Object.entries(h))en(T,D.replace(/^\$/,""),n(fn),D!=="stack"&&!mu.includes(D));return T}case"\
$request":return new Request(a,n(f.init))}throw new Error(`a value with ${c} cannot be written while a server runs: stop\
 it first`)}function i(f,c){let{type:a="Uint8Array"}=f;if(a==="Blob")return new Blob([jt(c)],{type:f.contentType??""});if(a===
"ArrayBuffer"){if(f.maxLength===void 0)return jt(c).buffer;let T=jt(c),D=new ArrayBuffer(T.length,{maxByteLength:f.maxLength});
return new Uint8Array(D).set(T),D}let u=hs[a];if(!u)throw new Error("there is no "+a+" here");if(!f.buffer)return new u(
jt(c).buffer);let d=n(f.buffer),h=jt(c).length/(u.BYTES_PER_ELEMENT??1);return f.lengthTracking?new u(d,f.offset??0):new u(
d,f.offset??0,h)}function s(f){let c=t,a=f.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&c?.$bytes!==void 0&&c.buffer===void 0)return e.get(c)?.buffer;c=c?.[d]}
return e.get(c)}return n(t)}var lr=36,hs={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(hs.Float16Array=Float16Array);
var ds={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function en(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function pr(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return yu(t.storage,n);case"kv-put":return t.storage.put(n.key,ps(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return ms(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return ms(()=>Go(t,n))}throw new Error("unknown action "+e)}async function ms(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function yu(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,f={};try{let{sql:c}=t;t.transactionSync(()=>{let a=nn(c);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...c.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&gu(t,u,r),o++;if(s=nn(c)-a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw f})}catch(c){
if(c!==f)return{results:r,failed:{at:o,checking:i,message:String(c?.message??c)}}}return{results:r,written:s}}var nn=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function gu(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.
$blob===void 0?h:jt(h.$blob)),{sql:f}=t,c=o&&wu(t,e,o,s);if(c){i.push(c);return}let a=f.exec(e,...s),u=a.columnNames,d=[];
try{for(let h of a.raw())d.push(h)}catch(h){let T=`SELECT * FROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...f.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:ys(f,T,s,r,u,d)}),h}i.push(
{columns:u,rows:ys(f,e,s,r,u,d)})}function ys(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(xu))){let s=o.map((f,c)=>"c"+c);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(gs)} FROM "dotool typed"`,...n).raw()].map(c=>c.map(ws))}catch{}}return i.map(s=>s.map(Ou))}function wu(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:f}=t,c=o.flatMap(d=>d===""?_u(f,i):[d]),a=c.length,u=c.map(d=>gs(`(${d})`));for(let d of[
`${r}
, `,""]){let h=`${n} RETURNING ${d}${u}`;try{[...f.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let T=d?void 0:bu(t,e,s),
D=f.exec(h,...s),fn=[...D.raw()].map(Ks=>Ks.slice(-a).map(ws));return{columns:D.columnNames.slice(0,-a),rows:fn,...T}}}function bu(t,e,n){
let r=nn(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:nn(t.sql)-r}}function _u(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var gs=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function ws(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+dr(t.slice(1)):typeof t=="number"?bs(t):t}var xu=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function Ou(t){return t instanceof ArrayBuffer?"b"+dr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):bs(t)}var bs=t=>"r"+
(Object.is(t,-0)?"-0":t);var _s;function xs(t){_s=t}var pe=t=>t===_s;var{ArrayBuffer:Ts,Promise:ku,String:Su,Uint8Array:$s,WebSocket:Au}=globalThis,et=Au.prototype,Eu=y(MessageEvent.prototype,
"data"),Pu=y(CloseEvent.prototype,"code"),Tu=y(CloseEvent.prototype,"reason"),$u=y(CloseEvent.prototype,"wasClean"),Nu=y(
ErrorEvent.prototype,"message"),Ns=y(Event.prototype,"type"),Ru=y(Event.prototype,"target"),Mu=g(et.close),ju=y(Ts.prototype,
"byteLength"),rn=p($s.prototype),Lu=y(rn,"buffer"),Bu=y(rn,"byteLength"),Cu=y(rn,"byteOffset"),Iu=80,Os=16,ks="012345678\
9abcdef";function Vt(t){try{return typeof t=="string"?{__proto__:null,length:t.length,text:O(t,0,Iu)}:$(t,Ts.prototype)?
Ss(t,0,ju(t)):$(t,rn)?Ss(Lu(t),Cu(t),Bu(t)):typeof t=="object"?{__proto__:null,bytes:t.byteLength??t.size}:Vt(""+t)}catch{
return{__proto__:null}}}function Ss(t,e,n){let r=n<Os?n:Os,o=new $s(t,e,r),i="";for(let s=0;s<r;s++)i+=ks[o[s]>>4]+ks[o[s]&
15];return{__proto__:null,bytes:n,hex:i}}function Wu(t,e){let{sent:n}=t;if(n===void 0){t.sent={__proto__:null,count:1,same:!0,
message:e,first:Vt(e)};return}if(n.count++,e!==n.message&&(n.same=!1),!n.same||typeof e=="string")return;let r=Vt(e);n.same=
r.bytes===n.first.bytes&&r.hex===n.first.hex}function gr(t){try{return Su(t?.message??t)}catch{return"an error that cann\
ot be read"}}var mr={__proto__:null,message:t=>Vt(Eu(t)),close:t=>({__proto__:null,code:Pu(t),reason:Tu(t),wasClean:$u(t)}),
error:t=>({__proto__:null,message:gr(Nu(t))})},As=new M;function yr(t){let e=As.get(t);return e===void 0&&As.set(t,e={__proto__:null,
object:st()?.object,message:0,close:0,error:0}),e}var Es=new M;function Du(t,e,n){let r=Ns(t),{object:o}=yr(Ru(t)),i=Es.
get(t);if(i!==void 0)return Ie(i,e,n,[t]);let s=A(r,o,mr[r]?.(t)??[]);if(Es.set(t,s),mr[r]===void 0||!(o===void 0?z:X(o)))
return Ie(s,e,n,[t]);F(s,async()=>{let f=Ie(s,e,n,[t]);await(W(f)?f:void 0)},void 0,[])}var Ps=new M;function hr(t){if(typeof t!=
"object"&&typeof t!="function"||t===null)return t;let e=Ps.get(t);return e===void 0&&(e=function(n){let r=typeof t=="fun\
ction"?t:t.handleEvent;return Du(n,r,typeof t=="function"?this:t)},Ps.set(t,e)),e}function Rs(t){let{addEventListener:e}=et,
n=K(et,"addEventListener")?et:EventTarget.prototype,r=["message","close","error","open"];for(let i=0;i<r.length;i++){let s="\
on"+r[i];if(k(et,s)!==void 0)continue;let f=new M;S(et,s,{__proto__:null,configurable:!0,get(){return f.get(this)},set(c){
let a=f.get(this),u=hr(c);f.set(this,u),o(this,r[i],(typeof u=="function"?1:0)-(typeof a=="function"?1:0))}})}let o=(i,s,f)=>{
let c=yr(i);typeof s=="string"&&K(c,s)&&s!=="object"&&(c[s]+=f)};m(n,"addEventListener",i=>({addEventListener(...s){return $(
this,et)&&(s[1]=hr(s[1]),o(this,s[0],1)),l(i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){
return $(this,et)&&(s[1]=hr(s[1])),l(i,this,s)}}).removeEventListener),m(et,"send",i=>({send(...s){let f=l(i,this,s),c=st();
return c!==void 0&&!c.closed&&Wu(c,s[0]),f}}).send),m(et,"accept",i=>({accept(...s){let f=yr(this);l(i,this,s);let c,a=new ku(
d=>t.add(c=d));l(C,a,[d=>{try{d&&Mu(this,1012,"reloading")}catch{}}]);let u=d=>{let h=Ns(d),T=f.object===void 0?z:X(f.object);
f[h]===0&&T&&go(h,f.object,mr[h](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(c),c(!1),u(d)}])}}).accept)}import{held as Ls,log as wr}from"dotool:options";var Ms=!1,js=!1;function Bs(t,e){if(Z.set(t,e),!Ms){Ms=!0;let n=p(t);Cs(n),(Ls||wr)&&qu(n)}wr&&!js&&!Ye(e.class)&&(js=!0,
Ai(p(t.sql)),Si(p(t.kv)))}function Cs(t){Vo(t),wr&&ki(t)}function qu(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!Ls?l(n,this,[r,o[0]]):l(n,this,[i=>(e||Cs(p(i)),e=!0,Z.set(i,Z.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:Is}=zu,{Response:Fu,TypeError:Ws}=globalThis,Ju=y(Request.prototype,"method"),Uu=y(Request.prototype,"\
url"),Hu=y(Request.prototype,"headers"),Ku=g(Headers.prototype.get),Vu=g(Request.prototype.text),Lt=new M,on=new _;function Ds(t,e){
if(typeof e!="function")return e;let n;return ft.set(t,e),on.set(t,()=>n??=$(e.prototype,Is.prototype)),new Proxy(e,{__proto__:null,
construct(r,o,i){let s=o[0];ir(s,o[1]),n??=$(e.prototype,Is.prototype),zi(s);let f=qr(t,sr(s));Nt.set(s,{__proto__:null,
name:t,rpc:n,object:f}),Bs(Ze(s),f),Ii(s,t),L?.started?.(f);let c=wo(f,"constructor",()=>Y(r,o,i));return Lt.set(c,s),Gu(
c,f,n)}})}function Gu(t,e,n){let r=new _,o={__proto__:null,get(i,s){if(s===gt&&n)return(u,d,h)=>Xu(t,u,d,h);n&&At(t,s)&&
fe(t,s);let f=v(t,s,t);if(s==="fetch"&&L!==void 0)return Qu(t,f,e,n);if(typeof f!="function"||s==="constructor")return f;
let c=r.get(s);if(c!==void 0&&c[0]===f)return c[1];if(!Kt(t,s))return f;let a=qs(s,f,t,e,n);return L!==void 0&&(a=$n(s,a,
e)),r.set(s,[f,a]),a}};return new Proxy(t,Le(o,n))}function Qu(t,e,n,r){return(o,...i)=>{let s=L.inside?.(o,t,Lt.get(t));
if(s!==void 0)return s;if(typeof e!="function")throw new Ws("Handler does not export a fetch() function.");return l($n("\
fetch",qs("fetch",e,t,n,r),n),t,cr(o,i))}}function Xu(t,e,n,r){if(!pe(e))throw new Ws('The RPC receiver does not impleme\
nt the method "__dotool".');return ke(),pr(Lt.get(t),n,r)}function qs(t,e,n,r,o){switch(typeof t=="string"?t:""){case"":
return q(e,n);case"fetch":return(...i)=>{let s=i[0];return!o&&pe(Ku(Hu(s),"dotool-secret"))?Yu(n,s):X(r)?F(A("fetch",r,[
Ju(s),0,Uu(s)]),e,n,i,ur):Et("fetch",void 0,r,e,n,i)};case"alarm":return i=>{let s=Lt.get(n),f=Qo(s,i),c=A("alarm",r,Yo(
f));return Ce(c),Dt(r,void 0),F(c,async()=>{let a=Ze(s);try{await l(e,n,[f])}catch(u){throw Dt(r,x()),(c.detail.next=await Kn(
a))===void 0&&await Xo(s),u}c.detail.next=await Kn(a)},void 0,[])};case"webSocketMessage":return(i,s)=>X(r)?F(A("message",
r,Vt(s)),e,n,[i,s]):Et("message",void 0,r,e,n,[i,s]);case"webSocketClose":return(i,s,f,c)=>(fr(Lt.get(n)),X(r)?F(A("clos\
e",r,{__proto__:null,code:s,reason:f,wasClean:c}),e,n,[i,s,f,c]):Et("close",void 0,r,e,n,[i,s,f,c]));case"webSocketError":
return(i,s)=>(fr(Lt.get(n)),F(A("error",r,{__proto__:null,message:gr(s)}),e,n,[i,s]))}return(...i)=>X(r)?F(A("rpc",r,[t,
Ee(i)]),e,n,i):Et("rpc",t,r,e,n,i)}async function Yu(t,e){let{action:n,args:r}=me(await Vu(e));return ke(),new Fu(B(await pr(
Lt.get(t),n,r)??null))}import{log as ea}from"dotool:options";br("ReadableStream",["start","pull","cancel"]);br("WritableStream",["start","write","close","abort"]);br("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return Bn()(
r[0]),o}}).error)}function br(t,e){let n=globalThis[t];Se(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)w(i,s===0?vu(r[0],
e):r[s]);return Y(n,i,o)})}var{create:Zu}=Object;function vu(t,e){if(typeof t!="object"||t===null)return t;let n=Bn(),r=Zu(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...f)=>{let c;try{c=l(i,t,f)}catch(a){
throw n(a),a}return W(c)&&l(C,c,[void 0,n]),c};S(r,e[o],{__proto__:null,value:s})}return r}import{log as ta}from"dotool:options";function zs(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw _o(e),e}}}function Fs(t,e){
let n=globalThis;for(;n!==null&&!K(n,t);)n=p(n);m(n??globalThis,t,e)}ta&&(Fs("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=zs(arguments[0]));let e=l(t,this,arguments);return Nn(st()?.object,e),e}}).setTimeout),Fs("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=zs(arguments[0]));let e=l(t,this,arguments);return Nn(st()?.object,
e),e}}).setInterval));var{DurableObject:na,WorkerEntrypoint:Js}=he,{TypeError:ra,addEventListener:Us}=globalThis,oa=q(scheduler.wait,scheduler);
function ia({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:f,NAMESPACE:c,TAILS:a,TESTS:u,...d}){
xs(t),Pr(e),ii(n,r),Ni(o.split(" ")),i&&Di(i.split(" ")),s&&fi(s,f.split(" ")),rt(p(n)),rt(he.RpcStub.prototype),rt(he.RpcPromise.
prototype),rt(he.RpcProperty.prototype);for(let h of[na,Js,he.RpcTarget])ln(h.prototype);a&&Lo(),u&&ro(d,{failureOf:Zr,label:St,
closeSockets:Hs}),c&&(Jr(c),ea&&Ei(c)),globalThis[gt]=h=>(delete globalThis[gt],h&&delete h[gt],{__proto__:null,Control:_r,
entrypoint:fs,handler:ss,object:Ds,tests:L})}var sn=new E;Rs(sn);function Hs(){sn.forEach(t=>t(!0)),sn.clear()}Us("unhan\
dledrejection",({promise:t,reason:e})=>xo(t,e));Us("rejectionhandled",({promise:t})=>Xr(t));var _r=class extends Js{async closeSockets(e){
nt(e),Qi(),kn();let n=sn.size;return Hs(),P({__proto__:null,plain:n,objects:tt(Rt),inFlight:dt})}async unfinished(e,n){for(nt(
e);dt>0&&x()<n;)await oa(5);return P(dt>0?uo():[])}async sockets(e){return nt(e),P(tt(Rt,({name:n,id:r,count:o})=>({__proto__:null,
class:n,id:r,sockets:o})))}async takesRpc(e,n){return nt(e),on.get(n)?.()}async methods(e,n){return nt(e),ft.has(n)?P(ls(
ft.get(n),on.get(n)())):void 0}async flush(e,n,r){nt(e),n!==void 0&&Mr(n),r&&V("mark	"+r),kn()}async handles(e,n){return nt(
e),is(n)}async workflow(e,n,r,o){nt(e),Zi(n,r,o)}async say(e,n,r,o){nt(e),mt(n,r,o)}async hold(e,n){return nt(e),P(vo(n))}};
function nt(t){if(!pe(t))throw new ra("forbidden")}export{_ as OwnMap,E as OwnSet,M as OwnWeakMap,tt as all,w as append,l as apply,b as attempt,q as bound,sa as charCodeAt,
Y as construct,S as defineProperty,Gt as deleteProperty,p as getPrototypeOf,y as getter,wt as has,K as hasOwn,Q as indexOf,
$ as inherits,ia as install,R as isArray,W as isPromise,Qt as isView,H as keys,mt as note,x as now,oe as origin,k as own,
U as ownKeys,me as parse,B as quote,v as read,O as slice,I as startsWith,ye as test,C as then,Xt as toText,g as uncurry,
N as value};
