// The chat page. NiceGUI serves it and mounts it; from then on it talks to our own HTTP
// interface only.

import { h, nextTick, onMounted, ref, watch } from "vue";
import { listen } from "./api.js";
import { grow, icon, renderComposer, renderFiles, watchDrops } from "./composer.js";
import { closer, makeDrawer, renderConfirm, renderDrawer } from "./drawer.js";
import { makeIncoming } from "./incoming.js";
import { renderLog } from "./log.js";
import { makeNotice, renderNotice } from "./notice.js";
import { makeOutgoing } from "./outgoing.js";
import { startTheme, toggleTheme } from "./theme.js";
import { learn, say } from "./words.js";

const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z";
const SUN = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5";
const LIST = "M5 6h14M5 12h14M5 18h14";
const BELL = "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15ZM10 21h4";
const PHONE = "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM11 18h2";

export default {
  props: { words: Object, limit: Number, phone: Object },
  setup(props) {
    learn(props.words);
    const parts = {
      log: ref(null), box: ref(null), picker: ref(null),
      drawer: ref(null), confirm: ref(null), phone: ref(null), notice: ref(null),
    };
    const look = { over: ref(false), lost: ref(false), away: ref(false), dark: ref(false), below: ref(false), spoken: ref("") };
    const away = () => (look.away.value = true);
    const incoming = makeIncoming({ changed, away });
    const outgoing = makeOutgoing({ limitMb: props.limit, stored, away });
    let news = null;
    const notice = makeNotice({
      changed: () => news?.presence(notice.presence()),
      clicked: () => toNewest(parts.log.value),
    });
    const drawer = makeDrawer({ away, onPressed: incoming.refresh });

    let sent = false; // whoever sends something wants to see what comes of it

    function stored() {
      sent = true;
      incoming.refresh();
    }

    function changed(messages, fresh) {
      outgoing.arrived(new Set(messages.map((message) => message.id)));
      if (drawer.state.open) drawer.load();
      const stick = sent || following(parts.log.value);
      sent = false;
      notice.told(fresh);
      const last = fresh.at(-1);
      if (last) {
        const words = last.segments.find((segment) => segment.voice === "ours");
        look.spoken.value = `${say("new_reply")}：${words?.text ?? ""}`;
      }
      if (stick) nextTick(() => toNewest(parts.log.value));
      else look.below.value = fresh.length > 0 || look.below.value;
    }

    onMounted(() => {
      leaveSocket();
      startTheme(look.dark);
      watchDrops(outgoing, look.over);
      incoming.refresh();
      news = listen(notice.presence(), {
        onNews: incoming.refresh,
        onLost: () => (look.lost.value = true),
        onBack: () => {
          look.lost.value = false;
          outgoing.nudge();
        },
      });
      addEventListener("beforeunload", (event) => outgoing.unsaved() && event.preventDefault());
      parts.log.value.addEventListener("load", () => grown(parts.log.value), true);
      parts.box.value.focus();
    });
    watch(() => outgoing.state.draft, () => nextTick(() => grow(parts.box.value)));
    watch(() => outgoing.state.files.length, () => nextTick(() => toEnd(parts.log.value)));

    return () => render(props, parts, look, { incoming, outgoing, drawer, notice });
  },
};

function render(props, parts, look, { incoming, outgoing, drawer, notice }) {
  return h("div", { class: "wz" }, [
    h("a", { class: "wz-skip", href: "#wz-input" }, say("skip")),
    header(parts, look, drawer),
    look.away.value ? awayBanner() : look.lost.value ? banner(say("offline")) : null,
    h("main", { class: "wz-main", ref: parts.log, tabindex: -1, onScroll: () => scrolled(parts, look) }, [
      incoming.state.loaded && !incoming.state.messages.length && !outgoing.state.files.length
        ? firstScreen()
        : null,
      incoming.state.older
        ? h("button", { type: "button", class: "wz-older", onClick: () => older(parts, incoming) }, say("older"))
        : null,
      h("ol", { class: "wz-log", "aria-label": say("log_label") }, [
        ...renderLog(incoming.state.messages, incoming.state.old, incoming.refresh),
        ...renderFiles(outgoing),
      ]),
    ]),
    look.below.value
      ? h("button", { type: "button", class: "wz-latest", onClick: () => toEnd(parts.log.value) }, say("to_latest"))
      : null,
    h("div", { class: "wz-hidden", "aria-live": "polite" }, look.spoken.value),
    renderComposer(outgoing, { limitMb: props.limit, box: parts.box, picker: parts.picker }),
    look.over.value ? dropVeil(props) : null,
    renderDrawer(drawer, { dialog: parts.drawer, confirm: parts.confirm }),
    renderConfirm(drawer, parts.confirm),
    phoneDialog(props, parts.phone),
    renderNotice(notice, parts.notice),
  ]);
}

