// The source that is a server: the wire of docs/design/classroom.md.

/** What went wrong, with the server's own line. */
export class Refused extends Error {
  constructor(status, told) {
    super(told.error ?? `${status}`);
    this.status = status;
    this.told = told;
  }
}

async function answered(response) {
  if (response.ok) return response;
  let told = {};
  try {
    told = await response.json();
  } catch {
    // a server that is going away says nothing in JSON
  }
  throw new Refused(response.status, told);
}

async function get(path) {
  return (await answered(await fetch(path))).json();
}

async function post(path, body, signal) {
  const how = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
  return answered(await fetch(path, how));
}

/** Listen to a stream of events; a browser connects again by itself and says which event it had last. */
function listen(path, tell, lost) {
  const stream = new EventSource(path);
  for (const [name, hear] of Object.entries(tell)) {
    stream.addEventListener(name, (event) => hear(JSON.parse(event.data), event));
  }
  stream.addEventListener("open", () => lost(false));
  stream.addEventListener("error", (event) => {
    if (event instanceof MessageEvent) return; // an event of that name, not a broken line
    lost(true, stream.readyState === EventSource.CLOSED);
  });
  return () => stream.close();
}

/** The server that gave this page. */
export function server() {
  const in_ = (lang) => `lang=${encodeURIComponent(lang)}`;
  const run = (id) => `api/runs/${encodeURIComponent(id)}`;
  const room = (code) => `api/classes/${encodeURIComponent(code)}`;
  return {
    still: false,
    place: (lang) => get(`api/place?${in_(lang)}`),
    words: (lang) => get(`api/words?${in_(lang)}`),
    parameters: (lang) => get(`api/parameters?${in_(lang)}`),
    lesson: (name, lang) => get(`api/lessons/${encodeURIComponent(name)}?${in_(lang)}`),
    ask: async (body, signal) => (await post("api/runs", body, signal)).json(),
    follow: (id, tell, lost) => listen(`${run(id)}/stream`, tell, lost),
    film: async (id, which) => (await answered(await fetch(`${run(id)}/film/${which}`))).arrayBuffer(),
    centre: (id, lang) => get(`${run(id)}/centre?${in_(lang)}`),
    people: (id, lang) => get(`${run(id)}/people?${in_(lang)}`),
    person: (id, row, lang) => get(`${run(id)}/person/${row}?${in_(lang)}`),
    report: async (body) => (await post("api/export", body)).blob(),
    address: () => get("api/address"),
    open: async () => (await post("api/classes", {})).json(),
    join: async (code, token) => (await post(`${room(code)}/join`, token ? { token } : {})).json(),
    attend: (code, token, tell, lost) => listen(`${room(code)}/stream?token=${encodeURIComponent(token)}`, tell, lost),
    send: async (code, what, body) => { await post(`${room(code)}/${what}`, body); },
  };
}
