// Made by go generate: see vitest_test.go.
var __create=Object.create;var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __getProtoOf=Object.getPrototypeOf;var __hasOwnProp=Object.prototype.hasOwnProperty;var __name=(target,value)=>__defProp(target,"name",{value,configurable:true});var __esm=(fn2,res,err)=>function __init(){if(err)throw err[0];try{return fn2&&(res=(0,fn2[__getOwnPropNames(fn2)[0]])(fn2=0)),res}catch(e){throw err=[e],e}};var __commonJS=(cb,mod)=>function __require(){try{return mod||(0,cb[__getOwnPropNames(cb)[0]])((mod={exports:{}}).exports,mod),mod.exports}catch(e){throw mod=0,
e}};var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:true})};var __copyProps=(to,from,except,desc)=>{if(from&&typeof from===
"object"||typeof from==="function"){for(let key of __getOwnPropNames(from))if(!__hasOwnProp.call(to,key)&&key!==except)__defProp(to,key,{get:()=>from[key],enumerable:!(desc=
__getOwnPropDesc(from,key))||desc.enumerable})}return to};var __toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{
value:mod,enumerable:true}):target,mod));function encodeInteger(builder,num){do{let clamped=num&31;num>>>=5;if(num>0)clamped|=32;builder.write(intToChar2[clamped])}while(num>0)}function encodeSign(num){
return num<0?-num<<1|1:num<<1}function encode(decoded){const writer=new StringWriter;let sourcesIndex=0;let sourceLine=0;let sourceColumn=0;let namesIndex=0;for(let i2=0;i2<
decoded.length;i2++){const line=decoded[i2];if(i2>0)writer.write(semicolon);if(line.length===0)continue;let genColumn=0;for(let j=0;j<line.length;j++){const segment=line[j];
if(j>0)writer.write(comma2);encodeInteger(writer,encodeSign(segment[0]-genColumn));genColumn=segment[0];if(segment.length===1)continue;encodeInteger(writer,encodeSign(
segment[1]-sourcesIndex));encodeInteger(writer,encodeSign(segment[2]-sourceLine));encodeInteger(writer,encodeSign(segment[3]-sourceColumn));sourcesIndex=segment[1];
sourceLine=segment[2];sourceColumn=segment[3];if(segment.length===4)continue;encodeInteger(writer,encodeSign(segment[4]-namesIndex));namesIndex=segment[4]}}return writer.
flush()}var comma2,semicolon,chars2,intToChar2,charToInt2,bufLength,td,StringWriter;var init_sourcemap_codec=__esm({"node_modules/@jridgewell/sourcemap-codec/di\
st/sourcemap-codec.mjs"(){comma2=",".charCodeAt(0);semicolon=";".charCodeAt(0);chars2="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";intToChar2=
new Uint8Array(64);charToInt2=new Uint8Array(128);for(let i2=0;i2<chars2.length;i2++){const c2=chars2.charCodeAt(i2);intToChar2[i2]=c2;charToInt2[c2]=i2}__name(
encodeInteger,"encodeInteger");__name(encodeSign,"encodeSign");bufLength=1024*16;td=typeof TextDecoder!=="undefined"?new TextDecoder:typeof Buffer!=="undefined"?
{decode(buf){const out=Buffer.from(buf.buffer,buf.byteOffset,buf.byteLength);return out.toString()}}:{decode(buf){let out="";for(let i2=0;i2<buf.length;i2++){out+=
String.fromCharCode(buf[i2])}return out}};StringWriter=class{static{__name(this,"StringWriter")}constructor(){this.pos=0;this.out="";this.buffer=new Uint8Array(
bufLength)}write(v){const{buffer}=this;buffer[this.pos++]=v;if(this.pos===bufLength){this.out+=td.decode(buffer);this.pos=0}}flush(){const{buffer,out,pos}=this;
return pos>0?out+td.decode(buffer.subarray(0,pos)):out}};__name(encode,"encode")}});var magic_string_es_exports={};__export(magic_string_es_exports,{Bundle:()=>Bundle,SourceMap:()=>SourceMap,default:()=>MagicString});function getBtoa(){if(typeof globalThis!==
"undefined"&&typeof globalThis.btoa==="function"){return str=>globalThis.btoa(unescape(encodeURIComponent(str)))}else if(typeof Buffer==="function"){return str=>Buffer.
from(str,"utf-8").toString("base64")}else{return()=>{throw new Error("Unsupported environment: `window.btoa` or `Buffer` should be supported.")}}}function guessIndent(code){
const lines=code.split("\n");const tabbed=lines.filter(line=>/^\t+/.test(line));const spaced=lines.filter(line=>/^ {2,}/.test(line));if(tabbed.length===0&&spaced.
length===0){return null}if(tabbed.length>=spaced.length){return"	"}const min=spaced.reduce((previous,current)=>{const numSpaces=/^ +/.exec(current)[0].length;return Math.
min(numSpaces,previous)},Infinity);return new Array(min+1).join(" ")}function getRelativePath(from,to){const fromParts=from.split(/[/\\]/);const toParts=to.split(
/[/\\]/);fromParts.pop();while(fromParts[0]===toParts[0]){fromParts.shift();toParts.shift()}if(fromParts.length){let i2=fromParts.length;while(i2--)fromParts[i2]=
".."}return fromParts.concat(toParts).join("/")}function isObject2(thing){return toString4.call(thing)==="[object Object]"}function getLocator(source){const originalLines=source.
split("\n");const lineOffsets=[];for(let i2=0,pos=0;i2<originalLines.length;i2++){lineOffsets.push(pos);pos+=originalLines[i2].length+1}return __name(function locate(index2){
let i2=0;let j=lineOffsets.length;while(i2<j){const m2=i2+j>>1;if(index2<lineOffsets[m2]){j=m2}else{i2=m2+1}}const line=i2-1;const column=index2-lineOffsets[line];
return{line,column}},"locate")}var BitSet,Chunk,btoa,SourceMap,toString4,wordRegex,Mappings,n,warned,MagicString,hasOwnProp,Bundle;var init_magic_string_es=__esm(
{"node_modules/magic-string/dist/magic-string.es.mjs"(){init_sourcemap_codec();BitSet=class _BitSet{static{__name(this,"BitSet")}constructor(arg){this.bits=arg instanceof
_BitSet?arg.bits.slice():[]}add(n2){this.bits[n2>>5]|=1<<(n2&31)}has(n2){return!!(this.bits[n2>>5]&1<<(n2&31))}};Chunk=class _Chunk{static{__name(this,"Chunk")}constructor(start,end,content){
this.start=start;this.end=end;this.original=content;this.intro="";this.outro="";this.content=content;this.storeName=false;this.edited=false;{this.previous=null;
this.next=null}}appendLeft(content){this.outro+=content}appendRight(content){this.intro=this.intro+content}clone(){const chunk=new _Chunk(this.start,this.end,this.
original);chunk.intro=this.intro;chunk.outro=this.outro;chunk.content=this.content;chunk.storeName=this.storeName;chunk.edited=this.edited;return chunk}contains(index2){
return this.start<index2&&index2<this.end}eachNext(fn2){let chunk=this;while(chunk){fn2(chunk);chunk=chunk.next}}eachPrevious(fn2){let chunk=this;while(chunk){fn2(
chunk);chunk=chunk.previous}}edit(content,storeName,contentOnly){this.content=content;if(!contentOnly){this.intro="";this.outro=""}this.storeName=storeName;this.
edited=true;return this}prependLeft(content){this.outro=content+this.outro}prependRight(content){this.intro=content+this.intro}reset(){this.intro="";this.outro=
"";if(this.edited){this.content=this.original;this.storeName=false;this.edited=false}}split(index2){const sliceIndex=index2-this.start;const originalBefore=this.
original.slice(0,sliceIndex);const originalAfter=this.original.slice(sliceIndex);this.original=originalBefore;const newChunk=new _Chunk(index2,this.end,originalAfter);
newChunk.outro=this.outro;this.outro="";this.end=index2;if(this.edited){newChunk.edit("",false);this.content=""}else{this.content=originalBefore}newChunk.next=this.
next;if(newChunk.next)newChunk.next.previous=newChunk;newChunk.previous=this;this.next=newChunk;return newChunk}toString(){return this.intro+this.content+this.outro}trimEnd(rx){
this.outro=this.outro.replace(rx,"");if(this.outro.length)return true;const trimmed=this.content.replace(rx,"");if(trimmed.length){if(trimmed!==this.content){this.
split(this.start+trimmed.length).edit("",void 0,true);if(this.edited){this.edit(trimmed,this.storeName,true)}}return true}else{this.edit("",void 0,true);this.intro=
this.intro.replace(rx,"");if(this.intro.length)return true}}trimStart(rx){this.intro=this.intro.replace(rx,"");if(this.intro.length)return true;const trimmed=this.
content.replace(rx,"");if(trimmed.length){if(trimmed!==this.content){const newChunk=this.split(this.end-trimmed.length);if(this.edited){newChunk.edit(trimmed,this.
storeName,true)}this.edit("",void 0,true)}return true}else{this.edit("",void 0,true);this.outro=this.outro.replace(rx,"");if(this.outro.length)return true}}};__name(
getBtoa,"getBtoa");btoa=getBtoa();SourceMap=class{static{__name(this,"SourceMap")}constructor(properties){this.version=3;this.file=properties.file;this.sources=
properties.sources;this.sourcesContent=properties.sourcesContent;this.names=properties.names;this.mappings=encode(properties.mappings);if(typeof properties.x_google_ignoreList!==
"undefined"){this.x_google_ignoreList=properties.x_google_ignoreList}if(typeof properties.debugId!=="undefined"){this.debugId=properties.debugId}}toString(){return JSON.
stringify(this)}toUrl(){return"data:application/json;charset=utf-8;base64,"+btoa(this.toString())}};__name(guessIndent,"guessIndent");__name(getRelativePath,"ge\
tRelativePath");toString4=Object.prototype.toString;__name(isObject2,"isObject");__name(getLocator,"getLocator");wordRegex=/\w/;Mappings=class{static{__name(this,
"Mappings")}constructor(hires){this.hires=hires;this.generatedCodeLine=0;this.generatedCodeColumn=0;this.raw=[];this.rawSegments=this.raw[this.generatedCodeLine]=
[];this.pending=null}addEdit(sourceIndex,content,loc,nameIndex){if(content.length){const contentLengthMinusOne=content.length-1;let contentLineEnd=content.indexOf(
"\n",0);let previousContentLineEnd=-1;while(contentLineEnd>=0&&contentLengthMinusOne>contentLineEnd){const segment2=[this.generatedCodeColumn,sourceIndex,loc.line,
loc.column];if(nameIndex>=0){segment2.push(nameIndex)}this.rawSegments.push(segment2);this.generatedCodeLine+=1;this.raw[this.generatedCodeLine]=this.rawSegments=
[];this.generatedCodeColumn=0;previousContentLineEnd=contentLineEnd;contentLineEnd=content.indexOf("\n",contentLineEnd+1)}const segment=[this.generatedCodeColumn,
sourceIndex,loc.line,loc.column];if(nameIndex>=0){segment.push(nameIndex)}this.rawSegments.push(segment);this.advance(content.slice(previousContentLineEnd+1))}else if(this.
pending){this.rawSegments.push(this.pending);this.advance(content)}this.pending=null}addUneditedChunk(sourceIndex,chunk,original,loc,sourcemapLocations){let originalCharIndex=chunk.
start;let first=true;let charInHiresBoundary=false;while(originalCharIndex<chunk.end){if(original[originalCharIndex]==="\n"){loc.line+=1;loc.column=0;this.generatedCodeLine+=
1;this.raw[this.generatedCodeLine]=this.rawSegments=[];this.generatedCodeColumn=0;first=true;charInHiresBoundary=false}else{if(this.hires||first||sourcemapLocations.
has(originalCharIndex)){const segment=[this.generatedCodeColumn,sourceIndex,loc.line,loc.column];if(this.hires==="boundary"){if(wordRegex.test(original[originalCharIndex])){
if(!charInHiresBoundary){this.rawSegments.push(segment);charInHiresBoundary=true}}else{this.rawSegments.push(segment);charInHiresBoundary=false}}else{this.rawSegments.
push(segment)}}loc.column+=1;this.generatedCodeColumn+=1;first=false}originalCharIndex+=1}this.pending=null}advance(str){if(!str)return;const lines=str.split("\n");
if(lines.length>1){for(let i2=0;i2<lines.length-1;i2++){this.generatedCodeLine++;this.raw[this.generatedCodeLine]=this.rawSegments=[]}this.generatedCodeColumn=0}
this.generatedCodeColumn+=lines[lines.length-1].length}};n="\n";warned={insertLeft:false,insertRight:false,storeName:false};MagicString=class _MagicString{static{
__name(this,"MagicString")}constructor(string2,options={}){const chunk=new Chunk(0,string2.length,string2);Object.defineProperties(this,{original:{writable:true,
value:string2},outro:{writable:true,value:""},intro:{writable:true,value:""},firstChunk:{writable:true,value:chunk},lastChunk:{writable:true,value:chunk},lastSearchedChunk:{
writable:true,value:chunk},byStart:{writable:true,value:{}},byEnd:{writable:true,value:{}},filename:{writable:true,value:options.filename},indentExclusionRanges:{
writable:true,value:options.indentExclusionRanges},sourcemapLocations:{writable:true,value:new BitSet},storedNames:{writable:true,value:{}},indentStr:{writable:true,
value:void 0},ignoreList:{writable:true,value:options.ignoreList},offset:{writable:true,value:options.offset||0}});this.byStart[0]=chunk;this.byEnd[string2.length]=
chunk}addSourcemapLocation(char){this.sourcemapLocations.add(char)}append(content){if(typeof content!=="string")throw new TypeError("outro content must be a str\
ing");this.outro+=content;return this}appendLeft(index2,content){index2=index2+this.offset;if(typeof content!=="string")throw new TypeError("inserted content mu\
st be a string");this._split(index2);const chunk=this.byEnd[index2];if(chunk){chunk.appendLeft(content)}else{this.intro+=content}return this}appendRight(index2,content){
index2=index2+this.offset;if(typeof content!=="string")throw new TypeError("inserted content must be a string");this._split(index2);const chunk=this.byStart[index2];
if(chunk){chunk.appendRight(content)}else{this.outro+=content}return this}clone(){const cloned=new _MagicString(this.original,{filename:this.filename,offset:this.
offset});let originalChunk=this.firstChunk;let clonedChunk=cloned.firstChunk=cloned.lastSearchedChunk=originalChunk.clone();while(originalChunk){cloned.byStart[clonedChunk.
start]=clonedChunk;cloned.byEnd[clonedChunk.end]=clonedChunk;const nextOriginalChunk=originalChunk.next;const nextClonedChunk=nextOriginalChunk&&nextOriginalChunk.
clone();if(nextClonedChunk){clonedChunk.next=nextClonedChunk;nextClonedChunk.previous=clonedChunk;clonedChunk=nextClonedChunk}originalChunk=nextOriginalChunk}cloned.
lastChunk=clonedChunk;if(this.indentExclusionRanges){cloned.indentExclusionRanges=this.indentExclusionRanges.slice()}cloned.sourcemapLocations=new BitSet(this.sourcemapLocations);
cloned.intro=this.intro;cloned.outro=this.outro;return cloned}generateDecodedMap(options){options=options||{};const sourceIndex=0;const names=Object.keys(this.storedNames);
const mappings=new Mappings(options.hires);const locate=getLocator(this.original);if(this.intro){mappings.advance(this.intro)}this.firstChunk.eachNext(chunk=>{const loc=locate(
chunk.start);if(chunk.intro.length)mappings.advance(chunk.intro);if(chunk.edited){mappings.addEdit(sourceIndex,chunk.content,loc,chunk.storeName?names.indexOf(chunk.
original):-1)}else{mappings.addUneditedChunk(sourceIndex,chunk,this.original,loc,this.sourcemapLocations)}if(chunk.outro.length)mappings.advance(chunk.outro)});
if(this.outro){mappings.advance(this.outro)}return{file:options.file?options.file.split(/[/\\]/).pop():void 0,sources:[options.source?getRelativePath(options.file||
"",options.source):options.file||""],sourcesContent:options.includeContent?[this.original]:void 0,names,mappings:mappings.raw,x_google_ignoreList:this.ignoreList?
[sourceIndex]:void 0}}generateMap(options){return new SourceMap(this.generateDecodedMap(options))}_ensureindentStr(){if(this.indentStr===void 0){this.indentStr=
guessIndent(this.original)}}_getRawIndentString(){this._ensureindentStr();return this.indentStr}getIndentString(){this._ensureindentStr();return this.indentStr===
null?"	":this.indentStr}indent(indentStr,options){const pattern=/^[^\r\n]/gm;if(isObject2(indentStr)){options=indentStr;indentStr=void 0}if(indentStr===void 0){
this._ensureindentStr();indentStr=this.indentStr||"	"}if(indentStr==="")return this;options=options||{};const isExcluded={};if(options.exclude){const exclusions=typeof options.
exclude[0]==="number"?[options.exclude]:options.exclude;exclusions.forEach(exclusion=>{for(let i2=exclusion[0];i2<exclusion[1];i2+=1){isExcluded[i2]=true}})}let shouldIndentNextCharacter=options.
indentStart!==false;const replacer=__name(match=>{if(shouldIndentNextCharacter)return`${indentStr}${match}`;shouldIndentNextCharacter=true;return match},"replac\
er");this.intro=this.intro.replace(pattern,replacer);let charIndex=0;let chunk=this.firstChunk;while(chunk){const end=chunk.end;if(chunk.edited){if(!isExcluded[charIndex]){
chunk.content=chunk.content.replace(pattern,replacer);if(chunk.content.length){shouldIndentNextCharacter=chunk.content[chunk.content.length-1]==="\n"}}}else{charIndex=
chunk.start;while(charIndex<end){if(!isExcluded[charIndex]){const char=this.original[charIndex];if(char==="\n"){shouldIndentNextCharacter=true}else if(char!=="\r"&&
shouldIndentNextCharacter){shouldIndentNextCharacter=false;if(charIndex===chunk.start){chunk.prependRight(indentStr)}else{this._splitChunk(chunk,charIndex);chunk=
chunk.next;chunk.prependRight(indentStr)}}}charIndex+=1}}charIndex=chunk.end;chunk=chunk.next}this.outro=this.outro.replace(pattern,replacer);return this}insert(){
throw new Error("magicString.insert(...) is deprecated. Use prependRight(...) or appendLeft(...)")}insertLeft(index2,content){if(!warned.insertLeft){console.warn(
"magicString.insertLeft(...) is deprecated. Use magicString.appendLeft(...) instead");warned.insertLeft=true}return this.appendLeft(index2,content)}insertRight(index2,content){
if(!warned.insertRight){console.warn("magicString.insertRight(...) is deprecated. Use magicString.prependRight(...) instead");warned.insertRight=true}return this.
prependRight(index2,content)}move(start,end,index2){start=start+this.offset;end=end+this.offset;index2=index2+this.offset;if(index2>=start&&index2<=end)throw new Error(
"Cannot move a selection inside itself");this._split(start);this._split(end);this._split(index2);const first=this.byStart[start];const last=this.byEnd[end];const oldLeft=first.
previous;const oldRight=last.next;const newRight=this.byStart[index2];if(!newRight&&last===this.lastChunk)return this;const newLeft=newRight?newRight.previous:this.
lastChunk;if(oldLeft)oldLeft.next=oldRight;if(oldRight)oldRight.previous=oldLeft;if(newLeft)newLeft.next=first;if(newRight)newRight.previous=last;if(!first.previous)
this.firstChunk=last.next;if(!last.next){this.lastChunk=first.previous;this.lastChunk.next=null}first.previous=newLeft;last.next=newRight||null;if(!newLeft)this.
firstChunk=first;if(!newRight)this.lastChunk=last;return this}overwrite(start,end,content,options){options=options||{};return this.update(start,end,content,{...options,
overwrite:!options.contentOnly})}update(start,end,content,options){start=start+this.offset;end=end+this.offset;if(typeof content!=="string")throw new TypeError(
"replacement content must be a string");if(this.original.length!==0){while(start<0)start+=this.original.length;while(end<0)end+=this.original.length}if(end>this.
original.length)throw new Error("end is out of bounds");if(start===end)throw new Error("Cannot overwrite a zero-length range \u2013 use appendLeft or prependRight in\
stead");this._split(start);this._split(end);if(options===true){if(!warned.storeName){console.warn("The final argument to magicString.overwrite(...) should be an\
 options object. See https://github.com/rich-harris/magic-string");warned.storeName=true}options={storeName:true}}const storeName=options!==void 0?options.storeName:
false;const overwrite=options!==void 0?options.overwrite:false;if(storeName){const original=this.original.slice(start,end);Object.defineProperty(this.storedNames,
original,{writable:true,value:true,enumerable:true})}const first=this.byStart[start];const last=this.byEnd[end];if(first){let chunk=first;while(chunk!==last){if(chunk.
next!==this.byStart[chunk.end]){throw new Error("Cannot overwrite across a split point")}chunk=chunk.next;chunk.edit("",false)}first.edit(content,storeName,!overwrite)}else{
const newChunk=new Chunk(start,end,"").edit(content,storeName);last.next=newChunk;newChunk.previous=last}return this}prepend(content){if(typeof content!=="strin\
g")throw new TypeError("outro content must be a string");this.intro=content+this.intro;return this}prependLeft(index2,content){index2=index2+this.offset;if(typeof content!==
"string")throw new TypeError("inserted content must be a string");this._split(index2);const chunk=this.byEnd[index2];if(chunk){chunk.prependLeft(content)}else{this.
intro=content+this.intro}return this}prependRight(index2,content){index2=index2+this.offset;if(typeof content!=="string")throw new TypeError("inserted content m\
ust be a string");this._split(index2);const chunk=this.byStart[index2];if(chunk){chunk.prependRight(content)}else{this.outro=content+this.outro}return this}remove(start,end){
start=start+this.offset;end=end+this.offset;if(this.original.length!==0){while(start<0)start+=this.original.length;while(end<0)end+=this.original.length}if(start===
end)return this;if(start<0||end>this.original.length)throw new Error("Character is out of bounds");if(start>end)throw new Error("end must be greater than start");
this._split(start);this._split(end);let chunk=this.byStart[start];while(chunk){chunk.intro="";chunk.outro="";chunk.edit("");chunk=end>chunk.end?this.byStart[chunk.
end]:null}return this}reset(start,end){start=start+this.offset;end=end+this.offset;if(this.original.length!==0){while(start<0)start+=this.original.length;while(end<
0)end+=this.original.length}if(start===end)return this;if(start<0||end>this.original.length)throw new Error("Character is out of bounds");if(start>end)throw new Error(
"end must be greater than start");this._split(start);this._split(end);let chunk=this.byStart[start];while(chunk){chunk.reset();chunk=end>chunk.end?this.byStart[chunk.
end]:null}return this}lastChar(){if(this.outro.length)return this.outro[this.outro.length-1];let chunk=this.lastChunk;do{if(chunk.outro.length)return chunk.outro[chunk.
outro.length-1];if(chunk.content.length)return chunk.content[chunk.content.length-1];if(chunk.intro.length)return chunk.intro[chunk.intro.length-1]}while(chunk=
chunk.previous);if(this.intro.length)return this.intro[this.intro.length-1];return""}lastLine(){let lineIndex=this.outro.lastIndexOf(n);if(lineIndex!==-1)return this.
outro.substr(lineIndex+1);let lineStr=this.outro;let chunk=this.lastChunk;do{if(chunk.outro.length>0){lineIndex=chunk.outro.lastIndexOf(n);if(lineIndex!==-1)return chunk.
outro.substr(lineIndex+1)+lineStr;lineStr=chunk.outro+lineStr}if(chunk.content.length>0){lineIndex=chunk.content.lastIndexOf(n);if(lineIndex!==-1)return chunk.content.
substr(lineIndex+1)+lineStr;lineStr=chunk.content+lineStr}if(chunk.intro.length>0){lineIndex=chunk.intro.lastIndexOf(n);if(lineIndex!==-1)return chunk.intro.substr(
lineIndex+1)+lineStr;lineStr=chunk.intro+lineStr}}while(chunk=chunk.previous);lineIndex=this.intro.lastIndexOf(n);if(lineIndex!==-1)return this.intro.substr(lineIndex+
1)+lineStr;return this.intro+lineStr}slice(start=0,end=this.original.length-this.offset){start=start+this.offset;end=end+this.offset;if(this.original.length!==0){
while(start<0)start+=this.original.length;while(end<0)end+=this.original.length}let result="";let chunk=this.firstChunk;while(chunk&&(chunk.start>start||chunk.end<=
start)){if(chunk.start<end&&chunk.end>=end){return result}chunk=chunk.next}if(chunk&&chunk.edited&&chunk.start!==start)throw new Error(`Cannot use replaced char\
acter ${start} as slice start anchor.`);const startChunk=chunk;while(chunk){if(chunk.intro&&(startChunk!==chunk||chunk.start===start)){result+=chunk.intro}const containsEnd=chunk.
start<end&&chunk.end>=end;if(containsEnd&&chunk.edited&&chunk.end!==end)throw new Error(`Cannot use replaced character ${end} as slice end anchor.`);const sliceStart=startChunk===
chunk?start-chunk.start:0;const sliceEnd=containsEnd?chunk.content.length+end-chunk.end:chunk.content.length;result+=chunk.content.slice(sliceStart,sliceEnd);if(chunk.
outro&&(!containsEnd||chunk.end===end)){result+=chunk.outro}if(containsEnd){break}chunk=chunk.next}return result}snip(start,end){const clone2=this.clone();clone2.
remove(0,start);clone2.remove(end,clone2.original.length);return clone2}_split(index2){if(this.byStart[index2]||this.byEnd[index2])return;let chunk=this.lastSearchedChunk;
let previousChunk=chunk;const searchForward=index2>chunk.end;while(chunk){if(chunk.contains(index2))return this._splitChunk(chunk,index2);chunk=searchForward?this.
byStart[chunk.end]:this.byEnd[chunk.start];if(chunk===previousChunk)return;previousChunk=chunk}}_splitChunk(chunk,index2){if(chunk.edited&&chunk.content.length){
const loc=getLocator(this.original)(index2);throw new Error(`Cannot split a chunk that has already been edited (${loc.line}:${loc.column} \u2013 "${chunk.original}\
")`)}const newChunk=chunk.split(index2);this.byEnd[index2]=chunk;this.byStart[index2]=newChunk;this.byEnd[newChunk.end]=newChunk;if(chunk===this.lastChunk)this.
lastChunk=newChunk;this.lastSearchedChunk=chunk;return true}toString(){let str=this.intro;let chunk=this.firstChunk;while(chunk){str+=chunk.toString();chunk=chunk.
next}return str+this.outro}isEmpty(){let chunk=this.firstChunk;do{if(chunk.intro.length&&chunk.intro.trim()||chunk.content.length&&chunk.content.trim()||chunk.outro.
length&&chunk.outro.trim())return false}while(chunk=chunk.next);return true}length(){let chunk=this.firstChunk;let length=0;do{length+=chunk.intro.length+chunk.
content.length+chunk.outro.length}while(chunk=chunk.next);return length}trimLines(){return this.trim("[\\r\\n]")}trim(charType){return this.trimStart(charType).
trimEnd(charType)}trimEndAborted(charType){const rx=new RegExp((charType||"\\s")+"+$");this.outro=this.outro.replace(rx,"");if(this.outro.length)return true;let chunk=this.
lastChunk;do{const end=chunk.end;const aborted=chunk.trimEnd(rx);if(chunk.end!==end){if(this.lastChunk===chunk){this.lastChunk=chunk.next}this.byEnd[chunk.end]=
chunk;this.byStart[chunk.next.start]=chunk.next;this.byEnd[chunk.next.end]=chunk.next}if(aborted)return true;chunk=chunk.previous}while(chunk);return false}trimEnd(charType){
this.trimEndAborted(charType);return this}trimStartAborted(charType){const rx=new RegExp("^"+(charType||"\\s")+"+");this.intro=this.intro.replace(rx,"");if(this.
intro.length)return true;let chunk=this.firstChunk;do{const end=chunk.end;const aborted=chunk.trimStart(rx);if(chunk.end!==end){if(chunk===this.lastChunk)this.lastChunk=
chunk.next;this.byEnd[chunk.end]=chunk;this.byStart[chunk.next.start]=chunk.next;this.byEnd[chunk.next.end]=chunk.next}if(aborted)return true;chunk=chunk.next}while(chunk);
return false}trimStart(charType){this.trimStartAborted(charType);return this}hasChanged(){return this.original!==this.toString()}_replaceRegexp(searchValue,replacement){
function getReplacement(match,str){if(typeof replacement==="string"){return replacement.replace(/\$(\$|&|\d+)/g,(_,i2)=>{if(i2==="$")return"$";if(i2==="&")return match[0];
const num=+i2;if(num<match.length)return match[+i2];return`$${i2}`})}else{return replacement(...match,match.index,str,match.groups)}}__name(getReplacement,"getR\
eplacement");function matchAll(re,str){let match;const matches=[];while(match=re.exec(str)){matches.push(match)}return matches}__name(matchAll,"matchAll");if(searchValue.
global){const matches=matchAll(searchValue,this.original);matches.forEach(match=>{if(match.index!=null){const replacement2=getReplacement(match,this.original);if(replacement2!==
match[0]){this.overwrite(match.index,match.index+match[0].length,replacement2)}}})}else{const match=this.original.match(searchValue);if(match&&match.index!=null){
const replacement2=getReplacement(match,this.original);if(replacement2!==match[0]){this.overwrite(match.index,match.index+match[0].length,replacement2)}}}return this}_replaceString(string2,replacement){
const{original}=this;const index2=original.indexOf(string2);if(index2!==-1){if(typeof replacement==="function"){replacement=replacement(string2,index2,original)}
if(string2!==replacement){this.overwrite(index2,index2+string2.length,replacement)}}return this}replace(searchValue,replacement){if(typeof searchValue==="string"){
return this._replaceString(searchValue,replacement)}return this._replaceRegexp(searchValue,replacement)}_replaceAllString(string2,replacement){const{original}=this;
const stringLength=string2.length;for(let index2=original.indexOf(string2);index2!==-1;index2=original.indexOf(string2,index2+stringLength)){const previous=original.
slice(index2,index2+stringLength);let _replacement=replacement;if(typeof replacement==="function"){_replacement=replacement(previous,index2,original)}if(previous!==
_replacement)this.overwrite(index2,index2+stringLength,_replacement)}return this}replaceAll(searchValue,replacement){if(typeof searchValue==="string"){return this.
_replaceAllString(searchValue,replacement)}if(!searchValue.global){throw new TypeError("MagicString.prototype.replaceAll called with a non-global RegExp argumen\
t")}return this._replaceRegexp(searchValue,replacement)}};hasOwnProp=Object.prototype.hasOwnProperty;Bundle=class _Bundle{static{__name(this,"Bundle")}constructor(options={}){
this.intro=options.intro||"";this.separator=options.separator!==void 0?options.separator:"\n";this.sources=[];this.uniqueSources=[];this.uniqueSourceIndexByFilename=
{}}addSource(source){if(source instanceof MagicString){return this.addSource({content:source,filename:source.filename,separator:this.separator})}if(!isObject2(source)||
!source.content){throw new Error("bundle.addSource() takes an object with a `content` property, which should be an instance of MagicString, and an optional `fil\
ename`")}["filename","ignoreList","indentExclusionRanges","separator"].forEach(option=>{if(!hasOwnProp.call(source,option))source[option]=source.content[option]});
if(source.separator===void 0){source.separator=this.separator}if(source.filename){if(!hasOwnProp.call(this.uniqueSourceIndexByFilename,source.filename)){this.uniqueSourceIndexByFilename[source.
filename]=this.uniqueSources.length;this.uniqueSources.push({filename:source.filename,content:source.content.original})}else{const uniqueSource=this.uniqueSources[this.
uniqueSourceIndexByFilename[source.filename]];if(source.content.original!==uniqueSource.content){throw new Error(`Illegal source: same filename (${source.filename}\
), different contents`)}}}this.sources.push(source);return this}append(str,options){this.addSource({content:new MagicString(str),separator:options&&options.separator||
""});return this}clone(){const bundle=new _Bundle({intro:this.intro,separator:this.separator});this.sources.forEach(source=>{bundle.addSource({filename:source.filename,
content:source.content.clone(),separator:source.separator})});return bundle}generateDecodedMap(options={}){const names=[];let x_google_ignoreList=void 0;this.sources.
forEach(source=>{Object.keys(source.content.storedNames).forEach(name=>{if(!~names.indexOf(name))names.push(name)})});const mappings=new Mappings(options.hires);
if(this.intro){mappings.advance(this.intro)}this.sources.forEach((source,i2)=>{if(i2>0){mappings.advance(this.separator)}const sourceIndex=source.filename?this.
uniqueSourceIndexByFilename[source.filename]:-1;const magicString=source.content;const locate=getLocator(magicString.original);if(magicString.intro){mappings.advance(
magicString.intro)}magicString.firstChunk.eachNext(chunk=>{const loc=locate(chunk.start);if(chunk.intro.length)mappings.advance(chunk.intro);if(source.filename){
if(chunk.edited){mappings.addEdit(sourceIndex,chunk.content,loc,chunk.storeName?names.indexOf(chunk.original):-1)}else{mappings.addUneditedChunk(sourceIndex,chunk,
magicString.original,loc,magicString.sourcemapLocations)}}else{mappings.advance(chunk.content)}if(chunk.outro.length)mappings.advance(chunk.outro)});if(magicString.
outro){mappings.advance(magicString.outro)}if(source.ignoreList&&sourceIndex!==-1){if(x_google_ignoreList===void 0){x_google_ignoreList=[]}x_google_ignoreList.push(
sourceIndex)}});return{file:options.file?options.file.split(/[/\\]/).pop():void 0,sources:this.uniqueSources.map(source=>{return options.file?getRelativePath(options.
file,source.filename):source.filename}),sourcesContent:this.uniqueSources.map(source=>{return options.includeContent?source.content:null}),names,mappings:mappings.
raw,x_google_ignoreList}}generateMap(options){return new SourceMap(this.generateDecodedMap(options))}getIndentString(){const indentStringCounts={};this.sources.
forEach(source=>{const indentStr=source.content._getRawIndentString();if(indentStr===null)return;if(!indentStringCounts[indentStr])indentStringCounts[indentStr]=
0;indentStringCounts[indentStr]+=1});return Object.keys(indentStringCounts).sort((a,b3)=>{return indentStringCounts[a]-indentStringCounts[b3]})[0]||"	"}indent(indentStr){
if(!arguments.length){indentStr=this.getIndentString()}if(indentStr==="")return this;let trailingNewline=!this.intro||this.intro.slice(-1)==="\n";this.sources.forEach(
(source,i2)=>{const separator=source.separator!==void 0?source.separator:this.separator;const indentStart=trailingNewline||i2>0&&/\r?\n$/.test(separator);source.
content.indent(indentStr,{exclude:source.indentExclusionRanges,indentStart});trailingNewline=source.content.lastChar()==="\n"});if(this.intro){this.intro=indentStr+
this.intro.replace(/^[^\n]/gm,(match,index2)=>{return index2>0?indentStr+match:match})}return this}prepend(str){this.intro=str+this.intro;return this}toString(){
const body=this.sources.map((source,i2)=>{const separator=source.separator!==void 0?source.separator:this.separator;const str=(i2>0?separator:"")+source.content.
toString();return str}).join("");return this.intro+body}isEmpty(){if(this.intro.length&&this.intro.trim())return false;if(this.sources.some(source=>!source.content.
isEmpty()))return false;return true}length(){return this.sources.reduce((length,source)=>length+source.content.length(),this.intro.length)}trimLines(){return this.
trim("[\\r\\n]")}trim(charType){return this.trimStart(charType).trimEnd(charType)}trimStart(charType){const rx=new RegExp("^"+(charType||"\\s")+"+");this.intro=
this.intro.replace(rx,"");if(!this.intro){let source;let i2=0;do{source=this.sources[i2++];if(!source){break}}while(!source.content.trimStartAborted(charType))}
return this}trimEnd(charType){const rx=new RegExp((charType||"\\s")+"+$");let source;let i2=this.sources.length-1;do{source=this.sources[i2--];if(!source){this.
intro=this.intro.replace(rx,"");break}}while(!source.content.trimEndAborted(charType));return this}}}});var dist_exports={};__export(dist_exports,{Bench:()=>x,Task:()=>b2,hrtimeNow:()=>U,now:()=>B2});function y2(s){if(!((Number.isInteger(s)||s===Number.POSITIVE_INFINITY)&&
s>0))throw new TypeError("Expected `concurrency` to be a number from 1 and up");let n2=new g,t2=0,e=__name(()=>{t2--,n2.size>0&&n2.dequeue()()},"e"),r=__name(async(h2,p,a)=>{
t2++;let l=(async()=>h2(...a))();p(l);try{await l}catch(T){}e()},"r"),i2=__name((h2,p,a)=>{n2.enqueue(r.bind(void 0,h2,p,a)),(async()=>(await Promise.resolve(),
t2<s&&n2.size>0&&n2.dequeue()()))()},"i"),c2=__name((h2,...p)=>new Promise(a=>{i2(h2,a,p)}),"c");return Object.defineProperties(c2,{activeCount:{get:__name(()=>t2,
"get")},pendingCount:{get:__name(()=>n2.size,"get")},clearQueue:{value:__name(()=>{n2.clear()},"value")}}),c2}function o2(s,n2=null){let t2=new Event(s);return n2&&
Object.defineProperty(t2,"task",{value:n2,enumerable:true,writable:false,configurable:false}),t2}function W(s){return s!==null&&typeof s=="object"&&typeof s.then==
"function"}var $2,C2,D,O,q,d2,k,f,F2,M,m,w,E,g,G,N,J,U,B2,S,X,Z,z,b2,x;var init_dist=__esm({"node_modules/tinybench/dist/index.js"(){$2=Object.defineProperty;C2=
__name(s=>{throw TypeError(s)},"C");D=__name((s,n2,t2)=>n2 in s?$2(s,n2,{enumerable:true,configurable:true,writable:true,value:t2}):s[n2]=t2,"D");O=__name((s,n2,t2)=>D(
s,typeof n2!="symbol"?n2+"":n2,t2),"O");q=__name((s,n2,t2)=>n2.has(s)||C2("Cannot "+t2),"q");d2=__name((s,n2,t2)=>(q(s,n2,"read from private field"),t2?t2.call(
s):n2.get(s)),"d");k=__name((s,n2,t2)=>n2.has(s)?C2("Cannot add the same private member more than once"):n2 instanceof WeakSet?n2.add(s):n2.set(s,t2),"k");f=__name(
(s,n2,t2,e)=>(q(s,n2,"write to private field"),e?e.call(s,t2):n2.set(s,t2),t2),"f");F2=__name((s,n2,t2,e)=>({set _(r){f(s,n2,r,t2)},get _(){return d2(s,n2,e)}}),
"F");M=class{static{__name(this,"M")}constructor(n2){O(this,"value");O(this,"next");this.value=n2}};g=class{static{__name(this,"g")}constructor(){k(this,m);k(this,
w);k(this,E);this.clear()}enqueue(n2){let t2=new M(n2);d2(this,m)?(d2(this,w).next=t2,f(this,w,t2)):(f(this,m,t2),f(this,w,t2)),F2(this,E)._++}dequeue(){let n2=d2(
this,m);if(n2)return f(this,m,d2(this,m).next),F2(this,E)._--,n2.value}clear(){f(this,m,void 0),f(this,w,void 0),f(this,E,0)}get size(){return d2(this,E)}*[Symbol.
iterator](){let n2=d2(this,m);for(;n2;)yield n2.value,n2=n2.next}};m=new WeakMap,w=new WeakMap,E=new WeakMap;__name(y2,"y");__name(o2,"o");G={1:12.71,2:4.303,3:3.182,
4:2.776,5:2.571,6:2.447,7:2.365,8:2.306,9:2.262,10:2.228,11:2.201,12:2.179,13:2.16,14:2.145,15:2.131,16:2.12,17:2.11,18:2.101,19:2.093,20:2.086,21:2.08,22:2.074,
23:2.069,24:2.064,25:2.06,26:2.056,27:2.052,28:2.048,29:2.045,30:2.042,31:2.0399,32:2.0378,33:2.0357,34:2.0336,35:2.0315,36:2.0294,37:2.0273,38:2.0252,39:2.0231,
40:2.021,41:2.0198,42:2.0186,43:2.0174,44:2.0162,45:2.015,46:2.0138,47:2.0126,48:2.0114,49:2.0102,50:2.009,51:2.0081,52:2.0072,53:2.0063,54:2.0054,55:2.0045,56:2.0036,
57:2.0027,58:2.0018,59:2.0009,60:2,61:1.9995,62:1.999,63:1.9985,64:1.998,65:1.9975,66:1.997,67:1.9965,68:1.996,69:1.9955,70:1.995,71:1.9945,72:1.994,73:1.9935,74:1.993,
75:1.9925,76:1.992,77:1.9915,78:1.991,79:1.9905,80:1.99,81:1.9897,82:1.9894,83:1.9891,84:1.9888,85:1.9885,86:1.9882,87:1.9879,88:1.9876,89:1.9873,90:1.987,91:1.9867,
92:1.9864,93:1.9861,94:1.9858,95:1.9855,96:1.9852,97:1.9849,98:1.9846,99:1.9843,100:1.984,101:1.9838,102:1.9836,103:1.9834,104:1.9832,105:1.983,106:1.9828,107:1.9826,
108:1.9824,109:1.9822,110:1.982,111:1.9818,112:1.9816,113:1.9814,114:1.9812,115:1.9819,116:1.9808,117:1.9806,118:1.9804,119:1.9802,120:1.98,infinity:1.96};N=G;J=
__name(s=>s/1e6,"J");U=__name(()=>J(Number(process.hrtime.bigint())),"U");B2=__name(()=>performance.now(),"B");__name(W,"W");S=__name((s,n2)=>s.reduce((e,r)=>e+
(r-n2)**2,0)/(s.length-1)||0,"S");X=(async()=>{}).constructor;Z=__name(s=>s.constructor===X,"Z");z=__name(async s=>{if(Z(s.fn))return true;try{if(s.opts.beforeEach!=
null)try{await s.opts.beforeEach.call(s)}catch(e){}let n2=s.fn(),t2=W(n2);if(t2)try{await n2}catch(e){}if(s.opts.afterEach!=null)try{await s.opts.afterEach.call(
s)}catch(e){}return t2}catch(n2){return false}},"z");b2=class extends EventTarget{static{__name(this,"b")}constructor(t2,e,r,i2={}){super();this.runs=0;this.bench=
t2,this.name=e,this.fn=r,this.opts=i2}async loop(t2,e){var T;let r=this.bench.concurrency==="task",{threshold:i2}=this.bench,c2=0,h2=[];if(this.opts.beforeAll!=
null)try{await this.opts.beforeAll.call(this)}catch(u2){return{error:u2}}let p=await z(this),a=__name(async()=>{this.opts.beforeEach!=null&&await this.opts.beforeEach.
call(this);let u2=0;if(p){let v=this.bench.now();await this.fn.call(this),u2=this.bench.now()-v}else{let v=this.bench.now();this.fn.call(this),u2=this.bench.now()-
v}h2.push(u2),c2+=u2,this.opts.afterEach!=null&&await this.opts.afterEach.call(this)},"a"),l=y2(i2);try{let u2=[];for(;(c2<t2||h2.length+l.activeCount+l.pendingCount<
e)&&!((T=this.bench.signal)!=null&&T.aborted);)r?u2.push(l(a)):await a();u2.length&&await Promise.all(u2)}catch(u2){return{error:u2}}if(this.opts.afterAll!=null)
try{await this.opts.afterAll.call(this)}catch(u2){return{error:u2}}return{samples:h2}}async run(){var r,i2;if((r=this.result)!=null&&r.error)return this;this.dispatchEvent(
o2("start",this)),await this.bench.setup(this,"run");let{samples:t2,error:e}=await this.loop(this.bench.time,this.bench.iterations);if(this.bench.teardown(this,
"run"),t2){let c2=t2.reduce((L,A)=>L+A,0);this.runs=t2.length,t2.sort((L,A)=>L-A);let h2=c2/this.runs,p=1e3/h2,a=t2.length,l=a-1,T=t2[0],u2=t2[l],v=c2/t2.length||
0,P=S(t2,v),R=Math.sqrt(P),I=R/Math.sqrt(a),_=N[String(Math.round(l)||1)]||N.infinity,K=I*_,j=K/v*100,H=t2[Math.ceil(a*.75)-1],V=t2[Math.ceil(a*.99)-1],Q=t2[Math.
ceil(a*.995)-1],Y=t2[Math.ceil(a*.999)-1];if((i2=this.bench.signal)!=null&&i2.aborted)return this;this.setResult({totalTime:c2,min:T,max:u2,hz:p,period:h2,samples:t2,
mean:v,variance:P,sd:R,sem:I,df:l,critical:_,moe:K,rme:j,p75:H,p99:V,p995:Q,p999:Y})}if(e){if(this.setResult({error:e}),this.bench.throws)throw e;this.dispatchEvent(
o2("error",this)),this.bench.dispatchEvent(o2("error",this))}return this.dispatchEvent(o2("cycle",this)),this.bench.dispatchEvent(o2("cycle",this)),this.dispatchEvent(
o2("complete",this)),this}async warmup(){var e;if((e=this.result)!=null&&e.error)return;this.dispatchEvent(o2("warmup",this)),await this.bench.setup(this,"warmu\
p");let{error:t2}=await this.loop(this.bench.warmupTime,this.bench.warmupIterations);if(this.bench.teardown(this,"warmup"),t2&&(this.setResult({error:t2}),this.
bench.throws))throw t2}addEventListener(t2,e,r){super.addEventListener(t2,e,r)}removeEventListener(t2,e,r){super.removeEventListener(t2,e,r)}setResult(t2){this.
result={...this.result,...t2},Object.freeze(this.result)}reset(){this.dispatchEvent(o2("reset",this)),this.runs=0,this.result=void 0}};x=class extends EventTarget{static{
__name(this,"x")}constructor(t2={}){var e,r,i2,c2,h2,p,a,l;super();this._tasks=new Map;this._todos=new Map;this.concurrency=null;this.threshold=1/0;this.warmupTime=
100;this.warmupIterations=5;this.time=500;this.iterations=10;this.now=B2;this.now=(e=t2.now)!=null?e:this.now,this.warmupTime=(r=t2.warmupTime)!=null?r:this.warmupTime,
this.warmupIterations=(i2=t2.warmupIterations)!=null?i2:this.warmupIterations,this.time=(c2=t2.time)!=null?c2:this.time,this.iterations=(h2=t2.iterations)!=null?
h2:this.iterations,this.signal=t2.signal,this.throws=(p=t2.throws)!=null?p:false,this.setup=(a=t2.setup)!=null?a:()=>{},this.teardown=(l=t2.teardown)!=null?l:()=>{},
this.signal&&this.signal.addEventListener("abort",()=>{this.dispatchEvent(o2("abort"))},{once:true})}runTask(t2){var e;return(e=this.signal)!=null&&e.aborted?t2:
t2.run()}async run(){if(this.concurrency==="bench")return this.runConcurrently(this.threshold,this.concurrency);this.dispatchEvent(o2("start"));let t2=[];for(let e of[
...this._tasks.values()])t2.push(await this.runTask(e));return this.dispatchEvent(o2("complete")),t2}async runConcurrently(t2=1/0,e="bench"){if(this.threshold=t2,
this.concurrency=e,e==="task")return this.run();this.dispatchEvent(o2("start"));let r=y2(t2),i2=[];for(let h2 of[...this._tasks.values()])i2.push(r(()=>this.runTask(
h2)));let c2=await Promise.all(i2);return this.dispatchEvent(o2("complete")),c2}async warmup(){if(this.concurrency==="bench"){await this.warmupConcurrently(this.
threshold,this.concurrency);return}this.dispatchEvent(o2("warmup"));for(let[,t2]of this._tasks)await t2.warmup()}async warmupConcurrently(t2=1/0,e="bench"){if(this.
threshold=t2,this.concurrency=e,e==="task"){await this.warmup();return}this.dispatchEvent(o2("warmup"));let r=y2(t2),i2=[];for(let[,c2]of this._tasks)i2.push(r(
()=>c2.warmup()));await Promise.all(i2)}reset(){this.dispatchEvent(o2("reset")),this._tasks.forEach(t2=>{t2.reset()})}add(t2,e,r={}){let i2=new b2(this,t2,e,r);
return this._tasks.set(t2,i2),this.dispatchEvent(o2("add",i2)),this}todo(t2,e=()=>{},r={}){let i2=new b2(this,t2,e,r);return this._todos.set(t2,i2),this.dispatchEvent(
o2("todo",i2)),this}remove(t2){let e=this.getTask(t2);return e&&(this.dispatchEvent(o2("remove",e)),this._tasks.delete(t2)),this}addEventListener(t2,e,r){super.
addEventListener(t2,e,r)}removeEventListener(t2,e,r){super.removeEventListener(t2,e,r)}table(t2){return this.tasks.map(e=>{if(e.result){if(e.result.error)throw e.
result.error;return(t2==null?void 0:t2(e))||{"Task Name":e.name,"ops/sec":e.result.error?"NaN":parseInt(e.result.hz.toString(),10).toLocaleString(),"Average Tim\
e (ns)":e.result.error?"NaN":e.result.mean*1e3*1e3,Margin:e.result.error?"NaN":`\xB1${e.result.rme.toFixed(2)}%`,Samples:e.result.error?"NaN":e.result.samples.length}}
return null})}get results(){return[...this._tasks.values()].map(t2=>t2.result)}get tasks(){return[...this._tasks.values()]}get todos(){return[...this._todos.values()]}getTask(t2){
return this._tasks.get(t2)}}}});var require_branding=__commonJS({"node_modules/expect-type/dist/branding.js"(exports){"use strict";Object.defineProperty(exports,"__esModule",{value:true})}});var require_messages=__commonJS({"node_modules/expect-type/dist/messages.js"(exports){"use strict";Object.defineProperty(exports,"__esModule",{value:true})}});var require_overloads=__commonJS({"node_modules/expect-type/dist/overloads.js"(exports){"use strict";Object.defineProperty(exports,"__esModule",{value:true})}});var require_utils=__commonJS({"node_modules/expect-type/dist/utils.js"(exports){"use strict";Object.defineProperty(exports,"__esModule",{value:true})}});var require_dist=__commonJS({"node_modules/expect-type/dist/index.js"(exports){"use strict";var __createBinding=exports&&exports.__createBinding||(Object.create?
(function(o3,m2,k2,k22){if(k22===void 0)k22=k2;var desc=Object.getOwnPropertyDescriptor(m2,k2);if(!desc||("get"in desc?!m2.__esModule:desc.writable||desc.configurable)){
desc={enumerable:true,get:__name(function(){return m2[k2]},"get")}}Object.defineProperty(o3,k22,desc)}):(function(o3,m2,k2,k22){if(k22===void 0)k22=k2;o3[k22]=m2[k2]}));
var __exportStar=exports&&exports.__exportStar||function(m2,exports2){for(var p in m2)if(p!=="default"&&!Object.prototype.hasOwnProperty.call(exports2,p))__createBinding(
exports2,m2,p)};Object.defineProperty(exports,"__esModule",{value:true});exports.expectTypeOf=void 0;__exportStar(require_branding(),exports);__exportStar(require_messages(),
exports);__exportStar(require_overloads(),exports);__exportStar(require_utils(),exports);var fn2=__name(()=>true,"fn");var expectTypeOf3=__name(_actual=>{const nonFunctionProperties=[
"parameters","returns","resolves","not","items","constructorParameters","thisParameter","instance","guards","asserts"];function createBranded(){return{inspect:__name(
()=>true,"inspect"),configure:__name(()=>createBranded(),"configure"),toEqualTypeOf:fn2}}__name(createBranded,"createBranded");const obj={toBeAny:fn2,toBeUnknown:fn2,
toBeNever:fn2,toBeFunction:fn2,toBeObject:fn2,toBeArray:fn2,toBeString:fn2,toBeNumber:fn2,toBeBoolean:fn2,toBeVoid:fn2,toBeSymbol:fn2,toBeNull:fn2,toBeUndefined:fn2,
toBeNullable:fn2,toBeBigInt:fn2,toMatchTypeOf:fn2,toEqualTypeOf:fn2,toBeConstructibleWith:fn2,toMatchObjectType:fn2,toExtend:fn2,map:exports.expectTypeOf,toBeCallableWith:exports.
expectTypeOf,extract:exports.expectTypeOf,exclude:exports.expectTypeOf,pick:exports.expectTypeOf,omit:exports.expectTypeOf,toHaveProperty:exports.expectTypeOf,parameter:exports.
expectTypeOf,get branded(){return createBranded()}};const getterProperties=nonFunctionProperties;getterProperties.forEach(prop=>Object.defineProperty(obj,prop,{
get:__name(()=>(0,exports.expectTypeOf)({}),"get")}));return obj},"expectTypeOf");exports.expectTypeOf=expectTypeOf3}});var d=__name(e=>String(e),"d");d.open=d.close="";var i=__name(()=>d,"i");var t="\x1B[39m";var o="\x1B[49m";var F=__name((e,r,a,n2,l)=>{let m2="",g2=0;do m2+=e.substring(
g2,n2)+a,g2=n2+l,n2=e.indexOf(r,g2);while(~n2);return m2+e.substring(g2)},"F");var u=__name((e,r,a=e,n2=e.length)=>{let l=r.length,m2=__name(g2=>{let s=g2+"",x2=s.
indexOf(r,n2);return~x2?e+F(s,r,a,x2,l)+r:e+s+r},"m");return m2.open=e,m2.close=r,m2},"u");var B=__name((e,r)=>u(e,r,e,5),"B");var c=__name(e=>{let r=e.charCodeAt(
0)===35?e.slice(1):e,a=parseInt(r,16)||0;return r.length<6?`${(a>>8&15)*17};${(a>>4&15)*17};${(a&15)*17}`:`${a>>16&255};${a>>8&255};${a&255}`},"c");function y(e){
let r=e?u:i;return{isColorSupported:e,reset:r("\x1B[0m","\x1B[0m"),bold:r("\x1B[1m","\x1B[22m","\x1B[22m\x1B[1m"),dim:r("\x1B[2m","\x1B[22m","\x1B[22m\x1B[2m"),
italic:r("\x1B[3m","\x1B[23m"),underline:r("\x1B[4m","\x1B[24m"),inverse:r("\x1B[7m","\x1B[27m"),hidden:r("\x1B[8m","\x1B[28m"),strikethrough:r("\x1B[9m","\x1B[29m"),
black:r("\x1B[30m",t),red:r("\x1B[31m",t),green:r("\x1B[32m",t),yellow:r("\x1B[33m",t),blue:r("\x1B[34m",t),magenta:r("\x1B[35m",t),cyan:r("\x1B[36m",t),white:r(
"\x1B[37m",t),gray:r("\x1B[90m",t),bgBlack:r("\x1B[40m",o),bgRed:r("\x1B[41m",o),bgGreen:r("\x1B[42m",o),bgYellow:r("\x1B[43m",o),bgBlue:r("\x1B[44m",o),bgMagenta:r(
"\x1B[45m",o),bgCyan:r("\x1B[46m",o),bgWhite:r("\x1B[47m",o),blackBright:r("\x1B[90m",t),redBright:r("\x1B[91m",t),greenBright:r("\x1B[92m",t),yellowBright:r("\x1B\
[93m",t),blueBright:r("\x1B[94m",t),magentaBright:r("\x1B[95m",t),cyanBright:r("\x1B[96m",t),whiteBright:r("\x1B[97m",t),bgBlackBright:r("\x1B[100m",o),bgRedBright:r(
"\x1B[101m",o),bgGreenBright:r("\x1B[102m",o),bgYellowBright:r("\x1B[103m",o),bgBlueBright:r("\x1B[104m",o),bgMagentaBright:r("\x1B[105m",o),bgCyanBright:r("\x1B[1\
06m",o),bgWhiteBright:r("\x1B[107m",o),rgb:e?(n2,l,m2)=>B(`\x1B[38;2;${n2};${l};${m2}m`,t):i,bgRgb:e?(n2,l,m2)=>B(`\x1B[48;2;${n2};${l};${m2}m`,o):i,hex:e?n2=>B(
`\x1B[38;2;${c(n2)}m`,t):i,bgHex:e?n2=>B(`\x1B[48;2;${c(n2)}m`,o):i}}__name(y,"y");function C(){let e=typeof process!="undefined"?process:void 0,r=(e==null?void 0:e.env)||{},a=r.FORCE_TTY!=="false",n2=(e==null?void 0:e.argv)||[];return!("NO_CO\
LOR"in r||n2.includes("--no-color"))&&("FORCE_COLOR"in r||n2.includes("--color")||(e==null?void 0:e.platform)==="win32"||a&&r.TERM!=="dumb"||"CI"in r)||typeof window!=
"undefined"&&!!window.chrome}__name(C,"C");function h({force:e}={}){let r=e||C();return y(r)}__name(h,"h");var b=h();var $=b;function _mergeNamespaces(n2,m2){m2.forEach(function(e){e&&typeof e!=="string"&&!Array.isArray(e)&&Object.keys(e).forEach(function(k2){if(k2!=="default"&&!(k2 in
n2)){var d3=Object.getOwnPropertyDescriptor(e,k2);Object.defineProperty(n2,k2,d3.get?d3:{enumerable:true,get:__name(function(){return e[k2]},"get")})}})});return Object.
freeze(n2)}__name(_mergeNamespaces,"_mergeNamespaces");function getKeysOfEnumerableProperties(object2,compareKeys){const rawKeys=Object.keys(object2);const keys2=compareKeys===
null?rawKeys:rawKeys.sort(compareKeys);if(Object.getOwnPropertySymbols){for(const symbol of Object.getOwnPropertySymbols(object2)){if(Object.getOwnPropertyDescriptor(
object2,symbol).enumerable){keys2.push(symbol)}}}return keys2}__name(getKeysOfEnumerableProperties,"getKeysOfEnumerableProperties");function printIteratorEntries(iterator,config2,indentation,depth,refs,printer2,separator="\
: "){let result="";let width=0;let current=iterator.next();if(!current.done){result+=config2.spacingOuter;const indentationNext=indentation+config2.indent;while(!current.
done){result+=indentationNext;if(width++===config2.maxWidth){result+="\u2026";break}const name=printer2(current.value[0],config2,indentationNext,depth,refs);const value=printer2(
current.value[1],config2,indentationNext,depth,refs);result+=name+separator+value;current=iterator.next();if(!current.done){result+=`,${config2.spacingInner}`}else if(!config2.
min){result+=","}}result+=config2.spacingOuter+indentation}return result}__name(printIteratorEntries,"printIteratorEntries");function printIteratorValues(iterator,config2,indentation,depth,refs,printer2){
let result="";let width=0;let current=iterator.next();if(!current.done){result+=config2.spacingOuter;const indentationNext=indentation+config2.indent;while(!current.
done){result+=indentationNext;if(width++===config2.maxWidth){result+="\u2026";break}result+=printer2(current.value,config2,indentationNext,depth,refs);current=iterator.
next();if(!current.done){result+=`,${config2.spacingInner}`}else if(!config2.min){result+=","}}result+=config2.spacingOuter+indentation}return result}__name(printIteratorValues,
"printIteratorValues");function printListItems(list,config2,indentation,depth,refs,printer2){let result="";list=list instanceof ArrayBuffer?new DataView(list):list;
const isDataView=__name(l=>l instanceof DataView,"isDataView");const length=isDataView(list)?list.byteLength:list.length;if(length>0){result+=config2.spacingOuter;
const indentationNext=indentation+config2.indent;for(let i2=0;i2<length;i2++){result+=indentationNext;if(i2===config2.maxWidth){result+="\u2026";break}if(isDataView(
list)||i2 in list){result+=printer2(isDataView(list)?list.getInt8(i2):list[i2],config2,indentationNext,depth,refs)}if(i2<length-1){result+=`,${config2.spacingInner}`}else if(!config2.
min){result+=","}}result+=config2.spacingOuter+indentation}return result}__name(printListItems,"printListItems");function printObjectProperties(val,config2,indentation,depth,refs,printer2){
let result="";const keys2=getKeysOfEnumerableProperties(val,config2.compareKeys);if(keys2.length>0){result+=config2.spacingOuter;const indentationNext=indentation+
config2.indent;for(let i2=0;i2<keys2.length;i2++){const key=keys2[i2];const name=printer2(key,config2,indentationNext,depth,refs);const value=printer2(val[key],
config2,indentationNext,depth,refs);result+=`${indentationNext+name}: ${value}`;if(i2<keys2.length-1){result+=`,${config2.spacingInner}`}else if(!config2.min){result+=
","}}result+=config2.spacingOuter+indentation}return result}__name(printObjectProperties,"printObjectProperties");var asymmetricMatcher=typeof Symbol==="functio\
n"&&Symbol.for?Symbol.for("jest.asymmetricMatcher"):1267621;var SPACE$2=" ";var serialize$5=__name((val,config2,indentation,depth,refs,printer2)=>{const stringedValue=val.
toString();if(stringedValue==="ArrayContaining"||stringedValue==="ArrayNotContaining"){if(++depth>config2.maxDepth){return`[${stringedValue}]`}return`${stringedValue+
SPACE$2}[${printListItems(val.sample,config2,indentation,depth,refs,printer2)}]`}if(stringedValue==="ObjectContaining"||stringedValue==="ObjectNotContaining"){if(++depth>
config2.maxDepth){return`[${stringedValue}]`}return`${stringedValue+SPACE$2}{${printObjectProperties(val.sample,config2,indentation,depth,refs,printer2)}}`}if(stringedValue===
"StringMatching"||stringedValue==="StringNotMatching"){return stringedValue+SPACE$2+printer2(val.sample,config2,indentation,depth,refs)}if(stringedValue==="Stri\
ngContaining"||stringedValue==="StringNotContaining"){return stringedValue+SPACE$2+printer2(val.sample,config2,indentation,depth,refs)}if(typeof val.toAsymmetricMatcher!==
"function"){throw new TypeError(`Asymmetric matcher ${val.constructor.name} does not implement toAsymmetricMatcher()`)}return val.toAsymmetricMatcher()},"serial\
ize$5");var test$5=__name(val=>val&&val.$$typeof===asymmetricMatcher,"test$5");var plugin$5={serialize:serialize$5,test:test$5};var SPACE$1=" ";var OBJECT_NAMES=new Set(
["DOMStringMap","NamedNodeMap"]);var ARRAY_REGEXP=/^(?:HTML\w*Collection|NodeList)$/;function testName(name){return OBJECT_NAMES.has(name)||ARRAY_REGEXP.test(name)}
__name(testName,"testName");var test$4=__name(val=>val&&val.constructor&&!!val.constructor.name&&testName(val.constructor.name),"test$4");function isNamedNodeMap(collection){
return collection.constructor.name==="NamedNodeMap"}__name(isNamedNodeMap,"isNamedNodeMap");var serialize$4=__name((collection,config2,indentation,depth,refs,printer2)=>{
const name=collection.constructor.name;if(++depth>config2.maxDepth){return`[${name}]`}return(config2.min?"":name+SPACE$1)+(OBJECT_NAMES.has(name)?`{${printObjectProperties(
isNamedNodeMap(collection)?[...collection].reduce((props,attribute)=>{props[attribute.name]=attribute.value;return props},{}):{...collection},config2,indentation,
depth,refs,printer2)}}`:`[${printListItems([...collection],config2,indentation,depth,refs,printer2)}]`)},"serialize$4");var plugin$4={serialize:serialize$4,test:test$4};
function escapeHTML(str){return str.replaceAll("<","&lt;").replaceAll(">","&gt;")}__name(escapeHTML,"escapeHTML");function printProps(keys2,props,config2,indentation,depth,refs,printer2){
const indentationNext=indentation+config2.indent;const colors=config2.colors;return keys2.map(key=>{const value=props[key];if(typeof value==="string"&&value[0]===
"_"&&value.startsWith("__vitest_")&&value.match(/__vitest_\d+__/)){return""}let printed=printer2(value,config2,indentationNext,depth,refs);if(typeof value!=="st\
ring"){if(printed.includes("\n")){printed=config2.spacingOuter+indentationNext+printed+config2.spacingOuter+indentation}printed=`{${printed}}`}return`${config2.
spacingInner+indentation+colors.prop.open+key+colors.prop.close}=${colors.value.open}${printed}${colors.value.close}`}).join("")}__name(printProps,"printProps");
function printChildren(children,config2,indentation,depth,refs,printer2){return children.map(child=>config2.spacingOuter+indentation+(typeof child==="string"?printText(
child,config2):printer2(child,config2,indentation,depth,refs))).join("")}__name(printChildren,"printChildren");function printShadowRoot(children,config2,indentation,depth,refs,printer2){
if(config2.printShadowRoot===false){return""}return[`${config2.spacingOuter+indentation}#shadow-root`,printChildren(children,config2,indentation+config2.indent,
depth,refs,printer2)].join("")}__name(printShadowRoot,"printShadowRoot");function printText(text,config2){const contentColor=config2.colors.content;return contentColor.
open+escapeHTML(text)+contentColor.close}__name(printText,"printText");function printComment(comment,config2){const commentColor=config2.colors.comment;return`${commentColor.
open}<!--${escapeHTML(comment)}-->${commentColor.close}`}__name(printComment,"printComment");function printElement(type3,printedProps,printedChildren,config2,indentation){
const tagColor=config2.colors.tag;return`${tagColor.open}<${type3}${printedProps&&tagColor.close+printedProps+config2.spacingOuter+indentation+tagColor.open}${printedChildren?
`>${tagColor.close}${printedChildren}${config2.spacingOuter}${indentation}${tagColor.open}</${type3}`:`${printedProps&&!config2.min?"":" "}/`}>${tagColor.close}`}
__name(printElement,"printElement");function printElementAsLeaf(type3,config2){const tagColor=config2.colors.tag;return`${tagColor.open}<${type3}${tagColor.close}\
 \u2026${tagColor.open} />${tagColor.close}`}__name(printElementAsLeaf,"printElementAsLeaf");var ELEMENT_NODE=1;var TEXT_NODE=3;var COMMENT_NODE=8;var FRAGMENT_NODE=11;
var ELEMENT_REGEXP=/^(?:(?:HTML|SVG)\w*)?Element$/;function testHasAttribute(val){try{return typeof val.hasAttribute==="function"&&val.hasAttribute("is")}catch{
return false}}__name(testHasAttribute,"testHasAttribute");function testNode(val){const constructorName=val.constructor.name;const{nodeType,tagName}=val;const isCustomElement=typeof tagName===
"string"&&tagName.includes("-")||testHasAttribute(val);return nodeType===ELEMENT_NODE&&(ELEMENT_REGEXP.test(constructorName)||isCustomElement)||nodeType===TEXT_NODE&&
constructorName==="Text"||nodeType===COMMENT_NODE&&constructorName==="Comment"||nodeType===FRAGMENT_NODE&&constructorName==="DocumentFragment"}__name(testNode,"\
testNode");var test$3=__name(val=>val?.constructor?.name&&testNode(val),"test$3");function nodeIsText(node){return node.nodeType===TEXT_NODE}__name(nodeIsText,"\
nodeIsText");function nodeIsComment(node){return node.nodeType===COMMENT_NODE}__name(nodeIsComment,"nodeIsComment");function nodeIsFragment(node){return node.nodeType===
FRAGMENT_NODE}__name(nodeIsFragment,"nodeIsFragment");function filterChildren(children,filterNode){let filtered=children.filter(node=>{if(node.nodeType===TEXT_NODE){
const text=node.data||"";return text.trim().length>0}return true});if(filterNode){filtered=filtered.filter(filterNode)}return filtered}__name(filterChildren,"fi\
lterChildren");function serializeDOM(node,config2,indentation,depth,refs,printer2,filterNode){if(nodeIsText(node)){return printText(node.data,config2)}if(nodeIsComment(
node)){return printComment(node.data,config2)}const type3=nodeIsFragment(node)?"DocumentFragment":node.tagName.toLowerCase();if(++depth>config2.maxDepth){return printElementAsLeaf(
type3,config2)}const children=Array.prototype.slice.call(node.childNodes||node.children);const shadowChildren=nodeIsFragment(node)||!node.shadowRoot?[]:Array.prototype.
slice.call(node.shadowRoot.children);const resolvedChildren=filterNode?filterChildren(children,filterNode):children;const resolvedShadowChildren=filterNode?filterChildren(
shadowChildren,filterNode):shadowChildren;return printElement(type3,printProps(nodeIsFragment(node)?[]:Array.from(node.attributes,attr=>attr.name).sort(),nodeIsFragment(
node)?{}:[...node.attributes].reduce((props,attribute)=>{props[attribute.name]=attribute.value;return props},{}),config2,indentation+config2.indent,depth,refs,printer2),
(resolvedShadowChildren.length>0?printShadowRoot(resolvedShadowChildren,config2,indentation+config2.indent,depth,refs,printer2):"")+printChildren(resolvedChildren,
config2,indentation+config2.indent,depth,refs,printer2),config2,indentation)}__name(serializeDOM,"serializeDOM");var serialize$3=__name((node,config2,indentation,depth,refs,printer2)=>serializeDOM(
node,config2,indentation,depth,refs,printer2),"serialize$3");function createDOMElementFilter(filterNode){return{test:test$3,serialize:__name((node,config2,indentation,depth,refs,printer2)=>serializeDOM(
node,config2,indentation,depth,refs,printer2,filterNode),"serialize")}}__name(createDOMElementFilter,"createDOMElementFilter");var plugin$3={serialize:serialize$3,
test:test$3};var IS_ITERABLE_SENTINEL="@@__IMMUTABLE_ITERABLE__@@";var IS_LIST_SENTINEL="@@__IMMUTABLE_LIST__@@";var IS_KEYED_SENTINEL="@@__IMMUTABLE_KEYED__@@";
var IS_MAP_SENTINEL="@@__IMMUTABLE_MAP__@@";var IS_ORDERED_SENTINEL="@@__IMMUTABLE_ORDERED__@@";var IS_RECORD_SENTINEL="@@__IMMUTABLE_RECORD__@@";var IS_SEQ_SENTINEL="\
@@__IMMUTABLE_SEQ__@@";var IS_SET_SENTINEL="@@__IMMUTABLE_SET__@@";var IS_STACK_SENTINEL="@@__IMMUTABLE_STACK__@@";var getImmutableName=__name(name=>`Immutable.${name}`,
"getImmutableName");var printAsLeaf=__name(name=>`[${name}]`,"printAsLeaf");var SPACE=" ";var LAZY="\u2026";function printImmutableEntries(val,config2,indentation,depth,refs,printer2,type3){
return++depth>config2.maxDepth?printAsLeaf(getImmutableName(type3)):`${getImmutableName(type3)+SPACE}{${printIteratorEntries(val.entries(),config2,indentation,depth,
refs,printer2)}}`}__name(printImmutableEntries,"printImmutableEntries");function getRecordEntries(val){let i2=0;return{next(){if(i2<val._keys.length){const key=val.
_keys[i2++];return{done:false,value:[key,val.get(key)]}}return{done:true,value:void 0}}}}__name(getRecordEntries,"getRecordEntries");function printImmutableRecord(val,config2,indentation,depth,refs,printer2){
const name=getImmutableName(val._name||"Record");return++depth>config2.maxDepth?printAsLeaf(name):`${name+SPACE}{${printIteratorEntries(getRecordEntries(val),config2,
indentation,depth,refs,printer2)}}`}__name(printImmutableRecord,"printImmutableRecord");function printImmutableSeq(val,config2,indentation,depth,refs,printer2){
const name=getImmutableName("Seq");if(++depth>config2.maxDepth){return printAsLeaf(name)}if(val[IS_KEYED_SENTINEL]){return`${name+SPACE}{${val._iter||val._object?
printIteratorEntries(val.entries(),config2,indentation,depth,refs,printer2):LAZY}}`}return`${name+SPACE}[${val._iter||val._array||val._collection||val._iterable?
printIteratorValues(val.values(),config2,indentation,depth,refs,printer2):LAZY}]`}__name(printImmutableSeq,"printImmutableSeq");function printImmutableValues(val,config2,indentation,depth,refs,printer2,type3){
return++depth>config2.maxDepth?printAsLeaf(getImmutableName(type3)):`${getImmutableName(type3)+SPACE}[${printIteratorValues(val.values(),config2,indentation,depth,
refs,printer2)}]`}__name(printImmutableValues,"printImmutableValues");var serialize$2=__name((val,config2,indentation,depth,refs,printer2)=>{if(val[IS_MAP_SENTINEL]){
return printImmutableEntries(val,config2,indentation,depth,refs,printer2,val[IS_ORDERED_SENTINEL]?"OrderedMap":"Map")}if(val[IS_LIST_SENTINEL]){return printImmutableValues(
val,config2,indentation,depth,refs,printer2,"List")}if(val[IS_SET_SENTINEL]){return printImmutableValues(val,config2,indentation,depth,refs,printer2,val[IS_ORDERED_SENTINEL]?
"OrderedSet":"Set")}if(val[IS_STACK_SENTINEL]){return printImmutableValues(val,config2,indentation,depth,refs,printer2,"Stack")}if(val[IS_SEQ_SENTINEL]){return printImmutableSeq(
val,config2,indentation,depth,refs,printer2)}return printImmutableRecord(val,config2,indentation,depth,refs,printer2)},"serialize$2");var test$2=__name(val=>val&&
(val[IS_ITERABLE_SENTINEL]===true||val[IS_RECORD_SENTINEL]===true),"test$2");var plugin$2={serialize:serialize$2,test:test$2};function getDefaultExportFromCjs(x2){
return x2&&x2.__esModule&&Object.prototype.hasOwnProperty.call(x2,"default")?x2["default"]:x2}__name(getDefaultExportFromCjs,"getDefaultExportFromCjs");var reactIs$1={
exports:{}};var reactIs_production={};var hasRequiredReactIs_production;function requireReactIs_production(){if(hasRequiredReactIs_production)return reactIs_production;
hasRequiredReactIs_production=1;var REACT_ELEMENT_TYPE=Symbol.for("react.transitional.element"),REACT_PORTAL_TYPE=Symbol.for("react.portal"),REACT_FRAGMENT_TYPE=Symbol.
for("react.fragment"),REACT_STRICT_MODE_TYPE=Symbol.for("react.strict_mode"),REACT_PROFILER_TYPE=Symbol.for("react.profiler"),REACT_CONSUMER_TYPE=Symbol.for("re\
act.consumer"),REACT_CONTEXT_TYPE=Symbol.for("react.context"),REACT_FORWARD_REF_TYPE=Symbol.for("react.forward_ref"),REACT_SUSPENSE_TYPE=Symbol.for("react.suspe\
nse"),REACT_SUSPENSE_LIST_TYPE=Symbol.for("react.suspense_list"),REACT_MEMO_TYPE=Symbol.for("react.memo"),REACT_LAZY_TYPE=Symbol.for("react.lazy"),REACT_VIEW_TRANSITION_TYPE=Symbol.
for("react.view_transition"),REACT_CLIENT_REFERENCE=Symbol.for("react.client.reference");function typeOf2(object2){if("object"===typeof object2&&null!==object2){
var $$typeof=object2.$$typeof;switch($$typeof){case REACT_ELEMENT_TYPE:switch(object2=object2.type,object2){case REACT_FRAGMENT_TYPE:case REACT_PROFILER_TYPE:case REACT_STRICT_MODE_TYPE:case REACT_SUSPENSE_TYPE:case REACT_SUSPENSE_LIST_TYPE:case REACT_VIEW_TRANSITION_TYPE:
return object2;default:switch(object2=object2&&object2.$$typeof,object2){case REACT_CONTEXT_TYPE:case REACT_FORWARD_REF_TYPE:case REACT_LAZY_TYPE:case REACT_MEMO_TYPE:
return object2;case REACT_CONSUMER_TYPE:return object2;default:return $$typeof}}case REACT_PORTAL_TYPE:return $$typeof}}}__name(typeOf2,"typeOf");reactIs_production.
ContextConsumer=REACT_CONSUMER_TYPE;reactIs_production.ContextProvider=REACT_CONTEXT_TYPE;reactIs_production.Element=REACT_ELEMENT_TYPE;reactIs_production.ForwardRef=
REACT_FORWARD_REF_TYPE;reactIs_production.Fragment=REACT_FRAGMENT_TYPE;reactIs_production.Lazy=REACT_LAZY_TYPE;reactIs_production.Memo=REACT_MEMO_TYPE;reactIs_production.
Portal=REACT_PORTAL_TYPE;reactIs_production.Profiler=REACT_PROFILER_TYPE;reactIs_production.StrictMode=REACT_STRICT_MODE_TYPE;reactIs_production.Suspense=REACT_SUSPENSE_TYPE;
reactIs_production.SuspenseList=REACT_SUSPENSE_LIST_TYPE;reactIs_production.isContextConsumer=function(object2){return typeOf2(object2)===REACT_CONSUMER_TYPE};reactIs_production.
isContextProvider=function(object2){return typeOf2(object2)===REACT_CONTEXT_TYPE};reactIs_production.isElement=function(object2){return"object"===typeof object2&&
null!==object2&&object2.$$typeof===REACT_ELEMENT_TYPE};reactIs_production.isForwardRef=function(object2){return typeOf2(object2)===REACT_FORWARD_REF_TYPE};reactIs_production.
isFragment=function(object2){return typeOf2(object2)===REACT_FRAGMENT_TYPE};reactIs_production.isLazy=function(object2){return typeOf2(object2)===REACT_LAZY_TYPE};
reactIs_production.isMemo=function(object2){return typeOf2(object2)===REACT_MEMO_TYPE};reactIs_production.isPortal=function(object2){return typeOf2(object2)===REACT_PORTAL_TYPE};
reactIs_production.isProfiler=function(object2){return typeOf2(object2)===REACT_PROFILER_TYPE};reactIs_production.isStrictMode=function(object2){return typeOf2(
object2)===REACT_STRICT_MODE_TYPE};reactIs_production.isSuspense=function(object2){return typeOf2(object2)===REACT_SUSPENSE_TYPE};reactIs_production.isSuspenseList=
function(object2){return typeOf2(object2)===REACT_SUSPENSE_LIST_TYPE};reactIs_production.isValidElementType=function(type3){return"string"===typeof type3||"func\
tion"===typeof type3||type3===REACT_FRAGMENT_TYPE||type3===REACT_PROFILER_TYPE||type3===REACT_STRICT_MODE_TYPE||type3===REACT_SUSPENSE_TYPE||type3===REACT_SUSPENSE_LIST_TYPE||
"object"===typeof type3&&null!==type3&&(type3.$$typeof===REACT_LAZY_TYPE||type3.$$typeof===REACT_MEMO_TYPE||type3.$$typeof===REACT_CONTEXT_TYPE||type3.$$typeof===
REACT_CONSUMER_TYPE||type3.$$typeof===REACT_FORWARD_REF_TYPE||type3.$$typeof===REACT_CLIENT_REFERENCE||void 0!==type3.getModuleId)?true:false};reactIs_production.
typeOf=typeOf2;return reactIs_production}__name(requireReactIs_production,"requireReactIs_production");var hasRequiredReactIs$1;function requireReactIs$1(){if(hasRequiredReactIs$1)
return reactIs$1.exports;hasRequiredReactIs$1=1;{reactIs$1.exports=requireReactIs_production()}return reactIs$1.exports}__name(requireReactIs$1,"requireReactIs$\
1");var reactIsExports$1=requireReactIs$1();var index$1=getDefaultExportFromCjs(reactIsExports$1);var ReactIs19=_mergeNamespaces({__proto__:null,default:index$1},
[reactIsExports$1]);var reactIs={exports:{}};var reactIs_production_min={};var hasRequiredReactIs_production_min;function requireReactIs_production_min(){if(hasRequiredReactIs_production_min)
return reactIs_production_min;hasRequiredReactIs_production_min=1;var b3=Symbol.for("react.element"),c2=Symbol.for("react.portal"),d3=Symbol.for("react.fragment"),
e=Symbol.for("react.strict_mode"),f2=Symbol.for("react.profiler"),g2=Symbol.for("react.provider"),h2=Symbol.for("react.context"),k2=Symbol.for("react.server_con\
text"),l=Symbol.for("react.forward_ref"),m2=Symbol.for("react.suspense"),n2=Symbol.for("react.suspense_list"),p=Symbol.for("react.memo"),q2=Symbol.for("react.la\
zy"),t2=Symbol.for("react.offscreen"),u2;u2=Symbol.for("react.module.reference");function v(a){if("object"===typeof a&&null!==a){var r=a.$$typeof;switch(r){case b3:
switch(a=a.type,a){case d3:case f2:case e:case m2:case n2:return a;default:switch(a=a&&a.$$typeof,a){case k2:case h2:case l:case q2:case p:case g2:return a;default:
return r}}case c2:return r}}}__name(v,"v");reactIs_production_min.ContextConsumer=h2;reactIs_production_min.ContextProvider=g2;reactIs_production_min.Element=b3;
reactIs_production_min.ForwardRef=l;reactIs_production_min.Fragment=d3;reactIs_production_min.Lazy=q2;reactIs_production_min.Memo=p;reactIs_production_min.Portal=
c2;reactIs_production_min.Profiler=f2;reactIs_production_min.StrictMode=e;reactIs_production_min.Suspense=m2;reactIs_production_min.SuspenseList=n2;reactIs_production_min.
isAsyncMode=function(){return false};reactIs_production_min.isConcurrentMode=function(){return false};reactIs_production_min.isContextConsumer=function(a){return v(
a)===h2};reactIs_production_min.isContextProvider=function(a){return v(a)===g2};reactIs_production_min.isElement=function(a){return"object"===typeof a&&null!==a&&
a.$$typeof===b3};reactIs_production_min.isForwardRef=function(a){return v(a)===l};reactIs_production_min.isFragment=function(a){return v(a)===d3};reactIs_production_min.
isLazy=function(a){return v(a)===q2};reactIs_production_min.isMemo=function(a){return v(a)===p};reactIs_production_min.isPortal=function(a){return v(a)===c2};reactIs_production_min.
isProfiler=function(a){return v(a)===f2};reactIs_production_min.isStrictMode=function(a){return v(a)===e};reactIs_production_min.isSuspense=function(a){return v(
a)===m2};reactIs_production_min.isSuspenseList=function(a){return v(a)===n2};reactIs_production_min.isValidElementType=function(a){return"string"===typeof a||"f\
unction"===typeof a||a===d3||a===f2||a===e||a===m2||a===n2||a===t2||"object"===typeof a&&null!==a&&(a.$$typeof===q2||a.$$typeof===p||a.$$typeof===g2||a.$$typeof===
h2||a.$$typeof===l||a.$$typeof===u2||void 0!==a.getModuleId)?true:false};reactIs_production_min.typeOf=v;return reactIs_production_min}__name(requireReactIs_production_min,
"requireReactIs_production_min");var hasRequiredReactIs;function requireReactIs(){if(hasRequiredReactIs)return reactIs.exports;hasRequiredReactIs=1;{reactIs.exports=
requireReactIs_production_min()}return reactIs.exports}__name(requireReactIs,"requireReactIs");var reactIsExports=requireReactIs();var index=getDefaultExportFromCjs(
reactIsExports);var ReactIs18=_mergeNamespaces({__proto__:null,default:index},[reactIsExports]);var reactIsMethods=["isAsyncMode","isConcurrentMode","isContextC\
onsumer","isContextProvider","isElement","isForwardRef","isFragment","isLazy","isMemo","isPortal","isProfiler","isStrictMode","isSuspense","isSuspenseList","isV\
alidElementType"];var ReactIs=Object.fromEntries(reactIsMethods.map(m2=>[m2,v=>ReactIs18[m2](v)||ReactIs19[m2](v)]));function getChildren(arg,children=[]){if(Array.
isArray(arg)){for(const item of arg){getChildren(item,children)}}else if(arg!=null&&arg!==false&&arg!==""){children.push(arg)}return children}__name(getChildren,
"getChildren");function getType(element){const type3=element.type;if(typeof type3==="string"){return type3}if(typeof type3==="function"){return type3.displayName||
type3.name||"Unknown"}if(ReactIs.isFragment(element)){return"React.Fragment"}if(ReactIs.isSuspense(element)){return"React.Suspense"}if(typeof type3==="object"&&
type3!==null){if(ReactIs.isContextProvider(element)){return"Context.Provider"}if(ReactIs.isContextConsumer(element)){return"Context.Consumer"}if(ReactIs.isForwardRef(
element)){if(type3.displayName){return type3.displayName}const functionName2=type3.render.displayName||type3.render.name||"";return functionName2===""?"ForwardR\
ef":`ForwardRef(${functionName2})`}if(ReactIs.isMemo(element)){const functionName2=type3.displayName||type3.type.displayName||type3.type.name||"";return functionName2===
""?"Memo":`Memo(${functionName2})`}}return"UNDEFINED"}__name(getType,"getType");function getPropKeys$1(element){const{props}=element;return Object.keys(props).filter(
key=>key!=="children"&&props[key]!==void 0).sort()}__name(getPropKeys$1,"getPropKeys$1");var serialize$1=__name((element,config2,indentation,depth,refs,printer2)=>++depth>
config2.maxDepth?printElementAsLeaf(getType(element),config2):printElement(getType(element),printProps(getPropKeys$1(element),element.props,config2,indentation+
config2.indent,depth,refs,printer2),printChildren(getChildren(element.props.children),config2,indentation+config2.indent,depth,refs,printer2),config2,indentation),
"serialize$1");var test$1=__name(val=>val!=null&&ReactIs.isElement(val),"test$1");var plugin$1={serialize:serialize$1,test:test$1};var testSymbol=typeof Symbol===
"function"&&Symbol.for?Symbol.for("react.test.json"):245830487;function getPropKeys(object2){const{props}=object2;return props?Object.keys(props).filter(key=>props[key]!==
void 0).sort():[]}__name(getPropKeys,"getPropKeys");var serialize=__name((object2,config2,indentation,depth,refs,printer2)=>++depth>config2.maxDepth?printElementAsLeaf(
object2.type,config2):printElement(object2.type,object2.props?printProps(getPropKeys(object2),object2.props,config2,indentation+config2.indent,depth,refs,printer2):
"",object2.children?printChildren(object2.children,config2,indentation+config2.indent,depth,refs,printer2):"",config2,indentation),"serialize");var test=__name(
val=>val&&val.$$typeof===testSymbol,"test");var plugin={serialize,test};var toString=Object.prototype.toString;var toISOString=Date.prototype.toISOString;var errorToString=Error.
prototype.toString;var regExpToString=RegExp.prototype.toString;function getConstructorName(val){return typeof val.constructor==="function"&&val.constructor.name||
"Object"}__name(getConstructorName,"getConstructorName");function isWindow(val){return typeof window!=="undefined"&&val===window}__name(isWindow,"isWindow");var SYMBOL_REGEXP=/^Symbol\((.*)\)(.*)$/;
var NEWLINE_REGEXP=/\n/g;var PrettyFormatPluginError=class extends Error{static{__name(this,"PrettyFormatPluginError")}constructor(message,stack){super(message);
this.stack=stack;this.name=this.constructor.name}};function isToStringedArrayType(toStringed){return toStringed==="[object Array]"||toStringed==="[object ArrayB\
uffer]"||toStringed==="[object DataView]"||toStringed==="[object Float32Array]"||toStringed==="[object Float64Array]"||toStringed==="[object Int8Array]"||toStringed===
"[object Int16Array]"||toStringed==="[object Int32Array]"||toStringed==="[object Uint8Array]"||toStringed==="[object Uint8ClampedArray]"||toStringed==="[object \
Uint16Array]"||toStringed==="[object Uint32Array]"}__name(isToStringedArrayType,"isToStringedArrayType");function printNumber(val){return Object.is(val,-0)?"-0":
String(val)}__name(printNumber,"printNumber");function printBigInt(val){return String(`${val}n`)}__name(printBigInt,"printBigInt");function printFunction(val,printFunctionName2){
if(!printFunctionName2){return"[Function]"}return`[Function ${val.name||"anonymous"}]`}__name(printFunction,"printFunction");function printSymbol(val){return String(
val).replace(SYMBOL_REGEXP,"Symbol($1)")}__name(printSymbol,"printSymbol");function printError(val){return`[${errorToString.call(val)}]`}__name(printError,"prin\
tError");function printBasicValue(val,printFunctionName2,escapeRegex2,escapeString){if(val===true||val===false){return`${val}`}if(val===void 0){return"undefined"}
if(val===null){return"null"}const typeOf2=typeof val;if(typeOf2==="number"){return printNumber(val)}if(typeOf2==="bigint"){return printBigInt(val)}if(typeOf2===
"string"){if(escapeString){return`"${val.replaceAll(/"|\\/g,"\\$&")}"`}return`"${val}"`}if(typeOf2==="function"){return printFunction(val,printFunctionName2)}if(typeOf2===
"symbol"){return printSymbol(val)}const toStringed=toString.call(val);if(toStringed==="[object WeakMap]"){return"WeakMap {}"}if(toStringed==="[object WeakSet]"){
return"WeakSet {}"}if(toStringed==="[object Function]"||toStringed==="[object GeneratorFunction]"){return printFunction(val,printFunctionName2)}if(toStringed===
"[object Symbol]"){return printSymbol(val)}if(toStringed==="[object Date]"){return Number.isNaN(+val)?"Date { NaN }":toISOString.call(val)}if(toStringed==="[obj\
ect Error]"){return printError(val)}if(toStringed==="[object RegExp]"){if(escapeRegex2){return regExpToString.call(val).replaceAll(/[$()*+.?[\\\]^{|}]/g,"\\$&")}
return regExpToString.call(val)}if(val instanceof Error){return printError(val)}return null}__name(printBasicValue,"printBasicValue");function printComplexValue(val,config2,indentation,depth,refs,hasCalledToJSON){
if(refs.includes(val)){return"[Circular]"}refs=[...refs];refs.push(val);const hitMaxDepth=++depth>config2.maxDepth;const min=config2.min;if(config2.callToJSON&&
!hitMaxDepth&&val.toJSON&&typeof val.toJSON==="function"&&!hasCalledToJSON){return printer(val.toJSON(),config2,indentation,depth,refs,true)}const toStringed=toString.
call(val);if(toStringed==="[object Arguments]"){return hitMaxDepth?"[Arguments]":`${min?"":"Arguments "}[${printListItems(val,config2,indentation,depth,refs,printer)}\
]`}if(isToStringedArrayType(toStringed)){return hitMaxDepth?`[${val.constructor.name}]`:`${min?"":!config2.printBasicPrototype&&val.constructor.name==="Array"?"":
`${val.constructor.name} `}[${printListItems(val,config2,indentation,depth,refs,printer)}]`}if(toStringed==="[object Map]"){return hitMaxDepth?"[Map]":`Map {${printIteratorEntries(
val.entries(),config2,indentation,depth,refs,printer," => ")}}`}if(toStringed==="[object Set]"){return hitMaxDepth?"[Set]":`Set {${printIteratorValues(val.values(),
config2,indentation,depth,refs,printer)}}`}return hitMaxDepth||isWindow(val)?`[${getConstructorName(val)}]`:`${min?"":!config2.printBasicPrototype&&getConstructorName(
val)==="Object"?"":`${getConstructorName(val)} `}{${printObjectProperties(val,config2,indentation,depth,refs,printer)}}`}__name(printComplexValue,"printComplexV\
alue");var ErrorPlugin={test:__name(val=>val&&val instanceof Error,"test"),serialize(val,config2,indentation,depth,refs,printer2){if(refs.includes(val)){return"\
[Circular]"}refs=[...refs,val];const hitMaxDepth=++depth>config2.maxDepth;const{message,cause,...rest}=val;const entries={message,...typeof cause!=="undefined"?
{cause}:{},...val instanceof AggregateError?{errors:val.errors}:{},...rest};const name=val.name!=="Error"?val.name:getConstructorName(val);return hitMaxDepth?`[${name}\
]`:`${name} {${printIteratorEntries(Object.entries(entries).values(),config2,indentation,depth,refs,printer2)}}`}};function isNewPlugin(plugin3){return plugin3.
serialize!=null}__name(isNewPlugin,"isNewPlugin");function printPlugin(plugin3,val,config2,indentation,depth,refs){let printed;try{printed=isNewPlugin(plugin3)?
plugin3.serialize(val,config2,indentation,depth,refs,printer):plugin3.print(val,valChild=>printer(valChild,config2,indentation,depth,refs),str=>{const indentationNext=indentation+
config2.indent;return indentationNext+str.replaceAll(NEWLINE_REGEXP,`
${indentationNext}`)},{edgeSpacing:config2.spacingOuter,min:config2.min,spacing:config2.spacingInner},config2.colors)}catch(error){throw new PrettyFormatPluginError(
error.message,error.stack)}if(typeof printed!=="string"){throw new TypeError(`pretty-format: Plugin must return type "string" but instead returned "${typeof printed}\
".`)}return printed}__name(printPlugin,"printPlugin");function findPlugin(plugins2,val){for(const plugin3 of plugins2){try{if(plugin3.test(val)){return plugin3}}catch(error){
throw new PrettyFormatPluginError(error.message,error.stack)}}return null}__name(findPlugin,"findPlugin");function printer(val,config2,indentation,depth,refs,hasCalledToJSON){
let result;const plugin3=findPlugin(config2.plugins,val);if(plugin3!==null){result=printPlugin(plugin3,val,config2,indentation,depth,refs)}else{const basicResult=printBasicValue(
val,config2.printFunctionName,config2.escapeRegex,config2.escapeString);if(basicResult!==null){result=basicResult}else{result=printComplexValue(val,config2,indentation,
depth,refs,hasCalledToJSON)}}config2._outputLengthPerDepth[depth]??=0;config2._outputLengthPerDepth[depth]+=result.length;if(config2._outputLengthPerDepth[depth]>
config2.maxOutputLength){config2.maxDepth=0}return result}__name(printer,"printer");var DEFAULT_THEME={comment:"gray",content:"reset",prop:"yellow",tag:"cyan",value:"\
green"};var DEFAULT_THEME_KEYS=Object.keys(DEFAULT_THEME);var DEFAULT_OPTIONS={callToJSON:true,compareKeys:void 0,escapeRegex:false,escapeString:true,highlight:false,
indent:2,maxDepth:Number.POSITIVE_INFINITY,maxOutputLength:1e6,maxWidth:Number.POSITIVE_INFINITY,min:false,plugins:[],printBasicPrototype:true,printFunctionName:true,
printShadowRoot:true,theme:DEFAULT_THEME};function validateOptions(options){for(const key of Object.keys(options)){if(!Object.hasOwn(DEFAULT_OPTIONS,key)){throw new Error(
`pretty-format: Unknown option "${key}".`)}}if(options.min&&options.indent!==void 0&&options.indent!==0){throw new Error('pretty-format: Options "min" and "inde\
nt" cannot be used together.')}}__name(validateOptions,"validateOptions");function getColorsHighlight(){return DEFAULT_THEME_KEYS.reduce((colors,key)=>{const value=DEFAULT_THEME[key];
const color=value&&$[value];if(color&&typeof color.close==="string"&&typeof color.open==="string"){colors[key]=color}else{throw new Error(`pretty-format: Option\
 "theme" has a key "${key}" whose value "${value}" is undefined in ansi-styles.`)}return colors},Object.create(null))}__name(getColorsHighlight,"getColorsHighli\
ght");function getColorsEmpty(){return DEFAULT_THEME_KEYS.reduce((colors,key)=>{colors[key]={close:"",open:""};return colors},Object.create(null))}__name(getColorsEmpty,
"getColorsEmpty");function getPrintFunctionName(options){return options?.printFunctionName??DEFAULT_OPTIONS.printFunctionName}__name(getPrintFunctionName,"getPr\
intFunctionName");function getEscapeRegex(options){return options?.escapeRegex??DEFAULT_OPTIONS.escapeRegex}__name(getEscapeRegex,"getEscapeRegex");function getEscapeString(options){
return options?.escapeString??DEFAULT_OPTIONS.escapeString}__name(getEscapeString,"getEscapeString");function getConfig(options){return{callToJSON:options?.callToJSON??
DEFAULT_OPTIONS.callToJSON,colors:options?.highlight?getColorsHighlight():getColorsEmpty(),compareKeys:typeof options?.compareKeys==="function"||options?.compareKeys===
null?options.compareKeys:DEFAULT_OPTIONS.compareKeys,escapeRegex:getEscapeRegex(options),escapeString:getEscapeString(options),indent:options?.min?"":createIndent(
options?.indent??DEFAULT_OPTIONS.indent),maxDepth:options?.maxDepth??DEFAULT_OPTIONS.maxDepth,maxWidth:options?.maxWidth??DEFAULT_OPTIONS.maxWidth,min:options?.
min??DEFAULT_OPTIONS.min,plugins:options?.plugins??DEFAULT_OPTIONS.plugins,printBasicPrototype:options?.printBasicPrototype??true,printFunctionName:getPrintFunctionName(
options),printShadowRoot:options?.printShadowRoot??true,spacingInner:options?.min?" ":"\n",spacingOuter:options?.min?"":"\n",maxOutputLength:options?.maxOutputLength??
DEFAULT_OPTIONS.maxOutputLength,_outputLengthPerDepth:[]}}__name(getConfig,"getConfig");function createIndent(indent){return Array.from({length:indent+1}).join(
" ")}__name(createIndent,"createIndent");function format(val,options){if(options){validateOptions(options);if(options.plugins){const plugin3=findPlugin(options.
plugins,val);if(plugin3!==null){return printPlugin(plugin3,val,getConfig(options),"",0,[])}}}const basicResult=printBasicValue(val,getPrintFunctionName(options),
getEscapeRegex(options),getEscapeString(options));if(basicResult!==null){return basicResult}return printComplexValue(val,getConfig(options),"",0,[])}__name(format,
"format");var plugins={AsymmetricMatcher:plugin$5,DOMCollection:plugin$4,DOMElement:plugin$3,Immutable:plugin$2,ReactElement:plugin$1,ReactTestComponent:plugin,
Error:ErrorPlugin};var ansiColors={bold:["1","22"],dim:["2","22"],italic:["3","23"],underline:["4","24"],inverse:["7","27"],hidden:["8","28"],strike:["9","29"],black:["30","39"],red:[
"31","39"],green:["32","39"],yellow:["33","39"],blue:["34","39"],magenta:["35","39"],cyan:["36","39"],white:["37","39"],brightblack:["30;1","39"],brightred:["31\
;1","39"],brightgreen:["32;1","39"],brightyellow:["33;1","39"],brightblue:["34;1","39"],brightmagenta:["35;1","39"],brightcyan:["36;1","39"],brightwhite:["37;1",
"39"],grey:["90","39"]};var styles={special:"cyan",number:"yellow",bigint:"yellow",boolean:"yellow",undefined:"grey",null:"bold",string:"green",symbol:"green",date:"\
magenta",regexp:"red"};var truncator="\u2026";function colorise(value,styleType){const color=ansiColors[styles[styleType]]||ansiColors[styleType]||"";if(!color){
return String(value)}return`\x1B[${color[0]}m${String(value)}\x1B[${color[1]}m`}__name(colorise,"colorise");function normaliseOptions({showHidden=false,depth=2,
colors=false,customInspect=true,showProxy=false,maxArrayLength=Infinity,breakLength=Infinity,seen=[],truncate:truncate3=Infinity,stylize=String}={},inspect3){const options={
showHidden:Boolean(showHidden),depth:Number(depth),colors:Boolean(colors),customInspect:Boolean(customInspect),showProxy:Boolean(showProxy),maxArrayLength:Number(
maxArrayLength),breakLength:Number(breakLength),truncate:Number(truncate3),seen,inspect:inspect3,stylize};if(options.colors){options.stylize=colorise}return options}
__name(normaliseOptions,"normaliseOptions");function isHighSurrogate(char){return char>="\uD800"&&char<="\uDBFF"}__name(isHighSurrogate,"isHighSurrogate");function truncate(string2,length,tail=truncator){
string2=String(string2);const tailLength=tail.length;const stringLength=string2.length;if(tailLength>length&&stringLength>tailLength){return tail}if(stringLength>
length&&stringLength>tailLength){let end=length-tailLength;if(end>0&&isHighSurrogate(string2[end-1])){end=end-1}return`${string2.slice(0,end)}${tail}`}return string2}
__name(truncate,"truncate");function inspectList(list,options,inspectItem,separator=", "){inspectItem=inspectItem||options.inspect;const size=list.length;if(size===
0)return"";const originalLength=options.truncate;let output="";let peek="";let truncated="";for(let i2=0;i2<size;i2+=1){const last=i2+1===list.length;const secondToLast=i2+
2===list.length;truncated=`${truncator}(${list.length-i2})`;const value=list[i2];options.truncate=originalLength-output.length-(last?0:separator.length);const string2=peek||
inspectItem(value,options)+(last?"":separator);const nextLength=output.length+string2.length;const truncatedLength=nextLength+truncated.length;if(last&&nextLength>
originalLength&&output.length+truncated.length<=originalLength){break}if(!last&&!secondToLast&&truncatedLength>originalLength){break}peek=last?"":inspectItem(list[i2+
1],options)+(secondToLast?"":separator);if(!last&&secondToLast&&truncatedLength>originalLength&&nextLength+peek.length>originalLength){break}output+=string2;if(!last&&
!secondToLast&&nextLength+peek.length>=originalLength){truncated=`${truncator}(${list.length-i2-1})`;break}truncated=""}return`${output}${truncated}`}__name(inspectList,
"inspectList");function quoteComplexKey(key){if(key.match(/^[a-zA-Z_][a-zA-Z_0-9]*$/)){return key}return JSON.stringify(key).replace(/'/g,"\\'").replace(/\\"/g,
'"').replace(/(^"|"$)/g,"'")}__name(quoteComplexKey,"quoteComplexKey");function inspectProperty([key,value],options){options.truncate-=2;if(typeof key==="string"){
key=quoteComplexKey(key)}else if(typeof key!=="number"){key=`[${options.inspect(key,options)}]`}options.truncate-=key.length;value=options.inspect(value,options);
return`${key}: ${value}`}__name(inspectProperty,"inspectProperty");function inspectArray(array2,options){const nonIndexProperties=Object.keys(array2).slice(array2.
length);if(!array2.length&&!nonIndexProperties.length)return"[]";options.truncate-=4;const listContents=inspectList(array2,options);options.truncate-=listContents.
length;let propertyContents="";if(nonIndexProperties.length){propertyContents=inspectList(nonIndexProperties.map(key=>[key,array2[key]]),options,inspectProperty)}
return`[ ${listContents}${propertyContents?`, ${propertyContents}`:""} ]`}__name(inspectArray,"inspectArray");var getArrayName=__name(array2=>{if(typeof Buffer===
"function"&&array2 instanceof Buffer){return"Buffer"}if(array2[Symbol.toStringTag]){return array2[Symbol.toStringTag]}return array2.constructor.name},"getArrayN\
ame");function inspectTypedArray(array2,options){const name=getArrayName(array2);options.truncate-=name.length+4;const nonIndexProperties=Object.keys(array2).slice(
array2.length);if(!array2.length&&!nonIndexProperties.length)return`${name}[]`;let output="";for(let i2=0;i2<array2.length;i2++){const string2=`${options.stylize(
truncate(array2[i2],options.truncate),"number")}${i2===array2.length-1?"":", "}`;options.truncate-=string2.length;if(array2[i2]!==array2.length&&options.truncate<=
3){output+=`${truncator}(${array2.length-array2[i2]+1})`;break}output+=string2}let propertyContents="";if(nonIndexProperties.length){propertyContents=inspectList(
nonIndexProperties.map(key=>[key,array2[key]]),options,inspectProperty)}return`${name}[ ${output}${propertyContents?`, ${propertyContents}`:""} ]`}__name(inspectTypedArray,
"inspectTypedArray");function inspectDate(dateObject,options){const stringRepresentation=dateObject.toJSON();if(stringRepresentation===null){return"Invalid Date"}
const split=stringRepresentation.split("T");const date=split[0];return options.stylize(`${date}T${truncate(split[1],options.truncate-date.length-1)}`,"date")}__name(
inspectDate,"inspectDate");function inspectFunction(func,options){const functionType=func[Symbol.toStringTag]||"Function";const name=func.name;if(!name){return options.
stylize(`[${functionType}]`,"special")}return options.stylize(`[${functionType} ${truncate(name,options.truncate-11)}]`,"special")}__name(inspectFunction,"inspe\
ctFunction");function inspectMapEntry([key,value],options){options.truncate-=4;key=options.inspect(key,options);options.truncate-=key.length;value=options.inspect(
value,options);return`${key} => ${value}`}__name(inspectMapEntry,"inspectMapEntry");function mapToEntries(map2){const entries=[];map2.forEach((value,key)=>{entries.
push([key,value])});return entries}__name(mapToEntries,"mapToEntries");function inspectMap(map2,options){if(map2.size===0)return"Map{}";options.truncate-=7;return`\
Map{ ${inspectList(mapToEntries(map2),options,inspectMapEntry)} }`}__name(inspectMap,"inspectMap");var isNaN=Number.isNaN||(i2=>i2!==i2);function inspectNumber(number,options){
if(isNaN(number)){return options.stylize("NaN","number")}if(number===Infinity){return options.stylize("Infinity","number")}if(number===-Infinity){return options.
stylize("-Infinity","number")}if(number===0){return options.stylize(1/number===Infinity?"+0":"-0","number")}return options.stylize(truncate(String(number),options.
truncate),"number")}__name(inspectNumber,"inspectNumber");function inspectBigInt(number,options){let nums=truncate(number.toString(),options.truncate-1);if(nums!==
truncator)nums+="n";return options.stylize(nums,"bigint")}__name(inspectBigInt,"inspectBigInt");function inspectRegExp(value,options){const flags=value.toString().
split("/")[2];const sourceLength=options.truncate-(2+flags.length);const source=value.source;return options.stylize(`/${truncate(source,sourceLength)}/${flags}`,
"regexp")}__name(inspectRegExp,"inspectRegExp");function arrayFromSet(set3){const values=[];set3.forEach(value=>{values.push(value)});return values}__name(arrayFromSet,
"arrayFromSet");function inspectSet(set3,options){if(set3.size===0)return"Set{}";options.truncate-=7;return`Set{ ${inspectList(arrayFromSet(set3),options)} }`}__name(
inspectSet,"inspectSet");var stringEscapeChars=new RegExp("['\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0604\\u070f\\u17b4\\u17b5\\u200c-\\u200f\\u2028-\\u202f\\u2060-\\u2\
06f\\ufeff\\ufff0-\\uffff]","g");var escapeCharacters={"\b":"\\b","	":"\\t","\n":"\\n","\f":"\\f","\r":"\\r","'":"\\'","\\":"\\\\"};var hex=16;function escape(char){
return escapeCharacters[char]||`\\u${`0000${char.charCodeAt(0).toString(hex)}`.slice(-4)}`}__name(escape,"escape");function inspectString(string2,options){if(stringEscapeChars.
test(string2)){string2=string2.replace(stringEscapeChars,escape)}return options.stylize(`'${truncate(string2,options.truncate-2)}'`,"string")}__name(inspectString,
"inspectString");function inspectSymbol(value){if("description"in Symbol.prototype){return value.description?`Symbol(${value.description})`:"Symbol()"}return value.
toString()}__name(inspectSymbol,"inspectSymbol");var getPromiseValue=__name(()=>"Promise{\u2026}","getPromiseValue");function inspectObject$1(object2,options){const properties=Object.
getOwnPropertyNames(object2);const symbols=Object.getOwnPropertySymbols?Object.getOwnPropertySymbols(object2):[];if(properties.length===0&&symbols.length===0){return"\
{}"}options.truncate-=4;options.seen=options.seen||[];if(options.seen.includes(object2)){return"[Circular]"}options.seen.push(object2);const propertyContents=inspectList(
properties.map(key=>[key,object2[key]]),options,inspectProperty);const symbolContents=inspectList(symbols.map(key=>[key,object2[key]]),options,inspectProperty);
options.seen.pop();let sep2="";if(propertyContents&&symbolContents){sep2=", "}return`{ ${propertyContents}${sep2}${symbolContents} }`}__name(inspectObject$1,"in\
spectObject$1");var toStringTag=typeof Symbol!=="undefined"&&Symbol.toStringTag?Symbol.toStringTag:false;function inspectClass(value,options){let name="";if(toStringTag&&
toStringTag in value){name=value[toStringTag]}name=name||value.constructor.name;if(!name||name==="_class"){name="<Anonymous Class>"}options.truncate-=name.length;
return`${name}${inspectObject$1(value,options)}`}__name(inspectClass,"inspectClass");function inspectArguments(args,options){if(args.length===0)return"Arguments\
[]";options.truncate-=13;return`Arguments[ ${inspectList(args,options)} ]`}__name(inspectArguments,"inspectArguments");var errorKeys=["stack","line","column","n\
ame","message","fileName","lineNumber","columnNumber","number","description","cause"];function inspectObject(error,options){const properties=Object.getOwnPropertyNames(
error).filter(key=>errorKeys.indexOf(key)===-1);const name=error.name;options.truncate-=name.length;let message="";if(typeof error.message==="string"){message=truncate(
error.message,options.truncate)}else{properties.unshift("message")}message=message?`: ${message}`:"";options.truncate-=message.length+5;options.seen=options.seen||
[];if(options.seen.includes(error)){return"[Circular]"}options.seen.push(error);const propertyContents=inspectList(properties.map(key=>[key,error[key]]),options,
inspectProperty);return`${name}${message}${propertyContents?` { ${propertyContents} }`:""}`}__name(inspectObject,"inspectObject");function inspectAttribute([key,
value],options){options.truncate-=3;if(!value){return`${options.stylize(String(key),"yellow")}`}return`${options.stylize(String(key),"yellow")}=${options.stylize(
`"${value}"`,"string")}`}__name(inspectAttribute,"inspectAttribute");function inspectNodeCollection(collection,options){return inspectList(collection,options,inspectNode,
"\n")}__name(inspectNodeCollection,"inspectNodeCollection");function inspectNode(node,options){switch(node.nodeType){case 1:return inspectHTML(node,options);case 3:
return options.inspect(node.data,options);default:return options.inspect(node,options)}}__name(inspectNode,"inspectNode");function inspectHTML(element,options){
const properties=element.getAttributeNames();const name=element.tagName.toLowerCase();const head=options.stylize(`<${name}`,"special");const headClose=options.stylize(
`>`,"special");const tail=options.stylize(`</${name}>`,"special");options.truncate-=name.length*2+5;let propertyContents="";if(properties.length>0){propertyContents+=
" ";propertyContents+=inspectList(properties.map(key=>[key,element.getAttribute(key)]),options,inspectAttribute," ")}options.truncate-=propertyContents.length;const truncate3=options.
truncate;let children=inspectNodeCollection(element.children,options);if(children&&children.length>truncate3){children=`${truncator}(${element.children.length})`}
return`${head}${propertyContents}${headClose}${children}${tail}`}__name(inspectHTML,"inspectHTML");var symbolsSupported=typeof Symbol==="function"&&typeof Symbol.
for==="function";var chaiInspect=symbolsSupported?Symbol.for("chai/inspect"):"@@chai/inspect";var nodeInspect=Symbol.for("nodejs.util.inspect.custom");var constructorMap=new WeakMap;
var stringTagMap={};var baseTypesMap={undefined:__name((value,options)=>options.stylize("undefined","undefined"),"undefined"),null:__name((value,options)=>options.
stylize("null","null"),"null"),boolean:__name((value,options)=>options.stylize(String(value),"boolean"),"boolean"),Boolean:__name((value,options)=>options.stylize(
String(value),"boolean"),"Boolean"),number:inspectNumber,Number:inspectNumber,bigint:inspectBigInt,BigInt:inspectBigInt,string:inspectString,String:inspectString,
function:inspectFunction,Function:inspectFunction,symbol:inspectSymbol,Symbol:inspectSymbol,Array:inspectArray,Date:inspectDate,Map:inspectMap,Set:inspectSet,RegExp:inspectRegExp,
Promise:getPromiseValue,WeakSet:__name((value,options)=>options.stylize("WeakSet{\u2026}","special"),"WeakSet"),WeakMap:__name((value,options)=>options.stylize(
"WeakMap{\u2026}","special"),"WeakMap"),Arguments:inspectArguments,Int8Array:inspectTypedArray,Uint8Array:inspectTypedArray,Uint8ClampedArray:inspectTypedArray,
Int16Array:inspectTypedArray,Uint16Array:inspectTypedArray,Int32Array:inspectTypedArray,Uint32Array:inspectTypedArray,Float32Array:inspectTypedArray,Float64Array:inspectTypedArray,
Generator:__name(()=>"","Generator"),DataView:__name(()=>"","DataView"),ArrayBuffer:__name(()=>"","ArrayBuffer"),Error:inspectObject,HTMLCollection:inspectNodeCollection,
NodeList:inspectNodeCollection};var inspectCustom=__name((value,options,type3,inspectFn)=>{if(chaiInspect in value&&typeof value[chaiInspect]==="function"){return value[chaiInspect](
options)}if(nodeInspect in value&&typeof value[nodeInspect]==="function"){return value[nodeInspect](options.depth,options,inspectFn)}if("inspect"in value&&typeof value.
inspect==="function"){return value.inspect(options.depth,options)}if("constructor"in value&&constructorMap.has(value.constructor)){return constructorMap.get(value.
constructor)(value,options)}if(stringTagMap[type3]){return stringTagMap[type3](value,options)}return""},"inspectCustom");var toString2=Object.prototype.toString;
function inspect$1(value,opts={}){const options=normaliseOptions(opts,inspect$1);const{customInspect}=options;let type3=value===null?"null":typeof value;if(type3===
"object"){type3=toString2.call(value).slice(8,-1)}if(type3 in baseTypesMap){return baseTypesMap[type3](value,options)}if(customInspect&&value){const output=inspectCustom(
value,options,type3,inspect$1);if(output){if(typeof output==="string")return output;return inspect$1(output,options)}}const proto=value?Object.getPrototypeOf(value):
false;if(proto===Object.prototype||proto===null){return inspectObject$1(value,options)}if(value&&typeof HTMLElement==="function"&&value instanceof HTMLElement){
return inspectHTML(value,options)}if("constructor"in value){if(value.constructor!==Object){return inspectClass(value,options)}return inspectObject$1(value,options)}
if(value===Object(value)){return inspectObject$1(value,options)}return options.stylize(String(value),type3)}__name(inspect$1,"inspect$1");var{AsymmetricMatcher,
DOMCollection,DOMElement,Immutable,ReactElement,ReactTestComponent}=plugins;var PLUGINS=[ReactTestComponent,ReactElement,DOMElement,DOMCollection,Immutable,AsymmetricMatcher];
function stringify(object2,maxDepth=10,{maxLength,filterNode,...options}={}){const MAX_LENGTH=maxLength??1e4;let result;const filterFn=typeof filterNode==="stri\
ng"?createNodeFilterFromSelector(filterNode):filterNode;const plugins2=filterFn?[ReactTestComponent,ReactElement,createDOMElementFilter(filterFn),DOMCollection,
Immutable,AsymmetricMatcher]:PLUGINS;try{result=format(object2,{maxDepth,escapeString:false,plugins:plugins2,...options})}catch{result=format(object2,{callToJSON:false,
maxDepth,escapeString:false,plugins:plugins2,...options})}return result.length>=MAX_LENGTH&&maxDepth>1?stringify(object2,Math.floor(Math.min(maxDepth,Number.MAX_SAFE_INTEGER)/
2),{maxLength,filterNode,...options}):result}__name(stringify,"stringify");function createNodeFilterFromSelector(selector){const ELEMENT_NODE2=1;const COMMENT_NODE2=8;
return node=>{if(node.nodeType===COMMENT_NODE2){return false}if(node.nodeType===ELEMENT_NODE2&&node.matches){try{return!node.matches(selector)}catch{return true}}
return true}}__name(createNodeFilterFromSelector,"createNodeFilterFromSelector");var formatRegExp=/%[sdjifoOc%]/g;function baseFormat(args,options={}){const formatArg=__name(
(item,inspecOptions)=>{if(options.prettifyObject){return stringify(item,void 0,{printBasicPrototype:false,escapeString:false})}return inspect(item,inspecOptions)},
"formatArg");if(typeof args[0]!=="string"){const objects=[];for(let i3=0;i3<args.length;i3++){objects.push(formatArg(args[i3],{depth:0,colors:false}))}return objects.
join(" ")}const len=args.length;let i2=1;const template=args[0];let str=String(template).replace(formatRegExp,x2=>{if(x2==="%%"){return"%"}if(i2>=len){return x2}
switch(x2){case"%s":{const value=args[i2++];if(typeof value==="bigint"){return`${value.toString()}n`}if(typeof value==="number"&&value===0&&1/value<0){return"-0"}
if(typeof value==="object"&&value!==null){if(typeof value.toString==="function"&&value.toString!==Object.prototype.toString){return value.toString()}return formatArg(
value,{depth:0,colors:false})}return String(value)}case"%d":{const value=args[i2++];if(typeof value==="bigint"){return`${value.toString()}n`}if(typeof value==="\
symbol"){return"NaN"}return Number(value).toString()}case"%i":{const value=args[i2++];if(typeof value==="bigint"){return`${value.toString()}n`}return Number.parseInt(
String(value)).toString()}case"%f":return Number.parseFloat(String(args[i2++])).toString();case"%o":return formatArg(args[i2++],{showHidden:true,showProxy:true});case"\
%O":return formatArg(args[i2++]);case"%c":{i2++;return""}case"%j":try{return JSON.stringify(args[i2++])}catch(err){const m2=err.message;if(m2.includes("circular\
 structure")||m2.includes("cyclic structures")||m2.includes("cyclic object")){return"[Circular]"}throw err}default:return x2}});for(let x2=args[i2];i2<len;x2=args[++i2]){
if(x2===null||typeof x2!=="object"){str+=` ${typeof x2==="symbol"?x2.toString():x2}`}else{str+=` ${formatArg(x2)}`}}return str}__name(baseFormat,"baseFormat");function format2(...args){
return baseFormat(args)}__name(format2,"format");function inspect(obj,options={}){if(options.truncate===0){options.truncate=Number.POSITIVE_INFINITY}return inspect$1(obj,options)}__name(inspect,"inspect");function objDisplay(obj,options={}){
if(typeof options.truncate==="undefined"){options.truncate=40}const str=inspect(obj,options);const type3=Object.prototype.toString.call(obj);if(options.truncate&&
str.length>=options.truncate){if(type3==="[object Function]"){const fn2=obj;return!fn2.name?"[Function]":`[Function: ${fn2.name}]`}else if(type3==="[object Arra\
y]"){return`[ Array(${obj.length}) ]`}else if(type3==="[object Object]"){const keys2=Object.keys(obj);const kstr=keys2.length>2?`${keys2.splice(0,2).join(", ")}\
, ...`:keys2.join(", ");return`{ Object (${kstr}) }`}else{return str}}return str}__name(objDisplay,"objDisplay");var RealDate=Date;function random(seed){const x2=Math.sin(seed++)*1e4;return x2-Math.floor(x2)}__name(random,"random");function shuffle(array2,seed=RealDate.now()){
let length=array2.length;while(length){const index2=Math.floor(random(seed)*length--);const previous=array2[length];array2[length]=array2[index2];array2[index2]=
previous;++seed}return array2}__name(shuffle,"shuffle");function createSimpleStackTrace(options){const{message="$$stack trace error",stackTraceLimit=1}=options||
{};const limit=Error.stackTraceLimit;const prepareStackTrace=Error.prepareStackTrace;Error.stackTraceLimit=stackTraceLimit;Error.prepareStackTrace=e=>e.stack;const err=new Error(
message);const stackTrace=err.stack||"";Error.prepareStackTrace=prepareStackTrace;Error.stackTraceLimit=limit;return stackTrace}__name(createSimpleStackTrace,"c\
reateSimpleStackTrace");function notNullish(v){return v!=null}__name(notNullish,"notNullish");function assertTypes(value,name,types){const receivedType=typeof value;
const pass=types.includes(receivedType);if(!pass){throw new TypeError(`${name} value must be ${types.join(" or ")}, received "${receivedType}"`)}}__name(assertTypes,
"assertTypes");function isPrimitive(value){return value===null||typeof value!=="function"&&typeof value!=="object"}__name(isPrimitive,"isPrimitive");function filterOutComments(s){const result=[];let commentState="none";for(let i2=0;i2<s.length;++i2){if(commentState==="singleline"){if(s[i2]==="\n"){commentState=
"none"}}else if(commentState==="multiline"){if(s[i2-1]==="*"&&s[i2]==="/"){commentState="none"}}else if(commentState==="none"){if(s[i2]==="/"&&s[i2+1]==="/"){commentState=
"singleline"}else if(s[i2]==="/"&&s[i2+1]==="*"){commentState="multiline";i2+=2}else{result.push(s[i2])}}}return result.join("")}__name(filterOutComments,"filte\
rOutComments");function toArray(array2){if(array2===null||array2===void 0){array2=[]}if(Array.isArray(array2)){return array2}return[array2]}__name(toArray,"toArray");function isObject(item){
return item!=null&&typeof item==="object"&&!Array.isArray(item)}__name(isObject,"isObject");function isFinalObj(obj){return obj===Object.prototype||obj===Function.
prototype||obj===RegExp.prototype}__name(isFinalObj,"isFinalObj");function getType2(value){return Object.prototype.toString.apply(value).slice(8,-1)}__name(getType2,
"getType");function collectOwnProperties(obj,collector){const collect=typeof collector==="function"?collector:key=>collector.add(key);Object.getOwnPropertyNames(
obj).forEach(collect);Object.getOwnPropertySymbols(obj).forEach(collect)}__name(collectOwnProperties,"collectOwnProperties");function getOwnProperties(obj){const ownProps=new Set;
if(isFinalObj(obj)){return[]}collectOwnProperties(obj,ownProps);return Array.from(ownProps)}__name(getOwnProperties,"getOwnProperties");var defaultCloneOptions={
forceWritable:false};function deepClone(val,options=defaultCloneOptions){const seen=new WeakMap;return clone(val,seen,options)}__name(deepClone,"deepClone");function clone(val,seen,options=defaultCloneOptions){
let k2,out;if(seen.has(val)){return seen.get(val)}if(Array.isArray(val)){out=Array.from({length:k2=val.length});seen.set(val,out);while(k2--){out[k2]=clone(val[k2],
seen,options)}return out}if(Object.prototype.toString.call(val)==="[object Object]"){out=Object.create(Object.getPrototypeOf(val));seen.set(val,out);const props=getOwnProperties(
val);for(const k3 of props){const descriptor=Object.getOwnPropertyDescriptor(val,k3);if(!descriptor){continue}const cloned=clone(val[k3],seen,options);if(options.
forceWritable){Object.defineProperty(out,k3,{enumerable:descriptor.enumerable,configurable:true,writable:true,value:cloned})}else if("get"in descriptor){Object.
defineProperty(out,k3,{...descriptor,get(){return cloned}})}else{Object.defineProperty(out,k3,{...descriptor,value:cloned})}}return out}return val}__name(clone,
"clone");function noop(){}__name(noop,"noop");function objectAttr(source,path,defaultValue=void 0){const paths=path.replace(/\[(\d+)\]/g,".$1").split(".");let result=source;
for(const p of paths){result=new Object(result)[p];if(result===void 0){return defaultValue}}return result}__name(objectAttr,"objectAttr");function createDefer(){
let resolve3=null;let reject=null;const p=new Promise((_resolve,_reject)=>{resolve3=_resolve;reject=_reject});p.resolve=resolve3;p.reject=reject;return p}__name(
createDefer,"createDefer");function getCallLastIndex(code){let charIndex=-1;let inString=null;let startedBracers=0;let endedBracers=0;let beforeChar=null;while(charIndex<=
code.length){beforeChar=code[charIndex];charIndex++;const char=code[charIndex];const isCharString=char==='"'||char==="'"||char==="`";if(isCharString&&beforeChar!==
"\\"){if(inString===char){inString=null}else if(!inString){inString=char}}if(!inString){if(char==="("){startedBracers++}if(char===")"){endedBracers++}}if(startedBracers&&
endedBracers&&startedBracers===endedBracers){return charIndex}}return null}__name(getCallLastIndex,"getCallLastIndex");function isNegativeNaN(val){if(!Number.isNaN(
val)){return false}const f64=new Float64Array(1);f64[0]=val;const u32=new Uint32Array(f64.buffer);const isNegative=u32[1]>>>31===1;return isNegative}__name(isNegativeNaN,
"isNegativeNaN");function ordinal(i2){const j=i2%10;const k2=i2%100;if(j===1&&k2!==11){return`${i2}st`}if(j===2&&k2!==12){return`${i2}nd`}if(j===3&&k2!==13){return`${i2}rd`}return`${i2}\
th`}__name(ordinal,"ordinal");function unique(array2){return Array.from(new Set(array2))}__name(unique,"unique");var DIFF_DELETE=-1;var DIFF_INSERT=1;var DIFF_EQUAL=0;var Diff=class{static{__name(this,"Diff")}0;1;constructor(op,text){this[0]=op;this[1]=text}};function diff_commonPrefix(text1,text2){
if(!text1||!text2||text1.charAt(0)!==text2.charAt(0)){return 0}let pointermin=0;let pointermax=Math.min(text1.length,text2.length);let pointermid=pointermax;let pointerstart=0;
while(pointermin<pointermid){if(text1.substring(pointerstart,pointermid)===text2.substring(pointerstart,pointermid)){pointermin=pointermid;pointerstart=pointermin}else{
pointermax=pointermid}pointermid=Math.floor((pointermax-pointermin)/2+pointermin)}return pointermid}__name(diff_commonPrefix,"diff_commonPrefix");function diff_commonSuffix(text1,text2){
if(!text1||!text2||text1.charAt(text1.length-1)!==text2.charAt(text2.length-1)){return 0}let pointermin=0;let pointermax=Math.min(text1.length,text2.length);let pointermid=pointermax;
let pointerend=0;while(pointermin<pointermid){if(text1.substring(text1.length-pointermid,text1.length-pointerend)===text2.substring(text2.length-pointermid,text2.
length-pointerend)){pointermin=pointermid;pointerend=pointermin}else{pointermax=pointermid}pointermid=Math.floor((pointermax-pointermin)/2+pointermin)}return pointermid}
__name(diff_commonSuffix,"diff_commonSuffix");function diff_commonOverlap_(text1,text2){const text1_length=text1.length;const text2_length=text2.length;if(text1_length===
0||text2_length===0){return 0}if(text1_length>text2_length){text1=text1.substring(text1_length-text2_length)}else if(text1_length<text2_length){text2=text2.substring(
0,text1_length)}const text_length=Math.min(text1_length,text2_length);if(text1===text2){return text_length}let best=0;let length=1;while(true){const pattern=text1.
substring(text_length-length);const found2=text2.indexOf(pattern);if(found2===-1){return best}length+=found2;if(found2===0||text1.substring(text_length-length)===
text2.substring(0,length)){best=length;length++}}}__name(diff_commonOverlap_,"diff_commonOverlap_");function diff_cleanupSemantic(diffs){let changes=false;const equalities=[];
let equalitiesLength=0;let lastEquality=null;let pointer=0;let length_insertions1=0;let length_deletions1=0;let length_insertions2=0;let length_deletions2=0;while(pointer<
diffs.length){if(diffs[pointer][0]===DIFF_EQUAL){equalities[equalitiesLength++]=pointer;length_insertions1=length_insertions2;length_deletions1=length_deletions2;
length_insertions2=0;length_deletions2=0;lastEquality=diffs[pointer][1]}else{if(diffs[pointer][0]===DIFF_INSERT){length_insertions2+=diffs[pointer][1].length}else{
length_deletions2+=diffs[pointer][1].length}if(lastEquality&&lastEquality.length<=Math.max(length_insertions1,length_deletions1)&&lastEquality.length<=Math.max(
length_insertions2,length_deletions2)){diffs.splice(equalities[equalitiesLength-1],0,new Diff(DIFF_DELETE,lastEquality));diffs[equalities[equalitiesLength-1]+1][0]=
DIFF_INSERT;equalitiesLength--;equalitiesLength--;pointer=equalitiesLength>0?equalities[equalitiesLength-1]:-1;length_insertions1=0;length_deletions1=0;length_insertions2=
0;length_deletions2=0;lastEquality=null;changes=true}}pointer++}if(changes){diff_cleanupMerge(diffs)}diff_cleanupSemanticLossless(diffs);pointer=1;while(pointer<
diffs.length){if(diffs[pointer-1][0]===DIFF_DELETE&&diffs[pointer][0]===DIFF_INSERT){const deletion=diffs[pointer-1][1];const insertion=diffs[pointer][1];const overlap_length1=diff_commonOverlap_(
deletion,insertion);const overlap_length2=diff_commonOverlap_(insertion,deletion);if(overlap_length1>=overlap_length2){if(overlap_length1>=deletion.length/2||overlap_length1>=
insertion.length/2){diffs.splice(pointer,0,new Diff(DIFF_EQUAL,insertion.substring(0,overlap_length1)));diffs[pointer-1][1]=deletion.substring(0,deletion.length-
overlap_length1);diffs[pointer+1][1]=insertion.substring(overlap_length1);pointer++}}else{if(overlap_length2>=deletion.length/2||overlap_length2>=insertion.length/
2){diffs.splice(pointer,0,new Diff(DIFF_EQUAL,deletion.substring(0,overlap_length2)));diffs[pointer-1][0]=DIFF_INSERT;diffs[pointer-1][1]=insertion.substring(0,
insertion.length-overlap_length2);diffs[pointer+1][0]=DIFF_DELETE;diffs[pointer+1][1]=deletion.substring(overlap_length2);pointer++}}pointer++}pointer++}}__name(
diff_cleanupSemantic,"diff_cleanupSemantic");var nonAlphaNumericRegex_=/[^a-z0-9]/i;var whitespaceRegex_=/\s/;var linebreakRegex_=/[\r\n]/;var blanklineEndRegex_=/\n\r?\n$/;
var blanklineStartRegex_=/^\r?\n\r?\n/;function diff_cleanupSemanticLossless(diffs){let pointer=1;while(pointer<diffs.length-1){if(diffs[pointer-1][0]===DIFF_EQUAL&&
diffs[pointer+1][0]===DIFF_EQUAL){let equality1=diffs[pointer-1][1];let edit=diffs[pointer][1];let equality2=diffs[pointer+1][1];const commonOffset=diff_commonSuffix(
equality1,edit);if(commonOffset){const commonString=edit.substring(edit.length-commonOffset);equality1=equality1.substring(0,equality1.length-commonOffset);edit=
commonString+edit.substring(0,edit.length-commonOffset);equality2=commonString+equality2}let bestEquality1=equality1;let bestEdit=edit;let bestEquality2=equality2;
let bestScore=diff_cleanupSemanticScore_(equality1,edit)+diff_cleanupSemanticScore_(edit,equality2);while(edit.charAt(0)===equality2.charAt(0)){equality1+=edit.
charAt(0);edit=edit.substring(1)+equality2.charAt(0);equality2=equality2.substring(1);const score=diff_cleanupSemanticScore_(equality1,edit)+diff_cleanupSemanticScore_(
edit,equality2);if(score>=bestScore){bestScore=score;bestEquality1=equality1;bestEdit=edit;bestEquality2=equality2}}if(diffs[pointer-1][1]!==bestEquality1){if(bestEquality1){
diffs[pointer-1][1]=bestEquality1}else{diffs.splice(pointer-1,1);pointer--}diffs[pointer][1]=bestEdit;if(bestEquality2){diffs[pointer+1][1]=bestEquality2}else{diffs.
splice(pointer+1,1);pointer--}}}pointer++}}__name(diff_cleanupSemanticLossless,"diff_cleanupSemanticLossless");function diff_cleanupMerge(diffs){diffs.push(new Diff(
DIFF_EQUAL,""));let pointer=0;let count_delete=0;let count_insert=0;let text_delete="";let text_insert="";let commonlength;while(pointer<diffs.length){switch(diffs[pointer][0]){case DIFF_INSERT:
count_insert++;text_insert+=diffs[pointer][1];pointer++;break;case DIFF_DELETE:count_delete++;text_delete+=diffs[pointer][1];pointer++;break;case DIFF_EQUAL:if(count_delete+
count_insert>1){if(count_delete!==0&&count_insert!==0){commonlength=diff_commonPrefix(text_insert,text_delete);if(commonlength!==0){if(pointer-count_delete-count_insert>
0&&diffs[pointer-count_delete-count_insert-1][0]===DIFF_EQUAL){diffs[pointer-count_delete-count_insert-1][1]+=text_insert.substring(0,commonlength)}else{diffs.splice(
0,0,new Diff(DIFF_EQUAL,text_insert.substring(0,commonlength)));pointer++}text_insert=text_insert.substring(commonlength);text_delete=text_delete.substring(commonlength)}
commonlength=diff_commonSuffix(text_insert,text_delete);if(commonlength!==0){diffs[pointer][1]=text_insert.substring(text_insert.length-commonlength)+diffs[pointer][1];
text_insert=text_insert.substring(0,text_insert.length-commonlength);text_delete=text_delete.substring(0,text_delete.length-commonlength)}}pointer-=count_delete+
count_insert;diffs.splice(pointer,count_delete+count_insert);if(text_delete.length){diffs.splice(pointer,0,new Diff(DIFF_DELETE,text_delete));pointer++}if(text_insert.
length){diffs.splice(pointer,0,new Diff(DIFF_INSERT,text_insert));pointer++}pointer++}else if(pointer!==0&&diffs[pointer-1][0]===DIFF_EQUAL){diffs[pointer-1][1]+=
diffs[pointer][1];diffs.splice(pointer,1)}else{pointer++}count_insert=0;count_delete=0;text_delete="";text_insert="";break}}if(diffs.at(-1)?.[1]===""){diffs.pop()}
let changes=false;pointer=1;while(pointer<diffs.length-1){if(diffs[pointer-1][0]===DIFF_EQUAL&&diffs[pointer+1][0]===DIFF_EQUAL){if(diffs[pointer][1].substring(
diffs[pointer][1].length-diffs[pointer-1][1].length)===diffs[pointer-1][1]){diffs[pointer][1]=diffs[pointer-1][1]+diffs[pointer][1].substring(0,diffs[pointer][1].
length-diffs[pointer-1][1].length);diffs[pointer+1][1]=diffs[pointer-1][1]+diffs[pointer+1][1];diffs.splice(pointer-1,1);changes=true}else if(diffs[pointer][1].
substring(0,diffs[pointer+1][1].length)===diffs[pointer+1][1]){diffs[pointer-1][1]+=diffs[pointer+1][1];diffs[pointer][1]=diffs[pointer][1].substring(diffs[pointer+
1][1].length)+diffs[pointer+1][1];diffs.splice(pointer+1,1);changes=true}}pointer++}if(changes){diff_cleanupMerge(diffs)}}__name(diff_cleanupMerge,"diff_cleanup\
Merge");function diff_cleanupSemanticScore_(one,two){if(!one||!two){return 6}const char1=one.charAt(one.length-1);const char2=two.charAt(0);const nonAlphaNumeric1=char1.
match(nonAlphaNumericRegex_);const nonAlphaNumeric2=char2.match(nonAlphaNumericRegex_);const whitespace1=nonAlphaNumeric1&&char1.match(whitespaceRegex_);const whitespace2=nonAlphaNumeric2&&
char2.match(whitespaceRegex_);const lineBreak1=whitespace1&&char1.match(linebreakRegex_);const lineBreak2=whitespace2&&char2.match(linebreakRegex_);const blankLine1=lineBreak1&&
one.match(blanklineEndRegex_);const blankLine2=lineBreak2&&two.match(blanklineStartRegex_);if(blankLine1||blankLine2){return 5}else if(lineBreak1||lineBreak2){return 4}else if(nonAlphaNumeric1&&
!whitespace1&&whitespace2){return 3}else if(whitespace1||whitespace2){return 2}else if(nonAlphaNumeric1||nonAlphaNumeric2){return 1}return 0}__name(diff_cleanupSemanticScore_,
"diff_cleanupSemanticScore_");var NO_DIFF_MESSAGE="Compared values have no visual difference.";var SIMILAR_MESSAGE="Compared values serialize to the same struct\
ure.\nPrinting internal object structure without calling `toJSON` instead.";function getDefaultExportFromCjs2(x2){return x2&&x2.__esModule&&Object.prototype.hasOwnProperty.
call(x2,"default")?x2["default"]:x2}__name(getDefaultExportFromCjs2,"getDefaultExportFromCjs");var build={};var hasRequiredBuild;function requireBuild(){if(hasRequiredBuild)
return build;hasRequiredBuild=1;Object.defineProperty(build,"__esModule",{value:true});build.default=diffSequence;const pkg="diff-sequences";const NOT_YET_SET=0;
const countCommonItemsF=__name((aIndex,aEnd,bIndex,bEnd,isCommon)=>{let nCommon=0;while(aIndex<aEnd&&bIndex<bEnd&&isCommon(aIndex,bIndex)){aIndex+=1;bIndex+=1;nCommon+=
1}return nCommon},"countCommonItemsF");const countCommonItemsR=__name((aStart,aIndex,bStart,bIndex,isCommon)=>{let nCommon=0;while(aStart<=aIndex&&bStart<=bIndex&&
isCommon(aIndex,bIndex)){aIndex-=1;bIndex-=1;nCommon+=1}return nCommon},"countCommonItemsR");const extendPathsF=__name((d3,aEnd,bEnd,bF,isCommon,aIndexesF,iMaxF)=>{
let iF=0;let kF=-d3;let aFirst=aIndexesF[iF];let aIndexPrev1=aFirst;aIndexesF[iF]+=countCommonItemsF(aFirst+1,aEnd,bF+aFirst-kF+1,bEnd,isCommon);const nF=d3<iMaxF?
d3:iMaxF;for(iF+=1,kF+=2;iF<=nF;iF+=1,kF+=2){if(iF!==d3&&aIndexPrev1<aIndexesF[iF]){aFirst=aIndexesF[iF]}else{aFirst=aIndexPrev1+1;if(aEnd<=aFirst){return iF-1}}
aIndexPrev1=aIndexesF[iF];aIndexesF[iF]=aFirst+countCommonItemsF(aFirst+1,aEnd,bF+aFirst-kF+1,bEnd,isCommon)}return iMaxF},"extendPathsF");const extendPathsR=__name(
(d3,aStart,bStart,bR,isCommon,aIndexesR,iMaxR)=>{let iR=0;let kR=d3;let aFirst=aIndexesR[iR];let aIndexPrev1=aFirst;aIndexesR[iR]-=countCommonItemsR(aStart,aFirst-
1,bStart,bR+aFirst-kR-1,isCommon);const nR=d3<iMaxR?d3:iMaxR;for(iR+=1,kR-=2;iR<=nR;iR+=1,kR-=2){if(iR!==d3&&aIndexesR[iR]<aIndexPrev1){aFirst=aIndexesR[iR]}else{
aFirst=aIndexPrev1-1;if(aFirst<aStart){return iR-1}}aIndexPrev1=aIndexesR[iR];aIndexesR[iR]=aFirst-countCommonItemsR(aStart,aFirst-1,bStart,bR+aFirst-kR-1,isCommon)}
return iMaxR},"extendPathsR");const extendOverlappablePathsF=__name((d3,aStart,aEnd,bStart,bEnd,isCommon,aIndexesF,iMaxF,aIndexesR,iMaxR,division)=>{const bF=bStart-
aStart;const aLength=aEnd-aStart;const bLength=bEnd-bStart;const baDeltaLength=bLength-aLength;const kMinOverlapF=-baDeltaLength-(d3-1);const kMaxOverlapF=-baDeltaLength+
(d3-1);let aIndexPrev1=NOT_YET_SET;const nF=d3<iMaxF?d3:iMaxF;for(let iF=0,kF=-d3;iF<=nF;iF+=1,kF+=2){const insert=iF===0||iF!==d3&&aIndexPrev1<aIndexesF[iF];const aLastPrev=insert?
aIndexesF[iF]:aIndexPrev1;const aFirst=insert?aLastPrev:aLastPrev+1;const bFirst=bF+aFirst-kF;const nCommonF=countCommonItemsF(aFirst+1,aEnd,bFirst+1,bEnd,isCommon);
const aLast=aFirst+nCommonF;aIndexPrev1=aIndexesF[iF];aIndexesF[iF]=aLast;if(kMinOverlapF<=kF&&kF<=kMaxOverlapF){const iR=(d3-1-(kF+baDeltaLength))/2;if(iR<=iMaxR&&
aIndexesR[iR]-1<=aLast){const bLastPrev=bF+aLastPrev-(insert?kF+1:kF-1);const nCommonR=countCommonItemsR(aStart,aLastPrev,bStart,bLastPrev,isCommon);const aIndexPrevFirst=aLastPrev-
nCommonR;const bIndexPrevFirst=bLastPrev-nCommonR;const aEndPreceding=aIndexPrevFirst+1;const bEndPreceding=bIndexPrevFirst+1;division.nChangePreceding=d3-1;if(d3-
1===aEndPreceding+bEndPreceding-aStart-bStart){division.aEndPreceding=aStart;division.bEndPreceding=bStart}else{division.aEndPreceding=aEndPreceding;division.bEndPreceding=
bEndPreceding}division.nCommonPreceding=nCommonR;if(nCommonR!==0){division.aCommonPreceding=aEndPreceding;division.bCommonPreceding=bEndPreceding}division.nCommonFollowing=
nCommonF;if(nCommonF!==0){division.aCommonFollowing=aFirst+1;division.bCommonFollowing=bFirst+1}const aStartFollowing=aLast+1;const bStartFollowing=bFirst+nCommonF+
1;division.nChangeFollowing=d3-1;if(d3-1===aEnd+bEnd-aStartFollowing-bStartFollowing){division.aStartFollowing=aEnd;division.bStartFollowing=bEnd}else{division.
aStartFollowing=aStartFollowing;division.bStartFollowing=bStartFollowing}return true}}}return false},"extendOverlappablePathsF");const extendOverlappablePathsR=__name(
(d3,aStart,aEnd,bStart,bEnd,isCommon,aIndexesF,iMaxF,aIndexesR,iMaxR,division)=>{const bR=bEnd-aEnd;const aLength=aEnd-aStart;const bLength=bEnd-bStart;const baDeltaLength=bLength-
aLength;const kMinOverlapR=baDeltaLength-d3;const kMaxOverlapR=baDeltaLength+d3;let aIndexPrev1=NOT_YET_SET;const nR=d3<iMaxR?d3:iMaxR;for(let iR=0,kR=d3;iR<=nR;iR+=
1,kR-=2){const insert=iR===0||iR!==d3&&aIndexesR[iR]<aIndexPrev1;const aLastPrev=insert?aIndexesR[iR]:aIndexPrev1;const aFirst=insert?aLastPrev:aLastPrev-1;const bFirst=bR+
aFirst-kR;const nCommonR=countCommonItemsR(aStart,aFirst-1,bStart,bFirst-1,isCommon);const aLast=aFirst-nCommonR;aIndexPrev1=aIndexesR[iR];aIndexesR[iR]=aLast;if(kMinOverlapR<=
kR&&kR<=kMaxOverlapR){const iF=(d3+(kR-baDeltaLength))/2;if(iF<=iMaxF&&aLast-1<=aIndexesF[iF]){const bLast=bFirst-nCommonR;division.nChangePreceding=d3;if(d3===
aLast+bLast-aStart-bStart){division.aEndPreceding=aStart;division.bEndPreceding=bStart}else{division.aEndPreceding=aLast;division.bEndPreceding=bLast}division.nCommonPreceding=
nCommonR;if(nCommonR!==0){division.aCommonPreceding=aLast;division.bCommonPreceding=bLast}division.nChangeFollowing=d3-1;if(d3===1){division.nCommonFollowing=0;
division.aStartFollowing=aEnd;division.bStartFollowing=bEnd}else{const bLastPrev=bR+aLastPrev-(insert?kR-1:kR+1);const nCommonF=countCommonItemsF(aLastPrev,aEnd,
bLastPrev,bEnd,isCommon);division.nCommonFollowing=nCommonF;if(nCommonF!==0){division.aCommonFollowing=aLastPrev;division.bCommonFollowing=bLastPrev}const aStartFollowing=aLastPrev+
nCommonF;const bStartFollowing=bLastPrev+nCommonF;if(d3-1===aEnd+bEnd-aStartFollowing-bStartFollowing){division.aStartFollowing=aEnd;division.bStartFollowing=bEnd}else{
division.aStartFollowing=aStartFollowing;division.bStartFollowing=bStartFollowing}}return true}}}return false},"extendOverlappablePathsR");const divide=__name((nChange,aStart,aEnd,bStart,bEnd,isCommon,aIndexesF,aIndexesR,division)=>{
const bF=bStart-aStart;const bR=bEnd-aEnd;const aLength=aEnd-aStart;const bLength=bEnd-bStart;const baDeltaLength=bLength-aLength;let iMaxF=aLength;let iMaxR=aLength;
aIndexesF[0]=aStart-1;aIndexesR[0]=aEnd;if(baDeltaLength%2===0){const dMin=(nChange||baDeltaLength)/2;const dMax=(aLength+bLength)/2;for(let d3=1;d3<=dMax;d3+=1){
iMaxF=extendPathsF(d3,aEnd,bEnd,bF,isCommon,aIndexesF,iMaxF);if(d3<dMin){iMaxR=extendPathsR(d3,aStart,bStart,bR,isCommon,aIndexesR,iMaxR)}else if(extendOverlappablePathsR(
d3,aStart,aEnd,bStart,bEnd,isCommon,aIndexesF,iMaxF,aIndexesR,iMaxR,division)){return}}}else{const dMin=((nChange||baDeltaLength)+1)/2;const dMax=(aLength+bLength+
1)/2;let d3=1;iMaxF=extendPathsF(d3,aEnd,bEnd,bF,isCommon,aIndexesF,iMaxF);for(d3+=1;d3<=dMax;d3+=1){iMaxR=extendPathsR(d3-1,aStart,bStart,bR,isCommon,aIndexesR,
iMaxR);if(d3<dMin){iMaxF=extendPathsF(d3,aEnd,bEnd,bF,isCommon,aIndexesF,iMaxF)}else if(extendOverlappablePathsF(d3,aStart,aEnd,bStart,bEnd,isCommon,aIndexesF,iMaxF,
aIndexesR,iMaxR,division)){return}}}throw new Error(`${pkg}: no overlap aStart=${aStart} aEnd=${aEnd} bStart=${bStart} bEnd=${bEnd}`)},"divide");const findSubsequences=__name(
(nChange,aStart,aEnd,bStart,bEnd,transposed,callbacks,aIndexesF,aIndexesR,division)=>{if(bEnd-bStart<aEnd-aStart){transposed=!transposed;if(transposed&&callbacks.
length===1){const{foundSubsequence:foundSubsequence2,isCommon:isCommon2}=callbacks[0];callbacks[1]={foundSubsequence:__name((nCommon,bCommon,aCommon)=>{foundSubsequence2(
nCommon,aCommon,bCommon)},"foundSubsequence"),isCommon:__name((bIndex,aIndex)=>isCommon2(aIndex,bIndex),"isCommon")}}const tStart=aStart;const tEnd=aEnd;aStart=
bStart;aEnd=bEnd;bStart=tStart;bEnd=tEnd}const{foundSubsequence,isCommon}=callbacks[transposed?1:0];divide(nChange,aStart,aEnd,bStart,bEnd,isCommon,aIndexesF,aIndexesR,
division);const{nChangePreceding,aEndPreceding,bEndPreceding,nCommonPreceding,aCommonPreceding,bCommonPreceding,nCommonFollowing,aCommonFollowing,bCommonFollowing,
nChangeFollowing,aStartFollowing,bStartFollowing}=division;if(aStart<aEndPreceding&&bStart<bEndPreceding){findSubsequences(nChangePreceding,aStart,aEndPreceding,
bStart,bEndPreceding,transposed,callbacks,aIndexesF,aIndexesR,division)}if(nCommonPreceding!==0){foundSubsequence(nCommonPreceding,aCommonPreceding,bCommonPreceding)}
if(nCommonFollowing!==0){foundSubsequence(nCommonFollowing,aCommonFollowing,bCommonFollowing)}if(aStartFollowing<aEnd&&bStartFollowing<bEnd){findSubsequences(nChangeFollowing,
aStartFollowing,aEnd,bStartFollowing,bEnd,transposed,callbacks,aIndexesF,aIndexesR,division)}},"findSubsequences");const validateLength=__name((name,arg)=>{if(typeof arg!==
"number"){throw new TypeError(`${pkg}: ${name} typeof ${typeof arg} is not a number`)}if(!Number.isSafeInteger(arg)){throw new RangeError(`${pkg}: ${name} value\
 ${arg} is not a safe integer`)}if(arg<0){throw new RangeError(`${pkg}: ${name} value ${arg} is a negative integer`)}},"validateLength");const validateCallback=__name(
(name,arg)=>{const type3=typeof arg;if(type3!=="function"){throw new TypeError(`${pkg}: ${name} typeof ${type3} is not a function`)}},"validateCallback");function diffSequence(aLength,bLength,isCommon,foundSubsequence){
validateLength("aLength",aLength);validateLength("bLength",bLength);validateCallback("isCommon",isCommon);validateCallback("foundSubsequence",foundSubsequence);
const nCommonF=countCommonItemsF(0,aLength,0,bLength,isCommon);if(nCommonF!==0){foundSubsequence(nCommonF,0,0)}if(aLength!==nCommonF||bLength!==nCommonF){const aStart=nCommonF;
const bStart=nCommonF;const nCommonR=countCommonItemsR(aStart,aLength-1,bStart,bLength-1,isCommon);const aEnd=aLength-nCommonR;const bEnd=bLength-nCommonR;const nCommonFR=nCommonF+
nCommonR;if(aLength!==nCommonFR&&bLength!==nCommonFR){const nChange=0;const transposed=false;const callbacks=[{foundSubsequence,isCommon}];const aIndexesF=[NOT_YET_SET];
const aIndexesR=[NOT_YET_SET];const division={aCommonFollowing:NOT_YET_SET,aCommonPreceding:NOT_YET_SET,aEndPreceding:NOT_YET_SET,aStartFollowing:NOT_YET_SET,bCommonFollowing:NOT_YET_SET,
bCommonPreceding:NOT_YET_SET,bEndPreceding:NOT_YET_SET,bStartFollowing:NOT_YET_SET,nChangeFollowing:NOT_YET_SET,nChangePreceding:NOT_YET_SET,nCommonFollowing:NOT_YET_SET,
nCommonPreceding:NOT_YET_SET};findSubsequences(nChange,aStart,aEnd,bStart,bEnd,transposed,callbacks,aIndexesF,aIndexesR,division)}if(nCommonR!==0){foundSubsequence(
nCommonR,aEnd,bEnd)}}}__name(diffSequence,"diffSequence");return build}__name(requireBuild,"requireBuild");var buildExports=requireBuild();var diffSequences=getDefaultExportFromCjs2(
buildExports);function formatTrailingSpaces(line,trailingSpaceFormatter){return line.replace(/\s+$/,match=>trailingSpaceFormatter(match))}__name(formatTrailingSpaces,
"formatTrailingSpaces");function printDiffLine(line,isFirstOrLast,color,indicator,trailingSpaceFormatter,emptyFirstOrLastLinePlaceholder){return line.length!==0?
color(`${indicator} ${formatTrailingSpaces(line,trailingSpaceFormatter)}`):indicator!==" "?color(indicator):isFirstOrLast&&emptyFirstOrLastLinePlaceholder.length!==
0?color(`${indicator} ${emptyFirstOrLastLinePlaceholder}`):""}__name(printDiffLine,"printDiffLine");function printDeleteLine(line,isFirstOrLast,{aColor,aIndicator,
changeLineTrailingSpaceColor,emptyFirstOrLastLinePlaceholder}){return printDiffLine(line,isFirstOrLast,aColor,aIndicator,changeLineTrailingSpaceColor,emptyFirstOrLastLinePlaceholder)}
__name(printDeleteLine,"printDeleteLine");function printInsertLine(line,isFirstOrLast,{bColor,bIndicator,changeLineTrailingSpaceColor,emptyFirstOrLastLinePlaceholder}){
return printDiffLine(line,isFirstOrLast,bColor,bIndicator,changeLineTrailingSpaceColor,emptyFirstOrLastLinePlaceholder)}__name(printInsertLine,"printInsertLine");
function printCommonLine(line,isFirstOrLast,{commonColor,commonIndicator,commonLineTrailingSpaceColor,emptyFirstOrLastLinePlaceholder}){return printDiffLine(line,
isFirstOrLast,commonColor,commonIndicator,commonLineTrailingSpaceColor,emptyFirstOrLastLinePlaceholder)}__name(printCommonLine,"printCommonLine");function createPatchMark(aStart,aEnd,bStart,bEnd,{
patchColor}){return patchColor(`@@ -${aStart+1},${aEnd-aStart} +${bStart+1},${bEnd-bStart} @@`)}__name(createPatchMark,"createPatchMark");function joinAlignedDiffsNoExpand(diffs,options){
const iLength=diffs.length;const nContextLines=options.contextLines;const nContextLines2=nContextLines+nContextLines;let jLength=iLength;let hasExcessAtStartOrEnd=false;
let nExcessesBetweenChanges=0;let i2=0;while(i2!==iLength){const iStart=i2;while(i2!==iLength&&diffs[i2][0]===DIFF_EQUAL){i2+=1}if(iStart!==i2){if(iStart===0){if(i2>
nContextLines){jLength-=i2-nContextLines;hasExcessAtStartOrEnd=true}}else if(i2===iLength){const n2=i2-iStart;if(n2>nContextLines){jLength-=n2-nContextLines;hasExcessAtStartOrEnd=
true}}else{const n2=i2-iStart;if(n2>nContextLines2){jLength-=n2-nContextLines2;nExcessesBetweenChanges+=1}}}while(i2!==iLength&&diffs[i2][0]!==DIFF_EQUAL){i2+=1}}
const hasPatch=nExcessesBetweenChanges!==0||hasExcessAtStartOrEnd;if(nExcessesBetweenChanges!==0){jLength+=nExcessesBetweenChanges+1}else if(hasExcessAtStartOrEnd){
jLength+=1}const jLast=jLength-1;const lines=[];let jPatchMark=0;if(hasPatch){lines.push("")}let aStart=0;let bStart=0;let aEnd=0;let bEnd=0;const pushCommonLine=__name(
line=>{const j=lines.length;lines.push(printCommonLine(line,j===0||j===jLast,options));aEnd+=1;bEnd+=1},"pushCommonLine");const pushDeleteLine=__name(line=>{const j=lines.
length;lines.push(printDeleteLine(line,j===0||j===jLast,options));aEnd+=1},"pushDeleteLine");const pushInsertLine=__name(line=>{const j=lines.length;lines.push(
printInsertLine(line,j===0||j===jLast,options));bEnd+=1},"pushInsertLine");i2=0;while(i2!==iLength){let iStart=i2;while(i2!==iLength&&diffs[i2][0]===DIFF_EQUAL){
i2+=1}if(iStart!==i2){if(iStart===0){if(i2>nContextLines){iStart=i2-nContextLines;aStart=iStart;bStart=iStart;aEnd=aStart;bEnd=bStart}for(let iCommon=iStart;iCommon!==
i2;iCommon+=1){pushCommonLine(diffs[iCommon][1])}}else if(i2===iLength){const iEnd=i2-iStart>nContextLines?iStart+nContextLines:i2;for(let iCommon=iStart;iCommon!==
iEnd;iCommon+=1){pushCommonLine(diffs[iCommon][1])}}else{const nCommon=i2-iStart;if(nCommon>nContextLines2){const iEnd=iStart+nContextLines;for(let iCommon=iStart;iCommon!==
iEnd;iCommon+=1){pushCommonLine(diffs[iCommon][1])}lines[jPatchMark]=createPatchMark(aStart,aEnd,bStart,bEnd,options);jPatchMark=lines.length;lines.push("");const nOmit=nCommon-
nContextLines2;aStart=aEnd+nOmit;bStart=bEnd+nOmit;aEnd=aStart;bEnd=bStart;for(let iCommon=i2-nContextLines;iCommon!==i2;iCommon+=1){pushCommonLine(diffs[iCommon][1])}}else{
for(let iCommon=iStart;iCommon!==i2;iCommon+=1){pushCommonLine(diffs[iCommon][1])}}}}while(i2!==iLength&&diffs[i2][0]===DIFF_DELETE){pushDeleteLine(diffs[i2][1]);
i2+=1}while(i2!==iLength&&diffs[i2][0]===DIFF_INSERT){pushInsertLine(diffs[i2][1]);i2+=1}}if(hasPatch){lines[jPatchMark]=createPatchMark(aStart,aEnd,bStart,bEnd,
options)}return lines.join("\n")}__name(joinAlignedDiffsNoExpand,"joinAlignedDiffsNoExpand");function joinAlignedDiffsExpand(diffs,options){return diffs.map((diff2,i2,diffs2)=>{
const line=diff2[1];const isFirstOrLast=i2===0||i2===diffs2.length-1;switch(diff2[0]){case DIFF_DELETE:return printDeleteLine(line,isFirstOrLast,options);case DIFF_INSERT:
return printInsertLine(line,isFirstOrLast,options);default:return printCommonLine(line,isFirstOrLast,options)}}).join("\n")}__name(joinAlignedDiffsExpand,"joinA\
lignedDiffsExpand");var noColor=__name(string2=>string2,"noColor");var DIFF_CONTEXT_DEFAULT=5;var DIFF_TRUNCATE_THRESHOLD_DEFAULT=0;function getDefaultOptions(){
return{aAnnotation:"Expected",aColor:$.green,aIndicator:"-",bAnnotation:"Received",bColor:$.red,bIndicator:"+",changeColor:$.inverse,changeLineTrailingSpaceColor:noColor,
commonColor:$.dim,commonIndicator:" ",commonLineTrailingSpaceColor:noColor,compareKeys:void 0,contextLines:DIFF_CONTEXT_DEFAULT,emptyFirstOrLastLinePlaceholder:"",
expand:false,includeChangeCounts:false,omitAnnotationLines:false,patchColor:$.yellow,printBasicPrototype:false,truncateThreshold:DIFF_TRUNCATE_THRESHOLD_DEFAULT,
truncateAnnotation:"... Diff result is truncated",truncateAnnotationColor:noColor}}__name(getDefaultOptions,"getDefaultOptions");function getCompareKeys(compareKeys){
return compareKeys&&typeof compareKeys==="function"?compareKeys:void 0}__name(getCompareKeys,"getCompareKeys");function getContextLines(contextLines){return typeof contextLines===
"number"&&Number.isSafeInteger(contextLines)&&contextLines>=0?contextLines:DIFF_CONTEXT_DEFAULT}__name(getContextLines,"getContextLines");function normalizeDiffOptions(options={}){
return{...getDefaultOptions(),...options,compareKeys:getCompareKeys(options.compareKeys),contextLines:getContextLines(options.contextLines)}}__name(normalizeDiffOptions,
"normalizeDiffOptions");function isEmptyString(lines){return lines.length===1&&lines[0].length===0}__name(isEmptyString,"isEmptyString");function countChanges(diffs){
let a=0;let b3=0;diffs.forEach(diff2=>{switch(diff2[0]){case DIFF_DELETE:a+=1;break;case DIFF_INSERT:b3+=1;break}});return{a,b:b3}}__name(countChanges,"countCha\
nges");function printAnnotation({aAnnotation,aColor,aIndicator,bAnnotation,bColor,bIndicator,includeChangeCounts,omitAnnotationLines},changeCounts){if(omitAnnotationLines){
return""}let aRest="";let bRest="";if(includeChangeCounts){const aCount=String(changeCounts.a);const bCount=String(changeCounts.b);const baAnnotationLengthDiff=bAnnotation.
length-aAnnotation.length;const aAnnotationPadding=" ".repeat(Math.max(0,baAnnotationLengthDiff));const bAnnotationPadding=" ".repeat(Math.max(0,-baAnnotationLengthDiff));
const baCountLengthDiff=bCount.length-aCount.length;const aCountPadding=" ".repeat(Math.max(0,baCountLengthDiff));const bCountPadding=" ".repeat(Math.max(0,-baCountLengthDiff));
aRest=`${aAnnotationPadding}  ${aIndicator} ${aCountPadding}${aCount}`;bRest=`${bAnnotationPadding}  ${bIndicator} ${bCountPadding}${bCount}`}const a=`${aIndicator}\
 ${aAnnotation}${aRest}`;const b3=`${bIndicator} ${bAnnotation}${bRest}`;return`${aColor(a)}
${bColor(b3)}

`}__name(printAnnotation,"printAnnotation");function printDiffLines(diffs,truncated,options){return printAnnotation(options,countChanges(diffs))+(options.expand?
joinAlignedDiffsExpand(diffs,options):joinAlignedDiffsNoExpand(diffs,options))+(truncated?options.truncateAnnotationColor(`
${options.truncateAnnotation}`):"")}__name(printDiffLines,"printDiffLines");function diffLinesUnified(aLines,bLines,options){const normalizedOptions=normalizeDiffOptions(
options);const[diffs,truncated]=diffLinesRaw(isEmptyString(aLines)?[]:aLines,isEmptyString(bLines)?[]:bLines,normalizedOptions);return printDiffLines(diffs,truncated,
normalizedOptions)}__name(diffLinesUnified,"diffLinesUnified");function diffLinesUnified2(aLinesDisplay,bLinesDisplay,aLinesCompare,bLinesCompare,options){if(isEmptyString(
aLinesDisplay)&&isEmptyString(aLinesCompare)){aLinesDisplay=[];aLinesCompare=[]}if(isEmptyString(bLinesDisplay)&&isEmptyString(bLinesCompare)){bLinesDisplay=[];
bLinesCompare=[]}if(aLinesDisplay.length!==aLinesCompare.length||bLinesDisplay.length!==bLinesCompare.length){return diffLinesUnified(aLinesDisplay,bLinesDisplay,
options)}const[diffs,truncated]=diffLinesRaw(aLinesCompare,bLinesCompare,options);let aIndex=0;let bIndex=0;diffs.forEach(diff2=>{switch(diff2[0]){case DIFF_DELETE:
diff2[1]=aLinesDisplay[aIndex];aIndex+=1;break;case DIFF_INSERT:diff2[1]=bLinesDisplay[bIndex];bIndex+=1;break;default:diff2[1]=bLinesDisplay[bIndex];aIndex+=1;
bIndex+=1}});return printDiffLines(diffs,truncated,normalizeDiffOptions(options))}__name(diffLinesUnified2,"diffLinesUnified2");function diffLinesRaw(aLines,bLines,options){
const truncate3=options?.truncateThreshold??false;const truncateThreshold=Math.max(Math.floor(options?.truncateThreshold??0),0);const aLength=truncate3?Math.min(
aLines.length,truncateThreshold):aLines.length;const bLength=truncate3?Math.min(bLines.length,truncateThreshold):bLines.length;const truncated=aLength!==aLines.
length||bLength!==bLines.length;const isCommon=__name((aIndex2,bIndex2)=>aLines[aIndex2]===bLines[bIndex2],"isCommon");const diffs=[];let aIndex=0;let bIndex=0;
const foundSubsequence=__name((nCommon,aCommon,bCommon)=>{for(;aIndex!==aCommon;aIndex+=1){diffs.push(new Diff(DIFF_DELETE,aLines[aIndex]))}for(;bIndex!==bCommon;bIndex+=
1){diffs.push(new Diff(DIFF_INSERT,bLines[bIndex]))}for(;nCommon!==0;nCommon-=1,aIndex+=1,bIndex+=1){diffs.push(new Diff(DIFF_EQUAL,bLines[bIndex]))}},"foundSub\
sequence");diffSequences(aLength,bLength,isCommon,foundSubsequence);for(;aIndex!==aLength;aIndex+=1){diffs.push(new Diff(DIFF_DELETE,aLines[aIndex]))}for(;bIndex!==
bLength;bIndex+=1){diffs.push(new Diff(DIFF_INSERT,bLines[bIndex]))}return[diffs,truncated]}__name(diffLinesRaw,"diffLinesRaw");function getType3(value){if(value===
void 0){return"undefined"}else if(value===null){return"null"}else if(Array.isArray(value)){return"array"}else if(typeof value==="boolean"){return"boolean"}else if(typeof value===
"function"){return"function"}else if(typeof value==="number"){return"number"}else if(typeof value==="string"){return"string"}else if(typeof value==="bigint"){return"\
bigint"}else if(typeof value==="object"){if(value!=null){if(value.constructor===RegExp){return"regexp"}else if(value.constructor===Map){return"map"}else if(value.
constructor===Set){return"set"}else if(value.constructor===Date){return"date"}}return"object"}else if(typeof value==="symbol"){return"symbol"}throw new Error(`v\
alue of unknown type: ${value}`)}__name(getType3,"getType");function getNewLineSymbol(string2){return string2.includes("\r\n")?"\r\n":"\n"}__name(getNewLineSymbol,
"getNewLineSymbol");function diffStrings(a,b3,options){const truncate3=options?.truncateThreshold??false;const truncateThreshold=Math.max(Math.floor(options?.truncateThreshold??
0),0);let aLength=a.length;let bLength=b3.length;if(truncate3){const aMultipleLines=a.includes("\n");const bMultipleLines=b3.includes("\n");const aNewLineSymbol=getNewLineSymbol(
a);const bNewLineSymbol=getNewLineSymbol(b3);const _a=aMultipleLines?`${a.split(aNewLineSymbol,truncateThreshold).join(aNewLineSymbol)}
`:a;const _b=bMultipleLines?`${b3.split(bNewLineSymbol,truncateThreshold).join(bNewLineSymbol)}
`:b3;aLength=_a.length;bLength=_b.length}const truncated=aLength!==a.length||bLength!==b3.length;const isCommon=__name((aIndex2,bIndex2)=>a[aIndex2]===b3[bIndex2],
"isCommon");let aIndex=0;let bIndex=0;const diffs=[];const foundSubsequence=__name((nCommon,aCommon,bCommon)=>{if(aIndex!==aCommon){diffs.push(new Diff(DIFF_DELETE,
a.slice(aIndex,aCommon)))}if(bIndex!==bCommon){diffs.push(new Diff(DIFF_INSERT,b3.slice(bIndex,bCommon)))}aIndex=aCommon+nCommon;bIndex=bCommon+nCommon;diffs.push(
new Diff(DIFF_EQUAL,b3.slice(bCommon,bIndex)))},"foundSubsequence");diffSequences(aLength,bLength,isCommon,foundSubsequence);if(aIndex!==aLength){diffs.push(new Diff(
DIFF_DELETE,a.slice(aIndex)))}if(bIndex!==bLength){diffs.push(new Diff(DIFF_INSERT,b3.slice(bIndex)))}return[diffs,truncated]}__name(diffStrings,"diffStrings");
function concatenateRelevantDiffs(op,diffs,changeColor){return diffs.reduce((reduced,diff2)=>reduced+(diff2[0]===DIFF_EQUAL?diff2[1]:diff2[0]===op&&diff2[1].length!==
0?changeColor(diff2[1]):""),"")}__name(concatenateRelevantDiffs,"concatenateRelevantDiffs");var ChangeBuffer=class{static{__name(this,"ChangeBuffer")}op;line;lines;changeColor;constructor(op,changeColor){
this.op=op;this.line=[];this.lines=[];this.changeColor=changeColor}pushSubstring(substring){this.pushDiff(new Diff(this.op,substring))}pushLine(){this.lines.push(
this.line.length!==1?new Diff(this.op,concatenateRelevantDiffs(this.op,this.line,this.changeColor)):this.line[0][0]===this.op?this.line[0]:new Diff(this.op,this.
line[0][1]));this.line.length=0}isLineEmpty(){return this.line.length===0}pushDiff(diff2){this.line.push(diff2)}align(diff2){const string2=diff2[1];if(string2.includes(
"\n")){const substrings=string2.split("\n");const iLast=substrings.length-1;substrings.forEach((substring,i2)=>{if(i2<iLast){this.pushSubstring(substring);this.
pushLine()}else if(substring.length!==0){this.pushSubstring(substring)}})}else{this.pushDiff(diff2)}}moveLinesTo(lines){if(!this.isLineEmpty()){this.pushLine()}
lines.push(...this.lines);this.lines.length=0}};var CommonBuffer=class{static{__name(this,"CommonBuffer")}deleteBuffer;insertBuffer;lines;constructor(deleteBuffer,insertBuffer){
this.deleteBuffer=deleteBuffer;this.insertBuffer=insertBuffer;this.lines=[]}pushDiffCommonLine(diff2){this.lines.push(diff2)}pushDiffChangeLines(diff2){const isDiffEmpty=diff2[1].
length===0;if(!isDiffEmpty||this.deleteBuffer.isLineEmpty()){this.deleteBuffer.pushDiff(diff2)}if(!isDiffEmpty||this.insertBuffer.isLineEmpty()){this.insertBuffer.
pushDiff(diff2)}}flushChangeLines(){this.deleteBuffer.moveLinesTo(this.lines);this.insertBuffer.moveLinesTo(this.lines)}align(diff2){const op=diff2[0];const string2=diff2[1];
if(string2.includes("\n")){const substrings=string2.split("\n");const iLast=substrings.length-1;substrings.forEach((substring,i2)=>{if(i2===0){const subdiff=new Diff(
op,substring);if(this.deleteBuffer.isLineEmpty()&&this.insertBuffer.isLineEmpty()){this.flushChangeLines();this.pushDiffCommonLine(subdiff)}else{this.pushDiffChangeLines(
subdiff);this.flushChangeLines()}}else if(i2<iLast){this.pushDiffCommonLine(new Diff(op,substring))}else if(substring.length!==0){this.pushDiffChangeLines(new Diff(
op,substring))}})}else{this.pushDiffChangeLines(diff2)}}getLines(){this.flushChangeLines();return this.lines}};function getAlignedDiffs(diffs,changeColor){const deleteBuffer=new ChangeBuffer(
DIFF_DELETE,changeColor);const insertBuffer=new ChangeBuffer(DIFF_INSERT,changeColor);const commonBuffer=new CommonBuffer(deleteBuffer,insertBuffer);diffs.forEach(
diff2=>{switch(diff2[0]){case DIFF_DELETE:deleteBuffer.align(diff2);break;case DIFF_INSERT:insertBuffer.align(diff2);break;default:commonBuffer.align(diff2)}});
return commonBuffer.getLines()}__name(getAlignedDiffs,"getAlignedDiffs");function hasCommonDiff(diffs,isMultiline){if(isMultiline){const iLast=diffs.length-1;return diffs.
some((diff2,i2)=>diff2[0]===DIFF_EQUAL&&(i2!==iLast||diff2[1]!=="\n"))}return diffs.some(diff2=>diff2[0]===DIFF_EQUAL)}__name(hasCommonDiff,"hasCommonDiff");function diffStringsUnified(a,b3,options){
if(a!==b3&&a.length!==0&&b3.length!==0){const isMultiline=a.includes("\n")||b3.includes("\n");const[diffs,truncated]=diffStringsRaw(isMultiline?`${a}
`:a,isMultiline?`${b3}
`:b3,true,options);if(hasCommonDiff(diffs,isMultiline)){const optionsNormalized=normalizeDiffOptions(options);const lines=getAlignedDiffs(diffs,optionsNormalized.
changeColor);return printDiffLines(lines,truncated,optionsNormalized)}}return diffLinesUnified(a.split("\n"),b3.split("\n"),options)}__name(diffStringsUnified,"\
diffStringsUnified");function diffStringsRaw(a,b3,cleanup,options){const[diffs,truncated]=diffStrings(a,b3,options);if(cleanup){diff_cleanupSemantic(diffs)}return[
diffs,truncated]}__name(diffStringsRaw,"diffStringsRaw");function getCommonMessage(message,options){const{commonColor}=normalizeDiffOptions(options);return commonColor(
message)}__name(getCommonMessage,"getCommonMessage");var{AsymmetricMatcher:AsymmetricMatcher2,DOMCollection:DOMCollection2,DOMElement:DOMElement2,Immutable:Immutable2,
ReactElement:ReactElement2,ReactTestComponent:ReactTestComponent2}=plugins;var PLUGINS2=[ReactTestComponent2,ReactElement2,DOMElement2,DOMCollection2,Immutable2,
AsymmetricMatcher2,plugins.Error];var FORMAT_OPTIONS={maxDepth:20,plugins:PLUGINS2};var FALLBACK_FORMAT_OPTIONS={callToJSON:false,maxDepth:8,plugins:PLUGINS2};var DEFAULT_MEMORIZE=__name(
(_,v)=>v,"DEFAULT_MEMORIZE");function diff(a,b3,options,memorize=DEFAULT_MEMORIZE){if(Object.is(a,b3)){return""}const aType=getType3(a);let expectedType=aType;let omitDifference=false;
if(aType==="object"&&typeof a.asymmetricMatch==="function"){if(a.$$typeof!==Symbol.for("jest.asymmetricMatcher")){return void 0}if(typeof a.getExpectedType!=="f\
unction"){return void 0}expectedType=a.getExpectedType();omitDifference=expectedType==="string"}if(expectedType!==getType3(b3)){let truncate3=function(s){return s.
length<=MAX_LENGTH?s:`${s.slice(0,MAX_LENGTH)}...`};__name(truncate3,"truncate");const{aAnnotation,aColor,aIndicator,bAnnotation,bColor,bIndicator}=normalizeDiffOptions(
options);const formatOptions=getFormatOptions(FALLBACK_FORMAT_OPTIONS,options);let aDisplay=format(a,formatOptions);let bDisplay=format(b3,formatOptions);const MAX_LENGTH=1e5;
aDisplay=memorize("expected",truncate3(aDisplay));bDisplay=memorize("actual",truncate3(bDisplay));const aDiff=`${aColor(`${aIndicator} ${aAnnotation}:`)}
${aDisplay}`;const bDiff=`${bColor(`${bIndicator} ${bAnnotation}:`)}
${bDisplay}`;return`${aDiff}

${bDiff}`}if(omitDifference){return void 0}switch(aType){case"string":return diffLinesUnified(a.split("\n"),b3.split("\n"),options);case"boolean":case"number":return comparePrimitive(
a,b3,options,memorize);case"map":return compareObjects(sortMap(a),sortMap(b3),options,memorize);case"set":return compareObjects(sortSet(a),sortSet(b3),options,memorize);default:
return compareObjects(a,b3,options,memorize)}}__name(diff,"diff");function createMemorize(memory){return(pointer,stringifiedValue)=>{memory[pointer]=stringifiedValue;
return stringifiedValue}}__name(createMemorize,"createMemorize");function comparePrimitive(a,b3,options,memorize=DEFAULT_MEMORIZE){const aFormat=memorize("expec\
ted",format(a,FORMAT_OPTIONS));const bFormat=memorize("actual",format(b3,FORMAT_OPTIONS));return aFormat===bFormat?"":diffLinesUnified(aFormat.split("\n"),bFormat.
split("\n"),options)}__name(comparePrimitive,"comparePrimitive");function sortMap(map2){return new Map(Array.from(map2.entries()).sort())}__name(sortMap,"sortMa\
p");function sortSet(set3){return new Set(Array.from(set3.values()).sort())}__name(sortSet,"sortSet");function compareObjects(a,b3,options,memorize=DEFAULT_MEMORIZE){
let difference;let hasThrown=false;try{const formatOptions=getFormatOptions(FORMAT_OPTIONS,options);difference=getObjectsDifference(a,b3,formatOptions,options,memorize)}catch{
hasThrown=true}const noDiffMessage=getCommonMessage(NO_DIFF_MESSAGE,options);if(difference===void 0||difference===noDiffMessage){const formatOptions=getFormatOptions(
FALLBACK_FORMAT_OPTIONS,options);difference=getObjectsDifference(a,b3,formatOptions,options,memorize);if(difference!==noDiffMessage&&!hasThrown){difference=`${getCommonMessage(
SIMILAR_MESSAGE,options)}

${difference}`}}return difference}__name(compareObjects,"compareObjects");function getDefaultFormatOptions(options){return getFormatOptions(FORMAT_OPTIONS,options)}
__name(getDefaultFormatOptions,"getDefaultFormatOptions");function getFormatOptions(formatOptions,options){const{compareKeys,printBasicPrototype,maxDepth}=normalizeDiffOptions(
options);return{...formatOptions,compareKeys,printBasicPrototype,maxDepth:maxDepth??formatOptions.maxDepth}}__name(getFormatOptions,"getFormatOptions");function getObjectsDifference(a,b3,formatOptions,options,memorize=DEFAULT_MEMORIZE){
const formatOptionsZeroIndent={...formatOptions,indent:0};const aCompare=format(a,formatOptionsZeroIndent);const bCompare=format(b3,formatOptionsZeroIndent);if(aCompare===
bCompare){return getCommonMessage(NO_DIFF_MESSAGE,options)}else{const aDisplay=memorize("expected",format(a,formatOptions));const bDisplay=memorize("actual",format(
b3,formatOptions));return diffLinesUnified2(aDisplay.split("\n"),bDisplay.split("\n"),aCompare.split("\n"),bCompare.split("\n"),options)}}__name(getObjectsDifference,
"getObjectsDifference");var MAX_DIFF_STRING_LENGTH=2e4;function isAsymmetricMatcher(data){const type3=getType2(data);return type3==="Object"&&typeof data.asymmetricMatch===
"function"}__name(isAsymmetricMatcher,"isAsymmetricMatcher");function isReplaceable(obj1,obj2){const obj1Type=getType2(obj1);const obj2Type=getType2(obj2);return obj1Type===
obj2Type&&(obj1Type==="Object"||obj1Type==="Array")}__name(isReplaceable,"isReplaceable");function printDiffOrStringify(received,expected,options,memory){const{
aAnnotation,bAnnotation}=normalizeDiffOptions(options);if(typeof expected==="string"&&typeof received==="string"&&expected.length>0&&received.length>0&&expected.
length<=MAX_DIFF_STRING_LENGTH&&received.length<=MAX_DIFF_STRING_LENGTH&&expected!==received){if(expected.includes("\n")||received.includes("\n")){return diffStringsUnified(
expected,received,options)}const[diffs]=diffStringsRaw(expected,received,true);const hasCommonDiff2=diffs.some(diff2=>diff2[0]===DIFF_EQUAL);const printLabel=getLabelPrinter(
aAnnotation,bAnnotation);const expectedLine=printLabel(aAnnotation)+printExpected(getCommonAndChangedSubstrings(diffs,DIFF_DELETE,hasCommonDiff2));const receivedLine=printLabel(
bAnnotation)+printReceived(getCommonAndChangedSubstrings(diffs,DIFF_INSERT,hasCommonDiff2));return`${expectedLine}
${receivedLine}`}const clonedExpected=deepClone(expected,{forceWritable:true});const clonedReceived=deepClone(received,{forceWritable:true});const{replacedExpected,
replacedActual}=replaceAsymmetricMatcher(clonedReceived,clonedExpected);const memorize=memory?createMemorize(memory):DEFAULT_MEMORIZE;const difference=diff(replacedExpected,
replacedActual,options,memorize);return difference}__name(printDiffOrStringify,"printDiffOrStringify");function replaceAsymmetricMatcher(actual,expected,actualReplaced=new WeakSet,expectedReplaced=new WeakSet){
if(actual instanceof Error&&expected instanceof Error&&typeof actual.cause!=="undefined"&&typeof expected.cause==="undefined"){delete actual.cause;return{replacedActual:actual,
replacedExpected:expected}}if(!isReplaceable(actual,expected)){return{replacedActual:actual,replacedExpected:expected}}if(actualReplaced.has(actual)||expectedReplaced.
has(expected)){return{replacedActual:actual,replacedExpected:expected}}actualReplaced.add(actual);expectedReplaced.add(expected);getOwnProperties(expected).forEach(
key=>{const expectedValue=expected[key];const actualValue=actual[key];if(isAsymmetricMatcher(expectedValue)){if(expectedValue.asymmetricMatch(actualValue)){expected[key]=
actualValue}else if("sample"in expectedValue&&expectedValue.sample!==void 0&&isReplaceable(actualValue,expectedValue.sample)){const replaced=replaceAsymmetricMatcher(
actualValue,expectedValue.sample,actualReplaced,expectedReplaced);actual[key]=replaced.replacedActual;expected[key]=replaced.replacedExpected}}else if(isAsymmetricMatcher(
actualValue)){if(actualValue.asymmetricMatch(expectedValue)){actual[key]=expectedValue}else if("sample"in actualValue&&actualValue.sample!==void 0&&isReplaceable(
actualValue.sample,expectedValue)){const replaced=replaceAsymmetricMatcher(actualValue.sample,expectedValue,actualReplaced,expectedReplaced);actual[key]=replaced.
replacedActual;expected[key]=replaced.replacedExpected}}else if(isReplaceable(actualValue,expectedValue)){const replaced=replaceAsymmetricMatcher(actualValue,expectedValue,
actualReplaced,expectedReplaced);actual[key]=replaced.replacedActual;expected[key]=replaced.replacedExpected}});return{replacedActual:actual,replacedExpected:expected}}
__name(replaceAsymmetricMatcher,"replaceAsymmetricMatcher");function getLabelPrinter(...strings){const maxLength=strings.reduce((max,string2)=>string2.length>max?
string2.length:max,0);return string2=>`${string2}: ${" ".repeat(maxLength-string2.length)}`}__name(getLabelPrinter,"getLabelPrinter");var SPACE_SYMBOL="\xB7";function replaceTrailingSpaces(text){
return text.replace(/\s+$/gm,spaces=>SPACE_SYMBOL.repeat(spaces.length))}__name(replaceTrailingSpaces,"replaceTrailingSpaces");function printReceived(object2){return $.
red(replaceTrailingSpaces(stringify(object2)))}__name(printReceived,"printReceived");function printExpected(value){return $.green(replaceTrailingSpaces(stringify(
value)))}__name(printExpected,"printExpected");function getCommonAndChangedSubstrings(diffs,op,hasCommonDiff2){return diffs.reduce((reduced,diff2)=>reduced+(diff2[0]===
DIFF_EQUAL?diff2[1]:diff2[0]===op?hasCommonDiff2?$.inverse(diff2[1]):diff2[1]:""),"")}__name(getCommonAndChangedSubstrings,"getCommonAndChangedSubstrings");var IS_RECORD_SYMBOL="@@__IMMUTABLE_RECORD__@@";var IS_COLLECTION_SYMBOL="@@__IMMUTABLE_ITERABLE__@@";function isImmutable(v){return v&&(v[IS_COLLECTION_SYMBOL]||
v[IS_RECORD_SYMBOL])}__name(isImmutable,"isImmutable");var OBJECT_PROTO=Object.getPrototypeOf({});function getUnserializableMessage(err){if(err instanceof Error){
return`<unserializable>: ${err.message}`}if(typeof err==="string"){return`<unserializable>: ${err}`}return"<unserializable>"}__name(getUnserializableMessage,"ge\
tUnserializableMessage");function serializeValue(val,seen=new WeakMap){if(!val||typeof val==="string"){return val}if(val instanceof Error&&"toJSON"in val&&typeof val.
toJSON==="function"){const jsonValue=val.toJSON();if(jsonValue&&jsonValue!==val&&typeof jsonValue==="object"){if(typeof val.message==="string"){safe(()=>jsonValue.
message??=normalizeErrorMessage(val.message))}if(typeof val.stack==="string"){safe(()=>jsonValue.stack??=val.stack)}if(typeof val.name==="string"){safe(()=>jsonValue.
name??=val.name)}if(val.cause!=null){safe(()=>jsonValue.cause??=serializeValue(val.cause,seen))}}return serializeValue(jsonValue,seen)}if(typeof val==="function"){
return`Function<${val.name||"anonymous"}>`}if(typeof val==="symbol"){return val.toString()}if(typeof val!=="object"){return val}if(typeof Buffer!=="undefined"&&
val instanceof Buffer){return`<Buffer(${val.length}) ...>`}if(typeof Uint8Array!=="undefined"&&val instanceof Uint8Array){return`<Uint8Array(${val.length}) ...>`}
if(isImmutable(val)){return serializeValue(val.toJSON(),seen)}if(val instanceof Promise||val.constructor&&val.constructor.prototype==="AsyncFunction"){return"Pr\
omise"}if(typeof Element!=="undefined"&&val instanceof Element){return val.tagName}if(typeof val.toJSON==="function"){return serializeValue(val.toJSON(),seen)}if(seen.
has(val)){return seen.get(val)}if(Array.isArray(val)){const clone2=new Array(val.length);seen.set(val,clone2);val.forEach((e,i2)=>{try{clone2[i2]=serializeValue(
e,seen)}catch(err){clone2[i2]=getUnserializableMessage(err)}});return clone2}else{const clone2=Object.create(null);seen.set(val,clone2);let obj=val;while(obj&&obj!==
OBJECT_PROTO){Object.getOwnPropertyNames(obj).forEach(key=>{if(key in clone2){return}try{clone2[key]=serializeValue(val[key],seen)}catch(err){delete clone2[key];
clone2[key]=getUnserializableMessage(err)}});obj=Object.getPrototypeOf(obj)}if(val instanceof Error){safe(()=>clone2.message=normalizeErrorMessage(val.message))}
return clone2}}__name(serializeValue,"serializeValue");function safe(fn2){try{return fn2()}catch{}}__name(safe,"safe");function normalizeErrorMessage(message){return message.
replace(/\(0\s?,\s?__vite_ssr_import_\d+__.(\w+)\)/g,"$1").replace(/__(vite_ssr_import|vi_import)_\d+__\./g,"").replace(/getByTestId('__vitest_\d+__')/g,"page")}
__name(normalizeErrorMessage,"normalizeErrorMessage");function processError(_err,diffOptions,seen=new WeakSet){if(!_err||typeof _err!=="object"){return{message:String(_err)}}const err=_err;if(err.showDiff||err.showDiff===
void 0&&err.expected!==void 0&&err.actual!==void 0){const options={...diffOptions,...err.diffOptions};err.diff=printDiffOrStringify(err.actual,err.expected,options,
err);err.expected=prettifyValue(err.expected,options);err.actual=prettifyValue(err.actual,options)}try{if(!seen.has(err)&&typeof err.cause==="object"){seen.add(
err);err.cause=processError(err.cause,diffOptions,seen)}}catch{}try{return serializeValue(err)}catch(e){return serializeValue(new Error(`Failed to fully seriali\
ze error: ${e?.message}
Inner error message: ${err?.message}`))}}__name(processError,"processError");function prettifyValue(value,options){if(typeof value!=="string"){return format(value,
getDefaultFormatOptions(options))}return value}__name(prettifyValue,"prettifyValue");var SAFE_TIMERS_SYMBOL=Symbol("vitest:SAFE_TIMERS");function getSafeTimers(){const{setTimeout:safeSetTimeout,setInterval:safeSetInterval,clearInterval:safeClearInterval,
clearTimeout:safeClearTimeout,setImmediate:safeSetImmediate,clearImmediate:safeClearImmediate,queueMicrotask:safeQueueMicrotask}=globalThis[SAFE_TIMERS_SYMBOL]||
globalThis;const{nextTick:safeNextTick}=globalThis[SAFE_TIMERS_SYMBOL]||globalThis.process||{};return{nextTick:safeNextTick,setTimeout:safeSetTimeout,setInterval:safeSetInterval,
clearInterval:safeClearInterval,clearTimeout:safeClearTimeout,setImmediate:safeSetImmediate,clearImmediate:safeClearImmediate,queueMicrotask:safeQueueMicrotask}}
__name(getSafeTimers,"getSafeTimers");function setSafeTimers(){const{setTimeout:safeSetTimeout,setInterval:safeSetInterval,clearInterval:safeClearInterval,clearTimeout:safeClearTimeout,
setImmediate:safeSetImmediate,clearImmediate:safeClearImmediate,queueMicrotask:safeQueueMicrotask}=globalThis;const{nextTick:safeNextTick}=globalThis.process||{};
const timers={nextTick:safeNextTick,setTimeout:safeSetTimeout,setInterval:safeSetInterval,clearInterval:safeClearInterval,clearTimeout:safeClearTimeout,setImmediate:safeSetImmediate,
clearImmediate:safeClearImmediate,queueMicrotask:safeQueueMicrotask};globalThis[SAFE_TIMERS_SYMBOL]=timers}__name(setSafeTimers,"setSafeTimers");function delay(timeout,scheduler=setTimeout){
return new Promise(resolve3=>scheduler(resolve3,timeout))}__name(delay,"delay");var _DRIVE_LETTER_START_RE=/^[A-Za-z]:\//;function normalizeWindowsPath(input=""){if(!input){return input}return input.replace(/\\/g,"/").replace(_DRIVE_LETTER_START_RE,
r=>r.toUpperCase())}__name(normalizeWindowsPath,"normalizeWindowsPath");var _IS_ABSOLUTE_RE=/^[/\\](?![/\\])|^[/\\]{2}(?!\.)|^[A-Za-z]:[/\\]/;function cwd(){if(typeof process!=="undefined"&&typeof process.cwd==="function"){return process.cwd().replace(/\\/g,"/")}return"/"}__name(cwd,"cwd");var resolve=__name(
function(...arguments_){arguments_=arguments_.map(argument=>normalizeWindowsPath(argument));let resolvedPath="";let resolvedAbsolute=false;for(let index2=arguments_.
length-1;index2>=-1&&!resolvedAbsolute;index2--){const path=index2>=0?arguments_[index2]:cwd();if(!path||path.length===0){continue}resolvedPath=`${path}/${resolvedPath}`;
resolvedAbsolute=isAbsolute(path)}resolvedPath=normalizeString(resolvedPath,!resolvedAbsolute);if(resolvedAbsolute&&!isAbsolute(resolvedPath)){return`/${resolvedPath}`}
return resolvedPath.length>0?resolvedPath:"."},"resolve");function normalizeString(path,allowAboveRoot){let res="";let lastSegmentLength=0;let lastSlash=-1;let dots=0;
let char=null;for(let index2=0;index2<=path.length;++index2){if(index2<path.length){char=path[index2]}else if(char==="/"){break}else{char="/"}if(char==="/"){if(lastSlash===
index2-1||dots===1);else if(dots===2){if(res.length<2||lastSegmentLength!==2||res[res.length-1]!=="."||res[res.length-2]!=="."){if(res.length>2){const lastSlashIndex=res.
lastIndexOf("/");if(lastSlashIndex===-1){res="";lastSegmentLength=0}else{res=res.slice(0,lastSlashIndex);lastSegmentLength=res.length-1-res.lastIndexOf("/")}lastSlash=
index2;dots=0;continue}else if(res.length>0){res="";lastSegmentLength=0;lastSlash=index2;dots=0;continue}}if(allowAboveRoot){res+=res.length>0?"/..":"..";lastSegmentLength=
2}}else{if(res.length>0){res+=`/${path.slice(lastSlash+1,index2)}`}else{res=path.slice(lastSlash+1,index2)}lastSegmentLength=index2-lastSlash-1}lastSlash=index2;
dots=0}else if(char==="."&&dots!==-1){++dots}else{dots=-1}}return res}__name(normalizeString,"normalizeString");var isAbsolute=__name(function(p){return _IS_ABSOLUTE_RE.
test(p)},"isAbsolute");var comma=",".charCodeAt(0);var chars="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";var intToChar=new Uint8Array(64);var charToInt=new Uint8Array(
128);for(let i2=0;i2<chars.length;i2++){const c2=chars.charCodeAt(i2);intToChar[i2]=c2;charToInt[c2]=i2}function decodeInteger(reader,relative2){let value=0;let shift=0;
let integer=0;do{const c2=reader.next();integer=charToInt[c2];value|=(integer&31)<<shift;shift+=5}while(integer&32);const shouldNegate=value&1;value>>>=1;if(shouldNegate){
value=-2147483648|-value}return relative2+value}__name(decodeInteger,"decodeInteger");function hasMoreVlq(reader,max){if(reader.pos>=max)return false;return reader.
peek()!==comma}__name(hasMoreVlq,"hasMoreVlq");var StringReader=class{static{__name(this,"StringReader")}constructor(buffer){this.pos=0;this.buffer=buffer}next(){
return this.buffer.charCodeAt(this.pos++)}peek(){return this.buffer.charCodeAt(this.pos)}indexOf(char){const{buffer,pos}=this;const idx=buffer.indexOf(char,pos);
return idx===-1?buffer.length:idx}};function decode(mappings){const{length}=mappings;const reader=new StringReader(mappings);const decoded=[];let genColumn=0;let sourcesIndex=0;
let sourceLine=0;let sourceColumn=0;let namesIndex=0;do{const semi=reader.indexOf(";");const line=[];let sorted=true;let lastCol=0;genColumn=0;while(reader.pos<
semi){let seg;genColumn=decodeInteger(reader,genColumn);if(genColumn<lastCol)sorted=false;lastCol=genColumn;if(hasMoreVlq(reader,semi)){sourcesIndex=decodeInteger(
reader,sourcesIndex);sourceLine=decodeInteger(reader,sourceLine);sourceColumn=decodeInteger(reader,sourceColumn);if(hasMoreVlq(reader,semi)){namesIndex=decodeInteger(
reader,namesIndex);seg=[genColumn,sourcesIndex,sourceLine,sourceColumn,namesIndex]}else{seg=[genColumn,sourcesIndex,sourceLine,sourceColumn]}}else{seg=[genColumn]}
line.push(seg);reader.pos++}if(!sorted)sort(line);decoded.push(line);reader.pos=semi+1}while(reader.pos<=length);return decoded}__name(decode,"decode");function sort(line){
line.sort(sortComparator)}__name(sort,"sort");function sortComparator(a,b3){return a[0]-b3[0]}__name(sortComparator,"sortComparator");var COLUMN=0;var SOURCES_INDEX=1;
var SOURCE_LINE=2;var SOURCE_COLUMN=3;var NAMES_INDEX=4;var found=false;function binarySearch(haystack,needle,low,high){while(low<=high){const mid=low+(high-low>>
1);const cmp=haystack[mid][COLUMN]-needle;if(cmp===0){found=true;return mid}if(cmp<0){low=mid+1}else{high=mid-1}}found=false;return low-1}__name(binarySearch,"b\
inarySearch");function upperBound(haystack,needle,index2){for(let i2=index2+1;i2<haystack.length;index2=i2++){if(haystack[i2][COLUMN]!==needle)break}return index2}
__name(upperBound,"upperBound");function lowerBound(haystack,needle,index2){for(let i2=index2-1;i2>=0;index2=i2--){if(haystack[i2][COLUMN]!==needle)break}return index2}
__name(lowerBound,"lowerBound");function memoizedBinarySearch(haystack,needle,state,key){const{lastKey,lastNeedle,lastIndex}=state;let low=0;let high=haystack.length-
1;if(key===lastKey){if(needle===lastNeedle){found=lastIndex!==-1&&haystack[lastIndex][COLUMN]===needle;return lastIndex}if(needle>=lastNeedle){low=lastIndex===-1?
0:lastIndex}else{high=lastIndex}}state.lastKey=key;state.lastNeedle=needle;return state.lastIndex=binarySearch(haystack,needle,low,high)}__name(memoizedBinarySearch,
"memoizedBinarySearch");var LINE_GTR_ZERO="`line` must be greater than 0 (lines start at line 1)";var COL_GTR_EQ_ZERO="`column` must be greater than or equal to\
 0 (columns start at column 0)";var LEAST_UPPER_BOUND=-1;var GREATEST_LOWER_BOUND=1;function cast(map2){return map2}__name(cast,"cast");function decodedMappings(map2){
var _a;return(_a=cast(map2))._decoded||(_a._decoded=decode(cast(map2)._encoded))}__name(decodedMappings,"decodedMappings");function originalPositionFor(map2,needle){
let{line,column,bias}=needle;line--;if(line<0)throw new Error(LINE_GTR_ZERO);if(column<0)throw new Error(COL_GTR_EQ_ZERO);const decoded=decodedMappings(map2);if(line>=
decoded.length)return OMapping(null,null,null,null);const segments=decoded[line];const index2=traceSegmentInternal(segments,cast(map2)._decodedMemo,line,column,
bias||GREATEST_LOWER_BOUND);if(index2===-1)return OMapping(null,null,null,null);const segment=segments[index2];if(segment.length===1)return OMapping(null,null,null,
null);const{names,resolvedSources}=map2;return OMapping(resolvedSources[segment[SOURCES_INDEX]],segment[SOURCE_LINE]+1,segment[SOURCE_COLUMN],segment.length===5?
names[segment[NAMES_INDEX]]:null)}__name(originalPositionFor,"originalPositionFor");function OMapping(source,line,column,name){return{source,line,column,name}}__name(
OMapping,"OMapping");function traceSegmentInternal(segments,memo2,line,column,bias){let index2=memoizedBinarySearch(segments,column,memo2,line);if(found){index2=
(bias===LEAST_UPPER_BOUND?upperBound:lowerBound)(segments,column,index2)}else if(bias===LEAST_UPPER_BOUND)index2++;if(index2===-1||index2===segments.length)return-1;
return index2}__name(traceSegmentInternal,"traceSegmentInternal");var CHROME_IE_STACK_REGEXP=/^\s*at .*(?:\S:\d+|\(native\))/m;var SAFARI_NATIVE_CODE_REGEXP=/^(?:eval@)?(?:\[native code\])?$/;
var stackIgnorePatterns=["node:internal",/\/packages\/\w+\/dist\//,/\/@vitest\/\w+\/dist\//,"/vitest/dist/","/vitest/src/","/node_modules/chai/","/node_modules/\
tinyspy/","/vite/dist/node/module-runner","/rolldown-vite/dist/node/module-runner","/deps/chunk-","/deps/@vitest","/deps/loupe","/deps/chai","/browser-playwrigh\
t/dist/locators.js","/browser-webdriverio/dist/locators.js","/browser-preview/dist/locators.js",/node:\w+/,/__vitest_test__/,/__vitest_browser__/,"/@id/__x00__v\
itest/browser",/\/deps\/vitest_/];var NOW_LENGTH=Date.now().toString().length;var REGEXP_VITEST=new RegExp(`vitest=\\d{${NOW_LENGTH}}`);function extractLocation(urlLike){
if(!urlLike.includes(":")){return[urlLike]}const regExp=/(.+?)(?::(\d+))?(?::(\d+))?$/;const parts=regExp.exec(urlLike.replace(/^\(|\)$/g,""));if(!parts){return[
urlLike]}let url=parts[1];if(url.startsWith("async ")){url=url.slice(6)}if(url.startsWith("http:")||url.startsWith("https:")){const urlObj=new URL(url);urlObj.searchParams.
delete("import");urlObj.searchParams.delete("browserv");url=urlObj.pathname+urlObj.hash+urlObj.search}if(url.startsWith("/@fs/")){const isWindows=/^\/@fs\/[a-zA-Z]:\//.
test(url);url=url.slice(isWindows?5:4)}if(url.includes("vitest=")){url=url.replace(REGEXP_VITEST,"").replace(/[?&]$/,"")}return[url,parts[2]||void 0,parts[3]||void 0]}
__name(extractLocation,"extractLocation");function parseSingleFFOrSafariStack(raw){let line=raw.trim();if(SAFARI_NATIVE_CODE_REGEXP.test(line)){return null}if(line.
includes(" > eval")){line=line.replace(/ line (\d+)(?: > eval line \d+)* > eval:\d+:\d+/g,":$1")}if(!line.includes("@")){return null}let atIndex=-1;let locationPart="";
let functionName2;for(let i2=0;i2<line.length;i2++){if(line[i2]==="@"){const candidateLocation=line.slice(i2+1);if(candidateLocation.includes(":")&&candidateLocation.
length>=3){atIndex=i2;locationPart=candidateLocation;functionName2=i2>0?line.slice(0,i2):void 0;break}}}if(atIndex===-1||!locationPart.includes(":")||locationPart.
length<3){return null}const[url,lineNumber,columnNumber]=extractLocation(locationPart);if(!url||!lineNumber||!columnNumber){return null}return{file:url,method:functionName2||
"",line:Number.parseInt(lineNumber),column:Number.parseInt(columnNumber)}}__name(parseSingleFFOrSafariStack,"parseSingleFFOrSafariStack");function parseSingleStack(raw){
const line=raw.trim();if(!CHROME_IE_STACK_REGEXP.test(line)){return parseSingleFFOrSafariStack(line)}return parseSingleV8Stack(line)}__name(parseSingleStack,"pa\
rseSingleStack");function parseSingleV8Stack(raw){let line=raw.trim();if(!CHROME_IE_STACK_REGEXP.test(line)){return null}if(line.includes("(eval ")){line=line.replace(
/eval code/g,"eval").replace(/(\(eval at [^()]*)|(,.*$)/g,"")}let sanitizedLine=line.replace(/^\s+/,"").replace(/\(eval code/g,"(").replace(/^.*?\s+/,"");const location=sanitizedLine.
match(/ (\(.+\)$)/);sanitizedLine=location?sanitizedLine.replace(location[0],""):sanitizedLine;const[url,lineNumber,columnNumber]=extractLocation(location?location[1]:
sanitizedLine);let method=location&&sanitizedLine||"";let file=url&&["eval","<anonymous>"].includes(url)?void 0:url;if(!file||!lineNumber||!columnNumber){return null}
if(method.startsWith("async ")){method=method.slice(6)}if(file.startsWith("file://")){file=file.slice(7)}file=file.startsWith("node:")||file.startsWith("interna\
l:")?file:resolve(file);if(method){method=method.replace(/\(0\s?,\s?__vite_ssr_import_\d+__.(\w+)\)/g,"$1").replace(/__(vite_ssr_import|vi_import)_\d+__\./g,"").
replace(/(Object\.)?__vite_ssr_export_default__\s?/g,"")}return{method,file,line:Number.parseInt(lineNumber),column:Number.parseInt(columnNumber)}}__name(parseSingleV8Stack,
"parseSingleV8Stack");function parseStacktrace(stack,options={}){const{ignoreStackEntries=stackIgnorePatterns}=options;let stacks=!CHROME_IE_STACK_REGEXP.test(stack)?parseFFOrSafariStackTrace(
stack):parseV8Stacktrace(stack);const helperIndex=stacks.findLastIndex(s=>s.method.includes("__VITEST_HELPER__"));if(helperIndex>=0){stacks=stacks.slice(helperIndex+
1)}return stacks.map(stack2=>{if(options.getUrlId){stack2.file=options.getUrlId(stack2.file)}const map2=options.getSourceMap?.(stack2.file);if(!map2||typeof map2!==
"object"||!map2.version){return shouldFilter(ignoreStackEntries,stack2.file)?null:stack2}const traceMap=new DecodedMap(map2,stack2.file);const position=getOriginalPosition(
traceMap,stack2);if(!position){return stack2}const{line,column,source,name}=position;let file=source||stack2.file;if(file.match(/\/\w:\//)){file=file.slice(1)}if(shouldFilter(
ignoreStackEntries,file)){return null}if(line!=null&&column!=null){return{line,column,file,method:name||stack2.method}}return stack2}).filter(s=>s!=null)}__name(
parseStacktrace,"parseStacktrace");function shouldFilter(ignoreStackEntries,file){return ignoreStackEntries.some(p=>file.match(p))}__name(shouldFilter,"shouldFi\
lter");function parseFFOrSafariStackTrace(stack){return stack.split("\n").map(line=>parseSingleFFOrSafariStack(line)).filter(notNullish)}__name(parseFFOrSafariStackTrace,
"parseFFOrSafariStackTrace");function parseV8Stacktrace(stack){return stack.split("\n").map(line=>parseSingleV8Stack(line)).filter(notNullish)}__name(parseV8Stacktrace,
"parseV8Stacktrace");function parseErrorStacktrace(e,options={}){if(!e||isPrimitive(e)){return[]}if("stacks"in e&&e.stacks){return e.stacks}const stackStr=e.stack||
"";let stackFrames=typeof stackStr==="string"?parseStacktrace(stackStr,options):[];if(!stackFrames.length){const e_=e;if(e_.fileName!=null&&e_.lineNumber!=null&&
e_.columnNumber!=null){stackFrames=parseStacktrace(`${e_.fileName}:${e_.lineNumber}:${e_.columnNumber}`,options)}if(e_.sourceURL!=null&&e_.line!=null&&e_._column!=
null){stackFrames=parseStacktrace(`${e_.sourceURL}:${e_.line}:${e_.column}`,options)}}if(options.frameFilter){stackFrames=stackFrames.filter(f2=>options.frameFilter(
e,f2)!==false)}e.stacks=stackFrames;return stackFrames}__name(parseErrorStacktrace,"parseErrorStacktrace");var DecodedMap=class{static{__name(this,"DecodedMap")}_encoded;_decoded;_decodedMemo;url;version;names=[];resolvedSources;constructor(map2,from){
this.map=map2;const{mappings,names,sources}=map2;this.version=map2.version;this.names=names||[];this._encoded=mappings||"";this._decodedMemo=memoizedState();this.
url=from;this.resolvedSources=(sources||[]).map(s=>resolve(from,"..",s||""))}};function memoizedState(){return{lastKey:-1,lastNeedle:-1,lastIndex:-1}}__name(memoizedState,
"memoizedState");function getOriginalPosition(map2,needle){const result=originalPositionFor(map2,needle);if(result.column==null){return null}return result}__name(
getOriginalPosition,"getOriginalPosition");var _DRIVE_LETTER_START_RE2=/^[A-Za-z]:\//;function normalizeWindowsPath2(input=""){if(!input){return input}return input.replace(/\\/g,"/").replace(_DRIVE_LETTER_START_RE2,
r=>r.toUpperCase())}__name(normalizeWindowsPath2,"normalizeWindowsPath");var _UNC_REGEX=/^[/\\]{2}/;var _IS_ABSOLUTE_RE2=/^[/\\](?![/\\])|^[/\\]{2}(?!\.)|^[A-Za-z]:[/\\]/;
var _DRIVE_LETTER_RE=/^[A-Za-z]:$/;var _ROOT_FOLDER_RE=/^\/([A-Za-z]:)?$/;var normalize=__name(function(path){if(path.length===0){return"."}path=normalizeWindowsPath2(path);const isUNCPath=path.match(_UNC_REGEX);const isPathAbsolute=isAbsolute2(
path);const trailingSeparator=path[path.length-1]==="/";path=normalizeString2(path,!isPathAbsolute);if(path.length===0){if(isPathAbsolute){return"/"}return trailingSeparator?
"./":"."}if(trailingSeparator){path+="/"}if(_DRIVE_LETTER_RE.test(path)){path+="/"}if(isUNCPath){if(!isPathAbsolute){return`//./${path}`}return`//${path}`}return isPathAbsolute&&
!isAbsolute2(path)?`/${path}`:path},"normalize");function cwd2(){if(typeof process!=="undefined"&&typeof process.cwd==="function"){return process.cwd().replace(/\\/g,"/")}return"/"}__name(cwd2,"cwd");var resolve2=__name(
function(...arguments_){arguments_=arguments_.map(argument=>normalizeWindowsPath2(argument));let resolvedPath="";let resolvedAbsolute=false;for(let index2=arguments_.
length-1;index2>=-1&&!resolvedAbsolute;index2--){const path=index2>=0?arguments_[index2]:cwd2();if(!path||path.length===0){continue}resolvedPath=`${path}/${resolvedPath}`;
resolvedAbsolute=isAbsolute2(path)}resolvedPath=normalizeString2(resolvedPath,!resolvedAbsolute);if(resolvedAbsolute&&!isAbsolute2(resolvedPath)){return`/${resolvedPath}`}
return resolvedPath.length>0?resolvedPath:"."},"resolve");function normalizeString2(path,allowAboveRoot){let res="";let lastSegmentLength=0;let lastSlash=-1;let dots=0;
let char=null;for(let index2=0;index2<=path.length;++index2){if(index2<path.length){char=path[index2]}else if(char==="/"){break}else{char="/"}if(char==="/"){if(lastSlash===
index2-1||dots===1);else if(dots===2){if(res.length<2||lastSegmentLength!==2||res[res.length-1]!=="."||res[res.length-2]!=="."){if(res.length>2){const lastSlashIndex=res.
lastIndexOf("/");if(lastSlashIndex===-1){res="";lastSegmentLength=0}else{res=res.slice(0,lastSlashIndex);lastSegmentLength=res.length-1-res.lastIndexOf("/")}lastSlash=
index2;dots=0;continue}else if(res.length>0){res="";lastSegmentLength=0;lastSlash=index2;dots=0;continue}}if(allowAboveRoot){res+=res.length>0?"/..":"..";lastSegmentLength=
2}}else{if(res.length>0){res+=`/${path.slice(lastSlash+1,index2)}`}else{res=path.slice(lastSlash+1,index2)}lastSegmentLength=index2-lastSlash-1}lastSlash=index2;
dots=0}else if(char==="."&&dots!==-1){++dots}else{dots=-1}}return res}__name(normalizeString2,"normalizeString");var isAbsolute2=__name(function(p){return _IS_ABSOLUTE_RE2.
test(p)},"isAbsolute");var relative=__name(function(from,to){const _from=resolve2(from).replace(_ROOT_FOLDER_RE,"$1").split("/");const _to=resolve2(to).replace(_ROOT_FOLDER_RE,"$1").split(
"/");if(_to[0][1]===":"&&_from[0][1]===":"&&_from[0]!==_to[0]){return _to.join("/")}const _fromCopy=[..._from];for(const segment of _fromCopy){if(_to[0]!==segment){
break}_from.shift();_to.shift()}return[..._from.map(()=>".."),..._to].join("/")},"relative");var dirname=__name(function(p){const segments=normalizeWindowsPath2(
p).replace(/\/$/,"").split("/").slice(0,-1);if(segments.length===1&&_DRIVE_LETTER_RE.test(segments[0])){segments[0]+="/"}return segments.join("/")||(isAbsolute2(
p)?"/":".")},"dirname");var PendingError=class extends Error{static{__name(this,"PendingError")}code="VITEST_PENDING";taskId;constructor(message,task,note){super(message);this.message=
message;this.note=note;this.taskId=task.id}};var TestRunAbortError=class extends Error{static{__name(this,"TestRunAbortError")}name="TestRunAbortError";reason;constructor(message,reason){
super(message);this.reason=reason}};var FixtureDependencyError=class extends Error{static{__name(this,"FixtureDependencyError")}name="FixtureDependencyError"};var FixtureAccessError=class extends Error{static{
__name(this,"FixtureAccessError")}name="FixtureAccessError"};var FixtureParseError=class extends Error{static{__name(this,"FixtureParseError")}name="FixturePars\
eError"};var AroundHookSetupError=class extends Error{static{__name(this,"AroundHookSetupError")}name="AroundHookSetupError"};var AroundHookTeardownError=class extends Error{static{
__name(this,"AroundHookTeardownError")}name="AroundHookTeardownError"};var AroundHookMultipleCallsError=class extends Error{static{__name(this,"AroundHookMultip\
leCallsError")}name="AroundHookMultipleCallsError"};var fnMap=new WeakMap;var testFixtureMap=new WeakMap;var hooksMap=new WeakMap;function setFn(key,fn2){fnMap.
set(key,fn2)}__name(setFn,"setFn");function getFn(key){return fnMap.get(key)}__name(getFn,"getFn");function setTestFixture(key,fixture){testFixtureMap.set(key,fixture)}
__name(setTestFixture,"setTestFixture");function getTestFixtures(key){return testFixtureMap.get(key)}__name(getTestFixtures,"getTestFixtures");function setHooks(key,hooks){
hooksMap.set(key,hooks)}__name(setHooks,"setHooks");function getHooks(key){return hooksMap.get(key)}__name(getHooks,"getHooks");var FIXTURE_STACK_TRACE_KEY=Symbol.
for("VITEST_FIXTURE_STACK_TRACE");var TestFixtures=class _TestFixtures{static{__name(this,"TestFixtures")}_suiteContexts;_overrides=new WeakMap;_registrations;static _definitions=[];static _builtinFixtures=[
"task","signal","onTestFailed","onTestFinished","skip","annotate"];static _fixtureOptionKeys=["auto","injected","scope"];static _fixtureScopes=["test","file","w\
orker"];static _workerContextSuite={type:"worker"};static clearDefinitions(){_TestFixtures._definitions.length=0}static getWorkerContexts(){return _TestFixtures.
_definitions.map(f2=>f2.getWorkerContext())}static getFileContexts(file){return _TestFixtures._definitions.map(f2=>f2.getFileContext(file))}static isFixtureOptions(obj){
return isObject(obj)&&Object.keys(obj).some(key=>_TestFixtures._fixtureOptionKeys.includes(key))}constructor(registrations){this._registrations=registrations??new Map;
this._suiteContexts=new WeakMap;_TestFixtures._definitions.push(this)}extend(runner2,userFixtures){const{suite:suite2}=getCurrentSuite();const isTopLevel=!suite2||
suite2.file===suite2;const registrations=this.parseUserFixtures(runner2,userFixtures,isTopLevel);return new _TestFixtures(registrations)}get(suite2){let currentSuite=suite2;
while(currentSuite){const overrides=this._overrides.get(currentSuite);if(overrides){return overrides}if(currentSuite===currentSuite.file){break}currentSuite=currentSuite.
suite||currentSuite.file}return this._registrations}override(runner2,userFixtures){const{suite:currentSuite,file}=getCurrentSuite();const suite2=currentSuite||file;
const isTopLevel=!currentSuite||currentSuite.file===currentSuite;const suiteRegistrations=new Map(this.get(suite2));const registrations=this.parseUserFixtures(runner2,
userFixtures,isTopLevel,suiteRegistrations);if(isTopLevel){this._registrations=registrations}else{this._overrides.set(suite2,registrations)}}getFileContext(file){
if(!this._suiteContexts.has(file)){this._suiteContexts.set(file,Object.create(null))}return this._suiteContexts.get(file)}getWorkerContext(){if(!this._suiteContexts.
has(_TestFixtures._workerContextSuite)){this._suiteContexts.set(_TestFixtures._workerContextSuite,Object.create(null))}return this._suiteContexts.get(_TestFixtures.
_workerContextSuite)}parseUserFixtures(runner2,userFixtures,supportNonTest,registrations=new Map(this._registrations)){const errors=[];Object.entries(userFixtures).
forEach(([name,fn2])=>{let options;let value;let _options;if(Array.isArray(fn2)&&fn2.length>=2&&_TestFixtures.isFixtureOptions(fn2[1])){_options=fn2[1];options=
{auto:_options.auto??false,scope:_options.scope??"test",injected:_options.injected??false};value=options.injected?runner2.injectValue?.(name)??fn2[0]:fn2[0]}else{
value=fn2}const parent=registrations.get(name);if(parent&&options){if(parent.scope!==options.scope){errors.push(new FixtureDependencyError(`The "${name}" fixtur\
e was already registered with a "${options.scope}" scope.`))}if(parent.auto!==options.auto){errors.push(new FixtureDependencyError(`The "${name}" fixture was al\
ready registered as { auto: ${options.auto} }.`))}}else if(parent){options={auto:parent.auto,scope:parent.scope,injected:parent.injected}}else if(!options){options=
{auto:false,injected:false,scope:"test"}}if(options.scope&&!_TestFixtures._fixtureScopes.includes(options.scope)){errors.push(new FixtureDependencyError(`The "${name}\
" fixture has unknown scope "${options.scope}".`))}if(!supportNonTest&&options.scope!=="test"){errors.push(new FixtureDependencyError(`The "${name}" fixture can\
not be defined with a ${options.scope} scope${!_options?.scope&&parent?.scope?" (inherited from the base fixture)":""} inside the describe block. Define it at t\
he top level of the file instead.`))}const deps=isFixtureFunction(value)?getUsedProps(value):new Set;const item={name,value,auto:options.auto??false,injected:options.
injected??false,scope:options.scope??"test",deps,parent};if(isFixtureFunction(value)){Object.assign(value,{[FIXTURE_STACK_TRACE_KEY]:new Error("STACK_TRACE_ERRO\
R")})}registrations.set(name,item);if(item.scope==="worker"&&(runner2.pool==="vmThreads"||runner2.pool==="vmForks")){item.scope="file"}});for(const fixture of registrations.
values()){for(const depName of fixture.deps){if(_TestFixtures._builtinFixtures.includes(depName)){continue}const dep=registrations.get(depName);if(!dep){errors.
push(new FixtureDependencyError(`The "${fixture.name}" fixture depends on unknown fixture "${depName}".`));continue}if(depName===fixture.name&&!fixture.parent){
errors.push(new FixtureDependencyError(`The "${fixture.name}" fixture depends on itself, but does not have a base implementation.`));continue}if(_TestFixtures._fixtureScopes.
indexOf(fixture.scope)>_TestFixtures._fixtureScopes.indexOf(dep.scope)){errors.push(new FixtureDependencyError(`The ${fixture.scope} "${fixture.name}" fixture c\
annot depend on a ${dep.scope} fixture "${dep.name}".`));continue}}}if(errors.length===1){throw errors[0]}else if(errors.length>1){throw new AggregateError(errors,
"Cannot resolve user fixtures. See errors for more information.")}return registrations}};var cleanupFnArrayMap=new WeakMap;async function callFixtureCleanup(context){
const cleanupFnArray=cleanupFnArrayMap.get(context)??[];for(const cleanup of cleanupFnArray.reverse()){await cleanup()}cleanupFnArrayMap.delete(context)}__name(
callFixtureCleanup,"callFixtureCleanup");function getFixtureCleanupCount(context){return cleanupFnArrayMap.get(context)?.length??0}__name(getFixtureCleanupCount,
"getFixtureCleanupCount");async function callFixtureCleanupFrom(context,fromIndex){const cleanupFnArray=cleanupFnArrayMap.get(context);if(!cleanupFnArray||cleanupFnArray.
length<=fromIndex){return}const toCleanup=cleanupFnArray.slice(fromIndex);for(const cleanup of toCleanup.reverse()){await cleanup()}cleanupFnArray.length=fromIndex}
__name(callFixtureCleanupFrom,"callFixtureCleanupFrom");var contextHasFixturesCache=new WeakMap;function withFixtures(fn2,options){const collector=getCurrentSuite();
const suite2=options?.suite||collector.suite||collector.file;return async hookContext=>{const context=hookContext||options?.context;if(!context){if(options?.suiteHook){
validateSuiteHook(fn2,options.suiteHook,options.stackTraceError)}return fn2({})}const fixtures=options?.fixtures||getTestFixtures(context);if(!fixtures){return fn2(
context)}const registrations=fixtures.get(suite2);if(!registrations.size){return fn2(context)}const usedFixtures=[];const usedProps=getUsedProps(fn2);for(const fixture of registrations.
values()){if(isAutoFixture(fixture,options)||usedProps.has(fixture.name)){usedFixtures.push(fixture)}}if(!usedFixtures.length){return fn2(context)}if(!cleanupFnArrayMap.
has(context)){cleanupFnArrayMap.set(context,[])}const cleanupFnArray=cleanupFnArrayMap.get(context);const pendingFixtures=resolveDeps(usedFixtures,registrations);
if(!pendingFixtures.length){return fn2(context)}if(options?.suiteHook){const testScopedFixtures=pendingFixtures.filter(f2=>f2.scope==="test");if(testScopedFixtures.
length>0){const fixtureNames=testScopedFixtures.map(f2=>`"${f2.name}"`).join(", ");const alternativeHook={aroundAll:"aroundEach",beforeAll:"beforeEach",afterAll:"\
afterEach"};const error=new FixtureDependencyError(`Test-scoped fixtures cannot be used inside ${options.suiteHook} hook. The following fixtures are test-scoped\
: ${fixtureNames}. Use { scope: 'file' } or { scope: 'worker' } fixtures instead, or move the logic to ${alternativeHook[options.suiteHook]} hook.`);if(options.
stackTraceError?.stack){error.stack=error.message+options.stackTraceError.stack.replace(options.stackTraceError.message,"")}throw error}}if(!contextHasFixturesCache.
has(context)){contextHasFixturesCache.set(context,new WeakSet)}const cachedFixtures=contextHasFixturesCache.get(context);for(const fixture of pendingFixtures){if(fixture.
scope==="test"){if(cachedFixtures.has(fixture)){continue}cachedFixtures.add(fixture);const resolvedValue=await resolveTestFixtureValue(fixture,context,cleanupFnArray);
context[fixture.name]=resolvedValue;cleanupFnArray.push(()=>{cachedFixtures.delete(fixture)})}else{const resolvedValue=await resolveScopeFixtureValue(fixtures,suite2,
fixture);context[fixture.name]=resolvedValue}}return fn2(context)}}__name(withFixtures,"withFixtures");function isAutoFixture(fixture,options){if(!fixture.auto){
return false}if(options?.suiteHook&&fixture.scope==="test"){return false}return true}__name(isAutoFixture,"isAutoFixture");function isFixtureFunction(value){return typeof value===
"function"}__name(isFixtureFunction,"isFixtureFunction");function resolveTestFixtureValue(fixture,context,cleanupFnArray){if(!isFixtureFunction(fixture.value)){
return fixture.value}return resolveFixtureFunction(fixture.value,fixture.name,context,cleanupFnArray)}__name(resolveTestFixtureValue,"resolveTestFixtureValue");
var scopedFixturePromiseCache=new WeakMap;async function resolveScopeFixtureValue(fixtures,suite2,fixture){const workerContext=fixtures.getWorkerContext();const fileContext=fixtures.
getFileContext(suite2.file);const fixtureContext=fixture.scope==="worker"?workerContext:fileContext;if(!isFixtureFunction(fixture.value)){fixtureContext[fixture.
name]=fixture.value;return fixture.value}if(fixture.name in fixtureContext){return fixtureContext[fixture.name]}if(scopedFixturePromiseCache.has(fixture)){return scopedFixturePromiseCache.
get(fixture)}if(!cleanupFnArrayMap.has(fixtureContext)){cleanupFnArrayMap.set(fixtureContext,[])}const cleanupFnFileArray=cleanupFnArrayMap.get(fixtureContext);
const promise=resolveFixtureFunction(fixture.value,fixture.name,fixture.scope==="file"?{...workerContext,...fileContext}:fixtureContext,cleanupFnFileArray).then(
value=>{fixtureContext[fixture.name]=value;scopedFixturePromiseCache.delete(fixture);return value});scopedFixturePromiseCache.set(fixture,promise);return promise}
__name(resolveScopeFixtureValue,"resolveScopeFixtureValue");async function resolveFixtureFunction(fixtureFn,fixtureName,context,cleanupFnArray){const useFnArgPromise=createDefer();
const stackTraceError=FIXTURE_STACK_TRACE_KEY in fixtureFn&&fixtureFn[FIXTURE_STACK_TRACE_KEY]instanceof Error?fixtureFn[FIXTURE_STACK_TRACE_KEY]:void 0;let isUseFnArgResolved=false;
const fixtureReturn=fixtureFn(context,async useFnArg=>{isUseFnArgResolved=true;useFnArgPromise.resolve(useFnArg);const useReturnPromise=createDefer();cleanupFnArray.
push(async()=>{useReturnPromise.resolve();await fixtureReturn});await useReturnPromise}).then(()=>{if(!isUseFnArgResolved){const error=new Error(`Fixture "${fixtureName}\
" returned without calling "use". Make sure to call "use" in every code path of the fixture function.`);if(stackTraceError?.stack){error.stack=error.message+stackTraceError.
stack.replace(stackTraceError.message,"")}useFnArgPromise.reject(error)}}).catch(e=>{if(!isUseFnArgResolved){useFnArgPromise.reject(e);return}throw e});return useFnArgPromise}
__name(resolveFixtureFunction,"resolveFixtureFunction");function resolveDeps(usedFixtures,registrations,depSet=new Set,pendingFixtures=[]){usedFixtures.forEach(
fixture=>{if(pendingFixtures.includes(fixture)){return}if(!isFixtureFunction(fixture.value)||!fixture.deps){pendingFixtures.push(fixture);return}if(depSet.has(fixture)){
if(fixture.parent){fixture=fixture.parent}else{throw new Error(`Circular fixture dependency detected: ${fixture.name} <- ${[...depSet].reverse().map(d3=>d3.name).
join(" <- ")}`)}}depSet.add(fixture);resolveDeps([...fixture.deps].map(n2=>n2===fixture.name?fixture.parent:registrations.get(n2)).filter(n2=>!!n2),registrations,
depSet,pendingFixtures);pendingFixtures.push(fixture);depSet.clear()});return pendingFixtures}__name(resolveDeps,"resolveDeps");function validateSuiteHook(fn2,hook,suiteError){
const usedProps=getUsedProps(fn2,{sourceError:suiteError,suiteHook:hook});if(usedProps.size){const error=new FixtureAccessError(`The ${hook} hook uses fixtures \
"${[...usedProps].join('", "')}", but has no access to context. Did you forget to call it as "test.${hook}()" instead of "${hook}()"?
If you used internal "suite" task as the first argument previously, access it in the second argument instead. See https://vitest.dev/guide/test-context#suite-le\
vel-hooks`);if(suiteError){error.stack=suiteError.stack?.replace(suiteError.message,error.message)}throw error}}__name(validateSuiteHook,"validateSuiteHook");var kPropsSymbol=Symbol(
"$vitest:fixture-props");var kPropNamesSymbol=Symbol("$vitest:fixture-prop-names");function configureProps(fn2,options){Object.defineProperty(fn2,kPropsSymbol,{
value:options,enumerable:false})}__name(configureProps,"configureProps");function memoProps(fn2,props){fn2[kPropNamesSymbol]=props;return props}__name(memoProps,
"memoProps");function getUsedProps(fn2,{sourceError,suiteHook}={}){if(kPropNamesSymbol in fn2){return fn2[kPropNamesSymbol]}const{index:fixturesIndex=0,original:implementation=fn2}=kPropsSymbol in
fn2?fn2[kPropsSymbol]:{};let fnString=filterOutComments(implementation.toString());if(/__async\((?:this|null), (?:null|arguments|\[[_0-9, ]*\]), function\*/.test(
fnString)){fnString=fnString.split(/__async\((?:this|null),/)[1]}const match=fnString.match(/[^(]*\(([^)]*)/);if(!match){return memoProps(fn2,new Set)}const args=splitByComma(
match[1]);if(!args.length){return memoProps(fn2,new Set)}const fixturesArgument=args[fixturesIndex];if(!fixturesArgument){return memoProps(fn2,new Set)}if(!(fixturesArgument[0]===
"{"&&fixturesArgument.endsWith("}"))){const ordinalArgument=ordinal(fixturesIndex+1);const error=new FixtureParseError(`The ${ordinalArgument} argument inside a\
 fixture must use object destructuring pattern, e.g. ({ task } => {}). Instead, received "${fixturesArgument}".${suiteHook?` If you used internal "suite" task a\
s the ${ordinalArgument} argument previously, access it in the ${ordinal(fixturesIndex+2)} argument instead.`:""}`);if(sourceError){error.stack=sourceError.stack?.
replace(sourceError.message,error.message)}throw error}const _first=fixturesArgument.slice(1,-1).replace(/\s/g,"");const props=splitByComma(_first).map(prop=>{return prop.
replace(/:.*|=.*/g,"")});const last=props.at(-1);if(last&&last.startsWith("...")){const error=new FixtureParseError(`Rest parameters are not supported in fixtur\
es, received "${last}".`);if(sourceError){error.stack=sourceError.stack?.replace(sourceError.message,error.message)}throw error}return memoProps(fn2,new Set(props))}
__name(getUsedProps,"getUsedProps");function splitByComma(s){const result=[];const stack=[];let start=0;for(let i2=0;i2<s.length;i2++){if(s[i2]==="{"||s[i2]==="\
["){stack.push(s[i2]==="{"?"}":"]")}else if(s[i2]===stack.at(-1)){stack.pop()}else if(!stack.length&&s[i2]===","){const token=s.substring(start,i2).trim();if(token){
result.push(token)}start=i2+1}}const lastToken=s.substring(start).trim();if(lastToken){result.push(lastToken)}return result}__name(splitByComma,"splitByComma");
var _test;function setCurrentTest(test5){_test=test5}__name(setCurrentTest,"setCurrentTest");function getCurrentTest(){return _test}__name(getCurrentTest,"getCu\
rrentTest");var tests=[];function addRunningTest(test5){tests.push(test5);return()=>{tests.splice(tests.indexOf(test5))}}__name(addRunningTest,"addRunningTest");
function getRunningTests(){return tests}__name(getRunningTests,"getRunningTests");var kChainableContext=Symbol("kChainableContext");function getChainableContext(chainable){
return chainable?.[kChainableContext]}__name(getChainableContext,"getChainableContext");function createChainable(keys2,fn2,context){function create(context2){const chain2=__name(
function(...args){return fn2.apply(context2,args)},"chain");Object.assign(chain2,fn2);Object.defineProperty(chain2,kChainableContext,{value:{withContext:__name(
()=>chain2.bind(context2),"withContext"),getFixtures:__name(()=>context2.fixtures,"getFixtures"),setContext:__name((key,value)=>{context2[key]=value},"setContex\
t"),mergeContext:__name(ctx=>{Object.assign(context2,ctx)},"mergeContext")},enumerable:false});for(const key of keys2){Object.defineProperty(chain2,key,{get(){return create(
{...context2,[key]:true})}})}return chain2}__name(create,"create");const chain=create(context??{});Object.defineProperty(chain,"fn",{value:fn2,enumerable:false});
return chain}__name(createChainable,"createChainable");function getDefaultHookTimeout(){return getRunner().config.hookTimeout}__name(getDefaultHookTimeout,"getD\
efaultHookTimeout");var CLEANUP_TIMEOUT_KEY=Symbol.for("VITEST_CLEANUP_TIMEOUT");var CLEANUP_STACK_TRACE_KEY=Symbol.for("VITEST_CLEANUP_STACK_TRACE");var AROUND_TIMEOUT_KEY=Symbol.
for("VITEST_AROUND_TIMEOUT");var AROUND_STACK_TRACE_KEY=Symbol.for("VITEST_AROUND_STACK_TRACE");function getBeforeHookCleanupCallback(hook,result,context){if(typeof result===
"function"){const timeout=CLEANUP_TIMEOUT_KEY in hook&&typeof hook[CLEANUP_TIMEOUT_KEY]==="number"?hook[CLEANUP_TIMEOUT_KEY]:getDefaultHookTimeout();const stackTraceError=CLEANUP_STACK_TRACE_KEY in
hook&&hook[CLEANUP_STACK_TRACE_KEY]instanceof Error?hook[CLEANUP_STACK_TRACE_KEY]:void 0;return withTimeout(result,timeout,true,stackTraceError,(_,error)=>{if(context){
abortContextSignal(context,error)}})}}__name(getBeforeHookCleanupCallback,"getBeforeHookCleanupCallback");function beforeAll(fn2,timeout=getDefaultHookTimeout()){
assertTypes(fn2,'"beforeAll" callback',["function"]);const stackTraceError=new Error("STACK_TRACE_ERROR");const context=getChainableContext(this);return getCurrentSuite().
on("beforeAll",Object.assign(withTimeout(withSuiteFixtures("beforeAll",fn2,context,stackTraceError),timeout,true,stackTraceError),{[CLEANUP_TIMEOUT_KEY]:timeout,
[CLEANUP_STACK_TRACE_KEY]:stackTraceError}))}__name(beforeAll,"beforeAll");function afterAll(fn2,timeout){assertTypes(fn2,'"afterAll" callback',["function"]);const context=getChainableContext(
this);const stackTraceError=new Error("STACK_TRACE_ERROR");return getCurrentSuite().on("afterAll",withTimeout(withSuiteFixtures("afterAll",fn2,context,stackTraceError),
timeout??getDefaultHookTimeout(),true,stackTraceError))}__name(afterAll,"afterAll");function beforeEach(fn2,timeout=getDefaultHookTimeout()){assertTypes(fn2,'"b\
eforeEach" callback',["function"]);const stackTraceError=new Error("STACK_TRACE_ERROR");const wrapper=__name((context,suite2)=>{const fixtureResolver=withFixtures(
fn2,{suite:suite2});return fixtureResolver(context)},"wrapper");return getCurrentSuite().on("beforeEach",Object.assign(withTimeout(wrapper,timeout??getDefaultHookTimeout(),
true,stackTraceError,abortIfTimeout),{[CLEANUP_TIMEOUT_KEY]:timeout,[CLEANUP_STACK_TRACE_KEY]:stackTraceError}))}__name(beforeEach,"beforeEach");function afterEach(fn2,timeout){
assertTypes(fn2,'"afterEach" callback',["function"]);const wrapper=__name((context,suite2)=>{const fixtureResolver=withFixtures(fn2,{suite:suite2});return fixtureResolver(
context)},"wrapper");return getCurrentSuite().on("afterEach",withTimeout(wrapper,timeout??getDefaultHookTimeout(),true,new Error("STACK_TRACE_ERROR"),abortIfTimeout))}
__name(afterEach,"afterEach");var onTestFailed=createTestHook("onTestFailed",(test5,handler,timeout)=>{test5.onFailed||=[];test5.onFailed.push(withTimeout(handler,
timeout??getDefaultHookTimeout(),true,new Error("STACK_TRACE_ERROR"),abortIfTimeout))});var onTestFinished=createTestHook("onTestFinished",(test5,handler,timeout)=>{
test5.onFinished||=[];test5.onFinished.push(withTimeout(handler,timeout??getDefaultHookTimeout(),true,new Error("STACK_TRACE_ERROR"),abortIfTimeout))});function aroundAll(fn2,timeout){
assertTypes(fn2,'"aroundAll" callback',["function"]);const stackTraceError=new Error("STACK_TRACE_ERROR");const resolvedTimeout=timeout??getDefaultHookTimeout();
const context=getChainableContext(this);return getCurrentSuite().on("aroundAll",Object.assign(withSuiteFixtures("aroundAll",fn2,context,stackTraceError,1),{[AROUND_TIMEOUT_KEY]:resolvedTimeout,
[AROUND_STACK_TRACE_KEY]:stackTraceError}))}__name(aroundAll,"aroundAll");function aroundEach(fn2,timeout){assertTypes(fn2,'"aroundEach" callback',["function"]);
const stackTraceError=new Error("STACK_TRACE_ERROR");const resolvedTimeout=timeout??getDefaultHookTimeout();const wrapper=__name((runTest2,context,suite2)=>{const innerFn=__name(
ctx=>fn2(runTest2,ctx,suite2),"innerFn");configureProps(innerFn,{index:1,original:fn2});const fixtureResolver=withFixtures(innerFn,{suite:suite2});return fixtureResolver(
context)},"wrapper");return getCurrentSuite().on("aroundEach",Object.assign(wrapper,{[AROUND_TIMEOUT_KEY]:resolvedTimeout,[AROUND_STACK_TRACE_KEY]:stackTraceError}))}
__name(aroundEach,"aroundEach");function withSuiteFixtures(suiteHook,fn2,context,stackTraceError,contextIndex=0){return(...args)=>{const suite2=args.at(-1);const prefix=args.
slice(0,-1);const wrapper=__name(ctx=>fn2(...prefix,ctx,suite2),"wrapper");configureProps(wrapper,{index:contextIndex,original:fn2});const fixtures=context?.getFixtures();
const fileContext=fixtures?.getFileContext(suite2.file);const fixtured=withFixtures(wrapper,{suiteHook,fixtures,context:fileContext,stackTraceError});return fixtured()}}
__name(withSuiteFixtures,"withSuiteFixtures");function getAroundHookTimeout(hook){return AROUND_TIMEOUT_KEY in hook&&typeof hook[AROUND_TIMEOUT_KEY]==="number"?
hook[AROUND_TIMEOUT_KEY]:getDefaultHookTimeout()}__name(getAroundHookTimeout,"getAroundHookTimeout");function getAroundHookStackTrace(hook){return AROUND_STACK_TRACE_KEY in
hook&&hook[AROUND_STACK_TRACE_KEY]instanceof Error?hook[AROUND_STACK_TRACE_KEY]:void 0}__name(getAroundHookStackTrace,"getAroundHookStackTrace");function createTestHook(name,handler){
return(fn2,timeout)=>{assertTypes(fn2,`"${name}" callback`,["function"]);const current=getCurrentTest();if(!current){throw new Error(`Hook ${name}() can only be\
 called inside a test`)}return handler(current,fn2,timeout)}}__name(createTestHook,"createTestHook");function interpretTaskModes(file,namePattern,testLocations,testIds,testTagsFilter,onlyMode,parentIsOnly,allowOnly){
const matchedLocations=[];const traverseSuite=__name((suite2,parentIsOnly2,parentMatchedWithLocation)=>{const suiteIsOnly=parentIsOnly2||suite2.mode==="only";const hasSomeTasksOnly=onlyMode&&
suite2.tasks.some(t2=>t2.mode==="only"||t2.type==="suite"&&someTasksAreOnly(t2));suite2.tasks.forEach(t2=>{const includeTask=hasSomeTasksOnly?t2.mode==="only"||
t2.type==="suite"&&someTasksAreOnly(t2):suiteIsOnly||t2.mode==="only";if(onlyMode){if(t2.type==="suite"&&(includeTask||someTasksAreOnly(t2))){if(t2.mode==="only"){
checkAllowOnly(t2,allowOnly);t2.mode="run"}}else if(t2.mode==="run"&&!includeTask){t2.mode="skip"}else if(t2.mode==="only"){checkAllowOnly(t2,allowOnly);t2.mode=
"run"}}let hasLocationMatch=parentMatchedWithLocation;if(testLocations!==void 0&&testLocations.length!==0){if(t2.location&&testLocations?.includes(t2.location.line)){
t2.mode="run";matchedLocations.push(t2.location.line);hasLocationMatch=true}else if(parentMatchedWithLocation){t2.mode="run"}else if(t2.type==="test"){t2.mode="\
skip"}}if(t2.type==="test"){if(namePattern&&!getTaskFullName(t2).match(namePattern)){t2.mode="skip"}if(testIds&&!testIds.includes(t2.id)){t2.mode="skip"}if(testTagsFilter&&
!testTagsFilter(t2.tags||[])){t2.mode="skip"}}else if(t2.type==="suite"){if(t2.mode==="skip"){skipAllTasks(t2)}else if(t2.mode==="todo"){todoAllTasks(t2)}else{traverseSuite(
t2,includeTask,hasLocationMatch)}}});if(suite2.mode==="run"||suite2.mode==="queued"){if(suite2.tasks.length&&suite2.tasks.every(i2=>i2.mode!=="run"&&i2.mode!=="\
queued")){suite2.mode="skip"}}},"traverseSuite");traverseSuite(file,parentIsOnly,false);const nonMatching=testLocations?.filter(loc=>!matchedLocations.includes(
loc));if(nonMatching&&nonMatching.length!==0){const message=nonMatching.length===1?`line ${nonMatching[0]}`:`lines ${nonMatching.join(", ")}`;if(file.result===void 0){
file.result={state:"fail",errors:[]}}if(file.result.errors===void 0){file.result.errors=[]}file.result.errors.push(processError(new Error(`No test found in ${file.
name} in ${message}`)))}}__name(interpretTaskModes,"interpretTaskModes");function getTaskFullName(task){return`${task.suite?`${getTaskFullName(task.suite)} `:""}${task.
name}`}__name(getTaskFullName,"getTaskFullName");function someTasksAreOnly(suite2){return suite2.tasks.some(t2=>t2.mode==="only"||t2.type==="suite"&&someTasksAreOnly(
t2))}__name(someTasksAreOnly,"someTasksAreOnly");function skipAllTasks(suite2){suite2.tasks.forEach(t2=>{if(t2.mode==="run"||t2.mode==="queued"){t2.mode="skip";
if(t2.type==="suite"){skipAllTasks(t2)}}})}__name(skipAllTasks,"skipAllTasks");function todoAllTasks(suite2){suite2.tasks.forEach(t2=>{if(t2.mode==="run"||t2.mode===
"queued"){t2.mode="todo";if(t2.type==="suite"){todoAllTasks(t2)}}})}__name(todoAllTasks,"todoAllTasks");function checkAllowOnly(task,allowOnly){if(allowOnly){return}
const error=processError(new Error("[Vitest] Unexpected .only modifier. Remove it or pass --allowOnly argument to bypass this error"));task.result={state:"fail",
errors:[error]}}__name(checkAllowOnly,"checkAllowOnly");function generateHash(str){let hash=0;if(str.length===0){return`${hash}`}for(let i2=0;i2<str.length;i2++){
const char=str.charCodeAt(i2);hash=(hash<<5)-hash+char;hash=hash&hash}return`${hash}`}__name(generateHash,"generateHash");function calculateSuiteHash(parent){parent.
tasks.forEach((t2,idx)=>{t2.id=`${parent.id}_${idx}`;if(t2.type==="suite"){calculateSuiteHash(t2)}})}__name(calculateSuiteHash,"calculateSuiteHash");function createFileTask(filepath,root,projectName,pool,viteEnvironment){
const path=relative(root,filepath);const file={id:generateFileHash(path,projectName),name:path,fullName:path,type:"suite",mode:"queued",filepath,tasks:[],meta:Object.
create(null),projectName,file:void 0,pool,viteEnvironment};file.file=file;return file}__name(createFileTask,"createFileTask");function generateFileHash(file,projectName){
return generateHash(`${file}${projectName||""}`)}__name(generateFileHash,"generateFileHash");function findTestFileStackTrace(testFilePath,error){const lines=error.
split("\n").slice(1);for(const line of lines){const stack=parseSingleStack(line);if(stack&&stack.file===testFilePath){return stack}}}__name(findTestFileStackTrace,
"findTestFileStackTrace");function limitConcurrency(concurrency=Infinity){let count=0;let head;let tail;const finish=__name(()=>{count--;if(head){head[0]();head=
head[1];tail=head&&tail}},"finish");const acquire=__name(()=>{let released=false;const release=__name(()=>{if(!released){released=true;finish()}},"release");if(count++<
concurrency){return release}return new Promise(resolve3=>{if(tail){tail=tail[1]=[()=>resolve3(release)]}else{head=tail=[()=>resolve3(release)]}})},"acquire");const limiterFn=__name(
(func,...args)=>{function run(release2){try{const result=func(...args);if(result instanceof Promise){return result.finally(release2)}release2();return Promise.resolve(
result)}catch(error){release2();return Promise.reject(error)}}__name(run,"run");const release=acquire();return release instanceof Promise?release.then(run):run(
release)},"limiterFn");return Object.assign(limiterFn,{acquire})}__name(limitConcurrency,"limitConcurrency");function partitionSuiteChildren(suite2){let tasksGroup=[];
const tasksGroups=[];for(const c2 of suite2.tasks){if(tasksGroup.length===0||c2.concurrent===tasksGroup[0].concurrent){tasksGroup.push(c2)}else{tasksGroups.push(
tasksGroup);tasksGroup=[c2]}}if(tasksGroup.length>0){tasksGroups.push(tasksGroup)}return tasksGroups}__name(partitionSuiteChildren,"partitionSuiteChildren");var filterMap=new WeakMap;
function matchesTags(testTags){const runner2=getRunner();const tagsFilter=runner2._currentSpecification?.testTagsFilter??runner2.config.tagsFilter;if(!tagsFilter){
return true}let tagsFilterPredicate=filterMap.get(tagsFilter);if(!tagsFilterPredicate){tagsFilterPredicate=createTagsFilter(tagsFilter,runner2.config.tags);filterMap.
set(tagsFilter,tagsFilterPredicate)}return tagsFilterPredicate(testTags)}__name(matchesTags,"matchesTags");function validateTags(config2,tags){if(!config2.strictTags){
return}const availableTags=new Set(config2.tags.map(tag=>tag.name));for(const tag of tags){if(!availableTags.has(tag)){throw createNoTagsError(config2.tags,tag)}}}
__name(validateTags,"validateTags");function createNoTagsError(availableTags,tag,prefix="tag"){if(!availableTags.length){throw new Error(`The Vitest config does\
't define any "tags", cannot apply "${tag}" ${prefix} for this test. See: https://vitest.dev/guide/test-tags`)}throw new Error(`The ${prefix} "${tag}" is not de\
fined in the configuration. Available tags are:
${availableTags.map(t2=>`- ${t2.name}${t2.description?`: ${t2.description}`:""}`).join("\n")}`)}__name(createNoTagsError,"createNoTagsError");function createTagsFilter(tagsExpr,availableTags){
const matchers=tagsExpr.map(expr=>parseTagsExpression(expr,availableTags));return testTags=>{return matchers.every(matcher=>matcher(testTags))}}__name(createTagsFilter,
"createTagsFilter");function parseTagsExpression(expr,availableTags){const tokens=tokenize(expr);const stream=new TokenStream(tokens,expr);const ast=parseOrExpression(
stream,availableTags);if(stream.peek().type!=="EOF"){throw new Error(`Invalid tags expression: unexpected "${formatToken(stream.peek())}" in "${expr}"`)}return tags=>evaluateNode(
ast,tags)}__name(parseTagsExpression,"parseTagsExpression");function formatToken(token){switch(token.type){case"TAG":return token.value;default:return formatTokenType(
token.type)}}__name(formatToken,"formatToken");function tokenize(expr){const tokens=[];let i2=0;while(i2<expr.length){if(expr[i2]===" "||expr[i2]==="	"){i2++;continue}
if(expr[i2]==="("){tokens.push({type:"LPAREN"});i2++;continue}if(expr[i2]===")"){tokens.push({type:"RPAREN"});i2++;continue}if(expr[i2]==="!"){tokens.push({type:"\
NOT"});i2++;continue}if(expr.slice(i2,i2+2)==="&&"){tokens.push({type:"AND"});i2+=2;continue}if(expr.slice(i2,i2+2)==="||"){tokens.push({type:"OR"});i2+=2;continue}
if(/^and(?:\s|\)|$)/i.test(expr.slice(i2))){tokens.push({type:"AND"});i2+=3;continue}if(/^or(?:\s|\)|$)/i.test(expr.slice(i2))){tokens.push({type:"OR"});i2+=2;continue}
if(/^not\s/i.test(expr.slice(i2))){tokens.push({type:"NOT"});i2+=3;continue}let tag="";while(i2<expr.length&&expr[i2]!==" "&&expr[i2]!=="	"&&expr[i2]!=="("&&expr[i2]!==
")"&&expr[i2]!=="!"&&expr[i2]!=="&"&&expr[i2]!=="|"){const remaining=expr.slice(i2);if(tag===""&&(/^and(?:\s|\)|$)/i.test(remaining)||/^or(?:\s|\)|$)/i.test(remaining)||
/^not\s/i.test(remaining))){break}tag+=expr[i2];i2++}if(tag){tokens.push({type:"TAG",value:tag})}}tokens.push({type:"EOF"});return tokens}__name(tokenize,"token\
ize");var TokenStream=class{static{__name(this,"TokenStream")}pos=0;constructor(tokens,expr){this.tokens=tokens;this.expr=expr}peek(){return this.tokens[this.pos]}next(){
return this.tokens[this.pos++]}expect(type3){const token=this.next();if(token.type!==type3){if(type3==="RPAREN"&&token.type==="EOF"){throw new Error(`Invalid ta\
gs expression: missing closing ")" in "${this.expr}"`)}throw new Error(`Invalid tags expression: expected "${formatTokenType(type3)}" but got "${formatToken(token)}\
" in "${this.expr}"`)}return token}unexpectedToken(){const token=this.peek();if(token.type==="EOF"){throw new Error(`Invalid tags expression: unexpected end of \
expression in "${this.expr}"`)}throw new Error(`Invalid tags expression: unexpected "${formatToken(token)}" in "${this.expr}"`)}};function formatTokenType(type3){
switch(type3){case"TAG":return"tag";case"AND":return"and";case"OR":return"or";case"NOT":return"not";case"LPAREN":return"(";case"RPAREN":return")";case"EOF":return"\
end of expression"}}__name(formatTokenType,"formatTokenType");function parseOrExpression(stream,availableTags){let left=parseAndExpression(stream,availableTags);
while(stream.peek().type==="OR"){stream.next();const right=parseAndExpression(stream,availableTags);left={type:"or",left,right}}return left}__name(parseOrExpression,
"parseOrExpression");function parseAndExpression(stream,availableTags){let left=parseUnaryExpression(stream,availableTags);while(stream.peek().type==="AND"){stream.
next();const right=parseUnaryExpression(stream,availableTags);left={type:"and",left,right}}return left}__name(parseAndExpression,"parseAndExpression");function parseUnaryExpression(stream,availableTags){
if(stream.peek().type==="NOT"){stream.next();const operand=parseUnaryExpression(stream,availableTags);return{type:"not",operand}}return parsePrimaryExpression(stream,
availableTags)}__name(parseUnaryExpression,"parseUnaryExpression");function parsePrimaryExpression(stream,availableTags){const token=stream.peek();if(token.type===
"LPAREN"){stream.next();const expr=parseOrExpression(stream,availableTags);stream.expect("RPAREN");return expr}if(token.type==="TAG"){stream.next();const tagValue=token.
value;const pattern=resolveTagPattern(tagValue,availableTags);return{type:"tag",value:tagValue,pattern}}stream.unexpectedToken()}__name(parsePrimaryExpression,"\
parsePrimaryExpression");function createWildcardRegex(pattern){return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g,"\\$&").replace(/\*/g,".*")}$`)}__name(
createWildcardRegex,"createWildcardRegex");function resolveTagPattern(tagPattern,availableTags){if(tagPattern.includes("*")){const regex=createWildcardRegex(tagPattern);
const hasMatch=availableTags.some(tag=>regex.test(tag.name));if(!hasMatch){throw createNoTagsError(availableTags,tagPattern,"tag pattern")}return regex}if(!availableTags.
length||!availableTags.some(tag=>tag.name===tagPattern)){throw createNoTagsError(availableTags,tagPattern,"tag pattern")}return null}__name(resolveTagPattern,"r\
esolveTagPattern");function evaluateNode(node,tags){switch(node.type){case"tag":if(node.pattern){return tags.some(tag=>node.pattern.test(tag))}return tags.includes(
node.value);case"not":return!evaluateNode(node.operand,tags);case"and":return evaluateNode(node.left,tags)&&evaluateNode(node.right,tags);case"or":return evaluateNode(
node.left,tags)||evaluateNode(node.right,tags)}}__name(evaluateNode,"evaluateNode");function isTestCase(s){return s.type==="test"}__name(isTestCase,"isTestCase");
function getTests(suite2){const tests2=[];const arraySuites=toArray(suite2);for(const s of arraySuites){if(isTestCase(s)){tests2.push(s)}else{for(const task of s.
tasks){if(isTestCase(task)){tests2.push(task)}else{const taskTests=getTests(task);for(const test5 of taskTests){tests2.push(test5)}}}}}return tests2}__name(getTests,
"getTests");function hasTests(suite2){return toArray(suite2).some(s=>s.tasks.some(c2=>isTestCase(c2)||hasTests(c2)))}__name(hasTests,"hasTests");function hasFailed(suite2){
return toArray(suite2).some(s=>s.result?.state==="fail"||s.type==="suite"&&hasFailed(s.tasks))}__name(hasFailed,"hasFailed");function getNames(task){const names=[
task.name];let current=task;while(current?.suite){current=current.suite;if(current?.name){names.unshift(current.name)}}if(current!==task.file){names.unshift(task.
file.name)}return names}__name(getNames,"getNames");function getTestName(task,separator=" > "){return getNames(task).slice(1).join(separator)}__name(getTestName,"getTestName");function createTaskName(names,separator="\
 > "){return names.filter(name=>name!==void 0).join(separator)}__name(createTaskName,"createTaskName");var suite=createSuite();var test2=createTest(function(name,optionsOrFn,optionsOrTest){
if(getCurrentTest()){throw new Error('Calling the test function inside another test function is not allowed. Please put it inside "describe" or "suite" so it ca\
n be properly collected.')}getCurrentSuite().test.fn.call(this,formatName(name),optionsOrFn,optionsOrTest)});var describe=suite;var it=test2;var runner;var defaultSuite;
var currentTestFilepath;function assert(condition,message){if(!condition){throw new Error(`Vitest failed to find ${message}. One of the following is possible:
- "vitest" is imported directly without running "vitest" command
- "vitest" is imported inside "globalSetup" (to fix this, use "setupFiles" instead, because "globalSetup" runs in a different context)
- "vitest" is imported inside Vite / Vitest config file
- Otherwise, it might be a Vitest bug. Please report it to https://github.com/vitest-dev/vitest/issues
`)}}__name(assert,"assert");function getDefaultSuite(){assert(defaultSuite,"the default suite");return defaultSuite}__name(getDefaultSuite,"getDefaultSuite");function getRunner(){
assert(runner,"the runner");return runner}__name(getRunner,"getRunner");function createDefaultSuite(runner2){const config2=runner2.config.sequence;const options={};
if(config2.concurrent!=null){options.concurrent=config2.concurrent}const collector=suite("",options,()=>{});delete collector.suite;return collector}__name(createDefaultSuite,
"createDefaultSuite");function clearCollectorContext(file,currentRunner){currentTestFilepath=file.filepath;runner=currentRunner;if(!defaultSuite){defaultSuite=createDefaultSuite(
currentRunner)}defaultSuite.file=file;collectorContext.tasks.length=0;defaultSuite.clear();collectorContext.currentSuite=defaultSuite}__name(clearCollectorContext,
"clearCollectorContext");function getCurrentSuite(){const currentSuite=collectorContext.currentSuite||defaultSuite;assert(currentSuite,"the current suite");return currentSuite}
__name(getCurrentSuite,"getCurrentSuite");function createSuiteHooks(){return{beforeAll:[],afterAll:[],beforeEach:[],afterEach:[],aroundEach:[],aroundAll:[]}}__name(
createSuiteHooks,"createSuiteHooks");var POSITIVE_INFINITY=Number.POSITIVE_INFINITY;function parseArguments(optionsOrFn,timeoutOrTest){if(timeoutOrTest!=null&&typeof timeoutOrTest===
"object"){throw new TypeError(`Signature "test(name, fn, { ... })" was deprecated in Vitest 3 and removed in Vitest 4. Please, provide options as a second argum\
ent instead.`)}let options={};let fn2;if(typeof timeoutOrTest==="number"){options={timeout:timeoutOrTest}}else if(typeof optionsOrFn==="object"){options=optionsOrFn}
if(typeof optionsOrFn==="function"){if(typeof timeoutOrTest==="function"){throw new TypeError("Cannot use two functions as arguments. Please use the second argu\
ment for options.")}fn2=optionsOrFn}else if(typeof timeoutOrTest==="function"){fn2=timeoutOrTest}return{options,handler:fn2}}__name(parseArguments,"parseArgumen\
ts");function createSuiteCollector(name,factory=()=>{},mode,each,suiteOptions){const tasks=[];let suite2;initSuite(true);const task=__name(function(name2="",options={}){
const currentSuite=collectorContext.currentSuite?.suite;const parentTask=currentSuite??collectorContext.currentSuite?.file;const parentTags=parentTask?.tags||[];
const testTags=unique([...parentTags,...toArray(options.tags)]);const tagsOptions=testTags.map(tag=>{const tagDefinition=runner.config.tags?.find(t2=>t2.name===
tag);if(!tagDefinition&&runner.config.strictTags){throw createNoTagsError(runner.config.tags,tag)}return tagDefinition}).filter(r=>r!=null).sort((tag1,tag2)=>(tag2.
priority??POSITIVE_INFINITY)-(tag1.priority??POSITIVE_INFINITY)).reduce((acc,tag)=>{const{name:name3,description,priority,meta,...options2}=tag;Object.assign(acc,
options2);if(meta){acc.meta=Object.assign(acc.meta??Object.create(null),meta)}return acc},{});const testOwnMeta=options.meta;options={...tagsOptions,...options};
const timeout=options.timeout??runner.config.testTimeout;const parentMeta=currentSuite?.meta;const tagMeta=tagsOptions.meta;const testMeta=Object.create(null);if(tagMeta){
Object.assign(testMeta,tagMeta)}if(parentMeta){Object.assign(testMeta,parentMeta)}if(testOwnMeta){Object.assign(testMeta,testOwnMeta)}const task2={id:"",name:name2,
fullName:createTaskName([currentSuite?.fullName??collectorContext.currentSuite?.file?.fullName,name2]),fullTestName:createTaskName([currentSuite?.fullTestName,name2]),
suite:currentSuite,each:options.each,fails:options.fails,context:void 0,type:"test",file:currentSuite?.file??collectorContext.currentSuite?.file,timeout,retry:options.
retry??runner.config.retry,repeats:options.repeats,mode:options.only?"only":options.skip?"skip":options.todo?"todo":"run",meta:testMeta,annotations:[],artifacts:[],
tags:testTags};const handler=options.handler;if(task2.mode==="run"&&!handler){task2.mode="todo"}if(options.concurrent??(!options.sequential&&runner.config.sequence.
concurrent)){task2.concurrent=true}task2.shuffle=suiteOptions?.shuffle;const context=createTestContext(task2,runner);Object.defineProperty(task2,"context",{value:context,
enumerable:false});setTestFixture(context,options.fixtures??new TestFixtures);const limit=Error.stackTraceLimit;Error.stackTraceLimit=10;const stackTraceError=new Error(
"STACK_TRACE_ERROR");Error.stackTraceLimit=limit;if(handler){setFn(task2,withTimeout(withCancel(withAwaitAsyncAssertions(withFixtures(handler,{context}),task2),
task2.context.signal),timeout,false,stackTraceError,(_,error)=>abortIfTimeout([context],error)))}if(runner.config.includeTaskLocation){const error=stackTraceError.
stack;const stack=findTestFileStackTrace(currentTestFilepath,error);if(stack){task2.location={line:stack.line,column:stack.column}}}tasks.push(task2);return task2},
"task");const test5=createTest(function(name2,optionsOrFn,timeoutOrTest){let{options,handler}=parseArguments(optionsOrFn,timeoutOrTest);if(typeof suiteOptions===
"object"){options=Object.assign({},suiteOptions,options)}const concurrent=this.concurrent??(!this.sequential&&options?.concurrent);if(options.concurrent!=null&&
concurrent!=null){options.concurrent=concurrent}const sequential=this.sequential??(!this.concurrent&&options?.sequential);if(options.sequential!=null&&sequential!=
null){options.sequential=sequential}const test6=task(formatName(name2),{...this,...options,handler});test6.type="test"});const collector={type:"collector",name,
mode,suite:suite2,options:suiteOptions,test:test5,file:suite2.file,tasks,collect,task,clear,on:addHook};function addHook(name2,...fn2){getHooks(suite2)[name2].push(
...fn2)}__name(addHook,"addHook");function initSuite(includeLocation){if(typeof suiteOptions==="number"){suiteOptions={timeout:suiteOptions}}const currentSuite=collectorContext.
currentSuite?.suite;const parentTask=currentSuite??collectorContext.currentSuite?.file;const suiteTags=toArray(suiteOptions?.tags);validateTags(runner.config,suiteTags);
suite2={id:"",type:"suite",name,fullName:createTaskName([currentSuite?.fullName??collectorContext.currentSuite?.file?.fullName,name]),fullTestName:createTaskName(
[currentSuite?.fullTestName,name]),suite:currentSuite,mode,each,file:currentSuite?.file??collectorContext.currentSuite?.file,shuffle:suiteOptions?.shuffle,tasks:[],
meta:suiteOptions?.meta??Object.create(null),concurrent:suiteOptions?.concurrent,tags:unique([...parentTask?.tags||[],...suiteTags])};if(runner&&includeLocation&&
runner.config.includeTaskLocation){const limit=Error.stackTraceLimit;Error.stackTraceLimit=15;const error=new Error("stacktrace").stack;Error.stackTraceLimit=limit;
const stack=findTestFileStackTrace(currentTestFilepath,error);if(stack){suite2.location={line:stack.line,column:stack.column}}}setHooks(suite2,createSuiteHooks())}
__name(initSuite,"initSuite");function clear(){tasks.length=0;initSuite(false)}__name(clear,"clear");async function collect(file){if(!file){throw new TypeError(
"File is required to collect tasks.")}if(factory){await runWithSuite(collector,()=>factory(test5))}const allChildren=[];for(const i2 of tasks){allChildren.push(
i2.type==="collector"?await i2.collect(file):i2)}suite2.tasks=allChildren;return suite2}__name(collect,"collect");collectTask(collector);return collector}__name(
createSuiteCollector,"createSuiteCollector");function withAwaitAsyncAssertions(fn2,task){return(async(...args)=>{const fnResult=await fn2(...args);if(task.promises){
const result=await Promise.allSettled(task.promises);const errors=result.map(r=>r.status==="rejected"?r.reason:void 0).filter(Boolean);if(errors.length){throw errors}}
return fnResult})}__name(withAwaitAsyncAssertions,"withAwaitAsyncAssertions");function createSuite(){function suiteFn(name,factoryOrOptions,optionsOrFactory){if(getCurrentTest()){
throw new Error("Calling the suite function inside test function is not allowed. It can be only called at the top level or inside another suite function.")}const currentSuite=collectorContext.
currentSuite||defaultSuite;let{options,handler:factory}=parseArguments(factoryOrOptions,optionsOrFactory);const isConcurrentSpecified=options.concurrent||this.concurrent||
options.sequential===false;const isSequentialSpecified=options.sequential||this.sequential||options.concurrent===false;const{meta:parentMeta,...parentOptions}=currentSuite?.
options||{};options={...parentOptions,...options};const shuffle2=this.shuffle??options.shuffle??currentSuite?.options?.shuffle??runner?.config.sequence.shuffle;
if(shuffle2!=null){options.shuffle=shuffle2}let mode=this.only??options.only?"only":this.skip??options.skip?"skip":this.todo??options.todo?"todo":"run";if(mode===
"run"&&!factory){mode="todo"}const isConcurrent=isConcurrentSpecified||options.concurrent&&!isSequentialSpecified;const isSequential=isSequentialSpecified||options.
sequential&&!isConcurrentSpecified;if(isConcurrent!=null){options.concurrent=isConcurrent&&!isSequential}if(isSequential!=null){options.sequential=isSequential&&
!isConcurrent}if(parentMeta){options.meta=Object.assign(Object.create(null),parentMeta,options.meta)}return createSuiteCollector(formatName(name),factory,mode,this.
each,options)}__name(suiteFn,"suiteFn");suiteFn.each=function(cases,...args){const context=getChainableContext(this);const suite2=context.withContext();context.
setContext("each",true);if(Array.isArray(cases)&&args.length){cases=formatTemplateString(cases,args)}return(name,optionsOrFn,fnOrOptions)=>{const _name=formatName(
name);const arrayOnlyCases=cases.every(Array.isArray);const{options,handler}=parseArguments(optionsOrFn,fnOrOptions);const fnFirst=typeof optionsOrFn==="functio\
n";cases.forEach((i2,idx)=>{const items=Array.isArray(i2)?i2:[i2];if(fnFirst){if(arrayOnlyCases){suite2(formatTitle(_name,items,idx),handler?()=>handler(...items):
void 0,options.timeout)}else{suite2(formatTitle(_name,items,idx),handler?()=>handler(i2):void 0,options.timeout)}}else{if(arrayOnlyCases){suite2(formatTitle(_name,
items,idx),options,handler?()=>handler(...items):void 0)}else{suite2(formatTitle(_name,items,idx),options,handler?()=>handler(i2):void 0)}}});context.setContext(
"each",void 0)}};suiteFn.for=function(cases,...args){if(Array.isArray(cases)&&args.length){cases=formatTemplateString(cases,args)}return(name,optionsOrFn,fnOrOptions)=>{
const name_=formatName(name);const{options,handler}=parseArguments(optionsOrFn,fnOrOptions);cases.forEach((item,idx)=>{suite(formatTitle(name_,toArray(item),idx),
options,handler?()=>handler(item):void 0)})}};suiteFn.skipIf=condition=>condition?suite.skip:suite;suiteFn.runIf=condition=>condition?suite:suite.skip;return createChainable(
["concurrent","sequential","shuffle","skip","only","todo"],suiteFn)}__name(createSuite,"createSuite");function createTaskCollector(fn2){const taskFn=fn2;taskFn.
each=function(cases,...args){const context=getChainableContext(this);const test5=context.withContext();context.setContext("each",true);if(Array.isArray(cases)&&
args.length){cases=formatTemplateString(cases,args)}return(name,optionsOrFn,fnOrOptions)=>{const _name=formatName(name);const arrayOnlyCases=cases.every(Array.isArray);
const{options,handler}=parseArguments(optionsOrFn,fnOrOptions);const fnFirst=typeof optionsOrFn==="function";cases.forEach((i2,idx)=>{const items=Array.isArray(
i2)?i2:[i2];if(fnFirst){if(arrayOnlyCases){test5(formatTitle(_name,items,idx),handler?()=>handler(...items):void 0,options.timeout)}else{test5(formatTitle(_name,
items,idx),handler?()=>handler(i2):void 0,options.timeout)}}else{if(arrayOnlyCases){test5(formatTitle(_name,items,idx),options,handler?()=>handler(...items):void 0)}else{
test5(formatTitle(_name,items,idx),options,handler?()=>handler(i2):void 0)}}});context.setContext("each",void 0)}};taskFn.for=function(cases,...args){const context=getChainableContext(
this);const test5=context.withContext();if(Array.isArray(cases)&&args.length){cases=formatTemplateString(cases,args)}return(name,optionsOrFn,fnOrOptions)=>{const _name=formatName(
name);const{options,handler}=parseArguments(optionsOrFn,fnOrOptions);cases.forEach((item,idx)=>{const handlerWrapper=handler?ctx=>handler(item,ctx):void 0;if(handlerWrapper){
configureProps(handlerWrapper,{index:1,original:handler})}test5(formatTitle(_name,toArray(item),idx),options,handlerWrapper)})}};taskFn.skipIf=function(condition){
return condition?this.skip:this};taskFn.runIf=function(condition){return condition?this:this.skip};function parseBuilderFixtures(fixturesOrName,optionsOrFn,maybeFn){
if(typeof fixturesOrName!=="string"){return fixturesOrName}const fixtureName=fixturesOrName;let fixtureOptions;let fixtureValue;if(maybeFn!==void 0){fixtureOptions=
optionsOrFn;fixtureValue=maybeFn}else{if(optionsOrFn!==null&&typeof optionsOrFn==="object"&&!Array.isArray(optionsOrFn)&&TestFixtures.isFixtureOptions(optionsOrFn)){
fixtureOptions=optionsOrFn;fixtureValue={}}else{fixtureOptions=void 0;fixtureValue=optionsOrFn}}if(typeof fixtureValue==="function"){const builderFn=fixtureValue;
const fixture=__name(async(ctx,use2)=>{let cleanup;const onCleanup=__name(fn3=>{if(cleanup!==void 0){throw new Error(`onCleanup can only be called once per fixt\
ure. Define separate fixtures if you need multiple cleanup functions.`)}cleanup=fn3},"onCleanup");const value=await builderFn(ctx,{onCleanup});await use2(value);
if(cleanup){await cleanup()}},"fixture");configureProps(fixture,{original:builderFn});if(fixtureOptions){return{[fixtureName]:[fixture,fixtureOptions]}}return{[fixtureName]:fixture}}
if(fixtureOptions){return{[fixtureName]:[fixtureValue,fixtureOptions]}}return{[fixtureName]:fixtureValue}}__name(parseBuilderFixtures,"parseBuilderFixtures");taskFn.
override=function(fixturesOrName,optionsOrFn,maybeFn){const userFixtures=parseBuilderFixtures(fixturesOrName,optionsOrFn,maybeFn);getChainableContext(this).getFixtures().
override(runner,userFixtures);return this};taskFn.scoped=function(fixtures){console.warn(`test.scoped() is deprecated and will be removed in future versions. Pl\
ease use test.override() instead.`);return this.override(fixtures)};taskFn.extend=function(fixturesOrName,optionsOrFn,maybeFn){const userFixtures=parseBuilderFixtures(
fixturesOrName,optionsOrFn,maybeFn);const fixtures=getChainableContext(this).getFixtures().extend(runner,userFixtures);const _test3=createTest(function(name,optionsOrFn2,optionsOrTest){
fn2.call(this,formatName(name),optionsOrFn2,optionsOrTest)});getChainableContext(_test3).mergeContext({fixtures});return _test3};taskFn.describe=suite;taskFn.suite=
suite;taskFn.beforeEach=beforeEach;taskFn.afterEach=afterEach;taskFn.beforeAll=beforeAll;taskFn.afterAll=afterAll;taskFn.aroundEach=aroundEach;taskFn.aroundAll=
aroundAll;const _test2=createChainable(["concurrent","sequential","skip","only","todo","fails"],taskFn,{fixtures:new TestFixtures});return _test2}__name(createTaskCollector,
"createTaskCollector");function createTest(fn2){return createTaskCollector(fn2)}__name(createTest,"createTest");function formatName(name){return typeof name==="\
string"?name:typeof name==="function"?name.name||"<anonymous>":String(name)}__name(formatName,"formatName");function formatTitle(template,items,idx){if(template.
includes("%#")||template.includes("%$")){template=template.replace(/%%/g,"__vitest_escaped_%__").replace(/%#/g,`${idx}`).replace(/%\$/g,`${idx+1}`).replace(/__vitest_escaped_%__/g,
"%%")}const count=template.split("%").length-1;if(template.includes("%f")){const placeholders=template.match(/%f/g)||[];placeholders.forEach((_,i3)=>{if(isNegativeNaN(
items[i3])||Object.is(items[i3],-0)){let occurrence=0;template=template.replace(/%f/g,match=>{occurrence++;return occurrence===i3+1?"-%f":match})}})}const isObjectItem=isObject(
items[0]);function formatAttribute(s){return s.replace(/\$([$\w.]+)/g,(_,key)=>{const isArrayKey=/^\d+$/.test(key);if(!isObjectItem&&!isArrayKey){return`$${key}`}
const arrayElement=isArrayKey?objectAttr(items,key):void 0;const value=isObjectItem?objectAttr(items[0],key,arrayElement):arrayElement;return objDisplay(value,{
truncate:runner?.config?.chaiConfig?.truncateThreshold})})}__name(formatAttribute,"formatAttribute");let output="";let i2=0;handleRegexMatch(template,formatRegExp,
match=>{if(i2<count){output+=format2(match[0],items[i2++])}else{output+=match[0]}},nonMatch=>{output+=formatAttribute(nonMatch)});return output}__name(formatTitle,
"formatTitle");function handleRegexMatch(input,regex,onMatch,onNonMatch){let lastIndex=0;for(const m2 of input.matchAll(regex)){if(lastIndex<m2.index){onNonMatch(
input.slice(lastIndex,m2.index))}onMatch(m2);lastIndex=m2.index+m2[0].length}if(lastIndex<input.length){onNonMatch(input.slice(lastIndex))}}__name(handleRegexMatch,
"handleRegexMatch");function formatTemplateString(cases,args){const header=cases.join("").trim().replace(/ /g,"").split("\n").map(i2=>i2.split("|"))[0];const res=[];
for(let i2=0;i2<Math.floor(args.length/header.length);i2++){const oneCase={};for(let j=0;j<header.length;j++){oneCase[header[j]]=args[i2*header.length+j]}res.push(
oneCase)}return res}__name(formatTemplateString,"formatTemplateString");var now$2=globalThis.performance?globalThis.performance.now.bind(globalThis.performance):
Date.now;var collectorContext={tasks:[],currentSuite:null};function collectTask(task){collectorContext.currentSuite?.tasks.push(task)}__name(collectTask,"collec\
tTask");async function runWithSuite(suite2,fn2){const prev=collectorContext.currentSuite;collectorContext.currentSuite=suite2;await fn2();collectorContext.currentSuite=
prev}__name(runWithSuite,"runWithSuite");function withTimeout(fn2,timeout,isHook=false,stackTraceError,onTimeout){if(timeout<=0||timeout===Number.POSITIVE_INFINITY){
return fn2}const{setTimeout:setTimeout3,clearTimeout:clearTimeout2}=getSafeTimers();return __name((function runWithTimeout(...args){const startTime=now$2();const runner2=getRunner();
runner2._currentTaskStartTime=startTime;runner2._currentTaskTimeout=timeout;return new Promise((resolve_,reject_)=>{const timer=setTimeout3(()=>{clearTimeout2(timer);
rejectTimeoutError()},timeout);timer.unref?.();function rejectTimeoutError(){const error=makeTimeoutError(isHook,timeout,stackTraceError);onTimeout?.(args,error);
reject_(error)}__name(rejectTimeoutError,"rejectTimeoutError");function resolve3(result){runner2._currentTaskStartTime=void 0;runner2._currentTaskTimeout=void 0;
clearTimeout2(timer);if(now$2()-startTime>=timeout){rejectTimeoutError();return}resolve_(result)}__name(resolve3,"resolve");function reject(error){runner2._currentTaskStartTime=
void 0;runner2._currentTaskTimeout=void 0;clearTimeout2(timer);reject_(error)}__name(reject,"reject");try{const result=fn2(...args);if(typeof result==="object"&&
result!=null&&typeof result.then==="function"){result.then(resolve3,reject)}else{resolve3(result)}}catch(error){reject(error)}})}),"runWithTimeout")}__name(withTimeout,
"withTimeout");function withCancel(fn2,signal){return __name((function runWithCancel(...args){return new Promise((resolve3,reject)=>{signal.addEventListener("ab\
ort",()=>reject(signal.reason));try{const result=fn2(...args);if(typeof result==="object"&&result!=null&&typeof result.then==="function"){result.then(resolve3,reject)}else{
resolve3(result)}}catch(error){reject(error)}})}),"runWithCancel")}__name(withCancel,"withCancel");var abortControllers=new WeakMap;function abortIfTimeout([context],error){
if(context){abortContextSignal(context,error)}}__name(abortIfTimeout,"abortIfTimeout");function abortContextSignal(context,error){const abortController=abortControllers.
get(context);abortController?.abort(error)}__name(abortContextSignal,"abortContextSignal");function createTestContext(test5,runner2){const context=__name(function(){
throw new Error("done() callback is deprecated, use promise instead")},"context");let abortController=abortControllers.get(context);if(!abortController){abortController=
new AbortController;abortControllers.set(context,abortController)}context.signal=abortController.signal;context.task=test5;context.skip=(condition,note)=>{if(condition===
false){return void 0}test5.result??={state:"skip"};test5.result.pending=true;throw new PendingError("test is skipped; abort execution",test5,typeof condition===
"string"?condition:note)};context.annotate=((message,type3,attachment)=>{if(test5.result&&test5.result.state!=="run"){throw new Error(`Cannot annotate tests out\
side of the test run. The test "${test5.name}" finished running with the "${test5.result.state}" state already.`)}const annotation={message,type:typeof type3===
"object"||type3===void 0?"notice":type3};const annotationAttachment=typeof type3==="object"?type3:attachment;if(annotationAttachment){annotation.attachment=annotationAttachment;
manageArtifactAttachment(annotation.attachment)}return recordAsyncOperation(test5,recordArtifact(test5,{type:"internal:annotation",annotation}).then(async({annotation:annotation2})=>{
if(!runner2.onTestAnnotate){throw new Error(`Test runner doesn't support test annotations.`)}await finishSendTasksUpdate(runner2);const resolvedAnnotation=await runner2.
onTestAnnotate(test5,annotation2);test5.annotations.push(resolvedAnnotation);return resolvedAnnotation}))});context.onTestFailed=(handler,timeout)=>{test5.onFailed||=
[];test5.onFailed.push(withTimeout(handler,timeout??runner2.config.hookTimeout,true,new Error("STACK_TRACE_ERROR"),(_,error)=>abortController.abort(error)))};context.
onTestFinished=(handler,timeout)=>{test5.onFinished||=[];test5.onFinished.push(withTimeout(handler,timeout??runner2.config.hookTimeout,true,new Error("STACK_TRA\
CE_ERROR"),(_,error)=>abortController.abort(error)))};return runner2.extendTaskContext?.(context)||context}__name(createTestContext,"createTestContext");function makeTimeoutError(isHook,timeout,stackTraceError){
const message=`${isHook?"Hook":"Test"} timed out in ${timeout}ms.
If this is a long-running ${isHook?"hook":"test"}, pass a timeout value as the last argument or configure it globally with "${isHook?"hookTimeout":"testTimeout"}\
".`;const error=new Error(message);if(stackTraceError?.stack){error.stack=stackTraceError.stack.replace(error.message,stackTraceError.message)}return error}__name(
makeTimeoutError,"makeTimeoutError");async function runSetupFiles(config2,files,runner2){if(config2.sequence.setupFiles==="parallel"){await Promise.all(files.map(
async fsPath=>{await runner2.importFile(fsPath,"setup")}))}else{for(const fsPath of files){await runner2.importFile(fsPath,"setup")}}}__name(runSetupFiles,"runS\
etupFiles");var now$1=globalThis.performance?globalThis.performance.now.bind(globalThis.performance):Date.now;async function collectTests(specs,runner2){const files=[];
const config2=runner2.config;const $3=runner2.trace;let defaultTagsFilter;for(const spec of specs){const filepath=typeof spec==="string"?spec:spec.filepath;await $3(
"collect_spec",{"code.file.path":filepath},async()=>{runner2._currentSpecification=typeof spec==="string"?{filepath:spec}:spec;const testLocations=typeof spec===
"string"?void 0:spec.testLocations;const testNamePattern=typeof spec==="string"?void 0:spec.testNamePattern;const testIds=typeof spec==="string"?void 0:spec.testIds;
const testTagsFilter=typeof spec==="object"&&spec.testTagsFilter?createTagsFilter(spec.testTagsFilter,config2.tags):void 0;const fileTags=typeof spec==="string"?
[]:spec.fileTags||[];const file=createFileTask(filepath,config2.root,config2.name,runner2.pool,runner2.viteEnvironment);file.tags=fileTags;file.shuffle=config2.
sequence.shuffle;try{validateTags(runner2.config,fileTags);runner2.onCollectStart?.(file);clearCollectorContext(file,runner2);const setupFiles=toArray(config2.setupFiles);
if(setupFiles.length){const setupStart=now$1();await runSetupFiles(config2,setupFiles,runner2);const setupEnd=now$1();file.setupDuration=setupEnd-setupStart}else{
file.setupDuration=0}const collectStart=now$1();await runner2.importFile(filepath,"collect");const durations=runner2.getImportDurations?.();if(durations){file.importDurations=
durations}const defaultTasks=await getDefaultSuite().collect(file);const fileHooks=createSuiteHooks();mergeHooks(fileHooks,getHooks(defaultTasks));for(const c2 of[
...defaultTasks.tasks,...collectorContext.tasks]){if(c2.type==="test"||c2.type==="suite"){file.tasks.push(c2)}else if(c2.type==="collector"){const suite2=await c2.
collect(file);if(suite2.name||suite2.tasks.length){mergeHooks(fileHooks,getHooks(suite2));file.tasks.push(suite2)}}else{c2}}setHooks(file,fileHooks);file.collectDuration=
now$1()-collectStart}catch(e){const errors=e instanceof AggregateError?e.errors.map(e2=>processError(e2,runner2.config.diffOptions)):[processError(e,runner2.config.
diffOptions)];file.result={state:"fail",errors};const durations=runner2.getImportDurations?.();if(durations){file.importDurations=durations}}calculateSuiteHash(
file);const hasOnlyTasks=someTasksAreOnly(file);if(!testTagsFilter&&!defaultTagsFilter&&config2.tagsFilter){defaultTagsFilter=createTagsFilter(config2.tagsFilter,
config2.tags)}interpretTaskModes(file,testNamePattern??config2.testNamePattern,testLocations,testIds,testTagsFilter??defaultTagsFilter,hasOnlyTasks,false,config2.
allowOnly);if(file.mode==="queued"){file.mode="run"}files.push(file)})}return files}__name(collectTests,"collectTests");function mergeHooks(baseHooks,hooks){for(const _key in hooks){
const key=_key;baseHooks[key].push(...hooks[key])}return baseHooks}__name(mergeHooks,"mergeHooks");var now=globalThis.performance?globalThis.performance.now.bind(
globalThis.performance):Date.now;var unixNow=Date.now;var{clearTimeout,setTimeout:setTimeout2}=getSafeTimers();var limitMaxConcurrency;var limitTestConcurrency;
function getRetryCount(retry){if(retry===void 0){return 0}if(typeof retry==="number"){return retry}return retry.count??0}__name(getRetryCount,"getRetryCount");function getRetryDelay(retry){
if(retry===void 0){return 0}if(typeof retry==="number"){return 0}return retry.delay??0}__name(getRetryDelay,"getRetryDelay");function getRetryCondition(retry){if(retry===
void 0){return void 0}if(typeof retry==="number"){return void 0}return retry.condition}__name(getRetryCondition,"getRetryCondition");function updateSuiteHookState(task,name,state,runner2){
if(!task.result){task.result={state:"run"}}if(!task.result.hooks){task.result.hooks={}}const suiteHooks=task.result.hooks;if(suiteHooks){suiteHooks[name]=state;
let event=state==="run"?"before-hook-start":"before-hook-end";if(name==="afterAll"||name==="afterEach"){event=state==="run"?"after-hook-start":"after-hook-end"}
updateTask(event,task,runner2)}}__name(updateSuiteHookState,"updateSuiteHookState");function getSuiteHooks(suite2,name,sequence){const hooks=getHooks(suite2)[name];
if(sequence==="stack"&&(name==="afterAll"||name==="afterEach")){return hooks.slice().reverse()}return hooks}__name(getSuiteHooks,"getSuiteHooks");async function callTestHooks(runner2,test5,hooks,sequence){
if(sequence==="stack"){hooks=hooks.slice().reverse()}if(!hooks.length){return}const context=test5.context;const onTestFailed2=test5.context.onTestFailed;const onTestFinished2=test5.
context.onTestFinished;context.onTestFailed=()=>{throw new Error(`Cannot call "onTestFailed" inside a test hook.`)};context.onTestFinished=()=>{throw new Error(
`Cannot call "onTestFinished" inside a test hook.`)};if(sequence==="parallel"){try{await Promise.all(hooks.map(fn2=>limitMaxConcurrency(()=>fn2(test5.context))))}catch(e){
failTask(test5.result,e,runner2.config.diffOptions)}}else{for(const fn2 of hooks){try{await limitMaxConcurrency(()=>fn2(test5.context))}catch(e){failTask(test5.
result,e,runner2.config.diffOptions)}}}context.onTestFailed=onTestFailed2;context.onTestFinished=onTestFinished2}__name(callTestHooks,"callTestHooks");async function callSuiteHook(suite2,currentTask,name,runner2,args){
const sequence=runner2.config.sequence.hooks;const callbacks=[];const parentSuite="filepath"in suite2?null:suite2.suite||suite2.file;if(name==="beforeEach"&&parentSuite){
callbacks.push(...await callSuiteHook(parentSuite,currentTask,name,runner2,args))}const hooks=getSuiteHooks(suite2,name,sequence);if(hooks.length>0){updateSuiteHookState(
currentTask,name,"run",runner2)}async function runHook(hook){return limitMaxConcurrency(async()=>{return getBeforeHookCleanupCallback(hook,await hook(...args),name===
"beforeEach"?args[0]:void 0)})}__name(runHook,"runHook");if(sequence==="parallel"){callbacks.push(...await Promise.all(hooks.map(hook=>runHook(hook))))}else{for(const hook of hooks){
callbacks.push(await runHook(hook))}}if(hooks.length>0){updateSuiteHookState(currentTask,name,"pass",runner2)}if(name==="afterEach"&&parentSuite){callbacks.push(
...await callSuiteHook(parentSuite,currentTask,name,runner2,args))}return callbacks}__name(callSuiteHook,"callSuiteHook");function getAroundEachHooks(suite2){const hooks=[];
const parentSuite="filepath"in suite2?null:suite2.suite||suite2.file;if(parentSuite){hooks.push(...getAroundEachHooks(parentSuite))}hooks.push(...getHooks(suite2).
aroundEach);return hooks}__name(getAroundEachHooks,"getAroundEachHooks");function getAroundAllHooks(suite2){return getHooks(suite2).aroundAll}__name(getAroundAllHooks,
"getAroundAllHooks");function makeAroundHookTimeoutError(hookName,phase,timeout,stackTraceError){const message=`The ${phase} phase of "${hookName}" hook timed o\
ut after ${timeout}ms.`;const ErrorClass=phase==="setup"?AroundHookSetupError:AroundHookTeardownError;const error=new ErrorClass(message);if(stackTraceError?.stack){
error.stack=stackTraceError.stack.replace(stackTraceError.message,error.message)}return error}__name(makeAroundHookTimeoutError,"makeAroundHookTimeoutError");async function callAroundHooks(runInner,options){
const{hooks,hookName,callbackName,onTimeout,invokeHook}=options;if(!hooks.length){await runInner();return}const hookErrors=[];const createTimeoutPromise=__name(
(timeout,phase,stackTraceError)=>{let timer;let timedout=false;const promise=new Promise((_,reject)=>{if(timeout>0&&timeout!==Number.POSITIVE_INFINITY){timer=setTimeout2(
()=>{timedout=true;const error=makeAroundHookTimeoutError(hookName,phase,timeout,stackTraceError);onTimeout?.(error);reject(error)},timeout);timer.unref?.()}});
const clear=__name(()=>{if(timer){clearTimeout(timer);timer=void 0}},"clear");return{promise,clear,isTimedOut:__name(()=>timedout,"isTimedOut")}},"createTimeout\
Promise");const runNextHook=__name(async index2=>{if(index2>=hooks.length){return runInner()}const hook=hooks[index2];const timeout=getAroundHookTimeout(hook);const stackTraceError=getAroundHookStackTrace(
hook);let useCalled=false;let setupTimeout;let teardownTimeout;let setupLimitConcurrencyRelease;let teardownLimitConcurrencyRelease;let resolveUseCalled;const useCalledPromise=new Promise(
resolve3=>{resolveUseCalled=resolve3});let resolveUseReturned;const useReturnedPromise=new Promise(resolve3=>{resolveUseReturned=resolve3});let resolveHookComplete;
let rejectHookComplete;const hookCompletePromise=new Promise((resolve3,reject)=>{resolveHookComplete=resolve3;rejectHookComplete=reject});const use2=__name(async()=>{
if(setupTimeout.isTimedOut()){throw new Error("__VITEST_INTERNAL_AROUND_HOOK_ABORT__")}if(useCalled){throw new AroundHookMultipleCallsError(`The \`${callbackName}\
\` callback was called multiple times in the \`${hookName}\` hook. The callback can only be called once per hook.`)}useCalled=true;resolveUseCalled();setupTimeout.
clear();setupLimitConcurrencyRelease?.();await runNextHook(index2+1).catch(e=>hookErrors.push(e));teardownLimitConcurrencyRelease=await limitMaxConcurrency.acquire();
teardownTimeout=createTimeoutPromise(timeout,"teardown",stackTraceError);resolveUseReturned()},"use");setupLimitConcurrencyRelease=await limitMaxConcurrency.acquire();
setupTimeout=createTimeoutPromise(timeout,"setup",stackTraceError);(async()=>{try{await invokeHook(hook,use2);if(!useCalled){throw new AroundHookSetupError(`The\
 \`${callbackName}\` callback was not called in the \`${hookName}\` hook. Make sure to call \`${callbackName}\` to run the ${hookName==="aroundEach"?"test":"sui\
te"}.`)}resolveHookComplete()}catch(error){rejectHookComplete(error)}finally{setupLimitConcurrencyRelease?.();teardownLimitConcurrencyRelease?.()}})();try{await Promise.
race([useCalledPromise,hookCompletePromise,setupTimeout.promise])}finally{setupLimitConcurrencyRelease?.();setupTimeout.clear()}await Promise.race([useReturnedPromise,
hookCompletePromise]);try{await Promise.race([hookCompletePromise,teardownTimeout?.promise])}finally{teardownLimitConcurrencyRelease?.();teardownTimeout?.clear()}},
"runNextHook");await runNextHook(0).catch(e=>hookErrors.push(e));if(hookErrors.length>0){throw hookErrors}}__name(callAroundHooks,"callAroundHooks");async function callAroundAllHooks(suite2,runSuiteInner){
await callAroundHooks(runSuiteInner,{hooks:getAroundAllHooks(suite2),hookName:"aroundAll",callbackName:"runSuite()",invokeHook:__name((hook,use2)=>hook(use2,suite2),
"invokeHook")})}__name(callAroundAllHooks,"callAroundAllHooks");async function callAroundEachHooks(suite2,test5,runTest2){await callAroundHooks(()=>runTest2(getFixtureCleanupCount(
test5.context)),{hooks:getAroundEachHooks(suite2),hookName:"aroundEach",callbackName:"runTest()",onTimeout:__name(error=>abortContextSignal(test5.context,error),
"onTimeout"),invokeHook:__name((hook,use2)=>hook(use2,test5.context,suite2),"invokeHook")})}__name(callAroundEachHooks,"callAroundEachHooks");var packs=new Map;
var eventsPacks=[];var pendingTasksUpdates=[];function sendTasksUpdate(runner2){if(packs.size){const taskPacks=Array.from(packs).map(([id,task])=>{return[id,task[0],
task[1]]});const p=runner2.onTaskUpdate?.(taskPacks,eventsPacks);if(p){pendingTasksUpdates.push(p);p.then(()=>pendingTasksUpdates.splice(pendingTasksUpdates.indexOf(
p),1),()=>{})}eventsPacks.length=0;packs.clear()}}__name(sendTasksUpdate,"sendTasksUpdate");async function finishSendTasksUpdate(runner2){sendTasksUpdate(runner2);
await Promise.all(pendingTasksUpdates)}__name(finishSendTasksUpdate,"finishSendTasksUpdate");function throttle(fn2,ms){let last=0;let pendingCall;return __name(
function call2(...args){const now3=unixNow();if(now3-last>ms){last=now3;clearTimeout(pendingCall);pendingCall=void 0;return fn2.apply(this,args)}pendingCall??=setTimeout2(
()=>call2.bind(this)(...args),ms)},"call")}__name(throttle,"throttle");var sendTasksUpdateThrottled=throttle(sendTasksUpdate,100);function updateTask(event,task,runner2){
eventsPacks.push([task.id,event,void 0]);packs.set(task.id,[task.result,task.meta]);sendTasksUpdateThrottled(runner2)}__name(updateTask,"updateTask");async function callCleanupHooks(runner2,cleanups){
const sequence=runner2.config.sequence.hooks;if(sequence==="stack"){cleanups=cleanups.slice().reverse()}if(sequence==="parallel"){await Promise.all(cleanups.map(
async fn2=>{if(typeof fn2!=="function"){return}await limitMaxConcurrency(()=>fn2())}))}else{for(const fn2 of cleanups){if(typeof fn2!=="function"){continue}await limitMaxConcurrency(
()=>fn2())}}}__name(callCleanupHooks,"callCleanupHooks");function passesRetryCondition(test5,errors){const condition=getRetryCondition(test5.retry);if(!errors||
errors.length===0){return false}if(!condition){return true}const error=errors[errors.length-1];if(condition instanceof RegExp){return condition.test(error.message||
"")}else if(typeof condition==="function"){return condition(error)}return false}__name(passesRetryCondition,"passesRetryCondition");async function runTest(test5,runner2){
await runner2.onBeforeRunTask?.(test5);if(test5.mode!=="run"&&test5.mode!=="queued"){updateTask("test-prepare",test5,runner2);updateTask("test-finished",test5,runner2);
return}if(test5.result?.state==="fail"){updateTask("test-failed-early",test5,runner2);return}const start=now();test5.result={state:"run",startTime:unixNow(),retryCount:0};
updateTask("test-prepare",test5,runner2);const cleanupRunningTest=addRunningTest(test5);setCurrentTest(test5);const suite2=test5.suite||test5.file;const $3=runner2.
trace;const repeats=test5.repeats??0;for(let repeatCount=0;repeatCount<=repeats;repeatCount++){const retry=getRetryCount(test5.retry);for(let retryCount=0;retryCount<=
retry;retryCount++){let beforeEachCleanups=[];await callAroundEachHooks(suite2,test5,async fixtureCheckpoint=>{try{await runner2.onBeforeTryTask?.(test5,{retry:retryCount,
repeats:repeatCount});test5.result.repeatCount=repeatCount;beforeEachCleanups=await $3("test.beforeEach",()=>callSuiteHook(suite2,test5,"beforeEach",runner2,[test5.
context,suite2]));if(runner2.runTask){await $3("test.callback",()=>limitMaxConcurrency(()=>runner2.runTask(test5)))}else{const fn2=getFn(test5);if(!fn2){throw new Error(
"Test function is not found. Did you add it using `setFn`?")}await $3("test.callback",()=>limitMaxConcurrency(()=>fn2()))}await runner2.onAfterTryTask?.(test5,{
retry:retryCount,repeats:repeatCount});if(test5.result.state!=="fail"){test5.result.state="pass"}}catch(e){failTask(test5.result,e,runner2.config.diffOptions)}try{
await runner2.onTaskFinished?.(test5)}catch(e){failTask(test5.result,e,runner2.config.diffOptions)}try{await $3("test.afterEach",()=>callSuiteHook(suite2,test5,
"afterEach",runner2,[test5.context,suite2]));if(beforeEachCleanups.length){await $3("test.cleanup",()=>callCleanupHooks(runner2,beforeEachCleanups))}await callFixtureCleanupFrom(
test5.context,fixtureCheckpoint)}catch(e){failTask(test5.result,e,runner2.config.diffOptions)}if(test5.onFinished?.length){await $3("test.onFinished",()=>callTestHooks(
runner2,test5,test5.onFinished,"stack"))}if(test5.result.state==="fail"&&test5.onFailed?.length){await $3("test.onFailed",()=>callTestHooks(runner2,test5,test5.
onFailed,runner2.config.sequence.hooks))}test5.onFailed=void 0;test5.onFinished=void 0;await runner2.onAfterRetryTask?.(test5,{retry:retryCount,repeats:repeatCount})}).
catch(error=>{failTask(test5.result,error,runner2.config.diffOptions)});try{await callFixtureCleanup(test5.context)}catch(e){failTask(test5.result,e,runner2.config.
diffOptions)}if(test5.result?.pending||test5.result?.state==="skip"){test5.mode="skip";test5.result={state:"skip",note:test5.result?.note,pending:true,duration:now()-
start};updateTask("test-finished",test5,runner2);setCurrentTest(void 0);cleanupRunningTest();return}if(test5.result.state==="pass"){break}if(retryCount<retry){const shouldRetry=passesRetryCondition(
test5,test5.result.errors);if(!shouldRetry){break}test5.result.state="run";test5.result.retryCount=(test5.result.retryCount??0)+1;const delay2=getRetryDelay(test5.
retry);if(delay2>0){await new Promise(resolve3=>setTimeout2(resolve3,delay2))}}updateTask("test-retried",test5,runner2)}}if(test5.fails){if(test5.result.state===
"pass"){const error=processError(new Error("Expect test to fail"));test5.result.state="fail";test5.result.errors=[error]}else{test5.result.state="pass";test5.result.
errors=void 0}}cleanupRunningTest();setCurrentTest(void 0);test5.result.duration=now()-start;await runner2.onAfterRunTask?.(test5);updateTask("test-finished",test5,
runner2)}__name(runTest,"runTest");function failTask(result,err,diffOptions){if(err instanceof PendingError){result.state="skip";result.note=err.note;result.pending=
true;return}if(err instanceof TestRunAbortError){result.state="skip";result.note=err.message;return}result.state="fail";const errors=Array.isArray(err)?err:[err];
for(const e of errors){const errors2=e instanceof AggregateError?e.errors.map(e2=>processError(e2,diffOptions)):[processError(e,diffOptions)];result.errors??=[];
result.errors.push(...errors2)}}__name(failTask,"failTask");function markTasksAsSkipped(suite2,runner2){suite2.tasks.forEach(t2=>{t2.mode="skip";t2.result={...t2.
result,state:"skip"};updateTask("test-finished",t2,runner2);if(t2.type==="suite"){markTasksAsSkipped(t2,runner2)}})}__name(markTasksAsSkipped,"markTasksAsSkippe\
d");function markPendingTasksAsSkipped(suite2,runner2,note){suite2.tasks.forEach(t2=>{if(!t2.result||t2.result.state==="run"){t2.mode="skip";t2.result={...t2.result,
state:"skip",note};updateTask("test-cancel",t2,runner2)}if(t2.type==="suite"){markPendingTasksAsSkipped(t2,runner2,note)}})}__name(markPendingTasksAsSkipped,"ma\
rkPendingTasksAsSkipped");async function runSuite(suite2,runner2){await runner2.onBeforeRunSuite?.(suite2);if(suite2.result?.state==="fail"){markTasksAsSkipped(
suite2,runner2);updateTask("suite-failed-early",suite2,runner2);return}const start=now();const mode=suite2.mode;suite2.result={state:mode==="skip"||mode==="todo"?
mode:"run",startTime:unixNow()};const $3=runner2.trace;updateTask("suite-prepare",suite2,runner2);let beforeAllCleanups=[];if(suite2.mode==="skip"){suite2.result.
state="skip";updateTask("suite-finished",suite2,runner2)}else if(suite2.mode==="todo"){suite2.result.state="todo";updateTask("suite-finished",suite2,runner2)}else{
let suiteRan=false;try{await callAroundAllHooks(suite2,async()=>{suiteRan=true;try{try{beforeAllCleanups=await $3("suite.beforeAll",()=>callSuiteHook(suite2,suite2,
"beforeAll",runner2,[suite2]))}catch(e){failTask(suite2.result,e,runner2.config.diffOptions);markTasksAsSkipped(suite2,runner2);return}if(runner2.runSuite){await runner2.
runSuite(suite2)}else{for(let tasksGroup of partitionSuiteChildren(suite2)){if(tasksGroup[0].concurrent===true){const groupLimiter=limitConcurrency(runner2.config.
maxConcurrency);await Promise.all(tasksGroup.map(c2=>groupLimiter(()=>runSuiteChild(c2,runner2))))}else{const{sequence}=runner2.config;if(suite2.shuffle){const suites=tasksGroup.
filter(group=>group.type==="suite");const tests2=tasksGroup.filter(group=>group.type==="test");const groups=shuffle([suites,tests2],sequence.seed);tasksGroup=groups.
flatMap(group=>shuffle(group,sequence.seed))}for(const c2 of tasksGroup){await runSuiteChild(c2,runner2)}}}}}finally{try{await $3("suite.afterAll",()=>callSuiteHook(
suite2,suite2,"afterAll",runner2,[suite2]));if(beforeAllCleanups.length){await $3("suite.cleanup",()=>callCleanupHooks(runner2,beforeAllCleanups))}if(suite2.file===
suite2){const contexts=TestFixtures.getFileContexts(suite2.file);await Promise.all(contexts.map(context=>callFixtureCleanup(context)))}}catch(e){failTask(suite2.
result,e,runner2.config.diffOptions)}}})}catch(e){if(!suiteRan){markTasksAsSkipped(suite2,runner2)}failTask(suite2.result,e,runner2.config.diffOptions)}if(suite2.
mode==="run"||suite2.mode==="queued"){if(!runner2.config.passWithNoTests&&!hasTests(suite2)){suite2.result.state="fail";if(!suite2.result.errors?.length){const error=processError(
new Error(`No test found in suite ${suite2.name}`));suite2.result.errors=[error]}}else if(hasFailed(suite2)){suite2.result.state="fail"}else{suite2.result.state=
"pass"}}suite2.result.duration=now()-start;await runner2.onAfterRunSuite?.(suite2);updateTask("suite-finished",suite2,runner2)}}__name(runSuite,"runSuite");async function runSuiteChild(c2,runner2){
const $3=runner2.trace;if(c2.type==="test"){return $3("run.test",{"vitest.test.id":c2.id,"vitest.test.name":c2.name,"vitest.test.mode":c2.mode,"vitest.test.time\
out":c2.timeout,"code.file.path":c2.file.filepath,"code.line.number":c2.location?.line,"code.column.number":c2.location?.column},()=>limitTestConcurrency(()=>runTest(
c2,runner2)))}else if(c2.type==="suite"){return $3("run.suite",{"vitest.suite.id":c2.id,"vitest.suite.name":c2.name,"vitest.suite.mode":c2.mode,"code.file.path":c2.
file.filepath,"code.line.number":c2.location?.line,"code.column.number":c2.location?.column},()=>runSuite(c2,runner2))}}__name(runSuiteChild,"runSuiteChild");async function runFiles(files,runner2){
limitMaxConcurrency??=limitConcurrency(runner2.config.maxConcurrency);limitTestConcurrency??=limitConcurrency(runner2.config.maxConcurrency);for(const file of files){
if(!file.tasks.length&&!runner2.config.passWithNoTests){if(!file.result?.errors?.length){const error=processError(new Error(`No test suite found in file ${file.
filepath}`));file.result={state:"fail",errors:[error]}}}await runner2.trace("run.spec",{"code.file.path":file.filepath,"vitest.suite.tasks.length":file.tasks.length},
()=>runSuite(file,runner2))}}__name(runFiles,"runFiles");var workerRunners=new WeakSet;function defaultTrace(_,attributes,cb){if(typeof attributes==="function"){
return attributes()}return cb()}__name(defaultTrace,"defaultTrace");async function startTests(specs,runner2){runner2.trace??=defaultTrace;const cancel=runner2.cancel?.
bind(runner2);runner2.cancel=reason=>{const error=new TestRunAbortError("The test run was aborted by the user.",reason);getRunningTests().forEach(test5=>{abortContextSignal(
test5.context,error);markPendingTasksAsSkipped(test5.file,runner2,error.message)});return cancel?.(reason)};if(!workerRunners.has(runner2)){runner2.onCleanupWorkerContext?.(
async()=>{await Promise.all([...TestFixtures.getWorkerContexts()].map(context=>callFixtureCleanup(context))).finally(()=>{TestFixtures.clearDefinitions()})});workerRunners.
add(runner2)}try{const paths=specs.map(f2=>typeof f2==="string"?f2:f2.filepath);await runner2.onBeforeCollect?.(paths);const files=await collectTests(specs,runner2);
await runner2.onCollected?.(files);await runner2.onBeforeRunFiles?.(files);await runFiles(files,runner2);await runner2.onAfterRunFiles?.(files);await finishSendTasksUpdate(
runner2);return files}finally{runner2.cancel=cancel}}__name(startTests,"startTests");async function recordArtifact(task,artifact){const runner2=getRunner();const stack=findTestFileStackTrace(task.file.filepath,new Error("STACK_TRACE").stack);if(stack){
artifact.location={file:stack.file,line:stack.line,column:stack.column};if(artifact.type==="internal:annotation"){artifact.annotation.location=artifact.location}}
if(Array.isArray(artifact.attachments)){for(const attachment of artifact.attachments){manageArtifactAttachment(attachment)}}if(artifact.type==="internal:annotat\
ion"){return artifact}if(!runner2.onTestArtifactRecord){throw new Error(`Test runner doesn't support test artifacts.`)}await finishSendTasksUpdate(runner2);const resolvedArtifact=await runner2.
onTestArtifactRecord(task,artifact);task.artifacts.push(resolvedArtifact);return resolvedArtifact}__name(recordArtifact,"recordArtifact");var table=[];for(let i2=65;i2<
91;i2++){table.push(String.fromCharCode(i2))}for(let i2=97;i2<123;i2++){table.push(String.fromCharCode(i2))}for(let i2=0;i2<10;i2++){table.push(i2.toString(10))}
table.push("+","/");function encodeUint8Array(bytes){let base64="";const len=bytes.byteLength;for(let i2=0;i2<len;i2+=3){if(len===i2+1){const a=(bytes[i2]&252)>>
2;const b3=(bytes[i2]&3)<<4;base64+=table[a];base64+=table[b3];base64+="=="}else if(len===i2+2){const a=(bytes[i2]&252)>>2;const b3=(bytes[i2]&3)<<4|(bytes[i2+1]&
240)>>4;const c2=(bytes[i2+1]&15)<<2;base64+=table[a];base64+=table[b3];base64+=table[c2];base64+="="}else{const a=(bytes[i2]&252)>>2;const b3=(bytes[i2]&3)<<4|
(bytes[i2+1]&240)>>4;const c2=(bytes[i2+1]&15)<<2|(bytes[i2+2]&192)>>6;const d3=bytes[i2+2]&63;base64+=table[a];base64+=table[b3];base64+=table[c2];base64+=table[d3]}}
return base64}__name(encodeUint8Array,"encodeUint8Array");function recordAsyncOperation(test5,promise){promise=promise.finally(()=>{if(!test5.promises){return}const index2=test5.
promises.indexOf(promise);if(index2!==-1){test5.promises.splice(index2,1)}});if(!test5.promises){test5.promises=[]}test5.promises.push(promise);return promise}__name(
recordAsyncOperation,"recordAsyncOperation");function manageArtifactAttachment(attachment){if(attachment.body==null&&!attachment.path){throw new TypeError(`Test\
 attachment requires "body" or "path" to be set. Both are missing.`)}if(attachment.body&&attachment.path){throw new TypeError(`Test attachment requires only one\
 of "body" or "path" to be set. Both are specified.`)}if(attachment.path&&attachment.bodyEncoding){throw new TypeError(`Test attachment with "path" should not h\
ave "bodyEncoding" specified.`)}if(attachment.body instanceof Uint8Array){attachment.body=encodeUint8Array(attachment.body)}if(attachment.body!=null){attachment.
bodyEncoding??="base64"}}__name(manageArtifactAttachment,"manageArtifactAttachment");var NAME_WORKER_STATE="__vitest_worker__";function getWorkerState(){const workerState=globalThis[NAME_WORKER_STATE];if(!workerState)throw new Error('Vitest failed to access its internal state.\n\nOne of t\
he following is possible:\n- "vitest" is imported directly without running "vitest" command\n- "vitest" is imported inside "globalSetup" (to fix this, use "setupF\
iles" instead, because "globalSetup" runs in a different context)\n- "vitest" is imported inside Vite / Vitest config file\n- Otherwise, it might be a Vitest bug.\
 Please report it to https://github.com/vitest-dev/vitest/issues\n');return workerState}__name(getWorkerState,"getWorkerState");function isChildProcess(){return typeof process!=="undefined"&&!!process.send}__name(isChildProcess,"isChildProcess");function resetModules(modules,resetMocks=false){
const skipPaths=[/\/vitest\/dist\//,/vitest-virtual-\w+\/dist/,/@vitest\/dist/,...!resetMocks?[/^mock:/]:[]];modules.idToModuleMap.forEach((node,path)=>{if(skipPaths.
some(re=>re.test(path)))return;node.promise=void 0;node.exports=void 0;node.evaluated=false;node.importers.clear()})}__name(resetModules,"resetModules");function waitNextTick(){
const{setTimeout:setTimeout3}=getSafeTimers();return new Promise(resolve3=>setTimeout3(resolve3,0))}__name(waitNextTick,"waitNextTick");async function waitForImportsToResolve(){
await waitNextTick();const state=getWorkerState();const promises=[];const resolvingCount=state.resolvingModules.size;for(const[_,mod]of state.evaluatedModules.idToModuleMap)
if(mod.promise&&!mod.evaluated)promises.push(mod.promise);if(!promises.length&&!resolvingCount)return;await Promise.allSettled(promises);await waitForImportsToResolve()}
__name(waitForImportsToResolve,"waitForImportsToResolve");var benchFns=new WeakMap;var benchOptsMap=new WeakMap;function getBenchOptions(key){return benchOptsMap.get(key)}__name(getBenchOptions,"getBenchOptions");function getBenchFn(key){
return benchFns.get(key)}__name(getBenchFn,"getBenchFn");var bench=createBenchmark(function(name,fn2=noop,options={}){if(getWorkerState().config.mode!=="benchma\
rk")throw new Error("`bench()` is only available in benchmark mode.");const task=getCurrentSuite().task(formatName2(name),{...this,meta:{benchmark:true}});benchFns.
set(task,fn2);benchOptsMap.set(task,options);if(!this.todo&&task.mode==="todo")task.mode="run"});function createBenchmark(fn2){const benchmark=createChainable([
"skip","only","todo"],fn2);benchmark.skipIf=condition=>condition?benchmark.skip:benchmark;benchmark.runIf=condition=>condition?benchmark:benchmark.skip;return benchmark}
__name(createBenchmark,"createBenchmark");function formatName2(name){return typeof name==="string"?name:typeof name==="function"?name.name||"<anonymous>":String(
name)}__name(formatName2,"formatName");function isMockFunction(fn2){return typeof fn2==="function"&&"_isMockFunction"in fn2&&fn2._isMockFunction===true}__name(isMockFunction,"isMockFunction");var MOCK_RESTORE=new Set;
var REGISTERED_MOCKS=new Set;var MOCK_CONFIGS=new WeakMap;function createMockInstance(options={}){const{originalImplementation,restore,mockImplementation,resetToMockImplementation,
resetToMockName}=options;if(restore){MOCK_RESTORE.add(restore)}const config2=getDefaultConfig(originalImplementation);const state=getDefaultState();const mock=createMock(
{config:config2,state,...options});const mockLength=(mockImplementation||originalImplementation)?.length??0;Object.defineProperty(mock,"length",{writable:true,enumerable:false,
value:mockLength,configurable:true});if(resetToMockName){config2.mockName=mock.name||"vi.fn()"}MOCK_CONFIGS.set(mock,config2);REGISTERED_MOCKS.add(mock);mock._isMockFunction=
true;mock.getMockImplementation=()=>{return config2.onceMockImplementations[0]||config2.mockImplementation};Object.defineProperty(mock,"mock",{configurable:false,
enumerable:true,writable:false,value:state});mock.mockImplementation=__name(function mockImplementation2(implementation){config2.mockImplementation=implementation;
return mock},"mockImplementation");mock.mockImplementationOnce=__name(function mockImplementationOnce(implementation){config2.onceMockImplementations.push(implementation);
return mock},"mockImplementationOnce");mock.withImplementation=__name(function withImplementation(implementation,callback){const previousImplementation=config2.
mockImplementation;const previousOnceImplementations=config2.onceMockImplementations;const reset=__name(()=>{config2.mockImplementation=previousImplementation;config2.
onceMockImplementations=previousOnceImplementations},"reset");config2.mockImplementation=implementation;config2.onceMockImplementations=[];const returnValue=callback();
if(typeof returnValue==="object"&&typeof returnValue?.then==="function"){return returnValue.then(()=>{reset();return mock})}else{reset()}return mock},"withImple\
mentation");mock.mockReturnThis=__name(function mockReturnThis(){return mock.mockImplementation(function(){return this})},"mockReturnThis");mock.mockReturnValue=
__name(function mockReturnValue(value){return mock.mockImplementation(function(){if(new.target){throwConstructorError("mockReturnValue")}return value})},"mockRe\
turnValue");mock.mockReturnValueOnce=__name(function mockReturnValueOnce(value){return mock.mockImplementationOnce(function(){if(new.target){throwConstructorError(
"mockReturnValueOnce")}return value})},"mockReturnValueOnce");mock.mockThrow=__name(function mockThrow(value){return mock.mockImplementation(function(){throw value})},
"mockThrow");mock.mockThrowOnce=__name(function mockThrowOnce(value){return mock.mockImplementationOnce(function(){throw value})},"mockThrowOnce");mock.mockResolvedValue=
__name(function mockResolvedValue(value){return mock.mockImplementation(function(){if(new.target){throwConstructorError("mockResolvedValue")}return Promise.resolve(
value)})},"mockResolvedValue");mock.mockResolvedValueOnce=__name(function mockResolvedValueOnce(value){return mock.mockImplementationOnce(function(){if(new.target){
throwConstructorError("mockResolvedValueOnce")}return Promise.resolve(value)})},"mockResolvedValueOnce");mock.mockRejectedValue=__name(function mockRejectedValue(value){
return mock.mockImplementation(function(){if(new.target){throwConstructorError("mockRejectedValue")}return Promise.reject(value)})},"mockRejectedValue");mock.mockRejectedValueOnce=
__name(function mockRejectedValueOnce(value){return mock.mockImplementationOnce(function(){if(new.target){throwConstructorError("mockRejectedValueOnce")}return Promise.
reject(value)})},"mockRejectedValueOnce");mock.mockClear=__name(function mockClear(){state.calls=[];state.contexts=[];state.instances=[];state.invocationCallOrder=
[];state.results=[];state.settledResults=[];return mock},"mockClear");mock.mockReset=__name(function mockReset(){mock.mockClear();config2.mockImplementation=resetToMockImplementation?
mockImplementation:void 0;config2.mockName=resetToMockName?mock.name||"vi.fn()":"vi.fn()";config2.onceMockImplementations=[];return mock},"mockReset");mock.mockRestore=
__name(function mockRestore(){mock.mockReset();return restore?.()},"mockRestore");mock.mockName=__name(function mockName(name){if(typeof name==="string"){config2.
mockName=name}return mock},"mockName");mock.getMockName=__name(function getMockName(){return config2.mockName||"vi.fn()"},"getMockName");if(Symbol.dispose){mock[Symbol.
dispose]=()=>mock.mockRestore()}if(mockImplementation){mock.mockImplementation(mockImplementation)}return mock}__name(createMockInstance,"createMockInstance");function fn(originalImplementation){
if(originalImplementation!=null&&isMockFunction(originalImplementation)){return originalImplementation}return createMockInstance({mockImplementation:originalImplementation,
resetToMockImplementation:true})}__name(fn,"fn");function spyOn(object2,key,accessor){assert2(object2!=null,"The vi.spyOn() function could not find an object to\
 spy upon. The first argument must be defined.");assert2(typeof object2==="object"||typeof object2==="function","Vitest cannot spy on a primitive value.");const[
originalDescriptorObject,originalDescriptor]=getDescriptor(object2,key)||[];assert2(originalDescriptor||key in object2,`The property "${String(key)}" is not def\
ined on the ${typeof object2}.`);let accessType=accessor||"value";let ssr=false;if(accessType==="value"&&originalDescriptor&&originalDescriptor.value==null&&originalDescriptor.
get){accessType="get";ssr=true}let original;if(originalDescriptor){original=originalDescriptor[accessType];if(original==null&&accessType==="value"){original=object2[key]}}else if(accessType!==
"value"){original=__name(()=>object2[key],"original")}else{original=object2[key]}const originalImplementation=ssr&&original?original():original;const originalType=typeof originalImplementation;
assert2(originalType==="function"||accessType!=="value"&&original==null,`vi.spyOn() can only spy on a function. Received ${originalType}.`);if(isMockFunction(originalImplementation)){
return originalImplementation}const reassign=__name(cb=>{const{value,...desc}=originalDescriptor||{configurable:true,writable:true};if(accessType!=="value"){delete desc.
writable}desc[accessType]=cb;Object.defineProperty(object2,key,desc)},"reassign");const restore=__name(()=>{if(originalDescriptorObject!==object2){Reflect.deleteProperty(
object2,key)}else if(originalDescriptor&&!original){Object.defineProperty(object2,key,originalDescriptor)}else{reassign(original)}},"restore");const mock=createMockInstance(
{restore,originalImplementation,resetToMockName:true});try{reassign(ssr?()=>mock:mock)}catch(error){if(error instanceof TypeError&&Symbol.toStringTag&&object2[Symbol.
toStringTag]==="Module"&&(error.message.includes("Cannot redefine property")||error.message.includes("Cannot replace module namespace")||error.message.includes(
"can't redefine non-configurable property"))){throw new TypeError(`Cannot spy on export "${String(key)}". Module namespace is not configurable in ESM. See: http\
s://vitest.dev/guide/browser/#limitations`,{cause:error})}throw error}return mock}__name(spyOn,"spyOn");function getDescriptor(obj,method){const objDescriptor=Object.
getOwnPropertyDescriptor(obj,method);if(objDescriptor){return[obj,objDescriptor]}let currentProto=Object.getPrototypeOf(obj);while(currentProto!==null){const descriptor=Object.
getOwnPropertyDescriptor(currentProto,method);if(descriptor){return[currentProto,descriptor]}currentProto=Object.getPrototypeOf(currentProto)}}__name(getDescriptor,
"getDescriptor");function assert2(condition,message){if(!condition){throw new Error(message)}}__name(assert2,"assert");var invocationCallCounter=1;function createMock({
state,config:config2,name:mockName,prototypeState,prototypeConfig,keepMembersImplementation,mockImplementation,prototypeMembers=[]}){const original=config2.mockOriginal;
const pseudoOriginal=mockImplementation;const name=mockName||original?.name||"Mock";const namedObject={[name]:(function(...args){registerCalls(args,state,prototypeState);
registerInvocationOrder(invocationCallCounter++,state,prototypeState);const result={type:"incomplete",value:void 0};const settledResult={type:"incomplete",value:void 0};
registerResult(result,state,prototypeState);registerSettledResult(settledResult,state,prototypeState);const context=new.target?void 0:this;const[instanceIndex,instancePrototypeIndex]=registerInstance(
context,state,prototypeState);const[contextIndex,contextPrototypeIndex]=registerContext(context,state,prototypeState);const implementation=config2.onceMockImplementations.
shift()||config2.mockImplementation||prototypeConfig?.onceMockImplementations.shift()||prototypeConfig?.mockImplementation||original||function(){};let returnValue;
let thrownValue;let didThrow=false;try{if(new.target){returnValue=Reflect.construct(implementation,args,new.target);for(const prop of prototypeMembers){const prototypeMock=returnValue[prop];
if(prototypeMock!==mock.prototype[prop]){continue}const isMock=isMockFunction(prototypeMock);const prototypeState2=isMock?prototypeMock.mock:void 0;const prototypeConfig2=isMock?
MOCK_CONFIGS.get(prototypeMock):void 0;returnValue[prop]=createMockInstance({originalImplementation:keepMembersImplementation?prototypeConfig2?.mockOriginal:void 0,
prototypeState:prototypeState2,prototypeConfig:prototypeConfig2,keepMembersImplementation})}}else{returnValue=implementation.apply(this,args)}}catch(error){thrownValue=
error;didThrow=true;if(error instanceof TypeError&&error.message.includes("is not a constructor")){console.warn(`[vitest] The ${namedObject[name].getMockName()}\
 mock did not use 'function' or 'class' in its implementation, see https://vitest.dev/api/vi#vi-spyon for examples.`)}throw error}finally{if(didThrow){result.type=
"throw";result.value=thrownValue;settledResult.type="rejected";settledResult.value=thrownValue}else{result.type="return";result.value=returnValue;if(new.target){
state.contexts[contextIndex-1]=returnValue;state.instances[instanceIndex-1]=returnValue;if(contextPrototypeIndex!=null&&prototypeState){prototypeState.contexts[contextPrototypeIndex-
1]=returnValue}if(instancePrototypeIndex!=null&&prototypeState){prototypeState.instances[instancePrototypeIndex-1]=returnValue}}if(returnValue instanceof Promise){
returnValue.then(settledValue=>{settledResult.type="fulfilled";settledResult.value=settledValue},rejectedValue=>{settledResult.type="rejected";settledResult.value=
rejectedValue})}else{settledResult.type="fulfilled";settledResult.value=returnValue}}}return returnValue})};const mock=namedObject[name];const copyPropertiesFrom=original||
pseudoOriginal;if(copyPropertiesFrom){copyOriginalStaticProperties(mock,copyPropertiesFrom)}return mock}__name(createMock,"createMock");function registerCalls(args,state,prototypeState){
state.calls.push(args);prototypeState?.calls.push(args)}__name(registerCalls,"registerCalls");function registerInvocationOrder(order,state,prototypeState){state.
invocationCallOrder.push(order);prototypeState?.invocationCallOrder.push(order)}__name(registerInvocationOrder,"registerInvocationOrder");function registerResult(result,state,prototypeState){
state.results.push(result);prototypeState?.results.push(result)}__name(registerResult,"registerResult");function registerSettledResult(result,state,prototypeState){
state.settledResults.push(result);prototypeState?.settledResults.push(result)}__name(registerSettledResult,"registerSettledResult");function registerInstance(instance,state,prototypeState){
const instanceIndex=state.instances.push(instance);const instancePrototypeIndex=prototypeState?.instances.push(instance);return[instanceIndex,instancePrototypeIndex]}
__name(registerInstance,"registerInstance");function registerContext(context,state,prototypeState){const contextIndex=state.contexts.push(context);const contextPrototypeIndex=prototypeState?.
contexts.push(context);return[contextIndex,contextPrototypeIndex]}__name(registerContext,"registerContext");function copyOriginalStaticProperties(mock,original){
const{properties,descriptors}=getAllProperties(original);for(const key of properties){const descriptor=descriptors[key];const mockDescriptor=getDescriptor(mock,
key);if(mockDescriptor){continue}Object.defineProperty(mock,key,descriptor)}}__name(copyOriginalStaticProperties,"copyOriginalStaticProperties");var ignoreProperties=new Set(
["length","name","prototype",Symbol.for("nodejs.util.promisify.custom")]);function getAllProperties(original){const properties=new Set;const descriptors={};while(original&&
original!==Object.prototype&&original!==Function.prototype){const ownProperties=[...Object.getOwnPropertyNames(original),...Object.getOwnPropertySymbols(original)];
for(const prop of ownProperties){if(descriptors[prop]||ignoreProperties.has(prop)){continue}properties.add(prop);descriptors[prop]=Object.getOwnPropertyDescriptor(
original,prop)}original=Object.getPrototypeOf(original)}return{properties,descriptors}}__name(getAllProperties,"getAllProperties");function getDefaultConfig(original){
return{mockImplementation:void 0,mockOriginal:original,mockName:"vi.fn()",onceMockImplementations:[]}}__name(getDefaultConfig,"getDefaultConfig");function getDefaultState(){
const state={calls:[],contexts:[],instances:[],invocationCallOrder:[],settledResults:[],results:[],get lastCall(){return state.calls.at(-1)}};return state}__name(
getDefaultState,"getDefaultState");function restoreAllMocks(){for(const restore of MOCK_RESTORE){restore()}MOCK_RESTORE.clear()}__name(restoreAllMocks,"restoreA\
llMocks");function clearAllMocks(){REGISTERED_MOCKS.forEach(mock=>mock.mockClear())}__name(clearAllMocks,"clearAllMocks");function resetAllMocks(){REGISTERED_MOCKS.
forEach(mock=>mock.mockReset())}__name(resetAllMocks,"resetAllMocks");function throwConstructorError(shorthand){throw new TypeError(`Cannot use \`${shorthand}\` \
when called with \`new\`. Use \`mockImplementation\` with a \`class\` keyword instead. See https://vitest.dev/api/mock#class-support for more information.`)}__name(
throwConstructorError,"throwConstructorError");var chai_exports={};__export(chai_exports,{Assertion:()=>Assertion,AssertionError:()=>AssertionError,Should:()=>Should,assert:()=>assert3,config:()=>config,expect:()=>expect,
should:()=>should,use:()=>use,util:()=>utils_exports});var __defProp2=Object.defineProperty;var __defNormalProp=__name((obj,key,value)=>key in obj?__defProp2(obj,key,{enumerable:true,configurable:true,writable:true,
value}):obj[key]=value,"__defNormalProp");var __name2=__name((target,value)=>__defProp2(target,"name",{value,configurable:true}),"__name");var __export2=__name(
(target,all)=>{for(var name in all)__defProp2(target,name,{get:all[name],enumerable:true})},"__export");var __publicField=__name((obj,key,value)=>__defNormalProp(
obj,typeof key!=="symbol"?key+"":key,value),"__publicField");var utils_exports={};__export2(utils_exports,{addChainableMethod:__name(()=>addChainableMethod,"add\
ChainableMethod"),addLengthGuard:__name(()=>addLengthGuard,"addLengthGuard"),addMethod:__name(()=>addMethod,"addMethod"),addProperty:__name(()=>addProperty,"add\
Property"),checkError:__name(()=>check_error_exports,"checkError"),compareByInspect:__name(()=>compareByInspect,"compareByInspect"),eql:__name(()=>deep_eql_default,
"eql"),events:__name(()=>events,"events"),expectTypes:__name(()=>expectTypes,"expectTypes"),flag:__name(()=>flag,"flag"),getActual:__name(()=>getActual,"getActu\
al"),getMessage:__name(()=>getMessage2,"getMessage"),getName:__name(()=>getName,"getName"),getOperator:__name(()=>getOperator,"getOperator"),getOwnEnumerableProperties:__name(
()=>getOwnEnumerableProperties,"getOwnEnumerableProperties"),getOwnEnumerablePropertySymbols:__name(()=>getOwnEnumerablePropertySymbols,"getOwnEnumerablePropert\
ySymbols"),getPathInfo:__name(()=>getPathInfo,"getPathInfo"),hasProperty:__name(()=>hasProperty,"hasProperty"),inspect:__name(()=>inspect22,"inspect"),isNaN:__name(
()=>isNaN22,"isNaN"),isNumeric:__name(()=>isNumeric,"isNumeric"),isProxyEnabled:__name(()=>isProxyEnabled,"isProxyEnabled"),isRegExp:__name(()=>isRegExp2,"isReg\
Exp"),objDisplay:__name(()=>objDisplay2,"objDisplay"),overwriteChainableMethod:__name(()=>overwriteChainableMethod,"overwriteChainableMethod"),overwriteMethod:__name(
()=>overwriteMethod,"overwriteMethod"),overwriteProperty:__name(()=>overwriteProperty,"overwriteProperty"),proxify:__name(()=>proxify,"proxify"),test:__name(()=>test3,
"test"),transferFlags:__name(()=>transferFlags,"transferFlags"),type:__name(()=>type,"type")});var check_error_exports={};__export2(check_error_exports,{compatibleConstructor:__name(
()=>compatibleConstructor,"compatibleConstructor"),compatibleInstance:__name(()=>compatibleInstance,"compatibleInstance"),compatibleMessage:__name(()=>compatibleMessage,
"compatibleMessage"),getConstructorName:__name(()=>getConstructorName2,"getConstructorName"),getMessage:__name(()=>getMessage,"getMessage")});function isErrorInstance(obj){
return obj instanceof Error||Object.prototype.toString.call(obj)==="[object Error]"}__name(isErrorInstance,"isErrorInstance");__name2(isErrorInstance,"isErrorIn\
stance");function isRegExp(obj){return Object.prototype.toString.call(obj)==="[object RegExp]"}__name(isRegExp,"isRegExp");__name2(isRegExp,"isRegExp");function compatibleInstance(thrown,errorLike){
return isErrorInstance(errorLike)&&thrown===errorLike}__name(compatibleInstance,"compatibleInstance");__name2(compatibleInstance,"compatibleInstance");function compatibleConstructor(thrown,errorLike){
if(isErrorInstance(errorLike)){return thrown.constructor===errorLike.constructor||thrown instanceof errorLike.constructor}else if((typeof errorLike==="object"||
typeof errorLike==="function")&&errorLike.prototype){return thrown.constructor===errorLike||thrown instanceof errorLike}return false}__name(compatibleConstructor,
"compatibleConstructor");__name2(compatibleConstructor,"compatibleConstructor");function compatibleMessage(thrown,errMatcher){const comparisonString=typeof thrown===
"string"?thrown:thrown.message;if(comparisonString===void 0){return false}if(isRegExp(errMatcher)){return errMatcher.test(comparisonString)}else if(typeof errMatcher===
"string"){return comparisonString.indexOf(errMatcher)!==-1}return false}__name(compatibleMessage,"compatibleMessage");__name2(compatibleMessage,"compatibleMessa\
ge");function getConstructorName2(errorLike){let constructorName=errorLike;if(isErrorInstance(errorLike)){constructorName=errorLike.constructor.name}else if(typeof errorLike===
"function"){constructorName=errorLike.name;if(constructorName===""){const newConstructorName=new errorLike().name;constructorName=newConstructorName||constructorName}}
return constructorName}__name(getConstructorName2,"getConstructorName");__name2(getConstructorName2,"getConstructorName");function getMessage(errorLike){let msg="";
if(errorLike&&errorLike.message){msg=errorLike.message}else if(typeof errorLike==="string"){msg=errorLike}return msg}__name(getMessage,"getMessage");__name2(getMessage,
"getMessage");function flag(obj,key,value){let flags=obj.__flags||(obj.__flags=Object.create(null));if(arguments.length===3){flags[key]=value}else{return flags[key]}}
__name(flag,"flag");__name2(flag,"flag");function test3(obj,args){let negate=flag(obj,"negate"),expr=args[0];return negate?!expr:expr}__name(test3,"test");__name2(
test3,"test");function type(obj){if(typeof obj==="undefined"){return"undefined"}if(obj===null){return"null"}const stringTag=obj[Symbol.toStringTag];if(typeof stringTag===
"string"){return stringTag}const type3=Object.prototype.toString.call(obj).slice(8,-1);return type3}__name(type,"type");__name2(type,"type");var canElideFrames="\
captureStackTrace"in Error;var _AssertionError=class _AssertionError2 extends Error{static{__name(this,"_AssertionError")}constructor(message="Unspecified Asser\
tionError",props,ssf){super(message);__publicField(this,"message");this.message=message;if(canElideFrames){Error.captureStackTrace(this,ssf||_AssertionError2)}for(const key in props){
if(!(key in this)){this[key]=props[key]}}}get name(){return"AssertionError"}get ok(){return false}toJSON(stack){return{...this,name:this.name,message:this.message,
ok:false,stack:stack!==false?this.stack:void 0}}};__name2(_AssertionError,"AssertionError");var AssertionError=_AssertionError;function expectTypes(obj,types){let flagMsg=flag(
obj,"message");let ssfi=flag(obj,"ssfi");flagMsg=flagMsg?flagMsg+": ":"";obj=flag(obj,"object");types=types.map(function(t2){return t2.toLowerCase()});types.sort();
let str=types.map(function(t2,index2){let art=~["a","e","i","o","u"].indexOf(t2.charAt(0))?"an":"a";let or=types.length>1&&index2===types.length-1?"or ":"";return or+
art+" "+t2}).join(", ");let objType=type(obj).toLowerCase();if(!types.some(function(expected){return objType===expected})){throw new AssertionError(flagMsg+"obj\
ect tested must be "+str+", but "+objType+" given",void 0,ssfi)}}__name(expectTypes,"expectTypes");__name2(expectTypes,"expectTypes");function getActual(obj,args){
return args.length>4?args[4]:obj._obj}__name(getActual,"getActual");__name2(getActual,"getActual");var ansiColors2={bold:["1","22"],dim:["2","22"],italic:["3","\
23"],underline:["4","24"],inverse:["7","27"],hidden:["8","28"],strike:["9","29"],black:["30","39"],red:["31","39"],green:["32","39"],yellow:["33","39"],blue:["3\
4","39"],magenta:["35","39"],cyan:["36","39"],white:["37","39"],brightblack:["30;1","39"],brightred:["31;1","39"],brightgreen:["32;1","39"],brightyellow:["33;1",
"39"],brightblue:["34;1","39"],brightmagenta:["35;1","39"],brightcyan:["36;1","39"],brightwhite:["37;1","39"],grey:["90","39"]};var styles2={special:"cyan",number:"\
yellow",bigint:"yellow",boolean:"yellow",undefined:"grey",null:"bold",string:"green",symbol:"green",date:"magenta",regexp:"red"};var truncator2="\u2026";function colorise2(value,styleType){
const color=ansiColors2[styles2[styleType]]||ansiColors2[styleType]||"";if(!color){return String(value)}return`\x1B[${color[0]}m${String(value)}\x1B[${color[1]}\
m`}__name(colorise2,"colorise");__name2(colorise2,"colorise");function normaliseOptions2({showHidden=false,depth=2,colors=false,customInspect=true,showProxy=false,
maxArrayLength=Infinity,breakLength=Infinity,seen=[],truncate:truncate22=Infinity,stylize=String}={},inspect3){const options={showHidden:Boolean(showHidden),depth:Number(
depth),colors:Boolean(colors),customInspect:Boolean(customInspect),showProxy:Boolean(showProxy),maxArrayLength:Number(maxArrayLength),breakLength:Number(breakLength),
truncate:Number(truncate22),seen,inspect:inspect3,stylize};if(options.colors){options.stylize=colorise2}return options}__name(normaliseOptions2,"normaliseOption\
s");__name2(normaliseOptions2,"normaliseOptions");function isHighSurrogate2(char){return char>="\uD800"&&char<="\uDBFF"}__name(isHighSurrogate2,"isHighSurrogate");
__name2(isHighSurrogate2,"isHighSurrogate");function truncate2(string2,length,tail=truncator2){string2=String(string2);const tailLength=tail.length;const stringLength=string2.
length;if(tailLength>length&&stringLength>tailLength){return tail}if(stringLength>length&&stringLength>tailLength){let end=length-tailLength;if(end>0&&isHighSurrogate2(
string2[end-1])){end=end-1}return`${string2.slice(0,end)}${tail}`}return string2}__name(truncate2,"truncate");__name2(truncate2,"truncate");function inspectList2(list,options,inspectItem,separator="\
, "){inspectItem=inspectItem||options.inspect;const size=list.length;if(size===0)return"";const originalLength=options.truncate;let output="";let peek="";let truncated="";
for(let i2=0;i2<size;i2+=1){const last=i2+1===list.length;const secondToLast=i2+2===list.length;truncated=`${truncator2}(${list.length-i2})`;const value=list[i2];
options.truncate=originalLength-output.length-(last?0:separator.length);const string2=peek||inspectItem(value,options)+(last?"":separator);const nextLength=output.
length+string2.length;const truncatedLength=nextLength+truncated.length;if(last&&nextLength>originalLength&&output.length+truncated.length<=originalLength){break}
if(!last&&!secondToLast&&truncatedLength>originalLength){break}peek=last?"":inspectItem(list[i2+1],options)+(secondToLast?"":separator);if(!last&&secondToLast&&
truncatedLength>originalLength&&nextLength+peek.length>originalLength){break}output+=string2;if(!last&&!secondToLast&&nextLength+peek.length>=originalLength){truncated=
`${truncator2}(${list.length-i2-1})`;break}truncated=""}return`${output}${truncated}`}__name(inspectList2,"inspectList");__name2(inspectList2,"inspectList");function quoteComplexKey2(key){
if(key.match(/^[a-zA-Z_][a-zA-Z_0-9]*$/)){return key}return JSON.stringify(key).replace(/'/g,"\\'").replace(/\\"/g,'"').replace(/(^"|"$)/g,"'")}__name(quoteComplexKey2,
"quoteComplexKey");__name2(quoteComplexKey2,"quoteComplexKey");function inspectProperty2([key,value],options){options.truncate-=2;if(typeof key==="string"){key=
quoteComplexKey2(key)}else if(typeof key!=="number"){key=`[${options.inspect(key,options)}]`}options.truncate-=key.length;value=options.inspect(value,options);return`${key}\
: ${value}`}__name(inspectProperty2,"inspectProperty");__name2(inspectProperty2,"inspectProperty");function inspectArray2(array2,options){const nonIndexProperties=Object.
keys(array2).slice(array2.length);if(!array2.length&&!nonIndexProperties.length)return"[]";options.truncate-=4;const listContents=inspectList2(array2,options);options.
truncate-=listContents.length;let propertyContents="";if(nonIndexProperties.length){propertyContents=inspectList2(nonIndexProperties.map(key=>[key,array2[key]]),
options,inspectProperty2)}return`[ ${listContents}${propertyContents?`, ${propertyContents}`:""} ]`}__name(inspectArray2,"inspectArray");__name2(inspectArray2,"\
inspectArray");var getArrayName2=__name2(array2=>{if(typeof Buffer==="function"&&array2 instanceof Buffer){return"Buffer"}if(array2[Symbol.toStringTag]){return array2[Symbol.
toStringTag]}return array2.constructor.name},"getArrayName");function inspectTypedArray2(array2,options){const name=getArrayName2(array2);options.truncate-=name.
length+4;const nonIndexProperties=Object.keys(array2).slice(array2.length);if(!array2.length&&!nonIndexProperties.length)return`${name}[]`;let output="";for(let i2=0;i2<
array2.length;i2++){const string2=`${options.stylize(truncate2(array2[i2],options.truncate),"number")}${i2===array2.length-1?"":", "}`;options.truncate-=string2.
length;if(array2[i2]!==array2.length&&options.truncate<=3){output+=`${truncator2}(${array2.length-array2[i2]+1})`;break}output+=string2}let propertyContents="";
if(nonIndexProperties.length){propertyContents=inspectList2(nonIndexProperties.map(key=>[key,array2[key]]),options,inspectProperty2)}return`${name}[ ${output}${propertyContents?
`, ${propertyContents}`:""} ]`}__name(inspectTypedArray2,"inspectTypedArray");__name2(inspectTypedArray2,"inspectTypedArray");function inspectDate2(dateObject,options){
const stringRepresentation=dateObject.toJSON();if(stringRepresentation===null){return"Invalid Date"}const split=stringRepresentation.split("T");const date=split[0];
return options.stylize(`${date}T${truncate2(split[1],options.truncate-date.length-1)}`,"date")}__name(inspectDate2,"inspectDate");__name2(inspectDate2,"inspectD\
ate");function inspectFunction2(func,options){const functionType=func[Symbol.toStringTag]||"Function";const name=func.name;if(!name){return options.stylize(`[${functionType}\
]`,"special")}return options.stylize(`[${functionType} ${truncate2(name,options.truncate-11)}]`,"special")}__name(inspectFunction2,"inspectFunction");__name2(inspectFunction2,
"inspectFunction");function inspectMapEntry2([key,value],options){options.truncate-=4;key=options.inspect(key,options);options.truncate-=key.length;value=options.
inspect(value,options);return`${key} => ${value}`}__name(inspectMapEntry2,"inspectMapEntry");__name2(inspectMapEntry2,"inspectMapEntry");function mapToEntries2(map2){
const entries=[];map2.forEach((value,key)=>{entries.push([key,value])});return entries}__name(mapToEntries2,"mapToEntries");__name2(mapToEntries2,"mapToEntries");
function inspectMap2(map2,options){if(map2.size===0)return"Map{}";options.truncate-=7;return`Map{ ${inspectList2(mapToEntries2(map2),options,inspectMapEntry2)} \
}`}__name(inspectMap2,"inspectMap");__name2(inspectMap2,"inspectMap");var isNaN2=Number.isNaN||(i2=>i2!==i2);function inspectNumber2(number,options){if(isNaN2(number)){
return options.stylize("NaN","number")}if(number===Infinity){return options.stylize("Infinity","number")}if(number===-Infinity){return options.stylize("-Infinit\
y","number")}if(number===0){return options.stylize(1/number===Infinity?"+0":"-0","number")}return options.stylize(truncate2(String(number),options.truncate),"nu\
mber")}__name(inspectNumber2,"inspectNumber");__name2(inspectNumber2,"inspectNumber");function inspectBigInt2(number,options){let nums=truncate2(number.toString(),
options.truncate-1);if(nums!==truncator2)nums+="n";return options.stylize(nums,"bigint")}__name(inspectBigInt2,"inspectBigInt");__name2(inspectBigInt2,"inspectB\
igInt");function inspectRegExp2(value,options){const flags=value.toString().split("/")[2];const sourceLength=options.truncate-(2+flags.length);const source=value.
source;return options.stylize(`/${truncate2(source,sourceLength)}/${flags}`,"regexp")}__name(inspectRegExp2,"inspectRegExp");__name2(inspectRegExp2,"inspectRegE\
xp");function arrayFromSet2(set22){const values=[];set22.forEach(value=>{values.push(value)});return values}__name(arrayFromSet2,"arrayFromSet");__name2(arrayFromSet2,
"arrayFromSet");function inspectSet2(set22,options){if(set22.size===0)return"Set{}";options.truncate-=7;return`Set{ ${inspectList2(arrayFromSet2(set22),options)}\
 }`}__name(inspectSet2,"inspectSet");__name2(inspectSet2,"inspectSet");var stringEscapeChars2=new RegExp("['\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0604\\u070f\\\
u17b4\\u17b5\\u200c-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\ufeff\\ufff0-\\uffff]","g");var escapeCharacters2={"\b":"\\b","	":"\\t","\n":"\\n","\f":"\\f","\r":"\\\
r","'":"\\'","\\":"\\\\"};var hex2=16;var unicodeLength=4;function escape2(char){return escapeCharacters2[char]||`\\u${`0000${char.charCodeAt(0).toString(hex2)}`.
slice(-unicodeLength)}`}__name(escape2,"escape");__name2(escape2,"escape");function inspectString2(string2,options){if(stringEscapeChars2.test(string2)){string2=
string2.replace(stringEscapeChars2,escape2)}return options.stylize(`'${truncate2(string2,options.truncate-2)}'`,"string")}__name(inspectString2,"inspectString");
__name2(inspectString2,"inspectString");function inspectSymbol2(value){if("description"in Symbol.prototype){return value.description?`Symbol(${value.description}\
)`:"Symbol()"}return value.toString()}__name(inspectSymbol2,"inspectSymbol");__name2(inspectSymbol2,"inspectSymbol");var getPromiseValue2=__name2(()=>"Promise{\u2026\
}","getPromiseValue");var promise_default=getPromiseValue2;function inspectObject2(object2,options){const properties=Object.getOwnPropertyNames(object2);const symbols=Object.
getOwnPropertySymbols?Object.getOwnPropertySymbols(object2):[];if(properties.length===0&&symbols.length===0){return"{}"}options.truncate-=4;options.seen=options.
seen||[];if(options.seen.includes(object2)){return"[Circular]"}options.seen.push(object2);const propertyContents=inspectList2(properties.map(key=>[key,object2[key]]),
options,inspectProperty2);const symbolContents=inspectList2(symbols.map(key=>[key,object2[key]]),options,inspectProperty2);options.seen.pop();let sep2="";if(propertyContents&&
symbolContents){sep2=", "}return`{ ${propertyContents}${sep2}${symbolContents} }`}__name(inspectObject2,"inspectObject");__name2(inspectObject2,"inspectObject");
var toStringTag2=typeof Symbol!=="undefined"&&Symbol.toStringTag?Symbol.toStringTag:false;function inspectClass2(value,options){let name="";if(toStringTag2&&toStringTag2 in
value){name=value[toStringTag2]}name=name||value.constructor.name;if(!name||name==="_class"){name="<Anonymous Class>"}options.truncate-=name.length;return`${name}${inspectObject2(
value,options)}`}__name(inspectClass2,"inspectClass");__name2(inspectClass2,"inspectClass");function inspectArguments2(args,options){if(args.length===0)return"A\
rguments[]";options.truncate-=13;return`Arguments[ ${inspectList2(args,options)} ]`}__name(inspectArguments2,"inspectArguments");__name2(inspectArguments2,"insp\
ectArguments");var errorKeys2=["stack","line","column","name","message","fileName","lineNumber","columnNumber","number","description","cause"];function inspectObject22(error,options){
const properties=Object.getOwnPropertyNames(error).filter(key=>errorKeys2.indexOf(key)===-1);const name=error.name;options.truncate-=name.length;let message="";
if(typeof error.message==="string"){message=truncate2(error.message,options.truncate)}else{properties.unshift("message")}message=message?`: ${message}`:"";options.
truncate-=message.length+5;options.seen=options.seen||[];if(options.seen.includes(error)){return"[Circular]"}options.seen.push(error);const propertyContents=inspectList2(
properties.map(key=>[key,error[key]]),options,inspectProperty2);return`${name}${message}${propertyContents?` { ${propertyContents} }`:""}`}__name(inspectObject22,
"inspectObject2");__name2(inspectObject22,"inspectObject");function inspectAttribute2([key,value],options){options.truncate-=3;if(!value){return`${options.stylize(
String(key),"yellow")}`}return`${options.stylize(String(key),"yellow")}=${options.stylize(`"${value}"`,"string")}`}__name(inspectAttribute2,"inspectAttribute");
__name2(inspectAttribute2,"inspectAttribute");function inspectNodeCollection2(collection,options){return inspectList2(collection,options,inspectNode2,"\n")}__name(
inspectNodeCollection2,"inspectNodeCollection");__name2(inspectNodeCollection2,"inspectNodeCollection");function inspectNode2(node,options){switch(node.nodeType){case 1:
return inspectHTML2(node,options);case 3:return options.inspect(node.data,options);default:return options.inspect(node,options)}}__name(inspectNode2,"inspectNod\
e");__name2(inspectNode2,"inspectNode");function inspectHTML2(element,options){const properties=element.getAttributeNames();const name=element.tagName.toLowerCase();
const head=options.stylize(`<${name}`,"special");const headClose=options.stylize(`>`,"special");const tail=options.stylize(`</${name}>`,"special");options.truncate-=
name.length*2+5;let propertyContents="";if(properties.length>0){propertyContents+=" ";propertyContents+=inspectList2(properties.map(key=>[key,element.getAttribute(
key)]),options,inspectAttribute2," ")}options.truncate-=propertyContents.length;const truncate22=options.truncate;let children=inspectNodeCollection2(element.children,
options);if(children&&children.length>truncate22){children=`${truncator2}(${element.children.length})`}return`${head}${propertyContents}${headClose}${children}${tail}`}
__name(inspectHTML2,"inspectHTML");__name2(inspectHTML2,"inspectHTML");var symbolsSupported2=typeof Symbol==="function"&&typeof Symbol.for==="function";var chaiInspect2=symbolsSupported2?
Symbol.for("chai/inspect"):"@@chai/inspect";var nodeInspect2=Symbol.for("nodejs.util.inspect.custom");var constructorMap2=new WeakMap;var stringTagMap2={};var baseTypesMap2={
undefined:__name2((value,options)=>options.stylize("undefined","undefined"),"undefined"),null:__name2((value,options)=>options.stylize("null","null"),"null"),boolean:__name2(
(value,options)=>options.stylize(String(value),"boolean"),"boolean"),Boolean:__name2((value,options)=>options.stylize(String(value),"boolean"),"Boolean"),number:inspectNumber2,
Number:inspectNumber2,bigint:inspectBigInt2,BigInt:inspectBigInt2,string:inspectString2,String:inspectString2,function:inspectFunction2,Function:inspectFunction2,
symbol:inspectSymbol2,Symbol:inspectSymbol2,Array:inspectArray2,Date:inspectDate2,Map:inspectMap2,Set:inspectSet2,RegExp:inspectRegExp2,Promise:promise_default,
WeakSet:__name2((value,options)=>options.stylize("WeakSet{\u2026}","special"),"WeakSet"),WeakMap:__name2((value,options)=>options.stylize("WeakMap{\u2026}","spe\
cial"),"WeakMap"),Arguments:inspectArguments2,Int8Array:inspectTypedArray2,Uint8Array:inspectTypedArray2,Uint8ClampedArray:inspectTypedArray2,Int16Array:inspectTypedArray2,
Uint16Array:inspectTypedArray2,Int32Array:inspectTypedArray2,Uint32Array:inspectTypedArray2,Float32Array:inspectTypedArray2,Float64Array:inspectTypedArray2,Generator:__name2(
()=>"","Generator"),DataView:__name2(()=>"","DataView"),ArrayBuffer:__name2(()=>"","ArrayBuffer"),Error:inspectObject22,HTMLCollection:inspectNodeCollection2,NodeList:inspectNodeCollection2};
var inspectCustom2=__name2((value,options,type3,inspectFn)=>{if(chaiInspect2 in value&&typeof value[chaiInspect2]==="function"){return value[chaiInspect2](options)}
if(nodeInspect2 in value&&typeof value[nodeInspect2]==="function"){return value[nodeInspect2](options.depth,options,inspectFn)}if("inspect"in value&&typeof value.
inspect==="function"){return value.inspect(options.depth,options)}if("constructor"in value&&constructorMap2.has(value.constructor)){return constructorMap2.get(value.
constructor)(value,options)}if(stringTagMap2[type3]){return stringTagMap2[type3](value,options)}return""},"inspectCustom");var toString3=Object.prototype.toString;
function inspect2(value,opts={}){const options=normaliseOptions2(opts,inspect2);const{customInspect}=options;let type3=value===null?"null":typeof value;if(type3===
"object"){type3=toString3.call(value).slice(8,-1)}if(type3 in baseTypesMap2){return baseTypesMap2[type3](value,options)}if(customInspect&&value){const output=inspectCustom2(
value,options,type3,inspect2);if(output){if(typeof output==="string")return output;return inspect2(output,options)}}const proto=value?Object.getPrototypeOf(value):
false;if(proto===Object.prototype||proto===null){return inspectObject2(value,options)}if(value&&typeof HTMLElement==="function"&&value instanceof HTMLElement){return inspectHTML2(
value,options)}if("constructor"in value){if(value.constructor!==Object){return inspectClass2(value,options)}return inspectObject2(value,options)}if(value===Object(
value)){return inspectObject2(value,options)}return options.stylize(String(value),type3)}__name(inspect2,"inspect");__name2(inspect2,"inspect");var config={includeStack:false,
showDiff:true,truncateThreshold:40,useProxy:true,proxyExcludedKeys:["then","catch","inspect","toJSON"],deepEqual:null};function inspect22(obj,showHidden,depth,colors){
let options={colors,depth:typeof depth==="undefined"?2:depth,showHidden,truncate:config.truncateThreshold?config.truncateThreshold:Infinity};return inspect2(obj,
options)}__name(inspect22,"inspect2");__name2(inspect22,"inspect");function objDisplay2(obj){let str=inspect22(obj),type3=Object.prototype.toString.call(obj);if(config.
truncateThreshold&&str.length>=config.truncateThreshold){if(type3==="[object Function]"){const objAsFunction=obj;return!objAsFunction.name||objAsFunction.name===
""?"[Function]":"[Function: "+objAsFunction.name+"]"}else if(type3==="[object Array]"){const objAsArray=obj;return"[ Array("+objAsArray.length+") ]"}else if(type3===
"[object Object]"){const objAsObject=obj;let keys2=Object.keys(objAsObject),kstr=keys2.length>2?keys2.splice(0,2).join(", ")+", ...":keys2.join(", ");return"{ O\
bject ("+kstr+") }"}else{return str}}else{return str}}__name(objDisplay2,"objDisplay");__name2(objDisplay2,"objDisplay");function getMessage2(obj,args){let negate=flag(
obj,"negate");let val=flag(obj,"object");let expected=args[3];let actual=getActual(obj,args);let rawMsg=negate?args[2]:args[1];let flagMsg=flag(obj,"message");if(typeof rawMsg===
"function")rawMsg=rawMsg();const template=rawMsg||"";const msg=template.replace(/#\{(this|act|exp)\}/g,function(_,tag){if(tag==="this"){return objDisplay2(val)}
if(tag==="act"){return objDisplay2(actual)}return objDisplay2(expected)});return flagMsg?flagMsg+": "+msg:msg}__name(getMessage2,"getMessage2");__name2(getMessage2,
"getMessage");function transferFlags(source,object2,includeAll){const sourceWithFlags=source;const objWithFlags=object2;let flags=sourceWithFlags.__flags||(sourceWithFlags.
__flags=Object.create(null));const objFlags=objWithFlags.__flags||(objWithFlags.__flags=Object.create(null));includeAll=arguments.length===3?includeAll:true;for(let flag3 in flags){
if(includeAll||flag3!=="object"&&flag3!=="ssfi"&&flag3!=="lockSsfi"&&flag3!="message"){objFlags[flag3]=flags[flag3]}}}__name(transferFlags,"transferFlags");__name2(
transferFlags,"transferFlags");function type2(obj){if(typeof obj==="undefined"){return"undefined"}if(obj===null){return"null"}const stringTag=obj[Symbol.toStringTag];
if(typeof stringTag==="string"){return stringTag}const sliceStart=8;const sliceEnd=-1;return Object.prototype.toString.call(obj).slice(sliceStart,sliceEnd)}__name(
type2,"type2");__name2(type2,"type");function FakeMap(){this._key="chai/deep-eql__"+Math.random()+Date.now()}__name(FakeMap,"FakeMap");__name2(FakeMap,"FakeMap");
FakeMap.prototype={get:__name2(__name(function get(key){return key[this._key]},"get"),"get"),set:__name2(__name(function set(key,value){if(Object.isExtensible(key)){
Object.defineProperty(key,this._key,{value,configurable:true})}},"set"),"set")};var MemoizeMap=typeof WeakMap==="function"?WeakMap:FakeMap;function memoizeCompare(leftHandOperand,rightHandOperand,memoizeMap){
if(!memoizeMap||isPrimitive2(leftHandOperand)||isPrimitive2(rightHandOperand)){return null}var leftHandMap=memoizeMap.get(leftHandOperand);if(leftHandMap){var result=leftHandMap.
get(rightHandOperand);if(typeof result==="boolean"){return result}}return null}__name(memoizeCompare,"memoizeCompare");__name2(memoizeCompare,"memoizeCompare");
function memoizeSet(leftHandOperand,rightHandOperand,memoizeMap,result){if(!memoizeMap||isPrimitive2(leftHandOperand)||isPrimitive2(rightHandOperand)){return}var leftHandMap=memoizeMap.
get(leftHandOperand);if(leftHandMap){leftHandMap.set(rightHandOperand,result)}else{leftHandMap=new MemoizeMap;leftHandMap.set(rightHandOperand,result);memoizeMap.
set(leftHandOperand,leftHandMap)}}__name(memoizeSet,"memoizeSet");__name2(memoizeSet,"memoizeSet");var deep_eql_default=deepEqual;function deepEqual(leftHandOperand,rightHandOperand,options){
if(options&&options.comparator){return extensiveDeepEqual(leftHandOperand,rightHandOperand,options)}var simpleResult=simpleEqual(leftHandOperand,rightHandOperand);
if(simpleResult!==null){return simpleResult}return extensiveDeepEqual(leftHandOperand,rightHandOperand,options)}__name(deepEqual,"deepEqual");__name2(deepEqual,
"deepEqual");function simpleEqual(leftHandOperand,rightHandOperand){if(leftHandOperand===rightHandOperand){return leftHandOperand!==0||1/leftHandOperand===1/rightHandOperand}
if(leftHandOperand!==leftHandOperand&&rightHandOperand!==rightHandOperand){return true}if(isPrimitive2(leftHandOperand)||isPrimitive2(rightHandOperand)){return false}
return null}__name(simpleEqual,"simpleEqual");__name2(simpleEqual,"simpleEqual");function extensiveDeepEqual(leftHandOperand,rightHandOperand,options){options=options||
{};options.memoize=options.memoize===false?false:options.memoize||new MemoizeMap;var comparator=options&&options.comparator;var memoizeResultLeft=memoizeCompare(
leftHandOperand,rightHandOperand,options.memoize);if(memoizeResultLeft!==null){return memoizeResultLeft}var memoizeResultRight=memoizeCompare(rightHandOperand,leftHandOperand,
options.memoize);if(memoizeResultRight!==null){return memoizeResultRight}if(comparator){var comparatorResult=comparator(leftHandOperand,rightHandOperand);if(comparatorResult===
false||comparatorResult===true){memoizeSet(leftHandOperand,rightHandOperand,options.memoize,comparatorResult);return comparatorResult}var simpleResult=simpleEqual(
leftHandOperand,rightHandOperand);if(simpleResult!==null){return simpleResult}}var leftHandType=type2(leftHandOperand);if(leftHandType!==type2(rightHandOperand)){
memoizeSet(leftHandOperand,rightHandOperand,options.memoize,false);return false}memoizeSet(leftHandOperand,rightHandOperand,options.memoize,true);var result=extensiveDeepEqualByType(
leftHandOperand,rightHandOperand,leftHandType,options);memoizeSet(leftHandOperand,rightHandOperand,options.memoize,result);return result}__name(extensiveDeepEqual,
"extensiveDeepEqual");__name2(extensiveDeepEqual,"extensiveDeepEqual");function extensiveDeepEqualByType(leftHandOperand,rightHandOperand,leftHandType,options){
switch(leftHandType){case"String":case"Number":case"Boolean":case"Date":return deepEqual(leftHandOperand.valueOf(),rightHandOperand.valueOf());case"Promise":case"\
Symbol":case"function":case"WeakMap":case"WeakSet":return leftHandOperand===rightHandOperand;case"Error":return keysEqual(leftHandOperand,rightHandOperand,["nam\
e","message","code"],options);case"Arguments":case"Int8Array":case"Uint8Array":case"Uint8ClampedArray":case"Int16Array":case"Uint16Array":case"Int32Array":case"\
Uint32Array":case"Float32Array":case"Float64Array":case"Array":return iterableEqual(leftHandOperand,rightHandOperand,options);case"RegExp":return regexpEqual(leftHandOperand,
rightHandOperand);case"Generator":return generatorEqual(leftHandOperand,rightHandOperand,options);case"DataView":return iterableEqual(new Uint8Array(leftHandOperand.
buffer),new Uint8Array(rightHandOperand.buffer),options);case"ArrayBuffer":return iterableEqual(new Uint8Array(leftHandOperand),new Uint8Array(rightHandOperand),
options);case"Set":return entriesEqual(leftHandOperand,rightHandOperand,options);case"Map":return entriesEqual(leftHandOperand,rightHandOperand,options);case"Te\
mporal.PlainDate":case"Temporal.PlainTime":case"Temporal.PlainDateTime":case"Temporal.Instant":case"Temporal.ZonedDateTime":case"Temporal.PlainYearMonth":case"T\
emporal.PlainMonthDay":return leftHandOperand.equals(rightHandOperand);case"Temporal.Duration":return leftHandOperand.total("nanoseconds")===rightHandOperand.total(
"nanoseconds");case"Temporal.TimeZone":case"Temporal.Calendar":return leftHandOperand.toString()===rightHandOperand.toString();default:return objectEqual(leftHandOperand,
rightHandOperand,options)}}__name(extensiveDeepEqualByType,"extensiveDeepEqualByType");__name2(extensiveDeepEqualByType,"extensiveDeepEqualByType");function regexpEqual(leftHandOperand,rightHandOperand){
return leftHandOperand.toString()===rightHandOperand.toString()}__name(regexpEqual,"regexpEqual");__name2(regexpEqual,"regexpEqual");function entriesEqual(leftHandOperand,rightHandOperand,options){
try{if(leftHandOperand.size!==rightHandOperand.size){return false}if(leftHandOperand.size===0){return true}}catch(sizeError){return false}var leftHandItems=[];var rightHandItems=[];
leftHandOperand.forEach(__name2(__name(function gatherEntries(key,value){leftHandItems.push([key,value])},"gatherEntries"),"gatherEntries"));rightHandOperand.forEach(
__name2(__name(function gatherEntries(key,value){rightHandItems.push([key,value])},"gatherEntries"),"gatherEntries"));return iterableEqual(leftHandItems.sort(),
rightHandItems.sort(),options)}__name(entriesEqual,"entriesEqual");__name2(entriesEqual,"entriesEqual");function iterableEqual(leftHandOperand,rightHandOperand,options){
var length=leftHandOperand.length;if(length!==rightHandOperand.length){return false}if(length===0){return true}var index2=-1;while(++index2<length){if(deepEqual(
leftHandOperand[index2],rightHandOperand[index2],options)===false){return false}}return true}__name(iterableEqual,"iterableEqual");__name2(iterableEqual,"iterab\
leEqual");function generatorEqual(leftHandOperand,rightHandOperand,options){return iterableEqual(getGeneratorEntries(leftHandOperand),getGeneratorEntries(rightHandOperand),
options)}__name(generatorEqual,"generatorEqual");__name2(generatorEqual,"generatorEqual");function hasIteratorFunction(target){return typeof Symbol!=="undefined"&&
typeof target==="object"&&typeof Symbol.iterator!=="undefined"&&typeof target[Symbol.iterator]==="function"}__name(hasIteratorFunction,"hasIteratorFunction");__name2(
hasIteratorFunction,"hasIteratorFunction");function getIteratorEntries(target){if(hasIteratorFunction(target)){try{return getGeneratorEntries(target[Symbol.iterator]())}catch(iteratorError){
return[]}}return[]}__name(getIteratorEntries,"getIteratorEntries");__name2(getIteratorEntries,"getIteratorEntries");function getGeneratorEntries(generator){var generatorResult=generator.
next();var accumulator=[generatorResult.value];while(generatorResult.done===false){generatorResult=generator.next();accumulator.push(generatorResult.value)}return accumulator}
__name(getGeneratorEntries,"getGeneratorEntries");__name2(getGeneratorEntries,"getGeneratorEntries");function getEnumerableKeys(target){var keys2=[];for(var key in target){
keys2.push(key)}return keys2}__name(getEnumerableKeys,"getEnumerableKeys");__name2(getEnumerableKeys,"getEnumerableKeys");function getEnumerableSymbols(target){
var keys2=[];var allKeys=Object.getOwnPropertySymbols(target);for(var i2=0;i2<allKeys.length;i2+=1){var key=allKeys[i2];if(Object.getOwnPropertyDescriptor(target,
key).enumerable){keys2.push(key)}}return keys2}__name(getEnumerableSymbols,"getEnumerableSymbols");__name2(getEnumerableSymbols,"getEnumerableSymbols");function keysEqual(leftHandOperand,rightHandOperand,keys2,options){
var length=keys2.length;if(length===0){return true}for(var i2=0;i2<length;i2+=1){if(deepEqual(leftHandOperand[keys2[i2]],rightHandOperand[keys2[i2]],options)===
false){return false}}return true}__name(keysEqual,"keysEqual");__name2(keysEqual,"keysEqual");function objectEqual(leftHandOperand,rightHandOperand,options){var leftHandKeys=getEnumerableKeys(
leftHandOperand);var rightHandKeys=getEnumerableKeys(rightHandOperand);var leftHandSymbols=getEnumerableSymbols(leftHandOperand);var rightHandSymbols=getEnumerableSymbols(
rightHandOperand);leftHandKeys=leftHandKeys.concat(leftHandSymbols);rightHandKeys=rightHandKeys.concat(rightHandSymbols);if(leftHandKeys.length&&leftHandKeys.length===
rightHandKeys.length){if(iterableEqual(mapSymbols(leftHandKeys).sort(),mapSymbols(rightHandKeys).sort())===false){return false}return keysEqual(leftHandOperand,
rightHandOperand,leftHandKeys,options)}var leftHandEntries=getIteratorEntries(leftHandOperand);var rightHandEntries=getIteratorEntries(rightHandOperand);if(leftHandEntries.
length&&leftHandEntries.length===rightHandEntries.length){leftHandEntries.sort();rightHandEntries.sort();return iterableEqual(leftHandEntries,rightHandEntries,options)}
if(leftHandKeys.length===0&&leftHandEntries.length===0&&rightHandKeys.length===0&&rightHandEntries.length===0){return true}return false}__name(objectEqual,"obje\
ctEqual");__name2(objectEqual,"objectEqual");function isPrimitive2(value){return value===null||typeof value!=="object"}__name(isPrimitive2,"isPrimitive");__name2(
isPrimitive2,"isPrimitive");function mapSymbols(arr){return arr.map(__name2(__name(function mapSymbol(entry){if(typeof entry==="symbol"){return entry.toString()}
return entry},"mapSymbol"),"mapSymbol"))}__name(mapSymbols,"mapSymbols");__name2(mapSymbols,"mapSymbols");function hasProperty(obj,name){if(typeof obj==="undefi\
ned"||obj===null){return false}return name in Object(obj)}__name(hasProperty,"hasProperty");__name2(hasProperty,"hasProperty");function parsePath(path){const str=path.
replace(/([^\\])\[/g,"$1.[");const parts=str.match(/(\\\.|[^.]+?)+/g);return parts.map(value=>{if(value==="constructor"||value==="__proto__"||value==="prototype"){
return{}}const regexp=/^\[(\d+)\]$/;const mArr=regexp.exec(value);let parsed=null;if(mArr){parsed={i:parseFloat(mArr[1])}}else{parsed={p:value.replace(/\\([.[\]])/g,
"$1")}}return parsed})}__name(parsePath,"parsePath");__name2(parsePath,"parsePath");function internalGetPathValue(obj,parsed,pathDepth){let temporaryValue=obj;let res=null;
pathDepth=typeof pathDepth==="undefined"?parsed.length:pathDepth;for(let i2=0;i2<pathDepth;i2++){const part=parsed[i2];if(temporaryValue){if(typeof part.p==="un\
defined"){temporaryValue=temporaryValue[part.i]}else{temporaryValue=temporaryValue[part.p]}if(i2===pathDepth-1){res=temporaryValue}}}return res}__name(internalGetPathValue,
"internalGetPathValue");__name2(internalGetPathValue,"internalGetPathValue");function getPathInfo(obj,path){const parsed=parsePath(path);const last=parsed[parsed.
length-1];const info={parent:parsed.length>1?internalGetPathValue(obj,parsed,parsed.length-1):obj,name:last.p||last.i,value:internalGetPathValue(obj,parsed)};info.
exists=hasProperty(info.parent,info.name);return info}__name(getPathInfo,"getPathInfo");__name2(getPathInfo,"getPathInfo");var _Assertion=class _Assertion2{static{
__name(this,"_Assertion")}constructor(obj,msg,ssfi,lockSsfi){__publicField(this,"__flags",{});flag(this,"ssfi",ssfi||_Assertion2);flag(this,"lockSsfi",lockSsfi);
flag(this,"object",obj);flag(this,"message",msg);flag(this,"eql",config.deepEqual||deep_eql_default);return proxify(this)}static get includeStack(){console.warn(
"Assertion.includeStack is deprecated, use chai.config.includeStack instead.");return config.includeStack}static set includeStack(value){console.warn("Assertion\
.includeStack is deprecated, use chai.config.includeStack instead.");config.includeStack=value}static get showDiff(){console.warn("Assertion.showDiff is depreca\
ted, use chai.config.showDiff instead.");return config.showDiff}static set showDiff(value){console.warn("Assertion.showDiff is deprecated, use chai.config.showD\
iff instead.");config.showDiff=value}static addProperty(name,fn2){addProperty(this.prototype,name,fn2)}static addMethod(name,fn2){addMethod(this.prototype,name,
fn2)}static addChainableMethod(name,fn2,chainingBehavior){addChainableMethod(this.prototype,name,fn2,chainingBehavior)}static overwriteProperty(name,fn2){overwriteProperty(
this.prototype,name,fn2)}static overwriteMethod(name,fn2){overwriteMethod(this.prototype,name,fn2)}static overwriteChainableMethod(name,fn2,chainingBehavior){overwriteChainableMethod(
this.prototype,name,fn2,chainingBehavior)}assert(_expr,msg,_negateMsg,expected,_actual,showDiff){const ok=test3(this,arguments);if(false!==showDiff)showDiff=true;
if(void 0===expected&&void 0===_actual)showDiff=false;if(true!==config.showDiff)showDiff=false;if(!ok){msg=getMessage2(this,arguments);const actual=getActual(this,
arguments);const assertionErrorObjectProperties={actual,expected,showDiff};const operator=getOperator(this,arguments);if(operator){assertionErrorObjectProperties.
operator=operator}throw new AssertionError(msg,assertionErrorObjectProperties,config.includeStack?this.assert:flag(this,"ssfi"))}}get _obj(){return flag(this,"o\
bject")}set _obj(val){flag(this,"object",val)}};__name2(_Assertion,"Assertion");var Assertion=_Assertion;var events=new EventTarget;var _PluginEvent=class _PluginEvent2 extends Event{static{
__name(this,"_PluginEvent")}constructor(type3,name,fn2){super(type3);this.name=String(name);this.fn=fn2}};__name2(_PluginEvent,"PluginEvent");var PluginEvent=_PluginEvent;
function isProxyEnabled(){return config.useProxy&&typeof Proxy!=="undefined"&&typeof Reflect!=="undefined"}__name(isProxyEnabled,"isProxyEnabled");__name2(isProxyEnabled,
"isProxyEnabled");function addProperty(ctx,name,getter){getter=getter===void 0?function(){}:getter;Object.defineProperty(ctx,name,{get:__name2(__name(function propertyGetter(){
if(!isProxyEnabled()&&!flag(this,"lockSsfi")){flag(this,"ssfi",propertyGetter)}let result=getter.call(this);if(result!==void 0)return result;let newAssertion=new Assertion;
transferFlags(this,newAssertion);return newAssertion},"propertyGetter"),"propertyGetter"),configurable:true});events.dispatchEvent(new PluginEvent("addProperty",
name,getter))}__name(addProperty,"addProperty");__name2(addProperty,"addProperty");var fnLengthDesc=Object.getOwnPropertyDescriptor(function(){},"length");function addLengthGuard(fn2,assertionName,isChainable){
if(!fnLengthDesc?.configurable)return fn2;Object.defineProperty(fn2,"length",{get:__name2(function(){if(isChainable){throw Error("Invalid Chai property: "+assertionName+
'.length. Due to a compatibility issue, "length" cannot directly follow "'+assertionName+'". Use "'+assertionName+'.lengthOf" instead.')}throw Error("Invalid Ch\
ai property: "+assertionName+'.length. See docs for proper usage of "'+assertionName+'".')},"get")});return fn2}__name(addLengthGuard,"addLengthGuard");__name2(
addLengthGuard,"addLengthGuard");function getProperties(object2){let result=Object.getOwnPropertyNames(object2);function addProperty2(property){if(result.indexOf(
property)===-1){result.push(property)}}__name(addProperty2,"addProperty2");__name2(addProperty2,"addProperty");let proto=Object.getPrototypeOf(object2);while(proto!==
null){Object.getOwnPropertyNames(proto).forEach(addProperty2);proto=Object.getPrototypeOf(proto)}return result}__name(getProperties,"getProperties");__name2(getProperties,
"getProperties");var builtins=["__flags","__methods","_obj","assert"];function proxify(obj,nonChainableMethodName){if(!isProxyEnabled())return obj;return new Proxy(
obj,{get:__name2(__name(function proxyGetter(target,property){if(typeof property==="string"&&config.proxyExcludedKeys.indexOf(property)===-1&&!Reflect.has(target,
property)){if(nonChainableMethodName){throw Error("Invalid Chai property: "+String(nonChainableMethodName)+"."+property+'. See docs for proper usage of "'+String(
nonChainableMethodName)+'".')}let suggestion=null;let suggestionDistance=4;getProperties(target).forEach(function(prop){if(!Object.prototype.hasOwnProperty(prop)&&
builtins.indexOf(prop)===-1){let dist=stringDistanceCapped(property,prop,suggestionDistance);if(dist<suggestionDistance){suggestion=prop;suggestionDistance=dist}}});
if(suggestion!==null){throw Error("Invalid Chai property: "+property+'. Did you mean "'+suggestion+'"?')}else{throw Error("Invalid Chai property: "+property)}}if(builtins.
indexOf(property)===-1&&!flag(target,"lockSsfi")){flag(target,"ssfi",proxyGetter)}return Reflect.get(target,property)},"proxyGetter"),"proxyGetter")})}__name(proxify,
"proxify");__name2(proxify,"proxify");function stringDistanceCapped(strA,strB,cap){if(Math.abs(strA.length-strB.length)>=cap){return cap}let memo2=[];for(let i2=0;i2<=
strA.length;i2++){memo2[i2]=Array(strB.length+1).fill(0);memo2[i2][0]=i2}for(let j=0;j<strB.length;j++){memo2[0][j]=j}for(let i2=1;i2<=strA.length;i2++){let ch=strA.
charCodeAt(i2-1);for(let j=1;j<=strB.length;j++){if(Math.abs(i2-j)>=cap){memo2[i2][j]=cap;continue}memo2[i2][j]=Math.min(memo2[i2-1][j]+1,memo2[i2][j-1]+1,memo2[i2-
1][j-1]+(ch===strB.charCodeAt(j-1)?0:1))}}return memo2[strA.length][strB.length]}__name(stringDistanceCapped,"stringDistanceCapped");__name2(stringDistanceCapped,
"stringDistanceCapped");function addMethod(ctx,name,method){let methodWrapper=__name2(function(){if(!flag(this,"lockSsfi")){flag(this,"ssfi",methodWrapper)}let result=method.
apply(this,arguments);if(result!==void 0)return result;let newAssertion=new Assertion;transferFlags(this,newAssertion);return newAssertion},"methodWrapper");addLengthGuard(
methodWrapper,name,false);ctx[name]=proxify(methodWrapper,name);events.dispatchEvent(new PluginEvent("addMethod",name,method))}__name(addMethod,"addMethod");__name2(
addMethod,"addMethod");function overwriteProperty(ctx,name,getter){let _get=Object.getOwnPropertyDescriptor(ctx,name);let _super=__name2(function(){return},"_su\
per");if(_get&&"function"===typeof _get.get)_super=_get.get;Object.defineProperty(ctx,name,{get:__name2(__name(function overwritingPropertyGetter(){if(!isProxyEnabled()&&
!flag(this,"lockSsfi")){flag(this,"ssfi",overwritingPropertyGetter)}let origLockSsfi=flag(this,"lockSsfi");flag(this,"lockSsfi",true);let result=getter(_super).
call(this);flag(this,"lockSsfi",origLockSsfi);if(result!==void 0){return result}let newAssertion=new Assertion;transferFlags(this,newAssertion);return newAssertion},
"overwritingPropertyGetter"),"overwritingPropertyGetter"),configurable:true})}__name(overwriteProperty,"overwriteProperty");__name2(overwriteProperty,"overwrite\
Property");function overwriteMethod(ctx,name,method){let _method=ctx[name];let _super=__name2(function(){throw new Error(String(name)+" is not a function")},"_s\
uper");if(_method&&"function"===typeof _method)_super=_method;function overwritingMethodWrapper(){if(!flag(this,"lockSsfi")){flag(this,"ssfi",overwritingMethodWrapper)}
let origLockSsfi=flag(this,"lockSsfi");flag(this,"lockSsfi",true);let result=method(_super).apply(this,arguments);flag(this,"lockSsfi",origLockSsfi);if(result!==
void 0){return result}let newAssertion=new Assertion;transferFlags(this,newAssertion);return newAssertion}__name(overwritingMethodWrapper,"overwritingMethodWrap\
per");__name2(overwritingMethodWrapper,"overwritingMethodWrapper");addLengthGuard(overwritingMethodWrapper,String(name),false);ctx[name]=proxify(overwritingMethodWrapper,
name)}__name(overwriteMethod,"overwriteMethod");__name2(overwriteMethod,"overwriteMethod");var canSetPrototype=typeof Object.setPrototypeOf==="function";var testFn=__name2(
function(){},"testFn");var excludeNames=Object.getOwnPropertyNames(testFn).filter(function(name){let propDesc=Object.getOwnPropertyDescriptor(testFn,name);if(typeof propDesc!==
"object")return true;return!propDesc.configurable});var call=Function.prototype.call;var apply=Function.prototype.apply;var _PluginAddChainableMethodEvent=class _PluginAddChainableMethodEvent2 extends PluginEvent{static{
__name(this,"_PluginAddChainableMethodEvent")}constructor(type3,name,fn2,chainingBehavior){super(type3,name,fn2);this.chainingBehavior=chainingBehavior}};__name2(
_PluginAddChainableMethodEvent,"PluginAddChainableMethodEvent");var PluginAddChainableMethodEvent=_PluginAddChainableMethodEvent;function addChainableMethod(ctx,name,method,chainingBehavior){
const ctxChainable=ctx;if(typeof chainingBehavior!=="function"){chainingBehavior=__name2(function(){},"chainingBehavior")}let chainableBehavior={method,chainingBehavior};
if(!ctxChainable.__methods){ctxChainable.__methods={}}ctxChainable.__methods[name]=chainableBehavior;Object.defineProperty(ctx,name,{get:__name2(__name(function chainableMethodGetter(){
chainableBehavior.chainingBehavior.call(this);function chainableMethodWrapper(...args){if(!flag(this,"lockSsfi")){flag(this,"ssfi",chainableMethodWrapper)}let result=chainableBehavior.
method.apply(this,args);if(result!==void 0){return result}let newAssertion=new Assertion;transferFlags(this,newAssertion);return newAssertion}__name(chainableMethodWrapper,
"chainableMethodWrapper");__name2(chainableMethodWrapper,"chainableMethodWrapper");addLengthGuard(chainableMethodWrapper,name,true);if(canSetPrototype){let prototype=Object.
create(this);prototype.call=call;prototype.apply=apply;Object.setPrototypeOf(chainableMethodWrapper,prototype)}else{let asserterNames=Object.getOwnPropertyNames(
ctx);asserterNames.forEach(function(asserterName){if(excludeNames.indexOf(asserterName)!==-1){return}let pd=Object.getOwnPropertyDescriptor(ctx,asserterName);if(pd){
Object.defineProperty(chainableMethodWrapper,asserterName,pd)}})}transferFlags(this,chainableMethodWrapper);return proxify(chainableMethodWrapper)},"chainableMe\
thodGetter"),"chainableMethodGetter"),configurable:true});events.dispatchEvent(new PluginAddChainableMethodEvent("addChainableMethod",name,method,chainingBehavior))}
__name(addChainableMethod,"addChainableMethod");__name2(addChainableMethod,"addChainableMethod");function overwriteChainableMethod(ctx,name,method,chainingBehavior){
let chainableBehavior=ctx.__methods[name];let _chainingBehavior=chainableBehavior.chainingBehavior;chainableBehavior.chainingBehavior=__name2(__name(function overwritingChainableMethodGetter(){
let result=chainingBehavior(_chainingBehavior).call(this);if(result!==void 0){return result}let newAssertion=new Assertion;transferFlags(this,newAssertion);return newAssertion},
"overwritingChainableMethodGetter"),"overwritingChainableMethodGetter");let _method=chainableBehavior.method;chainableBehavior.method=__name2(__name(function overwritingChainableMethodWrapper(){
let result=method(_method).apply(this,arguments);if(result!==void 0){return result}let newAssertion=new Assertion;transferFlags(this,newAssertion);return newAssertion},
"overwritingChainableMethodWrapper"),"overwritingChainableMethodWrapper")}__name(overwriteChainableMethod,"overwriteChainableMethod");__name2(overwriteChainableMethod,
"overwriteChainableMethod");function compareByInspect(a,b3){return inspect22(a)<inspect22(b3)?-1:1}__name(compareByInspect,"compareByInspect");__name2(compareByInspect,
"compareByInspect");function getOwnEnumerablePropertySymbols(obj){if(typeof Object.getOwnPropertySymbols!=="function")return[];return Object.getOwnPropertySymbols(
obj).filter(function(sym){return Object.getOwnPropertyDescriptor(obj,sym)?.enumerable})}__name(getOwnEnumerablePropertySymbols,"getOwnEnumerablePropertySymbols");
__name2(getOwnEnumerablePropertySymbols,"getOwnEnumerablePropertySymbols");function getOwnEnumerableProperties(obj){return Object.keys(obj).concat(getOwnEnumerablePropertySymbols(
obj))}__name(getOwnEnumerableProperties,"getOwnEnumerableProperties");__name2(getOwnEnumerableProperties,"getOwnEnumerableProperties");var isNaN22=Number.isNaN;
function isObjectType(obj){let objectType=type(obj);let objectTypes=["Array","Object","Function"];return objectTypes.indexOf(objectType)!==-1}__name(isObjectType,
"isObjectType");__name2(isObjectType,"isObjectType");function getOperator(obj,args){let operator=flag(obj,"operator");let negate=flag(obj,"negate");let expected=args[3];
let msg=negate?args[2]:args[1];if(operator){return String(operator)}if(typeof msg==="function")msg=msg();msg=msg||"";if(!msg){return void 0}const msgString=String(
msg);if(/\shave\s/.test(msgString)){return void 0}let isObject3=isObjectType(expected);if(/\snot\s/.test(msgString)){return isObject3?"notDeepStrictEqual":"notS\
trictEqual"}return isObject3?"deepStrictEqual":"strictEqual"}__name(getOperator,"getOperator");__name2(getOperator,"getOperator");function getName(fn2){return fn2.
name}__name(getName,"getName");__name2(getName,"getName");function isRegExp2(obj){return Object.prototype.toString.call(obj)==="[object RegExp]"}__name(isRegExp2,
"isRegExp2");__name2(isRegExp2,"isRegExp");function isNumeric(obj){return["Number","BigInt"].includes(type(obj))}__name(isNumeric,"isNumeric");__name2(isNumeric,
"isNumeric");var{flag:flag2}=utils_exports;["to","be","been","is","and","has","have","with","that","which","at","of","same","but","does","still","also"].forEach(
function(chain){Assertion.addProperty(chain)});Assertion.addProperty("not",function(){flag2(this,"negate",true)});Assertion.addProperty("deep",function(){flag2(
this,"deep",true)});Assertion.addProperty("nested",function(){flag2(this,"nested",true)});Assertion.addProperty("own",function(){flag2(this,"own",true)});Assertion.
addProperty("ordered",function(){flag2(this,"ordered",true)});Assertion.addProperty("any",function(){flag2(this,"any",true);flag2(this,"all",false)});Assertion.
addProperty("all",function(){flag2(this,"all",true);flag2(this,"any",false)});var functionTypes={function:["function","asyncfunction","generatorfunction","async\
generatorfunction"],asyncfunction:["asyncfunction","asyncgeneratorfunction"],generatorfunction:["generatorfunction","asyncgeneratorfunction"],asyncgeneratorfunction:[
"asyncgeneratorfunction"]};function an(type3,msg){if(msg)flag2(this,"message",msg);type3=type3.toLowerCase();let obj=flag2(this,"object"),article=~["a","e","i",
"o","u"].indexOf(type3.charAt(0))?"an ":"a ";const detectedType=type(obj).toLowerCase();if(functionTypes["function"].includes(type3)){this.assert(functionTypes[type3].
includes(detectedType),"expected #{this} to be "+article+type3,"expected #{this} not to be "+article+type3)}else{this.assert(type3===detectedType,"expected #{th\
is} to be "+article+type3,"expected #{this} not to be "+article+type3)}}__name(an,"an");__name2(an,"an");Assertion.addChainableMethod("an",an);Assertion.addChainableMethod(
"a",an);function SameValueZero(a,b3){return isNaN22(a)&&isNaN22(b3)||a===b3}__name(SameValueZero,"SameValueZero");__name2(SameValueZero,"SameValueZero");function includeChainingBehavior(){
flag2(this,"contains",true)}__name(includeChainingBehavior,"includeChainingBehavior");__name2(includeChainingBehavior,"includeChainingBehavior");function include(val,msg){
if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),objType=type(obj).toLowerCase(),flagMsg=flag2(this,"message"),negate=flag2(this,"negate"),ssfi=flag2(
this,"ssfi"),isDeep=flag2(this,"deep"),descriptor=isDeep?"deep ":"",isEql=isDeep?flag2(this,"eql"):SameValueZero;flagMsg=flagMsg?flagMsg+": ":"";let included=false;
switch(objType){case"string":included=obj.indexOf(val)!==-1;break;case"weakset":if(isDeep){throw new AssertionError(flagMsg+"unable to use .deep.include with We\
akSet",void 0,ssfi)}included=obj.has(val);break;case"map":obj.forEach(function(item){included=included||isEql(item,val)});break;case"set":if(isDeep){obj.forEach(
function(item){included=included||isEql(item,val)})}else{included=obj.has(val)}break;case"array":if(isDeep){included=obj.some(function(item){return isEql(item,val)})}else{
included=obj.indexOf(val)!==-1}break;default:{if(val!==Object(val)){throw new AssertionError(flagMsg+"the given combination of arguments ("+objType+" and "+type(
val).toLowerCase()+") is invalid for this assertion. You can use an array, a map, an object, a set, a string, or a weakset instead of a "+type(val).toLowerCase(),
void 0,ssfi)}let props=Object.keys(val);let firstErr=null;let numErrs=0;props.forEach(function(prop){let propAssertion=new Assertion(obj);transferFlags(this,propAssertion,
true);flag2(propAssertion,"lockSsfi",true);if(!negate||props.length===1){propAssertion.property(prop,val[prop]);return}try{propAssertion.property(prop,val[prop])}catch(err){
if(!check_error_exports.compatibleConstructor(err,AssertionError)){throw err}if(firstErr===null)firstErr=err;numErrs++}},this);if(negate&&props.length>1&&numErrs===
props.length){throw firstErr}return}}this.assert(included,"expected #{this} to "+descriptor+"include "+inspect22(val),"expected #{this} to not "+descriptor+"inc\
lude "+inspect22(val))}__name(include,"include");__name2(include,"include");Assertion.addChainableMethod("include",include,includeChainingBehavior);Assertion.addChainableMethod(
"contain",include,includeChainingBehavior);Assertion.addChainableMethod("contains",include,includeChainingBehavior);Assertion.addChainableMethod("includes",include,
includeChainingBehavior);Assertion.addProperty("ok",function(){this.assert(flag2(this,"object"),"expected #{this} to be truthy","expected #{this} to be falsy")});
Assertion.addProperty("true",function(){this.assert(true===flag2(this,"object"),"expected #{this} to be true","expected #{this} to be false",flag2(this,"negate")?
false:true)});Assertion.addProperty("numeric",function(){const object2=flag2(this,"object");this.assert(["Number","BigInt"].includes(type(object2)),"expected #{\
this} to be numeric","expected #{this} to not be numeric",flag2(this,"negate")?false:true)});Assertion.addProperty("callable",function(){const val=flag2(this,"o\
bject");const ssfi=flag2(this,"ssfi");const message=flag2(this,"message");const msg=message?`${message}: `:"";const negate=flag2(this,"negate");const assertionMessage=negate?
`${msg}expected ${inspect22(val)} not to be a callable function`:`${msg}expected ${inspect22(val)} to be a callable function`;const isCallable=["Function","Asyn\
cFunction","GeneratorFunction","AsyncGeneratorFunction"].includes(type(val));if(isCallable&&negate||!isCallable&&!negate){throw new AssertionError(assertionMessage,
void 0,ssfi)}});Assertion.addProperty("false",function(){this.assert(false===flag2(this,"object"),"expected #{this} to be false","expected #{this} to be true",flag2(
this,"negate")?true:false)});Assertion.addProperty("null",function(){this.assert(null===flag2(this,"object"),"expected #{this} to be null","expected #{this} not\
 to be null")});Assertion.addProperty("undefined",function(){this.assert(void 0===flag2(this,"object"),"expected #{this} to be undefined","expected #{this} not \
to be undefined")});Assertion.addProperty("NaN",function(){this.assert(isNaN22(flag2(this,"object")),"expected #{this} to be NaN","expected #{this} not to be Na\
N")});function assertExist(){let val=flag2(this,"object");this.assert(val!==null&&val!==void 0,"expected #{this} to exist","expected #{this} to not exist")}__name(
assertExist,"assertExist");__name2(assertExist,"assertExist");Assertion.addProperty("exist",assertExist);Assertion.addProperty("exists",assertExist);Assertion.addProperty(
"empty",function(){let val=flag2(this,"object"),ssfi=flag2(this,"ssfi"),flagMsg=flag2(this,"message"),itemsCount;flagMsg=flagMsg?flagMsg+": ":"";switch(type(val).
toLowerCase()){case"array":case"string":itemsCount=val.length;break;case"map":case"set":itemsCount=val.size;break;case"weakmap":case"weakset":throw new AssertionError(
flagMsg+".empty was passed a weak collection",void 0,ssfi);case"function":{const msg=flagMsg+".empty was passed a function "+getName(val);throw new AssertionError(
msg.trim(),void 0,ssfi)}default:if(val!==Object(val)){throw new AssertionError(flagMsg+".empty was passed non-string primitive "+inspect22(val),void 0,ssfi)}itemsCount=
Object.keys(val).length}this.assert(0===itemsCount,"expected #{this} to be empty","expected #{this} not to be empty")});function checkArguments(){let obj=flag2(
this,"object"),type3=type(obj);this.assert("Arguments"===type3,"expected #{this} to be arguments but got "+type3,"expected #{this} to not be arguments")}__name(
checkArguments,"checkArguments");__name2(checkArguments,"checkArguments");Assertion.addProperty("arguments",checkArguments);Assertion.addProperty("Arguments",checkArguments);
function assertEqual(val,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object");if(flag2(this,"deep")){let prevLockSsfi=flag2(this,"lockSsfi");flag2(
this,"lockSsfi",true);this.eql(val);flag2(this,"lockSsfi",prevLockSsfi)}else{this.assert(val===obj,"expected #{this} to equal #{exp}","expected #{this} to not e\
qual #{exp}",val,this._obj,true)}}__name(assertEqual,"assertEqual");__name2(assertEqual,"assertEqual");Assertion.addMethod("equal",assertEqual);Assertion.addMethod(
"equals",assertEqual);Assertion.addMethod("eq",assertEqual);function assertEql(obj,msg){if(msg)flag2(this,"message",msg);let eql=flag2(this,"eql");this.assert(eql(
obj,flag2(this,"object")),"expected #{this} to deeply equal #{exp}","expected #{this} to not deeply equal #{exp}",obj,this._obj,true)}__name(assertEql,"assertEq\
l");__name2(assertEql,"assertEql");Assertion.addMethod("eql",assertEql);Assertion.addMethod("eqls",assertEql);function assertAbove(n2,msg){if(msg)flag2(this,"me\
ssage",msg);let obj=flag2(this,"object"),doLength=flag2(this,"doLength"),flagMsg=flag2(this,"message"),msgPrefix=flagMsg?flagMsg+": ":"",ssfi=flag2(this,"ssfi"),
objType=type(obj).toLowerCase(),nType=type(n2).toLowerCase();if(doLength&&objType!=="map"&&objType!=="set"){new Assertion(obj,flagMsg,ssfi,true).to.have.property(
"length")}if(!doLength&&objType==="date"&&nType!=="date"){throw new AssertionError(msgPrefix+"the argument to above must be a date",void 0,ssfi)}else if(!isNumeric(
n2)&&(doLength||isNumeric(obj))){throw new AssertionError(msgPrefix+"the argument to above must be a number",void 0,ssfi)}else if(!doLength&&objType!=="date"&&!isNumeric(
obj)){let printObj=objType==="string"?"'"+obj+"'":obj;throw new AssertionError(msgPrefix+"expected "+printObj+" to be a number or a date",void 0,ssfi)}if(doLength){
let descriptor="length",itemsCount;if(objType==="map"||objType==="set"){descriptor="size";itemsCount=obj.size}else{itemsCount=obj.length}this.assert(itemsCount>
n2,"expected #{this} to have a "+descriptor+" above #{exp} but got #{act}","expected #{this} to not have a "+descriptor+" above #{exp}",n2,itemsCount)}else{this.
assert(obj>n2,"expected #{this} to be above #{exp}","expected #{this} to be at most #{exp}",n2)}}__name(assertAbove,"assertAbove");__name2(assertAbove,"assertAb\
ove");Assertion.addMethod("above",assertAbove);Assertion.addMethod("gt",assertAbove);Assertion.addMethod("greaterThan",assertAbove);function assertLeast(n2,msg){
if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),doLength=flag2(this,"doLength"),flagMsg=flag2(this,"message"),msgPrefix=flagMsg?flagMsg+": ":"",ssfi=flag2(
this,"ssfi"),objType=type(obj).toLowerCase(),nType=type(n2).toLowerCase(),errorMessage,shouldThrow=true;if(doLength&&objType!=="map"&&objType!=="set"){new Assertion(
obj,flagMsg,ssfi,true).to.have.property("length")}if(!doLength&&objType==="date"&&nType!=="date"){errorMessage=msgPrefix+"the argument to least must be a date"}else if(!isNumeric(
n2)&&(doLength||isNumeric(obj))){errorMessage=msgPrefix+"the argument to least must be a number"}else if(!doLength&&objType!=="date"&&!isNumeric(obj)){let printObj=objType===
"string"?"'"+obj+"'":obj;errorMessage=msgPrefix+"expected "+printObj+" to be a number or a date"}else{shouldThrow=false}if(shouldThrow){throw new AssertionError(
errorMessage,void 0,ssfi)}if(doLength){let descriptor="length",itemsCount;if(objType==="map"||objType==="set"){descriptor="size";itemsCount=obj.size}else{itemsCount=
obj.length}this.assert(itemsCount>=n2,"expected #{this} to have a "+descriptor+" at least #{exp} but got #{act}","expected #{this} to have a "+descriptor+" belo\
w #{exp}",n2,itemsCount)}else{this.assert(obj>=n2,"expected #{this} to be at least #{exp}","expected #{this} to be below #{exp}",n2)}}__name(assertLeast,"assert\
Least");__name2(assertLeast,"assertLeast");Assertion.addMethod("least",assertLeast);Assertion.addMethod("gte",assertLeast);Assertion.addMethod("greaterThanOrEqu\
al",assertLeast);function assertBelow(n2,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),doLength=flag2(this,"doLength"),flagMsg=flag2(this,"\
message"),msgPrefix=flagMsg?flagMsg+": ":"",ssfi=flag2(this,"ssfi"),objType=type(obj).toLowerCase(),nType=type(n2).toLowerCase(),errorMessage,shouldThrow=true;if(doLength&&
objType!=="map"&&objType!=="set"){new Assertion(obj,flagMsg,ssfi,true).to.have.property("length")}if(!doLength&&objType==="date"&&nType!=="date"){errorMessage=msgPrefix+
"the argument to below must be a date"}else if(!isNumeric(n2)&&(doLength||isNumeric(obj))){errorMessage=msgPrefix+"the argument to below must be a number"}else if(!doLength&&
objType!=="date"&&!isNumeric(obj)){let printObj=objType==="string"?"'"+obj+"'":obj;errorMessage=msgPrefix+"expected "+printObj+" to be a number or a date"}else{
shouldThrow=false}if(shouldThrow){throw new AssertionError(errorMessage,void 0,ssfi)}if(doLength){let descriptor="length",itemsCount;if(objType==="map"||objType===
"set"){descriptor="size";itemsCount=obj.size}else{itemsCount=obj.length}this.assert(itemsCount<n2,"expected #{this} to have a "+descriptor+" below #{exp} but go\
t #{act}","expected #{this} to not have a "+descriptor+" below #{exp}",n2,itemsCount)}else{this.assert(obj<n2,"expected #{this} to be below #{exp}","expected #{\
this} to be at least #{exp}",n2)}}__name(assertBelow,"assertBelow");__name2(assertBelow,"assertBelow");Assertion.addMethod("below",assertBelow);Assertion.addMethod(
"lt",assertBelow);Assertion.addMethod("lessThan",assertBelow);function assertMost(n2,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),doLength=flag2(
this,"doLength"),flagMsg=flag2(this,"message"),msgPrefix=flagMsg?flagMsg+": ":"",ssfi=flag2(this,"ssfi"),objType=type(obj).toLowerCase(),nType=type(n2).toLowerCase(),
errorMessage,shouldThrow=true;if(doLength&&objType!=="map"&&objType!=="set"){new Assertion(obj,flagMsg,ssfi,true).to.have.property("length")}if(!doLength&&objType===
"date"&&nType!=="date"){errorMessage=msgPrefix+"the argument to most must be a date"}else if(!isNumeric(n2)&&(doLength||isNumeric(obj))){errorMessage=msgPrefix+
"the argument to most must be a number"}else if(!doLength&&objType!=="date"&&!isNumeric(obj)){let printObj=objType==="string"?"'"+obj+"'":obj;errorMessage=msgPrefix+
"expected "+printObj+" to be a number or a date"}else{shouldThrow=false}if(shouldThrow){throw new AssertionError(errorMessage,void 0,ssfi)}if(doLength){let descriptor="\
length",itemsCount;if(objType==="map"||objType==="set"){descriptor="size";itemsCount=obj.size}else{itemsCount=obj.length}this.assert(itemsCount<=n2,"expected #{\
this} to have a "+descriptor+" at most #{exp} but got #{act}","expected #{this} to have a "+descriptor+" above #{exp}",n2,itemsCount)}else{this.assert(obj<=n2,"\
expected #{this} to be at most #{exp}","expected #{this} to be above #{exp}",n2)}}__name(assertMost,"assertMost");__name2(assertMost,"assertMost");Assertion.addMethod(
"most",assertMost);Assertion.addMethod("lte",assertMost);Assertion.addMethod("lessThanOrEqual",assertMost);Assertion.addMethod("within",function(start,finish,msg){
if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),doLength=flag2(this,"doLength"),flagMsg=flag2(this,"message"),msgPrefix=flagMsg?flagMsg+": ":"",ssfi=flag2(
this,"ssfi"),objType=type(obj).toLowerCase(),startType=type(start).toLowerCase(),finishType=type(finish).toLowerCase(),errorMessage,shouldThrow=true,range=startType===
"date"&&finishType==="date"?start.toISOString()+".."+finish.toISOString():start+".."+finish;if(doLength&&objType!=="map"&&objType!=="set"){new Assertion(obj,flagMsg,
ssfi,true).to.have.property("length")}if(!doLength&&objType==="date"&&(startType!=="date"||finishType!=="date")){errorMessage=msgPrefix+"the arguments to within\
 must be dates"}else if((!isNumeric(start)||!isNumeric(finish))&&(doLength||isNumeric(obj))){errorMessage=msgPrefix+"the arguments to within must be numbers"}else if(!doLength&&
objType!=="date"&&!isNumeric(obj)){let printObj=objType==="string"?"'"+obj+"'":obj;errorMessage=msgPrefix+"expected "+printObj+" to be a number or a date"}else{
shouldThrow=false}if(shouldThrow){throw new AssertionError(errorMessage,void 0,ssfi)}if(doLength){let descriptor="length",itemsCount;if(objType==="map"||objType===
"set"){descriptor="size";itemsCount=obj.size}else{itemsCount=obj.length}this.assert(itemsCount>=start&&itemsCount<=finish,"expected #{this} to have a "+descriptor+
" within "+range,"expected #{this} to not have a "+descriptor+" within "+range)}else{this.assert(obj>=start&&obj<=finish,"expected #{this} to be within "+range,
"expected #{this} to not be within "+range)}});function assertInstanceOf(constructor,msg){if(msg)flag2(this,"message",msg);let target=flag2(this,"object");let ssfi=flag2(
this,"ssfi");let flagMsg=flag2(this,"message");let isInstanceOf;try{isInstanceOf=target instanceof constructor}catch(err){if(err instanceof TypeError){flagMsg=flagMsg?
flagMsg+": ":"";throw new AssertionError(flagMsg+"The instanceof assertion needs a constructor but "+type(constructor)+" was given.",void 0,ssfi)}throw err}let name=getName(
constructor);if(name==null){name="an unnamed constructor"}this.assert(isInstanceOf,"expected #{this} to be an instance of "+name,"expected #{this} to not be an \
instance of "+name)}__name(assertInstanceOf,"assertInstanceOf");__name2(assertInstanceOf,"assertInstanceOf");Assertion.addMethod("instanceof",assertInstanceOf);
Assertion.addMethod("instanceOf",assertInstanceOf);function assertProperty(name,val,msg){if(msg)flag2(this,"message",msg);let isNested=flag2(this,"nested"),isOwn=flag2(
this,"own"),flagMsg=flag2(this,"message"),obj=flag2(this,"object"),ssfi=flag2(this,"ssfi"),nameType=typeof name;flagMsg=flagMsg?flagMsg+": ":"";if(isNested){if(nameType!==
"string"){throw new AssertionError(flagMsg+"the argument to property must be a string when using nested syntax",void 0,ssfi)}}else{if(nameType!=="string"&&nameType!==
"number"&&nameType!=="symbol"){throw new AssertionError(flagMsg+"the argument to property must be a string, number, or symbol",void 0,ssfi)}}if(isNested&&isOwn){
throw new AssertionError(flagMsg+'The "nested" and "own" flags cannot be combined.',void 0,ssfi)}if(obj===null||obj===void 0){throw new AssertionError(flagMsg+"\
Target cannot be null or undefined.",void 0,ssfi)}let isDeep=flag2(this,"deep"),negate=flag2(this,"negate"),pathInfo=isNested?getPathInfo(obj,name):null,value=isNested?
pathInfo.value:obj[name],isEql=isDeep?flag2(this,"eql"):(val1,val2)=>val1===val2;let descriptor="";if(isDeep)descriptor+="deep ";if(isOwn)descriptor+="own ";if(isNested)
descriptor+="nested ";descriptor+="property ";let hasProperty2;if(isOwn)hasProperty2=Object.prototype.hasOwnProperty.call(obj,name);else if(isNested)hasProperty2=
pathInfo.exists;else hasProperty2=hasProperty(obj,name);if(!negate||arguments.length===1){this.assert(hasProperty2,"expected #{this} to have "+descriptor+inspect22(
name),"expected #{this} to not have "+descriptor+inspect22(name))}if(arguments.length>1){this.assert(hasProperty2&&isEql(val,value),"expected #{this} to have "+
descriptor+inspect22(name)+" of #{exp}, but got #{act}","expected #{this} to not have "+descriptor+inspect22(name)+" of #{act}",val,value)}flag2(this,"object",value)}
__name(assertProperty,"assertProperty");__name2(assertProperty,"assertProperty");Assertion.addMethod("property",assertProperty);function assertOwnProperty(_name,_value,_msg){
flag2(this,"own",true);assertProperty.apply(this,arguments)}__name(assertOwnProperty,"assertOwnProperty");__name2(assertOwnProperty,"assertOwnProperty");Assertion.
addMethod("ownProperty",assertOwnProperty);Assertion.addMethod("haveOwnProperty",assertOwnProperty);function assertOwnPropertyDescriptor(name,descriptor,msg){if(typeof descriptor===
"string"){msg=descriptor;descriptor=null}if(msg)flag2(this,"message",msg);let obj=flag2(this,"object");let actualDescriptor=Object.getOwnPropertyDescriptor(Object(
obj),name);let eql=flag2(this,"eql");if(actualDescriptor&&descriptor){this.assert(eql(descriptor,actualDescriptor),"expected the own property descriptor for "+inspect22(
name)+" on #{this} to match "+inspect22(descriptor)+", got "+inspect22(actualDescriptor),"expected the own property descriptor for "+inspect22(name)+" on #{this\
} to not match "+inspect22(descriptor),descriptor,actualDescriptor,true)}else{this.assert(actualDescriptor,"expected #{this} to have an own property descriptor \
for "+inspect22(name),"expected #{this} to not have an own property descriptor for "+inspect22(name))}flag2(this,"object",actualDescriptor)}__name(assertOwnPropertyDescriptor,
"assertOwnPropertyDescriptor");__name2(assertOwnPropertyDescriptor,"assertOwnPropertyDescriptor");Assertion.addMethod("ownPropertyDescriptor",assertOwnPropertyDescriptor);
Assertion.addMethod("haveOwnPropertyDescriptor",assertOwnPropertyDescriptor);function assertLengthChain(){flag2(this,"doLength",true)}__name(assertLengthChain,"\
assertLengthChain");__name2(assertLengthChain,"assertLengthChain");function assertLength(n2,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),objType=type(
obj).toLowerCase(),flagMsg=flag2(this,"message"),ssfi=flag2(this,"ssfi"),descriptor="length",itemsCount;switch(objType){case"map":case"set":descriptor="size";itemsCount=
obj.size;break;default:new Assertion(obj,flagMsg,ssfi,true).to.have.property("length");itemsCount=obj.length}this.assert(itemsCount==n2,"expected #{this} to hav\
e a "+descriptor+" of #{exp} but got #{act}","expected #{this} to not have a "+descriptor+" of #{act}",n2,itemsCount)}__name(assertLength,"assertLength");__name2(
assertLength,"assertLength");Assertion.addChainableMethod("length",assertLength,assertLengthChain);Assertion.addChainableMethod("lengthOf",assertLength,assertLengthChain);
function assertMatch(re,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object");this.assert(re.exec(obj),"expected #{this} to match "+re,"expected #{\
this} not to match "+re)}__name(assertMatch,"assertMatch");__name2(assertMatch,"assertMatch");Assertion.addMethod("match",assertMatch);Assertion.addMethod("matc\
hes",assertMatch);Assertion.addMethod("string",function(str,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),flagMsg=flag2(this,"message"),ssfi=flag2(
this,"ssfi");new Assertion(obj,flagMsg,ssfi,true).is.a("string");this.assert(~obj.indexOf(str),"expected #{this} to contain "+inspect22(str),"expected #{this} t\
o not contain "+inspect22(str))});function assertKeys(keys2){let obj=flag2(this,"object"),objType=type(obj),keysType=type(keys2),ssfi=flag2(this,"ssfi"),isDeep=flag2(
this,"deep"),str,deepStr="",actual,ok=true,flagMsg=flag2(this,"message");flagMsg=flagMsg?flagMsg+": ":"";let mixedArgsMsg=flagMsg+"when testing keys against an \
object or an array you must give a single Array|Object|String argument or multiple String arguments";if(objType==="Map"||objType==="Set"){deepStr=isDeep?"deeply\
 ":"";actual=[];obj.forEach(function(val,key){actual.push(key)});if(keysType!=="Array"){keys2=Array.prototype.slice.call(arguments)}}else{actual=getOwnEnumerableProperties(
obj);switch(keysType){case"Array":if(arguments.length>1){throw new AssertionError(mixedArgsMsg,void 0,ssfi)}break;case"Object":if(arguments.length>1){throw new AssertionError(
mixedArgsMsg,void 0,ssfi)}keys2=Object.keys(keys2);break;default:keys2=Array.prototype.slice.call(arguments)}keys2=keys2.map(function(val){return typeof val==="\
symbol"?val:String(val)})}if(!keys2.length){throw new AssertionError(flagMsg+"keys required",void 0,ssfi)}let len=keys2.length,any=flag2(this,"any"),all=flag2(this,
"all"),expected=keys2,isEql=isDeep?flag2(this,"eql"):(val1,val2)=>val1===val2;if(!any&&!all){all=true}const uniqueExpected=[...new Set(expected)];if(any){ok=uniqueExpected.
some(function(expectedKey){return actual.some(function(actualKey){return isEql(expectedKey,actualKey)})})}if(all){ok=uniqueExpected.every(function(expectedKey){
return actual.some(function(actualKey){return isEql(expectedKey,actualKey)})});if(!flag2(this,"contains")){ok=ok&&uniqueExpected.length==actual.length}}if(len>1){
keys2=keys2.map(function(key){return inspect22(key)});let last=keys2.pop();if(all){str=keys2.join(", ")+", and "+last}if(any){str=keys2.join(", ")+", or "+last}}else{
str=inspect22(keys2[0])}str=(len>1?"keys ":"key ")+str;str=(flag2(this,"contains")?"contain ":"have ")+str;this.assert(ok,"expected #{this} to "+deepStr+str,"ex\
pected #{this} to not "+deepStr+str,expected.slice(0).sort(compareByInspect),actual.sort(compareByInspect),true)}__name(assertKeys,"assertKeys");__name2(assertKeys,
"assertKeys");Assertion.addMethod("keys",assertKeys);Assertion.addMethod("key",assertKeys);function assertThrows(errorLike,errMsgMatcher,msg){if(msg)flag2(this,
"message",msg);let obj=flag2(this,"object"),ssfi=flag2(this,"ssfi"),flagMsg=flag2(this,"message"),negate=flag2(this,"negate")||false;new Assertion(obj,flagMsg,ssfi,
true).is.a("function");if(isRegExp2(errorLike)||typeof errorLike==="string"){errMsgMatcher=errorLike;errorLike=null}let caughtErr;let errorWasThrown=false;try{obj()}catch(err){
errorWasThrown=true;caughtErr=err}let everyArgIsUndefined=errorLike===void 0&&errMsgMatcher===void 0;let everyArgIsDefined=Boolean(errorLike&&errMsgMatcher);let errorLikeFail=false;
let errMsgMatcherFail=false;if(everyArgIsUndefined||!everyArgIsUndefined&&!negate){let errorLikeString="an error";if(errorLike instanceof Error){errorLikeString=
"#{exp}"}else if(errorLike){errorLikeString=check_error_exports.getConstructorName(errorLike)}let actual=caughtErr;if(caughtErr instanceof Error){actual=caughtErr.
toString()}else if(typeof caughtErr==="string"){actual=caughtErr}else if(caughtErr&&(typeof caughtErr==="object"||typeof caughtErr==="function")){try{actual=check_error_exports.
getConstructorName(caughtErr)}catch(_err){}}this.assert(errorWasThrown,"expected #{this} to throw "+errorLikeString,"expected #{this} to not throw an error but \
#{act} was thrown",errorLike&&errorLike.toString(),actual)}if(errorLike&&caughtErr){if(errorLike instanceof Error){let isCompatibleInstance=check_error_exports.
compatibleInstance(caughtErr,errorLike);if(isCompatibleInstance===negate){if(everyArgIsDefined&&negate){errorLikeFail=true}else{this.assert(negate,"expected #{t\
his} to throw #{exp} but #{act} was thrown","expected #{this} to not throw #{exp}"+(caughtErr&&!negate?" but #{act} was thrown":""),errorLike.toString(),caughtErr.
toString())}}}let isCompatibleConstructor=check_error_exports.compatibleConstructor(caughtErr,errorLike);if(isCompatibleConstructor===negate){if(everyArgIsDefined&&
negate){errorLikeFail=true}else{this.assert(negate,"expected #{this} to throw #{exp} but #{act} was thrown","expected #{this} to not throw #{exp}"+(caughtErr?" \
but #{act} was thrown":""),errorLike instanceof Error?errorLike.toString():errorLike&&check_error_exports.getConstructorName(errorLike),caughtErr instanceof Error?
caughtErr.toString():caughtErr&&check_error_exports.getConstructorName(caughtErr))}}}if(caughtErr&&errMsgMatcher!==void 0&&errMsgMatcher!==null){let placeholder="\
including";if(isRegExp2(errMsgMatcher)){placeholder="matching"}let isCompatibleMessage=check_error_exports.compatibleMessage(caughtErr,errMsgMatcher);if(isCompatibleMessage===
negate){if(everyArgIsDefined&&negate){errMsgMatcherFail=true}else{this.assert(negate,"expected #{this} to throw error "+placeholder+" #{exp} but got #{act}","ex\
pected #{this} to throw error not "+placeholder+" #{exp}",errMsgMatcher,check_error_exports.getMessage(caughtErr))}}}if(errorLikeFail&&errMsgMatcherFail){this.assert(
negate,"expected #{this} to throw #{exp} but #{act} was thrown","expected #{this} to not throw #{exp}"+(caughtErr?" but #{act} was thrown":""),errorLike instanceof
Error?errorLike.toString():errorLike&&check_error_exports.getConstructorName(errorLike),caughtErr instanceof Error?caughtErr.toString():caughtErr&&check_error_exports.
getConstructorName(caughtErr))}flag2(this,"object",caughtErr)}__name(assertThrows,"assertThrows");__name2(assertThrows,"assertThrows");Assertion.addMethod("thro\
w",assertThrows);Assertion.addMethod("throws",assertThrows);Assertion.addMethod("Throw",assertThrows);function respondTo(method,msg){if(msg)flag2(this,"message",
msg);let obj=flag2(this,"object"),itself=flag2(this,"itself"),context="function"===typeof obj&&!itself?obj.prototype[method]:obj[method];this.assert("function"===
typeof context,"expected #{this} to respond to "+inspect22(method),"expected #{this} to not respond to "+inspect22(method))}__name(respondTo,"respondTo");__name2(
respondTo,"respondTo");Assertion.addMethod("respondTo",respondTo);Assertion.addMethod("respondsTo",respondTo);Assertion.addProperty("itself",function(){flag2(this,
"itself",true)});function satisfy(matcher,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object");let result=matcher(obj);this.assert(result,"expecte\
d #{this} to satisfy "+objDisplay2(matcher),"expected #{this} to not satisfy"+objDisplay2(matcher),flag2(this,"negate")?false:true,result)}__name(satisfy,"satis\
fy");__name2(satisfy,"satisfy");Assertion.addMethod("satisfy",satisfy);Assertion.addMethod("satisfies",satisfy);function closeTo(expected,delta,msg){if(msg)flag2(
this,"message",msg);let obj=flag2(this,"object"),flagMsg=flag2(this,"message"),ssfi=flag2(this,"ssfi");new Assertion(obj,flagMsg,ssfi,true).is.numeric;let message="\
A `delta` value is required for `closeTo`";if(delta==void 0){throw new AssertionError(flagMsg?`${flagMsg}: ${message}`:message,void 0,ssfi)}new Assertion(delta,
flagMsg,ssfi,true).is.numeric;message="A `expected` value is required for `closeTo`";if(expected==void 0){throw new AssertionError(flagMsg?`${flagMsg}: ${message}`:
message,void 0,ssfi)}new Assertion(expected,flagMsg,ssfi,true).is.numeric;const abs=__name2(x2=>x2<0?-x2:x2,"abs");const strip=__name2(number=>parseFloat(parseFloat(
number).toPrecision(12)),"strip");this.assert(strip(abs(obj-expected))<=delta,"expected #{this} to be close to "+expected+" +/- "+delta,"expected #{this} not to\
 be close to "+expected+" +/- "+delta)}__name(closeTo,"closeTo");__name2(closeTo,"closeTo");Assertion.addMethod("closeTo",closeTo);Assertion.addMethod("approxim\
ately",closeTo);function isSubsetOf(_subset,_superset,cmp,contains,ordered){let superset=Array.from(_superset);let subset=Array.from(_subset);if(!contains){if(subset.
length!==superset.length)return false;superset=superset.slice()}return subset.every(function(elem,idx){if(ordered)return cmp?cmp(elem,superset[idx]):elem===superset[idx];
if(!cmp){let matchIdx=superset.indexOf(elem);if(matchIdx===-1)return false;if(!contains)superset.splice(matchIdx,1);return true}return superset.some(function(elem2,matchIdx){
if(!cmp(elem,elem2))return false;if(!contains)superset.splice(matchIdx,1);return true})})}__name(isSubsetOf,"isSubsetOf");__name2(isSubsetOf,"isSubsetOf");Assertion.
addMethod("members",function(subset,msg){if(msg)flag2(this,"message",msg);let obj=flag2(this,"object"),flagMsg=flag2(this,"message"),ssfi=flag2(this,"ssfi");new Assertion(
obj,flagMsg,ssfi,true).to.be.iterable;new Assertion(subset,flagMsg,ssfi,true).to.be.iterable;let contains=flag2(this,"contains");let ordered=flag2(this,"ordered");
let subject,failMsg,failNegateMsg;if(contains){subject=ordered?"an ordered superset":"a superset";failMsg="expected #{this} to be "+subject+" of #{exp}";failNegateMsg=
"expected #{this} to not be "+subject+" of #{exp}"}else{subject=ordered?"ordered members":"members";failMsg="expected #{this} to have the same "+subject+" as #{\
exp}";failNegateMsg="expected #{this} to not have the same "+subject+" as #{exp}"}let cmp=flag2(this,"deep")?flag2(this,"eql"):void 0;this.assert(isSubsetOf(subset,
obj,cmp,contains,ordered),failMsg,failNegateMsg,subset,obj,true)});Assertion.addProperty("iterable",function(msg){if(msg)flag2(this,"message",msg);let obj=flag2(
this,"object");this.assert(obj!=void 0&&typeof obj[Symbol.iterator]==="function","expected #{this} to be an iterable","expected #{this} to not be an iterable",obj)});
function oneOf(list,msg){if(msg)flag2(this,"message",msg);let expected=flag2(this,"object"),flagMsg=flag2(this,"message"),ssfi=flag2(this,"ssfi"),contains=flag2(
this,"contains"),isDeep=flag2(this,"deep"),eql=flag2(this,"eql");new Assertion(list,flagMsg,ssfi,true).to.be.an("array");if(contains){this.assert(list.some(function(possibility){
return expected.indexOf(possibility)>-1||isDeep&&Array.isArray(expected)&&expected.some(function(item){return eql(item,possibility)})}),"expected #{this} to "+(isDeep?
"deeply ":"")+"contain one of #{exp}","expected #{this} to not "+(isDeep?"deeply ":"")+"contain one of #{exp}",list,expected)}else{if(isDeep){this.assert(list.some(
function(possibility){return eql(expected,possibility)}),"expected #{this} to deeply equal one of #{exp}","expected #{this} to not deeply equal one of #{exp}",list,
expected)}else{this.assert(list.indexOf(expected)>-1,"expected #{this} to be one of #{exp}","expected #{this} to not be one of #{exp}",list,expected)}}}__name(oneOf,
"oneOf");__name2(oneOf,"oneOf");Assertion.addMethod("oneOf",oneOf);function assertChanges(subject,prop,msg){if(msg)flag2(this,"message",msg);const fn2=flag2(this,
"object");const flagMsg=flag2(this,"message");const ssfi=flag2(this,"ssfi");new Assertion(fn2,flagMsg,ssfi,true).is.a("function");let initial;if(prop===null||prop===
void 0){new Assertion(subject,flagMsg,ssfi,true).is.a("function");initial=subject()}else{new Assertion(subject,flagMsg,ssfi,true).to.have.property(prop);initial=
subject[prop]}fn2();let final=prop===void 0||prop===null?subject():subject[prop];let msgObj=prop===void 0||prop===null?initial:"."+prop;flag2(this,"deltaMsgObj",
msgObj);flag2(this,"initialDeltaValue",initial);flag2(this,"finalDeltaValue",final);flag2(this,"deltaBehavior","change");flag2(this,"realDelta",final!==initial);
this.assert(initial!==final,"expected "+msgObj+" to change","expected "+msgObj+" to not change")}__name(assertChanges,"assertChanges");__name2(assertChanges,"as\
sertChanges");Assertion.addMethod("change",assertChanges);Assertion.addMethod("changes",assertChanges);function assertIncreases(subject,prop,msg){if(msg)flag2(this,
"message",msg);const fn2=flag2(this,"object");const flagMsg=flag2(this,"message");const ssfi=flag2(this,"ssfi");new Assertion(fn2,flagMsg,ssfi,true).is.a("funct\
ion");let initial;if(prop===null||prop===void 0){new Assertion(subject,flagMsg,ssfi,true).is.a("function");initial=subject()}else{new Assertion(subject,flagMsg,
ssfi,true).to.have.property(prop);initial=subject[prop]}new Assertion(initial,flagMsg,ssfi,true).is.a("number");fn2();let final=prop===void 0||prop===null?subject():
subject[prop];let msgObj=prop===void 0||prop===null?initial:"."+prop;flag2(this,"deltaMsgObj",msgObj);flag2(this,"initialDeltaValue",initial);flag2(this,"finalD\
eltaValue",final);flag2(this,"deltaBehavior","increase");flag2(this,"realDelta",final-initial);this.assert(final-initial>0,"expected "+msgObj+" to increase","ex\
pected "+msgObj+" to not increase")}__name(assertIncreases,"assertIncreases");__name2(assertIncreases,"assertIncreases");Assertion.addMethod("increase",assertIncreases);
Assertion.addMethod("increases",assertIncreases);function assertDecreases(subject,prop,msg){if(msg)flag2(this,"message",msg);const fn2=flag2(this,"object");const flagMsg=flag2(
this,"message");const ssfi=flag2(this,"ssfi");new Assertion(fn2,flagMsg,ssfi,true).is.a("function");let initial;if(prop===null||prop===void 0){new Assertion(subject,
flagMsg,ssfi,true).is.a("function");initial=subject()}else{new Assertion(subject,flagMsg,ssfi,true).to.have.property(prop);initial=subject[prop]}new Assertion(initial,
flagMsg,ssfi,true).is.a("number");fn2();let final=prop===void 0||prop===null?subject():subject[prop];let msgObj=prop===void 0||prop===null?initial:"."+prop;flag2(
this,"deltaMsgObj",msgObj);flag2(this,"initialDeltaValue",initial);flag2(this,"finalDeltaValue",final);flag2(this,"deltaBehavior","decrease");flag2(this,"realDe\
lta",initial-final);this.assert(final-initial<0,"expected "+msgObj+" to decrease","expected "+msgObj+" to not decrease")}__name(assertDecreases,"assertDecreases");
__name2(assertDecreases,"assertDecreases");Assertion.addMethod("decrease",assertDecreases);Assertion.addMethod("decreases",assertDecreases);function assertDelta(delta,msg){
if(msg)flag2(this,"message",msg);let msgObj=flag2(this,"deltaMsgObj");let initial=flag2(this,"initialDeltaValue");let final=flag2(this,"finalDeltaValue");let behavior=flag2(
this,"deltaBehavior");let realDelta=flag2(this,"realDelta");let expression;if(behavior==="change"){expression=Math.abs(final-initial)===Math.abs(delta)}else{expression=
realDelta===Math.abs(delta)}this.assert(expression,"expected "+msgObj+" to "+behavior+" by "+delta,"expected "+msgObj+" to not "+behavior+" by "+delta)}__name(assertDelta,
"assertDelta");__name2(assertDelta,"assertDelta");Assertion.addMethod("by",assertDelta);Assertion.addProperty("extensible",function(){let obj=flag2(this,"object");
let isExtensible=obj===Object(obj)&&Object.isExtensible(obj);this.assert(isExtensible,"expected #{this} to be extensible","expected #{this} to not be extensible")});
Assertion.addProperty("sealed",function(){let obj=flag2(this,"object");let isSealed=obj===Object(obj)?Object.isSealed(obj):true;this.assert(isSealed,"expected #\
{this} to be sealed","expected #{this} to not be sealed")});Assertion.addProperty("frozen",function(){let obj=flag2(this,"object");let isFrozen=obj===Object(obj)?
Object.isFrozen(obj):true;this.assert(isFrozen,"expected #{this} to be frozen","expected #{this} to not be frozen")});Assertion.addProperty("finite",function(_msg){
let obj=flag2(this,"object");this.assert(typeof obj==="number"&&isFinite(obj),"expected #{this} to be a finite number","expected #{this} to not be a finite numb\
er")});function compareSubset(expected,actual){if(expected===actual){return true}if(typeof actual!==typeof expected){return false}if(typeof expected!=="object"||
expected===null){return expected===actual}if(!actual){return false}if(Array.isArray(expected)){if(!Array.isArray(actual)){return false}return expected.every(function(exp){
return actual.some(function(act){return compareSubset(exp,act)})})}if(expected instanceof Date){if(actual instanceof Date){return expected.getTime()===actual.getTime()}else{
return false}}return Object.keys(expected).every(function(key){let expectedValue=expected[key];let actualValue=actual[key];if(typeof expectedValue==="object"&&expectedValue!==
null&&actualValue!==null){return compareSubset(expectedValue,actualValue)}if(typeof expectedValue==="function"){return expectedValue(actualValue)}return actualValue===
expectedValue})}__name(compareSubset,"compareSubset");__name2(compareSubset,"compareSubset");Assertion.addMethod("containSubset",function(expected){const actual=flag(
this,"object");const showDiff=config.showDiff;this.assert(compareSubset(expected,actual),"expected #{act} to contain subset #{exp}","expected #{act} to not cont\
ain subset #{exp}",expected,actual,showDiff)});function expect(val,message){return new Assertion(val,message)}__name(expect,"expect");__name2(expect,"expect");expect.
fail=function(actual,expected,message,operator){let msg=message;if(arguments.length<2){msg=actual;actual=void 0}throw new AssertionError(msg||"expect.fail()",{actual,
expected,operator},expect.fail)};var should_exports={};__export2(should_exports,{Should:__name(()=>Should,"Should"),should:__name(()=>should,"should")});function loadShould(){
function shouldGetter(){if(this instanceof String||this instanceof Number||this instanceof Boolean||typeof Symbol==="function"&&this instanceof Symbol||typeof BigInt===
"function"&&this instanceof BigInt){return new Assertion(this.valueOf(),null,shouldGetter)}return new Assertion(this,null,shouldGetter)}__name(shouldGetter,"sho\
uldGetter");__name2(shouldGetter,"shouldGetter");function shouldSetter(value){Object.defineProperty(this,"should",{value,enumerable:true,configurable:true,writable:true})}
__name(shouldSetter,"shouldSetter");__name2(shouldSetter,"shouldSetter");Object.defineProperty(Object.prototype,"should",{set:shouldSetter,get:shouldGetter,configurable:true});
let should22={};should22.fail=function(actual,expected,message,operator){if(arguments.length<2){message=actual;actual=void 0}message=message||"should.fail()";throw new AssertionError(
message,{actual,expected,operator},should22.fail)};should22.equal=function(actual,expected,message){new Assertion(actual,message).to.equal(expected)};should22.Throw=
function(fn2,errt,errs,msg){new Assertion(fn2,msg).to.Throw(errt,errs)};should22.exist=function(val,msg){new Assertion(val,msg).to.exist};should22.not={};should22.
not.equal=function(actual,expected,msg){new Assertion(actual,msg).to.not.equal(expected)};should22.not.Throw=function(fn2,errt,errs,msg){new Assertion(fn2,msg).
to.not.Throw(errt,errs)};should22.not.exist=function(val,msg){new Assertion(val,msg).to.not.exist};should22["throw"]=should22["Throw"];should22.not["throw"]=should22.
not["Throw"];return should22}__name(loadShould,"loadShould");__name2(loadShould,"loadShould");var should=loadShould;var Should=loadShould;function assert3(express,errmsg){
let test22=new Assertion(null,null,assert3,true);test22.assert(express,errmsg,"[ negation message unavailable ]")}__name(assert3,"assert");__name2(assert3,"asse\
rt");assert3.fail=function(actual,expected,message,operator){if(arguments.length<2){message=actual;actual=void 0}message=message||"assert.fail()";throw new AssertionError(
message,{actual,expected,operator},assert3.fail)};assert3.isOk=function(val,msg){new Assertion(val,msg,assert3.isOk,true).is.ok};assert3.isNotOk=function(val,msg){
new Assertion(val,msg,assert3.isNotOk,true).is.not.ok};assert3.equal=function(act,exp,msg){let test22=new Assertion(act,msg,assert3.equal,true);test22.assert(exp==
flag(test22,"object"),"expected #{this} to equal #{exp}","expected #{this} to not equal #{act}",exp,act,true)};assert3.notEqual=function(act,exp,msg){let test22=new Assertion(
act,msg,assert3.notEqual,true);test22.assert(exp!=flag(test22,"object"),"expected #{this} to not equal #{exp}","expected #{this} to equal #{act}",exp,act,true)};
assert3.strictEqual=function(act,exp,msg){new Assertion(act,msg,assert3.strictEqual,true).to.equal(exp)};assert3.notStrictEqual=function(act,exp,msg){new Assertion(
act,msg,assert3.notStrictEqual,true).to.not.equal(exp)};assert3.deepEqual=assert3.deepStrictEqual=function(act,exp,msg){new Assertion(act,msg,assert3.deepEqual,
true).to.eql(exp)};assert3.notDeepEqual=function(act,exp,msg){new Assertion(act,msg,assert3.notDeepEqual,true).to.not.eql(exp)};assert3.isAbove=function(val,abv,msg){
new Assertion(val,msg,assert3.isAbove,true).to.be.above(abv)};assert3.isAtLeast=function(val,atlst,msg){new Assertion(val,msg,assert3.isAtLeast,true).to.be.least(
atlst)};assert3.isBelow=function(val,blw,msg){new Assertion(val,msg,assert3.isBelow,true).to.be.below(blw)};assert3.isAtMost=function(val,atmst,msg){new Assertion(
val,msg,assert3.isAtMost,true).to.be.most(atmst)};assert3.isTrue=function(val,msg){new Assertion(val,msg,assert3.isTrue,true).is["true"]};assert3.isNotTrue=function(val,msg){
new Assertion(val,msg,assert3.isNotTrue,true).to.not.equal(true)};assert3.isFalse=function(val,msg){new Assertion(val,msg,assert3.isFalse,true).is["false"]};assert3.
isNotFalse=function(val,msg){new Assertion(val,msg,assert3.isNotFalse,true).to.not.equal(false)};assert3.isNull=function(val,msg){new Assertion(val,msg,assert3.
isNull,true).to.equal(null)};assert3.isNotNull=function(val,msg){new Assertion(val,msg,assert3.isNotNull,true).to.not.equal(null)};assert3.isNaN=function(val,msg){
new Assertion(val,msg,assert3.isNaN,true).to.be.NaN};assert3.isNotNaN=function(value,message){new Assertion(value,message,assert3.isNotNaN,true).not.to.be.NaN};
assert3.exists=function(val,msg){new Assertion(val,msg,assert3.exists,true).to.exist};assert3.notExists=function(val,msg){new Assertion(val,msg,assert3.notExists,
true).to.not.exist};assert3.isUndefined=function(val,msg){new Assertion(val,msg,assert3.isUndefined,true).to.equal(void 0)};assert3.isDefined=function(val,msg){
new Assertion(val,msg,assert3.isDefined,true).to.not.equal(void 0)};assert3.isCallable=function(value,message){new Assertion(value,message,assert3.isCallable,true).
is.callable};assert3.isNotCallable=function(value,message){new Assertion(value,message,assert3.isNotCallable,true).is.not.callable};assert3.isObject=function(val,msg){
new Assertion(val,msg,assert3.isObject,true).to.be.a("object")};assert3.isNotObject=function(val,msg){new Assertion(val,msg,assert3.isNotObject,true).to.not.be.
a("object")};assert3.isArray=function(val,msg){new Assertion(val,msg,assert3.isArray,true).to.be.an("array")};assert3.isNotArray=function(val,msg){new Assertion(
val,msg,assert3.isNotArray,true).to.not.be.an("array")};assert3.isString=function(val,msg){new Assertion(val,msg,assert3.isString,true).to.be.a("string")};assert3.
isNotString=function(val,msg){new Assertion(val,msg,assert3.isNotString,true).to.not.be.a("string")};assert3.isNumber=function(val,msg){new Assertion(val,msg,assert3.
isNumber,true).to.be.a("number")};assert3.isNotNumber=function(val,msg){new Assertion(val,msg,assert3.isNotNumber,true).to.not.be.a("number")};assert3.isNumeric=
function(val,msg){new Assertion(val,msg,assert3.isNumeric,true).is.numeric};assert3.isNotNumeric=function(val,msg){new Assertion(val,msg,assert3.isNotNumeric,true).
is.not.numeric};assert3.isFinite=function(val,msg){new Assertion(val,msg,assert3.isFinite,true).to.be.finite};assert3.isBoolean=function(val,msg){new Assertion(
val,msg,assert3.isBoolean,true).to.be.a("boolean")};assert3.isNotBoolean=function(val,msg){new Assertion(val,msg,assert3.isNotBoolean,true).to.not.be.a("boolean")};
assert3.typeOf=function(val,type3,msg){new Assertion(val,msg,assert3.typeOf,true).to.be.a(type3)};assert3.notTypeOf=function(value,type3,message){new Assertion(
value,message,assert3.notTypeOf,true).to.not.be.a(type3)};assert3.instanceOf=function(val,type3,msg){new Assertion(val,msg,assert3.instanceOf,true).to.be.instanceOf(
type3)};assert3.notInstanceOf=function(val,type3,msg){new Assertion(val,msg,assert3.notInstanceOf,true).to.not.be.instanceOf(type3)};assert3.include=function(exp,inc,msg){
new Assertion(exp,msg,assert3.include,true).include(inc)};assert3.notInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.notInclude,true).not.include(inc)};
assert3.deepInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.deepInclude,true).deep.include(inc)};assert3.notDeepInclude=function(exp,inc,msg){new Assertion(
exp,msg,assert3.notDeepInclude,true).not.deep.include(inc)};assert3.nestedInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.nestedInclude,true).nested.
include(inc)};assert3.notNestedInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.notNestedInclude,true).not.nested.include(inc)};assert3.deepNestedInclude=
function(exp,inc,msg){new Assertion(exp,msg,assert3.deepNestedInclude,true).deep.nested.include(inc)};assert3.notDeepNestedInclude=function(exp,inc,msg){new Assertion(
exp,msg,assert3.notDeepNestedInclude,true).not.deep.nested.include(inc)};assert3.ownInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.ownInclude,true).
own.include(inc)};assert3.notOwnInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.notOwnInclude,true).not.own.include(inc)};assert3.deepOwnInclude=function(exp,inc,msg){
new Assertion(exp,msg,assert3.deepOwnInclude,true).deep.own.include(inc)};assert3.notDeepOwnInclude=function(exp,inc,msg){new Assertion(exp,msg,assert3.notDeepOwnInclude,
true).not.deep.own.include(inc)};assert3.match=function(exp,re,msg){new Assertion(exp,msg,assert3.match,true).to.match(re)};assert3.notMatch=function(exp,re,msg){
new Assertion(exp,msg,assert3.notMatch,true).to.not.match(re)};assert3.property=function(obj,prop,msg){new Assertion(obj,msg,assert3.property,true).to.have.property(
prop)};assert3.notProperty=function(obj,prop,msg){new Assertion(obj,msg,assert3.notProperty,true).to.not.have.property(prop)};assert3.propertyVal=function(obj,prop,val,msg){
new Assertion(obj,msg,assert3.propertyVal,true).to.have.property(prop,val)};assert3.notPropertyVal=function(obj,prop,val,msg){new Assertion(obj,msg,assert3.notPropertyVal,
true).to.not.have.property(prop,val)};assert3.deepPropertyVal=function(obj,prop,val,msg){new Assertion(obj,msg,assert3.deepPropertyVal,true).to.have.deep.property(
prop,val)};assert3.notDeepPropertyVal=function(obj,prop,val,msg){new Assertion(obj,msg,assert3.notDeepPropertyVal,true).to.not.have.deep.property(prop,val)};assert3.
ownProperty=function(obj,prop,msg){new Assertion(obj,msg,assert3.ownProperty,true).to.have.own.property(prop)};assert3.notOwnProperty=function(obj,prop,msg){new Assertion(
obj,msg,assert3.notOwnProperty,true).to.not.have.own.property(prop)};assert3.ownPropertyVal=function(obj,prop,value,msg){new Assertion(obj,msg,assert3.ownPropertyVal,
true).to.have.own.property(prop,value)};assert3.notOwnPropertyVal=function(obj,prop,value,msg){new Assertion(obj,msg,assert3.notOwnPropertyVal,true).to.not.have.
own.property(prop,value)};assert3.deepOwnPropertyVal=function(obj,prop,value,msg){new Assertion(obj,msg,assert3.deepOwnPropertyVal,true).to.have.deep.own.property(
prop,value)};assert3.notDeepOwnPropertyVal=function(obj,prop,value,msg){new Assertion(obj,msg,assert3.notDeepOwnPropertyVal,true).to.not.have.deep.own.property(
prop,value)};assert3.nestedProperty=function(obj,prop,msg){new Assertion(obj,msg,assert3.nestedProperty,true).to.have.nested.property(prop)};assert3.notNestedProperty=
function(obj,prop,msg){new Assertion(obj,msg,assert3.notNestedProperty,true).to.not.have.nested.property(prop)};assert3.nestedPropertyVal=function(obj,prop,val,msg){
new Assertion(obj,msg,assert3.nestedPropertyVal,true).to.have.nested.property(prop,val)};assert3.notNestedPropertyVal=function(obj,prop,val,msg){new Assertion(obj,
msg,assert3.notNestedPropertyVal,true).to.not.have.nested.property(prop,val)};assert3.deepNestedPropertyVal=function(obj,prop,val,msg){new Assertion(obj,msg,assert3.
deepNestedPropertyVal,true).to.have.deep.nested.property(prop,val)};assert3.notDeepNestedPropertyVal=function(obj,prop,val,msg){new Assertion(obj,msg,assert3.notDeepNestedPropertyVal,
true).to.not.have.deep.nested.property(prop,val)};assert3.lengthOf=function(exp,len,msg){new Assertion(exp,msg,assert3.lengthOf,true).to.have.lengthOf(len)};assert3.
hasAnyKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.hasAnyKeys,true).to.have.any.keys(keys2)};assert3.hasAllKeys=function(obj,keys2,msg){new Assertion(
obj,msg,assert3.hasAllKeys,true).to.have.all.keys(keys2)};assert3.containsAllKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.containsAllKeys,true).to.
contain.all.keys(keys2)};assert3.doesNotHaveAnyKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.doesNotHaveAnyKeys,true).to.not.have.any.keys(keys2)};
assert3.doesNotHaveAllKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.doesNotHaveAllKeys,true).to.not.have.all.keys(keys2)};assert3.hasAnyDeepKeys=function(obj,keys2,msg){
new Assertion(obj,msg,assert3.hasAnyDeepKeys,true).to.have.any.deep.keys(keys2)};assert3.hasAllDeepKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.hasAllDeepKeys,
true).to.have.all.deep.keys(keys2)};assert3.containsAllDeepKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.containsAllDeepKeys,true).to.contain.all.deep.
keys(keys2)};assert3.doesNotHaveAnyDeepKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.doesNotHaveAnyDeepKeys,true).to.not.have.any.deep.keys(keys2)};
assert3.doesNotHaveAllDeepKeys=function(obj,keys2,msg){new Assertion(obj,msg,assert3.doesNotHaveAllDeepKeys,true).to.not.have.all.deep.keys(keys2)};assert3.throws=
function(fn2,errorLike,errMsgMatcher,msg){if("string"===typeof errorLike||errorLike instanceof RegExp){errMsgMatcher=errorLike;errorLike=null}let assertErr=new Assertion(
fn2,msg,assert3.throws,true).to.throw(errorLike,errMsgMatcher);return flag(assertErr,"object")};assert3.doesNotThrow=function(fn2,errorLike,errMsgMatcher,message){
if("string"===typeof errorLike||errorLike instanceof RegExp){errMsgMatcher=errorLike;errorLike=null}new Assertion(fn2,message,assert3.doesNotThrow,true).to.not.
throw(errorLike,errMsgMatcher)};assert3.operator=function(val,operator,val2,msg){let ok;switch(operator){case"==":ok=val==val2;break;case"===":ok=val===val2;break;case"\
>":ok=val>val2;break;case">=":ok=val>=val2;break;case"<":ok=val<val2;break;case"<=":ok=val<=val2;break;case"!=":ok=val!=val2;break;case"!==":ok=val!==val2;break;default:
msg=msg?msg+": ":msg;throw new AssertionError(msg+'Invalid operator "'+operator+'"',void 0,assert3.operator)}let test22=new Assertion(ok,msg,assert3.operator,true);
test22.assert(true===flag(test22,"object"),"expected "+inspect22(val)+" to be "+operator+" "+inspect22(val2),"expected "+inspect22(val)+" to not be "+operator+"\
 "+inspect22(val2))};assert3.closeTo=function(act,exp,delta,msg){new Assertion(act,msg,assert3.closeTo,true).to.be.closeTo(exp,delta)};assert3.approximately=function(act,exp,delta,msg){
new Assertion(act,msg,assert3.approximately,true).to.be.approximately(exp,delta)};assert3.sameMembers=function(set1,set22,msg){new Assertion(set1,msg,assert3.sameMembers,
true).to.have.same.members(set22)};assert3.notSameMembers=function(set1,set22,msg){new Assertion(set1,msg,assert3.notSameMembers,true).to.not.have.same.members(
set22)};assert3.sameDeepMembers=function(set1,set22,msg){new Assertion(set1,msg,assert3.sameDeepMembers,true).to.have.same.deep.members(set22)};assert3.notSameDeepMembers=
function(set1,set22,msg){new Assertion(set1,msg,assert3.notSameDeepMembers,true).to.not.have.same.deep.members(set22)};assert3.sameOrderedMembers=function(set1,set22,msg){
new Assertion(set1,msg,assert3.sameOrderedMembers,true).to.have.same.ordered.members(set22)};assert3.notSameOrderedMembers=function(set1,set22,msg){new Assertion(
set1,msg,assert3.notSameOrderedMembers,true).to.not.have.same.ordered.members(set22)};assert3.sameDeepOrderedMembers=function(set1,set22,msg){new Assertion(set1,
msg,assert3.sameDeepOrderedMembers,true).to.have.same.deep.ordered.members(set22)};assert3.notSameDeepOrderedMembers=function(set1,set22,msg){new Assertion(set1,
msg,assert3.notSameDeepOrderedMembers,true).to.not.have.same.deep.ordered.members(set22)};assert3.includeMembers=function(superset,subset,msg){new Assertion(superset,
msg,assert3.includeMembers,true).to.include.members(subset)};assert3.notIncludeMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.notIncludeMembers,
true).to.not.include.members(subset)};assert3.includeDeepMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.includeDeepMembers,true).to.include.
deep.members(subset)};assert3.notIncludeDeepMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.notIncludeDeepMembers,true).to.not.include.
deep.members(subset)};assert3.includeOrderedMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.includeOrderedMembers,true).to.include.ordered.
members(subset)};assert3.notIncludeOrderedMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.notIncludeOrderedMembers,true).to.not.include.
ordered.members(subset)};assert3.includeDeepOrderedMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.includeDeepOrderedMembers,true).to.include.
deep.ordered.members(subset)};assert3.notIncludeDeepOrderedMembers=function(superset,subset,msg){new Assertion(superset,msg,assert3.notIncludeDeepOrderedMembers,
true).to.not.include.deep.ordered.members(subset)};assert3.oneOf=function(inList,list,msg){new Assertion(inList,msg,assert3.oneOf,true).to.be.oneOf(list)};assert3.
isIterable=function(obj,msg){if(obj==void 0||typeof obj[Symbol.iterator]!=="function"){msg=msg?`${msg} expected ${inspect22(obj)} to be an iterable`:`expected ${inspect22(
obj)} to be an iterable`;throw new AssertionError(msg,void 0,assert3.isIterable)}};assert3.changes=function(fn2,obj,prop,msg){if(arguments.length===3&&typeof obj===
"function"){msg=prop;prop=null}new Assertion(fn2,msg,assert3.changes,true).to.change(obj,prop)};assert3.changesBy=function(fn2,obj,prop,delta,msg){if(arguments.
length===4&&typeof obj==="function"){let tmpMsg=delta;delta=prop;msg=tmpMsg}else if(arguments.length===3){delta=prop;prop=null}new Assertion(fn2,msg,assert3.changesBy,
true).to.change(obj,prop).by(delta)};assert3.doesNotChange=function(fn2,obj,prop,msg){if(arguments.length===3&&typeof obj==="function"){msg=prop;prop=null}return new Assertion(
fn2,msg,assert3.doesNotChange,true).to.not.change(obj,prop)};assert3.changesButNotBy=function(fn2,obj,prop,delta,msg){if(arguments.length===4&&typeof obj==="fun\
ction"){let tmpMsg=delta;delta=prop;msg=tmpMsg}else if(arguments.length===3){delta=prop;prop=null}new Assertion(fn2,msg,assert3.changesButNotBy,true).to.change(
obj,prop).but.not.by(delta)};assert3.increases=function(fn2,obj,prop,msg){if(arguments.length===3&&typeof obj==="function"){msg=prop;prop=null}return new Assertion(
fn2,msg,assert3.increases,true).to.increase(obj,prop)};assert3.increasesBy=function(fn2,obj,prop,delta,msg){if(arguments.length===4&&typeof obj==="function"){let tmpMsg=delta;
delta=prop;msg=tmpMsg}else if(arguments.length===3){delta=prop;prop=null}new Assertion(fn2,msg,assert3.increasesBy,true).to.increase(obj,prop).by(delta)};assert3.
doesNotIncrease=function(fn2,obj,prop,msg){if(arguments.length===3&&typeof obj==="function"){msg=prop;prop=null}return new Assertion(fn2,msg,assert3.doesNotIncrease,
true).to.not.increase(obj,prop)};assert3.increasesButNotBy=function(fn2,obj,prop,delta,msg){if(arguments.length===4&&typeof obj==="function"){let tmpMsg=delta;delta=
prop;msg=tmpMsg}else if(arguments.length===3){delta=prop;prop=null}new Assertion(fn2,msg,assert3.increasesButNotBy,true).to.increase(obj,prop).but.not.by(delta)};
assert3.decreases=function(fn2,obj,prop,msg){if(arguments.length===3&&typeof obj==="function"){msg=prop;prop=null}return new Assertion(fn2,msg,assert3.decreases,
true).to.decrease(obj,prop)};assert3.decreasesBy=function(fn2,obj,prop,delta,msg){if(arguments.length===4&&typeof obj==="function"){let tmpMsg=delta;delta=prop;
msg=tmpMsg}else if(arguments.length===3){delta=prop;prop=null}new Assertion(fn2,msg,assert3.decreasesBy,true).to.decrease(obj,prop).by(delta)};assert3.doesNotDecrease=
function(fn2,obj,prop,msg){if(arguments.length===3&&typeof obj==="function"){msg=prop;prop=null}return new Assertion(fn2,msg,assert3.doesNotDecrease,true).to.not.
decrease(obj,prop)};assert3.doesNotDecreaseBy=function(fn2,obj,prop,delta,msg){if(arguments.length===4&&typeof obj==="function"){let tmpMsg=delta;delta=prop;msg=
tmpMsg}else if(arguments.length===3){delta=prop;prop=null}return new Assertion(fn2,msg,assert3.doesNotDecreaseBy,true).to.not.decrease(obj,prop).by(delta)};assert3.
decreasesButNotBy=function(fn2,obj,prop,delta,msg){if(arguments.length===4&&typeof obj==="function"){let tmpMsg=delta;delta=prop;msg=tmpMsg}else if(arguments.length===
3){delta=prop;prop=null}new Assertion(fn2,msg,assert3.decreasesButNotBy,true).to.decrease(obj,prop).but.not.by(delta)};assert3.ifError=function(val){if(val){throw val}};
assert3.isExtensible=function(obj,msg){new Assertion(obj,msg,assert3.isExtensible,true).to.be.extensible};assert3.isNotExtensible=function(obj,msg){new Assertion(
obj,msg,assert3.isNotExtensible,true).to.not.be.extensible};assert3.isSealed=function(obj,msg){new Assertion(obj,msg,assert3.isSealed,true).to.be.sealed};assert3.
isNotSealed=function(obj,msg){new Assertion(obj,msg,assert3.isNotSealed,true).to.not.be.sealed};assert3.isFrozen=function(obj,msg){new Assertion(obj,msg,assert3.
isFrozen,true).to.be.frozen};assert3.isNotFrozen=function(obj,msg){new Assertion(obj,msg,assert3.isNotFrozen,true).to.not.be.frozen};assert3.isEmpty=function(val,msg){
new Assertion(val,msg,assert3.isEmpty,true).to.be.empty};assert3.isNotEmpty=function(val,msg){new Assertion(val,msg,assert3.isNotEmpty,true).to.not.be.empty};assert3.
containsSubset=function(val,exp,msg){new Assertion(val,msg).to.containSubset(exp)};assert3.doesNotContainSubset=function(val,exp,msg){new Assertion(val,msg).to.
not.containSubset(exp)};var aliases=[["isOk","ok"],["isNotOk","notOk"],["throws","throw"],["throws","Throw"],["isExtensible","extensible"],["isNotExtensible","n\
otExtensible"],["isSealed","sealed"],["isNotSealed","notSealed"],["isFrozen","frozen"],["isNotFrozen","notFrozen"],["isEmpty","empty"],["isNotEmpty","notEmpty"],
["isCallable","isFunction"],["isNotCallable","isNotFunction"],["containsSubset","containSubset"]];for(const[name,as]of aliases){assert3[as]=assert3[name]}var used=[];
function use(fn2){const exports={use,AssertionError,util:utils_exports,config,expect,assert:assert3,Assertion,...should_exports};if(!~used.indexOf(fn2)){fn2(exports,
utils_exports);used.push(fn2)}return exports}__name(use,"use");__name2(use,"use");var ChaiStyleAssertions=__name((chai,utils)=>{function defProperty(name,delegateTo){utils.addProperty(chai.Assertion.prototype,name,function(){const jestMethod=chai.
Assertion.prototype[delegateTo];if(!jestMethod){throw new Error(`Cannot delegate to ${String(delegateTo)}: method not found. Ensure JestChaiExpect plugin is loa\
ded first.`)}return jestMethod.call(this)})}__name(defProperty,"defProperty");function defPropertyWithArgs(name,delegateTo,...args){utils.addProperty(chai.Assertion.
prototype,name,function(){const jestMethod=chai.Assertion.prototype[delegateTo];if(!jestMethod){throw new Error(`Cannot delegate to ${String(delegateTo)}: metho\
d not found. Ensure JestChaiExpect plugin is loaded first.`)}return jestMethod.call(this,...args)})}__name(defPropertyWithArgs,"defPropertyWithArgs");function defMethod(name,delegateTo){
utils.addMethod(chai.Assertion.prototype,name,function(...args){const jestMethod=chai.Assertion.prototype[delegateTo];if(!jestMethod){throw new Error(`Cannot de\
legate to ${String(delegateTo)}: method not found. Ensure JestChaiExpect plugin is loaded first.`)}return jestMethod.call(this,...args)})}__name(defMethod,"defM\
ethod");defProperty("called","toHaveBeenCalled");defProperty("calledOnce","toHaveBeenCalledOnce");defPropertyWithArgs("calledTwice","toHaveBeenCalledTimes",2);defPropertyWithArgs(
"calledThrice","toHaveBeenCalledTimes",3);defMethod("callCount","toHaveBeenCalledTimes");defMethod("calledWith","toHaveBeenCalledWith");defMethod("calledOnceWit\
h","toHaveBeenCalledExactlyOnceWith");defMethod("lastCalledWith","toHaveBeenLastCalledWith");defMethod("nthCalledWith","toHaveBeenNthCalledWith");defMethod("ret\
urned","toHaveReturned");defMethod("returnedWith","toHaveReturnedWith");defMethod("returnedTimes","toHaveReturnedTimes");defMethod("lastReturnedWith","toHaveLas\
tReturnedWith");defMethod("nthReturnedWith","toHaveNthReturnedWith");defMethod("calledBefore","toHaveBeenCalledBefore");defMethod("calledAfter","toHaveBeenCalle\
dAfter")},"ChaiStyleAssertions");var MATCHERS_OBJECT=Symbol.for("matchers-object");var JEST_MATCHERS_OBJECT=Symbol.for("$$jest-matchers-object");var GLOBAL_EXPECT=Symbol.
for("expect-global");var ASYMMETRIC_MATCHERS_OBJECT=Symbol.for("asymmetric-matchers-object");var customMatchers={toSatisfy(actual,expected,message){const{printReceived:printReceived3,
printExpected:printExpected3,matcherHint:matcherHint2}=this.utils;const pass=expected(actual);return{pass,message:__name(()=>pass?`${matcherHint2(".not.toSatisf\
y","received","")}

Expected value to not satisfy:
${message||printExpected3(expected)}
Received:
${printReceived3(actual)}`:`${matcherHint2(".toSatisfy","received","")}

Expected value to satisfy:
${message||printExpected3(expected)}

Received:
${printReceived3(actual)}`,"message")}},toBeOneOf(actual,expected){const{equals:equals2,customTesters}=this;const{printReceived:printReceived3,printExpected:printExpected3,
matcherHint:matcherHint2}=this.utils;let pass;if(Array.isArray(expected)){pass=expected.length===0||expected.some(item=>equals2(item,actual,customTesters))}else if(expected instanceof
Set){pass=expected.size===0||expected.has(actual)||[...expected].some(item=>equals2(item,actual,customTesters))}else{throw new TypeError(`You must provide an ar\
ray or set to ${matcherHint2(".toBeOneOf")}, not '${typeof expected}'.`)}return{pass,message:__name(()=>pass?`${matcherHint2(".not.toBeOneOf","received","")}

Expected value to not be one of:
${printExpected3(expected)}
Received:
${printReceived3(actual)}`:`${matcherHint2(".toBeOneOf","received","")}

Expected value to be one of:
${printExpected3(expected)}

Received:
${printReceived3(actual)}`,"message")}}};var EXPECTED_COLOR=$.green;var RECEIVED_COLOR=$.red;var INVERTED_COLOR=$.inverse;var BOLD_WEIGHT=$.bold;var DIM_COLOR=$.
dim;function matcherHint(matcherName,received="received",expected="expected",options={}){const{comment="",isDirectExpectCall=false,isNot=false,promise="",secondArgument="",
expectedColor=EXPECTED_COLOR,receivedColor=RECEIVED_COLOR,secondArgumentColor=EXPECTED_COLOR}=options;let hint="";let dimString="expect";if(!isDirectExpectCall&&
received!==""){hint+=DIM_COLOR(`${dimString}(`)+receivedColor(received);dimString=")"}if(promise!==""){hint+=DIM_COLOR(`${dimString}.`)+promise;dimString=""}if(isNot){
hint+=`${DIM_COLOR(`${dimString}.`)}not`;dimString=""}if(matcherName.includes(".")){dimString+=matcherName}else{hint+=DIM_COLOR(`${dimString}.`)+matcherName;dimString=
""}if(expected===""){dimString+="()"}else{hint+=DIM_COLOR(`${dimString}(`)+expectedColor(expected);if(secondArgument){hint+=DIM_COLOR(", ")+secondArgumentColor(
secondArgument)}dimString=")"}if(comment!==""){dimString+=` // ${comment}`}if(dimString!==""){hint+=DIM_COLOR(dimString)}return hint}__name(matcherHint,"matcher\
Hint");var SPACE_SYMBOL2="\xB7";function replaceTrailingSpaces2(text){return text.replace(/\s+$/gm,spaces=>SPACE_SYMBOL2.repeat(spaces.length))}__name(replaceTrailingSpaces2,
"replaceTrailingSpaces");function printReceived2(object2){return RECEIVED_COLOR(replaceTrailingSpaces2(stringify(object2)))}__name(printReceived2,"printReceived");
function printExpected2(value){return EXPECTED_COLOR(replaceTrailingSpaces2(stringify(value)))}__name(printExpected2,"printExpected");function getMatcherUtils(){
return{EXPECTED_COLOR,RECEIVED_COLOR,INVERTED_COLOR,BOLD_WEIGHT,DIM_COLOR,diff,matcherHint,printReceived:printReceived2,printExpected:printExpected2,printDiffOrStringify,
printWithType}}__name(getMatcherUtils,"getMatcherUtils");function printWithType(name,value,print){const type3=getType2(value);const hasType=type3!=="null"&&type3!==
"undefined"?`${name} has type:  ${type3}
`:"";const hasValue=`${name} has value: ${print(value)}`;return hasType+hasValue}__name(printWithType,"printWithType");function addCustomEqualityTesters(newTesters){
if(!Array.isArray(newTesters)){throw new TypeError(`expect.customEqualityTesters: Must be set to an array of Testers. Was given "${getType2(newTesters)}"`)}globalThis[JEST_MATCHERS_OBJECT].
customEqualityTesters.push(...newTesters)}__name(addCustomEqualityTesters,"addCustomEqualityTesters");function getCustomEqualityTesters(){return globalThis[JEST_MATCHERS_OBJECT].
customEqualityTesters}__name(getCustomEqualityTesters,"getCustomEqualityTesters");function equals(a,b3,customTesters,strictCheck){customTesters=customTesters||[];
return eq(a,b3,[],[],customTesters,strictCheck?hasKey:hasDefinedKey)}__name(equals,"equals");var functionToString=Function.prototype.toString;function isAsymmetric(obj){
return!!obj&&typeof obj==="object"&&"asymmetricMatch"in obj&&isA("Function",obj.asymmetricMatch)}__name(isAsymmetric,"isAsymmetric");function asymmetricMatch(a,b3,customTesters){const asymmetricA=isAsymmetric(a);const asymmetricB=isAsymmetric(b3);if(asymmetricA&&asymmetricB){return void 0}if(asymmetricA){
return a.asymmetricMatch(b3,customTesters)}if(asymmetricB){return b3.asymmetricMatch(a,customTesters)}}__name(asymmetricMatch,"asymmetricMatch");function isError(value){
if(typeof Error.isError==="function"){return Error.isError(value)}switch(Object.prototype.toString.call(value)){case"[object Error]":case"[object Exception]":case"\
[object DOMException]":return true;default:return value instanceof Error}}__name(isError,"isError");function eq(a,b3,aStack,bStack,customTesters,hasKey2){let result=true;
const asymmetricResult=asymmetricMatch(a,b3,customTesters);if(asymmetricResult!==void 0){return asymmetricResult}const testerContext={equals};for(let i2=0;i2<customTesters.
length;i2++){const customTesterResult=customTesters[i2].call(testerContext,a,b3,customTesters);if(customTesterResult!==void 0){return customTesterResult}}if(typeof URL===
"function"&&a instanceof URL&&b3 instanceof URL){return a.href===b3.href}if(Object.is(a,b3)){return true}if(a===null||b3===null){return a===b3}const className=Object.
prototype.toString.call(a);if(className!==Object.prototype.toString.call(b3)){return false}switch(className){case"[object Boolean]":case"[object String]":case"[\
object Number]":if(typeof a!==typeof b3){return false}else if(typeof a!=="object"&&typeof b3!=="object"){return Object.is(a,b3)}else{return Object.is(a.valueOf(),
b3.valueOf())}case"[object Date]":{const numA=+a;const numB=+b3;return numA===numB||Number.isNaN(numA)&&Number.isNaN(numB)}case"[object RegExp]":return a.source===
b3.source&&a.flags===b3.flags;case"[object Temporal.Instant]":case"[object Temporal.ZonedDateTime]":case"[object Temporal.PlainDateTime]":case"[object Temporal.\
PlainDate]":case"[object Temporal.PlainTime]":case"[object Temporal.PlainYearMonth]":case"[object Temporal.PlainMonthDay]":return a.equals(b3);case"[object Temp\
oral.Duration]":return a.toString()===b3.toString()}if(typeof a!=="object"||typeof b3!=="object"){return false}if(isDomNode(a)&&isDomNode(b3)){return a.isEqualNode(
b3)}let length=aStack.length;while(length--){if(aStack[length]===a){return bStack[length]===b3}else if(bStack[length]===b3){return false}}aStack.push(a);bStack.
push(b3);if(className==="[object Array]"&&a.length!==b3.length){return false}if(isError(a)&&isError(b3)){try{return isErrorEqual(a,b3,aStack,bStack,customTesters,
hasKey2)}finally{aStack.pop();bStack.pop()}}const aKeys=keys(a,hasKey2);let key;let size=aKeys.length;if(keys(b3,hasKey2).length!==size){return false}while(size--){
key=aKeys[size];result=hasKey2(b3,key)&&eq(a[key],b3[key],aStack,bStack,customTesters,hasKey2);if(!result){return false}}aStack.pop();bStack.pop();return result}
__name(eq,"eq");function isErrorEqual(a,b3,aStack,bStack,customTesters,hasKey2){let result=Object.prototype.toString.call(a)===Object.prototype.toString.call(b3)&&
a.name===b3.name&&a.message===b3.message;if(typeof b3.cause!=="undefined"){result&&=eq(a.cause,b3.cause,aStack,bStack,customTesters,hasKey2)}if(a instanceof AggregateError&&
b3 instanceof AggregateError){result&&=eq(a.errors,b3.errors,aStack,bStack,customTesters,hasKey2)}result&&=eq({...a},{...b3},aStack,bStack,customTesters,hasKey2);
return result}__name(isErrorEqual,"isErrorEqual");function keys(obj,hasKey2){const keys2=[];for(const key in obj){if(hasKey2(obj,key)){keys2.push(key)}}return keys2.
concat(Object.getOwnPropertySymbols(obj).filter(symbol=>Object.getOwnPropertyDescriptor(obj,symbol).enumerable))}__name(keys,"keys");function hasDefinedKey(obj,key){
return hasKey(obj,key)&&obj[key]!==void 0}__name(hasDefinedKey,"hasDefinedKey");function hasKey(obj,key){return Object.hasOwn(obj,key)}__name(hasKey,"hasKey");function isA(typeName,value){
return Object.prototype.toString.apply(value)===`[object ${typeName}]`}__name(isA,"isA");function isDomNode(obj){return obj!==null&&typeof obj==="object"&&"node\
Type"in obj&&typeof obj.nodeType==="number"&&"nodeName"in obj&&typeof obj.nodeName==="string"&&"isEqualNode"in obj&&typeof obj.isEqualNode==="function"}__name(isDomNode,
"isDomNode");var IS_KEYED_SENTINEL2="@@__IMMUTABLE_KEYED__@@";var IS_SET_SENTINEL2="@@__IMMUTABLE_SET__@@";var IS_LIST_SENTINEL2="@@__IMMUTABLE_LIST__@@";var IS_ORDERED_SENTINEL2="\
@@__IMMUTABLE_ORDERED__@@";var IS_RECORD_SYMBOL2="@@__IMMUTABLE_RECORD__@@";function isImmutableUnorderedKeyed(maybeKeyed){return!!(maybeKeyed&&maybeKeyed[IS_KEYED_SENTINEL2]&&
!maybeKeyed[IS_ORDERED_SENTINEL2])}__name(isImmutableUnorderedKeyed,"isImmutableUnorderedKeyed");function isImmutableUnorderedSet(maybeSet){return!!(maybeSet&&maybeSet[IS_SET_SENTINEL2]&&
!maybeSet[IS_ORDERED_SENTINEL2])}__name(isImmutableUnorderedSet,"isImmutableUnorderedSet");function isObjectLiteral(source){return source!=null&&typeof source===
"object"&&!Array.isArray(source)}__name(isObjectLiteral,"isObjectLiteral");function isImmutableList(source){return Boolean(source&&isObjectLiteral(source)&&source[IS_LIST_SENTINEL2])}
__name(isImmutableList,"isImmutableList");function isImmutableOrderedKeyed(source){return Boolean(source&&isObjectLiteral(source)&&source[IS_KEYED_SENTINEL2]&&source[IS_ORDERED_SENTINEL2])}
__name(isImmutableOrderedKeyed,"isImmutableOrderedKeyed");function isImmutableOrderedSet(source){return Boolean(source&&isObjectLiteral(source)&&source[IS_SET_SENTINEL2]&&
source[IS_ORDERED_SENTINEL2])}__name(isImmutableOrderedSet,"isImmutableOrderedSet");function isImmutableRecord(source){return Boolean(source&&isObjectLiteral(source)&&
source[IS_RECORD_SYMBOL2])}__name(isImmutableRecord,"isImmutableRecord");var IteratorSymbol=Symbol.iterator;function hasIterator(object2){return!!(object2!=null&&
object2[IteratorSymbol])}__name(hasIterator,"hasIterator");function iterableEquality(a,b3,customTesters=[],aStack=[],bStack=[]){if(typeof a!=="object"||typeof b3!==
"object"||Array.isArray(a)||Array.isArray(b3)||!hasIterator(a)||!hasIterator(b3)){return void 0}if(a.constructor!==b3.constructor){return false}let length=aStack.
length;while(length--){if(aStack[length]===a){return bStack[length]===b3}}aStack.push(a);bStack.push(b3);const filteredCustomTesters=[...customTesters.filter(t2=>t2!==
iterableEquality),iterableEqualityWithStack];function iterableEqualityWithStack(a2,b4){return iterableEquality(a2,b4,[...customTesters],[...aStack],[...bStack])}
__name(iterableEqualityWithStack,"iterableEqualityWithStack");if(a.size!==void 0){if(a.size!==b3.size){return false}else if(isA("Set",a)||isImmutableUnorderedSet(
a)){let allFound=true;for(const aValue of a){if(!b3.has(aValue)){let has=false;for(const bValue of b3){const isEqual=equals(aValue,bValue,filteredCustomTesters);
if(isEqual===true){has=true}}if(has===false){allFound=false;break}}}aStack.pop();bStack.pop();return allFound}else if(isA("Map",a)||isImmutableUnorderedKeyed(a)){
let allFound=true;for(const aEntry of a){if(!b3.has(aEntry[0])||!equals(aEntry[1],b3.get(aEntry[0]),filteredCustomTesters)){let has=false;for(const bEntry of b3){
const matchedKey=equals(aEntry[0],bEntry[0],filteredCustomTesters);let matchedValue=false;if(matchedKey===true){matchedValue=equals(aEntry[1],bEntry[1],filteredCustomTesters)}
if(matchedValue===true){has=true}}if(has===false){allFound=false;break}}}aStack.pop();bStack.pop();return allFound}}const bIterator=b3[IteratorSymbol]();for(const aValue of a){
const nextB=bIterator.next();if(nextB.done||!equals(aValue,nextB.value,filteredCustomTesters)){return false}}if(!bIterator.next().done){return false}if(!isImmutableList(
a)&&!isImmutableOrderedKeyed(a)&&!isImmutableOrderedSet(a)&&!isImmutableRecord(a)){const aEntries=Object.entries(a);const bEntries=Object.entries(b3);if(!equals(
aEntries,bEntries,filteredCustomTesters)){return false}}aStack.pop();bStack.pop();return true}__name(iterableEquality,"iterableEquality");function hasPropertyInObject(object2,key){
const shouldTerminate=!object2||typeof object2!=="object"||object2===Object.prototype;if(shouldTerminate){return false}return Object.hasOwn(object2,key)||hasPropertyInObject(
Object.getPrototypeOf(object2),key)}__name(hasPropertyInObject,"hasPropertyInObject");function isObjectWithKeys(a){return isObject(a)&&!isError(a)&&!Array.isArray(
a)&&!(a instanceof Date)&&!(a instanceof Set)&&!(a instanceof Map)}__name(isObjectWithKeys,"isObjectWithKeys");function subsetEquality(object2,subset,customTesters=[]){
const filteredCustomTesters=customTesters.filter(t2=>t2!==subsetEquality);const subsetEqualityWithContext=__name((seenReferences=new WeakMap)=>(object3,subset2)=>{
if(!isObjectWithKeys(subset2)){return void 0}return Object.keys(subset2).every(key=>{if(subset2[key]!=null&&typeof subset2[key]==="object"){if(seenReferences.has(
subset2[key])){return equals(object3[key],subset2[key],filteredCustomTesters)}seenReferences.set(subset2[key],true)}const result=object3!=null&&hasPropertyInObject(
object3,key)&&equals(object3[key],subset2[key],[...filteredCustomTesters,subsetEqualityWithContext(seenReferences)]);seenReferences.delete(subset2[key]);return result})},
"subsetEqualityWithContext");return subsetEqualityWithContext()(object2,subset)}__name(subsetEquality,"subsetEquality");function typeEquality(a,b3){if(a==null||
b3==null||a.constructor===b3.constructor){return void 0}return false}__name(typeEquality,"typeEquality");function arrayBufferEquality(a,b3){let dataViewA=a;let dataViewB=b3;
if(!(a instanceof DataView&&b3 instanceof DataView)){if(!(a instanceof ArrayBuffer)||!(b3 instanceof ArrayBuffer)){return void 0}try{dataViewA=new DataView(a);dataViewB=
new DataView(b3)}catch{return void 0}}if(dataViewA.byteLength!==dataViewB.byteLength){return false}for(let i2=0;i2<dataViewA.byteLength;i2++){if(dataViewA.getUint8(
i2)!==dataViewB.getUint8(i2)){return false}}return true}__name(arrayBufferEquality,"arrayBufferEquality");function sparseArrayEquality(a,b3,customTesters=[]){if(!Array.
isArray(a)||!Array.isArray(b3)){return void 0}const aKeys=Object.keys(a);const bKeys=Object.keys(b3);const filteredCustomTesters=customTesters.filter(t2=>t2!==sparseArrayEquality);
return equals(a,b3,filteredCustomTesters,true)&&equals(aKeys,bKeys)}__name(sparseArrayEquality,"sparseArrayEquality");function generateToBeMessage(deepEqualityName,expected="\
#{this}",actual="#{exp}"){const toBeMessage=`expected ${expected} to be ${actual} // Object.is equality`;if(["toStrictEqual","toEqual"].includes(deepEqualityName)){
return`${toBeMessage}

If it should pass with deep equality, replace "toBe" with "${deepEqualityName}"

Expected: ${expected}
Received: serializes to the same string
`}return toBeMessage}__name(generateToBeMessage,"generateToBeMessage");function pluralize(word,count){return`${count} ${word}${count===1?"":"s"}`}__name(pluralize,
"pluralize");function getObjectKeys(object2){return[...Object.keys(object2),...Object.getOwnPropertySymbols(object2).filter(s=>Object.getOwnPropertyDescriptor(object2,
s)?.enumerable)]}__name(getObjectKeys,"getObjectKeys");function getObjectSubset(object2,subset,customTesters){let stripped=0;const getObjectSubsetWithContext=__name(
(seenReferences=new WeakMap)=>(object3,subset2)=>{if(Array.isArray(object3)){if(Array.isArray(subset2)&&subset2.length===object3.length){return subset2.map((sub,i2)=>getObjectSubsetWithContext(
seenReferences)(object3[i2],sub))}}else if(object3 instanceof Date){return object3}else if(isObject(object3)&&isObject(subset2)){if(equals(object3,subset2,[...customTesters,
iterableEquality,subsetEquality])){return subset2}const trimmed={};seenReferences.set(object3,trimmed);if(typeof object3.constructor==="function"&&typeof object3.
constructor.name==="string"){Object.defineProperty(trimmed,"constructor",{enumerable:false,value:object3.constructor})}for(const key of getObjectKeys(object3)){
if(hasPropertyInObject(subset2,key)){trimmed[key]=seenReferences.has(object3[key])?seenReferences.get(object3[key]):getObjectSubsetWithContext(seenReferences)(object3[key],
subset2[key])}else{if(!seenReferences.has(object3[key])){stripped+=1;if(isObject(object3[key])){stripped+=getObjectKeys(object3[key]).length}getObjectSubsetWithContext(
seenReferences)(object3[key],subset2[key])}}}if(getObjectKeys(trimmed).length>0){return trimmed}}return object3},"getObjectSubsetWithContext");return{subset:getObjectSubsetWithContext()(
object2,subset),stripped}}__name(getObjectSubset,"getObjectSubset");function isStandardSchema(obj){return!!obj&&(typeof obj==="object"||typeof obj==="function")&&
obj["~standard"]&&typeof obj["~standard"].validate==="function"}__name(isStandardSchema,"isStandardSchema");if(!Object.hasOwn(globalThis,MATCHERS_OBJECT)){const globalState=new WeakMap;
const matchers=Object.create(null);const customEqualityTesters=[];const asymmetricMatchers=Object.create(null);Object.defineProperty(globalThis,MATCHERS_OBJECT,
{get:__name(()=>globalState,"get")});Object.defineProperty(globalThis,JEST_MATCHERS_OBJECT,{configurable:true,get:__name(()=>({state:globalState.get(globalThis[GLOBAL_EXPECT]),
matchers,customEqualityTesters}),"get")});Object.defineProperty(globalThis,ASYMMETRIC_MATCHERS_OBJECT,{get:__name(()=>asymmetricMatchers,"get")})}function getState(expect2){
return globalThis[MATCHERS_OBJECT].get(expect2)}__name(getState,"getState");function setState(state,expect2){const map2=globalThis[MATCHERS_OBJECT];const current=map2.
get(expect2)||{};const results=Object.defineProperties(current,{...Object.getOwnPropertyDescriptors(current),...Object.getOwnPropertyDescriptors(state)});map2.set(
expect2,results)}__name(setState,"setState");var AsymmetricMatcher3=class{static{__name(this,"AsymmetricMatcher")}$$typeof=Symbol.for("jest.asymmetricMatcher");constructor(sample,inverse=false){
this.sample=sample;this.inverse=inverse}getMatcherContext(expect2){return{...getState(expect2||globalThis[GLOBAL_EXPECT]),equals,isNot:this.inverse,customTesters:getCustomEqualityTesters(),
utils:{...getMatcherUtils(),diff,stringify,iterableEquality,subsetEquality}}}};AsymmetricMatcher3.prototype[Symbol.for("chai/inspect")]=function(options){const result=stringify(
this,options.depth,{min:true});if(result.length<=options.truncate){return result}return`${this.toString()}{\u2026}`};var StringContaining=class extends AsymmetricMatcher3{static{
__name(this,"StringContaining")}constructor(sample,inverse=false){if(!isA("String",sample)){throw new Error("Expected is not a string")}super(sample,inverse)}asymmetricMatch(other){
const result=isA("String",other)&&other.includes(this.sample);return this.inverse?!result:result}toString(){return`String${this.inverse?"Not":""}Containing`}getExpectedType(){
return"string"}};var Anything=class extends AsymmetricMatcher3{static{__name(this,"Anything")}asymmetricMatch(other){return other!=null}toString(){return"Anythi\
ng"}toAsymmetricMatcher(){return"Anything"}};var ObjectContaining=class extends AsymmetricMatcher3{static{__name(this,"ObjectContaining")}constructor(sample,inverse=false){
super(sample,inverse)}getPrototype(obj){if(Object.getPrototypeOf){return Object.getPrototypeOf(obj)}if(obj.constructor.prototype===obj){return null}return obj.constructor.
prototype}hasProperty(obj,property){if(!obj){return false}if(Object.hasOwn(obj,property)){return true}return this.hasProperty(this.getPrototype(obj),property)}getProperties(obj){
return[...Object.keys(obj),...Object.getOwnPropertySymbols(obj).filter(s=>Object.getOwnPropertyDescriptor(obj,s)?.enumerable)]}asymmetricMatch(other,customTesters){
if(typeof this.sample!=="object"){throw new TypeError(`You must provide an object to ${this.toString()}, not '${typeof this.sample}'.`)}let result=true;const properties=this.
getProperties(this.sample);for(const property of properties){if(!this.hasProperty(other,property)){result=false;break}const value=this.sample[property];const otherValue=other[property];
if(!equals(value,otherValue,customTesters)){result=false;break}}return this.inverse?!result:result}toString(){return`Object${this.inverse?"Not":""}Containing`}getExpectedType(){
return"object"}};var ArrayContaining=class extends AsymmetricMatcher3{static{__name(this,"ArrayContaining")}constructor(sample,inverse=false){super(sample,inverse)}asymmetricMatch(other,customTesters){
if(!Array.isArray(this.sample)){throw new TypeError(`You must provide an array to ${this.toString()}, not '${typeof this.sample}'.`)}const result=this.sample.length===
0||Array.isArray(other)&&this.sample.every(item=>other.some(another=>equals(item,another,customTesters)));return this.inverse?!result:result}toString(){return`A\
rray${this.inverse?"Not":""}Containing`}getExpectedType(){return"array"}};var Any=class extends AsymmetricMatcher3{static{__name(this,"Any")}constructor(sample){
if(typeof sample==="undefined"){throw new TypeError("any() expects to be passed a constructor function. Please pass one or use anything() to match any object.")}
super(sample)}fnNameFor(func){if(func.name){return func.name}const functionToString2=Function.prototype.toString;const matches=functionToString2.call(func).match(
/^(?:async)?\s*function\s*(?:\*\s*)?([\w$]+)\s*\(/);return matches?matches[1]:"<anonymous>"}asymmetricMatch(other){if(this.sample===String){return typeof other==
"string"||other instanceof String}if(this.sample===Number){return typeof other=="number"||other instanceof Number}if(this.sample===Function){return typeof other==
"function"||typeof other==="function"}if(this.sample===Boolean){return typeof other=="boolean"||other instanceof Boolean}if(this.sample===BigInt){return typeof other==
"bigint"||other instanceof BigInt}if(this.sample===Symbol){return typeof other=="symbol"||other instanceof Symbol}if(this.sample===Object){return typeof other==
"object"}return other instanceof this.sample}toString(){return"Any"}getExpectedType(){if(this.sample===String){return"string"}if(this.sample===Number){return"nu\
mber"}if(this.sample===Function){return"function"}if(this.sample===Object){return"object"}if(this.sample===Boolean){return"boolean"}return this.fnNameFor(this.sample)}toAsymmetricMatcher(){
return`Any<${this.fnNameFor(this.sample)}>`}};var StringMatching=class extends AsymmetricMatcher3{static{__name(this,"StringMatching")}constructor(sample,inverse=false){
if(!isA("String",sample)&&!isA("RegExp",sample)){throw new Error("Expected is not a String or a RegExp")}super(new RegExp(sample),inverse)}asymmetricMatch(other){
const result=isA("String",other)&&this.sample.test(other);return this.inverse?!result:result}toString(){return`String${this.inverse?"Not":""}Matching`}getExpectedType(){
return"string"}};var CloseTo=class extends AsymmetricMatcher3{static{__name(this,"CloseTo")}precision;constructor(sample,precision=2,inverse=false){if(!isA("Num\
ber",sample)){throw new Error("Expected is not a Number")}if(!isA("Number",precision)){throw new Error("Precision is not a Number")}super(sample);this.inverse=inverse;
this.precision=precision}asymmetricMatch(other){if(!isA("Number",other)){return false}let result=false;if(other===Number.POSITIVE_INFINITY&&this.sample===Number.
POSITIVE_INFINITY){result=true}else if(other===Number.NEGATIVE_INFINITY&&this.sample===Number.NEGATIVE_INFINITY){result=true}else{result=Math.abs(this.sample-other)<
10**-this.precision/2}return this.inverse?!result:result}toString(){return`Number${this.inverse?"Not":""}CloseTo`}getExpectedType(){return"number"}toAsymmetricMatcher(){
return[this.toString(),this.sample,`(${pluralize("digit",this.precision)})`].join(" ")}};var SchemaMatching=class extends AsymmetricMatcher3{static{__name(this,
"SchemaMatching")}result;constructor(sample,inverse=false){if(!isStandardSchema(sample)){throw new TypeError("SchemaMatching expected to receive a Standard Sche\
ma.")}super(sample,inverse)}asymmetricMatch(other){const result=this.sample["~standard"].validate(other);if(result instanceof Promise){throw new TypeError("Asyn\
c schema validation is not supported in asymmetric matchers.")}this.result=result;const pass=!this.result.issues||this.result.issues.length===0;return this.inverse?
!pass:pass}toString(){return`Schema${this.inverse?"Not":""}Matching`}getExpectedType(){return"object"}toAsymmetricMatcher(){const{utils}=this.getMatcherContext();
const issues=this.result?.issues||[];if(issues.length>0){return`${this.toString()} ${utils.stringify(this.result,void 0,{printBasicPrototype:false})}`}return this.
toString()}};var JestAsymmetricMatchers=__name((chai,utils)=>{utils.addMethod(chai.expect,"anything",()=>new Anything);utils.addMethod(chai.expect,"any",expected=>new Any(
expected));utils.addMethod(chai.expect,"stringContaining",expected=>new StringContaining(expected));utils.addMethod(chai.expect,"objectContaining",expected=>new ObjectContaining(
expected));utils.addMethod(chai.expect,"arrayContaining",expected=>new ArrayContaining(expected));utils.addMethod(chai.expect,"stringMatching",expected=>new StringMatching(
expected));utils.addMethod(chai.expect,"closeTo",(expected,precision)=>new CloseTo(expected,precision));utils.addMethod(chai.expect,"schemaMatching",expected=>new SchemaMatching(
expected));chai.expect.not={stringContaining:__name(expected=>new StringContaining(expected,true),"stringContaining"),objectContaining:__name(expected=>new ObjectContaining(
expected,true),"objectContaining"),arrayContaining:__name(expected=>new ArrayContaining(expected,true),"arrayContaining"),stringMatching:__name(expected=>new StringMatching(
expected,true),"stringMatching"),closeTo:__name((expected,precision)=>new CloseTo(expected,precision,true),"closeTo"),schemaMatching:__name(expected=>new SchemaMatching(
expected,true),"schemaMatching")}},"JestAsymmetricMatchers");function createAssertionMessage(util,assertion,hasArgs){const soft=util.flag(assertion,"soft")?".so\
ft":"";const not=util.flag(assertion,"negate")?"not.":"";const name=`${util.flag(assertion,"_name")}(${hasArgs?"expected":""})`;const promiseName=util.flag(assertion,
"promise");const promise=promiseName?`.${promiseName}`:"";return`expect${soft}(actual)${promise}.${not}${name}`}__name(createAssertionMessage,"createAssertionMe\
ssage");function recordAsyncExpect(_test2,promise,assertion,error,isSoft){const test5=_test2;if(test5&&promise instanceof Promise){promise=promise.finally(()=>{
if(!test5.promises){return}const index2=test5.promises.indexOf(promise);if(index2!==-1){test5.promises.splice(index2,1)}});if(!test5.promises){test5.promises=[]}
if(isSoft){promise=promise.then(noop,err=>{handleTestError(test5,err)})}test5.promises.push(promise);let resolved=false;test5.onFinished??=[];test5.onFinished.push(
()=>{if(!resolved){const processor=globalThis.__vitest_worker__?.onFilterStackTrace||(s=>s||"");const stack=processor(error.stack);console.warn([`Promise return\
ed by \`${assertion}\` was not awaited. `,"Vitest currently auto-awaits hanging assertions at the end of the test, but this will cause the test to fail in the n\
ext Vitest major. ","Please remember to await the assertion.\n",stack].join(""))}});return{then(onFulfilled,onRejected){resolved=true;return promise.then(onFulfilled,
onRejected)},catch(onRejected){resolved=true;return promise.catch(onRejected)},finally(onFinally){resolved=true;return promise.finally(onFinally)},[Symbol.toStringTag]:"\
Promise"}}return promise}__name(recordAsyncExpect,"recordAsyncExpect");function handleTestError(test5,err){test5.result||={state:"fail"};test5.result.state="fai\
l";test5.result.errors||=[];test5.result.errors.push(processError(err))}__name(handleTestError,"handleTestError");function wrapAssertion(utils,name,fn2){return function(...args){
if(name!=="withTest"){utils.flag(this,"_name",name)}if(!utils.flag(this,"soft")){try{return fn2.apply(this,args)}finally{}}const test5=utils.flag(this,"vitest-t\
est");if(!test5){throw new Error("expect.soft() can only be used inside a test")}try{const result=fn2.apply(this,args);if(result&&typeof result==="object"&&typeof result.
then==="function"){return result.then(noop,err=>{handleTestError(test5,err)})}return result}catch(err){handleTestError(test5,err)}}}__name(wrapAssertion,"wrapAs\
sertion");var JestChaiExpect=__name((chai,utils)=>{const{AssertionError:AssertionError2}=chai;const customTesters=getCustomEqualityTesters();function def(name,fn2){
const addMethod2=__name(n2=>{const softWrapper=wrapAssertion(utils,n2,fn2);utils.addMethod(chai.Assertion.prototype,n2,softWrapper);utils.addMethod(globalThis[JEST_MATCHERS_OBJECT].
matchers,n2,softWrapper)},"addMethod");if(Array.isArray(name)){name.forEach(n2=>addMethod2(n2))}else{addMethod2(name)}}__name(def,"def");["throw","throws","Thro\
w"].forEach(m2=>{utils.overwriteMethod(chai.Assertion.prototype,m2,_super=>{return function(...args){const promise=utils.flag(this,"promise");const object2=utils.
flag(this,"object");const isNot=utils.flag(this,"negate");if(promise==="rejects"){utils.flag(this,"object",()=>{throw object2})}else if(promise==="resolves"&&typeof object2!==
"function"){if(!isNot){const message=utils.flag(this,"message")||"expected promise to throw an error, but it didn't";const error={showDiff:false};throw new AssertionError2(
message,error,utils.flag(this,"ssfi"))}else{return}}_super.apply(this,args)}})});def("withTest",function(test5){utils.flag(this,"vitest-test",test5);return this});
def("toEqual",function(expected){const actual=utils.flag(this,"object");const equal=equals(actual,expected,[...customTesters,iterableEquality]);return this.assert(
equal,"expected #{this} to deeply equal #{exp}","expected #{this} to not deeply equal #{exp}",expected,actual)});def("toStrictEqual",function(expected){const obj=utils.
flag(this,"object");const equal=equals(obj,expected,[...customTesters,iterableEquality,typeEquality,sparseArrayEquality,arrayBufferEquality],true);return this.assert(
equal,"expected #{this} to strictly equal #{exp}","expected #{this} to not strictly equal #{exp}",expected,obj)});def("toBe",function(expected){const actual=this.
_obj;const pass=Object.is(actual,expected);let deepEqualityName="";if(!pass){const toStrictEqualPass=equals(actual,expected,[...customTesters,iterableEquality,typeEquality,
sparseArrayEquality,arrayBufferEquality],true);if(toStrictEqualPass){deepEqualityName="toStrictEqual"}else{const toEqualPass=equals(actual,expected,[...customTesters,
iterableEquality]);if(toEqualPass){deepEqualityName="toEqual"}}}return this.assert(pass,generateToBeMessage(deepEqualityName),"expected #{this} not to be #{exp}\
 // Object.is equality",expected,actual)});def("toMatchObject",function(expected){const actual=this._obj;const pass=equals(actual,expected,[...customTesters,iterableEquality,
subsetEquality]);const isNot=utils.flag(this,"negate");const{subset:actualSubset,stripped}=getObjectSubset(actual,expected,customTesters);if(pass&&isNot||!pass&&
!isNot){const msg=utils.getMessage(this,[pass,"expected #{this} to match object #{exp}","expected #{this} to not match object #{exp}",expected,actualSubset,false]);
const message=stripped===0?msg:`${msg}
(${stripped} matching ${stripped===1?"property":"properties"} omitted from actual)`;throw new AssertionError2(message,{showDiff:true,expected,actual:actualSubset})}});
def("toMatch",function(expected){const actual=this._obj;if(typeof actual!=="string"){throw new TypeError(`.toMatch() expects to receive a string, but got ${typeof actual}`)}
return this.assert(typeof expected==="string"?actual.includes(expected):actual.match(expected),`expected #{this} to match #{exp}`,`expected #{this} not to match\
 #{exp}`,expected,actual)});def("toContain",function(item){const actual=this._obj;if(typeof Node!=="undefined"&&actual instanceof Node){if(!(item instanceof Node)){
throw new TypeError(`toContain() expected a DOM node as the argument, but got ${typeof item}`)}return this.assert(actual.contains(item),"expected #{this} to con\
tain element #{exp}","expected #{this} not to contain element #{exp}",item,actual)}if(typeof DOMTokenList!=="undefined"&&actual instanceof DOMTokenList){assertTypes(
item,"class name",["string"]);const isNot=utils.flag(this,"negate");const expectedClassList=isNot?actual.value.replace(item,"").trim():`${actual.value} ${item}`;
return this.assert(actual.contains(item),`expected "${actual.value}" to contain "${item}"`,`expected "${actual.value}" not to contain "${item}"`,expectedClassList,
actual.value)}if(typeof actual==="string"&&typeof item==="string"){return this.assert(actual.includes(item),`expected #{this} to contain #{exp}`,`expected #{thi\
s} not to contain #{exp}`,item,actual)}if(actual!=null&&typeof actual!=="string"){utils.flag(this,"object",Array.from(actual))}return this.contain(item)});def("\
toContainEqual",function(expected){const obj=utils.flag(this,"object");const index2=Array.from(obj).findIndex(item=>{return equals(item,expected,customTesters)});
this.assert(index2!==-1,"expected #{this} to deep equally contain #{exp}","expected #{this} to not deep equally contain #{exp}",expected)});def("toBeTruthy",function(){
const obj=utils.flag(this,"object");this.assert(Boolean(obj),"expected #{this} to be truthy","expected #{this} to not be truthy",true,obj)});def("toBeFalsy",function(){
const obj=utils.flag(this,"object");this.assert(!obj,"expected #{this} to be falsy","expected #{this} to not be falsy",false,obj)});def("toBeGreaterThan",function(expected){
const actual=this._obj;assertTypes(actual,"actual",["number","bigint"]);assertTypes(expected,"expected",["number","bigint"]);return this.assert(actual>expected,
`expected ${actual} to be greater than ${expected}`,`expected ${actual} to be not greater than ${expected}`,expected,actual,false)});def("toBeGreaterThanOrEqual",
function(expected){const actual=this._obj;assertTypes(actual,"actual",["number","bigint"]);assertTypes(expected,"expected",["number","bigint"]);return this.assert(
actual>=expected,`expected ${actual} to be greater than or equal to ${expected}`,`expected ${actual} to be not greater than or equal to ${expected}`,expected,actual,
false)});def("toBeLessThan",function(expected){const actual=this._obj;assertTypes(actual,"actual",["number","bigint"]);assertTypes(expected,"expected",["number",
"bigint"]);return this.assert(actual<expected,`expected ${actual} to be less than ${expected}`,`expected ${actual} to be not less than ${expected}`,expected,actual,
false)});def("toBeLessThanOrEqual",function(expected){const actual=this._obj;assertTypes(actual,"actual",["number","bigint"]);assertTypes(expected,"expected",["\
number","bigint"]);return this.assert(actual<=expected,`expected ${actual} to be less than or equal to ${expected}`,`expected ${actual} to be not less than or e\
qual to ${expected}`,expected,actual,false)});def("toBeNaN",function(){const obj=utils.flag(this,"object");this.assert(Number.isNaN(obj),"expected #{this} to be\
 NaN","expected #{this} not to be NaN",Number.NaN,obj)});def("toBeUndefined",function(){const obj=utils.flag(this,"object");this.assert(void 0===obj,"expected #\
{this} to be undefined","expected #{this} not to be undefined",void 0,obj)});def("toBeNull",function(){const obj=utils.flag(this,"object");this.assert(obj===null,
"expected #{this} to be null","expected #{this} not to be null",null,obj)});def("toBeNullable",function(){const obj=utils.flag(this,"object");this.assert(obj==null,
"expected #{this} to be nullish","expected #{this} not to be nullish",null,obj)});def("toBeDefined",function(){const obj=utils.flag(this,"object");this.assert(typeof obj!==
"undefined","expected #{this} to be defined","expected #{this} to be undefined",obj)});def("toBeTypeOf",function(expected){const actual=typeof this._obj;const equal=expected===
actual;return this.assert(equal,"expected #{this} to be type of #{exp}","expected #{this} not to be type of #{exp}",expected,actual)});def("toBeInstanceOf",function(obj){
return this.instanceOf(obj)});def("toHaveLength",function(length){return this.have.length(length)});def("toHaveProperty",function(...args){if(Array.isArray(args[0])){
args[0]=args[0].map(key=>String(key).replace(/([.[\]])/g,"\\$1")).join(".")}const actual=this._obj;const[propertyName,expected]=args;const getValue=__name(()=>{
const hasOwn=Object.hasOwn(actual,propertyName);if(hasOwn){return{value:actual[propertyName],exists:true}}return utils.getPathInfo(actual,propertyName)},"getVal\
ue");const{value,exists}=getValue();const pass=exists&&(args.length===1||equals(expected,value,customTesters));const valueString=args.length===1?"":` with value\
 ${utils.objDisplay(expected)}`;return this.assert(pass,`expected #{this} to have property "${propertyName}"${valueString}`,`expected #{this} to not have proper\
ty "${propertyName}"${valueString}`,expected,exists?value:void 0)});def("toBeCloseTo",function(received,precision=2){const expected=this._obj;let pass=false;let expectedDiff=0;
let receivedDiff=0;if(received===Number.POSITIVE_INFINITY&&expected===Number.POSITIVE_INFINITY){pass=true}else if(received===Number.NEGATIVE_INFINITY&&expected===
Number.NEGATIVE_INFINITY){pass=true}else{expectedDiff=10**-precision/2;receivedDiff=Math.abs(expected-received);pass=receivedDiff<expectedDiff}return this.assert(
pass,`expected #{this} to be close to #{exp}, received difference is ${receivedDiff}, but expected ${expectedDiff}`,`expected #{this} to not be close to #{exp},\
 received difference is ${receivedDiff}, but expected ${expectedDiff}`,received,expected,false)});function assertIsMock(assertion){if(!isMockFunction(assertion.
_obj)){throw new TypeError(`${utils.inspect(assertion._obj)} is not a spy or a call to a spy!`)}}__name(assertIsMock,"assertIsMock");function getSpy(assertion){
assertIsMock(assertion);return assertion._obj}__name(getSpy,"getSpy");def(["toHaveBeenCalledTimes","toBeCalledTimes"],function(number){const spy=getSpy(this);const spyName=spy.
getMockName();const callCount=spy.mock.calls.length;return this.assert(callCount===number,`expected "${spyName}" to be called #{exp} times, but got ${callCount}\
 times`,`expected "${spyName}" to not be called #{exp} times`,number,callCount,false)});def("toHaveBeenCalledOnce",function(){const spy=getSpy(this);const spyName=spy.
getMockName();const callCount=spy.mock.calls.length;return this.assert(callCount===1,`expected "${spyName}" to be called once, but got ${callCount} times`,`expe\
cted "${spyName}" to not be called once`,1,callCount,false)});def(["toHaveBeenCalled","toBeCalled"],function(){const spy=getSpy(this);const spyName=spy.getMockName();
const callCount=spy.mock.calls.length;const called=callCount>0;const isNot=utils.flag(this,"negate");let msg=utils.getMessage(this,[called,`expected "${spyName}\
" to be called at least once`,`expected "${spyName}" to not be called at all, but actually been called ${callCount} times`,true,called]);if(called&&isNot){msg=formatCalls(
spy,msg)}if(called&&isNot||!called&&!isNot){throw new AssertionError2(msg)}});function equalsArgumentArray(a,b3){return a.length===b3.length&&a.every((aItem,i2)=>equals(
aItem,b3[i2],[...customTesters,iterableEquality]))}__name(equalsArgumentArray,"equalsArgumentArray");def(["toHaveBeenCalledWith","toBeCalledWith"],function(...args){
const spy=getSpy(this);const spyName=spy.getMockName();const pass=spy.mock.calls.some(callArg=>equalsArgumentArray(callArg,args));const isNot=utils.flag(this,"n\
egate");const msg=utils.getMessage(this,[pass,`expected "${spyName}" to be called with arguments: #{exp}`,`expected "${spyName}" to not be called with arguments\
: #{exp}`,args]);if(pass&&isNot||!pass&&!isNot){throw new AssertionError2(formatCalls(spy,msg,args))}});def("toHaveBeenCalledExactlyOnceWith",function(...args){
const spy=getSpy(this);const spyName=spy.getMockName();const callCount=spy.mock.calls.length;const hasCallWithArgs=spy.mock.calls.some(callArg=>equalsArgumentArray(
callArg,args));const pass=hasCallWithArgs&&callCount===1;const isNot=utils.flag(this,"negate");const msg=utils.getMessage(this,[pass,`expected "${spyName}" to b\
e called once with arguments: #{exp}`,`expected "${spyName}" to not be called once with arguments: #{exp}`,args]);if(pass&&isNot||!pass&&!isNot){throw new AssertionError2(
formatCalls(spy,msg,args))}});def("toHaveBeenNthCalledWith",function(times,...args){const spy=getSpy(this);const spyName=spy.getMockName();const nthCall=spy.mock.
calls[times-1];const callCount=spy.mock.calls.length;const isCalled=times<=callCount;this.assert(nthCall&&equalsArgumentArray(nthCall,args),`expected ${ordinal(
times)} "${spyName}" call to have been called with #{exp}${isCalled?``:`, but called only ${callCount} times`}`,`expected ${ordinal(times)} "${spyName}" call to\
 not have been called with #{exp}`,args,nthCall,isCalled)});def("toHaveBeenLastCalledWith",function(...args){const spy=getSpy(this);const spyName=spy.getMockName();
const lastCall=spy.mock.calls.at(-1);this.assert(lastCall&&equalsArgumentArray(lastCall,args),`expected last "${spyName}" call to have been called with #{exp}`,
`expected last "${spyName}" call to not have been called with #{exp}`,args,lastCall)});function isSpyCalledBeforeAnotherSpy(beforeSpy,afterSpy,failIfNoFirstInvocation){
const beforeInvocationCallOrder=beforeSpy.mock.invocationCallOrder;const afterInvocationCallOrder=afterSpy.mock.invocationCallOrder;if(beforeInvocationCallOrder.
length===0){return!failIfNoFirstInvocation}if(afterInvocationCallOrder.length===0){return false}return beforeInvocationCallOrder[0]<afterInvocationCallOrder[0]}
__name(isSpyCalledBeforeAnotherSpy,"isSpyCalledBeforeAnotherSpy");def(["toHaveBeenCalledBefore"],function(resultSpy,failIfNoFirstInvocation=true){const expectSpy=getSpy(
this);if(!isMockFunction(resultSpy)){throw new TypeError(`${utils.inspect(resultSpy)} is not a spy or a call to a spy`)}this.assert(isSpyCalledBeforeAnotherSpy(
expectSpy,resultSpy,failIfNoFirstInvocation),`expected "${expectSpy.getMockName()}" to have been called before "${resultSpy.getMockName()}"`,`expected "${expectSpy.
getMockName()}" to not have been called before "${resultSpy.getMockName()}"`,resultSpy,expectSpy)});def(["toHaveBeenCalledAfter"],function(resultSpy,failIfNoFirstInvocation=true){
const expectSpy=getSpy(this);if(!isMockFunction(resultSpy)){throw new TypeError(`${utils.inspect(resultSpy)} is not a spy or a call to a spy`)}this.assert(isSpyCalledBeforeAnotherSpy(
resultSpy,expectSpy,failIfNoFirstInvocation),`expected "${expectSpy.getMockName()}" to have been called after "${resultSpy.getMockName()}"`,`expected "${expectSpy.
getMockName()}" to not have been called after "${resultSpy.getMockName()}"`,resultSpy,expectSpy)});def(["toThrow","toThrowError"],function(expected){if(typeof expected===
"string"||typeof expected==="undefined"||expected instanceof RegExp){return this.throws(expected===""?/^$/:expected)}const obj=this._obj;const promise=utils.flag(
this,"promise");const isNot=utils.flag(this,"negate");let thrown=null;if(promise==="rejects"){thrown=obj}else if(promise==="resolves"&&typeof obj!=="function"){
if(!isNot){const message=utils.flag(this,"message")||"expected promise to throw an error, but it didn't";const error={showDiff:false};throw new AssertionError2(
message,error,utils.flag(this,"ssfi"))}else{return}}else{let isThrow=false;try{obj()}catch(err){isThrow=true;thrown=err}if(!isThrow&&!isNot){const message=utils.
flag(this,"message")||"expected function to throw an error, but it didn't";const error={showDiff:false};throw new AssertionError2(message,error,utils.flag(this,
"ssfi"))}}if(typeof expected==="function"){const name=expected.name||expected.prototype.constructor.name;return this.assert(thrown&&thrown instanceof expected,`\
expected error to be instance of ${name}`,`expected error not to be instance of ${name}`,expected,thrown)}if(isError(expected)){const equal2=equals(thrown,expected,
[...customTesters,iterableEquality]);return this.assert(equal2,"expected a thrown error to be #{exp}","expected a thrown error not to be #{exp}",expected,thrown)}
if(typeof expected==="object"&&"asymmetricMatch"in expected&&typeof expected.asymmetricMatch==="function"){const matcher=expected;return this.assert(thrown&&matcher.
asymmetricMatch(thrown),"expected error to match asymmetric matcher","expected error not to match asymmetric matcher",matcher,thrown)}const equal=equals(thrown,
expected,[...customTesters,iterableEquality]);return this.assert(equal,"expected a thrown value to equal #{exp}","expected a thrown value not to equal #{exp}",expected,
thrown)});[{name:"toHaveResolved",condition:__name(spy=>spy.mock.settledResults.length>0&&spy.mock.settledResults.some(({type:type3})=>type3==="fulfilled"),"con\
dition"),action:"resolved"},{name:["toHaveReturned","toReturn"],condition:__name(spy=>spy.mock.calls.length>0&&spy.mock.results.some(({type:type3})=>type3!=="th\
row"),"condition"),action:"called"}].forEach(({name,condition,action})=>{def(name,function(){const spy=getSpy(this);const spyName=spy.getMockName();const pass=condition(
spy);this.assert(pass,`expected "${spyName}" to be successfully ${action} at least once`,`expected "${spyName}" to not be successfully ${action}`,pass,!pass,false)})});
[{name:"toHaveResolvedTimes",condition:__name((spy,times)=>spy.mock.settledResults.reduce((s,{type:type3})=>type3==="fulfilled"?++s:s,0)===times,"condition"),action:"\
resolved"},{name:["toHaveReturnedTimes","toReturnTimes"],condition:__name((spy,times)=>spy.mock.results.reduce((s,{type:type3})=>type3==="throw"?s:++s,0)===times,
"condition"),action:"called"}].forEach(({name,condition,action})=>{def(name,function(times){const spy=getSpy(this);const spyName=spy.getMockName();const pass=condition(
spy,times);this.assert(pass,`expected "${spyName}" to be successfully ${action} ${times} times`,`expected "${spyName}" to not be successfully ${action} ${times}\
 times`,`expected resolved times: ${times}`,`received resolved times: ${pass}`,false)})});[{name:"toHaveResolvedWith",condition:__name((spy,value)=>spy.mock.settledResults.
some(({type:type3,value:result})=>type3==="fulfilled"&&equals(value,result)),"condition"),action:"resolve"},{name:["toHaveReturnedWith","toReturnWith"],condition:__name(
(spy,value)=>spy.mock.results.some(({type:type3,value:result})=>type3==="return"&&equals(value,result)),"condition"),action:"return"}].forEach(({name,condition,
action})=>{def(name,function(value){const spy=getSpy(this);const pass=condition(spy,value);const isNot=utils.flag(this,"negate");if(pass&&isNot||!pass&&!isNot){
const spyName=spy.getMockName();const msg=utils.getMessage(this,[pass,`expected "${spyName}" to ${action} with: #{exp} at least once`,`expected "${spyName}" to \
not ${action} with: #{exp}`,value]);const results=action==="return"?spy.mock.results:spy.mock.settledResults;throw new AssertionError2(formatReturns(spy,results,
msg,value))}})});[{name:"toHaveLastResolvedWith",condition:__name((spy,value)=>{const result=spy.mock.settledResults.at(-1);return Boolean(result&&result.type===
"fulfilled"&&equals(result.value,value))},"condition"),action:"resolve"},{name:"toHaveLastReturnedWith",condition:__name((spy,value)=>{const result=spy.mock.results.
at(-1);return Boolean(result&&result.type==="return"&&equals(result.value,value))},"condition"),action:"return"}].forEach(({name,condition,action})=>{def(name,function(value){
const spy=getSpy(this);const results=action==="return"?spy.mock.results:spy.mock.settledResults;const result=results.at(-1);const spyName=spy.getMockName();this.
assert(condition(spy,value),`expected last "${spyName}" call to ${action} #{exp}`,`expected last "${spyName}" call to not ${action} #{exp}`,value,result?.value)})});
[{name:"toHaveNthResolvedWith",condition:__name((spy,index2,value)=>{const result=spy.mock.settledResults[index2-1];return result&&result.type==="fulfilled"&&equals(
result.value,value)},"condition"),action:"resolve"},{name:"toHaveNthReturnedWith",condition:__name((spy,index2,value)=>{const result=spy.mock.results[index2-1];
return result&&result.type==="return"&&equals(result.value,value)},"condition"),action:"return"}].forEach(({name,condition,action})=>{def(name,function(nthCall,value){
const spy=getSpy(this);const spyName=spy.getMockName();const results=action==="return"?spy.mock.results:spy.mock.settledResults;const result=results[nthCall-1];
const ordinalCall=`${ordinal(nthCall)} call`;this.assert(condition(spy,nthCall,value),`expected ${ordinalCall} "${spyName}" call to ${action} #{exp}`,`expected ${ordinalCall}\
 "${spyName}" call to not ${action} #{exp}`,value,result?.value)})});def("withContext",function(context){for(const key in context){utils.flag(this,key,context[key])}
return this});utils.addProperty(chai.Assertion.prototype,"resolves",__name(function __VITEST_RESOLVES__(){const error=new Error("resolves");utils.flag(this,"pro\
mise","resolves");utils.flag(this,"error",error);const test5=utils.flag(this,"vitest-test");const obj=utils.flag(this,"object");if(utils.flag(this,"poll")){throw new SyntaxError(
`expect.poll() is not supported in combination with .resolves`)}if(typeof obj?.then!=="function"){throw new TypeError(`You must provide a Promise to expect() wh\
en using .resolves, not '${typeof obj}'.`)}const proxy=new Proxy(this,{get:__name((target,key,receiver)=>{const result=Reflect.get(target,key,receiver);if(typeof result!==
"function"){return result instanceof chai.Assertion?proxy:result}return(...args)=>{utils.flag(this,"_name",key);const promise=Promise.resolve(obj).then(value=>{
utils.flag(this,"object",value);return result.call(this,...args)},err=>{const _error=new AssertionError2(`promise rejected "${utils.inspect(err)}" instead of re\
solving`,{showDiff:false});_error.cause=err;throw _error}).catch(err=>{if(isError(err)&&error.stack){err.stack=error.stack.replace(error.message,err.message)}throw err});
return recordAsyncExpect(test5,promise,createAssertionMessage(utils,this,!!args.length),error,utils.flag(this,"soft"))}},"get")});return proxy},"__VITEST_RESOLV\
ES__"));utils.addProperty(chai.Assertion.prototype,"rejects",__name(function __VITEST_REJECTS__(){const error=new Error("rejects");utils.flag(this,"promise","re\
jects");utils.flag(this,"error",error);const test5=utils.flag(this,"vitest-test");const obj=utils.flag(this,"object");const wrapper=typeof obj==="function"&&typeof obj.
then!=="function"?obj():obj;if(utils.flag(this,"poll")){throw new SyntaxError(`expect.poll() is not supported in combination with .rejects`)}if(typeof wrapper?.
then!=="function"){throw new TypeError(`You must provide a Promise to expect() when using .rejects, not '${typeof wrapper}'.`)}const proxy=new Proxy(this,{get:__name(
(target,key,receiver)=>{const result=Reflect.get(target,key,receiver);if(typeof result!=="function"){return result instanceof chai.Assertion?proxy:result}return(...args)=>{
utils.flag(this,"_name",key);const promise=Promise.resolve(wrapper).then(value=>{const _error=new AssertionError2(`promise resolved "${utils.inspect(value)}" in\
stead of rejecting`,{showDiff:true,expected:new Error("rejected promise"),actual:value});throw _error},err=>{utils.flag(this,"object",err);return result.call(this,
...args)}).catch(err=>{if(isError(err)&&error.stack){err.stack=error.stack.replace(error.message,err.message)}throw err});return recordAsyncExpect(test5,promise,
createAssertionMessage(utils,this,!!args.length),error,utils.flag(this,"soft"))}},"get")});return proxy},"__VITEST_REJECTS__"))},"JestChaiExpect");function formatCalls(spy,msg,showActualCall){
if(spy.mock.calls.length){msg+=$.gray(`

Received:

${spy.mock.calls.map((callArg,i2)=>{let methodCall=$.bold(`  ${ordinal(i2+1)} ${spy.getMockName()} call:

`);if(showActualCall){methodCall+=diff(showActualCall,callArg,{omitAnnotationLines:true})}else{methodCall+=stringify(callArg).split("\n").map(line=>`    ${line}`).
join("\n")}methodCall+="\n";return methodCall}).join("\n")}`)}msg+=$.gray(`

Number of calls: ${$.bold(spy.mock.calls.length)}
`);return msg}__name(formatCalls,"formatCalls");function formatReturns(spy,results,msg,showActualReturn){if(results.length){msg+=$.gray(`

Received:

${results.map((callReturn,i2)=>{let methodCall=$.bold(`  ${ordinal(i2+1)} ${spy.getMockName()} call return:

`);if(showActualReturn){methodCall+=diff(showActualReturn,callReturn.value,{omitAnnotationLines:true})}else{methodCall+=stringify(callReturn).split("\n").map(line=>`\
    ${line}`).join("\n")}methodCall+="\n";return methodCall}).join("\n")}`)}msg+=$.gray(`

Number of calls: ${$.bold(spy.mock.calls.length)}
`);return msg}__name(formatReturns,"formatReturns");function getMatcherState(assertion,expect2){const obj=assertion._obj;const isNot=utils_exports.flag(assertion,
"negate");const promise=utils_exports.flag(assertion,"promise")||"";const customMessage=utils_exports.flag(assertion,"message");const jestUtils={...getMatcherUtils(),
diff,stringify,iterableEquality,subsetEquality};let task=utils_exports.flag(assertion,"vitest-test");const currentTestName=task?.fullTestName??"";if(task?.type!==
"test"){task=void 0}const matcherState={...getState(expect2),currentTestName,customTesters:getCustomEqualityTesters(),isNot,utils:jestUtils,promise,equals,suppressedErrors:[],
soft:utils_exports.flag(assertion,"soft"),poll:utils_exports.flag(assertion,"poll"),assertion};Object.assign(matcherState,{task});return{state:matcherState,isNot,
obj,customMessage}}__name(getMatcherState,"getMatcherState");var JestExtendError=class extends Error{static{__name(this,"JestExtendError")}constructor(message,actual,expected,__vitest_error_context__){
super(message);this.actual=actual;this.expected=expected;this.__vitest_error_context__=__vitest_error_context__}};function JestExtendPlugin(c2,expect2,matchers){
return(_,utils)=>{Object.entries(matchers).forEach(([expectAssertionName,expectAssertion])=>{function __VITEST_EXTEND_ASSERTION__(...args){const{state,isNot,obj,
customMessage}=getMatcherState(this,expect2);const result=expectAssertion.call(state,obj,...args);if(result&&typeof result==="object"&&typeof result.then==="fun\
ction"){const thenable=result;return thenable.then(({pass:pass2,message:message2,actual:actual2,expected:expected2,meta:meta2})=>{if(pass2&&isNot||!pass2&&!isNot){
const errorMessage=(customMessage?`${customMessage}: `:"")+message2();throw new JestExtendError(errorMessage,actual2,expected2,{assertionName:expectAssertionName,
meta:meta2})}})}const{pass,message,actual,expected,meta}=result;if(pass&&isNot||!pass&&!isNot){const errorMessage=(customMessage?`${customMessage}: `:"")+message();
throw new JestExtendError(errorMessage,actual,expected,{assertionName:expectAssertionName,meta})}}__name(__VITEST_EXTEND_ASSERTION__,"__VITEST_EXTEND_ASSERTION_\
_");const softWrapper=wrapAssertion(utils,expectAssertionName,__VITEST_EXTEND_ASSERTION__);utils.addMethod(globalThis[JEST_MATCHERS_OBJECT].matchers,expectAssertionName,
softWrapper);utils.addMethod(c2.Assertion.prototype,expectAssertionName,softWrapper);if(expectAssertion.__vitest_poll_takeover__){const addedMethod=c2.Assertion.
prototype[expectAssertionName];Object.defineProperty(addedMethod,"__vitest_poll_takeover__",{value:true})}class CustomMatcher extends AsymmetricMatcher3{static{
__name(this,"CustomMatcher")}constructor(inverse=false,...sample){super(sample,inverse)}asymmetricMatch(other){const{pass}=expectAssertion.call(this.getMatcherContext(
expect2),other,...this.sample);return this.inverse?!pass:pass}toString(){return`${this.inverse?"not.":""}${expectAssertionName}`}getExpectedType(){return"any"}toAsymmetricMatcher(){
return`${this.toString()}<${this.sample.map(item=>stringify(item)).join(", ")}>`}}const customMatcher=__name((...sample)=>new CustomMatcher(false,...sample),"cu\
stomMatcher");Object.defineProperty(expect2,expectAssertionName,{configurable:true,enumerable:true,value:customMatcher,writable:true});Object.defineProperty(expect2.
not,expectAssertionName,{configurable:true,enumerable:true,value:__name((...sample)=>new CustomMatcher(true,...sample),"value"),writable:true});Object.defineProperty(
globalThis[ASYMMETRIC_MATCHERS_OBJECT],expectAssertionName,{configurable:true,enumerable:true,value:customMatcher,writable:true})})}}__name(JestExtendPlugin,"Je\
stExtendPlugin");var JestExtend=__name((chai,utils)=>{utils.addMethod(chai.expect,"extend",(expect2,expects)=>{use(JestExtendPlugin(chai,expect2,expects))})},"J\
estExtend");var lineSplitRE=/\r?\n/;function positionToOffset(source,lineNumber,columnNumber){const lines=source.split(lineSplitRE);const nl=/\r\n/.test(source)?2:1;let start=0;
if(lineNumber>lines.length){return source.length}for(let i2=0;i2<lineNumber-1;i2++){start+=lines[i2].length+nl}return start+columnNumber}__name(positionToOffset,
"positionToOffset");function offsetToLineNumber(source,offset){if(offset>source.length){throw new Error(`offset is longer than source length! offset ${offset} >\
 length ${source.length}`)}const lines=source.split(lineSplitRE);const nl=/\r\n/.test(source)?2:1;let counted=0;let line=0;for(;line<lines.length;line++){const lineLength=lines[line].
length+nl;if(counted+lineLength>=offset){break}counted+=lineLength}return line+1}__name(offsetToLineNumber,"offsetToLineNumber");var commonjsGlobal=typeof globalThis!=="undefined"?globalThis:typeof window!=="undefined"?window:typeof global!=="undefined"?global:typeof self!=="undefined"?self:
{};var RealDate2=Date;var now2=null;var MockDate=class _MockDate extends RealDate2{static{__name(this,"MockDate")}constructor(y3,m2,d3,h2,M2,s,ms){super();let date;
switch(arguments.length){case 0:if(now2!==null)date=new RealDate2(now2.valueOf());else date=new RealDate2;break;case 1:date=new RealDate2(y3);break;default:d3=typeof d3===
"undefined"?1:d3;h2=h2||0;M2=M2||0;s=s||0;ms=ms||0;date=new RealDate2(y3,m2,d3,h2,M2,s,ms);break}Object.setPrototypeOf(date,_MockDate.prototype);return date}};MockDate.
UTC=RealDate2.UTC;MockDate.now=function(){return new MockDate().valueOf()};MockDate.parse=function(dateString){return RealDate2.parse(dateString)};MockDate.toString=
function(){return RealDate2.toString()};function mockDate(date){const dateObj=new RealDate2(date.valueOf());if(Number.isNaN(dateObj.getTime()))throw new TypeError(
`mockdate: The time set is an invalid date: ${date}`);globalThis.Date=MockDate;now2=dateObj.valueOf()}__name(mockDate,"mockDate");function resetDate(){globalThis.
Date=RealDate2}__name(resetDate,"resetDate");var{get:get2}=Reflect;function rpc(){const{rpc:rpc2}=getWorkerState();return rpc2}__name(rpc,"rpc");function getDefaultExportFromCjs3(x2){return x2&&x2.__esModule&&Object.prototype.hasOwnProperty.call(x2,"default")?x2["default"]:x2}__name(getDefaultExportFromCjs3,
"getDefaultExportFromCjs");var naturalCompare$1={exports:{}};var hasRequiredNaturalCompare;function requireNaturalCompare(){if(hasRequiredNaturalCompare)return naturalCompare$1.
exports;hasRequiredNaturalCompare=1;var naturalCompare2=__name(function(a,b3){var i2,codeA,codeB=1,posA=0,posB=0,alphabet=String.alphabet;function getCode(str,pos,code){
if(code){for(i2=pos;code=getCode(str,i2),code<76&&code>65;)++i2;return+str.slice(pos-1,i2)}code=alphabet&&alphabet.indexOf(str.charAt(pos));return code>-1?code+
76:(code=str.charCodeAt(pos)||0,code<45||code>127)?code:code<46?65:code<48?code-1:code<58?code+18:code<65?code-11:code<91?code+11:code<97?code-37:code<123?code+
5:code-63}__name(getCode,"getCode");if((a+="")!=(b3+=""))for(;codeB;){codeA=getCode(a,posA++);codeB=getCode(b3,posB++);if(codeA<76&&codeB<76&&codeA>66&&codeB>66){
codeA=getCode(a,posA,posA);codeB=getCode(b3,posB,posA=i2);posB=i2}if(codeA!=codeB)return codeA<codeB?-1:1}return 0},"naturalCompare");try{naturalCompare$1.exports=
naturalCompare2}catch(e){String.naturalCompare=naturalCompare2}return naturalCompare$1.exports}__name(requireNaturalCompare,"requireNaturalCompare");var naturalCompareExports=requireNaturalCompare();
var naturalCompare=getDefaultExportFromCjs3(naturalCompareExports);var serialize$12=__name((val,config2,indentation,depth,refs,printer2)=>{const name=val.getMockName();
const nameString=name==="vi.fn()"?"":` ${name}`;let callsString="";if(val.mock.calls.length!==0){const indentationNext=indentation+config2.indent;callsString=` \
{${config2.spacingOuter}${indentationNext}"calls": ${printer2(val.mock.calls,config2,indentationNext,depth,refs)}${config2.min?", ":","}${config2.spacingOuter}${indentationNext}\
"results": ${printer2(val.mock.results,config2,indentationNext,depth,refs)}${config2.min?"":","}${config2.spacingOuter}${indentation}}`}return`[MockFunction${nameString}\
]${callsString}`},"serialize$1");var test4=__name(val=>val&&!!val._isMockFunction,"test");var plugin2={serialize:serialize$12,test:test4};var{DOMCollection:DOMCollection3,
DOMElement:DOMElement3,Immutable:Immutable3,ReactElement:ReactElement3,ReactTestComponent:ReactTestComponent3,AsymmetricMatcher:AsymmetricMatcher4}=plugins;var PLUGINS3=[
ReactTestComponent3,ReactElement3,DOMElement3,DOMCollection3,Immutable3,AsymmetricMatcher4,plugin2];function addSerializer(plugin3){PLUGINS3.unshift(plugin3)}__name(
addSerializer,"addSerializer");function getSerializers(){return PLUGINS3}__name(getSerializers,"getSerializers");function testNameToKey(testName2,count){return`${testName2}\
 ${count}`}__name(testNameToKey,"testNameToKey");function keyToTestName(key){if(!/ \d+$/.test(key)){throw new Error("Snapshot keys must end with a number.")}return key.
replace(/ \d+$/,"")}__name(keyToTestName,"keyToTestName");function getSnapshotData(content,options){const update=options.updateSnapshot;const data=Object.create(
null);let snapshotContents="";let dirty=false;if(content!=null){try{snapshotContents=content;const plain=__name(text=>text.replace(/\\([^])/g,"$1"),"plain");for(const[
,key,value]of snapshotContents.matchAll(/^exports\[`((?:\\[^]|[^\\`])*)`\] = `((?:\\[^]|[^\\`])*)`;$/gm))data[plain(key)]=plain(value)}catch{}}const isInvalid=snapshotContents;
if((update==="all"||update==="new")&&isInvalid){dirty=true}return{data,dirty}}__name(getSnapshotData,"getSnapshotData");function addExtraLineBreaks(string2){return string2.
includes("\n")?`
${string2}
`:string2}__name(addExtraLineBreaks,"addExtraLineBreaks");function removeExtraLineBreaks(string2){return string2.length>2&&string2[0]==="\n"&&string2.endsWith("\
\n")?string2.slice(1,-1):string2}__name(removeExtraLineBreaks,"removeExtraLineBreaks");var escapeRegex=true;var printFunctionName=false;function serialize2(val,indent=2,formatOverrides={}){
return normalizeNewlines(format(val,{escapeRegex,indent,plugins:getSerializers(),printFunctionName,...formatOverrides}))}__name(serialize2,"serialize");function escapeBacktickString(str){
return str.replace(/`|\\|\$\{/g,"\\$&")}__name(escapeBacktickString,"escapeBacktickString");function printBacktickString(str){return`\`${escapeBacktickString(str)}\
\``}__name(printBacktickString,"printBacktickString");function normalizeNewlines(string2){return string2.replace(/\r\n|\r/g,"\n")}__name(normalizeNewlines,"norm\
alizeNewlines");async function saveSnapshotFile(environment,snapshotData,snapshotPath){const snapshots=Object.keys(snapshotData).sort(naturalCompare).map(key=>`\
exports[${printBacktickString(key)}] = ${printBacktickString(normalizeNewlines(snapshotData[key]))};`);const content=`${environment.getHeader()}

${snapshots.join("\n\n")}
`;const oldContent=await environment.readSnapshotFile(snapshotPath);const skipWriting=oldContent!=null&&oldContent===content;if(skipWriting){return}await environment.
saveSnapshotFile(snapshotPath,content)}__name(saveSnapshotFile,"saveSnapshotFile");function deepMergeArray(target=[],source=[]){const mergedOutput=Array.from(target);
source.forEach((sourceElement,index2)=>{const targetElement=mergedOutput[index2];if(Array.isArray(target[index2])){mergedOutput[index2]=deepMergeArray(target[index2],
sourceElement)}else if(isObject(targetElement)){mergedOutput[index2]=deepMergeSnapshot(target[index2],sourceElement)}else{mergedOutput[index2]=sourceElement}});
return mergedOutput}__name(deepMergeArray,"deepMergeArray");function deepMergeSnapshot(target,source){if(isObject(target)&&isObject(source)){const mergedOutput={
...target};Object.keys(source).forEach(key=>{if(isObject(source[key])&&!source[key].$$typeof){if(!(key in target)){Object.assign(mergedOutput,{[key]:source[key]})}else{
mergedOutput[key]=deepMergeSnapshot(target[key],source[key])}}else if(Array.isArray(source[key])){mergedOutput[key]=deepMergeArray(target[key],source[key])}else{
Object.assign(mergedOutput,{[key]:source[key]})}});return mergedOutput}else if(Array.isArray(target)&&Array.isArray(source)){return deepMergeArray(target,source)}
return target}__name(deepMergeSnapshot,"deepMergeSnapshot");var DefaultMap=class extends Map{static{__name(this,"DefaultMap")}constructor(defaultFn,entries){super(
entries);this.defaultFn=defaultFn}get(key){if(!this.has(key)){this.set(key,this.defaultFn(key))}return super.get(key)}};var CounterMap=class extends DefaultMap{static{
__name(this,"CounterMap")}constructor(){super(()=>0)}_total;valueOf(){return this._total=this.total()}increment(key){if(typeof this._total!=="undefined"){this._total++}
this.set(key,this.get(key)+1)}total(){if(typeof this._total!=="undefined"){return this._total}let total=0;for(const x2 of this.values()){total+=x2}return total}};
function memo(fn2){const cache=new Map;return arg=>{if(!cache.has(arg)){cache.set(arg,fn2(arg))}return cache.get(arg)}}__name(memo,"memo");async function saveInlineSnapshots(environment,snapshots){
const MagicString2=(await Promise.resolve().then(()=>(init_magic_string_es(),magic_string_es_exports))).default;const files=new Set(snapshots.map(i2=>i2.file));
await Promise.all(Array.from(files).map(async file=>{const snaps=snapshots.filter(i2=>i2.file===file);const code=await environment.readSnapshotFile(file);if(code==
null){throw new Error(`cannot read ${file} when saving inline snapshot`)}const s=new MagicString2(code);for(const snap of snaps){const index2=positionToOffset(code,
snap.line,snap.column);replaceInlineSnap(code,s,index2,snap.snapshot,snap.assertionName)}const transformed=s.toString();if(transformed!==code){await environment.
saveSnapshotFile(file,transformed)}}))}__name(saveInlineSnapshots,"saveInlineSnapshots");var defaultStartObjectRegex=/(?:toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot)\s*\(\s*(?:\/\*[\s\S]*\*\/\s*|\/\/.*(?:[\n\r\u2028\u2029]\s*|[\t\v\f \xA0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]))*\{/;
function escapeRegExp(s){return s.replace(/[.*+?^${}()|[\]\\]/g,"\\$&")}__name(escapeRegExp,"escapeRegExp");var buildStartObjectRegex=memo(assertionName=>{const replaced=defaultStartObjectRegex.
source.replace("toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot",escapeRegExp(assertionName));return new RegExp(replaced)});function replaceObjectSnap(code,s,index2,newSnap,assertionName){
let _code=code.slice(index2);const regex=assertionName?buildStartObjectRegex(assertionName):defaultStartObjectRegex;const startMatch=regex.exec(_code);if(!startMatch){
return false}_code=_code.slice(startMatch.index);let callEnd=getCallLastIndex(_code);if(callEnd===null){return false}callEnd+=index2+startMatch.index;const shapeStart=index2+
startMatch.index+startMatch[0].length;const shapeEnd=getObjectShapeEndIndex(code,shapeStart);const snap=`, ${prepareSnapString(newSnap,code,index2)}`;if(shapeEnd===
callEnd){s.appendLeft(callEnd,snap)}else{s.overwrite(shapeEnd,callEnd,snap)}return true}__name(replaceObjectSnap,"replaceObjectSnap");function getObjectShapeEndIndex(code,index2){
let startBraces=1;let endBraces=0;while(startBraces!==endBraces&&index2<code.length){const s=code[index2++];if(s==="{"){startBraces++}else if(s==="}"){endBraces++}}
return index2}__name(getObjectShapeEndIndex,"getObjectShapeEndIndex");function prepareSnapString(snap,source,index2){const lineNumber=offsetToLineNumber(source,
index2);const line=source.split(lineSplitRE)[lineNumber-1];const indent=line.match(/^\s*/)[0]||"";const indentNext=indent.includes("	")?`${indent}	`:`${indent} \
 `;const lines=snap.trim().replace(/\\/g,"\\\\").split(/\n/g);const isOneline=lines.length<=1;const quote="`";if(isOneline){return`${quote}${lines.join("\n").replace(
/`/g,"\\`").replace(/\$\{/g,"\\${")}${quote}`}return`${quote}
${lines.map(i2=>i2?indentNext+i2:"").join("\n").replace(/`/g,"\\`").replace(/\$\{/g,"\\${")}
${indent}${quote}`}__name(prepareSnapString,"prepareSnapString");var defaultMethodNames=["toMatchInlineSnapshot","toThrowErrorMatchingInlineSnapshot"];function getCodeStartingAtIndex(code,index2,methodNames){
for(const name of methodNames){const adjusted=index2-name.length;if(adjusted>=0&&code.slice(adjusted,index2)===name){return{code:code.slice(adjusted),index:adjusted}}}
return{code:code.slice(index2),index:index2}}__name(getCodeStartingAtIndex,"getCodeStartingAtIndex");var defaultStartRegex=/(?:toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot)\s*\(\s*(?:\/\*[\s\S]*\*\/\s*|\/\/.*(?:[\n\r\u2028\u2029]\s*|[\t\v\f \xA0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]))*[\w$]*(['"`)])/;
var buildStartRegex=memo(assertionName=>{const replaced=defaultStartRegex.source.replace("toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot",escapeRegExp(
assertionName));return new RegExp(replaced)});function replaceInlineSnap(code,s,currentIndex,newSnap,assertionName){const methodNames=assertionName?[assertionName]:
defaultMethodNames;const{code:codeStartingAtIndex,index:index2}=getCodeStartingAtIndex(code,currentIndex,methodNames);const startRegex=assertionName?buildStartRegex(
assertionName):defaultStartRegex;const startMatch=startRegex.exec(codeStartingAtIndex);const keywordRegex=assertionName?new RegExp(escapeRegExp(assertionName)):
/toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot/;const firstKeywordMatch=keywordRegex.exec(codeStartingAtIndex);if(!startMatch||startMatch.index!==firstKeywordMatch?.
index){return replaceObjectSnap(code,s,index2,newSnap,assertionName)}const quote=startMatch[1];const startIndex=index2+startMatch.index+startMatch[0].length;const snapString=prepareSnapString(
newSnap,code,index2);if(quote===")"){s.appendRight(startIndex-1,snapString);return true}const quoteEndRE=new RegExp(`(?:^|[^\\\\])${quote}`);const endMatch=quoteEndRE.
exec(code.slice(startIndex));if(!endMatch){return false}const endIndex=startIndex+endMatch.index+endMatch[0].length;s.overwrite(startIndex-1,endIndex,snapString);
return true}__name(replaceInlineSnap,"replaceInlineSnap");var INDENTATION_REGEX=/^([^\S\n]*)\S/m;function stripSnapshotIndentation(inlineSnapshot){const match=inlineSnapshot.
match(INDENTATION_REGEX);if(!match||!match[1]){return inlineSnapshot}const indentation=match[1];const lines=inlineSnapshot.split(/\n/g);if(lines.length<=2){return inlineSnapshot}
if(lines[0].trim()!==""||lines.at(-1)?.trim()!==""){return inlineSnapshot}for(let i2=1;i2<lines.length-1;i2++){if(lines[i2]!==""){if(lines[i2].indexOf(indentation)!==
0){return inlineSnapshot}lines[i2]=lines[i2].substring(indentation.length)}}lines[lines.length-1]="";inlineSnapshot=lines.join("\n");return inlineSnapshot}__name(
stripSnapshotIndentation,"stripSnapshotIndentation");async function saveRawSnapshots(environment,snapshots){await Promise.all(snapshots.map(async snap=>{if(!snap.
readonly){await environment.saveSnapshotFile(snap.file,snap.snapshot)}}))}__name(saveRawSnapshots,"saveRawSnapshots");function isSameStackPosition(x2,y3){return x2.
file===y3.file&&x2.column===y3.column&&x2.line===y3.line}__name(isSameStackPosition,"isSameStackPosition");var SnapshotState=class _SnapshotState{static{__name(
this,"SnapshotState")}_counters=new CounterMap;_dirty;_updateSnapshot;_snapshotData;_initialData;_inlineSnapshots;_inlineSnapshotStacks;_testIdToKeys=new DefaultMap(
()=>[]);_rawSnapshots;_uncheckedKeys;_snapshotFormat;_environment;_fileExists;expand;_added=new CounterMap;_matched=new CounterMap;_unmatched=new CounterMap;_updated=new CounterMap;get added(){
return this._added}set added(value){this._added._total=value}get matched(){return this._matched}set matched(value){this._matched._total=value}get unmatched(){return this.
_unmatched}set unmatched(value){this._unmatched._total=value}get updated(){return this._updated}set updated(value){this._updated._total=value}constructor(testFilePath,snapshotPath,snapshotContent,options){
this.testFilePath=testFilePath;this.snapshotPath=snapshotPath;const{data,dirty}=getSnapshotData(snapshotContent,options);this._fileExists=snapshotContent!=null;
this._initialData={...data};this._snapshotData={...data};this._dirty=dirty;this._inlineSnapshots=[];this._inlineSnapshotStacks=[];this._rawSnapshots=[];this._uncheckedKeys=
new Set(Object.keys(this._snapshotData));this.expand=options.expand||false;this._updateSnapshot=options.updateSnapshot;this._snapshotFormat={printBasicPrototype:false,
escapeString:false,maxOutputLength:2**27,...options.snapshotFormat};this._environment=options.snapshotEnvironment}static async create(testFilePath,options){const snapshotPath=await options.
snapshotEnvironment.resolvePath(testFilePath);const content=await options.snapshotEnvironment.readSnapshotFile(snapshotPath);return new _SnapshotState(testFilePath,
snapshotPath,content,options)}get snapshotUpdateState(){return this._updateSnapshot}get environment(){return this._environment}markSnapshotsAsCheckedForTest(testName2){
this._uncheckedKeys.forEach(uncheckedKey=>{if(/ \d+$| > /.test(uncheckedKey.slice(testName2.length))){this._uncheckedKeys.delete(uncheckedKey)}})}clearTest(testId){
this._inlineSnapshots=this._inlineSnapshots.filter(s=>s.testId!==testId);this._inlineSnapshotStacks=this._inlineSnapshotStacks.filter(s=>s.testId!==testId);for(const key of this.
_testIdToKeys.get(testId)){const name=keyToTestName(key);const count=this._counters.get(name);if(count>0){if(key in this._snapshotData||key in this._initialData){
this._snapshotData[key]=this._initialData[key]}this._counters.set(name,count-1)}}this._testIdToKeys.delete(testId);this.added.delete(testId);this.updated.delete(
testId);this.matched.delete(testId);this.unmatched.delete(testId)}_inferInlineSnapshotStack(stacks){const promiseIndex=stacks.findIndex(i2=>i2.method.match(/__VITEST_(RESOLVES|REJECTS)__/));
if(promiseIndex!==-1){return stacks[promiseIndex+3]}const pollChainIndex=stacks.findIndex(i2=>i2.method.match(/__VITEST_POLL_CHAIN__/));if(pollChainIndex!==-1){
return stacks[pollChainIndex+1]}for(let i2=0;i2<stacks.length;i2++){const match=stacks[i2].method.match(/__INLINE_SNAPSHOT_OFFSET_(\d+)__/);if(match){return stacks[i2+
Number(match[1])]??null}}const customMatcherIndex=stacks.findIndex(i2=>i2.method.includes("__VITEST_EXTEND_ASSERTION__"));if(customMatcherIndex!==-1){return stacks[customMatcherIndex+
3]??null}const stackIndex=stacks.findIndex(i2=>i2.method.includes("__INLINE_SNAPSHOT__"));return stackIndex!==-1?stacks[stackIndex+2]:null}_addSnapshot(key,receivedSerialized,options){
this._dirty=true;if(options.stack){this._inlineSnapshots.push({...options.stack,snapshot:receivedSerialized,testId:options.testId,assertionName:options.assertionName})}else if(options.
rawSnapshot){this._rawSnapshots.push({...options.rawSnapshot,snapshot:receivedSerialized})}else{this._snapshotData[key]=receivedSerialized}}_resolveKey(testId,testName2,key){
this._counters.increment(testName2);const count=this._counters.get(testName2);if(!key){key=testNameToKey(testName2,count)}this._testIdToKeys.get(testId).push(key);
return{key,count}}_resolveInlineStack(options){const{testId,snapshot,assertionName,error}=options;const stacks=parseErrorStacktrace(error,{ignoreStackEntries:[]});
const _stack=this._inferInlineSnapshotStack(stacks);if(!_stack){const message=stacks.map(s=>`  ${s.file}:${s.line}:${s.column}${s.method?` (${s.method})`:""}`).
join("\n");throw new Error(`@vitest/snapshot: Couldn't infer stack frame for inline snapshot.
${message}`)}const stack=this.environment.processStackTrace?.(_stack)||_stack;stack.column--;const snapshotsWithSameStack=this._inlineSnapshotStacks.filter(s=>isSameStackPosition(
s,stack));if(snapshotsWithSameStack.length>0){this._inlineSnapshots=this._inlineSnapshots.filter(s=>!isSameStackPosition(s,stack));const differentSnapshot=snapshotsWithSameStack.
find(s=>s.snapshot!==snapshot);if(differentSnapshot){throw Object.assign(new Error(`${assertionName} with different snapshots cannot be called at the same locat\
ion`),{actual:snapshot,expected:differentSnapshot.snapshot})}}this._inlineSnapshotStacks.push({...stack,testId,snapshot});return stack}_reconcile(opts){if(opts.
hasSnapshot&&this._updateSnapshot==="all"||(!opts.hasSnapshot||!opts.snapshotIsPersisted)&&(this._updateSnapshot==="new"||this._updateSnapshot==="all")){if(this.
_updateSnapshot==="all"){if(!opts.pass){if(opts.hasSnapshot){this.updated.increment(opts.testId)}else{this.added.increment(opts.testId)}this._addSnapshot(opts.key,
opts.addValue,{stack:opts.stack,testId:opts.testId,rawSnapshot:opts.rawSnapshot,assertionName:opts.assertionName})}else{this.matched.increment(opts.testId)}}else{
this._addSnapshot(opts.key,opts.addValue,{stack:opts.stack,testId:opts.testId,rawSnapshot:opts.rawSnapshot,assertionName:opts.assertionName});this.added.increment(
opts.testId)}return{actual:"",count:opts.count,expected:"",key:opts.key,pass:true}}else{if(!opts.pass){this.unmatched.increment(opts.testId);return{actual:opts.
actualDisplay,count:opts.count,expected:opts.expectedDisplay,key:opts.key,pass:false}}else{this.matched.increment(opts.testId);return{actual:"",count:opts.count,
expected:"",key:opts.key,pass:true}}}}async save(){const hasExternalSnapshots=Object.keys(this._snapshotData).length;const hasInlineSnapshots=this._inlineSnapshots.
length;const hasRawSnapshots=this._rawSnapshots.length;const isEmpty=!hasExternalSnapshots&&!hasInlineSnapshots&&!hasRawSnapshots;const status={deleted:false,saved:false};
if((this._dirty||this._uncheckedKeys.size)&&!isEmpty){if(hasExternalSnapshots){await saveSnapshotFile(this._environment,this._snapshotData,this.snapshotPath);this.
_fileExists=true}if(hasInlineSnapshots){await saveInlineSnapshots(this._environment,this._inlineSnapshots)}if(hasRawSnapshots){await saveRawSnapshots(this._environment,
this._rawSnapshots)}status.saved=true}else if(!hasExternalSnapshots&&this._fileExists){if(this._updateSnapshot==="all"){await this._environment.removeSnapshotFile(
this.snapshotPath);this._fileExists=false}status.deleted=true}return status}getUncheckedCount(){return this._uncheckedKeys.size||0}getUncheckedKeys(){return Array.
from(this._uncheckedKeys)}removeUncheckedKeys(){if(this._updateSnapshot==="all"&&this._uncheckedKeys.size){this._dirty=true;this._uncheckedKeys.forEach(key=>delete this.
_snapshotData[key]);this._uncheckedKeys.clear()}}probeExpectedSnapshot(options){const count=this._counters.get(options.testName)+1;const key=testNameToKey(options.
testName,count);return{key,count,data:options?.isInline?options.inlineSnapshot:this._snapshotData[key],markAsChecked:__name(()=>{this._counters.increment(options.
testName);this._testIdToKeys.get(options.testId).push(key);this._uncheckedKeys.delete(key)},"markAsChecked")}}match({testId,testName:testName2,received,key,inlineSnapshot,
isInline,error,rawSnapshot,assertionName}){const resolved=this._resolveKey(testId,testName2,key);key=resolved.key;const count=resolved.count;if(!(isInline&&this.
_snapshotData[key]!==void 0)){this._uncheckedKeys.delete(key)}let receivedSerialized=rawSnapshot&&typeof received==="string"?received:serialize2(received,void 0,
this._snapshotFormat);if(!rawSnapshot){receivedSerialized=addExtraLineBreaks(receivedSerialized)}if(rawSnapshot){if(rawSnapshot.content&&rawSnapshot.content.match(
/\r\n/)&&!receivedSerialized.match(/\r\n/)){rawSnapshot.content=normalizeNewlines(rawSnapshot.content)}}const expected=isInline?inlineSnapshot:rawSnapshot?rawSnapshot.
content:this._snapshotData[key];const expectedTrimmed=rawSnapshot?expected:expected?.trim();const pass=expectedTrimmed===(rawSnapshot?receivedSerialized:receivedSerialized.
trim());const hasSnapshot=expected!==void 0;const snapshotIsPersisted=isInline||this._fileExists||rawSnapshot&&rawSnapshot.content!=null;if(pass&&!isInline&&!rawSnapshot){
this._snapshotData[key]=receivedSerialized}const stack=isInline?this._resolveInlineStack({testId,snapshot:receivedSerialized,assertionName:assertionName||"toMat\
chInlineSnapshot",error:error||new Error("snapshot")}):void 0;return this._reconcile({testId,key,count,pass,hasSnapshot,snapshotIsPersisted:!!snapshotIsPersisted,
addValue:receivedSerialized,actualDisplay:rawSnapshot?receivedSerialized:removeExtraLineBreaks(receivedSerialized),expectedDisplay:expectedTrimmed!==void 0?rawSnapshot?
expectedTrimmed:removeExtraLineBreaks(expectedTrimmed):void 0,stack,rawSnapshot,assertionName})}processDomainSnapshot({testId,received,expectedSnapshot,matchResult,
isInline,error,assertionName}){const stack=isInline?this._resolveInlineStack({testId,snapshot:received,assertionName,error:error||new Error("STACK_TRACE_ERROR")}):
void 0;const actualResolved=matchResult?.resolved??received;const expectedResolved=matchResult?.expected??expectedSnapshot.data;return this._reconcile({testId,key:expectedSnapshot.
key,count:expectedSnapshot.count,pass:matchResult?.pass??false,hasSnapshot:!!expectedSnapshot.data,snapshotIsPersisted:isInline?true:this._fileExists,addValue:actualResolved,
actualDisplay:removeExtraLineBreaks(actualResolved),expectedDisplay:expectedResolved!==void 0?removeExtraLineBreaks(expectedResolved):void 0,stack,assertionName})}async pack(){
const snapshot={filepath:this.testFilePath,added:0,fileDeleted:false,matched:0,unchecked:0,uncheckedKeys:[],unmatched:0,updated:0};const uncheckedCount=this.getUncheckedCount();
const uncheckedKeys=this.getUncheckedKeys();if(uncheckedCount){this.removeUncheckedKeys()}const status=await this.save();snapshot.fileDeleted=status.deleted;snapshot.
added=this.added.total();snapshot.matched=this.matched.total();snapshot.unmatched=this.unmatched.total();snapshot.updated=this.updated.total();snapshot.unchecked=
!status.deleted?uncheckedCount:0;snapshot.uncheckedKeys=Array.from(uncheckedKeys);return snapshot}};function createMismatchError(message,expand,actual,expected){
const error=new Error(message);Object.defineProperty(error,"actual",{value:actual,enumerable:true,configurable:true,writable:true});Object.defineProperty(error,
"expected",{value:expected,enumerable:true,configurable:true,writable:true});Object.defineProperty(error,"diffOptions",{value:{expand}});return error}__name(createMismatchError,
"createMismatchError");var SnapshotClient=class{static{__name(this,"SnapshotClient")}snapshotStateMap=new Map;constructor(options={}){this.options=options}async setup(filepath,options){
if(this.snapshotStateMap.has(filepath)){return}this.snapshotStateMap.set(filepath,await SnapshotState.create(filepath,options))}async finish(filepath){const state=this.
getSnapshotState(filepath);const result=await state.pack();this.snapshotStateMap.delete(filepath);return result}skipTest(filepath,testName2){const state=this.getSnapshotState(
filepath);state.markSnapshotsAsCheckedForTest(testName2)}clearTest(filepath,testId){const state=this.getSnapshotState(filepath);state.clearTest(testId)}getSnapshotState(filepath){
const state=this.snapshotStateMap.get(filepath);if(!state){throw new Error(`The snapshot state for '${filepath}' is not found. Did you call 'SnapshotClient.setu\
p()'?`)}return state}match(options){const{filepath,name,testId=name,message,isInline=false,properties,inlineSnapshot,error,errorMessage,rawSnapshot,assertionName}=options;
let{received}=options;if(!filepath){throw new Error("Snapshot cannot be used outside of test")}const snapshotState=this.getSnapshotState(filepath);const testName2=[
name,...message?[message]:[]].join(" > ");const expectedSnapshot=snapshotState.probeExpectedSnapshot({testName:testName2,testId,isInline,inlineSnapshot});if(typeof properties===
"object"){if(typeof received!=="object"||!received){expectedSnapshot.markAsChecked();throw new Error("Received value must be an object when the matcher has prop\
erties")}let propertiesPass;try{propertiesPass=this.options.isEqual?.(received,properties)??false}catch(err){expectedSnapshot.markAsChecked();throw err}if(!propertiesPass){
expectedSnapshot.markAsChecked();return{pass:false,message:__name(()=>errorMessage||"Snapshot properties mismatched","message"),actual:received,expected:properties}}
received=deepMergeSnapshot(received,properties)}const{actual,expected,key,pass}=snapshotState.match({testId,testName:testName2,received,isInline,error,inlineSnapshot,
rawSnapshot,assertionName});return{pass,message:__name(()=>`Snapshot \`${key||"unknown"}\` mismatched`,"message"),actual:rawSnapshot?actual:actual?.trim(),expected:rawSnapshot?
expected:expected?.trim()}}assert(options){const result=this.match(options);if(!result.pass){const snapshotState=this.getSnapshotState(options.filepath);throw createMismatchError(
result.message(),snapshotState.expand,result.actual,result.expected)}}matchDomain(options){const{received,filepath,name,testId=name,message,adapter,isInline=false,
inlineSnapshot,error}=options;if(!filepath){throw new Error("Snapshot cannot be used outside of test")}const captured=adapter.capture(received);const rendered=adapter.
render(captured);const snapshotState=this.getSnapshotState(filepath);const testName2=[name,...message?[message]:[]].join(" > ");const expectedSnapshot=snapshotState.
probeExpectedSnapshot({testName:testName2,testId,isInline,inlineSnapshot});expectedSnapshot.markAsChecked();const matchResult=expectedSnapshot.data?adapter.match(
captured,adapter.parseExpected(expectedSnapshot.data)):void 0;const{actual,expected,key,pass}=snapshotState.processDomainSnapshot({testId,received:rendered,expectedSnapshot,
matchResult,isInline,error,assertionName:options.assertionName});return{pass,message:__name(()=>`Snapshot \`${key}\` mismatched`,"message"),actual:actual?.trim(),
expected:expected?.trim()}}async pollMatchDomain(options){const{poll,filepath,name,testId=name,message,adapter,isInline=false,inlineSnapshot,error,timeout=1e3,interval=50}=options;
if(!filepath){throw new Error("Snapshot cannot be used outside of test")}const snapshotState=this.getSnapshotState(filepath);const testName2=[name,...message?[message]:
[]].join(" > ");const expectedSnapshot=snapshotState.probeExpectedSnapshot({testName:testName2,testId,isInline,inlineSnapshot});const reference=expectedSnapshot.
data&&snapshotState.snapshotUpdateState!=="all"?adapter.parseExpected(expectedSnapshot.data):void 0;const timedOut=timeout>0?new Promise(r=>setTimeout(r,timeout)):
void 0;const stableResult=await getStableSnapshot({adapter,poll,interval,timedOut,match:reference?captured=>adapter.match(captured,reference).pass:void 0});expectedSnapshot.
markAsChecked();if(!stableResult?.rendered){if(stableResult?.lastPollError){throw stableResult.lastPollError}return{pass:false,message:__name(()=>`poll() did no\
t produce a stable snapshot within the timeout`,"message")}}const matchResult=expectedSnapshot.data?adapter.match(stableResult.captured,adapter.parseExpected(expectedSnapshot.
data)):void 0;const{actual,expected,key,pass}=snapshotState.processDomainSnapshot({testId,received:stableResult.rendered,expectedSnapshot,matchResult,isInline,error,
assertionName:options.assertionName});return{pass,message:__name(()=>`Snapshot \`${key}\` mismatched`,"message"),actual:actual?.trim(),expected:expected?.trim()}}async assertRaw(options){
if(!options.rawSnapshot){throw new Error("Raw snapshot is required")}const{filepath,rawSnapshot}=options;if(rawSnapshot.content==null){if(!filepath){throw new Error(
"Snapshot cannot be used outside of test")}const snapshotState=this.getSnapshotState(filepath);options.filepath||=filepath;rawSnapshot.file=await snapshotState.
environment.resolveRawPath(filepath,rawSnapshot.file);rawSnapshot.content=await snapshotState.environment.readSnapshotFile(rawSnapshot.file)??void 0}return this.
assert(options)}clear(){this.snapshotStateMap.clear()}};async function getStableSnapshot({adapter,poll,interval,timedOut,match}){let lastRendered;let lastPollError;
let lastStable;while(true){try{const pollResult=await raceWith(Promise.resolve(poll()),timedOut);if(!pollResult.ok){break}const captured=adapter.capture(pollResult.
value);const rendered=adapter.render(captured);if(lastRendered!==void 0&&rendered===lastRendered){lastStable={captured,rendered};if(!match||match(captured)){break}}else{
lastRendered=rendered;lastStable=void 0}}catch(pollError){lastRendered=void 0;lastStable=void 0;lastPollError=pollError}const delayed=await raceWith(new Promise(
r=>setTimeout(r,interval)),timedOut);if(!delayed.ok){break}}return{...lastStable,lastPollError}}__name(getStableSnapshot,"getStableSnapshot");function raceWith(promise,other){
const left=promise.then(value=>({ok:true,value}));if(!other){return left}return Promise.race([left,other.then(value=>({ok:false,value}))])}__name(raceWith,"race\
With");var fakeTimersSrc={};var global2;var hasRequiredGlobal;function requireGlobal(){if(hasRequiredGlobal)return global2;hasRequiredGlobal=1;var globalObject;if(typeof commonjsGlobal!==
"undefined"){globalObject=commonjsGlobal}else if(typeof window!=="undefined"){globalObject=window}else{globalObject=self}global2=globalObject;return global2}__name(
requireGlobal,"requireGlobal");var throwsOnProto_1;var hasRequiredThrowsOnProto;function requireThrowsOnProto(){if(hasRequiredThrowsOnProto)return throwsOnProto_1;
hasRequiredThrowsOnProto=1;let throwsOnProto;try{const object2={};object2.__proto__;throwsOnProto=false}catch(_){throwsOnProto=true}throwsOnProto_1=throwsOnProto;
return throwsOnProto_1}__name(requireThrowsOnProto,"requireThrowsOnProto");var copyPrototypeMethods;var hasRequiredCopyPrototypeMethods;function requireCopyPrototypeMethods(){
if(hasRequiredCopyPrototypeMethods)return copyPrototypeMethods;hasRequiredCopyPrototypeMethods=1;var call2=Function.call;var throwsOnProto=requireThrowsOnProto();
var disallowedProperties=["size","caller","callee","arguments"];if(throwsOnProto){disallowedProperties.push("__proto__")}copyPrototypeMethods=__name(function copyPrototypeMethods2(prototype){
return Object.getOwnPropertyNames(prototype).reduce(function(result,name){if(disallowedProperties.includes(name)){return result}if(typeof prototype[name]!=="fun\
ction"){return result}result[name]=call2.bind(prototype[name]);return result},Object.create(null))},"copyPrototypeMethods");return copyPrototypeMethods}__name(requireCopyPrototypeMethods,
"requireCopyPrototypeMethods");var array;var hasRequiredArray;function requireArray(){if(hasRequiredArray)return array;hasRequiredArray=1;var copyPrototype=requireCopyPrototypeMethods();
array=copyPrototype(Array.prototype);return array}__name(requireArray,"requireArray");var calledInOrder_1;var hasRequiredCalledInOrder;function requireCalledInOrder(){
if(hasRequiredCalledInOrder)return calledInOrder_1;hasRequiredCalledInOrder=1;var every2=requireArray().every;function hasCallsLeft(callMap,spy){if(callMap[spy.
id]===void 0){callMap[spy.id]=0}return callMap[spy.id]<spy.callCount}__name(hasCallsLeft,"hasCallsLeft");function checkAdjacentCalls(callMap,spy,index2,spies){var calledBeforeNext=true;
if(index2!==spies.length-1){calledBeforeNext=spy.calledBefore(spies[index2+1])}if(hasCallsLeft(callMap,spy)&&calledBeforeNext){callMap[spy.id]+=1;return true}return false}
__name(checkAdjacentCalls,"checkAdjacentCalls");function calledInOrder(spies){var callMap={};var _spies=arguments.length>1?arguments:spies;return every2(_spies,
checkAdjacentCalls.bind(null,callMap))}__name(calledInOrder,"calledInOrder");calledInOrder_1=calledInOrder;return calledInOrder_1}__name(requireCalledInOrder,"r\
equireCalledInOrder");var className_1;var hasRequiredClassName;function requireClassName(){if(hasRequiredClassName)return className_1;hasRequiredClassName=1;function className(value){
const name=value.constructor&&value.constructor.name;return name||null}__name(className,"className");className_1=className;return className_1}__name(requireClassName,
"requireClassName");var deprecated={};var hasRequiredDeprecated;function requireDeprecated(){if(hasRequiredDeprecated)return deprecated;hasRequiredDeprecated=1;
(function(exports$1){exports$1.wrap=function(func,msg){var wrapped=__name(function(){exports$1.printWarning(msg);return func.apply(this,arguments)},"wrapped");if(func.
prototype){wrapped.prototype=func.prototype}return wrapped};exports$1.defaultMsg=function(packageName,funcName){return`${packageName}.${funcName} is deprecated \
and will be removed from the public API in a future version of ${packageName}.`};exports$1.printWarning=function(msg){if(typeof process==="object"&&process.emitWarning){
process.emitWarning(msg)}else if(console.info){console.info(msg)}else{console.log(msg)}}})(deprecated);return deprecated}__name(requireDeprecated,"requireDeprec\
ated");var every;var hasRequiredEvery;function requireEvery(){if(hasRequiredEvery)return every;hasRequiredEvery=1;every=__name(function every2(obj,fn2){var pass=true;
try{obj.forEach(function(){if(!fn2.apply(this,arguments)){throw new Error}})}catch(e){pass=false}return pass},"every");return every}__name(requireEvery,"require\
Every");var functionName;var hasRequiredFunctionName;function requireFunctionName(){if(hasRequiredFunctionName)return functionName;hasRequiredFunctionName=1;functionName=
__name(function functionName2(func){if(!func){return""}try{return func.displayName||func.name||(String(func).match(/function ([^\s(]+)/)||[])[1]}catch(e){return""}},
"functionName");return functionName}__name(requireFunctionName,"requireFunctionName");var orderByFirstCall_1;var hasRequiredOrderByFirstCall;function requireOrderByFirstCall(){
if(hasRequiredOrderByFirstCall)return orderByFirstCall_1;hasRequiredOrderByFirstCall=1;var sort2=requireArray().sort;var slice=requireArray().slice;function comparator(a,b3){
var aCall=a.getCall(0);var bCall=b3.getCall(0);var aId=aCall&&aCall.callId||-1;var bId=bCall&&bCall.callId||-1;return aId<bId?-1:1}__name(comparator,"comparator");
function orderByFirstCall(spies){return sort2(slice(spies),comparator)}__name(orderByFirstCall,"orderByFirstCall");orderByFirstCall_1=orderByFirstCall;return orderByFirstCall_1}
__name(requireOrderByFirstCall,"requireOrderByFirstCall");var _function;var hasRequired_function;function require_function(){if(hasRequired_function)return _function;
hasRequired_function=1;var copyPrototype=requireCopyPrototypeMethods();_function=copyPrototype(Function.prototype);return _function}__name(require_function,"req\
uire_function");var map;var hasRequiredMap;function requireMap(){if(hasRequiredMap)return map;hasRequiredMap=1;var copyPrototype=requireCopyPrototypeMethods();map=
copyPrototype(Map.prototype);return map}__name(requireMap,"requireMap");var object;var hasRequiredObject;function requireObject(){if(hasRequiredObject)return object;
hasRequiredObject=1;var copyPrototype=requireCopyPrototypeMethods();object=copyPrototype(Object.prototype);return object}__name(requireObject,"requireObject");var set2;
var hasRequiredSet;function requireSet(){if(hasRequiredSet)return set2;hasRequiredSet=1;var copyPrototype=requireCopyPrototypeMethods();set2=copyPrototype(Set.prototype);
return set2}__name(requireSet,"requireSet");var string;var hasRequiredString;function requireString(){if(hasRequiredString)return string;hasRequiredString=1;var copyPrototype=requireCopyPrototypeMethods();
string=copyPrototype(String.prototype);return string}__name(requireString,"requireString");var prototypes;var hasRequiredPrototypes;function requirePrototypes(){
if(hasRequiredPrototypes)return prototypes;hasRequiredPrototypes=1;prototypes={array:requireArray(),function:require_function(),map:requireMap(),object:requireObject(),
set:requireSet(),string:requireString()};return prototypes}__name(requirePrototypes,"requirePrototypes");var typeDetect$1={exports:{}};var typeDetect=typeDetect$1.
exports;var hasRequiredTypeDetect;function requireTypeDetect(){if(hasRequiredTypeDetect)return typeDetect$1.exports;hasRequiredTypeDetect=1;(function(module,exports$1){
(function(global3,factory){module.exports=factory()})(typeDetect,(function(){var promiseExists=typeof Promise==="function";var globalObject=typeof self==="objec\
t"?self:commonjsGlobal;var symbolExists=typeof Symbol!=="undefined";var mapExists=typeof Map!=="undefined";var setExists=typeof Set!=="undefined";var weakMapExists=typeof WeakMap!==
"undefined";var weakSetExists=typeof WeakSet!=="undefined";var dataViewExists=typeof DataView!=="undefined";var symbolIteratorExists=symbolExists&&typeof Symbol.
iterator!=="undefined";var symbolToStringTagExists=symbolExists&&typeof Symbol.toStringTag!=="undefined";var setEntriesExists=setExists&&typeof Set.prototype.entries===
"function";var mapEntriesExists=mapExists&&typeof Map.prototype.entries==="function";var setIteratorPrototype=setEntriesExists&&Object.getPrototypeOf(new Set().
entries());var mapIteratorPrototype=mapEntriesExists&&Object.getPrototypeOf(new Map().entries());var arrayIteratorExists=symbolIteratorExists&&typeof Array.prototype[Symbol.
iterator]==="function";var arrayIteratorPrototype=arrayIteratorExists&&Object.getPrototypeOf([][Symbol.iterator]());var stringIteratorExists=symbolIteratorExists&&
typeof String.prototype[Symbol.iterator]==="function";var stringIteratorPrototype=stringIteratorExists&&Object.getPrototypeOf(""[Symbol.iterator]());var toStringLeftSliceLength=8;
var toStringRightSliceLength=-1;function typeDetect2(obj){var typeofObj=typeof obj;if(typeofObj!=="object"){return typeofObj}if(obj===null){return"null"}if(obj===
globalObject){return"global"}if(Array.isArray(obj)&&(symbolToStringTagExists===false||!(Symbol.toStringTag in obj))){return"Array"}if(typeof window==="object"&&
window!==null){if(typeof window.location==="object"&&obj===window.location){return"Location"}if(typeof window.document==="object"&&obj===window.document){return"\
Document"}if(typeof window.navigator==="object"){if(typeof window.navigator.mimeTypes==="object"&&obj===window.navigator.mimeTypes){return"MimeTypeArray"}if(typeof window.
navigator.plugins==="object"&&obj===window.navigator.plugins){return"PluginArray"}}if((typeof window.HTMLElement==="function"||typeof window.HTMLElement==="obje\
ct")&&obj instanceof window.HTMLElement){if(obj.tagName==="BLOCKQUOTE"){return"HTMLQuoteElement"}if(obj.tagName==="TD"){return"HTMLTableDataCellElement"}if(obj.
tagName==="TH"){return"HTMLTableHeaderCellElement"}}}var stringTag=symbolToStringTagExists&&obj[Symbol.toStringTag];if(typeof stringTag==="string"){return stringTag}
var objPrototype=Object.getPrototypeOf(obj);if(objPrototype===RegExp.prototype){return"RegExp"}if(objPrototype===Date.prototype){return"Date"}if(promiseExists&&
objPrototype===Promise.prototype){return"Promise"}if(setExists&&objPrototype===Set.prototype){return"Set"}if(mapExists&&objPrototype===Map.prototype){return"Map"}
if(weakSetExists&&objPrototype===WeakSet.prototype){return"WeakSet"}if(weakMapExists&&objPrototype===WeakMap.prototype){return"WeakMap"}if(dataViewExists&&objPrototype===
DataView.prototype){return"DataView"}if(mapExists&&objPrototype===mapIteratorPrototype){return"Map Iterator"}if(setExists&&objPrototype===setIteratorPrototype){
return"Set Iterator"}if(arrayIteratorExists&&objPrototype===arrayIteratorPrototype){return"Array Iterator"}if(stringIteratorExists&&objPrototype===stringIteratorPrototype){
return"String Iterator"}if(objPrototype===null){return"Object"}return Object.prototype.toString.call(obj).slice(toStringLeftSliceLength,toStringRightSliceLength)}
__name(typeDetect2,"typeDetect");return typeDetect2}))})(typeDetect$1);return typeDetect$1.exports}__name(requireTypeDetect,"requireTypeDetect");var typeOf;var hasRequiredTypeOf;
function requireTypeOf(){if(hasRequiredTypeOf)return typeOf;hasRequiredTypeOf=1;var type3=requireTypeDetect();typeOf=__name(function typeOf2(value){return type3(
value).toLowerCase()},"typeOf");return typeOf}__name(requireTypeOf,"requireTypeOf");var valueToString_1;var hasRequiredValueToString;function requireValueToString(){
if(hasRequiredValueToString)return valueToString_1;hasRequiredValueToString=1;function valueToString(value){if(value&&value.toString){return value.toString()}return String(
value)}__name(valueToString,"valueToString");valueToString_1=valueToString;return valueToString_1}__name(requireValueToString,"requireValueToString");var lib;var hasRequiredLib;
function requireLib(){if(hasRequiredLib)return lib;hasRequiredLib=1;lib={global:requireGlobal(),calledInOrder:requireCalledInOrder(),className:requireClassName(),
deprecated:requireDeprecated(),every:requireEvery(),functionName:requireFunctionName(),orderByFirstCall:requireOrderByFirstCall(),prototypes:requirePrototypes(),
typeOf:requireTypeOf(),valueToString:requireValueToString()};return lib}__name(requireLib,"requireLib");var hasRequiredFakeTimersSrc;function requireFakeTimersSrc(){
if(hasRequiredFakeTimersSrc)return fakeTimersSrc;hasRequiredFakeTimersSrc=1;const globalObject=requireLib().global;let timersModule,timersPromisesModule;if(typeof __vitest_required__!==
"undefined"){try{timersModule=__vitest_required__.timers}catch(e){}try{timersPromisesModule=__vitest_required__.timersPromises}catch(e){}}function withGlobal(_global){
const maxTimeout=Math.pow(2,31)-1;const idCounterStart=1e12;const NOOP=__name(function(){return void 0},"NOOP");const NOOP_ARRAY=__name(function(){return[]},"NO\
OP_ARRAY");const isPresent={};let timeoutResult,addTimerReturnsObject=false;if(_global.setTimeout){isPresent.setTimeout=true;timeoutResult=_global.Cloudflare?.compatibilityFlags?.
enable_nodejs_global_timers?{}:0;addTimerReturnsObject=typeof timeoutResult==="object"}isPresent.clearTimeout=Boolean(_global.clearTimeout);isPresent.setInterval=
Boolean(_global.setInterval);isPresent.clearInterval=Boolean(_global.clearInterval);isPresent.hrtime=_global.process&&typeof _global.process.hrtime==="function";
isPresent.hrtimeBigint=isPresent.hrtime&&typeof _global.process.hrtime.bigint==="function";isPresent.nextTick=_global.process&&typeof _global.process.nextTick===
"function";const utilPromisify=_global.process&&_global.__vitest_required__&&_global.__vitest_required__.util.promisify;isPresent.performance=_global.performance&&
typeof _global.performance.now==="function";const hasPerformancePrototype=_global.Performance&&(typeof _global.Performance).match(/^(function|object)$/);const hasPerformanceConstructorPrototype=_global.
performance&&_global.performance.constructor&&_global.performance.constructor.prototype;isPresent.queueMicrotask=_global.hasOwnProperty("queueMicrotask");isPresent.
requestAnimationFrame=_global.requestAnimationFrame&&typeof _global.requestAnimationFrame==="function";isPresent.cancelAnimationFrame=_global.cancelAnimationFrame&&
typeof _global.cancelAnimationFrame==="function";isPresent.requestIdleCallback=_global.requestIdleCallback&&typeof _global.requestIdleCallback==="function";isPresent.
cancelIdleCallbackPresent=_global.cancelIdleCallback&&typeof _global.cancelIdleCallback==="function";isPresent.setImmediate=_global.setImmediate&&typeof _global.
setImmediate==="function";isPresent.clearImmediate=_global.clearImmediate&&typeof _global.clearImmediate==="function";isPresent.Intl=_global.Intl&&typeof _global.
Intl==="object";if(_global.clearTimeout){}const NativeDate=_global.Date;const NativeIntl=isPresent.Intl?Object.defineProperties(Object.create(null),Object.getOwnPropertyDescriptors(
_global.Intl)):void 0;let uniqueTimerId=idCounterStart;if(NativeDate===void 0){throw new Error("The global scope doesn't have a `Date` object (see https://githu\
b.com/sinonjs/sinon/issues/1852#issuecomment-419622780)")}isPresent.Date=true;class FakePerformanceEntry{static{__name(this,"FakePerformanceEntry")}constructor(name,entryType,startTime,duration){
this.name=name;this.entryType=entryType;this.startTime=startTime;this.duration=duration}toJSON(){return JSON.stringify({...this})}}function isNumberFinite(num){
if(Number.isFinite){return Number.isFinite(num)}return isFinite(num)}__name(isNumberFinite,"isNumberFinite");let isNearInfiniteLimit=false;function checkIsNearInfiniteLimit(clock,i2){
if(clock.loopLimit&&i2===clock.loopLimit-1){isNearInfiniteLimit=true}}__name(checkIsNearInfiniteLimit,"checkIsNearInfiniteLimit");function resetIsNearInfiniteLimit(){
isNearInfiniteLimit=false}__name(resetIsNearInfiniteLimit,"resetIsNearInfiniteLimit");function parseTime(str){if(!str){return 0}const strings=str.split(":");const l=strings.
length;let i2=l;let ms=0;let parsed;if(l>3||!/^(\d\d:){0,2}\d\d?$/.test(str)){throw new Error("tick only understands numbers, 'm:s' and 'h:m:s'. Each part must \
be two digits")}while(i2--){parsed=parseInt(strings[i2],10);if(parsed>=60){throw new Error(`Invalid time ${str}`)}ms+=parsed*Math.pow(60,l-i2-1)}return ms*1e3}__name(
parseTime,"parseTime");function nanoRemainder(msFloat){const modulo=1e6;const remainder=msFloat*1e6%modulo;const positiveRemainder=remainder<0?remainder+modulo:
remainder;return Math.floor(positiveRemainder)}__name(nanoRemainder,"nanoRemainder");function getEpoch(epoch){if(!epoch){return 0}if(typeof epoch.getTime==="fun\
ction"){return epoch.getTime()}if(typeof epoch==="number"){return epoch}throw new TypeError("now should be milliseconds since UNIX epoch")}__name(getEpoch,"getE\
poch");function inRange(from,to,timer){return timer&&timer.callAt>=from&&timer.callAt<=to}__name(inRange,"inRange");function getInfiniteLoopError(clock,job){const infiniteLoopError=new Error(
`Aborting after running ${clock.loopLimit} timers, assuming an infinite loop!`);if(!job.error){return infiniteLoopError}const computedTargetPattern=/target\.*[<|(|[].*?[>|\]|)]\s*/;
let clockMethodPattern=new RegExp(String(Object.keys(clock).join("|")));if(addTimerReturnsObject){clockMethodPattern=new RegExp(`\\s+at (Object\\.)?(?:${Object.
keys(clock).join("|")})\\s+`)}let matchedLineIndex=-1;job.error.stack.split("\n").some(function(line,i2){const matchedComputedTarget=line.match(computedTargetPattern);
if(matchedComputedTarget){matchedLineIndex=i2;return true}const matchedClockMethod=line.match(clockMethodPattern);if(matchedClockMethod){matchedLineIndex=i2;return false}
return matchedLineIndex>=0});const stack=`${infiniteLoopError}
${job.type||"Microtask"} - ${job.func.name||"anonymous"}
${job.error.stack.split("\n").slice(matchedLineIndex+1).join("\n")}`;try{Object.defineProperty(infiniteLoopError,"stack",{value:stack})}catch(e){}return infiniteLoopError}
__name(getInfiniteLoopError,"getInfiniteLoopError");function createDate(){class ClockDate extends NativeDate{static{__name(this,"ClockDate")}constructor(year,month,date,hour,minute,second,ms){
if(arguments.length===0){super(ClockDate.clock.now)}else{super(...arguments)}Object.defineProperty(this,"constructor",{value:NativeDate,enumerable:false})}static[Symbol.
hasInstance](instance){return instance instanceof NativeDate}}ClockDate.isFake=true;if(NativeDate.now){ClockDate.now=__name(function now3(){return ClockDate.clock.
now},"now")}if(NativeDate.toSource){ClockDate.toSource=__name(function toSource(){return NativeDate.toSource()},"toSource")}ClockDate.toString=__name(function toString5(){
return NativeDate.toString()},"toString");const ClockDateProxy=new Proxy(ClockDate,{apply(){if(this instanceof ClockDate){throw new TypeError("A Proxy should on\
ly capture `new` calls with the `construct` handler. This is not supposed to be possible, so check the logic.")}return new NativeDate(ClockDate.clock.now).toString()}});
return ClockDateProxy}__name(createDate,"createDate");function createIntl(){const ClockIntl={};Object.getOwnPropertyNames(NativeIntl).forEach(property=>ClockIntl[property]=
NativeIntl[property]);ClockIntl.DateTimeFormat=function(...args){const realFormatter=new NativeIntl.DateTimeFormat(...args);const formatter={};["formatRange","f\
ormatRangeToParts","resolvedOptions"].forEach(method=>{formatter[method]=realFormatter[method].bind(realFormatter)});["format","formatToParts"].forEach(method=>{
formatter[method]=function(date){return realFormatter[method](date||ClockIntl.clock.now)}});return formatter};ClockIntl.DateTimeFormat.prototype=Object.create(NativeIntl.
DateTimeFormat.prototype);ClockIntl.DateTimeFormat.supportedLocalesOf=NativeIntl.DateTimeFormat.supportedLocalesOf;return ClockIntl}__name(createIntl,"createInt\
l");function enqueueJob(clock,job){if(!clock.jobs){clock.jobs=[]}clock.jobs.push(job)}__name(enqueueJob,"enqueueJob");function runJobs(clock){if(!clock.jobs){return}
for(let i2=0;i2<clock.jobs.length;i2++){const job=clock.jobs[i2];job.func.apply(null,job.args);checkIsNearInfiniteLimit(clock,i2);if(clock.loopLimit&&i2>clock.loopLimit){
throw getInfiniteLoopError(clock,job)}}resetIsNearInfiniteLimit();clock.jobs=[]}__name(runJobs,"runJobs");function addTimer(clock,timer){if(timer.func===void 0){
throw new Error("Callback must be provided to timer calls")}if(addTimerReturnsObject){if(typeof timer.func!=="function"){throw new TypeError(`[ERR_INVALID_CALLB\
ACK]: Callback must be a function. Received ${timer.func} of type ${typeof timer.func}`)}}if(isNearInfiniteLimit){timer.error=new Error}timer.type=timer.immediate?
"Immediate":"Timeout";if(timer.hasOwnProperty("delay")){if(typeof timer.delay!=="number"){timer.delay=parseInt(timer.delay,10)}if(!isNumberFinite(timer.delay)){
timer.delay=0}timer.delay=timer.delay>maxTimeout?1:timer.delay;timer.delay=Math.max(0,timer.delay)}if(timer.hasOwnProperty("interval")){timer.type="Interval";timer.
interval=timer.interval>maxTimeout?1:timer.interval}if(timer.hasOwnProperty("animation")){timer.type="AnimationFrame";timer.animation=true}if(timer.hasOwnProperty(
"idleCallback")){timer.type="IdleCallback";timer.idleCallback=true}if(!clock.timers){clock.timers={}}timer.id=uniqueTimerId++;timer.createdAt=clock.now;timer.callAt=
clock.now+(parseInt(timer.delay)||(clock.duringTick?1:0));clock.timers[timer.id]=timer;if(addTimerReturnsObject){const res={refed:true,ref:__name(function(){this.
refed=true;return res},"ref"),unref:__name(function(){this.refed=false;return res},"unref"),hasRef:__name(function(){return this.refed},"hasRef"),refresh:__name(
function(){timer.callAt=clock.now+(parseInt(timer.delay)||(clock.duringTick?1:0));clock.timers[timer.id]=timer;return res},"refresh"),[Symbol.toPrimitive]:function(){
return timer.id}};return res}return timer.id}__name(addTimer,"addTimer");function compareTimers(a,b3){if(a.callAt<b3.callAt){return-1}if(a.callAt>b3.callAt){return 1}
if(a.immediate&&!b3.immediate){return-1}if(!a.immediate&&b3.immediate){return 1}if(a.createdAt<b3.createdAt){return-1}if(a.createdAt>b3.createdAt){return 1}if(a.
id<b3.id){return-1}if(a.id>b3.id){return 1}}__name(compareTimers,"compareTimers");function firstTimerInRange(clock,from,to){const timers2=clock.timers;let timer=null;
let id,isInRange;for(id in timers2){if(timers2.hasOwnProperty(id)){isInRange=inRange(from,to,timers2[id]);if(isInRange&&(!timer||compareTimers(timer,timers2[id])===
1)){timer=timers2[id]}}}return timer}__name(firstTimerInRange,"firstTimerInRange");function firstTimer(clock){const timers2=clock.timers;let timer=null;let id;for(id in timers2){
if(timers2.hasOwnProperty(id)){if(!timer||compareTimers(timer,timers2[id])===1){timer=timers2[id]}}}return timer}__name(firstTimer,"firstTimer");function lastTimer(clock){
const timers2=clock.timers;let timer=null;let id;for(id in timers2){if(timers2.hasOwnProperty(id)){if(!timer||compareTimers(timer,timers2[id])===-1){timer=timers2[id]}}}
return timer}__name(lastTimer,"lastTimer");function callTimer(clock,timer){if(typeof timer.interval==="number"){clock.timers[timer.id].callAt+=timer.interval}else{
delete clock.timers[timer.id]}if(typeof timer.func==="function"){timer.func.apply(null,timer.args)}else{const eval2=eval;(function(){eval2(timer.func)})()}}__name(
callTimer,"callTimer");function getClearHandler(ttype){if(ttype==="IdleCallback"||ttype==="AnimationFrame"){return`cancel${ttype}`}return`clear${ttype}`}__name(
getClearHandler,"getClearHandler");function getScheduleHandler(ttype){if(ttype==="IdleCallback"||ttype==="AnimationFrame"){return`request${ttype}`}return`set${ttype}`}
__name(getScheduleHandler,"getScheduleHandler");function createWarnOnce(){let calls=0;return function(msg){!calls++&&console.warn(msg)}}__name(createWarnOnce,"c\
reateWarnOnce");const warnOnce=createWarnOnce();function clearTimer(clock,timerId,ttype){if(!timerId){return}if(!clock.timers){clock.timers={}}const id=Number(timerId);
if(Number.isNaN(id)||id<idCounterStart){const handlerName=getClearHandler(ttype);if(clock.shouldClearNativeTimers===true){const nativeHandler=clock[`_${handlerName}`];
return typeof nativeHandler==="function"?nativeHandler(timerId):void 0}warnOnce(`FakeTimers: ${handlerName} was invoked to clear a native timer instead of one c\
reated by this library.
To automatically clean-up native timers, use \`shouldClearNativeTimers\`.`)}if(clock.timers.hasOwnProperty(id)){const timer=clock.timers[id];if(timer.type===ttype||
timer.type==="Timeout"&&ttype==="Interval"||timer.type==="Interval"&&ttype==="Timeout"){delete clock.timers[id]}else{const clear=getClearHandler(ttype);const schedule=getScheduleHandler(
timer.type);throw new Error(`Cannot clear timer: timer created with ${schedule}() but cleared with ${clear}()`)}}}__name(clearTimer,"clearTimer");function uninstall(clock){
let method,i2,l;const installedHrTime="_hrtime";const installedNextTick="_nextTick";for(i2=0,l=clock.methods.length;i2<l;i2++){method=clock.methods[i2];if(method===
"hrtime"&&_global.process){_global.process.hrtime=clock[installedHrTime]}else if(method==="nextTick"&&_global.process){_global.process.nextTick=clock[installedNextTick]}else if(method===
"performance"){const originalPerfDescriptor=Object.getOwnPropertyDescriptor(clock,`_${method}`);if(originalPerfDescriptor&&originalPerfDescriptor.get&&!originalPerfDescriptor.
set){Object.defineProperty(_global,method,originalPerfDescriptor)}else if(originalPerfDescriptor.configurable){_global[method]=clock[`_${method}`]}}else{if(_global[method]&&
_global[method].hadOwnProperty){_global[method]=clock[`_${method}`]}else{try{delete _global[method]}catch(ignore){}}}if(clock.timersModuleMethods!==void 0){for(let j=0;j<
clock.timersModuleMethods.length;j++){const entry=clock.timersModuleMethods[j];timersModule[entry.methodName]=entry.original}}if(clock.timersPromisesModuleMethods!==
void 0){for(let j=0;j<clock.timersPromisesModuleMethods.length;j++){const entry=clock.timersPromisesModuleMethods[j];timersPromisesModule[entry.methodName]=entry.
original}}}clock.setTickMode("manual");clock.methods=[];for(const[listener,signal]of clock.abortListenerMap.entries()){signal.removeEventListener("abort",listener);
clock.abortListenerMap.delete(listener)}if(!clock.timers){return[]}return Object.keys(clock.timers).map(__name(function mapper(key){return clock.timers[key]},"m\
apper"))}__name(uninstall,"uninstall");function hijackMethod(target,method,clock){clock[method].hadOwnProperty=Object.prototype.hasOwnProperty.call(target,method);
clock[`_${method}`]=target[method];if(method==="Date"){target[method]=clock[method]}else if(method==="Intl"){target[method]=clock[method]}else if(method==="perf\
ormance"){const originalPerfDescriptor=Object.getOwnPropertyDescriptor(target,method);if(originalPerfDescriptor&&originalPerfDescriptor.get&&!originalPerfDescriptor.
set){Object.defineProperty(clock,`_${method}`,originalPerfDescriptor);const perfDescriptor=Object.getOwnPropertyDescriptor(clock,method);Object.defineProperty(target,
method,perfDescriptor)}else{target[method]=clock[method]}}else{target[method]=function(){return clock[method].apply(clock,arguments)};Object.defineProperties(target[method],
Object.getOwnPropertyDescriptors(clock[method]))}target[method].clock=clock}__name(hijackMethod,"hijackMethod");function doIntervalTick(clock,advanceTimeDelta){
clock.tick(advanceTimeDelta)}__name(doIntervalTick,"doIntervalTick");const timers={setTimeout:_global.setTimeout,clearTimeout:_global.clearTimeout,setInterval:_global.
setInterval,clearInterval:_global.clearInterval,Date:_global.Date};if(isPresent.setImmediate){timers.setImmediate=_global.setImmediate}if(isPresent.clearImmediate){
timers.clearImmediate=_global.clearImmediate}if(isPresent.hrtime){timers.hrtime=_global.process.hrtime}if(isPresent.nextTick){timers.nextTick=_global.process.nextTick}
if(isPresent.performance){timers.performance=_global.performance}if(isPresent.requestAnimationFrame){timers.requestAnimationFrame=_global.requestAnimationFrame}
if(isPresent.queueMicrotask){timers.queueMicrotask=_global.queueMicrotask}if(isPresent.cancelAnimationFrame){timers.cancelAnimationFrame=_global.cancelAnimationFrame}
if(isPresent.requestIdleCallback){timers.requestIdleCallback=_global.requestIdleCallback}if(isPresent.cancelIdleCallback){timers.cancelIdleCallback=_global.cancelIdleCallback}
if(isPresent.Intl){timers.Intl=NativeIntl}const originalSetTimeout=_global.setImmediate||_global.setTimeout;const originalClearInterval=_global.clearInterval;const originalSetInterval=_global.
setInterval;function createClock(start,loopLimit){start=Math.floor(getEpoch(start));loopLimit=loopLimit||1e3;let nanos=0;const adjustedSystemTime=[0,0];const clock={
now:start,Date:createDate(),loopLimit,tickMode:{mode:"manual",counter:0,delta:void 0}};clock.Date.clock=clock;function getTimeToNextFrame(){return 16-(clock.now-
start)%16}__name(getTimeToNextFrame,"getTimeToNextFrame");function hrtime(prev){const millisSinceStart=clock.now-adjustedSystemTime[0]-start;const secsSinceStart=Math.
floor(millisSinceStart/1e3);const remainderInNanos=(millisSinceStart-secsSinceStart*1e3)*1e6+nanos-adjustedSystemTime[1];if(Array.isArray(prev)){if(prev[1]>1e9){
throw new TypeError("Number of nanoseconds can't exceed a billion")}const oldSecs=prev[0];let nanoDiff=remainderInNanos-prev[1];let secDiff=secsSinceStart-oldSecs;
if(nanoDiff<0){nanoDiff+=1e9;secDiff-=1}return[secDiff,nanoDiff]}return[secsSinceStart,remainderInNanos]}__name(hrtime,"hrtime");function fakePerformanceNow(){const hrt=hrtime();
const millis=hrt[0]*1e3+hrt[1]/1e6;return millis}__name(fakePerformanceNow,"fakePerformanceNow");if(isPresent.hrtimeBigint){hrtime.bigint=function(){const parts=hrtime();
return BigInt(parts[0])*BigInt(1e9)+BigInt(parts[1])}}if(isPresent.Intl){clock.Intl=createIntl();clock.Intl.clock=clock}clock.setTickMode=function(tickModeConfig){
const{mode:newMode,delta:newDelta}=tickModeConfig;const{mode:oldMode,delta:oldDelta}=clock.tickMode;if(newMode===oldMode&&newDelta===oldDelta){return}if(oldMode===
"interval"){originalClearInterval(clock.attachedInterval)}clock.tickMode={counter:clock.tickMode.counter+1,mode:newMode,delta:newDelta};if(newMode==="nextAsync"){
advanceUntilModeChanges()}else if(newMode==="interval"){createIntervalTick(clock,newDelta||20)}};async function advanceUntilModeChanges(){async function newMacrotask(){
const channel=new MessageChannel;await new Promise(resolve3=>{channel.port1.onmessage=()=>{resolve3();channel.port1.close()};channel.port2.postMessage(void 0)});
channel.port1.close();channel.port2.close();await new Promise(resolve3=>{originalSetTimeout(resolve3)})}__name(newMacrotask,"newMacrotask");const{counter}=clock.
tickMode;while(clock.tickMode.counter===counter){await newMacrotask();if(clock.tickMode.counter!==counter){return}clock.next()}}__name(advanceUntilModeChanges,"\
advanceUntilModeChanges");function pauseAutoTickUntilFinished(promise){if(clock.tickMode.mode!=="nextAsync"){return promise}clock.setTickMode({mode:"manual"});return promise.
finally(()=>{clock.setTickMode({mode:"nextAsync"})})}__name(pauseAutoTickUntilFinished,"pauseAutoTickUntilFinished");clock.requestIdleCallback=__name(function requestIdleCallback(func,timeout){
let timeToNextIdlePeriod=0;if(clock.countTimers()>0){timeToNextIdlePeriod=50}const result=addTimer(clock,{func,args:Array.prototype.slice.call(arguments,2),delay:typeof timeout===
"undefined"?timeToNextIdlePeriod:Math.min(timeout,timeToNextIdlePeriod),idleCallback:true});return Number(result)},"requestIdleCallback");clock.cancelIdleCallback=
__name(function cancelIdleCallback(timerId){return clearTimer(clock,timerId,"IdleCallback")},"cancelIdleCallback");clock.setTimeout=__name(function setTimeout3(func,timeout){
return addTimer(clock,{func,args:Array.prototype.slice.call(arguments,2),delay:timeout})},"setTimeout");if(typeof _global.Promise!=="undefined"&&utilPromisify){
clock.setTimeout[utilPromisify.custom]=__name(function promisifiedSetTimeout(timeout,arg){return new _global.Promise(__name(function setTimeoutExecutor(resolve3){
addTimer(clock,{func:resolve3,args:[arg],delay:timeout})},"setTimeoutExecutor"))},"promisifiedSetTimeout")}clock.clearTimeout=__name(function clearTimeout2(timerId){
return clearTimer(clock,timerId,"Timeout")},"clearTimeout");clock.nextTick=__name(function nextTick(func){return enqueueJob(clock,{func,args:Array.prototype.slice.
call(arguments,1),error:isNearInfiniteLimit?new Error:null})},"nextTick");clock.queueMicrotask=__name(function queueMicrotask(func){return clock.nextTick(func)},
"queueMicrotask");clock.setInterval=__name(function setInterval(func,timeout){timeout=parseInt(timeout,10);return addTimer(clock,{func,args:Array.prototype.slice.
call(arguments,2),delay:timeout,interval:timeout})},"setInterval");clock.clearInterval=__name(function clearInterval(timerId){return clearTimer(clock,timerId,"I\
nterval")},"clearInterval");if(isPresent.setImmediate){clock.setImmediate=__name(function setImmediate(func){return addTimer(clock,{func,args:Array.prototype.slice.
call(arguments,1),immediate:true})},"setImmediate");if(typeof _global.Promise!=="undefined"&&utilPromisify){clock.setImmediate[utilPromisify.custom]=__name(function promisifiedSetImmediate(arg){
return new _global.Promise(__name(function setImmediateExecutor(resolve3){addTimer(clock,{func:resolve3,args:[arg],immediate:true})},"setImmediateExecutor"))},"\
promisifiedSetImmediate")}clock.clearImmediate=__name(function clearImmediate(timerId){return clearTimer(clock,timerId,"Immediate")},"clearImmediate")}clock.countTimers=
__name(function countTimers(){return Object.keys(clock.timers||{}).length+(clock.jobs||[]).length},"countTimers");clock.requestAnimationFrame=__name(function requestAnimationFrame(func){
const result=addTimer(clock,{func,delay:getTimeToNextFrame(),get args(){return[fakePerformanceNow()]},animation:true});return Number(result)},"requestAnimationF\
rame");clock.cancelAnimationFrame=__name(function cancelAnimationFrame(timerId){return clearTimer(clock,timerId,"AnimationFrame")},"cancelAnimationFrame");clock.
runMicrotasks=__name(function runMicrotasks(){runJobs(clock)},"runMicrotasks");function doTick(tickValue,isAsync,resolve3,reject){const msFloat=typeof tickValue===
"number"?tickValue:parseTime(tickValue);const ms=Math.floor(msFloat);const remainder=nanoRemainder(msFloat);let nanosTotal=nanos+remainder;let tickTo=clock.now+
ms;if(msFloat<0){throw new TypeError("Negative ticks are not supported")}if(nanosTotal>=1e6){tickTo+=1;nanosTotal-=1e6}nanos=nanosTotal;let tickFrom=clock.now;let previous=clock.
now;let timer,firstException,oldNow,nextPromiseTick,compensationCheck,postTimerCall;clock.duringTick=true;oldNow=clock.now;runJobs(clock);if(oldNow!==clock.now){
tickFrom+=clock.now-oldNow;tickTo+=clock.now-oldNow}function doTickInner(){timer=firstTimerInRange(clock,tickFrom,tickTo);while(timer&&tickFrom<=tickTo){if(clock.
timers[timer.id]){tickFrom=timer.callAt;clock.now=timer.callAt;oldNow=clock.now;try{runJobs(clock);callTimer(clock,timer)}catch(e){firstException=firstException||
e}if(isAsync){originalSetTimeout(nextPromiseTick);return}compensationCheck()}postTimerCall()}oldNow=clock.now;runJobs(clock);if(oldNow!==clock.now){tickFrom+=clock.
now-oldNow;tickTo+=clock.now-oldNow}clock.duringTick=false;timer=firstTimerInRange(clock,tickFrom,tickTo);if(timer){try{clock.tick(tickTo-clock.now)}catch(e){firstException=
firstException||e}}else{clock.now=tickTo;nanos=nanosTotal}if(firstException){throw firstException}if(isAsync){resolve3(clock.now)}else{return clock.now}}__name(
doTickInner,"doTickInner");nextPromiseTick=isAsync&&function(){try{compensationCheck();postTimerCall();doTickInner()}catch(e){reject(e)}};compensationCheck=__name(
function(){if(oldNow!==clock.now){tickFrom+=clock.now-oldNow;tickTo+=clock.now-oldNow;previous+=clock.now-oldNow}},"compensationCheck");postTimerCall=__name(function(){
timer=firstTimerInRange(clock,previous,tickTo);previous=tickFrom},"postTimerCall");return doTickInner()}__name(doTick,"doTick");clock.tick=__name(function tick(tickValue){
return doTick(tickValue,false)},"tick");if(typeof _global.Promise!=="undefined"){clock.tickAsync=__name(function tickAsync(tickValue){return pauseAutoTickUntilFinished(
new _global.Promise(function(resolve3,reject){originalSetTimeout(function(){try{doTick(tickValue,true,resolve3,reject)}catch(e){reject(e)}})}))},"tickAsync")}clock.
next=__name(function next(){runJobs(clock);const timer=firstTimer(clock);if(!timer){return clock.now}clock.duringTick=true;try{clock.now=timer.callAt;callTimer(
clock,timer);runJobs(clock);return clock.now}finally{clock.duringTick=false}},"next");if(typeof _global.Promise!=="undefined"){clock.nextAsync=__name(function nextAsync(){
return pauseAutoTickUntilFinished(new _global.Promise(function(resolve3,reject){originalSetTimeout(function(){try{const timer=firstTimer(clock);if(!timer){resolve3(
clock.now);return}let err;clock.duringTick=true;clock.now=timer.callAt;try{callTimer(clock,timer)}catch(e){err=e}clock.duringTick=false;originalSetTimeout(function(){
if(err){reject(err)}else{resolve3(clock.now)}})}catch(e){reject(e)}})}))},"nextAsync")}clock.runAll=__name(function runAll(){let numTimers,i2;runJobs(clock);for(i2=
0;i2<clock.loopLimit;i2++){if(!clock.timers){resetIsNearInfiniteLimit();return clock.now}numTimers=Object.keys(clock.timers).length;if(numTimers===0){resetIsNearInfiniteLimit();
return clock.now}clock.next();checkIsNearInfiniteLimit(clock,i2)}const excessJob=firstTimer(clock);throw getInfiniteLoopError(clock,excessJob)},"runAll");clock.
runToFrame=__name(function runToFrame(){return clock.tick(getTimeToNextFrame())},"runToFrame");if(typeof _global.Promise!=="undefined"){clock.runAllAsync=__name(
function runAllAsync(){return pauseAutoTickUntilFinished(new _global.Promise(function(resolve3,reject){let i2=0;function doRun(){originalSetTimeout(function(){try{
runJobs(clock);let numTimers;if(i2<clock.loopLimit){if(!clock.timers){resetIsNearInfiniteLimit();resolve3(clock.now);return}numTimers=Object.keys(clock.timers).
length;if(numTimers===0){resetIsNearInfiniteLimit();resolve3(clock.now);return}clock.next();i2++;doRun();checkIsNearInfiniteLimit(clock,i2);return}const excessJob=firstTimer(
clock);reject(getInfiniteLoopError(clock,excessJob))}catch(e){reject(e)}})}__name(doRun,"doRun");doRun()}))},"runAllAsync")}clock.runToLast=__name(function runToLast(){
const timer=lastTimer(clock);if(!timer){runJobs(clock);return clock.now}return clock.tick(timer.callAt-clock.now)},"runToLast");if(typeof _global.Promise!=="und\
efined"){clock.runToLastAsync=__name(function runToLastAsync(){return pauseAutoTickUntilFinished(new _global.Promise(function(resolve3,reject){originalSetTimeout(
function(){try{const timer=lastTimer(clock);if(!timer){runJobs(clock);resolve3(clock.now)}resolve3(clock.tickAsync(timer.callAt-clock.now))}catch(e){reject(e)}})}))},
"runToLastAsync")}clock.reset=__name(function reset(){nanos=0;clock.timers={};clock.jobs=[];clock.now=start},"reset");clock.setSystemTime=__name(function setSystemTime(systemTime){
const newNow=getEpoch(systemTime);const difference=newNow-clock.now;let id,timer;adjustedSystemTime[0]=adjustedSystemTime[0]+difference;adjustedSystemTime[1]=adjustedSystemTime[1]+
nanos;clock.now=newNow;nanos=0;for(id in clock.timers){if(clock.timers.hasOwnProperty(id)){timer=clock.timers[id];timer.createdAt+=difference;timer.callAt+=difference}}},
"setSystemTime");clock.jump=__name(function jump(tickValue){const msFloat=typeof tickValue==="number"?tickValue:parseTime(tickValue);const ms=Math.floor(msFloat);
for(const timer of Object.values(clock.timers)){if(clock.now+ms>timer.callAt){timer.callAt=clock.now+ms}}clock.tick(ms)},"jump");if(isPresent.performance){clock.
performance=Object.create(null);clock.performance.now=fakePerformanceNow}if(isPresent.hrtime){clock.hrtime=hrtime}return clock}__name(createClock,"createClock");
function createIntervalTick(clock,delta){const intervalTick=doIntervalTick.bind(null,clock,delta);const intervalId=originalSetInterval(intervalTick,delta);clock.
attachedInterval=intervalId}__name(createIntervalTick,"createIntervalTick");function install(config2){if(arguments.length>1||config2 instanceof Date||Array.isArray(
config2)||typeof config2==="number"){throw new TypeError(`FakeTimers.install called with ${String(config2)} install requires an object parameter`)}if(_global.Date.
isFake===true){throw new TypeError("Can't install fake timers twice on the same global object.")}config2=typeof config2!=="undefined"?config2:{};config2.shouldAdvanceTime=
config2.shouldAdvanceTime||false;config2.advanceTimeDelta=config2.advanceTimeDelta||20;config2.shouldClearNativeTimers=config2.shouldClearNativeTimers||false;if(config2.
target){throw new TypeError("config.target is no longer supported. Use `withGlobal(target)` instead.")}function handleMissingTimer(timer){if(config2.ignoreMissingTimers){
return}throw new ReferenceError(`non-existent timers and/or objects cannot be faked: '${timer}'`)}__name(handleMissingTimer,"handleMissingTimer");let i2,l;const clock=createClock(
config2.now,config2.loopLimit);clock.shouldClearNativeTimers=config2.shouldClearNativeTimers;clock.uninstall=function(){return uninstall(clock)};clock.abortListenerMap=
new Map;clock.methods=config2.toFake||[];if(clock.methods.length===0){clock.methods=Object.keys(timers)}if(config2.shouldAdvanceTime===true){clock.setTickMode({
mode:"interval",delta:config2.advanceTimeDelta})}if(clock.methods.includes("performance")){const proto=(()=>{if(hasPerformanceConstructorPrototype){return _global.
performance.constructor.prototype}if(hasPerformancePrototype){return _global.Performance.prototype}})();if(proto){Object.getOwnPropertyNames(proto).forEach(function(name){
if(name!=="now"){clock.performance[name]=name.indexOf("getEntries")===0?NOOP_ARRAY:NOOP}});clock.performance.mark=name=>new FakePerformanceEntry(name,"mark",0,0);
clock.performance.measure=name=>new FakePerformanceEntry(name,"measure",0,100);clock.performance.timeOrigin=getEpoch(config2.now)}else if((config2.toFake||[]).includes(
"performance")){return handleMissingTimer("performance")}}if(_global===globalObject&&timersModule){clock.timersModuleMethods=[]}if(_global===globalObject&&timersPromisesModule){
clock.timersPromisesModuleMethods=[]}for(i2=0,l=clock.methods.length;i2<l;i2++){const nameOfMethodToReplace=clock.methods[i2];if(!isPresent[nameOfMethodToReplace]){
handleMissingTimer(nameOfMethodToReplace);continue}if(nameOfMethodToReplace==="hrtime"){if(_global.process&&typeof _global.process.hrtime==="function"){hijackMethod(
_global.process,nameOfMethodToReplace,clock)}}else if(nameOfMethodToReplace==="nextTick"){if(_global.process&&typeof _global.process.nextTick==="function"){hijackMethod(
_global.process,nameOfMethodToReplace,clock)}}else{hijackMethod(_global,nameOfMethodToReplace,clock)}if(clock.timersModuleMethods!==void 0&&timersModule[nameOfMethodToReplace]){
const original=timersModule[nameOfMethodToReplace];clock.timersModuleMethods.push({methodName:nameOfMethodToReplace,original});timersModule[nameOfMethodToReplace]=
_global[nameOfMethodToReplace]}if(clock.timersPromisesModuleMethods!==void 0){if(nameOfMethodToReplace==="setTimeout"){clock.timersPromisesModuleMethods.push({methodName:"\
setTimeout",original:timersPromisesModule.setTimeout});timersPromisesModule.setTimeout=(delay2,value,options={})=>new Promise((resolve3,reject)=>{const abort=__name(
()=>{options.signal.removeEventListener("abort",abort);clock.abortListenerMap.delete(abort);clock.clearTimeout(handle);reject(options.signal.reason)},"abort");const handle=clock.
setTimeout(()=>{if(options.signal){options.signal.removeEventListener("abort",abort);clock.abortListenerMap.delete(abort)}resolve3(value)},delay2);if(options.signal){
if(options.signal.aborted){abort()}else{options.signal.addEventListener("abort",abort);clock.abortListenerMap.set(abort,options.signal)}}})}else if(nameOfMethodToReplace===
"setImmediate"){clock.timersPromisesModuleMethods.push({methodName:"setImmediate",original:timersPromisesModule.setImmediate});timersPromisesModule.setImmediate=
(value,options={})=>new Promise((resolve3,reject)=>{const abort=__name(()=>{options.signal.removeEventListener("abort",abort);clock.abortListenerMap.delete(abort);
clock.clearImmediate(handle);reject(options.signal.reason)},"abort");const handle=clock.setImmediate(()=>{if(options.signal){options.signal.removeEventListener(
"abort",abort);clock.abortListenerMap.delete(abort)}resolve3(value)});if(options.signal){if(options.signal.aborted){abort()}else{options.signal.addEventListener(
"abort",abort);clock.abortListenerMap.set(abort,options.signal)}}})}else if(nameOfMethodToReplace==="setInterval"){clock.timersPromisesModuleMethods.push({methodName:"\
setInterval",original:timersPromisesModule.setInterval});timersPromisesModule.setInterval=(delay2,value,options={})=>({[Symbol.asyncIterator]:()=>{const createResolvable=__name(
()=>{let resolve3,reject;const promise=new Promise((res,rej)=>{resolve3=res;reject=rej});promise.resolve=resolve3;promise.reject=reject;return promise},"createR\
esolvable");let done=false;let hasThrown=false;let returnCall;let nextAvailable=0;const nextQueue=[];const handle=clock.setInterval(()=>{if(nextQueue.length>0){
nextQueue.shift().resolve()}else{nextAvailable++}},delay2);const abort=__name(()=>{options.signal.removeEventListener("abort",abort);clock.abortListenerMap.delete(
abort);clock.clearInterval(handle);done=true;for(const resolvable of nextQueue){resolvable.resolve()}},"abort");if(options.signal){if(options.signal.aborted){done=
true}else{options.signal.addEventListener("abort",abort);clock.abortListenerMap.set(abort,options.signal)}}return{next:__name(async()=>{if(options.signal?.aborted&&
!hasThrown){hasThrown=true;throw options.signal.reason}if(done){return{done:true,value:void 0}}if(nextAvailable>0){nextAvailable--;return{done:false,value}}const resolvable=createResolvable();
nextQueue.push(resolvable);await resolvable;if(returnCall&&nextQueue.length===0){returnCall.resolve()}if(options.signal?.aborted&&!hasThrown){hasThrown=true;throw options.
signal.reason}if(done){return{done:true,value:void 0}}return{done:false,value}},"next"),return:__name(async()=>{if(done){return{done:true,value:void 0}}if(nextQueue.
length>0){returnCall=createResolvable();await returnCall}clock.clearInterval(handle);done=true;if(options.signal){options.signal.removeEventListener("abort",abort);
clock.abortListenerMap.delete(abort)}return{done:true,value:void 0}},"return")}}})}}}return clock}__name(install,"install");return{timers,createClock,install,withGlobal}}
__name(withGlobal,"withGlobal");const defaultImplementation=withGlobal(globalObject);fakeTimersSrc.timers=defaultImplementation.timers;fakeTimersSrc.createClock=
defaultImplementation.createClock;fakeTimersSrc.install=defaultImplementation.install;fakeTimersSrc.withGlobal=withGlobal;return fakeTimersSrc}__name(requireFakeTimersSrc,
"requireFakeTimersSrc");var fakeTimersSrcExports=requireFakeTimersSrc();var FakeTimers=class{static{__name(this,"FakeTimers")}_global;_clock;_fakingTime;_fakingDate;_fakeTimers;_userConfig;_now=RealDate2.
now;constructor({global:global3,config:config2}){this._userConfig=config2;this._fakingDate=null;this._fakingTime=false;this._fakeTimers=fakeTimersSrcExports.withGlobal(
global3);this._global=global3}clearAllTimers(){if(this._fakingTime)this._clock.reset()}dispose(){this.useRealTimers()}runAllTimers(){if(this._checkFakeTimers())
this._clock.runAll()}async runAllTimersAsync(){if(this._checkFakeTimers())await this._clock.runAllAsync()}runOnlyPendingTimers(){if(this._checkFakeTimers())this.
_clock.runToLast()}async runOnlyPendingTimersAsync(){if(this._checkFakeTimers())await this._clock.runToLastAsync()}advanceTimersToNextTimer(steps=1){if(this._checkFakeTimers())
for(let i2=steps;i2>0;i2--){this._clock.next();this._clock.tick(0);if(this._clock.countTimers()===0)break}}async advanceTimersToNextTimerAsync(steps=1){if(this.
_checkFakeTimers())for(let i2=steps;i2>0;i2--){await this._clock.nextAsync();this._clock.tick(0);if(this._clock.countTimers()===0)break}}advanceTimersByTime(msToRun){
if(this._checkFakeTimers())this._clock.tick(msToRun)}async advanceTimersByTimeAsync(msToRun){if(this._checkFakeTimers())await this._clock.tickAsync(msToRun)}advanceTimersToNextFrame(){
if(this._checkFakeTimers())this._clock.runToFrame()}runAllTicks(){if(this._checkFakeTimers())this._clock.runMicrotasks()}useRealTimers(){if(this._fakingDate){resetDate();
this._fakingDate=null}if(this._fakingTime){this._clock.uninstall();this._fakingTime=false}}useFakeTimers(){const fakeDate=this._fakingDate||Date.now();if(this._fakingDate){
resetDate();this._fakingDate=null}if(this._fakingTime)this._clock.uninstall();const toFake=Object.keys(this._fakeTimers.timers).filter(timer=>timer!=="nextTick"&&
timer!=="queueMicrotask");if(this._userConfig?.toFake?.includes("nextTick")&&isChildProcess())throw new Error("process.nextTick cannot be mocked inside child_pr\
ocess");this._clock=this._fakeTimers.install({now:fakeDate,...this._userConfig,toFake:this._userConfig?.toFake||toFake,ignoreMissingTimers:true});this._fakingTime=
true}reset(){if(this._checkFakeTimers()){const{now:now3}=this._clock;this._clock.reset();this._clock.setSystemTime(now3)}}setSystemTime(now3){const date=typeof now3===
"undefined"||now3 instanceof Date?now3:new Date(now3);if(this._fakingTime)this._clock.setSystemTime(date);else{this._fakingDate=date??new Date(this.getRealSystemTime());
mockDate(this._fakingDate)}}getMockedSystemTime(){return this._fakingTime?new Date(this._clock.now):this._fakingDate}getRealSystemTime(){return this._now()}getTimerCount(){
if(this._checkFakeTimers())return this._clock.countTimers();return 0}setTimerTickMode(mode,interval){if(this._checkFakeTimers())if(mode==="manual")this._clock.setTickMode(
{mode:"manual"});else if(mode==="nextTimerAsync")this._clock.setTickMode({mode:"nextAsync"});else if(mode==="interval")this._clock.setTickMode({mode:"interval",
delta:interval});else throw new Error(`Invalid tick mode: ${mode}`)}configure(config2){this._userConfig=config2}isFakeTimers(){return this._fakingTime}_checkFakeTimers(){
if(!this._fakingTime)throw new Error("A function to advance timers was called but the timers APIs are not mocked. Call `vi.useFakeTimers()` in the test file fir\
st.");return this._fakingTime}};function copyStackTrace$1(target,source){if(source.stack!==void 0)target.stack=source.stack.replace(source.message,target.message);
return target}__name(copyStackTrace$1,"copyStackTrace$1");function waitFor(callback,options={}){const{setTimeout:setTimeout3,setInterval,clearTimeout:clearTimeout2,
clearInterval}=getSafeTimers();const{interval=50,timeout=1e3}=typeof options==="number"?{timeout:options}:options;const STACK_TRACE_ERROR=new Error("STACK_TRACE\
_ERROR");return new Promise((resolve3,reject)=>{let lastError;let promiseStatus="idle";let timeoutId;let intervalId;const onResolve=__name(result=>{if(timeoutId)
clearTimeout2(timeoutId);if(intervalId)clearInterval(intervalId);resolve3(result)},"onResolve");const handleTimeout=__name(()=>{if(intervalId)clearInterval(intervalId);
let error=lastError;if(!error)error=copyStackTrace$1(new Error("Timed out in waitFor!"),STACK_TRACE_ERROR);reject(error)},"handleTimeout");const checkCallback=__name(
()=>{if(vi.isFakeTimers())vi.advanceTimersByTime(interval);if(promiseStatus==="pending")return;try{const result=callback();if(result!==null&&typeof result==="ob\
ject"&&typeof result.then==="function"){const thenable=result;promiseStatus="pending";thenable.then(resolvedValue=>{promiseStatus="resolved";onResolve(resolvedValue)},
rejectedValue=>{promiseStatus="rejected";lastError=rejectedValue})}else{onResolve(result);return true}}catch(error){lastError=error}},"checkCallback");if(checkCallback()===
true)return;timeoutId=setTimeout3(handleTimeout,timeout);intervalId=setInterval(checkCallback,interval)})}__name(waitFor,"waitFor");function waitUntil(callback,options={}){
const{setTimeout:setTimeout3,setInterval,clearTimeout:clearTimeout2,clearInterval}=getSafeTimers();const{interval=50,timeout=1e3}=typeof options==="number"?{timeout:options}:
options;const STACK_TRACE_ERROR=new Error("STACK_TRACE_ERROR");return new Promise((resolve3,reject)=>{let promiseStatus="idle";let timeoutId;let intervalId;const onReject=__name(
error=>{if(intervalId)clearInterval(intervalId);if(!error)error=copyStackTrace$1(new Error("Timed out in waitUntil!"),STACK_TRACE_ERROR);reject(error)},"onRejec\
t");const onResolve=__name(result=>{if(!result)return;if(timeoutId)clearTimeout2(timeoutId);if(intervalId)clearInterval(intervalId);resolve3(result);return true},
"onResolve");const checkCallback=__name(()=>{if(vi.isFakeTimers())vi.advanceTimersByTime(interval);if(promiseStatus==="pending")return;try{const result=callback();
if(result!==null&&typeof result==="object"&&typeof result.then==="function"){const thenable=result;promiseStatus="pending";thenable.then(resolvedValue=>{promiseStatus=
"resolved";onResolve(resolvedValue)},rejectedValue=>{promiseStatus="rejected";onReject(rejectedValue)})}else return onResolve(result)}catch(error){onReject(error)}},
"checkCallback");if(checkCallback()===true)return;timeoutId=setTimeout3(onReject,timeout);intervalId=setInterval(checkCallback,interval)})}__name(waitUntil,"wai\
tUntil");function createVitest(){let _config=null;const state=__name(()=>getWorkerState(),"state");let _timers;const timers=__name(()=>_timers||=new FakeTimers(
{global:globalThis,config:state().config.fakeTimers}),"timers");const _stubsGlobal=new Map;const _stubsEnv=new Map;const _envBooleans=["PROD","DEV","SSR"];const utils={
useFakeTimers(config2){if(isChildProcess()){if(config2?.toFake?.includes("nextTick")||state().config?.fakeTimers?.toFake?.includes("nextTick"))throw new Error('\
vi.useFakeTimers({ toFake: ["nextTick"] }) is not supported in node:child_process. Use --pool=threads if mocking nextTick is required.')}if(config2)timers().configure(
{...state().config.fakeTimers,...config2});else timers().configure(state().config.fakeTimers);timers().useFakeTimers();return utils},isFakeTimers(){return timers().
isFakeTimers()},useRealTimers(){timers().useRealTimers();return utils},runOnlyPendingTimers(){timers().runOnlyPendingTimers();return utils},async runOnlyPendingTimersAsync(){
await timers().runOnlyPendingTimersAsync();return utils},runAllTimers(){timers().runAllTimers();return utils},async runAllTimersAsync(){await timers().runAllTimersAsync();
return utils},runAllTicks(){timers().runAllTicks();return utils},advanceTimersByTime(ms){timers().advanceTimersByTime(ms);return utils},async advanceTimersByTimeAsync(ms){
await timers().advanceTimersByTimeAsync(ms);return utils},advanceTimersToNextTimer(){timers().advanceTimersToNextTimer();return utils},async advanceTimersToNextTimerAsync(){
await timers().advanceTimersToNextTimerAsync();return utils},advanceTimersToNextFrame(){timers().advanceTimersToNextFrame();return utils},getTimerCount(){return timers().
getTimerCount()},setSystemTime(time){timers().setSystemTime(time);return utils},getMockedSystemTime(){return timers().getMockedSystemTime()},getRealSystemTime(){
return timers().getRealSystemTime()},clearAllTimers(){timers().clearAllTimers();return utils},setTimerTickMode(mode,interval){timers().setTimerTickMode(mode,interval);
return utils},spyOn,fn,waitFor,waitUntil,defineHelper:__name(fn2=>{return __name(function __VITEST_HELPER__(...args){const result=fn2.apply(this,args);if(result&&
typeof result==="object"&&typeof result.then==="function")return __name((async function __VITEST_HELPER__2(){return await result}),"__VITEST_HELPER__")();return result},
"__VITEST_HELPER__")},"defineHelper"),hoisted(factory){assertTypes(factory,'"vi.hoisted" factory',["function"]);return factory()},mock(path,factory){if(typeof path!==
"string")throw new TypeError(`vi.mock() expects a string path, but received a ${typeof path}`);const importer=getImporter("mock");_mocker().queueMock(path,importer,
typeof factory==="function"?()=>factory(()=>_mocker().importActual(path,importer,_mocker().getMockContext().callstack)):factory)},unmock(path){if(typeof path!==
"string")throw new TypeError(`vi.unmock() expects a string path, but received a ${typeof path}`);_mocker().queueUnmock(path,getImporter("unmock"))},doMock(path,factory){
if(typeof path!=="string")throw new TypeError(`vi.doMock() expects a string path, but received a ${typeof path}`);const importer=getImporter("doMock");_mocker().
queueMock(path,importer,typeof factory==="function"?()=>factory(()=>_mocker().importActual(path,importer,_mocker().getMockContext().callstack)):factory);const rv={};
if(Symbol.dispose)rv[Symbol.dispose]=()=>{_mocker().queueUnmock(path,importer)};return rv},doUnmock(path){if(typeof path!=="string")throw new TypeError(`vi.doUn\
mock() expects a string path, but received a ${typeof path}`);const importer=getImporter("doUnmock");_mocker().queueUnmock(path,importer)},async importActual(path){
const importer=getImporter("importActual");return _mocker().importActual(path,importer,_mocker().getMockContext().callstack)},async importMock(path){const importer=getImporter(
"importMock");return _mocker().importMock(path,importer)},mockObject(value,options){return _mocker().mockObject({value},void 0,options?.spy?"autospy":"automock").
value},mocked(item,_options={}){return item},isMockFunction(fn2){return isMockFunction(fn2)},clearAllMocks(){clearAllMocks();return utils},resetAllMocks(){resetAllMocks();
return utils},restoreAllMocks(){restoreAllMocks();return utils},stubGlobal(name,value){if(!_stubsGlobal.has(name))_stubsGlobal.set(name,Object.getOwnPropertyDescriptor(
globalThis,name));Object.defineProperty(globalThis,name,{value,writable:true,configurable:true,enumerable:true});return utils},stubEnv(name,value){const env=state().
metaEnv;if(!_stubsEnv.has(name))_stubsEnv.set(name,env[name]);if(_envBooleans.includes(name))env[name]=value?"1":"";else if(value===void 0)delete env[name];else
env[name]=String(value);return utils},unstubAllGlobals(){_stubsGlobal.forEach((original,name)=>{if(!original)Reflect.deleteProperty(globalThis,name);else Object.
defineProperty(globalThis,name,original)});_stubsGlobal.clear();return utils},unstubAllEnvs(){const env=state().metaEnv;_stubsEnv.forEach((original,name)=>{if(original===
void 0)delete env[name];else env[name]=original});_stubsEnv.clear();return utils},resetModules(){resetModules(state().evaluatedModules);return utils},async dynamicImportSettled(){
return waitForImportsToResolve()},setConfig(config2){if(!_config)_config={...state().config};Object.assign(state().config,config2)},resetConfig(){if(_config)Object.
assign(state().config,_config)}};return utils}__name(createVitest,"createVitest");var vitest=createVitest();var vi=vitest;function _mocker(){return typeof __vitest_mocker__!==
"undefined"?__vitest_mocker__:new Proxy({},{get(_,name){throw new Error(`Vitest mocker was not initialized in this environment. vi.${String(name)}() is forbidde\
n.`)}})}__name(_mocker,"_mocker");function getImporter(name){const stackArray=createSimpleStackTrace({stackTraceLimit:5}).split("\n");return parseSingleStack(stackArray[stackArray.
findLastIndex(stack=>{return stack.includes(` at Object.${name}`)||stack.includes(`${name}@`)||stack.includes(` at ${name} (`)})+1])?.file||""}__name(getImporter,
"getImporter");var unsupported=["matchSnapshot","toMatchSnapshot","toMatchInlineSnapshot","toThrowErrorMatchingSnapshot","toThrowErrorMatchingInlineSnapshot","t\
hrows","Throw","throw","toThrow","toThrowError"];function throwWithCause(error,source){if(error.cause==null)error.cause=new Error("Matcher did not succeed in ti\
me.");throw copyStackTrace(error,source)}__name(throwWithCause,"throwWithCause");function createExpectPoll(expect2){return __name(function poll(fn2,options={}){
const defaults=getWorkerState().config.expect?.poll??{};const{interval=defaults.interval??50,timeout=defaults.timeout??1e3,message}=options;const assertion=expect2(
null,message).withContext({poll:true});fn2=fn2.bind(assertion);chai_exports.util.flag(assertion,"_poll.fn",fn2);chai_exports.util.flag(assertion,"_poll.timeout",
timeout);chai_exports.util.flag(assertion,"_poll.interval",interval);const test5=chai_exports.util.flag(assertion,"vitest-test");if(!test5)throw new Error("expe\
ct.poll() must be called inside a test");const proxy=new Proxy(assertion,{get(target,key,receiver){const assertionFunction=Reflect.get(target,key,receiver);if(typeof assertionFunction!==
"function")return assertionFunction instanceof chai_exports.Assertion?proxy:assertionFunction;if(key==="assert")return assertionFunction;if(typeof key==="string"&&
unsupported.includes(key))throw new SyntaxError(`expect.poll() is not supported in combination with .${key}(). Use vi.waitFor() if your assertion condition is u\
nstable.`);return __name(function __VITEST_POLL_CHAIN__(...args){const STACK_TRACE_ERROR=new Error("STACK_TRACE_ERROR");const promise=__name(async()=>{chai_exports.
util.flag(assertion,"_name",key);chai_exports.util.flag(assertion,"error",STACK_TRACE_ERROR);const onSettled=chai_exports.util.flag(assertion,"_poll.onSettled");
if(Object.getOwnPropertyDescriptor(assertionFunction,"__vitest_poll_takeover__")?.value)try{const output=await assertionFunction.call(assertion,...args);await onSettled?.(
{assertion,status:"pass"});return output}catch(err){await onSettled?.({assertion,status:"fail"});throwWithCause(err,STACK_TRACE_ERROR)}const{setTimeout:setTimeout3,
clearTimeout:clearTimeout2}=getSafeTimers();let executionPhase="fn";let hasTimedOut=false;const timerId=setTimeout3(()=>{hasTimedOut=true},timeout);try{while(true){
const isLastAttempt=hasTimedOut;if(isLastAttempt)chai_exports.util.flag(assertion,"_isLastPollAttempt",true);try{executionPhase="fn";const obj=await fn2();chai_exports.
util.flag(assertion,"object",obj);executionPhase="assertion";const output=await assertionFunction.call(assertion,...args);await onSettled?.({assertion,status:"p\
ass"});return output}catch(err){if(isLastAttempt||executionPhase==="assertion"&&chai_exports.util.flag(assertion,"_poll.assert_once")){await onSettled?.({assertion,
status:"fail"});throwWithCause(err,STACK_TRACE_ERROR)}await delay(interval,setTimeout3);if(vi.isFakeTimers())vi.advanceTimersByTime(interval)}}}finally{clearTimeout2(
timerId)}},"promise");let awaited=false;test5.onFinished??=[];test5.onFinished.push(()=>{if(!awaited){const negated=chai_exports.util.flag(assertion,"negate")?"\
not.":"";const assertionString=`expect.${chai_exports.util.flag(assertion,"_poll.element")?"element(locator)":"poll(assertion)"}.${negated}${String(key)}()`;throw copyStackTrace(
new Error(`${assertionString} was not awaited. This assertion is asynchronous and must be awaited; otherwise, it is not executed to avoid unhandled rejections:

await ${assertionString}
`),STACK_TRACE_ERROR)}});let resultPromise;return{then(onFulfilled,onRejected){awaited=true;return(resultPromise||=promise()).then(onFulfilled,onRejected)},catch(onRejected){
awaited=true;return(resultPromise||=promise()).catch(onRejected)},finally(onFinally){awaited=true;return(resultPromise||=promise()).finally(onFinally)},[Symbol.
toStringTag]:"Promise"}},"__VITEST_POLL_CHAIN__")}});return proxy},"poll")}__name(createExpectPoll,"createExpectPoll");function copyStackTrace(target,source){if(source.
stack!==void 0)target.stack=source.stack.replace(source.message,target.message);return target}__name(copyStackTrace,"copyStackTrace");var _client;function getSnapshotClient(){
if(!_client)_client=new SnapshotClient({isEqual:__name((received,expected)=>{return equals(received,expected,[iterableEquality,subsetEquality])},"isEqual")});return _client}
__name(getSnapshotClient,"getSnapshotClient");function getError(expected,promise){if(typeof expected!=="function"){if(!promise)throw new Error(`expected must be\
 a function, received ${typeof expected}`);return expected}try{expected()}catch(e){return e}throw new Error("snapshot function didn't throw")}__name(getError,"g\
etError");function getTestNames(test5){return{filepath:test5.file.filepath,name:getNames(test5).slice(1).join(" > "),testId:test5.id}}__name(getTestNames,"getTe\
stNames");function getAssertionName(assertion){const name=chai_exports.util.flag(assertion,"_name");if(!name)throw new Error("Assertion name is not set. This is\
 a bug in Vitest. Please, open a new issue with reproduction.");return name}__name(getAssertionName,"getAssertionName");function getTest(obj){const test5=chai_exports.
util.flag(obj,"vitest-test");if(!test5)throw new Error(`'${getAssertionName(obj)}' cannot be used without test context`);return test5}__name(getTest,"getTest");
function validateAssertion(assertion){if(chai_exports.util.flag(assertion,"negate"))throw new Error(`${getAssertionName(assertion)} cannot be used with "not"`)}
__name(validateAssertion,"validateAssertion");var SnapshotPlugin=__name((chai,utils)=>{for(const key of["matchSnapshot","toMatchSnapshot"])utils.addMethod(chai.
Assertion.prototype,key,wrapAssertion(utils,key,function(propertiesOrHint,hint){return assertMatchResult(toMatchSnapshotImpl({assertion:this,received:utils.flag(
this,"object"),...normalizeArguments(propertiesOrHint,hint)}),chai.util.flag(this,"message"))}));utils.addMethod(chai.Assertion.prototype,"toMatchFileSnapshot",
function(filepath,hint){utils.flag(this,"_name","toMatchFileSnapshot");validateAssertion(this);const assertPromise=toMatchFileSnapshotImpl({assertion:this,received:utils.
flag(this,"object"),filepath,hint}).then(result=>assertMatchResult(result,chai.util.flag(this,"message")));return recordAsyncExpect(getTest(this),assertPromise,
createAssertionMessage(utils,this,true),new Error("resolves"),utils.flag(this,"soft"))});utils.addMethod(chai.Assertion.prototype,"toMatchInlineSnapshot",wrapAssertion(
utils,"toMatchInlineSnapshot",__name(function __INLINE_SNAPSHOT_OFFSET_3__(propertiesOrInlineSnapshot,inlineSnapshotOrHint,hint){return assertMatchResult(toMatchSnapshotImpl(
{assertion:this,received:utils.flag(this,"object"),isInline:true,...normalizeInlineArguments(propertiesOrInlineSnapshot,inlineSnapshotOrHint,hint)}),chai.util.flag(
this,"message"))},"__INLINE_SNAPSHOT_OFFSET_3__")));utils.addMethod(chai.Assertion.prototype,"toThrowErrorMatchingSnapshot",wrapAssertion(utils,"toThrowErrorMat\
chingSnapshot",function(propertiesOrHint,hint){validateAssertion(this);const received=utils.flag(this,"object");const promise=utils.flag(this,"promise");return assertMatchResult(
toMatchSnapshotImpl({assertion:this,received:getError(received,promise),...normalizeArguments(propertiesOrHint,hint)}),chai.util.flag(this,"message"))}));utils.
addMethod(chai.Assertion.prototype,"toThrowErrorMatchingInlineSnapshot",wrapAssertion(utils,"toThrowErrorMatchingInlineSnapshot",__name(function __INLINE_SNAPSHOT_OFFSET_3__(inlineSnapshotOrHint,hint){
validateAssertion(this);const received=utils.flag(this,"object");const promise=utils.flag(this,"promise");return assertMatchResult(toMatchSnapshotImpl({assertion:this,
received:getError(received,promise),isInline:true,...normalizeInlineArguments(void 0,inlineSnapshotOrHint,hint)}),chai.util.flag(this,"message"))},"__INLINE_SNA\
PSHOT_OFFSET_3__")));utils.addMethod(chai.expect,"addSnapshotSerializer",addSerializer)},"SnapshotPlugin");function toMatchDomainSnapshotImpl(opts){const{assertion}=opts;
validateAssertion(assertion);const assertionName=getAssertionName(assertion);const test5=getTest(assertion);let{inlineSnapshot}=opts;if(inlineSnapshot)inlineSnapshot=
stripSnapshotIndentation(inlineSnapshot);const pollFn=chai_exports.util.flag(assertion,"_poll.fn");if(pollFn)return getSnapshotClient().pollMatchDomain({poll:pollFn,
adapter:opts.adapter,message:opts.hint,isInline:opts.isInline,errorMessage:chai_exports.util.flag(assertion,"message"),timeout:chai_exports.util.flag(assertion,
"_poll.timeout"),interval:chai_exports.util.flag(assertion,"_poll.interval"),assertionName,inlineSnapshot,error:chai_exports.util.flag(assertion,"error"),...getTestNames(
test5)});return getSnapshotClient().matchDomain({received:opts.received,adapter:opts.adapter,message:opts.hint,isInline:opts.isInline,errorMessage:chai_exports.
util.flag(assertion,"message"),assertionName,inlineSnapshot,error:chai_exports.util.flag(assertion,"error"),...getTestNames(test5)})}__name(toMatchDomainSnapshotImpl,
"toMatchDomainSnapshotImpl");function normalizeArguments(propertiesOrHint,hint){if(typeof propertiesOrHint==="string")return{hint:propertiesOrHint};return{properties:propertiesOrHint,
hint}}__name(normalizeArguments,"normalizeArguments");function normalizeInlineArguments(propertiesOrInlineSnapshot,inlineSnapshotOrHint,hint){let inlineSnapshot;
if(typeof propertiesOrInlineSnapshot==="string"){inlineSnapshot=stripSnapshotIndentation(propertiesOrInlineSnapshot);return{inlineSnapshot,hint:inlineSnapshotOrHint}}
if(inlineSnapshotOrHint)inlineSnapshot=stripSnapshotIndentation(inlineSnapshotOrHint);return{properties:propertiesOrInlineSnapshot,inlineSnapshot,hint}}__name(normalizeInlineArguments,
"normalizeInlineArguments");function toMatchSnapshotImpl(options){const{assertion}=options;validateAssertion(assertion);const assertionName=getAssertionName(assertion);
const test5=getTest(assertion);return getSnapshotClient().match({received:options.received,properties:options.properties,message:options.hint,isInline:options.isInline,
inlineSnapshot:options.inlineSnapshot,assertionName,error:chai_exports.util.flag(assertion,"error"),...getTestNames(test5)})}__name(toMatchSnapshotImpl,"toMatch\
SnapshotImpl");async function toMatchFileSnapshotImpl(options){const{assertion}=options;validateAssertion(assertion);const testNames=getTestNames(getTest(assertion));
const snapshotState=getSnapshotClient().getSnapshotState(testNames.filepath);const rawSnapshotFile=await snapshotState.environment.resolveRawPath(testNames.filepath,
options.filepath);const rawSnapshotContent=await snapshotState.environment.readSnapshotFile(rawSnapshotFile);return getSnapshotClient().match({received:options.
received,message:options.hint,rawSnapshot:{file:rawSnapshotFile,content:rawSnapshotContent??void 0},...testNames})}__name(toMatchFileSnapshotImpl,"toMatchFileSn\
apshotImpl");function assertMatchResult(result,customMessage){if(!result.pass){const errorMessage=(customMessage?`${customMessage}: `:"")+result.message();throw Object.
assign(new Error(errorMessage),{actual:result.actual,expected:result.expected,diffOptions:{expand:getWorkerState().config.snapshotOptions.expand}})}}__name(assertMatchResult,
"assertMatchResult");var Snapshots={toMatchSnapshot(received,propertiesOrHint,hint){return toMatchSnapshotImpl({assertion:this.assertion,received,...normalizeArguments(
propertiesOrHint,hint)})},toMatchInlineSnapshot(received,propertiesOrInlineSnapshot,inlineSnapshotOrHint,hint){return toMatchSnapshotImpl({assertion:this.assertion,
received,isInline:true,...normalizeInlineArguments(propertiesOrInlineSnapshot,inlineSnapshotOrHint,hint)})},toMatchFileSnapshot(received,filepath,hint){return toMatchFileSnapshotImpl(
{assertion:this.assertion,received,filepath,hint})},toMatchDomainSnapshot(domain,received){return toMatchDomainSnapshotImpl({assertion:this.assertion,adapter:domain,
received})},toMatchDomainInlineSnapshot(domain,received,inlineSnapshot){return toMatchDomainSnapshotImpl({assertion:this.assertion,adapter:domain,received,isInline:true,
inlineSnapshot})}};chai_exports.use(JestExtend);chai_exports.use(JestChaiExpect);chai_exports.use(ChaiStyleAssertions);chai_exports.use(SnapshotPlugin);chai_exports.
use(JestAsymmetricMatchers);function createExpect(test5){const expect2=__name(((value,message)=>{const{assertionCalls}=getState(expect2);setState({assertionCalls:assertionCalls+
1},expect2);const assert5=chai_exports.expect(value,message);const _test2=test5||getCurrentTest();if(_test2)return assert5.withTest(_test2);else return assert5}),
"expect");Object.assign(expect2,chai_exports.expect);Object.assign(expect2,globalThis[ASYMMETRIC_MATCHERS_OBJECT]);expect2.getState=()=>getState(expect2);expect2.
setState=state=>setState(state,expect2);const globalState=getState(globalThis[GLOBAL_EXPECT])||{};setState({...globalState,assertionCalls:0,isExpectingAssertions:false,
isExpectingAssertionsError:null,expectedAssertionsNumber:null,expectedAssertionsNumberErrorGen:null,get testPath(){return getWorkerState().filepath},currentTestName:test5?
test5.fullTestName??"":globalState.currentTestName},expect2);expect2.assert=chai_exports.assert;expect2.extend=matchers=>chai_exports.expect.extend(expect2,matchers);
expect2.addEqualityTesters=customTesters=>addCustomEqualityTesters(customTesters);expect2.soft=(...args)=>{return expect2(...args).withContext({soft:true})};expect2.
poll=createExpectPoll(expect2);expect2.unreachable=message=>{chai_exports.assert.fail(`expected${message?` "${message}" `:" "}not to be reached`)};function assertions(expected){
const errorGen=__name(()=>new Error(`expected number of assertions to be ${expected}, but got ${expect2.getState().assertionCalls}`),"errorGen");if(Error.captureStackTrace)
Error.captureStackTrace(errorGen(),assertions);expect2.setState({expectedAssertionsNumber:expected,expectedAssertionsNumberErrorGen:errorGen})}__name(assertions,
"assertions");function hasAssertions(){const error=new Error("expected any number of assertion, but got none");if(Error.captureStackTrace)Error.captureStackTrace(
error,hasAssertions);expect2.setState({isExpectingAssertions:true,isExpectingAssertionsError:error})}__name(hasAssertions,"hasAssertions");chai_exports.util.addMethod(
expect2,"assertions",assertions);chai_exports.util.addMethod(expect2,"hasAssertions",hasAssertions);expect2.extend(customMatchers);return expect2}__name(createExpect,
"createExpect");var globalExpect=createExpect();Object.defineProperty(globalThis,GLOBAL_EXPECT,{value:globalExpect,writable:true,configurable:true});var assert4=chai_exports.
assert;var should2=chai_exports.should;function inject(key){return getWorkerState().providedContext[key]}__name(inject,"inject");function createBenchmarkResult(name){
return{name,rank:0,rme:0,samples:[]}}__name(createBenchmarkResult,"createBenchmarkResult");var benchmarkTasks=new WeakMap;async function runBenchmarkSuite(suite2,runner2){
const{Task,Bench}=await runner2.importTinybench();const start=performance.now();const benchmarkGroup=[];const benchmarkSuiteGroup=[];for(const task of suite2.tasks){
if(task.mode!=="run"&&task.mode!=="queued")continue;if(task.meta?.benchmark)benchmarkGroup.push(task);else if(task.type==="suite")benchmarkSuiteGroup.push(task)}
for(const subSuite of benchmarkSuiteGroup)await runBenchmarkSuite(subSuite,runner2);if(benchmarkGroup.length){const defer=createDefer();suite2.result={state:"ru\
n",startTime:start,benchmark:createBenchmarkResult(suite2.name)};updateTask$1("suite-prepare",suite2);const addBenchTaskListener=__name((task,benchmark)=>{task.
addEventListener("complete",e=>{const taskRes=e.task.result;const result=benchmark.result.benchmark;benchmark.result.state="pass";Object.assign(result,taskRes);
const samples=result.samples;result.sampleCount=samples.length;result.median=samples.length%2?samples[Math.floor(samples.length/2)]:(samples[samples.length/2]+samples[samples.
length/2-1])/2;if(!runner2.config.benchmark?.includeSamples)result.samples.length=0;updateTask$1("test-finished",benchmark)},{once:true});task.addEventListener(
"error",e=>{const task2=e.task;defer.reject(benchmark?task2.result.error:e)},{once:true})},"addBenchTaskListener");benchmarkGroup.forEach(benchmark=>{const benchmarkInstance=new Bench(
getBenchOptions(benchmark));const benchmarkFn=getBenchFn(benchmark);benchmark.result={state:"run",startTime:start,benchmark:createBenchmarkResult(benchmark.name)};
const task=new Task(benchmarkInstance,benchmark.name,benchmarkFn);benchmarkTasks.set(benchmark,task);addBenchTaskListener(task,benchmark)});const{setTimeout:setTimeout3}=getSafeTimers();
const tasks=[];for(const benchmark of benchmarkGroup){const task=benchmarkTasks.get(benchmark);updateTask$1("test-prepare",benchmark);await task.warmup();tasks.
push([await new Promise(resolve3=>setTimeout3(async()=>{resolve3(await task.run())})),benchmark])}suite2.result.duration=performance.now()-start;suite2.result.state=
"pass";updateTask$1("suite-finished",suite2);defer.resolve(null);await defer}function updateTask$1(event,task){updateTask(event,task,runner2)}__name(updateTask$1,
"updateTask$1")}__name(runBenchmarkSuite,"runBenchmarkSuite");var NodeBenchmarkRunner=class{static{__name(this,"NodeBenchmarkRunner")}moduleRunner;constructor(config2){
this.config=config2}async importTinybench(){return await Promise.resolve().then(()=>(init_dist(),dist_exports))}importFile(filepath,source){if(source==="setup"){
const moduleNode=getWorkerState().evaluatedModules.getModuleById(filepath);if(moduleNode)getWorkerState().evaluatedModules.invalidateModule(moduleNode)}return this.
moduleRunner.import(filepath)}async runSuite(suite2){await runBenchmarkSuite(suite2,this)}async runTask(){throw new Error("`test()` and `it()` is only available\
 in test mode.")}};var TestRunner=class{static{__name(this,"TestRunner")}snapshotClient=getSnapshotClient();workerState=getWorkerState();moduleRunner;cancelRun=false;assertionsErrors=new WeakMap;pool=this.
workerState.ctx.pool;_otel;viteEnvironment;viteModuleRunner;constructor(config2){this.config=config2;const environment=this.workerState.environment;this.viteEnvironment=
environment.viteEnvironment||environment.name;this.viteModuleRunner=config2.experimental.viteModuleRunner}importFile(filepath,source){if(source==="setup"){const moduleNode=this.
workerState.evaluatedModules.getModuleById(filepath);if(moduleNode)this.workerState.evaluatedModules.invalidateModule(moduleNode)}return this._otel.$(`vitest.mo\
dule.import_${source==="setup"?"setup":"spec"}`,{attributes:{"code.file.path":filepath}},()=>{if(!this.viteModuleRunner)filepath=`${filepath}?vitest=${Date.now()}`;
return this.moduleRunner.import(filepath)})}onCollectStart(file){this.workerState.current=file}onCleanupWorkerContext(listener){this.workerState.onCleanup(listener)}onAfterRunFiles(){
this.snapshotClient.clear();this.workerState.current=void 0}async onAfterRunSuite(suite2){if(this.config.logHeapUsage&&typeof process!=="undefined")suite2.result.
heap=process.memoryUsage().heapUsed;if(suite2.mode!=="skip"&&"filepath"in suite2){for(const test5 of getTests(suite2))if(test5.mode==="skip"){const name=getNames(
test5).slice(1).join(" > ");this.snapshotClient.skipTest(suite2.file.filepath,name)}const result=await this.snapshotClient.finish(suite2.file.filepath);if(this.
workerState.config.snapshotOptions.updateSnapshot==="none"&&result.unchecked){let message=`Obsolete snapshots found when no snapshot update is expected.
`;for(const key of result.uncheckedKeys)message+=`\xB7 ${key}
`;suite2.result.errors??=[];suite2.result.errors.push(processError(new Error(message)));suite2.result.state="fail"}await rpc().snapshotSaved(result)}this.workerState.
current=suite2.suite||suite2.file}onAfterRunTask(test5){if(this.config.logHeapUsage&&typeof process!=="undefined")test5.result.heap=process.memoryUsage().heapUsed;
this.workerState.current=test5.suite||test5.file}cancel(_reason){this.cancelRun=true}injectValue(key){return inject(key)}async onBeforeRunTask(test5){if(this.cancelRun)
test5.mode="skip";if(test5.mode!=="run"&&test5.mode!=="queued")return;this.workerState.current=test5}async onBeforeRunSuite(suite2){if(this.cancelRun)suite2.mode=
"skip";if(suite2.mode!=="skip"&&"filepath"in suite2)await this.snapshotClient.setup(suite2.file.filepath,this.workerState.config.snapshotOptions);this.workerState.
current=suite2}onBeforeTryTask(test5){clearModuleMocks(this.config);this.snapshotClient.clearTest(test5.file.filepath,test5.id);setState({assertionCalls:0,isExpectingAssertions:false,
isExpectingAssertionsError:null,expectedAssertionsNumber:null,expectedAssertionsNumberErrorGen:null,currentTestName:getTestName(test5),snapshotState:this.snapshotClient.
getSnapshotState(test5.file.filepath)},globalThis[GLOBAL_EXPECT])}onAfterTryTask(test5){const{assertionCalls,expectedAssertionsNumber,expectedAssertionsNumberErrorGen,
isExpectingAssertions,isExpectingAssertionsError}=test5.context._local?test5.context.expect.getState():getState(globalThis[GLOBAL_EXPECT]);if(expectedAssertionsNumber!==
null&&assertionCalls!==expectedAssertionsNumber)throw expectedAssertionsNumberErrorGen();if(isExpectingAssertions===true&&assertionCalls===0)throw isExpectingAssertionsError;
if(this.config.expect.requireAssertions&&assertionCalls===0)throw this.assertionsErrors.get(test5)}extendTaskContext(context){if(this.config.expect.requireAssertions)
this.assertionsErrors.set(context.task,new Error("expected any number of assertion, but got none"));let _expect;Object.defineProperty(context,"expect",{get(){if(!_expect)
_expect=createExpect(context.task);return _expect}});Object.defineProperty(context,"_local",{get(){return _expect!=null}});return context}getImportDurations(){const{
limit}=this.config.experimental.importDurations;if(limit===0)return{};const sortedEntries=[...this.workerState.moduleExecutionInfo?.entries()||[]].sort(([,a],[,
b3])=>b3.duration-a.duration).slice(0,limit);const importDurations={};for(const[filepath,{duration,selfTime,external,importer}]of sortedEntries)importDurations[normalize(
filepath)]={selfTime,totalTime:duration,external,importer};return importDurations}trace=__name((name,attributes,cb)=>{const options=typeof attributes==="object"?
{attributes}:{};return this._otel.$(`vitest.test.runner.${name}`,options,cb||attributes)},"trace");__setTraces(traces){this._otel=traces}static createTaskCollector=createTaskCollector;static getCurrentSuite=getCurrentSuite;static getCurrentTest=getCurrentTest;static createChainable=createChainable;static getSuiteHooks=getHooks;static getTestFn=getFn;static setSuiteHooks=getHooks;static setTestFn=getFn;static matchesTags=matchesTags;static getBenchFn=getBenchFn;static getBenchOptions=getBenchOptions};
function clearModuleMocks(config2){const{clearMocks,mockReset,restoreMocks,unstubEnvs,unstubGlobals}=config2;if(restoreMocks)vi.restoreAllMocks();if(mockReset)vi.
resetAllMocks();if(clearMocks)vi.clearAllMocks();if(unstubEnvs)vi.unstubAllEnvs();if(unstubGlobals)vi.unstubAllGlobals()}__name(clearModuleMocks,"clearModuleMoc\
ks");var EvaluatedModules=class{static{__name(this,"EvaluatedModules")}};var VitestEvaluatedModules=class extends EvaluatedModules{static{__name(this,"VitestEvaluatedModules")}getModuleSourceMapById(id){const map2=super.getModuleSourceMapById(
id);if(map2!=null&&!("_patched"in map2)){map2._patched=true;const dir=dirname(map2.url);map2.resolvedSources=(map2.map.sources||[]).map(s=>resolve2(dir,s||""))}
return map2}};var import_expect_type=__toESM(require_dist(),1);var assertType=__name(function assertType2(){},"assertType");var import_expect_type2=__toESM(require_dist(),1);var ManualMockedModule=class _ManualMockedModule{static{__name(this,"ManualMockedModule")}cache;type="manual";constructor(raw,id,url,factory){this.raw=raw;this.
id=id;this.url=url;this.factory=factory}resolve(){if(this.cache){return this.cache}let exports$1;try{exports$1=this.factory()}catch(err){throw createHelpfulError(
err)}if(typeof exports$1==="object"&&typeof exports$1?.then==="function"){return exports$1.then(result=>{assertValidExports(this.raw,result);return this.cache=result},
error=>{throw createHelpfulError(error)})}assertValidExports(this.raw,exports$1);return this.cache=exports$1}static fromJSON(data,factory){return new _ManualMockedModule(
data.raw,data.id,data.url,factory)}toJSON(){return{type:this.type,url:this.url,id:this.id,raw:this.raw}}};function createHelpfulError(cause){const error=new Error(
'[vitest] There was an error when mocking a module. If you are using "vi.mock" factory, make sure there are no top level variables inside, since this call is ho\
isted to top of the file. Read more: https://vitest.dev/api/vi.html#vi-mock');error.cause=cause;return error}__name(createHelpfulError,"createHelpfulError");function assertValidExports(raw,exports$1){
if(exports$1===null||typeof exports$1!=="object"||Array.isArray(exports$1)){throw new TypeError(`[vitest] vi.mock("${raw}", factory?: () => unknown) is not retu\
rning an object. Did you mean to return an object with a "default" key?`)}}__name(assertValidExports,"assertValidExports");function mockObject(options,object2,mockExports={}){const finalizers=new Array;const refs=new RefTracker;const define=__name((container,key,value)=>{try{container[key]=
value;return true}catch{return false}},"define");const createMock2=__name(currentValue=>{if(!options.createMockInstance){throw new Error("[@vitest/mocker] `crea\
teMockInstance` is not defined. This is a Vitest error. Please open a new issue with reproduction.")}const createMockInstance2=options.createMockInstance;const prototypeMembers=currentValue.
prototype?collectFunctionProperties(currentValue.prototype):[];return createMockInstance2({name:currentValue.name,prototypeMembers,originalImplementation:options.
type==="autospy"?currentValue:void 0,keepMembersImplementation:options.type==="autospy"})},"createMock");const mockPropertiesOf=__name((container,newContainer)=>{
const containerType=getType4(container);const isModule=containerType==="Module"||!!container.__esModule;for(const{key:property,descriptor}of getAllMockableProperties(
container,isModule,options.globalConstructors)){if(!isModule&&descriptor.get){try{if(options.type==="autospy"){Object.defineProperty(newContainer,property,descriptor)}else{
Object.defineProperty(newContainer,property,{configurable:descriptor.configurable,enumerable:descriptor.enumerable,get:__name(()=>{},"get"),set:descriptor.set?()=>{}:
void 0})}}catch{}continue}if(isReadonlyProp(container[property],property)){continue}const value=container[property];const refId=refs.getId(value);if(refId!==void 0){
finalizers.push(()=>define(newContainer,property,refs.getMockedValue(refId)));continue}const type3=getType4(value);if(Array.isArray(value)){if(options.type==="a\
utomock"){define(newContainer,property,[])}else{const array2=value.map(value2=>{if(value2&&typeof value2==="object"){const newObject={};mockPropertiesOf(value2,
newObject);return newObject}if(typeof value2==="function"){return createMock2(value2)}return value2});define(newContainer,property,array2)}continue}const isFunction=type3.
includes("Function")&&typeof value==="function";if((!isFunction||value._isMockFunction)&&type3!=="Object"&&type3!=="Module"){define(newContainer,property,value);
continue}if(options.type==="autospy"&&type3==="Module"){const exports$1=Object.create(null);Object.defineProperty(exports$1,Symbol.toStringTag,{value:"Module",configurable:true,
writable:true});try{newContainer[property]=exports$1}catch{continue}}else if(!define(newContainer,property,isFunction||options.type==="autospy"?value:{})){continue}
if(isFunction){const mock=createMock2(newContainer[property]);newContainer[property]=mock}refs.track(value,newContainer[property]);mockPropertiesOf(value,newContainer[property])}},
"mockPropertiesOf");const mockedObject=mockExports;mockPropertiesOf(object2,mockedObject);for(const finalizer of finalizers){finalizer()}return mockedObject}__name(
mockObject,"mockObject");var RefTracker=class{static{__name(this,"RefTracker")}idMap=new Map;mockedValueMap=new Map;getId(value){return this.idMap.get(value)}getMockedValue(id){
return this.mockedValueMap.get(id)}track(originalValue,mockedValue){const newId=this.idMap.size;this.idMap.set(originalValue,newId);this.mockedValueMap.set(newId,
mockedValue);return newId}};function getType4(value){return Object.prototype.toString.apply(value).slice(8,-1)}__name(getType4,"getType");function isReadonlyProp(object2,prop){
if(prop==="arguments"||prop==="caller"||prop==="callee"||prop==="name"||prop==="length"){const typeName=getType4(object2);return typeName==="Function"||typeName===
"AsyncFunction"||typeName==="GeneratorFunction"||typeName==="AsyncGeneratorFunction"}if(prop==="source"||prop==="global"||prop==="ignoreCase"||prop==="multiline"){
return getType4(object2)==="RegExp"}return false}__name(isReadonlyProp,"isReadonlyProp");function getAllMockableProperties(obj,isModule,constructors){const{Map:Map2,
Object:Object2,Function:Function2,RegExp:RegExp2,Array:Array2}=constructors;const allProps=new Map2;let curr=obj;do{if(curr===Object2.prototype||curr===Function2.
prototype||curr===RegExp2.prototype){break}collectOwnProperties2(curr,key=>{const descriptor=Object2.getOwnPropertyDescriptor(curr,key);if(descriptor){allProps.
set(key,{key,descriptor})}})}while(curr=Object2.getPrototypeOf(curr));if(isModule&&!allProps.has("default")&&"default"in obj){const descriptor=Object2.getOwnPropertyDescriptor(
obj,"default");if(descriptor){allProps.set("default",{key:"default",descriptor})}}return Array2.from(allProps.values())}__name(getAllMockableProperties,"getAllM\
ockableProperties");function collectOwnProperties2(obj,collector){const collect=typeof collector==="function"?collector:key=>collector.add(key);Object.getOwnPropertyNames(
obj).forEach(collect);Object.getOwnPropertySymbols(obj).forEach(collect)}__name(collectOwnProperties2,"collectOwnProperties");function collectFunctionProperties(prototype){
const properties=new Set;collectOwnProperties2(prototype,prop=>{const descriptor=Object.getOwnPropertyDescriptor(prototype,prop);if(!descriptor||descriptor.get){
return}const type3=getType4(descriptor.value);if(type3.includes("Function")&&!isReadonlyProp(descriptor.value,prop)){properties.add(prop)}});return Array.from(properties)}
__name(collectFunctionProperties,"collectFunctionProperties");var export_expectTypeOf=import_expect_type2.expectTypeOf;export{NodeBenchmarkRunner as BenchmarkRunner,VitestEvaluatedModules as EvaluatedModules,Snapshots,TestRunner,
ManualMockedModule as __ManualMockedModule,addSerializer as __addSerializer,createMockInstance as __createMockInstance,getNames as __getNames,getSerializers as __getSerializers,
getTests as __getTests,mockObject as __mockObject,parseErrorStacktrace as __parseErrorStacktrace,processError as __processError,setSafeTimers as __setSafeTimers,
startTests as __startTests,afterAll,afterEach,aroundAll,aroundEach,assert4 as assert,assertType,beforeAll,beforeEach,bench,chai_exports as chai,createExpect,describe,
globalExpect as expect,export_expectTypeOf as expectTypeOf,inject,it,onTestFailed,onTestFinished,recordArtifact,should2 as should,suite,test2 as test,vi,vitest};
