// The HTTP interface. A failure says whether trying again with the same id can help.

export class Failure extends Error {
  constructor(sentence, { retry, away = false }) {
    super(sentence);
    this.retry = retry;
    this.away = away;
  }
}

export function newId() {
  // randomUUID exists only in secure contexts; a phone in the same network has none
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function failureOf(status, body) {
  let sentence = "";
  try {
    sentence = JSON.parse(body).say ?? "";
  } catch {
    // a proxy in between may answer with anything
  }
  const retry = status === 0 || status === 503 || status === 502 || status === 504;
  return new Failure(sentence, { retry, away: status === 401 });
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Failure("", { retry: true });
  }
  const body = await response.text();
  if (!response.ok) throw failureOf(response.status, body);
  return JSON.parse(body);
}

function post(path, shape) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(shape) });
}

export const sayText = (id, text) =>
  post("/api/say", { id, text: text.toWellFormed ? text.toWellFormed() : text });
export const press = (id, action, label) => post("/api/press", { id, action, label });
export const history = (query) => ask(`/api/history?${new URLSearchParams(query)}`);
export const evidence = (query) => ask(`/api/evidence?${new URLSearchParams(query)}`);

export function upload(id, file, group, onProgress) {
  // XMLHttpRequest, because fetch reports no progress of what is sent
  const query = new URLSearchParams({ name: file.name, group });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/files/${id}?${query}`);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText));
      else reject(failureOf(request.status, request.responseText));
    };
    request.onerror = () => reject(failureOf(0, ""));
    request.send(file);
  });
}

// presence: whether whoever opened the page would notice what is said there now
export function listen(presence, { onNews, onLost, onBack }) {
  let source = null;

  function open() {
    source?.close();
    const mine = (source = new EventSource(`/api/news?${new URLSearchParams({ presence })}`));
    mine.addEventListener("news", onNews);
    mine.onopen = onBack;
    mine.onerror = () => {
      onLost();
      // a closed source (the server refused it) does not come back by itself
      if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === source && open(), 3000);
    };
  }

  function change(now) {
    if (now === presence) return;
    presence = now;
    open();
  }

  open();
  return { presence: change };
}
