import { languages, open } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test as quiet } from "../support/test";
import { test as base } from "@playwright/test";

for (const language of languages) {
  quiet(`login has labels in ${language}`, async ({ page }) => {
    await open(page, "/login", language);
    await expect(page.locator("#email")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

// The browser reports the refusal itself as an error, so this test listens to nothing.
base("a wrong password is told without saying what was wrong", async ({ page }) => {
  await open(page, "/login", "en");
  await page.getByLabel("Email").fill("nobody@example.org");
  await page.getByLabel("Password").fill("wrong");
  await page.locator("form").getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("Email and password do not match")).toBeVisible();
});
