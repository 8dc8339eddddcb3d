import { languages, open } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

const words = { nb: { title: "Kjønn", code: "Mann" }, en: { title: "Sex", code: "Man" } };

for (const language of languages) {
  test(`a variable shows its definition and codes in ${language}`, async ({ page }) => {
    await open(page, "/catalogue/no.ssb.fdb/1.0.0.0/BEFOLKNING_KJOENN", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words[language].title);
    await expect(page.getByRole("cell", { name: words[language].code, exact: true })).toBeVisible();
    await expect(page.locator("pre.script")).toContainText("import db/BEFOLKNING_KJOENN");
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test("a long code list can be searched", async ({ page }) => {
  await open(page, "/catalogue/no.ssb.fdb/1.0.0.0/BEFOLKNING_KOMMNR_FORMELL", "en");
  await page.getByLabel("Search the code list").fill("bergen");
  const visible = page.locator(".codes tbody tr:visible");
  await expect(visible.first()).toContainText("Bergen");
  await expect.poll(() => visible.count()).toBeLessThan(10);
});

test("the example opens in the workbench", async ({ page }) => {
  await open(page, "/catalogue/no.ssb.fdb/1.0.0.0/BEFOLKNING_KJOENN", "en");
  await page.getByRole("link", { name: "Open in the workbench" }).click();
  await expect(page.getByRole("textbox", { name: "Script" })).toContainText("import db/BEFOLKNING_KJOENN");
});
