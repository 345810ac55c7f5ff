import ye from"cloudflare-internal:workers";import Uf from"cloudflare-internal:workers";import Of from"node-internal:async_hooks";import sf from"cloudflare-internal:workers";import{customInspectSymbol as ff}from"node-internal:internal_inspect";var{apply:l,construct:Y,get:Vt,has:gt,ownKeys:U,defineProperty:S,deleteProperty:Gt}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:tf}=Reflect,
{freeze:ef,setPrototypeOf:xr}=Object,{keys:H,hasOwn:K}=Object,{isArray:N}=Array,{isView:Qt}=ArrayBuffer,{now:x}=Date,B=JSON.
stringify,ge=JSON.parse,{bind:un,call:nf}=Function.prototype,g=l(un,un,[nf]),R=g(un),C=Promise.prototype.then,Xt=g(Function.
prototype.toString),ma=g(String.prototype.charCodeAt),O=g(String.prototype.slice),Q=g(String.prototype.indexOf),I=g(String.
prototype.startsWith),we=g(RegExp.prototype.exec),rf=g(Object.prototype.isPrototypeOf),W=(t,e)=>rf(e,t);function Yt(t){function e(){}
return e.prototype=t,e}var of=Yt(Promise.prototype),D=t=>t instanceof of;function k(t,e){let n=tf(t,e);return n!==void 0&&
xr(n,null),n}function $(t,e){return k(t,e)?.value}function y(t,e){let n=t&&k(t,e)?.get;return n===void 0?r=>r[e]:g(n)}function w(t,e){
S(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,configurable:!0})}function b(t,e){try{return t()}catch{return e}}
function an(t){class e extends t{}let n=U(t.prototype);for(let r=0;r<n.length;r++)n[r]!=="constructor"&&S(e.prototype,n[r],
k(t.prototype,n[r]));return xr(e.prototype,null),ef(e.prototype),e}var _=an(Map),E=an(Set),L=an(WeakMap);function tt(t,e=n=>n){
let n=[];return t.forEach(r=>w(n,e(r))),n}var{RpcPromise:cf,RpcProperty:uf,RpcStub:af}=sf,lf=Object.prototype,{getOwnPropertySymbols:df}=Object,Or=new E,Zt=[];function nt(t){
for(;t&&t!==lf&&!Or.has(t);t=p(t)){if(ln===void 0&&(ln=t),!pf(t))return;Or.add(t),dn(t),S(t,ff,{__proto__:null,value:hf,
writable:!0,configurable:!0}),w(Zt,t)}}function dn(t){let e=df(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&S(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var ln;function pf(t){for(;t;t=p(t))if(t===ln||t===
af.prototype||t===cf.prototype||t===uf.prototype)return!0;return!1}function hf(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=U(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&k(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function pn(t){for(let e=0;e<Zt.length;e++)S(Zt[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<Zt.length;e++)Gt(Zt[e],"toJSON")}}import{log as Rr}from"dotool:options";var{Int32Array:mf,Uint8Array:Sr}=globalThis,Ar="",Er="",hn=0,mn=0,yf=0;function Pr(t){let e=t.split(" ");Er=""+e[0].slice(
0,8),Ar=""+e[0]+"	",hn=e[1]|0,mn=e[2]|0}function gn(t){if(!I(t,Er))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function be(t){return t=++yf+"	"+t,Ar+bf(t)+"	"+t}var Tr=new TextEncoder,gf=g(Tr.encode),$r=p(
Sr.prototype),kr=y($r,"length"),wf=g($r.set),vt,yn;Nr(4096);function Nr(t){vt=new Sr(t),yn=new mf(vt.buffer)}function bf(t){
let e=hn,n=mn^238,r=1819895653^hn,o=1952801890^mn,i=gf(Tr,t),s=kr(i),f=(s|3)+1;f>kr(vt)&&Nr(2*f),wf(vt,i),yn[(f>>2)-1]&=
(1<<8*(s&3))-1,vt[f-1]=s;let c=yn,a=f>>2;for(let d=0;d<a;d++){let h=c[d];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var xn=R(console.log,console);function P(t){switch(typeof t){case"string":return B(t);case"object":break;case"undefined":
return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";if(N(t)){for(let r=0;r<t.length;r++)
e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=H(t);for(let r=0;r<n.length;r++){let o=P($(t,n[r]));o!==void 0&&
(e+=(e===""?"":",")+B(n[r])+":"+o)}return"{"+e+"}"}var z=Rr;function Lr(t){z=Rr||t===!0,xe=N(t)?t:void 0,bn++}var xe,bn=0;
function X(t){if(z||xe===void 0)return z;if(t.choice!==bn){t.choice=bn,t.chosen=!1;for(let e=0;e<xe.length&&!t.chosen;e++){
let n={__proto__:null,...xe[e]};t.chosen=(n.class??t.class)===t.class&&I(t.id,n.id??"")&&I(t.name??"",n.prefix??"")}}return t.
chosen}var Mr=20,jr=32,ke="",wt="",ne=0,re=0,Oe=!1,jt,_n,Br=0,_f=1e3,lt=0;function ie(){lt++}function rt(){lt--}function V(t){
jt!==void 0&&Ir(),wt+=wt===""?t:ke+t}function Cr(t,e){jt===void 0?jt=t:_n.next=t,_n=t,(++Br>=_f||Wr(e))&&bt()}function Ir(){
let t=wt;for(let e=jt;e!==void 0;){t+=(t===""?"":ke)+xf(e);let{next:n}=e;e.next=void 0,e=n}wt=t,jt=_n=void 0,Br=0}var _e=256,
wn=0,te=new _,ee=0;function xf(t){let{object:e,kind:n,detail:r,failed:o}=t,i=n==="rpc"?"":r[2],s=e===void 0?te.get(i):e.
known,f=0;for(;s!==void 0&&!(s.kind===n&&s.failed===o&&s.first===r[0]&&s.second===r[1]&&s.url===i);)s=++f<8?s.other:void 0;
let c=t.parent===void 0?0:t.parent.n;if(s!==void 0&&wn-s.made<_e){let a="";return ee===0&&(ee=t.start,a="from	"+ee+ke),a+=
(s.made&_e-1)+"	"+t.n+"	"+(t.start-ee)+"	"+t.took+"	"+t.busy,c===0&&t.root===t.n?a:a+"	"+t.root+"	"+c}return s===void 0&&
(s={__proto__:null,kind:n,failed:o,first:r[0],second:r[1],url:i,made:wn,other:void 0},e!==void 0?(s.other=f<8?e.known:void 0,
e.known=s):(te.size>=_e&&te.clear(),s.other=f<8?te.get(i):void 0,te.set(i,s))),s.made=wn++,"like	"+(s.made&_e-1)+"	"+On(
t)}var On=t=>"call	"+t.n+"	"+t.root+"	"+(t.parent?.n??0)+"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+t.took+"	"+t.busy+
"	"+(t.failed?"exception":"ok")+"	"+P(t.detail),oe=()=>re>8,Wr=t=>!Oe||t-ne>=(oe()?jr:Mr)||lt===0&&!oe();function Bt(t){
V(t),Se()}function Se(){(Wr(x())||wt.length>65536)&&bt()}function dt(t){V(t),bt()}function bt(){let t=qr();if(t==="")return;
let e=x();re=e-ne<Mr?re+1:e-ne<2*jr&&oe()?re:0,ne=e,Oe||=lt>0||oe(),xn(be(Oe?t+ke+"busy":t))}function kn(){re=0,Oe=!1,bt()}
function Ct(t){bt(),xn(be(t))}function Dr(t,e){V(t),oe()&&(ne=e),xn(be(qr()))}function qr(){jt!==void 0&&Ir();let t=wt;return wt=
"",ee=0,t}function m(t,e,n){let r=k(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>$($(t,"constructor"),"name")+".","");V("m\
issing	"+B(s+e));return}let i=n(o);S(i,"name",{__proto__:null,value:o.name}),S(i,"length",{__proto__:null,value:o.length}),
r.value=i,S(t,e,r)}function Ae(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,f,c)=>e(f,c===i?s:c)};n&&(o.apply=
n);let i=new Proxy(r,o);S(globalThis,t,{__proto__:null,...k(globalThis,t),value:i}),S(r.prototype,"constructor",{__proto__:null,
...k(r.prototype,"constructor"),value:i})}var M=new Of.AsyncLocalStorage;S(M,"getStore",{__proto__:null,value:M.getStore});S(M,"run",{__proto__:null,value:M.run});
var it=()=>M.getStore();function se(){let t=M.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var Z=new L,ot=new _;
function Fr(t,e){let n=Sn(e),r=t+"\0"+n,o=ot.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:ot.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1,known:void 0},ot.set(r,o),V("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var _t=new _;
function zr(t){let e=M.getStore();if(e===void 0)return;let n=_t.get(t);if(n!==e){if(n===void 0)_t.set(t,e);else if(n.size===
void 0)_t.set(t,new E().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:w(e.holds,t)}}function Jr(t){
for(let e=0;e<t.holds.length;e++){let n=_t.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&_t.delete(t.holds[e])}}function Ur(t){
let e=t.name!==void 0&&_t.get(t.name)||_t.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.
object===t?void 0:e}var Sn=t=>t.toString();function Hr(t){let e=p(t);Sn=g(p(t.idFromName("")).toString);let n=!1,r=o=>(n||
(n=!0,nt(p(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return z&&zr(i[0].name??Sn(i[0])),s}}).get),m(e,"getByN\
ame",o=>({getByName(...i){let s=r(l(o,this,i));return z&&typeof i[0]=="string"&&zr(i[0]),s}}).getByName)}var st=new _;var{ArrayBuffer:kf,Date:Sf,Error:Af,Map:Ef,RegExp:Pf,Set:Tf,String:Ee}=globalThis,Kr=Object.prototype;function Pe(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=ce(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function ce(t){if(typeof t!="object"||t===null)return fe(t,40);let e=N(t),n=e?null:p(t);if(n!==Kr&&
n!==null)return fe(t);let r=e?t:H(t);if(r.length===0||r.length>4)return fe(t);let o="";for(let i=0;i<r.length;i++){let s=$(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+fe(s,20),o.length>60)return fe(t)}return e?"["+o+"]":"{ "+o+" }"}function fe(t,e){
switch(typeof t){case"string":return B(t.length>e?O(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return Ee(
t);case"function":return"\u0192";case"object":return t===null?"null":N(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
Ef||t instanceof Tf?t.constructor.name+"("+t.size+")":t instanceof Sf?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
Pf||t instanceof Af?O(Ee(t),0,60):Qt(t)||t instanceof kf?t.byteLength+" B":"{"+(H(t).length>0?"\u2026":"")+"}";default:return Ee(
t)}}function Te(t){return b(()=>{if(typeof t=="function")return(I(Xt(t),"class")?"class ":"\u0192 ")+O(Ee($(t,"name")??""),
0,100);let e=ce(t);if(typeof t!="object"||t===null||!I(e,"{"))return e;let n=p(t),r=n!==null&&n!==Kr?$(n,"constructor"):
void 0,o=typeof r=="function"?$(r,"name"):void 0;return typeof o=="string"&&o!==""?O(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:$f,String:Nf}=globalThis,Rf=$f.prototype,Lf=Object.prototype,Re=new L,Gr=new L,Ot=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Qr(t,e){let n=Ot(e)?Gr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function J(t,e){let n=Qr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}Ot(e)&&vr(Ne.get(e));let r=Me(
e,t),o=Le(t,e,r);o!==void 0&&(r.from=o.n);let i=(z?void 0:o?.root)??t?.root??o?.root??0;if(Ot(e)&&Gr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(Ot(e)?Re.get(e):void 0)??eo(e,r),known:r,call:t,
at:0},f=t;do f=f.parent,f!==void 0&&(f.failure=s);while(f!==void 0&&f.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&jf(s)}dt("error	"+Xr(t,i,r))}var Xr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([kt(t),n]),An=new L,Ne=new L,Mf=0;function Yr(t,e,n,r){if(Qr(e,n)!==void 0)return;let o=Ot(n)?Ne.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++Mf,error:n,promises:0},Ot(n)&&Ne.set(n,o);let i=Me(n,e),s=Le(e,n,i);s!==void 0&&(i.from=s.
n);let f=(z?void 0:s?.root)??e?.root??s?.root??0;dt("unhandled	"+o.n+"	"+r+"	"+Xr(e,f,i))}o.promises++,An.set(t,o)}function Zr(t){
let e=An.get(t);An.delete(t),e!==void 0&&--e.promises===0&&vr(e)}function vr(t){t!==void 0&&(Ot(t.error)&&Ne.delete(t.error),
dt("handled	"+t.n))}var xt=new _;function jf(t){if(t.at=x(),xt.delete(t.text),xt.set(t.text,t),xt.size<=100)return;let e;
xt.forEach((n,r)=>e??=r),xt.delete(e)}var Pn=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Le(t,e,n){let r=eo(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&I(r,"#<")))return o;if(!Pn(e))return;let i=xt.get(
r);if(i===void 0){let s=Q(r,": ");if(i=s>0?xt.get(O(r,s+2)):void 0,i?.known.name!==O(r,0,s))return}return i!==void 0&&x()-
i.at<1e4?i:void 0}var to=t=>Le(void 0,t,{__proto__:null,message:t.message});function eo(t,e){if(e.message!==void 0)return e.
message;try{return Nf(t)}catch{return e.thrown}}function kt(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var $e=16384,Me=(t,e)=>b(()=>En(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function En(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:Te(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),f=typeof s=="string"||W(t,Rf);if(typeof i!="string"&&i!==null||!f)return{
__proto__:null,thrown:Te(t)};let c=b(()=>t.name,void 0);typeof c!="string"&&(c="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:Q(s,i);a>=0&&(s=O(s,a+i.length));let u={__proto__:null,name:O(c,0,200),message:If(i??"(its message canno\
t be read)"),stack:O(s,0,$e)};(b(()=>t.durableObjectReset,!1)===!0||Re.has(t))&&(u.reset=!0);let d=Cf(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(w(o,t),h!=null){u.cause=Bf(o,h)?{__proto__:null,thrown:"th\
e same error again"}:En(h,e,n+1,r,o);let q=Le(e,h,u.cause);q!==void 0&&(u.cause.from=q.n)}let T=b(()=>t.errors,void 0);if(N(
T)){u.errors=[];for(let q=0;q<T.length&&q<5;q++)w(u.errors,En(T[q],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(I(i,"\
The RPC receiver does not implement the method")||O(i,-Vr.length)===Vr)&&(u.classes=Wf(e)),u}var Vr=" is not a function";
function Bf(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function Cf(t){let e=[],n=b(()=>H(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(no.has(n[r]))continue;let o=b(()=>k(t,n[r]),void 0);o===void 0||o.get!==void 0||w(e,[O(n[r],
0,100),b(()=>Te(o.value),"\u2026")])}return e}var no=new E;no.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var If=t=>t.length>$e?O(t,0,$e)+"\u2026 ("+(t.length-$e)+" more charact\
ers)":t;function Wf(t){let e=new E;ot.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return st.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&K(s,"constructor")&&s!==Lf&&s.constructor.name!=="DurableObject";s=p(s)){let f=U(s);for(let c=0;c<f.length;c++)
typeof f[c]=="string"&&typeof $(s,f[c])=="function"&&!ro.has(f[c])&&w(i,f[c])}n[o]=i}),n}var ro=new E;ro.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as Hf}from"dotool:options";var{Error:Df,Promise:qf,TypeError:oo,clearTimeout:zf}=globalThis,j;function io(t,e){j={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>tt(je),forget:n=>je.delete(n),calls:()=>tt(It),endCalls:Ff,takeTimers:Jf,
clearTimer:n=>zf(n),report:n=>Ct("test	"+n)}}var It=new _,$n=(t,e,n)=>function(){let r=l(e,this,arguments);return D(r)?new qf(
(o,i)=>{It.set(i,{__proto__:null,object:n,name:t,start:x()}),l(C,r,[s=>(It.delete(i),o(s)),s=>(It.delete(i),i(s))])}):r};
function Ff(t,e){It.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(It.delete(r),r(new Df(t)))})}
var Tn=[];function Nn(t,e){j!==void 0&&t!==void 0&&w(Tn,[t,e])}function Jf(){let t=Tn;return Tn=[],t}var je=new _;function Wt(t,e){
if(j===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?je.delete(n):je.set(n,{__proto__:null,key:n,object:t,
at:e})}var so=new E;so.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var St=(t,e)=>j!==void 0&&typeof e=="string"&&!so.has(e)&&!gt(p(t),e);function Be(t,e){return j!==void 0&&(t.getOwnPropertyDescriptor=
(n,r)=>e&&St(n,r)?void 0:k(n,r)),t}function ue(t,e){let n='"'+e+'"';throw gt(t,e)?new oo("The RPC receiver's prototype d\
oes not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new oo("The RPC receiver does not implement "+n+".")}var{RpcPromise:lo}=Uf,{Error:fo,String:co}=globalThis,Ln=0;function A(t,e,n){let r={n:++Ln,root:Ln,parent:void 0,kind:t,
object:e,detail:n,start:x(),busy:0,took:0,failed:!1,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,sent:void 0,
closed:!1,before:void 0,after:void 0,next:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockC\
oncurrencyWhile")){let o=t==="blockConcurrencyWhile"?M.getStore():Ur(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}
var Ie=t=>V("alarm	"+t.n+"	"+(t.object?.k??0)),uo=100,ao=0,Ce=0,Rn=20;function jn(t,e,n,r,o){t-ao>=uo&&(ao=t,Rn=Ce>uo?2:
20,Ce=0),!(++Ce>Rn+1)&&Dr("start	"+(Ce<=Rn?P([e,n,r??"",o?.class??"",o?.id??"",o?.name??null]):""),t)}var pt={__proto__:null,
before:void 0,after:void 0};pt.before=pt.after=pt;function po(){let t=[];for(let{after:e}=pt;e!==pt;e=e.after){let{kind:n,
object:r,detail:o,start:i}=e;w(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:N(o)?o[0]:void 0,
url:n==="request"||n==="fetch"?o[2]:void 0})}return t}var{then:ho}=lo.prototype,Kf=Yt(lo.prototype),Mn=t=>typeof t=="fun\
ction"&&t instanceof Kf;function mo(t,e,n,r){jn(t.start,t.n,t.kind,N(t.detail)?t.detail[0]:"",t.object),ie();let{before:o}=pt;
t.after=pt,t.before=o,pt.before=o.after=t;let i;try{i=M.run(t,R(l,void 0,e,n,r))}catch(s){throw qt(t,s),s}return t.busy=
x()-t.start,i}var F=(t,e,n,r,o)=>yo(t,mo(t,e,n,r),o);function yo(t,e,n){if(typeof e=="object"&&e!==null){if(D(e))return e.
then===C?l(C,e,[r=>Dt(t,r,n),r=>qt(t,r)]):Dt(t,void 0),e;if(!Mn(e)&&typeof e.then=="function")return Vf(t,e,n)}return Mn(
e)?l(ho,e,[r=>Dt(t,r,n),r=>qt(t,r)]):Dt(t,e,n),e}function go(t,e,n,r,o,i,s){try{let f=mo(t,e,n,r);if(D(f)&&f.then===C)return l(
C,f,[u=>(Dt(t,u,o),i(t,r[0],u)),u=>(qt(t,u),s(t,r[0],u))]);let c=yo(t,f,o);if(!D(c)&&typeof c?.then!="function")return i(
t,r[0],c);let a=[u=>i(t,r[0],u),u=>s(t,r[0],u)];return D(c)?l(C,c,a):c.then(a[0],a[1])}catch(f){return s(t,r[0],f)}}async function Vf(t,e,n){
let r;try{r=await e}catch(o){throw qt(t,o),o}return Dt(t,r,n),r}function Dt(t,e,n){let r=n?.(t,e);r!==void 0?qt(t,r):Cn(
t)}function qt(t,e){(t.kind==="request"||t.kind==="fetch")&&(t.detail[1]=500),J(t,e),t.failed=!0,Cn(t)}function At(t,e,n,r,o,i){
let s=c=>J(A(t,n,[e]),c);jn(x(),0,t,e,n);let f;try{f=l(r,o,i)}catch(c){throw s(c),c}return D(f)?l(C,f,[void 0,s]):Mn(f)&&
l(ho,f,[()=>{},s]),f}function Bn(){let t=M.getStore();return e=>{Bt("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.
k??0)+"		"+P(["stream",Me(e,void 0)]))}}function wo(t,e,n,r,o){jn(x(),0,"request","",void 0),ie();let i;try{i=l(t,e,n)}catch(f){
return rt(),o(n[0],f)}let s=i?.then;return typeof s!="function"?(rt(),r(n[0],i)):l(s,i,[f=>(rt(),r(n[0],f)),f=>(rt(),o(n[0],
f))])}function Cn(t){if(t.closed)return;t.closed=!0,rt(),t.before.after=t.after,t.after.before=t.before,t.before=t.after=
void 0,t.holds!==void 0&&Jr(t);let e=x(),{kind:n}=t;if(t.took=e-t.start,t.sent===void 0&&(n==="request"||n==="rpc"||n===
"fetch"))return Cr(t,e);Bt(On(t)+(t.sent===void 0?"":Gf(t.sent))),Hf&&(n==="alarm"||n==="scheduled"||n==="queue")&&bt()}
var Gf=({count:t,same:e,first:n})=>"	"+P({__proto__:null,count:t,same:e,...n});function bo(t,e,n){let r=++Ln;Bt("call	"+
r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+x()+"	0	0	ok	"+P(n))}function We(t,e,n,r){let o=s=>J(t,s),i;try{i=M.run(t,()=>l(e,n,r))}catch(s){
throw o(s),s}return D(i)&&l(C,i,[void 0,o]),i}function _o(t,e,n){let r=A(e,t,[]);try{return M.run(r,n)}catch(o){throw J(
r,o),o}}function xo(t,e,n){let r=M.getStore()?.root;l(C,t,[void 0,o=>{let i=A(e,n,[]);r!==void 0&&(i.root=r),J(i,o)}])}function Oo(t){
j?.uncaught?.(t),J(So(t),t)}function ko(t,e){let n=M.getStore();Yr(t,So(e),e,n?.after===void 0?0:n.n)}function So(t){let e=M.
getStore();if(e===void 0||Pn(t))return;let n=A(e.kind,e.object,e.detail);return n.root=e.root,n}function Ao(t,e){let n=M.
getStore(),r=n!==void 0&&n.object===t&&n.kind!=="constructor",o=e;e instanceof fo||(o=new fo(e===void 0?"Application cal\
led abort() to reset Durable Object.":co(e))),Re.set(o,o===e?b(()=>co(e),void 0):void 0),J(r?n:A("abort",t,[]),o),!(!r||
!X(t))&&(n.failed=!0,Cn(n))}var ae=k(Request.prototype,"cf"),Eo=ae?.get&&g(ae.get);ae?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...ae,get(){let t=Eo(this);if(!t||!K(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...Qf,...n}}});var Qf={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function Po(t){if(!ae?.get)return!0;let e=Eo(t);return typeof e=="object"&&e!==null&&K(e,"clientIp")}import{formatWithOptions as cc}from"node-internal:internal_inspect";import{inspected as uc}from"dotool:options";var{Error:Xf,JSON:Yf,Proxy:Zf,String:In}=globalThis,{parse:De,stringify:vf}=Yf,tc=Object.prototype,ec=Xf.prototype,Wn="_\
_dotool";function $o(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+nc(t[o]);let s=W(t[o],ec)?b(
()=>rc(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function nc(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":N(t)||e===tc||e===null||typeof t.toJSON=="function")?vf(t):typeof t=="sy\
mbol"?"{}":B(In(t)))??"null"}catch{return"{}"}}var rc=t=>'{"name":'+B(""+t.name)+',"message":'+B(""+t.message)+',"stack"\
:'+B(Dn(t.stack))+"}";function Dn(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function No(t){if(!N(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==Wn&&w(e,oc(t[n]));return e.length>
0?e:void 0}function oc(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)w(n,fc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=Ro(i.message);if(s===void 0){w(e,i);continue}for(let f=0;f<s.length;f++){let[c,...a]=s[f].
split("	");c==="console"&&w(e,Lo(i.timestamp,a));let u=c==="error"&&a[3]==="request"?b(()=>De(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",w(n,{name:u.name??"Error",message:u.message??ic(u.thrown),timestamp:i.timestamp,stack:Dn(
u.stack)}))}}return sc(t,{logs:e,exceptions:n,outcome:r})}var ic=t=>b(()=>In(De(t)),In(t));function sc(t,e){let n={__proto__:p(
t)};for(let r of H(t))n[r]=r in e?e[r]:t[r];return n}var fc=t=>t.stack===void 0?t:{...t,stack:Dn(t.stack)},Ro=t=>N(t)&&t.
length===1&&typeof t[0]=="string"?gn(t[0]):typeof t=="string"?gn(t):void 0;function Lo(t,[,e,n,r]){let{message:o=[De(n)],
errorInfo:i}=r===void 0?{}:De(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var Mo=t=>t?.event?.
entrypoint!==Wn&&t?.event?.info?.entrypoint!==Wn;function jo(t){if(typeof t=="function")return n=>To(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new _;return new Zf(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>To(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function To(t,e){let n=t?.event?.type==="log"?
Ro(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:f,message:c}=Lo(0,s);r=e({...t,event:{...t.event,level:f,message:c}})}return r}var{String:Fe}=globalThis,Bo=!1;function Co(){Bo=!0}var ac=R(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])ft(t,(...e)=>dc(t,e));var{log:zt,error:lc}=console;ft("dir",t=>zt(t));ft("trace",(...t)=>zt(Fe(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(Je).join(" "))));ft("assert",(t,...e)=>t||lc("Assertion failed"+(e.length>0?": "+
Je(e[0]):""),...e.slice(1)));var qe=new Map;ft("count",(t="default")=>{qe.set(t,(qe.get(t)??0)+1),zt(t+": "+qe.get(t))});
ft("countReset",(t="default")=>qe.delete(t));var ze=new Map;ft("time",(t="default")=>ze.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])ft(t,(e="default",...n)=>{ze.has(e)&&(zt(e+": "+(Date.now()-ze.get(e))+" ms",...n),t==="timeEnd"&&ze.
delete(e))});ft("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return zt(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,f]of e){let c=typeof f=="object"&&f!==null;o.push([s,...n.map(a=>c&&a in
f?Je(f[a]):""),...r?[c?"":Je(f)]:[]])}let i=o[0].map((s,f)=>Math.max(...o.map(c=>c[f].length)));zt("%s",o.map(s=>s.map((f,c)=>f.
padEnd(i[c])).join("  ").trimEnd()).join(`
`))});function dc(t,e){let n=hc(e);Ct("console	"+se()+"	"+t+"	"+B(n)+(Bo?"	"+$o(e):"")),uc&&pc(t,e)}function pc(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)w(n,e[r]);l(ac,void 0,n)}function hc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)w(e,t[n]);try{let n=()=>""+l(cc,void 0,e);return typeof t[0]==
"string"&&Q(t[0],"%j")>=0?pn(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??Fe(n))+")>"}catch{return"<Format\
ting threw>"}}}function Je(t){if(typeof t=="string")return t;try{return pn(()=>JSON.stringify(t))??Fe(t)}catch{return Fe(
t)}}function ft(t,e){m(console,t,()=>e)}import du from"cloudflare-internal:workers";var Do=new L,qo=new L,mc=2,yc=3,qn=4,zo=1,gc=2,Fo=!1,Jo=t=>b(()=>{let e=Vt(t,"messages",t),n=p(t),r=p(e[0]);if(k(n,"ackA\
ll")===void 0||k(r,"ack")===void 0)return[];let o=[Vt(t,"queue",t),e.length,0,0,0];Fo||wc(n,r),Do.set(t,o);for(let i=0;i<
e.length;i++)qo.set(e[i],[o,!1]);return o},[]);function wc(t,e){Fo=!0,Ue(e,"ack",n=>Io(n,mc)),Ue(e,"retry",n=>Io(n,yc)),
Ue(t,"ackAll",n=>Wo(n,zo)),Ue(t,"retryAll",n=>Wo(n,gc))}function Ue(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function Io(t,e){let n=qo.get(t);n===void 0||n[1]||n[0][qn]===zo||(n[1]=!0,n[0][e]++)}function Wo(t,e){let n=Do.
get(t);n!==void 0&&n[qn]===0&&(n[qn]=e)}import{held as Tt}from"dotool:options";var Et=200*365*864e5,zn=Et+50*365*864e5,Uo=Math.floor((2**63-1024)/1e6)-Et,Pt=Date,Ho=g(Date.prototype.getTime),{max:Jn,
min:Ko,round:bc,trunc:Vo}=Math,Ft=0,ct=()=>x()+Ft,Go=t=>t<=Uo?Jn(t+Et,zn):t*1e6>=2**63?t:Ko(t,zn-1),Un=t=>Tt&&t!==null&&
t>=zn?t-Et:t,Fn=new _,le;function Qo(t){if(le??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},j!==void 0&&_c(
t),!Tt)return;let e=n=>{let r=Z.get(n);r!==void 0&&Fn.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Pt?Ho(r):r;return l(n,this,[typeof i=="number"&&i>=0?Go(Jn(Vo(i),ct())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Un(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function _c(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Pt?Ho(n):n;return Wt(Z.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=Uo&&j.fakeTimers?.()?Vo(o)+Et:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=Et?r-Et:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return Wt(Z.get(this),void 0),l(e,
this,n)}}).deleteAlarm)}var Hn=new _;async function Xo(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Un(await l(le.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=x();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let f=s?e:i??ct();return Tt&&Hn.
set(t.id.toString(),{__proto__:null,at:Ko(f,ct()),set:f,retry:r,keep:o}),await l(le.setAlarm,t.storage,[x()]),{at:i,fired:!0}}
async function Kn(t){try{return Un(await l(le.getAlarm,t,[]))??void 0}catch{return}}function Yo(t,e){let n=Tt?Hn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Pt?new Pt(r):r}}async function Zo(t){let e=Hn.get(t.id.toString());if(e?.keep)
try{await l(le.setAlarm,t.storage,[Go(e.set)])}catch{}}function vo(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Ft>0&&(e.clock=ct()),e}function ti(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Ft>0?ct():void 0}}function ei(t){Tt&&t!==void 0&&(Ft=Jn(Ft,t-x()));let e=tt(Fn,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Fn.clear(),{__proto__:null,held:Tt,now:bc(ct()),changed:e}}Tt&&(Ae("Date",(e,n)=>Y(Pt,e.length===
0&&Ft>0?[ct()]:e,n),()=>new Pt(ct()).toString()),m(Pt,"now",()=>()=>ct()));import{held as pu}from"dotool:options";function ht(t,e,n="info"){Ct("binding	"+se()+"	"+n+"	"+B([t,e]))}var He="email";function ni(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
f=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&ht(He,`rejected: ${a}`,"warn"),w(f,u),u},async forward(a,u){
let{__dotool:d,...h}=await r(a,u);return ht(He,`forwarded to ${a}
${d}`),h},async reply(a){let{__dotool:u,...d}=await o(a);return ht(He,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)ht(He,e.warnings[d],
"warn");let u=await a();for(let d=0;d<f.length;d++)try{await f[d]}catch{}return u}}}var Vn,si;function fi(t,e){si=e;let{fetch:n}=p(t);Vn=r=>l(n,t,["http://dotool/error",r])}var xc=2e3,{Response:ci}=globalThis,
Oc=R(AbortSignal.timeout,AbortSignal),ri=y(Request.prototype,"method"),kc=y(Request.prototype,"url"),oi=y(Request.prototype,
"headers"),ii=g(Headers.prototype.get),Sc=y(ci.prototype,"status");async function Ke(t,e,n){if(!Vn||!Po(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:si,error:t.thrown,method:ri(e),url:kc(e),accept:ii(oi(e),"accept")??"",agent:ii(oi(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:kt(
r.call),error:r.known}}),i;try{i=await Vn({__proto__:null,method:"POST",body:o,signal:Oc(xc)})}catch{throw n}if(Sc(i)!==
500)throw n;return ri(e)==="HEAD"?new ci(null,i):i}var Ac=y(Request.prototype,"url"),Ve,Gn,Ge=()=>Ve!==void 0;function ui(t,e){Ve=R(t.fetch,t),Gn=new E;for(let n=0;n<e.length;n++)
Gn.add(e[n])}function ai(t){if(Ve===void 0)return;let e=Ac(t),n=Q(e,"/",8),r=Q(e,"?",n);return Gn.has(r<0?O(e,n):O(e,n,r))?
Ve(t):void 0}var{ArrayBuffer:hi,BigInt:Ec,Date:Pc,Error:mi,Map:Qe,Set:Xn,String:Tc}=globalThis,{abs:li,ceil:$c,min:Nc}=Math,{isInteger:Rc}=Number,
{prototype:Lc}=Object,yi=new TextEncoder,Mc=g(yi.encode),jc=y(p(Uint8Array.prototype),"byteLength"),Qn=g(Qe.prototype.forEach),
gi=g(Xn.prototype.forEach),Bc=g(Ec.prototype.toString),G=2e6,de=t=>jc(Mc(yi,t)),wi=1<<18,ut=wi,di=x(),Cc=0;function Ic(){
if(ut>=0)return!0;if((++Cc&7)!==0)return!1;let t=x();return ut=Nc(wi,ut+(t-di)*400),di=t,ut>=0}function bi(t){if(!Ic())return 0;
try{return Jt(t)}catch{return 0}}function Jt(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===Lc||n===null){for(let r in t){if(ut--,e>G)break;e+=r.length*2+8+Jt(
$(t,r))}return e}if(N(t)){for(let r=0;r<t.length&&e<=G;r++,ut--)e+=Jt(t[r]);return e}if(Qt(t))return t.buffer.byteLength+
16;if(t instanceof hi)return t.byteLength+16;if(t instanceof Qe||t instanceof Xn){let r=t instanceof Qe?Qn:gi;return r(t,
(o,i)=>{ut--,e<=G&&(e+=Jt(o)+(r===Qn?Jt(i):0))}),e}if(t instanceof mi)return e+4096;for(let r in t){if(ut--,e>G)break;e+=
r.length*2+8+Jt($(t,r))}return e}function Yn(t){let e=new E,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+pi(i.length)+i.length*(we(Wc,i)!==null?2:1);case"number":return Rc(i)&&li(i)<2**30?1+pi(li(i)*2):9;case"bigint":
return 2+$c(Bc(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Qt(i))return i.buffer.byteLength+8;if(i instanceof hi)return i.byteLength+4;let s=3;if(N(i))for(let f=0;f<i.length;f++)
s+=r(i[f]);else if(i instanceof Qe)Qn(i,(f,c)=>s+=r(c)+r(f));else if(i instanceof Xn)gi(i,f=>s+=r(f));else if(i instanceof
Pc)s+=8;else if(i instanceof mi)s+=r(Tc(i.stack))+r(i.message);else{let f=H(i);for(let c=0;c<f.length;c++)s+=r(f[c])+r($(
i,f[c]))}return s},o=2+r(t);return ut-=1e7-n,o}var Wc=/[^\0-\xff]/,pi=t=>t<128?1:t<16384?2:t<2097152?3:4;var mt=2048,Ye=128*1024,Dc=32,nr=128,_i=1e10,vn=1024,{Date:Si,Error:Xe}=globalThis,{round:qc}=Math,zc=g(Si.prototype.getUTCFullYear);
function Ai(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>mt)&&xi("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>mt)&&xi("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?rr("put",this,n[0],n[1]):
Jc(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&Hc(this,+n[0]),r}}).setAlarm)}
function Ei(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&rr("kv.put",void 0,n[0],n[1]),r}}).
put)}var Fc=0;function Pi(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>G&&Kc(n),(++Fc&4095)===0&&Gc(this),r}}).
exec)}function Ti(t){let e=p(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>vn&&Qc(n,o[0]),i}})[n])}function xi(t,e,n){if(typeof n=="string")n.length*3>mt&&tr(t,e,n);else if(N(
n)){for(let r=0;r<n.length;r++)n[r].length*3>mt&&tr(t,e,n[r]);n.length>nr&&$i(t,e,n.length)}}function Jc(t,e){if(typeof e!=
"object"||e===null)return;let n=H(e),r=n.length;for(let o=0;o<r;o++)rr("put",t,n[o],$(e,n[o]));r>nr&&$i("put",t,r)}function rr(t,e,n,r){
n.length*3>mt&&tr(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=bi(r);
break;default:return}o>Ye-mt&&Uc(t,e,n,r,o)}function tr(t,e,n){Ze(Mi(e)?.class)&&at("key-size",t,e,()=>{let r=de(n);if(!(r<=
mt))return[r,mt,`a key of ${Ut(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function Uc(t,e,n,r,o){if(e!==void 0&&Ze(Mi(e)?.class)){if(o<=Ye)return;at("value-size",t,e,()=>{let i=Yn(
r);if(!(i<=Ye+Dc))return[i,Ye,`${ce(n)} has a value of ${Ut(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=G||at("value-size",t,e,()=>{
let i=Yn(r)+de(n);if(!(i<=G))return[i,G,`${ce(n)} and its value have ${er(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function $i(t,e,n){at("key-count",t,e,()=>[n,nr,`${Ut(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function Hc(t,e){at("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${zc(new Si(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function Kc(t){let e=0,n=0,r="";at("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
f=typeof s=="string"?de(s):s?.byteLength??8;e+=f,f>n&&(n=f,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>G)return[n,G,`a ${r} of ${er(n)}, where production takes 2 MB`,o];if(e>G&&we(Vc,t[0])!==
null)return[e,G,`a row of ${er(e)}, where production takes 2 MB`,o]})}var Vc=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function Gc(t){let e=t.databaseSize;e<=_i||at("database-size","exec",void 0,()=>[e,_i,`the database of the object has ${Ut(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function Qc(t,e){
at("name-size",t,void 0,()=>{let n=de(e);if(!(n<=vn))return[n,vn,`a name of ${Ut(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function Ni(t){
at("handler-name","acceptWebSocket",void 0,()=>{let e=st.get(t).prototype,n=U(e);for(let r=0;r<Oi.length;r++){let o=Oi[r];
if(gt(e,o))continue;let i=ki(o);for(let s=0;s<n.length;s++){let f=n[s];if(typeof f!="string")continue;let c=ki(f);if(c===
i||c==="on"+i||c===i+"s"||c==="on"+O(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${f}()`,`\
rename it to ${o}`]}}})}var Oi=["webSocketMessage","webSocketClose","webSocketError"],ki=g(String.prototype.toLowerCase),
Ri=new E;function Li(t){for(let e of t)Ri.add(e)}var Ze=t=>Ri.has(t),Mi=t=>Z.get(t)??it()?.object,Zn=new E;function at(t,e,n,r){
let o=it(),i=o?.object??Z.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+kt(o);if(Zn.has(s)||Zn.size>=1e3)return;let f,c;try{if(f=
r(),f===void 0)return;c=Xc()}catch{return}c!==""&&(Zn.add(s),dt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:f[0],limit:f[1],message:f[2],hint:f[3],stack:c})))}function Xc(){let{stackTraceLimit:t}=Xe;Xe.stackTraceLimit=
20;let{stack:e}=new Xe;if(Xe.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=Q(
e,`
`,r),o<0&&(o=e.length);let i=O(e,r,o);I(i,"    at ")&&Q(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function Ut(t){let e=""+qc(t*10)/10,n=Q(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=O(e,0,r)+","+O(e,r);
return e}var er=t=>Ut(t/1e6)+" MB";import{log as Yc}from"dotool:options";var{Error:Zc,WebSocket:Ii}=globalThis,vc=y(Ii.prototype,"readyState"),yt="__dotool",ji=!1;function ir(t,e){if(ji)return;
ji=!0,e&&Gt(e,yt);let n=t?.exports;if(!n)return;let r=U(n);for(let o=0;o<r.length;o++)I(r[o],yt)?Gt(n,r[o]):nt(p(n[r[o]]))}
var Bi=!1;function Rt(t,e){if(ir(t,e),Bi||typeof t!="object"||t===null)return;let n=p(t);typeof k(n,"waitUntil")?.value==
"function"&&(Bi=!0,Wi(n))}function Wi(t){m(t,"waitUntil",e=>({waitUntil(...n){return D(n[0])&&xo(n[0],"waitUntil",$t.get(
this)?.object),l(e,this,n)}}).waitUntil)}function Di(t,e){qi.has(e)&&S(t,"container",{__proto__:null,value:new or(e),enumerable:!0,
configurable:!0})}var qi=new E;function zi(t){for(let e of t)qi.add(e)}var or=class{#e;constructor(e){this.#e=e}#t(){throw new Zc(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
$t=new L,sr,ve,Fi,Ci=!1;function Ji(t){if(Ci)return;Ci=!0;let e=p(t);sr=y(e,"id"),ve=y(e,"storage"),Wi(e),Fi=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=$t.get(this);return o!==void 0&&Ao(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=$t.get(this);Yc&&Ni(o);let f=Nt.get(s);f?
f.count++:Nt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=$t.get(this);if(i===void 0||typeof r!="function")return l(n,this,cr(r,o));let s=A("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(c){throw J(s,c),c}}])}}).blockConcurrencyWhile)}var Nt=new _;function fr(t){
let{id:e}=$t.get(t).object,n=Nt.get(e);if(n===void 0)return;let r=l(Fi,t,[]);n.count=0;for(let o=0;o<r.length;o++)vc(r[o])===
tu&&n.count++;n.count===0&&Nt.delete(e)}var tu=Ii.OPEN;function cr(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)w(n,e[r]);return n}import eu from"cloudflare-internal:workers";var{WorkflowEntrypoint:nu,RpcPromise:Vi}=eu,{Error:ru,Promise:ou,String:pe}=globalThis,iu=ru.prototype,su=Vi.prototype.then,
fu=t=>typeof t=="function"&&W(t,Vi.prototype),Gi=t=>typeof t=="function"&&W(t.prototype,nu.prototype);function Qi(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Rt(n[0],n[1]);let o=Y(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let f=Vt(o,s,
o);return typeof f!="function"||s==="constructor"||typeof s=="symbol"||!Ht(o,s)?f:s==="run"?(c,a)=>uu(f,o,c,a):(...c)=>l(
f,o,c)}})}})}function Xi(t,e){let n="\0"+t+"\0"+e,r=ot.get(n);return r===void 0&&(r={k:ot.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},ot.set(n,r),V("instance	"+r.k+"	"+P([t,e]))),r}var he=!1;function Yi(){he=!0}var cu=R(scheduler.wait,scheduler),
tn=()=>cu(2147483647);function uu(t,e,n,r){let o=Xi(pe($(n,"workflowName")),pe($(n,"instanceId"))),i=A("run",o,[]);i.root=
0,au(r,o);let s=c=>{if(he)return tn();if(Zi(c))return vi();throw J(i,c),c},f;try{f=M.run(i,()=>l(t,e,[n,r]))}catch(c){return s(
c)}return D(f)?l(C,f,[void 0,s]):f}var Ui="WorkflowAbortedError",Zi=t=>W(t,iu)&&b(()=>I(pe(t.name),Ui)||I(pe(t.message),
Ui),!1);function vi(){return dt("over"),new ou(()=>{})}function au(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];S(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(he)return tn();
let s=[],f=l(o,t,r===0?lu(i,e,s):i),c=u=>(Ki(s),u),a=u=>{if(Ki(s),he)return tn();if(Zi(u))return vi();throw u};return fu(
f)?l(su,f,[c,a]):D(f)?l(C,f,[c,a]):f}})}}function lu(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Hi(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof $(i,"rollback")=="function"){let{rollback:f}=i;
s={...i,rollback:Hi(e,t[0],f)}}w(r,s)}return r}function Hi(t,e,n,r){return(...o)=>{if(he)return tn();let i=o[0],s=i?.attempt??
1,f=i?.step?.count??1;if(r!==void 0){let c=t.k+" "+f+" "+s+" "+e;en.has(c)||ie(),en.set(c,!0),w(r,c)}return F(A("step",t,
[pe(e)+(f>1?" #"+f:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var en=new _;function Ki(t){for(let e=0;e<t.length;e++)
en.delete(t[e])&&rt();t.length=0}function ts(t,e,n){let r=Xi(t,e),{state:o,step:i,count:s,attempt:f,error:c}=ge(n);(o===
"stored"||o==="failed")&&(en.delete(r.k+" "+s+" "+f+" "+i)&&rt(),o==="stored")||(X(r)||c!==void 0)&&Bt("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:hu}=du,{Response:os,TypeError:is}=globalThis,es=y(Request.prototype,"method"),ns=y(Request.prototype,
"url"),mu=y(os.prototype,"status"),ss,fs=t=>b(()=>typeof ss[t]=="function",!1);function cs(t){if(ss=typeof t=="function"?
t.prototype:t,typeof t=="function"){let e=new Proxy(t,{__proto__:null,construct(n,r,o){return Rt(r[0],r[1]),rs(Y(n,r,o===
e?n:o),!0)}});return e}return typeof t!="object"||t===null?t:rs(t,!1)}function rs(t,e){let n=e?void 0:new _,r=(o,i)=>{e&&
St(t,i)&&ue(t,i);let s=t[i];if(i==="fetch"&&s===void 0&&Ge()&&(s=_u),typeof s!="function"||i==="constructor")return s;if(typeof i==
"symbol")return R(s,t);let f=n?.get(i);if(f!==void 0&&f[0]===s)return f[1];if(i!=="fetch"&&!Ht(t,i))return s;let c=i==="\
fetch"?gu(s,t):yu(i,s,t,e);return n===void 0||(S(c,"length",{__proto__:null,value:s.length}),n.set(i,[s,c])),c};return new Proxy(
{},{__proto__:null,get:r,has:(o,i)=>gt(t,i)||i==="fetch"&&Ge(),getPrototypeOf:()=>p(t),ownKeys:()=>U(t),getOwnPropertyDescriptor(o,i){
if(e&&St(t,i))return;let s=k(t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}
function us(t,e){if(Gi(e))return Qi(e);if(typeof e!="function"||!W(e.prototype,hu.prototype))return e;let n=new _,r={__proto__:null,
get(s,f){j!==void 0&&St(s,f)&&ue(s,f);let c=s[f];if(typeof c!="function"||f==="constructor"||typeof f=="symbol")return c;
let a=n.get(f);if(a===void 0||a[0]!==c||K(s,f)){if(!Ht(s,f))return c;a=[c,t+"."+f],K(s,f)||n.set(f,a)}return(...u)=>At("\
rpc",a[1],void 0,c,s,u)}},o=!1,i=new Proxy(e,{__proto__:null,construct(s,f,c){return Rt(f[0],f[1]),o||Be(r,!0),o=!0,new Proxy(
Y(s,f,c===i?s:c),r)}});return i}var as=new E;as.add("scheduled").add("queue").add("email").add("tail").add("tailStream").
add("trace").add("test").add("connect");function yu(t,e,n,r){return(...o)=>{if(Rt(o[2],o[1]),t==="tail"&&(o[0]=No(o[0]))===
void 0)return;if(t==="tailStream")return Mo(o[0])?jo(l(e,n,o)):void 0;let i=t==="email"?ni(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,F(A(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!as.has(t))return z?F(A("rpc",void 0,[t,Pe(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=A(t,void 0,t==="scheduled"?ti(o[0]):t==="queue"?Jo(o[0]):[]);return pu&&(t==="schedu\
led"||t==="queue")&&Ie(s),F(s,e,n,o)}}function gu(t,e){let n=(o,i)=>{let s=A("request",void 0,[es(o),500,ns(o)]);return J(
s,i),Ke(s,o,i)},r=(o,i)=>ds(i)?i:n(o,ar());return(...o)=>{let i=o[0];if(Ge()){let s=ai(i);if(s!==void 0)return s}return Rt(
o[2],o[1]),z?go(A("request",void 0,[es(i),0,ns(i)]),t,e,o,ur,wu,Ke):wo(t,e,o,r,n)}}var wu=(t,e,n)=>t.thrown===void 0?n:Ke(
t,e,ar());function Ht(t,e){for(let n=t;n!==null;n=p(n)){let r=k(n,e);if(r!==void 0)return r.get!==void 0?ls.has(e):n!==t||
r.configurable||r.writable}return!0}var ls=new E;ls.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClos\
e").add("webSocketError");var bu=Yt(os.prototype),ds=t=>t instanceof bu;function ur(t,e){if(ds(e))t.detail[1]=mu(e);else if(typeof e?.
then!="function")return ar()}function _u(){throw new is("Handler does not export a fetch() function.")}function ar(){let t=new is(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}var xu=Object.prototype;function ps(t,e){let n=new _;for(let r=t.prototype;r&&r!==xu;r=p(r)){let o=typeof r.constructor==
"function"?Xt(r.constructor):"";if(O(o,-17)==="{ [native code] }")break;let i=U(r);for(let s=0;s<i.length;s++){let f=i[s];
if(typeof f!="string"||n.has(f)||f==="constructor"||f==="__dotool")continue;let{value:c,get:a}=k(r,f);typeof c=="functio\
n"?n.set(f,{__proto__:null,name:f,kind:"method",parameters:c.length,source:O(Xt(c),0,2e3)}):a&&n.set(f,{__proto__:null,name:f,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:tt(n)}}import Qu from"cloudflare-internal:workers";var Ou=["cause","errors","error","suppressed"];var Lt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function dr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function ms(t){
let e=new Map;function n(f){if(f===null||typeof f!="object")return f;if(Array.isArray(f)){let d=new Array(f.length);return e.
set(f,d),f.forEach((h,T)=>h?.$hole||(d[T]=n(h))),d}let a=Object.keys(f).find(d=>d.charCodeAt(0)===lr&&d.charCodeAt(1)!==
lr);if(a===void 0)return r({},f);if(a==="$ref")return s(f.$ref);let u=o(f,a,f[a]);return typeof u=="object"&&u!==null&&e.
set(f,u),u}function r(f,c,a=c){e.set(a,f);for(let u of Object.keys(c)){let d=u.charCodeAt(0)===lr?u.slice(1):u;d in f?nn(
f,d,n(c[u])):f[d]=n(c[u])}return f}function o(f,c,a){switch(c){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(f,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(f.length);return r(u,a,f)}case"$map":{let u=new Map;e.set(f,
u);for(let[d,h]of a)u.set(n(d),n(h));return u}case"$set":{let u=new Set;e.set(f,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...h}=a,T=new(hs[u]??Error)(d??"");hs[u]||nn(T,"name",u,!1),e.set(f,T),nn(T,"stack",
String(T));for(let[q,cn]of Object.entries(h))nn(T,q.replace(/^\$/,""),n(cn),q!=="stack"&&!Ou.includes(q));return T}case"\
$request":return new Request(a,n(f.init))}throw new Error(`a value with ${c} cannot be written while a server runs: stop\
 it first`)}function i(f,c){let{type:a="Uint8Array"}=f;if(a==="Blob")return new Blob([Lt(c)],{type:f.contentType??""});if(a===
"ArrayBuffer"){if(f.maxLength===void 0)return Lt(c).buffer;let T=Lt(c),q=new ArrayBuffer(T.length,{maxByteLength:f.maxLength});
return new Uint8Array(q).set(T),q}let u=ys[a];if(!u)throw new Error("there is no "+a+" here");if(!f.buffer)return new u(
Lt(c).buffer);let d=n(f.buffer),h=Lt(c).length/(u.BYTES_PER_ELEMENT??1);return f.lengthTracking?new u(d,f.offset??0):new u(
d,f.offset??0,h)}function s(f){let c=t,a=f.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&c?.$bytes!==void 0&&c.buffer===void 0)return e.get(c)?.buffer;c=c?.[d]}
return e.get(c)}return n(t)}var lr=36,ys={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(ys.Float16Array=Float16Array);
var hs={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function nn(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function pr(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return ku(t.storage,n);case"kv-put":return t.storage.put(n.key,ms(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return gs(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return gs(()=>Xo(t,n))}throw new Error("unknown action "+e)}async function gs(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function ku(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,f={};try{let{sql:c}=t;t.transactionSync(()=>{let a=rn(c);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...c.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&Su(t,u,r),o++;if(s=rn(c)-a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw f})}catch(c){
if(c!==f)return{results:r,failed:{at:o,checking:i,message:String(c?.message??c)}}}return{results:r,written:s}}var rn=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function Su(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.
$blob===void 0?h:Lt(h.$blob)),{sql:f}=t,c=o&&Au(t,e,o,s);if(c){i.push(c);return}let a=f.exec(e,...s),u=a.columnNames,d=[];
try{for(let h of a.raw())d.push(h)}catch(h){let T=`SELECT * FROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...f.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:ws(f,T,s,r,u,d)}),h}i.push(
{columns:u,rows:ws(f,e,s,r,u,d)})}function ws(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(Tu))){let s=o.map((f,c)=>"c"+c);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(bs)} FROM "dotool typed"`,...n).raw()].map(c=>c.map(_s))}catch{}}return i.map(s=>s.map($u))}function Au(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:f}=t,c=o.flatMap(d=>d===""?Pu(f,i):[d]),a=c.length,u=c.map(d=>bs(`(${d})`));for(let d of[
`${r}
, `,""]){let h=`${n} RETURNING ${d}${u}`;try{[...f.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let T=d?void 0:Eu(t,e,s),
q=f.exec(h,...s),cn=[...q.raw()].map(vs=>vs.slice(-a).map(_s));return{columns:q.columnNames.slice(0,-a),rows:cn,...T}}}function Eu(t,e,n){
let r=rn(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:rn(t.sql)-r}}function Pu(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var bs=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function _s(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+dr(t.slice(1)):typeof t=="number"?xs(t):t}var Tu=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function $u(t){return t instanceof ArrayBuffer?"b"+dr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):xs(t)}var xs=t=>"r"+
(Object.is(t,-0)?"-0":t);var Os;function ks(t){Os=t}var me=t=>t===Os;var{ArrayBuffer:Ns,Promise:Nu,String:Ru,Uint8Array:Rs,WebSocket:Ls}=globalThis,v=Ls.prototype,Lu=y(MessageEvent.prototype,
"data"),Mu=y(CloseEvent.prototype,"code"),ju=y(CloseEvent.prototype,"reason"),Bu=y(CloseEvent.prototype,"wasClean"),Cu=y(
ErrorEvent.prototype,"message"),Ms=y(Event.prototype,"type"),Iu=y(Event.prototype,"target"),Wu=g(v.close),Du=y(v,"readyS\
tate"),{CLOSING:qu}=Ls,zu=y(Ns.prototype,"byteLength"),on=p(Rs.prototype),Fu=y(on,"buffer"),Ju=y(on,"byteLength"),Uu=y(on,
"byteOffset"),Hu=80,Ss=16,As="0123456789abcdef";function Kt(t){try{return typeof t=="string"?{__proto__:null,length:t.length,
text:O(t,0,Hu)}:W(t,Ns.prototype)?Es(t,0,zu(t)):W(t,on)?Es(Fu(t),Uu(t),Ju(t)):typeof t=="object"?{__proto__:null,bytes:t.
byteLength??t.size}:Kt(""+t)}catch{return{__proto__:null}}}function Es(t,e,n){let r=n<Ss?n:Ss,o=new Rs(t,e,r),i="";for(let s=0;s<
r;s++)i+=As[o[s]>>4]+As[o[s]&15];return{__proto__:null,bytes:n,hex:i}}function Ku(t,e){let{sent:n}=t;if(n===void 0){t.sent=
{__proto__:null,count:1,same:!0,message:e,first:Kt(e)};return}if(n.count++,e!==n.message&&(n.same=!1),!n.same||typeof e==
"string")return;let r=Kt(e);n.same=r.bytes===n.first.bytes&&r.hex===n.first.hex}function gr(t){try{return Ru(t?.message??
t)}catch{return"an error that cannot be read"}}var mr={__proto__:null,message:t=>Kt(Lu(t)),close:t=>({__proto__:null,code:Mu(
t),reason:ju(t),wasClean:Bu(t)}),error:t=>({__proto__:null,message:gr(Cu(t))})},Ps=new L;function yr(t){let e=Ps.get(t);
return e===void 0&&Ps.set(t,e={__proto__:null,object:it()?.object,message:0,close:0,error:0}),e}var Ts=new L;function Vu(t,e,n){
let r=Ms(t),{object:o}=yr(Iu(t)),i=Ts.get(t);if(i!==void 0)return We(i,e,n,[t]);let s=A(r,o,mr[r]?.(t)??[]);if(Ts.set(t,
s),mr[r]===void 0||!(o===void 0?z:X(o)))return We(s,e,n,[t]);F(s,async()=>{let f=We(s,e,n,[t]);await(D(f)?f:void 0)},void 0,
[])}var $s=new L;function hr(t){if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=$s.get(t);return e===
void 0&&(e=function(n){let r=typeof t=="function"?t:t.handleEvent;return Vu(n,r,typeof t=="function"?this:t)},$s.set(t,e)),
e}var js=!1;function Bs(){js=!0}function Cs(t){let{addEventListener:e}=v,n=K(v,"addEventListener")?v:EventTarget.prototype,
r=["message","close","error","open"];for(let i=0;i<r.length;i++){let s="on"+r[i];if(k(v,s)!==void 0)continue;let f=new L;
S(v,s,{__proto__:null,configurable:!0,get(){return f.get(this)},set(c){let a=f.get(this),u=hr(c);f.set(this,u),o(this,r[i],
(typeof u=="function"?1:0)-(typeof a=="function"?1:0))}})}let o=(i,s,f)=>{let c=yr(i);typeof s=="string"&&K(c,s)&&s!=="o\
bject"&&(c[s]+=f)};m(n,"addEventListener",i=>({addEventListener(...s){return W(this,v)&&(s[1]=hr(s[1]),o(this,s[0],1)),l(
i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){return W(this,v)&&(s[1]=hr(s[1])),
l(i,this,s)}}).removeEventListener),m(v,"send",i=>({send(...s){let f;try{f=l(i,this,s)}catch(a){if(!js||Du(this)<qu)throw a}
let c=it();return c!==void 0&&!c.closed&&Ku(c,s[0]),f}}).send),m(v,"accept",i=>({accept(...s){let f=yr(this);l(i,this,s);
let c,a=new Nu(d=>t.add(c=d));l(C,a,[d=>{try{d&&Wu(this,1012,"reloading")}catch{}}]);let u=d=>{let h=Ms(d),T=f.object===
void 0?z:X(f.object);f[h]===0&&T&&bo(h,f.object,mr[h](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(c),c(!1),
u(d)}])}}).accept)}import{held as Ds,log as wr}from"dotool:options";var Is=!1,Ws=!1;function qs(t,e){if(Z.set(t,e),!Is){Is=!0;let n=p(t);zs(n),(Ds||wr)&&Gu(n)}wr&&!Ws&&!Ze(e.class)&&(Ws=!0,
Pi(p(t.sql)),Ei(p(t.kv)))}function zs(t){Qo(t),wr&&Ai(t)}function Gu(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!Ds?l(n,this,[r,o[0]]):l(n,this,[i=>(e||zs(p(i)),e=!0,Z.set(i,Z.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:Fs}=Qu,{Response:Xu,TypeError:Js}=globalThis,Yu=y(Request.prototype,"method"),Zu=y(Request.prototype,"\
url"),vu=y(Request.prototype,"headers"),ta=g(Headers.prototype.get),ea=g(Request.prototype.text),Mt=new L,Us=!1;function Hs(){
Us=!0}var na=R(scheduler.wait,scheduler),sn=new _;function Ks(t,e){if(typeof e!="function")return e;let n;return st.set(
t,e),sn.set(t,()=>n??=W(e.prototype,Fs.prototype)),new Proxy(e,{__proto__:null,construct(r,o,i){let s=o[0];ir(s,o[1]),n??=
W(e.prototype,Fs.prototype),Ji(s);let f=Fr(t,sr(s));$t.set(s,{__proto__:null,name:t,rpc:n,object:f}),qs(ve(s),f),Di(s,t),
j?.started?.(f);let c=_o(f,"constructor",()=>Y(r,o,i));return Mt.set(c,s),ra(c,f,n)}})}function ra(t,e,n){let r=new _,o={
__proto__:null,get(i,s){if(s===yt&&n)return(u,d,h)=>ia(t,u,d,h);n&&St(t,s)&&ue(t,s);let f=t[s];if(s==="fetch"&&j!==void 0)
return oa(t,f,e,n);if(typeof f!="function"||s==="constructor")return f;let c=r.get(s);if(c!==void 0&&c[0]===f)return c[1];
if(!Ht(t,s))return f;let a=Vs(s,f,t,e,n);return j!==void 0&&(a=$n(s,a,e)),r.set(s,[f,a]),a}};return new Proxy(t,Be(o,n))}
function oa(t,e,n,r){return(o,...i)=>{let s=j.inside?.(o,t,Mt.get(t));if(s!==void 0)return s;if(typeof e!="function")throw new Js(
"Handler does not export a fetch() function.");return l($n("fetch",Vs("fetch",e,t,n,r),n),t,cr(o,i))}}function ia(t,e,n,r){
if(!me(e))throw new Js('The RPC receiver does not implement the method "__dotool".');return Se(),pr(Mt.get(t),n,r)}function Vs(t,e,n,r,o){
switch(typeof t=="string"?t:""){case"":return R(e,n);case"fetch":return(...i)=>{let s=i[0];return!o&&me(ta(vu(s),"dotool\
-secret"))?sa(n,s):X(r)?F(A("fetch",r,[Yu(s),0,Zu(s)]),e,n,i,ur):At("fetch",void 0,r,e,n,i)};case"alarm":return i=>{if(Us)
return na(2147483647);let s=Mt.get(n),f=Yo(s,i),c=A("alarm",r,vo(f));return Ie(c),Wt(r,void 0),F(c,async()=>{let a=ve(s);
try{await l(e,n,[f])}catch(u){throw Wt(r,x()),(c.detail.next=await Kn(a))===void 0&&await Zo(s),u}c.detail.next=await Kn(
a)},void 0,[])};case"webSocketMessage":return(i,s)=>X(r)?F(A("message",r,Kt(s)),e,n,[i,s]):At("message",void 0,r,e,n,[i,
s]);case"webSocketClose":return(i,s,f,c)=>(fr(Mt.get(n)),X(r)?F(A("close",r,{__proto__:null,code:s,reason:f,wasClean:c}),
e,n,[i,s,f,c]):At("close",void 0,r,e,n,[i,s,f,c]));case"webSocketError":return(i,s)=>(fr(Mt.get(n)),F(A("error",r,{__proto__:null,
message:gr(s)}),e,n,[i,s]))}return(...i)=>X(r)?F(A("rpc",r,[t,Pe(i)]),e,n,i):At("rpc",t,r,e,n,i)}async function sa(t,e){
let{action:n,args:r}=ge(await ea(e));return Se(),new Xu(B(await pr(Mt.get(t),n,r)??null))}import{log as aa}from"dotool:options";br("ReadableStream",["start","pull","cancel"]);br("WritableStream",["start","write","close","abort"]);br("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return Bn()(
r[0]),o}}).error)}function br(t,e){let n=globalThis[t];Ae(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)w(i,s===0?ca(r[0],
e):r[s]);return Y(n,i,o)})}var{create:fa}=Object;function ca(t,e){if(typeof t!="object"||t===null)return t;let n=Bn(),r=fa(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...f)=>{let c;try{c=l(i,t,f)}catch(a){
throw n(a),a}return D(c)&&l(C,c,[void 0,n]),c};S(r,e[o],{__proto__:null,value:s})}return r}import{log as ua}from"dotool:options";function Gs(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw Oo(e),e}}}function Qs(t,e){
let n=globalThis;for(;n!==null&&!K(n,t);)n=p(n);m(n??globalThis,t,e)}ua&&(Qs("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=Gs(arguments[0]));let e=l(t,this,arguments);return Nn(it()?.object,e),e}}).setTimeout),Qs("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=Gs(arguments[0]));let e=l(t,this,arguments);return Nn(it()?.object,
e),e}}).setInterval));var{DurableObject:la,WorkerEntrypoint:Xs}=ye,{TypeError:da,addEventListener:Ys}=globalThis,pa=R(scheduler.wait,scheduler);
function ha({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:f,NAMESPACE:c,TAILS:a,TESTS:u,...d}){
ks(t),Pr(e),fi(n,r),Li(o.split(" ")),i&&zi(i.split(" ")),s&&ui(s,f.split(" ")),nt(p(n)),nt(ye.RpcStub.prototype),nt(ye.RpcPromise.
prototype),nt(ye.RpcProperty.prototype);for(let h of[la,Xs,ye.RpcTarget])dn(h.prototype);a&&Co(),u&&io(d,{failureOf:to,label:kt,
closeSockets:Zs}),c&&(Hr(c),aa&&Ti(c)),globalThis[yt]=h=>(delete globalThis[yt],h&&delete h[yt],{__proto__:null,Control:_r,
entrypoint:us,handler:cs,object:Ks,tests:j})}var fn=new E;Cs(fn);function Zs(){fn.forEach(t=>t(!0)),fn.clear()}Ys("unhan\
dledrejection",({promise:t,reason:e})=>ko(t,e));Ys("rejectionhandled",({promise:t})=>Zr(t));var _r=class extends Xs{async closeSockets(e){
et(e),Yi(),kn();let n=fn.size;return Bs(),Zs(),P({__proto__:null,plain:n,objects:tt(Nt),inFlight:lt})}async unfinished(e,n){
for(et(e),Hs();lt>0&&x()<n;)await pa(5);return P(lt>0?po():[])}async sockets(e){return et(e),P(tt(Nt,({name:n,id:r,count:o})=>({
__proto__:null,class:n,id:r,sockets:o})))}async takesRpc(e,n){return et(e),sn.get(n)?.()}async methods(e,n){return et(e),
st.has(n)?P(ps(st.get(n),sn.get(n)())):void 0}async flush(e,n,r){et(e),n!==void 0&&Lr(n),r&&V("mark	"+r),kn()}async handles(e,n){
return et(e),fs(n)}async workflow(e,n,r,o){et(e),ts(n,r,o)}async say(e,n,r,o){et(e),ht(n,r,o)}async hold(e,n){return et(
e),P(ei(n))}};function et(t){if(!me(t))throw new da("forbidden")}export{_ as OwnMap,E as OwnSet,L as OwnWeakMap,tt as all,w as append,l as apply,b as attempt,R as bound,ma as charCodeAt,
Y as construct,S as defineProperty,Gt as deleteProperty,p as getPrototypeOf,y as getter,gt as has,K as hasOwn,Q as indexOf,
W as inherits,ha as install,N as isArray,D as isPromise,Qt as isView,H as keys,Yt as like,ht as note,x as now,se as origin,
k as own,U as ownKeys,ge as parse,B as quote,Vt as read,O as slice,I as startsWith,we as test,C as then,Xt as toText,g as uncurry,
$ as value};
