// The editor's look, in the colors of the style sheet, so that it follows the theme switch by itself.

import { EditorView } from "@codemirror/view";

/** CodeMirror's theme. Token classes are in `style/pages/workbench.css`. */
export const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ds-color-neutral-text-default)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", fontSize: "0.875rem", lineHeight: "1.65" },
  ".cm-content": { caretColor: "var(--ds-color-accent-text-default)", padding: "0.5rem 0 4rem" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--ds-color-neutral-text-subtle)",
    border: "none",
  },
  ".cm-activeLine": { backgroundColor: "var(--editor-active-line)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ds-color-neutral-text-default)" },
  ".cm-cursor": { borderLeftColor: "var(--ds-color-accent-text-default)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--ds-color-accent-surface-active)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--ds-color-accent-surface-tinted)" },
  ".cm-tooltip": {
    backgroundColor: "var(--ds-color-neutral-surface-default)",
    color: "var(--ds-color-neutral-text-default)",
    border: "1px solid var(--ds-color-neutral-border-subtle)",
    borderRadius: "var(--ds-border-radius-md)",
    maxWidth: "min(32rem, 92vw)",
  },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)", fontSize: "0.8125rem", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ds-color-accent-base-default)",
    color: "var(--ds-color-accent-base-contrast-default)",
  },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--ds-font-family)", marginLeft: "1em" },
  ".cm-completionInfo": { padding: "0" },
  ".cm-diagnostic": { borderLeftWidth: "3px", padding: "0" },
  ".cm-panels": {
    backgroundColor: "var(--ds-color-neutral-surface-tinted)",
    color: "var(--ds-color-neutral-text-default)",
  },
  ".cm-panels .cm-textfield, .cm-panels .cm-button": {
    backgroundColor: "var(--ds-color-neutral-surface-default)",
    backgroundImage: "none",
    color: "inherit",
    border: "1px solid var(--ds-color-neutral-border-default)",
  },
});
