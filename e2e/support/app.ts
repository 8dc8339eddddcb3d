// Getting to a page in a language, and waiting until the app has taken over from the server's HTML.

import type { Page } from "@playwright/test";
import { expect } from "./test";

export type Language = "nb" | "en";
export const languages: Language[] = ["nb", "en"];

/** Opens a page in a language and waits for the app. */
export async function open(page: Page, path: string, language: Language): Promise<void> {
  const separator = path.includes("?") ? "&" : "?";
  await page.goto(`${path}${separator}lang=${language}`);
  await expect(page.locator("html.app-ready")).toBeAttached();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** Logs in through the form. */
export async function logIn(page: Page, path = "/login?lang=en"): Promise<void> {
  if (!page.url().endsWith(path)) await page.goto(path);
  await expect(page.locator("html.app-ready")).toBeAttached();
  await page.getByLabel("Email").fill(required("SKJERM_E2E_EMAIL"));
  await page.getByLabel("Password").fill(required("SKJERM_E2E_PASSWORD"));
  await page.locator("form").getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/workbench");
  await expect(page.getByRole("button", { name: "Run" })).toBeVisible();
}

/** Replaces the script in the editor by typing it. */
export async function writeScript(page: Page, script: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: "Script" });
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(script);
}

/** Replaces the script, runs it by the keyboard and waits until it is done. */
export async function runScript(page: Page, script: string): Promise<void> {
  await writeScript(page, script);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".run-state")).toHaveText("Done", { timeout: 60_000 });
}

/** The script in the editor. */
export async function scriptOf(page: Page): Promise<string> {
  return (await page.getByRole("textbox", { name: "Script" }).textContent()) ?? "";
}

/** Waits until this is the script in the editor: opening one asks the server first. */
export async function expectScript(page: Page, script: string): Promise<void> {
  await expect.poll(() => scriptOf(page)).toBe(script);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the tests with \`cargo xtask test\``);
  return value;
}
