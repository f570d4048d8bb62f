// Light or dark: what the system says, until the person chooses.

const KEY = "wenzhu-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function startTheme(dark) {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
  dark.value = isDark();
  system.addEventListener("change", () => (dark.value = isDark()));
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}

export function toggleTheme(dark) {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem(KEY, next);
  dark.value = next === "dark";
}
