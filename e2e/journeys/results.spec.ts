import { logIn, open, runScript } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { readmeScript } from "../support/readme";
import { expect, test } from "../support/test";

const begin = `require no.ssb.fdb:1 as db
create-dataset d
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
import db/BEFOLKNING_KOMMNR_FORMELL 2022-01-01 as kommune
import db/INNTEKT_WLONN 2022-12-31 as lønn
`;

test("the README's script runs", async ({ page }) => {
  await logIn(page);
  await runScript(page, readmeScript());
  await expect(page.locator(".output-table, .output-chart, .output-model")).toHaveCount(3);
});

test("hidden cells say why, and a wide table scrolls in its own box", async ({ page }) => {
  await logIn(page);
  await runScript(page, `${begin}tabulate kommune sivilstand`);
  const hidden = page.locator(".output-table td.hidden-cell").first();
  await expect(hidden).toContainText("<8");
  await expect(hidden).toContainText("hidden because the count is below 8 (0 included)");
  await expect(page.locator(".output-table .hidden-notes")).toContainText("<8");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test("a nested table names each group once", async ({ page }) => {
  await logIn(page);
  await runScript(page, `${begin}generate høy = lønn > 500000\ntabulate kjønn sivilstand høy`);
  const table = page.locator(".output-table table");
  await expect(table.getByRole("rowheader", { name: "Mann", exact: true })).toHaveCount(1);
  await expectNoSidewaysScroll(page);
});

test("numbers are written as the reader's language writes them", async ({ page }) => {
  await logIn(page);
  await runScript(page, `${begin}tabulate kjønn, summarize(lønn) mean\ntabulate kjønn, cellpct`);
  const first = page.locator(".output-table").first().locator("td.number").first();
  await expect(first).toHaveText(/^\d{3},\d{3}$/);
  const english = await first.textContent();
  await open(page, "/workbench", "nb");
  await expect(first).toHaveText(english?.replace(",", "\u202f") ?? "");
});

test("a table is copied as numbers with its command and its mark", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await logIn(page);
  await runScript(page, `${begin}tabulate kjønn sivilstand`);
  await page.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  expect(lines[0]).toBe("tabulate kjønn sivilstand");
  expect(lines.at(-1)).toMatch(/^Skjerm, synthetic data\. Noise in counts: standard deviation \d\.\d/);
  const men = lines.find((line) => line.startsWith("Mann\t"))?.split("\t") ?? [];
  expect(men.length).toBeGreaterThan(3);
  for (const cell of men.slice(1)) expect(cell).toMatch(/^(\d+|<8)$/);
});
