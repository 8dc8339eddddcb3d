import { languages, open } from "../support/app";
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
