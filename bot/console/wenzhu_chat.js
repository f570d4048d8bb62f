// NiceGUI wants one file per component; the page itself is the module folder beside it.
export { default } from "wenzhu-page";
