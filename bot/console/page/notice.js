// A word outside the page when a reminder comes and nobody looks: asked for by a button, never by
// itself, and only where the browser lets a page do it.

import { h, reactive } from "vue";
import { closer } from "./drawer.js";
import { say } from "./words.js";

const KEY = "wenzhu-notice";
const REMINDER = "reminder";

// A page that is not looked at reaches nobody, unless it may give notice.
export function makeNotice({ changed, clicked }) {
  const able = window.isSecureContext && "Notification" in window;
  const state = reactive({
    why: able ? "" : window.isSecureContext ? "notice_cannot" : "notice_insecure",
    permission: able ? Notification.permission : "denied",
    wanted: localStorage.getItem(KEY) === "on",
  });

  const on = () => !state.why && state.permission === "granted" && state.wanted;
  const looked = () => document.visibilityState === "visible" && document.hasFocus();
  const presence = () => (on() ? "notice" : document.visibilityState === "visible" ? "seen" : "hidden");

  async function ask() {
    state.permission = await Notification.requestPermission();
    want(state.permission === "granted");
  }

  function want(wanted) {
    state.wanted = wanted;
    localStorage.setItem(KEY, wanted ? "on" : "off");
    changed();
  }

  function told(fresh) {
    if (!on() || looked()) return;
    fresh.filter((message) => message.stage === REMINDER).forEach(give);
  }

  function give(message) {
    // what the reminder says first; where the person wants it discreet, that says nothing either
    const body = message.segments.find((segment) => segment.voice === "ours")?.text ?? "";
    try {
      // the same tag in every open page: one notice
      const notice = new Notification(say("title"), { body, tag: message.key, lang: "zh-CN" });
      notice.onclick = () => {
        window.focus();
        notice.close();
        clicked();
      };
    } catch {
      // browsers of phones have the name and refuse the thing
      state.why = "notice_cannot";
      changed();
    }
  }

  document.addEventListener("visibilitychange", changed);
  return { state, on, ask, want, told, presence };
}

export function renderNotice(notice, dialog) {
  return h(
    "dialog",
    {
      ref: dialog,
      class: "wz-notice",
      "aria-labelledby": "wz-notice-title",
      onClick: (event) => event.target === dialog.value && dialog.value.close(),
    },
    [
      h("div", { class: "wz-dialog-head" }, [h("h2", { id: "wz-notice-title" }, say("notice_title")), closer(dialog)]),
      h("div", { class: "wz-dialog-body" }, body(notice)),
    ],
  );
}

function body(notice) {
  const { state } = notice;
  if (state.why) return [h("p", say(state.why))];
  const how = h("p", say("notice_how"));
  if (notice.on()) {
    return [how, h("p", { role: "status" }, say("notice_on")), choice(say("notice_stop"), () => notice.want(false))];
  }
  if (state.permission === "denied") return [how, h("p", { role: "status" }, say("notice_denied"))];
  return [how, choice(say("notice_start"), notice.ask)];
}

function choice(label, onClick) {
  return h("div", { class: "wz-buttons" }, [h("button", { type: "button", class: "wz-strong", onClick }, label)]);
}
