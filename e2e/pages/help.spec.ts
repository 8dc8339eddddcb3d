import { languages, logIn, open } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

for (const language of languages) {
  test(`the index leads to commands and functions in ${language}`, async ({ page }) => {
    await open(page, "/help", language);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole("link", { name: "tabulate", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("tabulate");
    await expect(page).toHaveURL(/\/help\/tabulate$/);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test("a function says what it takes", async ({ page }) => {
  await open(page, "/help/functions/substr", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("substr");
  await expect(page.locator("pre.script").first()).toContainText("substr(");
});

test("an example of a page is still in the editor after the login", async ({ page }) => {
  await open(page, "/help/functions/substr", "en");
  await page.getByRole("link", { name: /^Open in the workbench/ }).first().click();
  await expect(page.getByRole("textbox", { name: "Script" })).toContainText("generate verdi = substr(");
  await page.getByRole("button", { name: "Log in to run" }).click();
  await page.waitForURL("**/login?next=/workbench");
  await logIn(page, "/login?next=/workbench");
  await expect(page.getByRole("textbox", { name: "Script" })).toContainText("generate verdi = substr(");
});
