import fe from"cloudflare-internal:workers";import cc from"cloudflare-internal:workers";import Ds from"node-internal:async_hooks";import As from"cloudflare-internal:workers";import{customInspectSymbol as Es}from"node-internal:internal_inspect";var{apply:l,construct:X,get:Z,has:ue,ownKeys:U,defineProperty:x,deleteProperty:qt}=Reflect,d=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:_s}=Reflect,
{freeze:xs,setPrototypeOf:fr}=Object,{keys:H,hasOwn:v}=Object,{isArray:N}=Array,{isView:Ut}=ArrayBuffer,{now:_}=Date,L=JSON.
stringify,ae=JSON.parse,{bind:Qe,call:Os}=Function.prototype,y=l(Qe,Qe,[Os]),D=y(Qe),W=Promise.prototype.then,Ht=y(Function.
prototype.toString),ku=y(String.prototype.charCodeAt),O=y(String.prototype.slice),G=y(String.prototype.indexOf),B=y(String.
prototype.startsWith),le=y(RegExp.prototype.exec),ks=y(Object.prototype.isPrototypeOf),R=(t,e)=>ks(e,t),C=t=>R(t,Ss),Ss=Promise.
prototype;function k(t,e){let n=_s(t,e);return n!==void 0&&fr(n,null),n}function T(t,e){return k(t,e)?.value}function w(t,e){
let n=t&&k(t,e)?.get;return n===void 0?r=>r[e]:y(n)}function g(t,e){x(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,
configurable:!0})}function b(t,e){try{return t()}catch{return e}}function Xe(t){class e extends t{}let n=U(t.prototype);
for(let r=0;r<n.length;r++)n[r]!=="constructor"&&x(e.prototype,n[r],k(t.prototype,n[r]));return fr(e.prototype,null),xs(
e.prototype),e}var S=Xe(Map),$=Xe(Set),M=Xe(WeakMap);function tt(t,e=n=>n){let n=[];return t.forEach(r=>g(n,e(r))),n}var{RpcPromise:Ps,RpcProperty:Ts,RpcStub:$s}=As,Ns=Object.prototype,{getOwnPropertySymbols:Rs}=Object,ur=new $,Kt=[];function nt(t){
for(;t&&t!==Ns&&!ur.has(t);t=d(t)){if(Ye===void 0&&(Ye=t),!Ms(t))return;ur.add(t),Ze(t),x(t,Es,{__proto__:null,value:js,
writable:!0,configurable:!0}),g(Kt,t)}}function Ze(t){let e=Rs(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&x(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var Ye;function Ms(t){for(;t;t=d(t))if(t===Ye||t===
$s.prototype||t===Ps.prototype||t===Ts.prototype)return!0;return!1}function js(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=U(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&k(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function ve(t){for(let e=0;e<Kt.length;e++)x(Kt[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<Kt.length;e++)qt(Kt[e],"toJSON")}}import{log as wr}from"dotool:options";var{Int32Array:Ls,Uint8Array:lr}=globalThis,pr="",dr="",tn=0,en=0,Bs=0;function hr(t){let e=t.split(" ");dr=""+e[0].slice(
0,8),pr=""+e[0]+"	",tn=e[1]|0,en=e[2]|0}function rn(t){if(!B(t,dr))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function pe(t){return t=++Bs+"	"+t,pr+Cs(t)+"	"+t}var mr=new TextEncoder,Is=y(mr.encode),yr=d(
lr.prototype),ar=w(yr,"length"),Ws=y(yr.set),Vt,nn;gr(4096);function gr(t){Vt=new lr(t),nn=new Ls(Vt.buffer)}function Cs(t){
let e=tn,n=en^238,r=1819895653^tn,o=1952801890^en,i=Is(mr,t),s=ar(i),c=(s|3)+1;c>ar(Vt)&&gr(2*c),Ws(Vt,i),nn[(c>>2)-1]&=
(1<<8*(s&3))-1,Vt[c-1]=s;let f=nn,a=c>>2;for(let p=0;p<a;p++){let h=f[p];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let p=0;p<8;p++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,p===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var fn=D(console.log,console);function E(t){switch(typeof t){case"string":return L(t);case"object":break;case"undefined":
return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";if(N(t)){for(let r=0;r<t.length;r++)
e+=(r>0?",":"")+(E(t[r])??"null");return"["+e+"]"}let n=H(t);for(let r=0;r<n.length;r++){let o=E(T(t,n[r]));o!==void 0&&
(e+=(e===""?"":",")+L(n[r])+":"+o)}return"{"+e+"}"}var F=wr;function br(t){F=wr||t===!0,de=N(t)?t:void 0,on++}var de,on=0;
function Q(t){if(F||de===void 0)return F;if(t.choice!==on){t.choice=on,t.chosen=!1;for(let e=0;e<de.length&&!t.chosen;e++){
let n={__proto__:null,...de[e]};t.chosen=(n.class??t.class)===t.class&&B(t.id,n.id??"")&&B(t.name??"",n.prefix??"")}}return t.
chosen}var sn=10,_r="",lt="",he=0,Gt=0,me=!1,pt=0;function Qt(){pt++}function rt(){pt--}function K(t){lt+=lt===""?t:_r+
t}var cn=()=>Gt>8;function jt(t){K(t),(!me||_()-he>=sn||pt===0&&!cn()||lt.length>65536)&&Lt()}function dt(t){K(t),Lt()}function Lt(){
if(lt==="")return;let t=lt;lt="";let e=_();Gt=e-he<sn?Gt+1:e-he<2*sn&&cn()?Gt:0,he=e,me||=pt>0||cn(),fn(pe(me?t+_r+"busy":
t))}function un(){Gt=0,me=!1,Lt()}function Bt(t){Lt(),fn(pe(t))}function xr(t){K(t);let e=lt;lt="",fn(pe(e))}function m(t,e,n){let r=k(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>T(T(t,"constructor"),"name")+".","");K("m\
issing	"+L(s+e));return}let i=n(o);x(i,"name",{__proto__:null,value:o.name}),x(i,"length",{__proto__:null,value:o.length}),
r.value=i,x(t,e,r)}function ye(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,c,f)=>e(c,f===i?s:f)};n&&(o.apply=
n);let i=new Proxy(r,o);x(globalThis,t,{__proto__:null,...k(globalThis,t),value:i}),x(r.prototype,"constructor",{__proto__:null,
...k(r.prototype,"constructor"),value:i})}var j=new Ds.AsyncLocalStorage;x(j,"getStore",{__proto__:null,value:j.getStore});x(j,"run",{__proto__:null,value:j.run});
var ht=()=>j.getStore();function Xt(){let t=j.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var Y=new M,ot=new S;
function kr(t,e){let n=an(e),r=t+"\0"+n,o=ot.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:ot.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1},ot.set(r,o),K("object	"+o.k+"	"+n+"	"+E([t,o.name??null]))),o}var _t=new S;function Or(t){
let e=j.getStore();if(e===void 0)return;let n=_t.get(t);if(n!==e){if(n===void 0)_t.set(t,e);else if(n.size===void 0)_t.set(
t,new $().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:g(e.holds,t)}}function Sr(t){for(let e=0;e<
t.holds.length;e++){let n=_t.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&_t.delete(t.holds[e])}}function Ar(t){let e=t.
name!==void 0&&_t.get(t.name)||_t.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.object===
t?void 0:e}var an=t=>t.toString();function Er(t){let e=d(t);an=y(d(t.idFromName("")).toString);let n=!1,r=o=>(n||(n=!0,nt(
d(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return F&&Or(i[0].name??an(i[0])),s}}).get),m(e,"getByName",o=>({
getByName(...i){let s=r(l(o,this,i));return F&&typeof i[0]=="string"&&Or(i[0]),s}}).getByName)}var it=new S;var{ArrayBuffer:zs,Date:Fs,Error:Js,Map:qs,RegExp:Us,Set:Hs,String:ge}=globalThis,Pr=Object.prototype;function we(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=Zt(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function Zt(t){if(typeof t!="object"||t===null)return Yt(t,40);let e=N(t),n=e?null:d(t);if(n!==Pr&&
n!==null)return Yt(t);let r=e?t:H(t);if(r.length===0||r.length>4)return Yt(t);let o="";for(let i=0;i<r.length;i++){let s=T(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+Yt(s,20),o.length>60)return Yt(t)}return e?"["+o+"]":"{ "+o+" }"}function Yt(t,e){
switch(typeof t){case"string":return L(t.length>e?O(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return ge(
t);case"function":return"\u0192";case"object":return t===null?"null":N(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
qs||t instanceof Hs?t.constructor.name+"("+t.size+")":t instanceof Fs?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
Us||t instanceof Js?O(ge(t),0,60):Ut(t)||t instanceof zs?t.byteLength+" B":"{"+(H(t).length>0?"\u2026":"")+"}";default:return ge(
t)}}function be(t){return b(()=>{if(typeof t=="function")return(B(Ht(t),"class")?"class ":"\u0192 ")+O(ge(T(t,"name")??""),
0,100);let e=Zt(t);if(typeof t!="object"||t===null||!B(e,"{"))return e;let n=d(t),r=n!==null&&n!==Pr?T(n,"constructor"):
void 0,o=typeof r=="function"?T(r,"name"):void 0;return typeof o=="string"&&o!==""?O(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:Ks,String:Vs}=globalThis,Gs=Ks.prototype,Qs=Object.prototype,Oe=new M,$r=new M,Ot=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Nr(t,e){let n=Ot(e)?$r.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function q(t,e){let n=Nr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}Ot(e)&&Lr(xe.get(e));let r=Se(
e,t),o=ke(t,e,r);o!==void 0&&(r.from=o.n);let i=(F?void 0:o?.root)??t?.root??o?.root??0;if(Ot(e)&&$r.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(Ot(e)?Oe.get(e):void 0)??Ir(e,r),known:r,call:t,
at:0},c=t;do c=c.parent,c!==void 0&&(c.failure=s);while(c!==void 0&&c.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&Ys(s)}dt("error	"+Rr(t,i,r))}var Rr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
E([kt(t),n]),ln=new M,xe=new M,Xs=0;function Mr(t,e,n,r){if(Nr(e,n)!==void 0)return;let o=Ot(n)?xe.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++Xs,error:n,promises:0},Ot(n)&&xe.set(n,o);let i=Se(n,e),s=ke(e,n,i);s!==void 0&&(i.from=s.
n);let c=(F?void 0:s?.root)??e?.root??s?.root??0;dt("unhandled	"+o.n+"	"+r+"	"+Rr(e,c,i))}o.promises++,ln.set(t,o)}function jr(t){
let e=ln.get(t);ln.delete(t),e!==void 0&&--e.promises===0&&Lr(e)}function Lr(t){t!==void 0&&(Ot(t.error)&&xe.delete(t.error),
dt("handled	"+t.n))}var xt=new S;function Ys(t){if(t.at=_(),xt.delete(t.text),xt.set(t.text,t),xt.size<=100)return;let e;
xt.forEach((n,r)=>e??=r),xt.delete(e)}var dn=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function ke(t,e,n){let r=Ir(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&B(r,"#<")))return o;if(!dn(e))return;let i=xt.get(
r);if(i===void 0){let s=G(r,": ");if(i=s>0?xt.get(O(r,s+2)):void 0,i?.known.name!==O(r,0,s))return}return i!==void 0&&_()-
i.at<1e4?i:void 0}var Br=t=>ke(void 0,t,{__proto__:null,message:t.message});function Ir(t,e){if(e.message!==void 0)return e.
message;try{return Vs(t)}catch{return e.thrown}}function kt(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var _e=16384,Se=(t,e)=>b(()=>pn(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function pn(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:be(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),c=typeof s=="string"||R(t,Gs);if(typeof i!="string"&&i!==null||!c)return{
__proto__:null,thrown:be(t)};let f=b(()=>t.name,void 0);typeof f!="string"&&(f="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:G(s,i);a>=0&&(s=O(s,a+i.length));let u={__proto__:null,name:O(f,0,200),message:tc(i??"(its message canno\
t be read)"),stack:O(s,0,_e)};(b(()=>t.durableObjectReset,!1)===!0||Oe.has(t))&&(u.reset=!0);let p=vs(t);if(p.length>0&&
(u.fields=p),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(g(o,t),h!=null){u.cause=Zs(o,h)?{__proto__:null,thrown:"th\
e same error again"}:pn(h,e,n+1,r,o);let I=ke(e,h,u.cause);I!==void 0&&(u.cause.from=I.n)}let P=b(()=>t.errors,void 0);if(N(
P)){u.errors=[];for(let I=0;I<P.length&&I<5;I++)g(u.errors,pn(P[I],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(B(i,"\
The RPC receiver does not implement the method")||O(i,-Tr.length)===Tr)&&(u.classes=ec(e)),u}var Tr=" is not a function";
function Zs(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function vs(t){let e=[],n=b(()=>H(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(Wr.has(n[r]))continue;let o=b(()=>k(t,n[r]),void 0);o===void 0||o.get!==void 0||g(e,[O(n[r],
0,100),b(()=>be(o.value),"\u2026")])}return e}var Wr=new $;Wr.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var tc=t=>t.length>_e?O(t,0,_e)+"\u2026 ("+(t.length-_e)+" more charact\
ers)":t;function ec(t){let e=new $;ot.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return it.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&v(s,"constructor")&&s!==Qs&&s.constructor.name!=="DurableObject";s=d(s)){let c=U(s);for(let f=0;f<c.length;f++)
typeof c[f]=="string"&&typeof T(s,c[f])=="function"&&!Cr.has(c[f])&&g(i,c[f])}n[o]=i}),n}var Cr=new $;Cr.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as fc}from"dotool:options";var{Error:nc,Promise:rc,clearTimeout:oc}=globalThis,J;function Dr(t,e){J={__proto__:null,...e,bindings:t,inside:void 0,fakeTimers:void 0,
uncaught:void 0,started:void 0,alarms:()=>tt(Ae),forget:n=>Ae.delete(n),calls:()=>tt(It),endCalls:ic,takeTimers:sc,clearTimer:n=>oc(
n),report:n=>Bt("test	"+n)}}var It=new S,mn=(t,e,n)=>function(){let r=l(e,this,arguments);return C(r)?new rc((o,i)=>{It.
set(i,{__proto__:null,object:n,name:t,start:_()}),l(W,r,[s=>(It.delete(i),o(s)),s=>(It.delete(i),i(s))])}):r};function ic(t,e){
It.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(It.delete(r),r(new nc(t)))})}var hn=[];function yn(t,e){
J!==void 0&&t!==void 0&&g(hn,[t,e])}function sc(){let t=hn;return hn=[],t}var Ae=new S;function Wt(t,e){if(J===void 0||t===
void 0)return;let n=t.class+"/"+t.id;e===void 0?Ae.delete(n):Ae.set(n,{__proto__:null,key:n,object:t,at:e})}var{RpcPromise:uc}=cc,{Error:zr,String:Fr}=globalThis,wn=0;function A(t,e,n){let r={n:++wn,root:wn,parent:void 0,kind:t,
object:e,detail:n,start:_(),busy:0,size:void 0,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,closed:!1,before:void 0,
after:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockConcurrencyWhile")){let o=t==="blockC\
oncurrencyWhile"?j.getStore():Ar(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}var Pe=t=>K("alarm	"+t.n+"	"+(t.object?.
k??0)),Jr=100,qr=0,Ee=0,gn=20;function _n(t,e,n,r){let o=_();o-qr>=Jr&&(qr=o,gn=Ee>Jr?2:20,Ee=0),!(++Ee>gn+1)&&xr("start\
	"+(Ee<=gn?E([t,e,n??"",r?.class??"",r?.id??"",r?.name??null]):""))}var mt={__proto__:null,before:void 0,after:void 0};mt.
before=mt.after=mt;function Ur(){let t=[];for(let{after:e}=mt;e!==mt;e=e.after){let{kind:n,object:r,detail:o,start:i}=e;
g(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:N(o)?o[0]:void 0,url:n==="request"||n==="\
fetch"?o[2]:void 0})}return t}var Hr=uc.prototype,{then:Kr}=Hr,bn=t=>typeof t=="function"&&R(t,Hr);function z(t,e,n,r,o){
_n(t.n,t.kind,N(t.detail)?t.detail[0]:"",t.object),Qt(),t.after=mt,t.before=mt.before,mt.before=t.before.after=t;let i;try{
i=j.run(t,()=>l(e,n,r))}catch(s){throw te(t,s),s}if(t.busy=_()-t.start,typeof i=="object"&&i!==null){if(C(i))return i.then===
W?l(W,i,[s=>vt(t,s,o),s=>te(t,s)]):vt(t,void 0),i;if(!bn(i)&&typeof i.then=="function")return ac(t,i,o)}return bn(i)?l(Kr,
i,[s=>vt(t,s,o),s=>te(t,s)]):vt(t,i,o),i}async function ac(t,e,n){let r;try{r=await e}catch(o){throw te(t,o),o}return vt(
t,r,n),r}function vt(t,e,n){let r=n?.(t,e);r!==void 0?te(t,r):On(t,"ok")}function te(t,e){(t.kind==="request"||t.kind===
"fetch")&&(t.detail[1]=500),q(t,e),On(t,"exception")}function St(t,e,n,r,o,i){let s=f=>q(A(t,n,[e]),f);_n(0,t,e,n);let c;
try{c=l(r,o,i)}catch(f){throw s(f),f}return C(c)?l(W,c,[void 0,s]):bn(c)&&l(Kr,c,[()=>{},s]),c}function xn(){let t=j.getStore();
return e=>{jt("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+E(["stream",Se(e,void 0)]))}}function Vr(t,e,n){
_n(0,"request","",void 0),Qt();let r;try{r=t()}catch(o){return rt(),n(o)}return typeof r?.then!="function"?(rt(),e(r)):r.
then(o=>(rt(),e(o)),o=>(rt(),n(o)))}function On(t,e){if(t.closed)return;t.closed=!0,rt(),t.before.after=t.after,t.after.
before=t.before,t.before=t.after=void 0,t.holds!==void 0&&Sr(t);let n=_();jt("call	"+t.n+"	"+t.root+"	"+(t.parent?.n??0)+
"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+(n-t.start)+"	"+t.busy+"	"+e+"	"+E(t.detail)),fc&&(t.kind==="alarm"||t.kind===
"scheduled"||t.kind==="queue")&&Lt()}function Gr(t,e,n){let r=++wn;jt("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+_()+"	0	\
0	ok	"+E(n))}function Te(t,e,n,r){let o=s=>q(t,s),i;try{i=j.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return C(i)&&l(W,i,
[void 0,o]),i}function Qr(t,e,n){let r=A(e,t,[]);try{return j.run(r,n)}catch(o){throw q(r,o),o}}function Xr(t,e,n){let r=j.
getStore()?.root;l(W,t,[void 0,o=>{let i=A(e,n,[]);r!==void 0&&(i.root=r),q(i,o)}])}function Yr(t){J?.uncaught?.(t),q(vr(
t),t)}function Zr(t,e){let n=j.getStore();Mr(t,vr(e),e,n?.after===void 0?0:n.n)}function vr(t){let e=j.getStore();if(e===
void 0||dn(t))return;let n=A(e.kind,e.object,e.detail);return n.root=e.root,n}function to(t,e){let n=j.getStore(),r=n!==
void 0&&n.object===t&&n.kind!=="constructor",o=e;e instanceof zr||(o=new zr(e===void 0?"Application called abort() to re\
set Durable Object.":Fr(e))),Oe.set(o,o===e?b(()=>Fr(e),void 0):void 0),q(r?n:A("abort",t,[]),o),r&&Q(t)&&On(n,"exceptio\
n")}var ee=k(Request.prototype,"cf"),eo=ee?.get&&y(ee.get);ee?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...ee,get(){let t=eo(this);if(!t||!v(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...lc,...n}}});var lc={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function no(t){if(!ee?.get)return!0;let e=eo(t);return typeof e=="object"&&e!==null&&v(e,"clientIp")}import{formatWithOptions as Sc}from"node-internal:internal_inspect";import{inspected as Ac}from"dotool:options";var{Error:pc,JSON:dc,Proxy:hc,String:kn}=globalThis,{parse:$e,stringify:mc}=dc,yc=Object.prototype,gc=pc.prototype,Sn="_\
_dotool";function oo(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+wc(t[o]);let s=R(t[o],gc)?b(
()=>bc(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function wc(t){if(t==null)return"null";try{let e=typeof t=="object"?d(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":N(t)||e===yc||e===null||typeof t.toJSON=="function")?mc(t):typeof t=="sy\
mbol"?"{}":L(kn(t)))??"null"}catch{return"{}"}}var bc=t=>'{"name":'+L(""+t.name)+',"message":'+L(""+t.message)+',"stack"\
:'+L(An(t.stack))+"}";function An(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function io(t){if(!N(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==Sn&&g(e,_c(t[n]));return e.length>
0?e:void 0}function _c(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)g(n,kc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=so(i.message);if(s===void 0){g(e,i);continue}for(let c=0;c<s.length;c++){let[f,...a]=s[c].
split("	");f==="console"&&g(e,co(i.timestamp,a));let u=f==="error"&&a[3]==="request"?b(()=>$e(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",g(n,{name:u.name??"Error",message:u.message??xc(u.thrown),timestamp:i.timestamp,stack:An(
u.stack)}))}}return Oc(t,{logs:e,exceptions:n,outcome:r})}var xc=t=>b(()=>kn($e(t)),kn(t));function Oc(t,e){let n={__proto__:d(
t)};for(let r of H(t))n[r]=r in e?e[r]:t[r];return n}var kc=t=>t.stack===void 0?t:{...t,stack:An(t.stack)},so=t=>N(t)&&t.
length===1&&typeof t[0]=="string"?rn(t[0]):typeof t=="string"?rn(t):void 0;function co(t,[,e,n,r]){let{message:o=[$e(n)],
errorInfo:i}=r===void 0?{}:$e(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var fo=t=>t?.event?.
entrypoint!==Sn&&t?.event?.info?.entrypoint!==Sn;function uo(t){if(typeof t=="function")return n=>ro(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new S;return new hc(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>ro(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function ro(t,e){let n=t?.event?.type==="log"?
so(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:c,message:f}=co(0,s);r=e({...t,event:{...t.event,level:c,message:f}})}return r}var{String:Me}=globalThis,ao=!1;function lo(){ao=!0}var Ec=D(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])st(t,(...e)=>Tc(t,e));var{log:Ct,error:Pc}=console;st("dir",t=>Ct(t));st("trace",(...t)=>Ct(Me(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(je).join(" "))));st("assert",(t,...e)=>t||Pc("Assertion failed"+(e.length>0?": "+
je(e[0]):""),...e.slice(1)));var Ne=new Map;st("count",(t="default")=>{Ne.set(t,(Ne.get(t)??0)+1),Ct(t+": "+Ne.get(t))});
st("countReset",(t="default")=>Ne.delete(t));var Re=new Map;st("time",(t="default")=>Re.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])st(t,(e="default",...n)=>{Re.has(e)&&(Ct(e+": "+(Date.now()-Re.get(e))+" ms",...n),t==="timeEnd"&&Re.
delete(e))});st("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return Ct(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,c]of e){let f=typeof c=="object"&&c!==null;o.push([s,...n.map(a=>f&&a in
c?je(c[a]):""),...r?[f?"":je(c)]:[]])}let i=o[0].map((s,c)=>Math.max(...o.map(f=>f[c].length)));Ct("%s",o.map(s=>s.map((c,f)=>c.
padEnd(i[f])).join("  ").trimEnd()).join(`
`))});function Tc(t,e){let n=Nc(e);Bt("console	"+Xt()+"	"+t+"	"+L(n)+(ao?"	"+oo(e):"")),Ac&&$c(t,e)}function $c(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)g(n,e[r]);l(Ec,void 0,n)}function Nc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)g(e,t[n]);try{let n=()=>""+l(Sc,void 0,e);return typeof t[0]==
"string"&&G(t[0],"%j")>=0?ve(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??Me(n))+")>"}catch{return"<Format\
ting threw>"}}}function je(t){if(typeof t=="string")return t;try{return ve(()=>JSON.stringify(t))??Me(t)}catch{return Me(
t)}}function st(t,e){m(console,t,()=>e)}import $f from"cloudflare-internal:workers";var mo=new M,yo=new M,Rc=2,Mc=3,En=4,go=1,jc=2,wo=!1,bo=t=>b(()=>{let e=Z(t,"messages",t),n=d(t),r=d(e[0]);if(k(n,"ackAl\
l")===void 0||k(r,"ack")===void 0)return[];let o=[Z(t,"queue",t),e.length,0,0,0];wo||Lc(n,r),mo.set(t,o);for(let i=0;i<e.
length;i++)yo.set(e[i],[o,!1]);return o},[]);function Lc(t,e){wo=!0,Le(e,"ack",n=>po(n,Rc)),Le(e,"retry",n=>po(n,Mc)),Le(
t,"ackAll",n=>ho(n,go)),Le(t,"retryAll",n=>ho(n,jc))}function Le(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function po(t,e){let n=yo.get(t);n===void 0||n[1]||n[0][En]===go||(n[1]=!0,n[0][e]++)}function ho(t,e){let n=mo.
get(t);n!==void 0&&n[En]===0&&(n[En]=e)}import{held as Pt}from"dotool:options";var At=200*365*864e5,Pn=At+50*365*864e5,_o=Math.floor((2**63-1024)/1e6)-At,Et=Date,xo=y(Date.prototype.getTime),{max:$n,
min:Oo,round:Bc,trunc:ko}=Math,Dt=0,ct=()=>_()+Dt,So=t=>t<=_o?$n(t+At,Pn):t*1e6>=2**63?t:Oo(t,Pn-1),Nn=t=>Pt&&t!==null&&
t>=Pn?t-At:t,Tn=new S,ne;function Ao(t){if(ne??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},J!==void 0&&Ic(
t),!Pt)return;let e=n=>{let r=Y.get(n);r!==void 0&&Tn.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Et?xo(r):r;return l(n,this,[typeof i=="number"&&i>=0?So($n(ko(i),ct())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Nn(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function Ic(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Et?xo(n):n;return Wt(Y.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=_o&&J.fakeTimers?.()?ko(o)+At:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=At?r-At:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return Wt(Y.get(this),void 0),l(e,
this,n)}}).deleteAlarm)}var Rn=new S;async function Eo(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Nn(await l(ne.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=_();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let c=s?e:i??ct();return Pt&&Rn.
set(t.id.toString(),{__proto__:null,at:Oo(c,ct()),set:c,retry:r,keep:o}),await l(ne.setAlarm,t.storage,[_()]),{at:i,fired:!0}}
async function Mn(t){try{return Nn(await l(ne.getAlarm,t,[]))??void 0}catch{return}}function Po(t,e){let n=Pt?Rn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Et?new Et(r):r}}async function To(t){let e=Rn.get(t.id.toString());if(e?.keep)
try{await l(ne.setAlarm,t.storage,[So(e.set)])}catch{}}function $o(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Dt>0&&(e.clock=ct()),e}function No(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Dt>0?ct():void 0}}function Ro(t){Pt&&t!==void 0&&(Dt=$n(Dt,t-_()));let e=tt(Tn,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Tn.clear(),{__proto__:null,held:Pt,now:Bc(ct()),changed:e}}Pt&&(ye("Date",(e,n)=>X(Et,e.length===
0&&Dt>0?[ct()]:e,n),()=>new Et(ct()).toString()),m(Et,"now",()=>()=>ct()));import{held as Nf}from"dotool:options";function yt(t,e,n="info"){Bt("binding	"+Xt()+"	"+n+"	"+L([t,e]))}var Be="email";function Mo(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
c=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&yt(Be,`rejected: ${a}`,"warn"),g(c,u),u},async forward(a,u){
let{__dotool:p,...h}=await r(a,u);return yt(Be,`forwarded to ${a}
${p}`),h},async reply(a){let{__dotool:u,...p}=await o(a);return yt(Be,`replied to ${t.from}
${u}`),p}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let p=0;p<e.warnings.length;p++)yt(Be,e.warnings[p],
"warn");let u=await a();for(let p=0;p<c.length;p++)try{await c[p]}catch{}return u}}}var jn,Io;function Wo(t,e){Io=e;let{fetch:n}=d(t);jn=r=>l(n,t,["http://dotool/error",r])}var Wc=2e3,{Response:Co}=globalThis,
Cc=D(AbortSignal.timeout,AbortSignal),jo=w(Request.prototype,"method"),Dc=w(Request.prototype,"url"),Lo=w(Request.prototype,
"headers"),Bo=y(Headers.prototype.get),zc=w(Co.prototype,"status");async function re(t,e,n){if(!jn||!no(e))throw n;let r=t.
origin,o=E({__proto__:null,worker:Io,error:t.thrown,method:jo(e),url:Dc(e),accept:Bo(Lo(e),"accept")??"",agent:Bo(Lo(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:kt(
r.call),error:r.known}}),i;try{i=await jn({__proto__:null,method:"POST",body:o,signal:Cc(Wc)})}catch{throw n}if(zc(i)!==
500)throw n;return jo(e)==="HEAD"?new Co(null,i):i}var Fc=w(Request.prototype,"url"),Ie,Ln,Bn=()=>Ie!==void 0;function Do(t,e){Ie=D(t.fetch,t),Ln=new $;for(let n=0;n<e.length;n++)
Ln.add(e[n])}function zo(t){if(Ie===void 0)return;let e=Fc(t),n=G(e,"/",8),r=G(e,"?",n);return Ln.has(r<0?O(e,n):O(e,n,r))?
Ie(t):void 0}var{ArrayBuffer:Uo,BigInt:Jc,Date:qc,Error:Ho,Map:We,Set:Wn,String:Uc}=globalThis,{abs:Fo,ceil:Hc,min:Kc}=Math,{isInteger:Vc}=Number,
{prototype:Gc}=Object,Ko=new TextEncoder,Qc=y(Ko.encode),Xc=w(d(Uint8Array.prototype),"byteLength"),In=y(We.prototype.forEach),
Vo=y(Wn.prototype.forEach),Yc=y(Jc.prototype.toString),V=2e6,oe=t=>Xc(Qc(Ko,t)),Go=1<<18,ft=Go,Jo=_(),Zc=0;function vc(){
if(ft>=0)return!0;if((++Zc&7)!==0)return!1;let t=_();return ft=Kc(Go,ft+(t-Jo)*400),Jo=t,ft>=0}function Qo(t){if(!vc())return 0;
try{return zt(t)}catch{return 0}}function zt(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=d(t);if(n===Gc||n===null){for(let r in t){if(ft--,e>V)break;e+=r.length*2+8+zt(
T(t,r))}return e}if(N(t)){for(let r=0;r<t.length&&e<=V;r++,ft--)e+=zt(t[r]);return e}if(Ut(t))return t.buffer.byteLength+
16;if(t instanceof Uo)return t.byteLength+16;if(t instanceof We||t instanceof Wn){let r=t instanceof We?In:Vo;return r(t,
(o,i)=>{ft--,e<=V&&(e+=zt(o)+(r===In?zt(i):0))}),e}if(t instanceof Ho)return e+4096;for(let r in t){if(ft--,e>V)break;e+=
r.length*2+8+zt(T(t,r))}return e}function Cn(t){let e=new $,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+qo(i.length)+i.length*(le(tf,i)!==null?2:1);case"number":return Vc(i)&&Fo(i)<2**30?1+qo(Fo(i)*2):9;case"bigint":
return 2+Hc(Yc(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Ut(i))return i.buffer.byteLength+8;if(i instanceof Uo)return i.byteLength+4;let s=3;if(N(i))for(let c=0;c<i.length;c++)
s+=r(i[c]);else if(i instanceof We)In(i,(c,f)=>s+=r(f)+r(c));else if(i instanceof Wn)Vo(i,c=>s+=r(c));else if(i instanceof
qc)s+=8;else if(i instanceof Ho)s+=r(Uc(i.stack))+r(i.message);else{let c=H(i);for(let f=0;f<c.length;f++)s+=r(c[f])+r(T(
i,c[f]))}return s},o=2+r(t);return ft-=1e7-n,o}var tf=/[^\0-\xff]/,qo=t=>t<128?1:t<16384?2:t<2097152?3:4;var gt=2048,De=128*1024,ef=32,qn=128,Xo=1e10,zn=1024,{Date:ti,Error:Ce}=globalThis,{round:nf}=Math,rf=y(ti.prototype.getUTCFullYear);
function ei(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>gt)&&Yo("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>gt)&&Yo("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?Un("put",this,n[0],n[1]):
sf(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&ff(this,+n[0]),r}}).setAlarm)}
function ni(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&Un("kv.put",void 0,n[0],n[1]),r}}).
put)}var of=0;function ri(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>V&&uf(n),(++of&4095)===0&&lf(this),r}}).
exec)}function oi(t){let e=d(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>zn&&pf(n,o[0]),i}})[n])}function Yo(t,e,n){if(typeof n=="string")n.length*3>gt&&Fn(t,e,n);else if(N(
n)){for(let r=0;r<n.length;r++)n[r].length*3>gt&&Fn(t,e,n[r]);n.length>qn&&ii(t,e,n.length)}}function sf(t,e){if(typeof e!=
"object"||e===null)return;let n=H(e),r=n.length;for(let o=0;o<r;o++)Un("put",t,n[o],T(e,n[o]));r>qn&&ii("put",t,r)}function Un(t,e,n,r){
n.length*3>gt&&Fn(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=Qo(r);
break;default:return}o>De-gt&&cf(t,e,n,r,o)}function Fn(t,e,n){ze(ui(e)?.class)&&ut("key-size",t,e,()=>{let r=oe(n);if(!(r<=
gt))return[r,gt,`a key of ${Ft(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function cf(t,e,n,r,o){if(e!==void 0&&ze(ui(e)?.class)){if(o<=De)return;ut("value-size",t,e,()=>{let i=Cn(
r);if(!(i<=De+ef))return[i,De,`${Zt(n)} has a value of ${Ft(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=V||ut("value-size",t,e,()=>{
let i=Cn(r)+oe(n);if(!(i<=V))return[i,V,`${Zt(n)} and its value have ${Jn(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function ii(t,e,n){ut("key-count",t,e,()=>[n,qn,`${Ft(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function ff(t,e){ut("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${rf(new ti(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function uf(t){let e=0,n=0,r="";ut("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
c=typeof s=="string"?oe(s):s?.byteLength??8;e+=c,c>n&&(n=c,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>V)return[n,V,`a ${r} of ${Jn(n)}, where production takes 2 MB`,o];if(e>V&&le(af,t[0])!==
null)return[e,V,`a row of ${Jn(e)}, where production takes 2 MB`,o]})}var af=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function lf(t){let e=t.databaseSize;e<=Xo||ut("database-size","exec",void 0,()=>[e,Xo,`the database of the object has ${Ft(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function pf(t,e){
ut("name-size",t,void 0,()=>{let n=oe(e);if(!(n<=zn))return[n,zn,`a name of ${Ft(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function si(t){
ut("handler-name","acceptWebSocket",void 0,()=>{let e=it.get(t).prototype,n=U(e);for(let r=0;r<Zo.length;r++){let o=Zo[r];
if(ue(e,o))continue;let i=vo(o);for(let s=0;s<n.length;s++){let c=n[s];if(typeof c!="string")continue;let f=vo(c);if(f===
i||f==="on"+i||f===i+"s"||f==="on"+O(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${c}()`,`\
rename it to ${o}`]}}})}var Zo=["webSocketMessage","webSocketClose","webSocketError"],vo=y(String.prototype.toLowerCase),
ci=new $;function fi(t){for(let e of t)ci.add(e)}var ze=t=>ci.has(t),ui=t=>Y.get(t)??ht()?.object,Dn=new $;function ut(t,e,n,r){
let o=ht(),i=o?.object??Y.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+kt(o);if(Dn.has(s)||Dn.size>=1e3)return;let c,f;try{if(c=
r(),c===void 0)return;f=df()}catch{return}f!==""&&(Dn.add(s),dt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+E(
{name:t,method:e,size:c[0],limit:c[1],message:c[2],hint:c[3],stack:f})))}function df(){let{stackTraceLimit:t}=Ce;Ce.stackTraceLimit=
20;let{stack:e}=new Ce;if(Ce.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=G(
e,`
`,r),o<0&&(o=e.length);let i=O(e,r,o);B(i,"    at ")&&G(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function Ft(t){let e=""+nf(t*10)/10,n=G(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=O(e,0,r)+","+O(e,r);
return e}var Jn=t=>Ft(t/1e6)+" MB";import{log as hf}from"dotool:options";var{Error:mf,WebSocket:di}=globalThis,yf=w(di.prototype,"readyState"),wt="__dotool",ai=!1;function Kn(t,e){if(ai)return;
ai=!0,e&&qt(e,wt);let n=t?.exports;if(!n)return;let r=U(n);for(let o=0;o<r.length;o++)B(r[o],wt)?qt(n,r[o]):nt(d(n[r[o]]))}
var li=!1;function Nt(t,e){if(Kn(t,e),li||typeof t!="object"||t===null)return;let n=d(t);typeof k(n,"waitUntil")?.value==
"function"&&(li=!0,hi(n))}function hi(t){m(t,"waitUntil",e=>({waitUntil(...n){return C(n[0])&&Xr(n[0],"waitUntil",Tt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function mi(t,e){yi.has(e)&&x(t,"container",{__proto__:null,value:new Hn(e),enumerable:!0,
configurable:!0})}var yi=new $;function gi(t){for(let e of t)yi.add(e)}var Hn=class{#e;constructor(e){this.#e=e}#t(){throw new mf(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
Tt=new M,Vn,Fe,wi,pi=!1;function bi(t){if(pi)return;pi=!0;let e=d(t);Vn=w(e,"id"),Fe=w(e,"storage"),hi(e),wi=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=Tt.get(this);return o!==void 0&&to(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=Tt.get(this);hf&&si(o);let c=$t.get(s);c?
c.count++:$t.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=Tt.get(this);if(i===void 0||typeof r!="function")return l(n,this,bt(r,o));let s=A("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(f){throw q(s,f),f}}])}}).blockConcurrencyWhile)}var $t=new S;function Gn(t){
let{id:e}=Tt.get(t).object,n=$t.get(e);if(n===void 0)return;let r=l(wi,t,[]);n.count=0;for(let o=0;o<r.length;o++)yf(r[o])===
gf&&n.count++;n.count===0&&$t.delete(e)}var gf=di.OPEN;function bt(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)g(n,e[r]);return n}import wf from"cloudflare-internal:workers";var{WorkflowEntrypoint:bf,RpcPromise:ki}=wf,{Error:_f,Promise:xf,String:ie}=globalThis,Of=_f.prototype,kf=ki.prototype.then,
Sf=t=>typeof t=="function"&&R(t,ki.prototype),Si=t=>typeof t=="function"&&R(t.prototype,bf.prototype);function Ai(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Nt(n[0],n[1]);let o=X(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let c=Z(o,s,
o);return typeof c!="function"||s==="constructor"||typeof s=="symbol"||!Jt(o,s)?c:s==="run"?(f,a)=>Ef(c,o,f,a):(...f)=>l(
c,o,f)}})}})}function Ei(t,e){let n="\0"+t+"\0"+e,r=ot.get(n);return r===void 0&&(r={k:ot.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},ot.set(n,r),K("instance	"+r.k+"	"+E([t,e]))),r}var se=!1;function Pi(){se=!0}var Af=D(scheduler.wait,scheduler),
Je=()=>Af(2147483647);function Ef(t,e,n,r){let o=Ei(ie(T(n,"workflowName")),ie(T(n,"instanceId"))),i=A("run",o,[]);i.root=
0,Pf(r,o);let s=f=>{if(se)return Je();if(Ti(f))return $i();throw q(i,f),f},c;try{c=j.run(i,()=>l(t,e,[n,r]))}catch(f){return s(
f)}return C(c)?l(W,c,[void 0,s]):c}var _i="WorkflowAbortedError",Ti=t=>R(t,Of)&&b(()=>B(ie(t.name),_i)||B(ie(t.message),
_i),!1);function $i(){return dt("over"),new xf(()=>{})}function Pf(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];x(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(se)return Je();
let s=[],c=l(o,t,r===0?Tf(i,e,s):i),f=u=>(Oi(s),u),a=u=>{if(Oi(s),se)return Je();if(Ti(u))return $i();throw u};return Sf(
c)?l(kf,c,[f,a]):C(c)?l(W,c,[f,a]):c}})}}function Tf(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=xi(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof T(i,"rollback")=="function"){let{rollback:c}=i;
s={...i,rollback:xi(e,t[0],c)}}g(r,s)}return r}function xi(t,e,n,r){return(...o)=>{if(se)return Je();let i=o[0],s=i?.attempt??
1,c=i?.step?.count??1;if(r!==void 0){let f=t.k+" "+c+" "+s+" "+e;qe.has(f)||Qt(),qe.set(f,!0),g(r,f)}return z(A("step",t,
[ie(e)+(c>1?" #"+c:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var qe=new S;function Oi(t){for(let e=0;e<t.length;e++)
qe.delete(t[e])&&rt();t.length=0}function Ni(t,e,n){let r=Ei(t,e),{state:o,step:i,count:s,attempt:c,error:f}=ae(n);(o===
"stored"||o==="failed")&&(qe.delete(r.k+" "+s+" "+c+" "+i)&&rt(),o==="stored")||(Q(r)||f!==void 0)&&jt("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:Rf}=$f,{Response:Li,TypeError:Bi}=globalThis,Ri=w(Request.prototype,"method"),Mi=w(Request.prototype,
"url"),Mf=w(Li.prototype,"status"),Ii,Wi=t=>b(()=>typeof Ii[t]=="function",!1);function Ci(t){return Ii=typeof t=="funct\
ion"?t.prototype:t,typeof t=="function"?new Proxy(t,{__proto__:null,construct(e,n,r){return Nt(n[0],n[1]),ji(X(e,n,r),!0)}}):
typeof t!="object"||t===null?t:ji(t,!1)}function ji(t,e){let n=new S,r=(o,i)=>{let s=Z(t,i,t);if(i==="fetch"&&s===void 0&&
Bn()&&(s=If),typeof s!="function"||i==="constructor")return s;if(typeof i=="symbol")return D(s,t);let c=n.get(i);if(c!==
void 0&&c[0]===s)return c[1];if(i!=="fetch"&&!Jt(t,i))return s;let f=i==="fetch"?Lf(s,t):jf(i,s,t,e);return x(f,"length",
{__proto__:null,value:s.length}),n.set(i,[s,f]),f};return new Proxy({},{__proto__:null,get:r,has:(o,i)=>ue(t,i)||i==="fe\
tch"&&Bn(),getPrototypeOf:()=>d(t),ownKeys:()=>U(t),getOwnPropertyDescriptor(o,i){let s=k(t,i);return s&&{__proto__:null,
value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}function Di(t,e){return Si(e)?Ai(e):typeof e!="func\
tion"||!R(e.prototype,Rf.prototype)?e:new Proxy(e,{__proto__:null,construct(n,r,o){Nt(r[0],r[1]);let i=X(n,r,o);return new Proxy(
i,{__proto__:null,get(s,c){let f=Z(i,c,i);return typeof f!="function"||c==="constructor"||typeof c=="symbol"||!Jt(i,c)?f:
(...a)=>St("rpc",t+"."+c,void 0,f,i,a)}})}})}var zi=new $;zi.add("scheduled").add("queue").add("email").add("tail").add(
"tailStream").add("trace").add("test").add("connect");function jf(t,e,n,r){return(...o)=>{if(Nt(o[2],o[1]),t==="tail"&&(o[0]=
io(o[0]))===void 0)return;if(t==="tailStream")return fo(o[0])?uo(l(e,n,o)):void 0;let i=t==="email"?Mo(o[0]):void 0;if(i!==
void 0)return o[0]=i.given,z(A(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!zi.has(t))return F?z(A("rpc",void 0,
[t,we(r||o.length===0?o:[o[0]])]),e,n,o):l(e,n,o);let s=A(t,void 0,t==="scheduled"?No(o[0]):t==="queue"?bo(o[0]):[]);return Nf&&
(t==="scheduled"||t==="queue")&&Pe(s),z(s,e,n,o)}}function Lf(t,e){let n=(r,o)=>{let i=A("request",void 0,[Ri(r),500,Mi(
r)]);return q(i,o),re(i,r,o)};return(r,...o)=>{let i=zo(r);if(i!==void 0)return i;if(Nt(o[1],o[0]),!F)return Vr(()=>l(t,
e,bt(r,o)),c=>Ji(c)?c:n(r,Qn()),c=>n(r,c));let s=A("request",void 0,[Ri(r),0,Mi(r)]);try{let c=z(s,t,e,bt(r,o),Xn),f=u=>s.
thrown===void 0?u:re(s,r,Qn()),a=u=>re(s,r,u);return C(c)?l(W,c,[f,a]):typeof c?.then=="function"?c.then(f,a):f(c)}catch(c){
return re(s,r,c)}}}function Jt(t,e){for(let n=t;n!==null;n=d(n)){let r=k(n,e);if(r!==void 0)return r.get!==void 0?Fi.has(
e):n!==t||r.configurable||r.writable}return!0}var Fi=new $;Fi.add("fetch").add("alarm").add("webSocketMessage").add("web\
SocketClose").add("webSocketError");var Ji=t=>R(t,Bf),Bf=Li.prototype;function Xn(t,e){if(Ji(e))t.detail[1]=Mf(e);else if(typeof e?.
then!="function")return Qn()}function If(){throw new Bi("Handler does not export a fetch() function.")}function Qn(){let t=new Bi(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}var Wf=Object.prototype;function qi(t,e){let n=new S;for(let r=t.prototype;r&&r!==Wf;r=d(r)){let o=typeof r.constructor==
"function"?Ht(r.constructor):"";if(O(o,-17)==="{ [native code] }")break;let i=U(r);for(let s=0;s<i.length;s++){let c=i[s];
if(typeof c!="string"||n.has(c)||c==="constructor"||c==="__dotool")continue;let{value:f,get:a}=k(r,c);typeof f=="functio\
n"?n.set(c,{__proto__:null,name:c,kind:"method",parameters:f.length,source:O(Ht(f),0,2e3)}):a&&n.set(c,{__proto__:null,name:c,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:tt(n)}}import ou from"cloudflare-internal:workers";var Cf=["cause","errors","error","suppressed"];var Rt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function Zn(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function Hi(t){
let e=new Map;function n(c){if(c===null||typeof c!="object")return c;if(Array.isArray(c)){let p=new Array(c.length);return e.
set(c,p),c.forEach((h,P)=>h?.$hole||(p[P]=n(h))),p}let a=Object.keys(c).find(p=>p.charCodeAt(0)===Yn&&p.charCodeAt(1)!==
Yn);if(a===void 0)return r({},c);if(a==="$ref")return s(c.$ref);let u=o(c,a,c[a]);return typeof u=="object"&&u!==null&&e.
set(c,u),u}function r(c,f,a=f){e.set(a,c);for(let u of Object.keys(f)){let p=u.charCodeAt(0)===Yn?u.slice(1):u;p in c?Ue(
c,p,n(f[u])):c[p]=n(f[u])}return c}function o(c,f,a){switch(f){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(c,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(c.length);return r(u,a,c)}case"$map":{let u=new Map;e.set(c,
u);for(let[p,h]of a)u.set(n(p),n(h));return u}case"$set":{let u=new Set;e.set(c,u);for(let p of a)u.add(n(p));return u}case"\
$error":{let{name:u="Error",message:p,...h}=a,P=new(Ui[u]??Error)(p??"");Ui[u]||Ue(P,"name",u,!1),e.set(c,P),Ue(P,"stack",
String(P));for(let[I,Ge]of Object.entries(h))Ue(P,I.replace(/^\$/,""),n(Ge),I!=="stack"&&!Cf.includes(I));return P}case"\
$request":return new Request(a,n(c.init))}throw new Error(`a value with ${f} cannot be written while a server runs: stop\
 it first`)}function i(c,f){let{type:a="Uint8Array"}=c;if(a==="Blob")return new Blob([Rt(f)],{type:c.contentType??""});if(a===
"ArrayBuffer"){if(c.maxLength===void 0)return Rt(f).buffer;let P=Rt(f),I=new ArrayBuffer(P.length,{maxByteLength:c.maxLength});
return new Uint8Array(I).set(P),I}let u=Ki[a];if(!u)throw new Error("there is no "+a+" here");if(!c.buffer)return new u(
Rt(f).buffer);let p=n(c.buffer),h=Rt(f).length/(u.BYTES_PER_ELEMENT??1);return c.lengthTracking?new u(p,c.offset??0):new u(
p,c.offset??0,h)}function s(c){let f=t,a=c.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,p]of a.entries()){if(p==="buffer"&&u===a.length-1&&f?.$bytes!==void 0&&f.buffer===void 0)return e.get(f)?.buffer;f=f?.[p]}
return e.get(f)}return n(t)}var Yn=36,Ki={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(Ki.Float16Array=Float16Array);
var Ui={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function Ue(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function vn(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return Df(t.storage,n);case"kv-put":return t.storage.put(n.key,Hi(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return Vi(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return Vi(()=>Eo(t,n))}throw new Error("unknown action "+e)}async function Vi(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function Df(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,c={};try{let{sql:f}=t;t.transactionSync(()=>{let a=He(f);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...f.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&zf(t,u,r),o++;if(s=He(f)-a-r.reduce((u,p)=>u+(p.tried??0),0),n)throw c})}catch(f){
if(f!==c)return{results:r,failed:{at:o,checking:i,message:String(f?.message??f)}}}return{results:r,written:s}}var He=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function zf(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.
$blob===void 0?h:Rt(h.$blob)),{sql:c}=t,f=o&&Ff(t,e,o,s);if(f){i.push(f);return}let a=c.exec(e,...s),u=a.columnNames,p=[];
try{for(let h of a.raw())p.push(h)}catch(h){let P=`SELECT * FROM (${e}
) LIMIT ${p.length+1}`;try{r&&(p=[...c.exec(P,...s).raw()])}catch{}throw i.push({columns:u,rows:Gi(c,P,s,r,u,p)}),h}i.push(
{columns:u,rows:Gi(c,e,s,r,u,p)})}function Gi(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(Uf))){let s=o.map((c,f)=>"c"+f);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(Qi)} FROM "dotool typed"`,...n).raw()].map(f=>f.map(Xi))}catch{}}return i.map(s=>s.map(Hf))}function Ff(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:c}=t,f=o.flatMap(p=>p===""?qf(c,i):[p]),a=f.length,u=f.map(p=>Qi(`(${p})`));for(let p of[
`${r}
, `,""]){let h=`${n} RETURNING ${p}${u}`;try{[...c.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let P=p?void 0:Jf(t,e,s),
I=c.exec(h,...s),Ge=[...I.raw()].map(bs=>bs.slice(-a).map(Xi));return{columns:I.columnNames.slice(0,-a),rows:Ge,...P}}}function Jf(t,e,n){
let r=He(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:He(t.sql)-r}}function qf(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var Qi=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function Xi(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+Zn(t.slice(1)):typeof t=="number"?Yi(t):t}var Uf=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function Hf(t){return t instanceof ArrayBuffer?"b"+Zn(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):Yi(t)}var Yi=t=>"r"+
(Object.is(t,-0)?"-0":t);var Zi;function vi(t){Zi=t}var ce=t=>t===Zi;var{Promise:Kf,String:Vf,WebSocket:Gf}=globalThis,at=Gf.prototype,Qf=w(MessageEvent.prototype,"data"),Xf=w(CloseEvent.prototype,
"code"),Yf=w(CloseEvent.prototype,"reason"),Zf=w(CloseEvent.prototype,"wasClean"),vf=w(ErrorEvent.prototype,"message"),rs=w(
Event.prototype,"type"),tu=w(Event.prototype,"target"),eu=y(at.close),rr=t=>typeof t=="string"?{__proto__:null,length:t.
length}:{__proto__:null,bytes:t.byteLength??t.size};function or(t){try{return Vf(t?.message??t)}catch{return"an error th\
at cannot be read"}}var er={__proto__:null,message:t=>rr(Qf(t)),close:t=>({__proto__:null,code:Xf(t),reason:Yf(t),wasClean:Zf(
t)}),error:t=>({__proto__:null,message:or(vf(t))})},ts=new M;function nr(t){let e=ts.get(t);return e===void 0&&ts.set(t,
e={__proto__:null,object:ht()?.object,message:0,close:0,error:0}),e}var es=new M;function nu(t,e,n){let r=rs(t),{object:o}=nr(
tu(t)),i=es.get(t);if(i!==void 0)return Te(i,e,n,[t]);let s=A(r,o,er[r]?.(t)??[]);if(es.set(t,s),er[r]===void 0||!(o===void 0?
F:Q(o)))return Te(s,e,n,[t]);z(s,async()=>{let c=Te(s,e,n,[t]);await(C(c)?c:void 0)},void 0,[])}var ns=new M;function tr(t){
if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=ns.get(t);return e===void 0&&(e=function(n){let r=typeof t==
"function"?t:t.handleEvent;return nu(n,r,typeof t=="function"?this:t)},ns.set(t,e)),e}function os(t){let{addEventListener:e}=at,
n=v(at,"addEventListener")?at:EventTarget.prototype,r=["message","close","error","open"];for(let i=0;i<r.length;i++){let s="\
on"+r[i];if(k(at,s)!==void 0)continue;let c=new M;x(at,s,{__proto__:null,configurable:!0,get(){return c.get(this)},set(f){
let a=c.get(this),u=tr(f);c.set(this,u),o(this,r[i],(typeof u=="function"?1:0)-(typeof a=="function"?1:0))}})}let o=(i,s,c)=>{
let f=nr(i);typeof s=="string"&&v(f,s)&&s!=="object"&&(f[s]+=c)};m(n,"addEventListener",i=>({addEventListener(...s){return R(
this,at)&&(s[1]=tr(s[1]),o(this,s[0],1)),l(i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){
return R(this,at)&&(s[1]=tr(s[1])),l(i,this,s)}}).removeEventListener),m(at,"accept",i=>({accept(...s){let c=nr(this);l(
i,this,s);let f,a=new Kf(p=>t.add(f=p));l(W,a,[p=>{try{p&&eu(this,1012,"reloading")}catch{}}]);let u=p=>{let h=rs(p),P=c.
object===void 0?F:Q(c.object);c[h]===0&&P&&Gr(h,c.object,er[h](p))};l(e,this,["message",u]),l(e,this,["close",p=>{t.delete(
f),f(!1),u(p)}])}}).accept)}import{held as cs,log as ir}from"dotool:options";var is=!1,ss=!1;function fs(t,e){if(Y.set(t,e),!is){is=!0;let n=d(t);us(n),(cs||ir)&&ru(n)}ir&&!ss&&!ze(e.class)&&(ss=!0,
ri(d(t.sql)),ni(d(t.kv)))}function us(t){Ao(t),ir&&ei(t)}function ru(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!cs?l(n,this,[r,o[0]]):l(n,this,[i=>(e||us(d(i)),e=!0,Y.set(i,Y.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:as}=ou,{Response:iu,TypeError:ls}=globalThis,su=w(Request.prototype,"method"),cu=w(Request.prototype,"\
url"),fu=w(Request.prototype,"headers"),uu=y(Headers.prototype.get),au=y(Request.prototype.text),Mt=new M,Ke=new S;function ps(t,e){
if(typeof e!="function")return e;let n;return it.set(t,e),Ke.set(t,()=>n??=R(e.prototype,as.prototype)),new Proxy(e,{__proto__:null,
construct(r,o,i){let s=o[0];Kn(s,o[1]),n??=R(e.prototype,as.prototype),bi(s);let c=kr(t,Vn(s));Tt.set(s,{__proto__:null,
name:t,rpc:n,object:c}),fs(Fe(s),c),mi(s,t),J?.started?.(c);let f=Qr(c,"constructor",()=>X(r,o,i));return Mt.set(f,s),lu(
f,c,n)}})}function lu(t,e,n){let r=new S;return new Proxy(t,{__proto__:null,get(o,i){if(i===wt&&n)return(a,u,p)=>du(t,a,
u,p);let s=Z(t,i,t);if(i==="fetch"&&J!==void 0)return pu(t,s,e,n);if(typeof s!="function"||i==="constructor")return s;let c=r.
get(i);if(c!==void 0&&c[0]===s)return c[1];if(!Jt(t,i))return s;let f=ds(i,s,t,e,n);return J!==void 0&&(f=mn(i,f,e)),r.set(
i,[s,f]),f}})}function pu(t,e,n,r){return(o,...i)=>{let s=J.inside?.(o,t,Mt.get(t));if(s!==void 0)return s;if(typeof e!=
"function")throw new ls("Handler does not export a fetch() function.");return l(mn("fetch",ds("fetch",e,t,n,r),n),t,bt(o,
i))}}function du(t,e,n,r){if(!ce(e))throw new ls('The RPC receiver does not implement the method "__dotool".');return vn(
Mt.get(t),n,r)}function ds(t,e,n,r,o){switch(typeof t=="string"?t:""){case"":return D(e,n);case"fetch":return(i,...s)=>!o&&
ce(uu(fu(i),"dotool-secret"))?hu(n,i):Q(r)?z(A("fetch",r,[su(i),0,cu(i)]),e,n,bt(i,s),Xn):St("fetch",void 0,r,e,n,bt(i,s));case"\
alarm":return i=>{let s=Mt.get(n),c=Po(s,i),f=A("alarm",r,$o(c));return Pe(f),Wt(r,void 0),z(f,async()=>{let a=Fe(s);try{
await l(e,n,[c])}catch(u){throw Wt(r,_()),(f.detail.next=await Mn(a))===void 0&&await To(s),u}f.detail.next=await Mn(a)},
void 0,[])};case"webSocketMessage":return(i,s)=>Q(r)?z(A("message",r,rr(s)),e,n,[i,s]):St("message",void 0,r,e,n,[i,s]);case"\
webSocketClose":return(i,s,c,f)=>(Gn(Mt.get(n)),Q(r)?z(A("close",r,{__proto__:null,code:s,reason:c,wasClean:f}),e,n,[i,s,
c,f]):St("close",void 0,r,e,n,[i,s,c,f]));case"webSocketError":return(i,s)=>(Gn(Mt.get(n)),z(A("error",r,{__proto__:null,
message:or(s)}),e,n,[i,s]))}return(...i)=>Q(r)?z(A("rpc",r,[t,we(i)]),e,n,i):St("rpc",t,r,e,n,i)}async function hu(t,e){
let{action:n,args:r}=ae(await au(e));return new iu(L(await vn(Mt.get(t),n,r)??null))}import{log as wu}from"dotool:options";sr("ReadableStream",["start","pull","cancel"]);sr("WritableStream",["start","write","close","abort"]);sr("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return xn()(
r[0]),o}}).error)}function sr(t,e){let n=globalThis[t];ye(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)g(i,s===0?yu(r[0],
e):r[s]);return X(n,i,o)})}var{create:mu}=Object;function yu(t,e){if(typeof t!="object"||t===null)return t;let n=xn(),r=mu(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...c)=>{let f;try{f=l(i,t,c)}catch(a){
throw n(a),a}return C(f)&&l(W,f,[void 0,n]),f};x(r,e[o],{__proto__:null,value:s})}return r}import{log as gu}from"dotool:options";function hs(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw Yr(e),e}}}function ms(t,e){
let n=globalThis;for(;n!==null&&!v(n,t);)n=d(n);m(n??globalThis,t,e)}gu&&(ms("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=hs(arguments[0]));let e=l(t,this,arguments);return yn(ht()?.object,e),e}}).setTimeout),ms("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=hs(arguments[0]));let e=l(t,this,arguments);return yn(ht()?.object,
e),e}}).setInterval));var{DurableObject:bu,WorkerEntrypoint:ys}=fe,{TypeError:_u,addEventListener:gs}=globalThis,xu=D(scheduler.wait,scheduler);
function Ou({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:c,NAMESPACE:f,TAILS:a,TESTS:u,...p}){
vi(t),hr(e),Wo(n,r),fi(o.split(" ")),i&&gi(i.split(" ")),s&&Do(s,c.split(" ")),nt(d(n)),nt(fe.RpcStub.prototype),nt(fe.RpcPromise.
prototype),nt(fe.RpcProperty.prototype);for(let h of[bu,ys,fe.RpcTarget])Ze(h.prototype);a&&lo(),u&&Dr(p,{failureOf:Br,label:kt,
closeSockets:ws}),f&&(Er(f),wu&&oi(f)),globalThis[wt]=h=>(delete globalThis[wt],h&&delete h[wt],{__proto__:null,Control:cr,
entrypoint:Di,handler:Ci,object:ps,tests:J})}var Ve=new $;os(Ve);function ws(){Ve.forEach(t=>t(!0)),Ve.clear()}gs("unhan\
dledrejection",({promise:t,reason:e})=>Zr(t,e));gs("rejectionhandled",({promise:t})=>jr(t));var cr=class extends ys{async closeSockets(e){
et(e),Pi(),un();let n=Ve.size;return ws(),E({__proto__:null,plain:n,objects:tt($t),inFlight:pt})}async unfinished(e,n){for(et(
e);pt>0&&_()<n;)await xu(5);return E(pt>0?Ur():[])}async sockets(e){return et(e),E(tt($t,({name:n,id:r,count:o})=>({__proto__:null,
class:n,id:r,sockets:o})))}async takesRpc(e,n){return et(e),Ke.get(n)?.()}async methods(e,n){return et(e),it.has(n)?E(qi(
it.get(n),Ke.get(n)())):void 0}async flush(e,n,r){et(e),n!==void 0&&br(n),r&&K("mark	"+r),un()}async handles(e,n){return et(
e),Wi(n)}async workflow(e,n,r,o){et(e),Ni(n,r,o)}async say(e,n,r,o){et(e),yt(n,r,o)}async hold(e,n){return et(e),E(Ro(n))}};
function et(t){if(!ce(t))throw new _u("forbidden")}export{S as OwnMap,$ as OwnSet,M as OwnWeakMap,tt as all,g as append,l as apply,b as attempt,D as bound,ku as charCodeAt,
X as construct,x as defineProperty,qt as deleteProperty,d as getPrototypeOf,w as getter,ue as has,v as hasOwn,G as indexOf,
R as inherits,Ou as install,N as isArray,C as isPromise,Ut as isView,H as keys,yt as note,_ as now,Xt as origin,k as own,
U as ownKeys,ae as parse,L as quote,Z as read,O as slice,B as startsWith,le as test,W as then,Ht as toText,y as uncurry,
T as value};
