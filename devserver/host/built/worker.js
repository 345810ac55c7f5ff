import de from"cloudflare-internal:workers";import gc from"cloudflare-internal:workers";import Qs from"node-internal:async_hooks";import Bs from"cloudflare-internal:workers";import{customInspectSymbol as Cs}from"node-internal:internal_inspect";var{apply:l,construct:X,get:Z,has:xt,ownKeys:U,defineProperty:k,deleteProperty:Ht}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:Ns}=Reflect,
{freeze:Rs,setPrototypeOf:lr}=Object,{keys:H,hasOwn:v}=Object,{isArray:R}=Array,{isView:Kt}=ArrayBuffer,{now:O}=Date,j=JSON.
stringify,pe=JSON.parse,{bind:ve,call:Ms}=Function.prototype,g=l(ve,ve,[Ms]),D=g(ve),I=Promise.prototype.then,Vt=g(Function.
prototype.toString),zu=g(String.prototype.charCodeAt),x=g(String.prototype.slice),G=g(String.prototype.indexOf),B=g(String.
prototype.startsWith),he=g(RegExp.prototype.exec),Ls=g(Object.prototype.isPrototypeOf),$=(t,e)=>Ls(e,t),W=t=>$(t,js),js=Promise.
prototype;function _(t,e){let n=Ns(t,e);return n!==void 0&&lr(n,null),n}function N(t,e){return _(t,e)?.value}function y(t,e){
let n=t&&_(t,e)?.get;return n===void 0?r=>r[e]:g(n)}function w(t,e){k(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,
configurable:!0})}function b(t,e){try{return t()}catch{return e}}function tn(t){class e extends t{}let n=U(t.prototype);
for(let r=0;r<n.length;r++)n[r]!=="constructor"&&k(e.prototype,n[r],_(t.prototype,n[r]));return lr(e.prototype,null),Rs(
e.prototype),e}var S=tn(Map),E=tn(Set),M=tn(WeakMap);function tt(t,e=n=>n){let n=[];return t.forEach(r=>w(n,e(r))),n}var{RpcPromise:Is,RpcProperty:Ws,RpcStub:Ds}=Bs,zs=Object.prototype,{getOwnPropertySymbols:Fs}=Object,dr=new E,Gt=[];function rt(t){
for(;t&&t!==zs&&!dr.has(t);t=p(t)){if(en===void 0&&(en=t),!Js(t))return;dr.add(t),nn(t),k(t,Cs,{__proto__:null,value:qs,
writable:!0,configurable:!0}),w(Gt,t)}}function nn(t){let e=Fs(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&k(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var en;function Js(t){for(;t;t=p(t))if(t===en||t===
Ds.prototype||t===Is.prototype||t===Ws.prototype)return!0;return!1}function qs(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=U(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&_(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function rn(t){for(let e=0;e<Gt.length;e++)k(Gt[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<Gt.length;e++)Ht(Gt[e],"toJSON")}}import{log as xr}from"dotool:options";var{Int32Array:Us,Uint8Array:hr}=globalThis,mr="",yr="",on=0,sn=0,Hs=0;function gr(t){let e=t.split(" ");yr=""+e[0].slice(
0,8),mr=""+e[0]+"	",on=e[1]|0,sn=e[2]|0}function fn(t){if(!B(t,yr))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function me(t){return t=++Hs+"	"+t,mr+Gs(t)+"	"+t}var wr=new TextEncoder,Ks=g(wr.encode),br=p(
hr.prototype),pr=y(br,"length"),Vs=g(br.set),Qt,cn;_r(4096);function _r(t){Qt=new hr(t),cn=new Us(Qt.buffer)}function Gs(t){
let e=on,n=sn^238,r=1819895653^on,o=1952801890^sn,i=Ks(wr,t),s=pr(i),c=(s|3)+1;c>pr(Qt)&&_r(2*c),Vs(Qt,i),cn[(c>>2)-1]&=
(1<<8*(s&3))-1,Qt[c-1]=s;let f=cn,a=c>>2;for(let d=0;d<a;d++){let m=f[d];o^=m,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=m}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var dn=D(console.log,console);function P(t){switch(typeof t){case"string":return j(t);case"object":break;case"undefined":
return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";if(R(t)){for(let r=0;r<t.length;r++)
e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=H(t);for(let r=0;r<n.length;r++){let o=P(N(t,n[r]));o!==void 0&&
(e+=(e===""?"":",")+j(n[r])+":"+o)}return"{"+e+"}"}var J=xr;function Or(t){J=xr||t===!0,ye=R(t)?t:void 0,un++}var ye,un=0;
function Q(t){if(J||ye===void 0)return J;if(t.choice!==un){t.choice=un,t.chosen=!1;for(let e=0;e<ye.length&&!t.chosen;e++){
let n={__proto__:null,...ye[e]};t.chosen=(n.class??t.class)===t.class&&B(t.id,n.id??"")&&B(t.name??"",n.prefix??"")}}return t.
chosen}var an=10,kr="",dt="",ge=0,Xt=0,we=!1,pt=0;function Yt(){pt++}function ot(){pt--}function K(t){dt+=dt===""?t:kr+
t}var ln=()=>Xt>8;function Bt(t){K(t),(!we||O()-ge>=an||pt===0&&!ln()||dt.length>65536)&&Ct()}function ht(t){K(t),Ct()}function Ct(){
if(dt==="")return;let t=dt;dt="";let e=O();Xt=e-ge<an?Xt+1:e-ge<2*an&&ln()?Xt:0,ge=e,we||=pt>0||ln(),dn(me(we?t+kr+"busy":
t))}function pn(){Xt=0,we=!1,Ct()}function It(t){Ct(),dn(me(t))}function Sr(t){K(t);let e=dt;dt="",dn(me(e))}function h(t,e,n){let r=_(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>N(N(t,"constructor"),"name")+".","");K("m\
issing	"+j(s+e));return}let i=n(o);k(i,"name",{__proto__:null,value:o.name}),k(i,"length",{__proto__:null,value:o.length}),
r.value=i,k(t,e,r)}function be(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,c,f)=>e(c,f===i?s:f)};n&&(o.apply=
n);let i=new Proxy(r,o);k(globalThis,t,{__proto__:null,..._(globalThis,t),value:i}),k(r.prototype,"constructor",{__proto__:null,
..._(r.prototype,"constructor"),value:i})}var L=new Qs.AsyncLocalStorage;k(L,"getStore",{__proto__:null,value:L.getStore});k(L,"run",{__proto__:null,value:L.run});
var st=()=>L.getStore();function Zt(){let t=L.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var Y=new M,it=new S;
function Er(t,e){let n=hn(e),r=t+"\0"+n,o=it.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:it.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1},it.set(r,o),K("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var Ot=new S;function Ar(t){
let e=L.getStore();if(e===void 0)return;let n=Ot.get(t);if(n!==e){if(n===void 0)Ot.set(t,e);else if(n.size===void 0)Ot.set(
t,new E().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:w(e.holds,t)}}function Pr(t){for(let e=0;e<
t.holds.length;e++){let n=Ot.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&Ot.delete(t.holds[e])}}function Tr(t){let e=t.
name!==void 0&&Ot.get(t.name)||Ot.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.object===
t?void 0:e}var hn=t=>t.toString();function $r(t){let e=p(t);hn=g(p(t.idFromName("")).toString);let n=!1,r=o=>(n||(n=!0,rt(
p(o))),o);h(e,"get",o=>({get(...i){let s=r(l(o,this,i));return J&&Ar(i[0].name??hn(i[0])),s}}).get),h(e,"getByName",o=>({
getByName(...i){let s=r(l(o,this,i));return J&&typeof i[0]=="string"&&Ar(i[0]),s}}).getByName)}var ct=new S;var{ArrayBuffer:Xs,Date:Ys,Error:Zs,Map:vs,RegExp:tc,Set:ec,String:_e}=globalThis,Nr=Object.prototype;function xe(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=te(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function te(t){if(typeof t!="object"||t===null)return vt(t,40);let e=R(t),n=e?null:p(t);if(n!==Nr&&
n!==null)return vt(t);let r=e?t:H(t);if(r.length===0||r.length>4)return vt(t);let o="";for(let i=0;i<r.length;i++){let s=N(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+vt(s,20),o.length>60)return vt(t)}return e?"["+o+"]":"{ "+o+" }"}function vt(t,e){
switch(typeof t){case"string":return j(t.length>e?x(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return _e(
t);case"function":return"\u0192";case"object":return t===null?"null":R(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
vs||t instanceof ec?t.constructor.name+"("+t.size+")":t instanceof Ys?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
tc||t instanceof Zs?x(_e(t),0,60):Kt(t)||t instanceof Xs?t.byteLength+" B":"{"+(H(t).length>0?"\u2026":"")+"}";default:return _e(
t)}}function Oe(t){return b(()=>{if(typeof t=="function")return(B(Vt(t),"class")?"class ":"\u0192 ")+x(_e(N(t,"name")??""),
0,100);let e=te(t);if(typeof t!="object"||t===null||!B(e,"{"))return e;let n=p(t),r=n!==null&&n!==Nr?N(n,"constructor"):
void 0,o=typeof r=="function"?N(r,"name"):void 0;return typeof o=="string"&&o!==""?x(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:nc,String:rc}=globalThis,oc=nc.prototype,ic=Object.prototype,Ae=new M,Mr=new M,St=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Lr(t,e){let n=St(e)?Mr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function q(t,e){let n=Lr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}St(e)&&Ir(Se.get(e));let r=Pe(
e,t),o=Ee(t,e,r);o!==void 0&&(r.from=o.n);let i=(J?void 0:o?.root)??t?.root??o?.root??0;if(St(e)&&Mr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(St(e)?Ae.get(e):void 0)??Dr(e,r),known:r,call:t,
at:0},c=t;do c=c.parent,c!==void 0&&(c.failure=s);while(c!==void 0&&c.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&cc(s)}ht("error	"+jr(t,i,r))}var jr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([At(t),n]),mn=new M,Se=new M,sc=0;function Br(t,e,n,r){if(Lr(e,n)!==void 0)return;let o=St(n)?Se.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++sc,error:n,promises:0},St(n)&&Se.set(n,o);let i=Pe(n,e),s=Ee(e,n,i);s!==void 0&&(i.from=s.
n);let c=(J?void 0:s?.root)??e?.root??s?.root??0;ht("unhandled	"+o.n+"	"+r+"	"+jr(e,c,i))}o.promises++,mn.set(t,o)}function Cr(t){
let e=mn.get(t);mn.delete(t),e!==void 0&&--e.promises===0&&Ir(e)}function Ir(t){t!==void 0&&(St(t.error)&&Se.delete(t.error),
ht("handled	"+t.n))}var kt=new S;function cc(t){if(t.at=O(),kt.delete(t.text),kt.set(t.text,t),kt.size<=100)return;let e;
kt.forEach((n,r)=>e??=r),kt.delete(e)}var gn=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Ee(t,e,n){let r=Dr(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&B(r,"#<")))return o;if(!gn(e))return;let i=kt.get(
r);if(i===void 0){let s=G(r,": ");if(i=s>0?kt.get(x(r,s+2)):void 0,i?.known.name!==x(r,0,s))return}return i!==void 0&&O()-
i.at<1e4?i:void 0}var Wr=t=>Ee(void 0,t,{__proto__:null,message:t.message});function Dr(t,e){if(e.message!==void 0)return e.
message;try{return rc(t)}catch{return e.thrown}}function At(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var ke=16384,Pe=(t,e)=>b(()=>yn(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function yn(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:Oe(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),c=typeof s=="string"||$(t,oc);if(typeof i!="string"&&i!==null||!c)return{
__proto__:null,thrown:Oe(t)};let f=b(()=>t.name,void 0);typeof f!="string"&&(f="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:G(s,i);a>=0&&(s=x(s,a+i.length));let u={__proto__:null,name:x(f,0,200),message:ac(i??"(its message canno\
t be read)"),stack:x(s,0,ke)};(b(()=>t.durableObjectReset,!1)===!0||Ae.has(t))&&(u.reset=!0);let d=uc(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let m=b(()=>t.cause,void 0);if(w(o,t),m!=null){u.cause=fc(o,m)?{__proto__:null,thrown:"th\
e same error again"}:yn(m,e,n+1,r,o);let C=Ee(e,m,u.cause);C!==void 0&&(u.cause.from=C.n)}let T=b(()=>t.errors,void 0);if(R(
T)){u.errors=[];for(let C=0;C<T.length&&C<5;C++)w(u.errors,yn(T[C],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(B(i,"\
The RPC receiver does not implement the method")||x(i,-Rr.length)===Rr)&&(u.classes=lc(e)),u}var Rr=" is not a function";
function fc(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function uc(t){let e=[],n=b(()=>H(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(zr.has(n[r]))continue;let o=b(()=>_(t,n[r]),void 0);o===void 0||o.get!==void 0||w(e,[x(n[r],
0,100),b(()=>Oe(o.value),"\u2026")])}return e}var zr=new E;zr.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var ac=t=>t.length>ke?x(t,0,ke)+"\u2026 ("+(t.length-ke)+" more charact\
ers)":t;function lc(t){let e=new E;it.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return ct.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&v(s,"constructor")&&s!==ic&&s.constructor.name!=="DurableObject";s=p(s)){let c=U(s);for(let f=0;f<c.length;f++)
typeof c[f]=="string"&&typeof N(s,c[f])=="function"&&!Fr.has(c[f])&&w(i,c[f])}n[o]=i}),n}var Fr=new E;Fr.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as wc}from"dotool:options";var{Error:dc,Promise:pc,TypeError:Jr,clearTimeout:hc}=globalThis,z;function qr(t,e){z={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>tt(Te),forget:n=>Te.delete(n),calls:()=>tt(Wt),endCalls:mc,takeTimers:yc,
clearTimer:n=>hc(n),report:n=>It("test	"+n)}}var Wt=new S,bn=(t,e,n)=>function(){let r=l(e,this,arguments);return W(r)?new pc(
(o,i)=>{Wt.set(i,{__proto__:null,object:n,name:t,start:O()}),l(I,r,[s=>(Wt.delete(i),o(s)),s=>(Wt.delete(i),i(s))])}):r};
function mc(t,e){Wt.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(Wt.delete(r),r(new dc(t)))})}
var wn=[];function _n(t,e){z!==void 0&&t!==void 0&&w(wn,[t,e])}function yc(){let t=wn;return wn=[],t}var Te=new S;function Dt(t,e){
if(z===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?Te.delete(n):Te.set(n,{__proto__:null,key:n,object:t,
at:e})}var Ur=new E;Ur.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var mt=(t,e)=>z!==void 0&&typeof e=="string"&&!Ur.has(e)&&!xt(p(t),e);function ee(t,e){let n='"'+e+'"';throw xt(t,e)?new Jr(
"The RPC receiver's prototype does not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new Jr("The RPC receiver does not implement "+n+".")}var{RpcPromise:bc}=gc,{Error:Hr,String:Kr}=globalThis,On=0;function A(t,e,n){let r={n:++On,root:On,parent:void 0,kind:t,
object:e,detail:n,start:O(),busy:0,size:void 0,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,sent:void 0,closed:!1,
before:void 0,after:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockConcurrencyWhile")){let o=t===
"blockConcurrencyWhile"?L.getStore():Tr(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}var Ne=t=>K("alarm	"+t.n+"	"+
(t.object?.k??0)),Vr=100,Gr=0,$e=0,xn=20;function Sn(t,e,n,r){let o=O();o-Gr>=Vr&&(Gr=o,xn=$e>Vr?2:20,$e=0),!(++$e>xn+1)&&
Sr("start	"+($e<=xn?P([t,e,n??"",r?.class??"",r?.id??"",r?.name??null]):""))}var yt={__proto__:null,before:void 0,after:void 0};
yt.before=yt.after=yt;function Qr(){let t=[];for(let{after:e}=yt;e!==yt;e=e.after){let{kind:n,object:r,detail:o,start:i}=e;
w(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:R(o)?o[0]:void 0,url:n==="request"||n==="\
fetch"?o[2]:void 0})}return t}var Xr=bc.prototype,{then:Yr}=Xr,kn=t=>typeof t=="function"&&$(t,Xr);function F(t,e,n,r,o){
Sn(t.n,t.kind,R(t.detail)?t.detail[0]:"",t.object),Yt(),t.after=yt,t.before=yt.before,yt.before=t.before.after=t;let i;try{
i=L.run(t,()=>l(e,n,r))}catch(s){throw re(t,s),s}if(t.busy=O()-t.start,typeof i=="object"&&i!==null){if(W(i))return i.then===
I?l(I,i,[s=>ne(t,s,o),s=>re(t,s)]):ne(t,void 0),i;if(!kn(i)&&typeof i.then=="function")return _c(t,i,o)}return kn(i)?l(Yr,
i,[s=>ne(t,s,o),s=>re(t,s)]):ne(t,i,o),i}async function _c(t,e,n){let r;try{r=await e}catch(o){throw re(t,o),o}return ne(
t,r,n),r}function ne(t,e,n){let r=n?.(t,e);r!==void 0?re(t,r):En(t,"ok")}function re(t,e){(t.kind==="request"||t.kind===
"fetch")&&(t.detail[1]=500),q(t,e),En(t,"exception")}function Et(t,e,n,r,o,i){let s=f=>q(A(t,n,[e]),f);Sn(0,t,e,n);let c;
try{c=l(r,o,i)}catch(f){throw s(f),f}return W(c)?l(I,c,[void 0,s]):kn(c)&&l(Yr,c,[()=>{},s]),c}function An(){let t=L.getStore();
return e=>{Bt("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+P(["stream",Pe(e,void 0)]))}}function Zr(t,e,n){
Sn(0,"request","",void 0),Yt();let r;try{r=t()}catch(o){return ot(),n(o)}return typeof r?.then!="function"?(ot(),e(r)):r.
then(o=>(ot(),e(o)),o=>(ot(),n(o)))}function En(t,e){if(t.closed)return;t.closed=!0,ot(),t.before.after=t.after,t.after.
before=t.before,t.before=t.after=void 0,t.holds!==void 0&&Pr(t);let n=O();Bt("call	"+t.n+"	"+t.root+"	"+(t.parent?.n??0)+
"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+(n-t.start)+"	"+t.busy+"	"+e+"	"+P(t.detail)+(t.sent===void 0?"":xc(t.sent))),
wc&&(t.kind==="alarm"||t.kind==="scheduled"||t.kind==="queue")&&Ct()}var xc=({count:t,same:e,first:n})=>"	"+P({__proto__:null,
count:t,same:e,...n});function vr(t,e,n){let r=++On;Bt("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+O()+"	0	0	ok	"+P(n))}function Re(t,e,n,r){
let o=s=>q(t,s),i;try{i=L.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return W(i)&&l(I,i,[void 0,o]),i}function to(t,e,n){
let r=A(e,t,[]);try{return L.run(r,n)}catch(o){throw q(r,o),o}}function eo(t,e,n){let r=L.getStore()?.root;l(I,t,[void 0,
o=>{let i=A(e,n,[]);r!==void 0&&(i.root=r),q(i,o)}])}function no(t){z?.uncaught?.(t),q(oo(t),t)}function ro(t,e){let n=L.
getStore();Br(t,oo(e),e,n?.after===void 0?0:n.n)}function oo(t){let e=L.getStore();if(e===void 0||gn(t))return;let n=A(e.
kind,e.object,e.detail);return n.root=e.root,n}function io(t,e){let n=L.getStore(),r=n!==void 0&&n.object===t&&n.kind!==
"constructor",o=e;e instanceof Hr||(o=new Hr(e===void 0?"Application called abort() to reset Durable Object.":Kr(e))),Ae.
set(o,o===e?b(()=>Kr(e),void 0):void 0),q(r?n:A("abort",t,[]),o),r&&Q(t)&&En(n,"exception")}var oe=_(Request.prototype,"cf"),so=oe?.get&&g(oe.get);oe?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...oe,get(){let t=so(this);if(!t||!v(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...Oc,...n}}});var Oc={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function co(t){if(!oe?.get)return!0;let e=so(t);return typeof e=="object"&&e!==null&&v(e,"clientIp")}import{formatWithOptions as Bc}from"node-internal:internal_inspect";import{inspected as Cc}from"dotool:options";var{Error:kc,JSON:Sc,Proxy:Ac,String:Pn}=globalThis,{parse:Me,stringify:Ec}=Sc,Pc=Object.prototype,Tc=kc.prototype,Tn="_\
_dotool";function uo(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+$c(t[o]);let s=$(t[o],Tc)?b(
()=>Nc(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function $c(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":R(t)||e===Pc||e===null||typeof t.toJSON=="function")?Ec(t):typeof t=="sy\
mbol"?"{}":j(Pn(t)))??"null"}catch{return"{}"}}var Nc=t=>'{"name":'+j(""+t.name)+',"message":'+j(""+t.message)+',"stack"\
:'+j($n(t.stack))+"}";function $n(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function ao(t){if(!R(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==Tn&&w(e,Rc(t[n]));return e.length>
0?e:void 0}function Rc(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)w(n,jc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=lo(i.message);if(s===void 0){w(e,i);continue}for(let c=0;c<s.length;c++){let[f,...a]=s[c].
split("	");f==="console"&&w(e,po(i.timestamp,a));let u=f==="error"&&a[3]==="request"?b(()=>Me(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",w(n,{name:u.name??"Error",message:u.message??Mc(u.thrown),timestamp:i.timestamp,stack:$n(
u.stack)}))}}return Lc(t,{logs:e,exceptions:n,outcome:r})}var Mc=t=>b(()=>Pn(Me(t)),Pn(t));function Lc(t,e){let n={__proto__:p(
t)};for(let r of H(t))n[r]=r in e?e[r]:t[r];return n}var jc=t=>t.stack===void 0?t:{...t,stack:$n(t.stack)},lo=t=>R(t)&&t.
length===1&&typeof t[0]=="string"?fn(t[0]):typeof t=="string"?fn(t):void 0;function po(t,[,e,n,r]){let{message:o=[Me(n)],
errorInfo:i}=r===void 0?{}:Me(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var ho=t=>t?.event?.
entrypoint!==Tn&&t?.event?.info?.entrypoint!==Tn;function mo(t){if(typeof t=="function")return n=>fo(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new S;return new Ac(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>fo(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function fo(t,e){let n=t?.event?.type==="log"?
lo(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:c,message:f}=po(0,s);r=e({...t,event:{...t.event,level:c,message:f}})}return r}var{String:Be}=globalThis,yo=!1;function go(){yo=!0}var Ic=D(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])ft(t,(...e)=>Dc(t,e));var{log:zt,error:Wc}=console;ft("dir",t=>zt(t));ft("trace",(...t)=>zt(Be(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(Ce).join(" "))));ft("assert",(t,...e)=>t||Wc("Assertion failed"+(e.length>0?": "+
Ce(e[0]):""),...e.slice(1)));var Le=new Map;ft("count",(t="default")=>{Le.set(t,(Le.get(t)??0)+1),zt(t+": "+Le.get(t))});
ft("countReset",(t="default")=>Le.delete(t));var je=new Map;ft("time",(t="default")=>je.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])ft(t,(e="default",...n)=>{je.has(e)&&(zt(e+": "+(Date.now()-je.get(e))+" ms",...n),t==="timeEnd"&&je.
delete(e))});ft("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return zt(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,c]of e){let f=typeof c=="object"&&c!==null;o.push([s,...n.map(a=>f&&a in
c?Ce(c[a]):""),...r?[f?"":Ce(c)]:[]])}let i=o[0].map((s,c)=>Math.max(...o.map(f=>f[c].length)));zt("%s",o.map(s=>s.map((c,f)=>c.
padEnd(i[f])).join("  ").trimEnd()).join(`
`))});function Dc(t,e){let n=Fc(e);It("console	"+Zt()+"	"+t+"	"+j(n)+(yo?"	"+uo(e):"")),Cc&&zc(t,e)}function zc(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)w(n,e[r]);l(Ic,void 0,n)}function Fc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)w(e,t[n]);try{let n=()=>""+l(Bc,void 0,e);return typeof t[0]==
"string"&&G(t[0],"%j")>=0?rn(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??Be(n))+")>"}catch{return"<Format\
ting threw>"}}}function Ce(t){if(typeof t=="string")return t;try{return rn(()=>JSON.stringify(t))??Be(t)}catch{return Be(
t)}}function ft(t,e){h(console,t,()=>e)}import zf from"cloudflare-internal:workers";var _o=new M,xo=new M,Jc=2,qc=3,Nn=4,Oo=1,Uc=2,ko=!1,So=t=>b(()=>{let e=Z(t,"messages",t),n=p(t),r=p(e[0]);if(_(n,"ackAl\
l")===void 0||_(r,"ack")===void 0)return[];let o=[Z(t,"queue",t),e.length,0,0,0];ko||Hc(n,r),_o.set(t,o);for(let i=0;i<e.
length;i++)xo.set(e[i],[o,!1]);return o},[]);function Hc(t,e){ko=!0,Ie(e,"ack",n=>wo(n,Jc)),Ie(e,"retry",n=>wo(n,qc)),Ie(
t,"ackAll",n=>bo(n,Oo)),Ie(t,"retryAll",n=>bo(n,Uc))}function Ie(t,e,n){h(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function wo(t,e){let n=xo.get(t);n===void 0||n[1]||n[0][Nn]===Oo||(n[1]=!0,n[0][e]++)}function bo(t,e){let n=_o.
get(t);n!==void 0&&n[Nn]===0&&(n[Nn]=e)}import{held as $t}from"dotool:options";var Pt=200*365*864e5,Rn=Pt+50*365*864e5,Ao=Math.floor((2**63-1024)/1e6)-Pt,Tt=Date,Eo=g(Date.prototype.getTime),{max:Ln,
min:Po,round:Kc,trunc:To}=Math,Ft=0,ut=()=>O()+Ft,$o=t=>t<=Ao?Ln(t+Pt,Rn):t*1e6>=2**63?t:Po(t,Rn-1),jn=t=>$t&&t!==null&&
t>=Rn?t-Pt:t,Mn=new S,ie;function No(t){if(ie??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},z!==void 0&&Vc(
t),!$t)return;let e=n=>{let r=Y.get(n);r!==void 0&&Mn.set(r.class+r.id,r)};h(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Tt?Eo(r):r;return l(n,this,[typeof i=="number"&&i>=0?$o(Ln(To(i),ut())):r,o[0]])}}).setAlarm),h(t,"ge\
tAlarm",n=>({async getAlarm(...r){return jn(await l(n,this,r))}}).getAlarm),h(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),h(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function Vc(t){
h(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Tt?Eo(n):n;return Dt(Y.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=Ao&&z.fakeTimers?.()?To(o)+Pt:n,r[0]])}}).setAlarm),h(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=Pt?r-Pt:r}}).getAlarm),h(t,"deleteAlarm",e=>({deleteAlarm(...n){return Dt(Y.get(this),void 0),l(e,
this,n)}}).deleteAlarm)}var Bn=new S;async function Ro(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=jn(await l(ie.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=O();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let c=s?e:i??ut();return $t&&Bn.
set(t.id.toString(),{__proto__:null,at:Po(c,ut()),set:c,retry:r,keep:o}),await l(ie.setAlarm,t.storage,[O()]),{at:i,fired:!0}}
async function Cn(t){try{return jn(await l(ie.getAlarm,t,[]))??void 0}catch{return}}function Mo(t,e){let n=$t?Bn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Tt?new Tt(r):r}}async function Lo(t){let e=Bn.get(t.id.toString());if(e?.keep)
try{await l(ie.setAlarm,t.storage,[$o(e.set)])}catch{}}function jo(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Ft>0&&(e.clock=ut()),e}function Bo(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Ft>0?ut():void 0}}function Co(t){$t&&t!==void 0&&(Ft=Ln(Ft,t-O()));let e=tt(Mn,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Mn.clear(),{__proto__:null,held:$t,now:Kc(ut()),changed:e}}$t&&(be("Date",(e,n)=>X(Tt,e.length===
0&&Ft>0?[ut()]:e,n),()=>new Tt(ut()).toString()),h(Tt,"now",()=>()=>ut()));import{held as Ff}from"dotool:options";function gt(t,e,n="info"){It("binding	"+Zt()+"	"+n+"	"+j([t,e]))}var We="email";function Io(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
c=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&gt(We,`rejected: ${a}`,"warn"),w(c,u),u},async forward(a,u){
let{__dotool:d,...m}=await r(a,u);return gt(We,`forwarded to ${a}
${d}`),m},async reply(a){let{__dotool:u,...d}=await o(a);return gt(We,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)gt(We,e.warnings[d],
"warn");let u=await a();for(let d=0;d<c.length;d++)try{await c[d]}catch{}return u}}}var In,Fo;function Jo(t,e){Fo=e;let{fetch:n}=p(t);In=r=>l(n,t,["http://dotool/error",r])}var Gc=2e3,{Response:qo}=globalThis,
Qc=D(AbortSignal.timeout,AbortSignal),Wo=y(Request.prototype,"method"),Xc=y(Request.prototype,"url"),Do=y(Request.prototype,
"headers"),zo=g(Headers.prototype.get),Yc=y(qo.prototype,"status");async function se(t,e,n){if(!In||!co(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:Fo,error:t.thrown,method:Wo(e),url:Xc(e),accept:zo(Do(e),"accept")??"",agent:zo(Do(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:At(
r.call),error:r.known}}),i;try{i=await In({__proto__:null,method:"POST",body:o,signal:Qc(Gc)})}catch{throw n}if(Yc(i)!==
500)throw n;return Wo(e)==="HEAD"?new qo(null,i):i}var Zc=y(Request.prototype,"url"),De,Wn,Dn=()=>De!==void 0;function Uo(t,e){De=D(t.fetch,t),Wn=new E;for(let n=0;n<e.length;n++)
Wn.add(e[n])}function Ho(t){if(De===void 0)return;let e=Zc(t),n=G(e,"/",8),r=G(e,"?",n);return Wn.has(r<0?x(e,n):x(e,n,r))?
De(t):void 0}var{ArrayBuffer:Qo,BigInt:vc,Date:tf,Error:Xo,Map:ze,Set:Fn,String:ef}=globalThis,{abs:Ko,ceil:nf,min:rf}=Math,{isInteger:of}=Number,
{prototype:sf}=Object,Yo=new TextEncoder,cf=g(Yo.encode),ff=y(p(Uint8Array.prototype),"byteLength"),zn=g(ze.prototype.forEach),
Zo=g(Fn.prototype.forEach),uf=g(vc.prototype.toString),V=2e6,ce=t=>ff(cf(Yo,t)),vo=1<<18,at=vo,Vo=O(),af=0;function lf(){
if(at>=0)return!0;if((++af&7)!==0)return!1;let t=O();return at=rf(vo,at+(t-Vo)*400),Vo=t,at>=0}function ti(t){if(!lf())return 0;
try{return Jt(t)}catch{return 0}}function Jt(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===sf||n===null){for(let r in t){if(at--,e>V)break;e+=r.length*2+8+Jt(
N(t,r))}return e}if(R(t)){for(let r=0;r<t.length&&e<=V;r++,at--)e+=Jt(t[r]);return e}if(Kt(t))return t.buffer.byteLength+
16;if(t instanceof Qo)return t.byteLength+16;if(t instanceof ze||t instanceof Fn){let r=t instanceof ze?zn:Zo;return r(t,
(o,i)=>{at--,e<=V&&(e+=Jt(o)+(r===zn?Jt(i):0))}),e}if(t instanceof Xo)return e+4096;for(let r in t){if(at--,e>V)break;e+=
r.length*2+8+Jt(N(t,r))}return e}function Jn(t){let e=new E,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+Go(i.length)+i.length*(he(df,i)!==null?2:1);case"number":return of(i)&&Ko(i)<2**30?1+Go(Ko(i)*2):9;case"bigint":
return 2+nf(uf(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Kt(i))return i.buffer.byteLength+8;if(i instanceof Qo)return i.byteLength+4;let s=3;if(R(i))for(let c=0;c<i.length;c++)
s+=r(i[c]);else if(i instanceof ze)zn(i,(c,f)=>s+=r(f)+r(c));else if(i instanceof Fn)Zo(i,c=>s+=r(c));else if(i instanceof
tf)s+=8;else if(i instanceof Xo)s+=r(ef(i.stack))+r(i.message);else{let c=H(i);for(let f=0;f<c.length;f++)s+=r(c[f])+r(N(
i,c[f]))}return s},o=2+r(t);return at-=1e7-n,o}var df=/[^\0-\xff]/,Go=t=>t<128?1:t<16384?2:t<2097152?3:4;var wt=2048,Je=128*1024,pf=32,Vn=128,ei=1e10,Un=1024,{Date:ii,Error:Fe}=globalThis,{round:hf}=Math,mf=g(ii.prototype.getUTCFullYear);
function si(t){h(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>wt)&&ni("get",this,
o),r}}).get),h(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>wt)&&ni("dele\
te",this,o),r}}).delete),h(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?Gn("put",this,n[0],n[1]):
gf(this,n[0]),r}}).put),h(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&bf(this,+n[0]),r}}).setAlarm)}
function ci(t){h(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&Gn("kv.put",void 0,n[0],n[1]),r}}).
put)}var yf=0;function fi(t){h(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>V&&_f(n),(++yf&4095)===0&&Of(this),r}}).
exec)}function ui(t){let e=p(t);for(let n of["idFromName","getByName"])h(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>Un&&kf(n,o[0]),i}})[n])}function ni(t,e,n){if(typeof n=="string")n.length*3>wt&&Hn(t,e,n);else if(R(
n)){for(let r=0;r<n.length;r++)n[r].length*3>wt&&Hn(t,e,n[r]);n.length>Vn&&ai(t,e,n.length)}}function gf(t,e){if(typeof e!=
"object"||e===null)return;let n=H(e),r=n.length;for(let o=0;o<r;o++)Gn("put",t,n[o],N(e,n[o]));r>Vn&&ai("put",t,r)}function Gn(t,e,n,r){
n.length*3>wt&&Hn(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=ti(r);
break;default:return}o>Je-wt&&wf(t,e,n,r,o)}function Hn(t,e,n){qe(hi(e)?.class)&&lt("key-size",t,e,()=>{let r=ce(n);if(!(r<=
wt))return[r,wt,`a key of ${qt(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function wf(t,e,n,r,o){if(e!==void 0&&qe(hi(e)?.class)){if(o<=Je)return;lt("value-size",t,e,()=>{let i=Jn(
r);if(!(i<=Je+pf))return[i,Je,`${te(n)} has a value of ${qt(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=V||lt("value-size",t,e,()=>{
let i=Jn(r)+ce(n);if(!(i<=V))return[i,V,`${te(n)} and its value have ${Kn(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function ai(t,e,n){lt("key-count",t,e,()=>[n,Vn,`${qt(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function bf(t,e){lt("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${mf(new ii(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function _f(t){let e=0,n=0,r="";lt("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
c=typeof s=="string"?ce(s):s?.byteLength??8;e+=c,c>n&&(n=c,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>V)return[n,V,`a ${r} of ${Kn(n)}, where production takes 2 MB`,o];if(e>V&&he(xf,t[0])!==
null)return[e,V,`a row of ${Kn(e)}, where production takes 2 MB`,o]})}var xf=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function Of(t){let e=t.databaseSize;e<=ei||lt("database-size","exec",void 0,()=>[e,ei,`the database of the object has ${qt(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function kf(t,e){
lt("name-size",t,void 0,()=>{let n=ce(e);if(!(n<=Un))return[n,Un,`a name of ${qt(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function li(t){
lt("handler-name","acceptWebSocket",void 0,()=>{let e=ct.get(t).prototype,n=U(e);for(let r=0;r<ri.length;r++){let o=ri[r];
if(xt(e,o))continue;let i=oi(o);for(let s=0;s<n.length;s++){let c=n[s];if(typeof c!="string")continue;let f=oi(c);if(f===
i||f==="on"+i||f===i+"s"||f==="on"+x(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${c}()`,`\
rename it to ${o}`]}}})}var ri=["webSocketMessage","webSocketClose","webSocketError"],oi=g(String.prototype.toLowerCase),
di=new E;function pi(t){for(let e of t)di.add(e)}var qe=t=>di.has(t),hi=t=>Y.get(t)??st()?.object,qn=new E;function lt(t,e,n,r){
let o=st(),i=o?.object??Y.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+At(o);if(qn.has(s)||qn.size>=1e3)return;let c,f;try{if(c=
r(),c===void 0)return;f=Sf()}catch{return}f!==""&&(qn.add(s),ht("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:c[0],limit:c[1],message:c[2],hint:c[3],stack:f})))}function Sf(){let{stackTraceLimit:t}=Fe;Fe.stackTraceLimit=
20;let{stack:e}=new Fe;if(Fe.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=G(
e,`
`,r),o<0&&(o=e.length);let i=x(e,r,o);B(i,"    at ")&&G(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function qt(t){let e=""+hf(t*10)/10,n=G(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=x(e,0,r)+","+x(e,r);
return e}var Kn=t=>qt(t/1e6)+" MB";import{log as Af}from"dotool:options";var{Error:Ef,WebSocket:wi}=globalThis,Pf=y(wi.prototype,"readyState"),bt="__dotool",mi=!1;function Xn(t,e){if(mi)return;
mi=!0,e&&Ht(e,bt);let n=t?.exports;if(!n)return;let r=U(n);for(let o=0;o<r.length;o++)B(r[o],bt)?Ht(n,r[o]):rt(p(n[r[o]]))}
var yi=!1;function Mt(t,e){if(Xn(t,e),yi||typeof t!="object"||t===null)return;let n=p(t);typeof _(n,"waitUntil")?.value==
"function"&&(yi=!0,bi(n))}function bi(t){h(t,"waitUntil",e=>({waitUntil(...n){return W(n[0])&&eo(n[0],"waitUntil",Nt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function _i(t,e){xi.has(e)&&k(t,"container",{__proto__:null,value:new Qn(e),enumerable:!0,
configurable:!0})}var xi=new E;function Oi(t){for(let e of t)xi.add(e)}var Qn=class{#e;constructor(e){this.#e=e}#t(){throw new Ef(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
Nt=new M,Yn,Ue,ki,gi=!1;function Si(t){if(gi)return;gi=!0;let e=p(t);Yn=y(e,"id"),Ue=y(e,"storage"),bi(e),ki=e.getWebSockets,
h(e,"abort",n=>({abort(...r){let o=Nt.get(this);return o!==void 0&&io(o.object,r[0]),l(n,this,r)}}).abort),h(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=Nt.get(this);Af&&li(o);let c=Rt.get(s);c?
c.count++:Rt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),h(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=Nt.get(this);if(i===void 0||typeof r!="function")return l(n,this,_t(r,o));let s=A("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(f){throw q(s,f),f}}])}}).blockConcurrencyWhile)}var Rt=new S;function Zn(t){
let{id:e}=Nt.get(t).object,n=Rt.get(e);if(n===void 0)return;let r=l(ki,t,[]);n.count=0;for(let o=0;o<r.length;o++)Pf(r[o])===
Tf&&n.count++;n.count===0&&Rt.delete(e)}var Tf=wi.OPEN;function _t(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)w(n,e[r]);return n}import $f from"cloudflare-internal:workers";var{WorkflowEntrypoint:Nf,RpcPromise:Ti}=$f,{Error:Rf,Promise:Mf,String:fe}=globalThis,Lf=Rf.prototype,jf=Ti.prototype.then,
Bf=t=>typeof t=="function"&&$(t,Ti.prototype),$i=t=>typeof t=="function"&&$(t.prototype,Nf.prototype);function Ni(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Mt(n[0],n[1]);let o=X(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let c=Z(o,s,
o);return typeof c!="function"||s==="constructor"||typeof s=="symbol"||!Ut(o,s)?c:s==="run"?(f,a)=>If(c,o,f,a):(...f)=>l(
c,o,f)}})}})}function Ri(t,e){let n="\0"+t+"\0"+e,r=it.get(n);return r===void 0&&(r={k:it.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},it.set(n,r),K("instance	"+r.k+"	"+P([t,e]))),r}var ue=!1;function Mi(){ue=!0}var Cf=D(scheduler.wait,scheduler),
He=()=>Cf(2147483647);function If(t,e,n,r){let o=Ri(fe(N(n,"workflowName")),fe(N(n,"instanceId"))),i=A("run",o,[]);i.root=
0,Wf(r,o);let s=f=>{if(ue)return He();if(Li(f))return ji();throw q(i,f),f},c;try{c=L.run(i,()=>l(t,e,[n,r]))}catch(f){return s(
f)}return W(c)?l(I,c,[void 0,s]):c}var Ai="WorkflowAbortedError",Li=t=>$(t,Lf)&&b(()=>B(fe(t.name),Ai)||B(fe(t.message),
Ai),!1);function ji(){return ht("over"),new Mf(()=>{})}function Wf(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];k(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(ue)return He();
let s=[],c=l(o,t,r===0?Df(i,e,s):i),f=u=>(Pi(s),u),a=u=>{if(Pi(s),ue)return He();if(Li(u))return ji();throw u};return Bf(
c)?l(jf,c,[f,a]):W(c)?l(I,c,[f,a]):c}})}}function Df(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Ei(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof N(i,"rollback")=="function"){let{rollback:c}=i;
s={...i,rollback:Ei(e,t[0],c)}}w(r,s)}return r}function Ei(t,e,n,r){return(...o)=>{if(ue)return He();let i=o[0],s=i?.attempt??
1,c=i?.step?.count??1;if(r!==void 0){let f=t.k+" "+c+" "+s+" "+e;Ke.has(f)||Yt(),Ke.set(f,!0),w(r,f)}return F(A("step",t,
[fe(e)+(c>1?" #"+c:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var Ke=new S;function Pi(t){for(let e=0;e<t.length;e++)
Ke.delete(t[e])&&ot();t.length=0}function Bi(t,e,n){let r=Ri(t,e),{state:o,step:i,count:s,attempt:c,error:f}=pe(n);(o===
"stored"||o==="failed")&&(Ke.delete(r.k+" "+s+" "+c+" "+i)&&ot(),o==="stored")||(Q(r)||f!==void 0)&&Bt("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:Jf}=zf,{Response:Di,TypeError:zi}=globalThis,Ci=y(Request.prototype,"method"),Ii=y(Request.prototype,
"url"),qf=y(Di.prototype,"status"),Fi,Ji=t=>b(()=>typeof Fi[t]=="function",!1);function qi(t){return Fi=typeof t=="funct\
ion"?t.prototype:t,typeof t=="function"?new Proxy(t,{__proto__:null,construct(e,n,r){return Mt(n[0],n[1]),Wi(X(e,n,r),!0)}}):
typeof t!="object"||t===null?t:Wi(t,!1)}function Wi(t,e){let n=new S,r=(o,i)=>{e&&mt(t,i)&&ee(t,i);let s=Z(t,i,t);if(i===
"fetch"&&s===void 0&&Dn()&&(s=Vf),typeof s!="function"||i==="constructor")return s;if(typeof i=="symbol")return D(s,t);let c=n.
get(i);if(c!==void 0&&c[0]===s)return c[1];if(i!=="fetch"&&!Ut(t,i))return s;let f=i==="fetch"?Hf(s,t):Uf(i,s,t,e);return k(
f,"length",{__proto__:null,value:s.length}),n.set(i,[s,f]),f};return new Proxy({},{__proto__:null,get:r,has:(o,i)=>xt(t,
i)||i==="fetch"&&Dn(),getPrototypeOf:()=>p(t),ownKeys:()=>U(t),getOwnPropertyDescriptor(o,i){if(e&&mt(t,i))return;let s=_(
t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}function Ui(t,e){return $i(
e)?Ni(e):typeof e!="function"||!$(e.prototype,Jf.prototype)?e:new Proxy(e,{__proto__:null,construct(n,r,o){Mt(r[0],r[1]);
let i=X(n,r,o);return new Proxy(i,{__proto__:null,get(s,c){mt(i,c)&&ee(i,c);let f=Z(i,c,i);return typeof f!="function"||
c==="constructor"||typeof c=="symbol"||!Ut(i,c)?f:(...a)=>Et("rpc",t+"."+c,void 0,f,i,a)},getOwnPropertyDescriptor:(s,c)=>mt(
i,c)?void 0:_(i,c)})}})}var Hi=new E;Hi.add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("tr\
ace").add("test").add("connect");function Uf(t,e,n,r){return(...o)=>{if(Mt(o[2],o[1]),t==="tail"&&(o[0]=ao(o[0]))===void 0)
return;if(t==="tailStream")return ho(o[0])?mo(l(e,n,o)):void 0;let i=t==="email"?Io(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,F(A(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!Hi.has(t))return J?F(A("rpc",void 0,[t,xe(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=A(t,void 0,t==="scheduled"?Bo(o[0]):t==="queue"?So(o[0]):[]);return Ff&&(t==="schedu\
led"||t==="queue")&&Ne(s),F(s,e,n,o)}}function Hf(t,e){let n=(r,o)=>{let i=A("request",void 0,[Ci(r),500,Ii(r)]);return q(
i,o),se(i,r,o)};return(r,...o)=>{let i=Ho(r);if(i!==void 0)return i;if(Mt(o[1],o[0]),!J)return Zr(()=>l(t,e,_t(r,o)),c=>Vi(
c)?c:n(r,vn()),c=>n(r,c));let s=A("request",void 0,[Ci(r),0,Ii(r)]);try{let c=F(s,t,e,_t(r,o),tr),f=u=>s.thrown===void 0?
u:se(s,r,vn()),a=u=>se(s,r,u);return W(c)?l(I,c,[f,a]):typeof c?.then=="function"?c.then(f,a):f(c)}catch(c){return se(s,
r,c)}}}function Ut(t,e){for(let n=t;n!==null;n=p(n)){let r=_(n,e);if(r!==void 0)return r.get!==void 0?Ki.has(e):n!==t||r.
configurable||r.writable}return!0}var Ki=new E;Ki.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClose").
add("webSocketError");var Vi=t=>$(t,Kf),Kf=Di.prototype;function tr(t,e){if(Vi(e))t.detail[1]=qf(e);else if(typeof e?.then!=
"function")return vn()}function Vf(){throw new zi("Handler does not export a fetch() function.")}function vn(){let t=new zi(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}var Gf=Object.prototype;function Gi(t,e){let n=new S;for(let r=t.prototype;r&&r!==Gf;r=p(r)){let o=typeof r.constructor==
"function"?Vt(r.constructor):"";if(x(o,-17)==="{ [native code] }")break;let i=U(r);for(let s=0;s<i.length;s++){let c=i[s];
if(typeof c!="string"||n.has(c)||c==="constructor"||c==="__dotool")continue;let{value:f,get:a}=_(r,c);typeof f=="functio\
n"?n.set(c,{__proto__:null,name:c,kind:"method",parameters:f.length,source:x(Vt(f),0,2e3)}):a&&n.set(c,{__proto__:null,name:c,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:tt(n)}}import xu from"cloudflare-internal:workers";var Qf=["cause","errors","error","suppressed"];var Lt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function nr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function Xi(t){
let e=new Map;function n(c){if(c===null||typeof c!="object")return c;if(Array.isArray(c)){let d=new Array(c.length);return e.
set(c,d),c.forEach((m,T)=>m?.$hole||(d[T]=n(m))),d}let a=Object.keys(c).find(d=>d.charCodeAt(0)===er&&d.charCodeAt(1)!==
er);if(a===void 0)return r({},c);if(a==="$ref")return s(c.$ref);let u=o(c,a,c[a]);return typeof u=="object"&&u!==null&&e.
set(c,u),u}function r(c,f,a=f){e.set(a,c);for(let u of Object.keys(f)){let d=u.charCodeAt(0)===er?u.slice(1):u;d in c?Ve(
c,d,n(f[u])):c[d]=n(f[u])}return c}function o(c,f,a){switch(f){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(c,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(c.length);return r(u,a,c)}case"$map":{let u=new Map;e.set(c,
u);for(let[d,m]of a)u.set(n(d),n(m));return u}case"$set":{let u=new Set;e.set(c,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...m}=a,T=new(Qi[u]??Error)(d??"");Qi[u]||Ve(T,"name",u,!1),e.set(c,T),Ve(T,"stack",
String(T));for(let[C,Ze]of Object.entries(m))Ve(T,C.replace(/^\$/,""),n(Ze),C!=="stack"&&!Qf.includes(C));return T}case"\
$request":return new Request(a,n(c.init))}throw new Error(`a value with ${f} cannot be written while a server runs: stop\
 it first`)}function i(c,f){let{type:a="Uint8Array"}=c;if(a==="Blob")return new Blob([Lt(f)],{type:c.contentType??""});if(a===
"ArrayBuffer"){if(c.maxLength===void 0)return Lt(f).buffer;let T=Lt(f),C=new ArrayBuffer(T.length,{maxByteLength:c.maxLength});
return new Uint8Array(C).set(T),C}let u=Yi[a];if(!u)throw new Error("there is no "+a+" here");if(!c.buffer)return new u(
Lt(f).buffer);let d=n(c.buffer),m=Lt(f).length/(u.BYTES_PER_ELEMENT??1);return c.lengthTracking?new u(d,c.offset??0):new u(
d,c.offset??0,m)}function s(c){let f=t,a=c.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&f?.$bytes!==void 0&&f.buffer===void 0)return e.get(f)?.buffer;f=f?.[d]}
return e.get(f)}return n(t)}var er=36,Yi={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(Yi.Float16Array=Float16Array);
var Qi={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function Ve(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function rr(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return Xf(t.storage,n);case"kv-put":return t.storage.put(n.key,Xi(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return Zi(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return Zi(()=>Ro(t,n))}throw new Error("unknown action "+e)}async function Zi(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function Xf(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,c={};try{let{sql:f}=t;t.transactionSync(()=>{let a=Ge(f);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...f.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&Yf(t,u,r),o++;if(s=Ge(f)-a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw c})}catch(f){
if(f!==c)return{results:r,failed:{at:o,checking:i,message:String(f?.message??f)}}}return{results:r,written:s}}var Ge=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function Yf(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(m=>m?.
$blob===void 0?m:Lt(m.$blob)),{sql:c}=t,f=o&&Zf(t,e,o,s);if(f){i.push(f);return}let a=c.exec(e,...s),u=a.columnNames,d=[];
try{for(let m of a.raw())d.push(m)}catch(m){let T=`SELECT * FROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...c.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:vi(c,T,s,r,u,d)}),m}i.push(
{columns:u,rows:vi(c,e,s,r,u,d)})}function vi(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(eu))){let s=o.map((c,f)=>"c"+f);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(ts)} FROM "dotool typed"`,...n).raw()].map(f=>f.map(es))}catch{}}return i.map(s=>s.map(nu))}function Zf(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:c}=t,f=o.flatMap(d=>d===""?tu(c,i):[d]),a=f.length,u=f.map(d=>ts(`(${d})`));for(let d of[
`${r}
, `,""]){let m=`${n} RETURNING ${d}${u}`;try{[...c.exec("EXPLAIN "+m,...s).raw()]}catch{continue}let T=d?void 0:vf(t,e,s),
C=c.exec(m,...s),Ze=[...C.raw()].map($s=>$s.slice(-a).map(es));return{columns:C.columnNames.slice(0,-a),rows:Ze,...T}}}function vf(t,e,n){
let r=Ge(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:Ge(t.sql)-r}}function tu(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var ts=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function es(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+nr(t.slice(1)):typeof t=="number"?ns(t):t}var eu=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function nu(t){return t instanceof ArrayBuffer?"b"+nr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):ns(t)}var ns=t=>"r"+
(Object.is(t,-0)?"-0":t);var rs;function os(t){rs=t}var ae=t=>t===rs;var{ArrayBuffer:ls,Promise:ru,String:ou,Uint8Array:ds,WebSocket:iu}=globalThis,et=iu.prototype,su=y(MessageEvent.prototype,
"data"),cu=y(CloseEvent.prototype,"code"),fu=y(CloseEvent.prototype,"reason"),uu=y(CloseEvent.prototype,"wasClean"),au=y(
ErrorEvent.prototype,"message"),ps=y(Event.prototype,"type"),lu=y(Event.prototype,"target"),du=g(et.close),pu=y(ls.prototype,
"byteLength"),Qe=p(ds.prototype),hu=y(Qe,"buffer"),mu=y(Qe,"byteLength"),yu=y(Qe,"byteOffset"),gu=80,is=16,ss="012345678\
9abcdef";function le(t){try{return typeof t=="string"?{__proto__:null,length:t.length,text:x(t,0,gu)}:$(t,ls.prototype)?
cs(t,0,pu(t)):$(t,Qe)?cs(hu(t),yu(t),mu(t)):typeof t=="object"?{__proto__:null,bytes:t.byteLength??t.size}:le(""+t)}catch{
return{__proto__:null}}}function cs(t,e,n){let r=n<is?n:is,o=new ds(t,e,r),i="";for(let s=0;s<r;s++)i+=ss[o[s]>>4]+ss[o[s]&
15];return{__proto__:null,bytes:n,hex:i}}function wu(t,e){let{sent:n}=t;if(n===void 0){t.sent={__proto__:null,count:1,same:!0,
message:e,first:le(e)};return}n.count++,e!==n.message&&(n.same=!1)}function cr(t){try{return ou(t?.message??t)}catch{return"\
an error that cannot be read"}}var ir={__proto__:null,message:t=>le(su(t)),close:t=>({__proto__:null,code:cu(t),reason:fu(
t),wasClean:uu(t)}),error:t=>({__proto__:null,message:cr(au(t))})},fs=new M;function sr(t){let e=fs.get(t);return e===void 0&&
fs.set(t,e={__proto__:null,object:st()?.object,message:0,close:0,error:0}),e}var us=new M;function bu(t,e,n){let r=ps(t),
{object:o}=sr(lu(t)),i=us.get(t);if(i!==void 0)return Re(i,e,n,[t]);let s=A(r,o,ir[r]?.(t)??[]);if(us.set(t,s),ir[r]===void 0||
!(o===void 0?J:Q(o)))return Re(s,e,n,[t]);F(s,async()=>{let c=Re(s,e,n,[t]);await(W(c)?c:void 0)},void 0,[])}var as=new M;
function or(t){if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=as.get(t);return e===void 0&&(e=function(n){
let r=typeof t=="function"?t:t.handleEvent;return bu(n,r,typeof t=="function"?this:t)},as.set(t,e)),e}function hs(t){let{
addEventListener:e}=et,n=v(et,"addEventListener")?et:EventTarget.prototype,r=["message","close","error","open"];for(let i=0;i<
r.length;i++){let s="on"+r[i];if(_(et,s)!==void 0)continue;let c=new M;k(et,s,{__proto__:null,configurable:!0,get(){return c.
get(this)},set(f){let a=c.get(this),u=or(f);c.set(this,u),o(this,r[i],(typeof u=="function"?1:0)-(typeof a=="function"?1:
0))}})}let o=(i,s,c)=>{let f=sr(i);typeof s=="string"&&v(f,s)&&s!=="object"&&(f[s]+=c)};h(n,"addEventListener",i=>({addEventListener(...s){
return $(this,et)&&(s[1]=or(s[1]),o(this,s[0],1)),l(i,this,s)}}).addEventListener),h(n,"removeEventListener",i=>({removeEventListener(...s){
return $(this,et)&&(s[1]=or(s[1])),l(i,this,s)}}).removeEventListener),h(et,"send",i=>({send(...s){let c=l(i,this,s),f=st();
return f!==void 0&&!f.closed&&wu(f,s[0]),c}}).send),h(et,"accept",i=>({accept(...s){let c=sr(this);l(i,this,s);let f,a=new ru(
d=>t.add(f=d));l(I,a,[d=>{try{d&&du(this,1012,"reloading")}catch{}}]);let u=d=>{let m=ps(d),T=c.object===void 0?J:Q(c.object);
c[m]===0&&T&&vr(m,c.object,ir[m](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(f),f(!1),u(d)}])}}).accept)}import{held as gs,log as fr}from"dotool:options";var ms=!1,ys=!1;function ws(t,e){if(Y.set(t,e),!ms){ms=!0;let n=p(t);bs(n),(gs||fr)&&_u(n)}fr&&!ys&&!qe(e.class)&&(ys=!0,
fi(p(t.sql)),ci(p(t.kv)))}function bs(t){No(t),fr&&si(t)}function _u(t){let e=!1;h(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!gs?l(n,this,[r,o[0]]):l(n,this,[i=>(e||bs(p(i)),e=!0,Y.set(i,Y.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:_s}=xu,{Response:Ou,TypeError:xs}=globalThis,ku=y(Request.prototype,"method"),Su=y(Request.prototype,"\
url"),Au=y(Request.prototype,"headers"),Eu=g(Headers.prototype.get),Pu=g(Request.prototype.text),jt=new M,Xe=new S;function Os(t,e){
if(typeof e!="function")return e;let n;return ct.set(t,e),Xe.set(t,()=>n??=$(e.prototype,_s.prototype)),new Proxy(e,{__proto__:null,
construct(r,o,i){let s=o[0];Xn(s,o[1]),n??=$(e.prototype,_s.prototype),Si(s);let c=Er(t,Yn(s));Nt.set(s,{__proto__:null,
name:t,rpc:n,object:c}),ws(Ue(s),c),_i(s,t),z?.started?.(c);let f=to(c,"constructor",()=>X(r,o,i));return jt.set(f,s),Tu(
f,c,n)}})}function Tu(t,e,n){let r=new S;return new Proxy(t,{__proto__:null,get(o,i){if(i===bt&&n)return(a,u,d)=>Nu(t,a,
u,d);n&&mt(t,i)&&ee(t,i);let s=Z(t,i,t);if(i==="fetch"&&z!==void 0)return $u(t,s,e,n);if(typeof s!="function"||i==="cons\
tructor")return s;let c=r.get(i);if(c!==void 0&&c[0]===s)return c[1];if(!Ut(t,i))return s;let f=ks(i,s,t,e,n);return z!==
void 0&&(f=bn(i,f,e)),r.set(i,[s,f]),f},getOwnPropertyDescriptor:(o,i)=>n&&mt(t,i)?void 0:_(t,i)})}function $u(t,e,n,r){
return(o,...i)=>{let s=z.inside?.(o,t,jt.get(t));if(s!==void 0)return s;if(typeof e!="function")throw new xs("Handler do\
es not export a fetch() function.");return l(bn("fetch",ks("fetch",e,t,n,r),n),t,_t(o,i))}}function Nu(t,e,n,r){if(!ae(e))
throw new xs('The RPC receiver does not implement the method "__dotool".');return rr(jt.get(t),n,r)}function ks(t,e,n,r,o){
switch(typeof t=="string"?t:""){case"":return D(e,n);case"fetch":return(i,...s)=>!o&&ae(Eu(Au(i),"dotool-secret"))?Ru(n,
i):Q(r)?F(A("fetch",r,[ku(i),0,Su(i)]),e,n,_t(i,s),tr):Et("fetch",void 0,r,e,n,_t(i,s));case"alarm":return i=>{let s=jt.
get(n),c=Mo(s,i),f=A("alarm",r,jo(c));return Ne(f),Dt(r,void 0),F(f,async()=>{let a=Ue(s);try{await l(e,n,[c])}catch(u){
throw Dt(r,O()),(f.detail.next=await Cn(a))===void 0&&await Lo(s),u}f.detail.next=await Cn(a)},void 0,[])};case"webSocke\
tMessage":return(i,s)=>Q(r)?F(A("message",r,le(s)),e,n,[i,s]):Et("message",void 0,r,e,n,[i,s]);case"webSocketClose":return(i,s,c,f)=>(Zn(
jt.get(n)),Q(r)?F(A("close",r,{__proto__:null,code:s,reason:c,wasClean:f}),e,n,[i,s,c,f]):Et("close",void 0,r,e,n,[i,s,c,
f]));case"webSocketError":return(i,s)=>(Zn(jt.get(n)),F(A("error",r,{__proto__:null,message:cr(s)}),e,n,[i,s]))}return(...i)=>Q(
r)?F(A("rpc",r,[t,xe(i)]),e,n,i):Et("rpc",t,r,e,n,i)}async function Ru(t,e){let{action:n,args:r}=pe(await Pu(e));return new Ou(
j(await rr(jt.get(t),n,r)??null))}import{log as Bu}from"dotool:options";ur("ReadableStream",["start","pull","cancel"]);ur("WritableStream",["start","write","close","abort"]);ur("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&h(e,"error",n=>({error(...r){let o=l(n,this,r);return An()(
r[0]),o}}).error)}function ur(t,e){let n=globalThis[t];be(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)w(i,s===0?Lu(r[0],
e):r[s]);return X(n,i,o)})}var{create:Mu}=Object;function Lu(t,e){if(typeof t!="object"||t===null)return t;let n=An(),r=Mu(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...c)=>{let f;try{f=l(i,t,c)}catch(a){
throw n(a),a}return W(f)&&l(I,f,[void 0,n]),f};k(r,e[o],{__proto__:null,value:s})}return r}import{log as ju}from"dotool:options";function Ss(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw no(e),e}}}function As(t,e){
let n=globalThis;for(;n!==null&&!v(n,t);)n=p(n);h(n??globalThis,t,e)}ju&&(As("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=Ss(arguments[0]));let e=l(t,this,arguments);return _n(st()?.object,e),e}}).setTimeout),As("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=Ss(arguments[0]));let e=l(t,this,arguments);return _n(st()?.object,
e),e}}).setInterval));var{DurableObject:Cu,WorkerEntrypoint:Es}=de,{TypeError:Iu,addEventListener:Ps}=globalThis,Wu=D(scheduler.wait,scheduler);
function Du({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:c,NAMESPACE:f,TAILS:a,TESTS:u,...d}){
os(t),gr(e),Jo(n,r),pi(o.split(" ")),i&&Oi(i.split(" ")),s&&Uo(s,c.split(" ")),rt(p(n)),rt(de.RpcStub.prototype),rt(de.RpcPromise.
prototype),rt(de.RpcProperty.prototype);for(let m of[Cu,Es,de.RpcTarget])nn(m.prototype);a&&go(),u&&qr(d,{failureOf:Wr,label:At,
closeSockets:Ts}),f&&($r(f),Bu&&ui(f)),globalThis[bt]=m=>(delete globalThis[bt],m&&delete m[bt],{__proto__:null,Control:ar,
entrypoint:Ui,handler:qi,object:Os,tests:z})}var Ye=new E;hs(Ye);function Ts(){Ye.forEach(t=>t(!0)),Ye.clear()}Ps("unhan\
dledrejection",({promise:t,reason:e})=>ro(t,e));Ps("rejectionhandled",({promise:t})=>Cr(t));var ar=class extends Es{async closeSockets(e){
nt(e),Mi(),pn();let n=Ye.size;return Ts(),P({__proto__:null,plain:n,objects:tt(Rt),inFlight:pt})}async unfinished(e,n){for(nt(
e);pt>0&&O()<n;)await Wu(5);return P(pt>0?Qr():[])}async sockets(e){return nt(e),P(tt(Rt,({name:n,id:r,count:o})=>({__proto__:null,
class:n,id:r,sockets:o})))}async takesRpc(e,n){return nt(e),Xe.get(n)?.()}async methods(e,n){return nt(e),ct.has(n)?P(Gi(
ct.get(n),Xe.get(n)())):void 0}async flush(e,n,r){nt(e),n!==void 0&&Or(n),r&&K("mark	"+r),pn()}async handles(e,n){return nt(
e),Ji(n)}async workflow(e,n,r,o){nt(e),Bi(n,r,o)}async say(e,n,r,o){nt(e),gt(n,r,o)}async hold(e,n){return nt(e),P(Co(n))}};
function nt(t){if(!ae(t))throw new Iu("forbidden")}export{S as OwnMap,E as OwnSet,M as OwnWeakMap,tt as all,w as append,l as apply,b as attempt,D as bound,zu as charCodeAt,
X as construct,k as defineProperty,Ht as deleteProperty,p as getPrototypeOf,y as getter,xt as has,v as hasOwn,G as indexOf,
$ as inherits,Du as install,R as isArray,W as isPromise,Kt as isView,H as keys,gt as note,O as now,Zt as origin,_ as own,
U as ownKeys,pe as parse,j as quote,Z as read,x as slice,B as startsWith,he as test,I as then,Vt as toText,g as uncurry,
N as value};
