// Text from word processors and web pages: typographic quotes and hard spaces become what the language reads.

const PLAIN: Record<string, string> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201a": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u00a0": " ",
  "\u202f": " ",
  "\u2009": " ",
};

/** Cleans pasted text; a byte order mark and zero-width characters go. */
export function cleanPaste(text: string): string {
  return text
    .replace(/[\u200b\ufeff]/g, "")
    .replace(/[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u00a0\u202f\u2009]/g, (sign) => PLAIN[sign] ?? sign);
}
