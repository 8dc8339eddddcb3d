import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { logIn, writeScript } from "../support/app";
import { readmeScript } from "../support/readme";
import { expect, test } from "../support/test";

const picture = fileURLToPath(new URL("../../server/benchmarks/first-light.png", import.meta.url));
const LARGEST = 200_000;

test("the README's script in the workbench", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await logIn(page);
  await writeScript(page, readmeScript());
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".run-state")).toHaveText("Done", { timeout: 60_000 });
  await expect(page.locator(".output-chart svg[role=img]")).toBeVisible();
  await page.getByRole("button", { name: "Run", exact: true }).hover();
  await page.screenshot({ path: picture });
  expect(statSync(picture).size, "bytes of the picture").toBeLessThan(LARGEST);
});
