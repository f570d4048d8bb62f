// Every word comes from the server's wording file; $blanks are filled here.

let known = {};

export function learn(words) {
  known = words;
}

export function say(key, blanks = {}) {
  const sentence = known[`page.${key}`] ?? known[`api.${key}`] ?? key;
  return sentence.replace(/\$([a-z]+)/g, (whole, name) => blanks[name] ?? whole);
}

export function evidenceNumber(number) {
  return `E-${String(number).padStart(4, "0")}`;
}

const BEIJING = { timeZone: "Asia/Shanghai" };
const DAY = new Intl.DateTimeFormat("zh-CN", {
  ...BEIJING, year: "numeric", month: "long", day: "numeric", weekday: "long",
});
const CLOCK = new Intl.DateTimeFormat("zh-CN", {
  ...BEIJING, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

export const dayOf = (iso) => DAY.format(new Date(iso));
export const clockOf = (iso) => CLOCK.format(new Date(iso));

export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
