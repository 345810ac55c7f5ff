// Log lines about what the Worker did through a binding, below its call.
import { origin } from "dotool:objects";
import { quote } from "dotool:own";
import { reportAlone } from "dotool:report";

export function note(binding, text, level = "info") {
  reportAlone("binding\t" + origin() + "\t" + level + "\t" + quote([binding, text]));
}
