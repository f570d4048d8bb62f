// What the server has: the conversation as it stands there, always replaced as a whole, so that
// what was deleted there is gone here too.

import { reactive } from "vue";
import { history } from "./api.js";

const FIRST = 60;
const MOST = 300;

export function makeIncoming({ changed, away }) {
  // old: what was there before this visit
  const state = reactive({ messages: [], older: null, loaded: false, old: new Set() });
  let rows = FIRST; // how long a stretch is shown; "older" makes it longer
  let running = false;
  let again = false;

  async function refresh() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      replace(await history({ limit: rows }));
    } catch (failure) {
      if (failure.away) away();
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      refresh();
    }
  }

  function replace(page) {
    const before = state.loaded ? new Map(state.messages.map((m) => [m.key, m.version])) : null;
    state.messages = page.messages;
    state.older = page.older;
    if (!state.loaded) state.old = new Set(page.messages.map((message) => message.key));
    state.loaded = true;
    const fresh = before
      ? page.messages.filter((m) => m.side === "ours" && before.get(m.key) !== m.version)
      : [];
    changed(page.messages, fresh);
  }

  async function loadOlder() {
    const page = await history({ before: state.older, limit: FIRST });
    rows = Math.min(rows + FIRST, MOST);
    const newest = new Map();
    page.messages.forEach((message) => state.old.add(message.key));
    for (const message of [...page.messages, ...state.messages]) {
      const known = newest.get(message.key);
      if (!known || known.version <= message.version) newest.set(message.key, message);
    }
    state.messages = [...newest.values()];
    state.older = page.older;
  }

  return { state, refresh, loadOlder };
}
