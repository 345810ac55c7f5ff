import we from"cloudflare-internal:workers";import Vf from"cloudflare-internal:workers";import Af from"node-internal:async_hooks";import uf from"cloudflare-internal:workers";import{customInspectSymbol as af}from"node-internal:internal_inspect";var{apply:l,construct:v,get:Qt,has:xt,ownKeys:K,defineProperty:S,deleteProperty:Xt}=Reflect,p=Reflect.getPrototypeOf,{getOwnPropertyDescriptor:rf}=Reflect,
{freeze:of,setPrototypeOf:Ar}=Object,{keys:V,hasOwn:G}=Object,{isArray:N}=Array,{isView:Yt}=ArrayBuffer,{now:_}=Date,B=JSON.
stringify,be=JSON.parse,{bind:mn,call:sf}=Function.prototype,g=l(mn,mn,[sf]),R=g(mn),C=Promise.prototype.then,Zt=g(Function.
prototype.toString),wa=g(String.prototype.charCodeAt),O=g(String.prototype.slice),Y=g(String.prototype.indexOf),I=g(String.
prototype.startsWith),_e=g(RegExp.prototype.exec),ff=g(Object.prototype.isPrototypeOf),W=(t,e)=>ff(e,t);function vt(t){function e(){}
return e.prototype=t,e}var cf=vt(Promise.prototype),D=t=>t instanceof cf;function k(t,e){let n=rf(t,e);return n!==void 0&&
Ar(n,null),n}function $(t,e){return k(t,e)?.value}function y(t,e){let n=t&&k(t,e)?.get;return n===void 0?r=>r[e]:g(n)}function w(t,e){
S(t,t.length,{__proto__:null,value:e,writable:!0,enumerable:!0,configurable:!0})}function b(t,e){try{return t()}catch{return e}}
function yn(t){class e extends t{}let n=K(t.prototype);for(let r=0;r<n.length;r++)n[r]!=="constructor"&&S(e.prototype,n[r],
k(t.prototype,n[r]));return Ar(e.prototype,null),of(e.prototype),e}var x=yn(Map),A=yn(Set),L=yn(WeakMap);function nt(t,e=n=>n){
let n=[];return t.forEach(r=>w(n,e(r))),n}var{RpcPromise:lf,RpcProperty:df,RpcStub:pf}=uf,hf=Object.prototype,{getOwnPropertySymbols:mf}=Object,Er=new A,te=[];function ot(t){
for(;t&&t!==hf&&!Er.has(t);t=p(t)){if(gn===void 0&&(gn=t),!yf(t))return;Er.add(t),wn(t),S(t,af,{__proto__:null,value:gf,
writable:!0,configurable:!0}),w(te,t)}}function wn(t){let e=mf(t);for(let n=0;n<e.length;n++)e[n].description==="kResour\
ceTypeInspect"&&S(t,e[n],{__proto__:null,value:void 0,configurable:!0})}var gn;function yf(t){for(;t;t=p(t))if(t===gn||t===
pf.prototype||t===lf.prototype||t===df.prototype)return!0;return!1}function gf(t,e,n){let{name:r}=this.constructor;if(t<
0)return"["+r+"]";let o={},i=K(this);for(let s=0;s<i.length;s++)typeof i[s]=="string"&&k(this,i[s])?.enumerable&&(o[i[s]]=
this[i[s]]);return r+" "+n(o,{...e,depth:t})}function bn(t){for(let e=0;e<te.length;e++)S(te[e],"toJSON",{__proto__:null,
value:void 0,configurable:!0});try{return t()}finally{for(let e=0;e<te.length;e++)Xt(te[e],"toJSON")}}import{log as Br}from"dotool:options";var{Int32Array:wf,Uint8Array:Tr}=globalThis,$r="",Nr="",_n=0,xn=0,bf=0;function Rr(t){let e=t.split(" ");Nr=""+e[0].slice(
0,8),$r=""+e[0]+"	",_n=e[1]|0,xn=e[2]|0}function kn(t){if(!I(t,Nr))return;let e=t.split("	");return e.length<4?void 0:e.
slice(3).join("	").split("")}function ne(t){return t=++bf+"	"+t,$r+Of(t)+"	"+t}var Lr=new TextEncoder,_f=g(Lr.encode),Mr=p(
Tr.prototype),Pr=y(Mr,"length"),xf=g(Mr.set),ee,On;jr(4096);function jr(t){ee=new Tr(t),On=new wf(ee.buffer)}function Of(t){
let e=_n,n=xn^238,r=1819895653^_n,o=1952801890^xn,i=_f(Lr,t),s=Pr(i),f=(s|3)+1;f>Pr(ee)&&jr(2*f),xf(ee,i),On[(f>>2)-1]&=
(1<<8*(s&3))-1,ee[f-1]=s;let c=On,a=f>>2;for(let d=0;d<a;d++){let h=c[d];o^=h,e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,
r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e=e+n|0,n=n<<5|n>>>27,n^=
e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,e^=h}r^=
238;let u=0;for(let d=0;d<8;d++)e=e+n|0,n=n<<5|n>>>27,n^=e,e=e<<16|e>>>16,r=r+o|0,o=o<<8|o>>>24,o^=r,e=e+o|0,o=o<<7|o>>>
25,o^=e,r=r+n|0,n=n<<13|n>>>19,n^=r,r=r<<16|r>>>16,d===3&&(u=n^o,n^=221);return(u>>>0)+"."+((n^o)>>>0)}var{Float64Array:kf}=globalThis,Pe=R(console.log,console);function P(t){switch(typeof t){case"string":return B(t);case"o\
bject":break;case"undefined":return;default:return t===t&&t!==1/0&&t!==-1/0?""+t:"null"}if(t===null)return"null";let e="";
if(N(t)){for(let r=0;r<t.length;r++)e+=(r>0?",":"")+(P(t[r])??"null");return"["+e+"]"}let n=V(t);for(let r=0;r<n.length;r++){
let o=P($(t,n[r]));o!==void 0&&(e+=(e===""?"":",")+B(n[r])+":"+o)}return"{"+e+"}"}var F=Br;function Cr(t){F=Br||t===!0,xe=
N(t)?t:void 0,Sn++}var xe,Sn=0;function Z(t){if(F||xe===void 0)return F;if(t.choice!==Sn){t.choice=Sn,t.chosen=!1;for(let e=0;e<
xe.length&&!t.chosen;e++){let n={__proto__:null,...xe[e]};t.chosen=(n.class??t.class)===t.class&&I(t.id,n.id??"")&&I(t.name??
"",n.prefix??"")}}return t.chosen}var Ir=20,Wr=36,Dr=65536,Se="",ht="",It=0,ie=0,Ae=!1,qr=1e3,Ee=7,z=new kf(qr*Ee),Q=0,
mt=0;function fe(){mt++}function it(){mt--}function U(t){Q>0&&Fr(),ht+=ht===""?t:Se+t}function zr(t,e){let n=Sf(t);n===void 0?
U("like	"+(ke-1&Oe-1)+"	"+An(t)):(z[Q]=n,z[Q+1]=t.n,z[Q+2]=t.start,z[Q+3]=t.took,z[Q+4]=t.busy,z[Q+5]=t.root,z[Q+6]=t.parent===
void 0?0:t.parent.n,Q+=Ee),(Q===qr*Ee||ht.length>Dr||Jr(e))&&Wt()}function Fr(){let t=ht;oe===0&&(oe=z[2],t+=(t===""?"":
Se)+"from	"+oe);for(let e=0;e<Q;e+=Ee){let n=z[e+1],r=z[e+5],o=z[e+6];t+=Se+z[e]+"	"+n+"	"+(z[e+2]-oe)+"	"+z[e+3]+"	"+z[e+
4],(o!==0||r!==n)&&(t+="	"+r+"	"+o)}ht=t,Q=0}var Oe=256,ke=0,re=new x,oe=0;function Sf(t){let{object:e,kind:n,detail:r,failed:o}=t,
i=n==="rpc"?"":r[2],s=e===void 0?re.get(i):e.known,f=0;for(;s!==void 0&&!(s.kind===n&&s.failed===o&&s.first===r[0]&&s.second===
r[1]&&s.url===i);)s=++f<8?s.other:void 0;if(s!==void 0&&ke-s.made<Oe)return s.made&Oe-1;s===void 0&&(s={__proto__:null,kind:n,
failed:o,first:r[0],second:r[1],url:i,made:ke,other:void 0},e!==void 0?(s.other=f<8?e.known:void 0,e.known=s):(re.size>=
Oe&&re.clear(),s.other=f<8?re.get(i):void 0,re.set(i,s))),s.made=ke++}var An=t=>"call	"+t.n+"	"+t.root+"	"+(t.parent?.n??
0)+"	"+(t.object?.k??0)+"	"+t.kind+"	"+t.start+"	"+t.took+"	"+t.busy+"	"+(t.failed?"exception":"ok")+"	"+P(t.detail),se=()=>ie>
8,Jr=t=>!Ae||t-It>=(se()?Wr:Ir)||mt===0&&!se();function Ot(t){U(t),Te()}function Te(){(Jr(_())||ht.length>Dr)&&Wt()}function yt(t){
U(t),Wt()}function Wt(){let t=Pn();if(t==="")return;let e=_();ie=e-It<Ir?ie+1:e-It<4*Wr&&se()?ie:0,It=e,Ae||=mt>0||se(),
Pe(ne(Ae?t+Se+"busy":t))}function En(){Ae=!1;let t=Pn();if(t===""){ie=0;return}It=_(),Pe(ne(t))}function Dt(t){Wt(),Pe(ne(
t))}function Ur(t,e){U(t),se()&&(It=e),Pe(ne(Pn()))}function Pn(){Q>0&&Fr();let t=ht;return ht="",oe=0,t}function m(t,e,n){let r=k(t,e),o=r?.value;if(typeof o!="function"){let s=b(()=>$($(t,"constructor"),"name")+".","");U("m\
issing	"+B(s+e));return}let i=n(o);S(i,"name",{__proto__:null,value:o.name}),S(i,"length",{__proto__:null,value:o.length}),
r.value=i,S(t,e,r)}function $e(t,e,n){let r=globalThis[t],o={__proto__:null,construct:(s,f,c)=>e(f,c===i?s:c)};n&&(o.apply=
n);let i=new Proxy(r,o);S(globalThis,t,{__proto__:null,...k(globalThis,t),value:i}),S(r.prototype,"constructor",{__proto__:null,
...k(r.prototype,"constructor"),value:i})}var M=new Af.AsyncLocalStorage;S(M,"getStore",{__proto__:null,value:M.getStore});S(M,"run",{__proto__:null,value:M.run});
var ft=()=>M.getStore();function ce(){let t=M.getStore();return t?t.n+"."+t.root+"."+(t.object?.k??0):""}var tt=new L,st=new x;
function Kr(t,e){let n=Tn(e),r=t+"\0"+n,o=st.get(r);return(!o||o.name===void 0&&e.name!==void 0)&&(o={k:st.size+1,class:t,
id:n,name:e.name,choice:-1,chosen:!1,known:void 0},st.set(r,o),U("object	"+o.k+"	"+n+"	"+P([t,o.name??null]))),o}var kt=new x;
function Hr(t){let e=M.getStore();if(e===void 0)return;let n=kt.get(t);if(n!==e){if(n===void 0)kt.set(t,e);else if(n.size===
void 0)kt.set(t,new A().add(n).add(e));else{if(n.has(e))return;n.add(e)}e.holds===void 0?e.holds=[t]:w(e.holds,t)}}function Vr(t){
for(let e=0;e<t.holds.length;e++){let n=kt.get(t.holds[e]);(n===t||n.delete(t)&&n.size===0)&&kt.delete(t.holds[e])}}function Gr(t){
let e=t.name!==void 0&&kt.get(t.name)||kt.get(t.id);return e?.size===1&&e.forEach(n=>e=n),e===void 0||e.size!==void 0||e.
object===t?void 0:e}var Tn=t=>t.toString();function Qr(t){let e=p(t);Tn=g(p(t.idFromName("")).toString);let n=!1,r=o=>(n||
(n=!0,ot(p(o))),o);m(e,"get",o=>({get(...i){let s=r(l(o,this,i));return F&&Hr(i[0].name??Tn(i[0])),s}}).get),m(e,"getByN\
ame",o=>({getByName(...i){let s=r(l(o,this,i));return F&&typeof i[0]=="string"&&Hr(i[0]),s}}).getByName)}var ct=new x;var{ArrayBuffer:Ef,Date:Pf,Error:Tf,Map:$f,RegExp:Nf,Set:Rf,String:Ne}=globalThis,Xr=Object.prototype;function Re(t){let e="";
for(let n=0;n<t.length;n++){n>0&&(e+=", ");try{e+=ae(t[n])}catch{e+="{\u2026}"}if(e.length>500)return e+(n+1<t.length?",\
 \u2026":"")}return e}function ae(t){if(typeof t!="object"||t===null)return ue(t,40);let e=N(t),n=e?null:p(t);if(n!==Xr&&
n!==null)return ue(t);let r=e?t:V(t);if(r.length===0||r.length>4)return ue(t);let o="";for(let i=0;i<r.length;i++){let s=$(
t,e?i:r[i]);if(o+=(i>0?", ":"")+(e?"":r[i]+": ")+ue(s,20),o.length>60)return ue(t)}return e?"["+o+"]":"{ "+o+" }"}function ue(t,e){
switch(typeof t){case"string":return B(t.length>e?O(t,0,e-1)+"\u2026":t);case"bigint":return t+"n";case"symbol":return Ne(
t);case"function":return"\u0192";case"object":return t===null?"null":N(t)?"["+(t.length>0?"\u2026"+t.length:"")+"]":t instanceof
$f||t instanceof Rf?t.constructor.name+"("+t.size+")":t instanceof Pf?isNaN(+t)?"Invalid Date":t.toISOString():t instanceof
Nf||t instanceof Tf?O(Ne(t),0,60):Yt(t)||t instanceof Ef?t.byteLength+" B":"{"+(V(t).length>0?"\u2026":"")+"}";default:return Ne(
t)}}function Le(t){return b(()=>{if(typeof t=="function")return(I(Zt(t),"class")?"class ":"\u0192 ")+O(Ne($(t,"name")??""),
0,100);let e=ae(t);if(typeof t!="object"||t===null||!I(e,"{"))return e;let n=p(t),r=n!==null&&n!==Xr?$(n,"constructor"):
void 0,o=typeof r=="function"?$(r,"name"):void 0;return typeof o=="string"&&o!==""?O(o,0,100)+" "+e:e},"a value that can\
not be read")}var{Error:Lf,String:Mf}=globalThis,jf=Lf.prototype,Bf=Object.prototype,Be=new L,Zr=new L,At=t=>typeof t=="object"&&t!==null||
typeof t=="function";function vr(t,e){let n=At(e)?Zr.get(e):void 0;return n!==void 0&&(t===void 0||n.root===t.root||n.root===
0)?n:void 0}function H(t,e){let n=vr(t,e);if(n!==void 0){t!==void 0&&(t.thrown=n.known);return}At(e)&&ro(je.get(e));let r=Ie(
e,t),o=Ce(t,e,r);o!==void 0&&(r.from=o.n);let i=(F?void 0:o?.root)??t?.root??o?.root??0;if(At(e)&&Zr.set(e,{known:r,root:i}),
t!==void 0){t.thrown=r,t.origin=o;let s=o??{__proto__:null,n:t.n,root:i,text:(At(e)?Be.get(e):void 0)??io(e,r),known:r,call:t,
at:0},f=t;do f=f.parent,f!==void 0&&(f.failure=s);while(f!==void 0&&f.object===t.object);o===void 0&&(t.object!==void 0||
t.kind==="rpc")&&If(s)}yt("error	"+to(t,i,r))}var to=(t,e,n)=>(t?.n??0)+"	"+e+"	"+(t?.object?.k??0)+"	"+(t?.kind??"")+"	"+
P([Et(t),n]),$n=new L,je=new L,Cf=0;function eo(t,e,n,r){if(vr(e,n)!==void 0)return;let o=At(n)?je.get(n):void 0;if(o===
void 0){o={__proto__:null,n:++Cf,error:n,promises:0},At(n)&&je.set(n,o);let i=Ie(n,e),s=Ce(e,n,i);s!==void 0&&(i.from=s.
n);let f=(F?void 0:s?.root)??e?.root??s?.root??0;yt("unhandled	"+o.n+"	"+r+"	"+to(e,f,i))}o.promises++,$n.set(t,o)}function no(t){
let e=$n.get(t);$n.delete(t),e!==void 0&&--e.promises===0&&ro(e)}function ro(t){t!==void 0&&(At(t.error)&&je.delete(t.error),
yt("handled	"+t.n))}var St=new x;function If(t){if(t.at=_(),St.delete(t.text),St.set(t.text,t),St.size<=100)return;let e;
St.forEach((n,r)=>e??=r),St.delete(e)}var Rn=t=>b(()=>t.remote===!0||t.durableObjectReset===!0,!1);function Ce(t,e,n){let r=io(
e,n),o=t?.failure;if(o!==void 0&&(o.text===r||o.known.thrown!==void 0&&I(r,"#<")))return o;if(!Rn(e))return;let i=St.get(
r);if(i===void 0){let s=Y(r,": ");if(i=s>0?St.get(O(r,s+2)):void 0,i?.known.name!==O(r,0,s))return}return i!==void 0&&_()-
i.at<1e4?i:void 0}var oo=t=>Ce(void 0,t,{__proto__:null,message:t.message});function io(t,e){if(e.message!==void 0)return e.
message;try{return Mf(t)}catch{return e.thrown}}function Et(t){return t===void 0?"":t.kind==="rpc"?t.detail[0]:t.kind===
"step"?"step "+t.detail[0]:t.kind}var Me=16384,Ie=(t,e)=>b(()=>Nn(t,e,0,{__proto__:null,left:20},[]),{__proto__:null,thrown:"\
a value that cannot be read"});function Nn(t,e,n,r,o){if(typeof t!="object"||t===null)return{__proto__:null,thrown:Le(t)};
let i=b(()=>t.message,null),s=b(()=>t.stack,""),f=typeof s=="string"||W(t,jf);if(typeof i!="string"&&i!==null||!f)return{
__proto__:null,thrown:Le(t)};let c=b(()=>t.name,void 0);typeof c!="string"&&(c="Error"),typeof s!="string"&&(s="");let a=i===
""||i===null?-1:Y(s,i);a>=0&&(s=O(s,a+i.length));let u={__proto__:null,name:O(c,0,200),message:qf(i??"(its message canno\
t be read)"),stack:O(s,0,Me)};(b(()=>t.durableObjectReset,!1)===!0||Be.has(t))&&(u.reset=!0);let d=Df(t);if(d.length>0&&
(u.fields=d),n<5&&r.left-- >0){let h=b(()=>t.cause,void 0);if(w(o,t),h!=null){u.cause=Wf(o,h)?{__proto__:null,thrown:"th\
e same error again"}:Nn(h,e,n+1,r,o);let q=Ce(e,h,u.cause);q!==void 0&&(u.cause.from=q.n)}let T=b(()=>t.errors,void 0);if(N(
T)){u.errors=[];for(let q=0;q<T.length&&q<5;q++)w(u.errors,Nn(T[q],e,n+1,r,o))}o.length--}return n===0&&i!==null&&(I(i,"\
The RPC receiver does not implement the method")||O(i,-Yr.length)===Yr)&&(u.classes=zf(e)),u}var Yr=" is not a function";
function Wf(t,e){for(let n=0;n<t.length;n++)if(t[n]===e)return!0;return!1}function Df(t){let e=[],n=b(()=>V(t),[]);for(let r=0;r<
n.length&&e.length<10;r++){if(so.has(n[r]))continue;let o=b(()=>k(t,n[r]),void 0);o===void 0||o.get!==void 0||w(e,[O(n[r],
0,100),b(()=>Le(o.value),"\u2026")])}return e}var so=new A;so.add("name").add("message").add("stack").add("cause").add("\
errors").add("remote").add("durableObjectReset");var qf=t=>t.length>Me?O(t,0,Me)+"\u2026 ("+(t.length-Me)+" more charact\
ers)":t;function zf(t){let e=new A;st.forEach(({class:r,id:o,name:i})=>{for(let s=0;s<(t?.holds?.length??0);s++)(t.holds[s]===
i||t.holds[s]===o)&&e.add(r)});let n={__proto__:null};return ct.forEach((r,o)=>{if(e.size>0&&!e.has(o))return;let i=[];for(let s=r.
prototype;s&&G(s,"constructor")&&s!==Bf&&s.constructor.name!=="DurableObject";s=p(s)){let f=K(s);for(let c=0;c<f.length;c++)
typeof f[c]=="string"&&typeof $(s,f[c])=="function"&&!fo.has(f[c])&&w(i,f[c])}n[o]=i}),n}var fo=new A;fo.add("constructo\
r").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");import{held as Gf}from"dotool:options";var{Error:Ff,Promise:Jf,TypeError:co,clearTimeout:Uf}=globalThis,j;function uo(t,e){j={__proto__:null,...e,bindings:t,inside:void 0,
fakeTimers:void 0,uncaught:void 0,started:void 0,alarms:()=>nt(We),forget:n=>We.delete(n),calls:()=>nt(qt),endCalls:Hf,takeTimers:Kf,
clearTimer:n=>Uf(n),report:n=>Dt("test	"+n)}}var qt=new x,Mn=(t,e,n)=>function(){let r=l(e,this,arguments);return D(r)?new Jf(
(o,i)=>{qt.set(i,{__proto__:null,object:n,name:t,start:_()}),l(C,r,[s=>(qt.delete(i),o(s)),s=>(qt.delete(i),i(s))])}):r};
function Hf(t,e){qt.forEach(({object:n},r)=>{e!==void 0&&(n.class!==e.class||n.id!==e.id)||(qt.delete(r),r(new Ff(t)))})}
var Ln=[];function jn(t,e){j!==void 0&&t!==void 0&&w(Ln,[t,e])}function Kf(){let t=Ln;return Ln=[],t}var We=new x;function zt(t,e){
if(j===void 0||t===void 0)return;let n=t.class+"/"+t.id;e===void 0?We.delete(n):We.set(n,{__proto__:null,key:n,object:t,
at:e})}var ao=new A;ao.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSo\
cketError").add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");
var Pt=(t,e)=>j!==void 0&&typeof e=="string"&&!ao.has(e)&&!xt(p(t),e);function De(t,e){return j!==void 0&&(t.getOwnPropertyDescriptor=
(n,r)=>e&&Pt(n,r)?void 0:k(n,r)),t}function le(t,e){let n='"'+e+'"';throw xt(t,e)?new co("The RPC receiver's prototype d\
oes not implement "+n+`, but the receiver instance does.
Only properties and methods defined on the prototype can be accessed over RPC.
Ensure properties are declared like \`get `+e+"() { ... }` instead of `"+e+" = ...`,\nand methods are declared like `"+e+
"() { ... }` instead of `"+e+" = () => { ... }`."):new co("The RPC receiver does not implement "+n+".")}var{RpcPromise:yo}=Vf,{Error:lo,String:po}=globalThis,ze=0;function E(t,e,n){let r={n:++ze,root:ze,parent:void 0,kind:t,
object:e,detail:n,start:_(),busy:0,took:0,failed:!1,holds:void 0,failure:void 0,thrown:void 0,origin:void 0,sent:void 0,
closed:!1,before:void 0,after:void 0};if(e!==void 0&&(t==="rpc"||t==="fetch"||t==="constructor"||t==="blockConcurrencyWh\
ile")){let o=t==="blockConcurrencyWhile"?M.getStore():Gr(e);o!==void 0&&(r.parent=o,r.root=o.root)}return r}var Fe=t=>U(
"alarm	"+t.n+"	"+(t.object?.k??0)),ho=100,mo=0,qe=0,Bn=20;function Je(t,e,n,r,o){t-mo>=ho&&(mo=t,Bn=qe>ho?2:20,qe=0),!(++qe>
Bn+1)&&Ur("start	"+(qe<=Bn?P([e,n,r??"",o?.class??"",o?.id??"",o?.name??null]):""),t)}var gt={__proto__:null,before:void 0,
after:void 0};gt.before=gt.after=gt;function go(){let t=[];for(let{after:e}=gt;e!==gt;e=e.after){let{kind:n,object:r,detail:o,
start:i}=e;w(t,{__proto__:null,kind:n,start:i,class:r?.class,id:r?.id,name:r?.name,method:N(o)?o[0]:void 0,url:n==="requ\
est"||n==="fetch"?o[2]:void 0})}return t}var{then:wo}=yo.prototype,Qf=vt(yo.prototype),Cn=t=>typeof t=="function"&&t instanceof
Qf;function bo(t,e,n,r){Je(t.start,t.n,t.kind,N(t.detail)?t.detail[0]:"",t.object),fe();let{before:o}=gt;t.after=gt,t.before=
o,gt.before=o.after=t;let i;try{i=M.run(t,R(l,void 0,e,n,r))}catch(s){throw Jt(t,s),s}return t.busy=_()-t.start,i}var J=(t,e,n,r,o)=>_o(
t,bo(t,e,n,r),o);function _o(t,e,n){if(typeof e=="object"&&e!==null){if(D(e))return e.then===C?l(C,e,[r=>Ft(t,r,n),r=>Jt(
t,r)]):Ft(t,void 0),e;if(!Cn(e)&&typeof e.then=="function")return Xf(t,e,n)}return Cn(e)?l(wo,e,[r=>Ft(t,r,n),r=>Jt(t,r)]):
Ft(t,e,n),e}function xo(t,e,n,r,o,i,s){try{let f=bo(t,e,n,r);if(D(f)&&f.then===C)return l(C,f,[u=>(Ft(t,u,o),i(t,r[0],u)),
u=>(Jt(t,u),s(t,r[0],u))]);let c=_o(t,f,o);if(!D(c)&&typeof c?.then!="function")return i(t,r[0],c);let a=[u=>i(t,r[0],u),
u=>s(t,r[0],u)];return D(c)?l(C,c,a):c.then(a[0],a[1])}catch(f){return s(t,r[0],f)}}async function Xf(t,e,n){let r;try{r=
await e}catch(o){throw Jt(t,o),o}return Ft(t,r,n),r}function Ft(t,e,n){let r=n?.(t,e);r!==void 0?Jt(t,r):Wn(t)}function Jt(t,e){
(t.kind==="request"||t.kind==="fetch")&&(t.detail[1]=500),H(t,e),t.failed=!0,Wn(t)}function Tt(t,e,n,r,o,i){let s=c=>H(E(
t,n,[e]),c);Je(_(),0,t,e,n);let f;try{f=l(r,o,i)}catch(c){throw s(c),c}return D(f)?l(C,f,[void 0,s]):Cn(f)&&l(wo,f,[()=>{},
s]),f}function Oo(t,e,n){let r=++ze;Je(_(),r,t,"",e);try{return n()}finally{Ot("ended	"+r)}}function In(){let t=M.getStore();
return e=>{Ot("noted	"+(t?.n??0)+"	"+(t?.root??0)+"	"+(t?.object?.k??0)+"		"+P(["stream",Ie(e,void 0)]))}}function ko(t,e,n,r,o){
Je(_(),0,"request","",void 0),fe();let i;try{i=l(t,e,n)}catch(f){return it(),o(n[0],f)}let s=i?.then;return typeof s!="f\
unction"?(it(),r(n[0],i)):l(s,i,[f=>(it(),r(n[0],f)),f=>(it(),o(n[0],f))])}function Wn(t){if(t.closed)return;t.closed=!0,
it(),t.before.after=t.after,t.after.before=t.before,t.before=t.after=void 0,t.holds!==void 0&&Vr(t);let e=_(),{kind:n}=t;
if(t.took=e-t.start,t.sent===void 0&&(n==="request"||n==="rpc"||n==="fetch"))return zr(t,e);Ot(An(t)+(t.sent===void 0?"":
Yf(t.sent))),Gf&&(n==="alarm"||n==="scheduled"||n==="queue")&&Wt()}var Yf=({count:t,same:e,first:n})=>"	"+P({__proto__:null,
count:t,same:e,...n});function So(t,e,n){let r=++ze;Ot("call	"+r+"	"+r+"	0	"+(e?.k??0)+"	"+t+"	"+_()+"	0	0	ok	"+P(n))}function Ue(t,e,n,r){
let o=s=>H(t,s),i;try{i=M.run(t,()=>l(e,n,r))}catch(s){throw o(s),s}return D(i)&&l(C,i,[void 0,o]),i}function Ao(t,e,n){
let r=E(e,t,[]);try{return M.run(r,n)}catch(o){throw H(r,o),o}}function Eo(t,e,n){let r=M.getStore()?.root;l(C,t,[void 0,
o=>{let i=E(e,n,[]);r!==void 0&&(i.root=r),H(i,o)}])}function Po(t){j?.uncaught?.(t),H($o(t),t)}function To(t,e){let n=M.
getStore();eo(t,$o(e),e,n?.after===void 0?0:n.n)}function $o(t){let e=M.getStore();if(e===void 0||Rn(t))return;let n=E(e.
kind,e.object,e.detail);return n.root=e.root,n}function No(t,e){let n=M.getStore(),r=n!==void 0&&n.object===t&&n.kind!==
"constructor",o=e;e instanceof lo||(o=new lo(e===void 0?"Application called abort() to reset Durable Object.":po(e))),Be.
set(o,o===e?b(()=>po(e),void 0):void 0),H(r?n:E("abort",t,[]),o),!(!r||!Z(t))&&(n.failed=!0,Wn(n))}var de=k(Request.prototype,"cf"),Ro=de?.get&&g(de.get);de?.get&&Object.defineProperty(Request.prototype,"cf",{__proto__:null,
...de,get(){let t=Ro(this);if(!t||!G(t,"clientIp"))return t;let{clientIp:e,...n}=t;return{...Zf,...n}}});var Zf={asOrganization:"",
asn:395747,colo:"DFW",city:"Austin",region:"Texas",regionCode:"TX",metroCode:"635",postalCode:"78701",country:"US",continent:"\
NA",timezone:"America/Chicago",latitude:"30.27130",longitude:"-97.74260",clientTcpRtt:0,httpProtocol:"HTTP/1.1",requestPriority:"\
weight=192;exclusive=0",tlsCipher:"AEAD-AES128-GCM-SHA256",tlsVersion:"TLSv1.3",tlsClientAuth:{certIssuerDNLegacy:"",certIssuerDN:"",
certIssuerDNRFC2253:"",certIssuerSKI:"",certSubjectDNLegacy:"",certSubjectDN:"",certSubjectDNRFC2253:"",certFingerprintSHA1:"",
certFingerprintSHA256:"",certNotBefore:"",certNotAfter:"",certSerial:"",certSKI:"",certPresented:"0",certVerified:"NONE",
certRevoked:"0"}};function Lo(t){if(!de?.get)return!0;let e=Ro(t);return typeof e=="object"&&e!==null&&G(e,"clientIp")}import{formatWithOptions as lc}from"node-internal:internal_inspect";import{inspected as dc}from"dotool:options";var{Error:vf,JSON:tc,Proxy:ec,String:Dn}=globalThis,{parse:He,stringify:nc}=tc,rc=Object.prototype,oc=vf.prototype,qn="_\
_dotool";function jo(t){let e="",n="",r=!1;for(let o=0;o<t.length;o++){let i=o>0?",":"";e+=i+ic(t[o]);let s=W(t[o],oc)?b(
()=>sc(t[o]),void 0):void 0;n+=i+(s??"null"),r||=s!==void 0}return'{"message":['+e+"]"+(r?',"errorInfo":['+n+"]":"")+"}"}
function ic(t){if(t==null)return"null";try{let e=typeof t=="object"?p(t):void 0;return((typeof t!="object"?typeof t!="bi\
gint"&&typeof t!="symbol"&&typeof t!="function":N(t)||e===rc||e===null||typeof t.toJSON=="function")?nc(t):typeof t=="sy\
mbol"?"{}":B(Dn(t)))??"null"}catch{return"{}"}}var sc=t=>'{"name":'+B(""+t.name)+',"message":'+B(""+t.message)+',"stack"\
:'+B(zn(t.stack))+"}";function zn(t){return(""+(t??"")).split(`
`).filter(n=>n.startsWith("    at ")&&!n.includes("dotool")).join(`
`)}function Bo(t){if(!N(t))return t;let e=[];for(let n=0;n<t.length;n++)t[n].entrypoint!==qn&&w(e,fc(t[n]));return e.length>
0?e:void 0}function fc(t){let e=[],n=[];for(let o=0;o<t.exceptions.length;o++)w(n,ac(t.exceptions[o]));let r=t.outcome;for(let o=0;o<
t.logs.length;o++){let i=t.logs[o],s=Co(i.message);if(s===void 0){w(e,i);continue}for(let f=0;f<s.length;f++){let[c,...a]=s[f].
split("	");c==="console"&&w(e,Io(i.timestamp,a));let u=c==="error"&&a[3]==="request"?b(()=>He(a[4])[1],void 0):void 0;u===
void 0||n.length>0||(r="exception",w(n,{name:u.name??"Error",message:u.message??cc(u.thrown),timestamp:i.timestamp,stack:zn(
u.stack)}))}}return uc(t,{logs:e,exceptions:n,outcome:r})}var cc=t=>b(()=>Dn(He(t)),Dn(t));function uc(t,e){let n={__proto__:p(
t)};for(let r of V(t))n[r]=r in e?e[r]:t[r];return n}var ac=t=>t.stack===void 0?t:{...t,stack:zn(t.stack)},Co=t=>N(t)&&t.
length===1&&typeof t[0]=="string"?kn(t[0]):typeof t=="string"?kn(t):void 0;function Io(t,[,e,n,r]){let{message:o=[He(n)],
errorInfo:i}=r===void 0?{}:He(r),s={timestamp:t,level:e,message:o};return i!==void 0&&(s.errorInfo=i),s}var Wo=t=>t?.event?.
entrypoint!==qn&&t?.event?.info?.entrypoint!==qn;function Do(t){if(typeof t=="function")return n=>Mo(n,r=>t(r));if(typeof t!=
"object"||t===null)return t;let e=new x;return new ec(t,{__proto__:null,get(n,r){let o=n[r];return typeof o!="function"?
o:(e.get(r)?.[0]!==o&&e.set(r,[o,i=>Mo(i,s=>l(o,n,[s]))]),e.get(r)[1])}})}function Mo(t,e){let n=t?.event?.type==="log"?
Co(t.event.message):void 0;if(n===void 0)return e(t);let r;for(let o=0;o<n.length;o++){let[i,...s]=n[o].split("	");if(i!==
"console")continue;let{level:f,message:c}=Io(0,s);r=e({...t,event:{...t.event,level:f,message:c}})}return r}var{String:Ge}=globalThis,qo=!1;function zo(){qo=!0}var pc=R(console.dirxml,console);for(let t of["debug","info","log","\
warn","error"])ut(t,(...e)=>mc(t,e));var{log:Ut,error:hc}=console;ut("dir",t=>Ut(t));ut("trace",(...t)=>Ut(Ge(new Error().
stack).replace(/^.*/,()=>"Trace: "+t.map(Qe).join(" "))));ut("assert",(t,...e)=>t||hc("Assertion failed"+(e.length>0?": "+
Qe(e[0]):""),...e.slice(1)));var Ke=new Map;ut("count",(t="default")=>{Ke.set(t,(Ke.get(t)??0)+1),Ut(t+": "+Ke.get(t))});
ut("countReset",(t="default")=>Ke.delete(t));var Ve=new Map;ut("time",(t="default")=>Ve.set(t,Date.now()));for(let t of[
"timeLog","timeEnd"])ut(t,(e="default",...n)=>{Ve.has(e)&&(Ut(e+": "+(Date.now()-Ve.get(e))+" ms",...n),t==="timeEnd"&&Ve.
delete(e))});ut("table",t=>{let e=typeof t=="object"&&t!==null?Object.entries(t):[];if(e.length===0)return Ut(t);let n=[
...new Set(e.flatMap(([,s])=>typeof s=="object"&&s!==null?Object.keys(s):[]))],r=e.some(([,s])=>typeof s!="object"||s===
null),o=[["",...n,...r?["value"]:[]]];for(let[s,f]of e){let c=typeof f=="object"&&f!==null;o.push([s,...n.map(a=>c&&a in
f?Qe(f[a]):""),...r?[c?"":Qe(f)]:[]])}let i=o[0].map((s,f)=>Math.max(...o.map(c=>c[f].length)));Ut("%s",o.map(s=>s.map((f,c)=>f.
padEnd(i[c])).join("  ").trimEnd()).join(`
`))});function mc(t,e){let n=gc(e);Dt("console	"+ce()+"	"+t+"	"+B(n)+(qo?"	"+jo(e):"")),dc&&yc(t,e)}function yc(t,e){let n=[
""+t];for(let r=0;r<e.length;r++)w(n,e[r]);l(pc,void 0,n)}function gc(t){if(t.length===1&&typeof t[0]=="string")return t[0];
let e=[{__proto__:null,colors:!1}];for(let n=0;n<t.length;n++)w(e,t[n]);try{let n=()=>""+l(lc,void 0,e);return typeof t[0]==
"string"&&Y(t[0],"%j")>=0?bn(n):n()}catch(n){try{return"<Formatting threw ("+(n?.stack??Ge(n))+")>"}catch{return"<Format\
ting threw>"}}}function Qe(t){if(typeof t=="string")return t;try{return bn(()=>JSON.stringify(t))??Ge(t)}catch{return Ge(
t)}}function ut(t,e){m(console,t,()=>e)}import yu from"cloudflare-internal:workers";var Uo=new L,Ho=new L,wc=2,bc=3,Fn=4,Ko=1,_c=2,Vo=!1,Go=t=>b(()=>{let e=Qt(t,"messages",t),n=p(t),r=p(e[0]);if(k(n,"ackA\
ll")===void 0||k(r,"ack")===void 0)return[];let o=[Qt(t,"queue",t),e.length,0,0,0];Vo||xc(n,r),Uo.set(t,o);for(let i=0;i<
e.length;i++)Ho.set(e[i],[o,!1]);return o},[]);function xc(t,e){Vo=!0,Xe(e,"ack",n=>Fo(n,wc)),Xe(e,"retry",n=>Fo(n,bc)),
Xe(t,"ackAll",n=>Jo(n,Ko)),Xe(t,"retryAll",n=>Jo(n,_c))}function Xe(t,e,n){m(t,e,r=>({[e](...o){let i=l(r,this,o);return n(
this),i}})[e])}function Fo(t,e){let n=Ho.get(t);n===void 0||n[1]||n[0][Fn]===Ko||(n[1]=!0,n[0][e]++)}function Jo(t,e){let n=Uo.
get(t);n!==void 0&&n[Fn]===0&&(n[Fn]=e)}import{held as Rt}from"dotool:options";var $t=200*365*864e5,Jn=$t+50*365*864e5,Qo=Math.floor((2**63-1024)/1e6)-$t,Nt=Date,Xo=g(Date.prototype.getTime),{max:Hn,
min:Yo,round:Oc,trunc:Zo}=Math,Ht=0,at=()=>_()+Ht,vo=t=>t<=Qo?Hn(t+$t,Jn):t*1e6>=2**63?t:Yo(t,Jn-1),Kn=t=>Rt&&t!==null&&
t>=Jn?t-$t:t,Un=new x,pe;function ti(t){if(pe??={__proto__:null,setAlarm:t.setAlarm,getAlarm:t.getAlarm},j!==void 0&&kc(
t),!Rt)return;let e=n=>{let r=tt.get(n);r!==void 0&&Un.set(r.class+r.id,r)};m(t,"setAlarm",n=>({setAlarm(r,...o){e(this);
let i=r instanceof Nt?Xo(r):r;return l(n,this,[typeof i=="number"&&i>=0?vo(Hn(Zo(i),at())):r,o[0]])}}).setAlarm),m(t,"ge\
tAlarm",n=>({async getAlarm(...r){return Kn(await l(n,this,r))}}).getAlarm),m(t,"deleteAlarm",n=>({deleteAlarm(...r){return e(
this),l(n,this,r)}}).deleteAlarm),m(t,"deleteAll",n=>({deleteAll(...r){return e(this),l(n,this,r)}}).deleteAll)}function kc(t){
m(t,"setAlarm",e=>({setAlarm(n,...r){let o=n instanceof Nt?Xo(n):n;return zt(tt.get(this),o),l(e,this,[typeof o=="number"&&
o>=0&&o<=Qo&&j.fakeTimers?.()?Zo(o)+$t:n,r[0]])}}).setAlarm),m(t,"getAlarm",e=>({async getAlarm(...n){let r=await l(e,this,
n);return r!==null&&r>=$t?r-$t:r}}).getAlarm),m(t,"deleteAlarm",e=>({deleteAlarm(...n){return zt(tt.get(this),void 0),l(
e,this,n)}}).deleteAlarm)}var Vn=new x;async function ei(t,{at:e,force:n,retry:r=0,keep:o=!1}){let i=Kn(await l(pe.getAlarm,
t.storage,[])),s=r>0&&i!==null&&i<=_();if(i===null?!n:e!==void 0&&e!==i&&!s)return{at:i};let f=s?e:i??at();return Rt&&Vn.
set(t.id.toString(),{__proto__:null,at:Yo(f,at()),set:f,retry:r,keep:o}),await l(pe.setAlarm,t.storage,[_()]),{at:i,fired:!0}}
async function Gn(t){try{return Kn(await l(pe.getAlarm,t,[]))??void 0}catch{return}}function ni(t,e){let n=Rt?Vn.get(t.id.
toString()):void 0;if(n===void 0||!e)return e;let{at:r,retry:o}=n,{scheduledTime:i}=e,s=e.retryCount+o;return{isRetry:s>
0,retryCount:s,scheduledTime:i instanceof Nt?new Nt(r):r}}async function ri(t){let e=Vn.get(t.id.toString());if(e?.keep)
try{await l(pe.setAlarm,t.storage,[vo(e.set)])}catch{}}function oi(t){let e=t?{__proto__:null,scheduledAt:t.scheduledTime&&
+t.scheduledTime,retry:t.retryCount}:{__proto__:null};return Ht>0&&(e.clock=at()),e}function ii(t){let e=b(()=>t.cron,void 0),
n=b(()=>t.scheduledTime,void 0);return{__proto__:null,cron:typeof e=="string"?e:void 0,scheduledAt:typeof n=="number"?n:
void 0,clock:Ht>0?at():void 0}}function si(t){Rt&&t!==void 0&&(Ht=Hn(Ht,t-_()));let e=nt(Un,({class:n,id:r,name:o})=>({__proto__:null,
class:n,id:r,name:o}));return Un.clear(),{__proto__:null,held:Rt,now:Oc(at()),changed:e}}Rt&&($e("Date",(e,n)=>v(Nt,e.length===
0&&Ht>0?[at()]:e,n),()=>new Nt(at()).toString()),m(Nt,"now",()=>()=>at()));import{held as gu}from"dotool:options";function wt(t,e,n="info"){Dt("binding	"+ce()+"	"+n+"	"+B([t,e]))}var Ye="email";function fi(t){let e=t?.__dotool;if(e===void 0)return;let{__dotool:n,forward:r,reply:o,setReject:i,...s}=t,
f=[];return{given:{...s,setReject(a){let u=i(a);return typeof a=="string"&&wt(Ye,`rejected: ${a}`,"warn"),w(f,u),u},async forward(a,u){
let{__dotool:d,...h}=await r(a,u);return wt(Ye,`forwarded to ${a}
${d}`),h},async reply(a){let{__dotool:u,...d}=await o(a);return wt(Ye,`replied to ${t.from}
${u}`),d}},detail:{__proto__:null,from:t.from,to:t.to},async run(a){for(let d=0;d<e.warnings.length;d++)wt(Ye,e.warnings[d],
"warn");let u=await a();for(let d=0;d<f.length;d++)try{await f[d]}catch{}return u}}}var Sc=Object.prototype;function ci(t,e){let n=new x;for(let r=t.prototype;r&&r!==Sc;r=p(r)){let o=typeof r.constructor==
"function"?Zt(r.constructor):"";if(O(o,-17)==="{ [native code] }")break;let i=K(r);for(let s=0;s<i.length;s++){let f=i[s];
if(typeof f!="string"||n.has(f)||f==="constructor"||f==="__dotool")continue;let{value:c,get:a}=k(r,f);typeof c=="functio\
n"?n.set(f,{__proto__:null,name:f,kind:"method",parameters:c.length,source:O(Zt(c),0,2e3)}):a&&n.set(f,{__proto__:null,name:f,
kind:"property",parameters:0,source:""})}}return{__proto__:null,rpc:e,methods:nt(n)}}function Lt(t,e){for(let n=t;n!==null;n=
p(n)){let r=k(n,e);if(r!==void 0)return r.get!==void 0?ui.has(e):n!==t||r.configurable||r.writable}return!0}var ui=new A;
ui.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");var Yn,li;function di(t,e){li=e;let{fetch:n}=p(t);Yn=r=>l(n,t,["http://dotool/error",r])}var Ac=2e3,{Response:pi}=globalThis,
Ec=R(AbortSignal.timeout,AbortSignal),ai=y(Request.prototype,"method"),Pc=y(Request.prototype,"url"),Qn=y(Request.prototype,
"headers"),Xn=g(Headers.prototype.get),Tc=y(pi.prototype,"status");async function Ze(t,e,n){if(!Yn||!Lo(e))throw n;let r=t.
origin,o=P({__proto__:null,worker:li,error:t.thrown,method:ai(e),url:Pc(e),host:Xn(Qn(e),"host")??"",accept:Xn(Qn(e),"ac\
cept")??"",agent:Xn(Qn(e),"user-agent")??"",object:r&&{__proto__:null,class:r.call.object?.class,id:r.call.object?.id,name:r.
call.object?.name,method:Et(r.call),error:r.known}}),i;try{i=await Yn({__proto__:null,method:"POST",body:o,signal:Ec(Ac)})}catch{
throw n}if(Tc(i)!==500)throw n;return ai(e)==="HEAD"?new pi(null,i):i}var $c=y(Request.prototype,"url"),ve,Zn,tn=()=>ve!==void 0;function hi(t,e){ve=R(t.fetch,t),Zn=new A;for(let n=0;n<e.length;n++)
Zn.add(e[n])}function mi(t){if(ve===void 0)return;let e=$c(t),n=Y(e,"/",8),r=Y(e,"?",n);return Zn.has(r<0?O(e,n):O(e,n,r))?
ve(t):void 0}var{ArrayBuffer:bi,BigInt:Nc,Date:Rc,Error:_i,Map:en,Set:tr,String:Lc}=globalThis,{abs:yi,ceil:Mc,min:jc}=Math,{isInteger:Bc}=Number,
{prototype:Cc}=Object,xi=new TextEncoder,Ic=g(xi.encode),Wc=y(p(Uint8Array.prototype),"byteLength"),vn=g(en.prototype.forEach),
Oi=g(tr.prototype.forEach),Dc=g(Nc.prototype.toString),X=2e6,he=t=>Wc(Ic(xi,t)),ki=1<<18,lt=ki,gi=_(),qc=0;function zc(){
if(lt>=0)return!0;if((++qc&7)!==0)return!1;let t=_();return lt=jc(ki,lt+(t-gi)*400),gi=t,lt>=0}function Si(t){if(!zc())return 0;
try{return Kt(t)}catch{return 0}}function Kt(t){switch(typeof t){case"string":return t.length*2+8;case"object":break;default:
return 10}if(t===null)return 1;let e=8,n=p(t);if(n===Cc||n===null){for(let r in t){if(lt--,e>X)break;e+=r.length*2+8+Kt(
$(t,r))}return e}if(N(t)){for(let r=0;r<t.length&&e<=X;r++,lt--)e+=Kt(t[r]);return e}if(Yt(t))return t.buffer.byteLength+
16;if(t instanceof bi)return t.byteLength+16;if(t instanceof en||t instanceof tr){let r=t instanceof en?vn:Oi;return r(t,
(o,i)=>{lt--,e<=X&&(e+=Kt(o)+(r===vn?Kt(i):0))}),e}if(t instanceof _i)return e+4096;for(let r in t){if(lt--,e>X)break;e+=
r.length*2+8+Kt($(t,r))}return e}function er(t){let e=new A,n=1e7,r=i=>{if(--n<0)return 0;switch(typeof i){case"string":
return 1+wi(i.length)+i.length*(_e(Fc,i)!==null?2:1);case"number":return Bc(i)&&yi(i)<2**30?1+wi(yi(i)*2):9;case"bigint":
return 2+Mc(Dc(i,16).length/16)*8;case"object":break;default:return 1}if(i===null)return 1;if(e.has(i))return 3;if(e.add(
i),Yt(i))return i.buffer.byteLength+8;if(i instanceof bi)return i.byteLength+4;let s=3;if(N(i))for(let f=0;f<i.length;f++)
s+=r(i[f]);else if(i instanceof en)vn(i,(f,c)=>s+=r(c)+r(f));else if(i instanceof tr)Oi(i,f=>s+=r(f));else if(i instanceof
Rc)s+=8;else if(i instanceof _i)s+=r(Lc(i.stack))+r(i.message);else{let f=V(i);for(let c=0;c<f.length;c++)s+=r(f[c])+r($(
i,f[c]))}return s},o=2+r(t);return lt-=1e7-n,o}var Fc=/[^\0-\xff]/,wi=t=>t<128?1:t<16384?2:t<2097152?3:4;var bt=2048,rn=128*1024,Jc=32,sr=128,Ai=1e10,rr=1024,{Date:$i,Error:nn}=globalThis,{round:Uc}=Math,Hc=g($i.prototype.getUTCFullYear);
function Ni(t){m(t,"get",e=>({get(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>bt)&&Ei("get",this,
o),r}}).get),m(t,"delete",e=>({delete(...n){let r=l(e,this,n),o=n[0];return(typeof o!="string"||o.length*3>bt)&&Ei("dele\
te",this,o),r}}).delete),m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"?fr("put",this,n[0],n[1]):
Vc(this,n[0]),r}}).put),m(t,"setAlarm",e=>({setAlarm(...n){let r=l(e,this,n);return n[0]<1e12&&Qc(this,+n[0]),r}}).setAlarm)}
function Ri(t){m(t,"put",e=>({put(...n){let r=l(e,this,n);return typeof n[0]=="string"&&fr("kv.put",void 0,n[0],n[1]),r}}).
put)}var Kc=0;function Li(t){m(t,"exec",e=>({exec(...n){let r=l(e,this,n),o=0;for(let i=1;i<n.length;i++){let s=n[i];typeof s==
"string"?o+=s.length*3:typeof s=="object"&&s!==null&&(o+=s.byteLength)}return o>X&&Xc(n),(++Kc&4095)===0&&Zc(this),r}}).
exec)}function Mi(t){let e=p(t);for(let n of["idFromName","getByName"])m(e,n,r=>({[n](...o){let i=l(r,this,o);return typeof o[0]==
"string"&&o[0].length*3>rr&&vc(n,o[0]),i}})[n])}function Ei(t,e,n){if(typeof n=="string")n.length*3>bt&&or(t,e,n);else if(N(
n)){for(let r=0;r<n.length;r++)n[r].length*3>bt&&or(t,e,n[r]);n.length>sr&&ji(t,e,n.length)}}function Vc(t,e){if(typeof e!=
"object"||e===null)return;let n=V(e),r=n.length;for(let o=0;o<r;o++)fr("put",t,n[o],$(e,n[o]));r>sr&&ji("put",t,r)}function fr(t,e,n,r){
n.length*3>bt&&or(t,e,n);let o;switch(typeof r){case"string":o=r.length*2;break;case"object":if(r===null)return;o=Si(r);
break;default:return}o>rn-bt&&Gc(t,e,n,r,o)}function or(t,e,n){on(Wi(e)?.class)&&dt("key-size",t,e,()=>{let r=he(n);if(!(r<=
bt))return[r,bt,`a key of ${Vt(r)} bytes, where production takes 2,048`,"keep what is long in the value, or use a hash o\
f it as the key"]})}function Gc(t,e,n,r,o){if(e!==void 0&&on(Wi(e)?.class)){if(o<=rn)return;dt("value-size",t,e,()=>{let i=er(
r);if(!(i<=rn+Jc))return[i,rn,`${ae(n)} has a value of ${Vt(i/1024)} KiB, where production takes 128 KiB`,"split it over\
 several keys, or move the class to SQLite storage, which takes 2 MB"]});return}o+n.length*3<=X||dt("value-size",t,e,()=>{
let i=er(r)+he(n);if(!(i<=X))return[i,X,`${ae(n)} and its value have ${ir(i)}, where production takes 2 MB`,"split it ov\
er several keys, or keep it in R2"]})}function ji(t,e,n){dt("key-count",t,e,()=>[n,sr,`${Vt(n)} keys in one call, where \
production takes 128`,"call it for 128 keys at a time"+(t==="get"?"":", which are written together if nothing is awaited\
 between")])}function Qc(t,e){dt("alarm-time","setAlarm",t,()=>{let n=e>1e9;return[e,1e12,`${e} is a time in ${Hc(new $i(
e))}, so the alarm fires at once`,n?"the time is in milliseconds: multiply it by 1000":`the time counts from 1970: Date.\
now() + ${e}`]})}function Xc(t){let e=0,n=0,r="";dt("row-size","exec",void 0,()=>{for(let i=1;i<t.length;i++){let s=t[i],
f=typeof s=="string"?he(s):s?.byteLength??8;e+=f,f>n&&(n=f,r=typeof s=="string"?"string":"BLOB")}let o="split it over se\
veral rows, or keep it in R2";if(n>X)return[n,X,`a ${r} of ${ir(n)}, where production takes 2 MB`,o];if(e>X&&_e(Yc,t[0])!==
null)return[e,X,`a row of ${ir(e)}, where production takes 2 MB`,o]})}var Yc=/^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;
function Zc(t){let e=t.databaseSize;e<=Ai||dt("database-size","exec",void 0,()=>[e,Ai,`the database of the object has ${Vt(
e/1e9)} GB, where production takes 10 GB`,"delete what is old, or spread the data over more objects"])}function vc(t,e){
dt("name-size",t,void 0,()=>{let n=he(e);if(!(n<=rr))return[n,rr,`a name of ${Vt(n)} bytes: beyond 1,024 the object does\
 not know its name, ctx.id.name is undefined`,"use a shorter name, such as a hash, and send the long one along"]})}function Bi(t){
dt("handler-name","acceptWebSocket",void 0,()=>{let e=ct.get(t).prototype,n=K(e);for(let r=0;r<Pi.length;r++){let o=Pi[r];
if(xt(e,o))continue;let i=Ti(o);for(let s=0;s<n.length;s++){let f=n[s];if(typeof f!="string")continue;let c=Ti(f);if(c===
i||c==="on"+i||c===i+"s"||c==="on"+O(i,9))return[0,0,`${t} has no ${o}(), which is what the runtime calls, but ${f}()`,`\
rename it to ${o}`]}}})}var Pi=["webSocketMessage","webSocketClose","webSocketError"],Ti=g(String.prototype.toLowerCase),
Ci=new A;function Ii(t){for(let e of t)Ci.add(e)}var on=t=>Ci.has(t),Wi=t=>tt.get(t)??ft()?.object,nr=new A;function dt(t,e,n,r){
let o=ft(),i=o?.object??tt.get(n),s=t+"\0"+e+"\0"+i?.class+"\0"+Et(o);if(nr.has(s)||nr.size>=1e3)return;let f,c;try{if(f=
r(),f===void 0)return;c=tu()}catch{return}c!==""&&(nr.add(s),yt("limit	"+(o?.n??0)+"	"+(o?.root??0)+"	"+(i?.k??0)+"	"+P(
{name:t,method:e,size:f[0],limit:f[1],message:f[2],hint:f[3],stack:c})))}function tu(){let{stackTraceLimit:t}=nn;nn.stackTraceLimit=
20;let{stack:e}=new nn;if(nn.stackTraceLimit=t,typeof e!="string")return"";let n="";for(let r=0,o;r<e.length;r=o+1){o=Y(
e,`
`,r),o<0&&(o=e.length);let i=O(e,r,o);I(i,"    at ")&&Y(i,"dotool:")<0&&(n+=(n===""?"":`
`)+i)}return n}function Vt(t){let e=""+Uc(t*10)/10,n=Y(e,".");for(let r=(n<0?e.length:n)-3;r>0;r-=3)e=O(e,0,r)+","+O(e,r);
return e}var ir=t=>Vt(t/1e6)+" MB";import{log as eu}from"dotool:options";var{Error:nu,WebSocket:Fi}=globalThis,ru=y(Fi.prototype,"readyState"),_t="__dotool",Di=!1;function ur(t,e){if(Di)return;
Di=!0,e&&Xt(e,_t);let n=t?.exports;if(!n)return;let r=K(n);for(let o=0;o<r.length;o++)I(r[o],_t)?Xt(n,r[o]):ot(p(n[r[o]]))}
var qi=!1;function jt(t,e){if(ur(t,e),qi||typeof t!="object"||t===null)return;let n=p(t);typeof k(n,"waitUntil")?.value==
"function"&&(qi=!0,Ji(n))}function Ji(t){m(t,"waitUntil",e=>({waitUntil(...n){return D(n[0])&&Eo(n[0],"waitUntil",pt.get(
this)?.object),l(e,this,n)}}).waitUntil)}function Ui(t,e){Hi.has(e)&&S(t,"container",{__proto__:null,value:new cr(e),enumerable:!0,
configurable:!0})}var Hi=new A;function Ki(t){for(let e of t)Hi.add(e)}var cr=class{#e;constructor(e){this.#e=e}#t(){throw new nu(
"The container of "+this.#e+" needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.cont\
ainer.running in local code, or use `wrangler dev`, which runs them with Docker")}get running(){return!1}start(){this.#t()}signal(){
this.#t()}getTcpPort(){return{fetch:async()=>this.#t(),connect:()=>this.#t()}}async monitor(){this.#t()}async exec(){this.#t()}async snapshotContainer(){
this.#t()}async inspect(){return null}async destroy(){}async setInactivityTimeout(){}async interceptOutboundHttp(){}async interceptAllOutboundHttp(){}async interceptOutboundHttps(){}},
pt=new L,ar,sn,Vi,zi=!1;function Gi(t){if(zi)return;zi=!0;let e=p(t);ar=y(e,"id"),sn=y(e,"storage"),Ji(e),Vi=e.getWebSockets,
m(e,"abort",n=>({abort(...r){let o=pt.get(this);return o!==void 0&&No(o.object,r[0]),l(n,this,r)}}).abort),m(e,"acceptWe\
bSocket",n=>({acceptWebSocket(...r){l(n,this,r);let{name:o,rpc:i,object:{id:s}}=pt.get(this);eu&&Bi(o);let f=Mt.get(s);f?
f.count++:Mt.set(s,{__proto__:null,id:s,count:1,name:o,rpc:i})}}).acceptWebSocket),m(e,"blockConcurrencyWhile",n=>({blockConcurrencyWhile(r,...o){
let i=pt.get(this);if(i===void 0||typeof r!="function")return l(n,this,dr(r,o));let s=E("blockConcurrencyWhile",i.object,
[]);return l(n,this,[async()=>{try{return await r()}catch(c){throw H(s,c),c}}])}}).blockConcurrencyWhile)}var Mt=new x;function lr(t){
let{id:e}=pt.get(t).object,n=Mt.get(e);if(n===void 0)return;let r=l(Vi,t,[]);n.count=0;for(let o=0;o<r.length;o++)ru(r[o])===
ou&&n.count++;n.count===0&&Mt.delete(e)}var ou=Fi.OPEN;function dr(t,e){if(e.length===2)return[t,e[0],e[1]];let n=[t];for(let r=0;r<
e.length;r++)w(n,e[r]);return n}import iu from"cloudflare-internal:workers";var{WorkflowEntrypoint:su,RpcPromise:Zi}=iu,{Error:fu,Promise:cu,String:me}=globalThis,uu=fu.prototype,au=Zi.prototype.then,
lu=t=>typeof t=="function"&&W(t,Zi.prototype),vi=t=>typeof t=="function"&&W(t.prototype,su.prototype);function ts(t){return new Proxy(
t,{__proto__:null,construct(e,n,r){jt(n[0],n[1]);let o=v(e,n,r);return new Proxy(o,{__proto__:null,get(i,s){let f=Qt(o,s,
o);return typeof f!="function"||s==="constructor"||typeof s=="symbol"||!Lt(o,s)?f:s==="run"?(c,a)=>pu(f,o,c,a):(...c)=>l(
f,o,c)}})}})}function es(t,e){let n="\0"+t+"\0"+e,r=st.get(n);return r===void 0&&(r={k:st.size+1,class:t,id:e,name:e,choice:-1,
chosen:!1},st.set(n,r),U("instance	"+r.k+"	"+P([t,e]))),r}var ye=!1;function ns(){ye=!0}var du=R(scheduler.wait,scheduler),
fn=()=>du(2147483647);function pu(t,e,n,r){let o=es(me($(n,"workflowName")),me($(n,"instanceId"))),i=E("run",o,[]);i.root=
0,hu(r,o);let s=c=>{if(ye)return fn();if(rs(c))return os();throw H(i,c),c},f;try{f=M.run(i,()=>l(t,e,[n,r]))}catch(c){return s(
c)}return D(f)?l(C,f,[void 0,s]):f}var Qi="WorkflowAbortedError",rs=t=>W(t,uu)&&b(()=>I(me(t.name),Qi)||I(me(t.message),
Qi),!1);function os(){return yt("over"),new cu(()=>{})}function hu(t,e){let n=["do","sleep","sleepUntil","waitForEvent"];
for(let r=0;r<n.length;r++){let o=t[n[r]];S(t,n[r],{__proto__:null,configurable:!0,writable:!0,value:(...i)=>{if(ye)return fn();
let s=[],f=l(o,t,r===0?mu(i,e,s):i),c=u=>(Yi(s),u),a=u=>{if(Yi(s),ye)return fn();if(rs(u))return os();throw u};return lu(
f)?l(au,f,[c,a]):D(f)?l(C,f,[c,a]):f}})}}function mu(t,e,n){let r=[];for(let o=0;o<t.length;o++){let i=t[o],s=i;if(typeof i==
"function")s=Xi(e,t[0],i,n);else if(o>1&&typeof i=="object"&&i!==null&&typeof $(i,"rollback")=="function"){let{rollback:f}=i;
s={...i,rollback:Xi(e,t[0],f)}}w(r,s)}return r}function Xi(t,e,n,r){return(...o)=>{if(ye)return fn();let i=o[0],s=i?.attempt??
1,f=i?.step?.count??1;if(r!==void 0){let c=t.k+" "+f+" "+s+" "+e;cn.has(c)||fe(),cn.set(c,!0),w(r,c)}return J(E("step",t,
[me(e)+(f>1?" #"+f:"")+(r===void 0?" (rollback)":""),s]),n,void 0,o)}}var cn=new x;function Yi(t){for(let e=0;e<t.length;e++)
cn.delete(t[e])&&it();t.length=0}function is(t,e,n){let r=es(t,e),{state:o,step:i,count:s,attempt:f,error:c}=be(n);(o===
"stored"||o==="failed")&&(cn.delete(r.k+" "+s+" "+f+" "+i)&&it(),o==="stored")||(Z(r)||c!==void 0)&&Ot("workflow	"+r.k+"\
	"+n)}var{WorkerEntrypoint:wu}=yu,{Response:us,TypeError:as}=globalThis,ss=y(Request.prototype,"method"),fs=y(Request.prototype,
"url"),bu=y(us.prototype,"status"),ls,ds=t=>b(()=>typeof ls[t]=="function",!1);function ps(t){if(ls=typeof t=="function"?
t.prototype:t,typeof t=="function"){let e=new Proxy(t,{__proto__:null,construct(n,r,o){return jt(r[0],r[1]),cs(v(n,r,o===
e?n:o),!0)}});return e}return typeof t!="object"||t===null?t:cs(t,!1)}function cs(t,e){let n=e?void 0:new x,r=(o,i)=>{e&&
Pt(t,i)&&le(t,i);let s=t[i];if(i==="fetch"&&s===void 0&&tn()&&(s=Su),typeof s!="function"||i==="constructor")return s;if(typeof i==
"symbol")return R(s,t);let f=n?.get(i);if(f!==void 0&&f[0]===s)return f[1];if(i!=="fetch"&&!Lt(t,i))return s;let c=i==="\
fetch"?xu(s,t):_u(i,s,t,e);return n===void 0||(S(c,"length",{__proto__:null,value:s.length}),n.set(i,[s,c])),c};return new Proxy(
{},{__proto__:null,get:r,has:(o,i)=>xt(t,i)||i==="fetch"&&tn(),getPrototypeOf:()=>p(t),ownKeys:()=>K(t),getOwnPropertyDescriptor(o,i){
if(e&&Pt(t,i))return;let s=k(t,i);return s&&{__proto__:null,value:r(o,i),enumerable:s.enumerable,writable:!0,configurable:!0}}})}
function hs(t,e){if(vi(e))return ts(e);if(typeof e!="function"||!W(e.prototype,wu.prototype))return e;let n=new x,r={__proto__:null,
get(s,f){j!==void 0&&Pt(s,f)&&le(s,f);let c=s[f];if(typeof c!="function"||f==="constructor"||typeof f=="symbol")return c;
let a=n.get(f);if(a===void 0||a[0]!==c||G(s,f)){if(!Lt(s,f))return c;a=[c,t+"."+f],G(s,f)||n.set(f,a)}return(...u)=>Tt("\
rpc",a[1],void 0,c,s,u)}},o=!1,i=new Proxy(e,{__proto__:null,construct(s,f,c){return jt(f[0],f[1]),o||De(r,!0),o=!0,new Proxy(
v(s,f,c===i?s:c),r)}});return i}var ms=new A;ms.add("scheduled").add("queue").add("email").add("tail").add("tailStream").
add("trace").add("test").add("connect");function _u(t,e,n,r){return(...o)=>{if(jt(o[2],o[1]),t==="tail"&&(o[0]=Bo(o[0]))===
void 0)return;if(t==="tailStream")return Wo(o[0])?Do(l(e,n,o)):void 0;let i=t==="email"?fi(o[0]):void 0;if(i!==void 0)return o[0]=
i.given,J(E(t,void 0,i.detail),()=>i.run(()=>l(e,n,o)),void 0,[]);if(!ms.has(t))return F?J(E("rpc",void 0,[t,Re(r||o.length===
0?o:[o[0]])]),e,n,o):l(e,n,o);let s=E(t,void 0,t==="scheduled"?ii(o[0]):t==="queue"?Go(o[0]):[]);return gu&&(t==="schedu\
led"||t==="queue")&&Fe(s),J(s,e,n,o)}}function xu(t,e){let n=(o,i)=>{let s=E("request",void 0,[ss(o),500,fs(o)]);return H(
s,i),Ze(s,o,i)},r=(o,i)=>ys(i)?i:n(o,hr());return(...o)=>{let i=o[0];if(tn()){let s=mi(i);if(s!==void 0)return s}return jt(
o[2],o[1]),F?xo(E("request",void 0,[ss(i),0,fs(i)]),t,e,o,pr,Ou,Ze):ko(t,e,o,r,n)}}var Ou=(t,e,n)=>t.thrown===void 0?n:Ze(
t,e,hr()),ku=vt(us.prototype),ys=t=>t instanceof ku;function pr(t,e){if(ys(e))t.detail[1]=bu(e);else if(typeof e?.then!=
"function")return hr()}function Su(){throw new as("Handler does not export a fetch() function.")}function hr(){let t=new as(
"Incorrect type for Promise: the Promise did not resolve to 'Response'.");return t.stack="",t}import Zu from"cloudflare-internal:workers";var Au=["cause","errors","error","suppressed"];var Bt=t=>Uint8Array.from(atob(t),e=>e.charCodeAt(0));function yr(t,e=0,n=t.byteLength){let r=new Uint8Array(t,e,n),o=[];
for(let i=0;i<r.length;i+=32768)o.push(String.fromCharCode.apply(null,r.subarray(i,i+32768)));return btoa(o.join(""))}function ws(t){
let e=new Map;function n(f){if(f===null||typeof f!="object")return f;if(Array.isArray(f)){let d=new Array(f.length);return e.
set(f,d),f.forEach((h,T)=>h?.$hole||(d[T]=n(h))),d}let a=Object.keys(f).find(d=>d.charCodeAt(0)===mr&&d.charCodeAt(1)!==
mr);if(a===void 0)return r({},f);if(a==="$ref")return s(f.$ref);let u=o(f,a,f[a]);return typeof u=="object"&&u!==null&&e.
set(f,u),u}function r(f,c,a=c){e.set(a,f);for(let u of Object.keys(c)){let d=u.charCodeAt(0)===mr?u.slice(1):u;d in f?un(
f,d,n(c[u])):f[d]=n(c[u])}return f}function o(f,c,a){switch(c){case"$undefined":return;case"$number":return Number(a);case"\
$bigint":return BigInt(a);case"$date":return new Date(a===null?NaN:a);case"$regexp":return new RegExp(a[0],a[1]);case"$b\
oxed":return Object(n(a));case"$headers":return new Headers(a);case"$bytes":return i(f,a);case"$domException":return new DOMException(
a.message??"",a.name??"Error");case"$array":{let u=new Array(f.length);return r(u,a,f)}case"$map":{let u=new Map;e.set(f,
u);for(let[d,h]of a)u.set(n(d),n(h));return u}case"$set":{let u=new Set;e.set(f,u);for(let d of a)u.add(n(d));return u}case"\
$error":{let{name:u="Error",message:d,...h}=a,T=new(gs[u]??Error)(d??"");gs[u]||un(T,"name",u,!1),e.set(f,T),un(T,"stack",
String(T));for(let[q,hn]of Object.entries(h))un(T,q.replace(/^\$/,""),n(hn),q!=="stack"&&!Au.includes(q));return T}case"\
$request":return new Request(a,n(f.init))}throw new Error(`a value with ${c} cannot be written while a server runs: stop\
 it first`)}function i(f,c){let{type:a="Uint8Array"}=f;if(a==="Blob")return new Blob([Bt(c)],{type:f.contentType??""});if(a===
"ArrayBuffer"){if(f.maxLength===void 0)return Bt(c).buffer;let T=Bt(c),q=new ArrayBuffer(T.length,{maxByteLength:f.maxLength});
return new Uint8Array(q).set(T),q}let u=bs[a];if(!u)throw new Error("there is no "+a+" here");if(!f.buffer)return new u(
Bt(c).buffer);let d=n(f.buffer),h=Bt(c).length/(u.BYTES_PER_ELEMENT??1);return f.lengthTracking?new u(d,f.offset??0):new u(
d,f.offset??0,h)}function s(f){let c=t,a=f.split("/").slice(1).map(u=>u.replaceAll("~1","/").replaceAll("~0","~"));for(let[
u,d]of a.entries()){if(d==="buffer"&&u===a.length-1&&c?.$bytes!==void 0&&c.buffer===void 0)return e.get(c)?.buffer;c=c?.[d]}
return e.get(c)}return n(t)}var mr=36,bs={Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,
Float32Array,Float64Array,BigInt64Array,BigUint64Array,DataView};typeof Float16Array=="function"&&(bs.Float16Array=Float16Array);
var gs={Error,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError};function un(t,e,n,r=!0){let{configurable:o,
enumerable:i,writable:s=!0}=Object.getOwnPropertyDescriptor(t,e)??{configurable:!0,enumerable:r};Object.defineProperty(t,
e,{configurable:o,enumerable:i,writable:s,value:n})}function gr(t,e,n){switch(e){case"close-sockets":for(let r of t.getWebSockets())try{r.close(1012,"reloading")}catch{}return;case"\
sql":return Oo("sql",pt.get(t).object,()=>Eu(t.storage,n));case"kv-put":return t.storage.put(n.key,ws(n.value));case"kv-\
delete":return t.storage.delete(n.key);case"set-alarm":return _s(()=>t.storage.setAlarm(n.at));case"delete-alarm":return t.
storage.deleteAlarm();case"get-alarm":return t.storage.getAlarm();case"fire-alarm":return _s(()=>ei(t,n))}throw new Error(
"unknown action "+e)}async function _s(t){try{return await t()}catch(e){return{refused:String(e?.message??e)}}}function Eu(t,{
statements:e,undo:n}){let r=[],o=0,i=!1,s=0,f={};try{let{sql:c}=t;t.transactionSync(()=>{let a=an(c);for(let u of e)i=!0,
u.check&&u.check.length<99e3&&[...c.exec(u.check,...u.params.map(()=>null)).raw()],i=!1,u.sql&&Pu(t,u,r),o++;if(s=an(c)-
a-r.reduce((u,d)=>u+(d.tried??0),0),n)throw f})}catch(c){if(c!==f)return{results:r,failed:{at:o,checking:i,message:String(
c?.message??c)}}}return{results:r,written:s}}var an=t=>[...t.exec("SELECT total_changes()").raw()][0][0];function Pu(t,{
sql:e,params:n,query:r,returning:o},i){let s=n.map(h=>h?.$blob===void 0?h:Bt(h.$blob)),{sql:f}=t,c=o&&Tu(t,e,o,s);if(c){
i.push(c);return}let a=f.exec(e,...s),u=a.columnNames,d=[];try{for(let h of a.raw())d.push(h)}catch(h){let T=`SELECT * F\
ROM (${e}
) LIMIT ${d.length+1}`;try{r&&(d=[...f.exec(T,...s).raw()])}catch{}throw i.push({columns:u,rows:xs(f,T,s,r,u,d)}),h}i.push(
{columns:u,rows:xs(f,e,s,r,u,d)})}function xs(t,e,n,r,o,i){if(r&&!i.every(s=>s.every(Ru))){let s=o.map((f,c)=>"c"+c);try{
return[...t.exec(`WITH "dotool typed"(${s}) AS MATERIALIZED (${e}
) SELECT ${s.map(Os)} FROM "dotool typed"`,...n).raw()].map(c=>c.map(ks))}catch{}}return i.map(s=>s.map(Lu))}function Tu(t,e,{
head:n,list:r,items:o,table:i},s){let{sql:f}=t,c=o.flatMap(d=>d===""?Nu(f,i):[d]),a=c.length,u=c.map(d=>Os(`(${d})`));for(let d of[
`${r}
, `,""]){let h=`${n} RETURNING ${d}${u}`;try{[...f.exec("EXPLAIN "+h,...s).raw()]}catch{continue}let T=d?void 0:$u(t,e,s),
q=f.exec(h,...s),hn=[...q.raw()].map(nf=>nf.slice(-a).map(ks));return{columns:q.columnNames.slice(0,-a),rows:hn,...T}}}function $u(t,e,n){
let r=an(t.sql),o={},i;try{t.transactionSync(()=>{let s=t.sql.exec(e,...n);throw[...s.raw()],i=s.columnNames,o})}catch(s){
if(s!==o)throw s}return{columns:i,tried:an(t.sql)-r}}function Nu(t,e){return[...t.exec(`PRAGMA table_xinfo(${e})`).raw()].
filter(r=>r[6]!==1).map(r=>`"${r[1].replaceAll('"','""')}"`)}var Os=t=>`CASE typeof(${t}) WHEN 'integer' THEN 'i'||${t} \
WHEN 'text' THEN CAST('t'||${t} AS BLOB) WHEN 'blob' THEN CAST('b'||${t} AS BLOB) ELSE ${t} END`;function ks(t){return t instanceof
ArrayBuffer?String.fromCharCode(new Uint8Array(t)[0])+yr(t.slice(1)):typeof t=="number"?Ss(t):t}var Ru=t=>typeof t=="num\
ber"?!Number.isInteger(t):typeof t!="string"||!t.includes("\uFFFD");function Lu(t){return t instanceof ArrayBuffer?"b"+yr(
t):typeof t=="string"?"s"+t:typeof t!="number"?t:Number.isInteger(t)&&Math.abs(t)<2**63?"i"+BigInt(t):Ss(t)}var Ss=t=>"r"+
(Object.is(t,-0)?"-0":t);var As;function Es(t){As=t}var ge=t=>t===As;var{ArrayBuffer:Ms,Promise:Mu,String:ju,Uint8Array:js,WebSocket:Bs}=globalThis,et=Bs.prototype,Bu=y(MessageEvent.prototype,
"data"),Cu=y(CloseEvent.prototype,"code"),Iu=y(CloseEvent.prototype,"reason"),Wu=y(CloseEvent.prototype,"wasClean"),Du=y(
ErrorEvent.prototype,"message"),Cs=y(Event.prototype,"type"),qu=y(Event.prototype,"target"),zu=g(et.close),Fu=y(et,"read\
yState"),{CLOSING:Ju}=Bs,Uu=y(Ms.prototype,"byteLength"),ln=p(js.prototype),Hu=y(ln,"buffer"),Ku=y(ln,"byteLength"),Vu=y(
ln,"byteOffset"),Gu=80,Ps=16,Ts="0123456789abcdef";function Gt(t){try{return typeof t=="string"?{__proto__:null,length:t.
length,text:O(t,0,Gu)}:W(t,Ms.prototype)?$s(t,0,Uu(t)):W(t,ln)?$s(Hu(t),Vu(t),Ku(t)):typeof t=="object"?{__proto__:null,
bytes:t.byteLength??t.size}:Gt(""+t)}catch{return{__proto__:null}}}function $s(t,e,n){let r=n<Ps?n:Ps,o=new js(t,e,r),i="";
for(let s=0;s<r;s++)i+=Ts[o[s]>>4]+Ts[o[s]&15];return{__proto__:null,bytes:n,hex:i}}function Qu(t,e){let{sent:n}=t;if(n===
void 0){t.sent={__proto__:null,count:1,same:!0,message:e,first:Gt(e)};return}if(n.count++,e!==n.message&&(n.same=!1),!n.
same||typeof e=="string")return;let r=Gt(e);n.same=r.bytes===n.first.bytes&&r.hex===n.first.hex}function xr(t){try{return ju(
t?.message??t)}catch{return"an error that cannot be read"}}var br={__proto__:null,message:t=>Gt(Bu(t)),close:t=>({__proto__:null,
code:Cu(t),reason:Iu(t),wasClean:Wu(t)}),error:t=>({__proto__:null,message:xr(Du(t))})},Ns=new L;function _r(t){let e=Ns.
get(t);return e===void 0&&Ns.set(t,e={__proto__:null,object:ft()?.object,message:0,close:0,error:0}),e}var Rs=new L;function Xu(t,e,n){
let r=Cs(t),{object:o}=_r(qu(t)),i=Rs.get(t);if(i!==void 0)return Ue(i,e,n,[t]);let s=E(r,o,br[r]?.(t)??[]);if(Rs.set(t,
s),br[r]===void 0||!(o===void 0?F:Z(o)))return Ue(s,e,n,[t]);J(s,async()=>{let f=Ue(s,e,n,[t]);await(D(f)?f:void 0)},void 0,
[])}var Ls=new L;function wr(t){if(typeof t!="object"&&typeof t!="function"||t===null)return t;let e=Ls.get(t);return e===
void 0&&(e=function(n){let r=typeof t=="function"?t:t.handleEvent;return Xu(n,r,typeof t=="function"?this:t)},Ls.set(t,e)),
e}var Is=!1;function Ws(){Is=!0}function Ds(t){let{addEventListener:e}=et,n=G(et,"addEventListener")?et:EventTarget.prototype,
r=["message","close","error","open"];for(let i=0;i<r.length;i++){let s="on"+r[i];if(k(et,s)!==void 0)continue;let f=new L;
S(et,s,{__proto__:null,configurable:!0,get(){return f.get(this)},set(c){let a=f.get(this),u=wr(c);f.set(this,u),o(this,r[i],
(typeof u=="function"?1:0)-(typeof a=="function"?1:0))}})}let o=(i,s,f)=>{let c=_r(i);typeof s=="string"&&G(c,s)&&s!=="o\
bject"&&(c[s]+=f)};m(n,"addEventListener",i=>({addEventListener(...s){return W(this,et)&&(s[1]=wr(s[1]),o(this,s[0],1)),
l(i,this,s)}}).addEventListener),m(n,"removeEventListener",i=>({removeEventListener(...s){return W(this,et)&&(s[1]=wr(s[1])),
l(i,this,s)}}).removeEventListener),m(et,"send",i=>({send(...s){let f;try{f=l(i,this,s)}catch(a){if(!Is||Fu(this)<Ju)throw a}
let c=ft();return c!==void 0&&!c.closed&&Qu(c,s[0]),f}}).send),m(et,"accept",i=>({accept(...s){let f=_r(this);l(i,this,s);
let c,a=new Mu(d=>t.add(c=d));l(C,a,[d=>{try{d&&zu(this,1012,"reloading")}catch{}}]);let u=d=>{let h=Cs(d),T=f.object===
void 0?F:Z(f.object);f[h]===0&&T&&So(h,f.object,br[h](d))};l(e,this,["message",u]),l(e,this,["close",d=>{t.delete(c),c(!1),
u(d)}])}}).accept)}import{held as Fs,log as Or}from"dotool:options";var qs=!1,zs=!1;function Js(t,e){if(tt.set(t,e),!qs){qs=!0;let n=p(t);Us(n),(Fs||Or)&&Yu(n)}Or&&!zs&&!on(e.class)&&(zs=!0,
Li(p(t.sql)),Ri(p(t.kv)))}function Us(t){ti(t),Or&&Ni(t)}function Yu(t){let e=!1;m(t,"transaction",n=>({transaction(r,...o){
return typeof r!="function"||e&&!Fs?l(n,this,[r,o[0]]):l(n,this,[i=>(e||Us(p(i)),e=!0,tt.set(i,tt.get(this)),r(i)),o[0]])}}).
transaction)}var{DurableObject:Hs}=Zu,{Response:vu,TypeError:Ks}=globalThis,ta=y(Request.prototype,"method"),ea=y(Request.prototype,"\
url"),na=y(Request.prototype,"headers"),ra=g(Headers.prototype.get),oa=g(Request.prototype.text),Ct=new L,Vs=!1;function Gs(){
Vs=!0}var ia=R(scheduler.wait,scheduler),dn=new x;function Qs(t,e){if(typeof e!="function")return e;let n;return ct.set(
t,e),dn.set(t,()=>n??=W(e.prototype,Hs.prototype)),new Proxy(e,{__proto__:null,construct(r,o,i){let s=o[0];ur(s,o[1]),n??=
W(e.prototype,Hs.prototype),Gi(s);let f=Kr(t,ar(s));pt.set(s,{__proto__:null,name:t,rpc:n,object:f}),Js(sn(s),f),Ui(s,t),
j?.started?.(f);let c=Ao(f,"constructor",()=>v(r,o,i));return Ct.set(c,s),sa(c,f,n)}})}function sa(t,e,n){let r=new x,o={
__proto__:null,get(i,s){if(s===_t&&n)return(u,d,h)=>ca(t,u,d,h);n&&Pt(t,s)&&le(t,s);let f=t[s];if(s==="fetch"&&j!==void 0)
return fa(t,f,e,n);if(typeof f!="function"||s==="constructor")return f;let c=r.get(s);if(c!==void 0&&c[0]===f)return c[1];
if(!Lt(t,s))return f;let a=Xs(s,f,t,e,n);return j!==void 0&&(a=Mn(s,a,e)),r.set(s,[f,a]),a}};return new Proxy(t,De(o,n))}
function fa(t,e,n,r){return(o,...i)=>{let s=j.inside?.(o,t,Ct.get(t));if(s!==void 0)return s;if(typeof e!="function")throw new Ks(
"Handler does not export a fetch() function.");return l(Mn("fetch",Xs("fetch",e,t,n,r),n),t,dr(o,i))}}function ca(t,e,n,r){
if(!ge(e))throw new Ks('The RPC receiver does not implement the method "__dotool".');return Te(),gr(Ct.get(t),n,r)}function Xs(t,e,n,r,o){
switch(typeof t=="string"?t:""){case"":return R(e,n);case"fetch":return(...i)=>{let s=i[0];return!o&&ge(ra(na(s),"dotool\
-secret"))?ua(n,s):Z(r)?J(E("fetch",r,[ta(s),0,ea(s)]),e,n,i,pr):Tt("fetch",void 0,r,e,n,i)};case"alarm":return i=>{if(Vs)
return ia(2147483647);let s=Ct.get(n),f=ni(s,i),c=E("alarm",r,oi(f));return Fe(c),zt(r,void 0),J(c,async()=>{let a=sn(s);
try{await l(e,n,[f])}catch(u){throw zt(r,_()),(c.detail.next=await Gn(a))===void 0&&await ri(s),u}c.detail.next=await Gn(
a)},void 0,[])};case"webSocketMessage":return(i,s)=>Z(r)?J(E("message",r,Gt(s)),e,n,[i,s]):Tt("message",void 0,r,e,n,[i,
s]);case"webSocketClose":return(i,s,f,c)=>(lr(Ct.get(n)),Z(r)?J(E("close",r,{__proto__:null,code:s,reason:f,wasClean:c}),
e,n,[i,s,f,c]):Tt("close",void 0,r,e,n,[i,s,f,c]));case"webSocketError":return(i,s)=>(lr(Ct.get(n)),J(E("error",r,{__proto__:null,
message:xr(s)}),e,n,[i,s]))}return(...i)=>Z(r)?J(E("rpc",r,[t,Re(i)]),e,n,i):Tt("rpc",t,r,e,n,i)}async function ua(t,e){
let{action:n,args:r}=be(await oa(e));return Te(),new vu(B(await gr(Ct.get(t),n,r)??null))}import{log as pa}from"dotool:options";kr("ReadableStream",["start","pull","cancel"]);kr("WritableStream",["start","write","close","abort"]);kr("TransformStrea\
m",["start","transform","flush"]);for(let t of["ReadableStreamDefaultController","ReadableByteStreamController","Transfo\
rmStreamDefaultController"]){let e=globalThis[t]?.prototype;e!==void 0&&m(e,"error",n=>({error(...r){let o=l(n,this,r);return In()(
r[0]),o}}).error)}function kr(t,e){let n=globalThis[t];$e(t,(r,o)=>{let i=[];for(let s=0;s<r.length;s++)w(i,s===0?la(r[0],
e):r[s]);return v(n,i,o)})}var{create:aa}=Object;function la(t,e){if(typeof t!="object"||t===null)return t;let n=In(),r=aa(
t);for(let o=0;o<e.length;o++){let i=t[e[o]];if(typeof i!="function")continue;let s=(...f)=>{let c;try{c=l(i,t,f)}catch(a){
throw n(a),a}return D(c)&&l(C,c,[void 0,n]),c};S(r,e[o],{__proto__:null,value:s})}return r}import{log as da}from"dotool:options";function Ys(t){return typeof t!="function"?t:function(){try{return l(t,this,arguments)}catch(e){throw Po(e),e}}}function Zs(t,e){
let n=globalThis;for(;n!==null&&!G(n,t);)n=p(n);m(n??globalThis,t,e)}da&&(Zs("setTimeout",t=>({setTimeout(){arguments.length>
0&&(arguments[0]=Ys(arguments[0]));let e=l(t,this,arguments);return jn(ft()?.object,e),e}}).setTimeout),Zs("setInterval",
t=>({setInterval(){arguments.length>0&&(arguments[0]=Ys(arguments[0]));let e=l(t,this,arguments);return jn(ft()?.object,
e),e}}).setInterval));var{DurableObject:ha,WorkerEntrypoint:vs}=we,{TypeError:ma,addEventListener:tf}=globalThis,ya=R(scheduler.wait,scheduler);
function ga({SECRET:t,SEAL:e,PAGES:n,WORKER:r,KEYVALUE:o,CONTAINERS:i,ROUTES:s,PATHS:f,NAMESPACE:c,TAILS:a,TESTS:u,...d}){
Es(t),Rr(e),di(n,r),Ii(o.split(" ")),i&&Ki(i.split(" ")),s&&hi(s,f.split(" ")),ot(p(n)),ot(we.RpcStub.prototype),ot(we.RpcPromise.
prototype),ot(we.RpcProperty.prototype);for(let h of[ha,vs,we.RpcTarget])wn(h.prototype);a&&zo(),u&&uo(d,{failureOf:oo,label:Et,
closeSockets:ef}),c&&(Qr(c),pa&&Mi(c)),globalThis[_t]=h=>(delete globalThis[_t],h&&delete h[_t],{__proto__:null,Control:Sr,
entrypoint:hs,handler:ps,object:Qs,tests:j})}var pn=new A;Ds(pn);function ef(){pn.forEach(t=>t(!0)),pn.clear()}tf("unhan\
dledrejection",({promise:t,reason:e})=>To(t,e));tf("rejectionhandled",({promise:t})=>no(t));var Sr=class extends vs{async closeSockets(e){
rt(e),ns(),En();let n=pn.size;return Ws(),ef(),P({__proto__:null,plain:n,objects:nt(Mt),inFlight:mt})}async unfinished(e,n){
for(rt(e),Gs();mt>0&&_()<n;)await ya(5);return P(mt>0?go():[])}async sockets(e){return rt(e),P(nt(Mt,({name:n,id:r,count:o})=>({
__proto__:null,class:n,id:r,sockets:o})))}async takesRpc(e,n){return rt(e),dn.get(n)?.()}async methods(e,n){return rt(e),
ct.has(n)?P(ci(ct.get(n),dn.get(n)())):void 0}async flush(e,n,r){rt(e),n!==void 0&&Cr(n),r&&U("mark	"+r),En()}async handles(e,n){
return rt(e),ds(n)}async workflow(e,n,r,o){rt(e),is(n,r,o)}async say(e,n,r,o){rt(e),wt(n,r,o)}async hold(e,n){return rt(
e),P(si(n))}};function rt(t){if(!ge(t))throw new ma("forbidden")}export{x as OwnMap,A as OwnSet,L as OwnWeakMap,nt as all,w as append,l as apply,b as attempt,R as bound,wa as charCodeAt,
v as construct,S as defineProperty,Xt as deleteProperty,p as getPrototypeOf,y as getter,xt as has,G as hasOwn,Y as indexOf,
W as inherits,ga as install,N as isArray,D as isPromise,Yt as isView,V as keys,vt as like,wt as note,_ as now,ce as origin,
k as own,K as ownKeys,be as parse,B as quote,Qt as read,O as slice,I as startsWith,_e as test,C as then,Zt as toText,g as uncurry,
$ as value};
