import le from"cloudflare-internal:workers";import lc from"cloudflare-internal:workers";import qs from"node-internal:async_hooks";import $s from"cloudflare-internal:workers";import{customInspectSymbol as Ns}from"node-internal:internal_inspect";var{apply:l,construct:X,get:Z,has:xt,ownKeys:U,defineProperty:O,deleteProperty:Ht}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:Ss}=Reflect,
{freeze:As,setPrototypeOf:ar}=Object,{keys:H,hasOwn:v}=Object,{isArray:N}=Array,{isView:Kt}=ArrayBuffer,{now:x}=Date,L=JSON.
stringify,de=JSON.parse,{bind:Ye,call:Es}=Function.prototype,y=l(Ye,Ye,[Es]),D=y(Ye),I=Promise.prototype.then,Vt=y(Function.
prototype.toString),Pu=y(String.prototype.charCodeAt),k=y(String.prototype.slice),G=y(String.prototype.indexOf),B=y(String.
prototype.startsWith),pe=y(RegExp.prototype.exec),Ps=y(Object.prototype.isPrototypeOf),R=(t,e)=>Ps(e,t),W=t=>R(t,Ts),Ts=Promise.
prototype;function _(t,e){let n=Ss(t,e);return n!==void 0&&ar(n,null),n}function $(t,e){return _(t,e)?.value}function w(t,e){
let n=t&&_(t,e)?.get;return n===void 0?r=>r[e]:y(n)}function g(t,e){O(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,
configurable:!0})}function b(t,e){try{return t()}catch{return e}}function Ze(t){class e extends t{}let n=U(t.prototype);
for(let r=0;r<n.length;r++)n[r]!=="constructor"&&O(e.prototype,n[r],_(t.prototype,n[r]));return ar(e.prototype,null),As(
e.prototype),e}var S=Ze(Map),E=Ze(Set),M=Ze(WeakMap);function tt(t,e=n=>n){let n=[];return t.forEach(r=>g(n,e(r))),n}var{RpcPromise:Rs,RpcProperty:Ms,RpcStub:js}=$s,Ls=Object.prototype,{getOwnPropertySymbols:Bs}=Object,lr=new E,Gt=[];function nt(t){
for(;t&&t!==Ls&&!lr.has(t);t=p(t)){if(ve===void 0&&(ve=t),!Cs(t))return;lr.add(t),tn(t),O(t,Ns,{__proto__:null,value:Is,
writable:!0,configurable:!0}),g(Gt,t)}}function tn(t){let e=Bs(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&O(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var ve;function Cs(t){for(;t;t=p(t))if(t===ve||t===
js.prototype||t===Rs.prototype||t===Ms.prototype)return!0;return!1}function Is(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=U(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&_(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function en(t){for(let e=0;e<Gt.length;e++)O(Gt[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<Gt.length;e++)Ht(Gt[e],"toJSON")}}import{log as _r}from"dotool:options";var{Int32Array:Ws,Uint8Array:pr}=globalThis,hr="",mr="",nn=0,rn=0,Ds=0;function yr(t){let e=t.split(" ");mr=""+e[0].slice(
0,8),hr=""+e[0]+"	",nn=e[1]|0,rn=e[2]|0}function sn(t){if(!B(t,mr))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function he(t){return t=++Ds+"	"+t,hr+Js(t)+"	"+t}var gr=new TextEncoder,zs=y(gr.encode),wr=p(
pr.prototype),dr=w(wr,"length"),Fs=y(wr.set),Qt,on;br(4096);function br(t){Qt=new pr(t),on=new Ws(Qt.buffer)}function Js(t){
let e=nn,n=rn^238,r=1819895653^nn,o=1952801890^rn,i=zs(gr,t),s=dr(i),c=(s|3)+1;c>dr(Qt)&&br(2*c),Fs(Qt,i),on[(c>>2)-1]&=
(1<<8*(s&3))-1,Qt[c-1]=s;let f=on,a=c>>2;for(let d=0;d<a;d++){let h=f[d];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var an=D(console.log,console);function P(t){switch(typeof t){case"string":return L(t);case"object":break;case"undefined":
return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";if(N(t)){for(let r=0;r<t.length;r++)
e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=H(t);for(let r=0;r<n.length;r++){let o=P($(t,n[r]));o!==void 0&&
(e+=(e===""?"":",")+L(n[r])+":"+o)}return"{"+e+"}"}var J=_r;function xr(t){J=_r||t===!0,me=N(t)?t:void 0,cn++}var me,cn=0;
function Q(t){if(J||me===void 0)return J;if(t.choice!==cn){t.choice=cn,t.chosen=!1;for(let e=0;e<me.length&&!t.chosen;e++){
let n={__proto__:null,...me[e]};t.chosen=(n.class??t.class)===t.class&&B(t.id,n.id??"")&&B(t.name??"",n.prefix??"")}}return t.
chosen}var fn=10,Or="",lt="",ye=0,Xt=0,ge=!1,dt=0;function Yt(){dt++}function rt(){dt--}function K(t){lt+=lt===""?t:Or+
t}var un=()=>Xt>8;function Bt(t){K(t),(!ge||x()-ye>=fn||dt===0&&!un()||lt.length>65536)&&Ct()}function pt(t){K(t),Ct()}function Ct(){
if(lt==="")return;let t=lt;lt="";let e=x();Xt=e-ye<fn?Xt+1:e-ye<2*fn&&un()?Xt:0,ye=e,ge||=dt>0||un(),an(he(ge?t+Or+"busy":
t))}function ln(){Xt=0,ge=!1,Ct()}function It(t){Ct(),an(he(t))}function kr(t){K(t);let e=lt;lt="",an(he(e))}function m(t,e,n){let r=_(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>$($(t,"constructor"),"name")+".","");K("m\
issing	"+L(s+e));return}let i=n(o);O(i,"name",{__proto__:null,value:o.name}),O(i,"length",{__proto__:null,value:o.length}),
r.value=i,O(t,e,r)}function we(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,c,f)=>e(c,f===i?s:f)};n&&(o.apply=
n);let i=new Proxy(r,o);O(globalThis,t,{__proto__:null,..._(globalThis,t),value:i}),O(r.prototype,"constructor",{__proto__:null,
..._(r.prototype,"constructor"),value:i})}var j=new qs.AsyncLocalStorage;O(j,"getStore",{__proto__:null,value:j.getStore});O(j,"run",{__proto__:null,value:j.run});
var ht=()=>j.getStore();function Zt(){let t=j.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var Y=new M,ot=new S;
function Ar(t,e){let n=dn(e),r=t+"\0"+n,o=ot.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:ot.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1},ot.set(r,o),K("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var Ot=new S;function Sr(t){
let e=j.getStore();if(e===void 0)return;let n=Ot.get(t);if(n!==e){if(n===void 0)Ot.set(t,e);else if(n.size===void 0)Ot.set(
t,new E().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:g(e.holds,t)}}function Er(t){for(let e=0;e<
t.holds.length;e++){let n=Ot.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&Ot.delete(t.holds[e])}}function Pr(t){let e=t.
name!==void 0&&Ot.get(t.name)||Ot.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.object===
t?void 0:e}var dn=t=>t.toString();function Tr(t){let e=p(t);dn=y(p(t.idFromName("")).toString);let n=!1,r=o=>(n||(n=!0,nt(
p(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return J&&Sr(i[0].name??dn(i[0])),s}}).get),m(e,"getByName",o=>({
getByName(...i){let s=r(l(o,this,i));return J&&typeof i[0]=="string"&&Sr(i[0]),s}}).getByName)}var it=new S;var{ArrayBuffer:Us,Date:Hs,Error:Ks,Map:Vs,RegExp:Gs,Set:Qs,String:be}=globalThis,$r=Object.prototype;function _e(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=te(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function te(t){if(typeof t!="object"||t===null)return vt(t,40);let e=N(t),n=e?null:p(t);if(n!==$r&&
n!==null)return vt(t);let r=e?t:H(t);if(r.length===0||r.length>4)return vt(t);let o="";for(let i=0;i<r.length;i++){let s=$(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+vt(s,20),o.length>60)return vt(t)}return e?"["+o+"]":"{ "+o+" }"}function vt(t,e){
switch(typeof t){case"string":return L(t.length>e?k(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return be(
t);case"function":return"\u0192";case"object":return t===null?"null":N(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
Vs||t instanceof Qs?t.constructor.name+"("+t.size+")":t instanceof Hs?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
Gs||t instanceof Ks?k(be(t),0,60):Kt(t)||t instanceof Us?t.byteLength+" B":"{"+(H(t).length>0?"\u2026":"")+"}";default:return be(
t)}}function xe(t){return b(()=>{if(typeof t=="function")return(B(Vt(t),"class")?"class ":"\u0192 ")+k(be($(t,"name")??""),
0,100);let e=te(t);if(typeof t!="object"||t===null||!B(e,"{"))return e;let n=p(t),r=n!==null&&n!==$r?$(n,"constructor"):
void 0,o=typeof r=="function"?$(r,"name"):void 0;return typeof o=="string"&&o!==""?k(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:Xs,String:Ys}=globalThis,Zs=Xs.prototype,vs=Object.prototype,Se=new M,Rr=new M,St=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Mr(t,e){let n=St(e)?Rr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function q(t,e){let n=Mr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}St(e)&&Cr(ke.get(e));let r=Ee(
e,t),o=Ae(t,e,r);o!==void 0&&(r.from=o.n);let i=(J?void 0:o?.root)??t?.root??o?.root??0;if(St(e)&&Rr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(St(e)?Se.get(e):void 0)??Wr(e,r),known:r,call:t,
at:0},c=t;do c=c.parent,c!==void 0&&(c.failure=s);while(c!==void 0&&c.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&ec(s)}pt("error	"+jr(t,i,r))}var jr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([At(t),n]),pn=new M,ke=new M,tc=0;function Lr(t,e,n,r){if(Mr(e,n)!==void 0)return;let o=St(n)?ke.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++tc,error:n,promises:0},St(n)&&ke.set(n,o);let i=Ee(n,e),s=Ae(e,n,i);s!==void 0&&(i.from=s.
n);let c=(J?void 0:s?.root)??e?.root??s?.root??0;pt("unhandled	"+o.n+"	"+r+"	"+jr(e,c,i))}o.promises++,pn.set(t,o)}function Br(t){
let e=pn.get(t);pn.delete(t),e!==void 0&&--e.promises===0&&Cr(e)}function Cr(t){t!==void 0&&(St(t.error)&&ke.delete(t.error),
pt("handled	"+t.n))}var kt=new S;function ec(t){if(t.at=x(),kt.delete(t.text),kt.set(t.text,t),kt.size<=100)return;let e;
kt.forEach((n,r)=>e??=r),kt.delete(e)}var mn=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Ae(t,e,n){let r=Wr(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&B(r,"#<")))return o;if(!mn(e))return;let i=kt.get(
r);if(i===void 0){let s=G(r,": ");if(i=s>0?kt.get(k(r,s+2)):void 0,i?.known.name!==k(r,0,s))return}return i!==void 0&&x()-
i.at<1e4?i:void 0}var Ir=t=>Ae(void 0,t,{__proto__:null,message:t.message});function Wr(t,e){if(e.message!==void 0)return e.
message;try{return Ys(t)}catch{return e.thrown}}function At(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var Oe=16384,Ee=(t,e)=>b(()=>hn(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function hn(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:xe(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),c=typeof s=="string"||R(t,Zs);if(typeof i!="string"&&i!==null||!c)return{
__proto__:null,thrown:xe(t)};let f=b(()=>t.name,void 0);typeof f!="string"&&(f="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:G(s,i);a>=0&&(s=k(s,a+i.length));let u={__proto__:null,name:k(f,0,200),message:oc(i??"(its message canno\
t be read)"),stack:k(s,0,Oe)};(b(()=>t.durableObjectReset,!1)===!0||Se.has(t))&&(u.reset=!0);let d=rc(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(g(o,t),h!=null){u.cause=nc(o,h)?{__proto__:null,thrown:"th\
e same error again"}:hn(h,e,n+1,r,o);let C=Ae(e,h,u.cause);C!==void 0&&(u.cause.from=C.n)}let T=b(()=>t.errors,void 0);if(N(
T)){u.errors=[];for(let C=0;C<T.length&&C<5;C++)g(u.errors,hn(T[C],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(B(i,"\
The RPC receiver does not implement the method")||k(i,-Nr.length)===Nr)&&(u.classes=ic(e)),u}var Nr=" is not a function";
function nc(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function rc(t){let e=[],n=b(()=>H(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(Dr.has(n[r]))continue;let o=b(()=>_(t,n[r]),void 0);o===void 0||o.get!==void 0||g(e,[k(n[r],
0,100),b(()=>xe(o.value),"\u2026")])}return e}var Dr=new E;Dr.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var oc=t=>t.length>Oe?k(t,0,Oe)+"\u2026 ("+(t.length-Oe)+" more charact\
ers)":t;function ic(t){let e=new E;ot.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return it.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&v(s,"constructor")&&s!==vs&&s.constructor.name!=="DurableObject";s=p(s)){let c=U(s);for(let f=0;f<c.length;f++)
typeof c[f]=="string"&&typeof $(s,c[f])=="function"&&!zr.has(c[f])&&g(i,c[f])}n[o]=i}),n}var zr=new E;zr.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as dc}from"dotool:options";var{Error:sc,Promise:cc,TypeError:Fr,clearTimeout:fc}=globalThis,z;function Jr(t,e){z={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>tt(Pe),forget:n=>Pe.delete(n),calls:()=>tt(Wt),endCalls:uc,takeTimers:ac,
clearTimer:n=>fc(n),report:n=>It("test	"+n)}}var Wt=new S,gn=(t,e,n)=>function(){let r=l(e,this,arguments);return W(r)?new cc(
(o,i)=>{Wt.set(i,{__proto__:null,object:n,name:t,start:x()}),l(I,r,[s=>(Wt.delete(i),o(s)),s=>(Wt.delete(i),i(s))])}):r};
function uc(t,e){Wt.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(Wt.delete(r),r(new sc(t)))})}
var yn=[];function wn(t,e){z!==void 0&&t!==void 0&&g(yn,[t,e])}function ac(){let t=yn;return yn=[],t}var Pe=new S;function Dt(t,e){
if(z===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?Pe.delete(n):Pe.set(n,{__proto__:null,key:n,object:t,
at:e})}var qr=new E;qr.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var mt=(t,e)=>z!==void 0&&typeof e=="string"&&!qr.has(e)&&!xt(p(t),e);function ee(t,e){let n='"'+e+'"';throw xt(t,e)?new Fr(
"The RPC receiver's prototype does not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new Fr("The RPC receiver does not implement "+n+".")}var{RpcPromise:pc}=lc,{Error:Ur,String:Hr}=globalThis,_n=0;function A(t,e,n){let r={n:++_n,root:_n,parent:void 0,kind:t,
object:e,detail:n,start:x(),busy:0,size:void 0,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,closed:!1,before:void 0,
after:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockConcurrencyWhile")){let o=t==="blockC\
oncurrencyWhile"?j.getStore():Pr(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}var $e=t=>K("alarm	"+t.n+"	"+(t.object?.
k??0)),Kr=100,Vr=0,Te=0,bn=20;function On(t,e,n,r){let o=x();o-Vr>=Kr&&(Vr=o,bn=Te>Kr?2:20,Te=0),!(++Te>bn+1)&&kr("start\
	"+(Te<=bn?P([t,e,n??"",r?.class??"",r?.id??"",r?.name??null]):""))}var yt={__proto__:null,before:void 0,after:void 0};yt.
before=yt.after=yt;function Gr(){let t=[];for(let{after:e}=yt;e!==yt;e=e.after){let{kind:n,object:r,detail:o,start:i}=e;
g(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:N(o)?o[0]:void 0,url:n==="request"||n==="\
fetch"?o[2]:void 0})}return t}var Qr=pc.prototype,{then:Xr}=Qr,xn=t=>typeof t=="function"&&R(t,Qr);function F(t,e,n,r,o){
On(t.n,t.kind,N(t.detail)?t.detail[0]:"",t.object),Yt(),t.after=yt,t.before=yt.before,yt.before=t.before.after=t;let i;try{
i=j.run(t,()=>l(e,n,r))}catch(s){throw re(t,s),s}if(t.busy=x()-t.start,typeof i=="object"&&i!==null){if(W(i))return i.then===
I?l(I,i,[s=>ne(t,s,o),s=>re(t,s)]):ne(t,void 0),i;if(!xn(i)&&typeof i.then=="function")return hc(t,i,o)}return xn(i)?l(Xr,
i,[s=>ne(t,s,o),s=>re(t,s)]):ne(t,i,o),i}async function hc(t,e,n){let r;try{r=await e}catch(o){throw re(t,o),o}return ne(
t,r,n),r}function ne(t,e,n){let r=n?.(t,e);r!==void 0?re(t,r):Sn(t,"ok")}function re(t,e){(t.kind==="request"||t.kind===
"fetch")&&(t.detail[1]=500),q(t,e),Sn(t,"exception")}function Et(t,e,n,r,o,i){let s=f=>q(A(t,n,[e]),f);On(0,t,e,n);let c;
try{c=l(r,o,i)}catch(f){throw s(f),f}return W(c)?l(I,c,[void 0,s]):xn(c)&&l(Xr,c,[()=>{},s]),c}function kn(){let t=j.getStore();
return e=>{Bt("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+P(["stream",Ee(e,void 0)]))}}function Yr(t,e,n){
On(0,"request","",void 0),Yt();let r;try{r=t()}catch(o){return rt(),n(o)}return typeof r?.then!="function"?(rt(),e(r)):r.
then(o=>(rt(),e(o)),o=>(rt(),n(o)))}function Sn(t,e){if(t.closed)return;t.closed=!0,rt(),t.before.after=t.after,t.after.
before=t.before,t.before=t.after=void 0,t.holds!==void 0&&Er(t);let n=x();Bt("call	"+t.n+"	"+t.root+"	"+(t.parent?.n??0)+
"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+(n-t.start)+"	"+t.busy+"	"+e+"	"+P(t.detail)),dc&&(t.kind==="alarm"||t.kind===
"scheduled"||t.kind==="queue")&&Ct()}function Zr(t,e,n){let r=++_n;Bt("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+x()+"	0	\
0	ok	"+P(n))}function Ne(t,e,n,r){let o=s=>q(t,s),i;try{i=j.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return W(i)&&l(I,i,
[void 0,o]),i}function vr(t,e,n){let r=A(e,t,[]);try{return j.run(r,n)}catch(o){throw q(r,o),o}}function to(t,e,n){let r=j.
getStore()?.root;l(I,t,[void 0,o=>{let i=A(e,n,[]);r!==void 0&&(i.root=r),q(i,o)}])}function eo(t){z?.uncaught?.(t),q(ro(
t),t)}function no(t,e){let n=j.getStore();Lr(t,ro(e),e,n?.after===void 0?0:n.n)}function ro(t){let e=j.getStore();if(e===
void 0||mn(t))return;let n=A(e.kind,e.object,e.detail);return n.root=e.root,n}function oo(t,e){let n=j.getStore(),r=n!==
void 0&&n.object===t&&n.kind!=="constructor",o=e;e instanceof Ur||(o=new Ur(e===void 0?"Application called abort() to re\
set Durable Object.":Hr(e))),Se.set(o,o===e?b(()=>Hr(e),void 0):void 0),q(r?n:A("abort",t,[]),o),r&&Q(t)&&Sn(n,"exceptio\
n")}var oe=_(Request.prototype,"cf"),io=oe?.get&&y(oe.get);oe?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...oe,get(){let t=io(this);if(!t||!v(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...mc,...n}}});var mc={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function so(t){if(!oe?.get)return!0;let e=io(t);return typeof e=="object"&&e!==null&&v(e,"clientIp")}import{formatWithOptions as Tc}from"node-internal:internal_inspect";import{inspected as $c}from"dotool:options";var{Error:yc,JSON:gc,Proxy:wc,String:An}=globalThis,{parse:Re,stringify:bc}=gc,_c=Object.prototype,xc=yc.prototype,En="_\
_dotool";function fo(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+Oc(t[o]);let s=R(t[o],xc)?b(
()=>kc(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function Oc(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":N(t)||e===_c||e===null||typeof t.toJSON=="function")?bc(t):typeof t=="sy\
mbol"?"{}":L(An(t)))??"null"}catch{return"{}"}}var kc=t=>'{"name":'+L(""+t.name)+',"message":'+L(""+t.message)+',"stack"\
:'+L(Pn(t.stack))+"}";function Pn(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function uo(t){if(!N(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==En&&g(e,Sc(t[n]));return e.length>
0?e:void 0}function Sc(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)g(n,Pc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=ao(i.message);if(s===void 0){g(e,i);continue}for(let c=0;c<s.length;c++){let[f,...a]=s[c].
split("	");f==="console"&&g(e,lo(i.timestamp,a));let u=f==="error"&&a[3]==="request"?b(()=>Re(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",g(n,{name:u.name??"Error",message:u.message??Ac(u.thrown),timestamp:i.timestamp,stack:Pn(
u.stack)}))}}return Ec(t,{logs:e,exceptions:n,outcome:r})}var Ac=t=>b(()=>An(Re(t)),An(t));function Ec(t,e){let n={__proto__:p(
t)};for(let r of H(t))n[r]=r in e?e[r]:t[r];return n}var Pc=t=>t.stack===void 0?t:{...t,stack:Pn(t.stack)},ao=t=>N(t)&&t.
length===1&&typeof t[0]=="string"?sn(t[0]):typeof t=="string"?sn(t):void 0;function lo(t,[,e,n,r]){let{message:o=[Re(n)],
errorInfo:i}=r===void 0?{}:Re(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var po=t=>t?.event?.
entrypoint!==En&&t?.event?.info?.entrypoint!==En;function ho(t){if(typeof t=="function")return n=>co(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new S;return new wc(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>co(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function co(t,e){let n=t?.event?.type==="log"?
ao(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:c,message:f}=lo(0,s);r=e({...t,event:{...t.event,level:c,message:f}})}return r}var{String:Le}=globalThis,mo=!1;function yo(){mo=!0}var Nc=D(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])st(t,(...e)=>Mc(t,e));var{log:zt,error:Rc}=console;st("dir",t=>zt(t));st("trace",(...t)=>zt(Le(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(Be).join(" "))));st("assert",(t,...e)=>t||Rc("Assertion failed"+(e.length>0?": "+
Be(e[0]):""),...e.slice(1)));var Me=new Map;st("count",(t="default")=>{Me.set(t,(Me.get(t)??0)+1),zt(t+": "+Me.get(t))});
st("countReset",(t="default")=>Me.delete(t));var je=new Map;st("time",(t="default")=>je.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])st(t,(e="default",...n)=>{je.has(e)&&(zt(e+": "+(Date.now()-je.get(e))+" ms",...n),t==="timeEnd"&&je.
delete(e))});st("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return zt(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,c]of e){let f=typeof c=="object"&&c!==null;o.push([s,...n.map(a=>f&&a in
c?Be(c[a]):""),...r?[f?"":Be(c)]:[]])}let i=o[0].map((s,c)=>Math.max(...o.map(f=>f[c].length)));zt("%s",o.map(s=>s.map((c,f)=>c.
padEnd(i[f])).join("  ").trimEnd()).join(`
`))});function Mc(t,e){let n=Lc(e);It("console	"+Zt()+"	"+t+"	"+L(n)+(mo?"	"+fo(e):"")),$c&&jc(t,e)}function jc(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)g(n,e[r]);l(Nc,void 0,n)}function Lc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)g(e,t[n]);try{let n=()=>""+l(Tc,void 0,e);return typeof t[0]==
"string"&&G(t[0],"%j")>=0?en(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??Le(n))+")>"}catch{return"<Format\
ting threw>"}}}function Be(t){if(typeof t=="string")return t;try{return en(()=>JSON.stringify(t))??Le(t)}catch{return Le(
t)}}function st(t,e){m(console,t,()=>e)}import jf from"cloudflare-internal:workers";var bo=new M,_o=new M,Bc=2,Cc=3,Tn=4,xo=1,Ic=2,Oo=!1,ko=t=>b(()=>{let e=Z(t,"messages",t),n=p(t),r=p(e[0]);if(_(n,"ackAl\
l")===void 0||_(r,"ack")===void 0)return[];let o=[Z(t,"queue",t),e.length,0,0,0];Oo||Wc(n,r),bo.set(t,o);for(let i=0;i<e.
length;i++)_o.set(e[i],[o,!1]);return o},[]);function Wc(t,e){Oo=!0,Ce(e,"ack",n=>go(n,Bc)),Ce(e,"retry",n=>go(n,Cc)),Ce(
t,"ackAll",n=>wo(n,xo)),Ce(t,"retryAll",n=>wo(n,Ic))}function Ce(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function go(t,e){let n=_o.get(t);n===void 0||n[1]||n[0][Tn]===xo||(n[1]=!0,n[0][e]++)}function wo(t,e){let n=bo.
get(t);n!==void 0&&n[Tn]===0&&(n[Tn]=e)}import{held as $t}from"dotool:options";var Pt=200*365*864e5,$n=Pt+50*365*864e5,So=Math.floor((2**63-1024)/1e6)-Pt,Tt=Date,Ao=y(Date.prototype.getTime),{max:Rn,
min:Eo,round:Dc,trunc:Po}=Math,Ft=0,ct=()=>x()+Ft,To=t=>t<=So?Rn(t+Pt,$n):t*1e6>=2**63?t:Eo(t,$n-1),Mn=t=>$t&&t!==null&&
t>=$n?t-Pt:t,Nn=new S,ie;function $o(t){if(ie??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},z!==void 0&&zc(
t),!$t)return;let e=n=>{let r=Y.get(n);r!==void 0&&Nn.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Tt?Ao(r):r;return l(n,this,[typeof i=="number"&&i>=0?To(Rn(Po(i),ct())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Mn(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function zc(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Tt?Ao(n):n;return Dt(Y.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=So&&z.fakeTimers?.()?Po(o)+Pt:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=Pt?r-Pt:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return Dt(Y.get(this),void 0),l(e,
this,n)}}).deleteAlarm)}var jn=new S;async function No(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Mn(await l(ie.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=x();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let c=s?e:i??ct();return $t&&jn.
set(t.id.toString(),{__proto__:null,at:Eo(c,ct()),set:c,retry:r,keep:o}),await l(ie.setAlarm,t.storage,[x()]),{at:i,fired:!0}}
async function Ln(t){try{return Mn(await l(ie.getAlarm,t,[]))??void 0}catch{return}}function Ro(t,e){let n=$t?jn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Tt?new Tt(r):r}}async function Mo(t){let e=jn.get(t.id.toString());if(e?.keep)
try{await l(ie.setAlarm,t.storage,[To(e.set)])}catch{}}function jo(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Ft>0&&(e.clock=ct()),e}function Lo(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Ft>0?ct():void 0}}function Bo(t){$t&&t!==void 0&&(Ft=Rn(Ft,t-x()));let e=tt(Nn,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Nn.clear(),{__proto__:null,held:$t,now:Dc(ct()),changed:e}}$t&&(we("Date",(e,n)=>X(Tt,e.length===
0&&Ft>0?[ct()]:e,n),()=>new Tt(ct()).toString()),m(Tt,"now",()=>()=>ct()));import{held as Lf}from"dotool:options";function gt(t,e,n="info"){It("binding	"+Zt()+"	"+n+"	"+L([t,e]))}var Ie="email";function Co(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
c=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&gt(Ie,`rejected: ${a}`,"warn"),g(c,u),u},async forward(a,u){
let{__dotool:d,...h}=await r(a,u);return gt(Ie,`forwarded to ${a}
${d}`),h},async reply(a){let{__dotool:u,...d}=await o(a);return gt(Ie,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)gt(Ie,e.warnings[d],
"warn");let u=await a();for(let d=0;d<c.length;d++)try{await c[d]}catch{}return u}}}var Bn,zo;function Fo(t,e){zo=e;let{fetch:n}=p(t);Bn=r=>l(n,t,["http://dotool/error",r])}var Fc=2e3,{Response:Jo}=globalThis,
Jc=D(AbortSignal.timeout,AbortSignal),Io=w(Request.prototype,"method"),qc=w(Request.prototype,"url"),Wo=w(Request.prototype,
"headers"),Do=y(Headers.prototype.get),Uc=w(Jo.prototype,"status");async function se(t,e,n){if(!Bn||!so(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:zo,error:t.thrown,method:Io(e),url:qc(e),accept:Do(Wo(e),"accept")??"",agent:Do(Wo(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:At(
r.call),error:r.known}}),i;try{i=await Bn({__proto__:null,method:"POST",body:o,signal:Jc(Fc)})}catch{throw n}if(Uc(i)!==
500)throw n;return Io(e)==="HEAD"?new Jo(null,i):i}var Hc=w(Request.prototype,"url"),We,Cn,In=()=>We!==void 0;function qo(t,e){We=D(t.fetch,t),Cn=new E;for(let n=0;n<e.length;n++)
Cn.add(e[n])}function Uo(t){if(We===void 0)return;let e=Hc(t),n=G(e,"/",8),r=G(e,"?",n);return Cn.has(r<0?k(e,n):k(e,n,r))?
We(t):void 0}var{ArrayBuffer:Go,BigInt:Kc,Date:Vc,Error:Qo,Map:De,Set:Dn,String:Gc}=globalThis,{abs:Ho,ceil:Qc,min:Xc}=Math,{isInteger:Yc}=Number,
{prototype:Zc}=Object,Xo=new TextEncoder,vc=y(Xo.encode),tf=w(p(Uint8Array.prototype),"byteLength"),Wn=y(De.prototype.forEach),
Yo=y(Dn.prototype.forEach),ef=y(Kc.prototype.toString),V=2e6,ce=t=>tf(vc(Xo,t)),Zo=1<<18,ft=Zo,Ko=x(),nf=0;function rf(){
if(ft>=0)return!0;if((++nf&7)!==0)return!1;let t=x();return ft=Xc(Zo,ft+(t-Ko)*400),Ko=t,ft>=0}function vo(t){if(!rf())return 0;
try{return Jt(t)}catch{return 0}}function Jt(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===Zc||n===null){for(let r in t){if(ft--,e>V)break;e+=r.length*2+8+Jt(
$(t,r))}return e}if(N(t)){for(let r=0;r<t.length&&e<=V;r++,ft--)e+=Jt(t[r]);return e}if(Kt(t))return t.buffer.byteLength+
16;if(t instanceof Go)return t.byteLength+16;if(t instanceof De||t instanceof Dn){let r=t instanceof De?Wn:Yo;return r(t,
(o,i)=>{ft--,e<=V&&(e+=Jt(o)+(r===Wn?Jt(i):0))}),e}if(t instanceof Qo)return e+4096;for(let r in t){if(ft--,e>V)break;e+=
r.length*2+8+Jt($(t,r))}return e}function zn(t){let e=new E,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+Vo(i.length)+i.length*(pe(of,i)!==null?2:1);case"number":return Yc(i)&&Ho(i)<2**30?1+Vo(Ho(i)*2):9;case"bigint":
return 2+Qc(ef(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Kt(i))return i.buffer.byteLength+8;if(i instanceof Go)return i.byteLength+4;let s=3;if(N(i))for(let c=0;c<i.length;c++)
s+=r(i[c]);else if(i instanceof De)Wn(i,(c,f)=>s+=r(f)+r(c));else if(i instanceof Dn)Yo(i,c=>s+=r(c));else if(i instanceof
Vc)s+=8;else if(i instanceof Qo)s+=r(Gc(i.stack))+r(i.message);else{let c=H(i);for(let f=0;f<c.length;f++)s+=r(c[f])+r($(
i,c[f]))}return s},o=2+r(t);return ft-=1e7-n,o}var of=/[^\0-\xff]/,Vo=t=>t<128?1:t<16384?2:t<2097152?3:4;var wt=2048,Fe=128*1024,sf=32,Hn=128,ti=1e10,Jn=1024,{Date:oi,Error:ze}=globalThis,{round:cf}=Math,ff=y(oi.prototype.getUTCFullYear);
function ii(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>wt)&&ei("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>wt)&&ei("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?Kn("put",this,n[0],n[1]):
af(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&df(this,+n[0]),r}}).setAlarm)}
function si(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&Kn("kv.put",void 0,n[0],n[1]),r}}).
put)}var uf=0;function ci(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>V&&pf(n),(++uf&4095)===0&&mf(this),r}}).
exec)}function fi(t){let e=p(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>Jn&&yf(n,o[0]),i}})[n])}function ei(t,e,n){if(typeof n=="string")n.length*3>wt&&qn(t,e,n);else if(N(
n)){for(let r=0;r<n.length;r++)n[r].length*3>wt&&qn(t,e,n[r]);n.length>Hn&&ui(t,e,n.length)}}function af(t,e){if(typeof e!=
"object"||e===null)return;let n=H(e),r=n.length;for(let o=0;o<r;o++)Kn("put",t,n[o],$(e,n[o]));r>Hn&&ui("put",t,r)}function Kn(t,e,n,r){
n.length*3>wt&&qn(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=vo(r);
break;default:return}o>Fe-wt&&lf(t,e,n,r,o)}function qn(t,e,n){Je(pi(e)?.class)&&ut("key-size",t,e,()=>{let r=ce(n);if(!(r<=
wt))return[r,wt,`a key of ${qt(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function lf(t,e,n,r,o){if(e!==void 0&&Je(pi(e)?.class)){if(o<=Fe)return;ut("value-size",t,e,()=>{let i=zn(
r);if(!(i<=Fe+sf))return[i,Fe,`${te(n)} has a value of ${qt(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=V||ut("value-size",t,e,()=>{
let i=zn(r)+ce(n);if(!(i<=V))return[i,V,`${te(n)} and its value have ${Un(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function ui(t,e,n){ut("key-count",t,e,()=>[n,Hn,`${qt(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function df(t,e){ut("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${ff(new oi(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function pf(t){let e=0,n=0,r="";ut("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
c=typeof s=="string"?ce(s):s?.byteLength??8;e+=c,c>n&&(n=c,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>V)return[n,V,`a ${r} of ${Un(n)}, where production takes 2 MB`,o];if(e>V&&pe(hf,t[0])!==
null)return[e,V,`a row of ${Un(e)}, where production takes 2 MB`,o]})}var hf=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function mf(t){let e=t.databaseSize;e<=ti||ut("database-size","exec",void 0,()=>[e,ti,`the database of the object has ${qt(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function yf(t,e){
ut("name-size",t,void 0,()=>{let n=ce(e);if(!(n<=Jn))return[n,Jn,`a name of ${qt(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function ai(t){
ut("handler-name","acceptWebSocket",void 0,()=>{let e=it.get(t).prototype,n=U(e);for(let r=0;r<ni.length;r++){let o=ni[r];
if(xt(e,o))continue;let i=ri(o);for(let s=0;s<n.length;s++){let c=n[s];if(typeof c!="string")continue;let f=ri(c);if(f===
i||f==="on"+i||f===i+"s"||f==="on"+k(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${c}()`,`\
rename it to ${o}`]}}})}var ni=["webSocketMessage","webSocketClose","webSocketError"],ri=y(String.prototype.toLowerCase),
li=new E;function di(t){for(let e of t)li.add(e)}var Je=t=>li.has(t),pi=t=>Y.get(t)??ht()?.object,Fn=new E;function ut(t,e,n,r){
let o=ht(),i=o?.object??Y.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+At(o);if(Fn.has(s)||Fn.size>=1e3)return;let c,f;try{if(c=
r(),c===void 0)return;f=gf()}catch{return}f!==""&&(Fn.add(s),pt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:c[0],limit:c[1],message:c[2],hint:c[3],stack:f})))}function gf(){let{stackTraceLimit:t}=ze;ze.stackTraceLimit=
20;let{stack:e}=new ze;if(ze.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=G(
e,`
`,r),o<0&&(o=e.length);let i=k(e,r,o);B(i,"    at ")&&G(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function qt(t){let e=""+cf(t*10)/10,n=G(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=k(e,0,r)+","+k(e,r);
return e}var Un=t=>qt(t/1e6)+" MB";import{log as wf}from"dotool:options";var{Error:bf,WebSocket:gi}=globalThis,_f=w(gi.prototype,"readyState"),bt="__dotool",hi=!1;function Gn(t,e){if(hi)return;
hi=!0,e&&Ht(e,bt);let n=t?.exports;if(!n)return;let r=U(n);for(let o=0;o<r.length;o++)B(r[o],bt)?Ht(n,r[o]):nt(p(n[r[o]]))}
var mi=!1;function Mt(t,e){if(Gn(t,e),mi||typeof t!="object"||t===null)return;let n=p(t);typeof _(n,"waitUntil")?.value==
"function"&&(mi=!0,wi(n))}function wi(t){m(t,"waitUntil",e=>({waitUntil(...n){return W(n[0])&&to(n[0],"waitUntil",Nt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function bi(t,e){_i.has(e)&&O(t,"container",{__proto__:null,value:new Vn(e),enumerable:!0,
configurable:!0})}var _i=new E;function xi(t){for(let e of t)_i.add(e)}var Vn=class{#e;constructor(e){this.#e=e}#t(){throw new bf(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
Nt=new M,Qn,qe,Oi,yi=!1;function ki(t){if(yi)return;yi=!0;let e=p(t);Qn=w(e,"id"),qe=w(e,"storage"),wi(e),Oi=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=Nt.get(this);return o!==void 0&&oo(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=Nt.get(this);wf&&ai(o);let c=Rt.get(s);c?
c.count++:Rt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=Nt.get(this);if(i===void 0||typeof r!="function")return l(n,this,_t(r,o));let s=A("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(f){throw q(s,f),f}}])}}).blockConcurrencyWhile)}var Rt=new S;function Xn(t){
let{id:e}=Nt.get(t).object,n=Rt.get(e);if(n===void 0)return;let r=l(Oi,t,[]);n.count=0;for(let o=0;o<r.length;o++)_f(r[o])===
xf&&n.count++;n.count===0&&Rt.delete(e)}var xf=gi.OPEN;function _t(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)g(n,e[r]);return n}import Of from"cloudflare-internal:workers";var{WorkflowEntrypoint:kf,RpcPromise:Pi}=Of,{Error:Sf,Promise:Af,String:fe}=globalThis,Ef=Sf.prototype,Pf=Pi.prototype.then,
Tf=t=>typeof t=="function"&&R(t,Pi.prototype),Ti=t=>typeof t=="function"&&R(t.prototype,kf.prototype);function $i(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Mt(n[0],n[1]);let o=X(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let c=Z(o,s,
o);return typeof c!="function"||s==="constructor"||typeof s=="symbol"||!Ut(o,s)?c:s==="run"?(f,a)=>Nf(c,o,f,a):(...f)=>l(
c,o,f)}})}})}function Ni(t,e){let n="\0"+t+"\0"+e,r=ot.get(n);return r===void 0&&(r={k:ot.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},ot.set(n,r),K("instance	"+r.k+"	"+P([t,e]))),r}var ue=!1;function Ri(){ue=!0}var $f=D(scheduler.wait,scheduler),
Ue=()=>$f(2147483647);function Nf(t,e,n,r){let o=Ni(fe($(n,"workflowName")),fe($(n,"instanceId"))),i=A("run",o,[]);i.root=
0,Rf(r,o);let s=f=>{if(ue)return Ue();if(Mi(f))return ji();throw q(i,f),f},c;try{c=j.run(i,()=>l(t,e,[n,r]))}catch(f){return s(
f)}return W(c)?l(I,c,[void 0,s]):c}var Si="WorkflowAbortedError",Mi=t=>R(t,Ef)&&b(()=>B(fe(t.name),Si)||B(fe(t.message),
Si),!1);function ji(){return pt("over"),new Af(()=>{})}function Rf(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];O(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(ue)return Ue();
let s=[],c=l(o,t,r===0?Mf(i,e,s):i),f=u=>(Ei(s),u),a=u=>{if(Ei(s),ue)return Ue();if(Mi(u))return ji();throw u};return Tf(
c)?l(Pf,c,[f,a]):W(c)?l(I,c,[f,a]):c}})}}function Mf(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Ai(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof $(i,"rollback")=="function"){let{rollback:c}=i;
s={...i,rollback:Ai(e,t[0],c)}}g(r,s)}return r}function Ai(t,e,n,r){return(...o)=>{if(ue)return Ue();let i=o[0],s=i?.attempt??
1,c=i?.step?.count??1;if(r!==void 0){let f=t.k+" "+c+" "+s+" "+e;He.has(f)||Yt(),He.set(f,!0),g(r,f)}return F(A("step",t,
[fe(e)+(c>1?" #"+c:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var He=new S;function Ei(t){for(let e=0;e<t.length;e++)
He.delete(t[e])&&rt();t.length=0}function Li(t,e,n){let r=Ni(t,e),{state:o,step:i,count:s,attempt:c,error:f}=de(n);(o===
"stored"||o==="failed")&&(He.delete(r.k+" "+s+" "+c+" "+i)&&rt(),o==="stored")||(Q(r)||f!==void 0)&&Bt("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:Bf}=jf,{Response:Wi,TypeError:Di}=globalThis,Bi=w(Request.prototype,"method"),Ci=w(Request.prototype,
"url"),Cf=w(Wi.prototype,"status"),zi,Fi=t=>b(()=>typeof zi[t]=="function",!1);function Ji(t){return zi=typeof t=="funct\
ion"?t.prototype:t,typeof t=="function"?new Proxy(t,{__proto__:null,construct(e,n,r){return Mt(n[0],n[1]),Ii(X(e,n,r),!0)}}):
typeof t!="object"||t===null?t:Ii(t,!1)}function Ii(t,e){let n=new S,r=(o,i)=>{e&&mt(t,i)&&ee(t,i);let s=Z(t,i,t);if(i===
"fetch"&&s===void 0&&In()&&(s=zf),typeof s!="function"||i==="constructor")return s;if(typeof i=="symbol")return D(s,t);let c=n.
get(i);if(c!==void 0&&c[0]===s)return c[1];if(i!=="fetch"&&!Ut(t,i))return s;let f=i==="fetch"?Wf(s,t):If(i,s,t,e);return O(
f,"length",{__proto__:null,value:s.length}),n.set(i,[s,f]),f};return new Proxy({},{__proto__:null,get:r,has:(o,i)=>xt(t,
i)||i==="fetch"&&In(),getPrototypeOf:()=>p(t),ownKeys:()=>U(t),getOwnPropertyDescriptor(o,i){if(e&&mt(t,i))return;let s=_(
t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}function qi(t,e){return Ti(
e)?$i(e):typeof e!="function"||!R(e.prototype,Bf.prototype)?e:new Proxy(e,{__proto__:null,construct(n,r,o){Mt(r[0],r[1]);
let i=X(n,r,o);return new Proxy(i,{__proto__:null,get(s,c){mt(i,c)&&ee(i,c);let f=Z(i,c,i);return typeof f!="function"||
c==="constructor"||typeof c=="symbol"||!Ut(i,c)?f:(...a)=>Et("rpc",t+"."+c,void 0,f,i,a)},getOwnPropertyDescriptor:(s,c)=>mt(
i,c)?void 0:_(i,c)})}})}var Ui=new E;Ui.add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("tr\
ace").add("test").add("connect");function If(t,e,n,r){return(...o)=>{if(Mt(o[2],o[1]),t==="tail"&&(o[0]=uo(o[0]))===void 0)
return;if(t==="tailStream")return po(o[0])?ho(l(e,n,o)):void 0;let i=t==="email"?Co(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,F(A(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!Ui.has(t))return J?F(A("rpc",void 0,[t,_e(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=A(t,void 0,t==="scheduled"?Lo(o[0]):t==="queue"?ko(o[0]):[]);return Lf&&(t==="schedu\
led"||t==="queue")&&$e(s),F(s,e,n,o)}}function Wf(t,e){let n=(r,o)=>{let i=A("request",void 0,[Bi(r),500,Ci(r)]);return q(
i,o),se(i,r,o)};return(r,...o)=>{let i=Uo(r);if(i!==void 0)return i;if(Mt(o[1],o[0]),!J)return Yr(()=>l(t,e,_t(r,o)),c=>Ki(
c)?c:n(r,Yn()),c=>n(r,c));let s=A("request",void 0,[Bi(r),0,Ci(r)]);try{let c=F(s,t,e,_t(r,o),Zn),f=u=>s.thrown===void 0?
u:se(s,r,Yn()),a=u=>se(s,r,u);return W(c)?l(I,c,[f,a]):typeof c?.then=="function"?c.then(f,a):f(c)}catch(c){return se(s,
r,c)}}}function Ut(t,e){for(let n=t;n!==null;n=p(n)){let r=_(n,e);if(r!==void 0)return r.get!==void 0?Hi.has(e):n!==t||r.
configurable||r.writable}return!0}var Hi=new E;Hi.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClose").
add("webSocketError");var Ki=t=>R(t,Df),Df=Wi.prototype;function Zn(t,e){if(Ki(e))t.detail[1]=Cf(e);else if(typeof e?.then!=
"function")return Yn()}function zf(){throw new Di("Handler does not export a fetch() function.")}function Yn(){let t=new Di(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}var Ff=Object.prototype;function Vi(t,e){let n=new S;for(let r=t.prototype;r&&r!==Ff;r=p(r)){let o=typeof r.constructor==
"function"?Vt(r.constructor):"";if(k(o,-17)==="{ [native code] }")break;let i=U(r);for(let s=0;s<i.length;s++){let c=i[s];
if(typeof c!="string"||n.has(c)||c==="constructor"||c==="__dotool")continue;let{value:f,get:a}=_(r,c);typeof f=="functio\
n"?n.set(c,{__proto__:null,name:c,kind:"method",parameters:f.length,source:k(Vt(f),0,2e3)}):a&&n.set(c,{__proto__:null,name:c,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:tt(n)}}import fu from"cloudflare-internal:workers";var Jf=["cause","errors","error","suppressed"];var jt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function tr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function Qi(t){
let e=new Map;function n(c){if(c===null||typeof c!="object")return c;if(Array.isArray(c)){let d=new Array(c.length);return e.
set(c,d),c.forEach((h,T)=>h?.$hole||(d[T]=n(h))),d}let a=Object.keys(c).find(d=>d.charCodeAt(0)===vn&&d.charCodeAt(1)!==
vn);if(a===void 0)return r({},c);if(a==="$ref")return s(c.$ref);let u=o(c,a,c[a]);return typeof u=="object"&&u!==null&&e.
set(c,u),u}function r(c,f,a=f){e.set(a,c);for(let u of Object.keys(f)){let d=u.charCodeAt(0)===vn?u.slice(1):u;d in c?Ke(
c,d,n(f[u])):c[d]=n(f[u])}return c}function o(c,f,a){switch(f){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(c,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(c.length);return r(u,a,c)}case"$map":{let u=new Map;e.set(c,
u);for(let[d,h]of a)u.set(n(d),n(h));return u}case"$set":{let u=new Set;e.set(c,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...h}=a,T=new(Gi[u]??Error)(d??"");Gi[u]||Ke(T,"name",u,!1),e.set(c,T),Ke(T,"stack",
String(T));for(let[C,Xe]of Object.entries(h))Ke(T,C.replace(/^\$/,""),n(Xe),C!=="stack"&&!Jf.includes(C));return T}case"\
$request":return new Request(a,n(c.init))}throw new Error(`a value with ${f} cannot be written while a server runs: stop\
 it first`)}function i(c,f){let{type:a="Uint8Array"}=c;if(a==="Blob")return new Blob([jt(f)],{type:c.contentType??""});if(a===
"ArrayBuffer"){if(c.maxLength===void 0)return jt(f).buffer;let T=jt(f),C=new ArrayBuffer(T.length,{maxByteLength:c.maxLength});
return new Uint8Array(C).set(T),C}let u=Xi[a];if(!u)throw new Error("there is no "+a+" here");if(!c.buffer)return new u(
jt(f).buffer);let d=n(c.buffer),h=jt(f).length/(u.BYTES_PER_ELEMENT??1);return c.lengthTracking?new u(d,c.offset??0):new u(
d,c.offset??0,h)}function s(c){let f=t,a=c.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&f?.$bytes!==void 0&&f.buffer===void 0)return e.get(f)?.buffer;f=f?.[d]}
return e.get(f)}return n(t)}var vn=36,Xi={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(Xi.Float16Array=Float16Array);
var Gi={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function Ke(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function er(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return qf(t.storage,n);case"kv-put":return t.storage.put(n.key,Qi(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return Yi(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return Yi(()=>No(t,n))}throw new Error("unknown action "+e)}async function Yi(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function qf(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,c={};try{let{sql:f}=t;t.transactionSync(()=>{let a=Ve(f);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...f.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&Uf(t,u,r),o++;if(s=Ve(f)-a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw c})}catch(f){
if(f!==c)return{results:r,failed:{at:o,checking:i,message:String(f?.message??f)}}}return{results:r,written:s}}var Ve=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function Uf(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.
$blob===void 0?h:jt(h.$blob)),{sql:c}=t,f=o&&Hf(t,e,o,s);if(f){i.push(f);return}let a=c.exec(e,...s),u=a.columnNames,d=[];
try{for(let h of a.raw())d.push(h)}catch(h){let T=`SELECT * FROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...c.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:Zi(c,T,s,r,u,d)}),h}i.push(
{columns:u,rows:Zi(c,e,s,r,u,d)})}function Zi(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(Gf))){let s=o.map((c,f)=>"c"+f);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(vi)} FROM "dotool typed"`,...n).raw()].map(f=>f.map(ts))}catch{}}return i.map(s=>s.map(Qf))}function Hf(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:c}=t,f=o.flatMap(d=>d===""?Vf(c,i):[d]),a=f.length,u=f.map(d=>vi(`(${d})`));for(let d of[
`${r}
, `,""]){let h=`${n} RETURNING ${d}${u}`;try{[...c.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let T=d?void 0:Kf(t,e,s),
C=c.exec(h,...s),Xe=[...C.raw()].map(ks=>ks.slice(-a).map(ts));return{columns:C.columnNames.slice(0,-a),rows:Xe,...T}}}function Kf(t,e,n){
let r=Ve(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:Ve(t.sql)-r}}function Vf(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var vi=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function ts(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+tr(t.slice(1)):typeof t=="number"?es(t):t}var Gf=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function Qf(t){return t instanceof ArrayBuffer?"b"+tr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):es(t)}var es=t=>"r"+
(Object.is(t,-0)?"-0":t);var ns;function rs(t){ns=t}var ae=t=>t===ns;var{Promise:Xf,String:Yf,WebSocket:Zf}=globalThis,at=Zf.prototype,vf=w(MessageEvent.prototype,"data"),tu=w(CloseEvent.prototype,
"code"),eu=w(CloseEvent.prototype,"reason"),nu=w(CloseEvent.prototype,"wasClean"),ru=w(ErrorEvent.prototype,"message"),cs=w(
Event.prototype,"type"),ou=w(Event.prototype,"target"),iu=y(at.close),ir=t=>typeof t=="string"?{__proto__:null,length:t.
length}:{__proto__:null,bytes:t.byteLength??t.size};function sr(t){try{return Yf(t?.message??t)}catch{return"an error th\
at cannot be read"}}var rr={__proto__:null,message:t=>ir(vf(t)),close:t=>({__proto__:null,code:tu(t),reason:eu(t),wasClean:nu(
t)}),error:t=>({__proto__:null,message:sr(ru(t))})},os=new M;function or(t){let e=os.get(t);return e===void 0&&os.set(t,
e={__proto__:null,object:ht()?.object,message:0,close:0,error:0}),e}var is=new M;function su(t,e,n){let r=cs(t),{object:o}=or(
ou(t)),i=is.get(t);if(i!==void 0)return Ne(i,e,n,[t]);let s=A(r,o,rr[r]?.(t)??[]);if(is.set(t,s),rr[r]===void 0||!(o===void 0?
J:Q(o)))return Ne(s,e,n,[t]);F(s,async()=>{let c=Ne(s,e,n,[t]);await(W(c)?c:void 0)},void 0,[])}var ss=new M;function nr(t){
if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=ss.get(t);return e===void 0&&(e=function(n){let r=typeof t==
"function"?t:t.handleEvent;return su(n,r,typeof t=="function"?this:t)},ss.set(t,e)),e}function fs(t){let{addEventListener:e}=at,
n=v(at,"addEventListener")?at:EventTarget.prototype,r=["message","close","error","open"];for(let i=0;i<r.length;i++){let s="\
on"+r[i];if(_(at,s)!==void 0)continue;let c=new M;O(at,s,{__proto__:null,configurable:!0,get(){return c.get(this)},set(f){
let a=c.get(this),u=nr(f);c.set(this,u),o(this,r[i],(typeof u=="function"?1:0)-(typeof a=="function"?1:0))}})}let o=(i,s,c)=>{
let f=or(i);typeof s=="string"&&v(f,s)&&s!=="object"&&(f[s]+=c)};m(n,"addEventListener",i=>({addEventListener(...s){return R(
this,at)&&(s[1]=nr(s[1]),o(this,s[0],1)),l(i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){
return R(this,at)&&(s[1]=nr(s[1])),l(i,this,s)}}).removeEventListener),m(at,"accept",i=>({accept(...s){let c=or(this);l(
i,this,s);let f,a=new Xf(d=>t.add(f=d));l(I,a,[d=>{try{d&&iu(this,1012,"reloading")}catch{}}]);let u=d=>{let h=cs(d),T=c.
object===void 0?J:Q(c.object);c[h]===0&&T&&Zr(h,c.object,rr[h](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(
f),f(!1),u(d)}])}}).accept)}import{held as ls,log as cr}from"dotool:options";var us=!1,as=!1;function ds(t,e){if(Y.set(t,e),!us){us=!0;let n=p(t);ps(n),(ls||cr)&&cu(n)}cr&&!as&&!Je(e.class)&&(as=!0,
ci(p(t.sql)),si(p(t.kv)))}function ps(t){$o(t),cr&&ii(t)}function cu(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!ls?l(n,this,[r,o[0]]):l(n,this,[i=>(e||ps(p(i)),e=!0,Y.set(i,Y.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:hs}=fu,{Response:uu,TypeError:ms}=globalThis,au=w(Request.prototype,"method"),lu=w(Request.prototype,"\
url"),du=w(Request.prototype,"headers"),pu=y(Headers.prototype.get),hu=y(Request.prototype.text),Lt=new M,Ge=new S;function ys(t,e){
if(typeof e!="function")return e;let n;return it.set(t,e),Ge.set(t,()=>n??=R(e.prototype,hs.prototype)),new Proxy(e,{__proto__:null,
construct(r,o,i){let s=o[0];Gn(s,o[1]),n??=R(e.prototype,hs.prototype),ki(s);let c=Ar(t,Qn(s));Nt.set(s,{__proto__:null,
name:t,rpc:n,object:c}),ds(qe(s),c),bi(s,t),z?.started?.(c);let f=vr(c,"constructor",()=>X(r,o,i));return Lt.set(f,s),mu(
f,c,n)}})}function mu(t,e,n){let r=new S;return new Proxy(t,{__proto__:null,get(o,i){if(i===bt&&n)return(a,u,d)=>gu(t,a,
u,d);n&&mt(t,i)&&ee(t,i);let s=Z(t,i,t);if(i==="fetch"&&z!==void 0)return yu(t,s,e,n);if(typeof s!="function"||i==="cons\
tructor")return s;let c=r.get(i);if(c!==void 0&&c[0]===s)return c[1];if(!Ut(t,i))return s;let f=gs(i,s,t,e,n);return z!==
void 0&&(f=gn(i,f,e)),r.set(i,[s,f]),f},getOwnPropertyDescriptor:(o,i)=>n&&mt(t,i)?void 0:_(t,i)})}function yu(t,e,n,r){
return(o,...i)=>{let s=z.inside?.(o,t,Lt.get(t));if(s!==void 0)return s;if(typeof e!="function")throw new ms("Handler do\
es not export a fetch() function.");return l(gn("fetch",gs("fetch",e,t,n,r),n),t,_t(o,i))}}function gu(t,e,n,r){if(!ae(e))
throw new ms('The RPC receiver does not implement the method "__dotool".');return er(Lt.get(t),n,r)}function gs(t,e,n,r,o){
switch(typeof t=="string"?t:""){case"":return D(e,n);case"fetch":return(i,...s)=>!o&&ae(pu(du(i),"dotool-secret"))?wu(n,
i):Q(r)?F(A("fetch",r,[au(i),0,lu(i)]),e,n,_t(i,s),Zn):Et("fetch",void 0,r,e,n,_t(i,s));case"alarm":return i=>{let s=Lt.
get(n),c=Ro(s,i),f=A("alarm",r,jo(c));return $e(f),Dt(r,void 0),F(f,async()=>{let a=qe(s);try{await l(e,n,[c])}catch(u){
throw Dt(r,x()),(f.detail.next=await Ln(a))===void 0&&await Mo(s),u}f.detail.next=await Ln(a)},void 0,[])};case"webSocke\
tMessage":return(i,s)=>Q(r)?F(A("message",r,ir(s)),e,n,[i,s]):Et("message",void 0,r,e,n,[i,s]);case"webSocketClose":return(i,s,c,f)=>(Xn(
Lt.get(n)),Q(r)?F(A("close",r,{__proto__:null,code:s,reason:c,wasClean:f}),e,n,[i,s,c,f]):Et("close",void 0,r,e,n,[i,s,c,
f]));case"webSocketError":return(i,s)=>(Xn(Lt.get(n)),F(A("error",r,{__proto__:null,message:sr(s)}),e,n,[i,s]))}return(...i)=>Q(
r)?F(A("rpc",r,[t,_e(i)]),e,n,i):Et("rpc",t,r,e,n,i)}async function wu(t,e){let{action:n,args:r}=de(await hu(e));return new uu(
L(await er(Lt.get(t),n,r)??null))}import{log as Ou}from"dotool:options";fr("ReadableStream",["start","pull","cancel"]);fr("WritableStream",["start","write","close","abort"]);fr("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return kn()(
r[0]),o}}).error)}function fr(t,e){let n=globalThis[t];we(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)g(i,s===0?_u(r[0],
e):r[s]);return X(n,i,o)})}var{create:bu}=Object;function _u(t,e){if(typeof t!="object"||t===null)return t;let n=kn(),r=bu(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...c)=>{let f;try{f=l(i,t,c)}catch(a){
throw n(a),a}return W(f)&&l(I,f,[void 0,n]),f};O(r,e[o],{__proto__:null,value:s})}return r}import{log as xu}from"dotool:options";function ws(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw eo(e),e}}}function bs(t,e){
let n=globalThis;for(;n!==null&&!v(n,t);)n=p(n);m(n??globalThis,t,e)}xu&&(bs("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=ws(arguments[0]));let e=l(t,this,arguments);return wn(ht()?.object,e),e}}).setTimeout),bs("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=ws(arguments[0]));let e=l(t,this,arguments);return wn(ht()?.object,
e),e}}).setInterval));var{DurableObject:ku,WorkerEntrypoint:_s}=le,{TypeError:Su,addEventListener:xs}=globalThis,Au=D(scheduler.wait,scheduler);
function Eu({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:c,NAMESPACE:f,TAILS:a,TESTS:u,...d}){
rs(t),yr(e),Fo(n,r),di(o.split(" ")),i&&xi(i.split(" ")),s&&qo(s,c.split(" ")),nt(p(n)),nt(le.RpcStub.prototype),nt(le.RpcPromise.
prototype),nt(le.RpcProperty.prototype);for(let h of[ku,_s,le.RpcTarget])tn(h.prototype);a&&yo(),u&&Jr(d,{failureOf:Ir,label:At,
closeSockets:Os}),f&&(Tr(f),Ou&&fi(f)),globalThis[bt]=h=>(delete globalThis[bt],h&&delete h[bt],{__proto__:null,Control:ur,
entrypoint:qi,handler:Ji,object:ys,tests:z})}var Qe=new E;fs(Qe);function Os(){Qe.forEach(t=>t(!0)),Qe.clear()}xs("unhan\
dledrejection",({promise:t,reason:e})=>no(t,e));xs("rejectionhandled",({promise:t})=>Br(t));var ur=class extends _s{async closeSockets(e){
et(e),Ri(),ln();let n=Qe.size;return Os(),P({__proto__:null,plain:n,objects:tt(Rt),inFlight:dt})}async unfinished(e,n){for(et(
e);dt>0&&x()<n;)await Au(5);return P(dt>0?Gr():[])}async sockets(e){return et(e),P(tt(Rt,({name:n,id:r,count:o})=>({__proto__:null,
class:n,id:r,sockets:o})))}async takesRpc(e,n){return et(e),Ge.get(n)?.()}async methods(e,n){return et(e),it.has(n)?P(Vi(
it.get(n),Ge.get(n)())):void 0}async flush(e,n,r){et(e),n!==void 0&&xr(n),r&&K("mark	"+r),ln()}async handles(e,n){return et(
e),Fi(n)}async workflow(e,n,r,o){et(e),Li(n,r,o)}async say(e,n,r,o){et(e),gt(n,r,o)}async hold(e,n){return et(e),P(Bo(n))}};
function et(t){if(!ae(t))throw new Su("forbidden")}export{S as OwnMap,E as OwnSet,M as OwnWeakMap,tt as all,g as append,l as apply,b as attempt,D as bound,Pu as charCodeAt,
X as construct,O as defineProperty,Ht as deleteProperty,p as getPrototypeOf,w as getter,xt as has,v as hasOwn,G as indexOf,
R as inherits,Eu as install,N as isArray,W as isPromise,Kt as isView,H as keys,gt as note,x as now,Zt as origin,_ as own,
U as ownKeys,de as parse,L as quote,Z as read,k as slice,B as startsWith,pe as test,I as then,Vt as toText,y as uncurry,
$ as value};
