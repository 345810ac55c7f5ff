// No experimental decorators here: these are JavaScript's own.
function spiced<T>(cook: (this: T) => string, context: ClassMethodDecoratorContext) {
  return function (this: T) {
    return `${cook.call(this)} with salt, by a decorator of ${String(context.name)}(${context.kind})`;
  };
}

export class Stove {
  @spiced
  cook() {
    return "soup";
  }
}
