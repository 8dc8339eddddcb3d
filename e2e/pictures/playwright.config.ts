import base from "../playwright.config";

// Pictures for the documentation, made by `cargo xtask picture`; no tests.
export default {
  ...base,
  testDir: ".",
  testMatch: ["*.picture.ts"],
  projects: [{ name: "picture", use: { viewport: { width: 1280, height: 1180 }, colorScheme: "light" as const } }],
};
