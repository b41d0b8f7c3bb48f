// Which screens there are: the first word of an address is the name of one.

import { assumptions } from "./assumptions.js";
import { cards } from "./cards.js";
import { centre } from "./centre.js";
import { compare } from "./compare.js";
import { facilitator } from "./facilitator.js";
import { lesson } from "./lesson.js";
import { notebook } from "./notebook.js";
import { person } from "./person.js";
import { start } from "./start.js";
import { story } from "./story.js";

/** The screens by name; each draws itself into an element. */
export const screens = { start, story, compare, person, centre, assumptions, notebook, facilitator, lesson, cards };
