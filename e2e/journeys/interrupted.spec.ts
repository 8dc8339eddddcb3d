import { logIn, scriptOf, writeScript } from "../support/app";
import { expect, test } from "../support/test";

const begin = "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\n";
const short = `${begin}tabulate kjønn`;
/** Long enough to be cancelled on any machine, with a table some ten times a second. */
const repeats = 400;
const dates = Array.from({ length: 30 }, (_, year) => `${1994 + year}-12-31`).join(" ");
const long = `require no.ssb.fdb:1 as db
create-dataset p
import-panel db/INNTEKT_WLONN ${dates}
for i in 1 : ${repeats}
  summarize INNTEKT_WLONN, gini
end`;

test("results come one by one, and a run that is cancelled keeps what came", async ({ page }) => {
  await logIn(page);
  await writeScript(page, long);
  await page.keyboard.press("Control+Enter");
  const tables = page.locator(".output-table");
  await expect(tables.first()).toBeVisible();
  const cancel = page.getByRole("button", { name: "Cancel" });
  await expect(cancel).toBeVisible();
  await cancel.click();
  await expect(page.locator(".run-state")).toHaveText("Cancelled");
  await expect(cancel).toBeHidden();
  const kept = await tables.count();
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(repeats);

  await writeScript(page, short);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".run-state")).toHaveText("Done");
  await expect(tables).toHaveCount(1);
});

test.describe("without a session", () => {
  test.use({ expected: /status of 401/ });

  test("an ended session says so, and the login leads back to the script and its run", async ({ page }) => {
    await logIn(page);
    await writeScript(page, short);
    await page.context().clearCookies({ name: "session" });
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("You are logged out")).toBeVisible();
    await page.getByRole("alert").getByRole("link", { name: "Log in" }).click();
    await page.waitForURL("**/login?next=/workbench");
    await logIn(page, "/login?next=/workbench");
    await expect.poll(() => scriptOf(page)).toContain("tabulate kjønn");
  });
});

test.describe("without a server", () => {
  test.use({ expected: /status of 404|ERR_|Failed to load/ });

  test("a lost connection is told, and a lost run can be run again", async ({ page }) => {
    // A server that takes the run, is gone in the middle of it, and comes back without it.
    let isDown = false;
    const run = { id: "00", state: "running", progress: { done: 1, of: 4 }, databanks: [], outputs: [] };
    await page.route("**/api/v1/runs", (route) => route.fulfill({ status: 202, json: { id: run.id } }));
    await page.route("**/api/v1/runs/00", (route) => (isDown ? route.fulfill({ status: 404 }) : route.fulfill({ json: run })));
    await page.route("**/api/v1/events", (route) => (isDown ? route.continue() : route.abort()));
    await logIn(page);
    await writeScript(page, short);
    await page.keyboard.press("Control+Enter");
    await expect(page.locator(".run-state")).toHaveText("Connection lost. Trying again …");
    isDown = true;
    await expect(page.getByText("The service was started again and the run was lost")).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(page.locator(".run-state")).toHaveText("Done");
    await expect(page.getByText("The service was started again")).toBeHidden();
  });

  test("a script that cannot be sent says so and stays", async ({ page }) => {
    await logIn(page);
    await writeScript(page, short);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(page.getByText("The service does not answer")).toBeVisible();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(page.locator(".run-state")).toHaveText("Done");
  });
});
