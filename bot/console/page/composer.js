// Where things go in: the box, the file picker, the clipboard, and whatever is dropped.

import { h } from "vue";
import { say, sizeOf } from "./words.js";

export function renderComposer(outgoing, { limitMb, box, picker }) {
  const { state } = outgoing;
  return h("form", { class: "wz-composer", onSubmit: (event) => submit(event, outgoing) }, [
    state.notes.length
      ? h("div", { class: "wz-notes", role: "alert" }, state.notes.map((note) => h("p", note)))
      : null,
    h("p", { class: "wz-note", role: "status" }, state.note),
    h("div", { class: "wz-box" }, [
      h(
        "button",
        {
          type: "button",
          class: "wz-icon",
          "aria-label": say("attach"),
          title: `${say("attach")} · ${say("drop_limit", { limit: limitMb })}`,
          onClick: () => picker.value.click(),
        },
        icon("M12 5v14M5 12h14"),
      ),
      h("input", {
        ref: picker,
        type: "file",
        multiple: true,
        hidden: true,
        "aria-hidden": "true",
        tabindex: -1,
        onChange: (event) => {
          outgoing.addFiles([...event.target.files]);
          event.target.value = "";
        },
      }),
      h("textarea", {
        ref: box,
        id: "wz-input",
        rows: 1,
        value: state.draft,
        readonly: state.busy,
        autocomplete: "off",
        placeholder: say("input_hint"),
        "aria-label": say("input_label"),
        "aria-describedby": "wz-keys",
        enterkeyhint: "send",
        onInput: (event) => {
          state.draft = event.target.value;
          outgoing.edited();
          grow(event.target);
        },
        onKeydown: (event) => keyed(event, outgoing),
        onPaste: (event) => pasted(event, outgoing),
      }),
      h(
        "button",
        { type: "submit", class: "wz-send", disabled: state.busy || !state.draft.trim() },
        say("send"),
      ),
    ]),
    h("p", { class: "wz-keys", id: "wz-keys" }, say("input_keys")),
  ]);
}

export function renderFiles(outgoing) {
  return outgoing.state.files.map((one) =>
    h("li", { class: "wz-his wz-going", key: `file:${one.id}` }, [
      h("div", { class: "wz-bubble" }, [
        h("div", { class: "wz-file" }, [
          h("span", { class: "wz-name" }, one.name),
          h("span", { class: "wz-size" }, sizeOf(one.size)),
        ]),
        one.state === "stuck"
          ? null
          : h("progress", {
              max: 1,
              value: one.progress,
              "aria-label": say("progress", { percent: Math.round(one.progress * 100) }),
            }),
        one.note ? h("p", { class: "wz-small", role: "status" }, one.note) : null,
        one.state === "stuck"
          ? h("div", { class: "wz-buttons" }, [
              h("button", { type: "button", onClick: () => outgoing.again(one) }, say("retry")),
              h("button", { type: "button", onClick: () => outgoing.discard(one) }, say("discard")),
            ])
          : null,
      ]),
      h("div", { class: "wz-under" }, [
        h("span", { class: "wz-state" }, say(one.state === "stored" ? "state_kept" : "state_sending")),
      ]),
    ]),
  );
}

export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
}

function submit(event, outgoing) {
  event.preventDefault();
  outgoing.send();
}

function keyed(event, outgoing) {
  // Enter also chooses a word in a Chinese input method: that one sends nothing
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  outgoing.send();
}

function pasted(event, outgoing) {
  const files = [...event.clipboardData.files];
  // office programs put a picture of the text beside the text; the text is what was meant
  if (!files.length || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  outgoing.addFiles(files);
}

export function watchDrops(outgoing, over) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const on = (name, act) =>
    addEventListener(name, (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      act(event);
    });
  on("dragenter", () => (over.value = ++depth > 0));
  on("dragover", () => {});
  on("dragleave", () => (over.value = --depth > 0));
  on("drop", (event) => {
    depth = 0;
    over.value = false;
    dropped(event.dataTransfer, outgoing);
  });
}

function dropped(transfer, outgoing) {
  const files = [];
  const folders = [];
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (item.kind === "file") files.push(item.getAsFile());
  }
  outgoing.addFiles(files.filter(Boolean));
  folders.forEach(outgoing.refuseFolder);
}

export function icon(path) {
  return h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "wz-glyph" }, [
    h("path", { d: path }),
  ]);
}
