// The tsconfig.json beside this file turns experimental decorators on.
function spiced(prototype: object, key: string, descriptor: PropertyDescriptor) {
  const cook = descriptor.value;
  descriptor.value = function () {
    return `${cook.call(this)} with salt, by a decorator of ${key}(${typeof prototype})`;
  };
}

export class Stove {
  @spiced
  cook() {
    return "soup";
  }
}
