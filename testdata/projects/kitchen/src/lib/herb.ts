export const herb = "basil";
