import { languages, open } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

for (const language of languages) {
  test(`login has labels in ${language}`, async ({ page }) => {
    await open(page, "/login", language);
    await expect(page.locator("#email")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test.describe("refusals", () => {
  test.use({ expected: /status of 401/ });

  test("a wrong password is told without saying what was wrong", async ({ page }) => {
    await open(page, "/login", "en");
    await page.getByLabel("Email").fill("nobody@example.org");
    await page.getByLabel("Password").fill("wrong");
    await page.locator("form").getByRole("button", { name: "Log in" }).click();
    await expect(page.getByText("Email and password do not match")).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue("nobody@example.org");
    await expectAccessible(page);
  });
});
