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
