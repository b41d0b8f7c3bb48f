// What the app knows now, in one place. Whoever shows something listens to it; whoever changes something puts it here.

const SAVED = "minga.notebook";
const SESSION = "minga.session";
const listeners = new Map();

export const state = {
  place: null, // what /api/place said
  plan: { levers: {}, parameters: {}, policies: [], week: 0 }, // what differs from the system as it is
  run: null, // the newest run: see runs.js
  before: null, // the run before it, for "replay last change"
  week: 0, // the week that the map shows
  world: "plan", // plan, baseline or apart
  headline: "", // the outcome in the chart
  group: "everybody", // whom the comparison is about
  follow: -1, // the resident who is followed on the map
  notebook: [], // predictions, runs and explanations of this browser
  seat: null, // the place in a class: {code, group, name, token}
  teacher: null, // {code, key} of who leads a class
  room: null, // what the class's stream said last
  back: null, // the step of a lesson that sent somebody to look at a screen: {href, title}
  line: "here", // here, lost
  outbox: [], // what the class has not got yet: see outbox.js
};

/** Listen to some names; the answer stops listening. */
export function on(names, tell) {
  for (const name of names) {
    if (!listeners.has(name)) listeners.set(name, new Set());
    listeners.get(name).add(tell);
  }
  return () => names.forEach((name) => listeners.get(name).delete(tell));
}

/** Put a value and tell who listens. */
export function put(name, value) {
  state[name] = value;
  for (const tell of [...(listeners.get(name) ?? [])]) tell(value);
  if (name === "notebook") keep(localStorage, SAVED, value);
  if (["plan", "seat", "teacher", "outbox"].includes(name)) {
    keep(sessionStorage, SESSION, { plan: state.plan, seat: state.seat, teacher: state.teacher, outbox: state.outbox });
  }
}

function keep(store, key, value) {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing: the notebook lives until the page is closed
  }
}

function recall(store, key) {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Take up what this browser kept: its notebook, and the plan and seat of this session. */
export function wake() {
  state.notebook = recall(localStorage, SAVED) ?? [];
  const session = recall(sessionStorage, SESSION);
  if (session?.plan?.levers) Object.assign(state, session);
}

/** The plan with one lever set; a value as in the system is no change and is left out. */
export function setLever(lever, value) {
  const levers = { ...state.plan.levers };
  if (value === lever.value) delete levers[lever.name];
  else levers[lever.name] = value;
  put("plan", { ...undated(), levers });
}

/** The plan with one parameter set. */
export function setParameter(parameter, value) {
  const parameters = { ...state.plan.parameters };
  if (value === parameter.value || value === null) delete parameters[parameter.name];
  else parameters[parameter.name] = value;
  put("plan", { ...undated(), parameters });
}

/** How many things a plan changes. */
export function changes(plan) {
  const own = Object.keys(plan.levers ?? {}).length + Object.keys(plan.parameters ?? {}).length + (plan.policies ?? []).length;
  return (plan.steps ?? []).reduce((sum, step) => sum + changes(step), own);
}

/** A plan with every part there, whatever a lesson or a stored one leaves out; a dated one keeps its steps. */
export function whole(plan) {
  const parts = { levers: { ...plan?.levers }, parameters: { ...plan?.parameters }, policies: [...(plan?.policies ?? [])], week: plan?.week ?? 0 };
  return plan?.steps?.length ? { ...parts, steps: plan.steps.map((step) => whole(step)) } : parts;
}

/** The plan without dates, as a hand on a lever changes it: dates and single levers do not go together. */
function undated() {
  const { steps, ...rest } = state.plan;
  return rest;
}

/** Note something in the notebook. */
export function note(entry) {
  put("notebook", [...state.notebook, { at: state.notebook.length + 1, ...entry }]);
}
