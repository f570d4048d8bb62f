// What is on its way: one text from the box, and files one after another in their order.
// Nothing leaves the page before the server has said that it is stored.

import { reactive } from "vue";
import { newId, sayText, upload } from "./api.js";
import { say } from "./words.js";

const PAUSES = [1000, 2000, 4000, 8000, 15000];

export function makeOutgoing({ limitMb, stored, away }) {
  const state = reactive({ draft: "", busy: false, note: "", files: [], notes: [] });
  let attempt = null; // {id, text, tries}: the same text keeps its id however often it is sent
  let timer = 0;
  let walking = false;

  async function send() {
    const text = state.draft;
    if (state.busy || !text.trim()) return;
    clearTimeout(timer);
    if (attempt?.text !== text) attempt = { id: newId(), text, tries: 0 };
    state.busy = true;
    try {
      await sayText(attempt.id, text);
      attempt = null;
      state.draft = "";
      state.note = "";
      stored();
    } catch (failure) {
      tellWhy(failure);
      if (failure.retry) timer = setTimeout(sendAgain, pause(attempt.tries++), text);
    } finally {
      state.busy = false;
    }
  }

  function sendAgain(text) {
    if (state.draft === text) send();
  }

  function tellWhy(failure) {
    if (failure.away) away();
    state.note = failure.message || say("state_unsent");
  }

  function edited() {
    if (attempt && state.draft !== attempt.text) state.note = "";
  }

  function addFiles(files) {
    const group = files.length > 1 ? newId() : "";
    state.notes = [];
    for (const file of files) {
      if (file.size > limitMb * 1_000_000) {
        state.notes.push(say("too_large", { name: file.name, limit: limitMb }));
      } else if (file.size === 0) {
        state.notes.push(say("empty_file", { name: file.name }));
      } else {
        state.files.push({
          id: newId(), file, group, name: file.name, size: file.size,
          progress: 0, state: "waiting", note: "", tries: 0,
        });
      }
    }
    walk();
  }

  function refuseFolder(name) {
    state.notes.push(say("folder", { name }));
  }

  async function walk() {
    if (walking) return;
    walking = true;
    let one;
    while ((one = state.files.find((each) => each.state === "waiting"))) await carry(one);
    walking = false;
  }

  async function carry(one) {
    one.state = "sending";
    one.note = "";
    try {
      await upload(one.id, one.file, one.group, (share) => (one.progress = share));
      one.state = "stored";
      stored();
    } catch (failure) {
      if (failure.away) away();
      one.state = "stuck";
      one.note = failure.message || say("state_unsent");
      if (failure.retry) setTimeout(again, pause(one.tries++), one);
    }
  }

  function again(one) {
    if (one.state === "stuck" && state.files.includes(one)) {
      one.state = "waiting";
      walk();
    }
  }

  function discard(one) {
    state.files = state.files.filter((each) => each.id !== one.id);
  }

  function arrived(ids) {
    state.files = state.files.filter((one) => !(one.state === "stored" && ids.has(one.id)));
  }

  function nudge() {
    if (attempt && !state.busy) sendAgain(attempt.text);
    state.files.filter((one) => one.state === "stuck" && one.tries > 0).forEach(again);
  }

  const unsaved = () =>
    state.draft.trim() !== "" || state.files.some((one) => one.state !== "stored");

  return { state, send, edited, addFiles, refuseFolder, again, discard, arrived, nudge, unsaved };
}

function pause(tries) {
  return PAUSES[Math.min(tries, PAUSES.length - 1)];
}
