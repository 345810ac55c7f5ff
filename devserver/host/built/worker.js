import we from"cloudflare-internal:workers";import Kf from"cloudflare-internal:workers";import Sf from"node-internal:async_hooks";import cf from"cloudflare-internal:workers";import{customInspectSymbol as uf}from"node-internal:internal_inspect";var{apply:l,construct:v,get:Qt,has:_t,ownKeys:K,defineProperty:S,deleteProperty:Xt}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:nf}=Reflect,
{freeze:rf,setPrototypeOf:kr}=Object,{keys:V,hasOwn:G}=Object,{isArray:N}=Array,{isView:Yt}=ArrayBuffer,{now:_}=Date,B=JSON.
stringify,be=JSON.parse,{bind:pn,call:of}=Function.prototype,g=l(pn,pn,[of]),R=g(pn),C=Promise.prototype.then,Zt=g(Function.
prototype.toString),ga=g(String.prototype.charCodeAt),O=g(String.prototype.slice),Y=g(String.prototype.indexOf),I=g(String.
prototype.startsWith),_e=g(RegExp.prototype.exec),sf=g(Object.prototype.isPrototypeOf),W=(t,e)=>sf(e,t);function vt(t){function e(){}
return e.prototype=t,e}var ff=vt(Promise.prototype),D=t=>t instanceof ff;function k(t,e){let n=nf(t,e);return n!==void 0&&
kr(n,null),n}function $(t,e){return k(t,e)?.value}function y(t,e){let n=t&&k(t,e)?.get;return n===void 0?r=>r[e]:g(n)}function w(t,e){
S(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,configurable:!0})}function b(t,e){try{return t()}catch{return e}}
function hn(t){class e extends t{}let n=K(t.prototype);for(let r=0;r<n.length;r++)n[r]!=="constructor"&&S(e.prototype,n[r],
k(t.prototype,n[r]));return kr(e.prototype,null),rf(e.prototype),e}var x=hn(Map),A=hn(Set),L=hn(WeakMap);function nt(t,e=n=>n){
let n=[];return t.forEach(r=>w(n,e(r))),n}var{RpcPromise:af,RpcProperty:lf,RpcStub:df}=cf,pf=Object.prototype,{getOwnPropertySymbols:hf}=Object,Sr=new A,te=[];function ot(t){
for(;t&&t!==pf&&!Sr.has(t);t=p(t)){if(mn===void 0&&(mn=t),!mf(t))return;Sr.add(t),yn(t),S(t,uf,{__proto__:null,value:yf,
writable:!0,configurable:!0}),w(te,t)}}function yn(t){let e=hf(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&S(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var mn;function mf(t){for(;t;t=p(t))if(t===mn||t===
df.prototype||t===af.prototype||t===lf.prototype)return!0;return!1}function yf(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=K(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&k(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function gn(t){for(let e=0;e<te.length;e++)S(te[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<te.length;e++)Xt(te[e],"toJSON")}}import{log as Mr}from"dotool:options";var{Int32Array:gf,Uint8Array:Er}=globalThis,Pr="",Tr="",wn=0,bn=0,wf=0;function $r(t){let e=t.split(" ");Tr=""+e[0].slice(
0,8),Pr=""+e[0]+"	",wn=e[1]|0,bn=e[2]|0}function xn(t){if(!I(t,Tr))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function ne(t){return t=++wf+"	"+t,Pr+xf(t)+"	"+t}var Nr=new TextEncoder,bf=g(Nr.encode),Rr=p(
Er.prototype),Ar=y(Rr,"length"),_f=g(Rr.set),ee,_n;Lr(4096);function Lr(t){ee=new Er(t),_n=new gf(ee.buffer)}function xf(t){
let e=wn,n=bn^238,r=1819895653^wn,o=1952801890^bn,i=bf(Nr,t),s=Ar(i),f=(s|3)+1;f>Ar(ee)&&Lr(2*f),_f(ee,i),_n[(f>>2)-1]&=
(1<<8*(s&3))-1,ee[f-1]=s;let c=_n,a=f>>2;for(let d=0;d<a;d++){let h=c[d];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var{Float64Array:Of}=globalThis,Pe=R(console.log,console);function P(t){switch(typeof t){case"string":return B(t);case"o\
bject":break;case"undefined":return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";
if(N(t)){for(let r=0;r<t.length;r++)e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=V(t);for(let r=0;r<n.length;r++){
let o=P($(t,n[r]));o!==void 0&&(e+=(e===""?"":",")+B(n[r])+":"+o)}return"{"+e+"}"}var F=Mr;function jr(t){F=Mr||t===!0,xe=
N(t)?t:void 0,On++}var xe,On=0;function Z(t){if(F||xe===void 0)return F;if(t.choice!==On){t.choice=On,t.chosen=!1;for(let e=0;e<
xe.length&&!t.chosen;e++){let n={__proto__:null,...xe[e]};t.chosen=(n.class??t.class)===t.class&&I(t.id,n.id??"")&&I(t.name??
"",n.prefix??"")}}return t.chosen}var Br=20,Cr=36,Ir=65536,Se="",pt="",Ct=0,ie=0,Ae=!1,Wr=1e3,Ee=7,z=new Of(Wr*Ee),Q=0,
ht=0;function fe(){ht++}function it(){ht--}function U(t){Q>0&&qr(),pt+=pt===""?t:Se+t}function Dr(t,e){let n=kf(t);n===void 0?
U("like	"+(ke-1&Oe-1)+"	"+kn(t)):(z[Q]=n,z[Q+1]=t.n,z[Q+2]=t.start,z[Q+3]=t.took,z[Q+4]=t.busy,z[Q+5]=t.root,z[Q+6]=t.parent===
void 0?0:t.parent.n,Q+=Ee),(Q===Wr*Ee||pt.length>Ir||zr(e))&&Wt()}function qr(){let t=pt;oe===0&&(oe=z[2],t+=(t===""?"":
Se)+"from	"+oe);for(let e=0;e<Q;e+=Ee){let n=z[e+1],r=z[e+5],o=z[e+6];t+=Se+z[e]+"	"+n+"	"+(z[e+2]-oe)+"	"+z[e+3]+"	"+z[e+
4],(o!==0||r!==n)&&(t+="	"+r+"	"+o)}pt=t,Q=0}var Oe=256,ke=0,re=new x,oe=0;function kf(t){let{object:e,kind:n,detail:r,failed:o}=t,
i=n==="rpc"?"":r[2],s=e===void 0?re.get(i):e.known,f=0;for(;s!==void 0&&!(s.kind===n&&s.failed===o&&s.first===r[0]&&s.second===
r[1]&&s.url===i);)s=++f<8?s.other:void 0;if(s!==void 0&&ke-s.made<Oe)return s.made&Oe-1;s===void 0&&(s={__proto__:null,kind:n,
failed:o,first:r[0],second:r[1],url:i,made:ke,other:void 0},e!==void 0?(s.other=f<8?e.known:void 0,e.known=s):(re.size>=
Oe&&re.clear(),s.other=f<8?re.get(i):void 0,re.set(i,s))),s.made=ke++}var kn=t=>"call	"+t.n+"	"+t.root+"	"+(t.parent?.n??
0)+"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+t.took+"	"+t.busy+"	"+(t.failed?"exception":"ok")+"	"+P(t.detail),se=()=>ie>
8,zr=t=>!Ae||t-Ct>=(se()?Cr:Br)||ht===0&&!se();function It(t){U(t),Te()}function Te(){(zr(_())||pt.length>Ir)&&Wt()}function mt(t){
U(t),Wt()}function Wt(){let t=An();if(t==="")return;let e=_();ie=e-Ct<Br?ie+1:e-Ct<4*Cr&&se()?ie:0,Ct=e,Ae||=ht>0||se(),
Pe(ne(Ae?t+Se+"busy":t))}function Sn(){Ae=!1;let t=An();if(t===""){ie=0;return}Ct=_(),Pe(ne(t))}function Dt(t){Wt(),Pe(ne(
t))}function Fr(t,e){U(t),se()&&(Ct=e),Pe(ne(An()))}function An(){Q>0&&qr();let t=pt;return pt="",oe=0,t}function m(t,e,n){let r=k(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>$($(t,"constructor"),"name")+".","");U("m\
issing	"+B(s+e));return}let i=n(o);S(i,"name",{__proto__:null,value:o.name}),S(i,"length",{__proto__:null,value:o.length}),
r.value=i,S(t,e,r)}function $e(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,f,c)=>e(f,c===i?s:c)};n&&(o.apply=
n);let i=new Proxy(r,o);S(globalThis,t,{__proto__:null,...k(globalThis,t),value:i}),S(r.prototype,"constructor",{__proto__:null,
...k(r.prototype,"constructor"),value:i})}var M=new Sf.AsyncLocalStorage;S(M,"getStore",{__proto__:null,value:M.getStore});S(M,"run",{__proto__:null,value:M.run});
var ft=()=>M.getStore();function ce(){let t=M.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var tt=new L,st=new x;
function Ur(t,e){let n=En(e),r=t+"\0"+n,o=st.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:st.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1,known:void 0},st.set(r,o),U("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var xt=new x;
function Jr(t){let e=M.getStore();if(e===void 0)return;let n=xt.get(t);if(n!==e){if(n===void 0)xt.set(t,e);else if(n.size===
void 0)xt.set(t,new A().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:w(e.holds,t)}}function Hr(t){
for(let e=0;e<t.holds.length;e++){let n=xt.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&xt.delete(t.holds[e])}}function Kr(t){
let e=t.name!==void 0&&xt.get(t.name)||xt.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.
object===t?void 0:e}var En=t=>t.toString();function Vr(t){let e=p(t);En=g(p(t.idFromName("")).toString);let n=!1,r=o=>(n||
(n=!0,ot(p(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return F&&Jr(i[0].name??En(i[0])),s}}).get),m(e,"getByN\
ame",o=>({getByName(...i){let s=r(l(o,this,i));return F&&typeof i[0]=="string"&&Jr(i[0]),s}}).getByName)}var ct=new x;var{ArrayBuffer:Af,Date:Ef,Error:Pf,Map:Tf,RegExp:$f,Set:Nf,String:Ne}=globalThis,Gr=Object.prototype;function Re(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=ae(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function ae(t){if(typeof t!="object"||t===null)return ue(t,40);let e=N(t),n=e?null:p(t);if(n!==Gr&&
n!==null)return ue(t);let r=e?t:V(t);if(r.length===0||r.length>4)return ue(t);let o="";for(let i=0;i<r.length;i++){let s=$(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+ue(s,20),o.length>60)return ue(t)}return e?"["+o+"]":"{ "+o+" }"}function ue(t,e){
switch(typeof t){case"string":return B(t.length>e?O(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return Ne(
t);case"function":return"\u0192";case"object":return t===null?"null":N(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
Tf||t instanceof Nf?t.constructor.name+"("+t.size+")":t instanceof Ef?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
$f||t instanceof Pf?O(Ne(t),0,60):Yt(t)||t instanceof Af?t.byteLength+" B":"{"+(V(t).length>0?"\u2026":"")+"}";default:return Ne(
t)}}function Le(t){return b(()=>{if(typeof t=="function")return(I(Zt(t),"class")?"class ":"\u0192 ")+O(Ne($(t,"name")??""),
0,100);let e=ae(t);if(typeof t!="object"||t===null||!I(e,"{"))return e;let n=p(t),r=n!==null&&n!==Gr?$(n,"constructor"):
void 0,o=typeof r=="function"?$(r,"name"):void 0;return typeof o=="string"&&o!==""?O(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:Rf,String:Lf}=globalThis,Mf=Rf.prototype,jf=Object.prototype,Be=new L,Xr=new L,kt=t=>typeof t=="object"&&t!==null||
typeof t=="function";function Yr(t,e){let n=kt(e)?Xr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function H(t,e){let n=Yr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}kt(e)&&eo(je.get(e));let r=Ie(
e,t),o=Ce(t,e,r);o!==void 0&&(r.from=o.n);let i=(F?void 0:o?.root)??t?.root??o?.root??0;if(kt(e)&&Xr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(kt(e)?Be.get(e):void 0)??ro(e,r),known:r,call:t,
at:0},f=t;do f=f.parent,f!==void 0&&(f.failure=s);while(f!==void 0&&f.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&Cf(s)}mt("error	"+Zr(t,i,r))}var Zr=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([St(t),n]),Pn=new L,je=new L,Bf=0;function vr(t,e,n,r){if(Yr(e,n)!==void 0)return;let o=kt(n)?je.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++Bf,error:n,promises:0},kt(n)&&je.set(n,o);let i=Ie(n,e),s=Ce(e,n,i);s!==void 0&&(i.from=s.
n);let f=(F?void 0:s?.root)??e?.root??s?.root??0;mt("unhandled	"+o.n+"	"+r+"	"+Zr(e,f,i))}o.promises++,Pn.set(t,o)}function to(t){
let e=Pn.get(t);Pn.delete(t),e!==void 0&&--e.promises===0&&eo(e)}function eo(t){t!==void 0&&(kt(t.error)&&je.delete(t.error),
mt("handled	"+t.n))}var Ot=new x;function Cf(t){if(t.at=_(),Ot.delete(t.text),Ot.set(t.text,t),Ot.size<=100)return;let e;
Ot.forEach((n,r)=>e??=r),Ot.delete(e)}var $n=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Ce(t,e,n){let r=ro(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&I(r,"#<")))return o;if(!$n(e))return;let i=Ot.get(
r);if(i===void 0){let s=Y(r,": ");if(i=s>0?Ot.get(O(r,s+2)):void 0,i?.known.name!==O(r,0,s))return}return i!==void 0&&_()-
i.at<1e4?i:void 0}var no=t=>Ce(void 0,t,{__proto__:null,message:t.message});function ro(t,e){if(e.message!==void 0)return e.
message;try{return Lf(t)}catch{return e.thrown}}function St(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var Me=16384,Ie=(t,e)=>b(()=>Tn(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function Tn(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:Le(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),f=typeof s=="string"||W(t,Mf);if(typeof i!="string"&&i!==null||!f)return{
__proto__:null,thrown:Le(t)};let c=b(()=>t.name,void 0);typeof c!="string"&&(c="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:Y(s,i);a>=0&&(s=O(s,a+i.length));let u={__proto__:null,name:O(c,0,200),message:Df(i??"(its message canno\
t be read)"),stack:O(s,0,Me)};(b(()=>t.durableObjectReset,!1)===!0||Be.has(t))&&(u.reset=!0);let d=Wf(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(w(o,t),h!=null){u.cause=If(o,h)?{__proto__:null,thrown:"th\
e same error again"}:Tn(h,e,n+1,r,o);let q=Ce(e,h,u.cause);q!==void 0&&(u.cause.from=q.n)}let T=b(()=>t.errors,void 0);if(N(
T)){u.errors=[];for(let q=0;q<T.length&&q<5;q++)w(u.errors,Tn(T[q],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(I(i,"\
The RPC receiver does not implement the method")||O(i,-Qr.length)===Qr)&&(u.classes=qf(e)),u}var Qr=" is not a function";
function If(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function Wf(t){let e=[],n=b(()=>V(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(oo.has(n[r]))continue;let o=b(()=>k(t,n[r]),void 0);o===void 0||o.get!==void 0||w(e,[O(n[r],
0,100),b(()=>Le(o.value),"\u2026")])}return e}var oo=new A;oo.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var Df=t=>t.length>Me?O(t,0,Me)+"\u2026 ("+(t.length-Me)+" more charact\
ers)":t;function qf(t){let e=new A;st.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return ct.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&G(s,"constructor")&&s!==jf&&s.constructor.name!=="DurableObject";s=p(s)){let f=K(s);for(let c=0;c<f.length;c++)
typeof f[c]=="string"&&typeof $(s,f[c])=="function"&&!io.has(f[c])&&w(i,f[c])}n[o]=i}),n}var io=new A;io.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as Vf}from"dotool:options";var{Error:zf,Promise:Ff,TypeError:so,clearTimeout:Jf}=globalThis,j;function fo(t,e){j={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>nt(We),forget:n=>We.delete(n),calls:()=>nt(qt),endCalls:Uf,takeTimers:Hf,
clearTimer:n=>Jf(n),report:n=>Dt("test	"+n)}}var qt=new x,Rn=(t,e,n)=>function(){let r=l(e,this,arguments);return D(r)?new Ff(
(o,i)=>{qt.set(i,{__proto__:null,object:n,name:t,start:_()}),l(C,r,[s=>(qt.delete(i),o(s)),s=>(qt.delete(i),i(s))])}):r};
function Uf(t,e){qt.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(qt.delete(r),r(new zf(t)))})}
var Nn=[];function Ln(t,e){j!==void 0&&t!==void 0&&w(Nn,[t,e])}function Hf(){let t=Nn;return Nn=[],t}var We=new x;function zt(t,e){
if(j===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?We.delete(n):We.set(n,{__proto__:null,key:n,object:t,
at:e})}var co=new A;co.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var At=(t,e)=>j!==void 0&&typeof e=="string"&&!co.has(e)&&!_t(p(t),e);function De(t,e){return j!==void 0&&(t.getOwnPropertyDescriptor=
(n,r)=>e&&At(n,r)?void 0:k(n,r)),t}function le(t,e){let n='"'+e+'"';throw _t(t,e)?new so("The RPC receiver's prototype d\
oes not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new so("The RPC receiver does not implement "+n+".")}var{RpcPromise:ho}=Kf,{Error:uo,String:ao}=globalThis,jn=0;function E(t,e,n){let r={n:++jn,root:jn,parent:void 0,kind:t,
object:e,detail:n,start:_(),busy:0,took:0,failed:!1,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,sent:void 0,
closed:!1,before:void 0,after:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockConcurrencyWh\
ile")){let o=t==="blockConcurrencyWhile"?M.getStore():Kr(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}var ze=t=>U(
"alarm	"+t.n+"	"+(t.object?.k??0)),lo=100,po=0,qe=0,Mn=20;function Cn(t,e,n,r,o){t-po>=lo&&(po=t,Mn=qe>lo?2:20,qe=0),!(++qe>
Mn+1)&&Fr("start	"+(qe<=Mn?P([e,n,r??"",o?.class??"",o?.id??"",o?.name??null]):""),t)}var yt={__proto__:null,before:void 0,
after:void 0};yt.before=yt.after=yt;function mo(){let t=[];for(let{after:e}=yt;e!==yt;e=e.after){let{kind:n,object:r,detail:o,
start:i}=e;w(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:N(o)?o[0]:void 0,url:n==="requ\
est"||n==="fetch"?o[2]:void 0})}return t}var{then:yo}=ho.prototype,Gf=vt(ho.prototype),Bn=t=>typeof t=="function"&&t instanceof
Gf;function go(t,e,n,r){Cn(t.start,t.n,t.kind,N(t.detail)?t.detail[0]:"",t.object),fe();let{before:o}=yt;t.after=yt,t.before=
o,yt.before=o.after=t;let i;try{i=M.run(t,R(l,void 0,e,n,r))}catch(s){throw Jt(t,s),s}return t.busy=_()-t.start,i}var J=(t,e,n,r,o)=>wo(
t,go(t,e,n,r),o);function wo(t,e,n){if(typeof e=="object"&&e!==null){if(D(e))return e.then===C?l(C,e,[r=>Ft(t,r,n),r=>Jt(
t,r)]):Ft(t,void 0),e;if(!Bn(e)&&typeof e.then=="function")return Qf(t,e,n)}return Bn(e)?l(yo,e,[r=>Ft(t,r,n),r=>Jt(t,r)]):
Ft(t,e,n),e}function bo(t,e,n,r,o,i,s){try{let f=go(t,e,n,r);if(D(f)&&f.then===C)return l(C,f,[u=>(Ft(t,u,o),i(t,r[0],u)),
u=>(Jt(t,u),s(t,r[0],u))]);let c=wo(t,f,o);if(!D(c)&&typeof c?.then!="function")return i(t,r[0],c);let a=[u=>i(t,r[0],u),
u=>s(t,r[0],u)];return D(c)?l(C,c,a):c.then(a[0],a[1])}catch(f){return s(t,r[0],f)}}async function Qf(t,e,n){let r;try{r=
await e}catch(o){throw Jt(t,o),o}return Ft(t,r,n),r}function Ft(t,e,n){let r=n?.(t,e);r!==void 0?Jt(t,r):Wn(t)}function Jt(t,e){
(t.kind==="request"||t.kind==="fetch")&&(t.detail[1]=500),H(t,e),t.failed=!0,Wn(t)}function Et(t,e,n,r,o,i){let s=c=>H(E(
t,n,[e]),c);Cn(_(),0,t,e,n);let f;try{f=l(r,o,i)}catch(c){throw s(c),c}return D(f)?l(C,f,[void 0,s]):Bn(f)&&l(yo,f,[()=>{},
s]),f}function In(){let t=M.getStore();return e=>{It("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+P(["\
stream",Ie(e,void 0)]))}}function _o(t,e,n,r,o){Cn(_(),0,"request","",void 0),fe();let i;try{i=l(t,e,n)}catch(f){return it(),
o(n[0],f)}let s=i?.then;return typeof s!="function"?(it(),r(n[0],i)):l(s,i,[f=>(it(),r(n[0],f)),f=>(it(),o(n[0],f))])}function Wn(t){
if(t.closed)return;t.closed=!0,it(),t.before.after=t.after,t.after.before=t.before,t.before=t.after=void 0,t.holds!==void 0&&
Hr(t);let e=_(),{kind:n}=t;if(t.took=e-t.start,t.sent===void 0&&(n==="request"||n==="rpc"||n==="fetch"))return Dr(t,e);It(
kn(t)+(t.sent===void 0?"":Xf(t.sent))),Vf&&(n==="alarm"||n==="scheduled"||n==="queue")&&Wt()}var Xf=({count:t,same:e,first:n})=>"\
	"+P({__proto__:null,count:t,same:e,...n});function xo(t,e,n){let r=++jn;It("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+_()+
"	0	0	ok	"+P(n))}function Fe(t,e,n,r){let o=s=>H(t,s),i;try{i=M.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return D(i)&&l(
C,i,[void 0,o]),i}function Oo(t,e,n){let r=E(e,t,[]);try{return M.run(r,n)}catch(o){throw H(r,o),o}}function ko(t,e,n){let r=M.
getStore()?.root;l(C,t,[void 0,o=>{let i=E(e,n,[]);r!==void 0&&(i.root=r),H(i,o)}])}function So(t){j?.uncaught?.(t),H(Eo(
t),t)}function Ao(t,e){let n=M.getStore();vr(t,Eo(e),e,n?.after===void 0?0:n.n)}function Eo(t){let e=M.getStore();if(e===
void 0||$n(t))return;let n=E(e.kind,e.object,e.detail);return n.root=e.root,n}function Po(t,e){let n=M.getStore(),r=n!==
void 0&&n.object===t&&n.kind!=="constructor",o=e;e instanceof uo||(o=new uo(e===void 0?"Application called abort() to re\
set Durable Object.":ao(e))),Be.set(o,o===e?b(()=>ao(e),void 0):void 0),H(r?n:E("abort",t,[]),o),!(!r||!Z(t))&&(n.failed=
!0,Wn(n))}var de=k(Request.prototype,"cf"),To=de?.get&&g(de.get);de?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...de,get(){let t=To(this);if(!t||!G(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...Yf,...n}}});var Yf={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function $o(t){if(!de?.get)return!0;let e=To(t);return typeof e=="object"&&e!==null&&G(e,"clientIp")}import{formatWithOptions as ac}from"node-internal:internal_inspect";import{inspected as lc}from"dotool:options";var{Error:Zf,JSON:vf,Proxy:tc,String:Dn}=globalThis,{parse:Je,stringify:ec}=vf,nc=Object.prototype,rc=Zf.prototype,qn="_\
_dotool";function Ro(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+oc(t[o]);let s=W(t[o],rc)?b(
()=>ic(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function oc(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":N(t)||e===nc||e===null||typeof t.toJSON=="function")?ec(t):typeof t=="sy\
mbol"?"{}":B(Dn(t)))??"null"}catch{return"{}"}}var ic=t=>'{"name":'+B(""+t.name)+',"message":'+B(""+t.message)+',"stack"\
:'+B(zn(t.stack))+"}";function zn(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function Lo(t){if(!N(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==qn&&w(e,sc(t[n]));return e.length>
0?e:void 0}function sc(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)w(n,uc(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=Mo(i.message);if(s===void 0){w(e,i);continue}for(let f=0;f<s.length;f++){let[c,...a]=s[f].
split("	");c==="console"&&w(e,jo(i.timestamp,a));let u=c==="error"&&a[3]==="request"?b(()=>Je(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",w(n,{name:u.name??"Error",message:u.message??fc(u.thrown),timestamp:i.timestamp,stack:zn(
u.stack)}))}}return cc(t,{logs:e,exceptions:n,outcome:r})}var fc=t=>b(()=>Dn(Je(t)),Dn(t));function cc(t,e){let n={__proto__:p(
t)};for(let r of V(t))n[r]=r in e?e[r]:t[r];return n}var uc=t=>t.stack===void 0?t:{...t,stack:zn(t.stack)},Mo=t=>N(t)&&t.
length===1&&typeof t[0]=="string"?xn(t[0]):typeof t=="string"?xn(t):void 0;function jo(t,[,e,n,r]){let{message:o=[Je(n)],
errorInfo:i}=r===void 0?{}:Je(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var Bo=t=>t?.event?.
entrypoint!==qn&&t?.event?.info?.entrypoint!==qn;function Co(t){if(typeof t=="function")return n=>No(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new x;return new tc(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>No(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function No(t,e){let n=t?.event?.type==="log"?
Mo(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:f,message:c}=jo(0,s);r=e({...t,event:{...t.event,level:f,message:c}})}return r}var{String:Ke}=globalThis,Io=!1;function Wo(){Io=!0}var dc=R(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])ut(t,(...e)=>hc(t,e));var{log:Ut,error:pc}=console;ut("dir",t=>Ut(t));ut("trace",(...t)=>Ut(Ke(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(Ve).join(" "))));ut("assert",(t,...e)=>t||pc("Assertion failed"+(e.length>0?": "+
Ve(e[0]):""),...e.slice(1)));var Ue=new Map;ut("count",(t="default")=>{Ue.set(t,(Ue.get(t)??0)+1),Ut(t+": "+Ue.get(t))});
ut("countReset",(t="default")=>Ue.delete(t));var He=new Map;ut("time",(t="default")=>He.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])ut(t,(e="default",...n)=>{He.has(e)&&(Ut(e+": "+(Date.now()-He.get(e))+" ms",...n),t==="timeEnd"&&He.
delete(e))});ut("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return Ut(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,f]of e){let c=typeof f=="object"&&f!==null;o.push([s,...n.map(a=>c&&a in
f?Ve(f[a]):""),...r?[c?"":Ve(f)]:[]])}let i=o[0].map((s,f)=>Math.max(...o.map(c=>c[f].length)));Ut("%s",o.map(s=>s.map((f,c)=>f.
padEnd(i[c])).join("  ").trimEnd()).join(`
`))});function hc(t,e){let n=yc(e);Dt("console	"+ce()+"	"+t+"	"+B(n)+(Io?"	"+Ro(e):"")),lc&&mc(t,e)}function mc(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)w(n,e[r]);l(dc,void 0,n)}function yc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)w(e,t[n]);try{let n=()=>""+l(ac,void 0,e);return typeof t[0]==
"string"&&Y(t[0],"%j")>=0?gn(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??Ke(n))+")>"}catch{return"<Format\
ting threw>"}}}function Ve(t){if(typeof t=="string")return t;try{return gn(()=>JSON.stringify(t))??Ke(t)}catch{return Ke(
t)}}function ut(t,e){m(console,t,()=>e)}import mu from"cloudflare-internal:workers";var zo=new L,Fo=new L,gc=2,wc=3,Fn=4,Jo=1,bc=2,Uo=!1,Ho=t=>b(()=>{let e=Qt(t,"messages",t),n=p(t),r=p(e[0]);if(k(n,"ackA\
ll")===void 0||k(r,"ack")===void 0)return[];let o=[Qt(t,"queue",t),e.length,0,0,0];Uo||_c(n,r),zo.set(t,o);for(let i=0;i<
e.length;i++)Fo.set(e[i],[o,!1]);return o},[]);function _c(t,e){Uo=!0,Ge(e,"ack",n=>Do(n,gc)),Ge(e,"retry",n=>Do(n,wc)),
Ge(t,"ackAll",n=>qo(n,Jo)),Ge(t,"retryAll",n=>qo(n,bc))}function Ge(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function Do(t,e){let n=Fo.get(t);n===void 0||n[1]||n[0][Fn]===Jo||(n[1]=!0,n[0][e]++)}function qo(t,e){let n=zo.
get(t);n!==void 0&&n[Fn]===0&&(n[Fn]=e)}import{held as $t}from"dotool:options";var Pt=200*365*864e5,Jn=Pt+50*365*864e5,Ko=Math.floor((2**63-1024)/1e6)-Pt,Tt=Date,Vo=g(Date.prototype.getTime),{max:Hn,
min:Go,round:xc,trunc:Qo}=Math,Ht=0,at=()=>_()+Ht,Xo=t=>t<=Ko?Hn(t+Pt,Jn):t*1e6>=2**63?t:Go(t,Jn-1),Kn=t=>$t&&t!==null&&
t>=Jn?t-Pt:t,Un=new x,pe;function Yo(t){if(pe??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},j!==void 0&&Oc(
t),!$t)return;let e=n=>{let r=tt.get(n);r!==void 0&&Un.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Tt?Vo(r):r;return l(n,this,[typeof i=="number"&&i>=0?Xo(Hn(Qo(i),at())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Kn(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function Oc(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Tt?Vo(n):n;return zt(tt.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=Ko&&j.fakeTimers?.()?Qo(o)+Pt:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=Pt?r-Pt:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return zt(tt.get(this),void 0),l(
e,this,n)}}).deleteAlarm)}var Vn=new x;async function Zo(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Kn(await l(pe.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=_();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let f=s?e:i??at();return $t&&Vn.
set(t.id.toString(),{__proto__:null,at:Go(f,at()),set:f,retry:r,keep:o}),await l(pe.setAlarm,t.storage,[_()]),{at:i,fired:!0}}
async function Gn(t){try{return Kn(await l(pe.getAlarm,t,[]))??void 0}catch{return}}function vo(t,e){let n=$t?Vn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Tt?new Tt(r):r}}async function ti(t){let e=Vn.get(t.id.toString());if(e?.keep)
try{await l(pe.setAlarm,t.storage,[Xo(e.set)])}catch{}}function ei(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Ht>0&&(e.clock=at()),e}function ni(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Ht>0?at():void 0}}function ri(t){$t&&t!==void 0&&(Ht=Hn(Ht,t-_()));let e=nt(Un,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Un.clear(),{__proto__:null,held:$t,now:xc(at()),changed:e}}$t&&($e("Date",(e,n)=>v(Tt,e.length===
0&&Ht>0?[at()]:e,n),()=>new Tt(at()).toString()),m(Tt,"now",()=>()=>at()));import{held as yu}from"dotool:options";function gt(t,e,n="info"){Dt("binding	"+ce()+"	"+n+"	"+B([t,e]))}var Qe="email";function oi(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
f=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&gt(Qe,`rejected: ${a}`,"warn"),w(f,u),u},async forward(a,u){
let{__dotool:d,...h}=await r(a,u);return gt(Qe,`forwarded to ${a}
${d}`),h},async reply(a){let{__dotool:u,...d}=await o(a);return gt(Qe,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)gt(Qe,e.warnings[d],
"warn");let u=await a();for(let d=0;d<f.length;d++)try{await f[d]}catch{}return u}}}var kc=Object.prototype;function ii(t,e){let n=new x;for(let r=t.prototype;r&&r!==kc;r=p(r)){let o=typeof r.constructor==
"function"?Zt(r.constructor):"";if(O(o,-17)==="{ [native code] }")break;let i=K(r);for(let s=0;s<i.length;s++){let f=i[s];
if(typeof f!="string"||n.has(f)||f==="constructor"||f==="__dotool")continue;let{value:c,get:a}=k(r,f);typeof c=="functio\
n"?n.set(f,{__proto__:null,name:f,kind:"method",parameters:c.length,source:O(Zt(c),0,2e3)}):a&&n.set(f,{__proto__:null,name:f,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:nt(n)}}function Nt(t,e){for(let n=t;n!==null;n=
p(n)){let r=k(n,e);if(r!==void 0)return r.get!==void 0?si.has(e):n!==t||r.configurable||r.writable}return!0}var si=new A;
si.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");var Qn,ai;function li(t,e){ai=e;let{fetch:n}=p(t);Qn=r=>l(n,t,["http://dotool/error",r])}var Sc=2e3,{Response:di}=globalThis,
Ac=R(AbortSignal.timeout,AbortSignal),fi=y(Request.prototype,"method"),Ec=y(Request.prototype,"url"),ci=y(Request.prototype,
"headers"),ui=g(Headers.prototype.get),Pc=y(di.prototype,"status");async function Xe(t,e,n){if(!Qn||!$o(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:ai,error:t.thrown,method:fi(e),url:Ec(e),accept:ui(ci(e),"accept")??"",agent:ui(ci(e),
"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.call.object?.name,method:St(
r.call),error:r.known}}),i;try{i=await Qn({__proto__:null,method:"POST",body:o,signal:Ac(Sc)})}catch{throw n}if(Pc(i)!==
500)throw n;return fi(e)==="HEAD"?new di(null,i):i}var Tc=y(Request.prototype,"url"),Ye,Xn,Ze=()=>Ye!==void 0;function pi(t,e){Ye=R(t.fetch,t),Xn=new A;for(let n=0;n<e.length;n++)
Xn.add(e[n])}function hi(t){if(Ye===void 0)return;let e=Tc(t),n=Y(e,"/",8),r=Y(e,"?",n);return Xn.has(r<0?O(e,n):O(e,n,r))?
Ye(t):void 0}var{ArrayBuffer:wi,BigInt:$c,Date:Nc,Error:bi,Map:ve,Set:Zn,String:Rc}=globalThis,{abs:mi,ceil:Lc,min:Mc}=Math,{isInteger:jc}=Number,
{prototype:Bc}=Object,_i=new TextEncoder,Cc=g(_i.encode),Ic=y(p(Uint8Array.prototype),"byteLength"),Yn=g(ve.prototype.forEach),
xi=g(Zn.prototype.forEach),Wc=g($c.prototype.toString),X=2e6,he=t=>Ic(Cc(_i,t)),Oi=1<<18,lt=Oi,yi=_(),Dc=0;function qc(){
if(lt>=0)return!0;if((++Dc&7)!==0)return!1;let t=_();return lt=Mc(Oi,lt+(t-yi)*400),yi=t,lt>=0}function ki(t){if(!qc())return 0;
try{return Kt(t)}catch{return 0}}function Kt(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===Bc||n===null){for(let r in t){if(lt--,e>X)break;e+=r.length*2+8+Kt(
$(t,r))}return e}if(N(t)){for(let r=0;r<t.length&&e<=X;r++,lt--)e+=Kt(t[r]);return e}if(Yt(t))return t.buffer.byteLength+
16;if(t instanceof wi)return t.byteLength+16;if(t instanceof ve||t instanceof Zn){let r=t instanceof ve?Yn:xi;return r(t,
(o,i)=>{lt--,e<=X&&(e+=Kt(o)+(r===Yn?Kt(i):0))}),e}if(t instanceof bi)return e+4096;for(let r in t){if(lt--,e>X)break;e+=
r.length*2+8+Kt($(t,r))}return e}function vn(t){let e=new A,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+gi(i.length)+i.length*(_e(zc,i)!==null?2:1);case"number":return jc(i)&&mi(i)<2**30?1+gi(mi(i)*2):9;case"bigint":
return 2+Lc(Wc(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Yt(i))return i.buffer.byteLength+8;if(i instanceof wi)return i.byteLength+4;let s=3;if(N(i))for(let f=0;f<i.length;f++)
s+=r(i[f]);else if(i instanceof ve)Yn(i,(f,c)=>s+=r(c)+r(f));else if(i instanceof Zn)xi(i,f=>s+=r(f));else if(i instanceof
Nc)s+=8;else if(i instanceof bi)s+=r(Rc(i.stack))+r(i.message);else{let f=V(i);for(let c=0;c<f.length;c++)s+=r(f[c])+r($(
i,f[c]))}return s},o=2+r(t);return lt-=1e7-n,o}var zc=/[^\0-\xff]/,gi=t=>t<128?1:t<16384?2:t<2097152?3:4;var wt=2048,en=128*1024,Fc=32,or=128,Si=1e10,er=1024,{Date:Ti,Error:tn}=globalThis,{round:Jc}=Math,Uc=g(Ti.prototype.getUTCFullYear);
function $i(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>wt)&&Ai("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>wt)&&Ai("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?ir("put",this,n[0],n[1]):
Kc(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&Gc(this,+n[0]),r}}).setAlarm)}
function Ni(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&ir("kv.put",void 0,n[0],n[1]),r}}).
put)}var Hc=0;function Ri(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>X&&Qc(n),(++Hc&4095)===0&&Yc(this),r}}).
exec)}function Li(t){let e=p(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>er&&Zc(n,o[0]),i}})[n])}function Ai(t,e,n){if(typeof n=="string")n.length*3>wt&&nr(t,e,n);else if(N(
n)){for(let r=0;r<n.length;r++)n[r].length*3>wt&&nr(t,e,n[r]);n.length>or&&Mi(t,e,n.length)}}function Kc(t,e){if(typeof e!=
"object"||e===null)return;let n=V(e),r=n.length;for(let o=0;o<r;o++)ir("put",t,n[o],$(e,n[o]));r>or&&Mi("put",t,r)}function ir(t,e,n,r){
n.length*3>wt&&nr(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=ki(r);
break;default:return}o>en-wt&&Vc(t,e,n,r,o)}function nr(t,e,n){nn(Ii(e)?.class)&&dt("key-size",t,e,()=>{let r=he(n);if(!(r<=
wt))return[r,wt,`a key of ${Vt(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function Vc(t,e,n,r,o){if(e!==void 0&&nn(Ii(e)?.class)){if(o<=en)return;dt("value-size",t,e,()=>{let i=vn(
r);if(!(i<=en+Fc))return[i,en,`${ae(n)} has a value of ${Vt(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=X||dt("value-size",t,e,()=>{
let i=vn(r)+he(n);if(!(i<=X))return[i,X,`${ae(n)} and its value have ${rr(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function Mi(t,e,n){dt("key-count",t,e,()=>[n,or,`${Vt(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function Gc(t,e){dt("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${Uc(new Ti(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function Qc(t){let e=0,n=0,r="";dt("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
f=typeof s=="string"?he(s):s?.byteLength??8;e+=f,f>n&&(n=f,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>X)return[n,X,`a ${r} of ${rr(n)}, where production takes 2 MB`,o];if(e>X&&_e(Xc,t[0])!==
null)return[e,X,`a row of ${rr(e)}, where production takes 2 MB`,o]})}var Xc=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function Yc(t){let e=t.databaseSize;e<=Si||dt("database-size","exec",void 0,()=>[e,Si,`the database of the object has ${Vt(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function Zc(t,e){
dt("name-size",t,void 0,()=>{let n=he(e);if(!(n<=er))return[n,er,`a name of ${Vt(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function ji(t){
dt("handler-name","acceptWebSocket",void 0,()=>{let e=ct.get(t).prototype,n=K(e);for(let r=0;r<Ei.length;r++){let o=Ei[r];
if(_t(e,o))continue;let i=Pi(o);for(let s=0;s<n.length;s++){let f=n[s];if(typeof f!="string")continue;let c=Pi(f);if(c===
i||c==="on"+i||c===i+"s"||c==="on"+O(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${f}()`,`\
rename it to ${o}`]}}})}var Ei=["webSocketMessage","webSocketClose","webSocketError"],Pi=g(String.prototype.toLowerCase),
Bi=new A;function Ci(t){for(let e of t)Bi.add(e)}var nn=t=>Bi.has(t),Ii=t=>tt.get(t)??ft()?.object,tr=new A;function dt(t,e,n,r){
let o=ft(),i=o?.object??tt.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+St(o);if(tr.has(s)||tr.size>=1e3)return;let f,c;try{if(f=
r(),f===void 0)return;c=vc()}catch{return}c!==""&&(tr.add(s),mt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:f[0],limit:f[1],message:f[2],hint:f[3],stack:c})))}function vc(){let{stackTraceLimit:t}=tn;tn.stackTraceLimit=
20;let{stack:e}=new tn;if(tn.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=Y(
e,`
`,r),o<0&&(o=e.length);let i=O(e,r,o);I(i,"    at ")&&Y(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function Vt(t){let e=""+Jc(t*10)/10,n=Y(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=O(e,0,r)+","+O(e,r);
return e}var rr=t=>Vt(t/1e6)+" MB";import{log as tu}from"dotool:options";var{Error:eu,WebSocket:zi}=globalThis,nu=y(zi.prototype,"readyState"),bt="__dotool",Wi=!1;function fr(t,e){if(Wi)return;
Wi=!0,e&&Xt(e,bt);let n=t?.exports;if(!n)return;let r=K(n);for(let o=0;o<r.length;o++)I(r[o],bt)?Xt(n,r[o]):ot(p(n[r[o]]))}
var Di=!1;function Mt(t,e){if(fr(t,e),Di||typeof t!="object"||t===null)return;let n=p(t);typeof k(n,"waitUntil")?.value==
"function"&&(Di=!0,Fi(n))}function Fi(t){m(t,"waitUntil",e=>({waitUntil(...n){return D(n[0])&&ko(n[0],"waitUntil",Rt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function Ji(t,e){Ui.has(e)&&S(t,"container",{__proto__:null,value:new sr(e),enumerable:!0,
configurable:!0})}var Ui=new A;function Hi(t){for(let e of t)Ui.add(e)}var sr=class{#e;constructor(e){this.#e=e}#t(){throw new eu(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
Rt=new L,cr,rn,Ki,qi=!1;function Vi(t){if(qi)return;qi=!0;let e=p(t);cr=y(e,"id"),rn=y(e,"storage"),Fi(e),Ki=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=Rt.get(this);return o!==void 0&&Po(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=Rt.get(this);tu&&ji(o);let f=Lt.get(s);f?
f.count++:Lt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=Rt.get(this);if(i===void 0||typeof r!="function")return l(n,this,ar(r,o));let s=E("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(c){throw H(s,c),c}}])}}).blockConcurrencyWhile)}var Lt=new x;function ur(t){
let{id:e}=Rt.get(t).object,n=Lt.get(e);if(n===void 0)return;let r=l(Ki,t,[]);n.count=0;for(let o=0;o<r.length;o++)nu(r[o])===
ru&&n.count++;n.count===0&&Lt.delete(e)}var ru=zi.OPEN;function ar(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)w(n,e[r]);return n}import ou from"cloudflare-internal:workers";var{WorkflowEntrypoint:iu,RpcPromise:Yi}=ou,{Error:su,Promise:fu,String:me}=globalThis,cu=su.prototype,uu=Yi.prototype.then,
au=t=>typeof t=="function"&&W(t,Yi.prototype),Zi=t=>typeof t=="function"&&W(t.prototype,iu.prototype);function vi(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){Mt(n[0],n[1]);let o=v(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let f=Qt(o,s,
o);return typeof f!="function"||s==="constructor"||typeof s=="symbol"||!Nt(o,s)?f:s==="run"?(c,a)=>du(f,o,c,a):(...c)=>l(
f,o,c)}})}})}function ts(t,e){let n="\0"+t+"\0"+e,r=st.get(n);return r===void 0&&(r={k:st.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},st.set(n,r),U("instance	"+r.k+"	"+P([t,e]))),r}var ye=!1;function es(){ye=!0}var lu=R(scheduler.wait,scheduler),
on=()=>lu(2147483647);function du(t,e,n,r){let o=ts(me($(n,"workflowName")),me($(n,"instanceId"))),i=E("run",o,[]);i.root=
0,pu(r,o);let s=c=>{if(ye)return on();if(ns(c))return rs();throw H(i,c),c},f;try{f=M.run(i,()=>l(t,e,[n,r]))}catch(c){return s(
c)}return D(f)?l(C,f,[void 0,s]):f}var Gi="WorkflowAbortedError",ns=t=>W(t,cu)&&b(()=>I(me(t.name),Gi)||I(me(t.message),
Gi),!1);function rs(){return mt("over"),new fu(()=>{})}function pu(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];S(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(ye)return on();
let s=[],f=l(o,t,r===0?hu(i,e,s):i),c=u=>(Xi(s),u),a=u=>{if(Xi(s),ye)return on();if(ns(u))return rs();throw u};return au(
f)?l(uu,f,[c,a]):D(f)?l(C,f,[c,a]):f}})}}function hu(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Qi(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof $(i,"rollback")=="function"){let{rollback:f}=i;
s={...i,rollback:Qi(e,t[0],f)}}w(r,s)}return r}function Qi(t,e,n,r){return(...o)=>{if(ye)return on();let i=o[0],s=i?.attempt??
1,f=i?.step?.count??1;if(r!==void 0){let c=t.k+" "+f+" "+s+" "+e;sn.has(c)||fe(),sn.set(c,!0),w(r,c)}return J(E("step",t,
[me(e)+(f>1?" #"+f:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var sn=new x;function Xi(t){for(let e=0;e<t.length;e++)
sn.delete(t[e])&&it();t.length=0}function os(t,e,n){let r=ts(t,e),{state:o,step:i,count:s,attempt:f,error:c}=be(n);(o===
"stored"||o==="failed")&&(sn.delete(r.k+" "+s+" "+f+" "+i)&&it(),o==="stored")||(Z(r)||c!==void 0)&&It("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:gu}=mu,{Response:cs,TypeError:us}=globalThis,is=y(Request.prototype,"method"),ss=y(Request.prototype,
"url"),wu=y(cs.prototype,"status"),as,ls=t=>b(()=>typeof as[t]=="function",!1);function ds(t){if(as=typeof t=="function"?
t.prototype:t,typeof t=="function"){let e=new Proxy(t,{__proto__:null,construct(n,r,o){return Mt(r[0],r[1]),fs(v(n,r,o===
e?n:o),!0)}});return e}return typeof t!="object"||t===null?t:fs(t,!1)}function fs(t,e){let n=e?void 0:new x,r=(o,i)=>{e&&
At(t,i)&&le(t,i);let s=t[i];if(i==="fetch"&&s===void 0&&Ze()&&(s=ku),typeof s!="function"||i==="constructor")return s;if(typeof i==
"symbol")return R(s,t);let f=n?.get(i);if(f!==void 0&&f[0]===s)return f[1];if(i!=="fetch"&&!Nt(t,i))return s;let c=i==="\
fetch"?_u(s,t):bu(i,s,t,e);return n===void 0||(S(c,"length",{__proto__:null,value:s.length}),n.set(i,[s,c])),c};return new Proxy(
{},{__proto__:null,get:r,has:(o,i)=>_t(t,i)||i==="fetch"&&Ze(),getPrototypeOf:()=>p(t),ownKeys:()=>K(t),getOwnPropertyDescriptor(o,i){
if(e&&At(t,i))return;let s=k(t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}
function ps(t,e){if(Zi(e))return vi(e);if(typeof e!="function"||!W(e.prototype,gu.prototype))return e;let n=new x,r={__proto__:null,
get(s,f){j!==void 0&&At(s,f)&&le(s,f);let c=s[f];if(typeof c!="function"||f==="constructor"||typeof f=="symbol")return c;
let a=n.get(f);if(a===void 0||a[0]!==c||G(s,f)){if(!Nt(s,f))return c;a=[c,t+"."+f],G(s,f)||n.set(f,a)}return(...u)=>Et("\
rpc",a[1],void 0,c,s,u)}},o=!1,i=new Proxy(e,{__proto__:null,construct(s,f,c){return Mt(f[0],f[1]),o||De(r,!0),o=!0,new Proxy(
v(s,f,c===i?s:c),r)}});return i}var hs=new A;hs.add("scheduled").add("queue").add("email").add("tail").add("tailStream").
add("trace").add("test").add("connect");function bu(t,e,n,r){return(...o)=>{if(Mt(o[2],o[1]),t==="tail"&&(o[0]=Lo(o[0]))===
void 0)return;if(t==="tailStream")return Bo(o[0])?Co(l(e,n,o)):void 0;let i=t==="email"?oi(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,J(E(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!hs.has(t))return F?J(E("rpc",void 0,[t,Re(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=E(t,void 0,t==="scheduled"?ni(o[0]):t==="queue"?Ho(o[0]):[]);return yu&&(t==="schedu\
led"||t==="queue")&&ze(s),J(s,e,n,o)}}function _u(t,e){let n=(o,i)=>{let s=E("request",void 0,[is(o),500,ss(o)]);return H(
s,i),Xe(s,o,i)},r=(o,i)=>ms(i)?i:n(o,dr());return(...o)=>{let i=o[0];if(Ze()){let s=hi(i);if(s!==void 0)return s}return Mt(
o[2],o[1]),F?bo(E("request",void 0,[is(i),0,ss(i)]),t,e,o,lr,xu,Xe):_o(t,e,o,r,n)}}var xu=(t,e,n)=>t.thrown===void 0?n:Xe(
t,e,dr()),Ou=vt(cs.prototype),ms=t=>t instanceof Ou;function lr(t,e){if(ms(e))t.detail[1]=wu(e);else if(typeof e?.then!=
"function")return dr()}function ku(){throw new us("Handler does not export a fetch() function.")}function dr(){let t=new us(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}import Yu from"cloudflare-internal:workers";var Su=["cause","errors","error","suppressed"];var jt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function hr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function gs(t){
let e=new Map;function n(f){if(f===null||typeof f!="object")return f;if(Array.isArray(f)){let d=new Array(f.length);return e.
set(f,d),f.forEach((h,T)=>h?.$hole||(d[T]=n(h))),d}let a=Object.keys(f).find(d=>d.charCodeAt(0)===pr&&d.charCodeAt(1)!==
pr);if(a===void 0)return r({},f);if(a==="$ref")return s(f.$ref);let u=o(f,a,f[a]);return typeof u=="object"&&u!==null&&e.
set(f,u),u}function r(f,c,a=c){e.set(a,f);for(let u of Object.keys(c)){let d=u.charCodeAt(0)===pr?u.slice(1):u;d in f?fn(
f,d,n(c[u])):f[d]=n(c[u])}return f}function o(f,c,a){switch(c){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(f,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(f.length);return r(u,a,f)}case"$map":{let u=new Map;e.set(f,
u);for(let[d,h]of a)u.set(n(d),n(h));return u}case"$set":{let u=new Set;e.set(f,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...h}=a,T=new(ys[u]??Error)(d??"");ys[u]||fn(T,"name",u,!1),e.set(f,T),fn(T,"stack",
String(T));for(let[q,dn]of Object.entries(h))fn(T,q.replace(/^\$/,""),n(dn),q!=="stack"&&!Su.includes(q));return T}case"\
$request":return new Request(a,n(f.init))}throw new Error(`a value with ${c} cannot be written while a server runs: stop\
 it first`)}function i(f,c){let{type:a="Uint8Array"}=f;if(a==="Blob")return new Blob([jt(c)],{type:f.contentType??""});if(a===
"ArrayBuffer"){if(f.maxLength===void 0)return jt(c).buffer;let T=jt(c),q=new ArrayBuffer(T.length,{maxByteLength:f.maxLength});
return new Uint8Array(q).set(T),q}let u=ws[a];if(!u)throw new Error("there is no "+a+" here");if(!f.buffer)return new u(
jt(c).buffer);let d=n(f.buffer),h=jt(c).length/(u.BYTES_PER_ELEMENT??1);return f.lengthTracking?new u(d,f.offset??0):new u(
d,f.offset??0,h)}function s(f){let c=t,a=f.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&c?.$bytes!==void 0&&c.buffer===void 0)return e.get(c)?.buffer;c=c?.[d]}
return e.get(c)}return n(t)}var pr=36,ws={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(ws.Float16Array=Float16Array);
var ys={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function fn(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function mr(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return Au(t.storage,n);case"kv-put":return t.storage.put(n.key,gs(n.value));case"kv-delete":return t.storage.delete(
n.key);case"set-alarm":return bs(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.storage.deleteAlarm();case"ge\
t-alarm":return t.storage.getAlarm();case"fire-alarm":return bs(()=>Zo(t,n))}throw new Error("unknown action "+e)}async function bs(t){
try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function Au(t,{statements:e,undo:n}){let r=[],o=0,i=!1,
s=0,f={};try{let{sql:c}=t;t.transactionSync(()=>{let a=cn(c);for(let u of e)i=!0,u.check&&u.check.length<99e3&&[...c.exec(
u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&Eu(t,u,r),o++;if(s=cn(c)-a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw f})}catch(c){
if(c!==f)return{results:r,failed:{at:o,checking:i,message:String(c?.message??c)}}}return{results:r,written:s}}var cn=t=>[
...t.exec("SELECT total_changes()").raw()][0][0];function Eu(t,{sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.
$blob===void 0?h:jt(h.$blob)),{sql:f}=t,c=o&&Pu(t,e,o,s);if(c){i.push(c);return}let a=f.exec(e,...s),u=a.columnNames,d=[];
try{for(let h of a.raw())d.push(h)}catch(h){let T=`SELECT * FROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...f.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:_s(f,T,s,r,u,d)}),h}i.push(
{columns:u,rows:_s(f,e,s,r,u,d)})}function _s(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(Nu))){let s=o.map((f,c)=>"c"+c);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(xs)} FROM "dotool typed"`,...n).raw()].map(c=>c.map(Os))}catch{}}return i.map(s=>s.map(Ru))}function Pu(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:f}=t,c=o.flatMap(d=>d===""?$u(f,i):[d]),a=c.length,u=c.map(d=>xs(`(${d})`));for(let d of[
`${r}
, `,""]){let h=`${n} RETURNING ${d}${u}`;try{[...f.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let T=d?void 0:Tu(t,e,s),
q=f.exec(h,...s),dn=[...q.raw()].map(ef=>ef.slice(-a).map(Os));return{columns:q.columnNames.slice(0,-a),rows:dn,...T}}}function Tu(t,e,n){
let r=cn(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:cn(t.sql)-r}}function $u(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var xs=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function Os(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+hr(t.slice(1)):typeof t=="number"?ks(t):t}var Nu=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function Ru(t){return t instanceof ArrayBuffer?"b"+hr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):ks(t)}var ks=t=>"r"+
(Object.is(t,-0)?"-0":t);var Ss;function As(t){Ss=t}var ge=t=>t===Ss;var{ArrayBuffer:Ls,Promise:Lu,String:Mu,Uint8Array:Ms,WebSocket:js}=globalThis,et=js.prototype,ju=y(MessageEvent.prototype,
"data"),Bu=y(CloseEvent.prototype,"code"),Cu=y(CloseEvent.prototype,"reason"),Iu=y(CloseEvent.prototype,"wasClean"),Wu=y(
ErrorEvent.prototype,"message"),Bs=y(Event.prototype,"type"),Du=y(Event.prototype,"target"),qu=g(et.close),zu=y(et,"read\
yState"),{CLOSING:Fu}=js,Ju=y(Ls.prototype,"byteLength"),un=p(Ms.prototype),Uu=y(un,"buffer"),Hu=y(un,"byteLength"),Ku=y(
un,"byteOffset"),Vu=80,Es=16,Ps="0123456789abcdef";function Gt(t){try{return typeof t=="string"?{__proto__:null,length:t.
length,text:O(t,0,Vu)}:W(t,Ls.prototype)?Ts(t,0,Ju(t)):W(t,un)?Ts(Uu(t),Ku(t),Hu(t)):typeof t=="object"?{__proto__:null,
bytes:t.byteLength??t.size}:Gt(""+t)}catch{return{__proto__:null}}}function Ts(t,e,n){let r=n<Es?n:Es,o=new Ms(t,e,r),i="";
for(let s=0;s<r;s++)i+=Ps[o[s]>>4]+Ps[o[s]&15];return{__proto__:null,bytes:n,hex:i}}function Gu(t,e){let{sent:n}=t;if(n===
void 0){t.sent={__proto__:null,count:1,same:!0,message:e,first:Gt(e)};return}if(n.count++,e!==n.message&&(n.same=!1),!n.
same||typeof e=="string")return;let r=Gt(e);n.same=r.bytes===n.first.bytes&&r.hex===n.first.hex}function br(t){try{return Mu(
t?.message??t)}catch{return"an error that cannot be read"}}var gr={__proto__:null,message:t=>Gt(ju(t)),close:t=>({__proto__:null,
code:Bu(t),reason:Cu(t),wasClean:Iu(t)}),error:t=>({__proto__:null,message:br(Wu(t))})},$s=new L;function wr(t){let e=$s.
get(t);return e===void 0&&$s.set(t,e={__proto__:null,object:ft()?.object,message:0,close:0,error:0}),e}var Ns=new L;function Qu(t,e,n){
let r=Bs(t),{object:o}=wr(Du(t)),i=Ns.get(t);if(i!==void 0)return Fe(i,e,n,[t]);let s=E(r,o,gr[r]?.(t)??[]);if(Ns.set(t,
s),gr[r]===void 0||!(o===void 0?F:Z(o)))return Fe(s,e,n,[t]);J(s,async()=>{let f=Fe(s,e,n,[t]);await(D(f)?f:void 0)},void 0,
[])}var Rs=new L;function yr(t){if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=Rs.get(t);return e===
void 0&&(e=function(n){let r=typeof t=="function"?t:t.handleEvent;return Qu(n,r,typeof t=="function"?this:t)},Rs.set(t,e)),
e}var Cs=!1;function Is(){Cs=!0}function Ws(t){let{addEventListener:e}=et,n=G(et,"addEventListener")?et:EventTarget.prototype,
r=["message","close","error","open"];for(let i=0;i<r.length;i++){let s="on"+r[i];if(k(et,s)!==void 0)continue;let f=new L;
S(et,s,{__proto__:null,configurable:!0,get(){return f.get(this)},set(c){let a=f.get(this),u=yr(c);f.set(this,u),o(this,r[i],
(typeof u=="function"?1:0)-(typeof a=="function"?1:0))}})}let o=(i,s,f)=>{let c=wr(i);typeof s=="string"&&G(c,s)&&s!=="o\
bject"&&(c[s]+=f)};m(n,"addEventListener",i=>({addEventListener(...s){return W(this,et)&&(s[1]=yr(s[1]),o(this,s[0],1)),
l(i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){return W(this,et)&&(s[1]=yr(s[1])),
l(i,this,s)}}).removeEventListener),m(et,"send",i=>({send(...s){let f;try{f=l(i,this,s)}catch(a){if(!Cs||zu(this)<Fu)throw a}
let c=ft();return c!==void 0&&!c.closed&&Gu(c,s[0]),f}}).send),m(et,"accept",i=>({accept(...s){let f=wr(this);l(i,this,s);
let c,a=new Lu(d=>t.add(c=d));l(C,a,[d=>{try{d&&qu(this,1012,"reloading")}catch{}}]);let u=d=>{let h=Bs(d),T=f.object===
void 0?F:Z(f.object);f[h]===0&&T&&xo(h,f.object,gr[h](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(c),c(!1),
u(d)}])}}).accept)}import{held as zs,log as _r}from"dotool:options";var Ds=!1,qs=!1;function Fs(t,e){if(tt.set(t,e),!Ds){Ds=!0;let n=p(t);Js(n),(zs||_r)&&Xu(n)}_r&&!qs&&!nn(e.class)&&(qs=!0,
Ri(p(t.sql)),Ni(p(t.kv)))}function Js(t){Yo(t),_r&&$i(t)}function Xu(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!zs?l(n,this,[r,o[0]]):l(n,this,[i=>(e||Js(p(i)),e=!0,tt.set(i,tt.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:Us}=Yu,{Response:Zu,TypeError:Hs}=globalThis,vu=y(Request.prototype,"method"),ta=y(Request.prototype,"\
url"),ea=y(Request.prototype,"headers"),na=g(Headers.prototype.get),ra=g(Request.prototype.text),Bt=new L,Ks=!1;function Vs(){
Ks=!0}var oa=R(scheduler.wait,scheduler),an=new x;function Gs(t,e){if(typeof e!="function")return e;let n;return ct.set(
t,e),an.set(t,()=>n??=W(e.prototype,Us.prototype)),new Proxy(e,{__proto__:null,construct(r,o,i){let s=o[0];fr(s,o[1]),n??=
W(e.prototype,Us.prototype),Vi(s);let f=Ur(t,cr(s));Rt.set(s,{__proto__:null,name:t,rpc:n,object:f}),Fs(rn(s),f),Ji(s,t),
j?.started?.(f);let c=Oo(f,"constructor",()=>v(r,o,i));return Bt.set(c,s),ia(c,f,n)}})}function ia(t,e,n){let r=new x,o={
__proto__:null,get(i,s){if(s===bt&&n)return(u,d,h)=>fa(t,u,d,h);n&&At(t,s)&&le(t,s);let f=t[s];if(s==="fetch"&&j!==void 0)
return sa(t,f,e,n);if(typeof f!="function"||s==="constructor")return f;let c=r.get(s);if(c!==void 0&&c[0]===f)return c[1];
if(!Nt(t,s))return f;let a=Qs(s,f,t,e,n);return j!==void 0&&(a=Rn(s,a,e)),r.set(s,[f,a]),a}};return new Proxy(t,De(o,n))}
function sa(t,e,n,r){return(o,...i)=>{let s=j.inside?.(o,t,Bt.get(t));if(s!==void 0)return s;if(typeof e!="function")throw new Hs(
"Handler does not export a fetch() function.");return l(Rn("fetch",Qs("fetch",e,t,n,r),n),t,ar(o,i))}}function fa(t,e,n,r){
if(!ge(e))throw new Hs('The RPC receiver does not implement the method "__dotool".');return Te(),mr(Bt.get(t),n,r)}function Qs(t,e,n,r,o){
switch(typeof t=="string"?t:""){case"":return R(e,n);case"fetch":return(...i)=>{let s=i[0];return!o&&ge(na(ea(s),"dotool\
-secret"))?ca(n,s):Z(r)?J(E("fetch",r,[vu(s),0,ta(s)]),e,n,i,lr):Et("fetch",void 0,r,e,n,i)};case"alarm":return i=>{if(Ks)
return oa(2147483647);let s=Bt.get(n),f=vo(s,i),c=E("alarm",r,ei(f));return ze(c),zt(r,void 0),J(c,async()=>{let a=rn(s);
try{await l(e,n,[f])}catch(u){throw zt(r,_()),(c.detail.next=await Gn(a))===void 0&&await ti(s),u}c.detail.next=await Gn(
a)},void 0,[])};case"webSocketMessage":return(i,s)=>Z(r)?J(E("message",r,Gt(s)),e,n,[i,s]):Et("message",void 0,r,e,n,[i,
s]);case"webSocketClose":return(i,s,f,c)=>(ur(Bt.get(n)),Z(r)?J(E("close",r,{__proto__:null,code:s,reason:f,wasClean:c}),
e,n,[i,s,f,c]):Et("close",void 0,r,e,n,[i,s,f,c]));case"webSocketError":return(i,s)=>(ur(Bt.get(n)),J(E("error",r,{__proto__:null,
message:br(s)}),e,n,[i,s]))}return(...i)=>Z(r)?J(E("rpc",r,[t,Re(i)]),e,n,i):Et("rpc",t,r,e,n,i)}async function ca(t,e){
let{action:n,args:r}=be(await ra(e));return Te(),new Zu(B(await mr(Bt.get(t),n,r)??null))}import{log as da}from"dotool:options";xr("ReadableStream",["start","pull","cancel"]);xr("WritableStream",["start","write","close","abort"]);xr("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return In()(
r[0]),o}}).error)}function xr(t,e){let n=globalThis[t];$e(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)w(i,s===0?aa(r[0],
e):r[s]);return v(n,i,o)})}var{create:ua}=Object;function aa(t,e){if(typeof t!="object"||t===null)return t;let n=In(),r=ua(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...f)=>{let c;try{c=l(i,t,f)}catch(a){
throw n(a),a}return D(c)&&l(C,c,[void 0,n]),c};S(r,e[o],{__proto__:null,value:s})}return r}import{log as la}from"dotool:options";function Xs(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw So(e),e}}}function Ys(t,e){
let n=globalThis;for(;n!==null&&!G(n,t);)n=p(n);m(n??globalThis,t,e)}la&&(Ys("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=Xs(arguments[0]));let e=l(t,this,arguments);return Ln(ft()?.object,e),e}}).setTimeout),Ys("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=Xs(arguments[0]));let e=l(t,this,arguments);return Ln(ft()?.object,
e),e}}).setInterval));var{DurableObject:pa,WorkerEntrypoint:Zs}=we,{TypeError:ha,addEventListener:vs}=globalThis,ma=R(scheduler.wait,scheduler);
function ya({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:f,NAMESPACE:c,TAILS:a,TESTS:u,...d}){
As(t),$r(e),li(n,r),Ci(o.split(" ")),i&&Hi(i.split(" ")),s&&pi(s,f.split(" ")),ot(p(n)),ot(we.RpcStub.prototype),ot(we.RpcPromise.
prototype),ot(we.RpcProperty.prototype);for(let h of[pa,Zs,we.RpcTarget])yn(h.prototype);a&&Wo(),u&&fo(d,{failureOf:no,label:St,
closeSockets:tf}),c&&(Vr(c),da&&Li(c)),globalThis[bt]=h=>(delete globalThis[bt],h&&delete h[bt],{__proto__:null,Control:Or,
entrypoint:ps,handler:ds,object:Gs,tests:j})}var ln=new A;Ws(ln);function tf(){ln.forEach(t=>t(!0)),ln.clear()}vs("unhan\
dledrejection",({promise:t,reason:e})=>Ao(t,e));vs("rejectionhandled",({promise:t})=>to(t));var Or=class extends Zs{async closeSockets(e){
rt(e),es(),Sn();let n=ln.size;return Is(),tf(),P({__proto__:null,plain:n,objects:nt(Lt),inFlight:ht})}async unfinished(e,n){
for(rt(e),Vs();ht>0&&_()<n;)await ma(5);return P(ht>0?mo():[])}async sockets(e){return rt(e),P(nt(Lt,({name:n,id:r,count:o})=>({
__proto__:null,class:n,id:r,sockets:o})))}async takesRpc(e,n){return rt(e),an.get(n)?.()}async methods(e,n){return rt(e),
ct.has(n)?P(ii(ct.get(n),an.get(n)())):void 0}async flush(e,n,r){rt(e),n!==void 0&&jr(n),r&&U("mark	"+r),Sn()}async handles(e,n){
return rt(e),ls(n)}async workflow(e,n,r,o){rt(e),os(n,r,o)}async say(e,n,r,o){rt(e),gt(n,r,o)}async hold(e,n){return rt(
e),P(ri(n))}};function rt(t){if(!ge(t))throw new ha("forbidden")}export{x as OwnMap,A as OwnSet,L as OwnWeakMap,nt as all,w as append,l as apply,b as attempt,R as bound,ga as charCodeAt,
v as construct,S as defineProperty,Xt as deleteProperty,p as getPrototypeOf,y as getter,_t as has,G as hasOwn,Y as indexOf,
W as inherits,ya as install,N as isArray,D as isPromise,Yt as isView,V as keys,vt as like,gt as note,_ as now,ce as origin,
k as own,K as ownKeys,be as parse,B as quote,Qt as read,O as slice,I as startsWith,_e as test,C as then,Zt as toText,g as uncurry,
$ as value};
