// The evidence list: numbers, times, blurred pictures, the original's download, deletion.

import { h, reactive } from "vue";
import { evidence, newId, press } from "./api.js";
import { clockOf, dayOf, evidenceNumber, say, sizeOf } from "./words.js";

export function makeDrawer({ away, onPressed }) {
  const state = reactive({
    open: false, rows: [], older: null, loaded: false, seen: {}, asking: null, deleting: {}, note: "",
  });

  async function load() {
    try {
      take(await evidence({}), []);
    } catch (failure) {
      failed(failure);
    }
  }

  async function loadMore() {
    try {
      take(await evidence({ before: state.older }), state.rows);
    } catch (failure) {
      failed(failure);
    }
  }

  function take(page, before) {
    state.rows = [...before, ...page.evidence];
    state.older = page.older;
    state.loaded = true;
    state.note = "";
  }

  function failed(failure) {
    if (failure.away) away();
    state.note = failure.message || say("offline");
  }

  async function remove(row) {
    state.asking = null;
    state.deleting[row.seq] = true;
    try {
      const label = say("evidence_label", { number: evidenceNumber(row.number) });
      await press(newId(), `erase:${row.seq}`, label);
      onPressed();
    } catch (failure) {
      delete state.deleting[row.seq];
      failed(failure);
    }
  }

  return { state, load, loadMore, remove };
}

export function renderDrawer(drawer, { dialog, confirm }) {
  const { state } = drawer;
  return h(
    "dialog",
    {
      ref: dialog,
      class: "wz-drawer",
      "aria-labelledby": "wz-evidence-title",
      onClose: () => (state.open = false),
      onClick: (event) => event.target === dialog.value && dialog.value.close(),
    },
    [
      h("div", { class: "wz-dialog-head" }, [
        h("h2", { id: "wz-evidence-title" }, say("evidence_title")),
        closer(dialog),
      ]),
      h("div", { class: "wz-dialog-body" }, [
        state.note ? h("p", { class: "wz-small", role: "status" }, state.note) : null,
        state.loaded && !state.rows.length ? h("p", say("evidence_none")) : null,
        h("ul", { class: "wz-evidence" }, state.rows.map((row) => item(drawer, row, confirm))),
        state.older !== null
          ? h("button", { type: "button", onClick: drawer.loadMore }, say("evidence_more"))
          : null,
      ]),
    ],
  );
}

function item(drawer, row, confirm) {
  const { state } = drawer;
  const number = evidenceNumber(row.number);
  const when = `${dayOf(row.at)} ${clockOf(row.at)}`;
  if (row.erased) {
    return h("li", { key: row.seq, class: "wz-gone", "data-number": row.number }, [
      h("strong", number),
      h("span", { class: "wz-small" }, `${say("evidence_deleted")} · ${when}`),
    ]);
  }
  return h("li", { key: row.seq, "data-number": row.number }, [
    row.thumbnail ? thumbnail(state, row) : h("div", { class: "wz-nothumb" }, say(`kind_${row.kind}`)),
    h("div", { class: "wz-about" }, [
      h("div", [h("strong", number), h("span", { class: "wz-kind" }, say(`kind_${row.kind}`))]),
      h("time", { class: "wz-small", datetime: row.at }, when),
      row.name
        ? h("span", { class: "wz-small wz-name" }, `${row.name} · ${sizeOf(row.size)}`)
        : null,
      row.start && row.kind === "text"
        ? h("details", { class: "wz-fold" }, [
            h("summary", say("evidence_start")),
            h("blockquote", { class: "wz-text" }, row.start),
          ])
        : null,
      h("div", { class: "wz-buttons" }, [
        h(
          "a",
          { class: "wz-button", href: `/api/originals/${row.number}`, download: "" },
          say("evidence_download"),
        ),
        h(
          "button",
          {
            type: "button",
            disabled: Boolean(state.deleting[row.seq]),
            "aria-label": say("evidence_label", { number }),
            onClick: () => {
              state.asking = row;
              confirm.value.showModal();
            },
          },
          say(state.deleting[row.seq] ? "evidence_deleting" : "evidence_delete"),
        ),
      ]),
    ]),
  ]);
}

function thumbnail(state, row) {
  const seen = Boolean(state.seen[row.seq]);
  return h(
    "button",
    {
      type: "button",
      class: ["wz-thumb", { "wz-seen": seen }],
      "aria-pressed": seen ? "true" : "false",
      "aria-label": `${say(seen ? "evidence_hide" : "evidence_reveal")} ${evidenceNumber(row.number)}`,
      title: say("evidence_blur"),
      onClick: () => (state.seen[row.seq] = !seen),
    },
    [h("img", { src: `/api/thumbnails/${row.number}`, alt: "", loading: "lazy" })],
  );
}

export function renderConfirm(drawer, confirm) {
  const row = drawer.state.asking;
  const number = row ? evidenceNumber(row.number) : "";
  return h(
    "dialog",
    { ref: confirm, class: "wz-confirm", onClose: () => (drawer.state.asking = null) },
    [
      h("p", say("evidence_ask", { number })),
      h("div", { class: "wz-buttons" }, [
        h("button", { type: "button", onClick: () => confirm.value.close() }, say("cancel")),
        h(
          "button",
          {
            type: "button",
            class: "wz-strong",
            onClick: () => {
              drawer.remove(row);
              confirm.value.close();
            },
          },
          say("evidence_yes"),
        ),
      ]),
    ],
  );
}

export function closer(dialog) {
  return h(
    "button",
    { type: "button", class: "wz-quiet", onClick: () => dialog.value.close() },
    say("close"),
  );
}
