// What the control worker knows, and nobody else does.
let secret;
export function know(given) {
  secret = given;
}

export const isSecret = (given) => given === secret;
