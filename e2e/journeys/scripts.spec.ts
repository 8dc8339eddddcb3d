import type { Page } from "@playwright/test";
import { expectScript, logIn, runScript, writeScript } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

const dialog = (page: Page) => page.getByRole("dialog", { name: "My scripts" });
const list = (page: Page) => dialog(page).locator(".script-list");

/** Begins without kept scripts and with nothing in the editor. */
async function begin(page: Page): Promise<void> {
  await logIn(page);
  const { scripts } = await (await page.request.get("/api/v1/scripts")).json();
  for (const { id, version } of scripts) await page.request.delete(`/api/v1/scripts/${id}?seen=${version}`);
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "My scripts" }).click();
  await dialog(page).getByLabel("Save what stands in the editor as").fill(name);
  await dialog(page).getByRole("button", { name: "Save as new" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText(`Saved «${name}».`)).toBeVisible();
}

test("a script is kept, changed, opened again, renamed, deleted and had again", async ({ page }) => {
  await begin(page);
  await writeScript(page, "create-dataset first");
  await page.keyboard.press("Control+s");
  // Without a name the list asks for one.
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page)).toContainText("You have no scripts yet");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await saveAs(page, "My first");
  await expect(page.locator("#script-title")).toContainText("My first");

  await writeScript(page, "create-dataset second");
  await expect(page.locator("#script-title")).toContainText("not saved");
  await page.keyboard.press("Control+s");
  await expect(page.locator("#script-title")).not.toContainText("not saved");
  await page.reload();
  await expect(page.locator("#script-title")).toContainText("My first");
  await expect(page.locator("#script-title")).not.toContainText("not saved");

  // What is not kept anywhere can be brought back.
  await writeScript(page, "create-dataset unsaved");
  await page.getByRole("button", { name: "My scripts" }).click();
  await list(page).getByRole("button", { name: "My first", exact: true }).click();
  await expectScript(page, "create-dataset second");
  await page.getByRole("button", { name: "Bring mine back" }).click();
  await expectScript(page, "create-dataset unsaved");
  await expect(page.locator("#script-title")).toContainText("My first");
  await expect(page.locator("#script-title")).toContainText("not saved");

  await page.getByRole("button", { name: "My scripts" }).click();
  await list(page).getByRole("button", { name: "Rename: My first" }).click();
  await list(page).getByLabel("New name of «My first»").fill("Renamed");
  await list(page).getByRole("button", { name: "Save the name" }).click();
  await expect(list(page).getByRole("button", { name: "Renamed", exact: true })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await list(page).getByRole("button", { name: "Delete: Renamed" }).click();
  await expect(dialog(page)).toContainText("Deleted «Renamed».");
  await expect(list(page)).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Undo" }).click();
  await expect(list(page).getByRole("button", { name: "Renamed", exact: true })).toBeVisible();
});

test.describe("elsewhere", () => {
  test.use({ expected: /status of 409/ });

  test("a script that was changed elsewhere is not overwritten", async ({ page }) => {
    await begin(page);
    await writeScript(page, "create-dataset mine");
    await saveAs(page, "Shared");
    const { scripts } = await (await page.request.get("/api/v1/scripts")).json();
    const path = `/api/v1/scripts/${scripts[0].id}`;
    await page.request.put(path, { data: { name: "Shared", text: "create-dataset theirs", seen: 1 } });
    await writeScript(page, "create-dataset mine // more");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("nothing was saved over it")).toBeVisible();
    expect((await (await page.request.get(path)).json()).text).toBe("create-dataset theirs");
    await page.getByRole("button", { name: "Open the other" }).click();
    await expectScript(page, "create-dataset theirs");
    await page.getByRole("button", { name: "Bring mine back" }).click();
    await saveAs(page, "Shared too");
    await expectScript(page, "create-dataset mine // more");
  });
});

test("commands of a script keep it and open another", async ({ page }) => {
  await begin(page);
  await runScript(page, "create-dataset kept\nsave 'From a run'");
  await expect(page.locator(".output-text").last()).toContainText("Saved the session as From a run.");
  await runScript(page, "load 'From a run'");
  await expect(page.getByRole("textbox", { name: "Script" })).toHaveText("create-dataset kept");
  await page.getByRole("button", { name: "Bring mine back" }).click();
  await expectScript(page, "load 'From a run'");
});

test("a template never takes the reader's text away", async ({ page }) => {
  await begin(page);
  await writeScript(page, "create-dataset mine");
  await page.getByRole("button", { name: "Templates" }).click();
  const templates = page.getByRole("dialog", { name: "Templates" });
  await expect(templates.locator(".template-group").first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await templates.locator(".script-name").nth(0).click();
  await expect(templates).toBeHidden();
  await expect(page.getByRole("textbox", { name: "Script" })).not.toContainText("create-dataset mine");
  // A second template does not take the place of what is kept.
  await page.getByRole("button", { name: "Templates" }).click();
  await templates.locator(".script-name").nth(1).click();
  await page.getByRole("button", { name: "Bring mine back" }).click();
  await expectScript(page, "create-dataset mine");
  await expect(page.getByRole("button", { name: "Bring mine back" })).toBeHidden();
});

test("a run goes on from the line that is mended", async ({ page }) => {
  await begin(page);
  const begins = "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\n";
  await writeScript(page, `${begins}tabulate kjonn`);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".run-state")).toHaveText("Stopped at an error");
  await expect(page.locator(".cm-line.stop-line")).toHaveText("tabulate kjonn");
  await expectAccessible(page);
  const help = page.locator(".output-diagnostic").getByRole("link", { name: "Help on tabulate" });
  await expect(help).toHaveAttribute("href", "/help/tabulate");
  await writeScript(page, `${begins}tabulate kjønn`);
  await page.getByRole("button", { name: "Continue from line 4" }).click();
  await expect(page.locator(".run-state")).toHaveText("Done");
  await expect(page.getByRole("table", { name: /tabulate kjønn/ })).toBeVisible();
  await expect(page.locator(".cm-line.stop-line")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Continue from/ })).toHaveCount(0);
});
