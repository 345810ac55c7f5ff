// The secret that only the control worker knows.
let secret;
export function know(given) {
  secret = given;
}

export const isSecret = (given) => given === secret;
