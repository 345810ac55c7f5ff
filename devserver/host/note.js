// Lines of the log about what the Worker did by a binding, below the call that did it.
import { origin } from "dotool:objects";
import { quote } from "dotool:own";
import { reportAlone } from "dotool:report";

export function note(binding, text, level = "info") {
  reportAlone("binding\t" + origin() + "\t" + level + "\t" + quote([binding, text]));
}
