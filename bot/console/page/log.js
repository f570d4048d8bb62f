// The conversation. Everything a person or a collector wrote goes in as text, never as markup.

import { h, reactive } from "vue";
import { Failure, newId, press } from "./api.js";
import { clockOf, dayOf, evidenceNumber, say, sizeOf } from "./words.js";

const STEPS = ["kept", "reading", "judged"];
const pressing = reactive({ key: "", note: "" });
const copied = reactive({ key: "", state: "" });

export function renderLog(messages, old, onPressed) {
  const rows = [];
  let day = "";
  for (const message of messages) {
    if (dayOf(message.at) !== day) {
      day = dayOf(message.at);
      const said = `${day} · ${say("beijing")}`;
      rows.push(h("li", { class: "wz-day", key: `day:${message.key}` }, said));
    }
    const row = message.side === "his" ? his(message, old.has(message.key)) : ours(message, onPressed);
    if (row) rows.push(row);
  }
  return rows;
}

function his(message, old) {
  if (message.kind === "button") {
    if (!message.text) return null;
    const said = say("pressed", { label: message.text });
    return h("li", { class: "wz-pressed", key: message.key }, said);
  }
  return h("li", { class: "wz-his", key: message.key }, [
    h("span", { class: "wz-hidden" }, say("you")),
    h("div", { class: ["wz-bubble", { "wz-gone": message.kind === "erased" }] }, content(message, old)),
    h("div", { class: "wz-under" }, [
      message.number && message.kind !== "erased" ? evidenceNumber(message.number) : null,
      h("time", { datetime: message.at }, clockOf(message.at)),
      message.state ? progress(message.state) : null,
    ]),
  ]);
}

function content(message, old) {
  if (message.kind === "erased") return say("erased");
  if (message.kind === "damaged") return say("damaged");
  if (message.kind === "unknown") return say("unknown");
  if (message.kind === "text") {
    const words = h("p", { class: "wz-text" }, message.text);
    // abuse that was kept is not read out again at every visit
    if (!old || !message.number) return words;
    return h("details", { class: "wz-fold" }, [h("summary", say("kept_words")), words]);
  }
  return [
    h("div", { class: "wz-file" }, [
      h("span", { class: "wz-kind" }, say(`kind_${message.file.media}`)),
      h("span", { class: "wz-name" }, message.file.name || say(`kind_${message.file.media}`)),
      h("span", { class: "wz-size" }, sizeOf(message.file.size)),
    ]),
    message.text ? h("p", { class: "wz-text" }, message.text) : null,
  ];
}

export function progress(state) {
  const at = STEPS.indexOf(state);
  if (at < 0) return h("span", { class: "wz-state wz-odd" }, say(`state_${state}`));
  return h(
    "ol",
    { class: "wz-steps", "aria-label": say("state_label"), "data-state": state },
    STEPS.map((step, index) =>
      h(
        "li",
        {
          class: { "wz-done": index <= at, "wz-now": index === at },
          "aria-current": index === at ? "step" : undefined,
        },
        say(`state_${step}`),
      ),
    ),
  );
}

function ours(message, onPressed) {
  return h("li", { class: ["wz-ours", `wz-stage-${message.stage}`], key: message.key }, [
    h("div", { class: "wz-who" }, [
      h("span", say("us")),
      message.number ? h("span", evidenceNumber(message.number)) : null,
      h("time", { datetime: message.at }, clockOf(message.at)),
    ]),
    h("div", { class: "wz-card" }, [
      message.picture ? picture(message.picture) : null,
      ...message.segments.map((segment, index) => renderSegment(segment, `${message.key}:${index}`)),
      message.buttons.length ? buttons(message, onPressed) : null,
      pressing.note && pressing.key.startsWith(`${message.key}|`)
        ? h("p", { class: "wz-small", role: "status" }, pressing.note)
        : null,
    ]),
  ]);
}

function picture({ address, words }) {
  // what it shows stands below in words, too: where it does not come, nothing is missing
  const gone = (event) => (event.target.hidden = true);
  return h("img", { class: "wz-picture", key: address, src: address, alt: words, onError: gone });
}

function renderSegment(segment, key) {
  const look = `wz-look-${segment.look}`;
  const quoted = segment.voice === "quoted";
  const words = h(quoted ? "blockquote" : "p", { class: "wz-text" }, segment.text);
  if (segment.folded) {
    const title = quoted ? "quoted" : segment.look === "law" ? "law_more" : "more";
    return h("details", { class: ["wz-fold", look], key }, [h("summary", say(title)), words]);
  }
  if (segment.look === "link") {
    // whole, as another program needs it; a path leads nowhere but here
    const address = new URL(segment.text, location.origin);
    if (address.origin === location.origin) {
      const link = h("a", { class: "wz-text", href: address.href, download: "" }, address.href);
      return h("div", { class: look, key }, [link, copyButton(address.href, key)]);
    }
  }
  if (segment.look !== "sendable") return h("div", { class: look, key }, [words]);
  return h("div", { class: look, key }, [words, copyButton(segment.text, key)]);
}

function copyButton(text, key) {
  const state = copied.key === key ? copied.state : "copy";
  return h(
    "button",
    { type: "button", class: "wz-quiet", onClick: () => copy(text, key) },
    h("span", { "aria-live": "polite" }, say(state)),
  );
}

function buttons(message, onPressed) {
  return h(
    "div",
    { class: "wz-buttons" },
    message.buttons.map((button) => {
      const key = `${message.key}|${button.action}`;
      return h(
        "button",
        {
          type: "button",
          key,
          "data-action": button.action,
          "aria-busy": pressing.key === key && !pressing.note ? "true" : undefined,
          onClick: () => pushed(key, button, onPressed),
        },
        button.label,
      );
    }),
  );
}

async function pushed(key, button, onPressed) {
  if (pressing.key === key && !pressing.note) return;
  pressing.key = key;
  pressing.note = "";
  try {
    await press(newId(), button.action, button.label);
    pressing.key = "";
    onPressed();
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    pressing.note = failure.message || say("failed");
  }
}

async function copy(text, key) {
  copied.key = key;
  copied.state = (await intoClipboard(text)) ? "copied" : "copy_failed";
  setTimeout(() => copied.key === key && (copied.key = ""), 4000);
}

async function intoClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // without a secure context (a phone in the same network) there is only the old way
    const area = Object.assign(document.createElement("textarea"), { value: text });
    area.setAttribute("readonly", "");
    area.className = "wz-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
