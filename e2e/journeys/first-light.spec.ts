import { logIn, writeScript } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

const script = `require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
generate høy = 0
replace høy = 1 if substr(utd, 1, 1) >= '6'
tabulate kjønn høy, rowpct
tabulate kjønn, summarize(lønn) mean p50
summarize lønn alder
histogram lønn, bin(30)
barchart (count) kjønn
regress lønn alder i.kjønn høy`;

test("a newcomer logs in, writes a script, runs it, and reads the table and the chart", async ({ page }) => {
  await logIn(page);
  await writeScript(page, script);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".run-state")).toHaveText("Done", { timeout: 60_000 });

  const crossed = page.getByRole("table", { name: /tabulate kjønn høy/ });
  await expect(crossed).toBeVisible();
  const numbers = await crossed.getByRole("row", { name: /Mann/ }).getByRole("cell").allTextContents();
  expect(numbers.length).toBeGreaterThan(1);
  for (const shown of numbers) expect(shown).toMatch(/^\d{1,3}(,\d{3})*(\.\d+)?$/);

  const charts = page.locator(".output-chart");
  await expect(charts).toHaveCount(2);
  const drawing = charts.first().getByRole("img");
  await expect(drawing).toHaveAttribute("aria-label", /^Histogram, \d+ bars/);
  await expect.poll(() => drawing.locator("rect").count()).toBeGreaterThan(5);
  await charts.first().getByText("The numbers as a table").click();
  await expect(charts.first().getByRole("table")).toBeVisible();

  const model = page.locator(".output-model");
  await expect(model.getByRole("rowheader", { name: /alder/ })).toBeVisible();
  await expect(page.locator(".output .synthetic").first()).toHaveText("Synthetic");
  await expect(page.locator(".databank-line")).toContainText("no.ssb.fdb");
  await expect(page.locator(".protection").first()).toBeVisible();

  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test("the results are there again after the language was switched", async ({ page }) => {
  await logIn(page);
  await writeScript(page, "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\ntabulate kjønn");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByRole("table", { name: /tabulate kjønn/ })).toBeVisible();
  await page.getByRole("link", { name: "Norsk" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "nb");
  await expect(page.getByRole("table", { name: /Tabell: tabulate kjønn/ })).toBeVisible();
  await expect(page.locator(".run-state")).toHaveText("Ferdig");
});

test("logging out ends the session", async ({ page }) => {
  await logIn(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL("**/");
  await page.goto("/workbench?lang=en");
  await expect(page.getByRole("button", { name: "Log in to run" })).toBeVisible();
});
