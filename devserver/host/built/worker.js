import he from"cloudflare-internal:workers";import Bc from"cloudflare-internal:workers";import pc from"node-internal:async_hooks";import Ys from"cloudflare-internal:workers";import{customInspectSymbol as Zs}from"node-internal:internal_inspect";var{apply:l,construct:Y,get:v,has:wt,ownKeys:U,defineProperty:S,deleteProperty:Vt}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:Ks}=Reflect,
{freeze:Vs,setPrototypeOf:_r}=Object,{keys:H,hasOwn:K}=Object,{isArray:R}=Array,{isView:Gt}=ArrayBuffer,{now:x}=Date,B=JSON.
stringify,me=JSON.parse,{bind:cn,call:Gs}=Function.prototype,g=l(cn,cn,[Gs]),q=g(cn),C=Promise.prototype.then,Qt=g(Function.
prototype.toString),ia=g(String.prototype.charCodeAt),O=g(String.prototype.slice),Q=g(String.prototype.indexOf),I=g(String.
prototype.startsWith),ye=g(RegExp.prototype.exec),Qs=g(Object.prototype.isPrototypeOf),$=(t,e)=>Qs(e,t),W=t=>$(t,Xs),Xs=Promise.
prototype;function k(t,e){let n=Ks(t,e);return n!==void 0&&_r(n,null),n}function N(t,e){return k(t,e)?.value}function y(t,e){
let n=t&&k(t,e)?.get;return n===void 0?r=>r[e]:g(n)}function w(t,e){S(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,
configurable:!0})}function b(t,e){try{return t()}catch{return e}}function fn(t){class e extends t{}let n=U(t.prototype);
for(let r=0;r<n.length;r++)n[r]!=="constructor"&&S(e.prototype,n[r],k(t.prototype,n[r]));return _r(e.prototype,null),Vs(
e.prototype),e}var _=fn(Map),E=fn(Set),M=fn(WeakMap);function tt(t,e=n=>n){let n=[];return t.forEach(r=>w(n,e(r))),n}var{RpcPromise:vs,RpcProperty:tc,RpcStub:ec}=Ys,nc=Object.prototype,{getOwnPropertySymbols:rc}=Object,xr=new E,Xt=[];function rt(t){
for(;t&&t!==nc&&!xr.has(t);t=p(t)){if(un===void 0&&(un=t),!oc(t))return;xr.add(t),an(t),S(t,Zs,{__proto__:null,value:ic,
writable:!0,configurable:!0}),w(Xt,t)}}function an(t){let e=rc(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&S(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var un;function oc(t){for(;t;t=p(t))if(t===un||t===
ec.prototype||t===vs.prototype||t===tc.prototype)return!0;return!1}function ic(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=U(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&k(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function ln(t){for(let e=0;e<Xt.length;e++)S(Xt[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<Xt.length;e++)Vt(Xt[e],"toJSON")}}import{log as Nr}from"dotool:options";var{Int32Array:sc,Uint8Array:kr}=globalThis,Sr="",Ar="",dn=0,pn=0,cc=0;function Er(t){let e=t.split(" ");Ar=""+e[0].slice(
0,8),Sr=""+e[0]+"	",dn=e[1]|0,pn=e[2]|0}function mn(t){if(!I(t,Ar))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function ge(t){return t=++cc+"	"+t,Sr+ac(t)+"	"+t}var Pr=new TextEncoder,fc=g(Pr.encode),Tr=p(
kr.prototype),Or=y(Tr,"length"),uc=g(Tr.set),Yt,hn;$r(4096);function $r(t){Yt=new kr(t),hn=new sc(Yt.buffer)}function ac(t){
let e=dn,n=pn^238,r=1819895653^dn,o=1952801890^pn,i=fc(Pr,t),s=Or(i),c=(s|3)+1;c>Or(Yt)&&$r(2*c),uc(Yt,i),hn[(c>>2)-1]&=
(1<<8*(s&3))-1,Yt[c-1]=s;let f=hn,a=c>>2;for(let d=0;d<a;d++){let h=f[d];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var _n=q(console.log,console);function P(t){switch(typeof t){case"string":return B(t);case"object":break;case"undefined":
return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";if(R(t)){for(let r=0;r<t.length;r++)
e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=H(t);for(let r=0;r<n.length;r++){let o=P(N(t,n[r]));o!==void 0&&
(e+=(e===""?"":",")+B(n[r])+":"+o)}return"{"+e+"}"}var z=Nr;function Rr(t){z=Nr||t===!0,be=R(t)?t:void 0,gn++}var be,gn=0;
function X(t){if(z||be===void 0)return z;if(t.choice!==gn){t.choice=gn,t.chosen=!1;for(let e=0;e<be.length&&!t.chosen;e++){
let n={__proto__:null,...be[e]};t.chosen=(n.class??t.class)===t.class&&I(t.id,n.id??"")&&I(t.name??"",n.prefix??"")}}return t.
chosen}var wn=20,Oe="",bt="",te=0,ee=0,_e=!1,Bt,bn,Mr=0,lc=1e3,dt=0;function ne(){dt++}function ot(){dt--}function V(t){
Bt!==void 0&&Lr(),bt+=bt===""?t:Oe+t}function jr(t,e){Bt===void 0?Bt=t:bn.next=t,bn=t,(++Mr>=lc||Br(e))&&_t()}function Lr(){
let t=bt;for(let e=Bt;e!==void 0;){t+=(t===""?"":Oe)+dc(e);let{next:n}=e;e.next=void 0,e=n}bt=t,Bt=bn=void 0,Mr=0}var we=256,
yn=0,Zt=new _,vt=0;function dc(t){let{object:e,kind:n,detail:r,failed:o}=t,i=n==="rpc"?"":r[2],s=e===void 0?Zt.get(i):e.
known,c=0;for(;s!==void 0&&!(s.kind===n&&s.failed===o&&s.first===r[0]&&s.second===r[1]&&s.url===i);)s=++c<8?s.other:void 0;
let f=t.parent===void 0?0:t.parent.n;if(s!==void 0&&yn-s.made<we){let a="";return vt===0&&(vt=t.start,a="from	"+vt+Oe),a+=
(s.made&we-1)+"	"+t.n+"	"+(t.start-vt)+"	"+t.took+"	"+t.busy,f===0&&t.root===t.n?a:a+"	"+t.root+"	"+f}return s===void 0&&
(s={__proto__:null,kind:n,failed:o,first:r[0],second:r[1],url:i,made:yn,other:void 0},e!==void 0?(s.other=c<8?e.known:void 0,
e.known=s):(Zt.size>=we&&Zt.clear(),s.other=c<8?Zt.get(i):void 0,Zt.set(i,s))),s.made=yn++,"like	"+(s.made&we-1)+"	"+xn(
t)}var xn=t=>"call	"+t.n+"	"+t.root+"	"+(t.parent?.n??0)+"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+t.took+"	"+t.busy+
"	"+(t.failed?"exception":"ok")+"	"+P(t.detail),xe=()=>ee>8,Br=t=>!_e||t-te>=wn||dt===0&&!xe();function Ct(t){V(t),(Br(x())||
bt.length>65536)&&_t()}function pt(t){V(t),_t()}function _t(){let t=Ir();if(t==="")return;let e=x();ee=e-te<wn?ee+1:e-te<
2*wn&&xe()?ee:0,te=e,_e||=dt>0||xe(),_n(ge(_e?t+Oe+"busy":t))}function On(){ee=0,_e=!1,_t()}function It(t){_t(),_n(ge(t))}
function Cr(t,e){V(t),xe()&&(te=e),_n(ge(Ir()))}function Ir(){Bt!==void 0&&Lr();let t=bt;return bt="",vt=0,t}function m(t,e,n){let r=k(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>N(N(t,"constructor"),"name")+".","");V("m\
issing	"+B(s+e));return}let i=n(o);S(i,"name",{__proto__:null,value:o.name}),S(i,"length",{__proto__:null,value:o.length}),
r.value=i,S(t,e,r)}function ke(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,c,f)=>e(c,f===i?s:f)};n&&(o.apply=
n);let i=new Proxy(r,o);S(globalThis,t,{__proto__:null,...k(globalThis,t),value:i}),S(r.prototype,"constructor",{__proto__:null,
...k(r.prototype,"constructor"),value:i})}var j=new pc.AsyncLocalStorage;S(j,"getStore",{__proto__:null,value:j.getStore});S(j,"run",{__proto__:null,value:j.run});
var st=()=>j.getStore();function re(){let t=j.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var Z=new M,it=new _;
function Dr(t,e){let n=kn(e),r=t+"\0"+n,o=it.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:it.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1,known:void 0},it.set(r,o),V("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var xt=new _;
function Wr(t){let e=j.getStore();if(e===void 0)return;let n=xt.get(t);if(n!==e){if(n===void 0)xt.set(t,e);else if(n.size===
void 0)xt.set(t,new E().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:w(e.holds,t)}}function qr(t){
for(let e=0;e<t.holds.length;e++){let n=xt.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&xt.delete(t.holds[e])}}function zr(t){
let e=t.name!==void 0&&xt.get(t.name)||xt.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.
object===t?void 0:e}var kn=t=>t.toString();function Fr(t){let e=p(t);kn=g(p(t.idFromName("")).toString);let n=!1,r=o=>(n||
(n=!0,rt(p(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return z&&Wr(i[0].name??kn(i[0])),s}}).get),m(e,"getByN\
ame",o=>({getByName(...i){let s=r(l(o,this,i));return z&&typeof i[0]=="string"&&Wr(i[0]),s}}).getByName)}var ct=new _;var{ArrayBuffer:hc,Date:mc,Error:yc,Map:gc,RegExp:wc,Set:bc,String:Se}=globalThis,Jr=Object.prototype;function Ae(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=ie(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function ie(t){if(typeof t!="object"||t===null)return oe(t,40);let e=R(t),n=e?null:p(t);if(n!==Jr&&
n!==null)return oe(t);let r=e?t:H(t);if(r.length===0||r.length>4)return oe(t);let o="";for(let i=0;i<r.length;i++){let s=N(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+oe(s,20),o.length>60)return oe(t)}return e?"["+o+"]":"{ "+o+" }"}function oe(t,e){
switch(typeof t){case"string":return B(t.length>e?O(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return Se(
t);case"function":return"\u0192";case"object":return t===null?"null":R(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
gc||t instanceof bc?t.constructor.name+"("+t.size+")":t instanceof mc?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
wc||t instanceof yc?O(Se(t),0,60):Gt(t)||t instanceof hc?t.byteLength+" B":"{"+(H(t).length>0?"\u2026":"")+"}";default:return Se(
t)}}function Ee(t){return b(()=>{if(typeof t=="function")return(I(Qt(t),"class")?"class ":"\u0192 ")+O(Se(N(t,"name")??""),
0,100);let e=ie(t);if(typeof t!="object"||t===null||!I(e,"{"))return e;let n=p(t),r=n!==null&&n!==Jr?N(n,"constructor"):
void 0,o=typeof r=="function"?N(r,"name"):void 0;return typeof o=="string"&&o!==""?O(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:_c,String:xc}=globalThis,Oc=_c.prototype,kc=Object.prototype,$e=new M,Hr=new M,kt=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Kr(t,e){let n=kt(e)?Hr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function J(t,e){let n=Kr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}kt(e)&&Xr(Te.get(e));let r=Re(
e,t),o=Ne(t,e,r);o!==void 0&&(r.from=o.n);let i=(z?void 0:o?.root)??t?.root??o?.root??0;if(kt(e)&&Hr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(kt(e)?$e.get(e):void 0)??Zr(e,r),known:r,call:t,
at:0},c=t;do c=c.parent,c!==void 0&&(c.failure=s);while(c!==void 0&&c.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&Ac(s)}pt("error	"+Vr(t,i,r))}var Vr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([St(t),n]),Sn=new M,Te=new M,Sc=0;function Gr(t,e,n,r){if(Kr(e,n)!==void 0)return;let o=kt(n)?Te.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++Sc,error:n,promises:0},kt(n)&&Te.set(n,o);let i=Re(n,e),s=Ne(e,n,i);s!==void 0&&(i.from=s.
n);let c=(z?void 0:s?.root)??e?.root??s?.root??0;pt("unhandled	"+o.n+"	"+r+"	"+Vr(e,c,i))}o.promises++,Sn.set(t,o)}function Qr(t){
let e=Sn.get(t);Sn.delete(t),e!==void 0&&--e.promises===0&&Xr(e)}function Xr(t){t!==void 0&&(kt(t.error)&&Te.delete(t.error),
pt("handled	"+t.n))}var Ot=new _;function Ac(t){if(t.at=x(),Ot.delete(t.text),Ot.set(t.text,t),Ot.size<=100)return;let e;
Ot.forEach((n,r)=>e??=r),Ot.delete(e)}var En=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Ne(t,e,n){let r=Zr(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&I(r,"#<")))return o;if(!En(e))return;let i=Ot.get(
r);if(i===void 0){let s=Q(r,": ");if(i=s>0?Ot.get(O(r,s+2)):void 0,i?.known.name!==O(r,0,s))return}return i!==void 0&&x()-
i.at<1e4?i:void 0}var Yr=t=>Ne(void 0,t,{__proto__:null,message:t.message});function Zr(t,e){if(e.message!==void 0)return e.
message;try{return xc(t)}catch{return e.thrown}}function St(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var Pe=16384,Re=(t,e)=>b(()=>An(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function An(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:Ee(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),c=typeof s=="string"||$(t,Oc);if(typeof i!="string"&&i!==null||!c)return{
__proto__:null,thrown:Ee(t)};let f=b(()=>t.name,void 0);typeof f!="string"&&(f="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:Q(s,i);a>=0&&(s=O(s,a+i.length));let u={__proto__:null,name:O(f,0,200),message:Tc(i??"(its message canno\
t be read)"),stack:O(s,0,Pe)};(b(()=>t.durableObjectReset,!1)===!0||$e.has(t))&&(u.reset=!0);let d=Pc(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(w(o,t),h!=null){u.cause=Ec(o,h)?{__proto__:null,thrown:"th\
e same error again"}:An(h,e,n+1,r,o);let D=Ne(e,h,u.cause);D!==void 0&&(u.cause.from=D.n)}let T=b(()=>t.errors,void 0);if(R(
T)){u.errors=[];for(let D=0;D<T.length&&D<5;D++)w(u.errors,An(T[D],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(I(i,"\
The RPC receiver does not implement the method")||O(i,-Ur.length)===Ur)&&(u.classes=$c(e)),u}var Ur=" is not a function";
function Ec(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function Pc(t){let e=[],n=b(()=>H(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(vr.has(n[r]))continue;let o=b(()=>k(t,n[r]),void 0);o===void 0||o.get!==void 0||w(e,[O(n[r],
0,100),b(()=>Ee(o.value),"\u2026")])}return e}var vr=new E;vr.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var Tc=t=>t.length>Pe?O(t,0,Pe)+"\u2026 ("+(t.length-Pe)+" more charact\
ers)":t;function $c(t){let e=new E;it.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return ct.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&K(s,"constructor")&&s!==kc&&s.constructor.name!=="DurableObject";s=p(s)){let c=U(s);for(let f=0;f<c.length;f++)
typeof c[f]=="string"&&typeof N(s,c[f])=="function"&&!to.has(c[f])&&w(i,c[f])}n[o]=i}),n}var to=new E;to.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as Cc}from"dotool:options";var{Error:Nc,Promise:Rc,TypeError:eo,clearTimeout:Mc}=globalThis,L;function no(t,e){L={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>tt(Me),forget:n=>Me.delete(n),calls:()=>tt(Wt),endCalls:jc,takeTimers:Lc,
clearTimer:n=>Mc(n),report:n=>It("test	"+n)}}var Wt=new _,Tn=(t,e,n)=>function(){let r=l(e,this,arguments);return W(r)?new Rc(
(o,i)=>{Wt.set(i,{__proto__:null,object:n,name:t,start:x()}),l(C,r,[s=>(Wt.delete(i),o(s)),s=>(Wt.delete(i),i(s))])}):r};
function jc(t,e){Wt.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(Wt.delete(r),r(new Nc(t)))})}
var Pn=[];function $n(t,e){L!==void 0&&t!==void 0&&w(Pn,[t,e])}function Lc(){let t=Pn;return Pn=[],t}var Me=new _;function Dt(t,e){
if(L===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?Me.delete(n):Me.set(n,{__proto__:null,key:n,object:t,
at:e})}var ro=new E;ro.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var At=(t,e)=>L!==void 0&&typeof e=="string"&&!ro.has(e)&&!wt(p(t),e);function je(t,e){return L!==void 0&&(t.getOwnPropertyDescriptor=
(n,r)=>e&&At(n,r)?void 0:k(n,r)),t}function se(t,e){let n='"'+e+'"';throw wt(t,e)?new eo("The RPC receiver's prototype d\
oes not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new eo("The RPC receiver does not implement "+n+".")}var{RpcPromise:Ic}=Bc,{Error:oo,String:io}=globalThis,Rn=0;function A(t,e,n){let r={n:++Rn,root:Rn,parent:void 0,kind:t,
object:e,detail:n,start:x(),busy:0,took:0,failed:!1,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,sent:void 0,
closed:!1,before:void 0,after:void 0,next:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockC\
oncurrencyWhile")){let o=t==="blockConcurrencyWhile"?j.getStore():zr(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}
var Be=t=>V("alarm	"+t.n+"	"+(t.object?.k??0)),so=100,co=0,Le=0,Nn=20;function jn(t,e,n,r,o){t-co>=so&&(co=t,Nn=Le>so?2:
20,Le=0),!(++Le>Nn+1)&&Cr("start	"+(Le<=Nn?P([e,n,r??"",o?.class??"",o?.id??"",o?.name??null]):""),t)}var ht={__proto__:null,
before:void 0,after:void 0};ht.before=ht.after=ht;function fo(){let t=[];for(let{after:e}=ht;e!==ht;e=e.after){let{kind:n,
object:r,detail:o,start:i}=e;w(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:R(o)?o[0]:void 0,
url:n==="request"||n==="fetch"?o[2]:void 0})}return t}var uo=Ic.prototype,{then:ao}=uo,Mn=t=>typeof t=="function"&&$(t,uo);
function lo(t,e,n,r){jn(t.start,t.n,t.kind,R(t.detail)?t.detail[0]:"",t.object),ne();let{before:o}=ht;t.after=ht,t.before=
o,ht.before=o.after=t;let i;try{i=j.run(t,l,e,n,r)}catch(s){throw zt(t,s),s}return t.busy=x()-t.start,i}var F=(t,e,n,r,o)=>po(
t,lo(t,e,n,r),o);function po(t,e,n){if(typeof e=="object"&&e!==null){if(W(e))return e.then===C?l(C,e,[r=>qt(t,r,n),r=>zt(
t,r)]):qt(t,void 0),e;if(!Mn(e)&&typeof e.then=="function")return Wc(t,e,n)}return Mn(e)?l(ao,e,[r=>qt(t,r,n),r=>zt(t,r)]):
qt(t,e,n),e}function ho(t,e,n,r,o,i,s){try{let c=lo(t,e,n,r);if(W(c)&&c.then===C)return l(C,c,[u=>(qt(t,u,o),i(t,r[0],u)),
u=>(zt(t,u),s(t,r[0],u))]);let f=po(t,c,o);if(!W(f)&&typeof f?.then!="function")return i(t,r[0],f);let a=[u=>i(t,r[0],u),
u=>s(t,r[0],u)];return W(f)?l(C,f,a):f.then(a[0],a[1])}catch(c){return s(t,r[0],c)}}async function Wc(t,e,n){let r;try{r=
await e}catch(o){throw zt(t,o),o}return qt(t,r,n),r}function qt(t,e,n){let r=n?.(t,e);r!==void 0?zt(t,r):Bn(t)}function zt(t,e){
(t.kind==="request"||t.kind==="fetch")&&(t.detail[1]=500),J(t,e),t.failed=!0,Bn(t)}function Et(t,e,n,r,o,i){let s=f=>J(A(
t,n,[e]),f);jn(x(),0,t,e,n);let c;try{c=l(r,o,i)}catch(f){throw s(f),f}return W(c)?l(C,c,[void 0,s]):Mn(c)&&l(ao,c,[()=>{},
s]),c}function Ln(){let t=j.getStore();return e=>{Ct("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+P(["\
stream",Re(e,void 0)]))}}function mo(t,e,n,r,o){jn(x(),0,"request","",void 0),ne();let i;try{i=l(t,e,n)}catch(c){return ot(),
o(n[0],c)}let s=i?.then;return typeof s!="function"?(ot(),r(n[0],i)):l(s,i,[c=>(ot(),r(n[0],c)),c=>(ot(),o(n[0],c))])}function Bn(t){
if(t.closed)return;t.closed=!0,ot(),t.before.after=t.after,t.after.before=t.before,t.before=t.after=void 0,t.holds!==void 0&&
qr(t);let e=x(),{kind:n}=t;if(t.took=e-t.start,t.sent===void 0&&(n==="request"||n==="rpc"||n==="fetch"))return jr(t,e);Ct(
xn(t)+(t.sent===void 0?"":Dc(t.sent))),Cc&&(n==="alarm"||n==="scheduled"||n==="queue")&&_t()}var Dc=({count:t,same:e,first:n})=>"\
	"+P({__proto__:null,count:t,same:e,...n});function yo(t,e,n){let r=++Rn;Ct("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+x()+
"	0	0	ok	"+P(n))}function Ce(t,e,n,r){let o=s=>J(t,s),i;try{i=j.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return W(i)&&l(
C,i,[void 0,o]),i}function go(t,e,n){let r=A(e,t,[]);try{return j.run(r,n)}catch(o){throw J(r,o),o}}function wo(t,e,n){let r=j.
getStore()?.root;l(C,t,[void 0,o=>{let i=A(e,n,[]);r!==void 0&&(i.root=r),J(i,o)}])}function bo(t){L?.uncaught?.(t),J(xo(
t),t)}function _o(t,e){let n=j.getStore();Gr(t,xo(e),e,n?.after===void 0?0:n.n)}function xo(t){let e=j.getStore();if(e===
void 0||En(t))return;let n=A(e.kind,e.object,e.detail);return n.root=e.root,n}function Oo(t,e){let n=j.getStore(),r=n!==
void 0&&n.object===t&&n.kind!=="constructor",o=e;e instanceof oo||(o=new oo(e===void 0?"Application called abort() to re\
set Durable Object.":io(e))),$e.set(o,o===e?b(()=>io(e),void 0):void 0),J(r?n:A("abort",t,[]),o),!(!r||!X(t))&&(n.failed=
!0,Bn(n))}var ce=k(Request.prototype,"cf"),ko=ce?.get&&g(ce.get);ce?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...ce,get(){let t=ko(this);if(!t||!K(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...qc,...n}}});var qc={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function So(t){if(!ce?.get)return!0;let e=ko(t);return typeof e=="object"&&e!==null&&K(e,"clientIp")}import{formatWithOptions as vc}from"node-internal:internal_inspect";import{inspected as tf}from"dotool:options";var{Error:zc,JSON:Fc,Proxy:Jc,String:Cn}=globalThis,{parse:Ie,stringify:Uc}=Fc,Hc=Object.prototype,Kc=zc.prototype,In="_\
_dotool";function Eo(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+Vc(t[o]);let s=$(t[o],Kc)?b(
()=>Gc(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function Vc(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":R(t)||e===Hc||e===null||typeof t.toJSON=="function")?Uc(t):typeof t=="sy\
mbol"?"{}":B(Cn(t)))??"null"}catch{return"{}"}}var Gc=t=>'{"name":'+B(""+t.name)+',"message":'+B(""+t.message)+',"stack"\
:'+B(Wn(t.stack))+"}";function Wn(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function Po(t){if(!R(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==In&&w(e,Qc(t[n]));return e.length>
0?e:void 0}function Qc(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)w(n,Zc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=To(i.message);if(s===void 0){w(e,i);continue}for(let c=0;c<s.length;c++){let[f,...a]=s[c].
split("	");f==="console"&&w(e,$o(i.timestamp,a));let u=f==="error"&&a[3]==="request"?b(()=>Ie(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",w(n,{name:u.name??"Error",message:u.message??Xc(u.thrown),timestamp:i.timestamp,stack:Wn(
u.stack)}))}}return Yc(t,{logs:e,exceptions:n,outcome:r})}var Xc=t=>b(()=>Cn(Ie(t)),Cn(t));function Yc(t,e){let n={__proto__:p(
t)};for(let r of H(t))n[r]=r in e?e[r]:t[r];return n}var Zc=t=>t.stack===void 0?t:{...t,stack:Wn(t.stack)},To=t=>R(t)&&t.
length===1&&typeof t[0]=="string"?mn(t[0]):typeof t=="string"?mn(t):void 0;function $o(t,[,e,n,r]){let{message:o=[Ie(n)],
errorInfo:i}=r===void 0?{}:Ie(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var No=t=>t?.event?.
entrypoint!==In&&t?.event?.info?.entrypoint!==In;function Ro(t){if(typeof t=="function")return n=>Ao(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new _;return new Jc(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>Ao(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function Ao(t,e){let n=t?.event?.type==="log"?
To(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:c,message:f}=$o(0,s);r=e({...t,event:{...t.event,level:c,message:f}})}return r}var{String:qe}=globalThis,Mo=!1;function jo(){Mo=!0}var ef=q(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])ft(t,(...e)=>rf(t,e));var{log:Ft,error:nf}=console;ft("dir",t=>Ft(t));ft("trace",(...t)=>Ft(qe(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(ze).join(" "))));ft("assert",(t,...e)=>t||nf("Assertion failed"+(e.length>0?": "+
ze(e[0]):""),...e.slice(1)));var We=new Map;ft("count",(t="default")=>{We.set(t,(We.get(t)??0)+1),Ft(t+": "+We.get(t))});
ft("countReset",(t="default")=>We.delete(t));var De=new Map;ft("time",(t="default")=>De.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])ft(t,(e="default",...n)=>{De.has(e)&&(Ft(e+": "+(Date.now()-De.get(e))+" ms",...n),t==="timeEnd"&&De.
delete(e))});ft("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return Ft(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,c]of e){let f=typeof c=="object"&&c!==null;o.push([s,...n.map(a=>f&&a in
c?ze(c[a]):""),...r?[f?"":ze(c)]:[]])}let i=o[0].map((s,c)=>Math.max(...o.map(f=>f[c].length)));Ft("%s",o.map(s=>s.map((c,f)=>c.
padEnd(i[f])).join("  ").trimEnd()).join(`
`))});function rf(t,e){let n=sf(e);It("console	"+re()+"	"+t+"	"+B(n)+(Mo?"	"+Eo(e):"")),tf&&of(t,e)}function of(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)w(n,e[r]);l(ef,void 0,n)}function sf(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)w(e,t[n]);try{let n=()=>""+l(vc,void 0,e);return typeof t[0]==
"string"&&Q(t[0],"%j")>=0?ln(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??qe(n))+")>"}catch{return"<Format\
ting threw>"}}}function ze(t){if(typeof t=="string")return t;try{return ln(()=>JSON.stringify(t))??qe(t)}catch{return qe(
t)}}function ft(t,e){m(console,t,()=>e)}import ou from"cloudflare-internal:workers";var Co=new M,Io=new M,cf=2,ff=3,Dn=4,Wo=1,uf=2,Do=!1,qo=t=>b(()=>{let e=v(t,"messages",t),n=p(t),r=p(e[0]);if(k(n,"ackAl\
l")===void 0||k(r,"ack")===void 0)return[];let o=[v(t,"queue",t),e.length,0,0,0];Do||af(n,r),Co.set(t,o);for(let i=0;i<e.
length;i++)Io.set(e[i],[o,!1]);return o},[]);function af(t,e){Do=!0,Fe(e,"ack",n=>Lo(n,cf)),Fe(e,"retry",n=>Lo(n,ff)),Fe(
t,"ackAll",n=>Bo(n,Wo)),Fe(t,"retryAll",n=>Bo(n,uf))}function Fe(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function Lo(t,e){let n=Io.get(t);n===void 0||n[1]||n[0][Dn]===Wo||(n[1]=!0,n[0][e]++)}function Bo(t,e){let n=Co.
get(t);n!==void 0&&n[Dn]===0&&(n[Dn]=e)}import{held as $t}from"dotool:options";var Pt=200*365*864e5,qn=Pt+50*365*864e5,zo=Math.floor((2**63-1024)/1e6)-Pt,Tt=Date,Fo=g(Date.prototype.getTime),{max:Fn,
min:Jo,round:lf,trunc:Uo}=Math,Jt=0,ut=()=>x()+Jt,Ho=t=>t<=zo?Fn(t+Pt,qn):t*1e6>=2**63?t:Jo(t,qn-1),Jn=t=>$t&&t!==null&&
t>=qn?t-Pt:t,zn=new _,fe;function Ko(t){if(fe??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},L!==void 0&&df(
t),!$t)return;let e=n=>{let r=Z.get(n);r!==void 0&&zn.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Tt?Fo(r):r;return l(n,this,[typeof i=="number"&&i>=0?Ho(Fn(Uo(i),ut())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Jn(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function df(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Tt?Fo(n):n;return Dt(Z.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=zo&&L.fakeTimers?.()?Uo(o)+Pt:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=Pt?r-Pt:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return Dt(Z.get(this),void 0),l(e,
this,n)}}).deleteAlarm)}var Un=new _;async function Vo(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Jn(await l(fe.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=x();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let c=s?e:i??ut();return $t&&Un.
set(t.id.toString(),{__proto__:null,at:Jo(c,ut()),set:c,retry:r,keep:o}),await l(fe.setAlarm,t.storage,[x()]),{at:i,fired:!0}}
async function Hn(t){try{return Jn(await l(fe.getAlarm,t,[]))??void 0}catch{return}}function Go(t,e){let n=$t?Un.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Tt?new Tt(r):r}}async function Qo(t){let e=Un.get(t.id.toString());if(e?.keep)
try{await l(fe.setAlarm,t.storage,[Ho(e.set)])}catch{}}function Xo(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Jt>0&&(e.clock=ut()),e}function Yo(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Jt>0?ut():void 0}}function Zo(t){$t&&t!==void 0&&(Jt=Fn(Jt,t-x()));let e=tt(zn,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return zn.clear(),{__proto__:null,held:$t,now:lf(ut()),changed:e}}$t&&(ke("Date",(e,n)=>Y(Tt,e.length===
0&&Jt>0?[ut()]:e,n),()=>new Tt(ut()).toString()),m(Tt,"now",()=>()=>ut()));import{held as iu}from"dotool:options";function mt(t,e,n="info"){It("binding	"+re()+"	"+n+"	"+B([t,e]))}var Je="email";function vo(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
c=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&mt(Je,`rejected: ${a}`,"warn"),w(c,u),u},async forward(a,u){
let{__dotool:d,...h}=await r(a,u);return mt(Je,`forwarded to ${a}
${d}`),h},async reply(a){let{__dotool:u,...d}=await o(a);return mt(Je,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)mt(Je,e.warnings[d],
"warn");let u=await a();for(let d=0;d<c.length;d++)try{await c[d]}catch{}return u}}}var Kn,ri;function oi(t,e){ri=e;let{fetch:n}=p(t);Kn=r=>l(n,t,["http://dotool/error",r])}var pf=2e3,{Response:ii}=globalThis,
hf=q(AbortSignal.timeout,AbortSignal),ti=y(Request.prototype,"method"),mf=y(Request.prototype,"url"),ei=y(Request.prototype,
"headers"),ni=g(Headers.prototype.get),yf=y(ii.prototype,"status");async function Ue(t,e,n){if(!Kn||!So(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:ri,error:t.thrown,method:ti(e),url:mf(e),accept:ni(ei(e),"accept")??"",agent:ni(ei(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:St(
r.call),error:r.known}}),i;try{i=await Kn({__proto__:null,method:"POST",body:o,signal:hf(pf)})}catch{throw n}if(yf(i)!==
500)throw n;return ti(e)==="HEAD"?new ii(null,i):i}var gf=y(Request.prototype,"url"),He,Vn,Ke=()=>He!==void 0;function si(t,e){He=q(t.fetch,t),Vn=new E;for(let n=0;n<e.length;n++)
Vn.add(e[n])}function ci(t){if(He===void 0)return;let e=gf(t),n=Q(e,"/",8),r=Q(e,"?",n);return Vn.has(r<0?O(e,n):O(e,n,r))?
He(t):void 0}var{ArrayBuffer:li,BigInt:wf,Date:bf,Error:di,Map:Ve,Set:Qn,String:_f}=globalThis,{abs:fi,ceil:xf,min:Of}=Math,{isInteger:kf}=Number,
{prototype:Sf}=Object,pi=new TextEncoder,Af=g(pi.encode),Ef=y(p(Uint8Array.prototype),"byteLength"),Gn=g(Ve.prototype.forEach),
hi=g(Qn.prototype.forEach),Pf=g(wf.prototype.toString),G=2e6,ue=t=>Ef(Af(pi,t)),mi=1<<18,at=mi,ui=x(),Tf=0;function $f(){
if(at>=0)return!0;if((++Tf&7)!==0)return!1;let t=x();return at=Of(mi,at+(t-ui)*400),ui=t,at>=0}function yi(t){if(!$f())return 0;
try{return Ut(t)}catch{return 0}}function Ut(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===Sf||n===null){for(let r in t){if(at--,e>G)break;e+=r.length*2+8+Ut(
N(t,r))}return e}if(R(t)){for(let r=0;r<t.length&&e<=G;r++,at--)e+=Ut(t[r]);return e}if(Gt(t))return t.buffer.byteLength+
16;if(t instanceof li)return t.byteLength+16;if(t instanceof Ve||t instanceof Qn){let r=t instanceof Ve?Gn:hi;return r(t,
(o,i)=>{at--,e<=G&&(e+=Ut(o)+(r===Gn?Ut(i):0))}),e}if(t instanceof di)return e+4096;for(let r in t){if(at--,e>G)break;e+=
r.length*2+8+Ut(N(t,r))}return e}function Xn(t){let e=new E,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+ai(i.length)+i.length*(ye(Nf,i)!==null?2:1);case"number":return kf(i)&&fi(i)<2**30?1+ai(fi(i)*2):9;case"bigint":
return 2+xf(Pf(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Gt(i))return i.buffer.byteLength+8;if(i instanceof li)return i.byteLength+4;let s=3;if(R(i))for(let c=0;c<i.length;c++)
s+=r(i[c]);else if(i instanceof Ve)Gn(i,(c,f)=>s+=r(f)+r(c));else if(i instanceof Qn)hi(i,c=>s+=r(c));else if(i instanceof
bf)s+=8;else if(i instanceof di)s+=r(_f(i.stack))+r(i.message);else{let c=H(i);for(let f=0;f<c.length;f++)s+=r(c[f])+r(N(
i,c[f]))}return s},o=2+r(t);return at-=1e7-n,o}var Nf=/[^\0-\xff]/,ai=t=>t<128?1:t<16384?2:t<2097152?3:4;var yt=2048,Qe=128*1024,Rf=32,er=128,gi=1e10,Zn=1024,{Date:xi,Error:Ge}=globalThis,{round:Mf}=Math,jf=g(xi.prototype.getUTCFullYear);
function Oi(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>yt)&&wi("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>yt)&&wi("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?nr("put",this,n[0],n[1]):
Bf(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&If(this,+n[0]),r}}).setAlarm)}
function ki(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&nr("kv.put",void 0,n[0],n[1]),r}}).
put)}var Lf=0;function Si(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>G&&Wf(n),(++Lf&4095)===0&&qf(this),r}}).
exec)}function Ai(t){let e=p(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>Zn&&zf(n,o[0]),i}})[n])}function wi(t,e,n){if(typeof n=="string")n.length*3>yt&&vn(t,e,n);else if(R(
n)){for(let r=0;r<n.length;r++)n[r].length*3>yt&&vn(t,e,n[r]);n.length>er&&Ei(t,e,n.length)}}function Bf(t,e){if(typeof e!=
"object"||e===null)return;let n=H(e),r=n.length;for(let o=0;o<r;o++)nr("put",t,n[o],N(e,n[o]));r>er&&Ei("put",t,r)}function nr(t,e,n,r){
n.length*3>yt&&vn(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=yi(r);
break;default:return}o>Qe-yt&&Cf(t,e,n,r,o)}function vn(t,e,n){Xe(Ni(e)?.class)&&lt("key-size",t,e,()=>{let r=ue(n);if(!(r<=
yt))return[r,yt,`a key of ${Ht(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function Cf(t,e,n,r,o){if(e!==void 0&&Xe(Ni(e)?.class)){if(o<=Qe)return;lt("value-size",t,e,()=>{let i=Xn(
r);if(!(i<=Qe+Rf))return[i,Qe,`${ie(n)} has a value of ${Ht(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=G||lt("value-size",t,e,()=>{
let i=Xn(r)+ue(n);if(!(i<=G))return[i,G,`${ie(n)} and its value have ${tr(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function Ei(t,e,n){lt("key-count",t,e,()=>[n,er,`${Ht(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function If(t,e){lt("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${jf(new xi(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function Wf(t){let e=0,n=0,r="";lt("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
c=typeof s=="string"?ue(s):s?.byteLength??8;e+=c,c>n&&(n=c,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>G)return[n,G,`a ${r} of ${tr(n)}, where production takes 2 MB`,o];if(e>G&&ye(Df,t[0])!==
null)return[e,G,`a row of ${tr(e)}, where production takes 2 MB`,o]})}var Df=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function qf(t){let e=t.databaseSize;e<=gi||lt("database-size","exec",void 0,()=>[e,gi,`the database of the object has ${Ht(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function zf(t,e){
lt("name-size",t,void 0,()=>{let n=ue(e);if(!(n<=Zn))return[n,Zn,`a name of ${Ht(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function Pi(t){
lt("handler-name","acceptWebSocket",void 0,()=>{let e=ct.get(t).prototype,n=U(e);for(let r=0;r<bi.length;r++){let o=bi[r];
if(wt(e,o))continue;let i=_i(o);for(let s=0;s<n.length;s++){let c=n[s];if(typeof c!="string")continue;let f=_i(c);if(f===
i||f==="on"+i||f===i+"s"||f==="on"+O(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${c}()`,`\
rename it to ${o}`]}}})}var bi=["webSocketMessage","webSocketClose","webSocketError"],_i=g(String.prototype.toLowerCase),
Ti=new E;function $i(t){for(let e of t)Ti.add(e)}var Xe=t=>Ti.has(t),Ni=t=>Z.get(t)??st()?.object,Yn=new E;function lt(t,e,n,r){
let o=st(),i=o?.object??Z.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+St(o);if(Yn.has(s)||Yn.size>=1e3)return;let c,f;try{if(c=
r(),c===void 0)return;f=Ff()}catch{return}f!==""&&(Yn.add(s),pt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:c[0],limit:c[1],message:c[2],hint:c[3],stack:f})))}function Ff(){let{stackTraceLimit:t}=Ge;Ge.stackTraceLimit=
20;let{stack:e}=new Ge;if(Ge.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=Q(
e,`
`,r),o<0&&(o=e.length);let i=O(e,r,o);I(i,"    at ")&&Q(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function Ht(t){let e=""+Mf(t*10)/10,n=Q(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=O(e,0,r)+","+O(e,r);
return e}var tr=t=>Ht(t/1e6)+" MB";import{log as Jf}from"dotool:options";var{Error:Uf,WebSocket:Li}=globalThis,Hf=y(Li.prototype,"readyState"),gt="__dotool",Ri=!1;function or(t,e){if(Ri)return;
Ri=!0,e&&Vt(e,gt);let n=t?.exports;if(!n)return;let r=U(n);for(let o=0;o<r.length;o++)I(r[o],gt)?Vt(n,r[o]):rt(p(n[r[o]]))}
var Mi=!1;function Mt(t,e){if(or(t,e),Mi||typeof t!="object"||t===null)return;let n=p(t);typeof k(n,"waitUntil")?.value==
"function"&&(Mi=!0,Bi(n))}function Bi(t){m(t,"waitUntil",e=>({waitUntil(...n){return W(n[0])&&wo(n[0],"waitUntil",Nt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function Ci(t,e){Ii.has(e)&&S(t,"container",{__proto__:null,value:new rr(e),enumerable:!0,
configurable:!0})}var Ii=new E;function Wi(t){for(let e of t)Ii.add(e)}var rr=class{#e;constructor(e){this.#e=e}#t(){throw new Uf(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
Nt=new M,ir,Ye,Di,ji=!1;function qi(t){if(ji)return;ji=!0;let e=p(t);ir=y(e,"id"),Ye=y(e,"storage"),Bi(e),Di=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=Nt.get(this);return o!==void 0&&Oo(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=Nt.get(this);Jf&&Pi(o);let c=Rt.get(s);c?
c.count++:Rt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=Nt.get(this);if(i===void 0||typeof r!="function")return l(n,this,cr(r,o));let s=A("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(f){throw J(s,f),f}}])}}).blockConcurrencyWhile)}var Rt=new _;function sr(t){
let{id:e}=Nt.get(t).object,n=Rt.get(e);if(n===void 0)return;let r=l(Di,t,[]);n.count=0;for(let o=0;o<r.length;o++)Hf(r[o])===
Kf&&n.count++;n.count===0&&Rt.delete(e)}var Kf=Li.OPEN;function cr(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)w(n,e[r]);return n}import Vf from"cloudflare-internal:workers";var{WorkflowEntrypoint:Gf,RpcPromise:Ui}=Vf,{Error:Qf,Promise:Xf,String:ae}=globalThis,Yf=Qf.prototype,Zf=Ui.prototype.then,
vf=t=>typeof t=="function"&&$(t,Ui.prototype),Hi=t=>typeof t=="function"&&$(t.prototype,Gf.prototype);function Ki(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Mt(n[0],n[1]);let o=Y(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let c=v(o,s,
o);return typeof c!="function"||s==="constructor"||typeof s=="symbol"||!Kt(o,s)?c:s==="run"?(f,a)=>eu(c,o,f,a):(...f)=>l(
c,o,f)}})}})}function Vi(t,e){let n="\0"+t+"\0"+e,r=it.get(n);return r===void 0&&(r={k:it.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},it.set(n,r),V("instance	"+r.k+"	"+P([t,e]))),r}var le=!1;function Gi(){le=!0}var tu=q(scheduler.wait,scheduler),
Ze=()=>tu(2147483647);function eu(t,e,n,r){let o=Vi(ae(N(n,"workflowName")),ae(N(n,"instanceId"))),i=A("run",o,[]);i.root=
0,nu(r,o);let s=f=>{if(le)return Ze();if(Qi(f))return Xi();throw J(i,f),f},c;try{c=j.run(i,()=>l(t,e,[n,r]))}catch(f){return s(
f)}return W(c)?l(C,c,[void 0,s]):c}var zi="WorkflowAbortedError",Qi=t=>$(t,Yf)&&b(()=>I(ae(t.name),zi)||I(ae(t.message),
zi),!1);function Xi(){return pt("over"),new Xf(()=>{})}function nu(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];S(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(le)return Ze();
let s=[],c=l(o,t,r===0?ru(i,e,s):i),f=u=>(Ji(s),u),a=u=>{if(Ji(s),le)return Ze();if(Qi(u))return Xi();throw u};return vf(
c)?l(Zf,c,[f,a]):W(c)?l(C,c,[f,a]):c}})}}function ru(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Fi(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof N(i,"rollback")=="function"){let{rollback:c}=i;
s={...i,rollback:Fi(e,t[0],c)}}w(r,s)}return r}function Fi(t,e,n,r){return(...o)=>{if(le)return Ze();let i=o[0],s=i?.attempt??
1,c=i?.step?.count??1;if(r!==void 0){let f=t.k+" "+c+" "+s+" "+e;ve.has(f)||ne(),ve.set(f,!0),w(r,f)}return F(A("step",t,
[ae(e)+(c>1?" #"+c:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var ve=new _;function Ji(t){for(let e=0;e<t.length;e++)
ve.delete(t[e])&&ot();t.length=0}function Yi(t,e,n){let r=Vi(t,e),{state:o,step:i,count:s,attempt:c,error:f}=me(n);(o===
"stored"||o==="failed")&&(ve.delete(r.k+" "+s+" "+c+" "+i)&&ot(),o==="stored")||(X(r)||f!==void 0)&&Ct("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:su}=ou,{Response:es,TypeError:ns}=globalThis,Zi=y(Request.prototype,"method"),vi=y(Request.prototype,
"url"),cu=y(es.prototype,"status"),rs,os=t=>b(()=>typeof rs[t]=="function",!1);function is(t){return rs=typeof t=="funct\
ion"?t.prototype:t,typeof t=="function"?new Proxy(t,{__proto__:null,construct(e,n,r){return Mt(n[0],n[1]),ts(Y(e,n,r),!0)}}):
typeof t!="object"||t===null?t:ts(t,!1)}function ts(t,e){let n=e?void 0:new _,r=(o,i)=>{e&&At(t,i)&&se(t,i);let s=v(t,i,
t);if(i==="fetch"&&s===void 0&&Ke()&&(s=du),typeof s!="function"||i==="constructor")return s;if(typeof i=="symbol")return q(
s,t);let c=n?.get(i);if(c!==void 0&&c[0]===s)return c[1];if(i!=="fetch"&&!Kt(t,i))return s;let f=i==="fetch"?uu(s,t):fu(
i,s,t,e);return n===void 0||(S(f,"length",{__proto__:null,value:s.length}),n.set(i,[s,f])),f};return new Proxy({},{__proto__:null,
get:r,has:(o,i)=>wt(t,i)||i==="fetch"&&Ke(),getPrototypeOf:()=>p(t),ownKeys:()=>U(t),getOwnPropertyDescriptor(o,i){if(e&&
At(t,i))return;let s=k(t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}
function ss(t,e){if(Hi(e))return Ki(e);if(typeof e!="function"||!$(e.prototype,su.prototype))return e;let n=new _,r={__proto__:null,
get(i,s){L!==void 0&&At(i,s)&&se(i,s);let c=v(i,s,i);if(typeof c!="function"||s==="constructor"||typeof s=="symbol")return c;
let f=n.get(s);if(f===void 0||f[0]!==c||K(i,s)){if(!Kt(i,s))return c;f=[c,t+"."+s],K(i,s)||n.set(s,f)}return(...a)=>Et("\
rpc",f[1],void 0,c,i,a)}},o=!1;return new Proxy(e,{__proto__:null,construct(i,s,c){return Mt(s[0],s[1]),o||je(r,!0),o=!0,
new Proxy(Y(i,s,c),r)}})}var cs=new E;cs.add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("t\
race").add("test").add("connect");function fu(t,e,n,r){return(...o)=>{if(Mt(o[2],o[1]),t==="tail"&&(o[0]=Po(o[0]))===void 0)
return;if(t==="tailStream")return No(o[0])?Ro(l(e,n,o)):void 0;let i=t==="email"?vo(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,F(A(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!cs.has(t))return z?F(A("rpc",void 0,[t,Ae(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=A(t,void 0,t==="scheduled"?Yo(o[0]):t==="queue"?qo(o[0]):[]);return iu&&(t==="schedu\
led"||t==="queue")&&Be(s),F(s,e,n,o)}}function uu(t,e){let n=(o,i)=>{let s=A("request",void 0,[Zi(o),500,vi(o)]);return J(
s,i),Ue(s,o,i)},r=(o,i)=>us(i)?i:n(o,ur());return(...o)=>{let i=o[0];if(Ke()){let s=ci(i);if(s!==void 0)return s}return Mt(
o[2],o[1]),z?ho(A("request",void 0,[Zi(i),0,vi(i)]),t,e,o,fr,au,Ue):mo(t,e,o,r,n)}}var au=(t,e,n)=>t.thrown===void 0?n:Ue(
t,e,ur());function Kt(t,e){for(let n=t;n!==null;n=p(n)){let r=k(n,e);if(r!==void 0)return r.get!==void 0?fs.has(e):n!==t||
r.configurable||r.writable}return!0}var fs=new E;fs.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClos\
e").add("webSocketError");var us=t=>$(t,lu),lu=es.prototype;function fr(t,e){if(us(e))t.detail[1]=cu(e);else if(typeof e?.
then!="function")return ur()}function du(){throw new ns("Handler does not export a fetch() function.")}function ur(){let t=new ns(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}var pu=Object.prototype;function as(t,e){let n=new _;for(let r=t.prototype;r&&r!==pu;r=p(r)){let o=typeof r.constructor==
"function"?Qt(r.constructor):"";if(O(o,-17)==="{ [native code] }")break;let i=U(r);for(let s=0;s<i.length;s++){let c=i[s];
if(typeof c!="string"||n.has(c)||c==="constructor"||c==="__dotool")continue;let{value:f,get:a}=k(r,c);typeof f=="functio\
n"?n.set(c,{__proto__:null,name:c,kind:"method",parameters:f.length,source:O(Qt(f),0,2e3)}):a&&n.set(c,{__proto__:null,name:c,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:tt(n)}}import qu from"cloudflare-internal:workers";var hu=["cause","errors","error","suppressed"];var jt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function lr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function ds(t){
let e=new Map;function n(c){if(c===null||typeof c!="object")return c;if(Array.isArray(c)){let d=new Array(c.length);return e.
set(c,d),c.forEach((h,T)=>h?.$hole||(d[T]=n(h))),d}let a=Object.keys(c).find(d=>d.charCodeAt(0)===ar&&d.charCodeAt(1)!==
ar);if(a===void 0)return r({},c);if(a==="$ref")return s(c.$ref);let u=o(c,a,c[a]);return typeof u=="object"&&u!==null&&e.
set(c,u),u}function r(c,f,a=f){e.set(a,c);for(let u of Object.keys(f)){let d=u.charCodeAt(0)===ar?u.slice(1):u;d in c?tn(
c,d,n(f[u])):c[d]=n(f[u])}return c}function o(c,f,a){switch(f){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(c,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(c.length);return r(u,a,c)}case"$map":{let u=new Map;e.set(c,
u);for(let[d,h]of a)u.set(n(d),n(h));return u}case"$set":{let u=new Set;e.set(c,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...h}=a,T=new(ls[u]??Error)(d??"");ls[u]||tn(T,"name",u,!1),e.set(c,T),tn(T,"stack",
String(T));for(let[D,sn]of Object.entries(h))tn(T,D.replace(/^\$/,""),n(sn),D!=="stack"&&!hu.includes(D));return T}case"\
$request":return new Request(a,n(c.init))}throw new Error(`a value with ${f} cannot be written while a server runs: stop\
 it first`)}function i(c,f){let{type:a="Uint8Array"}=c;if(a==="Blob")return new Blob([jt(f)],{type:c.contentType??""});if(a===
"ArrayBuffer"){if(c.maxLength===void 0)return jt(f).buffer;let T=jt(f),D=new ArrayBuffer(T.length,{maxByteLength:c.maxLength});
return new Uint8Array(D).set(T),D}let u=ps[a];if(!u)throw new Error("there is no "+a+" here");if(!c.buffer)return new u(
jt(f).buffer);let d=n(c.buffer),h=jt(f).length/(u.BYTES_PER_ELEMENT??1);return c.lengthTracking?new u(d,c.offset??0):new u(
d,c.offset??0,h)}function s(c){let f=t,a=c.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&f?.$bytes!==void 0&&f.buffer===void 0)return e.get(f)?.buffer;f=f?.[d]}
return e.get(f)}return n(t)}var ar=36,ps={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(ps.Float16Array=Float16Array);
var ls={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function tn(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function dr(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return mu(t.storage,n);case"kv-put":return t.storage.put(n.key,ds(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return hs(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return hs(()=>Vo(t,n))}throw new Error("unknown action "+e)}async function hs(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function mu(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,c={};try{let{sql:f}=t;t.transactionSync(()=>{let a=en(f);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...f.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&yu(t,u,r),o++;if(s=en(f)-a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw c})}catch(f){
if(f!==c)return{results:r,failed:{at:o,checking:i,message:String(f?.message??f)}}}return{results:r,written:s}}var en=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function yu(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.
$blob===void 0?h:jt(h.$blob)),{sql:c}=t,f=o&&gu(t,e,o,s);if(f){i.push(f);return}let a=c.exec(e,...s),u=a.columnNames,d=[];
try{for(let h of a.raw())d.push(h)}catch(h){let T=`SELECT * FROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...c.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:ms(c,T,s,r,u,d)}),h}i.push(
{columns:u,rows:ms(c,e,s,r,u,d)})}function ms(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(_u))){let s=o.map((c,f)=>"c"+f);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(ys)} FROM "dotool typed"`,...n).raw()].map(f=>f.map(gs))}catch{}}return i.map(s=>s.map(xu))}function gu(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:c}=t,f=o.flatMap(d=>d===""?bu(c,i):[d]),a=f.length,u=f.map(d=>ys(`(${d})`));for(let d of[
`${r}
, `,""]){let h=`${n} RETURNING ${d}${u}`;try{[...c.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let T=d?void 0:wu(t,e,s),
D=c.exec(h,...s),sn=[...D.raw()].map(Hs=>Hs.slice(-a).map(gs));return{columns:D.columnNames.slice(0,-a),rows:sn,...T}}}function wu(t,e,n){
let r=en(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:en(t.sql)-r}}function bu(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var ys=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function gs(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+lr(t.slice(1)):typeof t=="number"?ws(t):t}var _u=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function xu(t){return t instanceof ArrayBuffer?"b"+lr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):ws(t)}var ws=t=>"r"+
(Object.is(t,-0)?"-0":t);var bs;function _s(t){bs=t}var de=t=>t===bs;var{ArrayBuffer:Ps,Promise:Ou,String:ku,Uint8Array:Ts,WebSocket:Su}=globalThis,et=Su.prototype,Au=y(MessageEvent.prototype,
"data"),Eu=y(CloseEvent.prototype,"code"),Pu=y(CloseEvent.prototype,"reason"),Tu=y(CloseEvent.prototype,"wasClean"),$u=y(
ErrorEvent.prototype,"message"),$s=y(Event.prototype,"type"),Nu=y(Event.prototype,"target"),Ru=g(et.close),Mu=y(Ps.prototype,
"byteLength"),nn=p(Ts.prototype),ju=y(nn,"buffer"),Lu=y(nn,"byteLength"),Bu=y(nn,"byteOffset"),Cu=80,xs=16,Os="012345678\
9abcdef";function pe(t){try{return typeof t=="string"?{__proto__:null,length:t.length,text:O(t,0,Cu)}:$(t,Ps.prototype)?
ks(t,0,Mu(t)):$(t,nn)?ks(ju(t),Bu(t),Lu(t)):typeof t=="object"?{__proto__:null,bytes:t.byteLength??t.size}:pe(""+t)}catch{
return{__proto__:null}}}function ks(t,e,n){let r=n<xs?n:xs,o=new Ts(t,e,r),i="";for(let s=0;s<r;s++)i+=Os[o[s]>>4]+Os[o[s]&
15];return{__proto__:null,bytes:n,hex:i}}function Iu(t,e){let{sent:n}=t;if(n===void 0){t.sent={__proto__:null,count:1,same:!0,
message:e,first:pe(e)};return}n.count++,e!==n.message&&(n.same=!1)}function yr(t){try{return ku(t?.message??t)}catch{return"\
an error that cannot be read"}}var hr={__proto__:null,message:t=>pe(Au(t)),close:t=>({__proto__:null,code:Eu(t),reason:Pu(
t),wasClean:Tu(t)}),error:t=>({__proto__:null,message:yr($u(t))})},Ss=new M;function mr(t){let e=Ss.get(t);return e===void 0&&
Ss.set(t,e={__proto__:null,object:st()?.object,message:0,close:0,error:0}),e}var As=new M;function Wu(t,e,n){let r=$s(t),
{object:o}=mr(Nu(t)),i=As.get(t);if(i!==void 0)return Ce(i,e,n,[t]);let s=A(r,o,hr[r]?.(t)??[]);if(As.set(t,s),hr[r]===void 0||
!(o===void 0?z:X(o)))return Ce(s,e,n,[t]);F(s,async()=>{let c=Ce(s,e,n,[t]);await(W(c)?c:void 0)},void 0,[])}var Es=new M;
function pr(t){if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=Es.get(t);return e===void 0&&(e=function(n){
let r=typeof t=="function"?t:t.handleEvent;return Wu(n,r,typeof t=="function"?this:t)},Es.set(t,e)),e}function Ns(t){let{
addEventListener:e}=et,n=K(et,"addEventListener")?et:EventTarget.prototype,r=["message","close","error","open"];for(let i=0;i<
r.length;i++){let s="on"+r[i];if(k(et,s)!==void 0)continue;let c=new M;S(et,s,{__proto__:null,configurable:!0,get(){return c.
get(this)},set(f){let a=c.get(this),u=pr(f);c.set(this,u),o(this,r[i],(typeof u=="function"?1:0)-(typeof a=="function"?1:
0))}})}let o=(i,s,c)=>{let f=mr(i);typeof s=="string"&&K(f,s)&&s!=="object"&&(f[s]+=c)};m(n,"addEventListener",i=>({addEventListener(...s){
return $(this,et)&&(s[1]=pr(s[1]),o(this,s[0],1)),l(i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){
return $(this,et)&&(s[1]=pr(s[1])),l(i,this,s)}}).removeEventListener),m(et,"send",i=>({send(...s){let c=l(i,this,s),f=st();
return f!==void 0&&!f.closed&&Iu(f,s[0]),c}}).send),m(et,"accept",i=>({accept(...s){let c=mr(this);l(i,this,s);let f,a=new Ou(
d=>t.add(f=d));l(C,a,[d=>{try{d&&Ru(this,1012,"reloading")}catch{}}]);let u=d=>{let h=$s(d),T=c.object===void 0?z:X(c.object);
c[h]===0&&T&&yo(h,c.object,hr[h](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(f),f(!1),u(d)}])}}).accept)}import{held as js,log as gr}from"dotool:options";var Rs=!1,Ms=!1;function Ls(t,e){if(Z.set(t,e),!Rs){Rs=!0;let n=p(t);Bs(n),(js||gr)&&Du(n)}gr&&!Ms&&!Xe(e.class)&&(Ms=!0,
Si(p(t.sql)),ki(p(t.kv)))}function Bs(t){Ko(t),gr&&Oi(t)}function Du(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!js?l(n,this,[r,o[0]]):l(n,this,[i=>(e||Bs(p(i)),e=!0,Z.set(i,Z.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:Cs}=qu,{Response:zu,TypeError:Is}=globalThis,Fu=y(Request.prototype,"method"),Ju=y(Request.prototype,"\
url"),Uu=y(Request.prototype,"headers"),Hu=g(Headers.prototype.get),Ku=g(Request.prototype.text),Lt=new M,rn=new _;function Ws(t,e){
if(typeof e!="function")return e;let n;return ct.set(t,e),rn.set(t,()=>n??=$(e.prototype,Cs.prototype)),new Proxy(e,{__proto__:null,
construct(r,o,i){let s=o[0];or(s,o[1]),n??=$(e.prototype,Cs.prototype),qi(s);let c=Dr(t,ir(s));Nt.set(s,{__proto__:null,
name:t,rpc:n,object:c}),Ls(Ye(s),c),Ci(s,t),L?.started?.(c);let f=go(c,"constructor",()=>Y(r,o,i));return Lt.set(f,s),Vu(
f,c,n)}})}function Vu(t,e,n){let r=new _,o={__proto__:null,get(i,s){if(s===gt&&n)return(u,d,h)=>Qu(t,u,d,h);n&&At(t,s)&&
se(t,s);let c=v(t,s,t);if(s==="fetch"&&L!==void 0)return Gu(t,c,e,n);if(typeof c!="function"||s==="constructor")return c;
let f=r.get(s);if(f!==void 0&&f[0]===c)return f[1];if(!Kt(t,s))return c;let a=Ds(s,c,t,e,n);return L!==void 0&&(a=Tn(s,a,
e)),r.set(s,[c,a]),a}};return new Proxy(t,je(o,n))}function Gu(t,e,n,r){return(o,...i)=>{let s=L.inside?.(o,t,Lt.get(t));
if(s!==void 0)return s;if(typeof e!="function")throw new Is("Handler does not export a fetch() function.");return l(Tn("\
fetch",Ds("fetch",e,t,n,r),n),t,cr(o,i))}}function Qu(t,e,n,r){if(!de(e))throw new Is('The RPC receiver does not impleme\
nt the method "__dotool".');return dr(Lt.get(t),n,r)}function Ds(t,e,n,r,o){switch(typeof t=="string"?t:""){case"":return q(
e,n);case"fetch":return(...i)=>{let s=i[0];return!o&&de(Hu(Uu(s),"dotool-secret"))?Xu(n,s):X(r)?F(A("fetch",r,[Fu(s),0,Ju(
s)]),e,n,i,fr):Et("fetch",void 0,r,e,n,i)};case"alarm":return i=>{let s=Lt.get(n),c=Go(s,i),f=A("alarm",r,Xo(c));return Be(
f),Dt(r,void 0),F(f,async()=>{let a=Ye(s);try{await l(e,n,[c])}catch(u){throw Dt(r,x()),(f.detail.next=await Hn(a))===void 0&&
await Qo(s),u}f.detail.next=await Hn(a)},void 0,[])};case"webSocketMessage":return(i,s)=>X(r)?F(A("message",r,pe(s)),e,n,
[i,s]):Et("message",void 0,r,e,n,[i,s]);case"webSocketClose":return(i,s,c,f)=>(sr(Lt.get(n)),X(r)?F(A("close",r,{__proto__:null,
code:s,reason:c,wasClean:f}),e,n,[i,s,c,f]):Et("close",void 0,r,e,n,[i,s,c,f]));case"webSocketError":return(i,s)=>(sr(Lt.
get(n)),F(A("error",r,{__proto__:null,message:yr(s)}),e,n,[i,s]))}return(...i)=>X(r)?F(A("rpc",r,[t,Ae(i)]),e,n,i):Et("r\
pc",t,r,e,n,i)}async function Xu(t,e){let{action:n,args:r}=me(await Ku(e));return new zu(B(await dr(Lt.get(t),n,r)??null))}import{log as ta}from"dotool:options";wr("ReadableStream",["start","pull","cancel"]);wr("WritableStream",["start","write","close","abort"]);wr("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return Ln()(
r[0]),o}}).error)}function wr(t,e){let n=globalThis[t];ke(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)w(i,s===0?Zu(r[0],
e):r[s]);return Y(n,i,o)})}var{create:Yu}=Object;function Zu(t,e){if(typeof t!="object"||t===null)return t;let n=Ln(),r=Yu(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...c)=>{let f;try{f=l(i,t,c)}catch(a){
throw n(a),a}return W(f)&&l(C,f,[void 0,n]),f};S(r,e[o],{__proto__:null,value:s})}return r}import{log as vu}from"dotool:options";function qs(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw bo(e),e}}}function zs(t,e){
let n=globalThis;for(;n!==null&&!K(n,t);)n=p(n);m(n??globalThis,t,e)}vu&&(zs("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=qs(arguments[0]));let e=l(t,this,arguments);return $n(st()?.object,e),e}}).setTimeout),zs("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=qs(arguments[0]));let e=l(t,this,arguments);return $n(st()?.object,
e),e}}).setInterval));var{DurableObject:ea,WorkerEntrypoint:Fs}=he,{TypeError:na,addEventListener:Js}=globalThis,ra=q(scheduler.wait,scheduler);
function oa({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:c,NAMESPACE:f,TAILS:a,TESTS:u,...d}){
_s(t),Er(e),oi(n,r),$i(o.split(" ")),i&&Wi(i.split(" ")),s&&si(s,c.split(" ")),rt(p(n)),rt(he.RpcStub.prototype),rt(he.RpcPromise.
prototype),rt(he.RpcProperty.prototype);for(let h of[ea,Fs,he.RpcTarget])an(h.prototype);a&&jo(),u&&no(d,{failureOf:Yr,label:St,
closeSockets:Us}),f&&(Fr(f),ta&&Ai(f)),globalThis[gt]=h=>(delete globalThis[gt],h&&delete h[gt],{__proto__:null,Control:br,
entrypoint:ss,handler:is,object:Ws,tests:L})}var on=new E;Ns(on);function Us(){on.forEach(t=>t(!0)),on.clear()}Js("unhan\
dledrejection",({promise:t,reason:e})=>_o(t,e));Js("rejectionhandled",({promise:t})=>Qr(t));var br=class extends Fs{async closeSockets(e){
nt(e),Gi(),On();let n=on.size;return Us(),P({__proto__:null,plain:n,objects:tt(Rt),inFlight:dt})}async unfinished(e,n){for(nt(
e);dt>0&&x()<n;)await ra(5);return P(dt>0?fo():[])}async sockets(e){return nt(e),P(tt(Rt,({name:n,id:r,count:o})=>({__proto__:null,
class:n,id:r,sockets:o})))}async takesRpc(e,n){return nt(e),rn.get(n)?.()}async methods(e,n){return nt(e),ct.has(n)?P(as(
ct.get(n),rn.get(n)())):void 0}async flush(e,n,r){nt(e),n!==void 0&&Rr(n),r&&V("mark	"+r),On()}async handles(e,n){return nt(
e),os(n)}async workflow(e,n,r,o){nt(e),Yi(n,r,o)}async say(e,n,r,o){nt(e),mt(n,r,o)}async hold(e,n){return nt(e),P(Zo(n))}};
function nt(t){if(!de(t))throw new na("forbidden")}export{_ as OwnMap,E as OwnSet,M as OwnWeakMap,tt as all,w as append,l as apply,b as attempt,q as bound,ia as charCodeAt,
Y as construct,S as defineProperty,Vt as deleteProperty,p as getPrototypeOf,y as getter,wt as has,K as hasOwn,Q as indexOf,
$ as inherits,oa as install,R as isArray,W as isPromise,Gt as isView,H as keys,mt as note,x as now,re as origin,k as own,
U as ownKeys,me as parse,B as quote,v as read,O as slice,I as startsWith,ye as test,C as then,Qt as toText,g as uncurry,
N as value};
