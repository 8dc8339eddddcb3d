// The script editor: CodeMirror 6 holds the text; everything it says comes from the `language` crate through `Services`.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  selectedCompletion,
} from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  insertNewlineAndIndent,
  isolateHistory,
  toggleComment,
} from "@codemirror/commands";
import { linter, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import type { Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  ViewPlugin,
  drawSelection,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { DecorationSet, ViewUpdate } from "@codemirror/view";
import { cleanPaste } from "./paste";
import { theme } from "./editor-theme";

/** A stretch of text with its class; places are UTF-16 offsets. */
type Token = { from: number; to: number; kind: string };
/** A proposal as `language::complete` makes it; `info` is HTML. */
type Proposal = { label: string; detail: string; info: string; apply: string; kind: string };
/** A remark as the crate makes it; `html` holds the message and what to do. */
type Remark = { from: number; to: number; severity: "error" | "warning" | "hint"; message: string; html: string };

/** What the crate `app` gives: each answers at once, as JSON. */
export interface Services {
  highlight(text: string): string;
  diagnose(text: string): string;
  complete(text: string, at: number): string;
  hover(text: string, at: number): string;
  /** The script in the house form, as plain text. */
  format(text: string): string;
  changed(text: string): void;
  run(): void;
  save(): void;
}

/** Words and settings of the page. */
export interface Settings {
  label: string;
  nonce: string;
  /** CodeMirror's English phrases in the reader's language, as JSON. */
  phrases: string;
}

/** A change that undo takes back by itself, not together with what was typed just before. */
const alone = isolateHistory.of("full");

/** What the app can do with the editor. */
export class Editor {
  constructor(
    private readonly view: EditorView,
    private readonly services: Services,
  ) {}
  text(): string {
    return this.view.state.doc.toString();
  }
  setText(text: string): void {
    const changes = { from: 0, to: this.view.state.doc.length, insert: text };
    this.view.dispatch({ changes, selection: { anchor: 0 }, scrollIntoView: true, annotations: alone });
  }
  focus(): void {
    this.view.focus();
  }
  /** Puts the cursor at a 1-based line and shows it. */
  goTo(line: number): void {
    const place = this.view.state.doc.line(Math.min(Math.max(line, 1), this.view.state.doc.lines)).from;
    this.view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
    this.view.focus();
  }
  /** Marks the line where a run stopped, if it begins with `word`; 0 takes the mark away. */
  markLine(line: number, word: string): void {
    const doc = this.view.state.doc;
    const found = line > 0 && line <= doc.lines ? doc.line(line) : null;
    this.view.dispatch({ effects: stopAt.of(found?.text.trimStart().startsWith(word) ? found.from : null) });
  }
  format(): void {
    format(this.view, this.services);
    this.view.focus();
  }
  /** Diagnoses again: the catalogue that names are checked against has arrived. */
  refresh(): void {
    this.view.dispatch(setDiagnostics(this.view.state, this.diagnose()));
  }
  destroy(): void {
    this.view.destroy();
  }
  diagnose: () => Diagnostic[] = () => [];
}

/** Makes the editor inside `parent`. */
export function create(parent: HTMLElement, text: string, services: Services, settings: Settings): Editor {
  const diagnose = (doc: string) => (JSON.parse(services.diagnose(doc)) as Remark[]).map(remark);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(settings.nonce),
        EditorState.phrases.of(JSON.parse(settings.phrases) as Record<string, string>),
        EditorView.contentAttributes.of({ "aria-label": settings.label, tabindex: "0", autocapitalize: "off", spellcheck: "false" }),
        EditorState.languageData.of(() => [{ commentTokens: { line: "//" } }]),
        EditorView.clipboardInputFilter.of(cleanPaste),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        closeBrackets(),
        highlighting(services),
        stopMark,
        linter((editor) => diagnose(editor.state.doc.toString()), { delay: 250 }),
        lintGutter(),
        keys(services),
        autocompletion({ override: [(context) => complete(services, context)], icons: false }),
        hover(services),
        theme,
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) services.changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  const editor = new Editor(view, services);
  editor.diagnose = () => diagnose(editor.text());
  return editor;
}

/** Enter takes a proposal only where that changes the script: behind a word that is whole already it ends the line. */
function endLine(view: EditorView): boolean {
  const label = selectedCompletion(view.state)?.label;
  const cursor = view.state.selection.main.head;
  if (!label || view.state.sliceDoc(Math.max(cursor - label.length, 0), cursor) !== label) return false;
  closeCompletion(view);
  return insertNewlineAndIndent(view);
}

/**
 * Tab takes a proposal while some are shown (Escape closes them); otherwise it is left to the browser, so that the keyboard can
 * leave the editor (WCAG 2.1.2). Stands in front of the keys that CodeMirror's own completion adds.
 */
function keys(services: Services): Extension {
  const run = (view: EditorView) => {
    closeCompletion(view);
    services.run();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run },
        { key: "Mod-s", run: () => (services.save(), true) },
        { key: "Shift-Alt-f", run: (view) => format(view, services) },
        { key: "Enter", run: endLine },
        { key: "Tab", run: acceptCompletion },
      ]),
    ),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...lintKeymap,
      { key: "Mod-'", run: toggleComment },
      ...defaultKeymap,
    ]),
  ];
}

