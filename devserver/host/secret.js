// The secret that the control worker alone knows.
let secret;
export function know(given) {
  secret = given;
}

export const isSecret = (given) => given === secret;
