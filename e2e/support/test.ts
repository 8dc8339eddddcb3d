// The test of every spec: fails on a violation of the content security policy, on an error in the console and on an exception.

import { test as base, expect } from "@playwright/test";

export const test = base.extend<{ quietConsole: void; expected: RegExp }>({
  /** Errors that a test brings about itself: the browser reports every refused or broken request. */
  expected: [/^$/, { option: true }],
  quietConsole: [
    async ({ page, expected }, use) => {
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        // That nobody is logged in is an answer, not a fault; the browser reports every 401 as an error all the same.
        if (/status of 401/.test(message.text()) && /\/api\/v1\/(session|events)/.test(message.location().url)) return;
        if (expected.test(message.text())) return;
        complaints.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      await use();
      expect(complaints, "console errors and violations of the content security policy").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