/** Puts the script into the house form; the cursor stays in its line, and undo takes all of it back. */
function format(view: EditorView, services: Services): boolean {
  const before = view.state.doc;
  const after = services.format(before.toString());
  if (after === before.toString()) return true;
  const { number, from } = before.lineAt(view.state.selection.main.head);
  const column = view.state.selection.main.head - from;
  view.dispatch({ changes: { from: 0, to: before.length, insert: after }, annotations: alone });
  const line = view.state.doc.line(Math.min(number, view.state.doc.lines));
  view.dispatch({ selection: { anchor: Math.min(line.from + column, line.to) }, scrollIntoView: true });
  return true;
}

/** Where a run stopped: the beginning of the line. */
const stopAt = StateEffect.define<number | null>();
const stopLine = Decoration.line({ class: "stop-line" });
const stopMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(stopAt)) return effect.value === null ? Decoration.none : Decoration.set(stopLine.range(effect.value));
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function highlighting(services: Services): Extension {
  const marks = new Map<string, Decoration>();
  const markOf = (kind: string) => {
    const known = marks.get(kind) ?? Decoration.mark({ class: `token-${kind}` });
    marks.set(kind, known);
    return known;
  };
  const build = (text: string): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const token of JSON.parse(services.highlight(text)) as Token[]) {
      if (token.from < token.to && token.to <= text.length) builder.add(token.from, token.to, markOf(token.kind));
    }
    return builder.finish();
  };
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = build(view.state.doc.toString());
      }
      update(update: ViewUpdate) {
        if (update.docChanged) this.decorations = build(update.state.doc.toString());
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function remark(found: Remark): Diagnostic {
  return {
    from: found.from,
    to: found.to,
    severity: found.severity === "hint" ? "info" : found.severity,
    message: found.message,
    renderMessage: () => card(found.html),
  };
}

/** HTML made by `pages::markdown`, which lets no HTML of a text through. */
function card(html: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "hover-card prose";
  element.innerHTML = html;
  return element;
}

function complete(services: Services, context: CompletionContext): CompletionResult | null {
  const found = JSON.parse(services.complete(context.state.doc.toString(), context.pos)) as {
    from: number;
    proposals: Proposal[];
  };
  const isTyping = found.from < context.pos;
  if (found.proposals.length === 0 || (!isTyping && !context.explicit)) return null;
  const options: Completion[] = found.proposals.map((proposal, place) => ({
    label: proposal.label,
    detail: proposal.detail || undefined,
    info: proposal.info ? () => card(proposal.info) : undefined,
    apply: proposal.apply,
    type: proposal.kind,
    boost: -place / 1000, // the crate's order decides among equal matches
  }));
  return { from: found.from, options, validFor: /^[\p{L}\p{N}_-]*$/u };
}

function hover(services: Services): Extension {
  return hoverTooltip((view, at) => {
    const answer = JSON.parse(services.hover(view.state.doc.toString(), at)) as {
      from: number;
      to: number;
      html: string;
    } | null;
    if (!answer) return null;
    return {
      pos: answer.from,
      end: answer.to,
      above: true,
      create: () => ({ dom: card(answer.html) }),
    };
  });
}