function header(parts, look, drawer) {
  const openDrawer = () => {
    drawer.state.open = true;
    drawer.load();
    parts.drawer.value.showModal();
  };
  return h("header", { class: "wz-header" }, [
    h("div", { class: "wz-brand" }, [h("h1", say("title")), h("span", say("tagline"))]),
    h("nav", [
      tool(say("menu_evidence"), LIST, openDrawer, true),
      tool(say("menu_phone"), PHONE, () => parts.phone.value.showModal(), true),
      tool(say("menu_notice"), BELL, () => parts.notice.value.showModal(), false),
      tool(say(look.dark.value ? "menu_light" : "menu_dark"), look.dark.value ? SUN : MOON, () => toggleTheme(look.dark), false),
    ]),
  ]);
}

function tool(label, path, onClick, named) {
  return h(
    "button",
    { type: "button", class: "wz-tool", "aria-label": label, title: label, onClick },
    [icon(path), named ? h("span", label) : null],
  );
}

function firstScreen() {
  return h("section", { class: "wz-first" }, [
    h("h2", say("first_title")),
    h("ol", ["first_one", "first_two", "first_three"].map((key) => h("li", say(key)))),
  ]);
}

function banner(words) {
  return h("div", { class: "wz-banner", role: "status" }, words);
}

function awayBanner() {
  return h("div", { class: "wz-banner", role: "status" }, [
    say("away"),
    h("button", { type: "button", class: "wz-quiet", onClick: () => location.reload() }, say("reload")),
  ]);
}

function dropVeil(props) {
  return h("div", { class: "wz-veil", "aria-hidden": "true" }, [
    h("strong", say("drop")),
    h("span", say("drop_limit", { limit: props.limit })),
  ]);
}

function phoneDialog(props, dialog) {
  const known = props.phone?.address;
  return h(
    "dialog",
    {
      ref: dialog,
      class: "wz-phone",
      "aria-labelledby": "wz-phone-title",
      onClick: (event) => event.target === dialog.value && dialog.value.close(),
    },
    [
      h("div", { class: "wz-dialog-head" }, [h("h2", { id: "wz-phone-title" }, say("phone_title")), closer(dialog)]),
      h(
        "div",
        { class: "wz-dialog-body" },
        known
          ? [
              h("p", say("phone_how")),
              h("img", { class: "wz-qr", src: props.phone.picture, alt: props.phone.address }),
              h("p", { class: "wz-address" }, props.phone.address),
            ]
          : [h("p", say("phone_not"))],
      ),
    ],
  );
}

async function older(parts, incoming) {
  const log = parts.log.value;
  const below = log.scrollHeight - log.scrollTop;
  await incoming.loadOlder();
  await nextTick();
  log.scrollTop = log.scrollHeight - below;
}

function scrolled(parts, look) {
  if (look.below.value && nearEnd(parts.log.value)) look.below.value = false;
}

// Where the page itself has last scrolled to: somebody who is still there wants to be taken along.
let placed = 0;

const nearEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
const following = (log) => nearEnd(log) || Math.abs(log.scrollTop - placed) < 4;

function toEnd(log) {
  log.scrollTop = log.scrollHeight;
  placed = log.scrollTop;
}

function toNewest(log) {
  // a long reply is shown from its first line, with what it answers above it if that is short
  const rows = log.querySelectorAll(".wz-log > li");
  const last = rows[rows.length - 1];
  if (!last?.classList.contains("wz-ours")) {
    toEnd(log);
    return;
  }
  const before = last.previousElementSibling;
  const short = before && before.offsetHeight < log.clientHeight / 4;
  const first = short ? before : last;
  const top = first.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
  log.scrollTop = Math.min(log.scrollTop + top, log.scrollHeight);
  placed = log.scrollTop;
}

function grown(log) {
  // a picture has come and pushed its words down: whoever was there is taken along
  if (Math.abs(log.scrollTop - placed) < 4) toNewest(log);
}

function leaveSocket() {
  // NiceGUI's live socket reloads the page after a restart or a sleep of the machine, and with it
  // goes what was being written. Everything here goes through our own interface instead.
  nextTick(() =>
    setTimeout(() => {
      window.socket?.off();
      window.socket?.disconnect();
      document.getElementById("popup")?.remove();
    }),
  );
}
