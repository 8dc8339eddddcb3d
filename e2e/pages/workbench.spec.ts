import type { Page } from "@playwright/test";
import { languages, logIn, open, writeScript } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

for (const language of languages) {
  test(`the workbench opens without a login in ${language}`, async ({ page }) => {
    await open(page, "/workbench", language);
    await expect(page.locator(".cm-content")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test("mistakes are underlined as one types, with what to do", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "tabulat x");
  const mistake = page.locator(".cm-lintRange-error").first();
  await expect(mistake).toBeVisible();
  await mistake.hover();
  await expect(page.locator(".cm-tooltip-lint")).toContainText("tabulate");
});

test("commands are colored and proposed", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "create-dataset d\n");
  await expect(page.locator(".token-command").first()).toHaveText("create-dataset");
  await page.keyboard.type("tabu");
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("tabulate");
});

test("the keyboard can leave the editor", async ({ page }) => {
  await open(page, "/workbench", "en");
  const editor = page.getByRole("textbox", { name: "Script" });
  await editor.focus();
  await page.keyboard.press("Tab");
  await expect(editor).not.toBeFocused();
});

test("the script is there again after a reload", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "create-dataset remembered");
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Script" })).toContainText("create-dataset remembered");
});

test("a failed line is shown with its place", async ({ page }) => {
  await logIn(page);
  await writeScript(page, "require no.ssb.fdb:1 as db\ncreate-dataset d\ntabulate nosuch");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.locator(".run-state")).toHaveText("Stopped at an error");
  await expect(page.locator(".output-diagnostic")).toContainText("nosuch");
  await expectAccessible(page);
});

test("a script typed key by key is the script, whatever is proposed on the way", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "");
  const lines = ["require no.ssb.fdb:1 as db", "create-dataset d", "import db/INNTEKT_WLONN 2022-12-31 as lønn", "summarize lønn"];
  for (const line of lines) {
    await page.keyboard.type(line, { delay: 15 });
    // Long enough for proposals to come: they must not take the word's place.
    await page.waitForTimeout(400);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.type("tabulate d if substr(x, 1, 1) >= '6'");
  await expect.poll(() => lineTexts(page)).toEqual([...lines, "tabulate d if substr(x, 1, 1) >= '6'"]);
});

test("proposals are taken by Tab and closed by Escape", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "");
  const proposals = page.locator(".cm-tooltip-autocomplete");
  await page.keyboard.type("creat");
  await expect(proposals).toContainText("create-dataset");
  await page.waitForTimeout(150); // CodeMirror takes no key for a proposal that has only just appeared
  await page.keyboard.press("Tab");
  await expect.poll(() => lineTexts(page)).toEqual(["create-dataset "]);
  await page.keyboard.type("d");
  await page.keyboard.press("Enter");
  await page.keyboard.type("tabu");
  await expect(proposals).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(proposals).toBeHidden();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "Script" })).not.toBeFocused();
});

test("an example does not take the reader's script away", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "create-dataset mine");
  await open(page, "/help/tabulate", "en");
  await page.getByRole("link", { name: "Open in the workbench" }).first().click();
  const editor = page.getByRole("textbox", { name: "Script" });
  await expect(editor).toContainText("tabulate");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Bring mine back" }).click();
  await expect(editor).toHaveText("create-dataset mine");
});

test("a word explains itself under the pointer", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\ntabulate kjønn");
  await page.locator(".token-command").last().hover();
  await expect(page.locator(".cm-tooltip-hover")).toContainText("rowpct");
});

test("the help of a word leads to its page", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\ntabulate kjønn");
  await page.locator(".token-command").last().hover();
  const link = page.locator(".cm-tooltip-hover").getByRole("link", { name: "Help on tabulate" });
  await expect(link).toHaveAttribute("href", "/help/tabulate");
});

test("the script is formatted by button and by keys, and undo takes it back", async ({ page }) => {
  await open(page, "/workbench", "en");
  await writeScript(page, "for i in 1:2\ngenerate  x=$i //one\nend");
  await page.getByRole("button", { name: "Format" }).click();
  await expect.poll(() => lineTexts(page)).toEqual(["for i in 1 : 2", "  generate x = $i //one", "end", ""]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => lineTexts(page)).toEqual(["for i in 1:2", "generate  x=$i //one", "end"]);
  await page.keyboard.press("Shift+Alt+F");
  await expect.poll(() => lineTexts(page)).toEqual(["for i in 1 : 2", "  generate x = $i //one", "end", ""]);
});

test("without a login the list of scripts says where to go, and the templates are there", async ({ page }) => {
  await open(page, "/workbench", "nb");
  await page.getByRole("button", { name: "Mine skript" }).click();
  const list = page.getByRole("dialog", { name: "Mine skript" });
  await expect(list.getByRole("link", { name: "Logg inn" })).toHaveAttribute("href", "/login?next=/workbench");
  await list.getByRole("button", { name: "Lukk" }).click();
  await page.getByRole("button", { name: "Maler" }).click();
  await expect(page.getByRole("dialog", { name: "Maler" }).locator(".script-name").first()).toBeVisible();
});

async function lineTexts(page: Page): Promise<string[]> {
  return page.locator(".cm-line").allTextContents();
}
